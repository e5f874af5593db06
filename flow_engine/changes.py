"""What changed, as frozen records: entries of the editors, former wordings of a part."""

from __future__ import annotations

from dataclasses import dataclass

from flow_engine.problems import Location

NEW, CHANGED, GONE = "baru", "berubah", "dicabut"
CHANGE_KINDS = (NEW, CHANGED, GONE)
READERS = ("CSO", "pegawai baru", "QA", "editor")


@dataclass(frozen=True)
class Change:
    """One entry of “Apa yang berubah”; the words are ours.

    Attributes:
        id: Permanent; what a reader has read is remembered by it.
        date: ISO, or empty where the sources give none.
        kind: ``baru``, ``berubah`` or ``dicabut``.
        clauses: Clauses and parts that it is about.
        readers: Who has to know.
    """

    id: str
    date: str
    title: str
    kind: str
    clauses: tuple[str, ...]
    readers: tuple[str, ...]
    text: str
    location: Location


@dataclass(frozen=True)
class Wording:
    """An official wording as it was locked once.

    Attributes:
        date: ISO day on which it was locked.
        fingerprint: Its hash, as the lock has it.
    """

    date: str
    fingerprint: str
    text: str
