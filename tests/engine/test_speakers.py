"""Who says what in a pasted call: names, times, subtitles, and lines that go on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_engine.speakers import read_lines

OFFICERS, CALLERS = ("cso", "agen"), ("pelanggan", "plg")


def own(text: str, due: tuple[str, ...] = ()) -> str:
    lines, _ = read_lines(text, OFFICERS, CALLERS, due)
    return " ".join(word for line in lines if line.own for word in line.text.split())


def strangers(text: str, due: tuple[str, ...] = ()) -> tuple[str, ...]:
    return read_lines(text, OFFICERS, CALLERS, due)[1]


@pytest.mark.parametrize(
    "label",
    [
        "CSO:", "cso :", "CSO 1:", "CSO1:", "[CSO]:", "**CSO:**", "- CSO:", "CSO Rina:",
        "CSO - Rina:", "CSO Rina Dewi S.:", "CSO (Rina):", "(CSO Rina):", "Agen >", "<v CSO>",
        "[00:01:02.345] CSO:", "00:12 CSO (Rina):", "0.13 - CSO:", "(1:02) CSO / Rina:",
    ],
)  # fmt: skip
def test_the_cso_is_known_however_the_line_begins(label: str) -> None:
    assert own(f"PLG: ya\n{label} baik\nPLG: ya").strip("* ") == "baik"
    assert strangers(f"{label} baik") == ()


@pytest.mark.parametrize(
    "label",
    ["Pelanggan:", "Pelanggan (Budi):", "[00:01:02.345] Pelanggan:", "Plg Budi Santoso:",
     "PLG 2 >", "00:00:01,000 --> 00:00:04,000 Pelanggan:", "<v.keras Pelanggan>"],
)  # fmt: skip
def test_what_the_caller_says_is_not_the_csos(label: str) -> None:
    assert own(f"CSO: halo\n{label} sisa pulsa saya</v>\nCSO: ya") == "halo ya"


@pytest.mark.parametrize("label", ["Budi:", "Budi Santoso :", "Speaker 1:", "TL (Ani):", "Cs0:"])
def test_an_unknown_speaker_is_nobodys_and_is_told(label: str) -> None:
    assert own(f"CSO: halo\n{label} sisa pulsa\nsaya\nCSO: ya") == "halo ya"
    assert strangers(f"{label} a\n{label} b") == (label.split(":")[0].split("(")[0].strip(),)


@pytest.mark.parametrize(
    "line",
    ["jam 10:30 tadi", "http://pln.co.id", "csobudi baik", "1.300 watt", "nomor 12 ya", "12"],
)
def test_a_time_an_address_or_a_number_names_nobody(line: str) -> None:
    assert own(f"CSO: ya\n{line}") == f"ya {line}"
    assert strangers(line) == ()


def test_a_colon_of_an_official_wording_names_nobody() -> None:
    due = ("Buka ini. Untuk HP Android : pengaturan (Settings)",)
    text = "CSO: baik\nHP Android: pengaturan\nAndroid : x"
    assert own(text, due) == "baik HP Android: pengaturan Android : x"
    assert own(text) == "baik" and strangers(text) == ("HP Android", "Android")
    assert strangers("Droid: x", due) == ("Droid",)


def test_a_line_without_a_name_goes_on_with_the_turn() -> None:
    text = "CSO: untuk itu sisa\npulsa Bapak\nPlg: ya\nbaik\nCSO: lima"
    lines, _ = read_lines(text, OFFICERS, CALLERS)
    assert [(line.own, line.turn) for line in lines] == [
        (True, 1), (True, 1), (False, 2), (False, 2), (True, 3),
    ]  # fmt: skip


def test_subtitles_are_read_without_their_numbers_and_times() -> None:
    srt = "1\n00:00:01,000 --> 00:00:04,000\nCSO: sisa\n\n2\n00:00:04,000 --> 00:00:06,000\npulsa"
    assert own(srt) == "sisa pulsa"
    vtt = "WEBVTT - panggilan\n\n00:01.000 --> 00:04.000 align:start position:0%\n<v CSO>baik</v>"
    assert own(vtt) == "baik"
    assert own("[00:00:00.000 --> 00:00:04.000] CSO: baik") == "baik"


def test_without_names_to_look_for_all_is_the_csos() -> None:
    lines, unknown = read_lines("Budi: ya", (), ())
    assert (lines[0].own, lines[0].text, unknown) == (True, "Budi: ya", ())


@given(st.text(alphabet="CSOpelanggan :>[]()<-0123.\n*v/", max_size=200))
def test_any_text_is_read(text: str) -> None:
    lines, _ = read_lines(text, OFFICERS, CALLERS)
    assert len(lines) <= len(text.splitlines())
    assert all(one.turn <= two.turn for one, two in pairwise(lines))
