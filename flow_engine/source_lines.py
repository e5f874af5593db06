"""Which clause carries each line of the sources, and why a line is carried by none.

``baris-sumber.yaml`` says what is left out, the clauses' ``baris`` what they carry.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flow_engine.clauses import read_lines
from flow_engine.fields import Fields, as_text
from flow_engine.keys import LEFT_OUT_FILE_KEYS, LEFT_OUT_KEYS
from flow_engine.library import read_data
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import Library, Placeholder
from flow_engine.source import Node
from flow_engine.wordings import SourceText

LEFT_OUT_NAME = "baris-sumber"


@dataclass(frozen=True)
class LeftOut:
    """Lines of a document that no clause carries.

    Attributes:
        lines: Ranges, first and last included.
        reason: A key of :attr:`LeftOutLines.reasons`.
        note: What stands there, in our words; may be empty.
    """

    document: str
    lines: tuple[tuple[int, int], ...]
    reason: str
    note: str
    location: Location


@dataclass(frozen=True)
class LeftOutLines:
    """Everything that is left out, and what each reason means."""

    reasons: Mapping[str, str]
    entries: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Row:
    """One line of a source that is not blank, as the lock keeps it.

    Attributes:
        hash: Of the line, see :func:`line_hash`.
        carriers: Clauses that carry it, in the order of the register.
        reason: Why none carries it; empty where one does.
    """

    hash: str
    carriers: tuple[str, ...] = ()
    reason: str = ""


Rows = tuple[Row | None, ...]
"""The lines of a document in order; a blank line is ``None``."""


def load_left_out(data_dir: Path, library: Library, log: ProblemLog) -> LeftOutLines:
    """Load ``baris-sumber.yaml``."""
    node = read_data(data_dir, LEFT_OUT_NAME, log)
    return LeftOutLines({}, ()) if node is None else read_left_out(node, library.documents, log)


def read_left_out(node: Node, documents: Iterable[str], log: ProblemLog) -> LeftOutLines:
    """Read what is left out of these documents, and why."""
    root = Fields(node, log, f"{LEFT_OUT_NAME}.yaml", LEFT_OUT_FILE_KEYS)
    known = tuple(documents)
    reasons = {key.text: as_text(words, log, key.text) for key, words in root.entries("alasan")}
    entries = []
    for item in root.items("dilewati"):
        f = Fields(item, log, "baris yang dilewati", LEFT_OUT_KEYS)
        f.require("baris")
        entries.append(
            LeftOut(
                f.word("dokumen", known),
                read_lines(f),
                f.word("alasan", reasons),
                f.text("isi", ""),
                f.location,
            )
        )
    for unused in sorted(set(reasons) - {entry.reason for entry in entries}):
        log.add(
            root.at("alasan"),
            "alasan-tak-dipakai",
            f"Alasan “{unused}” tidak dipakai oleh baris mana pun.",
            suggestion="Hapus alasan itu.",
        )
    return LeftOutLines(reasons, tuple(entries))


def line_hash(line: str, placeholders: Iterable[Placeholder]) -> str:
    """Return the hash of a line; width of blanks does not count.

    A declared place that a fact fills counts as its sign. So neither a number nor the
    code of an officer can be found out by hashing guesses.
    """
    for place in placeholders:
        line = _masked(line, place) if place.fact else line
    return hashlib.sha256(" ".join(line.split()).encode()).hexdigest()[:16]


def _masked(line: str, place: Placeholder) -> str:
    sign = f"{{{place.sign}}}"
    for pattern in place.patterns:
        line = re.sub(pattern, lambda _: sign, line)
    return line


def numbers(ranges: Iterable[tuple[int, int]], last: int) -> Iterator[int]:
    """Go through the line numbers of ranges, once each, up to the last line there is."""
    found = {n for first, end in ranges for n in range(first, min(end, last) + 1)}
    yield from sorted(found)


def carriers_of(library: Library, document: str, last: int) -> dict[int, tuple[str, ...]]:
    """Return the clauses that carry each line of a document, by line number from 1."""
    found: dict[int, tuple[str, ...]] = {}
    for clause in library.clauses.values():
        if clause.document == document:
            for line in numbers(clause.lines, last):
                found[line] = (*found.get(line, ()), clause.id)
    return found


def make_rows(library: Library, left: LeftOutLines, source: SourceText, document: str) -> Rows:
    """Return the rows of a document as the data has them now."""
    carriers = carriers_of(library, document, len(source.lines))
    reasons = {
        line: entry.reason
        for entry in left.entries
        if entry.document == document
        for line in numbers(entry.lines, len(source.lines))
    }
    return tuple(
        Row(
            line_hash(line, library.placeholders),
            carriers.get(number, ()),
            "" if number in carriers else reasons.get(number, ""),
        )
        if line.strip()
        else None
        for number, line in enumerate(source.lines, start=1)
    )


def in_ranges(lines: Iterable[int]) -> str:
    """Return line numbers as an editor writes them, ``118-128, 140``."""
    words = []
    for _, run in itertools.groupby(enumerate(lines), key=lambda item: item[1] - item[0]):
        found = [line for _, line in run]
        words.append(str(found[0]) if len(found) == 1 else f"{found[0]}-{found[-1]}")
    return ", ".join(words)
