"""A flow sorted into the numbered rows of its pocket card; see :mod:`macros.card`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flow_engine.content import walk
from flow_engine.graph import END_KEY, Graph, GraphEdge, GraphNode, NodeKind, unfold
from flow_engine.model import Flow, Room

FINISHED = "akhir"


@dataclass(frozen=True)
class Row:
    """One numbered line of a card: a step, a table, a shared room, or rooms in turn.

    Attributes:
        nodes: What of the flow's map it stands for.
        rooms: For a room that only calls others: their ids, in order.
        section: Title of the flow's own sub-flow it stands in; empty for the flow itself.
    """

    key: str
    title: str
    nodes: tuple[GraphNode, ...] = ()
    rooms: tuple[str, ...] = ()
    section: str = ""


@dataclass(frozen=True)
class Card:
    """A flow in numbered rows.

    Attributes:
        rows: The steps of the flow and of its own sub-flows, in walking order.
        shared: What it shares with other flows and comes after an outcome.
        at: Key of the row of each step of the map.
    """

    flow: Flow
    graph: Graph
    rows: tuple[Row, ...]
    shared: tuple[Row, ...]
    at: Mapping[str, str]

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Return the number of each row and of each outcome."""
        counted = {row.key: str(n) for n, row in enumerate((*self.rows, *self.shared), start=1)}
        ends = [node.key for node in self.graph.nodes if node.kind is NodeKind.OUTCOME]
        return counted | {key: f"H{n}" for n, key in enumerate(ends, start=1)}

    @cached_property
    def clauses(self) -> dict[str, list[str]]:
        """Return the ids of the clauses of each step and outcome."""
        return {
            row["anchor"]: [c["id"] for c in (row.get("outcome") or row["content"])["clauses"]]
            for row in walk(self.flow)
        }

    def number_at(self, goal: str) -> str:
        """Return the number of a place of the map; for the end its word."""
        return FINISHED if goal == END_KEY else self.numbers[self.at.get(goal, goal)]

    def ways(self, row: Row) -> list[GraphEdge]:
        """Return the ways out of a row, first things first."""
        inside = {node.key for node in row.nodes}
        out = [e for e in self.graph.edges if e.source in inside and e.target not in inside]
        return [edge for edge in out if not edge.then]


@dataclass
class _Sorted:
    """The steps of a map, sorted into rows."""

    own: dict[str, GraphNode] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    in_turn: dict[str, Room] = field(default_factory=dict)
    shared: dict[str, list[GraphNode]] = field(default_factory=dict)


def lay_card(flow: Flow) -> Card:
    """Sort the steps of a sound flow into the rows of its card.

    A room from another file is shared and becomes one row; one that only calls others
    becomes a row that names theirs.
    """
    graph = unfold(flow)
    found = _Sorted()
    steps = [n for n in graph.nodes if n.kind in (NodeKind.STEP, NodeKind.ROUTER)]
    at = {node.key: _sort_in(flow, node, found) for node in steps}
    called = {step.call for step in flow.main.steps.values()}
    shared = {
        key: Row(key, flow.rooms[key].title, tuple(nodes)) for key, nodes in found.shared.items()
    }
    rows = {
        key: shared[key] if key in shared else _own_row(found, key)
        for key in dict.fromkeys(at.values())
        if key not in shared or key in called
    }
    parts = [row for key, row in shared.items() if key not in rows]
    turns = [
        Row(room.id, room.title, rooms=tuple(_met(room, shared))) for room in found.in_turn.values()
    ]
    return Card(flow, graph, _in_sections(rows.values()), (*turns, *parts), at)


def _in_sections(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows of the flow itself first, then those of its sub-flows."""
    listed = list(rows)
    sections = list(dict.fromkeys(["", *(row.section for row in listed)]))
    return tuple(sorted(listed, key=lambda row: sections.index(row.section)))


def _own_row(found: _Sorted, key: str) -> Row:
    node = found.own[key]
    return Row(key, node.title, (node,), section=found.sections.get(key, ""))


def _sort_in(flow: Flow, node: GraphNode, found: _Sorted) -> str:
    """Note a step in the row it belongs to; return the row's key."""
    names = node.cluster.split("/") if node.cluster else []
    passed = _rooms_along(flow, names)
    for room in passed:
        if room.location.file == flow.main.location.file:
            continue
        if all(step.call for step in room.steps.values()):
            found.in_turn[room.id] = room
            continue
        found.shared.setdefault(room.id, []).append(node)
        return room.id
    found.own[node.key] = node
    if passed and names[0] not in flow.main.steps:
        found.sections[node.key] = passed[0].title
    return node.key


def _rooms_along(flow: Flow, names: Iterable[str]) -> list[Room]:
    """Return the rooms that a path of calls leads through, outermost first."""
    rooms: list[Room] = []
    room = flow.main
    for name in names:
        room = flow.rooms[room.steps[name].call if name in room.steps else name]
        rooms.append(room)
    return rooms


def _met(room: Room, shared: Mapping[str, Row]) -> Iterable[str]:
    return (step.call for step in room.steps.values() if step.call in shared)
