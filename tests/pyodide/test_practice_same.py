"""Whole practice calls are the same in the browser's Python as in this one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from flow_engine.bridge import handle
from flow_engine.wire import dump_flow
from learning.practice_call import LEVEL_CHANGE, read_call
from learning.practice_play import NEXT, TYPED, play_of
from tests.knowledge import real_flows
from tests.learning.calls import published, right_move, words_of
from tools.site_server import SiteServer

from .runtime import Pyodide
from .test_room import OPEN

# A changed answer, readings of a meter, a room walked twice, a report that is typed.
HELD = ("lapor-ulang", "periksa", "pln-mobile", "turun-daya")
# Each of its answers holds all moves so far; the longest calls add nothing but time.
MOST_TASKS = 60


@pytest.fixture(scope="module")
def pyodide(browser: Browser, site_server: SiteServer) -> Iterator[Pyodide]:
    """The site's Python as most readers get it, with the room beside it."""
    page = browser.new_page()
    page.goto(site_server.url() + "404.html")
    engine = Pyodide(page, "hemat")
    page.evaluate(OPEN)
    yield engine
    page.close()


def messages(name: str) -> Iterator[dict[str, Any]]:
    """Yield what the page sends in one call: a wrong pick at each choice, then the right one."""
    flow = real_flows()[name]
    (listed,) = [one for one in published()["flows"] if one["id"] == name]
    yield {"call": "load", "flow": json.loads(dump_flow(flow))}
    for level, raw in ((0, listed["calls"][0]), (LEVEL_CHANGE, _late(listed["calls"]))):
        words = listed["words"]
        yield {"call": "practice_begin", "practice": raw, "level": level, "words": words}
        begun = {"call": "practice_begin", "practice": raw, "level": level, "words": words}
        state = json.loads(handle(json.dumps(begun)))["state"]
        for task in play_of(flow, read_call(flow, raw, level), words_of(flow)).tasks[:MOST_TASKS]:
            wrong = [option.value for option in task.options if option.value != task.right][:1]
            wrong += [f"{TYPED}{task.right} beda"] if task.kind == "lapor" else []
            for move in (*wrong[:1], *wrong[1:], right_move(task)):
                sent = {"call": "practice_choose", "state": state, "move": move, "words": words}
                yield sent
                reply = json.loads(handle(json.dumps(sent)))
                state = reply.get("state", state)
                while reply.get("screen", {}).get("phase") in ("ran", "shown"):
                    on = {"call": "practice_choose", "state": state, "move": NEXT, "words": words}
                    yield on
                    reply = json.loads(handle(json.dumps(on)))
                    state = reply["state"]
        yield {"call": "practice_view", "state": {**state, "route": "lain"}, "words": words}


def _late(calls: list[dict[str, Any]]) -> dict[str, Any]:
    return next((call for call in calls if "late" in call), calls[-1])


@pytest.mark.parametrize("name", HELD)
def test_a_practice_call_is_the_same_in_both_pythons_to_the_byte(
    pyodide: Pyodide, name: str
) -> None:
    sent = [json.dumps(message) for message in messages(name)]
    answers = [handle(text) for text in sent]
    phases = {json.loads(answer).get("screen", {}).get("phase") for answer in answers}
    assert {"task", "ran", "shown", "done"} <= phases
    assert pyodide.handle_all(sent) == answers
