"""A flow with its sub-flows unfolded: plain nodes and where each way leads."""

from __future__ import annotations

from dataclasses import dataclass, field

from flow_engine.model import Flow, Goto, Room, Step

END = -1

Goal = tuple[int, str]
"""A node or :data:`END`, and the outcome passed on the way there, if any."""


class EndlessCall(Exception):
    """Steps that only call lead back to themselves; ``key`` is one of them."""

    def __init__(self, key: str, step: Step) -> None:
        self.key = key
        self.step = step
        super().__init__(key)


@dataclass
class Node:
    """A step at its place.

    Attributes:
        targets: For each way the index of the next node, or :data:`END`.
        outcomes: For each way the outcome it reaches, or an empty text.
    """

    key: str
    step: Step
    room: Room
    targets: list[int] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Unfolded:
    """The nodes of a flow; ``start`` is the index of the first."""

    nodes: list[Node]
    start: int


def unfold(flow: Flow) -> Unfolded:
    """Return the nodes that can be met on some way from the start.

    Raises:
        EndlessCall: Calls lead back to themselves without a step between them.
    """
    work = _Unfolding(flow)
    start = work.enter(flow.main, "", flow.main.start, (END, ""))
    work.connect()
    return Unfolded(work.nodes, start)


class _Unfolding:
    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.nodes: list[Node] = []
        self.index: dict[str, int] = {}
        self.calls: dict[str, int] = {}
        self.entering: set[str] = set()
        self.waiting: list[tuple[int, str, Goal]] = []

    def enter(self, room: Room, prefix: str, step_id: str, after: Goal) -> int:
        """Return the first node met at a step, going down into what it calls."""
        key = prefix + step_id
        step = room.steps[step_id]
        if not step.call:
            if key not in self.index:
                self.index[key] = len(self.nodes)
                self.waiting.append((len(self.nodes), prefix, after))
                self.nodes.append(Node(key, step, room))
            return self.index[key]
        if key in self.calls:
            return self.calls[key]
        if key in self.entering:
            raise EndlessCall(key, step)
        self.entering.add(key)
        follow = self.target(room, prefix, step.ways[0].to, after)
        inner = self.flow.rooms[step.call]
        self.calls[key] = self.enter(inner, f"{key}/", inner.start, follow)
        return self.calls[key]

    def target(self, room: Room, prefix: str, to: Goto, after: Goal) -> Goal:
        """Return where a way leads."""
        if to.step:
            return self.enter(room, prefix, to.step, after), ""
        if to.outcome:
            then = self.flow.outcomes[to.outcome].then
            if not then:
                return END, to.outcome
            following = self.flow.rooms[then]
            return self.enter(following, f"{then}/", following.start, (END, "")), to.outcome
        return after

    def connect(self) -> None:
        """Follow every way of every node met."""
        while self.waiting:
            index, prefix, after = self.waiting.pop()
            node = self.nodes[index]
            for way in node.step.ways:
                target, outcome = self.target(node.room, prefix, way.to, after)
                node.targets.append(target)
                node.outcomes.append(outcome)
