"""Finds wordings in the text of a call: to the letter, and nearly, with what differs.

Places to fill are gaps that take some words. Candidates come from an index of words, so that
a long call is compared in few places only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flow_engine.opposites import meaning_of
from flow_engine.spoken import GAP_WORDS, Gap, Spoken, Wording

# A wording with fewer words is only ever found to the letter.
LEAST_WORDS = 3
CANDIDATES = 3
# A word that is misheard or misspelt is still that word.
ALIKE = 0.75
# A sentence with a number or a negation on one side only is never nearly the same.
NO_LIKENESS = 49
# Below this the best place in a text has nothing to do with the wording.
WORTH_SHOWING = 0.5


@dataclass(frozen=True)
class Segment:
    """A piece of a comparison.

    Attributes:
        kind: ``same``, ``missing`` (in the wording only), ``added`` (in the text only) or
            ``gap`` (what was said in a place to fill).
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Found:
    """Where and how well a wording was found.

    Attributes:
        start: First word of the text, counted from 0.
        end: After the last one.
        percent: Likeness, 0 to 100; 100 is the letter only when ``exact``.
    """

    start: int
    end: int
    exact: bool
    percent: int
    segments: tuple[Segment, ...]


def find_exact(
    wording: Wording, spoken: Spoken, taken: Sequence[tuple[int, int]] = ()
) -> list[Found]:
    """Return every place where a wording stands letter for letter, in order, none overlapping.

    Args:
        wording: What was due.
        spoken: The call.
        taken: Places that other wordings stand in.
    """
    runs = runs_of(wording)
    if not any(run for _, run in runs):
        return []
    found: list[Found] = []
    lead = sum(gap.least for gap, run in runs[:1] if gap)
    for place in spoken.index.get(_first_word(runs), ()):
        start = place - lead
        if start < (found[-1].end if found else 0):
            continue
        ends = _follow(runs, spoken.words, start)
        if ends is not None and is_free(start, ends[-1], taken):
            segments = exact_segments(runs, spoken, start, ends)
            found.append(Found(start, ends[-1], True, 100, segments))
    return found


def is_free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    """Tell whether nothing taken stands in a stretch of the text."""
    return all(end <= begin or start >= stop for begin, stop in taken)


Run = tuple[Gap | None, tuple[str, ...]]


def runs_of(wording: Wording) -> list[Run]:
    """Return the wording as runs of words, each with the gap before it; the last may be empty."""
    runs: list[Run] = []
    gap: Gap | None = None
    words: list[str] = []
    for word in wording.words:
        if isinstance(word, str):
            words.append(word)
            continue
        if words or gap:
            runs.append((gap, tuple(words)))
        gap, words = word, []
    runs.append((gap, tuple(words)))
    return runs


def _first_word(runs: Sequence[Run]) -> str:
    return next(run[0] for _, run in runs if run)


def _follow(runs: Sequence[Run], words: Sequence[str], start: int) -> list[int] | None:
    """Return where each run ends when the wording begins at a word, gaps as short as can be."""
    (gap, run), rest = runs[0], runs[1:]
    least, most = (gap.least, gap.most) if gap else (0, 0)
    for size in range(least, most + 1):
        begin = start + size
        end = begin + len(run)
        if start < 0 or end > len(words):
            return None
        if tuple(words[begin:end]) == run:
            after = _follow(rest, words, end) if rest else []
            if after is not None:
                return [end, *after]
    return None


def exact_segments(
    runs: Sequence[Run], spoken: Spoken, start: int, ends: Sequence[int]
) -> tuple[Segment, ...]:
    """Return what was said as segments; ``ends`` is where each run ends."""
    segments: list[Segment] = []
    at = start
    for (_, run), end in zip(runs, ends, strict=True):
        middle = end - len(run)
        add_segment(segments, "gap", spoken.shown[at:middle])
        add_segment(segments, "same", spoken.shown[middle:end])
        at = end
    return tuple(segments)


def add_segment(segments: list[Segment], kind: str, words: Sequence[str]) -> None:
    """Add words to the segments, to the last one where that is of the same kind."""
    if not words:
        return
    text = " ".join(words)
    if segments and segments[-1].kind == kind:
        segments[-1] = Segment(kind, f"{segments[-1].text} {text}")
    else:
        segments.append(Segment(kind, text))


