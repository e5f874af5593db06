"""A flow as JSON and back, and the hashes that tell versions apart.

The route hash covers all that decides the way; wordings, titles, labels, remarks
and addresses are outside it, so that a changed sentence never invalidates a run.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from flow_engine import guards
from flow_engine.facts import Fact
from flow_engine.guards import Difference
from flow_engine.model import Flow, FlowPart, Outcome, ReportLine, Room, Step, Way
from flow_engine.problems import Location

FORMAT = 1

_GUARDS: dict[str, type] = {
    "always": guards.Always,
    "is": guards.Is,
    "compare": guards.Compare,
    "given": guards.Given,
    "all": guards.All,
    "any": guards.AnyOf,
    "not": guards.Not,
}
_GUARD_NAMES = {kind: name for name, kind in _GUARDS.items()}


class WireError(ValueError):
    """Raised where JSON is not a flow of this format."""


def dump_flow(flow: Flow) -> str:
    """Return the flow as JSON, keys in a fixed order, the same on every machine."""
    data = {"format": FORMAT, **_to_data(flow)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=False)


def load_flow(text: str) -> Flow:
    """Return the flow that :func:`dump_flow` wrote.

    Raises:
        WireError: The text is no flow of this format, or its route was changed.
    """
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise WireError(f"not a flow of format {FORMAT}")
        flow: Flow = _from_data(Flow, {k: v for k, v in data.items() if k != "format"})
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise WireError(f"not a flow of format {FORMAT}: {error}") from error
    if hash_route(flow) != flow.route:
        raise WireError("the route does not match its hash")
    return flow


def _to_data(value: Any) -> Any:
    if type(value) in _GUARD_NAMES:
        fields = [_to_data(getattr(value, f.name)) for f in dataclasses.fields(value)]
        return [_GUARD_NAMES[type(value)], *fields]
    if isinstance(value, StrEnum):
        return str(value)
    if dataclasses.is_dataclass(value):
        return {
            f.name: _to_data(getattr(value, f.name))
            for f in dataclasses.fields(value)
            if f.name != "location" and not _is_default(value, f)
        }
    if isinstance(value, Mapping):
        return {key: _to_data(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_to_data(item) for item in value]
    return value


def _is_default(owner: Any, field: dataclasses.Field[Any]) -> bool:
    value = getattr(owner, field.name)
    return field.default is not dataclasses.MISSING and bool(value == field.default)


@cache
def _shape(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}


def _from_data(kind: Any, data: Any) -> Any:
    if kind == guards.Guard:
        name, *values = _checked(data, list)
        guard = _GUARDS[name]
        shape = _shape(guard)
        return guard(*(_from_data(hint, v) for hint, v in zip(shape.values(), values, strict=True)))
    origin = typing.get_origin(kind)
    if origin is tuple:
        inner = typing.get_args(kind)
        data = _checked(data, list)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_from_data(inner[0], item) for item in data)
        return tuple(_from_data(t, item) for t, item in zip(inner, data, strict=True))
    if origin in (types.UnionType, typing.Union):
        options = [t for t in typing.get_args(kind) if t is not type(None)]
        # ``Guard | None`` is flattened into its members; any of them is read as a guard.
        inner_kind = guards.Guard if options[0] in _GUARD_NAMES else options[0]
        return None if data is None else _from_data(inner_kind, data)
    if origin is not None and issubclass(origin, Mapping):
        item_kind = typing.get_args(kind)[1]
        return {key: _from_data(item_kind, item) for key, item in _checked(data, dict).items()}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        shape = _shape(kind)
        extra = {"location": Location("-")} if "location" in shape else {}
        read = {key: _from_data(shape[key], v) for key, v in _checked(data, dict).items()}
        return kind(**extra, **read)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(data)
    return _checked(data, kind)


def _checked(data: Any, kind: type) -> Any:
    if not isinstance(data, kind):
        raise TypeError(f"{data!r} is not {kind.__name__}")
    return data


def _digest(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def hash_route(flow: Flow) -> str:
    """Return the hash over facts, guards, ways and the decisions of outcomes."""
    return _digest(
        {
            "id": flow.id,
            "facts": [_fact_route(fact) for fact in flow.facts.values()],
            "computed": [[d.name, d.later, d.earlier] for d in flow.computed.values()],
            "rooms": [_room_route(room) for room in flow.rooms.values()],
            "outcomes": [_outcome_route(outcome) for outcome in flow.outcomes.values()],
            "settings": dict(flow.settings),
        }
    )


def _fact_route(fact: Fact) -> list[Any]:
    values = [[choice.value, choice.group] for choice in fact.choices]
    limits = [list(fact.digits), bool(fact.none_label), fact.not_after, fact.minimum]
    limits += [fact.maximum, fact.within, fact.handed]
    return [fact.name, str(fact.type), values, *limits]


def _fact_words(fact: Fact) -> list[Any]:
    return [fact.label, fact.hint, fact.short, [choice.label for choice in fact.choices]]


def _room_route(room: Room) -> list[Any]:
    return [room.id, room.start, [_step_route(step) for step in room.steps.values()]]


def _step_route(step: Step) -> list[Any]:
    return [
        step.id,
        list(step.asks),
        step.optional,
        step.call,
        _to_data(step.waived),
        step.shown,
        step.again,
        step.required,
        step.repeat,
        [_way_route(way) for way in step.ways],
    ]


def _way_route(way: Way) -> list[Any]:
    return [_to_data(way.guard), _to_data(way.to), list(way.clauses), way.silence is not None]


def _outcome_route(outcome: Outcome) -> list[Any]:
    return [
        outcome.id,
        outcome.apkt,
        outcome.work_order,
        outcome.escalation,
        outcome.refer_to,
        outcome.then,
        outcome.silence is not None,
        [_report_route(line) for line in outcome.reports],
        [[carried.fact, carried.value] for carried in outcome.carry],
    ]


def _report_route(line: ReportLine) -> list[Any]:
    where = [line.system, line.field, line.part, line.each]
    return [*where, line.offer, line.pattern, _to_data(line.guard)]


def question_digest(flow: Flow, asks: tuple[str, ...], *, skippable: bool) -> str:
    """Return the hash over what a step asks: its facts, their choices and limits."""
    return _digest([[_fact_route(flow.facts[name]) for name in asks], skippable])


def outcome_digest(outcome: Outcome) -> str:
    """Return the hash over what an outcome decides."""
    return _digest(_outcome_route(outcome))


def hash_wording(flow: Flow) -> str:
    """Return the hash over what is only shown: parts, titles, labels, remarks."""
    parts: list[FlowPart] = list(flow.parts.values())
    labels: list[Difference] = list(flow.computed.values())
    return _digest(
        {
            "parts": _to_data(tuple(parts)),
            "labels": [d.label for d in labels],
            "facts": [_fact_words(fact) for fact in flow.facts.values()],
            "steps": [
                [s.title, s.number, _to_data(s.notes), _to_data(s.estimate)]
                for room in flow.rooms.values()
                for s in room.steps.values()
            ],
            "outcomes": _to_data(tuple(flow.outcomes.values())),
            "form": _to_data(flow.form),
            "speech": _to_data(flow.speech),
        }
    )
