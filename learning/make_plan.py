"""Gathers what there is to learn from the same records as the pages; part of the build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flow_engine.model import Flow
from flow_engine.records import Library
from learning.plan import DocumentPlan, FlowPlan, LessonPlan, Plan
from learning.practice_script import edge_ids


def make_plan(
    library: Library,
    flows: Mapping[str, Flow],
    lessons: Iterable[LessonPlan] = (),
    cards: Iterable[str] = (),
    calls: Mapping[str, Iterable[str]] | None = None,
) -> Plan:
    """Return the plan.

    Args:
        library: The clauses, by document.
        flows: The flows by id, in the order in which they are listed.
        lessons: In the order in which they are learnt.
        cards: Ids of the cards.
        calls: Ids of the practice calls by flow.
    """
    held = calls or {}
    return Plan(
        tuple(
            DocumentPlan(
                document.id,
                document.short,
                tuple(c.id for c in library.clauses.values() if c.document == document.id),
            )
            for document in library.documents.values()
        ),
        tuple(
            FlowPlan(flow.id, flow.title, edges_of(flow), tuple(held.get(flow.id, ())))
            for flow in flows.values()
        ),
        tuple(lessons),
        tuple(cards),
    )


def edges_of(flow: Flow) -> tuple[str, ...]:
    """Return the edges of a flow as progress names them: shared rooms are in more than one flow."""
    return tuple(f"{flow.id}/{edge}" for edge in edge_ids(flow))
