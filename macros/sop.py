"""A SOP document as a page, in its own order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flow_engine.records import Clause, Document
from macros.data import Page, home_page
from macros.flows import FRONT_DOOR, flow_url, ordered_flows
from macros.html import block, date_words, element, escape, link
from macros.parts import render_body, render_clause, render_heading
from macros.settings import render_settings
from macros.standing import NO_REGION, UNSTATED

_LEADING = re.compile(r"^(?:langkah|tambahan)\s+")
_NUMBER = re.compile(r"^(?:[A-Z]|\d+)(?:\.[A-Za-z0-9]+)*$")
_SECTION = re.compile(r"^(tambahan\b|catatan\b|[A-Z]\b)")
DEEPEST = 5


def hanging_number(place: str) -> str:
    """Return the number that hangs in the margin: ``langkah 3.a.1`` gives ``3.a.1``."""
    first, *rest = re.split(r"[ ,]+", _LEADING.sub("", place))
    if not _NUMBER.match(first):
        return ""
    letter = rest[-1] if rest and re.fullmatch(r"[a-z](-[a-z])?", rest[-1]) else ""
    return f"{first} {letter}".rstrip()


def level_of(page: Page, clause: Clause) -> int:
    """Return the heading level, by how many clauses contain this one."""
    level = 2
    parent = page.library.parent(clause.id)
    while parent and parent != clause.document:
        level += 1
        parent = page.library.parent(parent)
    return min(level, DEEPEST)


def render_sop(page: Page, document_id: str) -> str:
    """Return the page of a document: its face, then every clause in order."""
    document = page.library.documents[document_id]
    pieces = [_face(page, document)]
    steps = page.flow_steps(document_id)
    away: list[Clause] = []
    section = ""
    last_number = ""
    for clause in _clauses_of(page, document_id):
        this_section = _section_of(clause.place) or section
        at_home = page.is_home_of(clause.id)
        if away and (at_home or this_section != section):
            pieces.append(_away(page, away))
            away = []
        if this_section != section:
            pieces.append(block(element("p", escape(this_section), "p-bagian")))
            section = this_section
        if not at_home:
            away.append(clause)
            continue
        number = hanging_number(clause.place)
        shown = number if number != last_number else ""
        last_number = number
        extra = ""
        level = level_of(page, clause)
        if level == 2 and clause.id in steps:
            flow_id, anchor = steps[clause.id]
            extra = element(
                "p",
                link(page.to(f"alur/{flow_id}/#{anchor}"), "Mulai alur dari sini"),
                "p-mulai",
                data_search_exclude="",
            )
        extra += render_settings(page.library.settings, clause.id)
        pieces.append(render_clause(page, clause, level, shown, extra))
    if away:
        pieces.append(_away(page, away))
    return "".join(pieces)


def _clauses_of(page: Page, document_id: str) -> Iterator[Clause]:
    for clause in page.library.clauses.values():
        if clause.document == document_id and clause.id != document_id:
            yield clause


def _section_of(place: str) -> str:
    match = _SECTION.match(place)
    if not match:
        return ""
    word = match.group(1)
    return f"Bagian {word}" if len(word) == 1 else word.capitalize()


def _face(page: Page, document: Document) -> str:
    clause = page.library.clauses[document.id]
    rows = [
        ("Tanggal", escape(date_words(document.date)) or "tidak tertulis"),
    ]
    if document.date_note:
        rows[-1] = ("Tanggal", f"{rows[-1][1]}. {page.linked(document.date_note)}")
    if document.replaces:
        rows.append(("Menggantikan", page.linked(document.replaces)))
    for rule in document.in_force:
        regions = ", ".join(rule.regions) or NO_REGION
        since = f"mulai {date_words(rule.since)}" if rule.since else f"tanggal mulai {UNSTATED}"
        until = f"sampai {date_words(rule.until)}" if rule.until else ""
        words = escape(f"{regions}: {' '.join(filter(None, (since, until)))}".rstrip(": "))
        if rule.clause:
            words += " " + page.clause_link(rule.clause)
        rows.append(("Berlaku", words))
    facts = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    stale = ""
    if document.stale:
        stale = element("p", page.linked(document.stale), "p-usang")
    start = "".join(
        element("p", link(page.to(f"alur/{flow.id}/"), f"Mulai alur: {flow.title}", "p-tombol"))
        for flow in page.house.flows.values()
        if flow.document == document.id
    )
    face = element("div", f"<dl>{facts}</dl>{stale}{start}", "p-muka", data_search_exclude="")
    return f"\n\n{render_heading(clause, 1)}\n\n" + block(render_body(page, clause, face=face))


def _away(page: Page, clauses: list[Clause]) -> str:
    rows = []
    for clause in clauses:
        number = hanging_number(clause.place)
        where = _WHERE[home_page(page.library, clause.id).split("/")[0]]
        rows.append(
            "<li>"
            + element("span", escape(number), "p-nomor")
            + link(page.to_clause(clause.id), clause.title)
            + element("span", f"{where} · {escape(clause.id)}", "p-tempat")
            + "</li>"
        )
    return block(element("ul", "".join(rows), "p-pindah", data_search_exclude=""))


_WHERE = {"faq": "di FAQ", "biaya": "di Biaya", "itsm": "di ITSM", "sop": "di SOP"}


def render_documents(page: Page) -> str:
    """Return the list of all documents with date and state."""
    rows = []
    for document in page.library.documents.values():
        state = "HISTORIS" if document.status == "historis" else ""
        flows = [
            flow
            for flow in ordered_flows(page)
            if flow.document == document.id and flow.id != FRONT_DOOR
        ]
        count = sum(clause.document == document.id for clause in page.library.clauses.values())
        rows.append(
            "<li>"
            + element("p", link(page.to(document.page + "/"), document.short), "p-nama")
            + element("p", escape(document.title), "p-resmi")
            + element(
                "p",
                escape(f"{date_words(document.date) or 'tanpa tanggal'} · {count} klausul")
                + (f' <span class="p-stamp">{state}</span>' if state else "")
                + "".join(
                    " · "
                    + link(
                        page.to(flow_url(flow.id)),
                        "Mulai alur" if len(flows) == 1 else f"Alur: {flow.title}",
                    )
                    for flow in flows
                ),
                "p-redup",
            )
            + "</li>"
        )
    return block(element("ul", "".join(rows), "p-dokumen"))
