"""What a step shows: the same in CPython, in Pyodide and on the printed page.

Everything is JSON-ready: mappings, lists, texts. Filled state is not here; see
:mod:`flow_engine.views`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flow_engine.facts import NO_VALUE, NULL_LABEL, Choice, FactType, digits_in_words
from flow_engine.guards import Always, Context, evaluate, facts_of
from flow_engine.model import Flow, Goto, Outcome, ReportLine, Room, Step, Way
from flow_engine.records import Kind, Note
from flow_engine.repeats import Round, plain_key, split_name
from flow_engine.report import line_text
from flow_engine.session import answer_names

Json = dict[str, Any]

# Left out: letters the desk uses for itself, and those that look like digits.
CHOICE_KEYS = "1234567890BDEFGJPQVZ"
_GROUPS = {Kind.SAY: "say", Kind.DO: "do", Kind.DONT_SAY: "dont", Kind.WRITE: "write"}


@dataclass(frozen=True)
class Place:
    """A step at its place in a flow, sub-flows unfolded.

    ``again`` is the first step of a repeated room, where a round may lead to the next.
    """

    key: str
    step: Step
    room: Room
    prefix: str
    after: Goto
    again: Goto | None = None


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


def _room_places(
    flow: Flow, room: Room, prefix: str, after: Goto, again: Goto | None = None
) -> Iterator[Place]:
    for step in room.steps.values():
        if not step.call:
            yield Place(prefix + step.id, step, room, prefix, after, again)
            continue
        follow = _absolute(step.ways[0].to, prefix, after)
        inner = flow.rooms[step.call]
        inside = f"{prefix}{step.id}/"
        first = Goto(step=inside + inner.start) if step.repeat else None
        yield from _room_places(flow, inner, inside, follow, first)


def _absolute(to: Goto, prefix: str, after: Goto) -> Goto:
    if to.returns:
        return after
    return Goto(step=prefix + to.step) if to.step else to


def flow_ref(flow: Flow) -> Json:
    """Return which SOP a view speaks of: its id, title, document, its date, and its status."""
    return {
        "id": flow.id,
        "title": flow.title,
        "document": flow.document,
        "document_title": flow.document_title,
        "date": flow.date,
        "status": flow.status,
    }


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


def content_of(flow: Flow, key: str, step: Step, walked: Round | None = None) -> Json:
    """Return what a step shows; ``key`` is where it was met, ``walked`` in which round."""
    return _content(flow, key, step, walked)


def _content(flow: Flow, key: str, step: Step, walked: Round | None = None) -> Json:
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
        "anchor": anchor(plain_key(key)),
        "number": step.number,
        "title": step.title,
        "clauses": [clause_ref(flow, clause) for clause in step.clauses],
        **groups,
        "notes": _notes(flow, step),
        "question": question_content(flow, step, walked),
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


def question_content(flow: Flow, step: Step, walked: Round | None) -> Json | None:
    """Return what a step asks; nothing where it asks nothing."""
    if not step.asks:
        return None
    names = answer_names(step.asks, walked)
    return {
        "optional": step.skippable,
        "facts": [_question_fact(flow, name, step.skippable) for name in names],
    }


def choice_key(index: int) -> str:
    """Return the key of a choice, counted from 0; empty where the keys are used up."""
    return CHOICE_KEYS[index : index + 1]


def choice_rows(choices: Iterable[Choice], groups: Mapping[str, str]) -> list[Json]:
    """Return choices with their keys, which begin anew in each group."""
    counts: dict[str, int] = {}
    rows: list[Json] = []
    for choice in choices:
        index = counts.get(choice.group, 0)
        counts[choice.group] = index + 1
        rows.append(
            {
                "key": choice_key(index),
                "value": choice.value,
                "label": choice.label,
                "group": groups.get(choice.group, choice.group),
            }
        )
    return rows


def _question_fact(flow: Flow, name: str, optional: bool) -> Json:
    fact = flow.facts[split_name(name)[0]]
    over = flow.facts.get(fact.within)
    none: Json | None = None
    if fact.type is FactType.READING:
        none = {"value": None, "label": NULL_LABEL}
    elif fact.none_label:
        none = {"value": NO_VALUE, "label": fact.none_label}
    return {
        "fact": name,
        "label": fact.label,
        "type": str(fact.type),
        "choices": choice_rows(
            fact.choices, {choice.value: choice.label for choice in over.choices} if over else {}
        ),
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
    rows = [_walk_step(flow, place, by_key) for place in met_places(flow)]
    return rows + [_walk_outcome(flow, outcome, by_key) for outcome in flow.outcomes.values()]


def _walk_step(flow: Flow, place: Place, by_key: dict[str, Place]) -> Json:
    step = place.step
    content = _content(flow, place.key, step)
    ways = [_walk_way(flow, place, way, by_key) for way in step.ways]
    if step.again:
        ways = [_walk_again(place, by_key)]
    if place.again and not step.table and any(way.to.returns for way in step.ways):
        ways.append(_walk_round(flow, place, by_key))
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
        "silent": way.silence.told if way.silence else "",
        "outcome": way.to.outcome,
    }


def _walk_round(flow: Flow, place: Place, by_key: dict[str, Place]) -> Json:
    """Return the way back to the first step of a repeated room."""
    way = Way(Always(), place.again or Goto(), label=f"{place.room.title} berikutnya")
    return _walk_way(flow, replace(place, prefix=""), way, by_key)


def _walk_again(place: Place, by_key: dict[str, Place]) -> Json:
    """Return the way back to the step that asked first."""
    first = next(
        (p for p in by_key.values() if place.step.asks[0] in p.step.asks and not p.step.again),
        place,
    )
    return {
        "label": "Setelah diisi",
        "fact": "",
        "value": "",
        "to": anchor(first.key),
        "to_title": first.step.title,
        "clauses": [],
        "silent": "",
        "outcome": "",
    }


def resolve(
    flow: Flow, to: Goto, prefix: str, after: Goto, by_key: dict[str, Place]
) -> tuple[str, str]:
    """Return anchor and title of where a way leads; both empty at the end."""
    outcome, place = _goal(flow, _absolute(to, prefix, after), by_key)
    if outcome:
        return outcome_anchor(outcome), flow.outcomes[outcome].title
    return (anchor(place.key), place.step.title) if place else ("", "")


def _goal(flow: Flow, goal: Goto, by_key: dict[str, Place]) -> tuple[str, Place | None]:
    """Return the outcome or the place a way comes to, past what the site has decided."""
    while goal.step:
        place = _first_place(flow, goal.step, by_key)
        way = _decided(flow, place.step)
        if way is None:
            return "", place
        goal = _absolute(way.to, place.prefix, place.after)
    return goal.outcome, None


def _decided(flow: Flow, step: Step) -> Way | None:
    """Return the way that the site's settings alone choose at a step that only routes."""
    asked = {name for way in step.ways for name in facts_of(way.guard)}
    if step.shown or not asked or not asked <= set(flow.settings):
        return None
    context = Context(flow.settings, {})
    return next((way for way in step.ways if evaluate(way.guard, context) is True), None)


