"""Cards: whatever is asked follows from the data, and nothing forbidden is offered to be said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.model import Flow
from flow_engine.records import Clause, Kind, Library, Note, Part
from flow_engine.saved import BadMessage
from learning.answers import judge
from learning.card_choice import rupiah, told_fee
from learning.card_report import ending_of
from learning.cards import BLANK, KINDS, Card, card_json, read_card
from learning.make_cards import TOPICS, make_cards
from learning.neighbours import are_alike, may_be_asked
from tests.knowledge import real_flows, real_library

SMALLEST, LARGEST = 250, 340


@cache
def real_cards() -> tuple[Card, ...]:
    return make_cards(real_library(), real_flows())


def of(prefix: str) -> list[Card]:
    found = [card for card in real_cards() if card.id.startswith(prefix)]
    assert found
    return found


def texts(card: Card) -> dict[str, str]:
    return {choice.id: choice.text for choice in card.choices}


def right_text(card: Card) -> str:
    (key,) = card.key
    return texts(card)[key]


def test_there_are_cards_of_every_kind_and_topic() -> None:
    cards = real_cards()
    assert SMALLEST <= len(cards) <= LARGEST
    assert {card.kind for card in cards} == set(KINDS)
    assert {card.topic for card in cards} == set(TOPICS)


def test_ids_are_unique_and_no_two_cards_ask_the_same() -> None:
    cards = real_cards()
    assert len({card.id for card in cards}) == len(cards)
    asked = [(c.prompt, c.quote, tuple(sorted(texts(c).values()))) for c in cards]
    assert len(set(asked)) == len(asked)
    # The same question in the same words is never answered in two ways.
    single = [(c.prompt, c.quote) for c in cards if c.kind != "urut"]
    assert len(set(single)) == len(single)


def test_the_cards_are_the_same_every_time() -> None:
    again = make_cards(real_library(), real_flows())
    assert [card_json(card) for card in again] == [card_json(card) for card in real_cards()]


def test_every_card_can_be_answered_in_one_way_only() -> None:
    for card in real_cards():
        ids = [choice.id for choice in card.choices]
        assert len(set(ids)) == len(ids) >= 2, card.id
        assert len({t.casefold().strip() for t in texts(card).values()}) == len(ids), card.id
        if card.kind == "urut":
            assert sorted(card.key) == sorted(ids), card.id
            assert list(card.key) != ids, card.id
            assert judge(card, list(card.key)).right
        else:
            rightly = [name for name in ids if judge(card, name).right]
            assert rightly == list(card.key), card.id


def test_what_is_history_or_withdrawn_is_neither_asked_nor_offered() -> None:
    library = real_library()
    gone = {p.text for p in library.parts.values() if library.is_withdrawn(p)}
    old = {c.id for c in library.clauses.values() if not may_be_asked(library, c)}
    assert gone and old
    for card in real_cards():
        assert not old & {*card.clauses}, card.id
        assert not gone & {*texts(card).values()}, card.id
        for name in card.parts:
            assert library.parts[name].clause not in old, card.id


def check_prohibitions(library: Library, cards: tuple[Card, ...]) -> int:
    """Check that a DON'T SAY is only ever the forbidden one; return how often it stands."""
    forbidden = {p.text for p in library.parts.values() if p.kind is Kind.DONT_SAY}
    seen = 0
    for card in cards:
        offered = [choice for choice in card.choices if choice.text in forbidden]
        if offered:
            assert card.kind == "jangan", card.id
            assert card.prompt == "Mana yang tidak boleh disampaikan kepada penelepon?"
            assert [choice.id for choice in offered] == list(card.key), card.id
            said = [c for c in card.choices if c.id not in card.key]
            kinds = [library.parts[choice.part].kind for choice in said]
            assert kinds == [Kind.SAY] * len(said), card.id
        if card.quote in forbidden:
            assert card.key == ("jangan",), card.id
            assert texts(card)["jangan"] == "Tidak boleh"
        if card.key == ("boleh",):
            part = next(p for p in library.parts.values() if p.text == card.quote)
            assert part.kind is Kind.SAY and card.quote not in forbidden, card.id
        seen += bool(offered) + (card.quote in forbidden)
    return seen


def test_no_card_offers_a_dont_say_as_something_to_say() -> None:
    codes = len(real_library().codes)
    assert check_prohibitions(real_library(), real_cards()) == 2 * codes


