"""What the text of a call tells of the items that were due."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from flow_engine.due import Item
from flow_engine.hearing import APART, EXACT, NEARLY, NOT
from flow_engine.model import Flow
from flow_engine.scoring import (
    Review,
    score_items,
)
from flow_engine.weights import (
    DONT,
    ORDER,
)
from tests.knowledge import real_library

from .cards import (
    CALLS,
    NAMED,
    OURS,
    items_of,
    say,
    text_of,
)

LIBRARY = real_library()


def test_a_sentence_of_a_case_nobody_told_waits_for_the_reviewer() -> None:
    items = [
        say("A/1", "apel buku"),
        say("A/2", "lewat kampung", maybe=True),
        Item(ORDER, ORDER, ""),
    ]
    card = score_items(items, Review(text="apel buku"), OURS)
    assert [row.mark for row in card.rows] == [EXACT, "", EXACT]
    assert (card.rows[1].source, card.rows[2].share, card.verdict) == ("", (1, 1), "belum")
    heard = score_items(items, Review(text="lewat kampung apel buku"), OURS)
    assert [row.mark for row in heard.rows] == [EXACT, EXACT, NEARLY]
    apart = score_items(items, Review({"A/2": APART}, text="apel buku"), OURS)
    assert (apart.points, apart.maximum, apart.verdict) == (8, 8, "selesai")
    left_out = score_items(items, Review({"A/2": NOT}, text="apel buku"), OURS)
    assert (left_out.points, left_out.maximum) == (8, 12)
    near = score_items([say("A/2", "a b c d", maybe=True)], Review(text="a b d e"), OURS)
    assert (near.rows[0].mark, bool(near.rows[0].segments)) == (NEARLY, True)
    shown = score_items([say("A/2", "a b c d e f", maybe=True)], Review(text="a b c x y z"), OURS)
    assert (shown.rows[0].mark, bool(shown.rows[0].segments)) == ("", True)


def test_a_sentence_due_twice_has_to_be_said_twice() -> None:
    one = say("A/1", "apel buku cuci")
    items = [one, replace(one, id="again")]
    once = score_items(items, Review(text="apel buku cuci"), OURS)
    assert [row.mark for row in once.rows] == [EXACT, NOT]
    twice = score_items(items, Review(text="apel buku cuci. apel buku cuci"), OURS)
    assert [row.mark for row in twice.rows] == [EXACT, EXACT]


def test_one_place_in_the_text_stands_for_one_sentence() -> None:
    items = [say("A/1", "apel buku cuci daun emas"), say("A/2", "apel buku cuci daun foto")]
    card = score_items(items, Review(text="apel buku cuci daun foto"), OURS)
    assert [row.mark for row in card.rows] == [NOT, EXACT]
    near = score_items(items, Review(text="apel buku cuci daun gula"), OURS)
    assert sorted(row.mark for row in near.rows) == [NEARLY, NOT]


def test_a_short_sentence_is_not_said_by_a_longer_one_that_holds_it() -> None:
    items = [say("A/1", "buku cuci"), say("A/2", "apel buku cuci daun")]
    once = score_items(items, Review(text="apel buku cuci daun"), OURS)
    assert [row.mark for row in once.rows] == [NOT, EXACT]
    both = score_items(items, Review(text="buku cuci. apel buku cuci daun"), OURS)
    assert [row.mark for row in both.rows] == [EXACT, EXACT]
    twins = [say("A/1", "apel buku cuci"), say("A/2", "apel buku cuci")]
    assert [r.mark for r in score_items(twins, Review(text="apel buku cuci"), OURS).rows] == [
        EXACT, NOT,
    ]  # fmt: skip


def test_a_prohibition_is_found_across_the_lines_of_a_turn() -> None:
    item = Item("C", DONT, "untuk mengetahui Sisa Pulsa")
    for text, mark in (
        ("CSO: untuk itu sisa\npulsa Bapak lima puluh", EXACT),
        ("CSO: tinggal sisa\nPelanggan: ya\nCSO: pulsa", NOT),
        ("CSO: halo\nPelanggan (Budi): sisa pulsa saya", NOT),
        ("CSO: halo\nBudi: sisa pulsa saya", NOT),
        ("Pelanggan: halo\nCSO Rina: sisa pulsa Bapak", EXACT),
    ):
        assert score_items([item], Review(text=text), OURS).rows[0].mark == mark, text


def test_who_is_not_known_in_the_text_is_told() -> None:
    items = [say("A/1", "apel buku")]
    card = score_items(items, Review(text="CSO: apel buku\nBudi: ya\nAni: ya"), OURS)
    assert card.warnings == (
        "Sebutan pembicara tidak dikenal: “Budi”, “Ani”. Kata-kata mereka tidak dihitung sebagai "
        "ucapan CSO. Tulis CSO: atau Pelanggan: di depan barisnya.",
    )
    many = "\n".join(f"{name}: ya" for name in ("CSO", "Ab", "Ac", "Ad", "Ae", "Af", "Ag"))
    (told,) = score_items(items, Review(text=many), OURS).warnings
    assert "“Af”, dan lainnya." in told and "Ag" not in told
    assert score_items(items, Review(text="CSO: ya\nPelanggan: ya"), OURS).warnings == ()


@pytest.mark.parametrize("text", ["Pelanggan: apel buku", "Pelanggan:\neh", "CSO: eh", "..."])
def test_a_text_without_a_word_of_the_cso_is_as_no_text(text: str) -> None:
    items = [say("A/1", "apel buku"), Item("C", DONT, "untuk tahu Rahasia"), Item(ORDER, ORDER, "")]
    card = score_items(items, Review(text=text), OURS)
    assert ([row.mark for row in card.rows], card.verdict) == (["", "", ""], "belum")
    assert card.warnings == (
        "Tidak ada kata CSO dalam teks ini, jadi tidak ada yang ditandai dari teks.",
    )
    assert score_items(items, Review(text="  "), OURS).warnings == ()


def test_the_likest_place_is_shown_where_a_sentence_was_not_said() -> None:
    items = [say("A/1", "apel buku cuci daun emas foto")]
    (row,) = score_items(items, Review(text="apel buku cuci gula harum ikan"), OURS).rows
    assert (row.mark, row.percent) == (NOT, 66)
    assert [segment.kind for segment in row.segments] == ["same", "missing"]


def test_a_long_prohibition_is_looked_for_as_a_sentence() -> None:
    rule = "Keterangan yang ada pada poin pertama tidak boleh disampaikan kepada siapa pun juga ya"
    item = Item("C", DONT, rule)
    for text, mark in ((rule, EXACT), (rule.replace("siapa pun", "orang"), NEARLY), ("ya", NOT)):
        assert score_items([item], Review(text=text), OURS).rows[0].mark == mark


def test_what_is_filed_for_a_sentence_tells_nothing() -> None:
    card = score_items([say("A/1", "apel buku")], Review(filed={"A/1": "apel buku"}), OURS)
    assert card.unjudged == 1


def test_the_longest_call_is_compared_in_few_places(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], CALLS["diagnosis benar"])
    line = text_of(items, CALLS["diagnosis benar"]).split()
    chance = random.Random(7)
    text = " ".join(chance.choice(line) for _ in range(20_000))
    card = score_items(items, Review(text=text), LIBRARY.weights)
    assert card.maximum > 0
    assert NAMED.split()[0] in text
