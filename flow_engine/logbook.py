"""Events change a call: the same for a page, a transcript and a link.

Applying the events of a log one after the other gives the call again, without
replaying the way in between.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from flow_engine.content import places
from flow_engine.events import ONWARD, STARTS, Action, Event
from flow_engine.facts import CLOCK, Value
from flow_engine.model import Flow, Step
from flow_engine.repeats import MARK, plain_key, sibling
from flow_engine.session import State, answer, forget, note_time, pass_step

_NTH = re.compile(rf"{MARK}([0-9]+)/")


@lru_cache(maxsize=64)
def _steps(flow: Flow) -> Mapping[str, Step]:
    return {place.key: place.step for place in places(flow)}


def step_at(flow: Flow, key: str) -> Step | None:
    """Return the step under a key, with or without a round; nothing where there is none."""
    return _steps(flow).get(plain_key(key))


def nth_of(key: str) -> int:
    """Return the round a key stands in; 1 outside of any."""
    found = _NTH.findall(key)
    return int(found[-1]) if found else 1


@lru_cache(maxsize=4096)
def names_at(flow: Flow, key: str) -> tuple[str, ...]:
    """Return the names under which the answers of a step are kept."""
    step, nth = step_at(flow, key), nth_of(key)
    if step is None:
        return ()
    return tuple(sibling(flow, f"{fact}{MARK}{nth}", fact) for fact in step.asks)


def skip_once(flow: Flow, state: State) -> State:
    """Pass the rooms that are walked once in a call, greeting and name."""
    for place in places(flow):
        if place.room.once:
            state = pass_step(state, place.key)
    return state


def begun(
    flow: Flow,
    facts: Mapping[str, Value],
    withheld: Iterable[str],
    moment: datetime.datetime,
    *,
    continued: bool = False,
) -> State:
    """Return a call that has just begun, with what it knows already."""
    action = Action.CONTINUE if continued else Action.START
    event = Event(moment, "", action, dict(facts), tuple(sorted(withheld)))
    return apply(flow, State(flow.id, flow.route), event)


def clocked(flow: Flow, state: State, moment: datetime.datetime) -> State:
    """Pin the clock with the first answer, so that a call never changes its rules."""
    if CLOCK not in flow.facts or CLOCK in state.answers:
        return state
    return answer(state, {CLOCK: moment})


def apply(flow: Flow, state: State, event: Event) -> State:
    """Return the call after an event, with the event in its log.

    An answer that changes an earlier one is noted as a change, whatever the event calls it.

    Raises:
        KeyError: The flow has no step under the event's key.
    """
    if event.action in STARTS:
        state = State(flow.id, flow.route, event.facts, withheld=frozenset(event.withheld))
        state = skip_once(flow, state) if event.action in ONWARD else state
        return replace(state, log=(event,))
    step = _steps(flow)[plain_key(event.key)]
    names = names_at(flow, event.key)
    before = state
    state = note_time(clocked(flow, state, event.moment), event.key, event.moment)
    if event.action is Action.PASS:
        if names and step.skippable:
            state = forget(state, names)
        return _noted(pass_step(state, event.key), event)
    state = answer(state, event.facts)
    if event.withheld:
        held = state.withheld | {*event.withheld}
        state = replace(forget(state, event.withheld), withheld=held)
    given = bool(event.facts or event.withheld)
    if step.skippable and given and not {*names} <= state.answers.keys() | state.withheld:
        # An optional question with gaps goes on with what was given.
        state = pass_step(state, event.key)
    action = Action.CHANGE if _changes(before, event) else Action.ANSWER
    event = event if event.action is action else replace(event, action=action)
    return _noted(state, event)


def _noted(state: State, event: Event) -> State:
    """Add an event to a log; one that has no beginning tells nothing and stays empty."""
    return replace(state, log=(*state.log, event)) if state.log else state


def _changes(state: State, event: Event) -> bool:
    """Tell whether an event comes after an answer or a pass at the same place."""
    known = state.answers.keys() | state.withheld
    return event.key in state.times or any(
        name in known for name in (*event.facts, *event.withheld)
    )


def fold(flow: Flow, events: Iterable[Event]) -> State:
    """Return the call that a log tells of.

    Raises:
        KeyError: The flow has no step under the key of an event.
    """
    state = State(flow.id, flow.route)
    for event in events:
        state = apply(flow, state, event)
    return state
