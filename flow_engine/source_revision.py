"""A new text of a source held against the lock: which lines changed, and what they touch.

Only hashes of the old text are known. Blank lines do not count.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flow_engine.records import Placeholder
from flow_engine.source_lines import Row, Rows, line_hash


class Change(StrEnum):
    """What became of a line."""

    CHANGED = "berubah"
    REMOVED = "hilang"
    ADDED = "baru"
    MOVED = "pindah"


@dataclass(frozen=True)
class LineChange:
    """One line that is not as it was.

    Attributes:
        old: Its number in the locked text, 0 where it is new.
        new: Its number in the new text, 0 where it is gone.
        text: What stands there now.
        clauses: The clauses that carry it; for a new line those of the lines beside it.
        reasons: Why it, or the lines beside a new one, were left out.
    """

    change: Change
    old: int
    new: int
    text: str
    clauses: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Revision:
    """A comparison.

    Attributes:
        unchanged: How many lines stand as they stood.
        changes: In the order of the new text; what is gone stands where it was.
        lines: Where the lines of each clause whose numbers differ stand now, as ranges.
    """

    unchanged: int
    changes: tuple[LineChange, ...]
    lines: Mapping[str, tuple[tuple[int, int], ...]]

    @property
    def clauses(self) -> tuple[str, ...]:
        """Return every clause that is touched, in the order of the changes."""
        return tuple(dict.fromkeys(name for change in self.changes for name in change.clauses))


@dataclass(frozen=True)
class _Line:
    number: int
    hash: str
    text: str = ""
    row: Row | None = None

    @property
    def known(self) -> list[Row]:
        """Return the locked row of an old line."""
        return [self.row] if self.row else []


def compare_revision(
    locked: Rows, lines: Sequence[str], placeholders: Iterable[Placeholder]
) -> Revision:
    """Compare a new text with the locked rows of its document, line by line.

    Args:
        locked: The rows of the old text.
        lines: The new text.
        placeholders: The declared places, see :func:`flow_engine.source_lines.line_hash`.
    """
    places = tuple(placeholders)
    old = [_Line(n, row.hash, row=row) for n, row in enumerate(locked, start=1) if row]
    new = [
        _Line(n, line_hash(line, places), line.strip())
        for n, line in enumerate(lines, start=1)
        if line.strip()
    ]
    same, blocks = _align(old, new)
    moved = _moves(blocks)
    changes: list[LineChange] = []
    for removed, added, before, after in blocks:
        changes += _changes_of(removed, added, _beside(old, before, after), moved)
    stands = {number: line.number for number, line in {**same, **moved}.items()}
    stands |= {found.old: found.new for found in changes if found.change is Change.CHANGED}
    return Revision(len(same), tuple(changes), _shifted(old, new, stands))


_Block = tuple[list[_Line], list[_Line], int, int]


def _align(old: list[_Line], new: list[_Line]) -> tuple[dict[int, _Line], list[_Block]]:
    """Return what stands as it stood, by old number, and the blocks that differ.

    The equal beginning and end are taken first: so a single line that comes or goes is
    found exactly, however often its neighbours are repeated elsewhere.
    """
    head = 0
    while head < min(len(old), len(new)) and old[head].hash == new[head].hash:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail].hash == new[-1 - tail].hash:
        tail += 1
    same = {old[i].number: new[i] for i in range(head)}
    same |= {old[-1 - i].number: new[-1 - i] for i in range(tail)}
    blocks: list[_Block] = []
    matcher = difflib.SequenceMatcher(
        None,
        [line.hash for line in old[head : len(old) - tail]],
        [line.hash for line in new[head : len(new) - tail]],
        autojunk=False,
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        a, b, c, d = a + head, b + head, c + head, d + head
        if tag == "equal":
            same |= {old[a + i].number: new[c + i] for i in range(b - a)}
        else:
            blocks.append((old[a:b], new[c:d], a - 1, b))
    return same, blocks


def _moves(blocks: Iterable[_Block]) -> dict[int, _Line]:
    """Return what stands elsewhere now, by old number; equal lines in their order."""
    arrived: dict[str, list[_Line]] = {}
    found: dict[int, _Line] = {}
    known = list(blocks)
    for _, added, _, _ in known:
        for line in added:
            arrived.setdefault(line.hash, []).append(line)
    for removed, _, _, _ in known:
        for line in removed:
            if arrived.get(line.hash):
                found[line.number] = arrived[line.hash].pop(0)
    return found


def _beside(old: Sequence[_Line], before: int, after: int) -> list[Row]:
    """Return the rows on both sides of a block."""
    return [row for i in (before, after) if 0 <= i < len(old) for row in old[i].known]


def _changes_of(
    removed: Sequence[_Line], added: Sequence[_Line], beside: list[Row], moved: dict[int, _Line]
) -> Iterator[LineChange]:
    arrived = {line.number for line in moved.values()}
    gone = [line for line in removed if line.number not in moved]
    come = [line for line in added if line.number not in arrived]
    # What stands in the place of a line is its change; what is left over was put in or taken out.
    for line, now in zip(gone, come, strict=False):
        yield _change(Change.CHANGED, line.number, now, line.known)
    for line in gone[len(come) :]:
        yield _change(Change.REMOVED, line.number, None, line.known)
    near = [row for line in gone for row in line.known] or beside
    for now in come[len(gone) :]:
        yield _change(Change.ADDED, 0, now, near)
    for line in removed:
        if line.number in moved:
            yield _change(Change.MOVED, line.number, moved[line.number], line.known)


def _change(change: Change, old: int, now: _Line | None, rows: Iterable[Row]) -> LineChange:
    known = list(rows)
    return LineChange(
        change,
        old,
        now.number if now else 0,
        now.text if now else "",
        tuple(dict.fromkeys(name for row in known for name in row.carriers)),
        tuple(dict.fromkeys(row.reason for row in known if row.reason)),
    )


def _shifted(
    old: Iterable[_Line], new: Iterable[_Line], stands: Mapping[int, int]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return where each clause's lines stand now, if anywhere else than before."""
    carried: dict[str, list[int]] = {}
    for line in old:
        for name in (name for row in line.known for name in row.carriers):
            carried.setdefault(name, []).append(line.number)
    order = {line.number: index for index, line in enumerate(new)}
    found = {}
    for name, numbers in carried.items():
        now = sorted(stands[number] for number in numbers if number in stands)
        if now != numbers:
            found[name] = _ranges(now, order)
    return found


def _ranges(lines: Sequence[int], order: Mapping[int, int]) -> tuple[tuple[int, int], ...]:
    """Return lines as ranges; blank lines between two of them do not part them."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and order[found[-1][1]] + 1 == order[line]:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return tuple(found)
