"""What is in force when and where, as the sources say it and no further.

A clause, a part or a document has a :class:`Timeline` in a region: spans that follow one
another and cover every date. Where the sources state no first or last day, the span says so.
The facts stand in ``sumber.yaml`` and ``klausul/*.yaml`` under ``berlaku``; nothing of them is
known here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flow_engine.records import WITHDRAWN, Clause, Document, InForce, Library

VALID, NOT_YET, GONE, ELSEWHERE, PAST, OPEN = (
    "berlaku", "belum", WITHDRAWN, "luar", "historis", "terbuka",
)  # fmt: skip
# What is told of several regions at once: the first of these that holds in any of them.
STATES = (VALID, PAST, OPEN, NOT_YET, GONE, ELSEWHERE)
STATE_WORDS: Mapping[str, str] = {
    VALID: "berlaku",
    NOT_YET: "belum berlaku",
    GONE: "dicabut",
    ELSEWHERE: "tidak berlaku di wilayah ini",
    PAST: "historis",
    OPEN: "tidak dinyatakan sumber",
}
EVERYWHERE = ""
OTHER_REGION = "lain"
_UNKNOWN = "Tanggal mulai berlaku tidak dinyatakan sumber"


@dataclass(frozen=True)
class Span:
    """How something stands over a stretch of days.

    Attributes:
        first: First day, ISO; empty where the stretch has no beginning.
        last: Last day, ISO; empty where it has no end.
        state: One of :data:`STATES`.
        clauses: Who says so.
        note: What the sources leave open about it.
        regions: Where, of several regions, if not in all of them.
    """

    first: str
    last: str
    state: str
    clauses: tuple[str, ...] = ()
    note: str = ""
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """Spans in order without a gap, and how it stands for who names no date."""

    spans: tuple[Span, ...]
    undated: Span


def regions_of(library: Library) -> tuple[str, ...]:
    """Return every region a rule names, in the order of the sources."""
    rules = [rule for document in library.documents.values() for rule in document.in_force]
    rules += [clause.in_force for clause in library.clauses.values()]
    return tuple(dict.fromkeys(region for rule in rules for region in rule.regions))


def standing(timeline: Timeline, date: str) -> Span:
    """Return how something stands on an ISO date, or without one.

    Args:
        timeline: Of what is asked, in the region that is asked.
        date: ISO; empty for “as the sources stand”.
    """
    if not date:
        return timeline.undated
    return next(s for s in timeline.spans if s.first <= date and (not s.last or date <= s.last))


def timeline_of(library: Library, name: str, region: str = EVERYWHERE) -> Timeline:
    """Return the timeline of a clause, a part or a document (its title clause).

    Args:
        library: The knowledge.
        name: Id of a clause or part.
        region: As :func:`regions_of` names it, :data:`OTHER_REGION` for any other, or
            :data:`EVERYWHERE` for all of them together.

    Raises:
        KeyError: No clause and no part has this id.

    Source:
        PRK-25a, PRK-25b, PRK-25c, LUL-0, CTT-0, PMB-0, PMB-B3d, PMB-C0, VC4-0.
    """
    part = library.parts.get(name)
    clause = library.clauses[part.clause if part else name]
    gone = library.is_withdrawn(part) if part else clause.status == WITHDRAWN
    if region:
        return _in_region(library, clause, region, gone)
    places = (*regions_of(library), OTHER_REGION)
    return _together({place: _in_region(library, clause, place, gone) for place in places})


def _in_region(library: Library, clause: Clause, region: str, gone: bool) -> Timeline:
    document = library.documents[clause.document]
    own = clause.in_force != InForce()
    rules = (clause.in_force,) if own else document.in_force or (InForce(),)
    if gone:
        return _withdrawn(clause, document)
    live = clause.status if clause.status != VALID else document.status
    outside = [rule for rule in rules if rule.outside]
    if outside:
        return _outside(library, outside[0], region, live)
    here = [rule for rule in rules if not rule.regions or region in rule.regions]
    if not here:
        named = [rule.clause for rule in rules] if own else _opposite(library, document)
        note = "" if own else _missing(library, named)
        return _always(Span("", "", ELSEWHERE, tuple(filter(None, named)), note))
    return _by_rule(library, document, here[0], live)


def _opposite(library: Library, document: Document) -> list[str]:
    """Return the clauses that say what applies outside a document's regions."""
    named = {rule.clause for rule in document.in_force}
    found = (clause.in_force for clause in library.clauses.values())
    return list(dict.fromkeys(rule.clause for rule in found if named & set(rule.outside)))


def _missing(library: Library, names: Iterable[str]) -> str:
    """Return what those clauses refer to and is not among the sources, as their notes say it."""
    notes = (note for name in names for note in library.clauses[name].notes)
    return " ".join(note.text for note in notes if note.kind == "hilang")


