"""What is filled in: the fields of a report's form, the places of a spoken sentence."""

from __future__ import annotations

from collections.abc import Mapping

from flow_engine.decode import Scope
from flow_engine.fields import Fields
from flow_engine.model import REPORT_TEXT, WORK_ORDER, Flow, FormRow
from flow_engine.problems import ProblemLog
from flow_engine.records import GREETING, SYSTEMS, Library
from flow_engine.source import Node

FORM_KEYS = ("ke", "isian", "klausul", "nilai", "petunjuk")


def read_form_row(node: Node, scope: Scope) -> FormRow:
    """Read one row of ``formulir``."""
    f = Fields(node, scope.log, "formulir", FORM_KEYS)
    clause = scope.refer(f.text("klausul"), scope.library.clauses, f.at("klausul"), "klausul")
    options = (*scope.names.facts, WORK_ORDER, REPORT_TEXT)
    value = scope.refer(f.text("nilai", ""), options, f.at("nilai"), "fakta")
    system = f.word("ke", SYSTEMS)
    return FormRow(system, f.text("isian"), clause, value, f.text("petunjuk", ""))


def check_slots(library: Library, flows: Mapping[str, Flow], log: ProblemLog) -> None:
    """Find places of a spoken sentence that no flow's fact would ever fill."""
    known = {GREETING, *(name for flow in flows.values() for name in flow.facts)}
    for slot in library.speech.slots:
        if slot.fact and slot.fact not in known:
            log.add(
                slot.location,
                "rujukan-fakta",
                f"Fakta “{slot.fact}” (isian “{slot.sign}”) tidak dipakai alur mana pun.",
                allowed=sorted(known),
                guess_from=slot.fact,
            )
