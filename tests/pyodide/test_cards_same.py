"""A score card is the same in CPython and in Pyodide, byte for byte."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from flow_engine.bridge import handle
from flow_engine.facts import to_json
from flow_engine.hearing import MARKS
from flow_engine.wire import load_flow
from tests.engine.cards import CALLS, items_of, review_of
from tests.knowledge import real_library
from tools.site_server import SiteServer

from .runtime import Pyodide
from .walks import Call, message

WEIGHTS = real_library().weights.as_json()
SEEDS = 2


@pytest.fixture(scope="module")
def texts(site_dir: Path) -> dict[str, str]:
    files = sorted((site_dir / "data" / "alur").glob("*.json"))
    return {file.stem: file.read_text("utf-8") for file in files}


@pytest.fixture(scope="module")
def pyodide(browser: Browser, site_server: SiteServer, texts: dict[str, str]) -> Iterator[Pyodide]:
    """The site's Python with every flow, and this Python's bridge with them too."""
    page = browser.new_page()
    page.goto(site_server.url() + "404.html")
    engine = Pyodide(page, "hemat")
    loads = [message(call="load", flow=json.loads(text)) for text in texts.values()]
    for load in loads:
        assert json.loads(handle(load))["ok"] is True
    assert all(json.loads(answer)["ok"] is True for answer in engine.handle_all(loads))
    yield engine
    page.close()


def reviewed(name: str, texts: dict[str, str], chance: random.Random) -> Call:
    """Walk a call under review, paste its text with slips, tick by chance, take the files."""
    told = CALLS[name]
    items = items_of(load_flow(texts[told.flow]), told)
    review = review_of(items, told)
    words = review.text.split(" ")
    text = " ".join(word for word in words if chance.random() < 0.97)
    ticks = {item.id: chance.choice(MARKS) for item in items if chance.random() < 0.2}
    given: dict[str, Any] = {"weights": WEIGHTS, "text": text, "ticks": ticks}
    given["filed"] = dict(review.filed)
    call = Call()
    shown = call.send(call="review", flow=told.flow, **given)
    for _ in range(60):
        if shown["review"]["done"]:
            break
        (step,) = [step for step in shown["review"]["steps"] if step["waiting"]]
        names = [fact["fact"] for fact in step["question"]["facts"]]
        answers = {n: to_json(told.choices[n]) for n in names if n in told.choices}
        shown = call.send(
            call="review", state=shown["state"], at=step["index"], answers=answers,
            give=not answers, **given,
        )  # fmt: skip
    assert shown["review"]["done"]
    call.send(call="review_files", state=shown["state"], notes={"": "=1"}, **given)
    return call


@pytest.mark.parametrize("name", CALLS)
def test_a_card_is_the_same_in_both_pythons(
    pyodide: Pyodide, texts: dict[str, str], name: str
) -> None:
    for seed in range(SEEDS):
        call = reviewed(name, texts, random.Random(f"{name} {seed}"))
        assert pyodide.handle_all(call.messages) == call.answers


def test_what_is_refused_is_refused_the_same(pyodide: Pyodide, texts: dict[str, str]) -> None:
    assert texts
    bad: list[dict[str, Any]] = [
        {"text": "x" * 200_001}, {"text": "a " * 20_001}, {"weights": {}}, {"ticks": {"x": "y"}},
        {"transcript": "<script>"}, {"filed": {"x": "y" * 3000}}, {"state": {}}, {"flow": "nihil"},
    ]  # fmt: skip
    sent = [
        message(**{"call": "review", "flow": "periksa", "weights": WEIGHTS, **given})
        for given in bad
    ]
    answers = [handle(text) for text in sent]
    assert all("failure" in json.loads(answer) for answer in answers)
    assert pyodide.handle_all(sent) == answers


def test_the_longest_text_scores_the_same(pyodide: Pyodide, texts: dict[str, str]) -> None:
    told = CALLS["diagnosis benar"]
    line = review_of(items_of(load_flow(texts[told.flow]), told), told).text.split()
    chance = random.Random(3)
    text = " ".join(chance.choice(line) for _ in range(20_000))
    sent = message(call="review", flow="periksa", weights=WEIGHTS, text=text)
    assert pyodide.handle_all([sent]) == [handle(sent)]
