"""Cards of the kind ``urut``: steps to be put in order, only where the sources give the order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from flow_engine.records import Clause, Kind, Library, Part
from learning.card_gap import stations
from learning.cards import Card, Choice
from learning.neighbours import asked_clauses, asked_codes, asked_parts, chance, is_dated, topic_of

Row = TypeVar("Row")

WINDOW, LEAST = 4, 3
# Numbered steps of a document, and lettered lines of one of its steps.
NUMBERED = re.compile(r"(?P<row>[A-Z]+)-(?P<at>\d{2})")
LETTERED = re.compile(r"(?P<row>[A-Z]+-(?:17|B3))(?P<at>[a-z])")
STEPS = frozenset({"skrip", "keputusan", "tindakan", "masukan", "langkah"})
CUSTOMER_STEPS = "langkah pelanggan"
CASE = "Jika "


def make_orders(library: Library) -> Iterator[Card]:
    """Go through all cards that ask for an order."""
    yield from _codes(library)
    yield from _rows(library)
    yield from _lists(library)
    yield from _ways(library)


def windows(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Cut a long row into pieces that can be kept in mind; each begins where the last ended."""
    for start in range(0, max(1, len(rows) - 1), WINDOW - 1):
        piece = rows[start : start + WINDOW]
        if len(piece) >= LEAST:
            yield piece


def _card(
    card_id: str, clause: Clause, prompt: str, rows: Sequence[tuple[str, str]], **more: object
) -> Card:
    """Make a card of rows in their right order: text, and the part it is the wording of."""
    shuffled = sorted(rows, key=lambda row: chance(card_id, row[0]))
    if list(shuffled) == list(rows):
        shuffled = [*shuffled[1:], shuffled[0]]
    choices = tuple(Choice(str(n), text, part) for n, (text, part) in enumerate(shuffled, start=1))
    named = {(c.text, c.part): c.id for c in choices}
    return Card(
        id=card_id,
        kind="urut",
        topic=topic_of(clause),
        prompt=prompt,
        choices=choices,
        key=tuple(named[row] for row in rows),
        clauses=(clause.id,),
        **more,  # type: ignore[arg-type]
    )


def _codes(library: Library) -> Iterator[Card]:
    for piece in windows(asked_codes(library)):
        first = library.clauses[piece[0].clause]
        card = _card(
            f"urut/kode/{piece[0].code}-{piece[-1].code}",
            first,
            "Urutkan kode Self Diagnosis, dari yang ditanyakan lebih dahulu.",
            [(f"{code.code} Enter", "") for code in piece],
            parts=tuple(code.say for code in piece),
        )
        yield _with_clauses(card, [code.clause for code in piece])


def _with_clauses(card: Card, clauses: Sequence[str]) -> Card:
    return Card(**{**vars(card), "clauses": tuple(clauses)})


def _rows(library: Library) -> Iterator[Card]:
    """Steps whose place in the document is their order."""
    rows: dict[str, list[tuple[str, Clause]]] = {}
    for clause in asked_clauses(library):
        match = NUMBERED.fullmatch(clause.id) or LETTERED.fullmatch(clause.id)
        if match and STEPS & {*clause.register_kinds}:
            rows.setdefault(match["row"], []).append((match["at"], clause))
    for name, found in rows.items():
        steps = [clause for _, clause in sorted(found, key=lambda row: row[0])]
        document = library.documents[steps[0].document]
        whole = library.clauses.get(library.parent(steps[0].id))
        name_told = whole.title if whole and whole.id != document.id else document.short
        for piece in windows(steps):
            card = _card(
                f"urut/{name}/{piece[0].id}",
                piece[0],
                f"{name_told}. Urutkan langkah-langkah ini.",
                [(clause.title, "") for clause in piece],
            )
            yield _with_clauses(card, [clause.id for clause in piece])


def _lists(library: Library) -> Iterator[Card]:
    """What the customer does, line by line."""
    for kind in (Kind.SAY, Kind.INFO):
        for part in asked_parts(library, kind):
            clause = library.clauses[part.clause]
            lines = [line.removeprefix("- ") for line in part.text.split("\n")]
            # What is done in a case is no step: nobody could tell its place.
            lines = [line for line in lines if not line.startswith(CASE)]
            if CUSTOMER_STEPS not in clause.register_kinds or len(set(lines)) < LEAST:
                continue
            for number, piece in enumerate(windows(lines), start=1):
                yield _of_part(part, clause, number, piece)


def _ways(library: Library) -> Iterator[Card]:
    """Ways through menus, station by station."""
    for part in asked_parts(library, Kind.SAY):
        clause = library.clauses[part.clause]
        names = [name for name, _ in stations(part.text)]
        if len(set(names)) == len(names) >= LEAST and not is_dated(clause):
            for number, piece in enumerate(windows(names), start=1):
                yield _of_part(part, clause, number, piece)


def _of_part(part: Part, clause: Clause, number: int, piece: Sequence[str]) -> Card:
    return _card(
        f"urut/{part.id}/{number}",
        clause,
        f"{clause.title}. Urutkan.",
        [(text, part.id) for text in piece],
        parts=(part.id,),
        wording=part.text,
    )
