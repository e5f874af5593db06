"""The ledger both ways: where each clause stands, and what each page, flow and scenario has."""

from __future__ import annotations

from collections.abc import Iterable

from flow_engine.coverage import Cover
from flow_engine.homes import page_clauses
from flow_engine.records import Clause
from macros.coverage import NAME, cards_by_clause, lines_of, page_url, use_url
from macros.data import Page
from macros.html import block, element, escape, filter_row, link, table
from macros.lesson_urls import lesson_url

STATUS = {"berlaku": "berlaku", "historis": "historis", "dicabut": "dicabut"}
WITHOUT_FLOW = "tanpa-alur"
WITHOUT_SCENARIO = "tanpa-skenario"
WITHOUT_LESSON = "tanpa-pelajaran"
WITHOUT_CARD = "tanpa-soal"
HOME_NAME = "beranda"


def render_ledger(page: Page) -> str:
    """Return the filter and one row for each clause."""
    library = page.library
    choices = [(document.id, document.short) for document in library.documents.values()]
    states = [
        (WITHOUT_FLOW, "Tanpa alur"),
        (WITHOUT_SCENARIO, "Tanpa skenario"),
        (WITHOUT_LESSON, "Tanpa pelajaran"),
        (WITHOUT_CARD, "Tanpa soal"),
    ]
    head = [
        f"<th scope='col'>{label}</th>"
        for label in ("Id", "Klausul", "Sumber", "Halaman", "Alur", "Skenario", "Latihan")
    ]
    asked = cards_by_clause(page.house)
    rows = [_row(page, cover, len(asked.get(cover.clause.id, []))) for cover in page.house.covers]
    shown = block(filter_row("p-ledger", "Saring id atau kata", choices, states)) + block(
        element(
            "div",
            table("p-ledger", head, rows, f"Letak {len(rows)} klausul"),
            data_cakupan=page.to(f"{NAME}.json"),
            data_akar=page.to(""),
        )
    )
    return shown


def state_of(clause: Clause) -> str:
    """Return in words how a clause stands."""
    words = [STATUS[clause.status]]
    kinds = {note.kind for note in clause.notes}
    if "hilang" in kinds:
        words.append("ada yang hilang")
    if "diam" in kinds:
        words.append("SOP tidak lengkap")
    return ", ".join(words)


def _row(page: Page, cover: Cover, cards: int) -> str:
    clause = cover.clause
    about = f"{', '.join(clause.register_kinds)} · {state_of(clause)}"
    lines = f"baris {lines_of(cover)}" if clause.lines else ""
    others = "".join(_page_link(page, other) for other in cover.pages)
    flows = [
        link(page.to(use_url(next((use for use in uses if use.anchor), uses[0]))), flow)
        + (f" ({len(uses)})" if len(uses) > 1 else "")
        for flow, uses in cover.flows.items()
    ]
    lessons = [link(page.to(lesson_url(lesson)), lesson.title) for lesson in cover.lessons]
    holes = [
        *[WITHOUT_FLOW] * (not flows),
        *[WITHOUT_SCENARIO] * (not cover.scenarios),
        *[WITHOUT_LESSON] * (not lessons),
        *[WITHOUT_CARD] * (not cards),
    ]
    return element(
        "tr",
        element("th", page.clause_link(clause.id), scope="row")
        + _cell("Klausul", escape(clause.title) + _small(about))
        + _cell("Sumber", escape(f"{clause.document}, {clause.place}") + _small(lines))
        + _cell("Halaman", _page_link(page, cover.home) + _wrapped(others))
        + _cell("Alur", ", ".join(flows) or "tidak ada")
        + _cell("Skenario", str(len(cover.scenarios)) if cover.scenarios else "tidak ada")
        + _cell("Latihan", (", ".join(lessons) or "tidak ada") + _small(f"{cards} soal")),
        data_cari=f"{clause.id} {clause.title} {clause.place} {about}".lower(),
        data_kelompok=clause.document,
        data_keadaan=" ".join(holes),
        data_klausul=clause.id,
    )


def _cell(label: str, content: str) -> str:
    return element("td", element("div", content, "p-sel"), data_label=label)


def _small(text: str) -> str:
    return element("span", escape(text), "p-keterangan") if text else ""


def _wrapped(links: str) -> str:
    return element("span", links, "p-keterangan") if links else ""


def _page_link(page: Page, name: str) -> str:
    return link(page.to(page_url(name)), name or HOME_NAME, "p-halaman") + " "


def render_coverage(page: Page) -> str:
    """Return the other way: the clauses of each page, of each flow, of each scenario."""
    house = page.house
    pages = [
        _entry(page, _page_link(page, name), names)
        for name, names in page_clauses(house.library).items()
    ]
    flows = [
        _entry(page, link(page.to(f"alur/{flow.id}/"), flow.title), flow.clauses)
        for flow in house.flows.values()
    ]
    lessons = [
        _entry(page, link(page.to(lesson_url(lesson)), lesson.title), lesson.clauses)
        for lesson in house.library.curriculum.lessons
    ]
    return "".join(
        (
            _section("Halaman", pages),
            _section("Alur", flows),
            _section("Pelajaran", lessons),
            "\n\n## Skenario\n\n",
            block(
                element(
                    "div",
                    "".join(_scenarios(page, flow.id) for flow in house.flows.values()),
                    "p-cakupan",
                    data_cakupan=page.to(f"{NAME}.json"),
                    data_akar=page.to(""),
                )
            ),
        )
    )


def _section(title: str, entries: Iterable[str]) -> str:
    return f"\n\n## {title}\n\n" + block(element("div", "".join(entries), "p-cakupan"))


def _entry(page: Page, title: str, names: Iterable[str]) -> str:
    clauses = list(names)
    links = " ".join(page.clause_link(name) for name in clauses)
    head = element("summary", f"{len(clauses)} klausul")
    return element(
        "div",
        element("p", title, "p-nama") + element("details", head + element("p", links)),
        "p-cakupan__baris",
    )


def _scenarios(page: Page, flow_id: str) -> str:
    runs = [
        (number, run) for number, run in enumerate(page.house.tried) if run.scenario.flow == flow_id
    ]
    rows = "".join(
        element(
            "li",
            escape(run.scenario.title)
            + element("span", f"{len(set(run.clauses))} klausul", "p-keterangan"),
            data_skenario=str(number),
        )
        for number, run in runs
    )
    title = element("p", escape(page.house.flows[flow_id].title), "p-nama")
    head = element("summary", f"{len(runs)} skenario")
    return element(
        "div", title + element("details", head + element("ol", rows)), "p-cakupan__baris"
    )
