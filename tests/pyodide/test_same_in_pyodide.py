"""The engine in Pyodide answers as the engine in CPython does, byte for byte.

Both get the flow files of the built site and the same messages; Pyodide is the
runtime of the site, in a real Chromium.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from flow_engine.bridge import handle
from flow_engine.content import walk
from flow_engine.facts import to_json
from flow_engine.scenarios import load_scenarios
from flow_engine.wire import load_flow
from tools.site_server import SiteServer

DATA = Path(__file__).resolve().parents[2] / "docs" / "_data"
NOW = "2026-01-15T10:00"

START = """async () => {
  const about = await (await fetch('/runtime/runtime.json')).json();
  const base = new URL('/' + about.base, location.href).href;
  const { loadPyodide } = await import(base + 'pyodide.mjs');
  const python = await loadPyodide({
    indexURL: base, lockFileURL: base + 'pyodide-lock.json', packageBaseUrl: base,
    packages: ['pandu-flow-engine'],
  });
  python.runPython(`
import json
from flow_engine.bridge import handle
from flow_engine.content import walk
from flow_engine.wire import load_flow
def handle_all(messages):
    return json.dumps([handle(message) for message in json.loads(messages)])
def walk_text(flow):
    return json.dumps(walk(load_flow(flow)), ensure_ascii=False)
`);
  globalThis.python = python;
}"""


class Pyodide:
    """The engine as it runs in a page of the built site."""

    def __init__(self, evaluate: Any) -> None:
        self._evaluate = evaluate

    def handle_all(self, messages: list[str]) -> list[str]:
        script = "(messages) => python.globals.get('handle_all')(messages)"
        answers: list[str] = json.loads(self._evaluate(script, json.dumps(messages)))
        return answers

    def walk_text(self, flow: str) -> str:
        return str(self._evaluate("(flow) => python.globals.get('walk_text')(flow)", flow))


@pytest.fixture(scope="module")
def flow_texts(site_dir: Path) -> dict[str, str]:
    files = sorted((site_dir / "data" / "alur").glob("*.json"))
    return {file.stem: file.read_text("utf-8") for file in files}


@pytest.fixture(scope="module")
def pyodide(browser: Browser, site_server: SiteServer) -> Iterator[Pyodide]:
    page = browser.new_page()
    page.goto(site_server.url() + "404.html")
    page.evaluate(START)
    yield Pyodide(page.evaluate)
    page.close()


def message(**request: Any) -> str:
    return json.dumps({"now": NOW, **request}, ensure_ascii=False)


def loads(flow_texts: dict[str, str]) -> list[str]:
    return [message(call="load", flow=json.loads(text)) for text in flow_texts.values()]


def both(pyodide: Pyodide, messages: list[str]) -> tuple[list[str], list[str]]:
    return [handle(text) for text in messages], pyodide.handle_all(messages)


def test_every_scenario_ends_the_same(pyodide: Pyodide, flow_texts: dict[str, str]) -> None:
    flows = {name: load_flow(text) for name, text in flow_texts.items()}
    scenarios, log = load_scenarios(DATA, flows)
    assert list(log) == []
    runs = [message(call="run", flow=s.flow, facts=dict(s.facts)) for s in scenarios]
    here, there = both(pyodide, loads(flow_texts) + runs)
    assert there == here
    reached = {json.loads(text).get("outcome") for text in here[len(flow_texts) :]}
    assert {name for flow in flows.values() for name in flow.outcomes} <= reached


def test_every_step_has_the_same_content(pyodide: Pyodide, flow_texts: dict[str, str]) -> None:
    for text in flow_texts.values():
        assert pyodide.walk_text(text) == json.dumps(walk(load_flow(text)), ensure_ascii=False)


@pytest.mark.parametrize("seed", range(20))
def test_a_random_walk_shows_the_same_views(
    pyodide: Pyodide, flow_texts: dict[str, str], seed: int
) -> None:
    here, there = both(pyodide, random_walk(flow_texts, seed))
    assert there == here


@pytest.mark.proof
def test_a_thousand_random_walks_show_the_same_views(
    pyodide: Pyodide, flow_texts: dict[str, str]
) -> None:
    answered = 0
    for seed in range(1000, 2000):
        here, there = both(pyodide, random_walk(flow_texts, seed))
        assert there == here, f"seed {seed}"
        answered += len(here)
    print(f"\n1000 perjalanan acak, {answered} jawaban sama di CPython dan Pyodide")


def random_walk(flow_texts: dict[str, str], seed: int) -> list[str]:
    """Return the messages of a call in which every answer is drawn by chance."""
    chance = random.Random(seed)
    name = chance.choice(sorted(flow_texts))
    flow = load_flow(flow_texts[name])
    messages = [*loads(flow_texts), message(call="start", flow=name, facts={})]
    shown = json.loads([handle(text) for text in messages][-1])
    for _ in range(60):
        if shown["view"]["status"] == "done":
            break
        step = shown["view"]["step"]
        question = step["question"]
        request: dict[str, Any] = {"call": "pass"}
        if question and not (question["optional"] and chance.random() < 0.5):
            given = {f["fact"]: _value(f, flow, chance) for f in question["facts"]}
            request = {"call": "answer", "answers": given}
        messages.append(message(state=shown["state"], at=shown["view"]["at"], **request))
        shown = json.loads(handle(messages[-1]))
        assert "view" in shown, shown
    return messages


def _value(question: dict[str, Any], flow: Any, chance: random.Random) -> Any:
    if question["choices"]:
        return chance.choice(question["choices"])["value"]
    if question["type"] == "reading":
        return chance.choice([None, "0", "12,5"])
    if question["type"] == "datetime":
        return f"2026-01-15T0{chance.randrange(1, 9)}:{chance.randrange(10, 59)}"
    digits = flow.facts[question["fact"]].digits
    return "5" * digits[0] if digits else to_json("teks <b>& {Bapak/Ibu}")
