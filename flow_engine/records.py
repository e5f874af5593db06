"""The knowledge as frozen records. No reading, no rules: only shapes.

Every record that an editor wrote carries its :class:`Location`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flow_engine.changes import Change, Wording
from flow_engine.lessons import NO_CURRICULUM, Curriculum
from flow_engine.problems import Location
from flow_engine.vocabulary import NO_WORDS, WordTable
from flow_engine.weights import NO_WEIGHTS, Weights


class Kind(StrEnum):
    """What a part of a clause is for. The values are the names other programs use."""

    SAY = "SAY"
    DO = "DO"
    DONT_SAY = "DON'T SAY"
    WRITE = "WRITE"
    RULE = "RULE"
    INFO = "INFO"


SCRIPT_KINDS = frozenset({Kind.SAY, Kind.DONT_SAY, Kind.WRITE})

KIND_WORDS: Mapping[str, Kind] = {
    "UCAPKAN": Kind.SAY,
    "LAKUKAN": Kind.DO,
    "JANGAN": Kind.DONT_SAY,
    "TULIS": Kind.WRITE,
    "ATURAN": Kind.RULE,
    "INFO": Kind.INFO,
}

WITHDRAWN = "dicabut"
STATUSES = ("berlaku", "historis", WITHDRAWN)
NOTE_KINDS = ("diam", "peringatan", "hilang", "usang", "tafsir")
SYSTEMS = ("APKT", "CRM", "ITSM", "Simone", "Maps")


@dataclass(frozen=True)
class Part:
    """One part of a clause.

    Attributes:
        id: Permanent, ``PRK-09B1b/2``.
        text: The official wording where ``official``, else our own words.
        when: In which case the part applies, in words; may be empty.
        system: The application it is done or written in; may be empty.
        field: The source's own label of the field (WRITE only).
        replaced_by: Clauses and parts that a source puts in its place.
    """

    id: str
    clause: str
    kind: Kind
    text: str
    official: bool
    location: Location
    when: str = ""
    system: str = ""
    field: str = ""
    replaced_by: tuple[str, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Tell whether this part alone was withdrawn; editors write so where it applies."""
        return f"({WITHDRAWN})" in self.when


@dataclass(frozen=True)
class Note:
    """A remark of ours on a clause: what is silent, missing, contradictory or dated."""

    kind: str
    text: str
    ask: str = ""


