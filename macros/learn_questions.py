"""The questions of a lesson, to be read without any script: each with its answer folded away."""

from __future__ import annotations

from collections.abc import Sequence

from learning.cards import ORDER, Card
from macros.data import Page
from macros.html import element, escape, with_slots


def render_questions(page: Page, cards: Sequence[Card]) -> str:
    """Return the questions as a list; scripts put the live ones in its place."""
    rows = "".join(_question(page, card) for card in cards)
    return element("div", "", "p-soal-hidup", hidden="") + element("ol", rows, "p-soal-daftar")


def _question(page: Page, card: Card) -> str:
    quote = element("blockquote", with_slots(card.quote), "p-soal-kutip") if card.quote else ""
    choices = "".join(element("li", with_slots(choice.text)) for choice in card.choices)
    return element(
        "li",
        element("p", escape(card.prompt), "p-soal-tanya")
        + quote
        + element("ul", choices, "p-soal-pilihan")
        + _answer(page, card),
    )


def _answer(page: Page, card: Card) -> str:
    texts = {choice.id: choice.text for choice in card.choices}
    key = [element("li", with_slots(texts[name])) for name in card.key]
    shown = element("ol" if card.kind == ORDER else "ul", "".join(key))
    note = element("p", page.linked(card.note)) if card.note else ""
    clauses = ", ".join(page.clause_link(name) for name in card.clauses)
    source = element("p", f"Menurut {clauses}.", "p-keterangan")
    return element(
        "details",
        element("summary", "Jawabannya") + shown + note + source,
        "p-soal-jawaban",
    )
