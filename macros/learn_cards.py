"""The page of the cards, and the file that holds them all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flow_engine.homes import clause_url
from learning.cards import FORMAT, KINDS, Card, card_json
from learning.make_cards import TOPICS
from macros.data import House, Page
from macros.html import block, element, escape

CARDS = "data/latihan/kartu.json"


def cards_of(house: House) -> tuple[Card, ...]:
    """Return every card of a house."""
    return house.cards


def card_file(house: House) -> dict[str, Any]:
    """Return what the browser gets: the cards, and what it shows of their clauses."""
    cards = cards_of(house)
    library = house.library
    named = dict.fromkeys(name for card in cards for name in card.clauses)
    clauses = {}
    for name in named:
        clause = library.clauses[name]
        document = library.documents[clause.document]
        clauses[name] = {
            "title": clause.title,
            "url": clause_url(library, name),
            "document": document.short,
            "date": document.date or document.date_note,
        }
    used = {card.topic for card in cards}
    return {
        "format": FORMAT,
        "kinds": dict(KINDS),
        "topics": [{"id": name, "title": title} for name, title in TOPICS.items() if name in used],
        "clauses": clauses,
        "cards": [card_json(card) for card in cards],
    }


def publish_cards(house: House, site_dir: Path) -> None:
    """Write the file into a finished site."""
    path = site_dir / CARDS
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(card_file(house), ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def render_cards(page: Page) -> str:
    """Return the shell of the page; scripts bring it to life, and without them it still says what.

    The clauses that the cards ask about are linked by topic, to be read in their place.
    """
    cards = cards_of(page.house)
    rows = ""
    for topic, title in TOPICS.items():
        asked = [card for card in cards if card.topic == topic]
        if not asked:
            continue
        clauses = list(dict.fromkeys(card.clauses[0] for card in asked))
        links = " ".join(page.clause_link(name, "p-id") for name in clauses)
        head = element("b", escape(f"{title}, {len(asked)} kartu"))
        rows += element("li", f"{head}<br>{links}")
    without = element(
        "div",
        element(
            "p",
            "Kartu dinilai mesin di peramban ini dan memerlukan JavaScript. "
            "Tanpa itu, bacalah klausulnya langsung:",
        )
        + element("ul", rows, "p-kuis-daftar"),
        "p-kuis-tanpa",
    )
    live = element("p", "", "p-kuis-kabar", role="status", hidden="")
    return block(
        element(
            "div",
            live + element("div", "", "p-kuis-hidup") + without,
            "p-kuis",
            data_root=page.to(""),
            data_cards=CARDS,
            data_search_exclude="",
        )
    )
