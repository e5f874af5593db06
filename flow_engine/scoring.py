"""The score card of a call: what was due, what was said and filed, and what that counts.

Weights are data (``penilaian.yaml``) and ours; an item the sources leave open is never fatal.
What the reviewer ticks goes before what the text of the call tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flow_engine.due import Item, due_items
from flow_engine.hearing import (
    APART,
    EXACT,
    NEARLY,
    NOT,
    Finding,
    hear,
    match_text,
)
from flow_engine.matching import Segment, longest_in_order
from flow_engine.model import Flow
from flow_engine.session import Run
from flow_engine.spoken import Spoken, read_wording
from flow_engine.weights import (
    DONT,
    ESCALATION,
    FATAL,
    MENU,
    ORDER,
    REPORT,
    SAY,
    STYLE,
    WORK_ORDER,
    Weights,
)
from flow_engine.written import compare_written

TICK, TEXT, FILED = "centang", "teks", "isian"
_CHOSEN = (MENU, WORK_ORDER, ESCALATION)
_MOST_NAMES = 5


@dataclass(frozen=True)
class Review:
    """What a reviewer gives beside the way.

    Attributes:
        ticks: Item to mark.
        filed: Item to the report text filed, or the value chosen, as pasted.
        text: The text of the call; empty where there is none.
    """

    ticks: Mapping[str, str] = field(default_factory=dict)
    filed: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One item with its mark and its points.

    Attributes:
        mark: One of ``MARKS``, or empty while nothing is known.
        source: What the mark comes from: ``centang``, ``teks``, ``isian``; empty for none.
        nature: ``fatal`` or ``gaya``.
        points: What it earned; ``maximum`` is what it could, 0 where it does not apply.
        percent: Likeness of what was found.
        segments: What differs; empty where nothing was compared.
        share: For the order: how many of the sentences found stand in their order.
    """

    item: Item
    nature: str
    mark: str = ""
    source: str = ""
    points: int = 0
    maximum: int = 0
    percent: int | None = None
    segments: tuple[Segment, ...] = ()
    share: tuple[int, int] | None = None

    @property
    def wrong(self) -> bool:
        """Tell whether the item is marked and not as it should be."""
        if self.item.kind == DONT:
            return self.mark in (EXACT, NEARLY)
        return self.mark in (NEARLY, NOT)

    @property
    def fatal(self) -> bool:
        """Tell whether this fails the card; what earns points for being nearly right does not."""
        return self.wrong and self.nature == FATAL and self.points == 0


@dataclass(frozen=True)
class Card:
    """A score card.

    Attributes:
        points: Sum over the rows, 0 to ``maximum``.
        unjudged: How many rows have no mark yet; they earn nothing.
        warnings: What of the text of the call was not judged, in sentences.
    """

    rows: tuple[Row, ...]
    points: int
    maximum: int
    unjudged: int
    note: str
    warnings: tuple[str, ...] = ()

    @property
    def fatal(self) -> tuple[Row, ...]:
        """Return what fails the card."""
        return tuple(row for row in self.rows if row.fatal)

    @property
    def style(self) -> tuple[Row, ...]:
        """Return what only costs points."""
        return tuple(row for row in self.rows if row.wrong and not row.fatal)

    @property
    def percent(self) -> int:
        """Return the points in percent, rounded down; 100 where nothing could be earned."""
        return 100 * self.points // self.maximum if self.maximum else 100

    @property
    def verdict(self) -> str:
        """Return ``gagal``, ``belum`` (something is not marked yet) or ``selesai``."""
        return "gagal" if self.fatal else "belum" if self.unjudged else "selesai"


def score(flow: Flow, run: Run, review: Review, weights: Weights) -> Card:
    """Score a call.

    Args:
        flow: The flow.
        run: The way of the call.
        review: Ticks, filed texts and the text of the call.
        weights: What items count.

    Raises:
        TextTooLong: The text of the call is longer than is compared.
    """
    return score_items(due_items(flow, run), review, weights)


