"""A call under review, as the page draws it: the way with its questions, and the score card.

Everything that comes from the page is checked here again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flow_engine.card_files import KIND_LABELS, VERDICTS, as_csv, as_text, mark_label
from flow_engine.content import clause_ref, flow_ref
from flow_engine.due import Item, due_items
from flow_engine.facts import CLOCK, WITHHELD, to_json
from flow_engine.hearing import MARKS
from flow_engine.model import Flow
from flow_engine.repeats import fact_named
from flow_engine.scoring import Card, Review, Row, score_items
from flow_engine.session import Run, State, Visit
from flow_engine.skimming import decides, may_be_given
from flow_engine.spoken import MAX_CHARACTERS, TextTooLong, dotted
from flow_engine.views import question_of, title_of
from flow_engine.weights import Weights, WeightsError, read_weights

Json = dict[str, Any]

MAX_FILED = 2_000
MAX_NOTE = 1_000
MAX_ENTRIES = 5_000


class ReviewError(ValueError):
    """What the page sent cannot be scored; the text is Indonesian."""


def read_given(request: Mapping[str, Any]) -> tuple[Review, Weights, dict[str, str]]:
    """Read ticks, filed texts, the text of the call, weights and notes of a message.

    Raises:
        ReviewError: Anything in it is of another shape, unknown, or too long.
    """
    ticks = _texts(request.get("ticks"), "Tanda", MAX_NOTE)
    if any(mark not in MARKS for mark in ticks.values()):
        raise ReviewError("Ada tanda yang tidak dikenal.")
    text = request.get("text", "")
    if not isinstance(text, str):
        raise ReviewError("Teks panggilan tidak dapat dibaca.")
    if len(text) > MAX_CHARACTERS:
        raise ReviewError(
            f"Teks panggilan terlalu panjang: {dotted(len(text))} huruf. "
            f"Paling banyak {dotted(MAX_CHARACTERS)}."
        )
    try:
        weights = read_weights(request.get("weights"))
    except WeightsError as error:
        raise ReviewError(str(error)) from None
    filed = _texts(request.get("filed"), "Teks laporan", MAX_FILED)
    notes = _texts(request.get("notes"), "Catatan", MAX_NOTE)
    return Review(ticks, filed, text), weights, notes


def _texts(raw: object, what: str, longest: int) -> dict[str, str]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping) or len(raw) > MAX_ENTRIES:
        raise ReviewError(f"{what} tidak dapat dibaca.")
    for name, text in raw.items():
        if not isinstance(name, str) or not isinstance(text, str):
            raise ReviewError(f"{what} tidak dapat dibaca.")
        if len(text) > longest:
            raise ReviewError(
                f"{what} terlalu panjang: {dotted(len(text))} huruf. "
                f"Paling banyak {dotted(longest)}."
            )
    return dict(raw)


def card_of(flow: Flow, run: Run, review: Review, weights: Weights) -> Card:
    """Return the card of a call.

    Raises:
        ReviewError: A choice that is none was filed, or the text is too long.
    """
    items = due_items(flow, run)
    for item in items:
        given = review.filed.get(item.id, "")
        if item.options and given and given not in item.options:
            raise ReviewError(f"Pilihan untuk {KIND_LABELS[item.kind]} tidak dikenal.")
    try:
        return score_items(items, review, weights)
    except TextTooLong as error:
        raise ReviewError(str(error)) from None


def review_json(
    flow: Flow, state: State, run: Run, card: Card, warnings: Sequence[str] = ()
) -> Json:
    """Return the review as the page draws it; see ``docs/pengembang/format.md``."""
    steps = [_step(flow, state, run, index, visit) for index, visit in enumerate(run.visits)]
    shown = {row.item.step for row in card.rows}
    return {
        "flow": flow_ref(flow),
        "clock": to_json(state.answers[CLOCK]) if CLOCK in state.answers else "",
        "done": run.done,
        "outcome": run.outcome.title if run.outcome else "",
        "steps": [step for step in steps if step["question"] or step["key"] in shown],
        "card": card_json(flow, card),
        "warnings": [*warnings, *card.warnings],
    }


def _step(flow: Flow, state: State, run: Run, index: int, visit: Visit) -> Json:
    return {
        "index": index,
        "key": visit.key,
        "number": visit.step.number,
        "title": title_of(flow, visit),
        "clauses": [clause_ref(flow, clause) for clause in visit.step.clauses],
        "waiting": not visit.answered,
        "question": _question(flow, state, run, visit),
    }


def _question(flow: Flow, state: State, run: Run, visit: Visit) -> Json | None:
    """Return the question of a step, where the way or the report depends on it."""
    question = question_of(flow, run, visit)
    if question is None:
        return None
    facts = [asked for asked in question["facts"] if decides(flow, visit, asked["fact"])]
    for asked in facts:
        name = asked["fact"]
        fact = fact_named(flow, name)
        private = fact is None or fact.personal
        known = run.known.get(name, WITHHELD)
        asked["given"] = name in run.known
        asked["value"] = None if private or known == WITHHELD else to_json(known)
        asked["unnamed"] = may_be_given(flow, name)
        asked["nothing"] = asked["none"] is not None and known == asked["none"]["value"]
    return {"optional": question["optional"], "facts": facts} if facts else None


def card_json(flow: Flow, card: Card) -> Json:
    """Return a card as JSON: sums, what is fatal, what is style, and every row."""
    return {
        "points": card.points,
        "maximum": card.maximum,
        "percent": card.percent,
        "verdict": card.verdict,
        "verdict_text": VERDICTS[card.verdict],
        "unjudged": card.unjudged,
        "note": card.note,
        "fatal": [row.item.id for row in card.fatal],
        "style": [row.item.id for row in card.style],
        "rows": [row_json(flow, row) for row in card.rows],
    }


def row_json(flow: Flow, row: Row) -> Json:
    """Return a row of a card as JSON."""
    return {
        **_item_json(flow, row.item),
        "mark": row.mark,
        "mark_text": mark_label(row),
        "source": row.source,
        "nature": row.nature,
        "points": row.points,
        "maximum": row.maximum,
        "percent": row.percent,
        "segments": [{"kind": segment.kind, "text": segment.text} for segment in row.segments],
        "wrong": row.wrong,
        "fatal": row.fatal,
    }


def _item_json(flow: Flow, item: Item) -> Json:
    return {
        "id": item.id,
        "kind": item.kind,
        "label": KIND_LABELS[item.kind],
        "step": item.step,
        "part": item.part,
        "clause": clause_ref(flow, item.clause) if item.clause else None,
        "text": item.text,
        "pieces": list(item.shown),
        "when": item.when,
        "system": item.system,
        "field": item.field,
        "options": list(item.options),
        "stated": item.stated,
        "note": item.note,
    }


def files_of(flow: Flow, run: Run, card: Card, notes: Mapping[str, str]) -> Json:
    """Return the card as the two files a reviewer may keep."""
    return {"csv": as_csv(flow, run, card, notes), "summary": as_text(flow, run, card, notes)}
