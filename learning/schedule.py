"""When a card comes again: the package ``fsrs`` decides, without chance; here it is kept as JSON.

The page stores what is written here and sends it back; it never looks inside.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

from flow_engine.saved import BadMessage

Json = dict[str, Any]

# By chance a card would come a day sooner or later, and no two runs would be the same.
SCHEDULER = Scheduler(enable_fuzzing=False)
LABELS = {
    Rating.Again: "Lagi",
    Rating.Hard: "Sulit",
    Rating.Good: "Bisa",
    Rating.Easy: "Mudah",
}
# A card that was known and forgotten so often does not stick by asking once more.
LEECH_LAPSES = 4
# A computer that sets its clock by the network moves it by seconds.
CLOCK_SLACK = datetime.timedelta(minutes=2)
# A card of today's that is not yet ripe, when there is no other: as Anki shows it ahead.
AHEAD = datetime.timedelta(minutes=20)
DAMAGED = "Catatan jadwal kartu ini rusak dan tidak dipakai. Kartunya dimulai lagi dari awal."
UTC = datetime.timezone.utc  # noqa: UP017 - the package compares with this very name


@dataclass(frozen=True)
class Kept:
    """What is remembered of one card.

    Attributes:
        memory: The state as ``fsrs`` has it.
        version: Hash of the card's content when it was last rated.
        first: Local date of its first rating.
        lapses: How often it was known and then forgotten.
    """

    memory: Memory
    version: str
    first: datetime.date
    lapses: int = 0

    @property
    def is_leech(self) -> bool:
        """Tell whether asking it again has helped too seldom."""
        return self.lapses >= LEECH_LAPSES


def read_moment(raw: object) -> datetime.datetime:
    """Read the page's clock: ISO with the zone, so that "today" is the reader's.

    Raises:
        BadMessage: It is no moment, or has no zone.
    """
    try:
        moment = datetime.datetime.fromisoformat(str(raw))
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadMessage("Jam komputer ini tidak dapat dibaca.") from error
    if moment.tzinfo is None:
        raise BadMessage("Jam komputer ini tidak dapat dibaca: zona waktunya tidak ada.")
    return moment.replace(microsecond=0)


def kept_json(kept: Kept) -> Json:
    """Write what is remembered; its keys are those of ``fsrs`` and three of ours."""
    written: Json = dict(kept.memory.to_dict())
    del written["card_id"]
    return written | {
        "version": kept.version,
        "first": kept.first.isoformat(),
        "lapses": kept.lapses,
    }


def read_kept(raw: object) -> Kept:
    """Read what :func:`kept_json` wrote.

    Raises:
        BadMessage: It is something else; the page keeps it and begins the card anew.
    """
    try:
        if not isinstance(raw, Mapping):
            raise TypeError("no object")
        memory = Memory.from_dict({**raw, "card_id": 0})  # type: ignore[typeddict-item]
        lapses, step = raw["lapses"], raw["step"]
        whole = all(isinstance(n, int) and not isinstance(n, bool) for n in (lapses, step or 0))
        if not whole or lapses < 0 or (step is None) != (memory.state is State.Review):
            raise ValueError("step or lapses")
        if not 0 <= (step or 0) < len(SCHEDULER.learning_steps):
            raise ValueError("step")
        if memory.last_review is None or memory.stability is None or memory.difficulty is None:
            raise ValueError("never rated")
        if not (0 < memory.stability < float("inf") and 1 <= memory.difficulty <= 10):
            raise ValueError("stability or difficulty")
        if memory.due.tzinfo is None or memory.last_review.tzinfo is None:
            raise ValueError("no zone")
        memory.due, memory.last_review = (
            memory.due.astimezone(UTC),
            memory.last_review.astimezone(UTC),
        )
        first = datetime.date.fromisoformat(str(raw["first"]))
        return Kept(memory, str(raw["version"]), first, lapses)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadMessage(DAMAGED) from error


def rate(kept: Kept | None, rating: Rating, version: str, now: datetime.datetime) -> Kept:
    """Return what is remembered after a card was rated.

    Args:
        kept: What was remembered; None for a card never seen.
        rating: How well it was known.
        version: Hash of the card's content.
        now: With its zone; at or after the last rating, or a little before it.
    """
    moment = now.astimezone(UTC)
    if kept is None:
        memory = Memory(card_id=0, due=moment)
        kept = Kept(memory, version, now.date())
    moment = max(moment, kept.memory.last_review or moment)
    lapsed = rating is Rating.Again and kept.memory.state is State.Review
    memory, _ = SCHEDULER.review_card(kept.memory, rating, moment)
    return replace(kept, memory=memory, version=version, lapses=kept.lapses + lapsed)


def is_due(kept: Kept, now: datetime.datetime) -> bool:
    """Tell whether a card is to be asked: by the minute while it is learnt, then by the day."""
    if kept.memory.state is State.Review:
        return kept.memory.due.astimezone(now.tzinfo).date() <= now.date()
    return kept.memory.due <= now


def is_ripe_soon(kept: Kept, now: datetime.datetime) -> bool:
    """Tell whether a card that is being learnt can be asked ahead, where no other is left."""
    return kept.memory.state is not State.Review and kept.memory.due <= now + AHEAD


def last_review(kept: Mapping[str, Kept]) -> datetime.datetime | None:
    """Return when any card was rated last."""
    moments = [k.memory.last_review for k in kept.values() if k.memory.last_review]
    return max(moments, default=None)


def check_clock(last: datetime.datetime | None, now: datetime.datetime) -> None:
    """Refuse to go on where the clock stands before what has been done already.

    Raises:
        BadMessage: It was set back; a schedule made now would lie in the past.
    """
    if last is not None and now < last - CLOCK_SLACK:
        seen = last.astimezone(now.tzinfo)
        raise BadMessage(
            f"Jam komputer ini ({now:%d-%m-%Y %H.%M}) lebih awal daripada latihan terakhir "
            f"({seen:%d-%m-%Y %H.%M}). Betulkan jamnya, lalu muat ulang halaman. "
            "Kemajuan Anda tetap tersimpan, dan tidak ada yang dijadwalkan dengan jam ini."
        )


def interval_words(span: datetime.timedelta) -> str:
    """Return a length of time as a button shows it: minutes, hours, days, months, years."""
    minutes = max(1, round(span.total_seconds() / 60))
    days = round(minutes / 1440)
    if minutes < 60:
        return f"{minutes} menit"
    if minutes < 1440:
        return f"{round(minutes / 60)} jam"
    if days < 31:
        return f"{days} hari"
    if days < 365:
        return f"{round(days / 30.4)} bulan"
    return f"{days / 365:.1f} tahun".replace(".", ",").replace(",0 ", " ")


def offers(kept: Kept | None, version: str, now: datetime.datetime) -> list[Json]:
    """Return the four ratings with the time after which the card would come again."""
    found = []
    for rating, label in LABELS.items():
        after = rate(kept, rating, version, now)
        span = after.memory.due - (after.memory.last_review or now)
        found.append({"rating": int(rating), "label": label, "interval": interval_words(span)})
    return found
