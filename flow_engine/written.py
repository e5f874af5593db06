"""Compares a whole written text, such as a report, with the wording it has to have."""

from __future__ import annotations

from collections.abc import Sequence

from flow_engine.matching import (
    Found,
    Run,
    Segment,
    add_segment,
    compare_with,
    exact_segments,
    runs_of,
)
from flow_engine.spoken import WRITTEN, Spoken, Wording, plain


def compare_written(wording: Wording, text: str) -> Found:
    """Compare a whole written text with a wording; signs count, blanks and capitals do not."""
    shown = tuple(WRITTEN.findall(text))
    words = tuple(plain(word) for word in shown)
    spoken = Spoken(words, shown, (0,) * len(words), {})
    runs = runs_of(wording)
    ends = _fill_up(runs, words)
    if ends is not None:
        segments = exact_segments(runs, spoken, 0, ends)
        return Found(0, len(words), True, 100, segments)
    near = compare_with(wording, spoken, 0, len(words), whole=True)
    if near is not None:
        return near
    differing: list[Segment] = []
    add_segment(differing, "missing", wording.shown)
    add_segment(differing, "added", shown)
    return Found(0, len(words), False, 0, tuple(differing))


def _fill_up(runs: Sequence[Run], words: Sequence[str]) -> list[int] | None:
    """Return where each run ends when the wording has to take the whole text.

    Gaps know no end here, so that the earliest place of each run is as good as any.
    """
    ends: list[int] = []
    start = 0
    for number, (gap, run) in enumerate(runs):
        begin = start + (gap.least if gap else 0)
        if number == len(runs) - 1:
            last = len(words) - len(run)
            if last < begin or (gap is None and last != begin):
                return None
            begin = last
        while tuple(words[begin : begin + len(run)]) != run:
            begin += 1
            if gap is None or begin + len(run) > len(words):
                return None
        start = begin + len(run)
        ends.append(start)
    return ends
