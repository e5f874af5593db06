"""Texts cut into words: what was due with its places to fill, and what the CSO said.

What is spoken is compared by its words: kinds of quotation mark, capitals, blanks and
punctuation are a transcriber's, not the speaker's. What anybody else than the CSO said is
left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flow_engine.speakers import read_lines

MAX_WORDS = 20_000
MAX_CHARACTERS = 200_000
# A place to fill takes so many words: an address is longer than a name.
GAP_WORDS = 8
# Between two dots of the wording a speaker may say this much of his own.
PAUSE_WORDS = 4

WRITTEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_PAUSE = re.compile(r"\.{2,}|…")


@dataclass(frozen=True)
class Gap:
    """A place in a wording that takes from ``least`` to ``most`` words of the speaker's own."""

    least: int
    most: int


@dataclass(frozen=True)
class Wording:
    """A wording cut for comparing.

    Attributes:
        words: Its words as compared, with gaps between them; no two gaps in a row.
        shown: The same as the reader sees them.
    """

    words: tuple[str | Gap, ...]
    shown: tuple[str, ...]

    @property
    def fixed(self) -> int:
        """Return how many words are no gap."""
        return sum(isinstance(word, str) for word in self.words)


class TextTooLong(ValueError):
    """A text that is not compared, because it is too long; the message is Indonesian."""


@dataclass(frozen=True)
class Spoken:
    """What the CSO said, as words.

    Attributes:
        words: As compared, in order.
        shown: The same as they stand in the text.
        turns: For each word the number of its turn.
        index: Word to its places, in order.
        strangers: What stood as a speaker's name and is not known.
    """

    words: tuple[str, ...]
    shown: tuple[str, ...]
    turns: tuple[int, ...]
    index: Mapping[str, tuple[int, ...]]
    strangers: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Return a text with one kind of quotation mark and dash, in small letters."""
    return text.translate(_QUOTES).casefold()


def read_spoken(
    text: str,
    fillers: Iterable[str] = (),
    officers: Iterable[str] = (),
    callers: Iterable[str] = (),
    due: Iterable[str] = (),
) -> Spoken:
    """Read what the CSO says in the text of a call; see :func:`read_lines`.

    Args:
        text: The pasted text.
        fillers: Words left out.
        officers: What stands before the CSO's lines, in small letters.
        callers: What stands before the lines of others.
        due: Official wordings that may be said in it.

    Raises:
        TextTooLong: More than ``MAX_WORDS`` words, or ``MAX_CHARACTERS`` characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(
            f"Teks panggilan terlalu panjang: {dotted(len(text))} huruf. "
            f"Paling banyak {dotted(MAX_CHARACTERS)}."
        )
    lines, strangers = read_lines(text, officers, callers, due)
    left_out = frozenset(fillers)
    words: list[str] = []
    shown: list[str] = []
    turns: list[int] = []
    for line in lines:
        for match in _WORD.finditer(line.text) if line.own else ():
            word = plain(match[0])
            if word not in left_out:
                words.append(word)
                shown.append(match[0])
                turns.append(line.turn)
    if len(words) > MAX_WORDS:
        raise TextTooLong(
            f"Teks panggilan terlalu panjang: {dotted(len(words))} kata. "
            f"Paling banyak {dotted(MAX_WORDS)}."
        )
    index: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        index.setdefault(word, []).append(place)
    places = {word: tuple(at) for word, at in index.items()}
    return Spoken(tuple(words), tuple(shown), tuple(turns), places, strangers)


def dotted(number: int) -> str:
    """Return a whole number as people write it: ``20.000``."""
    return f"{number:,}".replace(",", ".")


def read_wording(
    pieces: Iterable[tuple[str, bool]], fillers: Iterable[str] = (), *, written: bool = False
) -> Wording:
    """Cut a wording for comparing.

    Args:
        pieces: Its texts in order, each with whether it is a place to fill.
        fillers: Words left out.
        written: Whether signs count too, as in a report; then a pause is no gap.
    """
    words: list[str | Gap] = []
    shown: list[str] = []
    left_out = frozenset(fillers)
    for text, is_place in pieces:
        if is_place:
            _add_gap(words, shown, Gap(1, GAP_WORDS), text)
            continue
        for part in _split_pauses(text, written=written):
            if part is None:
                if any(isinstance(word, str) for word in words):
                    _add_gap(words, shown, Gap(0, PAUSE_WORDS), "...")
                continue
            for match in (WRITTEN if written else _WORD).finditer(part):
                word = plain(match[0])
                if word not in left_out:
                    words.append(word)
                    shown.append(match[0])
    # A pause at the end waits for nothing.
    if words and isinstance(words[-1], Gap) and words[-1].least == 0:
        words.pop()
        shown.pop()
    return Wording(tuple(words), tuple(shown))


def _split_pauses(text: str, *, written: bool) -> Iterator[str | None]:
    if written:
        yield text
        return
    for number, part in enumerate(_PAUSE.split(text)):
        if number:
            yield None
        yield part


def _add_gap(words: list[str | Gap], shown: list[str], gap: Gap, text: str) -> None:
    last = words[-1] if words else None
    if isinstance(last, Gap):
        words[-1] = Gap(last.least + gap.least, last.most + gap.most)
        shown[-1] = f"{shown[-1]} {text.strip()}"
    else:
        words.append(gap)
        shown.append(text.strip())
