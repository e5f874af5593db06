"""``format.md`` describes the JSON that the code really makes."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from flow_engine import guards
from flow_engine.bridge import handle
from flow_engine.content import walk
from flow_engine.model import Flow
from flow_engine.reasons import KINDS
from flow_engine.records import Library
from flow_engine.runs import run_facts
from flow_engine.wire import _from_data, _to_data, dump_flow
from macros.export import clause_rows, script_rows
from tests.knowledge import real_flows, real_library

from .pages import DOCS, blocks_of

PAGE = DOCS / "pengembang" / "format.md"
BLOCKS = [block for block in blocks_of(PAGE) if block.language == "json"]
NOW = "2026-11-22T10:15"
ANYTHING = "…"

Json = dict[str, Any]


def titled(title: str) -> list[Any]:
    return [json.loads(block.text) for block in BLOCKS if block.title == title]


def keys_under(heading: str, table: int = 0) -> set[str]:
    """Return the keys in the first column of a table under a heading."""
    section = PAGE.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    tables = [part for part in re.split(r"\n{2,}", section) if part.startswith("| ")]
    rows = tables[table].splitlines()[2:]
    return {key for row in rows for key in re.findall(r"`(\w+)`", row.split(" | ")[0])}


def matches(documented: Any, real: Any) -> bool:
    """Tell whether a documented reply is part of the real one; … stands for anything."""
    if documented == ANYTHING:
        return True
    if isinstance(documented, dict) and isinstance(real, dict):
        return all(key in real and matches(value, real[key]) for key, value in documented.items())
    if isinstance(documented, list) and isinstance(real, list):
        return len(documented) == len(real) and all(map(matches, documented, real))
    return bool(documented == real)


@pytest.fixture(scope="module")
def library() -> Library:
    return real_library()


@pytest.fixture(scope="module")
def periksa(library: Library) -> Flow:
    return real_flows()["periksa"]


@pytest.fixture(scope="module")
def view(periksa: Flow) -> Json:
    handle(json.dumps({"call": "load", "flow": json.loads(dump_flow(periksa))}))
    started = json.loads(handle(json.dumps(titled("permintaan")[0])))
    found: Json = started["view"]
    return found


def test_the_row_of_a_clause_is_a_real_one(library: Library) -> None:
    (row,) = titled("site/data/klausul.json")
    assert row in clause_rows(library)


def test_the_row_of_a_script_is_a_real_one(library: Library) -> None:
    (row,) = titled("site/data/skrip.json")
    assert row in script_rows(library)


def test_the_keys_of_a_flow_are_the_documented_ones(periksa: Flow) -> None:
    assert set(json.loads(dump_flow(periksa))) <= keys_under("Alur")
    fields = set(Flow.__dataclass_fields__) - {"location"}
    assert keys_under("Alur") == fields | {"format"}


def test_the_guards_shown_are_guards_and_all_of_them() -> None:
    (shown,) = titled("syarat")
    for data in shown:
        guard = _from_data(guards.Guard, data)
        assert _to_data(guard) == data
    assert {data[0] for data in shown} == {"always", "is", "compare", "given", "not", "all", "any"}


def test_the_keys_of_a_step_and_its_question_are_the_documented_ones(view: Json) -> None:
    assert set(view["step"]) == keys_under("Isi langkah")
    assert set(view["step"]["question"]["facts"][0]) == keys_under("Isi langkah", 1)


def test_the_keys_of_a_view_and_its_report_are_the_documented_ones(view: Json) -> None:
    assert set(view) == keys_under("Yang digambar")
    assert set(view["report"]) == keys_under("Yang digambar", 1) | keys_under("Yang digambar", 3)


def test_a_run_holds_the_report_and_its_status(periksa: Flow) -> None:
    now = datetime.datetime.fromisoformat(NOW)
    done = run_facts(periksa, {"listrik": "padam", "layar": "blank"}, now)
    assert set(done) == keys_under("Yang digambar", 1) | {"status"}
    shown = PAGE.read_text("utf-8")
    for key in done["reports"][0]:
        assert f"`{key}`" in shown
    assert "needs" in run_facts(periksa, {}, now)
    assert "errors" in run_facts(periksa, {"x": 1}, now)


def test_the_reasons_shown_are_the_real_ones_and_every_kind_is_documented(periksa: Flow) -> None:
    (shown,) = titled("mengapa")
    done = run_facts(
        periksa, {"listrik": "padam", "layar": "blank"}, datetime.datetime.fromisoformat(NOW)
    )
    assert done["why"] == shown
    assert set(shown[0]) == keys_under("Yang digambar", 2)
    section = PAGE.read_text("utf-8").split("\n## Yang digambar\n")[1].split("\n## ")[0]
    assert re.findall(r"^- `(\w+)`:", section, re.M) == list(KINDS)


def exchanges() -> Iterator[tuple[Json, Json]]:
    return zip(titled("permintaan"), titled("jawaban"), strict=True)


def test_every_exchange_shown_happens_so(periksa: Flow, view: Json) -> None:
    for request, documented in exchanges():
        state = request.get("state", {})
        if state.get("route") == ANYTHING:
            state["route"] = periksa.route
        reply = json.loads(handle(json.dumps(request)))
        assert set(documented) == set(reply)
        assert matches(documented, reply), (request, reply)


def test_every_call_of_the_bridge_is_documented() -> None:
    from flow_engine.bridge import _OWN

    assert keys_under("Pesan ke mesin") == _OWN


def test_every_call_of_the_cards_and_every_key_of_a_card_is_documented() -> None:
    from learning import card_room
    from macros.learn_cards import card_file
    from tests.knowledge import real_house

    assert {*card_room.CALLS} <= keys_under("Ruang latihan")
    file = card_file(real_house())
    assert keys_under("Kartu latihan") == {*file, *file["cards"][0]}


def test_the_walk_has_the_documented_keys(periksa: Flow) -> None:
    section = PAGE.read_text("utf-8").split("\n## Jalan tanpa Python\n")[1]
    shown = set(re.findall(r"`(\w+)`", section))
    entries = walk(periksa)
    steps = [entry for entry in entries if "outcome" not in entry]
    outcomes = [entry for entry in entries if "outcome" in entry]
    tables = [entry["table"] for entry in steps if entry["table"]]
    keys = set(steps[0]) | set(outcomes[0]) | set(outcomes[0]["outcome"]) | set(tables[0])
    keys |= set(tables[0]["rows"][0]) | {
        key for step in steps for way in step["ways"] for key in way
    }
    assert keys <= shown
