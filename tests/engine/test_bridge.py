"""The bridge takes any message: it answers, or says in one sentence why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine import bridge
from flow_engine.bridge import handle
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.saved import BadMessage
from flow_engine.wire import dump_flow

from .tiny import write_tiny

NOW = "2026-01-15T10:00"


def call(**request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(handle(json.dumps({"now": NOW, **request})))
    return answer


@pytest.fixture(scope="module", autouse=True)
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The state of a call that has just begun, in the flow of the tiny data."""
    data: Path = write_tiny(tmp_path_factory.mktemp("kecil"))
    flow = load_flows(data, load_library(data)[0])[0]["contoh"]
    assert call(call="load", flow=json.loads(dump_flow(flow)))["ok"] is True
    state: dict[str, Any] = call(call="start", flow="contoh")["state"]
    return state


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ("[" * 101, "Pesan bersarang terlalu dalam."),
        ('{"call": "view", "state": ' + '{"a": ' * 5000, "Pesan bersarang terlalu dalam."),
        ("[]", "Pesan harus berupa objek."),
        ('{"call": "lari"}', "Panggilan tidak dikenal."),
        ('{"call": "view", "state": 1}', "Keadaan panggilan rusak."),
        ('{"call": "view", "state": {"flow": "tiada"}}', "Alur “tiada” belum dimuat."),
    ],
)
def test_a_message_that_cannot_be_taken_is_told(request_: str, words: str) -> None:
    assert json.loads(handle(request_))["failure"].startswith(words)


@pytest.mark.parametrize(
    ("request_", "told", "logged"),
    [
        ('{"call": "load", "flow": {}}', "Data alur ini tidak cocok", "WireError: not a flow of"),
        ("{", "Mesin tidak dapat menjawab. Muat ulang", "JSONDecodeError: Expecting"),
        ('{"call": "load"}', "Mesin tidak dapat menjawab.", "KeyError: 'flow'"),
    ],
)
def test_what_only_programmers_understand_stands_in_the_console(
    request_: str, told: str, logged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    failure = json.loads(handle(request_))["failure"]
    assert failure.startswith(told) and "Error" not in failure
    assert capsys.readouterr().err.startswith(f"Pandu: {logged}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"route": "lama", "way": ""}, "Panggilan ini dimulai pada versi alur yang lain."),
        ({"answers": []}, "Keadaan panggilan rusak."),
        ({"passed": "x"}, "Keadaan panggilan rusak."),
        ({"answers": {"listrik": "mati"}}, "Jawaban listrik tidak dapat dipakai lagi: “mati”"),
        ({"answers": {"lantai@2": 3}}, "Jawaban lantai@2 tidak dikenal."),
    ],
)
def test_a_damaged_state_is_refused(
    started: dict[str, Any], changes: dict[str, Any], words: str
) -> None:
    answer = call(call="view", state={**started, **changes})
    assert answer["failure"].startswith(words)


def test_an_answer_of_a_fact_that_is_gone_is_left_out(started: dict[str, Any]) -> None:
    shown = call(call="view", state={**started, "answers": {"warna": "biru", "lantai": 3}})
    assert shown["state"]["answers"] == {"lantai": 3}


def test_a_required_step_is_passed_by_its_answer_alone(started: dict[str, Any]) -> None:
    state = call(call="pass", state=started)["state"]
    shown = call(call="pass", state=state, at=99)
    assert shown["view"]["step"]["key"] == "listrik"
    assert "listrik" not in shown["state"]["answers"]


def test_a_computed_way_has_no_title_before_it_is_decided(started: dict[str, Any]) -> None:
    state = call(call="pass", state=started)["state"]
    shown = call(call="answer", state=state, answers={"listrik": "padam"})
    assert shown["view"]["step"]["key"] == "lantai" and shown["view"]["next"] == []
    done = call(call="answer", state=shown["state"], answers={"lantai": 3})
    assert done["view"]["report"]["outcome"] == "padam-tinggi"


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(),
        st.sampled_from(["contoh", "listrik", "padam", "lantai", "pembuka/salam", NOW]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(
        st.sampled_from(["flow", "route", "answers", "passed", "listrik", "lantai", "x"]), inner,
        max_size=3,
    )),
    max_leaves=8,
)  # fmt: skip
CALLS = ["load", "start", "view", "answer", "pass", "close", "check", "run"]


@given(st.sampled_from(CALLS), st.dictionaries(
    st.sampled_from(["flow", "state", "facts", "answers", "at", "now", "continued"]), JSON
))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_any_message_is_answered(name: str, request_: dict[str, Any]) -> None:
    message = {"now": NOW, "flow": "contoh", "call": name, **request_}
    answer = json.loads(handle(json.dumps(message)))
    assert set(answer) in (
        {"failure"}, {"errors"}, {"ok", "flow", "route"}, {"state", "kept", "view"},
        {"entry"}, {"status", "errors"},
    ) or "status" in answer  # fmt: skip


@given(st.sampled_from(CALLS[1:]), JSON, JSON, JSON)
@settings(max_examples=200, deadline=None)
def test_any_field_of_a_true_state_may_be_damaged(
    started: dict[str, Any], name: str, answers: Any, passed: Any, at: Any
) -> None:
    state = {**started, "answers": answers, "passed": passed}
    assert isinstance(call(call=name, flow="contoh", state=state, answers=answers, at=at), dict)


def test_a_room_adds_calls_that_are_answered_as_the_engines_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bridge, "_CALLS", dict(bridge._CALLS))

    def refuse(request: dict[str, object]) -> dict[str, object]:
        raise BadMessage("Kartu ini tidak ada.")

    assert "tidak dikenal" in handle('{"call": "kartu"}')
    bridge.add_calls({"kartu": lambda request: {"kartu": request["id"]}, "tolak": refuse})
    assert handle('{"call": "kartu", "id": 3}') == '{"kartu":3}'
    assert handle('{"call": "tolak"}') == '{"failure": "Kartu ini tidak ada."}'
    assert json.loads(handle('{"call": "kartu"}')) == {"failure": bridge.UNABLE}
    bridge.add_calls({"kartu": lambda request: {}})
    assert handle('{"call": "kartu"}') == "{}"


def test_a_room_cannot_take_the_place_of_a_call_of_the_engine() -> None:
    with pytest.raises(ValueError, match="answer, start"):
        bridge.add_calls({"start": dict, "answer": dict, "kartu": dict})
    assert "tidak dikenal" in handle('{"call": "kartu"}')
