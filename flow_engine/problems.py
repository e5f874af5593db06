"""What can be wrong in a file an editor wrote, and where.

Messages are for the person who has to act, so they are Indonesian. A problem
always names its place, what is wrong, what is allowed and the nearest guess.
"""

from __future__ import annotations

import difflib
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
    """

    location: Location
    code: str
    message: str
    allowed: tuple[str, ...] = ()
    nearest: str = ""
    witness: str = ""

    def __str__(self) -> str:
        text = f"{self.location} [{self.code}] {self.message}"
        if self.witness:
            text += f" Contoh: {self.witness}."
        if self.nearest:
            text += f" Maksud Anda “{self.nearest}”?"
        if self.allowed:
            shown = ", ".join(self.allowed[:12])
            more = len(self.allowed) - 12
            text += f" Yang boleh: {shown}" + (f" (dan {more} lagi)." if more > 0 else ".")
        return text


class FlowError(Exception):
    """Raised where work cannot go on; holds every problem found until then."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


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
    ) -> None:
        """Note a problem; ``guess_from`` is the wrong word to find a neighbour for."""
        options = tuple(allowed)
        guess = nearest(guess_from, options) if guess_from else ""
        if guess:
            options = by_likeness(guess_from, options)
        self._problems.append(Problem(location, code, message, options, guess, witness))

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


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without doubles, by file, line and column."""
    return sorted(set(problems))
