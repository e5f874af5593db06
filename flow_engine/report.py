"""What a run files: the outcome and every text to be written, filled in.

A place without its fact stays ``{fact}``. DON'T SAY parts never come in here:
only WRITE parts and free places are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flow_engine.facts import Value, show_value
from flow_engine.guards import Context, evaluate
from flow_engine.model import Flow, Outcome, ReportLine
from flow_engine.session import Run

_PLACE = re.compile(r"\{[^{}]+\}")


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
        }


def fill_places(text: str, flow: Flow, known: Mapping[str, Value]) -> str:
    """Fill the declared places of a text; a place without its fact becomes ``{fact}``."""

    def fill(match: re.Match[str]) -> str:
        sign = match[0]
        name = flow.slots.get(sign, sign[1:-1])
        fact = flow.facts.get(name)
        if fact is None or name not in known:
            return f"{{{name}}}" if sign in flow.slots or fact is not None else sign
        return show_value(fact, known[name])

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


def written_texts(flow: Flow, outcome: Outcome, known: Mapping[str, Value]) -> list[Written]:
    """Return every text to be written at an outcome, in the order of the flow."""
    context = Context(known, flow.computed)
    extra = flow.extra_reports if outcome.apkt in ("GANGGUAN", "LAPOR BARU", "UNIT") else ()
    written = [
        replace(write_line(flow, line, known), extra=line in extra)
        for line in (*outcome.reports, *extra)
        if evaluate(line.guard, context) is True
    ]
    return written + [
        Written(e.system, e.field, e.value, e.clause, "", True, "", offer=False)
        for e in flow.escalations
        if e.value == outcome.escalation
    ]


def report_of(flow: Flow, run: Run) -> dict[str, object]:
    """Return the report of a run as far as it has come."""
    outcome = run.outcome
    written = written_texts(flow, outcome, run.known) if outcome else []
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
        "remarks": [note.text for note in outcome.notes] if outcome else [],
        "clauses": list(run.clauses),
    }
