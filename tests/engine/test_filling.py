"""A sentence is filled beside its wording, never instead of it; an address is spelt."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.facts import WITHHELD, Value
from flow_engine.filling import NOBODY, Json, Voice, fill_speech, greeting_at, spell
from flow_engine.model import Flow
from flow_engine.records import Kind, Library, Part, Slot, Speech, Spelling
from flow_engine.runs import read_facts
from flow_engine.scenarios import load_scenarios
from flow_engine.session import replay, start
from flow_engine.views import view_of
from tests.knowledge import real_flows, real_library

from .calls import FLOW_IDS, begin, walk_on
from .conftest import DATA, NOW

_LIBRARY = real_library()
_FLOWS = real_flows()
_SCENARIOS, _ = load_scenarios(DATA, _FLOWS)
OFFICIAL = [p for p in _LIBRARY.parts.values() if p.kind in (Kind.SAY, Kind.WRITE)]
SAID: dict[str, Value] = {
    "sapaan": "ibu",
    "nama_penelepon": "Rina",
    "nama_cso": "Sari",
    "no_laporan": "G123",
}
SARI = Voice("Sari", NOW)
MELATI = "Contoh di SOP. Sebutkan alamat yang tampil."
KEBAYORAN = "Contoh di SOP. Sebutkan wilayah yang tampil."


def wording(pieces: list[Json]) -> str:
    return "".join(str(piece.get("sign", piece["text"])) for piece in pieces)


def spoken(pieces: list[Json]) -> str:
    return "".join(piece["text"] for piece in pieces)


def said(
    flow: Flow, part: str, known: Mapping[str, Value] = SAID, voice: Voice = SARI
) -> list[Json]:
    return fill_speech(flow, _LIBRARY.parts[part].text, known, voice)


def states(pieces: list[Json]) -> list[tuple[str, str]]:
    return [(piece["sign"], piece["state"]) for piece in pieces if "sign" in piece]


def at(hour: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"2026-01-15T{hour}")


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@pytest.mark.parametrize("voice", [NOBODY, SARI], ids=["tanpa suara", "Sari"])
@pytest.mark.parametrize("known", [{}, SAID, dict.fromkeys(SAID, WITHHELD)], ids=str)
def test_the_pieces_give_every_official_wording_to_the_letter(
    flows: dict[str, Flow], flow_id: str, voice: Voice, known: dict[str, Value]
) -> None:
    assert len(OFFICIAL) > 100
    for part in OFFICIAL:
        pieces = fill_speech(flows[flow_id], part.text, known, voice)
        assert wording(pieces) == part.text, part.id
        assert {state for _, state in states(pieces)} <= {"filled", "open", "example"}
        assert all(piece["text"] for piece in pieces)


NAMES = st.text(min_size=1, max_size=12).filter(str.strip)


@given(
    st.sampled_from(OFFICIAL),
    st.sampled_from(FLOW_IDS),
    st.fixed_dictionaries(
        {},
        optional={
            "sapaan": st.sampled_from(["bapak", "ibu"]),
            "nama_penelepon": NAMES,
            "nama_cso": NAMES,
            "no_laporan": NAMES,
        },
    ),
    st.builds(Voice, st.one_of(st.just(""), NAMES), st.one_of(st.none(), st.datetimes())),
)
@settings(max_examples=300, deadline=None)
def test_any_facts_leave_the_wording_as_it_is(
    part: Part, flow_id: str, known: dict[str, Value], voice: Voice
) -> None:
    assert wording(fill_speech(_FLOWS[flow_id], part.text, known, voice)) == part.text


SIGNS = [
    "{", "}", "(", ")", ".", " ", "/", "\n", "x", "Bapak/Ibu", "Bapak / Ibu", "pak/bu", "Pagi",
    "Nama CSO", "nama  penelepon", "No. Laporan", "Jl. Melati", "Jl Melati", "Kebayoran",
    "Pagi/Siang/Sore/Malam", "{Nama Pelapor}",
]  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_keeps_every_letter(text: str, known: bool) -> None:
    assert wording(fill_speech(_FLOWS["periksa"], text, SAID if known else {}, SARI)) == text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("PRK-01/1", "PLN 123 selamat Pagi, dengan Sari bisa dibantu?"),
        ("PRK-03/1", "... Baik Ibu Rina ... saat ini listriknya Padam atau masih menyala ? ..."),
        ("PRK-09B1a/1", "... Terima kasih Ibu Rina... kami tunggu laporannya kembali ya Bu ..."),
        ("PRK-20/1", "... Mohon dicatat untuk nomor bukti laporannya Ibu Rina ..."),
        ("PRK-20/2", "... Nomornya G123"),
        ("PRK-24/1", "... Terima kasih telah menghubungi PLN 123 selamat Pagi Ibu Rina ..."),
    ],
)
def test_a_sentence_is_said_with_what_is_known(
    flows: dict[str, Flow], part: str, words: str
) -> None:
    assert spoken(said(flows["periksa"], part)) == words


def test_a_filled_place_keeps_its_sign_and_says_what_it_is(flows: dict[str, Flow]) -> None:
    pieces = said(flows["periksa"], "PRK-03/1")
    filled = {"text": "Ibu", "sign": "{Bapak/Ibu}", "state": "filled", "hint": "Sapaan"}
    assert pieces[1] == filled
    assert (pieces[3]["sign"], pieces[3]["hint"]) == ("{Nama Penelepon}", "Nama penelepon")
    assert "sign" not in pieces[0]


def test_a_man_is_addressed_as_one(flows: dict[str, Flow]) -> None:
    pieces = said(flows["periksa"], "PRK-09B1a/1", {**SAID, "sapaan": "bapak"})
    assert "Terima kasih Bapak Rina" in spoken(pieces)
    assert spoken(pieces).endswith("ya Pak ...")


@pytest.mark.parametrize("known", [{}, dict.fromkeys(SAID, WITHHELD)], ids=["kosong", "hilang"])
def test_a_place_without_its_fact_stays_as_it_is_written(
    flows: dict[str, Flow], known: dict[str, Value]
) -> None:
    for part in ("PRK-01/1", "PRK-03/1", "PRK-09B1a/1", "PRK-20/2", "PRK-24/1"):
        pieces = said(flows["periksa"], part, known, NOBODY)
        assert {piece["state"] for piece in pieces if "sign" in piece} == {"open"}
        assert spoken(pieces) == _LIBRARY.parts[part].text


def test_the_officer_of_this_call_goes_before_the_one_of_the_page(flows: dict[str, Flow]) -> None:
    budi = Voice("Budi", NOW)
    assert "dengan Sari bisa" in spoken(said(flows["periksa"], "PRK-01/1", SAID, budi))
    withheld = {"nama_cso": WITHHELD}
    assert "dengan Budi bisa" in spoken(said(flows["periksa"], "PRK-01/1", withheld, budi))
    assert "dengan Budi bisa" in spoken(said(flows["periksa"], "PRK-01/1", {}, budi))


@pytest.mark.parametrize(
    ("part", "sign", "hint"),
    [
        ("PRK-07/1", "Jl. Melati", MELATI),
        ("PRK-07/2", "Kebayoran", KEBAYORAN),
        ("PRK-13/1", "Jl Melati", MELATI),
    ],
)
def test_an_example_of_the_sources_is_marked_and_never_filled(
    flows: dict[str, Flow], part: str, sign: str, hint: str
) -> None:
    known = {**SAID, "alamat": "Jl. Anggrek 5"}
    examples = [p for p in said(flows["periksa"], part, known) if p.get("state") == "example"]
    assert examples == [{"text": sign, "sign": sign, "state": "example", "hint": hint}]


def test_part_of_a_word_is_no_example_and_no_place(flows: dict[str, Flow]) -> None:
    for text in ("Kebayoranku", "xBapak/Ibu", "Jl. Melatih", "Nama CSO", "{}"):
        assert fill_speech(flows["periksa"], text, SAID, SARI) == [{"text": text}]
    assert fill_speech(flows["periksa"], "", SAID, SARI) == []
    assert spoken(fill_speech(flows["periksa"], "{Pak/Bu}{Nama CSO}", SAID, SARI)) == "BuSari"


def test_a_flow_without_a_table_fills_nothing(flows: dict[str, Flow]) -> None:
    bare = replace(flows["periksa"], speech=Speech())
    assert fill_speech(bare, "{Bapak/Ibu}", SAID, SARI) == [{"text": "{Bapak/Ibu}"}]


def test_a_fact_the_flow_does_not_have_leaves_its_place_open(flows: dict[str, Flow]) -> None:
    flow = replace(flows["periksa"], speech=Speech((Slot("Nama Panggilan", "panggilan_kecil"),)))
    assert fill_speech(flow, "Halo {Nama Panggilan}", {"panggilan_kecil": "Ri"}, SARI)[1] == {
        "text": "{Nama Panggilan}",
        "sign": "{Nama Panggilan}",
        "state": "open",
        "hint": "Nama Panggilan",
    }


def test_a_find_that_is_no_place_of_the_table_is_plain_text(flows: dict[str, Flow]) -> None:
    # A tab between bracket and sign is matched as a blank, and no sign of the table has one.
    pieces = fill_speech(flows["periksa"], "a {\tNama CSO} b", SAID, SARI)
    assert wording(pieces) == "a {\tNama CSO} b"


BOUNDS = {
    "00:00": "Malam", "03:59": "Malam", "04:00": "Pagi", "10:59": "Pagi", "11:00": "Siang",
    "14:59": "Siang", "15:00": "Sore", "17:59": "Sore", "18:00": "Malam", "23:59": "Malam",
}  # fmt: skip


@pytest.mark.parametrize(("hour", "word"), BOUNDS.items())
def test_a_greeting_holds_from_its_first_to_its_last_minute(
    library: Library, hour: str, word: str
) -> None:
    assert greeting_at(library.settings.greetings, at(hour)) == word
    assert greeting_at(library.settings.greetings, at(f"{hour}:59")) == word


def test_every_bound_of_the_settings_is_checked_here(library: Library) -> None:
    bounds = {b for row in library.settings.greetings for b in (row.since, row.until)}
    assert {bound.replace(".", ":") for bound in bounds} == BOUNDS.keys() - {"00:00", "23:59"}


def test_each_minute_of_the_day_has_exactly_one_greeting(library: Library) -> None:
    for minute in range(24 * 60):
        moment = at("00:00") + datetime.timedelta(minutes=minute)
        words = [g.word for g in library.settings.greetings if greeting_at((g,), moment)]
        assert words == [greeting_at(library.settings.greetings, moment)]


def test_an_hour_no_greeting_has_is_greeted_with_nothing(library: Library) -> None:
    assert greeting_at((), NOW) == ""
    assert greeting_at(library.settings.greetings[:1], at("12:00")) == ""


def test_a_dont_say_text_is_in_no_piece_of_what_is_said(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    forbidden = [part.text for part in flow.parts.values() if part.kind is Kind.DONT_SAY]
    assert len(forbidden) == 10
    case = next(case for case in _SCENARIOS if case.title == "Kode 08 belum dibacakan")
    state = walk_on(flow, begin(flow), read_facts(flow, case.facts, NOW)[0])
    run = replay(flow, state)
    view = view_of(flow, state, run, None, SARI)
    assert view["step"]["key"] == "kode-08"
    assert [row["text"] for row in view["step"]["dont"]] == ["untuk mengetahui Penyebab Periksa"]
    assert "pieces" not in view["step"]["dont"][0]
    assert view["step"]["say"]
    for row in view["step"]["say"]:
        assert wording(row["pieces"]) == row["text"]
        assert not [text for text in forbidden if text in spoken(row["pieces"])]


def spelt(address: str, speech: Speech = _LIBRARY.speech) -> list[str]:
    return [row["word"] for row in spell(speech, address)]


def test_an_address_is_spelt_sign_by_sign_and_known_words_whole() -> None:
    assert spelt("Rina_7@gmail.co.id") == [
        "Romeo", "India", "November", "Alfa", "garis bawah", "tujuh", "et", "gmail", "titik", "co",
        "titik", "id",
    ]  # fmt: skip


@pytest.mark.parametrize("sign", "abcdefghijklmnopqrstuvwxyz0123456789@.-_+")
def test_every_letter_digit_and_sign_has_its_word(sign: str) -> None:
    table = _LIBRARY.speech.spelling
    wanted = table.letters.get(sign) or table.signs[sign]
    assert spell(_LIBRARY.speech, sign) == [{"sign": sign, "word": wanted}]
    assert spelt(sign.upper()) == [wanted]


@pytest.mark.parametrize("word", _LIBRARY.speech.spelling.whole)
def test_a_whole_word_is_said_as_one_and_only_where_it_stands_alone(word: str) -> None:
    assert spell(_LIBRARY.speech, f"@{word.upper()}.")[1] == {"sign": word, "word": word}
    assert len(spelt(f"x{word}")) == len(word) + 1
    assert len(spelt(f"{word}9")) == len(word) + 1


def test_an_unknown_sign_stays_and_a_word_outside_the_table_is_spelt() -> None:
    assert spelt("é#/") == ["é", "#", "/"] and spelt("") == []
    assert spelt("a.com", Speech(spelling=Spelling())) == list("a.com")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n"), max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_spelling_loses_no_sign(address: str) -> None:
    rows = spell(_LIBRARY.speech, address)
    assert "".join(row["sign"] for row in rows) == address.casefold()


def test_the_greeting_stands_in_the_view_of_the_callers_hour(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = start(flow)
    run = replay(flow, state)
    assert view_of(flow, state, run)["greeting"] == ""
    assert view_of(flow, state, run, None, Voice("", at("18:00")))["greeting"] == "Malam"
