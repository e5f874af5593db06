"""Cards of the kind ``tulis``: the report text of a case, and what is chosen in APKT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_engine.model import Flow, Outcome
from flow_engine.records import Clause, Kind, Library, Part
from learning.cards import Card
from learning.neighbours import (
    LEAST_CHOICES,
    MOST_CHOICES,
    ask,
    asked_parts,
    chance,
    make_choices,
    may_be_asked,
    nearest,
    pick_unlike,
    topic_of,
)

EXAMPLE = "contoh"
# A text of another field can only be meant where it is about as long.
LONGER = 2.5
# In the title of a case, what parts the case from its treatment.
SIGN = ": "


def make_reports(library: Library, flows: Mapping[str, Flow]) -> Iterator[Card]:
    """Go through all cards about what is written and chosen."""
    yield from _texts(library)
    yield from _endings(library, flows)
    yield from _cases(library)


def _texts(library: Library) -> Iterator[Card]:
    written = asked_parts(library, Kind.WRITE)
    for part in written:
        clause = library.clauses[part.clause]
        near = [p for p in nearest(part, written) if p.text != part.text]
        beside = [p for p in written if p.clause == part.clause and p.id != part.id]
        # A text of the same clause is for another case, if both say for which.
        beside = [p for p in beside if p.when and part.when and p.field == part.field]
        same_field = [p for p in near if (p.system, p.field) == (part.system, part.field)]
        like = [p for p in near if len(p.text) < LONGER * len(part.text) < LONGER**2 * len(p.text)]
        texts = pick_unlike_case(part.text, [*beside, *same_field, *like])
        if part.when.startswith(EXAMPLE) or len(texts) < LEAST_CHOICES - 1:
            continue
        card_id = f"tulis/{part.id}"
        choices, key = make_choices(
            card_id, part.text, texts, {p.text: p.id for p in written[::-1]}
        )
        yield Card(
            id=card_id,
            kind="tulis",
            topic=topic_of(clause),
            prompt=ask(clause, part.when, f"Apa yang ditulis di {part.system}, “{part.field}”?"),
            choices=choices,
            key=key,
            wording=part.text,
            clauses=(clause.id,),
            parts=(part.id,),
        )


def pick_unlike_case(right: str, others: list[Part]) -> list[str]:
    """Return texts of other cases. They may share most of their words: a report says one thing."""
    picked: list[str] = []
    for part in others:
        known = {text.casefold() for text in (right, *picked)}
        if part.text.casefold() not in known and len(picked) < MOST_CHOICES - 1:
            picked.append(part.text)
    return picked


def ending_of(outcome: Outcome) -> str:
    """Return what is chosen in APKT at an outcome, in words; empty where nothing is."""
    order = f", Tipe WO: {outcome.work_order}" if outcome.work_order else ""
    return f"{outcome.apkt}{order}" if outcome.apkt else ""


def is_told(library: Library, outcome: Outcome) -> bool:
    """Tell whether the clauses of an outcome name what is chosen in APKT themselves."""
    named = [*outcome.clauses, *(library.parent(name) for name in outcome.clauses)]
    parts = [part for name in named if name for part in library.clauses[name].parts]
    told = " ".join(part.text for part in parts).casefold()
    return all(word.casefold() in told for word in (outcome.apkt, outcome.work_order))


def endings(library: Library, flows: Mapping[str, Flow]) -> dict[str, str]:
    """Return by clause what is chosen in APKT, where the sources say it and say one thing only."""
    found: dict[str, set[str]] = {}
    stated: set[str] = set()
    for flow in flows.values():
        for outcome in flow.outcomes.values():
            found.setdefault(outcome.clauses[0], set()).add(ending_of(outcome))
            if outcome.silence is None and is_told(library, outcome):
                stated.add(outcome.clauses[0])
    return {
        name: next(iter(texts))
        for name, texts in found.items()
        if len(texts) == 1 and "" not in texts and name in stated
        and may_be_asked(library, library.clauses[name])
    }  # fmt: skip


def _endings(library: Library, flows: Mapping[str, Flow]) -> Iterator[Card]:
    known = endings(library, flows)
    for name, right in known.items():
        clause = library.clauses[name]
        if SIGN in clause.title:
            continue
        others = [text for text in dict.fromkeys(known.values()) if text != right]
        texts = pick_unlike(right, sorted(others, key=lambda t: chance(name, t)), MOST_CHOICES - 1)
        if len(texts) < LEAST_CHOICES - 1:
            continue
        card_id = f"tulis/{name}/apkt"
        choices, key = make_choices(card_id, right, texts)
        yield Card(
            id=card_id,
            kind="tulis",
            topic=topic_of(clause),
            prompt=ask(clause, "", "Apa yang dipilih di APKT?"),
            choices=choices,
            key=key,
            clauses=(name,),
        )


def treatments(library: Library) -> dict[str, list[tuple[Clause, str, str]]]:
    """Return by document the cases that the register parts from their treatment.

    Each is the clause, the case and the treatment, as its title has them.
    """
    found: dict[str, list[tuple[Clause, str, str]]] = {}
    for clause in library.clauses.values():
        decides = {"kasus", "hasil"} & {*clause.register_kinds}
        if decides and SIGN in clause.title and may_be_asked(library, clause):
            case, _, treatment = clause.title.partition(SIGN)
            found.setdefault(clause.document, []).append((clause, case, treatment))
    return found


def _cases(library: Library) -> Iterator[Card]:
    for rows in treatments(library).values():
        known = list(dict.fromkeys(treatment for _, _, treatment in rows))
        for clause, case, right in rows:
            others = sorted((t for t in known if t != right), key=lambda t: chance(clause.id, t))
            texts = pick_unlike(right, others, MOST_CHOICES - 1)
            if len(texts) < LEAST_CHOICES - 1:
                continue
            card_id = f"tulis/{clause.id}/perlakuan"
            choices, key = make_choices(card_id, right, texts)
            rules = [p for p in clause.parts if p.kind is Kind.RULE and p.official]
            quote = next((p for p in rules if right.casefold() not in p.text.casefold()), None)
            yield Card(
                id=card_id,
                kind="tulis",
                topic=topic_of(clause),
                prompt=f"{case}. Apa perlakuannya?",
                quote="" if quote is None else quote.text,
                choices=choices,
                key=key,
                wording="\n".join(p.text for p in rules),
                clauses=(clause.id,),
                parts=tuple(p.id for p in rules),
            )
