"""Files of questions: what people type, and the clauses that answer it."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("query", "klausul", "jenis")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG_WORD = re.compile(r"[a-z]{5,}", re.IGNORECASE)
QUOTED = re.compile(r'["“”]')


class QueryFileError(Exception):
    """A file of questions cannot be used; the message is Indonesian, with file and line."""


@dataclass(frozen=True)
class Query:
    """One question; ``clauses`` are the ids any of which answers it."""

    text: str
    clauses: frozenset[str]
    kind: str


def read_queries(path: Path) -> list[Query]:
    """Read a file with the columns ``query,klausul,jenis``; several ids are set apart by ``;``.

    Raises:
        QueryFileError: The file is missing, has other columns, or a line says nothing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeError, csv.Error) as error:
        raise QueryFileError(f"{path}: tidak dapat dibaca ({error}).") from error
    if not rows:
        raise QueryFileError(f"{path}: tidak berisi satu pun pertanyaan.")
    if missing := [name for name in COLUMNS if name not in rows[0]]:
        raise QueryFileError(
            f"{path}:1: kolom {', '.join(missing)} tidak ada. Kolomnya: {', '.join(COLUMNS)}."
        )
    found = []
    for number, row in enumerate(rows, 2):
        clauses = frozenset(
            filter(None, (part.strip() for part in (row["klausul"] or "").split(";")))
        )
        text = (row["query"] or "").strip()
        if not text or not clauses:
            raise QueryFileError(f"{path}:{number}: pertanyaan atau klausulnya kosong.")
        found.append(Query(text, clauses, (row["jenis"] or "").strip() or "lain"))
    return found


def with_slip(text: str, rng: random.Random) -> str:
    """Return a text with one edit in one of its words of five letters or more; else as it is."""
    words = [match.span() for match in LONG_WORD.finditer(text)]
    if not words or QUOTED.search(text):
        return text
    start, end = rng.choice(words)
    at = rng.randrange(start, end)
    letter = rng.choice(LETTERS)
    match rng.choice(("left out", "put in", "changed", "swapped")):
        case "left out":
            return text[:at] + text[at + 1 :]
        case "put in":
            return text[:at] + letter + text[at:]
        case "changed":
            return text[:at] + letter + text[at + 1 :]
        case _:
            at = min(at, end - 2)
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def slips(queries: Sequence[Query], seed: int) -> list[Query]:
    """Return the questions that a slip of the finger changes, each with one."""
    rng = random.Random(seed)
    found = []
    for query in queries:
        text = with_slip(query.text, rng)
        if text != query.text:
            found.append(Query(text, query.clauses, query.kind))
    return found
