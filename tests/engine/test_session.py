"""Replay: changing an answer equals a fresh run; a ghost answer decides nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_engine.content import places
from flow_engine.facts import Fact, FactType, Value, to_json
from flow_engine.model import Flow
from flow_engine.runs import run_facts
from flow_engine.session import State, answer, forget, pass_step, replay, start
from flow_engine.views import view_of

from .conftest import NOW

pytestmark = pytest.mark.luas


def value_for(fact: Fact) -> st.SearchStrategy[Value]:
    match fact.type:
        case FactType.CHOICE:
            return st.sampled_from([choice.value for choice in fact.choices])
        case FactType.READING:
            return st.one_of(st.none(), st.integers(0, 999).map(str))
        case FactType.DATETIME:
            return st.integers(0, 14 * 60).map(lambda m: NOW - datetime.timedelta(minutes=m))
        case _:
            if fact.digits:
                none = ["tidak-ada"] if fact.none_label else []
                return st.sampled_from(["1" * fact.digits[0], *none])
            return st.sampled_from(["satu", "dua"])


def answers_for(flow: Flow) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries(
        {"sekarang": st.just(NOW)},
        optional={
            n: value_for(f) for n, f in flow.facts.items() if n != "sekarang" and not f.setting
        },
    )


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changing_an_answer_equals_a_fresh_run(
    flows: dict[str, Flow], flow_id: str, data: st.DataObject
) -> None:
    flow = flows[flow_id]
    first = data.draw(answers_for(flow))
    change = data.draw(answers_for(flow))
    changed = answer(start(flow, first), change)
    fresh = start(flow, {**first, **change})
    for attended in (True, False):
        assert replay(flow, changed, attended=attended) == replay(flow, fresh, attended=attended)


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_answer_off_the_way_decides_nothing(
    flows: dict[str, Flow], flow_id: str, data: st.DataObject
) -> None:
    flow = flows[flow_id]
    given_answers = data.draw(answers_for(flow))
    run = replay(flow, start(flow, given_answers), attended=False)
    on_the_way = {n: v for n, v in given_answers.items() if n in run.known}
    assert replay(flow, start(flow, on_the_way), attended=False) == run


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_walking_step_by_step_reaches_what_the_facts_alone_reach(
    flows: dict[str, Flow], flow_id: str, data: st.DataObject
) -> None:
    flow = flows[flow_id]
    facts = data.draw(answers_for(flow))
    state = start(flow, {"sekarang": NOW})
    for _ in range(200):
        run = replay(flow, state)
        if run.done:
            break
        visit = run.visits[-1]
        known = {name: facts[name] for name in visit.step.asks if name in facts}
        missing = [name for name in visit.step.asks if name not in facts]
        if missing and not visit.step.optional:
            assert run.needs in missing
            break
        state = pass_step(answer(state, known), visit.key)
    else:
        raise AssertionError("the walk does not end")
    attended = replay(flow, state)
    # A waived question (a code after the self diagnosis broke off) is never put to the reader.
    waived = {name for place in places(flow) if place.step.waived for name in place.step.asks}
    unasked = waived - set(state.answers)
    asked = {name: value for name, value in facts.items() if name not in unasked}
    alone = replay(flow, start(flow, asked), attended=False)
    assert attended.outcome == alone.outcome
    assert attended.clauses == alone.clauses
    assert attended.silences == alone.silences
    assert attended.done == alone.done


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_full_set_of_facts_reaches_an_outcome(
    flows: dict[str, Flow], flow_id: str, data: st.DataObject
) -> None:
    flow = flows[flow_id]
    facts = {
        name: to_json(data.draw(value_for(fact)))
        for name, fact in flow.facts.items()
        if name != "sekarang" and not fact.setting
    }
    result = run_facts(flow, {**facts, "sekarang": to_json(NOW)}, NOW)
    assert result["status"] == "done"
    assert result["outcome"] in flow.outcomes
    assert result["stated_by_sop"] is (result["note"] is None)


def test_a_kept_answer_comes_back_when_the_way_leads_there_again(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = start(flow, {"listrik": "padam", "layar": "terlihat", "keterangan_layar": "lain"})
    lit = answer(state, {"listrik": "menyala"})
    assert "keterangan_layar" not in replay(flow, lit, attended=False).known
    again = answer(lit, {"listrik": "padam"})
    assert replay(flow, again, attended=False) == replay(flow, state, attended=False)


def test_a_step_returns_a_new_state_and_leaves_the_old_one(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    now = start(flow)
    later = answer(pass_step(now, "pembuka/salam"), {"listrik": "padam"})
    assert now == State("periksa", flow.route, {}, frozenset())
    assert later.answers == {"listrik": "padam"}
    assert forget(later, ("listrik",)).answers == {}


def test_the_view_shows_an_earlier_step_with_its_answer(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = start(flow, {"listrik": "padam", "layar": "terlihat"})
    for key in ("pembuka/salam", "pembuka/nama"):
        state = pass_step(state, key)
    run = replay(flow, state)
    view: dict[str, Any] = view_of(flow, state, run)
    assert view["step"]["key"] == "keterangan-layar"
    assert [row["answer"] for row in view["trail"]] == ["", "", "Padam", "Masih terlihat", ""]
    back = view_of(flow, state, run, 2)
    assert back["step"]["key"] == "listrik"
    assert back["answers"] == {"listrik": "padam"}
    assert back["last"] == 4
    assert [row["title"] for row in back["next"]] == [
        "Padam: layar kWh meter terlihat atau blank?",
        "Listrik menyala: layar terlihat atau blank?",
    ]
