"""Cards of the kind ``celah``: an official wording with one thing left out.

What is left out is found by rule: a number with its unit, a date, a name in quotation marks, a
station of a way through menus, a word of the glossary. It stands once in its text, and never is
a place that the reader fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flow_engine.records import Kind, Library, Part
from learning.cards import BLANK, Card
from learning.neighbours import (
    LEAST_CHOICES,
    MOST_CHOICES,
    ask,
    asked_clauses,
    chance,
    is_dated,
    make_choices,
    pick_unlike,
    topic_of,
    words_of,
)

KINDS = (Kind.SAY, Kind.DO, Kind.WRITE, Kind.RULE)
MOST_PER_PART = 2
SHORTEST_WORD = 3
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
COUNTED = (
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas", "dua belas",
)  # fmt: skip
_FILLED = re.compile(r"\{[^}]*\}|\(\s*\.{2,}[^)]*\)")
_NUMBER = re.compile(
    r"(?<![\w.,])(?:H\+)?(?P<fill>\d+(?:x\d+)?(?: \(\w+\))?) ?"
    r"(?P<unit>jam|hari|digit|bulan|ID Pelanggan|kali)\b",
    re.IGNORECASE,
)
_DATE = re.compile(rf"(?P<fill>\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})")
_NAME = re.compile(r"[“\"](?P<fill>[^“”\"{}\n]{2,40})[”\"]")
_PATH = re.compile(r"\s*(?:>>|-->)\s*|\s\|\s")
_STATION = re.compile(r"[A-Z][\w /-]{2,28}")
_SPELT = re.compile(r"(\d+) \((\w+)\)")
_TIMES = re.compile(r"(\d+[xX])(\d+)")


@dataclass(frozen=True)
class Gap:
    """What can be left out: its text, where it begins, of which sort it is."""

    fill: str
    start: int
    sort: str


def make_gaps(library: Library) -> Iterator[Card]:
    """Go through the cards of all wordings, in the order of the register."""
    parts = [
        part
        for clause in asked_clauses(library)
        for part in clause.parts
        if part.official and part.kind in KINDS and not library.is_withdrawn(part)
    ]
    pool = _pool(library, parts)
    asked: set[tuple[str, str]] = set()
    for part in parts:
        clause = library.clauses[part.clause]
        if is_dated(clause):
            continue
        made = 0
        for gap in find_gaps(library, part):
            wrong = wrong_fills(library, gap, part, pool)
            # A word of the glossary is learnt once in each document.
            word = (clause.document, gap.fill) if gap.sort == "istilah" else (part.id, gap.fill)
            if made == MOST_PER_PART or len(wrong) < LEAST_CHOICES - 1 or word in asked:
                continue
            asked.add(word)
            made += 1
            yield _card(library, part, gap, wrong)


def _card(library: Library, part: Part, gap: Gap, wrong: list[str]) -> Card:
    clause = library.clauses[part.clause]
    card_id = f"celah/{part.id}/{gap.sort}-{chance(gap.fill)[:4]}"
    choices, key = make_choices(card_id, gap.fill, wrong)
    end = gap.start + len(gap.fill)
    return Card(
        id=card_id,
        kind="celah",
        topic=topic_of(clause),
        prompt=_prompt(library, part, gap),
        quote=part.text[: gap.start] + BLANK + part.text[end:],
        choices=choices,
        key=key,
        wording=part.text,
        clauses=(clause.id,),
        parts=(part.id,),
    )


def _prompt(library: Library, part: Part, gap: Gap) -> str:
    """Return the question; a title that holds what is left out would tell it."""
    clause = library.clauses[part.clause]
    question = "Apa yang tertulis di tempat kosong?"
    told = f"{clause.title} {part.when}"
    numbers = {*re.findall(r"\d+", gap.fill)} & {*re.findall(r"\d+", told)}
    if numbers or words_of(gap.fill) <= words_of(told):
        return f"{library.documents[clause.document].short}. {question}"
    return ask(clause, part.when, question)


def find_gaps(library: Library, part: Part) -> list[Gap]:
    """Return what can be left out of a wording, the surest first."""
    text = part.text
    shut = [match.span() for match in _FILLED.finditer(text)]
    found: list[Gap] = []
    for sort, pattern in (("angka", _NUMBER), ("tanggal", _DATE), ("nama", _NAME)):
        found += [Gap(m["fill"], m.start("fill"), sort) for m in pattern.finditer(text)]
    found += [Gap(fill, start, "jalur") for fill, start in stations(text)]
    found += _terms(library, part)
    kept: list[Gap] = []
    for gap in found:
        end = gap.start + len(gap.fill)
        inside = any(start < end and gap.start < stop for start, stop in shut)
        once = len(re.findall(rf"(?<!\w){re.escape(gap.fill)}(?!\w)", text, re.IGNORECASE)) == 1
        apart = all(gap.start >= k.start + len(k.fill) or k.start >= end for k in kept)
        if not inside and once and apart and gap.fill.strip() != text.strip():
            kept.append(gap)
    return kept


def stations(text: str) -> Iterator[tuple[str, int]]:
    """Go through the stations of a way through menus, but for its first and last."""
    if not _PATH.search(text):
        return
    at = 0
    pieces = []
    for match in _PATH.finditer(text):
        pieces.append((text[at : match.start()], at))
        at = match.end()
    for piece, start in pieces[1:]:
        if _STATION.fullmatch(piece):
            yield piece, start


def _terms(library: Library, part: Part) -> Iterator[Gap]:
    words = tuple(term.word for term in library.terms if len(term.word) >= SHORTEST_WORD)
    for match in _any_of(words).finditer(part.text):
        yield Gap(match.group(), match.start(), "istilah")


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for the whole words of a list, the longest first; of none for none."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")


def _pool(library: Library, parts: Iterable[Part]) -> dict[str, list[str]]:
    """Return by sort and document what else could stand in a gap."""
    found: dict[str, list[str]] = {}
    for part in parts:
        document = library.clauses[part.clause].document
        for gap in find_gaps(library, part):
            found.setdefault(f"{gap.sort} {document}", []).append(gap.fill)
            found.setdefault(gap.sort, []).append(gap.fill)
    dates = (told_date(d.date) for d in library.documents.values() if d.status == "berlaku")
    found["tanggal"] = [*found.get("tanggal", []), *filter(None, dates)]
    for term in library.terms:
        for clause_id in term.clauses:
            document = library.clauses[clause_id].document
            found.setdefault(f"istilah {document}", []).append(term.word)
    return {name: list(dict.fromkeys(fills)) for name, fills in found.items()}


def told_date(iso: str) -> str:
    """Return a date as the sources write it; empty where a document has none."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", iso)
    return f"{int(match[3])} {MONTHS[int(match[2]) - 1]} {match[1]}" if match else ""


