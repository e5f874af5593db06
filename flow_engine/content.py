"""What a step shows: the same in CPython, in Pyodide and on the printed page.

Everything is JSON-ready: mappings, lists, texts. Filled state is not here; see
:mod:`flow_engine.views`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flow_engine.facts import NO_VALUE, NULL_LABEL, Fact, FactType, digits_in_words
from flow_engine.model import Flow, Goto, Outcome, ReportLine, Room, Step, Way
from flow_engine.records import Kind, Note
from flow_engine.report import line_text

Json = dict[str, Any]

_GROUPS = {Kind.SAY: "say", Kind.DO: "do", Kind.DONT_SAY: "dont", Kind.WRITE: "write"}


@dataclass(frozen=True)
class Place:
    """A step at its place in a flow, sub-flows unfolded."""

    key: str
    step: Step
    room: Room
    prefix: str
    after: Goto


def anchor(key: str) -> str:
    """Return the anchor of a step on the printed walk."""
    return "langkah-" + key.replace("/", "-")


@lru_cache(maxsize=64)
def places(flow: Flow) -> tuple[Place, ...]:
    """Return every step as it can be met, in walking order, sub-flows unfolded."""
    found = [*_room_places(flow, flow.main, "", Goto(returns=True))]
    for name in dict.fromkeys(o.then for o in flow.outcomes.values() if o.then):
        found += _room_places(flow, flow.rooms[name], f"{name}/", Goto(returns=True))
    return tuple(found)


def _room_places(flow: Flow, room: Room, prefix: str, after: Goto) -> Iterator[Place]:
    for step in room.steps.values():
        if not step.call:
            yield Place(prefix + step.id, step, room, prefix, after)
            continue
        follow = _absolute(step.ways[0].to, prefix, after)
        inner = flow.rooms[step.call]
        yield from _room_places(flow, inner, f"{prefix}{step.id}/", follow)


def _absolute(to: Goto, prefix: str, after: Goto) -> Goto:
    if to.returns:
        return after
    return Goto(step=prefix + to.step) if to.step else to


def clause_ref(flow: Flow, clause_id: str) -> Json:
    """Return a clause as a link: id, title, address from the site's root."""
    clause = flow.clauses.get(clause_id)
    return {
        "id": clause_id,
        "title": clause.title if clause else "",
        "url": clause.url if clause else "",
    }


def step_content(flow: Flow, key: str) -> Json:
    """Return what the step under a key shows.

    Raises:
        KeyError: No step has this key.
    """
    for place in places(flow):
        if place.key == key:
            return _content(flow, place.key, place.step)
    raise KeyError(key)


def content_of(flow: Flow, key: str, step: Step) -> Json:
    """Return what a step shows; ``key`` is where it was met."""
    return _content(flow, key, step)


def _content(flow: Flow, key: str, step: Step) -> Json:
    groups: dict[str, list[Json]] = {"say": [], "do": [], "dont": [], "write": [], "know": []}
    for name in step.parts:
        part = flow.parts[name]
        row: Json = {"id": part.id, "clause": part.clause, "text": part.text, "when": part.when}
        if part.kind in (Kind.DO, Kind.WRITE):
            row["system"] = part.system
        if part.kind is Kind.WRITE:
            row["field"] = part.field
        if part.kind in (Kind.RULE, Kind.INFO):
            row["kind"] = str(part.kind)
        groups[_GROUPS.get(part.kind, "know")].append(row)
    return {
        "key": key,
        "anchor": anchor(key),
        "number": step.number,
        "title": step.title,
        "clauses": [clause_ref(flow, clause) for clause in step.clauses],
        **groups,
        "notes": _notes(flow, step),
        "question": _question(flow, step),
    }


def _notes(flow: Flow, step: Step) -> list[Json]:
    rows = [_note(note, step.clauses[0] if step.clauses else "") for note in step.notes]
    shown = {flow.parts[name].clause for name in step.parts}
    for clause_id in step.clauses:
        # A clause that is only cited leaves its remarks to the step that shows it.
        clause = flow.clauses.get(clause_id) if clause_id in shown else None
        rows.extend(_note(note, clause_id) for note in (clause.notes if clause else ()))
    return rows


def _note(note: Note, clause_id: str) -> Json:
    return {"kind": note.kind, "text": note.text, "ask": note.ask, "clause": clause_id}


def _question(flow: Flow, step: Step) -> Json | None:
    if not step.asks:
        return None
    return {
        "optional": step.optional,
        "facts": [_question_fact(flow.facts[name], step.optional) for name in step.asks],
    }