def score_items(items: Sequence[Item], review: Review, weights: Weights) -> Card:
    """Score what was due; see :func:`score`."""
    spoken = hear(review.text, items, weights)
    heard = match_text(spoken, items, weights) if spoken.words else {}
    findings = heard | _filed_findings(items, review.filed, weights)
    rows = [_row(item, review, findings.get(item.id), weights) for item in items]
    if spoken.words:
        rows = [_in_order(row, rows, heard, weights) for row in rows]
    return Card(
        tuple(rows),
        sum(row.points for row in rows),
        sum(row.maximum for row in rows),
        sum(row.mark == "" for row in rows),
        weights.note,
        _warnings(review.text, spoken),
    )


def _warnings(text: str, spoken: Spoken) -> tuple[str, ...]:
    """Tell what of the text was not judged."""
    told = []
    if spoken.strangers:
        names = ", ".join(f"“{name}”" for name in spoken.strangers[:_MOST_NAMES])
        more = ", dan lainnya" if len(spoken.strangers) > _MOST_NAMES else ""
        told.append(
            f"Sebutan pembicara tidak dikenal: {names}{more}. Kata-kata mereka tidak dihitung "
            "sebagai ucapan CSO. Tulis CSO: atau Pelanggan: di depan barisnya."
        )
    if text.strip() and not spoken.words:
        told.append("Tidak ada kata CSO dalam teks ini, jadi tidak ada yang ditandai dari teks.")
    return tuple(told)


def _in_order(
    row: Row, rows: Sequence[Row], findings: Mapping[str, Finding], weights: Weights
) -> Row:
    """Return the row of the order, judged by where the sentences that were said stand."""
    if row.item.kind != ORDER or row.source == TICK:
        return row
    said = [one for one in rows if one.item.kind == SAY and one.mark in (EXACT, NEARLY)]
    # Where a sentence that only the reviewer heard stood, nobody knows.
    places = [at for one in said if (at := findings[one.item.id].places)]
    if not places:
        return replace(row, mark=APART, source=TEXT, maximum=0)
    share = (longest_in_order(places), len(places))
    mark = EXACT if share[0] == share[1] else NEARLY
    points = weights.of(ORDER).exact * share[0] // share[1]
    return replace(row, mark=mark, source=TEXT, points=points, share=share)


def _filed_findings(
    items: Iterable[Item], filed: Mapping[str, str], weights: Weights
) -> dict[str, Finding]:
    """Compare what was filed and chosen with what had to be; an empty field tells nothing yet."""
    findings: dict[str, Finding] = {}
    for item in items:
        given = filed.get(item.id, "").strip()
        if not given:
            continue
        if item.kind in _CHOSEN:
            findings[item.id] = Finding(EXACT if given == item.text else NOT)
        elif item.kind == REPORT:
            found = compare_written(read_wording(item.pieces, written=True), given)
            near = found.percent >= weights.nearly_percent
            findings[item.id] = Finding(EXACT if found.exact else NEARLY if near else NOT, found)
    return findings


def _row(item: Item, review: Review, finding: Finding | None, weights: Weights) -> Row:
    weight = weights.of(item.kind, item.part, item.clause)
    nature = weight.nature if item.stated else STYLE
    mark, source = "", ""
    if finding is not None and finding.mark:
        mark = finding.mark
        source = FILED if item.kind in (*_CHOSEN, REPORT) else TEXT
    if item.id in review.ticks:
        mark, source = review.ticks[item.id], TICK
    found = finding.found if finding else None
    return Row(
        item,
        nature,
        mark,
        source,
        {EXACT: weight.exact, NEARLY: weight.nearly}.get(mark, 0) if item.kind != DONT else 0,
        0 if mark == APART or item.kind == DONT else weight.exact,
        found.percent if found else None,
        found.segments if found else (),
    )
