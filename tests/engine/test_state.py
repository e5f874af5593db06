"""Named answers over all flows: a change equals a fresh call, a ghost decides nothing."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, assume, given, settings

from flow_engine.bridge import handle, read_state
from flow_engine.facts import Value
from flow_engine.model import Flow
from flow_engine.repeats import fact_named
from flow_engine.saved import write_state
from flow_engine.session import Run, State, answer, pass_step, replay
from flow_engine.views import view_of
from flow_engine.wire import dump_flow

from .calls import (
    FLOW_IDS,
    begin,
    chances,
    draw_facts,
    draw_value,
    offered_beside,
    walk_on,
)

CALLS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def answered(flow: Flow, run: Run, facts: dict[str, Value]) -> list[str]:
    """The facts on the way that a caller gave and may take back."""
    asked = dict.fromkeys(name for visit in run.visits for name in visit.asks)
    return [name for name in asked if name in run.known and name in facts]


def other_value(flow: Flow, name: str, facts: dict[str, Value], chance: random.Random) -> Value:
    for _ in range(20):
        value = draw_value(flow, name, facts, chance)
        if value != facts[name]:
            return value
    assume(False)
    raise AssertionError("unreachable")


def fitting(flow: Flow, facts: dict[str, Value], chance: random.Random) -> dict[str, Value]:
    """Draw anew what no longer fits the group it was chosen from."""
    for name, value in facts.items():
        fact = fact_named(flow, name)
        if fact is not None and fact.within and value not in offered_beside(flow, name, facts):
            facts = {**facts, name: draw_value(flow, name, facts, chance)}
    return facts


def changed_call(
    flow: Flow, chance: random.Random
) -> tuple[State, State, str, dict[str, Value], dict[str, Value]]:
    """Walk a call, go back to one answer, change it and walk on."""
    facts = draw_facts(flow, chance, absent=0.3)
    first = walk_on(flow, begin(flow), facts)
    names = answered(flow, replay(flow, first), facts)
    assume(names)
    name = chance.choice(names)
    changed = fitting(flow, {**facts, name: other_value(flow, name, facts, chance)}, chance)
    given = {n: value for n, value in changed.items() if n == name or value != facts[n]}
    second = walk_on(flow, answer(first, given), changed)
    return first, second, name, facts, changed


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@CALLS
def test_an_early_answer_changed_in_the_call_equals_a_call_that_gave_it_at_once(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    _, second, _, _, changed = changed_call(flow, chance)
    fresh = walk_on(flow, begin(flow), changed)
    run, wanted = replay(flow, second), replay(flow, fresh)
    assert run == wanted
    assert view_of(flow, second, run) == view_of(flow, fresh, wanted)


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@CALLS
def test_answers_off_the_way_are_kept_and_come_back_with_the_way(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    first, second, _, facts, changed = changed_call(flow, chance)
    assert set(first.answers) <= set(second.answers)
    assert first.passed <= second.passed
    back = {name: facts[name] for name in facts if facts[name] != changed[name]}
    restored = answer(second, back)
    assert replay(flow, restored) == replay(flow, first)
    assert first.answers.items() <= restored.answers.items()


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@CALLS
def test_answers_off_the_way_change_neither_way_nor_report(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    _, second, _, _, _ = changed_call(flow, chance)
    run = replay(flow, second)
    keys = {visit.key for visit in run.visits}
    known = {name: value for name, value in second.answers.items() if name in run.known}
    bare = State(flow.id, flow.route, known, second.passed & keys)
    assert replay(flow, bare) == run
    assert view_of(flow, bare, run) == view_of(flow, second, run)


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_page_gives_back_every_answer_also_those_off_the_way(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    assert json.loads(handle(json.dumps({"call": "load", "flow": json.loads(dump_flow(flow))})))[
        "ok"
    ]
    _, second, _, _, _ = changed_call(flow, chance)
    _, read = read_state(json.loads(json.dumps(write_state(second))))
    assert read == second


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_step_passed_off_the_way_is_no_pass_elsewhere(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    facts = draw_facts(flow, chance, absent=0.3)
    state = walk_on(flow, begin(flow), facts)
    assert replay(flow, pass_step(state, "bukan/langkah")) == replay(flow, state)
    for key in state.passed:
        less = State(state.flow, state.route, state.answers, state.passed - {key})
        run = replay(flow, less)
        assert run.done or run.visits[-1].key == key or not run.visits[-1].answered