@dataclass(frozen=True)
class InForce:
    """When and where something applies, as far as the sources say; dates are ISO.

    Attributes:
        until: The last day.
        regions: Where; empty for everywhere.
        clause: The clause that says so.
        not_before: It cannot have applied before this day, though no first day is stated.
        outside: It applies where and when the rules of these clauses do not.
    """

    since: str = ""
    until: str = ""
    regions: tuple[str, ...] = ()
    clause: str = ""
    not_before: str = ""
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """One clause of the register with everything that is known of it.

    Attributes:
        place: Where it stands in its document, as the register names it.
        register_kinds: The kinds of the register (``skrip``, ``hasil`` ...).
        lines: Ranges of lines of the source, first and last included.
    """

    id: str
    document: str
    place: str
    register_kinds: tuple[str, ...]
    title: str
    summary: str
    location: Location
    lines: tuple[tuple[int, int], ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[Note, ...] = ()
    status: str = "berlaku"
    in_force: InForce = InForce()
    aliases: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One of the source documents."""

    id: str
    file: str
    title: str
    short: str
    date: str
    page: str
    location: Location
    date_note: str = ""
    replaces: str = ""
    status: str = "berlaku"
    stale: str = ""
    in_force: tuple[InForce, ...] = ()


@dataclass(frozen=True)
class Placeholder:
    """A declared place to fill inside a quotation, ``{No. Laporan}``.

    ``patterns`` are regular expressions for what stands there in the source.
    """

    sign: str
    fact: str
    label: str
    patterns: tuple[str, ...]
    location: Location


@dataclass(frozen=True)
class FaqEntry:
    """One question of a topic; ``twin`` is a clause that asks the same."""

    clause: str
    twin: str
    location: Location


@dataclass(frozen=True)
class FaqTopic:
    """A page of the FAQ."""

    id: str
    title: str
    entries: tuple[FaqEntry, ...]
    see: tuple[str, ...]
    location: Location


@dataclass(frozen=True)
class Fee:
    """One row of the admin fees; amounts are whole rupiah, 0 is an amount."""

    number: int
    code: str
    name: str
    group: str
    prepaid_rupiah: int
    postpaid_rupiah: int
    location: Location
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ServiceType:
    """One service type; its id is group and number, since numbers restart."""

    group: str
    number: int
    name: str
    location: Location
    faq: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ServiceGroup:
    """One service group of the ITSM catalogue."""

    id: str
    name: str
    types: tuple[ServiceType, ...]
    location: Location
    note: str = ""


@dataclass(frozen=True)
class TicketStatus:
    """One ITSM status. ``finished`` is ya, tidak or diam (silent)."""

    id: str
    name: str
    meaning: str
    finished: str
    location: Location
    note: str = ""


@dataclass(frozen=True)
class MeterCode:
    """One code of the self diagnosis; ``code`` is text, ``08`` keeps its zero.

    Attributes:
        example: What the imitated meter shows for it: a number of ours, no source's. Empty
            where the display stays blank.
    """

    code: str
    clause: str
    say: str
    meaning: str
    order: int
    location: Location
    example: str = ""


@dataclass(frozen=True)
class Term:
    """One word of the glossary; ``stated`` tells whether the sources expand it."""

    word: str
    expansion: str
    meaning: str
    clauses: tuple[str, ...]
    stated: bool
    location: Location
    note: str = ""


@dataclass(frozen=True)
class Target:
    """Where a row of the home page leads: one of flow, page, clause."""

    flow: str = ""
    page: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Situation:
    """A likely situation on the home page, in the caller's words."""

    id: str
    title: str
    when: str
    target: Target
    effect: str
    clauses: tuple[str, ...]
    location: Location


@dataclass(frozen=True)
class Door:
    """A door on the home page to one kind of reader."""

    id: str
    title: str
    text: str
    page: str
    location: Location


@dataclass(frozen=True)
class Home:
    """The home page's list of situations, edited by hand."""

    question: str
    note: str
    situations: tuple[Situation, ...]
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class Missing:
    """Something the sources cite or show and that is not there."""

    id: str
    kind: str
    title: str
    cited_in: tuple[str, ...]
    what: str
    meanwhile: str
    ask: str
    location: Location


@dataclass(frozen=True)
class Greeting:
    """A greeting and its hours, ``HH.MM`` both included."""

    word: str
    since: str
    until: str


GREETING = "salam"
NO_PLACE = Location("-")


@dataclass(frozen=True)
class Slot:
    """A place inside a spoken wording that the page fills: ``Bapak/Ibu``, ``Nama CSO``.

    Attributes:
        sign: As it stands in the wording, without brackets and dots.
        fact: The fact that fills it; ``salam`` is the greeting of the hour. Empty for an
            example of the sources, which the reader replaces.
        forms: Value of the fact to what is said here, where that is not its label.
        example: What stands there in fact, where the wording only shows an example.
    """

    sign: str
    fact: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    location: Location = NO_PLACE


@dataclass(frozen=True)
class Spelling:
    """How an address is spelt to be read back; the table is ours.

    Attributes:
        letters: Letter to its word.
        signs: Sign to its word, ``@`` to ``et``.
        whole: What is said as one word, ``gmail``.
        note: What is told beside it.
    """

    letters: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    whole: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Speech:
    """What is needed to say an official sentence to a caller."""

    slots: tuple[Slot, ...] = ()
    spelling: Spelling = Spelling()
    greetings: tuple[Greeting, ...] = ()


NO_SPEECH = Speech()
DECISIONS = ("aturan_covid",)


@dataclass(frozen=True)
class Settings:
    """What a site may change without touching an SOP.

    Attributes:
        zones: Time zone to its hours ahead of UTC.
        error_target: Where “Laporkan kekeliruan” leads; empty where it is only copied.
        recalled: Clause or document that must not be used any more, to the reason.
        used_in: Setting to the clauses beside which it is shown.
        notes: Setting to what an editor says of it.
    """

    greetings: tuple[Greeting, ...] = ()
    zones: Mapping[str, int] = field(default_factory=dict)
    itsm_address: str = ""
    covid_rules: bool = False
    used_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    error_target: str = ""
    recalled: Mapping[str, str] = field(default_factory=dict)

    @property
    def decisions(self) -> Mapping[str, str]:
        """Return the settings that decide ways of flows, ``ya`` or ``tidak``."""
        return dict(zip(DECISIONS, ("ya" if self.covid_rules else "tidak",), strict=True))


@dataclass(frozen=True)
class Library:
    """Everything an editor wrote beside the flows; ``renamed`` is a former id to the present.

    ``wordings`` is what was ever locked of a part, the oldest first.
    """

    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    placeholders: tuple[Placeholder, ...]
    topics: tuple[FaqTopic, ...]
    faq_treatment: str
    fees_clause: str
    fees: tuple[Fee, ...]
    family: str
    family_clause: str
    catalogue_clause: str
    groups: tuple[ServiceGroup, ...]
    statuses: tuple[TicketStatus, ...]
    codes: tuple[MeterCode, ...]
    terms: tuple[Term, ...]
    home: Home
    missing: tuple[Missing, ...]
    settings: Settings
    words: WordTable = NO_WORDS
    speech: Speech = NO_SPEECH
    weights: Weights = NO_WEIGHTS
    curriculum: Curriculum = NO_CURRICULUM
    parts: Mapping[str, Part] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)

    def is_withdrawn(self, part: Part) -> bool:
        """Tell whether a part was withdrawn, alone or with its clause."""
        return self.clauses[part.clause].status == WITHDRAWN or part.withdrawn

    def parent(self, clause_id: str) -> str:
        """Return the nearest clause whose id begins this one, or an empty text."""
        for end in range(len(clause_id) - 1, 0, -1):
            if clause_id[:end] in self.clauses:
                return clause_id[:end]
        return ""