def _question_fact(fact: Fact, optional: bool) -> Json:
    none: Json | None = None
    if fact.type is FactType.READING:
        none = {"value": None, "label": NULL_LABEL}
    elif fact.none_label:
        none = {"value": NO_VALUE, "label": fact.none_label}
    return {
        "fact": fact.name,
        "label": fact.label,
        "type": str(fact.type),
        "choices": [
            {"key": str(number), "value": choice.value, "label": choice.label}
            for number, choice in enumerate(fact.choices, start=1)
        ],
        "none": none,
        "hint": fact.hint or (digits_in_words(fact) if fact.digits else ""),
        "personal": fact.personal,
        "optional": optional,
    }


def outcome_anchor(outcome_id: str) -> str:
    """Return the anchor of an outcome on the printed walk."""
    return f"hasil-{outcome_id}"


def walk(flow: Flow) -> list[Json]:
    """Return the printed walk: steps and routers in walking order, then the outcomes.

    Steps that only route are printed as their table. See ``docs/pengembang`` for
    the shape of a row.
    """
    by_key = {place.key: place for place in places(flow)}
    rows = [_walk_step(flow, place, by_key) for place in by_key.values()]
    return rows + [_walk_outcome(flow, outcome, by_key) for outcome in flow.outcomes.values()]


def _walk_step(flow: Flow, place: Place, by_key: dict[str, Place]) -> Json:
    step = place.step
    content = _content(flow, place.key, step)
    ways = [_walk_way(flow, place, way, by_key) for way in step.ways]
    table = None
    if step.table or not step.shown:
        columns = list(dict.fromkeys(name for way in step.ways for name, _ in way.cells))
        table = {
            "columns": [_column(flow, name) for name in columns],
            "rows": [
                {"cells": [dict(way.cells).get(name, "–") for name in columns], **row}
                for way, row in zip(step.ways, ways, strict=True)
            ],
        }
    return {
        "key": place.key,
        "anchor": content["anchor"],
        "content": content,
        "ways": [] if table else ways,
        "table": table,
    }


def _column(flow: Flow, name: str) -> str:
    if name in flow.computed:
        return flow.computed[name].label
    return flow.facts[name].label if name in flow.facts else name.replace("_", " ")


def _walk_way(flow: Flow, place: Place, way: Way, by_key: dict[str, Place]) -> Json:
    target, title = resolve(flow, way.to, place.prefix, place.after, by_key)
    return {
        "label": way.label,
        "fact": place.step.asks[0] if place.step.asks and way.value else "",
        "value": way.value,
        "to": target,
        "to_title": title,
        "clauses": list(way.clauses),
        "silent": f"{way.silence.text} Tanyakan {way.silence.ask}." if way.silence else "",
        "outcome": way.to.outcome,
    }


def resolve(
    flow: Flow, to: Goto, prefix: str, after: Goto, by_key: dict[str, Place]
) -> tuple[str, str]:
    """Return anchor and title of where a way leads; both empty at the end."""
    goal = _absolute(to, prefix, after)
    if goal.outcome:
        return outcome_anchor(goal.outcome), flow.outcomes[goal.outcome].title
    if not goal.step:
        return "", ""
    first = _first_place(flow, goal.step, by_key)
    return (anchor(first.key), first.step.title) if first else ("", "")


def _first_place(flow: Flow, key: str, by_key: dict[str, Place]) -> Place | None:
    """Follow calls down to the first real step under a key."""
    if key in by_key:
        return by_key[key]
    inside = [place for name, place in by_key.items() if name.startswith(f"{key}/")]
    for place in inside:
        if place.key == f"{place.prefix}{place.room.start}":
            return place
    return inside[0] if inside else None


def _walk_outcome(flow: Flow, outcome: Outcome, by_key: dict[str, Place]) -> Json:
    then = ""
    if outcome.then:
        first = _first_place(flow, f"{outcome.then}", by_key)
        then = anchor(first.key) if first else ""
    silence = outcome.silence
    return {
        "anchor": outcome_anchor(outcome.id),
        "outcome": {
            "id": outcome.id,
            "title": outcome.title,
            "clauses": [clause_ref(flow, clause) for clause in outcome.clauses],
            "apkt": outcome.apkt,
            "work_order": outcome.work_order,
            "escalation": outcome.escalation,
            "refer_to": outcome.refer_to,
            "stated": silence is None,
            "note": f"{silence.text} Tanyakan {silence.ask}." if silence else "",
            "remarks": [note.text for note in outcome.notes],
            "reports": [_report_row(flow, line) for line in outcome.reports],
            "then": then,
        },
    }


def _report_row(flow: Flow, line: ReportLine) -> Json:
    return {
        "system": line.system,
        "field": line.field,
        "text": line_text(flow, line),
        "clause": line.clause,
        "part": line.part,
        "stated": line.silence is None and not line.pattern,
        "note": f"{line.silence.text} Tanyakan {line.silence.ask}." if line.silence else "",
        "offer": line.offer,
    }
