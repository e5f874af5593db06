"""A run as a link: short, without a person, and refused where it is damaged or made up."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_engine.bridge import handle
from flow_engine.checking import check_marks
from flow_engine.comparison import Verdict
from flow_engine.events import Action, Event
from flow_engine.facts import CLOCK
from flow_engine.links import (
    MAX_LINK,
    LinkError,
    _seal,
    _with_round,
    flow_of,
    read_link,
    write_link,
)
from flow_engine.logbook import apply, begun, step_at
from flow_engine.model import Flow
from flow_engine.packing import Bytes, BytesProblem, Packer, unzigzag, zigzag
from flow_engine.session import State, replay, start, without_person
from flow_engine.wire import dump_flow
from tests.figures import note_figures

from .calls import FLOW_IDS, begin, chances, draw_facts, logged_walk, walk_on
from .conftest import NOW, MakeFlow
from .edits import change_handed, edited

MOST_LETTERS = 400
STEPS = 25
WALKS = 30
FIXTURE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def sealed(flow: str, body: bytes) -> str:
    """Return a link somebody made up, with a seal that fits."""
    text = base64.urlsafe_b64encode(body + _seal(flow, body)).decode().rstrip("=")
    return f"1.{flow}.{text}"


def body_of(link: str) -> bytes:
    text = link.rsplit(".", 1)[1]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:-4]


def refusal(flow: Flow, link: str) -> str:
    with pytest.raises(LinkError) as refused:
        read_link(flow, link, NOW)
    return str(refused.value)


@given(chance=chances())
@settings(max_examples=40, deadline=None, suppress_health_check=FIXTURE)
def test_a_link_leads_to_where_it_was_made(flows: dict[str, Flow], chance: random.Random) -> None:
    flow = flows[chance.choice(FLOW_IDS)]
    facts = draw_facts(flow, chance, absent=0.3)
    state = logged_walk(flow, facts, limit=chance.choice([0, 3, 9, 400]))
    link = write_link(flow, state)
    judged = read_link(flow, link, NOW)
    assert judged.verdict is Verdict.SAME
    assert replay(flow, judged.state) == replay(flow, without_person(flow, state))
    assert write_link(flow, judged.state) == link
    assert b"RAHASIA" not in body_of(link)
    assert without_person(flow, judged.state) == judged.state


@pytest.mark.parametrize("flow_id", FLOW_IDS)
def test_twenty_five_steps_fit_into_four_hundred_letters(
    flows: dict[str, Flow], flow_id: str
) -> None:
    flow = flows[flow_id]
    longest = 0
    for seed in range(WALKS):
        chance = random.Random(f"{flow_id} {seed}")
        state = walk_on(flow, begin(flow), draw_facts(flow, chance, absent=0.2))
        visits = replay(flow, state).visits
        cut = logged_walk(flow, dict(state.answers), limit=min(STEPS, len(visits)))
        letters = len("#jalan=" + write_link(flow, cut))
        longest = max(longest, letters)
    assert 80 < longest <= MOST_LETTERS
    note_figures("tautan", flow=flow_id, calls=WALKS, longest=longest)


TINY = """
alur: contoh
judul: Contoh
fakta:
  pagar: {tanya: Berpagar?, pilihan: {ya: Ya, tidak: Tidak}}
  angka: {tanya: Angka?, jenis: bacaan}
  lantai: {tanya: Lantai?, jenis: bilangan}
  kapan: {tanya: Kapan?, jenis: waktu}
  id: {tanya: ID?, boleh_tidak_ada: Tidak ada}
langkah:
  pagar: {tanya: pagar, ke: angka}
  angka: {tanya: angka, ke: lantai}
  lantai: {tanya: lantai, ke: kapan}
  kapan: {tanya: kapan, ke: id}
  id: {tanya: id, hasil: selesai}
hasil:
  selesai: {judul: Selesai, apkt: ISSUE CLOSED}
