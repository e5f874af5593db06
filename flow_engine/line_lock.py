"""The lock of the sources' lines: a hash for each line in order, with its carriers or reason.

A hole is found with it where the sources are not at hand, and a new revision can be held
against the old one without the old text.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flow_engine.json_source import read_json
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import Clause, Document, Library
from flow_engine.source_lines import (
    LEFT_OUT_NAME,
    LeftOut,
    LeftOutLines,
    Row,
    Rows,
    carriers_of,
    in_ranges,
    load_left_out,
    make_rows,
    numbers,
)
from flow_engine.wordings import SourceText

LINES_LOCK_NAME = "kunci-baris.json"
_LOCK_AGAIN = "Jalankan “make kunci” di dekat dokumen sumber."
_HASH = re.compile(r"[0-9a-f]{16}")


def read_lines_lock(data_dir: Path, log: ProblemLog) -> dict[str, Rows] | None:
    """Return the locked rows by document id; nothing, with a problem told, where unreadable."""
    name = f"docs/_data/{LINES_LOCK_NAME}"
    data = read_json(data_dir / LINES_LOCK_NAME, name, log)
    if data is None:
        return None
    documents = data.get("dokumen")
    if not isinstance(documents, dict):
        log.add(Location(name), "bukan-peta", "Isi “dokumen” harus berupa “kunci: nilai”.")
        return None
    found: dict[str, Rows] = {}
    for document, lines in documents.items():
        rows = [_read_row(line) for line in lines] if isinstance(lines, list) else [_BROKEN]
        if _BROKEN not in rows:
            found[document] = tuple(rows)
            continue
        log.add(
            Location(name),
            "kunci-rusak",
            f"Baris {rows.index(_BROKEN) + 1} dokumen “{document}” dalam kunci tidak dapat dibaca.",
            suggestion=_LOCK_AGAIN,
        )
        return None
    return found


_BROKEN = Row("")


def _read_row(line: Any) -> Row | None:
    match line:
        case None:
            return None
        case {"sidik": str(digits), "klausul": [str(), *_] as names} if _HASH.fullmatch(digits):
            return Row(digits, tuple(map(str, names)))
        case {"sidik": str(digits), "alasan": str(reason)} if _HASH.fullmatch(digits):
            return Row(digits, (), reason)
    return _BROKEN


def write_lines_lock(locked: Mapping[str, Rows], data_dir: Path) -> int:
    """Write the lock, one line of the file for each line of a source; return how many carry.

    It is written aside and put in place whole: who is interrupted keeps the old lock.
    """
    told = "Sidik setiap baris dokumen sumber dan pembawanya; dibuat oleh make kunci."
    documents = [
        f" {json.dumps(document)}: [\n"
        + ",\n".join(f"  {json.dumps(_as_json(row), ensure_ascii=False)}" for row in rows)
        + "\n ]"
        for document, rows in locked.items()
    ]
    text = f'{{\n"keterangan": {json.dumps(told)},\n"dokumen": {{\n'
    text += ",\n".join(documents) + "\n}\n}\n"
    unfinished = data_dir / f"{LINES_LOCK_NAME}.baru"
    unfinished.write_text(text, "utf-8")
    unfinished.replace(data_dir / LINES_LOCK_NAME)
    return sum(row is not None for rows in locked.values() for row in rows)


def _as_json(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    about = {"klausul": list(row.carriers)} if row.carriers else {"alasan": row.reason}
    return {"sidik": row.hash, **about}


def check_lines(library: Library, data_dir: Path) -> ProblemLog:
    """Check that each line of every source is carried or left out, without the sources."""
    log = ProblemLog()
    left = load_left_out(data_dir, library, log)
    locked = read_lines_lock(data_dir, log)
    if locked is not None and not len(log):
        log.extend(check_rows(library, left, locked))
    return log


def lock_lines(
    library: Library, data_dir: Path, sources: Mapping[str, SourceText], log: ProblemLog
) -> dict[str, Rows]:
    """Return the rows of all sources as they are to be locked; ``log`` takes what forbids it."""
    left = load_left_out(data_dir, library, log)
    rows = {name: make_rows(library, left, source, name) for name, source in sources.items()}
    log.extend(check_rows(library, left, rows))
    return rows


def check_rows(library: Library, left: LeftOutLines, locked: Mapping[str, Rows]) -> ProblemLog:
    """Find lines nobody carries, lines beyond the end, and what the lock no longer tells."""
    log = ProblemLog()
    for document in library.documents.values():
        rows = locked.get(document.id)
        if rows is None:
            log.add(
                document.location,
                "baris-belum-dikunci",
                f"Baris dokumen {document.id} belum dikunci.",
                suggestion=_LOCK_AGAIN,
            )
            continue
        _Document(library, left, document, rows, log).check()
    return log


class _Document:
    """The check of one document."""

    def __init__(
        self, library: Library, left: LeftOutLines, document: Document, rows: Rows, log: ProblemLog
    ) -> None:
        self.library = library
        self.id = document.id
        self.file = document.file
        self.rows = rows
        self.log = log
        self.place = document.location
        self.entries = [entry for entry in left.entries if entry.document == document.id]
        self.carriers = carriers_of(library, document.id, len(rows))

    def check(self) -> None:
        left: dict[int, LeftOut] = {}
        for entry in self.entries:
            self._check_end(entry.lines, "yang dilewati", entry.location)
            for line in numbers(entry.lines, len(self.rows)):
                left.setdefault(line, entry)
            self._check_twice(entry)
        for clause in self.library.clauses.values():
            if clause.document == self.id:
                self._check_end(clause.lines, f"klausul {clause.id}", clause.location)
                self._check_lines(clause)
        holes = [n for n in self._filled() if n not in self.carriers and n not in left]
        for run in self._runs(holes):
            self._tell_hole(run)
        stale = [n for n in self._filled() if n not in holes and not self._is_locked(n, left)]
        for _, lines in itertools.groupby(
            stale, key=lambda n: (self.carriers.get(n), self._row(n))
        ):
            for run in self._runs(list(lines)):
                self._tell_stale(run, left)

    def _filled(self) -> Iterator[int]:
        return (n for n, row in enumerate(self.rows, start=1) if row is not None)

    def _row(self, line: int) -> Row:
        row = self.rows[line - 1]
        assert row is not None
        return row

    def _is_locked(self, line: int, left: Mapping[int, LeftOut]) -> bool:
        carriers = self.carriers.get(line, ())
        reason = "" if carriers else left[line].reason
        row = self._row(line)
        return (row.carriers, row.reason) == (carriers, reason)

    def _check_end(self, lines: tuple[tuple[int, int], ...], whose: str, where: Location) -> None:
        beyond = [f"{a}-{b}" for a, b in lines if b > len(self.rows)]
        if beyond:
            self.log.add(
                where,
                "baris-di-luar-sumber",
                f"Baris {', '.join(beyond)} pada {whose} melewati akhir {self.file}, yang hanya "
                f"{len(self.rows)} baris.",
            )

    def _check_twice(self, entry: LeftOut) -> None:
        both: dict[str, list[int]] = {}
        for line in numbers(entry.lines, len(self.rows)):
            for clause in self.carriers.get(line, ()):
                both.setdefault(clause, []).append(line)
        for clause, lines in both.items():
            self.log.add(
                entry.location,
                "baris-dua-kali",
                f"Baris {in_ranges(lines)} dokumen {self.id} dilewati sebagai {entry.reason}, "
                f"tetapi juga dibawa klausul {clause}.",
                suggestion=f"Kurangi “baris” di sini, atau pada {clause}.",
            )

    def _check_lines(self, clause: Clause) -> None:
        carried = any(row is not None for a, b in clause.lines for row in self.rows[a - 1 : b])
        if not carried and any(part.official for part in clause.parts):
            self.log.add(
                clause.location,
                "klausul-tanpa-baris",
                f"Klausul {clause.id} mengutip sumber, tetapi tidak membawa satu baris pun.",
                suggestion=f"Tulis “baris” yang dikutip dari {self.file}.",
            )

    def _runs(self, lines: Sequence[int]) -> Iterator[list[int]]:
        """Go through lines that follow each other, blank ones between them left aside."""
        order = {line: index for index, line in enumerate(self._filled())}
        for _, run in itertools.groupby(
            enumerate(lines), key=lambda item: order[item[1]] - item[0]
        ):
            yield [line for _, line in run]

    def _nearest_clause(self, line: int) -> Clause | None:
        """Return the clause that carried a line before, or else the one that carries its side."""
        before = [name for name in self._row(line).carriers if name in self.library.clauses]
        if before:
            return self.library.clauses[before[0]]
        near = min(self.carriers, key=lambda other: (abs(other - line), other), default=0)
        return self.library.clauses[self.carriers[near][0]] if near else None

    def _tell_hole(self, run: list[int]) -> None:
        clause = self._nearest_clause(run[0])
        name = clause.id if clause else ""
        was = bool(name) and name in self._row(run[0]).carriers
        guess = f"{name} ({'dahulu membawanya' if was else 'membawa baris di dekatnya'})"
        self.log.add(
            clause.location if clause else self.place,
            "baris-tanpa-klausul",
            f"Baris {_span(run)} dokumen {self.id} ({self.file}) tidak dibawa klausul mana "
            "pun dan tidak dilewati dengan alasan.",
            suggestion=f"Tambahkan pada “baris” {guess if name else 'klausulnya'}, atau sebut "
            f"dengan alasannya di {LEFT_OUT_NAME}.yaml.",
        )

    def _tell_stale(self, run: list[int], left: Mapping[int, LeftOut]) -> None:
        now, was = self.carriers.get(run[0], ()), self._row(run[0]).carriers
        clauses = self.library.clauses
        known = [clauses[name].location for name in (*now, *was) if name in clauses]
        where = left[run[0]].location if not now else known[0]
        told = ", ".join(was) or self._row(run[0]).reason or "belum siapa pun"
        self.log.add(
            where,
            "baris-belum-dikunci",
            f"Pembawa baris {_span(run)} dokumen {self.id} berbeda dari yang dikunci ({told}).",
            suggestion=_LOCK_AGAIN,
        )


def _span(run: Sequence[int]) -> str:
    """Return the first and last of lines that follow each other."""
    return str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"
