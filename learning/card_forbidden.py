"""Cards of the kind ``jangan``: what must not be told to a caller.

A DON'T SAY stands in them only as what is forbidden: as the one to be found, or as a sentence of
which is asked whether it may be said. The others are official sentences of the same place.
"""

from __future__ import annotations

from collections.abc import Iterator

from flow_engine.records import Kind, Library, Part
from learning.cards import Card, Choice
from learning.neighbours import (
    LEAST_CHOICES,
    MOST_CHOICES,
    asked_parts,
    is_dated,
    make_choices,
    nearest,
    pick_unlike,
    topic_of,
)

ALLOWED, FORBIDDEN = "boleh", "jangan"
# A forbidden text that is as long as this is the rule itself, with its examples.
LONGEST = 90


def make_prohibitions(library: Library) -> Iterator[Card]:
    """Go through all cards about what must not be told."""
    forbidden = [p for p in asked_parts(library, Kind.DONT_SAY) if len(p.text) <= LONGEST]
    say = asked_parts(library, Kind.SAY)
    for part in forbidden:
        yield from _which(library, part, say)
        yield _whether(library, part, FORBIDDEN)
        beside = [p for p in say if p.clause == part.clause]
        for other in beside:
            if not is_dated(library.clauses[other.clause]):
                yield _whether(library, other, ALLOWED)


def _rule(library: Library, part: Part) -> tuple[str, str]:
    """Return the rule that forbids a text: its clause and wording; the text's own where none."""
    rules = [
        rule
        for rule in asked_parts(library, Kind.DONT_SAY)
        if len(rule.text) > LONGEST and library.parent(rule.clause) == library.parent(part.clause)
    ]
    return (rules[0].clause, rules[0].text) if rules else (part.clause, part.text)


def _which(library: Library, part: Part, say: list[Part]) -> Iterator[Card]:
    own = next((p for p in say if p.clause == part.clause), None)
    if own is None:
        return
    near = [own, *nearest(own, say)]
    texts = pick_unlike(part.text, (p.text for p in near), MOST_CHOICES - 1)
    if len(texts) < LEAST_CHOICES - 1:
        return
    card_id = f"jangan/{part.id}"
    named = {p.text: p.id for p in [*near, part]}
    choices, key = make_choices(card_id, part.text, texts, named)
    clause, wording = _rule(library, part)
    yield Card(
        id=card_id,
        kind="jangan",
        topic=topic_of(library.clauses[part.clause]),
        prompt="Mana yang tidak boleh disampaikan kepada penelepon?",
        quote=library.clauses[part.clause].title,
        choices=choices,
        key=key,
        wording=wording,
        note="Keterangan ini hanya untuk CSO.",
        clauses=tuple(dict.fromkeys((part.clause, clause))),
        parts=tuple(choice.part for choice in choices),
    )


def _whether(library: Library, part: Part, right: str) -> Card:
    clause, wording = part.clause, part.text
    if right == FORBIDDEN:
        clause, wording = _rule(library, part)
    return Card(
        id=f"jangan/{part.id}/boleh",
        kind="jangan",
        topic=topic_of(library.clauses[part.clause]),
        prompt="Bolehkah ini disampaikan kepada penelepon?",
        quote=part.text,
        choices=(Choice(ALLOWED, "Boleh"), Choice(FORBIDDEN, "Tidak boleh")),
        key=(right,),
        wording=wording,
        note="" if right == ALLOWED else "Keterangan ini hanya untuk CSO.",
        clauses=tuple(dict.fromkeys((part.clause, clause))),
        parts=(part.id,),
    )
