"""What can be wrong in a file an editor wrote, and where.

Messages are for the person who has to act, so they are Indonesian. A problem
always names its place, what is wrong, what is allowed and the nearest guess.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file; ``line`` and ``column`` count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding, with its stable code.

    Attributes:
        location: Where the editor has to look.
        code: Stable, kebab-case, a heading in ``docs/penyunting/pesan.md``.
        message: What is wrong, in Indonesian, one sentence.
        allowed: What may stand there instead; empty when that is no list.
        nearest: The nearest allowed value, if one is near.
        witness: A concrete case in words that shows the problem.
        suggestion: What the editor can do about it, one sentence.
    """

    location: Location
    code: str
    message: str
    allowed: tuple[str, ...] = ()
    nearest: str = ""
    witness: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        text = f"{self.location} [{self.code}] {self.message}"
        if self.witness:
            text += f" Contoh: {self.witness}."
        if self.suggestion:
            text += f" Saran: {self.suggestion}"
        if self.nearest:
            text += f" Maksud Anda “{self.nearest}”?"
        if self.allowed:
            shown = ", ".join(self.allowed[:12])
            more = len(self.allowed) - 12
            text += f" Yang boleh: {shown}" + (f" (dan {more} lagi)." if more > 0 else ".")
        return text


# Signs that nobody sees: controls, halves of signs, and what turns the direction of a line.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

# Codes of what cannot be read as it was written: a whole file, or a value in it. Every other
# code is a finding about what was read. The command line answers them with exit code 2 and 1.
UNREADABLE = frozenset(
    {
        "berkas-kosong", "berkas-terlalu-besar", "berkas-tidak-terbaca", "bukan-bilangan-bulat",
        "bukan-daftar", "bukan-peta", "bukan-tanggal", "bukan-teks", "bukan-utf8", "fakta-salah",
        "huruf-kendali", "json-rusak", "kunci-bukan-kata", "kunci-ganda", "kunci-tidak-dikenal",
        "kunci-wajib", "nilai-di-luar-daftar", "nilai-kosong", "nilai-meragukan", "terlalu-dalam",
        "yaml-acuan", "yaml-rusak", "yaml-tag",
    }
)  # fmt: skip


class ProblemLog:
    """Collects problems, so that all of them are reported at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(
        self,
        location: Location,
        code: str,
        message: str,
        *,
        allowed: Iterable[str] = (),
        guess_from: str = "",
        witness: str = "",
        suggestion: str = "",
    ) -> None:
        """Note a problem; ``guess_from`` is the wrong word to find a neighbour for."""
        options = tuple(allowed)
        guess = nearest(guess_from, options) if guess_from else ""
        if guess:
            options = by_likeness(guess_from, options)
        self._problems.append(Problem(location, code, message, options, guess, witness, suggestion))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems found elsewhere."""
        self._problems.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(in_file_order(self._problems))

    def __len__(self) -> int:
        return len(self._problems)


def by_likeness(word: str, options: Iterable[str]) -> tuple[str, ...]:
    """Return long lists with the likest first; short ones keep their order."""
    found = tuple(options)
    if len(found) <= 12:
        return found
    likeness = difflib.SequenceMatcher(b=word)

    def distance(option: str) -> float:
        likeness.set_seq1(option)
        return -likeness.ratio()

    return tuple(sorted(found, key=distance))


def nearest(word: str, options: Iterable[str]) -> str:
    """Return the option most like ``word``, or an empty text if none is near."""
    matches = difflib.get_close_matches(word, list(options), n=1, cutoff=0.65)
    return matches[0] if matches else ""


def in_quotes(raw: object) -> str:
    """Return what was given as a message shows it: at most 40 signs, none of them unseen."""
    text = str(raw)
    return f"“{UNSEEN.sub('�', text[:40])}{'…' if len(text) > 40 else ''}”"


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without doubles, by file, line and column."""
    return sorted(set(problems))
