"""Cards in the room ``latihan``; what is known of a reader comes from the page and goes back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from fsrs import Rating

from flow_engine.saved import BadMessage
from learning.answers import judge
from learning.cards import read_card
from learning.deck import MOST_NEW, Listed, make_deck
from learning.schedule import (
    Kept,
    check_clock,
    kept_json,
    offers,
    rate,
    read_kept,
    read_moment,
)

Json = dict[str, Any]

FOREIGN = "Daftar kartu ini tidak dapat dibaca. Muat ulang halaman."
MOST_A_DAY = 200


def today(request: Json) -> Json:
    """Return today's stack.

    Args:
        request: ``cards`` (each with ``id``, ``version``, ``topic``, ``kind``), ``kept`` by id,
            ``now`` as ISO with zone; ``topic`` and ``most_new`` may be left out.
    """
    now = read_moment(request.get("now"))
    raw, rows = request.get("kept"), request.get("cards")
    most_new = request.get("most_new", MOST_NEW)
    if not isinstance(raw, Mapping) or not isinstance(rows, list):
        raise BadMessage(FOREIGN)
    if isinstance(most_new, bool) or not isinstance(most_new, int):
        raise BadMessage("Jumlah kartu baru harus berupa angka.")
    try:
        cards = [Listed(*(str(row[k]) for k in ("id", "version", "topic", "kind"))) for row in rows]
    except (KeyError, TypeError) as error:
        raise BadMessage(FOREIGN) from error
    deck = make_deck(
        cards, raw, now, str(request.get("topic", "")), max(0, min(most_new, MOST_A_DAY))
    )
    following = deck.following and deck.following.astimezone(now.tzinfo).isoformat()
    return {
        "due": list(deck.due),
        "new": list(deck.new),
        "ahead": list(deck.ahead),
        "changed": list(deck.changed),
        "leeches": list(deck.leeches),
        "damaged": list(deck.damaged),
        "seen": deck.seen,
        "total": deck.total,
        "following": following,
    }


def judge_answer(request: Json) -> Json:
    """Judge an answer; tell the key, why, and where it stands.

    Args:
        request: ``card`` as published, ``answer``: the id of a choice, or all ids in an order.
    """
    card = read_card(request.get("card"))
    judgement = judge(card, request.get("answer"))
    return {
        "right": judgement.right,
        "misplaced": list(judgement.misplaced),
        "key": list(card.key),
        "wording": card.wording,
        "note": card.note,
        "clauses": list(card.clauses),
    }


def _known(request: Json) -> Kept | None:
    raw = request.get("kept")
    return None if raw is None else read_kept(raw)


def _moment(request: Json, kept: Kept | None) -> datetime.datetime:
    now = read_moment(request.get("now"))
    check_clock(kept.memory.last_review if kept else None, now)
    return now


def offer_ratings(request: Json) -> Json:
    """Tell after which time a card would come again, for each rating.

    Args:
        request: ``kept`` (or null), ``version`` of the card, ``now`` as ISO with zone.
    """
    kept = _known(request)
    return {"ratings": offers(kept, str(request.get("version")), _moment(request, kept))}


def rate_card(request: Json) -> Json:
    """Rate a card; return what is to be kept of it.

    Args:
        request: As for :func:`offer_ratings`, and ``rating``: 1 again to 4 easy.
    """
    kept = _known(request)
    raw = request.get("rating")
    if isinstance(raw, bool) or raw not in [int(rating) for rating in Rating]:
        raise BadMessage("Nilai kartu harus 1 sampai 4.")
    now = _moment(request, kept)
    after = rate(kept, Rating(int(raw)), str(request.get("version")), now)
    return {"kept": kept_json(after), "leech": after.is_leech}


CALLS: Mapping[str, Callable[[Json], Json]] = {
    "cards_today": today,
    "cards_judge": judge_answer,
    "cards_offers": offer_ratings,
    "cards_rate": rate_card,
}
