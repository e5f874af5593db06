"""A lesson with all that it is made of: its clauses, its questions, its run, and its version.

Runs in the build; the browser gets what comes out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flow_engine.lessons import QUESTIONS, Lesson
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.records import Library
from flow_engine.scenarios import Scenario
from learning.example_run import ExampleRun, run_example

VERSION_DIGITS = 12


class Asks(Protocol):
    """What a lesson needs to know of a card."""

    @property
    def id(self) -> str:
        """Return its permanent id."""

    @property
    def kind(self) -> str:
        """Return what sort of question it is."""

    @property
    def clauses(self) -> tuple[str, ...]:
        """Return the clauses it asks about, the first one above all."""

    @property
    def version(self) -> str:
        """Return the hash of its content."""


Card = TypeVar("Card", bound=Asks)
Runs = Mapping[tuple[str, str], Scenario]


@dataclass(frozen=True)
class LessonContent(Generic[Card]):
    """A lesson ready to be shown.

    Attributes:
        cards: Its questions; three where there are enough.
        run: Its example; nothing where it has none.
        version: Hash of all that the reader sees; another one means that the lesson changed.
    """

    lesson: Lesson
    cards: tuple[Card, ...]
    run: ExampleRun | None
    version: str


def make_lessons(
    library: Library,
    flows: Mapping[str, Flow],
    runs: Runs,
    cards: Sequence[Card],
    spare: Sequence[Card] = (),
) -> dict[str, LessonContent[Card]]:
    """Return every lesson with its content, in the order in which it is learnt.

    Args:
        library: The clauses and the curriculum.
        flows: The flows of the examples.
        runs: The scenarios by flow and title; what is not there is no example.
        cards: All cards there are.
        spare: Questions that are asked where these are fewer than three.
    """
    found = {}
    for lesson in library.curriculum.lessons:
        picked = pick_cards(lesson, cards, spare)
        example = lesson.example
        scenario = runs.get((example.flow, example.scenario)) if example else None
        run = None
        if scenario is not None:
            run = run_example(flows[scenario.flow], scenario, lesson.clauses)
        version = _version(library, lesson, picked, run)
        found[lesson.id] = LessonContent(lesson, picked, run, version)
    return found


def pick_cards(
    lesson: Lesson, cards: Sequence[Card], spare: Sequence[Card] = ()
) -> tuple[Card, ...]:
    """Return the questions of a lesson: those an editor named, else three that are picked.

    The same data always gives the same three. Clauses take turns in the lesson's order, and a
    kind that was asked already waits, so that three questions are as different as can be.
    """
    if lesson.cards:
        named = {card.id: card for card in (*spare, *cards)}
        return tuple(named[name] for name in lesson.cards if name in named)
    found: list[Card] = []
    # What is above all about a clause of the lesson comes before what also touches one.
    for pool in (cards, spare):
        _pick(lesson, [card for card in pool if card.clauses[0] in lesson.clauses], found)
    for pool in (cards, spare):
        _pick(lesson, [card for card in pool if set(card.clauses) & set(lesson.clauses)], found)
    return tuple(found)


def _pick(lesson: Lesson, pool: Sequence[Card], found: list[Card]) -> None:
    """Add cards until there are three, each as unlike those before it as the pool allows."""
    left = [card for card in pool if card not in found]
    while left and len(found) < QUESTIONS:
        about = [name for card in found for name in card.clauses[:1]]
        kinds = [card.kind for card in found]
        best = min(
            left,
            key=lambda card: (
                about.count(card.clauses[0]) + kinds.count(card.kind),
                _place(lesson, card),
                card.id,
            ),
        )
        found.append(best)
        left.remove(best)


def _place(lesson: Lesson, card: Asks) -> int:
    return min(lesson.clauses.index(name) for name in card.clauses if name in lesson.clauses)


def check_questions(
    library: Library, cards: Sequence[Card], spare: Sequence[Card] = ()
) -> ProblemLog:
    """Find lessons that name a card nobody made, or whose clauses give fewer than three."""
    log = ProblemLog()
    known = {card.id: card for card in (*spare, *cards)}
    for lesson in library.curriculum.lessons:
        for name in lesson.cards:
            if name not in known:
                log.add(
                    lesson.location,
                    "rujukan-kartu",
                    f"Pelajaran “{lesson.id}” menyebut kartu “{name}”, yang tidak ada.",
                    allowed=_neighbours(lesson, known.values()),
                    guess_from=name,
                )
        found = pick_cards(lesson, cards, spare)
        if not lesson.cards and len(found) < QUESTIONS:
            log.add(
                lesson.location,
                "soal-kurang",
                f"Tentang klausul pelajaran “{lesson.id}” hanya ada {len(found)} kartu, kurang "
                f"dari {QUESTIONS}.",
                suggestion="Gabungkan dengan pelajaran di dekatnya, atau tambahkan klausul yang "
                "punya kartu.",
            )
    return log


def _neighbours(lesson: Lesson, cards: Iterable[Asks]) -> list[str]:
    return [card.id for card in cards if set(card.clauses) & set(lesson.clauses)]


def _version(
    library: Library, lesson: Lesson, cards: Sequence[Asks], run: ExampleRun | None
) -> str:
    shown = [
        lesson.title,
        lesson.why,
        list(lesson.stated_in),
        lesson.without_example,
        [list(_clause_words(library, name)) for name in lesson.clauses],
        [[card.id, card.version] for card in cards],
        [] if run is None else list(_run_words(run)),
    ]
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:VERSION_DIGITS]


def _clause_words(library: Library, name: str) -> Iterator[object]:
    clause = library.clauses[name]
    yield from (clause.id, clause.title, clause.summary, clause.status)
    for part in clause.parts:
        yield [part.id, str(part.kind), part.when, part.text]
    for note in clause.notes:
        yield [note.kind, note.text, note.ask]


def _run_words(run: ExampleRun) -> Iterator[object]:
    for row in run.rows:
        yield [row.title, [part.text for part in row.parts]]
        yield [[given.label, given.value] for given in row.given]
    report = run.report
    yield [report[key] for key in ("title", "apkt", "work_order", "escalation", "note")]
    yield [row["text"] for row in report["reports"]]
