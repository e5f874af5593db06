"""Finding wordings in a text: to the letter, nearly, and what must not be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_engine.matching import (
    Found,
    find_exact,
    find_forbidden,
    find_nearly,
    longest_in_order,
)
from flow_engine.opposites import meaning_of
from flow_engine.spoken import Wording, read_spoken, read_wording
from flow_engine.written import compare_written

ASK = "Apakah {x} telah melaporkan hal ini sebelumnya ?"


def wording(text: str, *, written: bool = False) -> Wording:
    """A wording whose places are marked {x}."""
    pieces = [
        piece
        for number, part in enumerate(text.split("{x}"))
        for piece in ([("{x}", True)] if number else []) + [(part, False)]
    ]
    return read_wording([piece for piece in pieces if piece[0]], written=written)


def shown(found: Found) -> list[tuple[str, str]]:
    return [(segment.kind, segment.text) for segment in found.segments]


def exact(text: str, call: str) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in find_exact(wording(text), read_spoken(call))]


# To the letter


@pytest.mark.parametrize(
    "call",
    [
        "apakah Ibu telah melaporkan hal ini sebelumnya",
        "Baik. APAKAH ibu Sari, telah melaporkan hal ini… sebelumnya?! Terima kasih",
        "“Apakah” Ibu\ntelah melaporkan\n\n hal ini sebelumnya",
    ],
)
def test_capitals_signs_and_line_breaks_do_not_matter(call: str) -> None:
    assert len(exact(ASK, call)) == 1


@pytest.mark.parametrize(
    "call",
    [
        "apakah telah melaporkan hal ini sebelumnya",
        "apakah Ibu sudah melaporkan hal ini sebelumnya",
        "apakah Ibu telah melaporkan hal ini",
        "apakah a b c d e f g h i telah melaporkan hal ini sebelumnya",
        "",
    ],
)
def test_a_missing_word_an_empty_place_or_a_place_too_full_is_not_the_letter(call: str) -> None:
    assert exact(ASK, call) == []


def test_every_occurrence_is_found_and_none_overlaps() -> None:
    assert exact("ya ya", "ya ya ya ya ya") == [(0, 2), (2, 4)]
    assert exact("Nomornya {x}", "nomornya satu nomornya") == [(0, 2)]
    (found,) = find_exact(wording("ya ya"), read_spoken("ya ya ya ya"), [(1, 2)])
    assert (found.start, found.end) == (2, 4)
    assert exact("{x} berada di sini", "berada di sini Ibu berada di sini") == [(3, 7)]


def test_a_wording_of_places_alone_is_never_found() -> None:
    assert exact("{x}", "apa saja") == []
    assert find_nearly(wording("{x}"), read_spoken("apa saja"), []) == []


def test_what_was_said_in_a_place_is_told_apart() -> None:
    (found,) = find_exact(wording("dengan {x} bisa"), read_spoken("Ya dengan Ibu Dewi bisa"))
    assert shown(found) == [("same", "dengan"), ("gap", "Ibu Dewi"), ("same", "bisa")]
    assert (found.percent, found.exact) == (100, True)


TOKENS = st.sampled_from(["satu", "dua", "tiga", "empat"])


@given(st.lists(TOKENS, min_size=1, max_size=4), st.lists(TOKENS, max_size=12))
def test_to_the_letter_if_and_only_if_the_words_occur(due: list[str], call: list[str]) -> None:
    occurs = any(call[at : at + len(due)] == due for at in range(len(call)))
    assert bool(exact(" ".join(due), ", ".join(call).upper())) == occurs


# Nearly


def nearly(text: str, call: str, taken: tuple[tuple[int, int], ...] = ()) -> Found | None:
    found = find_nearly(wording(text), read_spoken(call), taken)
    return found[0] if found else None


def test_a_word_replaced_and_a_word_left_out_are_marked() -> None:
    found = nearly(ASK, "eh apakah Ibu Sari sudah melaporkan hal sebelumnya ya bu")
    assert found is not None and not found.exact
    assert shown(found) == [
        ("same", "apakah"), ("missing", "telah"), ("gap", "Ibu"), ("added", "Sari sudah"),
        ("same", "melaporkan hal"), ("missing", "ini"), ("same", "sebelumnya"),
    ]  # fmt: skip
    assert 60 < found.percent < 90


def test_a_word_spelt_otherwise_counts_most_of_itself() -> None:
    near = nearly("mohon dibantu berapa nomornya", "mohon di dibantu brapa nomornya")
    other = nearly("mohon dibantu berapa nomornya", "mohon di dibantu kapan nomornya")
    assert near is not None and other is not None
    assert near.percent > other.percent


def test_a_stray_word_far_off_belongs_to_another_sentence() -> None:
    call = "baik nanti kami lihat dulu ya angka tujuh puluh enter berapa nilai baik"
    found = nearly("baik angka tujuh puluh enter berapa nilai", call)
    assert found is not None
    assert shown(found) == [("missing", "baik"), ("same", "angka tujuh puluh enter berapa nilai")]
    end = nearly("angka tujuh puluh enter baik", "angka tujuh puluh enter dan lalu saja baik")
    assert end is not None
    assert shown(end)[-1] == ("missing", "baik")


def test_another_number_is_never_nearly_the_same() -> None:
    due = "kemudian angka 70 enter berapa nilai yang tertera"
    found = nearly(due, due.replace("70", "71"))
    assert found is not None and found.percent < 50
    spelt = nearly(due, due.replace("70", "tujuh puluh"))
    assert spelt is not None and spelt.percent > 75
    left_out = nearly(due, due.replace("70 ", ""))
    assert left_out is not None and left_out.percent < 50


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("listrik di rumah tidak dapat menyala kini", "listrik di rumah dapat menyala kini"),
        ("listrik di rumah dapat menyala kini", "listrik di rumah belum dapat menyala kini"),
        ("waktunya kurang lebih tiga jam dari lapor", "waktunya kurang lebih jam dari lapor"),
        ("waktunya kurang lebih tiga jam dari lapor", "waktunya kurang lebih lima jam dari lapor"),
        ("dalam waktu sampai dengan 4 hari kerja ya", "dalam waktu sampai dengan hari kerja ya"),
    ],
)  # fmt: skip
def test_the_opposite_or_another_amount_is_never_nearly_the_same(due: str, said: str) -> None:
    found = nearly(due, said)
    assert found is not None and found.percent < 50
    (broken,) = find_nearly(wording(due), read_spoken(said), [], due=False)[:1]
    assert broken.percent > 75


def test_what_stands_in_a_place_is_no_number_of_the_sentence() -> None:
    found = nearly(
        "nomor laporannya {x} mohon dicatat ya", "nomor laporannya 12 345 mohon catat ya"
    )
    assert found is not None and found.percent > 75
    beside = nearly(
        "nomor laporannya {x} mohon dicatat ya", "nomor laporannya 12 345 tolong dicatat ya"
    )
    assert beside is not None and beside.percent > 75
    other = nearly("baik {x} angka 70 enter berapa nilai", "baik ibu angka 71 enter berapa nilai")
    assert other is not None and other.percent < 50


@pytest.mark.parametrize(
    ("words", "numbers", "negations"),
    [
        ("angka 08 enter", {"8"}, 0), ("angka nol delapan", {"8"}, 0),
        ("satu dua tiga", {"123"}, 0),
        ("tujuh puluh satu", {"71"}, 0), ("3 tiga jam", {"3"}, 0), ("dua belas", {"12"}, 0),
        ("seratus sepuluh", {"110"}, 0), ("dua ratus tiga puluh empat", {"234"}, 0),
        ("seribu lima ratus", {"1500"}, 0), ("dua belas ribu tiga ratus", {"12300"}, 0),
        ("ribu", {"1000"}, 0), ("puluh", {"10"}, 0), ("64,9 dan 5.1", {"64.9", "5.1"}, 0),
        ("h 14", {"14"}, 0),
        ("tidak bisa dan belum", set(), 2), ("", set(), 0),
    ],
)  # fmt: skip
def test_numbers_and_negations_are_read_out_of_words(
    words: str, numbers: set[str], negations: int
) -> None:
    found, times = meaning_of(words.split())
    assert (set(found), times) == (numbers, negations)


def test_a_place_at_the_end_takes_what_it_needs() -> None:
    found = nearly("terima kasih telah menelepon {x}", "terima kasih sudah menelepon Bu Sari")
    assert found is not None
    assert shown(found)[-1] == ("gap", "Bu")


def test_what_is_taken_by_another_sentence_is_left_alone() -> None:
    due = "baik kemudian angka enter berapa"
    assert nearly(due, "baik kemudian angka enter siapa", ((0, 5),)) is None
    found = nearly(due, "baik kemudian angka lain baik kemudian angka enter siapa", ((0, 4),))
    assert found is not None and found.start == 4


def test_a_text_without_the_words_gives_nothing() -> None:
    assert nearly("satu dua tiga empat", "lima enam satu tujuh delapan") is None
    assert nearly("satu dua", "satu dia") is None
    assert nearly("satu dua tiga empat", "lain sekali") is None


# What must not be said


def forbidden(words: str, call: str, percent: int = 85) -> Found | None:
    spoken = read_spoken(call, (), ("cso",), ("pelanggan",))
    return find_forbidden(words.split(), spoken, [], percent)


@pytest.mark.parametrize(
    ("call", "letter"),
    [
        ("CSO: ini sisa pulsa Ibu", True),
        ("CSO: ini SISA, pulsa.", True),
        ("CSO: lihat sisa pulsanya", False),
        ("CSO: itu sisapulsa", False),
    ],
)
def test_a_prohibited_wording_is_found(call: str, letter: bool) -> None:
    found = forbidden("sisa pulsa", call)
    assert found is not None and found.exact is letter
    assert shown(found)[0][0] == ("same" if letter else "added")


@pytest.mark.parametrize(
    "call",
    [
        "CSO: sisa waktunya", "Pelanggan: sisa pulsa saya", "CSO: tinggal sisa\nCSO: pulsa",
        "CSO: pulsa sisa", "CSO:",
    ],
)  # fmt: skip
def test_what_others_say_or_two_lines_say_together_is_no_finding(call: str) -> None:
    assert forbidden("sisa pulsa", call) is None


def test_the_likest_place_is_told() -> None:
    found = forbidden("arus netral", "CSO: arus netralnya dan arus netral")
    assert found is not None and found.exact and found.start == 3


def test_beside_a_due_sentence_only_the_letter_is_prohibited() -> None:
    near, letter = read_spoken("sisa pulsanya"), read_spoken("sisa pulsa")
    assert find_forbidden(["sisa", "pulsa"], near, [(0, 2)], 85) is None
    assert find_forbidden(["sisa", "pulsa"], letter, [(0, 2)], 85) is not None


# Order


@pytest.mark.parametrize(
    ("places", "count"),
    [
        ([], 0), ([[]], 0), ([[3], [5], [9]], 3), ([[3], [2], [9]], 2), ([[9], [5], [3]], 1),
        ([[9, 1], [5], [3, 8]], 3), ([[4], [4]], 1), ([[1, 2, 3]], 1),
    ],
)  # fmt: skip
def test_the_longest_order_is_counted(places: list[list[int]], count: int) -> None:
    assert longest_in_order(places) == count


# Written texts


def written(text: str, given: str) -> Found:
    return compare_written(wording(text, written=True), given)


@pytest.mark.parametrize(
    ("due", "given"),
    [
        ("1 RUMAH PADAM (GELAP)", "1 rumah  padam\n(GELAP)"),
        ("A “B” C", 'a "b" c'),
        ("{x}", "apa saja, dengan tanda."),
        ("{x} PERNAH LAPOR {x}, SELESAI", "Padam. PERNAH LAPOR PERNAH G1, SELESAI"),
        ("NO {x}", "no 1 2 3"),
    ],
)
def test_a_report_that_is_the_wording_is_right(due: str, given: str) -> None:
    assert written(due, given).exact


@pytest.mark.parametrize(
    ("due", "given"),
    [
        ("1 RUMAH PADAM (GELAP)", "1 RUMAH PADAM GELAP"),
        ("1 RUMAH PADAM", "1 RUMAH PADAM SEMUA"),
        ("{x}", ""),
        ("NO {x}, SELESAI", "NO 1, SELESA"),
        ("PADAM {x} SELESAI", "PADAM SELESAI"),
        ("A {x} B {x} C", "A 1 C"),
    ],
)
def test_a_report_that_differs_is_not(due: str, given: str) -> None:
    assert not written(due, given).exact


def test_the_difference_of_a_report_counts_to_its_ends() -> None:
    found = written("1 RUMAH PADAM", "ADA 1 RUMAH MENYALA SEMUA")
    assert shown(found) == [
        ("added", "ADA"), ("same", "1 RUMAH"), ("missing", "PADAM"), ("added", "MENYALA SEMUA"),
    ]  # fmt: skip
    nothing = written("PADAM", "MENYALA")
    assert shown(nothing) == [("missing", "PADAM"), ("added", "MENYALA")]
    assert nothing.percent == 0
