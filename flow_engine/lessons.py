"""Paths and lessons as frozen records: which clauses are taught where, why, and by which run.

No wording stands here; a lesson names its clauses, and the library holds what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flow_engine.problems import Location

QUESTIONS = 3
"""How many questions a lesson asks."""


@dataclass(frozen=True)
class Example:
    """The run that shows a lesson at work: a scenario of a flow, named by its title."""

    flow: str
    scenario: str
    location: Location


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        id: Permanent and unique over all paths; progress is kept under it.
        path: Id of the path it belongs to.
        clauses: Ids of the clauses it teaches, in the order in which they are shown.
        why: Our own words for why it is so, or what it prevents.
        stated_in: The clauses that give this reason themselves; empty where it is only ours.
        example: The run that shows it; nothing where no flow can show it.
        without_example: Why there is none.
        cards: Ids of its questions, where an editor picked them.
    """

    id: str
    path: str
    title: str
    clauses: tuple[str, ...]
    why: str
    location: Location
    stated_in: tuple[str, ...] = ()
    example: Example | None = None
    without_example: str = ""
    cards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Path:
    """A path: lessons in the order in which they are learnt.

    Attributes:
        id: Also the name of its page, ``latihan/<id>``.
        about: What one can do at its end, in our words.
    """

    id: str
    title: str
    about: str
    lessons: tuple[Lesson, ...]
    location: Location


@dataclass(frozen=True)
class LeftOut:
    """A clause that no lesson teaches, and why."""

    clause: str
    reason: str
    location: Location


@dataclass(frozen=True)
class Curriculum:
    """All paths in their order, and the clauses left out of them."""

    paths: tuple[Path, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Return every lesson, in the order in which it is learnt."""
        return tuple(lesson for path in self.paths for lesson in path.lessons)

    @property
    def teaching(self) -> Mapping[str, tuple[Lesson, ...]]:
        """Return the lessons of each clause that is taught, in their order."""
        found: dict[str, tuple[Lesson, ...]] = {}
        for lesson in self.lessons:
            for clause in lesson.clauses:
                found[clause] = (*found.get(clause, ()), lesson)
        return found


NO_CURRICULUM = Curriculum()
