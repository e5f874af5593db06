"""What a scenario can expect: every row that is written, and every clause passed."""

from __future__ import annotations

import dataclasses

import pytest

from flow_engine.model import NOWHERE, Flow
from flow_engine.runs import run_facts
from flow_engine.scenarios import PINNED, Scenario, load_scenarios, row_words, run_scenario

from .conftest import DATA

FACTS = {"listrik": "padam", "layar": "blank"}


def differences(flow: Flow, **expected: object) -> list[str]:
    return run_scenario(Scenario("Uji", flow.id, FACTS, expected, NOWHERE), flow)


@pytest.fixture
def flow(flows: dict[str, Flow]) -> Flow:
    return flows["periksa"]


def test_rows_that_are_written_are_compared_one_by_one(flow: Flow) -> None:
    rows = [row_words(row) for row in run_facts(flow, FACTS, PINNED)["reports"]]
    assert rows
    assert differences(flow, reports=tuple(rows)) == []
    assert differences(flow, reports=()) == [f"tulisan “{row}” tidak diharapkan" for row in rows]
    assert differences(flow, reports=(*rows, "APKT · X: y")) == ["tulisan “APKT · X: y” tidak ada"]


def test_rows_in_another_order_are_another_report(flows: dict[str, Flow]) -> None:
    flow = flows["pln-mobile"]
    facts = {"selesai_di_cc": "ya"}
    rows = [row_words(row) for row in run_facts(flow, facts, PINNED)["reports"]]
    assert len(rows) > 1
    told = Scenario("Uji", flow.id, facts, {"reports": tuple(reversed(rows))}, NOWHERE)
    assert run_scenario(told, flow) == ["urutan tulisan berbeda"]


def test_marks_stand_before_a_row(flow: Flow) -> None:
    row = {"system": "APKT", "field": "F", "text": "t", "offer": True, "stated_by_sop": False}
    assert row_words(row) == "[tawaran] [diam] APKT · F: t"
    assert row_words({**row, "offer": False, "stated_by_sop": True}) == "APKT · F: t"


def test_the_clauses_are_compared_to_the_last_one(flow: Flow) -> None:
    clauses = run_facts(flow, FACTS, PINNED)["clauses"]
    assert differences(flow, basis=tuple(clauses)) == []
    assert differences(flow, basis=tuple(clauses[1:])) == [f"juga melewati {clauses[0]}"]
    assert differences(flow, basis=(*clauses, "PRK-12")) == ["tidak melewati PRK-12"]
    assert differences(flow, basis=tuple(reversed(clauses))) == ["urutan klausul berbeda"]


def test_a_clause_that_may_not_be_passed_is_told(flow: Flow) -> None:
    assert differences(flow, avoided=("PRK-12",)) == []
    assert differences(flow, avoided=("PRK-01", "PRK-12")) == ["melewati PRK-01"]


def test_a_run_without_a_way_is_told(flow: Flow) -> None:
    step = flow.main.steps["listrik"]
    blocked = dataclasses.replace(step, ways=step.ways[1:])
    main = dataclasses.replace(flow.main, steps={**flow.main.steps, step.id: blocked})
    edited = dataclasses.replace(flow, rooms={**flow.rooms, flow.id: main})
    (told,) = differences(edited, outcome="layar-blank")
    assert told.startswith("tidak ada jalan yang berlaku")


def test_scenarios_of_a_flow_that_is_not_there_are_told_and_left_out() -> None:
    scenarios, log = load_scenarios(DATA, {})
    assert scenarios == []
    assert {problem.code for problem in log} == {"nilai-di-luar-daftar"}
