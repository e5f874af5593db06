"""A flow as a map: nodes and edges out of what the printed walk shows.

An unfolded map has every step, table and outcome of the walk; a folded one has one
node for each sub-flow. A sketch is what can be drawn of a flow that has problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from flow_engine.content import anchor, outcome_anchor, places, walk
from flow_engine.facts import CLOCK, FactType
from flow_engine.model import NOWHERE, Flow, Goto, Outcome, Step, Way
from flow_engine.problems import Location

END_KEY = "akhir"
GIVEN = {"ada": "sudah diketahui", "kosong": "belum diketahui"}
ROUTER_TITLE = "Pilih baris yang sesuai"


class NodeKind(StrEnum):
    """What a node stands for; the values are class names on the page."""

    STEP = "langkah"
    ROUTER = "tabel"
    ROOM = "bagian"
    OUTCOME = "hasil"
    END = "akhir"
    MISSING = "hilang"


@dataclass(frozen=True)
class GraphNode:
    """One place of the map.

    Attributes:
        key: Unique in the map; for a step or an outcome its anchor on the printed walk.
        anchor: Where the walk shows it; empty where it shows nothing.
        details: Further lines: what an outcome writes and what follows it, how long a
            sub-flow is.
        silent: The sources leave open what happens here.
        cluster: Key of the cluster it stands in; empty for the flow itself.
    """

    key: str
    kind: NodeKind
    title: str
    number: str = ""
    anchor: str = ""
    details: tuple[str, ...] = ()
    silent: bool = False
    cluster: str = ""
    location: Location = NOWHERE


@dataclass(frozen=True)
class GraphEdge:
    """One way on.

    Attributes:
        again: Leads back: to the step that asked first, or to the next round of a room.
        then: Joins an outcome and the shared steps that still follow it.
    """

    source: str
    target: str
    label: str = ""
    silent: bool = False
    again: bool = False
    then: bool = False
    location: Location = NOWHERE


@dataclass(frozen=True)
class Cluster:
    """A sub-flow that is unfolded; ``parent`` is the cluster around it, if any."""

    key: str
    title: str
    parent: str = ""


@dataclass(frozen=True)
class Graph:
    """A flow as nodes and edges, in walking order; the first node is where it begins."""

    flow: str
    title: str
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    clusters: tuple[Cluster, ...] = ()


Json = dict[str, Any]


def unfold(flow: Flow) -> Graph:
    """Return the map of a sound flow with every step of every sub-flow, in clusters."""
    by_key = {place.key: place for place in places(flow)}
    nodes: list[GraphNode] = []
    edges: list[GraphEdge] = []
    clusters: dict[str, Cluster] = {}
    for row in walk(flow):
        if "outcome" in row:
            outcome = flow.outcomes[row["outcome"]["id"]]
            nodes.append(_outcome_node(flow, outcome))
            if goal := row["outcome"]["then"]:
                edges.append(GraphEdge(row["anchor"], goal, then=True, location=outcome.location))
            continue
        place = by_key[row["key"]]
        cluster = place.prefix.rstrip("/")
        _open_clusters(flow, cluster, clusters)
        nodes.append(_step_node(place.step, row["anchor"], cluster))
        edges += _row_edges(flow, place.step, row)
    return _complete(flow, nodes, edges, tuple(clusters.values()))


def _row_edges(flow: Flow, step: Step, row: Json) -> list[GraphEdge]:
    """Return the ways of a row of the walk; those beyond the step's own lead back."""
    ways = row["table"]["rows"] if row["table"] else row["ways"]
    edges = []
    for number, shown in enumerate(ways):
        own = step.ways[number] if number < len(step.ways) and not step.again else None
        edges.append(
            GraphEdge(
                row["anchor"],
                shown["to"] or END_KEY,
                way_label(flow, step, own) if own else shown["label"],
                silent=bool(shown["silent"]),
                again=own is None,
                location=own.location if own else step.location,
            )
        )
    return edges


def _open_clusters(flow: Flow, path: str, clusters: dict[str, Cluster]) -> None:
    """Note the clusters along a path of calls, ``penutup-laporan/data``, outermost first."""
    names = path.split("/") if path else []
    for depth in range(len(names)):
        key, parent = "/".join(names[: depth + 1]), "/".join(names[:depth])
        clusters.setdefault(key, Cluster(key, _room_title(flow, names[: depth + 1]), parent))


def _room_title(flow: Flow, names: list[str]) -> str:
    """Return the title of the room that a path of calls leads into."""
    room = flow.main
    for name in names:
        room = flow.rooms[room.steps[name].call if name in room.steps else name]
    return room.title


def fold(flow: Flow) -> Graph:
    """Return the map of a sound flow with one node for each sub-flow it calls or ends in."""
    whole = unfold(flow)
    at = {node.key: _group_key(flow, node.cluster) for node in whole.nodes if node.cluster}
    nodes: dict[str, GraphNode] = {}
    for node in whole.nodes:
        group = _group_node(flow, whole, at, node) if node.cluster else node
        nodes.setdefault(group.key, group)
    ends = {at[edge.target] for edge in whole.edges if edge.then}
    edges = dict.fromkeys(filter(None, (_folded_edge(edge, at, ends) for edge in whole.edges)))
    if END_KEY not in {edge.target for edge in edges}:
        nodes.pop(END_KEY, None)
    return Graph(whole.flow, whole.title, tuple(nodes.values()), tuple(edges))


