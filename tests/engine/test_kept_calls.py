"""A call that is kept holds the way and no person; a bridge takes it up again."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from flow_engine.bridge import handle
from flow_engine.facts import NO_VALUE, WITHHELD, FactType, Value
from flow_engine.model import Flow
from flow_engine.repeats import fact_named
from flow_engine.runs import read_facts
from flow_engine.saved import write_state
from flow_engine.scenarios import PINNED, load_scenarios
from flow_engine.session import State, answer, replay, start, without_person
from flow_engine.wire import dump_flow
from tests.knowledge import real_flows

from .calls import FLOW_IDS, begin, chances, draw_facts, personal_value, walk_on
from .conftest import DATA, NOW

_FLOWS = real_flows()
_SCENARIOS, _ = load_scenarios(DATA, _FLOWS)
TYPED = (FactType.TEXT, FactType.EMAIL)
LABEL = "perlu diisi lagi"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    for flow in _FLOWS.values():
        assert call(call="load", flow=json.loads(dump_flow(flow)))["ok"] is True


def call(**request: Any) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(handle(json.dumps({"now": "2026-01-15T10:00", **request})))
    return reply


def canary(flow: Flow, name: str) -> str:
    """Return a typed text that stands nowhere else."""
    fact = fact_named(flow, name)
    assert fact is not None
    if fact.digits:
        return "7" * fact.digits[0]
    return f"{name}@rahasia.example" if fact.type is FactType.EMAIL else personal_value(name)


def canaries(flow: Flow) -> dict[str, Value]:
    return {name: canary(flow, name) for name, fact in flow.facts.items() if fact.type in TYPED}


def with_canaries(flow: Flow, given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the facts of a case, every typed text in them one that can be found again."""
    facts = read_facts(flow, given, PINNED)[0]
    none = {name: value for name, value in facts.items() if value == NO_VALUE}
    return {**facts, **canaries(flow), **none}


def way_of(view: Mapping[str, Any]) -> Any:
    """Return what may not change when a person is taken out of a call."""
    trail = [(row["index"], row["key"], row["title"], row["passed"]) for row in view["trail"]]
    report = {key: view["report"][key] for key in ("outcome", "apkt", "work_order", "clauses")}
    return view["status"], view["last"], trail, report, view["todo"], view["clocks"]


def choices_in(flow: Flow, state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in state["answers"].items()
        if (fact := fact_named(flow, name)) and fact.type not in TYPED
    }


@pytest.mark.parametrize("flow_id", FLOW_IDS)
def test_no_scenario_keeps_what_was_typed_and_each_can_be_taken_up_again(flow_id: str) -> None:
    flow = _FLOWS[flow_id]
    cases = [case for case in _SCENARIOS if case.flow == flow_id]
    assert cases
    for case in cases:
        state = walk_on(flow, begin(flow), with_canaries(flow, case.facts))
        shown = call(call="view", state=write_state(state))
        kept = shown["kept"]
        assert kept == call(call="close", state=shown["state"])["kept"]
        told = json.dumps(kept)
        leaked = [name for name, text in canaries(flow).items() if str(text) in told]
        assert leaked == [], case.title
        resumed = call(call="view", state=kept)
        assert resumed["state"] == resumed["kept"] == kept
        assert way_of(resumed["view"]) == way_of(shown["view"]), case.title
        assert choices_in(flow, kept) == choices_in(flow, shown["state"])
        assert "RAHASIA" not in json.dumps(resumed) and "\\u0000" not in json.dumps(resumed)
        for row in resumed["view"]["missing"]:
            assert row["fact"] in kept["withheld"]
            assert LABEL in resumed["view"]["trail"][row["index"]]["answer"]
        asked = {name for name in kept["withheld"] if name in replay(flow, state).known}
        assert {row["fact"] for row in resumed["view"]["missing"]} == asked


@given(chances())
@settings(max_examples=60, deadline=None)
def test_taking_the_person_out_leaves_the_way(chance: random.Random) -> None:
    flow = _FLOWS[chance.choice(FLOW_IDS)]
    facts = draw_facts(flow, chance, absent=0.3)
    for state in (walk_on(flow, begin(flow), facts), start(flow, facts)):
        for attended in (True, False):
            run = replay(flow, state, attended=attended)
            kept = replay(flow, without_person(flow, state), attended=attended)
            assert kept.visits == run.visits
            assert (kept.outcome, kept.done, kept.needs) == (run.outcome, run.done, run.needs)
            assert (kept.clauses, kept.silences) == (run.clauses, run.silences)
            assert kept.decisions == run.decisions
            assert kept.known.keys() == run.known.keys()


