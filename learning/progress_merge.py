"""A file of progress on top of what is there: nothing is lost, the newest of each item stays."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from learning.progress import CallDone, LessonDone, Progress, earliest
from learning.schedule import Kept

Json = dict[str, Any]

TABLES = ("cards", "lessons", "calls")
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Merged:
    """What would be there afterwards.

    Attributes:
        raw: All of it, as it is stored.
        added: For each table how many items are new.
        replaced: For each table how many are newer in the file.
        kept: For each table how many are the same or newer here, and stay.
    """

    raw: Json
    added: Mapping[str, int]
    replaced: Mapping[str, int]
    kept: Mapping[str, int]

    @property
    def changes(self) -> bool:
        """Tell whether any card, lesson or call would be another."""
        return any(self.added.values()) or any(self.replaced.values())


def merge(mine: Progress, mine_raw: Json, theirs: Progress, theirs_raw: Json) -> Merged:
    """Put a file on top of what is there.

    What cannot be read here stays as it is, unless the file has the same item whole. Keys that
    this version does not know are kept too.

    Args:
        mine: What is there, as far as it can be read.
        mine_raw: The same as it is stored.
        theirs: The file.
        theirs_raw: The same as JSON.
    """
    raw: Json = {**theirs_raw, **mine_raw}
    added, replaced, kept = (dict.fromkeys(TABLES, 0) for _ in range(3))
    for name in TABLES:
        table = dict(mine_raw.get(name, {}))
        own: Mapping[str, Kept | LessonDone | CallDone] = getattr(mine, name)
        for key, item in getattr(theirs, name).items():
            if key not in table:
                added[name] += 1
            elif moment_of(item) > (moment_of(own[key]) if key in own else _NEVER):
                replaced[name] += 1
            else:
                kept[name] += 1
                continue
            table[key] = theirs_raw[name][key]
        raw[name] = table
    raw["reviews"] = _united(mine.reviews, theirs.reviews)
    raw["met"] = {
        **theirs_raw.get("met", {}),
        **mine_raw.get("met", {}),
        "clauses": list(dict.fromkeys((*mine.met_clauses, *theirs.met_clauses))),
        "edges": list(dict.fromkeys((*mine.met_edges, *theirs.met_edges))),
    }
    return Merged(raw, added, replaced, kept)


def moment_of(item: Kept | LessonDone | CallDone) -> datetime.datetime:
    """Return when something was done last, in UTC."""
    if isinstance(item, Kept):
        return earliest(item.memory.last_review) if item.memory.last_review else _NEVER
    return earliest(item.done)


def _united(mine: Iterable[Json], theirs: Iterable[Json]) -> list[Json]:
    """Return all log entries, none twice."""
    return list({json.dumps(row, sort_keys=True): row for row in (*mine, *theirs)}.values())
