"""The room ``latihan`` opens on every rung of the site's Python, and answers as CPython does."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

import learning.rooms  # noqa: F401 - adds the room's calls to this Python's bridge
from flow_engine.bridge import handle
from tools.site_server import SiteServer

from .runtime import Pyodide

OPEN = """async () => {
  const { files } = await (await fetch('/runtime/runtime.json')).json();
  const file = files['latihan.zip'];
  file.address = new URL('/' + file.path, location.href).href;
  const { openRoom } = await import('/assets/pandu/worker-room.js');
  await openRoom(globalThis.python, { room: 'latihan', file });
  await openRoom(globalThis.python, { room: 'latihan', file });
}"""
HISTORIES, REVIEWS = 40, 12


@pytest.fixture(scope="module", params=["kilat", "hemat", "standar"])
def pyodide(
    request: pytest.FixtureRequest, browser: Browser, site_server: SiteServer
) -> Iterator[Pyodide]:
    """The site's Python on each rung, with the room beside it."""
    page = browser.new_page()
    page.goto(site_server.url() + "404.html")
    engine = Pyodide(page, request.param)
    page.evaluate(OPEN)
    yield engine
    page.close()


def history(seed: int) -> Iterator[tuple[str, str]]:
    """Go through a card's life by chance: each message and this Python's answer."""
    chance = random.Random(seed)
    kept: Any = None
    minutes = chance.randrange(500_000)
    for _ in range(REVIEWS):
        minutes += chance.choice([0, 1, 10, 600, 1440, 20_000, 400_000])
        day, rest = divmod(minutes, 1440)
        now = f"20{26 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}"
        now += f"T{rest // 60:02}:{rest % 60:02}:00+07:00"
        known = {"kept": kept, "version": "abc", "now": now}
        for call in (
            {"call": "cards_offers"},
            {"call": "cards_rate", "rating": chance.randint(1, 4)},
        ):
            text = json.dumps({**call, **known})
            yield text, handle(text)
        kept = json.loads(handle(text))["kept"]


def test_a_schedule_is_the_same_in_both_pythons_to_the_byte(pyodide: Pyodide) -> None:
    pairs = [pair for seed in range(HISTORIES) for pair in history(seed)]
    assert len(pairs) == 2 * HISTORIES * REVIEWS
    assert pyodide.handle_all([text for text, _ in pairs]) == [answer for _, answer in pairs]


def test_what_is_refused_is_refused_the_same(pyodide: Pyodide) -> None:
    bad: list[dict[str, Any]] = [
        {}, {"now": "kemarin"}, {"now": "2026-01-01T10:00"}, {"now": "9999-12-31T23:59-12:00"},
        {"now": "2026-01-01T10:00+07:00", "kept": []}, {"now": "2026-01-01T10:00Z", "rating": True},
    ]  # fmt: skip
    sent = [
        json.dumps({"call": "cards_rate", "rating": 3, "version": "x", **given}) for given in bad
    ]
    answers = [handle(text) for text in sent]
    assert all("failure" in json.loads(answer) for answer in answers)
    assert pyodide.handle_all(sent) == answers
