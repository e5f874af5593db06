"""All cards, made from the library and the flows; an edited SOP makes other cards."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from flow_engine.model import Flow
from flow_engine.records import Library
from learning.card_choice import make_tables
from learning.card_forbidden import make_prohibitions
from learning.card_gap import make_gaps
from learning.card_order import make_orders
from learning.card_report import make_reports
from learning.card_wording import make_wordings
from learning.cards import Card

# By topic, what a reader calls it; the order is that of the stack.
TOPICS: Mapping[str, str] = {
    "PRK": "Meter PERIKSA",
    "LUL": "Lapor ulang",
    "CTT": "Progres PERIKSA dan CTT",
    "PMB-A": "PLN Mobile: pertanyaan",
    "PMB-B": "PLN Mobile: tiket ITSM",
}


def make_cards(library: Library, flows: Mapping[str, Flow]) -> tuple[Card, ...]:
    """Return every card, topic by topic, in the order of the register inside each.

    Of two cards that ask the same in the same words the first stays: the same wording may stand
    in two clauses, and nobody could tell which one is meant.
    """
    made = itertools.chain(
        make_wordings(library),
        make_gaps(library),
        make_prohibitions(library),
        make_orders(library),
        make_reports(library, flows),
        make_tables(library),
    )
    first: dict[tuple[object, ...], Card] = {}
    for card in made:
        asked = (card.prompt, card.quote) if card.kind != "urut" else (card.prompt, card.id)
        first.setdefault(asked, card)
    place = {name: number for number, name in enumerate(library.clauses)}
    topics = list(TOPICS)
    return tuple(
        sorted(first.values(), key=lambda card: (topics.index(card.topic), place[card.clauses[0]]))
    )
