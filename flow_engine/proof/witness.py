"""Facts that take a run over a given way: one witness for each way of each step.

A witness is found on the shortest way to the step and goes on to the nearest
end; replaying its facts goes over the way it is for.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from flow_engine.facts import CLOCK, Fact, FactType, Value, to_json
from flow_engine.model import Flow
from flow_engine.proof.explore import Move, Space, time_bounds
from flow_engine.proof.times import EPOCH, solve
from flow_engine.proof.unfold import END
from flow_engine.proof.variables import ABSENT, Kind, Variables, moment

PINNED = datetime.datetime(2026, 1, 15, 10, 0)
_FAR = 1 << 60
_WAITING = 1 << 40


@dataclass(frozen=True)
class Witness:
    """A run over one way of one step.

    Attributes:
        key: Key of the step, sub-flows unfolded.
        way: Index of the way among the step's ways.
        facts: Fact to value as JSON holds it; enough for a run to its end.
        steps: Keys of the steps passed, routers included.
        outcome: The outcome reached.
        waits: Where every run over this way waits for a fact that was skipped: that
            fact. With the answer the run takes another way; there is no outcome then.
    """

    key: str
    way: int
    facts: dict[str, str | int | None]
    steps: tuple[str, ...]
    outcome: str
    waits: str = ""


def witnesses(space: Space) -> Iterator[Witness]:
    """Yield a witness for each way that can be taken, in the order of the nodes.

    Nothing is yielded for a flow that goes in a circle or was not searched to the end.
    """
    if not space.complete or space.find_circle():
        return
    distance = _distances(space)
    found: dict[tuple[int, int], tuple[int, Move]] = {}
    for state, moves in enumerate(space.moves):
        for move in moves:
            edge = (space.states[state][0], move.way)
            if edge not in found and _distance(distance, move) < _FAR:
                found[edge] = (state, move)
    for (node, way), (state, move) in sorted(found.items()):
        path = [*_path_to(space, state), (state, move)]
        path += _path_on(space, move, distance)
        yield Witness(
            space.nodes[node].key,
            way,
            _facts(space, path),
            tuple(space.nodes[space.states[s][0]].key for s, _ in path),
            next((o for o in (_outcome(space, s, m) for s, m in reversed(path)) if o), ""),
            _waits(space, path[-1][1]),
        )


def _outcome(space: Space, state: int, move: Move) -> str:
    return space.nodes[space.states[state][0]].outcomes[move.way]


def _distance(distance: list[int], move: Move) -> int:
    return 0 if move.target == END else distance[move.target]


def _distances(space: Space) -> list[int]:
    """Return for each state the fewest moves to an end."""
    distance = [_FAR] * len(space.states)
    stuck = {stop.state for stop in space.gaps}
    for state in reversed(space.in_order()):
        if not space.moves[state] and state not in stuck:
            distance[state] = _WAITING
        for move in space.moves[state]:
            distance[state] = min(distance[state], 1 + _distance(distance, move))
    return distance


def _asks(space: Space, state: int) -> tuple[str, ...]:
    return space.nodes[space.states[state][0]].step.asks


def _waits(space: Space, last: Move) -> str:
    return "" if last.target == END else _asks(space, last.target)[0]


def _path_to(space: Space, state: int) -> list[tuple[int, Move]]:
    path: list[tuple[int, Move]] = []
    while (origin := space.origins[state]) is not None:
        path.append(origin)
        state = origin[0]
    return path[::-1]


def _path_on(space: Space, move: Move, distance: list[int]) -> Iterator[tuple[int, Move]]:
    while move.target != END and space.moves[move.target]:
        state = move.target
        move = min(space.moves[state], key=lambda m: _distance(distance, m))
        yield state, move


def _facts(space: Space, path: list[tuple[int, Move]]) -> dict[str, str | int | None]:
    variables, flow = space.variables, space.flow
    cells: dict[int, int] = {}
    for _, move in path:
        cells.update(move.cells)
    values: dict[str, Value] = dict(_moments(flow, variables, cells))
    for index, cell in sorted(cells.items()):
        variable = variables.all[index]
        if cell == ABSENT or variable.kind in (Kind.SPAN, Kind.MOMENT):
            continue
        chosen = variable.cells[cell]
        if variable.kind is Kind.NUMBER:
            values[variable.name] = chosen.sample()
        else:
            values[variable.name] = chosen.value or sample(flow, flow.facts[variable.name], values)
    if CLOCK in flow.facts:
        values.setdefault(CLOCK, PINNED)
    for state, _ in path:
        step = space.nodes[space.states[state][0]].step
        for name in () if step.optional else step.asks:
            skipped = cells.get(variables.facts.get(name, -1)) == ABSENT
            if name not in values and not skipped:
                values[name] = sample(flow, flow.facts[name], values)
    return {n: to_json(values[n]) for n in flow.facts if n in values and n not in flow.settings}


def _moments(
    flow: Flow, variables: Variables, cells: dict[int, int]
) -> Iterator[tuple[str, datetime.datetime]]:
    bounds = list(time_bounds(flow, variables, cells))
    minutes = solve(bounds) or {}
    pinned = int((PINNED - datetime.datetime.min).total_seconds() // 60)
    shift = 0 if EPOCH in minutes else pinned - minutes.get(CLOCK, 0)
    for index, cell in cells.items():
        variable = variables.all[index]
        if variable.kind is Kind.MOMENT and cell != ABSENT:
            yield variable.name, moment(minutes.get(variable.name, minutes.get(CLOCK, 0)) + shift)


def sample(flow: Flow, fact: Fact, known: dict[str, Value]) -> Value:
    """Return a value the fact accepts, the same every time."""
    match fact.type:
        case FactType.CHOICE:
            return fact.offered(str(known.get(fact.within, "")))[0].value
        case FactType.READING:
            return "0"
        case FactType.INTEGER | FactType.RUPIAH:
            return max(fact.minimum or 0, 1)
        case FactType.DATETIME:
            return known.get(fact.not_after or CLOCK, PINNED)
        case FactType.EMAIL:
            return "nama@contoh.co.id"
    return "1" * fact.digits[0] if fact.digits else "contoh"
