"""The score card of a call: what was due, what was said and filed, and what that counts.

Weights are data (``penilaian.yaml``) and ours; an item the sources leave open is never fatal.
What the reviewer ticks goes before what the text of the call tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flow_engine.due import Item, due_items
from flow_engine.forbidden import forbidden_words
from flow_engine.matching import (
    WORTH_SHOWING,
    Found,
    Segment,
    find_exact,
    find_forbidden,
    find_nearly,
    longest_in_order,
)
from flow_engine.model import Flow
from flow_engine.session import Run
from flow_engine.spoken import Spoken, Wording, read_spoken, read_wording
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

EXACT, NEARLY, NOT, APART = "tepat", "mirip", "tidak", "lewat"
MARKS = (EXACT, NEARLY, NOT, APART)
"""To the letter, nearly, not at all, not applicable. A DON'T SAY was said with the first two."""
TICK, TEXT, FILED, CASE = "centang", "teks", "isian", "kasus"
# A longer prohibition is a rule that nobody says by chance; it is looked for as a sentence.
_SHORT_PROHIBITION = 8
_CHOSEN = (MENU, WORK_ORDER, ESCALATION)


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
        source: What the mark comes from: ``centang``, ``teks``, ``isian``, ``kasus`` (another
            sentence of the same case was said); empty for none.
        nature: ``fatal`` or ``gaya``.
        points: What it earned; ``maximum`` is what it could, 0 where it does not apply.
        percent: Likeness of what was found.
        segments: What differs; empty where nothing was compared.
        share: For the order: how many of the due sentences stand in their order.
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
    """

    rows: tuple[Row, ...]
    points: int
    maximum: int
    unjudged: int
    note: str

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


@dataclass(frozen=True)
class Finding:
    """What the text of a call, or what was filed, tells of one item.

    Attributes:
        places: First words of all places where a sentence stands, for the order.
    """

    mark: str
    found: Found | None = None
    places: tuple[int, ...] = ()


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
    findings = match_text(review.text, items, weights) if review.text.strip() else {}
    heard = bool(findings)
    findings |= _filed_findings(items, review.filed, weights)
    rows = [_row(item, review, findings.get(item.id), weights) for item in items]
    rows = _one_of_each_group(rows)
    if heard:
        rows = [_in_order(row, rows, findings, weights) for row in rows]
    return Card(
        tuple(rows),
        sum(row.points for row in rows),
        sum(row.maximum for row in rows),
        sum(row.mark == "" for row in rows),
        weights.note,
    )


def _in_order(
    row: Row, rows: Sequence[Row], findings: Mapping[str, Finding], weights: Weights
) -> Row:
    """Return the row of the order, judged by where the due sentences stand in the text."""
    if row.item.kind != ORDER or row.source == TICK:
        return row
    due = [other for other in rows if other.item.kind == SAY and other.mark != APART]
    places = [findings[other.item.id].places for other in due]
    # Where a sentence that only the reviewer heard stood, nobody knows.
    unplaced = sum(
        other.mark in (EXACT, NEARLY) and not at for other, at in zip(due, places, strict=True)
    )
    share = (longest_in_order(places), len(due) - unplaced)
    most = weights.of(ORDER).exact
    if share[1] < 1:
        return replace(row, mark=APART, source=TEXT, maximum=0)
    mark = EXACT if share[0] == share[1] else NEARLY if share[0] else NOT
    points = most * share[0] // share[1]
    return replace(row, mark=mark, source=TEXT, points=points, share=share)


def match_text(text: str, items: Sequence[Item], weights: Weights) -> dict[str, Finding]:
    """Hold the text of a call against what was due.

    Returns:
        A finding for each sentence and each prohibition. A sentence that is due several times
        has to be said as often.

    Raises:
        TextTooLong: The text is longer than is compared.
    """
    spoken = read_spoken(text, weights.fillers, weights.officers, weights.callers)
    due = [item for item in items if item.kind == SAY]
    wordings = {item.part: read_wording(item.pieces, weights.fillers) for item in due}
    exact = {part: find_exact(wording, spoken) for part, wording in wordings.items()}
    taken = [(found.start, found.end) for places in exact.values() for found in places]
    findings: dict[str, Finding] = {}
    met: dict[str, int] = {}
    open_items = []
    for item in due:
        number = met[item.part] = met.get(item.part, 0) + 1
        hits = exact[item.part]
        if number <= len(hits):
            # Who says a sentence nearly in its place, and to the letter later, kept the order.
            near = find_nearly(wordings[item.part], spoken, taken)
            near = [found for found in near if found.percent >= weights.nearly_percent]
            places = tuple(found.start for found in (*hits, *near))
            findings[item.id] = Finding(EXACT, hits[number - 1], places)
        else:
            open_items.append(item)
    _find_rest(open_items, wordings, spoken, list(taken), weights, findings)
    for item in items:
        if item.kind == DONT:
            found = _prohibited(item, spoken, taken, weights)
            mark = NOT if found is None else EXACT if found.exact else NEARLY
            findings[item.id] = Finding(mark, found)
    return findings


def _find_rest(
    items: Iterable[Item],
    wordings: Mapping[str, Wording],
    spoken: Spoken,
    taken: list[tuple[int, int]],
    weights: Weights,
    findings: dict[str, Finding],
) -> None:
    """Find what was nearly said; each place in the text stands for one sentence only."""
    candidates = [
        (found, number, item)
        for number, item in enumerate(items)
        for found in find_nearly(wordings[item.part], spoken, taken)
    ]
    candidates.sort(key=lambda one: (-one[0].percent, one[0].start, one[1]))
    for item in items:
        findings[item.id] = Finding(NOT)
    for found, _, item in candidates:
        known = findings[item.id]
        free = all(found.end <= start or found.start >= end for start, end in taken)
        if known.mark == NEARLY or not free:
            continue
        if found.percent >= weights.nearly_percent:
            taken.append((found.start, found.end))
            findings[item.id] = Finding(NEARLY, found, (found.start,))
        elif known.found is None and found.percent >= WORTH_SHOWING * 100:
            findings[item.id] = Finding(NOT, found)


def _prohibited(
    item: Item, spoken: Spoken, taken: Sequence[tuple[int, int]], weights: Weights
) -> Found | None:
    wording = read_wording([(forbidden_words(item.text), False)], weights.fillers)
    words = [word for word in wording.words if isinstance(word, str)]
    if len(words) <= _SHORT_PROHIBITION:
        return find_forbidden(words, spoken, taken, weights.forbidden_percent)
    near = [*find_exact(wording, spoken), *find_nearly(wording, spoken, taken)]
    return next((found for found in near if found.percent >= weights.forbidden_percent), None)


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
    if finding is not None:
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


def _one_of_each_group(rows: list[Row]) -> list[Row]:
    """Leave out the sentences beside which another one of their case was said."""
    said = {row.item.group for row in rows if row.mark in (EXACT, NEARLY)}
    met: set[str] = set()
    kept = []
    for row in rows:
        group = row.item.group
        other = group in said or group in met
        if group and other and row.mark in ("", NOT) and row.source != TICK:
            row = replace(row, mark=APART, source=CASE, points=0, maximum=0)
        elif group:
            met.add(group)
        kept.append(row)
    return kept
