"""What can be proved about a flow before anybody runs it.

Every step is looked at over the cells of the facts its ways look at: for a
choice its values, for a number or a duration the points and gaps between its
bounds. Exactly one way has to lead on from each cell.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flow_engine.facts import FactType, show_minutes, show_moment
from flow_engine.guards import (
    OPERATORS,
    All,
    Always,
    AnyOf,
    Compare,
    Given,
    Guard,
    Is,
    Not,
    facts_of,
)
from flow_engine.model import Flow, Room, Step, Way
from flow_engine.problems import Location, Problem, ProblemLog

MAX_CELLS = 20_000


@dataclass(frozen=True)
class Cell:
    """One distinguishable value of a fact, with its words.

    ``value`` is a choice, an integer as guards compare it, or ``None`` where the
    fact was not given; any other fact has the value ``True`` when given.
    """

    value: str | int | bool | None
    words: str


Assignment = Mapping[str, Cell]


def check_flow(flow: Flow) -> list[Problem]:
    """Return every finding about a flow whose references are sound."""
    log = ProblemLog()
    for room in flow.rooms.values():
        _check_room(flow, room, log)
    _check_returns(flow, log)
    _check_outcomes(flow, log)
    _check_facts(flow, log)
    return list(log)


def _check_room(flow: Flow, room: Room, log: ProblemLog) -> None:
    reached = _reached(room)
    for step in room.steps.values():
        if step.id not in reached:
            log.add(
                step.location,
                "langkah-tak-tercapai",
                f"Langkah “{step.id}” tidak dapat dicapai dari “{room.start}”.",
            )
        if not step.ways:
            continue
        _check_ways(flow, step, log)
    cycle = _find_cycle(room)
    if cycle:
        log.add(
            room.steps[cycle[0]].location,
            "putaran",
            f"Langkah berputar tanpa akhir: {' → '.join([*cycle, cycle[0]])}.",
        )


def _reached(room: Room) -> set[str]:
    reached: set[str] = set()
    waiting = [room.start]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in room.steps:
            continue
        reached.add(name)
        waiting += [way.to.step for way in room.steps[name].ways if way.to.step]
    return reached


def _find_cycle(room: Room) -> list[str]:
    state: dict[str, int] = {}
    for first in room.steps:
        if first in state:
            continue
        path: list[tuple[str, Iterator[str]]] = [(first, _targets(room, first))]
        state[first] = 1
        while path:
            name, targets = path[-1]
            target = next(targets, None)
            if target is None:
                state[name] = 2
                path.pop()
            elif state.get(target) == 1:
                names = [entry[0] for entry in path]
                return names[names.index(target) :]
            elif target not in state:
                state[target] = 1
                path.append((target, _targets(room, target)))
    return []


def _targets(room: Room, name: str) -> Iterator[str]:
    return iter([w.to.step for w in room.steps[name].ways if w.to.step in room.steps])


def _check_ways(flow: Flow, step: Step, log: ProblemLog) -> None:
    names = list(dict.fromkeys(name for way in step.ways for name in facts_of(way.guard)))
    cells = [domain_of(flow, name, step) for name in names]
    if not names or any(not cell for cell in cells):
        return
    count = 1
    for cell in cells:
        count *= len(cell)
    if count > MAX_CELLS:
        return
    matched: set[int] = set()
    told: set[tuple[int, ...]] = set()
    for values in itertools.product(*cells):
        case = dict(zip(names, values, strict=True))
        held = [index for index, way in enumerate(step.ways) if holds(way.guard, case)]
        matched.update(held)
        if len(held) == 1 or tuple(held[:2]) in told:
            continue
        told.add(tuple(held[:2]))
        if not held:
            log.add(
                step.location,
                "celah",
                f"Langkah “{step.id}” tidak punya jalan untuk keadaan ini.",
                witness=_witness(flow, case),
            )
        else:
            first, second = step.ways[held[0]], step.ways[held[1]]
            log.add(
                second.location,
                "tumpang-tindih",
                f"Langkah “{step.id}” punya dua jalan untuk keadaan yang sama; yang satu lagi "
                f"pada baris {first.location.line}.",
                witness=_witness(flow, case),
            )
    for index, way in enumerate(step.ways):
        if index not in matched:
            log.add(way.location, "baris-mustahil", "Jalan ini tidak pernah berlaku.")


def _witness(flow: Flow, case: Assignment) -> str:
    return ", ".join(f"{_name(flow, name)} {cell.words}" for name, cell in case.items())


def _name(flow: Flow, name: str) -> str:
    if name in flow.computed:
        return flow.computed[name].label.lower() or name
    return name.replace("_", " ")


def holds(guard: Guard, case: Assignment) -> bool:
    """Return whether a guard is true in a case; what was not given never matches."""
    match guard:
        case Always():
            return True
        case Is(fact, values):
            return case[fact].value in values
        case Given(fact, given):
            return (case[fact].value is not None) is given
        case Compare(fact, op, bound):
            value = case[fact].value
            return isinstance(value, int) and bool(OPERATORS[op](value, bound))
        case Not(inner):
            return not holds(inner, case)
        case All(guards):
            return all(holds(inner, case) for inner in guards)
        case AnyOf(guards):
            return any(holds(inner, case) for inner in guards)


def domain_of(flow: Flow, name: str, step: Step) -> list[Cell]:
    """Return the cells of a fact at a step.

    A fact can be absent where the step itself asks for it without need, or where
    one of the ways asks whether it was given.
    """
    cells = _values(flow, name, step)
    asked_freely = (step.optional or step.waived is not None) and name in step.asks
    if asked_freely or any(_tests_given(way.guard, name) for way in step.ways):
        cells = [*cells, Cell(None, "belum diketahui")]
    return cells


def _tests_given(guard: Guard, name: str) -> bool:
    match guard:
        case Given(fact):
            return fact == name
        case Not(inner):
            return _tests_given(inner, name)
        case All(guards) | AnyOf(guards):
            return any(_tests_given(inner, name) for inner in guards)
        case _:
            return False


def _values(flow: Flow, name: str, step: Step) -> list[Cell]:
    fact = flow.facts.get(name)
    if fact is not None and fact.type is FactType.CHOICE:
        return [Cell(choice.value, choice.label) for choice in fact.choices]
    if fact is not None and fact.none_label:
        return [Cell("tidak-ada", fact.none_label), Cell(True, "diisi")]
    bounds = sorted({bound for way in step.ways for bound in _bounds(way, name)})
    if not bounds:
        return [Cell(True, "diisi")]
    is_moment = fact is not None and fact.type is FactType.DATETIME
    cells = []
    for index, bound in enumerate(bounds):
        if index == 0:
            cells.append(
                Cell(
                    bound - 1,
                    f"sebelum {_bound_words(bound, fact is None, is_moment)}"
                    if is_moment
                    else f"kurang dari {_bound_words(bound, fact is None, is_moment)}",
                )
            )
        cells.append(Cell(bound, f"tepat {_bound_words(bound, fact is None, is_moment)}"))
        after = bounds[index + 1] if index + 1 < len(bounds) else None
        if after is None or after > bound + 1:
            word = "sesudah" if is_moment else "lebih dari"
            cells.append(Cell(bound + 1, f"{word} {_bound_words(bound, fact is None, is_moment)}"))
    return cells


def _bounds(way: Way, name: str) -> list[int]:
    found: list[int] = []
    waiting: list[Guard] = [way.guard]
    while waiting:
        guard = waiting.pop()
        match guard:
            case Compare(fact, _, bound) if fact == name:
                found.append(bound)
            case Not(inner):
                waiting.append(inner)
            case All(guards) | AnyOf(guards):
                waiting.extend(guards)
            case _:
                pass
    return found


def _bound_words(bound: int, is_duration: bool, is_moment: bool) -> str:
    if is_duration:
        return show_minutes(bound)
    if is_moment:
        return show_moment(datetime.datetime.min + datetime.timedelta(minutes=bound))
    return str(bound)


def _check_returns(flow: Flow, log: ProblemLog) -> None:
    called = {step.call for room in flow.rooms.values() for step in room.steps.values()}
    after = {outcome.then for outcome in flow.outcomes.values()}
    for room in flow.rooms.values():
        returns = any(way.to.returns for step in room.steps.values() for way in step.ways)
        if room.id in called | after and not returns:
            log.add(room.location, "jalan-buntu", f"Bagian “{room.id}” tidak pernah kembali.")
        if room.id == flow.id and returns:
            log.add(
                room.location,
                "jalan-buntu",
                f"Alur “{flow.id}” memakai “kembali”, padahal tidak dipanggil dari mana pun. "
                "Akhiri dengan “hasil”.",
            )


def _check_outcomes(flow: Flow, log: ProblemLog) -> None:
    used = {
        way.to.outcome
        for room in flow.rooms.values()
        for step in room.steps.values()
        for way in step.ways
    }
    for outcome in flow.outcomes.values():
        if outcome.id not in used:
            log.add(
                outcome.location,
                "hasil-tak-tercapai",
                f"Hasil “{outcome.id}” tidak dituju oleh langkah mana pun.",
            )


def _check_facts(flow: Flow, log: ProblemLog) -> None:
    asked = {name for r in flow.rooms.values() for s in r.steps.values() for name in s.asks}
    for room in flow.rooms.values():
        for step in room.steps.values():
            for way in step.ways:
                for name in _base_facts(flow, way.guard):
                    if name in asked or name == "sekarang":
                        continue
                    log.add(
                        _place(way, step),
                        "fakta-tak-ditanyakan",
                        f"Jalan ini bergantung pada “{name}”, tetapi tidak ada langkah yang "
                        "menanyakannya.",
                    )


def _place(way: Way, step: Step) -> Location:
    return way.location if way.location.line > 0 else step.location


def _base_facts(flow: Flow, guard: Guard) -> list[str]:
    names: list[str] = []
    for name in facts_of(guard):
        difference = flow.computed.get(name)
        names += [difference.later, difference.earlier] if difference else [name]
    return names
