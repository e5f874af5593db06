"""What every page is made from: the library, the flows, and where each clause lives."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flow_engine.checking import load_checked
from flow_engine.content import anchor, places
from flow_engine.coverage import Cover, cover_clauses
from flow_engine.curriculum import check_examples
from flow_engine.homes import clause_url as clause_url
from flow_engine.homes import home_page as home_page
from flow_engine.model import Flow
from flow_engine.problems import Problem
from flow_engine.records import Clause, Document, Library
from flow_engine.scenarios import Tried, try_scenarios
from learning.cards import Card
from learning.lesson_cards import make_lesson_cards
from learning.lesson_content import LessonContent, check_questions, make_lessons
from learning.make_cards import make_cards
from macros.html import escape, link

_CLAUSE_ID = re.compile(r"\b(?:PRK|LUL|CTT|PMB|VC4)-[A-Za-z0-9]+(?:-\d+)?\b")


@dataclass(frozen=True)
class House:
    """The knowledge a build is made from, read once."""

    library: Library
    flows: Mapping[str, Flow] = field(default_factory=dict)
    tried: tuple[Tried, ...] = ()

    @cached_property
    def covers(self) -> list[Cover]:
        """Return where each clause stands, in the order of the register."""
        return cover_clauses(self.library, self.flows, self.tried)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Return every card that can be made."""
        return make_cards(self.library, self.flows)

    @cached_property
    def lesson_cards(self) -> tuple[Card, ...]:
        """Return the questions that only a lesson asks."""
        scenarios = [run.scenario for run in self.tried]
        return make_lesson_cards(self.library, self.flows, scenarios)

    @cached_property
    def lessons(self) -> dict[str, LessonContent[Card]]:
        """Return every lesson with its clauses, questions and example."""
        runs = {(run.scenario.flow, run.scenario.title): run.scenario for run in self.tried}
        return make_lessons(self.library, self.flows, runs, self.cards, self.lesson_cards)

    def page(self, url: str) -> Page:
        """Return the house as seen from one page."""
        return Page(self, url)


def read_house(root: Path) -> tuple[House, list[Problem]]:
    """Read ``docs/_data``: clauses, lists and flows, and every problem, the lock's included.

    The scenarios are run only to know what they pass; whether they end as expected does not
    keep a site from being built.
    """
    data_dir = root / "docs" / "_data"
    found = load_checked(data_dir, clause_url, with_scenarios=False)
    tried = () if len(found.log) else try_scenarios(data_dir, found.flows)[0]
    house = House(found.library, found.flows, tried)
    if len(found.log):
        return house, list(found.log)
    log = check_examples(house.library, house.flows, tried)
    if not len(log):
        log.extend(check_questions(house.library, house.cards, house.lesson_cards))
    return house, list(log)


def relative(target: str, page_url: str) -> str:
    """Return a site address as seen from a page; both from the site's root."""
    path, _, anchor = target.partition("#")
    folder = page_url if page_url.endswith("/") or not page_url else posixpath.dirname(page_url)
    suffix = f"#{anchor}" if anchor else ""
    if path.rstrip("/") == page_url.rstrip("/") and suffix:
        return suffix
    way = posixpath.relpath(path or ".", folder or ".")
    return way + ("/" if path.endswith("/") or way.endswith(".") else "") + suffix


@dataclass(frozen=True)
class Page:
    """A page that is being written: the house, and how to link from here."""

    house: House
    url: str

    @property
    def library(self) -> Library:
        """Return the library."""
        return self.house.library

    def to(self, target: str) -> str:
        """Return a link target for an address from the site's root."""
        return relative(target, self.url)

    def to_clause(self, clause_id: str) -> str:
        """Return a link target for a clause."""
        return self.to(clause_url(self.library, clause_id))

    def is_home_of(self, clause_id: str) -> bool:
        """Tell whether this page carries the clause's heading."""
        return home_page(self.library, clause_id) == self.url.strip("/")

    def clause_link(self, clause_id: str, classes: str = "p-ref") -> str:
        """Return a link that shows the id."""
        return link(self.to_clause(clause_id), clause_id, classes)

    def linked(self, text: str) -> str:
        """Escape a text of ours and link the clause ids in it."""
        done = 0
        pieces: list[str] = []
        for match in _CLAUSE_ID.finditer(text):
            if match.group() not in self.library.clauses:
                continue
            pieces += [escape(text[done : match.start()]), self.clause_link(match.group(), "p-id")]
            done = match.end()
        return "".join(pieces) + escape(text[done:])

    def document_of(self, clause: Clause) -> Document:
        """Return the document a clause stands in."""
        return self.library.documents[clause.document]

    def flow_steps(self, document_id: str) -> dict[str, tuple[str, str]]:
        """Return where a flow takes up each clause: ``{clause: (flow id, anchor)}``."""
        found: dict[str, tuple[str, str]] = {}
        for flow in self.house.flows.values():
            if flow.document == document_id:
                for clause_id, anchor in step_anchors(flow).items():
                    found.setdefault(clause_id, (flow.id, anchor))
        return found


def step_anchors(flow: Flow) -> dict[str, str]:
    """Return the first shown step of a flow that rests on each clause."""
    anchors: dict[str, str] = {}
    for place in places(flow):
        if place.step.shown:
            for clause_id in place.step.clauses:
                anchors.setdefault(clause_id, anchor(place.key))
    return anchors
