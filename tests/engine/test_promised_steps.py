"""What stands behind a choice, “→ next step”, is what comes when it is chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flow_engine.bridge import handle
from flow_engine.scenarios import Scenario, load_scenarios
from flow_engine.wire import dump_flow
from tests.knowledge import real_flows

from .conftest import DATA

_FLOWS = real_flows()
_SCENARIOS = {scenario.title: scenario for scenario in load_scenarios(DATA, _FLOWS)[0]}
NOW = "2026-01-15T10:00"
FLOW_IDS = sorted({scenario.flow for scenario in _SCENARIOS.values()})


def one_each(flow: str) -> list[Scenario]:
    """Return one scenario of each outcome of a flow."""
    mine = [scenario for scenario in _SCENARIOS.values() if scenario.flow == flow]
    return [*{str(scenario.expected.get("outcome")): scenario for scenario in mine}.values()]


def call(**request: Any) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(handle(json.dumps({"now": NOW, **request})))
    assert "failure" not in reply, reply
    return reply


def answer_one(reply: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Answer the step a call stands on with what the facts say, else pass it."""
    view, state = reply["view"], reply["state"]
    asked = [row["fact"] for row in (view["step"]["question"] or {"facts": []})["facts"]]
    given = {name: facts[name] for name in asked if name in facts}
    if given:
        return call(call="answer", state=state, at=view["at"], answers=given)
    return call(call="pass", state=state, at=view["at"])


def compare(scenario: Scenario) -> int:
    """Walk a scenario; return how many promises were kept."""
    facts = json.loads(json.dumps(scenario.facts, default=str))
    reply = call(call="start", flow=scenario.flow, facts={})
    kept = 0
    for _ in range(200):
        view = reply["view"]
        if view["status"] == "done":
            break
        promised = {row["label"]: row["title"] for row in view["next"]}
        before = view["last"]
        reply = answer_one(reply, facts)
        after = reply.get("view", view)
        if after["last"] == before and after["status"] != "done":
            break
        reached = {after["report"]["title"], (after["step"] or {"title": None})["title"]}
        taken = after["trail"][before]["answer"]
        if promised.get(taken):
            kept += 1
            assert promised[taken] in reached, scenario.title
    return kept


@pytest.mark.luas
@pytest.mark.parametrize("flow_id", FLOW_IDS)
def test_a_choice_leads_where_it_says(flow_id: str) -> None:
    call(call="load", flow=json.loads(dump_flow(_FLOWS[flow_id])))
    assert sum(compare(scenario) for scenario in one_each(flow_id))
