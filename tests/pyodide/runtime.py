"""The engine in Pyodide, as the page of a built site runs it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

START = """async (rung) => {
  const { files } = await (await fetch('/runtime/runtime.json')).json();
  const { startPython } = await import('/assets/pandu/worker-python.js');
  for (const file of Object.values(files)) {
    file.address = new URL('/' + file.path, location.href).href;
  }
  globalThis.python = await startPython({ rung, files }, () => {});
}"""
# What is run in both Pythons: only this text goes to Pyodide, and the messages.
BOTH = """
import hashlib, json
from flow_engine.bridge import handle
from flow_engine.content import places, step_content, walk
from flow_engine.wire import load_flow

def contents(flow_text):
    flow = load_flow(flow_text)
    steps = {place.key: step_content(flow, place.key) for place in places(flow)}
    return json.dumps({"steps": steps, "walk": walk(flow)}, ensure_ascii=False)

def digest(answers):
    return hashlib.sha256("\\n".join(answers).encode()).hexdigest()

def handle_all(messages):
    return json.dumps([handle(message) for message in json.loads(messages)])

def digest_all(walks):
    return json.dumps([digest([handle(text) for text in walk]) for walk in json.loads(walks)])
"""


class Pyodide:
    """The engine in a page; each call sends one text and gets one."""

    def __init__(self, page: Any, rung: str) -> None:
        self._page = page
        page.evaluate(START, rung)
        page.evaluate("(code) => python.runPython(code)", BOTH)

    def _call(self, name: str, text: str) -> str:
        script = "([name, text]) => python.globals.get(name)(text)"
        return str(self._page.evaluate(script, [name, text]))

    def contents(self, flow_text: str) -> str:
        """Return every step's content and the printed walk of a flow as JSON."""
        return self._call("contents", flow_text)

    def handle_all(self, messages: list[str]) -> list[str]:
        """Return the bridge's answers."""
        answers: list[str] = json.loads(self._call("handle_all", json.dumps(messages)))
        return answers

    def digests(self, walks: list[list[str]]) -> list[str]:
        """Return the hash over the answers of each list of messages, all in one call."""
        found: list[str] = json.loads(self._call("digest_all", json.dumps(walks)))
        return found


def digest(answers: list[str]) -> str:
    """Return the hash that :meth:`Pyodide.digests` gives for the same answers."""
    return hashlib.sha256("\n".join(answers).encode()).hexdigest()


def contents(flow_text: str) -> str:
    """Return what :meth:`Pyodide.contents` returns, by this Python."""
    space: dict[str, Any] = {}
    exec(BOTH, space)
    return str(space["contents"](flow_text))
