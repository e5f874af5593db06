"""Whole practice calls are the same in the browser's Python as in this one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from flow_engine.bridge import handle
from flow_engine.model import Flow
from flow_engine.wire import dump_flow
from learning.practice_call import LEVEL_CHANGE, LEVEL_HINTS, read_call
from learning.practice_play import NEXT, TYPED, play_of
from learning.practice_tasks import FILE
from tests.knowledge import real_flows
from tests.learning.calls import published, right_move, words_of
from tools.site_server import SiteServer

from .runtime import Pyodide
from .test_room import OPEN

# A changed answer, readings of a meter, a room walked twice, a report that is typed.
HELD = ("lapor-ulang", "periksa", "pln-mobile", "turun-daya")


@pytest.fixture(scope="module")
def pyodide(browser: Browser, site_server: SiteServer) -> Iterator[Pyodide]:
    """The site's Python as most readers get it, with the room beside it."""
    page = browser.new_page()
    page.goto(site_server.url() + "404.html")
    engine = Pyodide(page, "hemat")
    page.evaluate(OPEN)
    yield engine
    page.close()


class Exchange:
    """All that is said between a page and its engine, with this Python's answers."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.answers: list[str] = []

    def ask(self, **message: Any) -> Any:
        """Send a message, and return the answer."""
        self.sent.append(json.dumps(message))
        self.answers.append(handle(self.sent[-1]))
        return json.loads(self.answers[-1])


def hold(exchange: Exchange, flow: Flow, raw: dict[str, Any], words: Any, level: int) -> None:
    """Hold a call with a wrong pick at each choice before the right one."""
    reply = exchange.ask(call="practice_begin", practice=raw, level=level, words=words)
    for task in play_of(flow, read_call(flow, raw, level), words_of(flow)).tasks:
        wrong = next((o.value for o in task.options if o.value != task.right), None)
        moves = [right_move(task)] if wrong is None else [wrong, right_move(task)]
        if task.kind == FILE:
            # What was typed is shown once and not typed again.
            moves = [f"{TYPED}{task.right} beda"]
        for move in moves:
            reply = exchange.ask(
                call="practice_choose", state=reply["state"], move=move, words=words
            )
            while reply["screen"]["phase"] in ("ran", "shown"):
                reply = exchange.ask(
                    call="practice_choose", state=reply["state"], move=NEXT, words=words
                )
    assert reply["screen"]["phase"] == "done"
    exchange.ask(call="practice_view", state={**reply["state"], "route": "lain"}, words=words)


@pytest.mark.parametrize("name", HELD)
def test_a_practice_call_is_the_same_in_both_pythons_to_the_byte(
    pyodide: Pyodide, name: str
) -> None:
    flow, exchange = real_flows()[name], Exchange()
    (listed,) = [one for one in published()["flows"] if one["id"] == name]
    exchange.ask(call="load", flow=json.loads(dump_flow(flow)))
    calls = listed["calls"]
    late = next((call for call in calls if "late" in call), calls[0])
    for level, raw in ((LEVEL_HINTS, calls[0]), (LEVEL_CHANGE, late)):
        hold(exchange, flow, raw, listed["words"], level)
    assert sum("failure" in json.loads(answer) for answer in exchange.answers) == 2
    assert pyodide.handle_all(exchange.sent) == exchange.answers
