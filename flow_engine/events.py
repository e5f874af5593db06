"""What happened in a call, one event for each time the reader did something.

An event never holds what it led to: the way is replayed. Values that may not be kept
leave it exactly as they leave the answers.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from flow_engine.facts import Value, to_json


class Action(StrEnum):
    """What the reader did; the values go over the wire and into files.

    ``CONTINUE`` is a start that passes the rooms walked once in a call. ``LINK`` and
    ``LINK_CONTINUE`` are the same for a call opened from a link: when what the link holds
    was done, nobody noted.
    """

    START = "start"
    CONTINUE = "continue"
    LINK = "link"
    LINK_CONTINUE = "link-continue"
    ANSWER = "answer"
    CHANGE = "change"
    PASS = "pass"


FROM_LINK = (Action.LINK, Action.LINK_CONTINUE)
ONWARD = (Action.CONTINUE, Action.LINK_CONTINUE)
STARTS = (Action.START, Action.CONTINUE, *FROM_LINK)


@dataclass(frozen=True)
class Event:
    """One thing the reader did.

    Attributes:
        moment: Local time, to the minute.
        key: The step it was done at; empty for a start.
        facts: What was given there.
        withheld: Names of what was given there and is not kept.
    """

    moment: datetime.datetime
    key: str
    action: Action
    facts: Mapping[str, Value] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()

    @cached_property
    def row(self) -> list[object]:
        """Return the event as a saved call holds it; what is empty at its end is left out."""
        row: list[object] = [to_json(self.moment), self.key, str(self.action)]
        if self.facts or self.withheld:
            row.append({name: to_json(value) for name, value in self.facts.items()})
        return [*row, list(self.withheld)] if self.withheld else row

    def without(self, names: frozenset[str]) -> Event:
        """Return the event with these values gone, and only noted as given."""
        kept = {name: value for name, value in self.facts.items() if name not in names}
        withheld = tuple(sorted({*self.withheld, *(names & self.facts.keys())}))
        return Event(self.moment, self.key, self.action, kept, withheld)