def find_nearly(
    wording: Wording, spoken: Spoken, taken: Sequence[tuple[int, int]], *, due: bool = True
) -> list[Found]:
    """Return the places most like a wording, best first, that overlap nothing taken.

    Args:
        wording: What was due, or prohibited.
        spoken: The call.
        taken: Places that other wordings stand in, to the letter.
        due: Whether it has to mean the same too; a prohibition is broken either way.
    """
    if wording.fixed < LEAST_WORDS:
        return []
    words = {word for word in wording.words if isinstance(word, str)}
    hits = sorted(place for word in words for place in spoken.index.get(word, ()))
    span = wording.fixed + sum(gap.least for gap in wording.words if isinstance(gap, Gap))
    found: dict[tuple[int, int], Found] = {}
    for begin, end in _windows(hits, span, wording.fixed):
        begin, end = max(0, begin - 2), min(len(spoken.words), end + GAP_WORDS)
        begin, end = _free(begin, end, taken)
        near = compare_with(wording, spoken, begin, end, due=due)
        if near is not None:
            found.setdefault((near.start, near.end), near)
    return sorted(found.values(), key=lambda near: (-near.percent, near.start))


def _windows(hits: Sequence[int], span: int, fixed: int) -> list[tuple[int, int]]:
    """Return the stretches that hold most words of a wording, at most ``CANDIDATES``."""
    width = int(span * 1.5) + 2
    counted: list[tuple[int, int]] = []
    last = 0
    for first, place in enumerate(hits):
        while last < len(hits) and hits[last] < place + width:
            last += 1
        counted.append((last - first, first))
    best: list[tuple[int, int]] = []
    for count, first in sorted(counted, key=lambda item: (-item[0], item[1])):
        if count < fixed * WORTH_SHOWING or len(best) == CANDIDATES:
            break
        begin = hits[first]
        if all(begin >= end or begin + width <= start for start, end in best):
            best.append((begin, begin + width))
    return best


