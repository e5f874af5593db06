"""What comes from outside, damaged by chance: it is refused in words or read, and nothing breaks.

A failure names the number to give to ``random.Random``. What was found once stands in
``test_found.py`` and is tried every time.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures import note_figures

from . import search, targets

Fuzz = Callable[[random.Random], None]
TARGETS: dict[str, Fuzz] = {
    "berkas YAML": targets.fuzz_yaml,
    "tautan": targets.fuzz_link,
    "panggilan tersimpan": targets.fuzz_saved,
    "transkrip": targets.fuzz_transcript,
}
SHORT, LONG = 60, 20_000
SHORT_QUESTIONS, LONG_QUESTIONS = 60, 5_000
SEEDS = st.integers(0, 2**48)
AT_EASE = [HealthCheck.too_slow, HealthCheck.filter_too_much]


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=SHORT, deadline=None, suppress_health_check=AT_EASE)
@given(seed=SEEDS)
def test_what_is_damaged_by_chance_breaks_nothing(name: str, seed: int) -> None:
    TARGETS[name](random.Random(seed))


@settings(max_examples=1, deadline=None)
@given(seed=SEEDS)
def test_no_question_breaks_the_search_or_holds_it_up(seed: int) -> None:
    assert search.ask(search.questions(random.Random(seed), SHORT_QUESTIONS)) == []


@pytest.mark.proof
@pytest.mark.parametrize("name", TARGETS)
def test_twenty_thousand_damaged_inputs_break_nothing(name: str) -> None:
    for seed in range(LONG):
        try:
            TARGETS[name](random.Random(seed))
        except Exception as error:
            raise AssertionError(f"{name}, random.Random({seed})") from error
    note_figures("fuzzing", **{name: LONG})


@pytest.mark.proof
def test_five_thousand_damaged_questions_break_nothing() -> None:
    for seed in range(LONG_QUESTIONS // 500):
        assert search.ask(search.questions(random.Random(seed), 500)) == [], seed
    note_figures("fuzzing", pertanyaan=LONG_QUESTIONS)
