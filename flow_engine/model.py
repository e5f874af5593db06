"""A flow as frozen values: what was checked and can be run.

Steps lead on by ways; a way has a guard and a target. Targets are a step of the
same room (the flow itself or one sub-flow), an outcome, or the return to the
caller. Keys of steps inside sub-flows begin with the key of the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flow_engine.facts import Fact
from flow_engine.guards import Always, Difference, Guard
from flow_engine.problems import Location
from flow_engine.records import NO_SPEECH, Kind, Note, Speech

APKT_VALUES = ("GANGGUAN", "ISSUE CLOSED", "LAPOR ULANG", "LAPOR BARU", "UNIT")
WORK_ORDERS = ("WO Autodispatch", "KWH PERIKSA")
FILED = ("GANGGUAN", "LAPOR BARU", "UNIT")
"""Where a report is filed anew, and the flow's own lines are added to it."""
ESCALATIONS = ("Lapor Ulang", "Urgent", "ITSM")

NOWHERE = Location("-")
IN_EVERY_CASE: Guard = Always()


@dataclass(frozen=True)
class Goto:
    """Where a way leads: exactly one of the three is set."""

    step: str = ""
    outcome: str = ""
    returns: bool = False


@dataclass(frozen=True)
class Silence:
    """What the sources leave open here, and whom to ask."""

    text: str
    ask: str = ""

    @property
    def told(self) -> str:
        """Return both in words, as everybody reads them."""
        return f"{self.text} Tanyakan {self.ask}."


@dataclass(frozen=True)
class Way:
    """One way on from a step.

    Attributes:
        label: What the reader chooses, or the row in words.
        value: The answer of a plain choice; empty for rows of a table.
        cells: For rows of a table: column and words, in the row's order.
    """

    guard: Guard
    to: Goto
    clauses: tuple[str, ...] = ()
    silence: Silence | None = None
    label: str = ""
    value: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    location: Location = NOWHERE


@dataclass(frozen=True)
class Estimate:
    """A promise in words that the page also tells as a time of day.

    Attributes:
        minutes: How long after.
        since: The fact whose step begins it, ``no_laporan`` for the saved report.
    """

    minutes: int
    since: str


@dataclass(frozen=True)
class Step:
    """One step. Without content and question it only routes and is never shown.

    Attributes:
        fixes: Steps to go back to from here, each with the words for it; empty
            words mean the title of that step.
        waived: When this holds the question need not be answered.
        again: Asks once more what an earlier step left open and now is needed. It has
            no way on: with the answer the replay leads elsewhere.
        borrows: Clauses whose wordings stand here without being passed.
        required: A reader has to answer; only a run of facts alone may pass the step.
        repeat: Name of the fact that says how many times the called room is walked.
        estimate: A time that is told when the caller asks.
    """

    id: str
    title: str
    number: str
    clauses: tuple[str, ...]
    parts: tuple[str, ...]
    ways: tuple[Way, ...]
    notes: tuple[Note, ...] = ()
    asks: tuple[str, ...] = ()
    optional: bool = False
    call: str = ""
    table: str = ""
    fixes: tuple[tuple[str, str], ...] = ()
    waived: Guard | None = None
    again: bool = False
    borrows: tuple[str, ...] = ()
    required: bool = False
    repeat: str = ""
    estimate: Estimate | None = None
    location: Location = NOWHERE

    @property
    def shown(self) -> bool:
        """Tell whether a reader sees this step."""
        return not self.call and bool(self.parts or self.asks or self.notes)

    @property
    def skippable(self) -> bool:
        """Tell whether a reader may go on without an answer."""
        return self.optional and not self.required


@dataclass(frozen=True)
class ReportLine:
    """One text to be written somewhere.

    Attributes:
        part: The part that holds the official wording; empty for a free text.
        replace: What of the wording is replaced, because the sources have no
            wording of their own for this case.
        prefix: Put before the wording; holds placeholders only.
        offer: Stands in the reports only, never as the report text.
        pattern: The wording is borrowed, and the reader is told so.
        each: The repeated room for each round of which it is written; empty for once.
    """

    system: str
    field: str
    guard: Guard
    clause: str
    part: str = ""
    text: str = ""
    prefix: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    offer: bool = False
    pattern: bool = False
    each: str = ""
    silence: Silence | None = None
    location: Location = NOWHERE


