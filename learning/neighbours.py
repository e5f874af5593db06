"""Wrong answers that are plausible and wrong: from the neighbourhood, never the same again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from flow_engine.records import Clause, Kind, Library, MeterCode, Part
from learning.cards import Choice

MOST_CHOICES = 4
LEAST_CHOICES = 3
# Two texts that share more of their words than this say much the same.
MOST_SHARED = 0.6
# Words are compared by their beginnings: ``lapor`` and ``laporan`` are one.
STEM = 5
_WORD = re.compile(r"\w+")


def chance(*words: str) -> str:
    """Return a number that only depends on the words: an order that looks like none, and stays."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def words_of(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text, without regard to case and signs."""
    return frozenset(word[:STEM] for word in _WORD.findall(text.casefold()))


def are_alike(one: str, other: str) -> bool:
    """Tell whether two texts could both be taken for the answer."""
    first, second = words_of(one), words_of(other)
    if first <= second or second <= first:
        return True
    return len(first & second) / len(first | second) > MOST_SHARED


def pick_unlike(right: str, candidates: Iterable[str], count: int) -> list[str]:
    """Return the first candidates that are alike neither to the right text nor to each other."""
    picked: list[str] = []
    for text in candidates:
        if len(picked) == count:
            break
        if not any(are_alike(text, other) for other in (right, *picked)):
            picked.append(text)
    return picked


def ask(clause: Clause, when: str, question: str) -> str:
    """Return a question about a clause, in the case that is told."""
    case = f" ({when})" if when else ""
    end = "" if clause.title.endswith("?") and not case else "."
    return f"{clause.title}{case}{end} {question}"


def make_choices(
    card_id: str, right: str, wrong: Sequence[str], parts: dict[str, str] | None = None
) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """Return the choices in an order that tells nothing, and the key.

    Args:
        card_id: What the order depends on.
        right: The text of the right one.
        wrong: The texts of the others.
        parts: By text, the part whose wording it is.
    """
    shuffled = sorted([right, *wrong], key=lambda text: chance(card_id, text))
    named = {text: str(number) for number, text in enumerate(shuffled, start=1)}
    choices = tuple(Choice(named[text], text, (parts or {}).get(text, "")) for text in shuffled)
    return choices, (named[right],)


def may_be_asked(library: Library, clause: Clause) -> bool:
    """Tell whether a clause is in force: what is history or withdrawn is no question."""
    in_force = clause.status == "berlaku"
    return in_force and library.documents[clause.document].status == "berlaku"


def asked_clauses(library: Library) -> list[Clause]:
    """Return the clauses that may be asked about, in the order of the register."""
    return [clause for clause in library.clauses.values() if may_be_asked(library, clause)]


def asked_parts(library: Library, kind: Kind) -> list[Part]:
    """Return the official wordings of a kind that may be asked about, in their order."""
    return [
        part
        for clause in asked_clauses(library)
        for part in clause.parts
        if part.kind is kind and part.official and not library.is_withdrawn(part)
    ]


def asked_codes(library: Library) -> list[MeterCode]:
    """Return the meter codes that may be asked about, in the order of the SOP."""
    codes = [c for c in library.codes if may_be_asked(library, library.clauses[c.clause])]
    return sorted(codes, key=lambda code: code.order)


def is_dated(clause: Clause) -> bool:
    """Tell whether we remark that what it says may be out of date: then its figures are no key."""
    return any(note.kind == "usang" for note in clause.notes)


def nearest(part: Part, others: Sequence[Part]) -> list[Part]:
    """Return other parts by how near they stand, a later one before an earlier one."""
    order = {other.id: place for place, other in enumerate(others)}
    here = order[part.id]
    same = [other for other in others if other.clause != part.clause]
    return sorted(same, key=lambda other: (abs(order[other.id] - here), -order[other.id]))


def topic_of(clause: Clause) -> str:
    """Return the topic of a clause: its document, and of PLN Mobile whether it is a ticket."""
    if clause.document != "PMB":
        return clause.document
    return "PMB-A" if clause.id.startswith("PMB-A") or clause.id in ("PMB", "PMB-0") else "PMB-B"
