"""What a flow decides by, cut into the cells that its guards can tell apart.

Every fact that some guard looks at is a variable with finitely many cells: the
values of a choice, given or ``tidak-ada``, the intervals between the bounds of a
number. A duration is a variable of its own, determined as soon as both its ends
are given.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from flow_engine.facts import NO_VALUE, Fact, FactType, show_minutes, show_moment
from flow_engine.guards import All, AnyOf, Compare, Guard, Not, facts_of
from flow_engine.model import Flow
from flow_engine.proof.times import EPOCH

ABSENT = -1
"""The cell of a fact that was asked and skipped."""


class Kind(StrEnum):
    """How the cells of a variable are to be read."""

    CHOICE = "choice"
    GIVEN = "given"
    NUMBER = "number"
    MOMENT = "moment"
    SPAN = "span"


@dataclass(frozen=True)
class Cell:
    """Values that no guard tells apart.

    Attributes:
        words: As a witness names them.
        written: As an editor writes the condition in a flow.
        value: The value of a choice, or ``tidak-ada``.
        low, high: Ends of an interval, both included; ``None`` is without a bound.
        group: The value of the variable ``within`` under which the choice is offered.
    """

    words: str
    written: str
    value: str = ""
    low: int | None = None
    high: int | None = None
    group: str = ""

    def sample(self) -> int:
        """Return a number of the interval, at one of its bounds."""
        if self.high is not None and self.low is None:
            return self.high
        return self.low or 0


@dataclass(frozen=True)
class Variable:
    """A fact, or a duration between two facts.

    Attributes:
        later, earlier: The ends of a span; ``earlier`` is :data:`EPOCH` for a date.
        within: The variable whose value says which choices are offered.
    """

    name: str
    kind: Kind
    label: str
    cells: tuple[Cell, ...]
    later: str = ""
    earlier: str = ""
    within: str = ""


@dataclass(frozen=True)
class Variables:
    """All variables of a flow, by index, and where to find them."""

    all: tuple[Variable, ...]
    facts: dict[str, int]
    spans: dict[str, int]

    def span_or_number(self, name: str) -> int:
        """Return the variable a comparison of this name looks at."""
        return self.spans[name] if name in self.spans else self.facts[name]

    @cached_property
    def time_mask(self) -> int:
        """Return the bits of all moments and spans."""
        return sum(
            1 << index
            for index, variable in enumerate(self.all)
            if variable.kind in (Kind.MOMENT, Kind.SPAN)
        )

    def words(self, index: int, cell: int) -> str:
        """Return a variable with its cell in words, ``lama padam tepat 3 jam``."""
        variable = self.all[index]
        words = "belum diketahui" if cell == ABSENT else variable.cells[cell].words
        return f"{variable.label} {words}"

    def written(self, index: int, cell: int) -> str:
        """Return the condition as an editor writes it, ``lama_padam: tepat 3 jam``."""
        variable = self.all[index]
        words = "kosong" if cell == ABSENT else variable.cells[cell].written
        return f"{variable.name}: {words}"


def variables_of(flow: Flow, guards: Iterable[Guard], facts_too: Iterable[str] = ()) -> Variables:
    """Return the variables that these guards look at, and those of other facts too."""
    compared: dict[str, set[int]] = {}
    names: dict[str, None] = dict.fromkeys(sorted(facts_too))
    for guard in guards:
        names.update(dict.fromkeys(facts_of(guard)))
        for comparison in comparisons(guard):
            compared.setdefault(comparison.fact, set()).update(_starts(comparison))
    found: list[Variable] = []
    facts: dict[str, int] = {}
    spans: dict[str, int] = {}

    def add_fact(name: str) -> None:
        if name not in facts and name in flow.facts:
            add_fact(flow.facts[name].within)
            facts[name] = len(found)
            found.append(_fact_variable(flow.facts[name], compared.get(name, set())))

    def add_span(name: str, label: str, ends: tuple[str, str], *, is_date: bool) -> None:
        spans[name] = len(found)
        cells = tuple(_intervals(compared[name], None, is_span=True, is_date=is_date))
        found.append(Variable(name, Kind.SPAN, label, cells, *ends))

    for name in names:
        difference = flow.computed.get(name)
        for end in (difference.later, difference.earlier) if difference else (name,):
            add_fact(end)
        if name not in compared or name in spans:
            continue
        if difference:
            label = difference.label.lower() or name
            add_span(name, label, (difference.later, difference.earlier), is_date=False)
        elif flow.facts[name].type is FactType.DATETIME:
            add_span(name, plain_name(name), (name, EPOCH), is_date=True)
    return Variables(tuple(found), facts, spans)


def plain_name(name: str) -> str:
    """Return a fact's name as words."""
    return name.replace("_", " ")


