"""Chooses the practice calls: few, and every edge of every flow in at least one of them.

They come from the engine's own witness runs, so an edited flow gets other calls with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from flow_engine.facts import NO_VALUE, Fact, FactType, Value, parse_value
from flow_engine.model import Flow, Step
from flow_engine.proof.explore import explore
from flow_engine.proof.witness import Witness, sample, witnesses
from flow_engine.repeats import repeated_rooms
from learning.caller_words import CallerWords
from learning.practice_call import Json, PracticeCall, call_id, call_json, change_json
from learning.practice_script import (
    BadScript,
    Change,
    Plan,
    edge_ids,
    edges_of_script,
    script_of,
)


@dataclass(frozen=True)
class Walked:
    """A call that can be held, and what it goes over.

    Attributes:
        stops: How many steps a reader stops at.
        edges: Ids of the edges gone over, in the map's order.
        outcome: Id of the outcome reached; empty where the call ends without one.
    """

    plan: Plan
    stops: int
    edges: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class Chosen:
    """A call of the set, and how its caller changes an answer at the hardest level."""

    call: PracticeCall
    walked: Walked
    late: Change | None = None


def make_calls(flows: Iterable[Flow], words: CallerWords) -> tuple[Chosen, ...]:
    """Return the practice calls of all flows, short ones first within each flow."""
    return tuple(chosen for flow in flows for chosen in calls_of(flow, words))


def calls_of(flow: Flow, words: CallerWords) -> tuple[Chosen, ...]:
    """Return the practice calls of one flow, greedily few, short ones first."""
    picked = [enliven(flow, one, words) for one in choose(candidates(flow))]
    picked.sort(key=lambda one: (one.stops, one.edges))
    return tuple(
        Chosen(
            PracticeCall(call_id(flow, one.plan), flow.id, one.plan),
            one,
            one.plan.change or late_change(flow, one, words),
        )
        for one in picked
    )


def late_change(flow: Flow, one: Walked, words: CallerWords) -> Change | None:
    """Return an answer the caller can take back one step later; nothing where there is none.

    The call then goes over all it went over before, and ends alike.
    """
    stops, _ = script_of(flow, one.plan)
    asked = [name for stop in stops for name in stop.given if len(stop.given) == 1]
    asked = [name for name in asked if flow.facts.get(name) and name not in words.screens]
    for name in sorted(asked, key=lambda name: _mark(f"{one.edges}/{name}")):
        for choice in flow.facts[name].choices:
            if choice.value != one.plan.facts[name]:
                change = Change(name, choice.value, 1)
                found = walk(flow, replace(one.plan, change=change))
                if found and found.outcome == one.outcome and {*one.edges} <= {*found.edges}:
                    return change
    return None


def _mark(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def calls_json(flows: Mapping[str, Flow], chosen: Iterable[Chosen], words: CallerWords) -> Json:
    """Return all practice calls as they are published.

    Returns:
        ``format`` 1 and ``flows``: of each its ``id``, ``title``, ``route``, ``words``,
        ``edges`` (ids, in the map's order) and ``calls``. A call has what
        :func:`learning.practice_call.call_json` gives, and ``stops``, ``outcome``, ``edges``
        (numbers in the flow's list) and ``late`` (for the hardest level) where it has one.
    """
    by_flow: dict[str, list[Chosen]] = {name: [] for name in flows}
    for one in chosen:
        by_flow[one.call.flow].append(one)
    return {"format": 1, "flows": [_flow_json(flows[n], c, words) for n, c in by_flow.items()]}


def _flow_json(flow: Flow, chosen: Iterable[Chosen], words: CallerWords) -> Json:
    edges = edge_ids(flow)
    numbers = {edge: number for number, edge in enumerate(edges)}
    calls = []
    for one in chosen:
        row = call_json(one.call)
        row |= {
            "stops": one.walked.stops,
            "outcome": one.walked.outcome,
            "edges": [numbers[edge] for edge in one.walked.edges],
        }
        if one.late:
            row["late"] = change_json(one.late)
        calls.append(row)
    return {
        "id": flow.id,
        "title": flow.title,
        "route": flow.route,
        "words": words.as_json(flow),
        "edges": list(edges),
        "calls": calls,
    }


def find_holes(flow: Flow, walked: Iterable[Walked]) -> tuple[str, ...]:
    """Return the edges of a flow that no call goes over, in the map's order."""
    met = {edge for one in walked for edge in one.edges}
    return tuple(edge for edge in edge_ids(flow) if edge not in met)


def choose(walked: Iterable[Walked]) -> list[Walked]:
    """Return a small set that goes over every edge which any of these goes over."""
    left = sorted(walked, key=lambda one: (one.stops, one.edges))
    missing = {edge for one in left for edge in one.edges}
    picked: list[Walked] = []
    while missing:
        best = max(left, key=lambda one: (len(missing.intersection(one.edges)), -one.stops))
        picked.append(best)
        missing -= {*best.edges}
    return picked


def candidates(flow: Flow) -> Iterator[Walked]:
    """Yield a call for each witness run of a flow, and those that only a reader can hold."""
    met: set[str] = set()
    late: list[tuple[str, Plan]] = []
    for witness in witnesses(explore(flow)):
        plan = _plan_of(flow, witness)
        for tried in (plan, _many_rounds(flow, plan)):
            walked = walk(flow, tried) if tried else None
            if walked:
                met.update(walked.edges)
                yield walked
        late.append((f"{witness.key}#{witness.way}", plan))
    wanted = {*edge_ids(flow)} - met
    for edge, plan in late:
        if edge in wanted:
            found = (walk(flow, tried) for tried in _changed(flow, plan))
            yield from islice((one for one in found if one and edge in one.edges), 1)


def _plan_of(flow: Flow, witness: Witness) -> Plan:
    facts = {name: parse_value(flow.facts[name], raw) for name, raw in witness.facts.items()}
    if not witness.waits:
        return complete(flow, Plan(facts))
    first = next(s for s in _steps(flow) if witness.waits in s.asks and not s.again)
    keys = [key for key in witness.steps if key.split("/")[-1] == first.id]
    return complete(flow, Plan(facts, tuple(keys)))


def walk(flow: Flow, plan: Plan) -> Walked | None:
    """Return what a call goes over; nothing where it cannot be held."""
    try:
        stops, end = script_of(flow, plan)
    except BadScript:
        return None
    outcome = end.outcome.id if end.outcome else ""
    return Walked(plan, len(stops), edges_of_script(flow, stops, end), outcome)


def _steps(flow: Flow) -> Iterator[Step]:
    for room in flow.rooms.values():
        yield from room.steps.values()


def complete(flow: Flow, plan: Plan) -> Plan:
    """Return a plan with what a reader has to answer and a run of facts alone may leave out."""
    facts = dict(plan.facts)
    while True:
        try:
            script_of(flow, replace(plan, facts=facts))
        except BadScript as stuck:
            if stuck.fact and stuck.fact not in facts:
                facts[stuck.fact] = sample(flow, flow.facts[stuck.fact], facts)
                continue
        return replace(plan, facts=facts)


def _many_rounds(flow: Flow, plan: Plan) -> Plan | None:
    """Return a plan with two rounds of a repeated room, where it walks one."""
    counts = {name: 2 for name in repeated_rooms(flow).values() if name in plan.facts}
    return replace(plan, facts={**plan.facts, **counts}) if counts else None


def _changed(flow: Flow, plan: Plan) -> Iterator[Plan]:
    """Yield plans in which an answer that ends a series of questions comes only on the way.

    Facts alone know at once that the series is broken off; a caller says so in its middle.
    """
    asked = _asked(flow, plan)
    unasked = [name for name in plan.facts if name not in asked and _is_asked(flow, name)]
    for name in reversed(asked if unasked else ()):
        for choice in flow.facts[name].choices:
            if choice.value != plan.facts[name]:
                for after in range(1, len(unasked) + 2):
                    yield replace(plan, change=Change(name, choice.value, after))


def _asked(flow: Flow, plan: Plan) -> tuple[str, ...]:
    try:
        stops, _ = script_of(flow, plan)
    except BadScript:
        return ()
    return tuple(dict.fromkeys(name for stop in stops for name in stop.given))


def _is_asked(flow: Flow, name: str) -> bool:
    return any(name in step.asks for step in _steps(flow))


def enliven(flow: Flow, one: Walked, words: CallerWords) -> Walked:
    """Return a call with a person in it: names, numbers and addresses that belong to nobody.

    What the call leaves unsaid is said where that decides nothing.
    """
    plan = one.plan
    seed = call_id(flow, plan)
    known, more = dict(plan.facts), dict(plan.facts)
    for step in _steps(flow):
        lone = len(step.ways) == 1 and not step.again
        for name in step.asks:
            fact = flow.facts[name]
            if plan.facts.get(name) == NO_VALUE:
                continue
            if _is_text(fact) and name in plan.facts:
                known[name] = more[name] = invent(flow, fact, words, seed)
            elif lone and name not in more and (_is_text(fact) or not step.required):
                more[name] = invent(flow, fact, words, seed)
    fuller = walk(flow, replace(plan, facts=more))
    if fuller and {*one.edges} <= {*fuller.edges}:
        return fuller
    return replace(one, plan=replace(plan, facts=known))


def _is_text(fact: Fact) -> bool:
    return fact.type in (FactType.TEXT, FactType.EMAIL)


def invent(flow: Flow, fact: Fact, words: CallerWords, seed: str) -> Value:
    """Return a value of nobody, the same every time."""
    number = _mark(f"{seed}/{fact.name}")
    if not _is_text(fact):
        choices = () if fact.within else fact.choices
        return choices[number % len(choices)].value if choices else sample(flow, fact, {})
    if fact.digits:
        # Beginning with 0, as no real ID of PLN does.
        count = fact.digits[-1]
        return f"{number % 10 ** (count - 1):0{count}d}"
    examples = words.examples.get(fact.name)
    if examples:
        return examples[number % len(examples)]
    return "nama@contoh.co.id" if fact.type is FactType.EMAIL else "contoh"


def edges_by_call(chosen: Iterable[Chosen]) -> Mapping[str, tuple[str, ...]]:
    """Return for each edge the ids of the calls that go over it."""
    found: dict[str, list[str]] = {}
    for one in chosen:
        for edge in one.walked.edges:
            found.setdefault(f"{one.call.flow}/{edge}", []).append(one.call.id)
    return {edge: tuple(calls) for edge, calls in found.items()}
