"""A canary in every field somebody types into: nothing of it leaves the page or is stored."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from flow_engine.facts import FactType
from flow_engine.filling import OFFICER
from flow_engine.model import Flow
from flow_engine.scenarios import Scenario
from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.browser.test_calls_by_keys import MOST_STEPS, covering, ending, house
from tools.desk_driver import as_typed, now_of, page_facts
from tools.site_server import SiteServer

# These ask for every kind of typed text; ``make proof`` walks all flows.
SAMPLE = ("periksa", "pln-mobile", "progres-periksa")
WORD = "kanari7q"
DIGITS = "53129977"
STORED = """async () => {
    const text = [JSON.stringify([{...localStorage}, {...sessionStorage}]), document.cookie,
        location.href, JSON.stringify(history.state), document.title, window.name];
    for (const { name } of await indexedDB.databases()) text.push(`indexedDB ${name}`);
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            text.push(request.url, await (await cache.match(request)).text());
        }
    }
    return text.join(" ");
}"""


def canaries(flow: Flow) -> dict[str, str]:
    """A value for every typed fact of a flow that is refused by nothing and found by a search."""
    found = {}
    for fact in flow.facts.values():
        if fact.name == OFFICER:
            continue  # The CSO's own name is kept, and meant to be.
        if fact.type is FactType.EMAIL:
            found[fact.name] = f"{WORD}@contoh.co.id"
        elif fact.type is FactType.TEXT:
            found[fact.name] = (DIGITS + "0" * 12)[: fact.digits[-1]] if fact.digits else WORD
    return found


class Ears:
    """All that a page sends or says."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        page.on("request", self._sent)
        page.on("console", self._said)

    def _sent(self, request: Request) -> None:
        self.heard += [request.url, str(request.headers), request.post_data or ""]

    def _said(self, message: ConsoleMessage) -> None:
        self.heard.append(message.text)


def fill_all(desk: Desk, given: dict[str, Any]) -> set[str]:
    """Fill every field of the step that stands open; return the facts that were typed."""
    typed_facts = set()
    for field in desk.now.locator(".p-input").all():
        name = (field.get_attribute("id") or "").removeprefix("isian-").split("@")[0]
        if name in given and given[name] is not None:
            field.fill(str(given[name]))
            typed_facts.add(name)
    return typed_facts


def no_leak(desk: Desk) -> None:
    leaks = desk.page.evaluate(STORED)
    assert WORD not in leaks, desk.title
    assert DIGITS not in leaks, desk.title


def nothing_is_handed_on(desk: Desk) -> None:
    """Neither the link nor the transcript tells of the person, unless that is asked for."""
    page = desk.page
    page.keyboard.press("u")
    expect(page.locator(".p-status")).to_contain_text("Tautan langkah tersalin")
    link = str(page.evaluate("navigator.clipboard.readText()"))
    page.keyboard.press("w")
    with page.expect_download() as found:
        page.keyboard.press("u")
    text = Path(found.value.path()).read_text("utf-8")
    assert "#jalan=" in link and "pandu-transkrip" in text
    code = link.rsplit(".", 1)[1]
    packed = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
    for told in (link, text):
        assert WORD not in told and DIGITS not in told, desk.title
    assert WORD.encode() not in packed and DIGITS.encode() not in packed
    page.keyboard.press("Enter")


def walk_with_canaries(desk: Desk, flow: str, scenario: Scenario, *, each_step: bool) -> None:
    """Walk one call; look for the canary at its end, or at each step."""
    page = desk.page
    canary = canaries(house().flows[flow])
    page.clock.set_fixed_time(now_of(scenario))
    given = page_facts(house().flows[flow], scenario)
    known = as_typed(house().flows[flow], given, now_of(scenario)) | canary
    filled: set[str] = set()
    seen = desk.begin(flow).settle()
    for _ in range(MOST_STEPS):
        if seen["done"]:
            break
        if seen["typed"] and known.get(seen["fact"], "") is not None:
            filled |= fill_all(desk, known)
            page.locator(".p-input").last.focus()
            seen = desk.press("Enter")
        else:
            seen = desk.step(known, seen)
        if each_step:
            no_leak(desk)
    assert seen["done"]
    nothing_is_handed_on(desk)
    assert filled & set(canary)
    no_leak(desk)
    desk.press("h")
    assert WORD not in page.content()
    assert DIGITS not in page.content()
    no_leak(desk)


def listening(browser: Browser, server: SiteServer) -> tuple[Desk, Ears]:
    page = new_context(browser, server).new_page()
    return Desk(page), Ears(page)


def nothing_was_told(desk: Desk, ears: Ears) -> None:
    """After a reload the page holds nothing, and on the way nothing was sent or said."""
    desk.page.reload()
    desk.wait_for_python()
    assert WORD not in desk.page.content()
    desk.page.context.close()
    told = " ".join(ears.heard)
    assert WORD not in told
    assert DIGITS not in told


def test_nothing_that_is_typed_leaves_the_page(browser: Browser, site_server: SiteServer) -> None:
    desk, ears = listening(browser, site_server)
    for flow in SAMPLE:
        scenario, _ = next(covering(flow))
        walk_with_canaries(desk, flow, scenario, each_step=False)
    nothing_was_told(desk, ears)


@pytest.mark.proof
@pytest.mark.parametrize("flow", sorted(ending()))
def test_nothing_that_is_typed_on_any_way_leaves_the_page(
    browser: Browser, site_server: SiteServer, flow: str
) -> None:
    desk, ears = listening(browser, site_server)
    for scenario, _ in covering(flow):
        walk_with_canaries(desk, flow, scenario, each_step=True)
    nothing_was_told(desk, ears)