def comparisons(guard: Guard) -> Iterator[Compare]:
    """Return every comparison inside a guard."""
    match guard:
        case Compare():
            yield guard
        case Not(inner):
            yield from comparisons(inner)
        case All(guards) | AnyOf(guards):
            for inner in guards:
                yield from comparisons(inner)
        case _:
            return


def _starts(comparison: Compare) -> tuple[int, ...]:
    """Return where a comparison begins a new interval."""
    bound = comparison.bound
    return {"<": (bound,), ">=": (bound,), "<=": (bound + 1,), ">": (bound + 1,)}.get(
        comparison.op, (bound, bound + 1)
    )


def _fact_variable(fact: Fact, starts: set[int]) -> Variable:
    label = plain_name(fact.name)
    if fact.type is FactType.CHOICE:
        cells = [Cell(c.label, c.value, c.value, group=c.group) for c in fact.choices]
        return Variable(fact.name, Kind.CHOICE, label, tuple(cells), within=fact.within)
    if fact.type is FactType.DATETIME:
        return Variable(fact.name, Kind.MOMENT, label, (Cell("diisi", "ada"),))
    if fact.type in (FactType.INTEGER, FactType.RUPIAH) and starts:
        cells = list(_intervals(starts, fact.minimum, is_span=False, is_date=False))
        return Variable(fact.name, Kind.NUMBER, label, tuple(cells))
    cells = [Cell("diisi", "ada")]
    if fact.none_label:
        cells.insert(0, Cell(fact.none_label, NO_VALUE, NO_VALUE))
    return Variable(fact.name, Kind.GIVEN, label, tuple(cells))


def _intervals(
    starts: set[int], minimum: int | None, *, is_span: bool, is_date: bool
) -> Iterator[Cell]:
    edges = sorted(starts)
    lows = [minimum, *(e for e in edges if minimum is None or e > minimum)]
    for low, after in zip(lows, [*lows[1:], None], strict=True):
        high = None if after is None else after - 1
        words, written = _interval_words(low, high, is_span=is_span, is_date=is_date)
        yield Cell(words, written, "", low, high)


def _interval_words(
    low: int | None, high: int | None, *, is_span: bool, is_date: bool
) -> tuple[str, str]:
    """Return an interval for the witness and as an editor writes it."""
    if is_date:
        shown = _bounds(low, high, lambda minutes: show_moment(moment(minutes)))
        iso = _bounds(low, high, lambda minutes: moment(minutes).isoformat(timespec="minutes"))
        return " dan ".join(shown), _listed(iso)
    if low is not None and low == high:
        return (f"tepat {show_minutes(low) if is_span else low}",) * 2
    words: list[str] = []
    if low is not None:
        words.append(_low_words(low, is_span=is_span))
    if high is not None:
        words.append(_high_words(high, is_span=is_span))
    return " dan ".join(words), _listed(words)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def _bounds(low: int | None, high: int | None, show: Callable[[int], str]) -> list[str]:
    words = [] if low is None else [f"sejak {show(low)}"]
    return words if high is None else [*words, f"sebelum {show(high + 1)}"]


def _low_words(low: int, *, is_span: bool) -> str:
    if not is_span:
        return f"sedikitnya {low}"
    if (low - 1) % 60 == 0:
        return f"lebih dari {show_minutes(low - 1)}"
    return f"sedikitnya {show_minutes(low)}"


def _high_words(high: int, *, is_span: bool) -> str:
    if not is_span:
        return f"paling banyak {high}"
    if (high + 1) % 60 == 0 and high % 60:
        return f"kurang dari {show_minutes(high + 1)}"
    return f"sampai {show_minutes(high)}"


def moment(minutes: int) -> datetime.datetime:
    """Return the moment that guards compare as this many minutes."""
    return datetime.datetime.min + datetime.timedelta(minutes=minutes)
