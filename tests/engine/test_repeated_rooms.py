"""A room walked once for each of several things: every round has its own answers and rows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_engine.bridge import handle
from flow_engine.content import places, step_content, walk
from flow_engine.facts import Value
from flow_engine.model import Flow
from flow_engine.repeats import (
    Round,
    asked_in,
    fact_named,
    plain_key,
    repeated_rooms,
    split_name,
    steps_in,
)
from flow_engine.report import report_of
from flow_engine.runs import read_answers, read_facts, run_facts
from flow_engine.session import Run, State, answer, forget, pass_step, replay, start
from flow_engine.terminal import walk_in_terminal
from flow_engine.views import view_of
from flow_engine.wire import dump_flow, load_flow

from .conftest import NOW, MakeFlow

SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PER_TICKET = ("jenis_keluhan", "call_type", "service_group", "service_type", "no_tiket_baru")
PER_ROUND = 12
ONCE: dict[str, Value] = {"selesai_di_cc": "tidak", "email": "nama@contoh.co.id"}


@pytest.fixture(scope="module")
def flow(flows: dict[str, Flow]) -> Flow:
    return flows["pln-mobile"]


def name_in(fact: str, nth: int) -> str:
    return fact if nth == 1 else f"{fact}@{nth}"


def draw_ticket(flow: Flow, data: st.DataObject, nth: int) -> dict[str, Value]:
    kind = data.draw(st.sampled_from(flow.facts["service_type"].choices))
    values: dict[str, Value] = {
        "jenis_keluhan": f"keluhan {nth}",
        "call_type": data.draw(st.sampled_from(["incident", "service-request"])),
        "service_group": kind.group,
        "service_type": kind.value,
        "no_tiket_baru": f"9{nth}",
    }
    return {name_in(fact, nth): value for fact, value in values.items()}


def walked(flow: Flow, answers: dict[str, Value], limit: int = 200) -> State:
    """Return a call walked to its end, or to a question that the answers leave open."""
    state = start(flow, {})
    for _ in range(limit):
        run = replay(flow, state)
        if run.done:
            return state
        visit = run.visits[-1]
        known = {name: answers[name] for name in visit.asks if name in answers}
        if not visit.step.skippable and any(name not in known for name in visit.asks):
            return answer(state, known)
        state = pass_step(answer(state, known), visit.key)
    raise AssertionError("the walk does not end")


def tickets(flow: Flow, data: st.DataObject, count: int) -> dict[str, Value]:
    answers = {**ONCE, "jumlah_permasalahan": count}
    for nth in range(1, count + 1):
        answers |= draw_ticket(flow, data, nth)
    return answers


def rows(run: Run, flow: Flow) -> list[dict[str, Any]]:
    found = report_of(flow, run)["reports"]
    assert isinstance(found, list)
    return found


@given(data=st.data(), count=st.integers(1, 4))
@SLOW
def test_each_ticket_has_its_own_rows(flow: Flow, data: st.DataObject, count: int) -> None:
    answers = tickets(flow, data, count)
    run = replay(flow, walked(flow, answers))
    assert run.done
    assert run.rounds["tiket"].nth == run.rounds["tiket"].count == count
    written = rows(run, flow)
    assert len(written) == PER_ROUND * count
    for nth in range(1, count + 1):
        own = written[PER_ROUND * (nth - 1) : PER_ROUND * nth]
        title = f"Tiket {nth} dari {count}" if count > 1 else None
        assert {row["round"] for row in own} == {title}
        texts = {row["field"]: row["text"] for row in own if row["system"] == "ITSM"}
        kind = next(
            c for c in flow.facts["service_type"].choices
            if c.value == answers[name_in("service_type", nth)]
        )  # fmt: skip
        assert texts["Summary"] == f"keluhan {nth}"
        assert texts["Service Type"] == kind.label
        assert "Email : nama@contoh.co.id" in texts["Description"]
        kept = [row["text"] for row in own if row["field"] == "Keterangan"]
        assert kept == [f"New PLN Mobile – (keluhan {nth} – eskalasi ITSM)"] * 2


@given(data=st.data(), count=st.integers(2, 4))
@SLOW
def test_a_run_by_facts_alone_describes_the_first_ticket(
    flow: Flow, data: st.DataObject, count: int
) -> None:
    answers = tickets(flow, data, count)
    first = {name: value for name, value in answers.items() if "@" not in name}
    alone = run_facts(flow, first, NOW)
    assert alone["status"] == "done"
    attended = rows(replay(flow, walked(flow, answers)), flow)[:PER_ROUND]
    assert [{**row, "round": None} for row in attended] == alone["reports"]


@given(data=st.data(), count=st.integers(2, 4), fewer=st.integers(1, 3))
@SLOW
def test_fewer_tickets_and_again_as_many_lose_nothing(
    flow: Flow, data: st.DataObject, count: int, fewer: int
) -> None:
    state = walked(flow, tickets(flow, data, count))
    before = replay(flow, state)
    less = answer(state, {"jumlah_permasalahan": min(fewer, count)})
    run = replay(flow, less)
    assert run.done
    assert len(rows(run, flow)) == PER_ROUND * min(fewer, count)
    assert not [name for name in run.known if split_name(name)[1] > min(fewer, count)]
    assert replay(flow, answer(less, {"jumlah_permasalahan": count})) == before


@given(data=st.data(), nth=st.integers(1, 3))
@SLOW
def test_changing_an_answer_of_one_round_equals_a_fresh_call(
    flow: Flow, data: st.DataObject, nth: int
) -> None:
    answers = tickets(flow, data, 3)
    other = draw_ticket(flow, data, nth)
    state = walked(flow, answers)
    changed = answer(state, other)
    fresh = walked(flow, {**answers, **other})
    assert replay(flow, changed) == replay(flow, fresh)
    shown = [view_of(flow, call, replay(flow, call)) for call in (changed, fresh)]
    assert shown[0] == shown[1]

    def others(call: State) -> list[dict[str, Any]]:
        written = rows(replay(flow, call), flow)
        return [row for row in written if f"Tiket {nth} " not in row["round"]]

    assert others(changed) == others(state)


def test_a_round_waits_for_its_own_answers_under_their_names(flow: Flow) -> None:
    answers: dict[str, Value] = {
        **ONCE, "jumlah_permasalahan": 2, "jenis_keluhan": "a", "jenis_keluhan@2": "b",
        "call_type": "incident", "service_group": "instalasi", "service_type": "instalasi-1",
    }  # fmt: skip
    state = walked(flow, answers)
    run = replay(flow, state)
    assert run.needs == "call_type@2"
    view = view_of(flow, state, run)
    assert view["step"]["key"] == "teruskan/tiket@2/call-type"
    assert view["step"]["anchor"] == "langkah-teruskan-tiket-call-type"
    assert view["step"]["title"].startswith("Tiket 2 dari 2: ")
    assert view["step"]["question"]["facts"][0]["fact"] == "call_type@2"
    assert view["answers"] == {}
    labels = {row["fact"]: row["label"] for row in view["facts"]}
    assert labels["jenis_keluhan"] == "Jenis keluhan"
    assert labels["jenis_keluhan@2"] == "Jenis keluhan · Tiket 2"
    begun = [row["round"] for row in view["report"]["reports"]]
    assert begun == ["Tiket 1 dari 2"] * PER_ROUND + ["Tiket 2 dari 2"] * PER_ROUND


def test_the_first_round_takes_what_was_asked_before_it(flow: Flow) -> None:
    state = walked(flow, {**ONCE, "jumlah_permasalahan": 2, "jenis_keluhan": "a"})
    run = replay(flow, state)
    assert run.needs == "call_type"
    first = next(visit for visit in run.visits if visit.key == "teruskan/tiket/keluhan")
    assert first.answered


def test_a_type_of_another_group_is_asked_again_in_its_round_only(flow: Flow) -> None:
    answers: dict[str, Value] = {**ONCE, "jumlah_permasalahan": 2}
    for nth, kind in ((1, "instalasi-1"), (2, "manajemen-user-2")):
        values = ("x", "incident", kind.rsplit("-", 1)[0], kind, "1")
        answers |= {name_in(f, nth): v for f, v in zip(PER_TICKET, values, strict=True)}
    state = walked(flow, answers)
    assert replay(flow, state).done
    moved = answer(state, {"service_group@2": "proses-bisnis"})
    run = replay(flow, moved)
    assert run.needs == "service_type@2"
    assert run.known["service_type"] == "instalasi-1"
    assert "service_type@2" not in run.known
    offered = view_of(flow, moved, run)["step"]["question"]["facts"][0]["choices"]
    assert [row["value"] for row in offered] == ["proses-bisnis-1", "proses-bisnis-2"]
    assert replay(flow, answer(moved, {"service_group@2": "manajemen-user"})).done


@pytest.mark.parametrize(
    "name",
    ["call_type@1", "call_type@0", "call_type@100", "call_type@02", "call_type@", "call_type@x",
     "call_type@2@3", "@2", "email@2", "nihil@2", "selesai_di_cc@2", "jumlah_permasalahan@2",
     "call_type@٣", "call_type@2\n"],
)  # fmt: skip
def test_a_name_no_round_can_have_is_refused(flow: Flow, name: str) -> None:
    assert fact_named(flow, name) is None
    _, errors = read_facts(flow, {name: "incident"}, NOW)
    assert [error["fact"] for error in errors] == [name]
    assert start(flow, {name: "incident"}).answers == {}
    handle(json.dumps({"call": "load", "flow": json.loads(dump_flow(flow))}))
    state = {"flow": flow.id, "route": flow.route, "answers": {name: "incident"}, "passed": []}
    request = {"call": "view", "state": state, "now": "2026-01-15T10:00"}
    reply = json.loads(handle(json.dumps(request)))
    assert "tidak dikenal" in reply["failure"]


@pytest.mark.parametrize("name", ["call_type@2", "call_type@99", "service_type@10"])
def test_a_name_of_a_possible_round_is_read(flow: Flow, name: str) -> None:
    fact = fact_named(flow, name)
    assert fact is flow.facts[split_name(name)[0]]


def test_every_suffixed_answer_is_checked_as_the_plain_one(flow: Flow) -> None:
    given = {"service_group@2": "INSTALASI", "service_type@2": 2, "call_type@3": "keluhan"}
    values, errors = read_answers(flow, {"service_group": "proses-bisnis"}, given, NOW)
    assert values == {"service_group@2": "instalasi", "service_type@2": "instalasi-2"}
    assert [error["fact"] for error in errors] == ["call_type@3"]


def test_the_bridge_keeps_the_answers_of_all_rounds(flow: Flow) -> None:
    answers: dict[str, Value] = {**ONCE, "jumlah_permasalahan": 2, "jenis_keluhan": "a",
                                 "call_type": "incident", "service_group": "instalasi",
                                 "service_type": "instalasi-1"}  # fmt: skip
    handle(json.dumps({"call": "load", "flow": json.loads(dump_flow(flow))}))
    kept = walked(flow, answers)
    state: dict[str, Any] = {
        "flow": flow.id, "route": flow.route, "answers": dict(kept.answers),
        "passed": sorted(kept.passed),
    }  # fmt: skip

    def call(**request: Any) -> dict[str, Any]:
        reply: dict[str, Any] = json.loads(
            handle(json.dumps({"now": "2026-01-15T10:00", "at": None, **request}))
        )
        return reply

    reply = call(call="answer", state=state, answers={"jenis_keluhan@2": "b"})
    assert reply["view"]["step"]["key"] == "teruskan/tiket@2/call-type"
    back = call(call="view", state=reply["state"], at=len(reply["view"]["trail"]) - 2)
    assert back["view"]["answers"] == {"jenis_keluhan@2": "b"}
    assert call(call="view", state=back["state"])["view"] == reply["view"]


def test_passing_a_question_of_one_round_forgets_only_its_answer(flow: Flow) -> None:
    answers: dict[str, Value] = {**ONCE, "jumlah_permasalahan": 2}
    for nth in (1, 2):
        values = ("x", "incident", "instalasi", "instalasi-1", f"7{nth}")
        answers |= {name_in(f, nth): v for f, v in zip(PER_TICKET, values, strict=True)}
    state = walked(flow, answers)
    less = forget(state, ("no_tiket_baru@2",))
    run = replay(flow, less)
    assert run.done
    assert run.known["no_tiket_baru"] == "71"
    assert "no_tiket_baru@2" not in run.known


def test_the_email_is_mandatory_for_a_reader_and_optional_for_facts_alone(flow: Flow) -> None:
    answers: dict[str, Value] = {
        "selesai_di_cc": "tidak", "jumlah_permasalahan": 1, "jenis_keluhan": "a",
        "call_type": "incident", "service_group": "instalasi", "service_type": "instalasi-1",
    }  # fmt: skip
    run = replay(flow, walked(flow, answers))
    assert run.needs == "email"
    passed = pass_step(walked(flow, answers), "teruskan/email")
    assert replay(flow, passed).needs == "email"
    alone = run_facts(flow, answers, NOW)
    assert alone["status"] == "done"
    description = next(r["text"] for r in alone["reports"] if r["field"] == "Description")
    assert "Email : {email}" in description
    assert step_content(flow, "teruskan/email")["question"]["optional"] is False


def test_the_printed_walk_has_the_room_once_with_a_way_back_to_its_start(flow: Flow) -> None:
    entries = [entry for entry in walk(flow) if "content" in entry]
    inside = [entry for entry in entries if entry["key"].startswith("teruskan/tiket/")]
    assert [entry["key"].rsplit("/", 1)[-1] for entry in inside] == [
        "keluhan", "call-type", "service-group", "service-type", "isi", "nomor",
    ]  # fmt: skip
    onward, again = inside[-1]["ways"]
    assert onward["to"] == "langkah-teruskan-catat"
    assert (again["label"], again["to"]) == ("Tiket berikutnya", inside[0]["anchor"])
    assert not [e for e in inside[:-1] for way in e["ways"] if way["label"] == again["label"]]


def test_what_a_step_of_a_later_round_shows_is_what_is_printed(flow: Flow) -> None:
    keys = {place.key for place in places(flow)}
    answers: dict[str, Value] = {**ONCE, "jumlah_permasalahan": 2}
    for nth in (1, 2):
        values = ("x", "incident", "instalasi", "instalasi-1", "7")
        answers |= {name_in(f, nth): v for f, v in zip(PER_TICKET, values, strict=True)}
    state = walked(flow, answers)
    run = replay(flow, state)
    later = [index for index, visit in enumerate(run.visits) if "@2" in visit.key]
    assert len(later) == 6
    for index in later:
        visit = run.visits[index]
        assert plain_key(visit.key) in keys
        shown = view_of(flow, state, run, index)["step"]
        for row in shown["write"]:
            assert "".join(piece.get("sign", piece["text"]) for piece in row.pop("pieces"))
        printed = step_content(flow, plain_key(visit.key))
        same = set(printed) - {"key", "title", "question"}
        assert {k: shown[k] for k in same} == {k: printed[k] for k in same}


def test_the_last_step_of_a_round_leads_to_the_next_round(make_flow: MakeFlow) -> None:
    flow = small(make_flow)
    state = answer(start(flow), {"banyak": 2})
    view = view_of(flow, state, replay(flow, state))
    assert [row["title"] for row in view["next"]] == ["warna", "warna"]
    state = answer(state, {"warna": "biru"})
    view = view_of(flow, state, replay(flow, state))
    assert view["step"]["title"] == "Benda 2 dari 2: warna"
    assert [row["title"] for row in view["next"]] == ["Satu", "Satu"]


HEAD = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  banyak: {tanya: b, jenis: bilangan, minimum: 1, maksimum: 5}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
langkah:
  banyak: {tanya: banyak, ke: benda}
  benda: {panggil: benda, ulang: banyak, hasil: satu}
bagian:
  benda:
    judul: Benda
    langkah:
      warna: {tanya: warna, kembali: ya}
hasil:
  satu:
    judul: Satu
    tulis:
      - {ke: CRM, isian: Awal, teks: "{banyak}"}
      - {ke: ITSM, isian: Warna, teks: "{warna}", setiap: benda}
      - {ke: ITSM, isian: Merah, teks: "merah", setiap: benda, bila: {warna: merah}}
      - {ke: CRM, isian: Akhir, teks: "{warna}"}
"""


