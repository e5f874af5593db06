"""The engine answers the same in CPython and in Pyodide, byte for byte, and the page prints it.

Both Pythons get the flow files of the built site and the same messages; Pyodide is the
runtime of the site, in a real Chromium, started once for this module.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from flow_engine.bridge import handle
from flow_engine.model import Flow
from flow_engine.wire import load_flow
from tests.engine.conftest import DATA
from tests.engine.witnesses import witness_runs
from tests.figures import note_figures
from tests.knowledge import real_house
from tools.site_server import SiteServer

from .printed import Element, read_sections
from .runtime import Pyodide, contents, digest
from .walks import Call, message, random_call

FLOWS = sorted(file.stem for file in (DATA / "alur").glob("*.yaml") if file.stem != "bersama")
PROVED_CALLS = 10_000
PROVED_TRANSCRIPTS = 1_000
BATCH = 100


@pytest.fixture(scope="module")
def flow_texts(site_dir: Path) -> dict[str, str]:
    files = sorted((site_dir / "data" / "alur").glob("*.json"))
    return {file.stem: file.read_text("utf-8") for file in files}


@pytest.fixture(scope="module")
def site_flows(flow_texts: dict[str, str]) -> dict[str, Flow]:
    """The site's flows, loaded into this Python's bridge too."""
    for text in flow_texts.values():
        assert json.loads(handle(message(call="load", flow=json.loads(text))))["ok"] is True
    return {name: load_flow(text) for name, text in flow_texts.items()}


def started(page: Page, site_server: SiteServer, texts: dict[str, str], rung: str) -> Pyodide:
    """Bring the site's Python up on a rung, with every flow."""
    page.goto(site_server.url() + "404.html")
    engine = Pyodide(page, rung)
    loads = [message(call="load", flow=json.loads(text)) for text in texts.values()]
    assert all(json.loads(answer)["ok"] is True for answer in engine.handle_all(loads))
    return engine


@pytest.fixture(scope="module")
def pyodide(
    browser: Browser, site_server: SiteServer, flow_texts: dict[str, str]
) -> Iterator[Pyodide]:
    """The rung that a reader gets on an ordinary day."""
    page = browser.new_page()
    yield started(page, site_server, flow_texts, "kilat")
    page.close()


@pytest.fixture(scope="module", params=["hemat", "standar"])
def below(
    request: pytest.FixtureRequest,
    browser: Browser,
    site_server: SiteServer,
    flow_texts: dict[str, str],
) -> Iterator[Pyodide]:
    """The rungs below it: bytecode, and Pyodide as it is shipped with the engine's wheel."""
    page = browser.new_page()
    yield started(page, site_server, flow_texts, request.param)
    page.close()


def compare(pyodide: Pyodide, calls: list[Call]) -> int:
    """Compare many calls at once; return how many answers were the same."""
    there = pyodide.digests([call.messages for call in calls])
    for call, found in zip(calls, there, strict=True):
        if found != digest(call.answers):
            # Only now are the answers themselves fetched, to show what differs.
            assert pyodide.handle_all(call.messages) == call.answers
    return sum(len(call.answers) for call in calls)


def test_the_site_has_every_flow_as_the_build_checked_it(site_flows: dict[str, Flow]) -> None:
    checked = real_house().flows
    assert sorted(site_flows) == sorted(checked) == FLOWS
    for name, flow in site_flows.items():
        assert (flow.route, flow.wording) == (checked[name].route, checked[name].wording)


@pytest.mark.parametrize("flow_id", FLOWS)
def test_each_step_has_the_same_content_to_the_byte(
    pyodide: Pyodide, flow_texts: dict[str, str], flow_id: str
) -> None:
    here = contents(flow_texts[flow_id])
    assert pyodide.contents(flow_texts[flow_id]) == here
    assert json.loads(here)["steps"] and json.loads(here)["walk"]


@pytest.mark.parametrize("flow_id", FLOWS)
def test_the_printed_walk_shows_the_content_of_each_step(
    site_dir: Path, flow_texts: dict[str, str], flow_id: str
) -> None:
    html = (site_dir / "alur" / flow_id / "index.html").read_text("utf-8")
    sections = read_sections(html)
    steps = [row for row in json.loads(contents(flow_texts[flow_id]))["walk"] if "content" in row]
    assert steps
    for step in steps:
        key, content, printed = step["key"], step["content"], sections[step["anchor"]]
        assert printed.attributes["data-step"] == key
        assert printed_parts(printed) == parts_of(content), key
        text = printed.flat_text()
        missing = [words for words in words_of(content) if "".join(words.split()) not in text]
        assert missing == [], key
        assert printed_clauses(printed) == [row["id"] for row in content["clauses"]]


