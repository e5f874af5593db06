"""Tells whether two readings of the flows mean the same: a proof, not a guess.

Two flows mean the same when they are equal but for the places in the file; or when
they differ in nothing but the guards of ways and report lines, and in every
situation that can arrive at a step the same way leads on. What cannot be decided
counts as different.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flow_engine.guards import Always, Guard, facts_of
from flow_engine.model import FILED, Flow, Goto, ReportLine, Room, Silence, Step, Way
from flow_engine.proof.ends import Case, Ends
from flow_engine.proof.explore import Space, explore
from flow_engine.proof.truth import compile_guard
from flow_engine.proof.variables import Kind
from flow_engine.wire import dump_flow


def mean_the_same(before: Mapping[str, Flow], after: Mapping[str, Flow]) -> bool:
    """Tell whether every flow leads every call the same way and shows it the same."""
    return before.keys() == after.keys() and all(
        flow is after[name] or _same_flow(flow, after[name]) for name, flow in before.items()
    )


def _same_flow(one: Flow, two: Flow) -> bool:
    if _all_of(one) == _all_of(two):
        return True
    if _frame(one) != _frame(two):
        return False
    guards = [way.guard for _, step in _steps(two) for way in step.ways]
    guards += [line.guard for line in _lines(two)]
    if not {name for guard in guards for name in facts_of(guard)} <= {*one.facts, *one.computed}:
        return False
    space = explore(_finer(one, guards))
    if not space.complete or space.find_circle():
        return False
    return _same_ways(space, two) and _same_lines(one, two, Ends(space))


def _all_of(flow: Flow) -> Any:
    """Return all of a flow but its hashes and places."""
    data = json.loads(dump_flow(flow))
    return _without(data, {"route", "wording"})


def _without(data: Any, names: set[str]) -> Any:
    if isinstance(data, dict):
        return {key: _without(value, names) for key, value in data.items() if key not in names}
    return [_without(item, names) for item in data] if isinstance(data, list) else data


def _frame(flow: Flow) -> Any:
    """Return a flow without its ways and report lines."""
    bare = replace(
        flow,
        rooms={
            name: replace(
                room, steps={key: replace(step, ways=()) for key, step in room.steps.items()}
            )
            for name, room in flow.rooms.items()
        },
        outcomes={name: replace(o, reports=()) for name, o in flow.outcomes.items()},
        extra_reports=(),
    )
    return _all_of(bare)


def _steps(flow: Flow) -> Iterator[tuple[str, Step]]:
    for room in flow.rooms.values():
        for step in room.steps.values():
            yield f"{room.id}/{step.id}", step


def _lines(flow: Flow) -> list[ReportLine]:
    own = [line for outcome in flow.outcomes.values() for line in outcome.reports]
    return [*own, *flow.extra_reports]


def _finer(flow: Flow, guards: list[Guard]) -> Flow:
    """Return the flow with its facts cut at the bounds of these guards too.

    Lines nobody writes carry them: they cut, and decide nothing.
    """
    cuts = tuple(ReportLine("APKT", "", guard, "") for guard in guards)
    return replace(flow, extra_reports=(*flow.extra_reports, *cuts))


def _led(way: Way) -> tuple[Goto, tuple[str, ...], Silence | None, str]:
    return way.to, way.clauses, way.silence, way.value


def _same_ways(space: Space, other: Flow) -> bool:
    theirs = dict(_steps(other))
    flow = space.flow
    for (node_index, _), moves in zip(space.states, space.moves, strict=True):
        node = space.nodes[node_index]
        mine, step = node.step, theirs[f"{node.room.id}/{node.step.id}"]
        if mine.ways == step.ways:
            continue
        looked = {name for way in mine.ways for name in facts_of(way.guard)}
        # A fact that only the other one looks at is not told apart here.
        if not looked >= {name for way in step.ways for name in facts_of(way.guard)}:
            return False
        tests = [compile_guard(way.guard, space.variables, flow.computed) for way in step.ways]
        for move in moves:
            held = [way for way, test in zip(step.ways, tests, strict=True)
                    if test(move.cells) is True]  # fmt: skip
            if [_led(way) for way in held] != [_led(mine.ways[move.way])]:
                return False
    return _same_shape(flow, other)


def _same_shape(one: Flow, two: Flow) -> bool:
    """Tell whether steps that only call lead on alike: no situation is told for them."""
    theirs = dict(_steps(two))
    return all(
        [_led(way) for way in step.ways] == [_led(way) for way in theirs[name].ways]
        for name, step in _steps(one)
        if step.call
    )


def _same_lines(one: Flow, two: Flow, ends: Ends) -> bool:
    """Tell whether the same lines are written at every end of every outcome."""
    variables = ends.space.variables
    closing = {outcome.then for outcome in one.outcomes.values()}
    asked_after = {n for key in _called(one, closing) for n in _asked(one.rooms[key])}
    for outcome in one.outcomes.values():
        mine, other = _lines_at(one, outcome.id), _lines_at(two, outcome.id)
        if [_bare(line) for line in mine] == [_bare(line) for line in other]:
            pairs = zip(mine, other, strict=True)
            kept = [pair for pair in pairs if pair[0].guard != pair[1].guard]
            mine, other = (tuple(pair[place] for pair in kept) for place in (0, 1))
        names = {name for line in (*mine, *other) for name in facts_of(line.guard)}
        # A report grows while the call goes on: what is asked later is written later.
        if names & {*one.computed, *asked_after}:
            return False
        tracked = tuple(sorted(variables.facts[name] for name in names))
        if any(variables.all[index].kind is Kind.MOMENT for index in tracked):
            return False
        for case in ends.cases(outcome.id, tracked):
            if _written(ends.space, mine, case) != _written(ends.space, other, case):
                return False
    return True


def _lines_at(flow: Flow, outcome: str) -> tuple[ReportLine, ...]:
    found = flow.outcomes[outcome]
    return (*found.reports, *(flow.extra_reports if found.apkt in FILED else ()))


def _called(flow: Flow, rooms: set[str]) -> set[str]:
    """Return the rooms and those they call."""
    found: set[str] = set()
    waiting = [name for name in rooms if name]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [step.call for step in flow.rooms[name].steps.values() if step.call]
    return found


def _asked(room: Room) -> set[str]:
    return {name for step in room.steps.values() for name in step.asks}


def _written(space: Space, lines: tuple[ReportLine, ...], case: Case) -> list[ReportLine]:
    known = dict(case)
    tests = [compile_guard(line.guard, space.variables, space.flow.computed) for line in lines]
    return [_bare(line) for line, test in zip(lines, tests, strict=True) if test(known) is True]


def _bare(line: ReportLine) -> ReportLine:
    return replace(line, guard=_PLAIN.guard, location=_PLAIN.location)


_PLAIN = ReportLine("", "", Always(), "")
