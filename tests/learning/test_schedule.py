"""When a card comes again is what ``fsrs`` says; today's stack follows from it and the clock."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State
from hypothesis import given, settings
from hypothesis import strategies as st

import learning.rooms  # noqa: F401 - adds the room's calls
from flow_engine.bridge import handle
from flow_engine.saved import BadMessage
from learning.cards import card_json
from learning.deck import Listed, make_deck, mixed
from learning.schedule import (
    LEECH_LAPSES,
    UTC,
    Kept,
    check_clock,
    interval_words,
    is_due,
    kept_json,
    offers,
    rate,
    read_kept,
    read_moment,
)

from .test_cards import real_cards

WIB = datetime.timezone(datetime.timedelta(hours=7))
START = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=WIB)
DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


def call(**request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(handle(json.dumps(request)))
    return answer


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(list(Rating)), st.integers(0, 60 * 24 * 400)), max_size=25
    )
)
def test_a_schedule_is_the_packages_own(steps: list[tuple[Rating, int]]) -> None:
    plain, memory = Scheduler(enable_fuzzing=False), Memory(card_id=0, due=START.astimezone(UTC))
    kept, now = None, START
    for rating, minutes in steps:
        now += minutes * MINUTE
        offered = offers(kept, "v", now)
        memory, _ = plain.review_card(memory, rating, now.astimezone(UTC))
        kept = rate(kept, rating, "v", now)
        assert {**memory.to_dict(), "card_id": 0} == {**kept.memory.to_dict()}
        told = {row["rating"]: row["interval"] for row in offered}
        assert told[int(rating)] == interval_words(memory.due - now)
        # What is written is read back the same, to the last digit.
        assert read_kept(json.loads(json.dumps(kept_json(kept)))) == kept


def learnt(now: datetime.datetime = START) -> Kept:
    """Return a card that was known twice and is in review."""
    once = rate(None, Rating.Good, "v", now)
    return rate(once, Rating.Good, "v", now + 10 * MINUTE)


def test_a_card_that_is_forgotten_again_and_again_is_marked() -> None:
    kept, now = learnt(), START
    for _ in range(LEECH_LAPSES):
        assert not kept.is_leech
        now += 30 * DAY
        kept = rate(kept, Rating.Again, "v", now)
        kept = rate(kept, Rating.Again, "v", now + MINUTE)
        kept = rate(kept, Rating.Good, "v", now + 11 * MINUTE)
        assert kept.memory.state is State.Review
    assert kept.is_leech and kept.lapses == LEECH_LAPSES


def test_a_card_in_review_is_due_for_the_whole_of_its_day_and_a_new_one_to_the_minute() -> None:
    kept = learnt()
    due = kept.memory.due.astimezone(WIB)
    assert not is_due(kept, due.replace(hour=0, minute=0) - MINUTE)
    assert is_due(kept, due.replace(hour=0, minute=1))
    # The same moment is another day elsewhere.
    late = due.replace(hour=1, minute=0)
    assert is_due(kept, late) and not is_due(kept, (late - DAY).astimezone(UTC))
    once = rate(None, Rating.Good, "v", START)
    assert not is_due(once, START + 9 * MINUTE) and is_due(once, START + 10 * MINUTE)


def test_a_clock_that_was_set_back_is_told_and_nothing_is_scheduled() -> None:
    kept = kept_json(learnt())
    back = (START - DAY).isoformat()
    for name in ("cards_offers", "cards_rate"):
        told = call(call=name, kept=kept, version="v", rating=3, now=back)["failure"]
        assert told.startswith("Jam komputer ini (22-11-2026 09.00) lebih awal daripada latihan")
        assert "(23-11-2026 09.10)" in told
    deck = {"call": "cards_today", "cards": [], "kept": {"x": kept}, "now": back}
    assert "lebih awal" in call(**deck)["failure"]


def test_a_clock_that_moves_by_seconds_goes_on_and_never_into_the_past() -> None:
    kept = learnt()
    last = kept.memory.last_review
    assert last is not None
    check_clock(last, last - MINUTE)
    after = rate(kept, Rating.Good, "v", last - MINUTE)
    assert after.memory.last_review == last and after.memory.due > last
    with pytest.raises(BadMessage):
        check_clock(last, last - 3 * MINUTE)


@pytest.mark.parametrize(
    "raw", [None, "", "kemarin", "2026-01-01T10:00", "0001-01-01T00:00+07:00", 3]
)
def test_a_clock_that_cannot_be_read_is_told(raw: object) -> None:
    with pytest.raises(BadMessage, match="Jam komputer ini tidak dapat dibaca"):
        read_moment(raw)


DAMAGES: list[Any] = [
    None, [], {}, {"state": 9}, {"state": 1, "step": None}, {"state": 2, "step": 1},
    {"stability": None}, {"stability": -1}, {"stability": "x"}, {"difficulty": 11},
    {"difficulty": float("nan")}, {"due": "x"}, {"due": "2026-01-01"}, {"last_review": None},
    {"last_review": "2026-01-01T00:00"}, {"lapses": -1}, {"lapses": True}, {"lapses": 1.5},
    {"first": "hari ini"}, {"state": 1, "step": 7}, {"due": "0001-01-01T00:00:00+14:00"},
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_memory_is_refused_by_itself_and_left_out_of_the_stack(damage: Any) -> None:
    whole = kept_json(learnt())
    raw = {**whole, **damage} if isinstance(damage, dict) and damage else damage
    with pytest.raises(BadMessage, match="rusak"):
        read_kept(raw)
    cards = [Listed("a", "v", "T", "celah"), Listed("b", "v", "T", "celah")]
    deck = make_deck(cards, {"a": raw, "b": whole}, START + 10 * DAY)
    assert (deck.damaged, deck.new, deck.due) == (("a",), ("a",), ("b",))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "1 menit"), (10, "10 menit"), (59, "59 menit"), (60, "1 jam"), (600, "10 jam"),
        (1440, "1 hari"), (30 * 1440, "30 hari"), (31 * 1440, "1 bulan"), (364 * 1440, "12 bulan"),
        (365 * 1440, "1 tahun"), (550 * 1440, "1,5 tahun"),
    ],
)  # fmt: skip
def test_an_interval_is_said_shortly(minutes: int, words: str) -> None:
    assert interval_words(minutes * MINUTE) == words


def cards(count: int, **more: str) -> list[Listed]:
    return [Listed(f"k{n}", "v", more.get("topic", "A"), "celah") for n in range(count)]


def test_a_day_takes_so_many_new_cards_and_those_begun_today_count() -> None:
    begun = {"k0": kept_json(rate(None, Rating.Again, "v", START))}
    later = START + 5 * MINUTE
    deck = make_deck(cards(30), begun, later)
    assert (len(deck.new), deck.due, deck.seen, deck.total) == (9, ("k0",), 1, 30)
    assert len(make_deck(cards(30), begun, START + DAY).new) == 10
    assert make_deck(cards(30), begun, later, most_new=1).new == ()


def test_what_is_learnt_waits_its_minutes_and_is_shown_ahead_when_nothing_else_is_left() -> None:
    kept = {"k0": kept_json(rate(None, Rating.Good, "v", START))}
    deck = make_deck(cards(1), kept, START + MINUTE)
    assert (deck.due, deck.ahead) == ((), ("k0",))
    assert deck.following == (START + 10 * MINUTE).astimezone(UTC)
    assert make_deck(cards(1), kept, START + 10 * MINUTE).following is None


def test_a_card_whose_wording_changed_is_asked_again() -> None:
    kept = {"k0": kept_json(learnt())}
    now = START + 20 * MINUTE
    assert make_deck(cards(1), kept, now).due == ()
    deck = make_deck([Listed("k0", "baru", "A", "celah")], kept, now)
    assert (deck.due, deck.changed) == (("k0",), ("k0",))


def test_a_topic_has_its_own_stack_and_a_card_that_is_gone_is_passed_over() -> None:
    rows = [Listed("a", "v", "A", "celah"), Listed("b", "v", "B", "urut")]
    kept = {"gone": kept_json(learnt()), "b": kept_json(learnt())}
    deck = make_deck(rows, kept, START + 10 * DAY, topic="B")
    assert (deck.due, deck.new, deck.total, deck.leeches) == (("b",), (), 1, ())


def test_the_longest_overdue_comes_first_and_new_kinds_take_turns() -> None:
    old, young = kept_json(learnt(START - DAY)), kept_json(learnt())
    deck = make_deck(cards(2), {"k0": young, "k1": old}, START + 10 * DAY)
    assert deck.due == ("k1", "k0")
    kinds = ["celah", "celah", "urut", "celah", "urut"]
    rows = [Listed(str(n), "v", "A", kind) for n, kind in enumerate(kinds)]
    assert mixed(rows) == ["0", "2", "1", "4", "3"]


def test_the_calls_of_the_room_lead_through_a_card() -> None:
    card = card_json(next(card for card in real_cards() if card.kind == "celah"))
    now = START.isoformat()
    today = call(call="cards_today", cards=[card], kept={}, now=now)
    assert today["new"] == [card["id"]] and today["following"] is None
    judged = call(call="cards_judge", card=card, answer=card["key"][0])
    assert judged["right"] is True and judged["wording"] == card["wording"]
    known = {"kept": None, "version": card["version"], "now": now}
    told = call(call="cards_offers", **known)["ratings"]
    assert [row["label"] for row in told] == ["Lagi", "Sulit", "Bisa", "Mudah"]
    assert [row["interval"] for row in told] == ["1 menit", "6 menit", "10 menit", "8 hari"]
    rated = call(call="cards_rate", rating=4, **known)
    assert rated["leech"] is False
    after = call(call="cards_today", cards=[card], kept={card["id"]: rated["kept"]}, now=now)
    assert (after["new"], after["due"], after["seen"]) == ([], [], 1)
    assert after["following"] == "2026-12-01T09:00:00+07:00"


@pytest.mark.parametrize(
    "request_",
    [
        {"call": "cards_today"},
        {"call": "cards_today", "cards": [], "kept": []},
        {"call": "cards_today", "cards": {}, "kept": {}},
        {"call": "cards_today", "cards": [1], "kept": {}},
        {"call": "cards_today", "cards": [{}], "kept": {}},
        {"call": "cards_today", "cards": [], "kept": {}, "most_new": True},
        {"call": "cards_today", "cards": [], "kept": {}, "most_new": "9"},
        {"call": "cards_judge", "card": {}, "answer": "1"},
        {"call": "cards_rate", "rating": 0, "kept": None},
        {"call": "cards_rate", "rating": True, "kept": None},
        {"call": "cards_rate", "rating": 3, "kept": {}},
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(request_: dict[str, Any]) -> None:
    told = call(now=START.isoformat(), **request_)["failure"]
    assert told.endswith((".", "awal.")) and "Mesin tidak dapat" not in told
