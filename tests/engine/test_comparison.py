"""What a judgement says of each kind of edit, and how a page hears of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from flow_engine.bridge import handle
from flow_engine.comparison import Judgement, Verdict
from flow_engine.facts import Value
from flow_engine.model import Flow
from flow_engine.saved import MAX_EVENTS, BadMessage, read_saved, write_state
from flow_engine.session import replay
from flow_engine.traces import trace_of
from flow_engine.wire import dump_flow

from .calls import logged_walk
from .conftest import MakeFlow
from .test_edited_flows import TINY

WALK: dict[str, Value] = {"listrik": "padam", "lantai": 2, "pagar": "ya"}
Change = Callable[[str], str]
Json = dict[str, Any]


@pytest.fixture
def flow(make_flow: MakeFlow) -> Flow:
    return make_flow(TINY)[0]


@pytest.fixture
def saved(flow: Flow) -> Json:
    state = logged_walk(flow, dict(WALK))
    assert replay(flow, state).done
    return json.loads(json.dumps(write_state(state, trace_of(flow, replay(flow, state)))))  # type: ignore[no-any-return]


def swap(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def renamed(text: str) -> str:
    return text.replace(
        "  lantai: {tanya: lantai, tabel", "  tinggi: {tanya: lantai, tabel"
    ).replace("{ke: lantai}", "{ke: tinggi}")


@pytest.mark.parametrize(
    ("change", "step", "reason"),
    [
        (swap("padam: Padam, menyala", "mati: Mati, menyala"), "listrik",
         "jawaban “padam” untuk “Padam?” tidak berlaku lagi"),
        (swap("menyala: Menyala}}", "menyala: Menyala, kedip: Kedip}}"), "listrik",
         "pertanyaan “Padam?” sudah lain"),
        (swap("minimum: 1", "minimum: 1, maksimum: 50"), "lantai",
         "pertanyaan “Lantai berapa?” sudah lain"),
        (swap("paling banyak 2, ke: pagar", "paling banyak 2, hasil: padam"), "lantai",
         "jalannya kini berakhir di sana dengan hasil “Padam”"),
        (swap("apkt: ISSUE CLOSED", "apkt: UNIT"), "tutup",
         "hasilnya sudah lain; kini “Menyala”"),
        (swap("padam: {ke: lantai}", "padam: {ke: pagar}"), "pagar",
         "di tempat itu dahulu ada langkah lain sesudah “listrik”"),
        (swap("ya: {hasil: menyala}", "ya: {ke: lagi}"), "lagi",
         "jalannya dahulu berakhir sebelum langkah itu"),
        (renamed, "tinggi", "langkah “lantai” tidak ada lagi"),
    ],
)  # fmt: skip
def test_the_reason_names_what_changed(
    make_flow: MakeFlow, saved: Json, change: Change, step: str, reason: str
) -> None:
    text = change(TINY)
    if "ke: lagi" in text:
        text = text.replace("fakta:", "fakta:\n  lagi: {tanya: Lagi?, pilihan: {ya: Y, tidak: T}}")
        text = text.replace("\ntabel:", "\n  lagi: {tanya: lagi, hasil: menyala}\ntabel:")
    judged = read_saved(make_flow(text)[0], saved)
    assert judged.verdict is Verdict.AGAIN
    assert judged.step == step
    assert reason in judged.reason
    assert judged.told() == f"Tanya ulang mulai langkah “{step}”, karena {judged.reason}."
    kept = {event.key for event in judged.state.log}
    assert kept <= {"", "nama", "listrik", "lantai", "pagar"} - {step}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (swap("nama: {tanya: Nama, pribadi: ya}", "nama: {tanya: Nama, jenis: bilangan}"),
         "langkah pertama sudah lain: pertanyaan “Nama” sudah lain"),
        (swap("  nama: {tanya: nama, opsional: ya, ke: listrik}\n", ""),
         "langkah pertama sudah lain: langkah “nama” tidak ada lagi"),
    ],
)  # fmt: skip
def test_a_run_of_which_nothing_is_left_is_refused(
    make_flow: MakeFlow, saved: Json, change: Change, reason: str
) -> None:
    judged = read_saved(make_flow(change(TINY))[0], saved)
    assert judged.verdict is Verdict.REFUSED
    assert judged.reason.startswith(reason)
    assert judged.told().startswith("Tidak dapat dilanjutkan")
    assert judged.as_json()["at"] == -1


def test_a_step_that_asks_nothing_any_more_is_told_so(make_flow: MakeFlow, saved: Json) -> None:
    note = "pagar: {catatan: [{jenis: peringatan, teks: Hati-hati.}], ke: tutup}"
    new, _ = make_flow(TINY.replace("pagar: {tanya: pagar, ke: tutup}", note))
    judged = read_saved(new, saved)
    assert (judged.verdict, judged.step) == (Verdict.AGAIN, "pagar")
    assert (
        "yang diminta di sana sudah lain" in judged.reason
        or "tidak lagi menanyakan" in judged.reason
    )


def test_a_fact_that_is_gone_is_named(make_flow: MakeFlow, saved: Json) -> None:
    text = TINY.replace("tanya: pagar", "tanya: gerbang").replace(
        "  pagar: {tanya: Ber", "  gerbang: {tanya: Ber"
    )
    judged = read_saved(make_flow(text)[0], saved)
    assert judged.verdict is Verdict.AGAIN and judged.step == "pagar"
    assert judged.reason == "fakta “pagar” tidak ada lagi"
    assert "pagar" not in judged.state.answers


def test_a_run_without_a_trace_is_refused(flow: Flow, saved: Json) -> None:
    for bad in ({"way": None}, {"whole": 7}, {"way": "xyz"}, {"whole": "xyz"}):
        judged = read_saved(flow, {**saved, "route": "lama", **bad})
        assert judged.verdict is Verdict.REFUSED and "tidak tercatat" in judged.reason


def test_a_flow_that_leads_nowhere_now_refuses_the_run(make_flow: MakeFlow, saved: Json) -> None:
    gap, _ = make_flow(TINY.replace("lantai: paling banyak 2", "lantai: paling banyak 1"))
    judged = read_saved(gap, saved)
    assert judged.verdict is Verdict.REFUSED and "tidak berlanjut" in judged.reason


def test_another_route_with_the_same_way_is_the_same(flow: Flow, saved: Json) -> None:
    judged = read_saved(flow, {**saved, "route": "lama"})
    assert judged.verdict is Verdict.SAME
    assert judged.state == read_saved(flow, saved).state


@pytest.mark.parametrize(
    "log",
    [
        7, [[]], [7], [["2026-01-15T10:00", "", "start", {}, [], 1]],
        [["2026-01-15T10:00", 7, "answer"]], [["2026-01-15T10:00", "listrik", "jump"]],
        [["2026-01-15T10:00", "", "start", []]], [["2026-01-15T10:00", "", "start", {}, {}]],
        [["2026-01-15T10:00", "listrik", "start"]], [["2026-01-15T10:00", "", "answer"]],
        [["2026-01-15T10:00", "listrik", "pass"]],
        [["kemarin", "", "start"]], [["2026-01-15T10:00", "", "start"]] * 2,
        [["2026-01-15T10:00", "", "start"], ["2026-01-15T10:00", "nihil", "pass"]],
        [["2026-01-15T10:00", "", "start"],
         ["2026-01-15T10:00", "lantai", "answer", {"pagar": "ya"}]],
        [["2026-01-15T10:00", "", "start"]] * (MAX_EVENTS + 1),
    ],
)  # fmt: skip
def test_a_damaged_log_is_refused(flow: Flow, saved: Json, log: object) -> None:
    with pytest.raises(BadMessage):
        read_saved(flow, {**saved, "log": log})


@pytest.mark.parametrize(
    "damage",
    [{"answers": []}, {"times": 7}, {"passed": {}}, {"withheld": "x"}, {"times": {"a": "kemarin"}},
     {"times": {"a": "2026-01-15T10:00+07:00"}}, {"answers": {"lantai": "x"}},
     {"answers": {"lantai@2": 1}}],
)  # fmt: skip
def test_a_damaged_state_is_refused(flow: Flow, saved: Json, damage: Json) -> None:
    with pytest.raises(BadMessage):
        read_saved(flow, {**saved, **damage})


def call(**request: Any) -> Json:
    reply: Json = json.loads(handle(json.dumps({"now": "2026-01-15T10:00", **request})))
    return reply


def load(flow: Flow) -> None:
    assert call(call="load", flow=json.loads(dump_flow(flow)))["ok"] is True


def test_the_page_hears_where_a_kept_call_has_to_be_asked_again(
    make_flow: MakeFlow, flow: Flow, saved: Json
) -> None:
    new = make_flow(TINY.replace("minimum: 1", "minimum: 1, maksimum: 50"))[0]
    load(new)
    for request in (
        {"call": "view", "at": None}, {"call": "answer", "at": 0, "answers": {}},
        {"call": "pass", "at": 0}, {"call": "close"},
    ):  # fmt: skip
        shown = call(state=saved, **request)
        judgement = shown["judgement"]
        assert judgement["verdict"] == "again" and judgement["at"] == 2
        assert judgement["text"].startswith("Tanya ulang mulai langkah “lantai”")
        assert shown["view"]["at"] == 2 and shown["state"]["route"] == new.route
        assert shown["state"]["answers"] == {"listrik": "padam"}
    for request in ({"call": "check", "fact": "lantai", "value": "1"}, {"call": "link"}):
        assert "Tanya ulang" in call(state=saved, **request)["failure"]
    load(flow)
    assert "judgement" not in call(call="view", state={**saved, "route": "lama"}, at=None)


def test_an_answer_for_another_step_is_refused(flow: Flow) -> None:
    load(flow)
    shown = call(call="start", flow="contoh", facts={})
    refused = call(call="answer", state=shown["state"], at=0, answers={"pagar": "ya"})
    assert "bukan untuk langkah ini" in refused["failure"]


def test_a_judgement_of_the_same_says_nothing(flow: Flow, saved: Json) -> None:
    judged: Judgement = read_saved(flow, saved)
    assert judged.as_json() == {"verdict": "same", "at": -1, "step": "", "reason": "", "text": ""}
