"""The desk as a test drives it: by keys, as a CSO does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

READY_MS = 120_000
STEP_MS = 10_000
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
            return self.open(flow)
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

    def press(self, key: str) -> None:
        """Press a key and wait until the desk stands still again."""
        self.page.keyboard.press(key)
        self.settle()

    def settle(self) -> None:
        expect(self.page.locator(".p-desk[aria-busy]")).to_have_count(0, timeout=STEP_MS)

    def enter(self, text: str) -> None:
        """Type into the field that has the focus, then Enter."""
        expect(self.page.locator(".p-input:focus")).to_have_count(1)
        self.page.keyboard.type(text)
        self.press("Enter")

    @property
    def done(self) -> bool:
        return self.now.locator(".p-end").count() > 0

    def asked(self) -> str:
        """The fact the step asks for by choices or by one field; empty without a question."""
        field = self.now.locator(".p-input")
        if field.count():
            return (field.first.get_attribute("id") or "").removeprefix("isian-")
        group = self.now.locator(".p-choices[data-fact]")
        return group.get_attribute("data-fact") or "" if group.count() else ""

    def walk(self, facts: Mapping[str, Any], limit: int = 80) -> int:
        """Walk to the end by keys alone: known facts are answered, all else is passed.

        Returns:
            How many keys were pressed, not counting what was typed.
        """
        for pressed in range(limit):
            if self.done:
                return pressed
            self.step(facts)
        raise AssertionError(f"tidak sampai ke akhir, berhenti di “{self.title}”")

    def step(self, facts: Mapping[str, Any]) -> None:
        """Take one step by keys."""
        fact = self.asked()
        if fact not in facts:
            self.press("Enter")
            return
        value = facts[fact]
        if self.now.locator(".p-input").count():
            if value is None or value == "tidak-ada":
                self.press("Shift+Enter")
            else:
                self.enter(str(value))
            return
        button = self.now.locator(f'.p-choice[data-value="{value}"]')
        expect(button).to_have_count(1)
        self.press(button.get_attribute("data-key") or "")

    def to_power(self) -> None:
        """Pass greeting and name, up to the first choice of periksa."""
        for key in TO_POWER:
            self.press(key)
        assert self.asked() == "listrik"
