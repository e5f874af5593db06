"""Rooms that are walked once for each of several things, and the names of their answers.

The first round keeps the plain names, so that a run by facts alone describes it;
what the room asks in round 2 is answered as ``service_type@2``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flow_engine.facts import Fact, Value
from flow_engine.model import Flow, Room, Step

MARK = "@"
_NAME = re.compile(rf"([a-z][a-z0-9_]*){MARK}([1-9][0-9]{{0,3}})")
_ROUND = re.compile(rf"{MARK}[0-9]+(?=/)")


@dataclass(frozen=True)
class Round:
    """One walk of a repeated room, ``nth`` of ``count``; ``facts`` are asked anew in each."""

    room: str
    nth: int
    count: int
    facts: frozenset[str]

    def name(self, fact: str) -> str:
        """Return the name under which this round's answer is kept."""
        return f"{fact}{MARK}{self.nth}" if self.nth > 1 and fact in self.facts else fact

    def seen(self, known: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return what is known as this round sees it: its own answers under plain names."""
        return known if self.nth == 1 else _Seen(self, known)


class _Seen(Mapping[str, Value]):
    """What one round sees, looked up when asked: of ninety-nine rounds each is asked little."""

    def __init__(self, walked: Round, known: Mapping[str, Value]) -> None:
        self._walked = walked
        self._known = known

    def __getitem__(self, name: str) -> Value:
        return self._known[self._walked.name(name)]

    def __iter__(self) -> Iterator[str]:
        facts = self._walked.facts
        yield from (name for name in self._known if name not in facts)
        yield from (fact for fact in facts if self._walked.name(fact) in self._known)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def asked_in(rooms: Mapping[str, Room], room_id: str) -> frozenset[str]:
    """Return the facts asked in a room and in those it calls."""
    return frozenset(name for step in steps_in(rooms, room_id) for name in step.asks)


def steps_in(rooms: Mapping[str, Room], room_id: str) -> Iterator[Step]:
    """Go through the steps of a room and of those it calls; a circle is walked once."""
    seen: set[str] = set()
    waiting = [room_id]
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in rooms:
            continue
        seen.add(name)
        yield from rooms[name].steps.values()
        waiting += [step.call for step in rooms[name].steps.values() if step.call]


@lru_cache(maxsize=64)
def repeated_rooms(flow: Flow) -> Mapping[str, str]:
    """Return each repeated room with the fact that says how often."""
    steps = (step for room in flow.rooms.values() for step in room.steps.values())
    return {step.call: step.repeat for step in steps if step.repeat}


@lru_cache(maxsize=64)
def _homes(flow: Flow) -> Mapping[str, str]:
    """Return each fact asked in a repeated room with that room."""
    return {fact: room for room in repeated_rooms(flow) for fact in asked_in(flow.rooms, room)}


def round_of(flow: Flow, room_id: str, nth: int, count: int) -> Round:
    """Return one round of a repeated room."""
    return Round(room_id, nth, count, asked_in(flow.rooms, room_id))


def split_name(name: str) -> tuple[str, int]:
    """Return the fact and the round of an answer's name; round 1 for a plain one."""
    match = _NAME.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, 1)


def fact_named(flow: Flow, name: str) -> Fact | None:
    """Return the fact of an answer's name, or nothing where no answer can have that name."""
    base, nth = split_name(name)
    fact = flow.facts.get(base)
    if MARK not in name or fact is None:
        return fact
    room = _homes(flow).get(base)
    limit = flow.facts[repeated_rooms(flow)[room]].maximum if room else None
    return fact if limit is not None and 2 <= nth <= limit else None


def sibling(flow: Flow, name: str, fact: str) -> str:
    """Return the name under which another fact is answered in the round of this name."""
    _, nth = split_name(name)
    return f"{fact}{MARK}{nth}" if nth > 1 and fact in _homes(flow) else fact


def label_of(flow: Flow, name: str) -> str:
    """Return what the screen calls an answer, with its round from the second on."""
    base, nth = split_name(name)
    label = flow.facts[base].label
    return f"{label} · {flow.rooms[_homes(flow)[base]].title} {nth}" if nth > 1 else label


def round_title(flow: Flow, walked: Round | None) -> str:
    """Return ``Tiket 2 dari 3``; empty where a room is walked once only."""
    if walked is None or walked.count < 2:
        return ""
    return f"{flow.rooms[walked.room].title} {walked.nth} dari {walked.count}"


def plain_key(key: str) -> str:
    """Return a step's key as the printed walk has it, without rounds."""
    return _ROUND.sub("", key)