def test_a_gap_is_filled_by_the_official_wording_and_by_no_other() -> None:
    library = real_library()
    for card in of("celah/"):
        part = library.parts[card.parts[0]]
        assert part.official and part.clause == card.clauses[0]
        assert card.quote.count(BLANK) == 1
        filled = [n for n, t in texts(card).items() if card.quote.replace(BLANK, t) == part.text]
        assert filled == list(card.key), card.id
        before, after = card.quote.split(BLANK)
        # Never inside a place that the reader fills.
        assert before.count("{") == before.count("}"), card.id
        assert not any(sign in right_text(card) for sign in "{}"), card.id
        # What is left out stands nowhere else in what is shown.
        word = rf"(?<!\w){re.escape(right_text(card))}(?!\w)"
        assert not re.search(word, f"{before} {after}", re.IGNORECASE), card.id


def test_no_wrong_fill_says_the_same_as_the_right_one() -> None:
    library = real_library()
    explained = {t.word: f"{t.expansion} {t.meaning} {t.note}".casefold() for t in library.terms}
    for card in of("celah/"):
        right = right_text(card)
        for text in texts(card).values():
            if text == right:
                continue
            assert re.fullmatch(r"[\dxX]+( \(\w+\))?", text) or not are_alike(text, right)
            if "istilah" in card.id:
                assert right.casefold() not in explained.get(text, ""), card.id
                assert text.casefold() not in explained.get(right, ""), card.id


def test_a_said_sentence_is_the_one_of_its_clause() -> None:
    library = real_library()
    say = {p.id for p in library.parts.values() if p.kind is Kind.SAY and p.official}
    cards = [card for card in of("pilih/") if card.id.split("/", 1)[1] in say]
    assert len(cards) > 50
    for card in cards:
        part = library.parts[card.id.split("/", 1)[1]]
        assert right_text(card) == part.text
        assert card.prompt.startswith(library.clauses[part.clause].title) or card.quote
        for choice in card.choices:
            other = library.parts[choice.part]
            assert other.text == choice.text
            assert other.id == part.id or other.clause != part.clause, card.id


def test_an_answer_to_a_question_is_no_answer_to_its_twin() -> None:
    library = real_library()
    together = [{*row.faq} for group in library.groups for row in group.types]
    together += [{e.clause, e.twin} for topic in library.topics for e in topic.entries if e.twin]
    for card in [c for c in of("pilih/PMB-A") if c.quote]:
        clauses = {library.parts[c.part].clause for c in card.choices} - {card.clauses[0]}
        for group in together:
            assert card.clauses[0] not in group or not clauses & group, card.id
        question = next(p for p in library.clauses[card.clauses[0]].parts if p.text == card.quote)
        assert question.kind is Kind.INFO and question.official


def test_fees_are_those_of_the_table() -> None:
    fees = real_library().fees
    names = {fee.name: told_fee(fee) for fee in fees}
    for card in of("pilih/biaya/"):
        if card.id.endswith("/metode"):
            amount = re.search(r"biaya adminnya (.*)\?", card.prompt)
            assert amount
            paid = [n for n, text in texts(card).items() if names[text] == amount[1]]
            assert paid == list(card.key), card.id
        else:
            (fee,) = [f for f in fees if f"admin {f.name}, " in card.prompt]
            assert fee.prepaid_rupiah == fee.postpaid_rupiah
            assert right_text(card) == rupiah(fee.prepaid_rupiah), card.id


def test_statuses_groups_and_codes_are_those_of_their_tables() -> None:
    library = real_library()
    meaning = {status.name: library.parts[status.meaning].text for status in library.statuses}
    for card in of("pilih/status/"):
        if card.quote:
            assert meaning[right_text(card)] == card.quote
        else:
            assert meaning[card.prompt.split("“")[1].split("”")[0]] == right_text(card)
    homes = [(row.name, group.name) for group in library.groups for row in group.types]
    for card in of("pilih/katalog/"):
        name = card.prompt.split("“")[1].split("”")[0]
        assert [home for row, home in homes if row == name] == [right_text(card)], card.id
    order = [code.code for code in sorted(library.codes, key=lambda code: code.order)]
    for card in of("pilih/kode/"):
        code = card.id.split("/")[2]
        assert order[order.index(code) + 1] == right_text(card)
    for card in of("urut/kode/"):
        asked = [texts(card)[name].removesuffix(" Enter") for name in card.key]
        assert asked == [code for code in order if code in asked]


def test_an_order_is_the_one_of_the_source() -> None:
    library = real_library()
    place = {name: number for number, name in enumerate(library.clauses)}
    for card in of("urut/"):
        rows = [texts(card)[name] for name in card.key]
        if card.wording:
            at = [card.wording.index(row) for row in rows]
            assert at == sorted(at), card.id
        elif not card.id.startswith("urut/kode"):
            assert rows == [library.clauses[name].title for name in card.clauses]
            assert [place[n] for n in card.clauses] == sorted(place[n] for n in card.clauses)