def test_the_comparison_sees_a_changed_word_and_a_missing_clause_on_the_page(
    site_dir: Path, flow_texts: dict[str, str]
) -> None:
    html = (site_dir / "alur" / "periksa" / "index.html").read_text("utf-8")
    (row,) = [r for r in json.loads(contents(flow_texts["periksa"]))["walk"]
              if r.get("key") == "listrik"]  # fmt: skip
    part = row["content"]["say"][0]
    assert printed_parts(read_sections(html)[row["anchor"]]) == parts_of(row["content"])
    changed = html.replace(part["text"].split()[-1], "x")
    assert printed_parts(read_sections(changed)[row["anchor"]]) != parts_of(row["content"])
    gone = html.replace(f">{row['content']['clauses'][0]['id']}<", "><")
    ids = [clause["id"] for clause in row["content"]["clauses"]]
    assert printed_clauses(read_sections(html)[row["anchor"]]) == ids
    assert printed_clauses(read_sections(gone)[row["anchor"]]) != ids


def printed_parts(section: Element) -> Counter[tuple[str, str]]:
    """Return the parts that a section prints: id and text, blanks left out."""
    found = []
    for part in section.all(data_part=""):
        (text,) = part.all(class_="p-text")
        apps = "".join(app.flat_text() for app in text.all(class_="p-app"))
        found.append((part.attributes["data-part"], text.flat_text().removeprefix(apps)))
    return Counter(found)


def parts_of(content: dict[str, Any]) -> Counter[tuple[str, str]]:
    """Return the parts of a step's content as :func:`printed_parts` does.

    A dash at the start of a line is printed as the mark of a list.
    """
    rows = [row for group in ("say", "do", "dont", "write", "know") for row in content[group]]
    lines = {row["id"]: row["text"].split("\n") for row in rows}
    return Counter(
        (row["id"], "".join(line.removeprefix(mark_of(row, content)) for line in lines[row["id"]])
         .replace(" ", ""))
        for row in rows
    )  # fmt: skip


def mark_of(row: dict[str, Any], content: dict[str, Any]) -> str:
    return "" if row in content["write"] else "- "


def words_of(content: dict[str, Any]) -> Iterator[str]:
    """Go through every other text that the content of a step has."""
    yield content["number"][:1].upper() + content["number"][1:]
    if content["title"] != content["key"].rsplit("/", 1)[-1]:
        # A step that only routes has no title of its own; the page calls it a table.
        yield content["title"]
    for group in ("say", "do", "dont", "write", "know"):
        for row in content[group]:
            yield row["when"]
            yield row.get("system", "") if group == "do" else ""
            yield row.get("field", "")
    for note in content["notes"]:
        yield note["text"]
        yield note["ask"]
    for fact in (content["question"] or {"facts": []})["facts"]:
        yield fact["label"]
        yield fact["hint"]
        yield (fact["none"] or {"label": ""})["label"]
        yield from (choice["label"] for choice in fact["choices"])


def printed_clauses(section: Element) -> list[str]:
    (line,) = section.all(class_="p-clauses")
    return [item.text() for item in line.inside if isinstance(item, Element)]


def test_every_witness_run_ends_the_same(pyodide: Pyodide, site_flows: dict[str, Flow]) -> None:
    runs = witness_runs(site_flows)
    calls = []
    for flow_id, facts in runs:
        calls.append(Call())
        calls[-1].send(call="run", flow=flow_id, facts=dict(facts))
    assert compare(pyodide, calls) == len(runs)
    ended = zip(runs, calls, strict=True)
    reached = {(flow_id, json.loads(c.answers[0]).get("outcome")) for (flow_id, _), c in ended}
    wanted = {(name, outcome) for name, flow in site_flows.items() for outcome in flow.outcomes}
    assert wanted - reached == set()


@pytest.mark.parametrize("flow_id", FLOWS)
def test_random_calls_show_the_same_views(
    pyodide: Pyodide, site_flows: dict[str, Flow], flow_id: str
) -> None:
    compare(pyodide, [random_call(site_flows, flow_id, seed) for seed in range(8)])


