"""Walks a call as a reviewer does: only what decides the way is asked.

A reviewer has no customer data to type in. What nobody decides by is passed, or noted as
given without a value, as after a reload (``State.withheld``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from flow_engine.facts import NO_VALUE, FactType
from flow_engine.guards import All, Always, AnyOf, Given, Guard, Is, Not
from flow_engine.model import Flow
from flow_engine.repeats import fact_named, split_name
from flow_engine.session import State, Visit, pass_step, replay

# Far more than a call has; a room walked ninety-nine times stays below.
MOST_STEPS = 3000


def skim(flow: Flow, state: State) -> State:
    """Return the session gone on to the next question that decides something, or to the end."""
    for _ in range(MOST_STEPS):
        run = replay(flow, state)
        visit = run.visits[-1]
        if run.done or any(decides(flow, visit, name) for name in visit.asks):
            break
        if not visit.asks or visit.step.skippable:
            state = pass_step(state, visit.key)
        else:
            state = give(flow, state, visit.asks)
    return state


def give(flow: Flow, state: State, names: tuple[str, ...]) -> State:
    """Return the session with facts given whose values nobody needs to know here."""
    fit = {name for name in names if fact_named(flow, name) and may_be_given(flow, name)}
    kept = {name: value for name, value in state.answers.items() if name not in fit}
    return replace(state, answers=kept, withheld=state.withheld | fit)


def decides(flow: Flow, visit: Visit, name: str) -> bool:
    """Tell whether a reviewer has to answer: the way, or what is filed, depends on it."""
    fact = flow.facts[split_name(name)[0]]
    if fact.name in valued_facts(flow):
        return True
    none = bool(fact.none_label) and fact.type is not FactType.READING
    return none and not visit.step.skippable


def may_be_given(flow: Flow, name: str) -> bool:
    """Tell whether it is enough to know that a fact was given."""
    return split_name(name)[0] not in valued_facts(flow)


@lru_cache(maxsize=64)
def valued_facts(flow: Flow) -> frozenset[str]:
    """Return the facts whose values decide something, beyond whether they were given."""
    found = {name for guard in _guards(flow) for name in _valued(flow, guard)}
    for difference in flow.computed.values():
        found |= {difference.later, difference.earlier}
    found |= {fact.within for fact in flow.facts.values() if fact.within}
    found |= {step.repeat for room in flow.rooms.values() for step in room.steps.values()}
    return frozenset(found)


def _guards(flow: Flow) -> Iterator[Guard]:
    for room in flow.rooms.values():
        for step in room.steps.values():
            yield from (way.guard for way in step.ways)
            if step.waived is not None:
                yield step.waived
    for outcome in flow.outcomes.values():
        yield from (line.guard for line in outcome.reports)
        yield from (note.guard for note in outcome.notes)
    yield from (line.guard for line in flow.extra_reports)


def _valued(flow: Flow, guard: Guard) -> Iterator[str]:
    if isinstance(guard, (All, AnyOf)):
        for inner in guard.guards:
            yield from _valued(flow, inner)
    elif isinstance(guard, Not):
        yield from _valued(flow, guard.guard)
    elif not isinstance(guard, (Always, Given)):
        # Whether an ID is “tidak-ada” only asks whether there is one.
        whether = isinstance(guard, Is) and guard.values == (NO_VALUE,)
        if not whether or flow.facts[guard.fact].choices:
            yield guard.fact