"""
GIVEN: dict[str, Any] = {
    "pagar": "tidak", "angka": "-12,5", "lantai": -3, "kapan": NOW, "id": "tidak-ada",
}  # fmt: skip


def walked(flow: Flow, **changes: Any) -> State:
    return logged_walk(flow, GIVEN | changes)


def test_every_type_of_answer_goes_into_a_link_and_comes_back(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(TINY)
    assert CLOCK not in flow.facts
    for changes in ({}, {"angka": None}, {"angka": "7"}, {"lantai": 10**14}):
        state = walked(flow, **changes)
        assert replay(flow, state).done
        judged = read_link(flow, write_link(flow, state), NOW)
        assert judged.state.answers == state.answers
        assert judged.state.log[0].moment == NOW


def test_what_is_known_before_its_step_comes_along(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = begun(flow, {"sapaan": "ibu"}, (), NOW)
    state = apply(flow, state, Event(NOW, "pembuka/salam", Action.PASS))
    judged = read_link(flow, write_link(flow, state), NOW)
    assert judged.verdict is Verdict.SAME
    assert judged.state.answers["sapaan"] == "ibu"


def test_what_another_flow_handed_on_comes_along(flows: dict[str, Flow]) -> None:
    flow = flows["pln-mobile"]
    state = begun(flow, {"tiket_lama": "berbeda"}, (), NOW, continued=True)
    link = write_link(flow, state)
    judged = read_link(flow, link, NOW)
    assert judged.state.answers["tiket_lama"] == "berbeda"
    assert replay(flow, judged.state) == replay(flow, state)
    new = edited(flow, change_handed, random.Random(1))
    assert new is not None
    there = read_link(new, link, NOW)
    assert there.verdict is Verdict.REFUSED and "dari alur lain" in there.reason


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("", "bukan tautan"),
        ("1.periksa.", "bukan tautan"),
        ("1.periksa.<script>", "bukan tautan"),
        ("1.PERIKSA.AAAA", "bukan tautan"),
        ("2.periksa.AAAA", "versi Pandu yang lain"),
        ("1.lapor-ulang.AAAA", "alur yang lain"),
        ("1.periksa.A", "rusak"),
        ("1.periksa.AAAA", "rusak"),
        ("1.periksa." + "A" * MAX_LINK, "terlalu panjang"),
    ],
)
def test_what_is_no_link_is_refused_with_its_reason(
    flows: dict[str, Flow], link: str, told: str
) -> None:
    assert told in refusal(flows["periksa"], link)


@given(text=st.text(), at=st.integers(0, 2**12), bit=st.integers(0, 7), body=st.binary())
@settings(max_examples=60, deadline=None, suppress_health_check=FIXTURE)
def test_damaged_and_made_up_links_are_refused_or_judged(
    flows: dict[str, Flow], text: str, at: int, bit: int, body: bytes
) -> None:
    flow = flows["periksa"]
    facts = draw_facts(flow, random.Random(at))
    link = write_link(flow, logged_walk(flow, facts, limit=12))
    place = at % len(link)
    assert refusal(flow, text)
    assert refusal(flow, link[:place])
    letter = link[place]
    flipped = link[:place] + chr(ord(letter) ^ (1 << bit)) + link[place + 1 :]
    real = bytearray(body_of(link))
    real[at % len(real)] ^= 1 << bit
    for tried in (flipped, sealed("periksa", bytes(real)), sealed("periksa", body)):
        try:
            judged = read_link(flow, tried, NOW)
        except LinkError as error:
            assert str(error)
            continue
        # Some last letters of base64 are spelled in more than one way.
        assert judged.told() or replay(flow, judged.state).visits


def test_a_made_up_link_of_this_very_version_is_refused(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(TINY)
    body = body_of(write_link(flow, walked(flow)))
    for changed in (
        body[:-1], body + b"\0", body[:40], body[:4] + b"\0" * 6 + body[10:],
        body[:12] + b"\xff" * 9 + body[13:], body[:12] + b"\xff" * 7 + b"\x7f" + body[13:],
        body.replace(b"\x05\x85", b"\x05\xff"),
    ):  # fmt: skip
        if changed != body:
            assert "rusak" in refusal(flow, sealed("contoh", changed))


def test_answers_that_no_longer_fit_are_named(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(TINY)
    link = write_link(flow, walked(flow))
    fewer, _ = make_flow(TINY.replace("tidak: Tidak}", "mungkin: Mungkin}", 1))
    assert read_link(fewer, link, NOW).verdict is Verdict.REFUSED
    one, _ = make_flow(TINY.replace(", tidak: Tidak}", "}", 1))
    assert read_link(one, link, NOW).verdict is Verdict.REFUSED
    none, _ = make_flow(TINY.replace("jenis: bilangan", "jenis: bilangan, minimum: 1"))
    judged = read_link(none, link, NOW)
    assert (judged.verdict, judged.at) == (Verdict.AGAIN, 2)
    assert "Paling sedikit 1" in judged.reason
    typed, _ = make_flow(TINY.replace("jenis: bilangan", "jenis: teks"))
    judged = read_link(typed, link, NOW)
    assert (judged.verdict, judged.at) == (Verdict.AGAIN, 2)
    gone, _ = make_flow(
        TINY.replace(
            "angka: {tanya: angka, ke: lantai}", "ukur: {tanya: angka, ke: lantai}"
        ).replace("ke: angka}", "ke: ukur}")
    )
    judged = read_link(gone, link, NOW)
    assert (judged.verdict, judged.at) == (Verdict.AGAIN, 1)
    assert "tidak ada lagi" in judged.reason
    asked, _ = make_flow(
        TINY.replace("lantai: {tanya: lantai, ke", "lantai: {tanya: tingkat, ke").replace(
            "  lantai: {tanya: Lantai?", "  tingkat: {tanya: Lantai?"
        )
    )
    judged = read_link(asked, link, NOW)
    assert (judged.verdict, judged.at) == (Verdict.AGAIN, 2)


def test_a_call_too_long_for_a_link_is_told_so(
    flows: dict[str, Flow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flow_engine.links.MAX_LINK", 30)
    with pytest.raises(LinkError, match="transkrip"):
        write_link(flows["periksa"], start(flows["periksa"]))


def test_a_link_names_its_flow() -> None:
    assert flow_of("1.turun-daya.AAAA") == "turun-daya"


@given(st.integers(0, 2**62), st.integers(-(2**60), 2**60), st.from_regex(r"\A[0-9+,.-]{0,30}\Z"))
def test_numbers_and_readings_survive_packing(number: int, signed: int, text: str) -> None:
    packer = Packer()
    packer.number(number)
    packer.number(zigzag(signed))
    packer.reading(text)
    packer.hexed("0a1b")
    data = Bytes(packer.done)
    assert (data.number(), unzigzag(data.number())) == (number, signed)
    assert data.reading(len(text)) == text
    assert data.hexed(4) == "0a1b"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"\xff" * 12])
def test_bytes_that_hold_no_number_are_refused(raw: bytes) -> None:
    with pytest.raises(BytesProblem):
        Bytes(raw).number()


def test_bytes_that_hold_no_reading_are_refused() -> None:
    with pytest.raises(BytesProblem):
        Bytes(b"\xee").reading(2)


def test_the_bridge_makes_and_opens_links(flows: dict[str, Flow]) -> None:
    def call(**request: Any) -> dict[str, Any]:
        reply: dict[str, Any] = json.loads(
            handle(json.dumps({"now": "2026-01-15T10:00"} | request))
        )
        return reply

    call(call="load", flow=json.loads(dump_flow(flows["periksa"])))
    shown = call(call="start", flow="periksa", facts={})
    shown = call(call="answer", state=shown["state"], at=0, answers={"nama_cso": "Rahasia"})
    link = call(call="link", state=shown["state"])["link"]
    opened = call(call="open", flow="periksa", link=link)
    assert opened["view"]["at"] == 1 and "judgement" not in opened
    assert opened["view"]["missing"][0]["fact"] == "nama_cso"
    assert "bukan tautan" in call(call="open", flow="periksa", link="<b>")["failure"]
    new = edited(flows["periksa"], _other_start, random.Random(1))
    assert new is not None
    call(call="load", flow=json.loads(dump_flow(new)))
    refused = call(call="open", flow="periksa", link=link)["failure"]
    assert "langkah pertama sudah lain" in refused
    assert "versi alur yang lain" in call(call="view", state=shown["state"])["failure"]
    call(call="load", flow=json.loads(dump_flow(flows["periksa"])))


def _other_start(data: dict[str, Any], chance: random.Random) -> bool:
    data["facts"]["nama_cso"]["type"] = "email"
    return True


def test_a_later_round_comes_back_and_one_that_is_none_is_refused(flows: dict[str, Flow]) -> None:
    flow = flows["pln-mobile"]
    chance = random.Random(3)
    facts = {
        **draw_facts(flow, chance), "tiket_lama": "berbeda", "selesai_di_cc": "tidak",
        "jumlah_permasalahan": 2,
    }  # fmt: skip
    state = logged_walk(flow, facts)
    assert any("@2/" in visit.key for visit in replay(flow, state).visits)
    judged = read_link(flow, write_link(flow, state), NOW)
    assert replay(flow, judged.state) == replay(flow, without_person(flow, state))
    assert _with_round(flow, "pembuka/salam", 2) == ""


def test_a_text_has_no_form_in_a_link(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(TINY)
    body = body_of(write_link(flow, walked(flow)))
    assert body.endswith(b"\x02")
    assert "rusak" in refusal(flow, sealed("contoh", body[:-1] + b"\x09"))


def test_a_reading_is_no_place_for_other_signs() -> None:
    packer = Packer()
    packer.reading("7")
    assert packer.done == b"\x7f"


def test_two_steps_that_a_link_cannot_tell_apart_are_found(make_flow: MakeFlow) -> None:
    text = """id: contoh
judul: Contoh
dokumen: PRK
mulai: a122
fakta:
  warna: {jenis: pilihan, tanya: Warnanya?, pilihan: {merah: Merah, biru: Biru}}
langkah:
  a122: {judul: Satu, tanya: warna, jika: {merah: {ke: a484}, biru: {hasil: selesai}}}
  a484: {judul: Dua, lalu: {hasil: selesai}}
hasil:
  selesai: {judul: Selesai}
"""
    flow, _ = make_flow(text)
    step = step_at(flow, "a484")
    (problem,) = check_marks({"contoh": flow})
    assert problem.code == "tanda-sama" and step and problem.location == step.location
    assert "“a484” dan “a122”" in problem.message
    other, _ = make_flow(text.replace("a484", "a485"))
    assert list(check_marks({"contoh": other})) == []
