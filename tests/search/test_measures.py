"""How the search is measured: questions, slips, scores, and the floor it is held to."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.node import house
from tools.search_eval.hold import FLOORS, FOLDER, falls
from tools.search_eval.measures import mean_interval, percentile, rank_of, score, wilson
from tools.search_eval.queries import (
    LONG_WORD,
    Query,
    QueryFileError,
    read_queries,
    slips,
    with_slip,
)

HALVES = [read_queries(path) for path in sorted(FOLDER.glob("kueri-*.csv"))]


def query(text: str, *clauses: str) -> Query:
    return Query(text, frozenset(clauses), "keyword")


def test_the_frozen_set_has_two_halves_and_three_hundred_questions() -> None:
    assert len(HALVES) == 2
    assert sum(map(len, HALVES)) >= 300
    for half in HALVES:
        assert len({one.text for one in half}) == len(half) >= 150


def test_every_answer_of_the_frozen_set_is_a_clause() -> None:
    known = set(house().library.clauses)
    assert [one for half in HALVES for one in half if not one.clauses <= known] == []


def test_scores_are_what_one_counts_by_hand() -> None:
    queries = [query("a", "X"), query("b", "Y", "Z"), query("c", "Q"), query("d", "P")]
    found = score(queries, [["X"], ["A", "B", "Z"], ["A", "B", "C", "Q"], []])
    assert (found.hit1.value, found.hit3.value, found.zero.value) == (0.25, 0.5, 0.25)
    assert found.mrr.value == pytest.approx((1 + 1 / 3 + 1 / 4) / 4)
    assert [rank_of(one, ["A", "Y"]) for one in queries] == [0, 2, 0, 0]
    with pytest.raises(ValueError, match="no queries"):
        score([], [])


def test_intervals_hold_the_value_and_narrow_with_more_questions() -> None:
    low, high = wilson(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert wilson(900, 1000)[0] > low
    assert wilson(0, 0) == (0.0, 0.0)
    low, high = mean_interval([0.0, 1.0] * 50)
    assert low < 0.5 < high
    assert percentile([5, 1, 3, 2, 4], 0.5) == 3


@given(st.text(alphabet='abc defgh"-08', max_size=40), st.integers())
def test_a_slip_is_one_edit_in_a_long_word_or_none(text: str, seed: int) -> None:
    changed = with_slip(text, random.Random(seed))
    assert abs(len(changed) - len(text)) <= 1
    if not LONG_WORD.search(text) or '"' in text:
        assert changed == text


def test_slips_come_from_their_seed() -> None:
    assert slips(HALVES[0], 1) == slips(HALVES[0], 1) != slips(HALVES[0], 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "tidak berisi"),
        ("query,jenis\na,b\n", "kolom klausul tidak ada"),
        ("query,klausul,jenis\nlupa sandi,,x\n", ":2: pertanyaan atau klausulnya kosong"),
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "kueri.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(QueryFileError, match=told):
        read_queries(path)
    with pytest.raises(QueryFileError, match="tidak dapat dibaca"):
        read_queries(tmp_path / "tidak-ada.csv")


def test_fewer_answers_than_before_are_told() -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert falls(floors, floors) == []
    first = sorted(floors)[0]
    less = {**floors, first: {**floors[first], "pertama": floors[first]["pertama"] - 1}}
    (told,) = falls(less, floors)
    assert first in told
    assert "make search-eval" in told
