"""A card: one question whose answer follows from the data. Only its shape, and its JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.saved import BadMessage

Json = dict[str, Any]

FORMAT = 1
# By kind, what a reader calls it.
KINDS: Mapping[str, str] = {
    "celah": "Isi celah",
    "urut": "Urutkan",
    "jangan": "Boleh atau tidak",
    "tulis": "Apa yang ditulis",
    "pilih": "Pilih jawaban",
}
ORDER = "urut"
# In the text of a card, where the blank is.
BLANK = "▁▁▁▁▁"
VERSION_LENGTH = 8
DAMAGED = "Kartu ini tidak dapat dibaca. Muat ulang halaman."


@dataclass(frozen=True)
class Choice:
    """One thing to choose, or one thing to put in order.

    Attributes:
        id: Within its card; tells nothing of what is right.
        part: The part whose official wording the text is; empty for another text.
    """

    id: str
    text: str
    part: str = ""


@dataclass(frozen=True)
class Card:
    """One question.

    Attributes:
        id: Made from the ids of what it is about, so that it stays when others come and go.
        prompt: The question, in our own words.
        quote: What it is asked about, to the letter but for the blank; may be empty.
        choices: As they are shown.
        key: Ids of the right choice, or of all choices in their order.
        wording: The official wording that decides; empty where a row of a table does.
        note: Why, in our own words; may be empty.
        clauses: The clauses it rests on, the one that decides first.
        parts: The parts whose wordings it shows or asks for.
    """

    id: str
    kind: str
    topic: str
    prompt: str
    choices: tuple[Choice, ...]
    key: tuple[str, ...]
    clauses: tuple[str, ...]
    parts: tuple[str, ...] = ()
    quote: str = ""
    wording: str = ""
    note: str = ""

    @property
    def version(self) -> str:
        """Return a hash of all that is asked and answered: it changes with the SOP."""
        return hashlib.sha256(_dump(self).encode()).hexdigest()[:VERSION_LENGTH]


def _content(card: Card) -> Json:
    return {
        "id": card.id,
        "kind": card.kind,
        "topic": card.topic,
        "prompt": card.prompt,
        "quote": card.quote,
        "choices": [{"id": c.id, "text": c.text, "part": c.part} for c in card.choices],
        "key": list(card.key),
        "wording": card.wording,
        "note": card.note,
        "clauses": list(card.clauses),
        "parts": list(card.parts),
    }


def _dump(card: Card) -> str:
    return json.dumps(_content(card), ensure_ascii=False, sort_keys=True)


def card_json(card: Card) -> Json:
    """Write a card as the site publishes it."""
    return _content(card) | {"version": card.version}


def read_card(raw: object) -> Card:
    """Read what :func:`card_json` wrote.

    Raises:
        BadMessage: It is no card, or was changed since.
    """
    try:
        if not isinstance(raw, Mapping):
            raise TypeError("no object")
        card = Card(
            id=_text(raw["id"]),
            kind=_text(raw["kind"]),
            topic=_text(raw["topic"]),
            prompt=_text(raw["prompt"]),
            choices=tuple(
                Choice(_text(c["id"]), _text(c["text"]), _text(c["part"])) for c in raw["choices"]
            ),
            key=tuple(map(_text, raw["key"])),
            clauses=tuple(map(_text, raw["clauses"])),
            parts=tuple(map(_text, raw["parts"])),
            quote=_text(raw["quote"]),
            wording=_text(raw["wording"]),
            note=_text(raw["note"]),
        )
        if card.version != raw["version"]:
            raise ValueError("another version")
        return card
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage(DAMAGED) from error


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError("no text")
    return raw
