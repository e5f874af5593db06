"""Whether the way decides the case a wording applies in, its ``bila``.

A case is words, for people. The flow tells by its clauses: where every choice that leads to a
step names the clause of the wording, or is made at that clause, the case has been asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flow_engine.model import Flow, FlowPart


def is_open_case(flow: Flow, room: str, step: str, part: FlowPart) -> bool:
    """Tell whether nobody but who heard the call knows if a part applies.

    Args:
        flow: The flow.
        room: Id of the room the step stands in.
        step: Id of the step that shows the part.
        part: The part.
    """
    if not part.when:
        return False
    leading = _leading_to(flow).get((room, step), ())
    return not leading or any(part.clause not in clauses for clauses in leading)


@lru_cache(maxsize=64)
def _leading_to(flow: Flow) -> Mapping[tuple[str, str], tuple[frozenset[str], ...]]:
    """Return for each step what clauses each way to it was decided by; none where it was not."""
    found: dict[tuple[str, str], list[frozenset[str]]] = {}
    for room in flow.rooms.values():
        for step in room.steps.values():
            if step.call:
                begins = (step.call, flow.rooms[step.call].start)
                found.setdefault(begins, []).append(frozenset(step.clauses))
            for way in step.ways:
                choice = (*way.clauses, *step.clauses) if len(step.ways) > 1 else ()
                if way.to.step:
                    found.setdefault((room.id, way.to.step), []).append(frozenset(choice))
    for name in (flow.id, *(o.then for o in flow.outcomes.values() if o.then)):
        found.setdefault((name, flow.rooms[name].start), []).append(frozenset())
    return {place: tuple(ways) for place, ways in found.items()}
