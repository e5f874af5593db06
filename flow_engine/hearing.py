"""What the text of a call tells of each sentence that was due, and of each prohibition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flow_engine.due import Item
from flow_engine.forbidden import forbidden_words
from flow_engine.matching import (
    WORTH_SHOWING,
    Found,
    find_exact,
    find_forbidden,
    find_nearly,
    is_free,
)
from flow_engine.spoken import Spoken, Wording, read_spoken, read_wording
from flow_engine.weights import DONT, SAY, Weights

EXACT, NEARLY, NOT, APART = "tepat", "mirip", "tidak", "lewat"
MARKS = (EXACT, NEARLY, NOT, APART)
"""To the letter, nearly, not at all, not applicable. A DON'T SAY was said with the first two."""
# A longer prohibition is a rule that nobody says by chance; it is looked for as a sentence.
_SHORT_PROHIBITION = 8


@dataclass(frozen=True)
class Finding:
    """What the text of a call, or what was filed, tells of one item.

    Attributes:
        mark: One of ``MARKS``; empty for a sentence that was not said and whose case the way
            does not decide.
        places: First words of all places where a sentence stands, for the order.
    """

    mark: str
    found: Found | None = None
    places: tuple[int, ...] = ()


def hear(text: str, items: Iterable[Item], weights: Weights) -> Spoken:
    """Return what the CSO says in a text.

    Raises:
        TextTooLong: The text is longer than is compared.
    """
    due = [item.text for item in items if item.kind == SAY]
    return read_spoken(text, weights.fillers, weights.officers, weights.callers, due)


def match_text(spoken: Spoken, items: Sequence[Item], weights: Weights) -> dict[str, Finding]:
    """Hold what the CSO says against what was due.

    Returns:
        A finding for each sentence and each prohibition. A sentence that is due several times
        has to be said as often.
    """
    due = [item for item in items if item.kind == SAY]
    wordings = {item.id: read_wording(item.pieces, weights.fillers) for item in due}
    taken: list[tuple[int, int]] = []
    exact: dict[Words, list[Found]] = {}
    # The longest first: a short sentence is not said by saying a long one that holds it.
    for wording in sorted(wordings.values(), key=lambda one: -one.fixed):
        if wording.words not in exact:
            hits = exact[wording.words] = find_exact(wording, spoken, taken)
            taken += [(found.start, found.end) for found in hits]
    findings: dict[str, Finding] = {}
    met: dict[Words, int] = {}
    open_items = []
    for item in due:
        words = wordings[item.id].words
        number = met[words] = met.get(words, 0) + 1
        hits = exact[words]
        if number <= len(hits):
            # Who says a sentence nearly in its place, and to the letter later, kept the order.
            near = find_nearly(wordings[item.id], spoken, taken)
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


Words = tuple[object, ...]


def _find_rest(
    items: Sequence[Item],
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
        for found in find_nearly(wordings[item.id], spoken, taken)
    ]
    candidates.sort(key=lambda one: (-one[0].percent, one[0].start, one[1]))
    missing = {item.id: "" if item.maybe else NOT for item in items}
    findings.update({name: Finding(mark) for name, mark in missing.items()})
    for found, _, item in candidates:
        known = findings[item.id]
        if known.mark == NEARLY or not is_free(found.start, found.end, taken):
            continue
        if found.percent >= weights.nearly_percent:
            taken.append((found.start, found.end))
            findings[item.id] = Finding(NEARLY, found, (found.start,))
        elif known.found is None and found.percent >= WORTH_SHOWING * 100:
            findings[item.id] = Finding(missing[item.id], found)


def _prohibited(
    item: Item, spoken: Spoken, taken: Sequence[tuple[int, int]], weights: Weights
) -> Found | None:
    wording = read_wording([(forbidden_words(item.text), False)], weights.fillers)
    words = [word for word in wording.words if isinstance(word, str)]
    if len(words) <= _SHORT_PROHIBITION:
        return find_forbidden(words, spoken, taken, weights.forbidden_percent)
    near = [*find_exact(wording, spoken), *find_nearly(wording, spoken, taken, due=False)]
    return next((found for found in near if found.percent >= weights.forbidden_percent), None)