def bad_messages() -> list[str]:
    return [
        "", "[]", "{", "[" * 5000, '{"call": "view"}', '{"call": "start", "flow": "nihil"}',
        message(call="run", flow="periksa", facts={"listrik": float("nan"), "kode_08": 1e400}),
        message(call="run", flow="periksa", facts={"sekarang": "2022-12-19T24:00"}),
        message(call="run", flow="periksa", facts={"sekarang": "2022-W51-1T10:00"}),
        message(call="run", flow="periksa", facts={"listrk": "padam", "idpel": "٥" * 12}),
        json.dumps({"now": "2026-01-15T10:00", "call": "run", "flow": "periksa",
                    "facts": {"alamat": "\ud800", "sapaan": "x" * 600}}),
    ]  # fmt: skip


def test_bad_messages_are_answered_the_same(pyodide: Pyodide, site_flows: dict[str, Flow]) -> None:
    assert site_flows
    texts = bad_messages()
    assert pyodide.handle_all(texts) == [handle(text) for text in texts]


def test_the_rungs_below_answer_the_same(below: Pyodide, site_flows: dict[str, Flow]) -> None:
    calls = [random_call(site_flows, flow_id, seed) for flow_id in FLOWS for seed in range(2)]
    assert compare(below, calls)
    texts = bad_messages()
    assert below.handle_all(texts) == [handle(text) for text in texts]


def handed_on(call: Call, seed: int) -> Call:
    """Go on where a call by chance ended: its transcript, read again; its link, opened again."""
    (last, *_) = [a for text in reversed(call.answers) if "state" in (a := json.loads(text))]
    made = Call()
    written = made.send(call="transcript", state=last["state"], personal=seed % 2 == 0, site="1.0")
    made.send(call="peek", text=written["transcript"])
    assert "replayed" in made.send(call="replay", text=written["transcript"])
    # All but the last sign, which is only the end of a line.
    cut = written["transcript"][: (seed * 997) % (len(written["transcript"]) - 1)]
    assert "failure" in made.send(call="replay", text=cut)
    link = made.send(call="link", state=last["state"])["link"]
    assert "view" in made.send(call="open", flow=last["view"]["flow"]["id"], link=link)
    made.send(call="open", flow=last["view"]["flow"]["id"], link=link[:-1] + "A")
    return made


def test_transcripts_and_links_are_the_same_to_the_byte(
    pyodide: Pyodide, site_flows: dict[str, Flow]
) -> None:
    calls = [handed_on(random_call(site_flows, flow_id, 5), 5) for flow_id in FLOWS]
    assert compare(pyodide, calls)


@pytest.mark.proof
def test_a_thousand_transcripts_are_replayed_to_equal_bytes(
    pyodide: Pyodide, site_flows: dict[str, Flow]
) -> None:
    answered, began = 0, time.perf_counter()
    for first in range(0, PROVED_TRANSCRIPTS, BATCH):
        seeds = range(first, first + BATCH)
        picked = [(FLOWS[seed % len(FLOWS)], seed) for seed in seeds]
        calls = [handed_on(random_call(site_flows, name, 5000 + n), n) for name, n in picked]
        answered += compare(pyodide, calls)
    spent = time.perf_counter() - began
    print(f"\n{PROVED_TRANSCRIPTS} transkrip acak, {answered} jawaban sama, {spent:.0f} detik")
    note_figures(
        "transkrip", transcripts=PROVED_TRANSCRIPTS, answers=answered, seconds=round(spent)
    )


@pytest.mark.proof
@pytest.mark.parametrize("flow_id", FLOWS)
def test_ten_thousand_random_calls_show_the_same_views(
    pyodide: Pyodide, site_flows: dict[str, Flow], flow_id: str
) -> None:
    """The calls are shared out among the flows; ``make proof`` prints the figures."""
    count = PROVED_CALLS // len(FLOWS) + (FLOWS.index(flow_id) < PROVED_CALLS % len(FLOWS))
    answered, began = 0, time.perf_counter()
    for first in range(1000, 1000 + count, BATCH):
        seeds = range(first, min(first + BATCH, 1000 + count))
        answered += compare(pyodide, [random_call(site_flows, flow_id, seed) for seed in seeds])
    spent = time.perf_counter() - began
    print(f"\n{flow_id}: {count} perjalanan acak, {answered} jawaban sama, {spent:.0f} detik")