def _free(begin: int, end: int, taken: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the longest part of a stretch that nothing taken stands in."""
    pieces = [(begin, end)]
    for start, stop in taken:
        pieces = [
            piece
            for left, right in pieces
            for piece in ((left, min(right, start)), (max(left, stop), right))
            if piece[0] < piece[1]
        ]
    return max(pieces, key=lambda piece: piece[1] - piece[0], default=(begin, begin))


def compare_with(
    wording: Wording,
    spoken: Spoken,
    begin: int,
    end: int,
    *,
    whole: bool = False,
    due: bool = True,
) -> Found | None:
    """Compare a wording with a stretch of the text, trimmed to where they meet.

    Args:
        wording: What was due.
        spoken: The text.
        begin: First word of the stretch.
        end: After its last word.
        whole: Whether all of the stretch counts, also what is beyond the wording.
        due: Whether it has to mean the same too.
    """
    mine = [word if isinstance(word, str) else "" for word in wording.words]
    codes = SequenceMatcher(None, mine, spoken.words[begin:end], autojunk=False).get_opcodes()
    first, last = _meeting(codes, wording)
    if first is None:
        return None
    start, stop = begin + codes[first][3], begin + codes[last][4]
    segments: list[Segment] = []
    score, extra = 0.0, 0
    told: list[str] = []
    for number, (kind, i1, i2, j1, j2) in enumerate(codes):
        inside = whole or first <= number <= last
        if kind == "equal" and inside:
            score += i2 - i1
            add_segment(segments, "same", spoken.shown[begin + j1 : begin + j2])
            told += spoken.words[begin + j1 : begin + j2]
            continue
        said = range(begin + j1, begin + j2) if inside else range(stop, stop)
        if number == last + 1 and not inside:
            # A gap at the end takes what it needs of the words that follow.
            stop = min(end, stop + _gap_of(wording, i1, i2).least)
            said = range(said.start, stop)
        won, added, own = _differ(wording, spoken, (i1, i2), said, segments)
        score, extra = score + won, extra + added
        told += own
    percent = min(99, int(200 * score / (wording.fixed + score + extra)))
    fixed = [word for word in wording.words if isinstance(word, str)]
    if due and meaning_of(fixed) != meaning_of(told):
        percent = min(percent, NO_LIKENESS)
    return Found(start, stop, False, percent, tuple(segments))


_Code = tuple[str, int, int, int, int]


def _meeting(codes: Sequence[_Code], wording: Wording) -> tuple[int | None, int]:
    """Return the first and the last equal stretch that belong together.

    A word at either end that stands farther off than it is long belongs to another sentence.
    """
    same = [number for number, code in enumerate(codes) if code[0] == "equal"]

    def apart(one: _Code, other: _Code) -> int:
        return other[3] - one[4] - _gap_of(wording, one[2], other[1]).most

    while len(same) > 1 and apart(codes[same[0]], codes[same[1]]) > _size(codes[same[0]]):
        del same[0]
    while len(same) > 1 and apart(codes[same[-2]], codes[same[-1]]) > _size(codes[same[-1]]):
        del same[-1]
    return (same[0], same[-1]) if same else (None, 0)


def _size(code: _Code) -> int:
    return code[2] - code[1]


def _gap_of(wording: Wording, first: int, last: int) -> Gap:
    gaps = [word for word in wording.words[first:last] if isinstance(word, Gap)]
    return Gap(sum(gap.least for gap in gaps), sum(gap.most for gap in gaps))


def _differ(
    wording: Wording,
    spoken: Spoken,
    mine: tuple[int, int],
    said: range,
    segments: list[Segment],
) -> tuple[float, int, tuple[str, ...]]:
    """Note what differs here.

    Returns:
        The likeness of words that are nearly the same, how many words were added beyond the
        gaps, and the words that stand in no gap.
    """
    gap = _gap_of(wording, *mine)
    due = [n for n in range(*mine) if isinstance(wording.words[n], str)]
    words = [str(wording.words[n]) for n in due]
    theirs = [spoken.words[place] for place in said]
    won, alike = 0.0, 0
    for one, other in zip(words, theirs, strict=False):
        ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
        if ratio >= ALIKE and not any(sign.isdigit() for sign in one + other):
            won, alike = won + ratio, alike + 1
    add_segment(segments, "missing", [wording.shown[n] for n in due])
    in_gap = min(len(theirs) - alike, gap.most)
    # Beside words that are missing, a gap is thought to hold as little as it may.
    place = said.start + min(len(theirs), gap.least if due else gap.most)
    add_segment(segments, "gap", spoken.shown[said.start : place])
    add_segment(segments, "added", spoken.shown[place : said.stop])
    own = spoken.words[place : said.stop]
    if gap.most and not meaning_of(words)[0]:
        # A number beside a place is what was to be said there: that of the report, of the house.
        own = tuple(word for word in own if not meaning_of((word,))[0])
    return won, max(0, len(theirs) - alike - in_gap), own


def find_forbidden(
    words: Sequence[str], spoken: Spoken, taken: Sequence[tuple[int, int]], percent: int
) -> Found | None:
    """Return the place where a prohibited wording was said, or most nearly so, if anywhere.

    Only one line is ever looked at: what two turns say together nobody said.

    Args:
        words: What must not be said.
        spoken: The call.
        taken: Places where a due sentence stands: nothing there is only nearly prohibited.
        percent: From this likeness on it counts as said.
    """
    goal = " ".join(words)
    best: Found | None = None
    matcher = SequenceMatcher(None, "", goal, autojunk=False)
    for start in _starts(words, spoken):
        for size in (len(words), len(words) - 1, len(words) + 1):
            end = start + size
            if size < 1 or end > len(spoken.words) or spoken.turns[start] != spoken.turns[end - 1]:
                continue
            exact = list(words) == list(spoken.words[start:end])
            matcher.set_seq1(" ".join(spoken.words[start:end]))
            if not exact and (
                matcher.quick_ratio() * 100 < percent
                or any(start < stop and end > begin for begin, stop in taken)
            ):
                continue
            likeness = 100 if exact else min(99, int(matcher.ratio() * 100))
            if likeness >= percent and (best is None or likeness > best.percent):
                said = Segment("same" if exact else "added", " ".join(spoken.shown[start:end]))
                best = Found(start, end, exact, likeness, (said,))
    return best


def _starts(words: Sequence[str], spoken: Spoken) -> list[int]:
    """Return where a wording may begin: before a word that begins like one of its own."""
    beginnings = {word[:4]: number for number, word in enumerate(words) if len(word) >= 4}
    starts = {
        place - number + shift
        for word, places in spoken.index.items()
        if (number := beginnings.get(word[:4])) is not None
        for place in places
        for shift in (0, 1)
    }
    return sorted(start for start in starts if 0 <= start < len(spoken.words))


def longest_in_order(places: Sequence[Sequence[int]]) -> int:
    """Return how many of some things stand in their order; each may stand in several places.

    Args:
        places: For each thing, in the order due, where it was found; empty where it was not.
    """
    ends: list[int] = []
    for options in places:
        # From the last place on, so that one thing is counted once.
        for place in sorted(options, reverse=True):
            at = bisect_left(ends, place)
            ends[at : at + 1] = [place]
    return len(ends)
