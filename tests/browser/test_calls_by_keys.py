"""Calls walked in a real browser by keys alone; at each step nothing that is wanted is cut off.

``make test`` walks the scenario of each flow that sees the most steps and outcomes; ``make
proof`` walks all scenarios, and so sees every state that any of them sees: those that end to their
report, those that lack an answer to the question, those that are refused to the refusal.
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
from macros.data import House
from tests.browser.axe import violations
from tests.browser.desk import Desk
from tests.conftest import DESK
from tests.knowledge import real_house
from tools.desk_driver import Seen, as_typed, is_handed, now_of, page_facts
from tools.site import ROOT

PHONE: ViewportSize = {"width": 390, "height": 844}
SAY_PX = 20
TICKET = re.compile(r"Tiket (\d+) dari (\d+)")
MOST_STEPS = 2_000  # Ninety-nine tickets are one call.
MOST_TRIES = 60  # More than any way to one question has steps.
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
            if (place.scrollWidth - place.clientWidth > 2) {
                found[`${name} ke samping`] = place.scrollWidth - place.clientWidth;
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
COUNTS = """() => [".p-live .p-choice", ".p-live .p-part", ".p-report-place .p-part"]
    .map((name) => document.querySelectorAll(name).length)"""


Look = Callable[[Page], object]


@cache
def house() -> House:
    return real_house()


@cache
def asked() -> dict[str, list[tuple[Scenario, dict[str, Any]]]]:
    """The scenarios that a page can begin, by flow, each with its facts as a page needs them."""
    found: dict[str, list[tuple[Scenario, dict[str, Any]]]] = {}
    for scenario in load_scenarios(ROOT / "docs" / "_data", house().flows)[0]:
        flow = house().flows[scenario.flow]
        facts = page_facts(flow, scenario)
        if OFFICER in flow.facts:
            # Once given it is there in every call of this browser.
            facts[OFFICER] = "Contoh"
        found.setdefault(scenario.flow, []).append((scenario, facts))
    return found


def of_status(flow: str, status: str) -> list[tuple[Scenario, dict[str, Any]]]:
    """The scenarios of a flow that end, wait for an answer, or are refused."""
    return [
        (scenario, facts)
        for scenario, facts in asked()[flow]
        if walk_facts(house().flows[flow], scenario.facts, now_of(scenario))[0]["status"] == status
    ]


@cache
def ending() -> dict[str, list[tuple[Scenario, dict[str, Any], frozenset[str]]]]:
    """The scenarios typed to their end, by flow: their result, and the steps on their way."""
    found: dict[str, list[tuple[Scenario, dict[str, Any], frozenset[str]]]] = {}
    for name, flow in house().flows.items():
        for scenario, facts in of_status(name, "done"):
            if not is_handed(flow, scenario):
                result, keys = walk_facts(flow, facts, now_of(scenario))
                met = frozenset({*keys, f"hasil-{result['outcome']}"})
                found.setdefault(name, []).append((scenario, result, met))
    return found


def handed_to(flow: str) -> list[tuple[Scenario, Scenario]]:
    """The scenarios of a flow that another one hands on to, each after one that does so."""
    before = [(scenario, result) for rows in ending().values() for scenario, result, _ in rows]
    return [
        (
            next(
                first
                for first, result in before
                if result["refer_to"] == flow and result["carry"].items() <= scenario.facts.items()
            ),
            scenario,
        )
        for scenario, _ in of_status(flow, "done")
        if is_handed(house().flows[flow], scenario)
    ]


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
    return not ticket or int(ticket[1]) in (1, 2, 3, 10, 20, 50, int(ticket[2]))


def shared(scenario: Scenario) -> dict[str, Any]:
    """What a scenario answers that the next flow of the call knows too."""
    flow = house().flows[scenario.flow]
    given = page_facts(flow, scenario).items()
    return {name: value for name, value in given if flow.facts[name].shared}


def typed(scenario: Scenario) -> dict[str, Any]:
    """What is typed or chosen for each fact of a scenario; what is refused as it is written."""
    flow = house().flows[scenario.flow]
    given = {**page_facts(flow, scenario), OFFICER: "Contoh"}
    return {**given, **as_typed(flow, given, now_of(scenario))}


def walk(desk: Desk, scenario: Scenario, seen: dict[str, Any], look: Look = what_is_cut) -> Seen:
    """Walk a scenario by keys; note what each step not seen before shows to a look."""
    desk.page.clock.set_fixed_time(now_of(scenario))
    now = desk.begin(scenario.flow).settle()
    return walk_on(desk, scenario, now, seen, look)


def walk_on(
    desk: Desk, scenario: Scenario, now: Seen, seen: dict[str, Any], look: Look = what_is_cut
) -> Seen:
    """Walk a scenario from where the desk stands."""
    page, known = desk.page, typed(scenario)
    for _ in range(MOST_STEPS):
        title = page.locator(".p-live .p-step-name").text_content() or ""
        # An end looks different with three tickets, and a question with fourteen answers.
        counts = page.evaluate(COUNTS)
        name = " · ".join([title, *map(str, counts)])
        if name not in seen and is_looked_at(title):
            seen[name] = look(page)
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


def test_all_that_is_to_be_done_after_three_tickets_is_ticked_by_one_key(desk: Desk) -> None:
    calls = (call for call, _, _ in ending()["pln-mobile"])
    three = next(call for call in calls if str(call.facts.get("jumlah_permasalahan")) == "3")
    walk(desk, three, {}, lambda page: None)
    boxes = desk.page.locator(".p-report-place .p-checks").first.locator(".p-tick")
    wanted = boxes.count()
    hidden = [box for box in boxes.all() if not box.is_visible()]
    assert hidden, "semua muat; uji ini perlu panggilan yang lebih panjang"
    for done in range(1, wanted + 1):
        desk.press("x")
        expect(
            desk.page.locator(".p-report-place .p-checks").first.locator(":checked")
        ).to_have_count(done)
    assert what_is_cut(desk.page) == {}


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_every_scenario_that_ends_is_walked_to_its_report_by_keys(desk: Desk, flow: str) -> None:
    walk_all(desk, [(scenario, result) for scenario, result, _ in ending()[flow]])


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(flow for flow in ending() if handed_to(flow)))
def test_what_another_flow_hands_on_is_walked_by_keys_through_both(desk: Desk, flow: str) -> None:
    seen: dict[str, Any] = {}
    for first, scenario in handed_to(flow):
        walk(desk, first, seen)
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator(".p-desk")).to_have_attribute("data-flow", flow)
        desk.wait_for_python()
        walk_on(desk, scenario, desk.settle(), seen)
        facts = {**page_facts(house().flows[flow], scenario), OFFICER: "Contoh", **shared(first)}
        ends_right(desk, walk_facts(house().flows[flow], facts, now_of(scenario))[0])
    assert {title: cut for title, cut in seen.items() if cut} == {}


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_a_call_stands_still_where_a_scenario_lacks_an_answer(desk: Desk, flow: str) -> None:
    for scenario, facts in of_status(flow, "needs"):
        needs = walk_facts(house().flows[flow], facts, now_of(scenario))[0]["needs"]
        known = typed(scenario)
        desk.page.clock.set_fixed_time(now_of(scenario))
        now = desk.begin(flow).settle()
        for _ in range(MOST_TRIES):
            assert not now["done"], f"{needs} tidak ditanyakan: {scenario.title}"
            now = desk.step(known, now)
        assert now["fact"] == needs, scenario.title


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_what_a_scenario_has_refused_is_refused_or_not_offered(desk: Desk, flow: str) -> None:
    met = 0
    for scenario, facts in of_status(flow, "invalid"):
        result = walk_facts(house().flows[flow], facts, now_of(scenario))[0]
        wrong = {error["fact"] for error in result["errors"]}
        known = typed(scenario)
        desk.page.clock.set_fixed_time(now_of(scenario))
        now = desk.begin(flow).settle()
        for _ in range(MOST_TRIES):
            if now["fact"] in wrong or now["done"]:
                break
            now = desk.step(known, now)
        if now["fact"] not in wrong:
            continue  # The way ends or waits without asking for it, so no key gives it.
        met += 1
        if not now["typed"]:
            assert known[now["fact"]] not in now["keys"], scenario.title
            continue
        after = desk.enter(str(known[now["fact"]]))
        assert after["fact"] == now["fact"], scenario.title
        expect(desk.now.locator(".p-error").filter(has_text=re.compile(r"\w"))).to_be_visible()
    assert met


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_axe_finds_nothing_in_any_state(desk: Desk, flow: str) -> None:
    seen: dict[str, Any] = {}
    for scenario, _ in covering(flow):
        walk(desk, scenario, seen, lambda page: violations(page, ".p-desk"))
    assert {title: found for title, found in seen.items() if found} == {}
