"""Cards in the room ``latihan``; what is known of a reader comes from the page and goes back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from fsrs import Rating

from flow_engine.saved import BadMessage
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
    return {"kept": kept_json(after)}


CALLS: Mapping[str, Callable[[Json], Json]] = {
    "cards_offers": offer_ratings,
    "cards_rate": rate_card,
}
