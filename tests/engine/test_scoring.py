"""The score card: the expected points of real calls, and what holds for every card."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.due import Item, due_items
from flow_engine.hearing import APART, EXACT, NEARLY, NOT
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.scoring import (
    TEXT,
    TICK,
    Review,
    score,
    score_items,
)
from flow_engine.weights import (
    DO,
    DONT,
    ESCALATION,
    FATAL,
    MENU,
    ORDER,
    REPORT,
    SAY,
    STYLE,
    WORK_ORDER,
    Weight,
)
from tests.figures import note_figures
from tests.knowledge import real_flows, real_library

from .calls import FLOW_IDS, draw_facts
from .calls import run_of as drawn_run
from .cards import (
    CALLS,
    OURS,
    items_of,
    review_of,
    row_of,
    run_of,
    said,
    say,
)

LIBRARY = real_library()
FLOWS = real_flows()


# Real calls


@pytest.mark.parametrize("name", CALLS)
def test_a_real_call_has_the_expected_points(
    name: str, flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS[name]
    flow = flows[told.flow]
    run = run_of(flow, told)
    card = score(flow, run, review_of(due_items(flow, run), told), library.weights)
    assert run.done
    assert (card.points, card.maximum) == told.sums
    assert (card.verdict, card.unjudged) == (told.verdict, 0)
    assert tuple(row.item.id for row in card.fatal) == told.fatal
    assert card.percent == 100 * told.sums[0] // told.sums[1]
    note_figures(
        "kartu", name=name, points=card.points, maximum=card.maximum, verdict=card.verdict,
        fatal=told.fatal,
    )  # fmt: skip


def test_what_is_wrong_stands_under_style_with_its_clause(
    flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS["periksa sebagian"]
    flow = flows["periksa"]
    items = items_of(flow, told)
    card = score_items(items, review_of(items, told), library.weights)
    assert [(row.item.part or row.item.kind, row.item.clause) for row in card.style] == [
        ("PRK-02/1", "PRK-02"), ("PRK-14/1", "PRK-14"), ("PRK-19/1", "PRK-19"), (ESCALATION, ""),
    ]  # fmt: skip


# Marks


def test_a_tick_goes_before_the_text() -> None:
    items = [say("A/1", "apel buku cuci daun")]
    heard = score_items(items, Review(text="apel buku cuci daun"), OURS)
    ticked = score_items(items, Review({"A/1": NOT}, text="apel buku cuci daun"), OURS)
    assert row_of(heard, "A/1") == (EXACT, TEXT, 4, 4)
    assert row_of(ticked, "A/1") == (NOT, TICK, 0, 4)


def test_what_is_not_marked_earns_nothing_and_leaves_the_card_open() -> None:
    items = [say("A/1", "apel"), Item("B", DO, "buat"), Item("C", DONT, "untuk tahu Rahasia")]
    card = score_items(items, Review({"A/1": EXACT}), OURS)
    assert (card.points, card.maximum, card.unjudged, card.verdict) == (4, 8, 2, "belum")
    done = score_items(items, Review({"A/1": EXACT, "B": EXACT, "C": NOT}), OURS)
    assert (done.points, done.maximum, done.verdict, done.percent) == (8, 8, "selesai", 100)
    apart = score_items(items, Review({"A/1": APART, "B": APART, "C": APART}), OURS)
    assert (apart.points, apart.maximum, apart.percent) == (0, 0, 100)


@pytest.mark.parametrize(("mark", "fails"), [(EXACT, True), (NEARLY, True), (NOT, False)])
def test_a_prohibition_that_was_told_fails_the_card(mark: str, fails: bool) -> None:
    weights = replace(OURS, kinds={**OURS.kinds, DONT: Weight(0, 0, FATAL)})
    card = score_items([Item("C", DONT, "x")], Review({"C": mark}), weights)
    assert (card.verdict == "gagal") is fails


def test_nearly_right_fails_only_where_it_earns_nothing() -> None:
    item = Item(
        f"{REPORT}#1", REPORT, "apel buku cuci daun", pieces=(("apel buku cuci daun", False),)
    )
    review = Review(filed={item.id: "apel buku cuci emas daun"})
    for nearly, verdict in ((0, "gagal"), (2, "selesai")):
        weights = replace(OURS, kinds={**OURS.kinds, REPORT: Weight(4, nearly, FATAL)})
        card = score_items([item], review, weights)
        assert (row_of(card, item.id)[0], card.verdict) == (NEARLY, verdict)


def test_an_own_weight_counts_for_its_part_or_clause() -> None:
    items = [say("A/1", "apel buku"), Item("M", MENU, "X", clause="K", options=("X", "Y"))]
    for name in ("A/1", "K"):
        weights = replace(OURS, own={name: Weight(9, 5, "")})
        card = score_items(items, Review({"A/1": EXACT}, {"M": "X"}), weights)
        assert (card.points, card.maximum) == (13, 13)
        assert card.rows[0].nature == STYLE
    weights = replace(OURS, own={"A/1": Weight(9, 5, FATAL), "K": Weight(1, 1, "")})
    assert score_items(items, Review({"A/1": NOT}), weights).fatal[0].item.part == "A/1"


# What of the text is not judged


# Order

ORDERED = [say("A/1", "apel buku"), say("A/2", "cuci daun"), Item(ORDER, ORDER, "urut")]


@pytest.mark.parametrize(
    ("text", "points", "share", "mark"),
    [
        ("apel buku cuci daun", 4, (2, 2), EXACT),
        ("cuci daun apel buku", 2, (1, 2), NEARLY),
        ("cuci daun apel buku cuci daun", 4, (2, 2), EXACT),
        ("lain", 0, None, APART),
        ("daun apel buku", 4, (1, 1), EXACT),
    ],
)
def test_the_order_earns_its_share(
    text: str, points: int, share: tuple[int, int] | None, mark: str
) -> None:
    row = score_items(ORDERED, Review(text=text), OURS).rows[-1]
    assert (row.points, row.share, row.mark, row.source) == (points, share, mark, TEXT)


def test_a_sentence_that_only_the_reviewer_heard_has_no_place() -> None:
    row = score_items(ORDERED, Review({"A/1": EXACT}, text="cuci daun"), OURS).rows[-1]
    assert (row.share, row.points) == ((1, 1), 4)
    ticks = {"A/1": EXACT, "A/2": NEARLY}
    none = score_items(ORDERED, Review(ticks, text="lain"), OURS).rows[-1]
    assert (none.mark, none.maximum) == (APART, 0)
    denied = score_items(ORDERED, Review({"A/2": NOT}, text="cuci daun apel buku"), OURS).rows[-1]
    assert (denied.share, denied.points) == ((1, 1), 4)
    own = score_items(ORDERED, Review({ORDER: NOT}, text="apel buku cuci daun"), OURS).rows[-1]
    assert (own.mark, own.source, own.points) == (NOT, TICK, 0)


def test_who_says_it_nearly_in_its_place_and_rightly_later_kept_the_order() -> None:
    items = [say("A/1", "apel buku cuci daun"), say("A/2", "emas foto"), Item(ORDER, ORDER, "urut")]
    text = "apel buku cuci. emas foto. apel buku cuci daun"
    row = score_items(items, Review(text=text), OURS).rows[-1]
    assert row.share == (2, 2)


# Every card


@st.composite
def cards(draw: st.DrawFn) -> tuple[tuple[Item, ...], Review]:
    """A way of a real flow by chance, with a review by chance."""
    flow = FLOWS[draw(st.sampled_from(FLOW_IDS))]
    chance = random.Random(draw(st.integers(0, 2**32)))
    items = due_items(flow, drawn_run(flow, draw_facts(flow, chance, 0.3)))
    ticks = {
        i.id: chance.choice((EXACT, NEARLY, NOT, APART)) for i in items if chance.random() < 0.4
    }
    filed = {
        i.id: chance.choice(i.options) if i.options else chance.choice((i.text, "lain", ""))
        for i in items
        if i.kind in (REPORT, MENU, WORK_ORDER, ESCALATION) and chance.random() < 0.7
    }
    lines = [f"CSO: {said(i)}" for i in items if i.kind == SAY and chance.random() < 0.6]
    chance.shuffle(lines)
    words = "\n".join(lines).split(" ")
    kept = [word for word in words if chance.random() < 0.95]
    return items, Review(ticks, filed, " ".join(kept) if chance.random() < 0.8 else "")


@settings(max_examples=60, deadline=None)
@given(cards())
def test_points_lie_between_none_and_all_and_fatal_fails(
    drawn: tuple[tuple[Item, ...], Review],
) -> None:
    card = score_items(*drawn, LIBRARY.weights)
    assert 0 <= card.points <= card.maximum and 0 <= card.percent <= 100
    assert all(0 <= row.points <= row.maximum for row in card.rows)
    assert bool(card.fatal) == (card.verdict == "gagal")
    assert all(row.wrong for row in (*card.fatal, *card.style))


@settings(max_examples=40, deadline=None)
@given(cards())
def test_all_said_done_and_filed_is_all_points(drawn: tuple[tuple[Item, ...], Review]) -> None:
    items, _ = drawn
    ticks = {i.id: NOT if i.kind == DONT else EXACT for i in items if i.kind in (DO, DONT, ORDER)}
    ticks |= {i.id: EXACT for i in items if i.kind in (REPORT, MENU, WORK_ORDER, ESCALATION)}
    text = "\n".join(f"CSO: {said(i)}" for i in items if i.kind == SAY)
    card = score_items(items, Review(ticks, {}, text or "CSO: ya"), LIBRARY.weights)
    assert (card.points, card.verdict) == (card.maximum, "selesai")


@settings(max_examples=60, deadline=None)
@given(cards(), st.randoms(use_true_random=False))
def test_saying_another_due_sentence_never_lowers_the_score(
    drawn: tuple[tuple[Item, ...], Review], chance: random.Random
) -> None:
    items, review = drawn
    says = [item for item in items if item.kind == SAY]
    if not says or not review.text.strip():
        return
    # Where a sentence stood that only the reviewer heard, the text may tell against him.
    own = {item.id for item in items if item.kind in (SAY, ORDER)}
    ticks = {name: mark for name, mark in review.ticks.items() if name not in own}
    review = replace(review, ticks=ticks)
    before = score_items(items, review, LIBRARY.weights)
    more = replace(review, text=f"{review.text}\nCSO: {said(chance.choice(says))}")
    after = score_items(items, more, LIBRARY.weights)
    assert after.percent >= before.percent
    assert len(after.fatal) <= len(before.fatal)


@settings(max_examples=60, deadline=None)
@given(cards())
def test_the_same_review_gives_the_same_card(drawn: tuple[tuple[Item, ...], Review]) -> None:
    assert score_items(*drawn, LIBRARY.weights) == score_items(*drawn, LIBRARY.weights)