def test_a_report_text_is_the_one_of_its_case() -> None:
    library = real_library()
    written = {p.id for p in library.parts.values() if p.kind is Kind.WRITE}
    cards = [card for card in of("tulis/") if card.id.removeprefix("tulis/") in written]
    assert len(cards) > 10
    for card in cards:
        part = library.parts[card.id.removeprefix("tulis/")]
        assert right_text(card) == part.text
        assert part.field in card.prompt and part.when in card.prompt
        beside = {p.text for p in library.clauses[part.clause].parts if p.when == part.when}
        assert beside & {*texts(card).values()} == {part.text}, card.id


def test_what_is_chosen_in_apkt_is_what_every_outcome_of_the_clause_says() -> None:
    flows = real_flows().values()
    for card in [c for c in of("tulis/") if c.id.endswith("/apkt")]:
        ends = [o for f in flows for o in f.outcomes.values() if o.clauses[0] == card.clauses[0]]
        assert {ending_of(outcome) for outcome in ends} == {right_text(card)}, card.id
        assert any(outcome.silence is None for outcome in ends), card.id


def test_a_treatment_is_the_one_of_its_case() -> None:
    library = real_library()
    titles = {clause.title for clause in library.clauses.values()}
    for card in [c for c in of("tulis/") if c.id.endswith("/perlakuan")]:
        case = card.prompt.removesuffix(". Apa perlakuannya?")
        fitting = [n for n, text in texts(card).items() if f"{case}: {text}" in titles]
        assert fitting == list(card.key), card.id
        assert right_text(card).casefold() not in card.quote.casefold(), card.id


def test_a_card_is_read_back_and_a_changed_one_is_refused() -> None:
    for card in real_cards():
        assert read_card(json.loads(json.dumps(card_json(card)))) == card
    raw = card_json(real_cards()[0])
    spoilt: list[Any] = [None, [], {}, {**raw, "prompt": "x"}, {**raw, "key": [1]}]
    spoilt += [{**raw, "choices": [{}]}, {**raw, "version": ""}, {**raw, "id": 3}]
    for one in spoilt:
        with pytest.raises(BadMessage):
            read_card(one)


@pytest.mark.parametrize("answer", [None, 1, "", "9", ["1"], {"1": 1}])
def test_an_answer_that_is_none_of_the_choices_is_refused(answer: object) -> None:
    with pytest.raises(BadMessage):
        judge(of("pilih/")[0], answer)


@pytest.mark.parametrize("answer", [None, "1", [], ["1", "1", "2", "3"], [1, 2, 3, 4], ["1"]])
def test_an_order_that_is_not_of_all_rows_is_refused(answer: object) -> None:
    with pytest.raises(BadMessage):
        judge(of("urut/PRK/")[0], answer)


def test_the_rows_that_stand_wrong_are_told() -> None:
    card = of("urut/PRK/")[0]
    first, second, *rest = card.key
    judged = judge(card, [second, first, *rest])
    assert (judged.right, judged.misplaced) == (False, (second, first))


def edited(library: Library, change: Callable[[Part], Part]) -> Library:
    """Return the library with some parts otherwise, in their clauses too."""
    parts = {name: change(part) for name, part in library.parts.items()}
    clauses: Mapping[str, Clause] = {
        name: replace(clause, parts=tuple(parts[p.id] for p in clause.parts))
        for name, clause in library.clauses.items()
    }
    return replace(library, parts=parts, clauses=clauses)


def made_of(library: Library, flows: Mapping[str, Flow] | None = None) -> dict[str, Card]:
    return {card.id: card for card in make_cards(library, flows or {})}


def test_an_edited_wording_changes_its_cards_and_no_others() -> None:
    old = {card.id: card for card in real_cards()}
    text = "1 RUMAH PADAM (LAYAR APP MATI, SEBELUMNYA TERTERA PERIKSA)"
    library = edited(
        real_library(), lambda p: replace(p, text=text) if p.id == "PRK-03a1x/1" else p
    )
    new = made_of(library, real_flows())
    assert right_text(new["tulis/PRK-03a1x/1"]) == text
    changed = {name for name in old.keys() & new.keys() if old[name].version != new[name].version}
    assert "tulis/PRK-03a1x/1" in changed
    named = [card for name in changed for card in (old[name], new[name])]
    assert all(c.kind in ("tulis", "celah") for c in named)
    assert {n for n in old if n.startswith("pilih/")} == {n for n in new if n.startswith("pilih/")}