@lru_cache(maxsize=64)
def met_places(flow: Flow) -> tuple[Place, ...]:
    """Return the places that can be met with this site's settings, in walking order."""
    by_key = {place.key: place for place in places(flow)}
    if not flow.settings:
        return tuple(by_key.values())
    met: set[str] = set()
    goals = [Goto(step=flow.main.start)]
    while goals:
        outcome, place = _goal(flow, goals.pop(), by_key)
        then = flow.outcomes[outcome].then if outcome else ""
        if then:
            goals.append(Goto(step=f"{then}/{flow.rooms[then].start}"))
        if place is None or place.key in met:
            continue
        met.add(place.key)
        goals += [_absolute(way.to, place.prefix, place.after) for way in place.step.ways]
        goals += [place.again] if place.again else []
    return tuple(place for place in by_key.values() if place.key in met)


def _first_place(flow: Flow, key: str, by_key: dict[str, Place]) -> Place:
    """Follow calls down to the first real step under a key."""
    while key not in by_key:
        key = _entries(flow)[key]
    return by_key[key]


@lru_cache(maxsize=64)
def _entries(flow: Flow) -> dict[str, str]:
    """Return the key of each step that calls, with the key of the step it goes to inside."""
    found = dict(_called(flow, flow.main, ""))
    for outcome in flow.outcomes.values():
        if outcome.then:
            found.update(_called(flow, flow.rooms[outcome.then], f"{outcome.then}/"))
    return found


def _called(flow: Flow, room: Room, prefix: str) -> Iterator[tuple[str, str]]:
    for step in room.steps.values():
        if step.call:
            inner = flow.rooms[step.call]
            yield f"{prefix}{step.id}", f"{prefix}{step.id}/{inner.start}"
            yield from _called(flow, inner, f"{prefix}{step.id}/")


def _walk_outcome(flow: Flow, outcome: Outcome, by_key: dict[str, Place]) -> Json:
    then = ""
    if outcome.then:
        start = Goto(step=f"{outcome.then}/{flow.rooms[outcome.then].start}")
        then = resolve(flow, start, "", Goto(), by_key)[0]
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
            "note": silence.told if silence else "",
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
        "note": line.silence.told if line.silence else "",
        "offer": line.offer,
    }