def _group_key(flow: Flow, cluster: str) -> str:
    top = cluster.split("/")[0]
    return f"bagian-{top}" if top in flow.main.steps else f"lalu-{top}"


def _group_node(flow: Flow, whole: Graph, at: Mapping[str, str], node: GraphNode) -> GraphNode:
    """Return the node that stands for the sub-flow of a node; it links to where one comes in."""
    key, top = at[node.key], node.cluster.split("/")[0]
    entries = (e.target for e in whole.edges if at.get(e.target) == key != at.get(e.source))
    caller = flow.main.steps.get(top)
    count = sum(group == key for group in at.values())
    return GraphNode(
        key,
        NodeKind.ROOM,
        _room_title(flow, [top]),
        anchor=next(entries, node.key),
        details=(f"{count} langkah",),
        location=caller.location if caller else flow.rooms[top].location,
    )


def _folded_edge(edge: GraphEdge, at: Mapping[str, str], ends: set[str]) -> GraphEdge | None:
    """Return an edge between folded nodes; none inside a sub-flow, none out of the last one."""
    source, target = at.get(edge.source, edge.source), at.get(edge.target, edge.target)
    if source == target or source in ends:
        return None
    if edge.source in at:  # Which answer inside left the sub-flow says nothing outside.
        return GraphEdge(source, target)
    return replace(edge, source=source, target=target)


def sketch(flow: Flow) -> Graph:
    """Return what can be drawn of a flow with problems; goals that are missing show as such."""
    keys = {s.id: f"bagian-{s.id}" if s.call else anchor(s.id) for s in flow.main.steps.values()}
    nodes = [
        _sketched_room(flow, step, keys[step.id]) if step.call else _step_node(step, keys[step.id])
        for step in flow.main.steps.values()
    ]
    nodes += [_outcome_node(flow, outcome) for outcome in flow.outcomes.values()]
    edges = [
        GraphEdge(
            keys[step.id],
            _sketched_goal(way.to, keys),
            way_label(flow, step, way),
            silent=way.silence is not None,
            location=way.location,
        )
        for step in flow.main.steps.values()
        for way in step.ways
    ]
    return _complete(flow, nodes, edges)


def _sketched_room(flow: Flow, step: Step, key: str) -> GraphNode:
    room = flow.rooms.get(step.call)
    kind = NodeKind.ROOM if room else NodeKind.MISSING
    return GraphNode(key, kind, room.title if room else step.call, location=step.location)


def _sketched_goal(to: Goto, keys: dict[str, str]) -> str:
    if to.outcome:
        return outcome_anchor(to.outcome)
    return keys.get(to.step, anchor(to.step)) if to.step else END_KEY


def _step_node(step: Step, key: str, cluster: str = "") -> GraphNode:
    routes = (bool(step.table) or not step.shown) and not step.again
    return GraphNode(
        key,
        NodeKind.ROUTER if routes else NodeKind.STEP,
        ROUTER_TITLE if routes and step.title == step.id else step.title,
        step.number,
        key,
        silent=any(note.kind == "diam" for note in step.notes),
        cluster=cluster,
        location=step.location,
    )


def _outcome_node(flow: Flow, outcome: Outcome) -> GraphNode:
    details = [" · ".join(filter(None, (outcome.apkt, outcome.work_order, outcome.escalation)))]
    if outcome.refer_to:
        details.append(f"lanjut ke {outcome.refer_to}")
    if outcome.then in flow.rooms:
        details.append(f"lalu {flow.rooms[outcome.then].title}")
    key = outcome_anchor(outcome.id)
    return GraphNode(
        key,
        NodeKind.OUTCOME,
        outcome.title,
        anchor=key,
        details=tuple(filter(None, details)),
        silent=outcome.silence is not None,
        location=outcome.location,
    )


def way_label(flow: Flow, step: Step, way: Way) -> str:
    """Return the words on a way: the answer, or the row with what its bounds belong to."""
    if not way.cells:
        return way.label
    columns = dict.fromkeys(name for other in step.ways for name, _ in other.cells)
    bare = len(columns) == 1
    return ", ".join(_cell(flow, name, words, bare) for name, words in way.cells)


def _cell(flow: Flow, name: str, words: str, bare: bool) -> str:
    fact = flow.facts.get(name)
    chosen = fact is not None and fact.type is FactType.CHOICE and words not in GIVEN
    shown = GIVEN.get(words, words)
    if bare or name == CLOCK or chosen:
        return shown
    label = name.replace("_", " ")
    if name in flow.computed:
        label = flow.computed[name].label
    elif fact is not None:
        label = fact.short or fact.label
    return f"{label}: {shown}" if shown else label


def _complete(
    flow: Flow,
    nodes: Iterable[GraphNode],
    edges: Iterable[GraphEdge],
    clusters: tuple[Cluster, ...] = (),
) -> Graph:
    """Add a node for each goal that is not there: the end, or what is not written yet."""
    found = {node.key: node for node in nodes}
    for edge in edges:
        if edge.target in found:
            continue
        if edge.target == END_KEY:
            found[END_KEY] = GraphNode(END_KEY, NodeKind.END, "Panggilan selesai")
        else:
            name = edge.target.split("-", 1)[1]
            found[edge.target] = GraphNode(edge.target, NodeKind.MISSING, name)
    return Graph(flow.id, flow.title, tuple(found.values()), tuple(edges), clusters)
