"""Calls drawn by chance: facts that fit each other, and a walk with them step by step."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator

from hypothesis import strategies as st

from flow_engine.events import Action, Event
from flow_engine.facts import CLOCK, NO_VALUE, FactType, Value
from flow_engine.logbook import apply, begun
from flow_engine.model import Flow, Step
from flow_engine.reasons import Json
from flow_engine.repeats import MARK, asked_in, fact_named, repeated_rooms, sibling
from flow_engine.session import Run, State, answer, pass_step, replay, start

from .conftest import DATA, NOW

FLOW_IDS = sorted(path.stem for path in (DATA / "alur").glob("*.yaml") if path.stem != "bersama")
HOURS = (0, 1, 2, 3, 4, 6, 7, 9)
MOST_STEPS = 400


def personal_value(name: str) -> str:
    """A text that stands nowhere else, so that a leak is found."""
    return f"RAHASIA {name}"


def offered_beside(flow: Flow, name: str, facts: dict[str, Value]) -> list[str]:
    """Return the choices of an answer that fit what else was answered."""
    fact = fact_named(flow, name)
    assert fact is not None
    group = facts.get(sibling(flow, name, fact.within), "") if fact.within else ""
    return [choice.value for choice in fact.offered(str(group))]


def draw_value(flow: Flow, name: str, facts: dict[str, Value], chance: random.Random) -> Value:
    """Draw a value for an answer that fits the facts drawn before it."""
    fact = fact_named(flow, name)
    assert fact is not None
    none: list[Value] = [NO_VALUE] if fact.none_label else []
    match fact.type:
        case FactType.CHOICE:
            return chance.choice(offered_beside(flow, name, facts))
        case FactType.READING:
            return chance.choice([None, "0", "12,5"])
        case FactType.DATETIME:
            minutes = chance.choice([-1, 0, 1]) + 60 * chance.choice(HOURS)
            return NOW - datetime.timedelta(minutes=max(minutes, 0))
        case FactType.INTEGER | FactType.RUPIAH:
            return (fact.minimum or 0) + chance.randrange(3)
        case FactType.EMAIL:
            return chance.choice([f"{fact.name}@rahasia.example", *none])
        case FactType.TEXT:
            if fact.digits:
                return chance.choice(["7" * fact.digits[0], *none])
            return chance.choice([personal_value(fact.name), *none])


def draw_facts(flow: Flow, chance: random.Random, absent: float = 0.0) -> dict[str, Value]:
    """Draw a value for each fact a caller can give.

    Args:
        flow: The flow the facts belong to.
        chance: Where the chance comes from.
        absent: How often a fact that may stay open is left out, 0 to 1. Facts whose
            question can be waived are left out together.
    """
    facts: dict[str, Value] = {CLOCK: NOW} if CLOCK in flow.facts else {}
    for name, fact in flow.facts.items():
        if name != CLOCK and not fact.setting:
            facts[name] = draw_value(flow, name, facts, chance)
    for room in repeated_rooms(flow):
        for nth in (2, 3):
            for fact_name in flow.facts:
                name = f"{fact_name}{MARK}{nth}"
                if fact_name in asked_in(flow.rooms, room):
                    facts[name] = draw_value(flow, name, facts, chance)
    broken_off = chance.random() < absent
    for step in steps_of(flow):
        if step.waived is not None and broken_off and chance.random() < 0.5:
            for name in step.asks:
                facts.pop(name, None)
        elif step.optional:
            for name in step.asks:
                if chance.random() < absent:
                    facts.pop(name, None)
    return facts


def steps_of(flow: Flow) -> Iterator[Step]:
    for room in flow.rooms.values():
        yield from room.steps.values()


def chances() -> st.SearchStrategy[random.Random]:
    """A source of chance that Hypothesis can repeat."""
    return st.integers(0, 2**32).map(random.Random)


def walk_on(flow: Flow, state: State, facts: dict[str, Value]) -> State:
    """Walk with a reader present until the end, or until a fact is wanted that is not there."""
    for _ in range(MOST_STEPS):
        run = replay(flow, state)
        if run.done:
            return state
        visit = run.visits[-1]
        given = {name: facts[name] for name in visit.asks if name in facts}
        if run.needs and run.needs not in given:
            return state
        state = pass_step(answer(state, given), visit.key)
    raise AssertionError(f"{flow.id}: perjalanan tidak berakhir")


def begin(flow: Flow) -> State:
    return start(flow, {CLOCK: NOW})


def run_of(flow: Flow, facts: dict[str, Value]) -> Run:
    """Run with facts alone."""
    return replay(flow, start(flow, facts), attended=False)


def named_in(why: list[Json]) -> set[str]:
    """The answers an explanation speaks of."""
    return {name for line in why for name in line["facts"]}


def logged_walk(flow: Flow, facts: dict[str, Value], limit: int = MOST_STEPS) -> State:
    """Walk as the page does, each answer an event, for at most so many steps."""
    state = begun(flow, {}, (), NOW)
    for _ in range(limit):
        run = replay(flow, state)
        if run.done:
            break
        visit = run.visits[-1]
        given = {name: facts[name] for name in visit.asks if name in facts}
        if run.needs and run.needs not in given:
            break
        action = Action.ANSWER if given else Action.PASS
        state = apply(flow, state, Event(NOW, visit.key, action, given))
    return state
