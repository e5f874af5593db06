"""What a run files: the outcome and every text to be written, filled in.

A place without its fact stays ``{fact}``. DON'T SAY parts never come in here:
only WRITE parts and free places are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flow_engine.facts import NO_VALUE, WITHHELD, Value, show_value
from flow_engine.guards import Context, evaluate
from flow_engine.model import (
    FILED,
    REPORT_TEXT,
    WORK_ORDER,
    Flow,
    Outcome,
    Remark,
    ReportLine,
)
from flow_engine.reasons import explain
from flow_engine.repeats import Round, fact_named, round_of, round_title, steps_in
from flow_engine.session import Run, may_be_kept

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
        if fact is None or known.get(name, WITHHELD) == WITHHELD:
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


def write_line(
    flow: Flow,
    line: ReportLine,
    known: Mapping[str, Value],
    *,
    extra: bool = False,
    walked: str = "",
) -> Written:
    """Return a report line as it is to be filed; ``walked`` is the title of its round."""
    note = ""
    if line.silence is not None:
        note = line.silence.told
    return Written(
        system=line.system,
        field=line.field,
        text=fill_places(line_text(flow, line), flow, known),
        clause=line.clause,
        part=line.part,
        stated_by_sop=line.silence is None and not line.pattern,
        note=note,
        offer=line.offer,
        extra=extra,
        round=walked,
    )


def written_texts(flow: Flow, run: Run, *, personal: bool = True) -> list[Written]:
    """Return every text to be written at the outcome of a run, in the order of the flow.

    Lines written for each round of a repeated room stand together, round by round.

    Args:
        flow: The flow.
        run: A replay of it.
        personal: Whether places are filled with what a person typed or is known by.
    """
    outcome = run.outcome
    if outcome is None:
        return []
    extra = flow.extra_reports if outcome.apkt in FILED else ()
    written: list[Written] = []
    for room, lines in groupby((*outcome.reports, *extra), key=lambda line: line.each):
        together = tuple(lines)
        for walked in _rounds_of(flow, room, run):
            known = walked.seen(run.known) if walked else run.known
            context = Context(known, flow.computed)
            told = known if personal else _without_person(flow, known)
            title = round_title(flow, walked)
            written += [
                write_line(flow, line, told, extra=line in extra, walked=title)
                for line in together
                if evaluate(line.guard, context) is True
            ]
    return written + [
        Written(e.system, e.field, e.value, e.clause, "", True, "", offer=False)
        for e in flow.escalations
        if e.value == outcome.escalation
    ]


def _without_person(flow: Flow, known: Mapping[str, Value]) -> dict[str, Value]:
    return {
        name: value if may_be_kept(fact_named(flow, name), value) else WITHHELD
        for name, value in known.items()
    }


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
    return _report(flow, run, written_texts(flow, run))


def filed_report(flow: Flow, run: Run) -> dict[str, Any]:
    """Return the report of a run with all that is filed from it.

    Returns:
        What :func:`report_of` gives and ``form`` (rows of the form, in its order),
        ``checks`` (what is clicked and filled in where) and ``whole`` (one text).
    """
    texts = written_texts(flow, run)
    form = form_rows(flow, run, texts)
    return {
        **_report(flow, run, texts),
        "form": form,
        "checks": _check_list(run, texts),
        "whole": _whole_text(run, texts, form),
    }


def _main_of(texts: Sequence[Written]) -> Written | None:
    return next((w for w in texts if w.system == "APKT" and not (w.offer or w.extra)), None)


def _report(flow: Flow, run: Run, texts: Sequence[Written]) -> dict[str, object]:
    outcome = run.outcome
    main = _main_of(texts)
    notes = [silence.told for silence in run.silences]
    return {
        "outcome": outcome.id if outcome else None,
        "title": outcome.title if outcome else "",
        "apkt": (outcome.apkt or None) if outcome else None,
        "work_order": (outcome.work_order or None) if outcome else None,
        "escalation": (outcome.escalation or None) if outcome else None,
        "report_text": main.text if main else None,
        "reports": [w.as_json() for w in texts],
        "refer_to": (outcome.refer_to or None) if outcome else None,
        "stated_by_sop": not run.silences,
        "note": " ".join(notes) or None,
        "remarks": [note.text for note in _remarks_on(flow, outcome, run)] if outcome else [],
        "carry": {carried.fact: carried.value for carried in outcome.carry} if outcome else {},
        "clauses": list(run.clauses),
        "why": explain(flow, run),
    }


def form_rows(flow: Flow, run: Run, texts: Sequence[Written]) -> list[dict[str, object]]:
    """Return the fields of the form that still comes or has come, in the form's order.

    Source:
        PRK-17a to PRK-17j.
    """
    outcome = run.outcome
    if outcome is None or not outcome.then:
        return []
    due = {clause for step in steps_in(flow.rooms, outcome.then) for clause in step.clauses}
    main = _main_of(texts)
    rows: list[dict[str, object]] = []
    for row in flow.form:
        if row.clause not in due:
            continue
        if row.value == WORK_ORDER:
            value = outcome.work_order
        elif row.value == REPORT_TEXT:
            value = main.text if main else ""
        else:
            known = run.known.get(row.value, WITHHELD)
            blank = known in (WITHHELD, NO_VALUE) or row.value not in flow.facts
            value = "" if blank else show_value(flow.facts[row.value], known)
        rows.append(
            {
                "system": row.system,
                "field": row.field,
                "clause": row.clause,
                "value": value,
                "hint": row.hint,
                "same": row.value == REPORT_TEXT and bool(value),
            }
        )
    return rows


def _check_list(run: Run, texts: Sequence[Written]) -> list[str]:
    """Return what is clicked and filled in where, one line for each."""
    outcome = run.outcome
    if outcome is None:
        return []
    lines = [f"APKT: buat “{outcome.apkt}”"] if outcome.apkt else []
    if outcome.work_order:
        lines.append(f"APKT: pilih Tipe WO “{outcome.work_order}”")
    forms: dict[str, dict[str, None]] = {}
    chosen: list[str] = []
    for text in texts:
        if not text.part and text.text == outcome.escalation:
            chosen.append(f"{text.system}: pilih {text.field} “{text.text}”")
        elif not text.offer:
            place = f"{text.round}, {text.system}" if text.round else text.system
            forms.setdefault(place, {})[text.field or "keterangan"] = None
    lines += [f"{at}: isi {', '.join(fields)} dengan teks laporan" for at, fields in forms.items()]
    return list(dict.fromkeys([*lines, *chosen]))


def _whole_text(run: Run, texts: Sequence[Written], form: list[dict[str, object]]) -> str:
    """Return the whole report as one text to be copied, a line for each field."""
    outcome = run.outcome
    if outcome is None:
        return ""
    lines: list[tuple[str, str]] = [
        ("APKT", outcome.apkt),
        ("Tipe WO", outcome.work_order),
        ("Eskalasi", outcome.escalation),
    ]
    filled = [row for row in form if row["value"]]
    lines += [(str(row["field"]), str(row["value"])) for row in filled]
    told = {value for _, value in lines}
    lines = list(dict.fromkeys(lines))
    title = ""
    for text in texts:
        if text.offer or text.text in told:
            continue
        if text.round != title:
            title = text.round
            lines.append(("", f"\n{title}" if title else ""))
        lines.append((f"{text.system} {text.field}".strip(), text.text))
    return "\n".join(f"{name}: {value}" if name else value for name, value in lines if value)
