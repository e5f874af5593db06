"""How many ways a flow has: counted, not listed.

A path is a sequence of ways from the first step to the end. Situations that take
the same ways are one path, so the states met by one sequence are kept together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flow_engine.proof.explore import Space
from flow_engine.proof.unfold import END

Group = frozenset[int]


@dataclass(frozen=True)
class Paths:
    """The paths of a flow.

    Attributes:
        by_outcome: Number of paths to each outcome that is reached.
        steps: For each outcome the fewest and the most shown steps of a path to it.
    """

    by_outcome: Mapping[str, int]
    steps: Mapping[str, tuple[int, int]]

    @property
    def total(self) -> int:
        """Return the number of all paths."""
        return sum(self.by_outcome.values())


def count_paths(space: Space) -> Paths:
    """Return the exact number of paths, by dynamic programming.

    Raises:
        ValueError: The flow goes in a circle, or the search was given up.
    """
    if not space.complete or space.find_circle():
        raise ValueError(f"{space.flow.id}: paths cannot be counted")
    starts = frozenset(s for s, origin in enumerate(space.origins) if origin is None)
    order = _groups_in_order(space, starts)
    onward: dict[Group, int] = {}
    for group in reversed(order):
        goals = _ways(space, group)
        onward[group] = sum(onward[goal] if goal else 1 for _, goal in goals)
    counts: dict[Group | None, int] = {starts: 1}
    found: dict[str, int] = {}
    for group in order:
        # Groups behind an outcome are counted with it, by what is onward from there.
        count = counts.get(group, 0)
        for outcome, goal in _ways(space, group) if count else ():
            if outcome:
                found[outcome] = found.get(outcome, 0) + count * (onward[goal] if goal else 1)
            else:
                counts[goal] = counts.get(goal, 0) + count
    by_outcome = {o: found[o] for o in space.flow.outcomes if o in found}
    return Paths(by_outcome, _lengths(space, starts))


def _groups_in_order(space: Space, starts: Group) -> list[Group]:
    """Return all groups that sequences of ways lead to, each before those it leads to."""
    order: list[Group] = []
    met = {starts}
    path = [(starts, iter(_ways(space, starts)))]
    while path:
        group, ways = path[-1]
        goal = next((goal for _, goal in ways if goal and goal not in met), None)
        if goal is None:
            order.append(group)
            path.pop()
        else:
            met.add(goal)
            path.append((goal, iter(_ways(space, goal))))
    return order[::-1]


def _ways(space: Space, group: Group) -> list[tuple[str, Group]]:
    """Return for each way on from a group its outcome and the group it leads to."""
    goals: dict[int, set[int]] = {}
    for state in group:
        for move in space.moves[state]:
            goals.setdefault(move.way, set()).update(() if move.target == END else (move.target,))
    if not goals:
        return []
    node = space.nodes[space.states[next(iter(group))][0]]
    return [(node.outcomes[way], frozenset(goal)) for way, goal in sorted(goals.items())]


def _lengths(space: Space, starts: Group) -> dict[str, tuple[int, int]]:
    """Return the fewest and most shown steps to each outcome, closing steps included."""
    order = space.in_order()
    shown = [int(space.nodes[node].step.shown) for node, _ in space.states]
    onward: dict[int, tuple[int, int]] = {END: (0, 0)}
    for state in reversed(order):
        spans = [onward[m.target] for m in space.moves[state] if m.target in onward]
        if spans:
            onward[state] = _widest(spans, shown[state])
    so_far = dict.fromkeys(starts, (0, 0))
    found: dict[str, tuple[int, int]] = {}
    for state in order:
        if state not in so_far:
            continue
        outcomes = space.nodes[space.states[state][0]].outcomes
        here = _widest([so_far[state]], shown[state])
        for move in space.moves[state]:
            outcome = outcomes[move.way]
            if outcome and move.target in onward:
                low, high = onward[move.target]
                whole = (here[0] + low, here[1] + high)
                found[outcome] = _widest([whole, found.get(outcome, whole)])
            else:
                so_far[move.target] = _widest([here, so_far.get(move.target, here)])
    return {name: found[name] for name in space.flow.outcomes if name in found}


def _widest(spans: list[tuple[int, int]], more: int = 0) -> tuple[int, int]:
    """Return the span of all spans, each longer by ``more``."""
    return min(low for low, _ in spans) + more, max(high for _, high in spans) + more
