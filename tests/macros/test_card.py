"""The pocket card of a flow: complete, in numbers one can follow, and no sentence altered."""

from __future__ import annotations

import html
import re

import pytest

from flow_engine.content import walk
from flow_engine.graph import NodeKind
from flow_engine.model import Flow
from flow_engine.records import Kind
from macros.card import SAME_TITLES, SILENT, render_card
from macros.card_layout import Card, lay_card
from macros.data import House
from macros.flows import render_flow
from tests.knowledge import real_house

HOUSE: House = real_house()
NAMES = list(HOUSE.flows)
SPOKEN = (Kind.SAY, Kind.DONT_SAY)


def rendered(name: str) -> str:
    return render_card(HOUSE.flows[name], HOUSE.flows)


def laid(name: str) -> tuple[Flow, Card]:
    flow = HOUSE.flows[name]
    return flow, lay_card(flow)


def words(fragment: str) -> str:
    """The text of a fragment, as a reader sees it."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", fragment))
    return re.sub(r"\s+", " ", plain).strip()


def lines(name: str) -> dict[str, str]:
    """The lines of a card by their numbers."""
    found = {}
    for line in re.findall(r"<li[^>]*>(.*?)</li>", rendered(name), re.S):
        if number := re.search(r'class="p-kartu-no">([^<]+)<', line):
            assert number[1] not in found
            found[number[1]] = words(line)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_step_stands_on_the_card_or_in_its_room_s_line(name: str) -> None:
    flow, card = laid(name)
    shown = lines(name)
    for row in walk(flow):
        if "outcome" in row:
            continue
        key = card.at[row["anchor"]]
        line = shown[card.numbers[key]]
        if key in flow.rooms:
            assert flow.rooms[key].title in line
            continue
        assert html.unescape(row["content"]["number"]) in line
        assert all(clause["id"].split("-")[0] in line for clause in row["content"]["clauses"])


@pytest.mark.parametrize("name", NAMES)
def test_every_outcome_stands_on_the_card_with_what_is_chosen_for_it(name: str) -> None:
    flow, card = laid(name)
    shown = lines(name)
    for outcome in flow.outcomes.values():
        line = shown[card.numbers[f"hasil-{outcome.id}"]]
        chosen = (outcome.title, outcome.apkt, outcome.work_order, outcome.escalation)
        assert all(text in line for text in (*chosen, *outcome.clauses))
        assert (SILENT in line) == (outcome.silence is not None)
        assert not outcome.then or re.search(r"lalu → \d", line)
        refer = HOUSE.flows.get(outcome.refer_to)
        assert (refer.title if refer else outcome.refer_to) in line


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_leads_to_a_number_of_the_card(name: str) -> None:
    _, card = laid(name)
    shown = lines(name)
    for line in shown.values():
        for goal in re.findall(r"→ (H?\d+)", line):
            assert goal in shown
    for row in card.rows:
        if row.key in card.flow.rooms:
            continue
        line = shown[card.numbers[row.key]]
        for way in card.ways(row):
            goal = card.number_at(way.target)
            answered = bool(way.label) and way.label in line and SAME_TITLES not in line
            if answered or (not way.label and goal.startswith("H")):
                assert f"→ {goal}" in line, way


@pytest.mark.parametrize("name", NAMES)
def test_where_alike_rows_are_told_once_their_answers_stand_below_them(name: str) -> None:
    _, card = laid(name)
    shown = lines(name)
    text = words(rendered(name))
    for row in card.rows:
        for way in card.ways(row):
            if row.key not in card.flow.rooms and SAME_TITLES not in shown[card.numbers[row.key]]:
                assert way.label in text
    sums = re.findall(r'<li class="p-kartu-sama">(.*?)</li>', rendered(name))
    assert bool(sums) == (name == "periksa")
    for found in sums:
        first, last = re.findall(r"\d+", words(found))[:2]
        assert int(last) - int(first) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_no_official_sentence_is_altered(name: str) -> None:
    flow = HOUSE.flows[name]
    official = {part.text for part in flow.parts.values()}
    quoted = re.findall(r"<(q|pre)\b[^>]*>(.*?)</\1>", rendered(name), re.S)
    for _, text in quoted:
        assert html.unescape(re.sub(r"<[^>]*>", "", text)) in official
    whole = [
        line
        for outcome in flow.outcomes.values()
        for line in outcome.reports
        if line.part and line.system == "APKT" and not (line.pattern or line.silence)
    ]
    assert bool(quoted) == bool(whole)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_and_what_must_not_be_said_are_left_out(name: str) -> None:
    text = words(rendered(name))
    for part in HOUSE.flows[name].parts.values():
        if part.kind in SPOKEN:
            assert words(html.escape(part.text)) not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_card_tells_its_source_and_who_has_the_last_word(name: str) -> None:
    flow = HOUSE.flows[name]
    card = rendered(name)
    assert f"Kartu saku · Pandu · {flow.document}" in card
    assert f"bunyi {flow.wording}" in card
    assert "yang berlaku situs Pandu" in card
    assert ("HISTORIS" in card) == (flow.status == "historis")


@pytest.mark.parametrize("name", NAMES)
def test_a_card_stands_once_on_the_page_outside_the_search(name: str) -> None:
    page = render_flow(HOUSE.page(f"alur/{name}/"), name)
    assert page.count('class="p-kartu"') == 1
    card = rendered(name)
    assert card in page
    assert "data-search-exclude" in card[: card.index(">")]
    assert not re.search(r'\b(id|href|style|on\w+)="', card)
    assert "\n\n" not in card, "Markdown would take what follows for words of its own"


def test_numbers_are_counted_without_a_gap_and_outcomes_apart() -> None:
    for name in NAMES:
        flow, card = laid(name)
        steps = [n for n in card.numbers.values() if n.isdigit()]
        assert steps == [str(n) for n in range(1, len(steps) + 1)]
        ends = [node for node in card.graph.nodes if node.kind is NodeKind.OUTCOME]
        assert len(ends) == len(flow.outcomes) == len(card.numbers) - len(steps)


def test_the_way_of_a_power_failure_can_be_followed_by_number() -> None:
    shown = lines("periksa")
    start = next(n for n, line in shown.items() if "Listrik padam atau masih menyala?" in line)
    way = re.search(r"Padam → (\d+)", shown[start])
    assert way and "layar kWh meter terlihat atau blank?" in shown[way[1]]
    blank = re.search(r"Blank \(gelap\) → (\d+)", shown[way[1]])
    assert blank and "→ H1" in shown[blank[1]]
    assert "Gangguan, layar meter blank" in shown["H1"]
    after = re.search(r"lalu → (\d+)", shown["H1"])
    assert after and "Setelah laporan WO Autodispatch" in shown[after[1]]
    turns = re.findall(r"\d+", shown[after[1]].split("→")[1])
    assert "13–16.c · PRK-13–PRK-16c" in shown[turns[0]]
    assert "PRK-24" in shown[turns[-1]]


def test_a_text_that_only_follows_a_pattern_is_no_official_sentence() -> None:
    card = rendered("periksa")
    assert "<code>" in card and "pola, bukan kalimat SOP" in card
    assert "SELF DIAGNOSIS TERHENTI" not in "".join(re.findall(r"<pre>(.*?)</pre>", card, re.S))
