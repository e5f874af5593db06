"""Which clause states a menu, a Tipe WO or an escalation to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from flow_engine.model import Flow, Outcome
from flow_engine.records import Kind
from flow_engine.repeats import steps_in
from flow_engine.session import Run

# What is said or filed only mentions them: “mohon maaf atas gangguan”.
_RULES = frozenset((Kind.DO, Kind.RULE, Kind.INFO))


def clause_on_way(flow: Flow, run: Run, outcome: Outcome, value: str) -> str:
    """Return the clause on the way that states a value, empty for none.

    The outcome's own come first, then those passed, then those that still follow.
    """
    ahead = steps_in(flow.rooms, outcome.then) if outcome.then else ()
    following = (clause for step in ahead for clause in step.clauses)
    return _first(flow, value, (*outcome.clauses, *run.clauses, *following))


def clause_of_document(flow: Flow, value: str) -> str:
    """Return the first clause of the flow's document that states a value; empty for none."""
    return _first(flow, value, (part.clause for part in flow.parts.values()
                                if part.clause.startswith(flow.document)))  # fmt: skip


def _first(flow: Flow, value: str, clauses: Iterable[str]) -> str:
    said = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)", re.IGNORECASE)
    rules = _rules_of(flow)
    return next((c for c in clauses if any(said.search(text) for text in rules.get(c, ()))), "")


@lru_cache(maxsize=64)
def _rules_of(flow: Flow) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in flow.parts.values():
        if part.kind in _RULES:
            found[part.clause] = (*found.get(part.clause, ()), part.text)
    return found
