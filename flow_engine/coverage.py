"""Both ways between clauses and what uses them: flows, scenarios, pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flow_engine.content import anchor, met_places, outcome_anchor, places
from flow_engine.homes import home_page, page_clauses
from flow_engine.lessons import Lesson
from flow_engine.model import Flow, ReportLine, Step
from flow_engine.problems import ProblemLog
from flow_engine.records import WITHDRAWN, Clause, Library
from flow_engine.scenarios import Tried


@dataclass(frozen=True)
class Use:
    """A place of a flow that rests on a clause.

    Attributes:
        key: The step's key or the outcome's id; empty where the flow as a whole does.
        anchor: Its anchor on the flow's page; empty where it is not printed.
    """

    flow: str
    key: str
    title: str
    anchor: str


@dataclass(frozen=True)
class Cover:
    """Where one clause stands.

    Attributes:
        home: The page that carries its heading.
        pages: The other pages that show it.
        uses: Its places in flows, flow by flow, in walking order.
        scenarios: Positions of the scenarios whose run passes it.
        lessons: The lessons that teach it, in the order in which they are learnt.
    """

    clause: Clause
    home: str
    pages: tuple[str, ...]
    uses: tuple[Use, ...]
    scenarios: tuple[int, ...]
    lessons: tuple[Lesson, ...] = ()

    @property
    def flows(self) -> dict[str, list[Use]]:
        """Return the places by flow."""
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            found.setdefault(use.flow, []).append(use)
        return found


def cover_clauses(
    library: Library, flows: Mapping[str, Flow], tried: Sequence[Tried]
) -> list[Cover]:
    """Return where each clause stands, in the order of the register."""
    uses: dict[str, list[Use]] = {}
    for flow in flows.values():
        for use, names in flow_uses(flow):
            for name in names:
                uses.setdefault(name, []).append(use)
    passed: dict[str, list[int]] = {}
    for number, run in enumerate(tried):
        for name in dict.fromkeys(run.clauses):
            passed.setdefault(name, []).append(number)
    pages: dict[str, list[str]] = {}
    for page, names in page_clauses(library).items():
        for name in names:
            pages.setdefault(name, []).append(page)
    teaching = library.curriculum.teaching
    found = []
    for clause in library.clauses.values():
        home = home_page(library, clause.id)
        others = tuple(page for page in pages.get(clause.id, ()) if page != home)
        places_in_flows = tuple(uses.get(clause.id, ()))
        found.append(
            Cover(
                clause,
                home,
                others,
                places_in_flows,
                tuple(passed.get(clause.id, ())),
                teaching.get(clause.id, ()),
            )
        )
    return found


def flow_uses(flow: Flow) -> Iterator[tuple[Use, tuple[str, ...]]]:
    """Go through the places of a flow with the clauses each rests on."""
    printed = {place.key for place in met_places(flow)}
    seen: set[str] = set()
    for place in places(flow):
        clauses = _step_clauses(flow, place.step)
        seen.update(clauses)
        where = anchor(place.key) if place.key in printed else ""
        yield Use(flow.id, place.key, place.step.title, where), clauses
    for outcome in flow.outcomes.values():
        clauses = _known(flow, (*outcome.clauses, *_written(outcome.reports)))
        seen.update(clauses)
        yield Use(flow.id, outcome.id, outcome.title, outcome_anchor(outcome.id)), clauses
    rest = tuple(clause for clause in flow.clauses if clause not in seen)
    if rest:
        yield Use(flow.id, "", flow.title, ""), rest


def _step_clauses(flow: Flow, step: Step) -> tuple[str, ...]:
    shown = (flow.parts[name].clause for name in step.parts)
    return _known(flow, (*step.clauses, *shown, *(c for way in step.ways for c in way.clauses)))


def _written(reports: Iterable[ReportLine]) -> Iterator[str]:
    return (line.clause for line in reports)


def _known(flow: Flow, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name in flow.clauses)


def check_coverage(
    library: Library, flows: Mapping[str, Flow], tried: Sequence[Tried]
) -> ProblemLog:
    """Find clauses that a flow carries out and no scenario passes.

    Every clause in force that some flow rests on has to be passed, without exception: an
    unreachable step is refused, so there are always facts that lead through it. Which
    clauses have to be in a flow, :mod:`flow_engine.consistency` says.
    """
    log = ProblemLog()
    for cover in cover_clauses(library, flows, tried):
        if not cover.uses or cover.scenarios or cover.clause.status == WITHDRAWN:
            continue
        use = cover.uses[0]
        log.add(
            cover.clause.location,
            "klausul-tanpa-skenario",
            f"Klausul {cover.clause.id} tidak dilalui skenario mana pun.",
            suggestion=f"Tambahkan skenario alur {use.flow} yang melewati “{use.title}”.",
        )
    return log
