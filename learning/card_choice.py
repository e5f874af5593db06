"""Cards of the kind ``pilih`` from tables: fees, ticket statuses, meter codes, the catalogue."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from flow_engine.records import Fee, Library
from learning.cards import Card
from learning.neighbours import (
    LEAST_CHOICES,
    MOST_CHOICES,
    asked_codes,
    chance,
    make_choices,
    may_be_asked,
    pick_unlike,
    topic_of,
)

KIND = "pilih"


def make_tables(library: Library) -> Iterator[Card]:
    """Go through all cards from tables."""
    yield from _fees(library)
    yield from _statuses(library)
    yield from _codes(library)
    yield from _catalogue(library)


def rupiah(amount_rupiah: int) -> str:
    """Return an amount as the site writes it."""
    return f"Rp{amount_rupiah:,}".replace(",", ".")


def told_fee(fee: Fee) -> str:
    """Return what a method costs; both amounts where token and bill differ."""
    if fee.prepaid_rupiah == fee.postpaid_rupiah:
        return rupiah(fee.prepaid_rupiah)
    return f"token {rupiah(fee.prepaid_rupiah)}, tagihan {rupiah(fee.postpaid_rupiah)}"


def _fees(library: Library) -> Iterator[Card]:
    clause = library.clauses.get(library.fees_clause)
    if clause is None or not may_be_asked(library, clause):
        return
    amounts = list(dict.fromkeys(told_fee(fee) for fee in library.fees))
    for fee in library.fees:
        right = told_fee(fee)
        card_id = f"pilih/biaya/{fee.number}"
        others = sorted((a for a in amounts if a != right), key=lambda a: chance(card_id, a))
        wrong = others[: MOST_CHOICES - 1]
        if len(wrong) >= LEAST_CHOICES - 1:
            choices, key = make_choices(card_id, right, wrong)
            yield Card(
                id=card_id,
                kind=KIND,
                topic=topic_of(clause),
                prompt=f"Berapa biaya admin {fee.name}, untuk token dan untuk tagihan?",
                choices=choices,
                key=key,
                note=f"{fee.name}: {right}.",
                clauses=(clause.id,),
            )
    for fee in library.fees:
        right = told_fee(fee)
        same = [other for other in library.fees if told_fee(other) == right]
        card_id = f"pilih/biaya/{fee.number}/metode"
        named = sorted(
            (other.name for other in library.fees if told_fee(other) != right),
            key=lambda name: chance(card_id, name),
        )
        if len(same) == 1 and len(named) >= LEAST_CHOICES - 1:
            choices, key = make_choices(card_id, fee.name, named[: MOST_CHOICES - 1])
            yield Card(
                id=card_id,
                kind=KIND,
                topic=topic_of(clause),
                prompt=f"Metode mana yang biaya adminnya {right}?",
                choices=choices,
                key=key,
                note=f"{fee.name}: {right}.",
                clauses=(clause.id,),
            )


def _statuses(library: Library) -> Iterator[Card]:
    rows = [(status, library.parts[status.meaning]) for status in library.statuses]
    for status, part in rows:
        clause = library.clauses[part.clause]
        if not may_be_asked(library, clause):
            continue
        ways = (
            ("arti", f"Apa arti status tiket “{status.name}”?", "", part.text,
             {other.text: other.id for _, other in rows}),
            ("nama", "Status tiket mana yang artinya begini?", part.text, status.name,
             {other.name: "" for other, _ in rows}),
        )  # fmt: skip
        for name, prompt, quote, right, texts in ways:
            card_id = f"pilih/status/{status.id}/{name}"
            others = sorted((t for t in texts if t != right), key=lambda t: chance(card_id, t))
            wrong = pick_unlike(right, others, MOST_CHOICES - 1)
            if len(wrong) < LEAST_CHOICES - 1:
                continue
            choices, key = make_choices(card_id, right, wrong, texts)
            yield Card(
                id=card_id,
                kind=KIND,
                topic=topic_of(clause),
                prompt=prompt,
                quote=quote,
                choices=choices,
                key=key,
                wording=part.text,
                note=status.note,
                clauses=(clause.id,),
                parts=(part.id,),
            )


def _codes(library: Library) -> Iterator[Card]:
    codes = asked_codes(library)
    for code, following in itertools.pairwise(codes):
        card_id = f"pilih/kode/{code.code}/berikutnya"
        others = [other.code for other in codes if other.code not in (code.code, following.code)]
        wrong = sorted(others, key=lambda text: chance(card_id, text))[: MOST_CHOICES - 1]
        clause = library.clauses[following.clause]
        if len(wrong) < LEAST_CHOICES - 1:
            continue
        choices, key = make_choices(card_id, following.code, wrong)
        yield Card(
            id=card_id,
            kind=KIND,
            topic=topic_of(clause),
            prompt=f"Nilai kode {code.code} sudah dicatat. Kode mana yang ditanyakan berikutnya?",
            choices=choices,
            key=key,
            wording=library.parts[following.say].text,
            clauses=(following.clause, code.clause),
            parts=(following.say,),
        )


def _catalogue(library: Library) -> Iterator[Card]:
    clause = library.clauses.get(library.catalogue_clause)
    if clause is None or not may_be_asked(library, clause):
        return
    homes: dict[str, set[str]] = {}
    for group in library.groups:
        for row in group.types:
            homes.setdefault(row.name.casefold(), set()).add(group.name)
    # A group of which we remark on every type is dated or doubtful as a whole.
    sure = [g for g in library.groups if not g.note and not all(row.note for row in g.types)]
    names = [group.name for group in sure]
    for group in library.groups:
        for row in group.types:
            # What we remark on is dated or stands nowhere else: no question.
            if row.note or group not in sure or len(homes[row.name.casefold()]) > 1:
                continue
            card_id = f"pilih/katalog/{group.id}/{row.number}"
            others = sorted((n for n in names if n != group.name), key=lambda n: chance(card_id, n))
            wrong = pick_unlike(group.name, others, MOST_CHOICES - 1)
            if len(wrong) < LEAST_CHOICES - 1:
                continue
            choices, key = make_choices(card_id, group.name, wrong)
            yield Card(
                id=card_id,
                kind=KIND,
                topic=topic_of(clause),
                prompt=f"Service Type “{row.name}” ada di Service Group mana?",
                choices=choices,
                key=key,
                note=f"{group.name}, nomor {row.number}: {row.name}.",
                clauses=(clause.id,),
            )
