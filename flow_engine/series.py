"""Readings that are asked one after another, seen as one form in the SOP's order."""

from __future__ import annotations

from typing import Any

from flow_engine.facts import FactType, show_value
from flow_engine.model import Flow, Room, Step
from flow_engine.repeats import label_of
from flow_engine.session import Run, Visit, answer_names

Json = dict[str, Any]

# A single reading is a question, not a form.
FEWEST = 2


def series_of(flow: Flow, room: Room, step: Step) -> tuple[Step, ...]:
    """Return the run of neighbouring steps of a room that each ask one reading.

    Source:
        PRK-12a to PRK-12i, whose order is the SOP's.
    """
    steps = list(room.steps.values())
    here = steps.index(step)
    if not _asks_reading(flow, step):
        return ()
    first = last = here
    while first > 0 and _asks_reading(flow, steps[first - 1]):
        first -= 1
    while last + 1 < len(steps) and _asks_reading(flow, steps[last + 1]):
        last += 1
    found = tuple(steps[first : last + 1])
    return found if len(found) >= FEWEST else ()


def _asks_reading(flow: Flow, step: Step) -> bool:
    return len(step.asks) == 1 and flow.facts[step.asks[0]].type is FactType.READING


def series_rows(flow: Flow, run: Run, visit: Visit) -> list[Json]:
    """Return the form a step belongs to; empty for a step of its own.

    Returns:
        Rows of ``fact``, ``label``, ``value`` (in words; empty while unread), ``index``
        (of the trail; nothing where the call has not come) and ``current``. What a reading
        tells (PRK-12x) is no part of the form: it stands in the margin of its step alone.
    """
    met = {other.key: index for index, other in enumerate(run.visits)}
    prefix = visit.key.removesuffix(visit.step.id)
    rows = []
    for step in series_of(flow, flow.rooms[visit.room], visit.step):
        (name,) = answer_names(step.asks, visit.round)
        known = name in run.known
        fact = flow.facts[step.asks[0]]
        rows.append(
            {
                "fact": name,
                "label": label_of(flow, name),
                "value": show_value(fact, run.known[name]) if known else "",
                "index": met.get(prefix + step.id),
                "current": step.id == visit.step.id,
            }
        )
    return rows
