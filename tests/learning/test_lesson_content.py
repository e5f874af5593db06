"""Lessons ready to be shown: their runs, their questions, their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flow_engine.forbidden import plain_words
from flow_engine.lessons import QUESTIONS, Curriculum, Lesson
from flow_engine.lessons import Path as LearningPath
from flow_engine.model import Flow
from flow_engine.problems import Location
from flow_engine.records import Kind, Library, Note
from flow_engine.scenarios import Scenario, Tried, load_scenarios, try_scenarios
from learning.answers import judge
from learning.cards import Card, card_json, read_card
from learning.example_run import LAST_STEPS, PERSONAL, run_example
from learning.lesson_cards import STANDINGS, THERE, ask_for_end, make_lesson_cards
from learning.lesson_content import LessonContent, check_questions, make_lessons, pick_cards
from learning.make_cards import make_cards
from tests.knowledge import real_flows, real_library

DATA = Path(__file__).resolve().parents[2] / "docs" / "_data"
HERE = Location("latihan.yaml", 3, 5)


@pytest.fixture(scope="module")
def library() -> Library:
    return real_library()


@pytest.fixture(scope="module")
def flows() -> dict[str, Flow]:
    return real_flows()


@pytest.fixture(scope="module")
def tried(flows: dict[str, Flow]) -> tuple[Tried, ...]:
    return try_scenarios(DATA, flows)[0]


@pytest.fixture(scope="module")
def runs(tried: tuple[Tried, ...]) -> dict[tuple[str, str], Scenario]:
    return {(one.scenario.flow, one.scenario.title): one.scenario for one in tried}


@pytest.fixture(scope="module")
def cards(library: Library, flows: dict[str, Flow]) -> tuple[Card, ...]:
    return make_cards(library, flows)


@pytest.fixture(scope="module")
def spare(library: Library, flows: dict[str, Flow], tried: tuple[Tried, ...]) -> tuple[Card, ...]:
    return make_lesson_cards(library, flows, [one.scenario for one in tried])


@pytest.fixture(scope="module")
def lessons(
    library: Library,
    flows: dict[str, Flow],
    runs: dict[tuple[str, str], Scenario],
    cards: tuple[Card, ...],
    spare: tuple[Card, ...],
) -> dict[str, LessonContent[Card]]:
    return make_lessons(library, flows, runs, cards, spare)


def lesson_of(clauses: tuple[str, ...], picked: tuple[str, ...] = ()) -> Lesson:
    return Lesson("a", "p", "A", clauses, "M", HERE, without_example="tidak ada", cards=picked)


def with_lesson(library: Library, lesson: Lesson) -> Library:
    path = LearningPath("p", "P", "T", (lesson,), HERE)
    return replace(library, curriculum=Curriculum((path,)))


# Examples


def test_an_example_keeps_the_steps_about_its_clauses_and_counts_the_others(
    flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    scenario = runs["periksa", "Layar blank"]
    run = run_example(flows["periksa"], scenario, ("PRK-03", "PRK-03a1x"))
    assert [row.key for row in run.rows] == ["listrik", "layar", "lapor-blank"]
    assert run.rows[0].skipped > 0 and run.rest > 0
    whole = run_example(flows["periksa"], scenario, tuple(flows["periksa"].clauses))
    assert len(whole.rows) == run.rows[0].skipped + len(run.rows) + run.rest
    assert (run.done, run.flow, run.title) == (True, "periksa", flows["periksa"].title)
    assert run.report["work_order"] == "WO Autodispatch"


def test_an_example_says_who_was_asked_and_what_was_answered(
    flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    run = run_example(flows["periksa"], runs["periksa", "Layar blank"], ("PRK-03",))
    row = run.rows[0]
    assert row.asked and any(part.kind is Kind.SAY for part in row.parts)
    assert [given.value for given in row.given] == ["Padam"]
    front = run_example(
        flows["panggilan"], runs["panggilan", "Layar meter PERIKSA, laporan pertama"], ("PRK",)
    )
    assert not front.rows[-1].asked


def test_what_is_about_no_step_shows_the_last_ones(
    flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    run = run_example(flows["periksa"], runs["periksa", "Layar blank"], ())
    assert len(run.rows) == LAST_STEPS and run.rest == 0


def test_nothing_personal_is_shown_but_that_somebody_has_none(
    flows: dict[str, Flow], tried: tuple[Tried, ...]
) -> None:
    shown: set[str] = set()
    for one in tried:
        flow = flows[one.scenario.flow]
        run = run_example(flow, one.scenario, tuple(flow.clauses))
        personal = {fact.label for fact in flow.facts.values() if fact.personal}
        shown |= {g.value for row in run.rows for g in row.given if g.label in personal}
    assert PERSONAL in shown
    labels = {fact.none_label for flow in flows.values() for fact in flow.facts.values()}
    assert shown - {PERSONAL} <= labels


def test_a_setting_of_a_scenario_decides_its_example(
    flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    title = "VC4-5C, aturan April 2020 dinyalakan dan ada pembatasan akses"
    run = run_example(flows["lapor-ulang"], runs["lapor-ulang", title], ("VC4-5C",))
    assert any("VC4-5C" in {part.clause for part in row.parts} for row in run.rows)


# Questions


def test_every_lesson_asks_three_questions_about_its_own_clauses(
    lessons: dict[str, LessonContent[Card]],
) -> None:
    for content in lessons.values():
        assert len({card.id for card in content.cards}) == QUESTIONS
        for card in content.cards:
            assert set(card.clauses) & set(content.lesson.clauses), (content.lesson.id, card.id)


def test_every_key_is_the_only_right_answer(lessons: dict[str, LessonContent[Card]]) -> None:
    for content in lessons.values():
        for card in content.cards:
            assert read_card(card_json(card)) == card
            key: object = list(card.key) if card.kind == "urut" else card.key[0]
            assert judge(card, key).right
            if card.kind != "urut":
                wrong = [choice.id for choice in card.choices if choice.id not in card.key]
                assert wrong and not any(judge(card, name).right for name in wrong)


def test_no_question_of_a_lesson_offers_a_prohibited_text_to_be_said(
    library: Library, spare: tuple[Card, ...]
) -> None:
    forbidden = [plain_words(p.text) for p in library.parts.values() if p.kind is Kind.DONT_SAY]
    for card in spare:
        for choice in card.choices:
            told = plain_words(choice.text)
            # The summary of a code is for the CSO and says so itself.
            if "hanya untuk cso" in choice.text.lower():
                continue
            assert not any(text and text in told for text in forbidden), card.id


def test_how_a_scenario_ends_is_asked_only_where_the_sources_say_it(
    library: Library, flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    asked = silent = 0
    for scenario in runs.values():
        run = run_example(flows[scenario.flow], scenario, ())
        ends = list(ask_for_end(library, flows[scenario.flow], scenario))
        if not run.report["stated_by_sop"] or not run.done:
            assert ends == []
            silent += 1
        for card in ends:
            texts = {choice.id: choice.text for choice in card.choices}
            assert texts[card.key[0]] == run.report["title"]
            asked += 1
    assert asked > 30 and silent > 30


def test_a_wrong_end_is_never_treated_as_the_right_one(
    flows: dict[str, Flow], spare: tuple[Card, ...]
) -> None:
    for card in (card for card in spare if card.id.startswith("akhir/")):
        ends = {end.title: end for end in flows[card.id.split("/")[1]].outcomes.values()}
        right = next(ends[choice.text] for choice in card.choices if choice.id in card.key)
        for choice in card.choices:
            wrong = ends[choice.text]
            same = (wrong.apkt, wrong.work_order, wrong.escalation, wrong.refer_to) == (
                right.apkt,
                right.work_order,
                right.escalation,
                right.refer_to,
            )
            assert same == (choice.id in card.key), card.id


def test_how_a_clause_stands_follows_from_its_status(
    library: Library, spare: tuple[Card, ...]
) -> None:
    asked = 0
    for card in spare:
        clause = library.clauses[card.clauses[0]]
        right = next(choice.text for choice in card.choices if choice.id in card.key)
        if card.id.startswith("keadaan/"):
            assert right == STANDINGS[clause.status] and clause.status != "berlaku"
        elif card.id.startswith("hilang/"):
            assert "hilang" in {note.kind for note in clause.notes} and right != THERE
        elif card.id.startswith("isi/"):
            assert right == clause.summary
            assert not {"diam", "hilang", "peringatan"} & {note.kind for note in clause.notes}
        else:
            continue
        asked += 1
    assert asked > 60


def test_what_is_missing_names_whom_to_ask_where_somebody_is_named(
    library: Library, flows: dict[str, Flow]
) -> None:
    bare = replace(library.clauses["PRK-02a"], notes=(Note("hilang", "Tidak ada."),))
    changed = replace(library, clauses={**library.clauses, "PRK-02a": bare})
    (card,) = [c for c in make_lesson_cards(changed, flows, ()) if c.id == "hilang/PRK-02a"]
    right = next(choice.text for choice in card.choices if choice.id in card.key)
    assert right == "Tidak, ada yang hilang dari sumber."


def test_a_document_with_too_few_clauses_asks_no_short_sense(
    library: Library, flows: dict[str, Flow]
) -> None:
    few = {name: library.clauses[name] for name in ("PRK-02", "PRK-04")}
    assert make_lesson_cards(replace(library, clauses=few), flows, ()) == ()


@dataclass(frozen=True)
class Asked:
    """A card as small as can be."""

    id: str
    kind: str
    clauses: tuple[str, ...]
    version: str = "1"


def test_clauses_take_turns_and_a_kind_that_was_asked_waits() -> None:
    lesson = lesson_of(("A", "B"))
    pool = [Asked("1", "x", ("A",)), Asked("2", "x", ("A",)), Asked("3", "y", ("A",)),
            Asked("4", "x", ("B",)), Asked("5", "x", ("C", "A"))]  # fmt: skip
    assert [card.id for card in pick_cards(lesson, pool)] == ["1", "3", "4"]


def test_a_card_that_only_touches_the_lesson_comes_after_a_spare_one_about_it() -> None:
    lesson = lesson_of(("A",))
    touching, own = Asked("1", "x", ("C", "A")), Asked("2", "x", ("A",))
    assert [card.id for card in pick_cards(lesson, [touching], [own])] == ["2", "1"]
    assert pick_cards(lesson, [Asked("3", "x", ("C",))]) == ()


def test_named_cards_are_asked_in_their_order_and_an_unknown_one_is_found(
    library: Library,
) -> None:
    pool = [Asked(name, "x", ("PRK-01",)) for name in ("satu", "dua", "tiga")]
    lesson = lesson_of(("PRK-01",), ("tiga", "satu", "dua"))
    assert [card.id for card in pick_cards(lesson, pool)] == ["tiga", "satu", "dua"]
    assert list(check_questions(with_lesson(library, lesson), pool)) == []
    wrong = replace(lesson, cards=("tiga", "satu", "duaa"))
    (problem,) = check_questions(with_lesson(library, wrong), pool)
    assert (problem.code, problem.nearest, problem.location) == ("rujukan-kartu", "dua", HERE)


def test_a_lesson_with_fewer_than_three_questions_is_found(library: Library) -> None:
    (problem,) = check_questions(with_lesson(library, lesson_of(("PRK-01",))), [])
    assert problem.code == "soal-kurang"
    assert "hanya ada 0 kartu, kurang dari 3" in problem.message


# Versions


def version_of(
    library: Library, flows: Mapping[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> str:
    (lesson,) = [one for one in library.curriculum.lessons if one.id == "padam-atau-menyala"]
    pool = [Asked(name, "x", ("PRK-03",)) for name in ("satu", "dua", "tiga")]
    return make_lessons(with_lesson(library, lesson), flows, runs, pool)[lesson.id].version


def test_a_lesson_changes_its_version_with_all_that_is_read_in_it(
    library: Library, flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    before = version_of(library, flows, runs)
    assert before == version_of(library, flows, runs)
    clause = library.clauses["PRK-03"]
    parts = (replace(clause.parts[0], text="Lain?"), *clause.parts[1:])
    edited = {
        "wording": replace(clause, parts=parts),
        "title": replace(clause, title="Lain"),
        "note": replace(clause, notes=(*clause.notes, Note("diam", "Baru."))),
        "status": replace(clause, status="historis"),
    }
    versions = {before}
    for changed in edited.values():
        clauses = {**library.clauses, "PRK-03": changed}
        versions.add(version_of(replace(library, clauses=clauses), flows, runs))
    versions.add(version_of(library, flows, {}))
    assert len(versions) == len(edited) + 2


def test_an_edit_elsewhere_leaves_a_version_alone(
    library: Library, flows: dict[str, Flow], runs: dict[tuple[str, str], Scenario]
) -> None:
    other = replace(library.clauses["PMB-C0"], title="Lain")
    changed = replace(library, clauses={**library.clauses, "PMB-C0": other})
    assert version_of(changed, flows, runs) == version_of(library, flows, runs)


def test_the_scenarios_of_the_examples_are_all_there(library: Library) -> None:
    found, log = load_scenarios(DATA, real_flows())
    assert list(log) == []
    titles = {(one.flow, one.title) for one in found}
    wanted = {(e.flow, e.scenario) for one in library.curriculum.lessons if (e := one.example)}
    assert wanted <= titles
