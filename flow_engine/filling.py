"""Fills the places of a spoken sentence, and spells an address to be read back.

The official wording is never changed: what comes out are its pieces, each place
beside what is said there, so that the page can show either.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flow_engine.facts import WITHHELD, Value, show_value
from flow_engine.model import Flow
from flow_engine.records import GREETING, Greeting, Slot, Speech

Json = dict[str, Any]

OFFICER = "nama_cso"


@dataclass(frozen=True)
class Voice:
    """Who speaks, and when it is where the caller is.

    Attributes:
        officer: The CSO's own name; empty where it is not known.
        moment: The caller's local time; nothing where it is not known.
        ahead: Minutes by which the caller's clock is ahead of the page's.
    """

    officer: str = ""
    moment: datetime.datetime | None = None
    ahead: int = 0

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """Return a moment of the page's clock as the caller's clock shows it."""
        return moment + datetime.timedelta(minutes=self.ahead)


NOBODY = Voice()


def greeting_at(greetings: tuple[Greeting, ...], moment: datetime.datetime) -> str:
    """Return the greeting of an hour; bounds included, the night goes over midnight.

    Source:
        PRK-01 names the four greetings and no hours; the hours are a setting of the site.
    """
    hour = f"{moment:%H.%M}"
    for greeting in greetings:
        since, until = greeting.since, greeting.until
        inside = since <= hour <= until if since <= until else not until < hour < since
        if inside:
            return greeting.word
    return ""


@lru_cache(maxsize=64)
def _pattern(flow: Flow) -> re.Pattern[str]:
    """Return what finds a place: its sign in brackets with dots, or bare where it has a slash."""
    kinds = []
    for slot in flow.speech.slots:
        sign = r"\s*/\s*".join(re.escape(word) for word in slot.sign.split("/"))
        sign = sign.replace(r"\ ", r"\s+")
        kinds.append(rf"[{{(]+[.\s]*{sign}[.\s]*[)}}]+")
        if "/" in slot.sign or slot.example:
            kinds.append(rf"(?<!\w){sign}(?!\w)")
    return re.compile("|".join(kinds) or r"(?!)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _slots(flow: Flow) -> Mapping[str, Slot]:
    return {_plain(slot.sign): slot for slot in flow.speech.slots}


def _plain(sign: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*/\s*", "/", sign.strip("{}(). \n"))).casefold()


def fill_speech(flow: Flow, text: str, known: Mapping[str, Value], voice: Voice) -> list[Json]:
    """Return a spoken text in pieces.

    Args:
        flow: The flow, with its table of places.
        text: The official wording.
        known: The facts on the way.
        voice: Who speaks, and when.

    Returns:
        Rows of ``text`` (what is said), ``sign`` (what stands in the wording; absent for
        plain text), ``state`` (``filled``, ``open``, ``example``) and ``hint``. All
        ``sign or text`` in a row give the wording to the letter.
    """
    pieces: list[Json] = []
    end = 0
    for match in _pattern(flow).finditer(text):
        slot = _slots(flow).get(_plain(match[0]))
        if slot is None:
            continue
        if match.start() > end:
            pieces.append({"text": text[end : match.start()]})
        said = _said(flow, slot, known, voice)
        before = text[match.start() - 1 : match.start()]
        # “Nomornya{No. Laporan}” has no space in the source; said aloud it needs one.
        gap = " " if said and before.isalnum() else ""
        state = "example" if slot.example else "filled" if said else "open"
        pieces.append(
            {
                "text": gap + said if said else match[0],
                "sign": match[0],
                "state": state,
                "hint": slot.example or _label(flow, slot),
            }
        )
        end = match.end()
    if end < len(text):
        pieces.append({"text": text[end:]})
    return pieces


def _label(flow: Flow, slot: Slot) -> str:
    if slot.fact == GREETING:
        return "Salam menurut jam"
    fact = flow.facts.get(slot.fact)
    return fact.label if fact else slot.sign


def _said(flow: Flow, slot: Slot, known: Mapping[str, Value], voice: Voice) -> str:
    """Return what is said in a place; empty where that is not known."""
    if slot.fact == GREETING:
        return greeting_at(flow.speech.greetings, voice.moment) if voice.moment else ""
    fact = flow.facts.get(slot.fact)
    value = known.get(slot.fact, WITHHELD)
    if fact is not None and value != WITHHELD:
        return slot.forms.get(str(value)) or show_value(fact, value)
    return voice.officer if slot.fact == OFFICER else ""


def spell(speech: Speech, address: str) -> list[Json]:
    """Return an address letter by letter, to be read back.

    Returns:
        Rows of ``sign`` and ``word``; what is said as one word is one row.
    """
    table = speech.spelling
    whole = sorted((word.casefold() for word in table.whole), key=len, reverse=True)
    found = re.compile("|".join([*(rf"(?<!\w){re.escape(w)}(?!\w)" for w in whole), "."]))
    rows: list[Json] = []
    for match in found.finditer(address.casefold()):
        sign = match[0]
        if len(sign) > 1:
            rows.append({"sign": sign, "word": sign})
        else:
            rows.append(
                {"sign": sign, "word": table.letters.get(sign) or table.signs.get(sign, sign)}
            )
    return rows
