"""Runs a few lines of JavaScript over the search's own modules, in Node."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from macros.data import House
from macros.search_records import search_data
from tests.knowledge import real_house
from tools.site import ROOT

SEARCH = (ROOT / "docs" / "assets" / "pandu" / "search").as_uri()
PRELUDE = f"""
import {{ makeWords }} from "{SEARCH}/words.js";
import {{ SearchEngine, buildIndex }} from "{SEARCH}/engine.js";
import {{ distance }} from "{SEARCH}/vocabulary.js";
let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const given = JSON.parse(input);
const words = makeWords(given.words);
const found = (hits) => hits.map(({{ entry }}) => entry.id);
const run = () => {{
"""


@cache
def house() -> House:
    return real_house()


@cache
def data() -> dict[str, Any]:
    return search_data(house(), Path("tidak-ada"))


def run(body: str, **given: Any) -> Any:
    """Run the body of a function; it sees ``given``, ``words`` and ``found``, and returns JSON."""
    script = f"{PRELUDE}{body}\n}};\nprocess.stdout.write(JSON.stringify(run() ?? null));\n"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps({**data(), **given}, ensure_ascii=False),
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def search(*questions: str, **more: Any) -> list[list[str]]:
    """Return the ids found for each question, best first."""
    ids: list[list[str]] = run(
        """
  const engine = new SearchEngine(given.records, given.words);
  return given.questions.map((text) => found(engine.search(text, given.more)));
""",
        questions=questions,
        more=more,
    )
    return ids
