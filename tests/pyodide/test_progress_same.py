"""Progress is summed up, joined and refused in the browser's Python as in this one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fsrs import Rating
from playwright.sync_api import Browser

import learning.rooms  # noqa: F401 - adds the room's calls to this Python's bridge
from flow_engine.bridge import handle
from learning.plan import plan_json
from tests.learning.practised import DAY, NOW, PLAN, call, card, lesson, stored
from tools.site_server import SiteServer

from .runtime import Pyodide
from .test_room import OPEN

DONE = stored(
    cards={"celah/1": card(), "celah/2": card(Rating.Again, NOW), "lama": card()},
    lessons={"salam": lesson(), "empati": lesson(1), "kode": lesson(version="v0"), "rusak": 1},
    calls={"periksa-a": call(level=3), "lama": call()},
    reviews=[{"card": "celah/1", "rating": 4}],
    met={"clauses": ["PRK-01"], "edges": ["p#1", "l#1"]},
)
GOOD = json.dumps(stored(lessons={"salam": lesson(2, when=NOW), "tiket": lesson()}))
BAD = [
    "", "{", "[]", "[" * 1000, "9" * 5000, '{"format": "anki"}', '{"format": "pandu-transkrip"}',
    '{"format": "\\ud800"}', json.dumps(stored(version=2)), json.dumps(stored(cards={"a": 1})),
    json.dumps(stored(reviews=[{"a": float("inf")}])), '{"a":\n  x}', "\ufeff" + GOOD + "x",
]  # fmt: skip


@pytest.fixture(scope="module")
def pyodide(browser: Browser, site_server: SiteServer) -> Iterator[Pyodide]:
    """The site's Python as most readers get it, with the room beside it."""
    page = browser.new_page()
    page.goto(site_server.url() + "404.html")
    engine = Pyodide(page, "hemat")
    page.evaluate(OPEN)
    yield engine
    page.close()


def messages() -> Iterator[dict[str, Any]]:
    now = NOW.isoformat()
    given = {"plan": plan_json(PLAN), "now": now}
    for progress in (stored(), DONE):
        for when in (now, (NOW - 3 * DAY).isoformat(), (NOW + 400 * DAY).isoformat()):
            yield {"call": "progress_summary", **given, "progress": progress, "now": when}
        for text in (GOOD, json.dumps({**DONE, "lessons": {}}), *BAD):
            yield {"call": "progress_file", **given, "progress": progress, "text": text}
    yield {"call": "progress_summary", **given, "progress": [], "plan": 1}


def test_progress_is_the_same_in_both_pythons_to_the_byte(pyodide: Pyodide) -> None:
    sent = [json.dumps(message) for message in messages()]
    answers = [handle(text) for text in sent]
    assert sum("failure" in json.loads(answer) for answer in answers) == 2 * len(BAD) + 1
    assert pyodide.handle_all(sent) == answers