WORK_ORDER = "tipe_wo"
REPORT_TEXT = "teks_laporan"


@dataclass(frozen=True)
class FormRow:
    """One field of a form, in the order of the application.

    Attributes:
        field: The source's own name of the field.
        value: The fact that fills it, ``tipe_wo`` or ``teks_laporan``; empty where the
            call does not tell it.
        hint: What to do where no value is known.
    """

    system: str
    field: str
    clause: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Remark:
    """A remark of ours on an outcome, told where its guard holds."""

    kind: str
    text: str
    ask: str = ""
    guard: Guard = IN_EVERY_CASE
    location: Location = NOWHERE


@dataclass(frozen=True)
class Carried:
    """A fact of the flow referred to, and the value it is handed there, as text."""

    fact: str
    value: str
    location: Location = NOWHERE


@dataclass(frozen=True)
class Escalation:
    """Where an escalation is chosen, and the clause that says so."""

    value: str
    system: str
    field: str
    clause: str


@dataclass(frozen=True)
class Outcome:
    """How a call ends, and the shared steps that still follow.

    Attributes:
        carry: What the flow in ``refer_to`` begins with, besides what all flows share.
    """

    id: str
    title: str
    clauses: tuple[str, ...]
    apkt: str = ""
    work_order: str = ""
    escalation: str = ""
    refer_to: str = ""
    reports: tuple[ReportLine, ...] = ()
    notes: tuple[Remark, ...] = ()
    silence: Silence | None = None
    then: str = ""
    carry: tuple[Carried, ...] = ()
    location: Location = NOWHERE


@dataclass(frozen=True)
class Room:
    """The steps of a flow or of a sub-flow, and where they begin.

    ``once`` rooms are walked once in a call: a flow that goes on from another
    one passes them.
    """

    id: str
    title: str
    start: str
    steps: Mapping[str, Step]
    once: bool = False
    location: Location = NOWHERE


@dataclass(frozen=True)
class FlowPart:
    """A part of a clause as a flow shows it."""

    id: str
    clause: str
    kind: Kind
    text: str
    when: str = ""
    system: str = ""
    field: str = ""


@dataclass(frozen=True)
class ClauseRef:
    """A clause as a flow refers to it."""

    id: str
    title: str
    url: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, eq=False)
class Flow:
    """A flow that can be run.

    Attributes:
        route: Hash over all that decides the way.
        wording: Hash over all that is only shown.
        rooms: The flow itself under its own id, and the sub-flows it calls.
        slots: Declared placeholder to the fact that fills it.
        extra_reports: Report lines that any outcome gets when their guard holds.
        settings: Facts that the site decides, known from the first step.
        form: The fields of the report's form, in its order.
        speech: What fills a spoken sentence.
    """

    id: str
    title: str
    document: str
    document_title: str
    date: str
    status: str
    rooms: Mapping[str, Room]
    outcomes: Mapping[str, Outcome]
    facts: Mapping[str, Fact]
    computed: Mapping[str, Difference]
    parts: Mapping[str, FlowPart]
    clauses: Mapping[str, ClauseRef]
    slots: Mapping[str, str] = field(default_factory=dict)
    extra_reports: tuple[ReportLine, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    form: tuple[FormRow, ...] = ()
    speech: Speech = NO_SPEECH
    route: str = ""
    wording: str = ""
    location: Location = NOWHERE

    @property
    def main(self) -> Room:
        """Return the room the flow begins in."""
        return self.rooms[self.id]


@lru_cache(maxsize=64)
def handed_facts(flow: Flow) -> tuple[str, ...]:
    """Return the facts that only another flow can give, known from the first step."""
    return tuple(fact.name for fact in flow.facts.values() if fact.handed)
