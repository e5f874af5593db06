"""Guards as data: conditions over facts, evaluated with three answers.

A guard is true, false, or it needs a fact that was not given. Nothing here
looks at text: everything was checked when the flow was decoded.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from flow_engine.facts import Facts, Value


@dataclass(frozen=True)
class Always:
    """True in every case."""


@dataclass(frozen=True)
class Is:
    """The fact has one of these values."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Compare:
    """The fact stands in this relation to a bound.

    ``bound`` is minutes for a duration, a whole number for a number, and
    minutes since the year 1 for a date-time, so that all compare as integers.
    """

    fact: str
    op: str
    bound: int


@dataclass(frozen=True)
class Given:
    """The fact was given (or, with ``given`` false, was not)."""

    fact: str
    given: bool = True


@dataclass(frozen=True)
class All:
    """Every one of the guards is true."""

    guards: tuple[Guard, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of the guards is true."""

    guards: tuple[Guard, ...]


@dataclass(frozen=True)
class Not:
    """The guard is false."""

    guard: Guard


Guard = Always | Is | Compare | Given | All | AnyOf | Not


@dataclass(frozen=True)
class Missing:
    """The answer depends on a fact that was not given."""

    fact: str


Answer = bool | Missing

OPERATORS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}


@dataclass(frozen=True)
class Difference:
    """A computed duration: ``later`` minus ``earlier``, two date-time facts."""

    name: str
    later: str
    earlier: str
    label: str = ""


@dataclass(frozen=True)
class Context:
    """The facts given and what is computed from them."""

    facts: Facts
    computed: Mapping[str, Difference]

    def has(self, name: str) -> bool:
        """Tell whether the fact is known; a computed one needs both its ends."""
        difference = self.computed.get(name)
        if difference is None:
            return name in self.facts
        return difference.later in self.facts and difference.earlier in self.facts

    def number(self, name: str) -> int | Missing:
        """Return a fact as the integer that guards compare."""
        difference = self.computed.get(name)
        if difference is None:
            return as_number(self.facts[name]) if name in self.facts else Missing(name)
        for end in (difference.later, difference.earlier):
            if end not in self.facts:
                return Missing(end)
        return as_number(self.facts[difference.later]) - as_number(self.facts[difference.earlier])


def as_number(value: Value) -> int:
    """Return the integer a value is compared as; see :class:`Compare`."""
    if isinstance(value, datetime.datetime):
        return int((value - datetime.datetime.min).total_seconds() // 60)
    if isinstance(value, int):
        return value
    raise TypeError(f"not a number or a date-time: {value!r}")


def evaluate(guard: Guard, context: Context) -> Answer:
    """Return whether the guard holds, or which fact it needs first."""
    match guard:
        case Always():
            return True
        case Is(fact, values):
            return context.facts[fact] in values if fact in context.facts else Missing(fact)
        case Given(fact, given):
            return context.has(fact) is given
        case Compare(fact, op, bound):
            number = context.number(fact)
            return number if isinstance(number, Missing) else bool(OPERATORS[op](number, bound))
        case Not(inner):
            answer = evaluate(inner, context)
            return answer if isinstance(answer, Missing) else not answer
        case All(guards):
            return _fold(guards, context, decisive=False)
    return _fold(guard.guards, context, decisive=True)


def _fold(guards: tuple[Guard, ...], context: Context, *, decisive: bool) -> Answer:
    missing: Missing | None = None
    for guard in guards:
        answer = evaluate(guard, context)
        if isinstance(answer, Missing):
            missing = missing or answer
        elif answer is decisive:
            return decisive
    return missing if missing is not None else not decisive


def facts_of(guard: Guard) -> tuple[str, ...]:
    """Return the names a guard looks at, in order, without doubles."""
    match guard:
        case Always():
            return ()
        case Is(fact) | Compare(fact) | Given(fact):
            return (fact,)
        case Not(inner):
            return facts_of(inner)
    return tuple(dict.fromkeys(name for inner in guard.guards for name in facts_of(inner)))
