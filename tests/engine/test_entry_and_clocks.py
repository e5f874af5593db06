"""What is typed is told before it is sent; a time is told with its limits."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.bridge import handle
from flow_engine.clocks import clock_rows, limits_of
from flow_engine.entry import in_groups, read_entry
from flow_engine.facts import CLOCK, NO_VALUE, WITHHELD, ValueProblem, parse_value
from flow_engine.filling import NOBODY, Voice
from flow_engine.guards import AnyOf, Compare, Not
from flow_engine.model import Flow, Goto, Way
from flow_engine.runs import read_facts
from flow_engine.saved import write_state
from flow_engine.scenarios import PINNED, load_scenarios
from flow_engine.session import State, note_time, replay, start
from flow_engine.views import view_of
from flow_engine.wire import dump_flow
from tests.knowledge import real_flows

from .calls import begin, walk_on
from .conftest import DATA, NOW

_FLOWS = real_flows()
_SCENARIOS, _ = load_scenarios(DATA, _FLOWS)
NIGHT = datetime.datetime(2026, 1, 16, 1, 30)
EMPTY = {"state": "empty", "text": "", "spelling": [], "note": "", "clocks": []}


def entry(flow: Flow, name: str, raw: str, state: State | None = None) -> dict[str, Any]:
    return read_entry(flow, state or start(flow), name, raw, NIGHT)


def test_digits_stand_in_groups_of_four() -> None:
    assert in_groups("531234567890") == "5312 3456 7890"
    assert in_groups("53123") == "5312 3"
    assert in_groups("") == ""


@pytest.mark.parametrize(
    ("raw", "state", "text"),
    [
        ("5", "partial", "5 · 1 dari 11 atau 12 angka"),
        ("5312345678", "partial", "5312 3456 78 · 10 dari 11 atau 12 angka"),
        ("53123456789", "ok", "5312 3456 789 · 11 angka"),
        ("531234567890", "ok", "5312 3456 7890 · 12 angka"),
        ("5312345678901", "wrong", "13 angka; harus 11 atau 12 angka."),
        ("5312 3456 7890", "ok", "5312 3456 7890 · 12 angka"),
        ("5312-3456.7890", "ok", "5312 3456 7890 · 12 angka"),
        ("5312\u00a03456\u00a07890", "ok", "5312 3456 7890 · 12 angka"),
        (" 531234567890\t", "ok", "5312 3456 7890 · 12 angka"),
        ("53123456789O", "wrong", "Isi dengan angka saja."),
        ("٥٣١٢٣٤٥٦٧٨٩", "wrong", "Isi dengan angka saja."),
        ("-", "wrong", "Isi dengan angka saja."),
    ],
)
def test_digits_are_counted_while_they_are_typed(
    flows: dict[str, Flow], raw: str, state: str, text: str
) -> None:
    assert entry(flows["periksa"], "idpel", raw) == {**EMPTY, "state": state, "text": text}


def test_a_code_of_twenty_digits_is_counted_too(flows: dict[str, Flow]) -> None:
    told = entry(flows["progres-periksa"], "token_ctt", "1" * 19)
    assert told["state"] == "partial" and told["text"].endswith("· 19 dari 20 angka")
    assert entry(flows["progres-periksa"], "token_ctt", "1" * 20)["state"] == "ok"


def test_having_no_id_is_an_answer_and_not_a_wrong_number(flows: dict[str, Flow]) -> None:
    assert entry(flows["periksa"], "idpel", NO_VALUE) == {**EMPTY, "state": "ok"}
    assert entry(flows["periksa"], "idpel_pengganti", NO_VALUE)["state"] == "wrong"


@given(st.text(alphabet="0123456789 -.\u00a0x", max_size=16))
@settings(max_examples=200, deadline=None)
def test_digits_are_fine_here_exactly_when_they_will_be_taken(raw: str) -> None:
    flow = _FLOWS["periksa"]
    try:
        parse_value(flow.facts["idpel"], raw)
        taken = True
    except ValueProblem:
        taken = False
    assert (entry(flow, "idpel", raw)["state"] == "ok") is taken


@pytest.mark.parametrize("raw", ["", " ", "\u00a0", "\t\n"])
@pytest.mark.parametrize("name", ["idpel", "nama_penelepon", "email", "waktu_padam"])
def test_an_empty_field_says_nothing(flows: dict[str, Flow], name: str, raw: str) -> None:
    for flow in flows.values():
        assert entry(flow, name, raw) == EMPTY


def test_a_fact_nobody_knows_says_nothing(flows: dict[str, Flow]) -> None:
    assert entry(flows["periksa"], "tiada", "x") == EMPTY
    assert entry(flows["periksa"], "idpel@2", "531234567890") == EMPTY


def test_an_address_is_spelt_from_its_first_letter_on(flows: dict[str, Flow]) -> None:
    begun = entry(flows["pln-mobile"], "email", "ri")
    assert begun["state"] == "partial"
    assert begun["text"].startswith("Alamat email belum lengkap")
    assert [row["word"] for row in begun["spelling"]] == ["Romeo", "India"]
    whole = entry(flows["pln-mobile"], "email", " r@gmail.com ")
    assert (whole["state"], whole["text"]) == ("ok", "")
    assert [row["word"] for row in whole["spelling"]] == ["Romeo", "et", "gmail", "titik", "com"]
    assert begun["note"] == whole["note"] == "Ejaan pilihan kami, bukan dari SOP."


def test_a_text_is_fine_as_soon_as_something_stands_there(flows: dict[str, Flow]) -> None:
    assert entry(flows["periksa"], "nama_penelepon", "Rina") == {**EMPTY, "state": "ok"}
    assert entry(flows["periksa"], "nama_penelepon", "Ri\x00na")["state"] == "wrong"


def test_a_reading_that_is_none_is_told(flows: dict[str, Flow]) -> None:
    assert entry(flows["periksa"], "kode_08", "12,5")["state"] == "ok"
    assert "bukan bilangan" in entry(flows["periksa"], "kode_08", "dua")["text"]


@pytest.mark.parametrize(
    ("hours", "minutes", "three", "six"),
    [
        (2, 59, "belum", "belum"),
        (3, 0, "tepat", "belum"),
        (3, 1, "lewat", "belum"),
        (5, 59, "lewat", "belum"),
        (6, 0, "lewat", "tepat"),
        (6, 1, "lewat", "lewat"),
    ],
)
def test_a_typed_time_shows_both_limits_over_midnight(
    flows: dict[str, Flow], hours: int, minutes: int, three: str, six: str
) -> None:
    began = NIGHT - datetime.timedelta(hours=hours, minutes=minutes)
    told = entry(flows["lapor-ulang"], "waktu_padam", began.isoformat(timespec="minutes"))
    (row,) = told["clocks"]
    assert told["state"] == "ok" and told["text"] == ""
    assert row["fact"] == "lama_padam" and row["label"] == "Lama padam"
    assert row["minutes"] == hours * 60 + minutes
    assert row["now"] == "2026-01-16T01:30"
    assert row["began"] == began.isoformat(timespec="minutes")
    assert [(limit["minutes"], limit["state"]) for limit in row["limits"]] == [
        (180, three),
        (360, six),
    ]


def test_a_limit_tells_when_it_is_reached(flows: dict[str, Flow]) -> None:
    (row,) = entry(flows["lapor-ulang"], "waktu_padam", "2026-01-15T21:45")["clocks"]
    assert row["text"] == "3 jam 45 menit"
    assert row["since"] == "15 Jan 2026 21.45"
    assert [(limit["text"], limit["at"]) for limit in row["limits"]] == [
        ("3 jam", "16 Jan 2026 00.45"),
        ("6 jam", "16 Jan 2026 03.45"),
    ]


def test_the_time_of_being_finished_has_one_limit(flows: dict[str, Flow]) -> None:
    (row,) = entry(flows["lapor-ulang"], "waktu_selesai", "2026-01-15T19:30")["clocks"]
    assert row["fact"] == "sejak_selesai"
    assert [(limit["minutes"], limit["state"]) for limit in row["limits"]] == [(360, "tepat")]


def test_the_clock_of_the_call_goes_before_the_one_on_the_wall(flows: dict[str, Flow]) -> None:
    flow = flows["lapor-ulang"]
    state = start(flow, {CLOCK: NOW, "waktu_selesai": NOW - datetime.timedelta(hours=5)})
    rows = entry(flow, "waktu_padam", "2026-01-15T08:00", state)["clocks"]
    assert [(row["fact"], row["minutes"]) for row in rows] == [
        ("sejak_selesai", 300),
        ("lama_padam", 120),
    ]


def test_a_time_that_cannot_be_read_is_told(flows: dict[str, Flow]) -> None:
    told = entry(flows["lapor-ulang"], "waktu_padam", "kemarin")
    assert told["state"] == "wrong" and "bukan waktu" in told["text"] and not told["clocks"]


def test_a_time_still_to_come_is_told_while_it_is_typed(flows: dict[str, Flow]) -> None:
    told = entry(flows["lapor-ulang"], "waktu_padam", "2026-01-16T01:31")
    assert (told["state"], told["clocks"]) == ("wrong", [])
    assert "belum terjadi" in told["text"]
    (now,) = entry(flows["lapor-ulang"], "waktu_padam", "2026-01-16T01:30")["clocks"]
    assert (now["minutes"], now["text"]) == (0, "0 menit")


def test_without_the_clock_or_the_time_there_is_no_row(flows: dict[str, Flow]) -> None:
    flow = flows["lapor-ulang"]
    assert clock_rows(flow, {}) == []
    assert clock_rows(flow, {"waktu_padam": NOW}) == []
    assert clock_rows(flow, {CLOCK: NOW}) == []
    assert clock_rows(flow, {CLOCK: NOW, "waktu_padam": WITHHELD}) == []


def test_the_limits_are_those_the_rules_compare_with(flows: dict[str, Flow]) -> None:
    assert limits_of(flows["lapor-ulang"]) == {
        "sejak_selesai": (360,),
        "lama_padam": (180, 360),
        "jeda_padam": (),
    }
    assert limits_of(flows["periksa"]) == {}


def test_a_limit_inside_a_denied_or_joined_rule_counts_too(flows: dict[str, Flow]) -> None:
    flow = flows["lapor-ulang"]
    guard = AnyOf((Not(Compare("jeda_padam", ">", 45)), Compare("jeda_padam", "<=", 0)))
    step = flow.main.steps["padam-lagi"]
    denied = replace(step, ways=(*step.ways, Way(guard, Goto(returns=True))))
    main = replace(flow.main, steps={**flow.main.steps, step.id: denied})
    changed = replace(flow, rooms={**flow.rooms, flow.id: main})
    assert limits_of(changed)["jeda_padam"] == (45,)


SAVED = "penutup-diagnosis/simpan/simpan"
ESTIMATE = "penutup-diagnosis/penutup/estimasi"


def at_the_estimate() -> tuple[Flow, State]:
    flow = _FLOWS["periksa"]
    case = next(case for case in _SCENARIOS if case.title == "Self Diagnosis dilanjutkan ke kode")
    facts = {**case.facts, "bantuan_lain": "estimasi", "no_laporan": "G1"}
    state = walk_on(flow, begin(flow), read_facts(flow, facts, PINNED)[0])
    assert replay(flow, state).done
    return flow, state


def estimate(flow: Flow, state: State, voice: Voice) -> Any:
    run = replay(flow, state)
    keys = [visit.key for visit in run.visits]
    return view_of(flow, state, run, keys.index(ESTIMATE), voice)["step"]["estimate"]


def test_three_hours_count_from_the_saved_report() -> None:
    flow, state = at_the_estimate()
    noted = note_time(state, SAVED, NOW - datetime.timedelta(minutes=50))
    assert estimate(flow, noted, Voice("", NOW)) == {
        "text": "3 jam",
        "since": "09.10",
        "stated": True,
        "at": "12.10",
    }
    ahead = Voice("", NOW + datetime.timedelta(hours=2), 120)
    told = estimate(flow, noted, ahead)
    assert (told["since"], told["at"], told["stated"]) == ("11.10", "14.10", True)


def test_without_the_time_of_saving_three_hours_count_from_now() -> None:
    flow, state = at_the_estimate()
    told = estimate(flow, state, Voice("", NOW))
    assert (told["since"], told["at"], told["stated"]) == ("10.00", "13.00", False)
    ahead = Voice("", NOW + datetime.timedelta(hours=1), 60)
    told = estimate(flow, state, ahead)
    assert (told["since"], told["at"], told["stated"]) == ("11.00", "14.00", False)


def test_an_estimate_goes_over_midnight_and_needs_a_clock() -> None:
    flow, state = at_the_estimate()
    late = datetime.datetime(2026, 1, 15, 22, 30)
    assert estimate(flow, state, Voice("", late))["at"] == "01.30"
    assert estimate(flow, state, NOBODY) is None


def test_where_nothing_was_saved_the_estimate_counts_from_now(flows: dict[str, Flow]) -> None:
    flow, state = at_the_estimate()
    run = replay(flow, state)
    visits = tuple(visit for visit in run.visits if "no_laporan" not in visit.step.asks)
    at = [visit.key for visit in visits].index(ESTIMATE)
    short = replace(run, visits=visits)
    told = view_of(flow, state, short, at, Voice("", NOW))["step"]["estimate"]
    assert told["stated"] is False
    greeting = view_of(flow, state, run, 0, Voice("", NOW))["step"]
    assert greeting["estimate"] is None


def test_the_bridge_notes_when_the_report_was_saved() -> None:
    def call(now: str, **request: Any) -> dict[str, Any]:
        reply: dict[str, Any] = json.loads(handle(json.dumps({"now": now, **request})))
        return reply

    flow, state = at_the_estimate()
    call("2026-01-15T09:00", call="load", flow=json.loads(dump_flow(flow)))
    keys = [visit.key for visit in replay(flow, state).visits]
    saved = call(
        "2026-01-15T09:20", call="answer", state=write_state(state), at=keys.index(SAVED),
        answers={"no_laporan": "G2"},
    )["state"]  # fmt: skip
    assert saved["times"] == {SAVED: "2026-01-15T09:20"}
    passed = call("2026-01-15T09:25", call="pass", state=saved, at=0)["state"]
    assert passed["times"] == {SAVED: "2026-01-15T09:20", keys[0]: "2026-01-15T09:25"}
    told = call(
        "2026-01-15T10:30", call="view", state=passed, at=keys.index(ESTIMATE),
        voice={"officer": "", "ahead": -60},
    )["view"]["step"]["estimate"]  # fmt: skip
    assert told == {"text": "3 jam", "since": "08.20", "stated": True, "at": "11.20"}
