"""How the register's facts read: in force since when and where, what replaced what."""

from __future__ import annotations

from flow_engine.inforce import standing, timeline_of
from flow_engine.records import Clause, InForce, Library, Part
from macros.html import date_words

UNSTATED = "tidak dinyatakan sumber"
NO_REGION = "wilayah tidak disebut sumber"


def rules_of(library: Library, clause: Clause) -> tuple[InForce, ...]:
    """Return the rules that say when and where a clause applies: its own, or its document's."""
    if clause.in_force != InForce():
        return (clause.in_force,)
    return library.documents[clause.document].in_force


def region_words(library: Library, clause: Clause) -> list[str]:
    """Return where a clause applies, one line for each rule of the sources."""
    return [name or NO_REGION for name in regions_stated(library, clause)] or [NO_REGION]


def regions_stated(library: Library, clause: Clause) -> list[str]:
    """Return where each rule of a clause applies; empty where the sources name no region."""
    return [_region(library, rule) for rule in rules_of(library, clause)]


def _region(library: Library, rule: InForce) -> str:
    others = [library.clauses[name].in_force.regions for name in rule.outside]
    outside = ", ".join(region for regions in others for region in regions)
    return f"di luar {outside}" if outside else ", ".join(rule.regions)


def since_words(library: Library, clause: Clause) -> list[str]:
    """Return since when, in the order of :func:`region_words`; never more than is stated."""
    rules = rules_of(library, clause)
    return [date_words(rule.since) or UNSTATED for rule in rules] or [UNSTATED]


def since_dates(library: Library, clause: Clause) -> list[str]:
    """Return the first day of each rule, ISO; empty where the sources state none."""
    return [rule.since for rule in rules_of(library, clause)]


def state_of(library: Library, name: str, date: str = "", region: str = "") -> str:
    """Return the state of a clause or part, one of the engine's."""
    return standing(timeline_of(library, name, region), date).state


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
