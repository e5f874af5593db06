"""A flow as a page: the desk's shell with the whole walk in it, and its data for the browser."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flow_engine.content import walk
from flow_engine.model import Flow
from flow_engine.wire import dump_flow
from macros.data import Page
from macros.html import block, date_words, element, escape, link
from macros.walk import render_walk

DATA_FOLDER = "data/alur"


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
        data_root=page.to(""),
        data_mode="jalan",
    )
    return block(desk)


def render_flow_list(page: Page) -> str:
    """Return all flows as large rows: what for, how many ends, from which document."""
    rows = [_flow_row(page, flow) for flow in page.house.flows.values()]
    return block(element("ul", "".join(rows), "p-alur-daftar"))


def publish_flows(root: Path, site_dir: Path, flows: Mapping[str, Flow]) -> list[Path]:
    """Write each flow as JSON for the browser; return what was written."""
    del root  # Same shape as its neighbours in macros.publish.
    folder = site_dir / DATA_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for flow in flows.values():
        path = folder / f"{flow.id}.json"
        path.write_text(dump_flow(flow) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _flow_row(page: Page, flow: Flow) -> str:
    document = page.library.documents[flow.document]
    about = f"{len(flow.outcomes)} kemungkinan hasil · {document.id}, {date_words(document.date)}"
    return element(
        "li",
        link(page.to(flow_url(flow.id)), flow.title, "p-alur-judul")
        + element("span", escape(about), "p-alur-tentang"),
        "p-alur-baris",
    )


def _bar(page: Page, flow: Flow) -> str:
    document = page.library.documents[flow.document]
    source = link(page.to(f"{document.page}/"), f"{document.id} · {date_words(document.date)}")
    others = "".join(
        f'<a href="{escape(page.to(flow_url(other.id)))}" data-flow-link="{escape(other.id)}">'
        f"{escape(other.title)}</a>"
        for other in page.house.flows.values()
        if other.id != flow.id
    )
    return element(
        "div",
        element("h1", escape(flow.title), "p-bar-title")
        + element("p", source, "p-bar-source")
        + element("nav", others, "p-bar-flows", aria_label="Alur lain", data_search_exclude="")
        + element("p", "", "p-mesin"),
        "p-bar",
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
    data = _fold("facts", "Data panggilan", "Terisi sendiri dari jawaban.")
    report = _fold("report", "Laporan", "Tumbuh selama panggilan berjalan.")
    return element("div", data + report, "p-side", data_search_exclude="")


def _fold(name: str, title: str, empty: str) -> str:
    return (
        f'<details class="p-fold p-side-{name}" open><summary>{title} '
        f'<span class="p-folded" data-folded="{name}"></span></summary>'
        f'<div class="p-{name}-place" tabindex="0" role="group" aria-label="{title}">'
        f'<p class="p-empty">{empty}</p></div></details>'
    )


def _key_line() -> str:
    tools = (
        ("mundur", "Alt+ArrowLeft", "Alt ←", "mundur"),
        ("baru", "N", "N", "panggilan baru"),
        ("cari", "", "/", "cari"),
        ("tombol", "?", "?", "semua tombol"),
    )
    buttons = "".join(
        f'<button class="p-tool" type="button" data-tool="{tool}"'
        + (f' data-key="{key}" aria-keyshortcuts="{key}"' if key else "")
        + f' hidden><kbd class="p-key" aria-hidden="true">{shown}</kbd>'
        + f" <span>{label}</span></button>"
        for tool, key, shown, label in tools
    )
    hint = (
        '<p class="p-keyline-hint"><kbd class="p-key">1</kbd>–<kbd class="p-key">9</kbd> jawab '
        '<kbd class="p-key">Enter</kbd> lanjut</p>'
    )
    return element("div", hint + buttons, "p-keyline", data_search_exclude="")
