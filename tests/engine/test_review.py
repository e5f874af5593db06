"""A call under review through the bridge: walked, scored, and what is refused."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from flow_engine import skimming
from flow_engine.bridge import handle
from flow_engine.facts import to_json
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.session import replay, start
from flow_engine.skimming import decides, give, may_be_given, skim, valued_facts
from flow_engine.spoken import MAX_CHARACTERS
from flow_engine.transcripts import OTHER_ROUTE, OTHER_WORDING, seal_of
from flow_engine.wire import dump_flow

from .cards import CALLS, NAMED, Told, items_of, review_of
from .conftest import NOW

AT = "2026-01-15T10:00"


@pytest.fixture(scope="module", autouse=True)
def loaded(flows: dict[str, Flow]) -> None:
    for flow in flows.values():
        handle(json.dumps({"call": "load", "flow": json.loads(dump_flow(flow))}))


@pytest.fixture
def weights(library: Library) -> Any:
    return library.weights.as_json()


def send(call: str = "review", **more: Any) -> Any:
    return json.loads(handle(json.dumps({"call": call, "now": AT, **more})))


def waiting(reply: Any) -> Any:
    (step,) = [step for step in reply["review"]["steps"] if step["waiting"]]
    return step


def answered(reply: Any, told: Told, weights: Any) -> Any:
    """Answer every question as the call has it; what it does not say is passed or given."""
    for _ in range(60):
        if reply["review"]["done"]:
            return reply
        step = waiting(reply)
        names = [fact["fact"] for fact in step["question"]["facts"]]
        known = {name: told.choices[name] for name in names if name in told.choices}
        plain = {name: to_json(value) for name, value in known.items()}
        reply = send(
            state=reply["state"], at=step["index"], answers=plain, give=not plain, weights=weights
        )
        assert "review" in reply, reply
    raise AssertionError("tidak sampai ke akhir")


def test_a_review_begins_at_the_first_question_that_decides(weights: Any) -> None:
    reply = send(flow="periksa", weights=weights)
    step = waiting(reply)
    assert [fact["fact"] for fact in step["question"]["facts"]] == ["listrik"]
    assert step["question"]["facts"][0]["choices"][0]["key"] == "1"
    assert [s["key"] for s in reply["review"]["steps"]] == [
        "pembuka/salam",
        "pembuka/nama",
        "listrik",
    ]
    assert reply["review"]["steps"][0]["question"] is None
    card = reply["review"]["card"]
    assert [row["part"] for row in card["rows"]][:2] == ["PRK-01/1", "PRK-02/1"]
    assert card["rows"][0]["clause"]["id"] == "PRK-01"
    assert (card["points"], card["maximum"], card["verdict"]) == (0, 18, "belum")


@pytest.mark.parametrize("name", ["periksa benar", "periksa fatal", "lapor-ulang sebagian"])
def test_a_real_call_scores_the_same_through_the_bridge(
    name: str, flows: dict[str, Flow], weights: Any
) -> None:
    told = CALLS[name]
    reply = answered(send(flow=told.flow, weights=weights), told, weights)
    review = review_of(items_of(flows[told.flow], told), told)
    scored = send(
        state=reply["state"],
        weights=weights,
        ticks=dict(review.ticks),
        filed=dict(review.filed),
        text=review.text,
    )
    card = scored["review"]["card"]
    assert (card["points"], card["maximum"]) == told.sums
    assert (card["verdict"], tuple(card["fatal"])) == (told.verdict, told.fatal)
    assert NAMED not in json.dumps(scored["kept"])


def test_an_earlier_answer_can_be_changed_and_changed_back(weights: Any) -> None:
    first = send(flow="periksa", weights=weights)
    at = waiting(first)["index"]
    out = send(state=first["state"], at=at, answers={"listrik": "padam"}, weights=weights)
    other = send(state=out["state"], at=at, answers={"listrik": "menyala"}, weights=weights)
    back = send(state=other["state"], at=at, answers={"listrik": "padam"}, weights=weights)
    assert waiting(out)["key"] == waiting(back)["key"] != waiting(other)["key"]
    (step,) = [step for step in other["review"]["steps"] if step["key"] == "listrik"]
    assert step["question"]["facts"][0]["value"] == "menyala"


def test_a_personal_answer_is_given_without_a_value(weights: Any) -> None:
    reply = send(flow="periksa", weights=weights)
    choices = CALLS["diagnosis benar"].choices
    while (fact := waiting(reply)["question"]["facts"][0]["fact"]) != "idpel":
        at = waiting(reply)["index"]
        reply = send(state=reply["state"], at=at, answers={fact: choices[fact]}, weights=weights)
    step = waiting(reply)
    (fact,) = step["question"]["facts"]
    assert (fact["fact"], fact["unnamed"], fact["given"]) == ("idpel", True, False)
    there = send(state=reply["state"], at=step["index"], give=True, weights=weights)
    assert there["state"]["withheld"] and "idpel" not in there["state"]["answers"]
    none = send(
        state=there["state"], at=step["index"], answers={"idpel": "tidak-ada"}, weights=weights
    )
    (told,) = [s for s in none["review"]["steps"] if s["key"] == step["key"]]
    assert told["question"]["facts"][0]["nothing"] is True
    assert (
        none["state"]["withheld"] == there["state"]["withheld"]
        or "idpel" not in none["state"]["withheld"]
    )


def test_a_refused_answer_changes_nothing(weights: Any) -> None:
    first = send(flow="periksa", weights=weights)
    step = waiting(first)
    reply = send(
        state=first["state"], at=step["index"], answers={"listrik": "redup"}, weights=weights
    )
    assert reply["errors"][0]["fact"] == "listrik"


def test_an_answer_to_no_step_is_none(weights: Any) -> None:
    first = send(flow="periksa", weights=weights)
    for at in (None, -1, 99, True, "2"):
        reply = send(state=first["state"], at=at, answers={"listrik": "padam"}, weights=weights)
        assert reply["state"] == first["state"]


def test_the_clock_stays_the_calls_own_until_the_reviewer_moves_it(weights: Any) -> None:
    first = send(flow="lapor-ulang", weights=weights)
    assert first["state"]["answers"]["sekarang"] == AT
    later = send(state=first["state"], weights=weights, now="2026-01-15T12:30")
    assert later["state"]["answers"]["sekarang"] == AT
    moved = send(state=first["state"], weights=weights, clock="2026-01-15T12:30:40")
    assert moved["state"]["answers"]["sekarang"] == "2026-01-15T12:30"
    assert moved["review"]["clock"] == "2026-01-15T12:30"
    bad = send(state=first["state"], weights=weights, clock="kemarin")
    assert bad["failure"] == "Waktu panggilan tidak dapat dibaca."
    bare = {**first["state"], "answers": {}}
    set_now = send(state=bare, weights=weights, now="2026-01-15T12:30")
    assert set_now["state"]["answers"]["sekarang"] == "2026-01-15T12:30"


def test_what_of_the_text_was_not_judged_is_told(weights: Any) -> None:
    reply = send(flow="periksa", weights=weights, text="Rina: selamat pagi")
    assert len(reply["review"]["warnings"]) == 2
    assert {row["mark"] for row in reply["review"]["card"]["rows"]} == {""}
    assert send(flow="periksa", weights=weights)["review"]["warnings"] == []


def test_the_files_come_with_the_reviewers_notes(weights: Any) -> None:
    first = send(flow="periksa", weights=weights)
    notes = {"": "Ramah", "pembuka/salam#PRK-01/1": "Terlalu cepat"}
    made = send("review_files", state=first["state"], weights=weights, notes=notes)
    assert "Terlalu cepat" in made["csv"] and "Catatan: Ramah" in made["summary"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"ticks": {"x": "bagus"}}, "Ada tanda yang tidak dikenal."),
        ({"ticks": []}, "Tanda tidak dapat dibaca."),
        ({"ticks": {"x": 1}}, "Tanda tidak dapat dibaca."),
        ({"filed": {"x": "y" * 2001}}, "Teks laporan terlalu panjang: 2.001 huruf."),
        ({"notes": {"x": "y" * 1001}}, "Catatan terlalu panjang: 1.001 huruf."),
        ({"notes": {str(n): "" for n in range(5001)}}, "Catatan tidak dapat dibaca."),
        ({"text": 5}, "Teks panggilan tidak dapat dibaca."),
        ({"text": "x" * (MAX_CHARACTERS + 1)}, "Teks panggilan terlalu panjang: 200.001 huruf."),
        ({"text": "a " * 20001}, "Teks panggilan terlalu panjang: 20.001 kata."),
        ({"weights": {}}, "Bobot penilaian tidak dapat dibaca."),
        ({"state": {"flow": "periksa", "route": "lama"}}, "Panggilan ini dimulai pada versi alur"),
        ({"transcript": 5}, "Transkrip tidak dapat dibaca."),
        ({"transcript": "<script>"}, "Berkas ini bukan JSON"),
        ({"flow": "nihil"}, "Alur “nihil” belum dimuat."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_reason(
    given: dict[str, Any], told: str, weights: Any
) -> None:
    reply = send(**{"flow": "periksa", "weights": weights, **given})
    assert told in reply["failure"]


def transcript(told: Told) -> str:
    """A call walked on the desk, as its transcript."""
    shown = send("start", flow=told.flow)
    for _ in range(80):
        if shown["view"]["status"] == "done":
            break
        question = shown["view"]["step"]["question"]
        names = [fact["fact"] for fact in question["facts"]] if question else []
        answers = {name: to_json(told.choices[name]) for name in names if name in told.choices}
        call = "answer" if answers else "pass"
        shown = send(call, state=shown["state"], at=shown["view"]["at"], answers=answers)
    return str(send("transcript", state=shown["state"])["transcript"])


def test_a_transcript_is_scored_where_it_stands(weights: Any) -> None:
    text = transcript(CALLS["lapor-ulang benar"])
    reply = send(transcript=text, weights=weights, now="2020-01-01T00:00")
    assert (reply["review"]["done"], reply["review"]["clock"]) == (True, AT)
    assert reply["review"]["outcome"] == json.loads(text)["end"]["title"]
    assert reply["review"]["warnings"] == []
    again = send(state=reply["state"], weights=weights, now="2020-01-01T00:00")
    assert again["state"] == reply["state"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"route": "0" * 16}, (OTHER_ROUTE,)), ({"wording": "0" * 16}, (OTHER_WORDING,)),
        ({"route": "0" * 16, "wording": "0" * 16}, (OTHER_ROUTE, OTHER_WORDING)),
    ],
)  # fmt: skip
def test_a_transcript_of_another_version_is_scored_and_told(
    changed: dict[str, str], told: tuple[str, ...], weights: Any
) -> None:
    data = {**json.loads(transcript(CALLS["lapor-ulang benar"])), **changed}
    text = json.dumps({**data, "seal": seal_of(data)})
    reply = send(transcript=text, weights=weights)
    assert tuple(reply["review"]["warnings"]) == told
    assert reply["review"]["done"] is True


def test_a_choice_that_is_none_is_refused(weights: Any) -> None:
    told = CALLS["periksa benar"]
    reply = answered(send(flow="periksa", weights=weights), told, weights)
    bad = send(state=reply["state"], filed={"menu": "SELESAI"}, weights=weights)
    assert bad["failure"] == "Pilihan untuk Menu APKT tidak dikenal."


# Skimming


@pytest.mark.luas
def test_every_flow_can_be_walked_to_an_end_without_any_personal_value(
    flows: dict[str, Flow], weights: Any
) -> None:
    for name in flows:
        for seed in range(2):
            walk_by_chance(name, random.Random(f"{name} {seed}"), weights)


def walk_by_chance(name: str, chance: random.Random, weights: Any) -> None:
    reply = send(flow=name, weights=weights)
    for _ in range(60):
        if reply["review"]["done"]:
            return
        step = waiting(reply)
        answers: dict[str, Any] = {}
        for fact in step["question"]["facts"]:
            assert not (fact["personal"] and not fact["unnamed"]), fact
            if fact["choices"]:
                answers[fact["fact"]] = chance.choice(fact["choices"])["value"]
            elif fact["type"] == "datetime":
                answers[fact["fact"]] = f"2026-01-15T0{chance.randrange(9)}:00"
            elif fact["type"] == "integer":
                answers[fact["fact"]] = chance.randrange(1, 3)
            elif fact["none"] and chance.random() < 0.5:
                answers[fact["fact"]] = fact["none"]["value"]
        reply = send(
            state=reply["state"], at=step["index"], answers=answers, give=True, weights=weights
        )
        assert "review" in reply, (name, step, reply)
    raise AssertionError(f"{name}: tidak berakhir")


def test_only_what_is_compared_needs_its_value(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    assert {"listrik", "layar", "kontak"} <= valued_facts(flow)
    assert not {"idpel", "nama_penelepon", "sapaan"} & valued_facts(flow)
    assert {"waktu_selesai", "waktu_padam", "sekarang", "info_bo"} <= valued_facts(
        flows["lapor-ulang"]
    )
    assert {"service_group", "jumlah_permasalahan"} & valued_facts(flows["pln-mobile"])


def test_giving_takes_only_what_needs_no_value(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = give(flow, start(flow, {"idpel": "531234567890"}), ("idpel", "listrik", "asing"))
    assert state.withheld == {"idpel"} and "idpel" not in state.answers
    assert may_be_given(flow, "idpel") and not may_be_given(flow, "listrik")


def test_readings_are_noted_as_given(weights: Any) -> None:
    told = CALLS["diagnosis benar"]
    choices = {name: v for name, v in told.choices.items() if not name.startswith("kode_")}
    reply = answered(send(flow="periksa", weights=weights), replace(told, choices=choices), weights)
    assert {"kode_08", "kode_47"} <= {*reply["state"]["withheld"]}
    assert reply["review"]["outcome"] == "Gangguan dengan Tipe WO KWH PERIKSA"


def test_an_optional_question_that_decides_nothing_is_passed(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = skim(flow, start(flow, {"sekarang": NOW}))
    run = replay(flow, state)
    assert run.needs == "listrik"
    assert state.passed == {"pembuka/salam", "pembuka/nama"} and not state.withheld
    assert decides(flow, run.visits[-1], "listrik")


def test_skimming_ends_where_a_flow_would_not(
    flows: dict[str, Flow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(skimming, "MOST_STEPS", 1)
    flow = flows["periksa"]
    assert skim(flow, start(flow)).passed == {"pembuka/salam"}
