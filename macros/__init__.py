"""The build's side of the house: registration only, one line for each macro."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

from macros.addresses import render_addresses
from macros.catalogue import render_catalogue, render_statuses
from macros.changes import news_of, render_changes
from macros.codes import render_codes
from macros.coverage import write_coverage
from macros.data import read_house
from macros.export import write_exports
from macros.faq import render_faq, render_faq_index
from macros.fees import render_fees
from macros.flows import flow_texts, publish_flows, render_flow, render_flow_list
from macros.force import render_force
from macros.home import render_home
from macros.learn_calls import check_words, publish_calls, render_practice
from macros.learn_cards import publish_cards, render_cards
from macros.learn_paths import path_names, render_path, render_paths
from macros.learn_progress import publish_plan, render_progress
from macros.ledger import render_coverage, render_ledger
from macros.links import check_built_links
from macros.map import maps_of, publish_maps
from macros.missing import render_missing
from macros.pages import check_pages
from macros.publish.assets import named_by_content, publish_assets, publish_worker
from macros.publish.fonts import publish_fonts
from macros.publish.layout import LayoutError
from macros.publish.node import NodeError
from macros.publish.release import publish_release
from macros.publish.runtime import publish_runtime
from macros.publish.search import publish_search
from macros.putar import render_putar
from macros.register import render_register
from macros.registry import Macro, documents, flows, topics
from macros.score_card import render_score_card
from macros.search_records import search_data
from macros.sop import render_documents, render_sop
from macros.terms import render_terms

MACROS = {
    "beranda": Macro(render_home),
    "daftar_sop": Macro(render_documents),
    "sop": Macro(render_sop, documents),
    "daftar_alur": Macro(render_flow_list),
    "alur": Macro(render_flow, flows),
    "daftar_faq": Macro(render_faq_index),
    "faq": Macro(render_faq, topics),
    "biaya": Macro(render_fees),
    "katalog": Macro(render_catalogue),
    "status_tiket": Macro(render_statuses),
    "kode": Macro(render_codes),
    "istilah": Macro(render_terms),
    "register": Macro(render_register),
    "ledger": Macro(render_ledger),
    "cakupan": Macro(render_coverage),
    "hilang": Macro(render_missing),
    "alamat": Macro(render_addresses),
    "yang_berlaku": Macro(render_force),
    "perubahan": Macro(render_changes),
    "putar": Macro(render_putar),
    "kartu_nilai": Macro(render_score_card),
    "kemajuan": Macro(render_progress),
    "daftar_jalur": Macro(render_paths),
    "jalur": Macro(render_path, path_names),
    "kartu_latihan": Macro(render_cards),
    "panggilan_latihan": Macro(render_practice),
}


# Set by ``make serve``: a build that somebody waits for, after each change.
LIGHT = "PANDU_RINGAN"


def is_light() -> bool:
    """Tell whether this build leaves out what takes long and only saves a reader time."""
    return os.environ.get(LIGHT) == "1"


def define_env(env: Any) -> None:
    """Read the knowledge and hand the macros to the pages; stop at any problem."""
    root = Path(env.project_dir)
    house, problems = read_house(root)
    problems += check_words(root, house.flows)
    problems += check_pages(root / "docs", house, MACROS)
    if problems:
        raise PluginError("\n".join(str(problem) for problem in problems))
    try:
        maps_of(root, tuple(house.flows.values()))
    except LayoutError as error:
        raise PluginError(str(error)) from error
    env.pandu = house
    # Every page carries them, so that the banner needs no request.
    env.conf["extra"]["perubahan"] = news_of(house.library)
    for name, macro in MACROS.items():
        env.macro(macro.bind(house, lambda: str(env.page.url)), name)


def on_post_build(env: Any) -> None:
    """Make what a site needs beside its pages, then check its links."""
    root = Path(env.project_dir)
    site_dir = Path(env.conf["site_dir"])
    write_exports(env.pandu.library, site_dir)
    write_coverage(env.pandu, site_dir)
    publish_cards(env.pandu, site_dir)
    publish_calls(root, site_dir, env.pandu.flows)
    publish_flows(root, site_dir, env.pandu.flows)
    publish_maps(root, site_dir, env.pandu.flows.values())
    publish_fonts(root, site_dir)
    try:
        worker = publish_worker(root, site_dir)
        publish_runtime(root, site_dir, flow_texts(env.pandu.flows), worker, light=is_light())
        data, search_worker, *_ = publish_search(root, site_dir, search_data(env.pandu, site_dir))
        addresses = {
            "searchWorker": named_by_content(site_dir, search_worker),
            "searchData": named_by_content(site_dir, data),
        }
        publish_assets(root, site_dir, addresses)
        publish_plan(env.pandu, site_dir)
        if problems := check_built_links(site_dir, Path(env.conf["docs_dir"])):
            raise PluginError("\n".join(str(problem) for problem in problems))
        publish_release(root, site_dir, env.pandu.library, light=is_light())
    except NodeError as error:
        raise PluginError(str(error)) from error
