"""The report as it is filed: the form in its order, what to click, all of it as one text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flow_engine.facts import NO_VALUE, WITHHELD, Value
from flow_engine.model import Flow
from flow_engine.records import Kind
from flow_engine.repeats import fact_named
from flow_engine.report import filed_report, fill_places, form_rows, written_texts
from flow_engine.runs import read_facts
from flow_engine.scenarios import PINNED, load_scenarios
from flow_engine.session import Run, State, replay, start
from flow_engine.views import view_of
from tests.knowledge import real_flows, real_library

from .calls import begin, run_of, walk_on
from .conftest import DATA, NOW
from .witnesses import witness_runs

pytestmark = pytest.mark.luas

_LIBRARY = real_library()
_FLOWS = real_flows()
_SCENARIOS, _ = load_scenarios(DATA, _FLOWS)
WITNESSES = witness_runs(_FLOWS)
DONT_SAY = [part.text for part in _LIBRARY.parts.values() if part.kind is Kind.DONT_SAY]
UNIT_CLAUSES = ["PRK-17a", "PRK-17b", "PRK-17c", "PRK-17d", "PRK-17e", "PRK-17j"]
PERSON: dict[str, Value] = {
    "sapaan": "ibu", "id_caller": "pstn", "nama_penelepon": "Rina", "alamat": "Jl. Anggrek 5",
    "nomor_hp": "0812", "idpel": "531234567890", "permasalahan": "Padam pagi",
}  # fmt: skip


def facts_of_case(title: str) -> tuple[Flow, dict[str, Value]]:
    case = next(case for case in _SCENARIOS if case.title == title)
    flow = _FLOWS[case.flow]
    return flow, read_facts(flow, case.facts, PINNED)[0]


def diagnosed(**more: Value) -> tuple[Flow, Run]:
    flow, facts = facts_of_case("Self Diagnosis dilanjutkan ke kode")
    return flow, run_of(flow, {**facts, **PERSON, **more})


def at_the_estimate() -> tuple[Flow, State]:
    flow, facts = facts_of_case("Self Diagnosis dilanjutkan ke kode")
    state = walk_on(flow, begin(flow), {**facts, "bantuan_lain": "estimasi", "no_laporan": "G1"})
    assert replay(flow, state).done
    return flow, state


def witness_results() -> list[tuple[Flow, Run]]:
    found = []
    for flow_id, facts in WITNESSES:
        flow = _FLOWS[flow_id]
        found.append((flow, run_of(flow, read_facts(flow, facts, NOW)[0])))
    return found


def test_the_form_has_the_order_of_the_procedure_and_is_filled() -> None:
    flow, run = diagnosed()
    rows = filed_report(flow, run)["form"]
    assert [row["clause"] for row in rows] == [f"PRK-17{letter}" for letter in "abcdefghij"]
    assert {row["system"] for row in rows} == {"APKT"}
    assert {str(row["field"]): row["value"] for row in rows} == {
        "ID Pelanggan": "531234567890",
        "Nama Penelepon": "Rina",
        "alamat penelepon": "Jl. Anggrek 5",
        "nomor telepon penelepon": "",
        "HP penelepon": "0812",
        "Tipe WO": "KWH PERIKSA",
        "kolom permasalahan": "1 RUMAH PADAM (DISPLAY APP TERTERA PERIKSA)",
        "Tanggal Padam": "",
        "lokasi kejadian": "Jl. Anggrek 5",
        "Unit/Posko": "",
    }
    assert [row["field"] for row in rows if row["same"]] == ["kolom permasalahan"]
    hints = {str(row["field"]): row["hint"] for row in rows if row["hint"]}
    assert list(hints) == ["nomor telepon penelepon", "Tanggal Padam", "Unit/Posko"]


@pytest.mark.parametrize("value", [NO_VALUE, WITHHELD, None], ids=["tidak ada", "hilang", "buang"])
def test_a_field_without_its_value_is_blank(value: Value) -> None:
    flow, run = diagnosed()
    known = {**run.known, "idpel": value}
    if value is None:
        del known["idpel"]
    without = replace(run, known=known)
    assert form_rows(flow, without, written_texts(flow, without))[0]["value"] == ""


def test_a_report_to_the_unit_has_fewer_fields_and_no_main_text() -> None:
    flow = _FLOWS["turun-daya"]
    run = run_of(flow, {**PERSON, "tujuan": "non-subsidi"})
    rows = filed_report(flow, run)["form"]
    assert run.outcome is not None and run.outcome.apkt == "UNIT"
    assert [row["clause"] for row in rows] == UNIT_CLAUSES
    assert not any(row["same"] for row in rows)
    assert filed_report(flow, run)["whole"].split("\n") == [
        "APKT: UNIT",
        "Nama Penelepon: Rina",
        "alamat penelepon: Jl. Anggrek 5",
        "HP penelepon: 0812",
    ]


def test_only_an_ending_that_fills_the_form_shows_it() -> None:
    wanted = {"GANGGUAN": 10, "UNIT": 6}
    for flow, run in witness_results():
        rows = filed_report(flow, run)["form"]
        outcome = run.outcome
        then = outcome.then if outcome else ""
        calls = [step.call for step in flow.rooms[then].steps.values()] if then else []
        fills = any(call.startswith("form-") for call in calls)
        assert bool(rows) is fills, (flow.id, then)
        if outcome is not None and rows:
            assert len(rows) == wanted[outcome.apkt]


def test_before_the_end_there_is_nothing_to_file(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    run = replay(flow, start(flow))
    assert filed_report(flow, run)["form"] == []
    assert filed_report(flow, run)["checks"] == []
    assert filed_report(flow, run)["whole"] == ""


def test_the_whole_text_is_the_report_line_by_line() -> None:
    flow, run = diagnosed(kontak="telepon-wa-sms", jam_konfirmasi="19.00")
    lines = filed_report(flow, run)["whole"].split("\n")
    assert lines[:8] == [
        "APKT: GANGGUAN",
        "Tipe WO: KWH PERIKSA",
        "ID Pelanggan: 531234567890",
        "Nama Penelepon: Rina",
        "alamat penelepon: Jl. Anggrek 5",
        "HP penelepon: 0812",
        "kolom permasalahan: 1 RUMAH PADAM (DISPLAY APP TERTERA PERIKSA)",
        "lokasi kejadian: Jl. Anggrek 5",
    ]
    assert [line.split(":")[0] for line in lines[8:]] == ["APKT tambahan keterangan"]


def test_the_whole_text_tells_each_thing_once_and_nothing_forbidden() -> None:
    assert len(DONT_SAY) >= 10
    outcomes = set()
    for flow, run in witness_results():
        text = filed_report(flow, run)["whole"]
        lines = [line for line in text.split("\n") if line]
        name = run.outcome.id if run.outcome else ""
        assert len(lines) == len(set(lines)), (flow.id, name)
        assert not [dont for dont in DONT_SAY if dont in text], (flow.id, name)
        assert WITHHELD not in text
        outcomes.add((flow.id, name))
    wanted = {(flow.id, name) for flow in _FLOWS.values() for name in flow.outcomes}
    assert wanted <= outcomes


def test_the_tickets_of_a_call_each_stand_under_their_title() -> None:
    flow, facts = facts_of_case_with("pln-mobile", "tiket-itsm")
    rounds = {f"{name}@2": value for name, value in facts.items()}
    counted = next(step.repeat for room in flow.rooms.values()
                   for step in room.steps.values() if step.repeat)  # fmt: skip
    facts = {**rounds, **facts, counted: 2}
    facts = {name: value for name, value in facts.items() if fact_named(flow, name)}
    run = replay(flow, walk_on(flow, begin(flow), facts))
    text = filed_report(flow, run)["whole"]
    assert text.count("Tiket 1 dari 2") == text.count("Tiket 2 dari 2") == 1
    assert text.count("ITSM Call Type: Incident") == 2
    checks = filed_report(flow, run)["checks"]
    assert [line.split(":")[0] for line in checks if line.startswith("Tiket")] == [
        f"Tiket {nth} dari 2, {system}" for nth in (1, 2) for system in ("ITSM", "APKT", "CRM")
    ]


def facts_of_case_with(flow_id: str, outcome: str) -> tuple[Flow, dict[str, Value]]:
    flow = _FLOWS[flow_id]
    for case in _SCENARIOS:
        if case.flow == flow_id and case.expected.get("outcome") == outcome:
            facts = read_facts(flow, case.facts, PINNED)[0]
            if replay(flow, walk_on(flow, begin(flow), facts)).done:
                return flow, facts
    raise AssertionError(outcome)


@pytest.mark.parametrize(
    ("flow_id", "outcome", "lines"),
    [
        (
            "periksa",
            "kwh-periksa",
            [
                "APKT: buat “GANGGUAN”",
                "APKT: pilih Tipe WO “KWH PERIKSA”",
                "APKT: isi Permasalahan dengan teks laporan",
            ],
        ),
        ("periksa", "tanpa-id-menyala", ["APKT: buat “ISSUE CLOSED”"]),
        (
            "lapor-ulang",
            "umum-lapor-ulang",
            ["APKT: buat “LAPOR ULANG”", "Simone: pilih eskalasi “Lapor Ulang”"],
        ),
        (
            "lapor-ulang",
            "umum-lapor-baru",
            [
                "APKT: buat “LAPOR BARU”",
                "APKT: isi Keterangan dengan teks laporan",
                "Simone: pilih eskalasi “Urgent”",
            ],
        ),
        ("panggilan", "ke-periksa", []),
    ],
)
def test_the_check_list_says_what_is_chosen_and_filled_where(
    flow_id: str, outcome: str, lines: list[str]
) -> None:
    found = [
        filed_report(flow, run)["checks"]
        for flow, run in witness_results()
        if flow.id == flow_id and run.outcome and run.outcome.id == outcome
    ]
    assert found and lines in found


def test_a_check_list_names_no_line_twice() -> None:
    for flow, run in witness_results():
        lines = filed_report(flow, run)["checks"]
        assert len(lines) == len(set(lines))


def test_a_place_that_is_filled_ends_with_one_stop(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    known: dict[str, Value] = {"permasalahan": "Padam."}
    assert fill_places("{permasalahan}. Selesai", flow, known) == "Padam. Selesai"
    known = {"permasalahan": WITHHELD}
    assert fill_places("{permasalahan}. {tiada}", flow, known) == "{permasalahan}. {tiada}"


def test_what_was_to_be_done_is_listed_up_to_the_step_shown() -> None:
    flow, state = at_the_estimate()
    run = replay(flow, state)
    view = view_of(flow, state, run)
    rows = view["todo"]
    assert len(rows) > 3 and len({row["id"] for row in rows}) == len(rows)
    assert {flow.parts[row["part"]].kind for row in rows} == {Kind.DO}
    keys = [visit.key for visit in run.visits]
    order = [keys.index(row["id"].split("#")[0]) for row in rows]
    assert order == sorted(order)
    early = view_of(flow, state, run, order[-1] - 1)["todo"]
    assert early == [row for row, at in zip(rows, order, strict=True) if at < order[-1]]


def test_the_view_holds_the_report_form_and_the_readings_as_one_series() -> None:
    flow, state = at_the_estimate()
    run = replay(flow, state)
    assert view_of(flow, state, run)["report"] == filed_report(flow, run)
    at = [visit.key for visit in run.visits].index("kode-70")
    series = view_of(flow, state, run, at)["step"]["series"]
    assert [row["fact"] for row in series][:2] == ["kode_08", "kode_70"]
    assert [row["current"] for row in series].index(True) == 1
    assert [row["index"] for row in series] == list(range(at - 1, at - 1 + len(series)))
    assert all(row["value"] for row in series)
    first = replay(flow, walk_on(flow, begin(flow), without_codes(state)))
    halted = view_of(flow, state, first)["step"]["series"]
    assert [row["index"] for row in halted[1:]] == [None] * (len(halted) - 1)
    assert {row["value"] for row in halted} == {""}


def without_codes(state: State) -> dict[str, Value]:
    return {name: value for name, value in state.answers.items() if not name.startswith("kode_")}
