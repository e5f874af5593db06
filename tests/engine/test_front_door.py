"""The front door, the rules of April 2020 and the token: what the small flows promise."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from flow_engine.content import met_places, walk
from flow_engine.flows import load_flows
from flow_engine.graph import fold
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.runs import run_facts
from flow_engine.scenarios import PINNED, load_scenarios

from .conftest import DATA

pytestmark = pytest.mark.luas

SENDS_AN_OFFICER = ("GANGGUAN", "LAPOR ULANG", "LAPOR BARU")
WAITS_FOR_AN_OFFICER = "menunggu-petugas"
NEIGHBOURS_OUT = {"LUL-B1", "LUL-B2"}
DISTURBANCES = ("periksa", "lapor-ulang", "progres-periksa")
UNIT_ENDS: dict[str, dict[str, Any]] = {
    "niaga-terlambat": {"mendesak": "ya", "akses_dibatasi": "tidak"},
    "turun-daya": {"tujuan": "non-subsidi"},
    "lebih-tagih": {"pelanggan": "berkeberatan", "stand_app": None},
}


@pytest.fixture(scope="module")
def pandemic(library: Library) -> dict[str, Flow]:
    """The flows of a site that has switched the rules of April 2020 on."""
    settings = dataclasses.replace(library.settings, covid_rules=True)
    found, log = load_flows(DATA, dataclasses.replace(library, settings=settings))
    assert not list(log)
    return found


def test_the_front_door_leads_to_every_other_flow(flows: dict[str, Flow]) -> None:
    goals = {outcome.refer_to for outcome in flows["panggilan"].outcomes.values()}
    assert set(flows) - {"panggilan"} <= goals


def test_the_home_page_names_the_front_door_first(library: Library) -> None:
    assert library.home.situations[0].target.flow == "panggilan"


def test_one_number_key_answers_every_question_of_the_front_door(flows: dict[str, Flow]) -> None:
    for fact in flows["panggilan"].facts.values():
        assert len(fact.choices) <= 9


def test_a_repeat_is_asked_for_its_ctt_status_before_it_goes_to_lapor_ulang(
    flows: dict[str, Flow],
) -> None:
    door = flows["panggilan"]
    for repeat in (
        {"perihal": "listrik", "perihal_listrik": "sudah-lapor"},
        {"perihal": "laporan", "perihal_laporan": "gangguan"},
    ):
        assert run_facts(door, repeat, PINNED)["needs"] == "keterangan_ctt"
        with_ctt = run_facts(door, {**repeat, "keterangan_ctt": "ada"}, PINNED)
        without = run_facts(door, {**repeat, "keterangan_ctt": "tidak-ada"}, PINNED)
        assert (with_ctt["refer_to"], without["refer_to"]) == ("progres-periksa", "lapor-ulang")


def test_a_dark_house_without_periksa_passes_no_clause_of_the_periksa_procedure(
    flows: dict[str, Flow],
) -> None:
    facts = {"perihal": "listrik", "perihal_listrik": "padam"}
    result = run_facts(flows["panggilan"], facts, PINNED)
    assert result["outcome"] == "padam-bukan-periksa"
    assert result["clauses"] == ["PRK-01", "PRK-02", "PRK-02a", "PRK-23", "PRK-24"]


def test_a_token_that_worked_passes_no_rule_of_periksa_coming_back(flows: dict[str, Flow]) -> None:
    facts = {
        "status_kwh_periksa": "ctt-diberikan", "sudah_dihubungi": "sudah", "token_diinput": "ya",
    }  # fmt: skip
    waiting = run_facts(flows["progres-periksa"], facts, PINNED)
    assert (waiting["needs"], "CTT-b3" in waiting["clauses"]) == ("periksa_kembali", False)
    for came_back in ("ya", "tidak"):
        told = run_facts(flows["progres-periksa"], {**facts, "periksa_kembali": came_back}, PINNED)
        assert ("CTT-b3" in told["clauses"]) is (came_back == "ya")
        cited = {clause for line in told["why"] for clause in line["clauses"]}
        assert ("CTT-b3" in cited) is (came_back == "ya")


def test_the_question_of_access_says_no_goodbye_within_the_report(flows: dict[str, Flow]) -> None:
    for limited in ("ya", "tidak"):
        told = run_facts(flows["akses-lokasi"], {"akses_dibatasi": limited}, PINNED)
        assert not {"PRK-23", "PRK-24"} & set(told["clauses"])


@pytest.mark.parametrize("flow_id", UNIT_ENDS)
def test_a_report_to_the_unit_offers_the_problem_as_it_was_told(
    flows: dict[str, Flow], flow_id: str
) -> None:
    facts = UNIT_ENDS[flow_id]
    for told, text in (({}, "{permasalahan}"), ({"permasalahan": "Contoh"}, "Contoh")):
        result = run_facts(flows[flow_id], {**facts, **told}, PINNED)
        assert (result["apkt"], result["report_text"]) == ("UNIT", None)
        row = next(row for row in result["reports"] if row["field"] == "Permasalahan")
        assert (row["text"], row["offer"], row["stated_by_sop"]) == (text, True, False)


def test_a_stand_nobody_could_read_is_told_to_be_unknown(flows: dict[str, Flow]) -> None:
    result = run_facts(flows["lebih-tagih"], UNIT_ENDS["lebih-tagih"], PINNED)
    row = next(row for row in result["reports"] if row["field"] == "stand APP")
    assert row["text"] == "Tidak Ada Angka"
    assert "stand tidak diketahui" in row["note"]


def notes_at(flow: Flow, key: str) -> str:
    """Return our notes at a step of the printed walk."""
    step = next(row for row in walk(flow) if "content" in row and row["key"] == key)
    return " ".join(note["text"] for note in step["content"]["notes"])


def test_what_a_question_leaves_open_is_said_where_it_is_asked(flows: dict[str, Flow]) -> None:
    for flow_id, step, words in (
        ("progres-periksa", "sudah-diberi", "belum diberi nomor CTT"),
        ("progres-periksa", "petugas-datang", "menghubungi atau sudah datang"),
        ("turun-daya", "cek-nik", "sudah bersubsidi"),
        ("lebih-tagih", "stand-app", "tidak dapat dibaca"),
        ("niaga-terlambat", "akses", "berlaku seperti pada permohonan niaga"),
    ):
        assert words in notes_at(flows[flow_id], step), (flow_id, step)


def test_a_token_is_never_read_aloud_without_the_remark_on_identity(
    flows: dict[str, Flow],
) -> None:
    entries = [row for row in walk(flows["progres-periksa"]) if "content" in row]
    step = next(row for row in entries if row["key"] == "sampaikan-ctt")
    assert "verifikasi identitas" in step["content"]["notes"][0]["text"]
    assert flows["progres-periksa"].facts["token_ctt"].personal


def test_every_flow_of_april_2020_says_so_on_its_first_own_step(flows: dict[str, Flow]) -> None:
    for flow in flows.values():
        if flow.document != "VC4":
            continue
        assert flow.status == "historis"
        own = next(p.step for p in met_places(flow) if not p.prefix and p.step.shown)
        assert "April 2020" in own.notes[0].text
        assert own.notes[0].ask == "Team Leader"


def test_the_rules_of_april_2020_join_no_other_flow_while_they_are_off(
    flows: dict[str, Flow],
) -> None:
    scenarios, _ = load_scenarios(DATA, flows)
    for scenario in scenarios:
        if flows[scenario.flow].document != "VC4" and scenario.flow != "panggilan":
            passed = run_facts(flows[scenario.flow], scenario.facts, PINNED).get("clauses", [])
            assert not [clause for clause in passed if clause.startswith("VC4")]
    for flow_id in DISTURBANCES:
        anchors = {row["anchor"] for row in walk(flows[flow_id])}
        assert not [anchor for anchor in anchors if "akses" in anchor]


def test_switched_on_they_join_exactly_where_an_officer_comes_to_one_premises(
    flows: dict[str, Flow], pandemic: dict[str, Flow]
) -> None:
    scenarios, _ = load_scenarios(DATA, flows)
    seen = set()
    for scenario in scenarios:
        if scenario.flow not in DISTURBANCES:
            continue
        off = run_facts(flows[scenario.flow], scenario.facts, PINNED)
        on = run_facts(pandemic[scenario.flow], scenario.facts, PINNED)
        assert on["status"] == off["status"], "the new question is optional"
        if on["status"] != "done":
            continue
        sends = on["apkt"] in SENDS_AN_OFFICER or on["outcome"] == WAITS_FOR_AN_OFFICER
        alone = sends and not NEIGHBOURS_OUT & set(on["clauses"])
        assert ("VC4-5C" in on["clauses"]) is alone, on["outcome"]
        assert {**on, "clauses": [], "why": []} == {**off, "clauses": [], "why": []}
        seen.add((scenario.flow, sends, alone))
    one, none = (
        {(name, True, True) for name in DISTURBANCES},
        {(n, False, False) for n in DISTURBANCES},
    )
    assert seen == one | none | {("lapor-ulang", True, False)}


def test_the_printed_walk_and_the_map_pass_by_what_the_site_has_decided(
    flows: dict[str, Flow], pandemic: dict[str, Flow]
) -> None:
    off, on = flows["lapor-ulang"], pandemic["lapor-ulang"]
    for flow in (off, on):
        rows = walk(flow)
        anchors = {row["anchor"] for row in rows}
        ways = [
            way["to"]
            for row in rows
            if "content" in row
            for way in [*row["ways"], *(row["table"]["rows"] if row["table"] else [])]
        ]
        after = [row["outcome"]["then"] for row in rows if "outcome" in row]
        assert {to for to in (*ways, *after) if to} <= anchors
        assert {node.anchor for node in fold(flow).nodes if node.anchor} <= anchors
