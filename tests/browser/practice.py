"""A practice call as a test holds it: by keys alone, knowing the right way from Python."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

from learning.practice_call import read_call
from learning.practice_play import NEXT, NULL_TYPED, TYPED, play_of, stand
from learning.practice_tasks import ENTER, Task, run_wrong
from tests.browser.desk import READY_MS
from tests.knowledge import real_flows
from tests.learning.calls import real_calls, right_move, words_of
from tools.browser import wait_for_js

KEPT = "pandu.latihan.panggilan"
HEAD = ".p-latih h2.p-latih-tanya"
# From the middle of a call over its result and the flow's calls to the flows.
MOST_BACK = 5


def call_with(name: str, kind: str) -> str:
    """Return the id of the call of a flow that comes to a kind of task soonest, with a number."""
    flow = real_flows()[name]
    soonest: dict[str, int] = {}
    for one in real_calls():
        if one.call.flow == name:
            tasks = play_of(flow, one.call, words_of(flow)).tasks
            found = (n for n, task in enumerate(tasks) if task.kind == kind and task.right)
            soonest[one.call.id] = next(found, len(tasks) + 1000)
    return min(soonest, key=lambda call: soonest[call])


class Trainee:
    """Somebody who practises."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> None:
        """Go to the page, wherever the tab is."""
        if not self.page.locator(".p-latih.is-hidup").count():
            self.page.goto("/latihan/panggilan/")
        expect(self.page.locator(".p-latih.is-hidup")).to_be_visible(timeout=READY_MS)
        expect(self.page.locator(HEAD)).to_be_visible()

    def choose_flow(self, flow: str) -> None:
        """Choose a flow by its key, from wherever the page stands."""
        row = self.page.locator(f'.p-latih-alur[data-flow="{flow}"]')
        for _ in range(MOST_BACK):
            if row.count():
                break
            # A key in a field is a letter.
            self.press("Escape")
            self.press("d" if self.page.locator('.p-latih [data-key="D"]').count() else "h")
        self.press(row.get_attribute("data-key") or "")
        expect(self.page.locator(HEAD)).to_have_text(real_flows()[flow].title)

    def press(self, key: str) -> None:
        """Press a key, and wait until the page has answered."""
        self.page.keyboard.press(key)
        wait_for_js(self.page, "!document.querySelector('.p-latih').hasAttribute('aria-busy')")

    def state(self) -> Any:
        """Return what the page would go on with after a reload."""
        text = self.page.evaluate(f"sessionStorage.getItem('{KEPT}')")
        return json.loads(text)["state"] if text else None

    def task(self) -> Task:
        """Return the task that waits, as Python knows it."""
        state = self.state()
        flow = real_flows()[state["practice"]["flow"]]
        play = play_of(flow, read_call(flow, state["practice"]), words_of(flow))
        return play.tasks[stand(flow, play, state["moves"]).at]

    def wrong_way(self, task: Task) -> str:
        """Return a wrong pick that leads somewhere else."""
        state = self.state()
        flow = real_flows()[state["practice"]["flow"]]
        play = play_of(flow, read_call(flow, state["practice"]), words_of(flow))
        wrongs = [option.value for option in task.options if option.value != task.right]
        return next(value for value in wrongs if run_wrong(flow, play.script, task, value))

    def move(self, task: Task, move: str) -> None:
        """Make a move by keys alone."""
        if task.kind == ENTER:
            if move == NULL_TYPED:
                self.page.keyboard.press("Tab")
                self.page.keyboard.press("Tab")
            else:
                self.page.keyboard.type(move)
            self.press("Enter")
        elif move.startswith(TYPED):
            self.page.keyboard.type(move.removeprefix(TYPED).replace("\n", " "))
            self.press("Enter")
        elif move == NEXT:
            self.press("Enter")
        else:
            option = self.page.locator(".p-latih-pilih").evaluate_all(
                "(all, value) => all.find((one) => one.dataset.value === value)?.dataset.key", move
            )
            self.press(option.lower())

    def walk(self, until: str = "") -> list[str]:
        """Make right moves until a kind of task waits, or to the end; return the kinds met."""
        met: list[str] = []
        for _ in range(400):
            if self.page.locator(".p-latih-hasil").count():
                return met
            task = self.task()
            if task.kind == until:
                return met
            met.append(task.kind)
            shown = self.page.locator(".p-latih-tugas")
            expect(shown).to_have_attribute("data-task", task.id)
            self.move(task, right_move(task))
            wait_for_js(
                self.page,
                "id => document.querySelector('.p-latih-hasil')"
                " || document.querySelector('.p-latih-tugas')?.dataset.task !== id",
                task.id,
            )
        raise AssertionError("no end")
