"""A flow as a page: the desk's shell with the whole walk in it, and its data for the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from flow_engine.content import walk
from flow_engine.model import Flow
from flow_engine.wire import dump_flow
from macros.card import render_card
from macros.codes import meter_json
from macros.data import Page
from macros.html import block, date_words, element, escape, link
from macros.map import render_map
from macros.publish.runtime import flow_hash
from macros.walk import render_walk

DATA_FOLDER = "data/alur"
FRONT_DOOR = "panggilan"
HISTORIC = '<span class="p-stamp">HISTORIS</span>'


def flow_url(flow_id: str) -> str:
    """Return the address of a flow's page from the site's root."""
    return f"alur/{flow_id}/"


def render_flow(page: Page, flow_id: str) -> str:
    """Return the desk of a flow; its first step stands in the HTML before any script runs.

    Raises:
        KeyError: No flow has this id.
    """
    flow = page.house.flows[flow_id]
    desk = element(
        "div",
        _bar(page, flow)
        + element("div", "", "p-notice", role="status", hidden="")
        + element("p", "", "p-spoken p-offscreen", role="status")
        + _trail()
        + _stage(page, flow)
        + _side()
        + _key_line(),
        "p-desk",
        data_flow=flow.id,
        data_flow_hash=flow_hash(flow_texts({flow.id: flow})[flow.id]),
        data_root=page.to(""),
        data_mode="jalan",
        data_zones=json.dumps(page.library.settings.zones),
        data_document=flow.document,
        data_clauses=" ".join(clauses_of(flow)),
        data_versi=f"jalan {flow.route}, bunyi {flow.wording}",
        data_tujuan=page.library.settings.error_target,
        **_meter(page, flow),
    )
    return block(desk, render_map(page, flow), render_card(flow, page.house.flows))


def _meter(page: Page, flow: Flow) -> dict[str, str]:
    """Return what the imitated meter shows, for a flow that has the caller key in its codes."""
    keyed = {code.clause for code in page.library.codes}
    return {"data_meter": meter_json(page)} if keyed.intersection(clauses_of(flow)) else {}


def clauses_of(flow: Flow) -> list[str]:
    """Return every clause that a flow runs on, in order and without doubles."""
    steps = (step for room in flow.rooms.values() for step in room.steps.values())
    found = [clause for step in steps for clause in step.clauses]
    found += [clause for outcome in flow.outcomes.values() for clause in outcome.clauses]
    return list(dict.fromkeys(found))


def render_flow_list(page: Page) -> str:
    """Return all flows as large rows: what for, how many ends, from which document."""
    rows = [_flow_row(page, flow) for flow in ordered_flows(page)]
    return block(element("ul", "".join(rows), "p-alur-daftar"))


def ordered_flows(page: Page) -> list[Flow]:
    """Return the flows as a reader looks for them: front door, in force, historical."""
    documents = list(page.library.documents)
    order = {clause_id: number for number, clause_id in enumerate(page.library.clauses)}

    def place(flow: Flow) -> tuple[bool, bool, int, int]:
        first = min(order[name] for end in flow.outcomes.values() for name in end.clauses)
        about = documents.index(flow.document)
        return flow.id != FRONT_DOOR, flow.status == "historis", about, first

    return sorted(page.house.flows.values(), key=place)


def publish_flows(root: Path, site_dir: Path, flows: Mapping[str, Flow]) -> list[Path]:
    """Write each flow as JSON for the browser; return what was written."""
    del root  # Same shape as its neighbours in macros.publish.
    folder = site_dir / DATA_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in flow_texts(flows).items():
        path = folder / f"{name}.json"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def flow_texts(flows: Mapping[str, Flow]) -> dict[str, str]:
    """Return each flow as the site has it, by its id."""
    return {flow.id: dump_flow(flow) + "\n" for flow in flows.values()}


def _flow_row(page: Page, flow: Flow) -> str:
    document = page.library.documents[flow.document]
    dated = ", ".join(filter(None, (document.id, date_words(document.date))))
    about = f"{len(flow.outcomes)} kemungkinan hasil · {dated}"
    title = link(page.to(flow_url(flow.id)), flow.title, "p-alur-judul")
    if flow.id == FRONT_DOOR:
        title += " " + element("span", "Mulai di sini", "p-alur-pintu")
        about = f"{len(flow.outcomes)} tujuan · menurut yang disampaikan penelepon"
    return element(
        "li",
        element("span", title + _stamp(flow), "p-alur-nama")
        + element("span", f"{escape(about)} · {_map_link(page, flow)}", "p-alur-tentang"),
        "p-alur-baris",
    )


def _map_link(page: Page, flow: Flow) -> str:
    label = f"Peta alur {flow.title}"
    url = escape(page.to(f"{flow_url(flow.id)}#peta"))
    return f'<a href="{url}" aria-label="{escape(label)}">peta</a>'


def _stamp(flow: Flow) -> str:
    return f" {HISTORIC}" if flow.status == "historis" else ""


def _bar(page: Page, flow: Flow) -> str:
    document = page.library.documents[flow.document]
    dated = " · ".join(filter(None, (document.id, date_words(document.date))))
    source = link(page.to(f"{document.page}/"), dated)
    return element(
        "div",
        element("h1", escape(flow.title) + _stamp(flow), "p-bar-title")
        + element("p", source, "p-bar-source")
        + _other_flows(page, flow)
        + '<a class="p-bar-peta" href="#peta">Peta alur</a>'
        + element("p", "", "p-clock", role="timer", aria_label="Lama panggilan")
        + '<button class="p-mesin" type="button" data-tool="mesin" hidden></button>',
        "p-bar",
    )


def _other_flows(page: Page, flow: Flow) -> str:
    """Return the way to the front door, and the other flows behind one word."""
    door, rest = "", ""
    for other in ordered_flows(page):
        if other.id == flow.id:
            continue
        anchor = (
            f'<a href="{escape(page.to(flow_url(other.id)))}" data-flow-link="{escape(other.id)}">'
            f"{escape(other.title)}</a>"
        )
        if other.id == FRONT_DOOR:
            door = anchor
        else:
            rest += element("li", anchor + _stamp(other))
    menu = f"<details><summary>Alur lain</summary><ul>{rest}</ul></details>"
    return element(
        "nav", door + menu, "p-bar-flows", aria_label="Alur lain", data_search_exclude=""
    )


def _trail() -> str:
    return (
        '<details class="p-fold p-trail" open data-search-exclude><summary>Jejak '
        '<span class="p-folded" data-folded="trail"></span></summary>'
        '<nav aria-label="Jejak panggilan"><ol class="p-trail-list"></ol></nav></details>'
    )


def _stage(page: Page, flow: Flow) -> str:
    steps = render_walk(page, walk(flow))
    # Setiap klausul punya rumahnya sendiri dalam pencarian; di sini ia hanya dipinjam.
    return (
        '<div class="p-stage" data-search-exclude><div class="p-live" hidden></div>'
        f'<div class="p-walk">{steps}</div></div>'
    )


def _side() -> str:
    voice = element("div", "", "p-voice-place")
    data = _fold("facts", "Data panggilan", "Terisi sendiri dari jawaban.", voice)
    report = _fold("report", "Laporan", "Tumbuh selama panggilan berjalan.")
    return element("div", data + report, "p-side", data_search_exclude="")


def _fold(name: str, title: str, empty: str, above: str = "") -> str:
    return (
        f'<details class="p-fold p-side-{name}" open><summary>{title} '
        f'<span class="p-folded" data-folded="{name}"></span></summary>{above}'
        f'<div class="p-{name}-place" tabindex="0" role="group" aria-label="{title}">'
        f'<p class="p-empty">{empty}</p></div></details>'
    )


def _key_line() -> str:
    tools = (
        ("mundur", "Alt+ArrowLeft", "Alt ←", "{}mundur"),
        ("baru", "N", "N", "{panggilan }baru"),
        ("akhiri", "H", "H", "{}akhiri"),
        ("peta", "A", "A", "peta{ alur}"),
        ("tautan", "U", "U", "{salin }tautan"),
        ("transkrip", "W", "W", "{}transkrip"),
        ("cari", "", "/", "{}cari"),
        ("keliru", "L", "L", "{laporkan }kekeliruan"),
        ("tombol", "?", "?", "{}semua tombol"),
    )
    buttons = "".join(
        f'<button class="p-tool" type="button" data-tool="{tool}"'
        + (f' data-key="{key}" aria-keyshortcuts="{key}"' if key else "")
        + f' hidden><kbd class="p-key" aria-hidden="true">{shown}</kbd>'
        + f" <span>{_with_wide(label)}</span></button>"
        for tool, key, shown, label in tools
    )
    hint = (
        '<p class="p-keyline-hint"><kbd class="p-key">1</kbd>–<kbd class="p-key">9</kbd> jawab '
        '<kbd class="p-key">Enter</kbd> lanjut</p>'
    )
    return element("div", hint + buttons, "p-keyline", data_search_exclude="")


def _with_wide(label: str) -> str:
    """Return a label whose words in braces are left out where there is little room."""
    return (
        label.replace("{}", "").replace("{", '<span class="p-tool-lagi">').replace("}", "</span>")
    )
