"""The real flows: every scenario, every outcome, every way, every trap."""

from __future__ import annotations

import json

import pytest

from flow_engine.content import places, walk
from flow_engine.facts import NULL_LABEL, parse_value
from flow_engine.model import Flow
from flow_engine.proof import check_flow
from flow_engine.records import Kind, Library
from flow_engine.report import line_text
from flow_engine.runs import run_facts
from flow_engine.scenarios import PINNED, Scenario, load_scenarios, run_scenario
from flow_engine.session import replay, start
from tests.knowledge import real_flows, real_library

from .conftest import DATA

pytestmark = pytest.mark.luas

_LIBRARY = real_library()
_FLOWS = real_flows()
_SCENARIOS, _LOG = load_scenarios(DATA, _FLOWS)


def test_the_scenario_files_are_sound() -> None:
    assert [str(problem) for problem in _LOG] == []
    assert len(_SCENARIOS) > 50


@pytest.mark.parametrize("scenario", _SCENARIOS, ids=lambda s: f"{s.flow}: {s.title}")
def test_a_scenario_ends_as_expected(scenario: Scenario, flows: dict[str, Flow]) -> None:
    assert run_scenario(scenario, flows[scenario.flow]) == []


def test_every_outcome_is_reached_by_a_scenario(flows: dict[str, Flow]) -> None:
    reached = {
        (scenario.flow, run_facts(flows[scenario.flow], scenario.facts, PINNED).get("outcome"))
        for scenario in _SCENARIOS
    }
    wanted = {(flow.id, name) for flow in flows.values() for name in flow.outcomes}
    assert wanted <= reached


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
def test_the_analysis_finds_nothing(flows: dict[str, Flow], flow_id: str) -> None:
    assert [str(problem) for problem in check_flow(flows[flow_id])] == []


def test_periksa_shows_all_24_steps(flows: dict[str, Flow]) -> None:
    numbers = {place.step.number.split(".")[0] for place in places(flows["periksa"])}
    assert {str(number) for number in range(1, 25)} <= numbers


def test_every_clause_of_the_procedure_is_on_some_way(
    flows: dict[str, Flow], library: Library
) -> None:
    in_flow = set(flows["periksa"].clauses) | set(flows["lapor-ulang"].clauses)
    appendix = {"PRK", "PRK-A", "PRK-B", "PRK-C", "PRK-C8", "PRK-D", "PRK-E", "PRK-F", "PRK-G"}
    left_out = appendix | {"PRK-H", "LUL"}
    wanted = {c for c in library.clauses if c.startswith(("PRK", "LUL"))} - left_out
    assert wanted - in_flow == set()


def test_no_dont_say_can_reach_a_report(flows: dict[str, Flow]) -> None:
    for flow in flows.values():
        lines = [*flow.extra_reports, *(r for o in flow.outcomes.values() for r in o.reports)]
        for line in lines:
            assert not line.part or flow.parts[line.part].kind is Kind.WRITE
        forbidden = [p.text for p in flow.parts.values() if p.kind is Kind.DONT_SAY]
        for line in lines:
            assert not any(text in line_text(flow, line) for text in forbidden)


def test_a_lit_house_is_never_reported_as_dark(flows: dict[str, Flow]) -> None:
    for scenario in _SCENARIOS:
        if scenario.flow == "periksa" and scenario.facts.get("listrik") == "menyala":
            result = run_facts(flows["periksa"], scenario.facts, PINNED)
            assert "RUMAH PADAM" not in json.dumps(result["reports"])


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        ("telepon-wa-sms", "Pelanggan dapat dihubungi via Telepon, WA & SMS"),
        ("telepon-sms", "Pelanggan dapat dihubungi via Telepon & SMS"),
        ("wa-sms", "Pelanggan dapat dihubungi via WA & SMS"),
        ("telepon-wa", "Pelanggan dapat dihubungi via Telepon & WA"),
        ("telepon", "Pelanggan dapat dihubungi via Telepon"),
        ("wa", "Pelanggan dapat dihubungi via WA"),
        ("sms", "Pelanggan dapat dihubungi via SMS"),
    ],
)
def test_seven_ways_to_reach_the_customer_three_of_them_stated(
    flows: dict[str, Flow], contact: str, text: str
) -> None:
    base = next(dict(s.facts) for s in _SCENARIOS if s.flow == "periksa")
    away = {"di_lokasi": "tidak", "ada_orang": "tidak"}
    facts = {**base, **away, "kontak": contact, "jam_konfirmasi": "19.00"}
    result = run_facts(flows["periksa"], facts, PINNED)
    rows = {row["field"]: row for row in result["reports"]}
    assert rows["tambahan keterangan"]["text"] == text
    stated = contact in ("telepon-wa-sms", "telepon-sms", "wa-sms")
    assert rows["tambahan keterangan"]["stated_by_sop"] is stated
    assert (
        rows["Keterangan"]["text"]
        == "Penelepon minta dikonfirmasi pukul 19.00, karena baru ada dilokasi"
    )
    assert rows["Keterangan"]["stated_by_sop"] is True
    assert result["report_text"].startswith("1 RUMAH PADAM")
    at_home = {**base, "bersedia_dipandu": "tidak", "jam_konfirmasi": "19.00"}
    unwilling = run_facts(flows["periksa"], at_home, PINNED)["reports"][-1]
    assert unwilling["text"] == "Penelepon minta dikonfirmasi pukul 19.00"
    assert unwilling["stated_by_sop"] is False and unwilling["note"]


