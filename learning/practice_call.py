"""A practice call as it is published: a record that leads through one flow."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.facts import ValueProblem, parse_value, to_json
from flow_engine.model import Flow
from flow_engine.repeats import fact_named
from flow_engine.saved import BadMessage
from learning.practice_script import Change, Plan

Json = dict[str, Any]

DAMAGED = "Data panggilan latihan ini tidak dapat dibaca. Muat ulang halaman."
LEVEL_HINTS, LEVEL_ALONE, LEVEL_CLOCK, LEVEL_CHANGE = range(4)
MOST_FACTS = 300
MOST_AFTER = 50


@dataclass(frozen=True)
class PracticeCall:
    """One practice call.

    Attributes:
        id: Stable as long as its answers are: flow and a short hash of them.
        flow: Id of the flow.
        plan: What decides its way.
    """

    id: str
    flow: str
    plan: Plan


def call_json(call: PracticeCall) -> Json:
    """Return a call as the page gets it and sends it back."""
    plan = call.plan
    raw: Json = {
        "id": call.id,
        "flow": call.flow,
        "facts": {name: to_json(value) for name, value in plan.facts.items()},
    }
    if plan.passed:
        raw["passed"] = list(plan.passed)
    if plan.change:
        raw["change"] = change_json(plan.change)
    return raw


def change_json(change: Change) -> Json:
    """Return a changed answer as JSON."""
    return {"fact": change.fact, "first": to_json(change.first), "after": change.after}


def call_id(flow: Flow, plan: Plan) -> str:
    """Return the id of a call; what a person would type has no part in it."""
    told = call_json(PracticeCall("", flow.id, plan))
    facts = told["facts"].items()
    told["facts"] = {n: v for n, v in sorted(facts) if not _made_up(flow, n)}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return f"{flow.id}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def _made_up(flow: Flow, name: str) -> bool:
    fact = fact_named(flow, name)
    return fact is not None and fact.personal and not fact.none_label


def read_call(flow: Flow, raw: object, level: int = 0) -> PracticeCall:
    """Read a call as the page sends it; at the hardest level its caller changes an answer.

    Raises:
        BadMessage: It is no call of this flow.
    """
    if not isinstance(raw, Mapping) or raw.get("flow") != flow.id:
        raise BadMessage(DAMAGED)
    facts, passed = raw.get("facts"), raw.get("passed", [])
    if not isinstance(facts, Mapping) or len(facts) > MOST_FACTS or not isinstance(passed, list):
        raise BadMessage(DAMAGED)
    values = {str(name): _value(flow, str(name), value) for name, value in facts.items()}
    changed = raw.get("change")
    if level == LEVEL_CHANGE:
        changed = raw.get("late", changed)
    change = None if changed is None else _change(flow, changed)
    return PracticeCall(
        str(raw.get("id", ""))[:80], flow.id, Plan(values, tuple(map(str, passed)), change)
    )


def _value(flow: Flow, name: str, raw: object) -> Any:
    fact = fact_named(flow, name)
    if fact is None:
        raise BadMessage(DAMAGED)
    try:
        return parse_value(fact, raw)
    except ValueProblem:
        raise BadMessage(DAMAGED) from None


def _change(flow: Flow, raw: object) -> Change:
    if not isinstance(raw, Mapping):
        raise BadMessage(DAMAGED)
    fact, after = str(raw.get("fact")), raw.get("after")
    if not isinstance(after, int) or isinstance(after, bool) or not 1 <= after <= MOST_AFTER:
        raise BadMessage(DAMAGED)
    return Change(fact, _value(flow, fact, raw.get("first")), after)
