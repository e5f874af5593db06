"""Today's stack: what is due, then what is new, a little of each kind after the other."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flow_engine.saved import BadMessage
from learning.schedule import Kept, check_clock, is_due, is_ripe_soon, last_review, read_kept

MOST_NEW = 10


@dataclass(frozen=True)
class Listed:
    """What the stack needs to know of a card."""

    id: str
    version: str
    topic: str
    kind: str


@dataclass(frozen=True)
class Deck:
    """What there is to do today, each as ids.

    Attributes:
        due: To be asked now, the longest overdue first.
        new: Never asked; as many as today still takes.
        ahead: Being learnt, ripe within minutes: for when nothing else is left.
        changed: Asked before, and worded otherwise since; they are due.
        leeches: Forgotten again and again.
        damaged: Whose memory cannot be read; they are as new, and what is kept stays kept.
        seen: How many cards of the topic have been asked at least once.
        total: How many cards the topic has.
        following: When the next card comes that is not in this stack; None where none does.
    """

    due: tuple[str, ...]
    new: tuple[str, ...]
    ahead: tuple[str, ...]
    changed: tuple[str, ...]
    leeches: tuple[str, ...]
    damaged: tuple[str, ...]
    seen: int
    total: int
    following: datetime.datetime | None


def read_all(raw: Mapping[str, object]) -> tuple[dict[str, Kept], list[str]]:
    """Read what is remembered of all cards; return it, and the ids of what is damaged."""
    kept: dict[str, Kept] = {}
    damaged = []
    for name, one in raw.items():
        try:
            kept[name] = read_kept(one)
        except BadMessage:
            damaged.append(name)
    return kept, damaged


def make_deck(
    cards: Sequence[Listed],
    raw: Mapping[str, object],
    now: datetime.datetime,
    topic: str = "",
    most_new: int = MOST_NEW,
) -> Deck:
    """Return the stack of a day.

    Args:
        cards: All cards, in the order in which they are learnt.
        raw: What the page keeps of each, by id; what belongs to no card is passed over.
        now: With its zone.
        topic: Only this one; empty for all.
        most_new: How many new cards a day takes, over all topics.

    Raises:
        BadMessage: The clock stands before the last rating.
    """
    kept, damaged = read_all(raw)
    check_clock(last_review(kept), now)
    asked = [card for card in cards if topic in ("", card.topic)]
    seen = [card for card in asked if card.id in kept]
    changed = [card.id for card in seen if kept[card.id].version != card.version]
    due = [card.id for card in seen if is_due(kept[card.id], now) or card.id in changed]
    due.sort(key=lambda name: kept[name].memory.due)
    ahead = [c.id for c in seen if c.id not in due and is_ripe_soon(kept[c.id], now)]
    begun = sum(one.first == now.date() for one in kept.values())
    new = mixed([card for card in asked if card.id not in kept])
    waiting = [kept[c.id].memory.due for c in seen if c.id not in due]
    return Deck(
        due=tuple(due),
        new=tuple(new[: max(0, most_new - begun)]),
        ahead=tuple(ahead),
        changed=tuple(changed),
        leeches=tuple(card.id for card in seen if kept[card.id].is_leech),
        damaged=tuple(card.id for card in asked if card.id in damaged),
        seen=len(seen),
        total=len(asked),
        following=min(waiting, default=None),
    )


def mixed(cards: Sequence[Listed]) -> list[str]:
    """Return ids so that the kinds take turns and each keeps its order."""
    turns: dict[str, int] = {}
    placed = []
    for number, card in enumerate(cards):
        turn = turns.get(card.kind, 0)
        turns[card.kind] = turn + 1
        placed.append((turn, number, card.id))
    return [name for _, _, name in sorted(placed)]
