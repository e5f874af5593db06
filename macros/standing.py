"""How the register's facts read: in force since when and where, what replaced what."""

from __future__ import annotations

from flow_engine.inforce import standing, timeline_of
from flow_engine.records import WITHDRAWN, Clause, InForce, Library, Part
from macros.html import date_words

UNSTATED = "tidak dinyatakan sumber"


def rules_of(library: Library, clause: Clause) -> tuple[InForce, ...]:
    """Return the rules that say when and where a clause applies: its own, or its document's."""
    if clause.in_force != InForce():
        return (clause.in_force,)
    return library.documents[clause.document].in_force


def region_words(library: Library, clause: Clause) -> list[str]:
    """Return where a clause applies, one line for each rule of the sources."""
    found = []
    for rule in rules_of(library, clause):
        if rule.outside:
            found.append(f"di luar wilayah {', '.join(rule.outside)}")
        elif rule.regions:
            found.append(", ".join(rule.regions))
    return found or ["semua wilayah"]


def since_words(library: Library, clause: Clause) -> list[str]:
    """Return since when, in the order of :func:`region_words`; never more than is stated."""
    rules = rules_of(library, clause)
    return [date_words(rule.since) or UNSTATED for rule in rules] or [UNSTATED]


def since_dates(library: Library, clause: Clause) -> list[str]:
    """Return the stated first days, ISO, for other programs."""
    return [rule.since for rule in rules_of(library, clause) if rule.since]


def state_of(library: Library, name: str, date: str = "", region: str = "") -> str:
    """Return the state of a clause or part, one of the engine's."""
    return standing(timeline_of(library, name, region), date).state


def is_withdrawn(library: Library, part: Part) -> bool:
    """Tell whether a part was withdrawn, alone or with its clause."""
    return library.clauses[part.clause].status == WITHDRAWN or f"({WITHDRAWN})" in part.when


def replaced_by(library: Library, part: Part) -> tuple[str, ...]:
    """Return the clauses and parts that stand in the place of a part."""
    return part.replaced_by or library.clauses[part.clause].replaced_by


def replaces(library: Library, part: Part) -> tuple[str, ...]:
    """Return what a part took the place of: parts, or whole clauses."""
    clauses = [c.id for c in library.clauses.values() if _names(c.replaced_by, part)]
    parts = [p.id for p in library.parts.values() if _names(p.replaced_by, part)]
    return tuple(dict.fromkeys(clauses + parts))


def _names(listed: tuple[str, ...], part: Part) -> bool:
    return part.id in listed or part.clause in listed
