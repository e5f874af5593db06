"""Which decisions of a run led to its outcome, and which only passed by.

A step whose ways all meet again before the outcome decides nothing by itself. It
does decide where, between parting and meeting, a fact is asked that is looked at
later. A sub-flow always returns, so its steps decide in that second way only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flow_engine.guards import facts_of
from flow_engine.model import Flow, Step
from flow_engine.repeats import asked_in, split_name
from flow_engine.session import Decision, Run, answer_names

END = ""


def find_deciding(flow: Flow, run: Run) -> tuple[Decision, ...]:
    """Return the decisions without which the outcome might be another one, in order.

    A decision whose way the sources leave open is always among them. Changing an
    answer that none of them looked at never changes the outcome.
    """
    wanted: set[str] = set()
    found: list[Decision] = []
    for decision in reversed(run.decisions):
        meeting = _meetings(flow, decision.room).get(decision.step.id, END)
        parts = meeting == END and decision.room == flow.id
        asked = _asked_until(flow, decision.room, decision.step.id, meeting)
        later = {split_name(name)[0] for name in wanted - decision.known}
        if parts or decision.way.silence is not None or asked & later:
            found.append(decision)
            wanted.update(given_facts(flow, looked_at(decision)))
    return tuple(reversed(found))


def looked_at(decision: Decision) -> tuple[str, ...]:
    """Return the answers and durations a decision looked at, in order, without doubles."""
    step = decision.step
    names = facts_of(decision.way.guard)
    if step.waived is not None:
        asked = answer_names(step.asks, decision.round)
        # Where the question stayed open, what waives it decided as well.
        if not decision.known.issuperset(asked):
            names = (*facts_of(step.waived), *names)
    return tuple(dict.fromkeys(answer_names(names, decision.round)))


def given_facts(flow: Flow, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the answers behind some names: a duration stands for both its ends."""
    found: dict[str, None] = {}
    for name in names:
        difference = flow.computed.get(name)
        ends = (difference.later, difference.earlier) if difference else (name,)
        found.update(dict.fromkeys(ends))
    return tuple(found)


def _onward(step: Step) -> tuple[str, ...]:
    """Return the steps of the same room that come next; :data:`END` where it is left."""
    return tuple(dict.fromkeys(way.to.step or END for way in step.ways)) or (END,)


@lru_cache(maxsize=64)
def _meetings(flow: Flow, room_id: str) -> Mapping[str, str]:
    """Return for each step of a room the next one that every way on comes by.

    These are the immediate post-dominators, found as Cooper, Harvey and Kennedy
    find dominators. Steps that never leave the room are not among them.
    """
    room = flow.rooms[room_id]
    onward = {name: _onward(step) for name, step in room.steps.items()}
    order = _from_the_end(onward)
    rank = {name: index for index, name in enumerate(order)}
    meets = {END: END}
    changed = True
    while changed:
        changed = False
        for name in order[1:]:
            nearest: str | None = None
            for other in onward[name]:
                if other in meets:
                    nearest = other if nearest is None else _join(nearest, other, meets, rank)
            if nearest is not None and meets.get(name) != nearest:
                meets[name] = nearest
                changed = True
    return meets


def _from_the_end(onward: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return :data:`END` and every step that reaches it, each after one it leads to."""
    backward: dict[str, list[str]] = {END: [], **{name: [] for name in onward}}
    for name, others in onward.items():
        for other in others:
            backward[other].append(name)
    seen = {END}
    finished: list[str] = []
    waiting = [(END, iter(backward[END]))]
    while waiting:
        name, rest = waiting[-1]
        for other in rest:
            if other not in seen:
                seen.add(other)
                waiting.append((other, iter(backward[other])))
                break
        else:
            waiting.pop()
            finished.append(name)
    return finished[::-1]


def _join(a: str, b: str, meets: Mapping[str, str], rank: Mapping[str, int]) -> str:
    while a != b:
        while rank[a] > rank[b]:
            a = meets[a]
        while rank[b] > rank[a]:
            b = meets[b]
    return a


def _asked_until(flow: Flow, room_id: str, step_id: str, meeting: str) -> set[str]:
    """Return the facts that may be asked between a step and where its ways meet again."""
    room = flow.rooms[room_id]
    found: set[str] = set()
    seen = {meeting, END}
    waiting = list(_onward(room.steps[step_id]))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        step = room.steps[name]
        found.update(step.asks)
        if step.call:
            found |= asked_in(flow.rooms, step.call)
        waiting.extend(_onward(step))
    return found
