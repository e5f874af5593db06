"""The pocket card of a flow: all its steps, answers and outcomes on one printed page.

A card has numbers of its own, so that "Padam → 4" can be followed by finger: steps and
shared rooms are counted in walking order, outcomes are H1, H2, ... What is said stands in
the clauses that a row names; only texts of the report are printed, and those whole.
Everything comes from :func:`flow_engine.graph.unfold` and :func:`flow_engine.content.walk`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flow_engine.graph import GraphEdge, GraphNode, NodeKind
from flow_engine.model import Flow, Outcome, ReportLine
from flow_engine.report import line_text
from macros.card_layout import Card, Row, lay_card
from macros.html import date_words, element, escape, with_slots

AUTHORITY = "Bila berbeda, yang berlaku situs Pandu dan klausul yang disebut."
HINT = "Tanpa panah: lanjut ke nomor berikutnya. H: hasil; sesudahnya hanya yang disebut."
SILENT = "SOP tidak mengatur"
PATTERN = "pola, bukan kalimat SOP"
AFTER = "Sesudah hasil"
SAME_TITLES = "Jawaban sama dengan judul langkahnya"
NEXT = "berikutnya"
# Class of size by how many letters a card has at most; what is longer gets the smallest.
SIZES = ((1_500, "lapang"), (2_500, "sedang"), (4_000, "padat"), (6_000, "banyak"))
SMALLEST = "penuh"
# From how many rows on alike ways are told once, and from how many answers by title only.
LEAST_RUN = 3
LEAST_TITLES = 5

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Answer:
    """Answers in words that lead to the same number."""

    words: tuple[str, ...]
    goal: str
    silent: bool = False


def render_card(flow: Flow, flows: Mapping[str, Flow]) -> str:
    """Return the card of a flow; ``flows`` tell the titles of those it refers to.

    It is hidden on the screen and alone on paper, and no search finds it.
    """
    card = lay_card(flow)
    body = _render_rows(card, card.rows, "Langkah")
    body += _section("Hasil", _render_outcomes(card, flows))
    if card.shared:
        body += _render_rows(card, card.shared, AFTER)
    letters = len(_TAG.sub("", body))
    size = next((name for most, name in SIZES if letters <= most), SMALLEST)
    return element(
        "div",
        _head(flow) + element("div", body, "p-kartu-isi") + _foot(flow),
        "p-kartu",
        data_besar=size,
        data_md_color_scheme="default",  # Paper is white whatever the screen is.
        data_search_exclude="",
    )


def _head(flow: Flow) -> str:
    stamp = element("span", flow.status.upper(), "p-kartu-cap") if flow.status == "historis" else ""
    source = " · ".join(filter(None, (flow.document, flow.document_title, date_words(flow.date))))
    return element(
        "div",
        element("p", escape(flow.title) + stamp, "p-kartu-judul")
        + element("p", escape(source), "p-kartu-sumber")
        + element("p", HINT, "p-kartu-petunjuk"),
        "p-kartu-kepala",
    )


def _foot(flow: Flow) -> str:
    dated = " ".join(filter(None, (flow.document, date_words(flow.date))))
    words = f"Kartu saku · Pandu · {dated} · bunyi {flow.wording}"
    return element(
        "div", element("span", escape(words)) + element("span", AUTHORITY), "p-kartu-kaki"
    )


def _section(title: str, rows: str) -> str:
    return element("p", escape(title), "p-kartu-bagian") + element("ul", rows, "p-kartu-baris")


def _render_rows(card: Card, rows: Sequence[Row], title: str) -> str:
    """Return rows under their headings; the first heading is that of the flow itself."""
    return "".join(
        _section(section or title, _render_runs(card, list(listed)))
        for section, listed in groupby(rows, key=lambda row: row.section)
    )


def _render_runs(card: Card, rows: Sequence[Row]) -> str:
    """Return rows one by one; where several in turn have alike ways, these stand once."""
    html = ""
    for alike, run in groupby(rows, key=lambda row: _seen_from(card, row)):
        listed = list(run)
        if len(listed) < LEAST_RUN or not any(answer.words[0] for answer in alike):
            html += "".join(_render_row(card, row, _answers(card, row)) for row in listed)
            continue
        html += "".join(_render_row(card, row, ()) for row in listed)
        span = element("span", _span([card.numbers[row.key] for row in listed]), "p-kartu-nama")
        html += element("li", f"{span} {_inline(alike)}", "p-kartu-sama")
    return html


def _seen_from(card: Card, row: Row) -> tuple[Answer, ...]:
    """Return the answers of a row, the next number as a word, so that rows can be compared."""
    below = _below(card, row)
    return tuple(replace(a, goal=NEXT) if a.goal == below else a for a in _answers(card, row))


def _render_row(card: Card, row: Row, answers: Sequence[Answer]) -> str:
    number = element("span", card.numbers[row.key], "p-kartu-no")
    head = number + element("span", escape(row.title), "p-kartu-nama")
    if row.rooms:
        shown = _to(" › ".join(card.numbers[room] for room in row.rooms))
    else:
        shown = _table(answers) if _is_table(card, row) else _inline(answers)
    shared = "is-bersama" if row.rooms or row.key in card.flow.rooms else ""
    return element("li", f"{head} {_refs(card, row.nodes)} {shown}", shared)


def _refs(card: Card, nodes: Iterable[GraphNode]) -> str:
    """Return the numbers in the document and the clauses, first to last where there are many."""
    listed = list(nodes)
    numbers = list(dict.fromkeys(node.number for node in listed if node.number))
    ids = list(dict.fromkeys(name for node in listed for name in card.clauses[node.key]))
    by_document = groupby(ids, key=lambda name: name.split("-")[0])
    texts = [_span(numbers), *(_span(list(group)) for _, group in by_document)]
    told = [text for text in texts if text]
    pieces = [escape(text if n == 0 else f"· {text}") for n, text in enumerate(told)]
    shown = " ".join(element("span", piece, "p-kartu-ruas") for piece in pieces)
    return element("span", shown, "p-kartu-dari") if shown else ""


def _span(names: Sequence[str]) -> str:
    """Return names as ``13–16.c``; one or two as they are."""
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)


def _below(card: Card, row: Row) -> str:
    """Return the number under a row that one goes on to without being told."""
    listed = [other for other in card.rows if other.section == row.section]
    place = listed.index(row) + 1 if row in listed else len(listed)
    return card.numbers[listed[place].key] if place < len(listed) else ""


def _answers(card: Card, row: Row) -> tuple[Answer, ...]:
    """Return where a row leads; nothing where it only goes on to the next number."""
    if row in card.shared:
        return ()
    ways = card.ways(row)
    shared = row.key in card.flow.rooms  # Which answer inside left it says nothing outside.
    titles = _titles(card, ways)
    told = [
        Answer(("" if shared else way.label,), card.number_at(way.target), way.silent)
        for way in ways
        if way.label not in titles
    ]
    if titles:
        told.insert(0, Answer((SAME_TITLES,), _span(list(titles.values()))))
    listed = list(dict.fromkeys(told))
    if not _is_table(card, row):
        listed = _merged(listed)
    plain = len(listed) == 1 and not listed[0].words[0] and not listed[0].silent
    return () if plain and listed[0].goal == _below(card, row) else tuple(listed)


def _is_table(card: Card, row: Row) -> bool:
    """Tell whether a row is a decision table of several columns, one line for each case."""
    table = any(node.kind is NodeKind.ROUTER for node in row.nodes)
    return table and any("," in way.label for way in card.ways(row))


def _titles(card: Card, ways: Iterable[GraphEdge]) -> dict[str, str]:
    """Return the goals of answers worded like the title of their step, where they are many."""
    nodes = {node.key: node for node in card.graph.nodes}
    alike = {
        way.label: card.number_at(way.target)
        for way in ways
        if way.label and way.label == nodes[way.target].title
    }
    return alike if len(alike) >= LEAST_TITLES else {}


def _merged(answers: Iterable[Answer]) -> list[Answer]:
    """Join answers that lead to the same place."""
    found: dict[tuple[str, bool], tuple[str, ...]] = {}
    for answer in answers:
        key = (answer.goal, answer.silent)
        found[key] = (*found.get(key, ()), *answer.words)
    return [Answer(words, goal, silent) for (goal, silent), words in found.items()]


def _inline(answers: Sequence[Answer]) -> str:
    """Return answers on a line of their own; a bare way on stays beside the title."""
    if len(answers) == 1 and not answers[0].words[0]:
        return _answer_html(answers[0])
    shown = (element("span", _answer_html(answer), "p-kartu-jawab") for answer in answers)
    return element("span", " ".join(shown), "p-kartu-jawaban") if answers else ""


def _table(answers: Iterable[Answer]) -> str:
    """Return the cases of a decision table, a line each."""
    rows = (
        element("span", _case_words(answer), "p-kartu-kata") + _to(answer.goal)
        for answer in answers
    )
    return "".join(element("span", row, "p-kartu-kasus") for row in rows)


def _answer_html(answer: Answer) -> str:
    return f"{_case_words(answer)} {_to(answer.goal)}".strip()


def _case_words(answer: Answer) -> str:
    words = " / ".join(escape(word) for word in answer.words if word)
    return f"{words} {_silence(answer.silent)}".strip()


def _silence(silent: bool) -> str:
    return element("span", SILENT, "p-kartu-diam") if silent else ""


def _to(goal: str) -> str:
    return element("span", f"→\u00a0{escape(goal)}", "p-kartu-ke")


def _render_outcomes(card: Card, flows: Mapping[str, Flow]) -> str:
    told: dict[str, str] = {}
    nodes = [node for node in card.graph.nodes if node.kind is NodeKind.OUTCOME]
    outcomes = card.flow.outcomes.values()
    return "".join(
        _render_outcome(card, node, outcome, flows, told)
        for node, outcome in zip(nodes, outcomes, strict=True)
    )


def _render_outcome(
    card: Card, node: GraphNode, outcome: Outcome, flows: Mapping[str, Flow], told: dict[str, str]
) -> str:
    number = card.numbers[node.key]
    head = element("span", number, "p-kartu-no") + element(
        "span", escape(outcome.title), "p-kartu-nama"
    )
    files = (
        ("APKT", outcome.apkt),
        ("Tipe WO", outcome.work_order),
        ("Eskalasi", outcome.escalation),
    )
    where = [_labelled(label, escape(value)) for label, value in files if value]
    where += _onward(card, outcome, flows)
    body = element("span", " ".join(where), "p-kartu-lapor") if where else ""
    body += _reports(card.flow, outcome, told, number)
    told_by = f"{_refs(card, [node])} {_silence(node.silent)}"
    return element("li", f"{head} {told_by}{body}", "p-kartu-hasil")


def _onward(card: Card, outcome: Outcome, flows: Mapping[str, Flow]) -> list[str]:
    """Return what follows an outcome, in its order: another SOP, steps, another flow."""
    refer = outcome.refer_to
    words = []
    if refer and refer not in flows:
        words.append(_labelled("menurut", escape(refer)))
    if outcome.then:
        goal = card.numbers.get(outcome.then) or _entry(card, outcome)
        words.append(element("span", f"{_label('lalu')} {_to(goal)}", "p-kartu-ruas"))
    if refer in flows:
        words.append(_labelled("lanjut ke", escape(flows[refer].title)))
    return words


def _labelled(label: str, value: str) -> str:
    return element("span", f"{_label(label)} {element('b', value)}", "p-kartu-ruas")


def _label(words: str) -> str:
    return element("span", escape(words), "p-kartu-label")


def _entry(card: Card, outcome: Outcome) -> str:
    """Return the number of the step that follows an outcome."""
    ways = (e for e in card.graph.edges if e.then and e.source == f"hasil-{outcome.id}")
    return next(card.number_at(edge.target) for edge in ways)


def _main_lines(outcome: Outcome) -> list[ReportLine]:
    """Return the lines of the report text: the first field of APKT, in all its cases."""
    lines = [r for r in outcome.reports if r.system == "APKT" and not r.offer]
    return [line for line in lines if line.field == lines[0].field]


def _reports(flow: Flow, outcome: Outcome, told: dict[str, str], number: str) -> str:
    """Return the report text in all its cases; a long one that stands above is referred to."""
    lines = _main_lines(outcome)
    if not lines:
        return ""
    html, above, label = "", [], f"{lines[0].system} {lines[0].field}"
    for line in lines:
        # Official wording stands whole and as it is; all else is marked.
        official = bool(line.part) and not line.pattern and line.silence is None
        text = flow.parts[line.part].text if official else line_text(flow, line)
        if text in told:
            above.append(told[text])
        else:
            html += element("pre" if official else "code", with_slots(text))
        if line.part:
            told.setdefault(text, number)
    if any(line.part and line.pattern for line in lines):
        label += f" · {PATTERN}"
    if above:
        html += f"seperti {', '.join(dict.fromkeys(above))}"
    return element("span", f"{_label(label)} {html}", "p-kartu-tulis")
