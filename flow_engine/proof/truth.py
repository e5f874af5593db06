"""Guards as functions of cells, with the three answers of ``guards.evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flow_engine.guards import (
    OPERATORS,
    Always,
    AnyOf,
    Compare,
    Difference,
    Given,
    Guard,
    Is,
    Not,
)
from flow_engine.proof.variables import ABSENT, Kind, Variables

Cells = Mapping[int, int]


@dataclass(frozen=True)
class Lack:
    """A guard depends on a fact that is not known; ``variable`` is its index."""

    variable: int


Truth = bool | Lack
Test = Callable[[Cells], Truth]


def compile_guard(guard: Guard, variables: Variables, computed: Mapping[str, Difference]) -> Test:
    """Return a guard as a function of the cells that are known."""
    match guard:
        case Always():
            return lambda cells: True
        case Is(fact, values):
            index = variables.facts[fact]
            truths = [cell.value in values for cell in variables.all[index].cells]
            return _look_up(index, truths, Lack(index))
        case Given(fact, given):
            difference = computed.get(fact)
            names = (difference.later, difference.earlier) if difference else (fact,)
            return _test_given([variables.facts[name] for name in names], given)
        case Compare(fact, op, bound):
            return _compare(fact, op, bound, variables)
        case Not(inner):
            return _negate(compile_guard(inner, variables, computed))
    tests = [compile_guard(inner, variables, computed) for inner in guard.guards]
    return _fold(tests, decisive=isinstance(guard, AnyOf))


def _test_given(indexes: list[int], given: bool) -> Test:
    return lambda cells: all(cells.get(i, ABSENT) != ABSENT for i in indexes) is given


def _compare(fact: str, op: str, bound: int, variables: Variables) -> Test:
    index = variables.span_or_number(fact)
    variable = variables.all[index]
    truths = [bool(OPERATORS[op](cell.sample(), bound)) for cell in variable.cells]
    if variable.kind is not Kind.SPAN:
        return _look_up(index, truths, Lack(index))
    ends = [variables.facts[end] for end in (variable.later, variable.earlier) if end]

    def test(cells: Cells) -> Truth:
        cell = cells.get(index)
        if cell is not None:
            return truths[cell]
        return Lack(next(end for end in ends if cells.get(end, ABSENT) == ABSENT))

    return test


def _look_up(index: int, truths: list[bool], lack: Lack) -> Test:
    def test(cells: Cells) -> Truth:
        cell = cells.get(index, ABSENT)
        return lack if cell == ABSENT else truths[cell]

    return test


def _negate(inner: Test) -> Test:
    def test(cells: Cells) -> Truth:
        truth = inner(cells)
        return truth if isinstance(truth, Lack) else not truth

    return test


def _fold(tests: list[Test], *, decisive: bool) -> Test:
    def test(cells: Cells) -> Truth:
        lack: Lack | None = None
        for inner in tests:
            truth = inner(cells)
            if isinstance(truth, Lack):
                lack = lack or truth
            elif truth is decisive:
                return decisive
        return lack if lack is not None else not decisive

    return test
