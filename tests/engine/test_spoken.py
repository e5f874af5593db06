"""Texts cut into words: what was due with its places, and what the CSO said."""

from __future__ import annotations

import pytest

from flow_engine.spoken import (
    GAP_WORDS,
    MAX_CHARACTERS,
    MAX_WORDS,
    PAUSE_WORDS,
    Gap,
    TextTooLong,
    read_spoken,
    read_wording,
)

OFFICERS, CALLERS = ("cso", "agen"), ("pelanggan", "plg")


def words(text: str) -> str:
    return " ".join(read_spoken(text, ("eh", "em"), OFFICERS, CALLERS).words)


def test_only_what_the_cso_says_is_read() -> None:
    text = "selamat pagi\nPelanggan: halo\nitu saya\nCSO: baik\nterus\nPLG 2 > lagi\n[Agen 1]: siap"
    assert words(text) == "selamat pagi baik terus siap"


def test_times_before_a_line_and_fillers_are_skipped() -> None:
    assert words("[00:12] CSO: eh baik\n0.13 - Plg: ya\n00:14:20 CSO: em, Bu") == "baik bu"


def test_who_is_not_known_is_told_and_not_heard() -> None:
    spoken = read_spoken(
        "CSO: ya\nAndroid : baik\nBudi: sisa pulsa", (), OFFICERS, CALLERS, ("Di Android: x",)
    )
    assert (spoken.words, spoken.strangers) == (("ya", "android", "baik"), ("Budi",))


def test_without_names_of_speakers_all_is_the_csos() -> None:
    assert read_spoken("Pelanggan: halo").words == ("pelanggan", "halo")


def test_each_word_knows_its_turn_and_its_places() -> None:
    spoken = read_spoken("Baik,\nbaik.\nCSO: Baik", (), OFFICERS)
    assert spoken.turns == (0, 0, 1)
    assert spoken.index == {"baik": (0, 1, 2)}
    assert spoken.shown == ("Baik", "baik", "Baik")


@pytest.mark.parametrize(
    ("text", "told"),
    [("a " * (MAX_WORDS + 1), "20.001 kata"), ("x" * (MAX_CHARACTERS + 1), "200.001 huruf")],
)
def test_a_text_that_is_too_long_is_refused_with_its_length(text: str, told: str) -> None:
    with pytest.raises(TextTooLong, match=told.replace(".", r"\.")):
        read_spoken(text)


def test_a_text_of_just_so_many_words_is_read() -> None:
    assert len(read_spoken("a " * MAX_WORDS).words) == MAX_WORDS


def test_places_and_pauses_become_gaps() -> None:
    pieces = [("... Baik ", False), ("{Bapak/Ibu}", True), (" ", False), ("{Nama}", True)]
    wording = read_wording([*pieces, (" ... “Saat” ini eh... ?", False)], ("eh",))
    gap = Gap(2, 2 * GAP_WORDS + PAUSE_WORDS)
    assert wording.words == ("baik", gap, "saat", "ini")
    assert wording.shown == ("Baik", "{Bapak/Ibu} {Nama} ...", "Saat", "ini")
    assert wording.fixed == 3


def test_in_a_written_text_signs_count_and_a_pause_is_none() -> None:
    wording = read_wording([("PADAM (“A” – B) ...", False)], written=True)
    assert wording.words == ("padam", "(", '"', "a", '"', "-", "b", ")", ".", ".", ".")
