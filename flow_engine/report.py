"""What a run files: the outcome and every text to be written, filled in.

A place without its fact stays ``{fact}``. DON'T SAY parts never come in here:
only WRITE parts and free places are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from flow_engine.facts import Value, show_value
from flow_engine.guards import Context, evaluate
from flow_engine.model import FILED, Flow, Outcome, Remark, ReportLine
from flow_engine.reasons import explain
from flow_engine.repeats import Round, round_of, round_title
from flow_engine.session import Run

_PLACE = re.compile(r"(\{[^{}]+\})(\.(?!\.))?")
_STOPS = (".", "!", "?")


@dataclass(frozen=True)
class Written:
    """One text to be filed, as it stands in the report."""

    system: str
    field: str
    text: str
    clause: str
    part: str
    stated_by_sop: bool
    note: str
    offer: bool
    extra: bool = False
    round: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the row as ``kosakata-alur.yaml`` has it, and a little more."""
        return {
            "system": self.system,
            "field": self.field,
            "text": self.text,
            "clause": self.clause,
            "part": self.part,
            "stated_by_sop": self.stated_by_sop,
            "note": self.note or None,
            "offer": self.offer,
            "round": self.round or None,
        }


def fill_places(text: str, flow: Flow, known: Mapping[str, Value]) -> str:
    """Fill the declared places of a text; a place without its fact becomes ``{fact}``.

    What ends with a full stop of its own gets no second one.
    """

    def fill(match: re.Match[str]) -> str:
        sign, stop = match[1], match[2] or ""
        name = flow.slots.get(sign, sign[1:-1])
        fact = flow.facts.get(name)
        if fact is None or name not in known:
            return (f"{{{name}}}" if sign in flow.slots or fact is not None else sign) + stop
        value = show_value(fact, known[name])
        return value if value.endswith(_STOPS) else value + stop

    return _PLACE.sub(fill, text)


def line_text(flow: Flow, line: ReportLine) -> str:
    """Return the wording of a report line before its places are filled."""
    text = flow.parts[line.part].text if line.part else line.text
    for old, new in line.replace:
        text = text.replace(old, new)
    return line.prefix + text


def write_line(flow: Flow, line: ReportLine, known: Mapping[str, Value]) -> Written:
    """Return a report line as it is to be filed."""
    note = ""
    if line.silence is not None:
        note = f"{line.silence.text} Tanyakan {line.silence.ask}."
    return Written(
        system=line.system,
        field=line.field,
        text=fill_places(line_text(flow, line), flow, known),
        clause=line.clause,
        part=line.part,
        stated_by_sop=line.silence is None and not line.pattern,
        note=note,
        offer=line.offer,
    )


def written_texts(flow: Flow, outcome: Outcome, run: Run) -> list[Written]:
    """Return every text to be written at an outcome, in the order of the flow.

    Lines written for each round of a repeated room stand together, round by round.
    """
    extra = flow.extra_reports if outcome.apkt in FILED else ()
    written: list[Written] = []
    for room, lines in groupby((*outcome.reports, *extra), key=lambda line: line.each):
        together = tuple(lines)
        for walked in _rounds_of(flow, room, run):
            known = walked.seen(run.known) if walked else run.known
            context = Context(known, flow.computed)
            title = round_title(flow, walked)
            written += [
                replace(write_line(flow, line, known), extra=line in extra, round=title)
                for line in together
                if evaluate(line.guard, context) is True
            ]
    return written + [
        Written(e.system, e.field, e.value, e.clause, "", True, "", offer=False)
        for e in flow.escalations
        if e.value == outcome.escalation
    ]


def _rounds_of(flow: Flow, room: str, run: Run) -> list[Round | None]:
    """Return the rounds begun of a repeated room; a room not reached yet has its first."""
    if not room:
        return [None]
    last = run.rounds.get(room) or round_of(flow, room, 1, 1)
    return [round_of(flow, room, nth, last.count) for nth in range(1, last.nth + 1)]


def _remarks_on(flow: Flow, outcome: Outcome, run: Run) -> Iterator[Remark]:
    context = Context(run.known, flow.computed)
    return (note for note in outcome.notes if evaluate(note.guard, context) is True)


def report_of(flow: Flow, run: Run) -> dict[str, object]:
    """Return the report of a run as far as it has come."""
    outcome = run.outcome
    written = written_texts(flow, outcome, run) if outcome else []
    main = next((w for w in written if w.system == "APKT" and not (w.offer or w.extra)), None)
    notes = [f"{s.text} Tanyakan {s.ask}." for s in run.silences]
    return {
        "outcome": outcome.id if outcome else None,
        "title": outcome.title if outcome else "",
        "apkt": (outcome.apkt or None) if outcome else None,
        "work_order": (outcome.work_order or None) if outcome else None,
        "escalation": (outcome.escalation or None) if outcome else None,
        "report_text": main.text if main else None,
        "reports": [w.as_json() for w in written],
        "refer_to": (outcome.refer_to or None) if outcome else None,
        "stated_by_sop": not run.silences,
        "note": " ".join(notes) or None,
        "remarks": [note.text for note in _remarks_on(flow, outcome, run)] if outcome else [],
        "carry": {carried.fact: carried.value for carried in outcome.carry} if outcome else {},
        "clauses": list(run.clauses),
        "why": explain(flow, run),
    }
