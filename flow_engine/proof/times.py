"""Differences of moments, decided exactly in whole minutes.

A fact of time is a variable, a duration the difference of two. Each cell of a
duration says ``low <= later - earlier <= high``; a set of such cells is possible
when the graph of its bounds has no negative cycle, and the shortest distances in
that graph are moments that show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EPOCH = ""
"""Stands for minute 0 of the year 1, so that a date is a difference too."""


@dataclass(frozen=True)
class Bound:
    """``low <= later - earlier <= high`` in minutes; ``None`` is without a bound."""

    later: str
    earlier: str
    low: int | None
    high: int | None


def solve(bounds: Iterable[Bound]) -> dict[str, int] | None:
    """Return one moment for each name, in minutes, or nothing where there is none.

    The moments satisfy every bound; :data:`EPOCH`, where it is named, is 0.
    """
    edges: list[tuple[str, str, int]] = []
    names: dict[str, int] = {}
    for bound in bounds:
        names[bound.later] = names[bound.earlier] = 0
        if bound.high is not None:
            edges.append((bound.earlier, bound.later, bound.high))
        if bound.low is not None:
            edges.append((bound.later, bound.earlier, -bound.low))
    for _ in range(len(names) + 1):
        changed = False
        for start, end, weight in edges:
            if names[start] + weight < names[end]:
                names[end] = names[start] + weight
                changed = True
        if not changed:
            shift = names.get(EPOCH, 0)
            return {name: value - shift for name, value in names.items()}
    return None
