"""What a scenario can expect: every row that is written, and every clause passed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from flow_engine.model import NOWHERE, Flow
from flow_engine.runs import run_facts
from flow_engine.scenarios import (
    PINNED,
    Scenario,
    check_scenarios,
    load_scenarios,
    row_words,
    run_scenario,
)

from .conftest import DATA

FlowMap = dict[str, Flow]
FACTS = {"listrik": "padam", "layar": "blank"}


def differences(flow: Flow, **expected: object) -> list[str]:
    return run_scenario(Scenario("Uji", flow.id, FACTS, expected, NOWHERE), flow)


def problems_of(folder: Path, flows: FlowMap, flow: str, facts: str, expected: str) -> str:
    """Check one scenario alone; return the problems as an editor sees them."""
    (folder / "skenario").mkdir(exist_ok=True)
    (folder / "skenario" / "uji.yaml").write_text(
        f"alur: {flow}\nskenario:\n  - judul: Uji\n    fakta: {facts}\n    harap: {expected}\n",
        encoding="utf-8",
    )
    return "\n".join(str(problem) for problem in check_scenarios(folder, flows)[1])


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


def test_steps_are_looked_for_in_their_order(flow: Flow) -> None:
    assert differences(flow, steps=("listrik", "layar")) == []
    assert differences(flow, steps=("layar", "listrik"))[0].startswith(
        "tidak melewati langkah listrik dalam urutan itu; yang dilewati: pembuka/salam, "
    )
    assert differences(flow, steps=("wilayah",))[0].startswith(
        "tidak melewati langkah wilayah; yang dilewati: "
    )


def test_remarks_are_compared_to_the_letter(flows: dict[str, Flow]) -> None:
    flow = flows["itsm-ulang"]
    facts = {"status_tiket": "active", "email_diterima": "belum", "masalah_berbeda": "tidak"}
    remarks = run_facts(flow, facts, PINNED)["remarks"]
    told = [
        run_scenario(Scenario("Uji", flow.id, facts, {"remarks": wanted}, NOWHERE), flow)
        for wanted in (tuple(remarks), ())
    ]
    assert told == [[], [f"catatan “{text}” tidak diharapkan" for text in remarks]]


def test_the_clauses_of_the_explanation_are_compared(flow: Flow) -> None:
    why = run_facts(flow, FACTS, PINNED)["why"]
    cited = [clause for line in why for clause in line["clauses"]]
    assert cited
    assert differences(flow, why=tuple(cited)) == []
    assert differences(flow, why=()) == [f"mengapa “{name}” tidak diharapkan" for name in cited]


def test_an_outcome_is_expected_to_be_reached_in_full(tmp_path: Path, flows: FlowMap) -> None:
    told = problems_of(tmp_path, flows, "itsm-ulang", "{}", "{hasil: catat-kembali}")
    assert "status diharapkan “done”, ternyata “needs”" in told
    assert "status" not in problems_of(
        tmp_path, flows, "itsm-ulang", "{}", "{status: needs, butuh: status_tiket}"
    )


def test_a_scenario_decides_what_the_site_decides(tmp_path: Path, flows: FlowMap) -> None:
    facts = (
        "{sekarang: '2022-12-19T19:00', status_laporan: selesai, tetangga: tidak-padam,"
        " waktu_selesai: '2022-12-19T12:00', aturan_covid: %s}"
    )
    asks = "{hasil: umum-lapor-baru, langkah: penutup-petugas/akses/akses}"
    assert not problems_of(tmp_path, flows, "lapor-ulang", facts % "ya", asks)
    assert "tidak melewati langkah" in problems_of(
        tmp_path, flows, "lapor-ulang", facts % "tidak", asks
    )
    told = problems_of(tmp_path, flows, "lapor-ulang", facts % "kadang", asks)
    assert "Pengaturan “aturan_covid” tidak mengenal “kadang”. Yang boleh: ya, tidak" in told