def test_choices_times_numbers_readings_and_having_no_id_are_kept(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = start(flow, {
        "listrik": "padam", "sapaan": "ibu", "sekarang": NOW, "kode_08": "12,5", "kode_70": None,
        "idpel": NO_VALUE, "idpel_pengganti": NO_VALUE, "nama_penelepon": "Rina",
        "jam_konfirmasi": "19.00", "no_laporan": "G1",
    })  # fmt: skip
    bare = without_person(flow, state)
    assert set(bare.answers) == {"listrik", "sapaan", "sekarang", "kode_08", "kode_70", "idpel"}
    assert bare.withheld == {"idpel_pengganti", "nama_penelepon", "jam_konfirmasi", "no_laporan"}
    assert without_person(flow, bare) == bare


def test_an_answer_no_fact_is_left_of_is_withheld_too(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    odd = State(flow.id, flow.route, {"warna": "biru"})
    assert without_person(flow, odd).answers == {}


def at_the_id() -> dict[str, Any]:
    """Return the reply of a call in periksa in which the ID was just given."""
    flow = _FLOWS["periksa"]
    case = next(case for case in _SCENARIOS if case.title == "Kode 08 belum dibacakan")
    facts = {**with_canaries(flow, case.facts), "nama_cso": "Sari"}
    return call(call="view", state=write_state(walk_on(flow, begin(flow), facts)))


def test_a_closed_call_keeps_the_way_and_forgets_the_person() -> None:
    shown = at_the_id()
    closed = call(call="close", state=shown["state"])
    assert way_of(closed["view"]) == way_of(shown["view"])
    assert closed["state"] == closed["kept"]
    texts = {row["fact"]: row["text"] for row in closed["view"]["facts"]}
    assert texts["idpel"] == texts["nama_penelepon"] == texts["nama_cso"] == LABEL
    assert texts["listrik"] != LABEL
    assert {"idpel", "nama_penelepon", "nama_cso"} <= set(closed["state"]["withheld"])


def test_what_is_missing_points_to_the_step_that_asks_for_it() -> None:
    view = call(call="close", state=at_the_id()["state"])["view"]
    missing = {row["fact"]: row for row in view["missing"]}
    assert missing["idpel"]["label"] == "ID Pelanggan atau nomor meter"
    assert view["trail"][missing["idpel"]["index"]]["key"] == "idpel"
    assert view["trail"][missing["nama_penelepon"]["index"]]["key"] == "pembuka/nama"
    assert "listrik" not in missing
    assert at_the_id()["view"]["missing"] == []


def test_a_withheld_fact_can_be_answered_again_or_left_out() -> None:
    closed = call(call="close", state=at_the_id()["state"])
    (at,) = [row["index"] for row in closed["view"]["missing"] if row["fact"] == "idpel"]
    step = call(call="view", state=closed["state"], at=at)["view"]
    assert step["step"]["key"] == "idpel" and step["answers"] == {}
    given_id = {"idpel": "531234567890"}
    again = call(call="answer", state=closed["state"], at=at, answers=given_id)
    assert "idpel" not in again["state"]["withheld"]
    assert again["state"]["answers"]["idpel"] == "531234567890"
    assert "idpel" not in [row["fact"] for row in again["view"]["missing"]]
    assert "idpel" in again["kept"]["withheld"]
    texts = {row["fact"]: row["text"] for row in again["view"]["facts"]}
    assert texts["idpel"] == "5312 3456 7890"
    assert way_of(again["view"])[:3] == way_of(closed["view"])[:3]
    wrong = call(call="answer", state=closed["state"], at=at, answers={"idpel": "1"})
    assert wrong["errors"][0]["fact"] == "idpel"
    (name_at,) = [
        row["index"] for row in closed["view"]["missing"] if row["fact"] == "nama_penelepon"
    ]
    left = call(call="pass", state=closed["state"], at=name_at)
    assert "nama_penelepon" not in left["state"]["withheld"]


def test_the_officers_name_comes_back_from_the_page() -> None:
    kept = at_the_id()["kept"]
    assert "nama_cso" in kept["withheld"]
    back = call(call="view", state=kept, voice={"officer": "  Budi \n Raharjo ", "ahead": 0})
    assert back["state"]["answers"]["nama_cso"] == "Budi Raharjo"
    assert "nama_cso" not in [row["fact"] for row in back["view"]["missing"]]
    assert back["kept"] == kept
    assert "Budi" not in json.dumps(back["kept"])
    nobody = call(call="view", state=kept, voice={"officer": "", "ahead": 0})
    assert "nama_cso" in nobody["state"]["withheld"]


def test_a_name_the_page_cannot_have_meant_breaks_no_call() -> None:
    kept = at_the_id()["kept"]
    for name in ("Bu\u0007di", "\u202eBudi", "B" * 200, None, 7, ["Budi"]):
        back = call(call="view", state=kept, voice={"officer": name, "ahead": 0})
        again = call(call="view", state=back["state"])
        assert "failure" not in again, name
        assert "None" not in json.dumps(back["view"]["facts"])


def test_a_report_keeps_the_place_of_what_is_not_kept() -> None:
    flow = _FLOWS["turun-daya"]
    facts = {**canaries(flow), "tujuan": "non-subsidi"}
    shown = call(call="view", state=write_state(walk_on(flow, begin(flow), facts)))
    assert shown["view"]["report"]["reports"][0]["text"] == personal_value("permasalahan")
    closed = call(call="close", state=shown["state"])["view"]["report"]
    assert closed["reports"][0]["text"] == "{permasalahan}"
    assert "RAHASIA" not in json.dumps(closed)


def test_a_withheld_fact_counts_as_given_and_an_answer_ends_that(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = State(flow.id, flow.route, {"listrik": "padam"}, withheld=frozenset({"nama_penelepon"}))
    assert replay(flow, state, attended=False).known["nama_penelepon"] == WITHHELD
    given_again = answer(state, {"nama_penelepon": "Rina"})
    assert given_again.withheld == frozenset()
    assert replay(flow, given_again, attended=False).known["nama_penelepon"] == "Rina"


def test_a_call_that_goes_on_elsewhere_knows_what_was_given_and_not_kept() -> None:
    names = ["nama_penelepon", "idpel", "listrik", "tiada", 7]
    begun = call(
        call="start", flow="lapor-ulang", facts={"idpel": "531234567890"}, withheld=names,
        continued=True,
    )  # fmt: skip
    assert begun["state"]["withheld"] == ["nama_penelepon"]
    assert begun["state"]["answers"]["idpel"] == "531234567890"
    assert call(call="start", flow="lapor-ulang", withheld="idpel")["state"]["withheld"] == []


BROKEN: list[tuple[str, Any]] = [
    ("withheld", "idpel"), ("withheld", {"idpel": 1}), ("withheld", 3), ("withheld", None),
    ("times", []), ("times", "x"), ("times", None), ("times", {"idpel": 7}),
    ("times", {"idpel": "kemarin"}), ("times", {"idpel": None}),
    ("times", {"idpel": "2026-01-15T10:00+07:00"}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BROKEN)
@pytest.mark.parametrize("name", ["view", "answer", "pass", "close", "check"])
def test_a_kept_state_that_is_damaged_is_refused(name: str, field: str, value: Any) -> None:
    state = {**at_the_id()["kept"], field: value}
    reply = call(call=name, state=state, answers={}, fact="idpel", value="5")
    assert reply == {"failure": "Keadaan panggilan rusak."}


def test_withheld_names_that_are_none_are_left_out() -> None:
    state = {**at_the_id()["kept"], "withheld": ["tiada", 7, None, ["x"], "idpel", "idpel@2"]}
    assert call(call="view", state=state)["state"]["withheld"] == ["idpel"]


@pytest.mark.parametrize("ahead", ["60", 1.5, None, [], {}, True, 1441, -1441, 10**30])
def test_a_zone_that_cannot_be_read_is_refused(ahead: Any) -> None:
    reply = call(call="view", state=at_the_id()["kept"], voice={"officer": "S", "ahead": ahead})
    assert reply == {"failure": "Zona waktu penelepon tidak dapat dibaca."}


@pytest.mark.parametrize("voice", [None, "Sari", 3, [], True])
def test_a_voice_that_is_none_stays_open(voice: Any) -> None:
    view = call(call="view", state=at_the_id()["kept"], voice=voice)["view"]
    assert view["greeting"] == ""


def test_a_voice_greets_by_the_callers_clock() -> None:
    kept = at_the_id()["kept"]
    assert call(call="view", state=kept, voice={})["view"]["greeting"] == "Pagi"
    assert call(call="view", state=kept, voice={"ahead": 120})["view"]["greeting"] == "Siang"
    assert call(call="view", state=kept, voice={"ahead": -1440})["view"]["greeting"] == "Pagi"


def test_the_bridge_reads_an_entry_while_it_is_typed() -> None:
    state = at_the_id()["kept"]
    told = call(call="check", state=state, fact="idpel", value="5312 3456 7890")
    assert told == {
        "entry": {
            "state": "ok",
            "text": "5312 3456 7890 · 12 angka",
            "spelling": [],
            "note": "",
            "clocks": [],
        }
    }
    empty: list[Any] = [None, "", 0, []]
    for value in empty:
        assert call(call="check", state=state, fact="idpel", value=value)["entry"]["state"] == (
            "empty"
        )
    assert call(call="check", state=state, value="x")["entry"]["state"] == "empty"