def test_the_reason_for_another_address_is_filed(flows: dict[str, Flow]) -> None:
    base = next(dict(s.facts) for s in _SCENARIOS if s.flow == "periksa")
    facts = {**base, "alamat_sesuai": "tidak", "sebab_beda": "Pemekaran wilayah"}
    rows = run_facts(flows["periksa"], facts, PINNED)["reports"]
    assert [row["text"] for row in rows if row["clause"] == "PRK-07b"] == ["Pemekaran wilayah"]


def test_a_broken_off_self_diagnosis_keeps_the_codes_already_read(flows: dict[str, Flow]) -> None:
    base = next(dict(s.facts) for s in _SCENARIOS if s.flow == "periksa")
    read = {
        n: v for n, v in base.items() if not n.startswith("kode") or n in ("kode_08", "kode_70")
    }
    flow = flows["periksa"]
    values = {n: parse_value(flow.facts[n], v) for n, v in read.items()}
    assert replay(flow, start(flow, values), attended=False).needs == "kode_71"
    run = replay(flow, start(flow, {**values, "self_diagnosis": "terhenti"}), attended=False)
    assert run.outcome is not None and run.outcome.id == "diagnosis-terhenti"
    assert run.known["kode_70"] == "1"
    assert "kode_71" not in run.known


def test_every_flow_accepts_what_is_the_same_for_all(flows: dict[str, Flow]) -> None:
    for flow in flows.values():
        assert {"nama_penelepon", "sapaan", "idpel"} <= set(flow.facts)


def test_the_offer_of_a_stands_in_the_reports_of_c4_alone(flows: dict[str, Flow]) -> None:
    facts = {
        "sekarang": "2022-12-19T19:00",
        "status_laporan": "selesai-pemadaman-meluas",
        "waktu_selesai": "2022-12-19T11:00",
        "tetangga": "tidak-padam",
    }
    result = run_facts(flows["lapor-ulang"], facts, PINNED)
    assert result["report_text"] is None
    offer, simone = result["reports"]
    assert offer["offer"] is True and "{permasalahan} PELANGGAN PERNAH LAPOR" in offer["text"]
    assert (simone["system"], simone["text"], simone["clause"]) == ("Simone", "Urgent", "LUL-Ab")


@pytest.mark.parametrize(
    ("flow_id", "facts"),
    [
        ("periksa", {"listrk": "padam"}),
        ("periksa", {"listrik": "mati"}),
        ("periksa", {"kode_08": "abc"}),
        ("periksa", {"kode_08": [1]}),
        ("lapor-ulang", {"sekarang": "2022-12-19T10:00", "waktu_selesai": "2022-12-19T11:00"}),
        ("lapor-ulang", {"sekarang": "2022-12-19T10:00", "waktu_padam": "2022-12-19T11:00"}),
    ],
)
def test_every_given_fact_is_checked_first(
    flows: dict[str, Flow], flow_id: str, facts: dict[str, object]
) -> None:
    result = run_facts(flows[flow_id], {"listrik": "padam", **facts}
                       if flow_id == "periksa" else facts, PINNED)  # fmt: skip
    assert result["status"] == "invalid"
    assert result["errors"][-1]["fact"] == list(facts)[-1]


def test_a_reading_that_was_not_shown_is_not_zero(flows: dict[str, Flow]) -> None:
    facts = next(dict(s.facts) for s in _SCENARIOS if s.flow == "periksa")
    for value in (None, "0"):
        facts["kode_46"] = value
        assert run_facts(flows["periksa"], facts, PINNED)["status"] == "done"
    assert NULL_LABEL == "Tidak Ada Angka"


@pytest.mark.parametrize("flow_id", ["periksa", "lapor-ulang"])
def test_the_printed_walk_links_only_to_what_is_printed(
    flows: dict[str, Flow], flow_id: str
) -> None:
    rows = walk(flows[flow_id])
    anchors = [row["anchor"] for row in rows]
    assert len(anchors) == len(set(anchors))
    for row in rows:
        links = [way["to"] for way in row.get("ways", [])]
        if row.get("table"):
            links += [line["to"] for line in row["table"]["rows"]]
        if "outcome" in row:
            links.append(row["outcome"]["then"])
        for link in links:
            assert link == "" or link in anchors, (row["anchor"], link)
