"""The score card: the expected points of real calls, and what holds for every card."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.due import Item, due_items
from flow_engine.facts import Value
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.report import written_texts
from flow_engine.scoring import (
    APART,
    CASE,
    EXACT,
    NEARLY,
    NOT,
    TEXT,
    TICK,
    Card,
    Review,
    score,
    score_items,
)
from flow_engine.weights import (
    DO,
    DONT,
    ESCALATION,
    FATAL,
    KINDS,
    MENU,
    ORDER,
    REPORT,
    SAY,
    STYLE,
    WORK_ORDER,
    Weight,
    Weights,
)

from .calls import FLOW_IDS, draw_facts
from .calls import run_of as drawn_run
from .cards import CALLS, NAMED, WHEN, items_of, review_of, run_of, said, text_of
from .conftest import DATA

LIBRARY = load_library(DATA)[0]
FLOWS = load_flows(DATA, LIBRARY)[0]
OURS = Weights(
    "", 75, 85, {kind: Weight(4, 3 if kind == SAY else 0, STYLE) for kind in KINDS},
    {}, ("eh",), ("cso",), ("pelanggan",),
)  # fmt: skip


def row_of(card: Card, item: str) -> tuple[str, str, int, int]:
    (row,) = [row for row in card.rows if row.item.id == item]
    return row.mark, row.source, row.points, row.maximum


def say(part: str, text: str, group: str = "") -> Item:
    pieces = tuple(
        (piece, number % 2 == 1) for number, piece in enumerate(text.split("|")) if piece
    )
    return Item(id=part, kind=SAY, text=text, part=part, clause="K", pieces=pieces, group=group)


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


def test_what_is_wrong_stands_under_style_with_its_clause(
    flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS["periksa sebagian"]
    flow = flows["periksa"]
    items = items_of(flow, told)
    card = score_items(items, review_of(items, told), library.weights)
    assert [(row.item.part or row.item.kind, row.item.clause) for row in card.style] == [
        ("PRK-02/1", "PRK-02"), ("PRK-14/1", "PRK-14"), ("PRK-19/1", "PRK-19"),
        (ORDER, ""), (ESCALATION, "PRK-03a1x"),
    ]  # fmt: skip


def test_due_items_stand_in_the_order_of_the_way(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], CALLS["periksa benar"])
    says = [item.part for item in items if item.kind == SAY]
    assert says[:4] == ["PRK-01/1", "PRK-02/1", "PRK-03/1", "PRK-13/1"]
    assert says[-1] == "PRK-24/1"
    assert len({item.id for item in items}) == len(items)
    kinds = [item.kind for item in items if item.kind not in (SAY, DO, DONT)]
    assert kinds == [ORDER, REPORT, REPORT, MENU, WORK_ORDER, ESCALATION]


def test_before_the_outcome_nothing_of_the_end_is_due(flows: dict[str, Flow]) -> None:
    told = replace(CALLS["periksa benar"], choices={"listrik": "padam"})
    kinds = {item.kind for item in items_of(flows["periksa"], told)}
    assert kinds == {SAY, DO, ORDER}


def test_where_the_sources_are_silent_nothing_is_fatal(
    flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS["diagnosis benar"]
    items = items_of(flows["periksa"], told)
    filed = {f"{REPORT}#1": "lain sekali"}
    card = score_items(items, review_of(items, replace(told, filed=filed)), library.weights)
    (report,) = [row for row in card.rows if row.item.kind == REPORT]
    assert (report.item.stated, report.nature, report.mark) == (False, STYLE, NOT)
    assert card.fatal == () and report in card.style


def test_a_referral_files_nothing(flows: dict[str, Flow]) -> None:
    told = replace(
        CALLS["diagnosis benar"],
        choices={**CALLS["diagnosis benar"].choices, "pernah_lapor": "sudah"},
    )
    assert {item.kind for item in items_of(flows["periksa"], told)} <= {SAY, DO, DONT, ORDER}


# Marks


def test_a_tick_goes_before_the_text() -> None:
    items = [say("A/1", "satu dua tiga empat")]
    heard = score_items(items, Review(text="satu dua tiga empat"), OURS)
    ticked = score_items(items, Review({"A/1": NOT}, text="satu dua tiga empat"), OURS)
    assert row_of(heard, "A/1") == (EXACT, TEXT, 4, 4)
    assert row_of(ticked, "A/1") == (NOT, TICK, 0, 4)


def test_what_is_not_marked_earns_nothing_and_leaves_the_card_open() -> None:
    items = [say("A/1", "satu"), Item("B", DO, "buat"), Item("C", DONT, "untuk tahu Rahasia")]
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
        f"{REPORT}#1", REPORT, "satu dua tiga empat", pieces=(("satu dua tiga empat", False),)
    )
    review = Review(filed={item.id: "satu dua tiga lima empat"})
    for nearly, verdict in ((0, "gagal"), (2, "selesai")):
        weights = replace(OURS, kinds={**OURS.kinds, REPORT: Weight(4, nearly, FATAL)})
        card = score_items([item], review, weights)
        assert (row_of(card, item.id)[0], card.verdict) == (NEARLY, verdict)


def test_an_own_weight_counts_for_its_part_or_clause() -> None:
    items = [say("A/1", "satu dua"), Item("M", MENU, "X", clause="K", options=("X", "Y"))]
    for name in ("A/1", "K"):
        weights = replace(OURS, own={name: Weight(9, 5, "")})
        card = score_items(items, Review({"A/1": EXACT}, {"M": "X"}), weights)
        assert (card.points, card.maximum) == (13, 13)
        assert card.rows[0].nature == STYLE
    weights = replace(OURS, own={"A/1": Weight(9, 5, FATAL), "K": Weight(1, 1, "")})
    assert score_items(items, Review({"A/1": NOT}), weights).fatal[0].item.part == "A/1"


def test_of_one_case_one_sentence_is_enough() -> None:
    items = [say("A/1", "lewat jalan besar ini", group="g"), say("A/2", "lewat kampung", group="g")]
    second = score_items(items, Review(text="lewat kampung"), OURS)
    assert row_of(second, "A/1") == (APART, CASE, 0, 0)
    assert (second.points, second.maximum, second.verdict) == (4, 4, "selesai")
    none = score_items(items, Review(text="lain"), OURS)
    assert (none.points, none.maximum) == (0, 4)
    assert row_of(none, "A/2") == (APART, CASE, 0, 0)
    ticked = score_items(items, Review({"A/2": NOT}, text="lain"), OURS)
    assert ticked.maximum == 8


def test_a_sentence_due_twice_has_to_be_said_twice() -> None:
    one = say("A/1", "satu dua tiga")
    items = [one, replace(one, id="again")]
    once = score_items(items, Review(text="satu dua tiga"), OURS)
    assert [row.mark for row in once.rows] == [EXACT, NOT]
    twice = score_items(items, Review(text="satu dua tiga. satu dua tiga"), OURS)
    assert [row.mark for row in twice.rows] == [EXACT, EXACT]


def test_one_place_in_the_text_stands_for_one_sentence() -> None:
    items = [say("A/1", "satu dua tiga empat lima"), say("A/2", "satu dua tiga empat enam")]
    card = score_items(items, Review(text="satu dua tiga empat enam"), OURS)
    assert [row.mark for row in card.rows] == [NOT, EXACT]
    near = score_items(items, Review(text="satu dua tiga empat tujuh"), OURS)
    assert sorted(row.mark for row in near.rows) == [NEARLY, NOT]


def test_the_likest_place_is_shown_where_a_sentence_was_not_said() -> None:
    items = [say("A/1", "satu dua tiga empat lima enam")]
    (row,) = score_items(items, Review(text="satu dua tiga tujuh delapan sembilan"), OURS).rows
    assert (row.mark, row.percent) == (NOT, 66)
    assert [segment.kind for segment in row.segments] == ["same", "missing"]


def test_a_long_prohibition_is_looked_for_as_a_sentence() -> None:
    rule = "Keterangan yang ada pada poin pertama tidak boleh disampaikan kepada siapa pun juga ya"
    item = Item("C", DONT, rule)
    for text, mark in ((rule, EXACT), (rule.replace("siapa pun", "orang"), NEARLY), ("ya", NOT)):
        assert score_items([item], Review(text=text), OURS).rows[0].mark == mark


# Order

ORDERED = [say("A/1", "satu dua"), say("A/2", "tiga empat"), Item(ORDER, ORDER, "urut")]


@pytest.mark.parametrize(
    ("text", "points", "share", "mark"),
    [
        ("satu dua tiga empat", 4, (2, 2), EXACT),
        ("tiga empat satu dua", 2, (1, 2), NEARLY),
        ("tiga empat satu dua tiga empat", 4, (2, 2), EXACT),
        ("lain", 0, (0, 2), NOT),
    ],
)
def test_the_order_earns_its_share(
    text: str, points: int, share: tuple[int, int], mark: str
) -> None:
    row = score_items(ORDERED, Review(text=text), OURS).rows[-1]
    assert (row.points, row.share, row.mark, row.source) == (points, share, mark, TEXT)


def test_a_sentence_that_only_the_reviewer_heard_has_no_place() -> None:
    row = score_items(ORDERED, Review({"A/1": EXACT}, text="tiga empat"), OURS).rows[-1]
    assert (row.share, row.points) == ((1, 1), 4)
    ticks = {"A/1": EXACT, "A/2": NEARLY}
    none = score_items(ORDERED, Review(ticks, text="lain"), OURS).rows[-1]
    assert (none.mark, none.maximum) == (APART, 0)
    own = score_items(ORDERED, Review({ORDER: NOT}, text="satu dua tiga empat"), OURS).rows[-1]
    assert (own.mark, own.source, own.points) == (NOT, TICK, 0)


def test_who_says_it_nearly_in_its_place_and_rightly_later_kept_the_order() -> None:
    items = [say("A/1", "satu dua tiga empat"), say("A/2", "lima enam"), Item(ORDER, ORDER, "urut")]
    text = "satu dua tiga. lima enam. satu dua tiga empat"
    row = score_items(items, Review(text=text), OURS).rows[-1]
    assert row.share == (2, 2)


def test_what_is_filed_for_a_sentence_tells_nothing() -> None:
    card = score_items([say("A/1", "satu dua")], Review(filed={"A/1": "satu dua"}), OURS)
    assert card.unjudged == 1


def test_a_single_sentence_has_no_order(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    run = drawn_run(flow, {})
    first = replace(run, visits=run.visits[:1])
    assert [item.kind for item in due_items(flow, first)] == [SAY]


def test_a_text_that_is_only_offered_is_not_due(flows: dict[str, Flow], library: Library) -> None:
    flow = flows["lapor-ulang"]
    told = CALLS["lapor-ulang benar"]
    early, before = WHEN - datetime.timedelta(hours=9), WHEN - datetime.timedelta(hours=10)
    choices = {
        **told.choices,
        "waktu_selesai": early,
        "waktu_padam": before,
        "tetangga": "tidak-padam",
    }
    run = run_of(flow, replace(told, choices=choices))
    offered = [text for text in written_texts(flow, run) if text.offer]
    items = due_items(flow, run)
    assert offered and run.outcome is not None and run.outcome.escalation == "Urgent"
    assert [item.text for item in items if item.kind == ESCALATION] == ["Urgent"]
    assert not {text.text for text in offered} & {i.text for i in items if i.kind == REPORT}
    assert "Urgent" not in [item.text for item in items if item.kind == REPORT]


def test_a_report_is_cut_at_the_facts_that_are_not_known(flows: dict[str, Flow]) -> None:
    flow = flows["lapor-ulang"]
    told = CALLS["lapor-ulang benar"]
    early = WHEN - datetime.timedelta(hours=9)
    choices: dict[str, Value] = {"status_laporan": "selesai", "waktu_selesai": early}
    (report,) = [i for i in items_of(flow, replace(told, choices=choices)) if i.kind == REPORT]
    places = [text for text, place in report.pieces if place]
    assert places == ["{permasalahan}", "{no_laporan}"]
    assert "".join(text for text, _ in report.pieces) == report.text
    assert report.pieces[-1][1] is False


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


def test_the_longest_call_is_compared_in_few_places(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], CALLS["diagnosis benar"])
    line = text_of(items, CALLS["diagnosis benar"]).split()
    chance = random.Random(7)
    text = " ".join(chance.choice(line) for _ in range(20_000))
    card = score_items(items, Review(text=text), LIBRARY.weights)
    assert card.maximum > 0
    assert NAMED.split()[0] in text
