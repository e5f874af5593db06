"""Cards of the kind ``pilih`` from wordings: what is said at a step, what answers a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flow_engine.records import Kind, Library, Part
from learning.cards import Card
from learning.neighbours import (
    LEAST_CHOICES,
    MOST_CHOICES,
    ask,
    asked_clauses,
    asked_parts,
    chance,
    is_dated,
    make_choices,
    nearest,
    pick_unlike,
    topic_of,
    words_of,
)

KIND = "pilih"
QUESTION = "faq"
# An answer that has so many of a question's own words may answer it too.
MOST_ANSWERED = 2
# A word that this many questions and answers use says nothing of one of them.
COMMON = 5
LONGEST = 360
_LEAD = re.compile(r"[^\w]+")


def make_wordings(library: Library) -> Iterator[Card]:
    """Go through all cards that ask for a whole wording."""
    yield from _steps(library)
    yield from _questions(library)


def _steps(library: Library) -> Iterator[Card]:
    """What is said at a step; the wrong ones are said at the steps around it."""
    say = [
        part
        for part in asked_parts(library, Kind.SAY)
        if QUESTION not in library.clauses[part.clause].register_kinds
    ]
    codes = {code.say for code in library.codes}
    for part in say:
        clause = library.clauses[part.clause]
        beside = [p for p in clause.parts if p.kind is Kind.SAY]
        if part.id in codes or (len(beside) > 1 and not part.when):
            continue
        near = [p for p in nearest(part, say) if not _same_family(p.clause, part.clause)]
        near = [
            p
            for p in near
            if p.id not in codes and library.clauses[p.clause].document == clause.document
        ]
        wrong = pick_unlike(part.text, (p.text for p in near), MOST_CHOICES - 1)
        if len(wrong) < LEAST_CHOICES - 1 or len(part.text) > LONGEST:
            continue
        prompt = ask(clause, part.when, "Apa yang diucapkan?")
        yield _card(f"pilih/{part.id}", library, part, prompt, "", wrong, say)


def _same_family(one: str, other: str) -> bool:
    """Tell whether a clause is a branch of the other: their sentences may serve the same end."""
    return one.startswith(other) or other.startswith(one)


def _questions(library: Library) -> Iterator[Card]:
    """What answers a customer's question; the wrong ones answer others of the same topic."""
    asked = [c for c in asked_clauses(library) if QUESTION in c.register_kinds and not is_dated(c)]
    answers = [p for c in asked for p in c.parts if p.kind is Kind.SAY and p.official]
    common = _common([p.text for p in answers])
    places = _topic_places(library)
    for clause in asked:
        question = next((p for p in clause.parts if p.kind is Kind.INFO and p.official), None)
        for part in [p for p in answers if p.clause == clause.id]:
            if question is None or len(part.text) > LONGEST:
                continue
            own = words_of(question.text) - common
            here = places.get(clause.id, 0)

            def far(other: Part, here: int = here) -> int:
                return abs(places.get(other.clause, 0) - here)

            others = [
                p
                for p in sorted(answers, key=lambda p: (far(p), chance(part.id, p.id)))
                if p.clause != clause.id
                and len(p.text) <= LONGEST
                and len(words_of(p.text) & own) < MOST_ANSWERED
                and p.clause not in _companions(library, clause.id)
            ]
            wrong = pick_unlike(part.text, (p.text for p in others), MOST_CHOICES - 1)
            if len(wrong) < LEAST_CHOICES - 1:
                continue
            when = f" ({part.when})" if part.when else ""
            prompt = f"Pelanggan bertanya begini{when}. Apa jawabannya?"
            yield _card(f"pilih/{part.id}", library, part, prompt, question.text, wrong, answers)


def _topic_places(library: Library) -> dict[str, int]:
    """Return the place of the topic in which each question stands."""
    return {e.clause: n for n, topic in enumerate(library.topics) for e in topic.entries}


def _companions(library: Library, clause_id: str) -> set[str]:
    """Return the questions that ask much the same, or whose tickets have the same type."""
    found: set[str] = set()
    for topic in library.topics:
        for entry in topic.entries:
            if clause_id in (entry.clause, entry.twin):
                found |= {entry.clause, entry.twin}
    for group in library.groups:
        for row in group.types:
            if clause_id in row.faq:
                found |= {*row.faq}
    return found


def _common(texts: list[str]) -> frozenset[str]:
    count: dict[str, int] = {}
    for text in texts:
        for word in words_of(text):
            count[word] = count.get(word, 0) + 1
    return frozenset(word for word, times in count.items() if times >= COMMON)


def _card(
    card_id: str,
    library: Library,
    part: Part,
    prompt: str,
    quote: str,
    wrong: list[str],
    known: list[Part],
) -> Card:
    clause = library.clauses[part.clause]
    choices, key = make_choices(
        card_id, part.text, wrong, {p.text: p.id for p in known} | {part.text: part.id}
    )
    return Card(
        id=card_id,
        kind=KIND,
        topic=topic_of(clause),
        prompt=prompt,
        quote=quote,
        choices=choices,
        key=key,
        wording=part.text,
        clauses=(clause.id,),
        parts=tuple(choice.part for choice in choices),
    )