def small(make_flow: MakeFlow) -> Flow:
    flow, problems = make_flow(HEAD)
    assert [str(problem) for problem in problems] == []
    return load_flow(dump_flow(flow))


@given(colours=st.lists(st.sampled_from(["merah", "biru"]), min_size=1, max_size=5))
@SLOW
def test_lines_of_a_round_see_only_their_round(make_flow: MakeFlow, colours: list[str]) -> None:
    flow = small(make_flow)
    answers: dict[str, Value] = {"banyak": len(colours)}
    answers |= {name_in("warna", nth): c for nth, c in enumerate(colours, start=1)}
    run = replay(flow, start(flow, answers))
    assert run.done
    wanted = [("Awal", str(len(colours)))]
    for colour in colours:
        wanted.append(("Warna", colour.capitalize()))
        wanted += [("Merah", "merah")] if colour == "merah" else []
    wanted.append(("Akhir", colours[0].capitalize()))
    assert [(row["field"], row["text"]) for row in rows(run, flow)] == wanted


def test_a_round_that_was_not_reached_sees_nothing_of_the_first() -> None:
    second = Round("benda", 2, 3, frozenset({"warna"}))
    known: dict[str, Value] = {"banyak": 3, "warna": "merah"}
    assert dict(second.seen(known)) == {"banyak": 3} and len(second.seen(known)) == 1
    assert dict(second.seen({**known, "warna@2": "biru"})) == {
        "banyak": 3, "warna@2": "biru", "warna": "biru",
    }  # fmt: skip


