"""A flow goes over the wire and back unchanged; the bridge never raises."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_engine.bridge import handle
from flow_engine.guards import All, Always, AnyOf, Compare, Given, Guard, Is, Not
from flow_engine.model import Flow, Goto, Way
from flow_engine.wire import WireError, _from_data, _to_data, dump_flow, load_flow

NAMES = st.sampled_from(["a", "b", "c"])
LEAVES: st.SearchStrategy[Guard] = st.one_of(
    st.just(Always()),
    st.builds(Is, NAMES, st.lists(NAMES, min_size=1).map(tuple)),
    st.builds(Compare, NAMES, st.sampled_from(["<", "<=", "=", ">=", ">"]), st.integers()),
    st.builds(Given, NAMES, st.booleans()),
)
GUARDS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
)


@given(GUARDS)
def test_a_guard_survives_json(guard: Guard) -> None:
    way = Way(guard, Goto(step="x"))
    assert _from_data(Way, json.loads(json.dumps(_to_data(way)))).guard == guard


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
def test_a_flow_survives_json_to_the_byte(flows: dict[str, Flow], flow_id: str) -> None:
    text = dump_flow(flows[flow_id])
    loaded = load_flow(text)
    assert dump_flow(loaded) == text
    assert (loaded.route, loaded.wording) == (flows[flow_id].route, flows[flow_id].wording)


def test_a_changed_wording_keeps_the_route_and_changes_the_wording(flows: dict[str, Flow]) -> None:
    data = json.loads(dump_flow(flows["periksa"]))
    data["parts"]["PRK-05/1"]["text"] += " x"
    loaded = load_flow(json.dumps(data))
    assert loaded.route == flows["periksa"].route
    data["outcomes"]["layar-blank"]["work_order"] = "KWH PERIKSA"
    with pytest.raises(WireError, match="route"):
        load_flow(json.dumps(data))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":2}', "[" * 9999, '{"format":1,"x":1}'])
def test_what_is_no_flow_is_refused(text: str) -> None:
    with pytest.raises(WireError):
        load_flow(text)


def call(**request: Any) -> dict[str, Any]:
    request.setdefault("now", "2026-11-22T10:00")
    answer: dict[str, Any] = json.loads(handle(json.dumps(request)))
    return answer


@pytest.fixture
def periksa(flows: dict[str, Flow]) -> dict[str, Any]:
    loaded = call(call="load", flow=json.loads(dump_flow(flows["periksa"])))
    assert loaded["ok"] is True
    call(call="load", flow=json.loads(dump_flow(flows["lapor-ulang"])))
    return call(call="start", flow="periksa", facts={})


def test_a_call_starts_at_the_greeting(periksa: dict[str, Any]) -> None:
    view = periksa["view"]
    assert view["step"]["key"] == "pembuka/salam"
    assert view["step"]["say"][0]["id"] == "PRK-01/1"
    assert view["status"] == "ask"


def test_the_clock_is_pinned_with_the_first_answer(periksa: dict[str, Any]) -> None:
    assert "sekarang" not in periksa["state"]["answers"]
    passed = call(call="pass", state=periksa["state"], at=0, now="2026-11-22T10:15")
    assert passed["state"]["answers"]["sekarang"] == "2026-11-22T10:15"
    later = call(call="pass", state=passed["state"], at=1, now="2026-11-22T18:00")
    assert later["state"]["answers"]["sekarang"] == "2026-11-22T10:15"


def test_answers_are_checked_and_a_bad_one_changes_nothing(periksa: dict[str, Any]) -> None:
    bad = call(call="answer", state=periksa["state"], at=0, answers={"listrik": "mati"})
    assert bad["errors"][0]["fact"] == "listrik"
    assert "state" not in bad


def test_passing_an_optional_question_takes_its_answer_back(periksa: dict[str, Any]) -> None:
    named = call(call="answer", state=periksa["state"], at=0, answers={"nama_cso": "Contoh"})
    assert named["state"]["answers"]["nama_cso"] == "Contoh"
    skipped = call(call="pass", state=named["state"], at=0)
    assert "nama_cso" not in skipped["state"]["answers"]


def test_a_continued_call_does_not_greet_again(periksa: dict[str, Any]) -> None:
    facts = {"idpel": "53123456789", "listrik": "padam"}
    started = call(call="start", flow="lapor-ulang", facts=facts, continued=True)
    assert started["view"]["step"]["key"] == "no-laporan"
    assert "listrik" not in started["state"]["answers"]


@pytest.mark.parametrize(
    "request_",
    [
        {}, {"call": "x"}, {"call": "view"}, {"call": "view", "state": []},
        {"call": "view", "state": {"flow": "periksa", "route": "lama"}},
        {"call": "view", "state": {"flow": "nihil"}}, {"call": "start", "flow": "nihil"},
        {"call": "load", "flow": {}}, {"call": "answer"}, {"call": "run", "flow": "periksa"},
        {"call": "start", "flow": "periksa", "now": "kemarin"},
    ],
)  # fmt: skip
def test_a_damaged_message_is_answered_with_a_failure(
    periksa: dict[str, Any], request_: dict[str, Any]
) -> None:
    assert "failure" in call(**request_)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert "failure" in json.loads(handle(text)) or text.strip()


def test_a_state_with_a_foreign_value_is_refused(periksa: dict[str, Any]) -> None:
    state = {**periksa["state"], "answers": {"listrik": "<img onerror=1>"}}
    assert "tidak dapat dipakai lagi" in call(call="view", state=state)["failure"]
