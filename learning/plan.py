"""What there is to learn: every lesson, card, practice call, clause and edge, as ids.

The build makes it from the same data as the pages, so progress is always held against what the
site teaches today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.saved import BadMessage

Json = dict[str, Any]

FORMAT = 1
DAMAGED = "Daftar yang dipelajari tidak dapat dibaca. Muat ulang halaman."


@dataclass(frozen=True)
class DocumentPlan:
    """One SOP and the ids of its clauses, in its own order."""

    id: str
    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class FlowPlan:
    """One flow: the ids of its edges in the map's order, and of the practice calls over it."""

    id: str
    title: str
    edges: tuple[str, ...]
    calls: tuple[str, ...]


@dataclass(frozen=True)
class LessonPlan:
    """One lesson.

    Attributes:
        path: Title of the path it belongs to.
        url: Its place, from the site's root.
        version: Hash of what it teaches; another one means that the SOP was edited since.
    """

    id: str
    title: str
    path: str
    url: str
    version: str


@dataclass(frozen=True)
class Plan:
    """All there is to learn; lessons stand in the order in which they are learnt."""

    documents: tuple[DocumentPlan, ...] = ()
    flows: tuple[FlowPlan, ...] = ()
    lessons: tuple[LessonPlan, ...] = ()
    cards: tuple[str, ...] = ()

    @property
    def clauses(self) -> frozenset[str]:
        """Return the ids of all clauses."""
        return frozenset(one for document in self.documents for one in document.clauses)

    @property
    def edges(self) -> frozenset[str]:
        """Return the ids of all edges."""
        return frozenset(one for flow in self.flows for one in flow.edges)

    @property
    def calls(self) -> frozenset[str]:
        """Return the ids of all practice calls."""
        return frozenset(one for flow in self.flows for one in flow.calls)


def plan_json(plan: Plan) -> Json:
    """Return the plan as it is published."""
    return {
        "format": FORMAT,
        "documents": [
            {"id": d.id, "title": d.title, "clauses": list(d.clauses)} for d in plan.documents
        ],
        "flows": [
            {"id": f.id, "title": f.title, "edges": list(f.edges), "calls": list(f.calls)}
            for f in plan.flows
        ],
        "lessons": [
            {"id": o.id, "title": o.title, "path": o.path, "url": o.url, "version": o.version}
            for o in plan.lessons
        ],
        "cards": list(plan.cards),
    }


def read_plan(raw: object) -> Plan:
    """Read what :func:`plan_json` wrote.

    Raises:
        BadMessage: It is something else.
    """
    try:
        if not isinstance(raw, Mapping) or raw["format"] != FORMAT:
            raise TypeError("no plan")
        return Plan(
            tuple(
                DocumentPlan(str(d["id"]), str(d["title"]), _ids(d["clauses"]))
                for d in raw["documents"]
            ),
            tuple(
                FlowPlan(str(f["id"]), str(f["title"]), _ids(f["edges"]), _ids(f["calls"]))
                for f in raw["flows"]
            ),
            tuple(
                LessonPlan(*(str(o[key]) for key in ("id", "title", "path", "url", "version")))
                for o in raw["lessons"]
            ),
            _ids(raw["cards"]),
        )
    except (KeyError, TypeError) as error:
        raise BadMessage(DAMAGED) from error


def _ids(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise TypeError("no list")
    return tuple(map(str, raw))
