"""The desk as a test drives it: by keys, as a CSO does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tools.desk_driver import LOOK, STEP_MS, Seen

READY_MS = 120_000
TO_POWER = ("Enter", "Enter")  # greeting and name are passed
# Notes the workers a page makes, so that a test can kill them.
WORKERS = """
    window.__workers = [];
    const Plain = window.Worker;
    window.Worker = class extends Plain {
        constructor(...given) { super(...given); window.__workers.push(this); }
    };
"""


class Desk:
    """One desk on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, flow: str, *, wait: bool = True) -> Desk:
        """Go to a flow; wait until Python has taken over."""
        self.page.goto(f"/alur/{flow}/")
        if wait:
            self.wait_for_python()
        return self

    def begin(self, flow: str) -> Desk:
        """Begin a new call of a flow, with the Python that is there already if there is one."""
        page = self.page
        if page.locator("dialog[open]").count():
            page.keyboard.press("Escape")
        other = page.locator(f'.p-bar-flows a[data-flow-link="{flow}"]')
        if other.count():
            if not other.is_visible():
                page.locator(".p-bar-flows summary").click()
            other.click()
            expect(page.locator(".p-desk")).to_have_attribute("data-flow", flow)
        if not page.locator(f'.p-desk[data-flow="{flow}"]').count():
            self.open(flow)
        self.wait_for_python()
        self.new_call()
        return self

    def new_call(self) -> None:
        """Drop the call by keys; the question before it is answered with yes."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("n")
        if self.page.locator("dialog[open]").count():
            self.page.keyboard.press("y")
        expect(self.page.locator(".p-trail-item")).to_have_count(1)
        self.settle()

    def wait_for_python(self) -> None:
        expect(self.page.locator(".p-desk")).to_have_attribute(
            "data-mode", "mesin", timeout=READY_MS
        )

    @property
    def title(self) -> str:
        return self.now.locator(".p-step-name").inner_text()

    @property
    def now(self) -> Locator:
        """The step on the screen, with Python or without."""
        return self.page.locator(".p-live:visible, .p-walk > .p-step:visible").first

    def press(self, key: str) -> Seen:
        """Press a key and wait until the desk stands still again."""
        self.page.keyboard.press(key)
        return self.settle()

    def settle(self) -> Seen:
        seen: Seen = self.page.evaluate(LOOK, STEP_MS)
        return seen

    def enter(self, text: str) -> Seen:
        """Type into the field that has the focus, then Enter."""
        assert self.settle()["focused"], f"isian tidak terfokus pada “{self.title}”"
        self.page.keyboard.type(text)
        return self.press("Enter")

    @property
    def done(self) -> bool:
        return self.settle()["done"]

    def asked(self) -> str:
        """The fact the step asks for by choices or by one field; empty without a question."""
        return self.settle()["fact"]

    def walk(self, facts: Mapping[str, Any], limit: int = 80) -> int:
        """Walk to the end by keys alone: known facts are answered, all else is passed.

        Returns:
            How many keys were pressed, not counting what was typed.
        """
        seen = self.settle()
        for pressed in range(limit):
            if seen["done"]:
                return pressed
            seen = self.step(facts, seen)
        raise AssertionError(f"tidak sampai ke akhir, berhenti di “{self.title}”")

    def step(self, facts: Mapping[str, Any], seen: Seen | None = None) -> Seen:
        """Take one step by keys."""
        seen = seen or self.settle()
        if seen["fact"] not in facts:
            return self.press("Enter")
        value = facts[seen["fact"]]
        if not seen["typed"]:
            assert value in seen["keys"], f"{value} tidak ditawarkan pada “{self.title}”"
            return self.press(seen["keys"][value])
        if value is None:
            return self.press("t")
        if value == "tidak-ada":
            return self.press("Shift+Enter")
        return self.enter(str(value))

    def until(self, fact: str, facts: Mapping[str, Any]) -> None:
        """Walk by keys up to the step that asks for a fact."""
        seen = self.settle()
        while seen["fact"] != fact:
            assert not seen["done"], f"{fact} tidak ditanyakan"
            seen = self.step(facts, seen)

    def to_power(self) -> None:
        """Pass greeting and name, up to the first choice of periksa."""
        for key in TO_POWER:
            self.press(key)
        assert self.asked() == "listrik"