def test_what_a_room_asks_includes_the_rooms_it_calls_each_once(flow: Flow) -> None:
    once = {"email", "nama_pelanggan", "no_telp", "no_tiket"}
    assert asked_in(flow.rooms, "teruskan") == {*PER_TICKET, *once}
    steps = [step.id for step in steps_in(flow.rooms, "teruskan")]
    assert steps.count("call-type") == 1
    assert asked_in(flow.rooms, "nihil") == frozenset()


def test_the_rooms_that_repeat_are_known_by_their_count(flow: Flow) -> None:
    assert repeated_rooms(flow) == {"tiket": "jumlah_permasalahan"}


def test_a_terminal_walks_every_round(make_flow: MakeFlow) -> None:
    flow = small(make_flow)
    typed = iter(["2", "1", "<", "1", "2"])
    told: list[str] = []
    assert walk_in_terminal(flow, lambda _: next(typed), told.append, NOW) == 0
    assert "  TULIS ITSM · Warna: Merah" in told
    assert "  TULIS ITSM · Warna: Biru" in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minimum: 1, ", "", "harus bilangan dengan"),
        (", maksimum: 5", "", "harus bilangan dengan"),
        ("minimum: 1", "minimum: 0", "harus bilangan dengan"),
        ("jenis: bilangan, minimum: 1, maksimum: 5", "pilihan: {x: X}", "harus bilangan dengan"),
        ("{tanya: banyak, ke", "{tanya: banyak, ulang: banyak, ke", "hanya berlaku"),
        ("{panggil: benda, ulang: banyak, hasil: satu}",
         "{panggil: benda, ulang: banyak, ke: lagi}\n  lagi: {panggil: benda, hasil: satu}",
         "hanya boleh dipanggil satu kali"),
        ("{panggil: benda, ulang: banyak, hasil: satu}", "{panggil: benda, hasil: satu}",
         "tidak dipanggil dengan “ulang”"),
        ("warna: {tanya: warna, kembali: ya}",
         "warna: {tanya: warna, ke: x}\n      x: {panggil: isi, ulang: banyak, kembali: ya}\n"
         "  isi: {judul: I, langkah: {y: {tanya: warna, kembali: ya}}}",
         "cukup satu tingkat"),
    ],
)  # fmt: skip
def test_a_repetition_that_cannot_be_walked_is_told(
    make_flow: MakeFlow, old: str, new: str, said: str
) -> None:
    assert old in HEAD
    _, problems = make_flow(HEAD.replace(old, new, 1))
    told = [problem.message for problem in problems if problem.code == "ulang-salah"]
    assert told
    assert any(said in message for message in told)


def test_unknown_names_of_a_repetition_are_told(make_flow: MakeFlow) -> None:
    _, problems = make_flow(HEAD.replace("ulang: banyak", "ulang: banyaknya"))
    assert "rujukan-fakta" in [problem.code for problem in problems]
    _, problems = make_flow(HEAD.replace("setiap: benda}", "setiap: barang}", 1))
    assert "rujukan-bagian" in [problem.code for problem in problems]
