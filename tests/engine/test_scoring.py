"""The score card: the expected points of real calls, and what holds for every card."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.cases import is_open_case
from flow_engine.due import Item, due_items
from flow_engine.facts import Value
from flow_engine.hearing import APART, EXACT, NEARLY, NOT
from flow_engine.model import Flow
from flow_engine.records import Kind, Library
from flow_engine.report import written_texts
from flow_engine.scoring import (
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
from tests.figures import note_figures
from tests.knowledge import real_flows, real_library

from .calls import FLOW_IDS, draw_facts
from .calls import run_of as drawn_run
from .cards import CALLS, DIAGNOSIS, NAMED, ULANG, WHEN, items_of, review_of, run_of, said, text_of

LIBRARY = real_library()
FLOWS = real_flows()
OURS = Weights(
    "", 75, 85, {kind: Weight(4, 3 if kind == SAY else 0, STYLE) for kind in KINDS},
    {}, ("eh",), ("cso",), ("pelanggan",),
)  # fmt: skip


def row_of(card: Card, item: str) -> tuple[str, str, int, int]:
    (row,) = [row for row in card.rows if row.item.id == item]
    return row.mark, row.source, row.points, row.maximum


def say(part: str, text: str, *, maybe: bool = False) -> Item:
    pieces = tuple(
        (piece, number % 2 == 1) for number, piece in enumerate(text.split("|")) if piece
    )
    return Item(id=part, kind=SAY, text=text, part=part, clause="K", pieces=pieces, maybe=maybe)


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


def test_due_items_stand_in_the_order_of_the_way(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], CALLS["periksa benar"])
    says = [item.part for item in items if item.kind == SAY]
    assert says[:4] == ["PRK-01/1", "PRK-02/1", "PRK-03/1", "PRK-13/1"]
    assert says[-1] == "PRK-24/1"
    assert len({item.id for item in items}) == len(items)
    kinds = [item.kind for item in items if item.kind not in (SAY, DO, DONT)]
    assert kinds == [ORDER, REPORT, REPORT, MENU, WORK_ORDER, ESCALATION]


def choice_of(flow: Flow, choices: dict[str, Value], kind: str) -> Item:
    told = replace(CALLS["periksa benar"], flow=flow.id, choices=choices)
    (item,) = [item for item in items_of(flow, told) if item.kind == kind]
    return item


TICKET: dict[str, Value] = {"status_tiket": "active", "email_diterima": "belum"}


def test_each_choice_names_the_clause_that_states_it(flows: dict[str, Flow]) -> None:
    diagnosis, padam = CALLS["diagnosis benar"].choices, CALLS["periksa benar"].choices
    early = WHEN - datetime.timedelta(hours=1)
    ulang: dict[str, Value] = {"status_laporan": "selesai", "waktu_selesai": early}
    tiket: dict[str, Value] = {"selesai_di_cc": "tidak", "jumlah_permasalahan": 1}
    told = [
        (item.text, item.clause, item.stated)
        for flow, choices, kind in (
            ("periksa", diagnosis, MENU), ("periksa", diagnosis, WORK_ORDER),
            ("periksa", padam, MENU), ("periksa", padam, ESCALATION),
            ("lapor-ulang", ulang, ESCALATION), ("lapor-ulang", ulang, WORK_ORDER),
            ("pln-mobile", tiket, MENU), ("pln-mobile", tiket, ESCALATION),
            ("itsm-ulang", {**TICKET, "masalah_berbeda": "tidak"}, MENU),
            ("itsm-ulang", {**TICKET, "masalah_berbeda": "ya"}, ESCALATION),
        )
        for item in (choice_of(flows[flow], dict(choices), kind),)
    ]  # fmt: skip
    assert told == [
        ("GANGGUAN", "PRK-03a1x", True), ("KWH PERIKSA", "PRK-11", True),
        ("GANGGUAN", "PRK-03a1x", True), ("tidak ada", "", True),
        ("Lapor Ulang", "LUL-Aa", True), ("tidak ada", "", False),
        ("ISSUE CLOSED", "PMB-B5", True), ("ITSM", "PMB-B2", True),
        ("ISSUE CLOSED", "PMB-C2", False), ("ITSM", "PMB-C1f", True),
    ]  # fmt: skip


def test_a_document_without_a_work_order_fails_nobody_for_one(
    flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS["lapor-ulang benar"]
    items = items_of(flows["lapor-ulang"], told)
    filed = {WORK_ORDER: "KWH PERIKSA"}
    card = score_items(items, review_of(items, replace(told, filed=filed)), library.weights)
    (row,) = [row for row in card.style if row.item.kind == WORK_ORDER]
    assert (row.fatal, row.item.note) == (False, "Sumber alur ini tidak menyebut Tipe WO.")
    choices = {**DIAGNOSIS.choices, "listrik": "menyala", "idpel": "tidak-ada"}
    none = choice_of(flows["periksa"], choices, WORK_ORDER)
    assert (none.text, none.stated, none.note) == ("tidak ada", True, "")


def test_a_menu_that_no_clause_of_the_way_states_is_not_fatal(flows: dict[str, Flow]) -> None:
    menu = choice_of(flows["itsm-ulang"], {**TICKET, "masalah_berbeda": "tidak"}, MENU)
    assert menu.note == "Klausul di jalan ini tidak menyebut “ISSUE CLOSED”; itu tafsir kami."


def test_what_the_way_leaves_open_makes_nothing_fatal(flows: dict[str, Flow]) -> None:
    flow = flows["itsm-ulang"]
    told = replace(ULANG, choices={"status_tiket": "resolved", "email_diterima": "belum"})
    run = run_of(flow, told)
    assert run.silences and run.outcome is not None and run.outcome.silence is None
    ends = [item for item in due_items(flow, run) if item.kind in (REPORT, MENU, WORK_ORDER)]
    assert ends and not any(item.stated for item in ends)
    assert all(item.note.startswith(run.silences[0].text) for item in ends)


def test_only_a_case_that_the_way_decides_is_due(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], DIAGNOSIS)
    cases = {item.part: item.maybe for item in items if item.kind == SAY and item.when}
    assert cases == {"PRK-07/1": True, "PRK-07/2": True, "PRK-22/1": False}
    assert not any(item.maybe for item in items if item.kind != SAY or not item.when)
    open_cases = {
        part.id
        for flow in flows.values()
        for room in flow.rooms.values()
        for step in room.steps.values()
        for part in (flow.parts[name] for name in step.parts)
        if part.kind is Kind.SAY and is_open_case(flow, room.id, step.id, part)
    }
    assert open_cases == {
        "PRK-07/1", "PRK-07/2", "PMB-A1b/1", "PMB-A1b/2", "PMB-A1b/3", "PMB-A1c/1", "PMB-A3j/1",
        "PMB-A3j/2", "PMB-A4a/1", "PMB-A4a/2",
    }  # fmt: skip


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


# What of the text is not judged


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


def test_what_is_filed_for_a_sentence_tells_nothing() -> None:
    card = score_items([say("A/1", "apel buku")], Review(filed={"A/1": "apel buku"}), OURS)
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
