"""Every outcome of the flows, reached in a real browser by keys alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from flow_engine.runs import run_facts
from flow_engine.scenarios import PINNED, Scenario, load_scenarios
from macros.data import read_house
from tests.browser.desk import Desk
from tools.site import ROOT

HOUSE = read_house(ROOT)[0]
SCENARIOS = load_scenarios(ROOT / "docs" / "_data", HOUSE.flows)[0]


def reaching(scenarios: list[Scenario]) -> Iterator[Any]:
    """Go through the scenarios that end: all of lapor-ulang, one for each other outcome."""
    seen: set[tuple[str, str | None]] = set()
    for scenario in scenarios:
        result = run_facts(HOUSE.flows[scenario.flow], scenario.facts, PINNED)
        goal = (scenario.flow, result.get("outcome"))
        if result["status"] != "done" or (goal in seen and scenario.flow != "lapor-ulang"):
            continue
        seen.add(goal)
        yield pytest.param(scenario, result, id=f"{scenario.flow}: {scenario.title}")


def typed(value: Any) -> Any:
    """Return a fact as somebody types it; times as ``19/12/2022 14.00``."""
    try:
        moment = datetime.datetime.strptime(str(value), "%Y-%m-%dT%H:%M")
    except ValueError:
        return value
    return f"{moment:%d/%m/%Y %H.%M}"


@pytest.mark.parametrize(("scenario", "result"), list(reaching(SCENARIOS)))
def test_a_call_is_walked_to_its_outcome_by_keys_alone(
    desk: Desk, scenario: Scenario, result: dict[str, Any]
) -> None:
    page = desk.page
    now = datetime.datetime.fromisoformat(str(scenario.facts.get("sekarang", PINNED)))
    page.clock.set_fixed_time(now)
    desk.begin(scenario.flow)
    desk.walk({name: typed(value) for name, value in scenario.facts.items()})

    assert page.locator(".p-end").get_attribute("data-outcome") == result["outcome"]
    where = page.locator(".p-report-place")
    for wanted in (result["apkt"], result["work_order"], result["escalation"]):
        if wanted:
            expect(where).to_contain_text(wanted)
    shown = page.locator(".p-end .p-write pre").all_text_contents()
    chosen = result["escalation"]
    typed_texts = [row["text"] for row in result["reports"] if row["part"] or row["text"] != chosen]
    assert shown == typed_texts
    if result["report_text"]:
        page.keyboard.press("r")
        expect(page.locator(".p-status")).to_have_text("Tersalin")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == result["report_text"]
