"""How long ago, against which limits: the durations of a call for the eye."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from flow_engine.facts import CLOCK, Value, show_minutes, show_moment, to_json
from flow_engine.guards import All, AnyOf, Compare, Difference, Guard, Not
from flow_engine.model import Flow

Json = dict[str, Any]


@lru_cache(maxsize=64)
def limits_of(flow: Flow) -> Mapping[str, tuple[int, ...]]:
    """Return each computed duration with the minutes it is compared with, smallest first."""
    found: dict[str, set[int]] = {name: set() for name in flow.computed}
    for room in flow.rooms.values():
        for step in room.steps.values():
            for way in step.ways:
                for compared in _compares(way.guard):
                    if compared.fact in found and compared.bound > 0:
                        found[compared.fact].add(compared.bound)
    return {name: tuple(sorted(bounds)) for name, bounds in found.items()}


def _compares(guard: Guard) -> Iterator[Compare]:
    match guard:
        case Compare():
            yield guard
        case Not(inner):
            yield from _compares(inner)
        case All(guards) | AnyOf(guards):
            for inner in guards:
                yield from _compares(inner)


def clock_rows(flow: Flow, known: Mapping[str, Value]) -> list[Json]:
    """Return each duration up to now with its limits.

    Args:
        flow: The flow.
        known: The facts given; without the clock there is nothing to tell.

    Returns:
        Rows of ``fact``, ``label``, ``minutes``, ``text``, ``since`` (a moment in words),
        ``began`` and ``now`` (local ISO) and ``limits``: rows of ``minutes``, ``text``,
        ``at`` (when it is reached) and ``state``: ``belum``, ``tepat`` or ``lewat``. A
        bound of a rule counts as the rule says it, so ``tepat`` is told apart.

    Source:
        LUL-A (6 jam sejak Selesai), LUL-C1 and LUL-C2 (3 jam lama padam).
    """
    rows = []
    now = known.get(CLOCK)
    for name, difference in flow.computed.items():
        began = known.get(difference.earlier)
        if difference.later != CLOCK or not isinstance(now, datetime.datetime):
            continue
        if isinstance(began, datetime.datetime) and began <= now:
            rows.append(_row(flow, name, difference, began, now))
    return rows


def _row(
    flow: Flow,
    name: str,
    difference: Difference,
    began: datetime.datetime,
    now: datetime.datetime,
) -> Json:
    minutes = int((now - began).total_seconds() // 60)
    return {
        "fact": name,
        "label": difference.label,
        "minutes": minutes,
        "text": show_minutes(minutes),
        "since": show_moment(began),
        "began": to_json(began),
        "now": to_json(now),
        "limits": [
            {
                "minutes": limit,
                "text": show_minutes(limit),
                "at": show_moment(began + datetime.timedelta(minutes=limit)),
                "state": "belum" if minutes < limit else "tepat" if minutes == limit else "lewat",
            }
            for limit in limits_of(flow)[name]
        ],
    }
