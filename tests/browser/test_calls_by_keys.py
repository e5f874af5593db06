"""Calls walked in a real browser by keys alone; at each step nothing that is wanted is cut off.

``make test`` walks the scenario of each flow that sees the most steps and outcomes; ``make
proof`` walks all scenarios, and so sees every state that any of them sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from flow_engine.filling import OFFICER
from flow_engine.runs import walk_facts
from flow_engine.scenarios import Scenario, load_scenarios
from macros.data import House, read_house
from tests.browser.axe import violations
from tests.browser.desk import Desk
from tests.conftest import DESK
from tools.desk_driver import Seen, as_typed, now_of, page_facts
from tools.site import ROOT

PHONE: ViewportSize = {"width": 390, "height": 844}
SAY_PX = 20
TICKET = re.compile(r"Tiket (\d+) dari (\d+)")
MOST_STEPS = 2_000  # Ninety-nine tickets are one call.
# What is cut off, in pixels, by name, and how small the sentence to say is: once the window has its
# size, and for as long as something is still being laid out.
CUT = """([width, patience]) => new Promise((done) => {
    const places = [".p-live", ".p-live .p-step-body", ".p-live .p-answer", ".p-trail nav",
        ".p-facts-place", ".p-report-place"];
    const measure = () => {
        const found = {};
        for (const name of places) {
            const place = document.querySelector(name);
            if (!place?.checkVisibility()) continue;
            if (place.scrollHeight - place.clientHeight > 2) {
                found[name] = place.scrollHeight - place.clientHeight;
            }
        }
        const page = document.documentElement;
        if (page.scrollHeight > page.clientHeight) {
            found.page = page.scrollHeight - page.clientHeight;
        }
        if (page.scrollWidth > page.clientWidth) found.wide = page.scrollWidth - page.clientWidth;
        const say = document.querySelector(".p-live .p-say .p-text");
        const px = say ? parseFloat(getComputedStyle(say).fontSize) : Infinity;
        return [found, px];
    };
    const look = (left) => {
        const [found, px] = innerWidth === width ? measure() : [{width: innerWidth}, 0];
        if (left > 0 && Object.keys(found).length > 0) requestAnimationFrame(() => look(left - 1));
        else done([found, px]);
    };
    requestAnimationFrame(() => requestAnimationFrame(() => look(patience)));
})"""
PATIENCE_FRAMES = 60


Look = Callable[[Page], object]


@cache
def house() -> House:
    return read_house(ROOT)[0]


@cache
def ending() -> dict[str, list[tuple[Scenario, dict[str, Any], frozenset[str]]]]:
    """The scenarios that end, by flow: what they end with, and the steps on their way."""
    found: dict[str, list[tuple[Scenario, dict[str, Any], frozenset[str]]]] = {}
    for scenario in load_scenarios(ROOT / "docs" / "_data", house().flows)[0]:
        flow = house().flows[scenario.flow]
        facts = page_facts(flow, scenario)
        if facts is None:
            continue  # What another flow hands on is not typed here; see test_desk.
        if OFFICER in flow.facts:
            # Once given it is there in every call of this browser.
            facts[OFFICER] = "Contoh"
        result, keys = walk_facts(flow, facts, now_of(scenario))
        if walk_facts(flow, scenario.facts, now_of(scenario))[0]["status"] == "done":
            met = frozenset({*keys, f"hasil-{result['outcome']}"})
            found.setdefault(scenario.flow, []).append((scenario, result, met))
    return found


def covering(flow: str) -> Iterator[tuple[Scenario, dict[str, Any]]]:
    """Go through scenarios that together see all that any sees, the richest first."""
    left = list(ending()[flow])
    seen: set[str] = set()
    while left:
        best = max(left, key=lambda item: len(item[2] - seen))
        if not best[2] - seen:
            return
        seen |= best[2]
        left.remove(best)
        yield best[0], best[1]


def what_is_cut(page: Page) -> dict[str, float]:
    """What is cut off on a desk's screen and on a phone's; the desk's screen is left."""
    cut: dict[str, float] = {}
    for name, size in (("ponsel", PHONE), ("meja", DESK)):
        page.set_viewport_size(size)
        found, px = page.evaluate(CUT, [size["width"], PATIENCE_FRAMES])
        cut |= {f"{name} {place}": by for place, by in found.items()}
        if px < SAY_PX:
            cut[f"{name} huruf"] = px
    return cut


def is_looked_at(title: str) -> bool:
    """Tell whether a step is measured: of ninety-nine tickets a few, from the first to the last."""
    ticket = TICKET.match(title)
    return not ticket or int(ticket[1]) in (1, 2, 3, 10, 50, int(ticket[2]))


def walk(desk: Desk, scenario: Scenario, seen: dict[str, Any], look: Look = what_is_cut) -> Seen:
    """Walk a scenario by keys; note what each step not seen before shows to a look."""
    page = desk.page
    page.clock.set_fixed_time(now_of(scenario))
    flow = house().flows[scenario.flow]
    given = {**(page_facts(flow, scenario) or {}), OFFICER: "Contoh"}
    known = as_typed(flow, given, now_of(scenario))
    now = desk.begin(scenario.flow).settle()
    for _ in range(MOST_STEPS):
        title = page.locator(".p-live .p-step-name").text_content() or ""
        if title not in seen and is_looked_at(title):
            seen[title] = look(page)
        if now["done"]:
            return now
        now = desk.step(known, now)
    raise AssertionError(f"tidak sampai ke akhir: {scenario.title}")


def ends_right(desk: Desk, result: dict[str, Any]) -> None:
    """The outcome, the report and what the clipboard holds are those of the engine."""
    page = desk.page
    assert page.locator(".p-end").get_attribute("data-outcome") == result["outcome"]
    where = page.locator(".p-report-place")
    for wanted in (result["apkt"], result["work_order"], result["escalation"]):
        if wanted:
            expect(where).to_contain_text(wanted)
    shown = page.locator(".p-end .p-write pre").all_text_contents()
    chosen = result["escalation"]
    if page.locator(".p-end .p-round, .p-end summary", has_text="Tiket 1 dari").count():
        return  # A run by facts alone describes the first of several tickets.
    assert shown == [
        row["text"] for row in result["reports"] if row["part"] or row["text"] != chosen
    ]
    if result["report_text"]:
        page.keyboard.press("r")
        expect(page.locator(".p-status")).to_contain_text("Tersalin")
        assert page.evaluate("navigator.clipboard.readText()") == result["report_text"]


def walk_all(desk: Desk, calls: Iterable[tuple[Scenario, dict[str, Any]]]) -> None:
    seen: dict[str, Any] = {}
    for scenario, result in calls:
        walk(desk, scenario, seen)
        ends_right(desk, result)
    assert seen
    assert {title: cut for title, cut in seen.items() if cut} == {}


@pytest.mark.parametrize("flow", sorted(ending()))
def test_the_richest_call_is_walked_by_keys_and_fits_both_screens(desk: Desk, flow: str) -> None:
    walk_all(desk, islice(covering(flow), 1))


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_every_scenario_is_walked_to_its_report_by_keys(desk: Desk, flow: str) -> None:
    walk_all(desk, [(scenario, result) for scenario, result, _ in ending()[flow]])


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_axe_finds_nothing_in_any_state(desk: Desk, flow: str) -> None:
    seen: dict[str, Any] = {}
    for scenario, _ in covering(flow):
        walk(desk, scenario, seen, lambda page: violations(page, ".p-desk"))
    assert {title: found for title, found in seen.items() if found} == {}