def test_a_withdrawn_clause_takes_its_cards_along() -> None:
    library = real_library()
    gone = replace(library.clauses["PRK-10b"], status="dicabut")
    new = made_of(replace(library, clauses={**library.clauses, "PRK-10b": gone}), real_flows())
    assert any("PRK-10b" in name for name in {card.id for card in real_cards()})
    assert not [name for name in new if "PRK-10b" in name]
    text = library.parts["PRK-10b/1"].text
    assert not [c.id for c in new.values() if text in texts(c).values()]


def test_where_token_and_bill_differ_both_amounts_are_asked() -> None:
    library = real_library()
    first, *rest = library.fees
    dearer = replace(first, postpaid_rupiah=2500)
    new = made_of(replace(library, fees=(dearer, *rest)))
    assert right_text(new["pilih/biaya/1"]) == "token Rp0, tagihan Rp2.500"


@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_whatever_is_withdrawn_or_forbidden_the_rest_stays_right(data: st.DataObject) -> None:
    library = real_library()
    names = st.sets(st.sampled_from(sorted(library.clauses)), max_size=40)
    gone = data.draw(names)
    clauses = {
        name: replace(clause, status="dicabut") if name in gone else clause
        for name, clause in library.clauses.items()
    }
    say = sorted(p.id for p in library.parts.values() if p.kind is Kind.SAY)
    shut = data.draw(st.sets(st.sampled_from(say), max_size=5))
    changed = edited(
        replace(library, clauses=clauses),
        lambda part: replace(part, kind=Kind.DONT_SAY) if part.id in shut else part,
    )
    cards = make_cards(changed, {})
    check_prohibitions(changed, cards)
    assert len({card.id for card in cards}) == len(cards)
    for card in cards:
        assert not gone & {*card.clauses}, card.id
        assert len(card.choices) >= 2
        assert card.kind == "urut" or len(card.key) == 1


def few(library: Library) -> Library:
    """Return the library with so few rows in its tables that no choice can be made of them."""
    only = "PRK-12a/1"

    def without(part: Part) -> Part:
        quiet = part.kind in (Kind.SAY, Kind.WRITE) and part.id != only
        return replace(part, kind=Kind.INFO) if quiet else part

    return replace(
        edited(library, without),
        fees=library.fees[:2],
        statuses=library.statuses[:2],
        codes=library.codes[:3],
        groups=library.groups[:2],
    )


def test_too_few_rows_make_no_card_rather_than_a_poor_one() -> None:
    flows = {"periksa": real_flows()["periksa"]}
    new = made_of(few(real_library()), flows)
    assert not [name for name in new if name.startswith("pilih/")]
    assert not [name for name in new if name.endswith("/apkt")]
    assert "jangan/PRK-12a/2" not in new and "jangan/PRK-12a/2/boleh" in new
    assert "urut/kode/08-71" in new


def test_tables_that_are_no_longer_in_force_are_not_asked() -> None:
    library = real_library()
    tables = {library.fees_clause, library.catalogue_clause, "PMB-B3l"}
    gone = {name: replace(library.clauses[name], status="historis") for name in tables}
    new = made_of(replace(library, clauses={**library.clauses, **gone}))
    assert not [name for name in new if name.startswith(("pilih/biaya", "pilih/status"))]
    assert not [name for name in new if name.startswith("pilih/katalog")]
    none = replace(library, fees_clause="", catalogue_clause="")
    assert not [name for name in made_of(none) if name.startswith("pilih/biaya")]


def test_a_sentence_we_call_dated_is_not_asked_as_allowed() -> None:
    library = real_library()
    clause = library.clauses["PRK-12a"]
    dated = replace(clause, notes=(*clause.notes, Note("usang", "Lama.")))
    new = made_of(replace(library, clauses={**library.clauses, clause.id: dated}))
    assert "jangan/PRK-12a/1/boleh" not in new and "jangan/PRK-12a/2/boleh" in new


def test_a_question_without_its_official_words_is_not_asked() -> None:
    library = edited(
        real_library(),
        lambda p: replace(p, official=False) if p.id == "PMB-A2b/2" else p,
    )
    assert "pilih/PMB-A2b/1" in {card.id for card in real_cards()}
    assert "pilih/PMB-A2b/1" not in made_of(library)


def test_a_question_among_too_few_others_is_not_asked() -> None:
    keep = ("PMB-A2b/1", "PMB-A3d/1")

    def without(part: Part) -> Part:
        quiet = part.kind is Kind.SAY and part.id not in keep
        return replace(part, kind=Kind.INFO) if quiet else part

    new = made_of(edited(real_library(), without))
    assert not [name for name in new if name.startswith("pilih/PMB-A")]