def explanations(library: Library) -> dict[str, str]:
    """Return all that the glossary says of each of its words."""
    return {t.word: f"{t.expansion} {t.meaning} {t.note}".casefold() for t in library.terms}


def are_related(told: Mapping[str, str], one: str, other: str) -> bool:
    """Tell whether the glossary explains one word with the other: then both may be right."""
    return other.casefold() in told.get(one, "") or one.casefold() in told.get(other, "")


def wrong_fills(library: Library, gap: Gap, part: Part, pool: dict[str, list[str]]) -> list[str]:
    """Return what could stand in the gap and does not: of the same sort, alike in look."""
    document = library.clauses[part.clause].document
    if gap.sort == "angka":
        return wrong_numbers(gap.fill)
    near = pool.get(f"{gap.sort} {document}", [])
    far = pool.get(gap.sort, []) if gap.sort == "tanggal" else []
    there, told = part.text.casefold(), explanations(library)
    candidates = [
        fill
        for fill in dict.fromkeys([*near, *far])
        if fill.casefold() not in there and not are_related(told, fill, gap.fill)
    ]
    candidates.sort(key=lambda fill: (look(fill) != look(gap.fill), _distance(fill, gap.fill)))
    return pick_unlike(gap.fill, candidates, MOST_CHOICES - 1)


def look(fill: str) -> str:
    """Return how a fill is written: with digits, in capitals, as a name, or as a word."""
    if any(sign.isdigit() for sign in fill):
        return "angka"
    if fill.isupper():
        return "besar"
    return "nama" if fill[:1].isupper() else "kata"


def _distance(one: str, other: str) -> tuple[int, str]:
    return abs(len(one) - len(other)), chance(one, other)


def wrong_numbers(fill: str) -> list[str]:
    """Return three other numbers, written as the given one is."""
    if times := _TIMES.fullmatch(fill):
        return [f"{times[1]}{other}" for other in _near(int(times[2]))]
    if spelt := _SPELT.fullmatch(fill):
        near = [n for n in _near(int(spelt[1])) if n <= len(COUNTED)]
        return [f"{n} ({COUNTED[n - 1]})" for n in near]
    return [str(other) for other in _near(int(fill))]


def _near(number: int) -> list[int]:
    found = [number * 2, number + 1, number // 2, number - 1, number + 2, number * 3]
    return [n for n in dict.fromkeys(found) if n > 0 and n != number][: MOST_CHOICES - 1]
