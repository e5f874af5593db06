"""Who says what in the text of a call: pasted by a reviewer, written by a person or a machine.

A turn begins where somebody is named, and ends where somebody else is. Whoever is named and
not known is nobody's: what is said there is never taken for the CSO's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,3})?(?!\w)"
_CLOCK = re.compile(rf"\s*[\[(]?{_TIME}[\])]?\s*(?:[-–—]\s*)?")
# The time line of subtitles, with the settings that may stand behind it.
_CUE = re.compile(
    rf"\s*[\[(]?{_TIME}\s*-{{1,2}}>\s*{_TIME}[\])]?"
    r"(?:\s+(?:align|line|position|region|size|vertical):\S+)*\s*"
)
_COUNTER = re.compile(r"\s*\d+\s*")
_HEADER = re.compile(r"\s*WEBVTT\b.*")
_VOICE = re.compile(r"\s*<v(?:\.[\w.]+)?\s+([^<>]{1,40})>")
_OPEN, _SHUT = r"\s*(?:[-–—•]\s*)?[\[(<*_]*", r"[\])>*_]*\s*[:>]\s*"
_IN_BRACKETS = r"(?:\s*[\[(][^\[\]()]{0,40}[\])])?"
_NAME = rf"\s*\d{{0,2}}(?:[ \t]*[-–/,#.]?[ \t]+[^\W\d_][\w.'’]{{0,19}}){{0,3}}{_IN_BRACKETS}"
# A time or an address is no label: “jam 10:30”, “https://”.
_STRANGER = re.compile(
    rf"{_OPEN}([^\W\d_][\w .'’-]{{0,30}}){_IN_BRACKETS}[\])>*_]*\s*:(?![\d/])\s*"
)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Line:
    """One line of a call.

    Attributes:
        own: Whether the CSO says it.
        turn: Number of the turn it belongs to; it goes on until somebody is named.
        text: What is said, without time and speaker.
    """

    own: bool
    turn: int
    text: str


def read_lines(
    text: str, officers: Iterable[str], callers: Iterable[str], due: Iterable[str] = ()
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Read a call line by line; before the first speaker is named the CSO is taken to speak.

    Args:
        text: The pasted text; plain, with times in front, or as subtitles (SRT, VTT).
        officers: What stands before the CSO's lines, in small letters.
        callers: What stands before the lines of others.
        due: Official wordings; what stands before a colon of theirs names no speaker.

    Returns:
        The lines, and what stood as a speaker's name and is not known, without doubles.
    """
    own_names, names = {*officers}, {*officers, *callers}
    label = _label(names)
    colons = _colons(due)
    lines: list[Line] = []
    strangers: dict[str, None] = {}
    own, turn = True, 0
    for rest in _said(text):
        known = label.match(rest) if label else None
        other = _STRANGER.match(rest) if label and not known else None
        if other and any(f"{before} ".endswith(f" {_plain(other[1])} ") for before in colons):
            other = None
        if known:
            own, turn = known[1].casefold() in own_names, turn + 1
        elif other:
            own, turn = False, turn + 1
            strangers[other[1].strip()] = None
        speaker = known or other
        lines.append(Line(own, turn, rest[speaker.end() :] if speaker else rest))
    return tuple(lines), tuple(strangers)


def _said(text: str) -> Iterable[str]:
    """Return the lines of a text without what a machine put around them."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if _HEADER.fullmatch(line) or (_COUNTER.fullmatch(line) and _CUE.match(after)):
            continue
        time = _CUE.match(line) or _CLOCK.match(line)
        rest = line[time.end() :] if time else line
        yield _VOICE.sub(r"\1: ", rest, count=1).replace("</v>", "")


def _label(names: set[str]) -> re.Pattern[str] | None:
    if not names:
        return None
    options = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"{_OPEN}({options})(?!\w*[^\W\d_]){_NAME}{_SHUT}", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _colons(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the words before each colon of some texts, with a blank in front."""
    found: dict[str, None] = {}
    for text in texts:
        for number, sign in enumerate(text):
            if sign == ":":
                found[f" {_plain(text[max(0, number - 60) : number])}"] = None
    return tuple(found)