def _by_rule(library: Library, document: Document, rule: InForce, live: str) -> Timeline:
    says = tuple(filter(None, (rule.clause,)))
    # That it is past is our mark of today; until when it applied the sources do not say.
    endless = live == PAST and not rule.until
    state = OPEN if endless else live
    end = "Tanggal akhir tidak dinyatakan sumber; kini kami tandai historis." if endless else ""
    if rule.since:
        instead = _opposite(library, document) if rule.regions else []
        missing = _missing(library, instead)
        told = _sentences(end, document.stale)
        spans = [
            _until(rule.since, NOT_YET, says + tuple(instead), missing),
            Span(rule.since, rule.until, state, says, told),
        ]
        if rule.until:
            spans.append(Span(_day_after(rule.until), "", GONE, says))
        now = spans[-1]
    elif document.date:
        told = f"{_UNKNOWN}; dihitung dari tanggal dokumennya."
        after = _sentences(told, end, document.stale)
        # A rule may be older than the document that quotes it, as PRK-25a is.
        spans = [
            _until(document.date, OPEN, says, told),
            Span(document.date, "", state, says, after),
        ]
        now = spans[-1]
    else:
        told = f"{_UNKNOWN}, dan dokumennya tidak bertanggal. Tanyakan Team Leader."
        spans = [_until(rule.not_before, NOT_YET, says, told)] if rule.not_before else []
        spans.append(Span(rule.not_before, "", OPEN, says, told))
        now = Span("", "", live, says, f"{_UNKNOWN}.")
    return Timeline(tuple(spans), replace(now, state=live) if endless else now)


def _sentences(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _withdrawn(clause: Clause, document: Document) -> Timeline:
    """Return the timeline of what was withdrawn: only who withdrew it has a date."""
    says = (clause.id,)
    told = "Tanggal dicabutnya tidak dinyatakan sumber; dihitung dari tanggal dokumennya."
    if not document.date:
        return _always(Span("", "", GONE, says, "Tanggal dicabutnya tidak dinyatakan sumber."))
    spans = (
        _until(document.date, OPEN, says, "Ketentuan semula; sejak kapan dan sampai kapan "
               "dipakai tidak dinyatakan sumber."),
        Span(document.date, "", GONE, says, told),
    )  # fmt: skip
    return Timeline(spans, spans[-1])


def _outside(library: Library, rule: InForce, region: str, live: str) -> Timeline:
    """Return where a rule stands that applies only outside the days of others.

    Of the others a first day is known; what they end with is followed by this rule again.
    """
    others = [library.clauses[name].in_force for name in rule.outside]
    covering = sorted((o for o in others if region in o.regions), key=lambda other: other.since)
    says = tuple(filter(None, (rule.clause,)))
    told = f"{_UNKNOWN}. {_missing(library, says)}".strip()
    spans: list[Span] = []
    first = ""
    for other in covering:
        spans.append(replace(_until(other.since, live, says, told), first=first))
        spans.append(Span(other.since, other.until, ELSEWHERE, (other.clause,)))
        first = _day_after(other.until) if other.until else ""
    if not spans or first:
        spans.append(Span(first, "", live, says, told))
    return Timeline(tuple(spans), spans[-1])


def _always(span: Span) -> Timeline:
    return Timeline((span,), span)


def _until(day: str, state: str, clauses: tuple[str, ...], note: str = "") -> Span:
    """Return the span that ends the day before."""
    eve = datetime.date.fromisoformat(day) - datetime.timedelta(days=1)
    return Span("", eve.isoformat(), state, clauses, note)


def _day_after(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _together(found: Mapping[str, Timeline]) -> Timeline:
    """Join the timelines of all regions into one that names where it holds."""
    starts = sorted({span.first for timeline in found.values() for span in timeline.spans})
    spans: list[Span] = []
    for number, first in enumerate(starts):
        last = _until(starts[number + 1], "", ()).last if number + 1 < len(starts) else ""
        there = {
            place: next(
                s for s in line.spans if s.first <= first and (not s.last or first <= s.last)
            )
            for place, line in found.items()
        }
        spans.append(replace(_best(there), first=first, last=last))
    return Timeline(tuple(spans), _best({place: line.undated for place, line in found.items()}))


def _best(there: Mapping[str, Span]) -> Span:
    state = next(state for state in STATES if any(s.state == state for s in there.values()))
    where = [place for place, span in there.items() if span.state == state]
    says = dict.fromkeys(name for place in where for name in there[place].clauses)
    regions = () if len(where) == len(there) else tuple(where)
    return replace(there[where[0]], clauses=tuple(says), regions=regions)


def as_json(library: Library, names: Iterable[str]) -> dict[str, Any]:
    """Return what the browser compares dates with; it holds no rule.

    Returns:
        ``keadaan``: state to its words; ``wilayah``: the regions; ``garis``: every timeline
        once, its spans and, last, how it stands without a date; ``tempat``: every set of
        timelines once, by region, the first for all together and the last for any other
        region; ``id``: id to its set.
    """
    regions = regions_of(library)
    lines: dict[Timeline, int] = {}
    sets: dict[tuple[int, ...], int] = {}
    ids: dict[str, int] = {}
    for name in names:
        found = (timeline_of(library, name, r) for r in (EVERYWHERE, *regions, OTHER_REGION))
        row = tuple(lines.setdefault(line, len(lines)) for line in found)
        ids[name] = sets.setdefault(row, len(sets))
    return {
        "keadaan": dict(STATE_WORDS),
        "wilayah": list(regions),
        "garis": [[_row(s) for s in (*line.spans, line.undated)] for line in lines],
        "tempat": [list(row) for row in sets],
        "id": ids,
    }


def _row(span: Span) -> list[Any]:
    return [span.first, span.last, span.state, list(span.clauses), span.note, list(span.regions)]
