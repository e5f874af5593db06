"""One flow hands on to the next what is already known; remarks are told where they hold."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from flow_engine.__main__ import main
from flow_engine.bridge import handle
from flow_engine.checking import load_checked
from flow_engine.content import step_content, walk
from flow_engine.facts import Value
from flow_engine.flows import load_flows
from flow_engine.model import Flow, handed_facts
from flow_engine.proof import check_flow
from flow_engine.proof.explore import explore
from flow_engine.proof.witness import witnesses
from flow_engine.records import Library
from flow_engine.report import fill_places
from flow_engine.runs import run_facts
from flow_engine.session import replay, start
from flow_engine.views import view_of
from flow_engine.wire import dump_flow, load_flow

from .conftest import DATA, NOW, MakeFlow, edit

FIRST_ASKED = "keluhan"
TICKET = {
    "jumlah_permasalahan": 1, "email": "nama@contoh.co.id", "jenis_keluhan": "tidak bisa login",
    "call_type": "incident", "service_group": "instalasi", "service_type": "instalasi-1",
    "no_tiket_baru": "124",
}  # fmt: skip
FINISHED = {"status_tiket": "closed", "email_diterima": "belum", "no_tiket": "123"}
ANOTHER = {
    "status_tiket": "active", "email_diterima": "belum", "masalah_berbeda": "ya", "no_tiket": "123",
}  # fmt: skip


def call(**request: Any) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(handle(json.dumps({"now": "2026-01-15T10:00", **request})))
    assert "failure" not in reply, reply
    return reply


def go_on(flows: dict[str, Flow], first: str, facts: dict[str, Any]) -> dict[str, Any]:
    """End a flow with facts and begin the one it refers to, as the page does."""
    report = run_facts(flows[first], facts, NOW)
    assert report["status"] == "done"
    call(call="load", flow=json.loads(dump_flow(flows[report["refer_to"]])))
    return call(
        call="start", flow=report["refer_to"], facts=facts, continued=True, carry=report["carry"]
    )


def finish(reply: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    """Walk to the end: known facts are answered, all else is passed."""
    for _ in range(60):
        view = reply["view"]
        if view["status"] == "done":
            return reply
        asked = [row["fact"] for row in (view["step"]["question"] or {"facts": []})["facts"]]
        known = {name: facts[name] for name in asked if name in facts}
        request = {"state": reply["state"], "at": view["at"]}
        if known and not known.items() <= view["answers"].items():
            reply = call(call="answer", answers=known, **request)
        else:
            reply = call(call="pass", **request)
    raise AssertionError(view["step"]["key"])


def keys(reply: dict[str, Any]) -> list[str]:
    return [row["key"] for row in reply["view"]["trail"]]


def offers(report: dict[str, Any]) -> dict[str, str]:
    return {row["system"]: row["text"] for row in report["reports"] if row["offer"]}


@pytest.mark.parametrize(("facts", "kind"), [(FINISHED, "sama"), (ANOTHER, "berbeda")])
def test_a_new_ticket_begins_at_the_ticket_part(
    flows: dict[str, Flow], facts: dict[str, Any], kind: str
) -> None:
    assert run_facts(flows["itsm-ulang"], facts, NOW)["carry"] == {"tiket_lama": kind}
    reply = go_on(flows, "itsm-ulang", facts)
    assert reply["view"]["step"]["key"] == "jumlah"
    assert reply["state"]["answers"] == {"no_tiket": "123", "tiket_lama": kind}
    done = finish(reply, TICKET)
    assert done["view"]["report"]["outcome"] == "tiket-itsm"
    assert not {FIRST_ASKED, "topik", "selesai-di-cc"} & set(keys(done))


def test_the_old_number_is_offered_for_the_same_problem_in_all_three_systems(
    flows: dict[str, Flow],
) -> None:
    done = finish(go_on(flows, "itsm-ulang", FINISHED), TICKET)
    both = "Pelanggan melaporkan kembali No. Tiket ITSM yang lama 123, yang baru 124"
    old = "Pelanggan melaporkan kembali No. Tiket ITSM yang lama 123"
    assert offers(done["view"]["report"]) == {"ITSM": old, "APKT": both, "CRM": both}


def test_the_old_number_that_was_passed_is_asked_for_the_same_problem(
    flows: dict[str, Flow],
) -> None:
    unknown = {name: value for name, value in FINISHED.items() if name != "no_tiket"}
    done = finish(go_on(flows, "itsm-ulang", unknown), {**TICKET, "no_tiket": "77"})
    assert "teruskan/no-tiket-lama" in keys(done)
    assert offers(done["view"]["report"])["ITSM"].endswith("yang lama 77")


@pytest.mark.parametrize("facts", [ANOTHER, None], ids=["permasalahan lain", "keluhan pertama"])
def test_the_old_number_is_neither_asked_nor_written_for_another_problem(
    flows: dict[str, Flow], facts: dict[str, Any] | None
) -> None:
    if facts:
        reply = go_on(flows, "itsm-ulang", facts)
    else:
        call(call="load", flow=json.loads(dump_flow(flows["pln-mobile"])))
        reply = call(call="start", flow="pln-mobile", facts={})
    done = finish(reply, {**TICKET, "selesai_di_cc": "tidak", "no_tiket": "77"})
    assert done["view"]["report"]["outcome"] == "tiket-itsm"
    assert "teruskan/no-tiket-lama" not in keys(done)
    texts = [row["text"] for row in done["view"]["report"]["reports"]]
    assert offers(done["view"]["report"]) == {}
    assert not [text for text in texts if "melaporkan kembali" in text]


def test_the_other_problem_never_takes_the_old_number_for_its_own(flows: dict[str, Flow]) -> None:
    run = run_facts(flows["itsm-ulang"], {**ANOTHER, "no_tiket_baru": "124"}, NOW)
    assert "yang lama" not in json.dumps(run["reports"])
    assert offers(run)["APKT"].endswith("123. No. Tiket ITSM untuk permasalahan berbeda: 124")


def test_a_question_at_the_front_door_is_not_asked_again(flows: dict[str, Flow]) -> None:
    reply = go_on(flows, "panggilan", {"perihal": "aplikasi", "perihal_aplikasi": "biaya"})
    assert reply["view"]["step"]["key"] == FIRST_ASKED
    answers = {"jenis_keluhan": "biaya admin"}
    told = call(call="answer", state=reply["state"], at=reply["view"]["at"], answers=answers)
    assert told["view"]["step"]["key"] == "a6e"


def test_what_the_next_flow_does_not_take_is_not_handed_on(flows: dict[str, Flow]) -> None:
    call(call="load", flow=json.loads(dump_flow(flows["pln-mobile"])))
    carry = {"tiket_lama": "hilang", "listrik": "padam", "no_tiket": "5", "call_type": "incident"}
    facts = {"no_tiket": "4", "call_type": "service-request"}
    reply = call(call="start", flow="pln-mobile", facts=facts, continued=True, carry=carry)
    assert reply["state"]["answers"] == {"no_tiket": "5", "call_type": "incident"}
    assert reply["view"]["step"]["key"] == FIRST_ASKED


def test_what_is_handed_on_stands_in_the_data_of_the_call_and_goes_over_the_wire(
    flows: dict[str, Flow],
) -> None:
    flow = load_flow(dump_flow(flows["pln-mobile"]))
    assert handed_facts(flow) == ("tiket_lama",)
    state = start(flow, {"tiket_lama": "sama"})
    (row,) = view_of(flow, state, replay(flow, state))["facts"]
    assert (row["label"], row["text"]) == (
        "Lanjutan tiket lama",
        "Tiket lama selesai, permasalahan sama",
    )
    for name in ("itsm-ulang", "panggilan"):
        text = dump_flow(flows[name])
        assert '"carry":' in text and dump_flow(load_flow(text)) == text


def test_every_way_has_a_witness_with_and_without_what_is_handed_on(
    flows: dict[str, Flow],
) -> None:
    flow = flows["pln-mobile"]
    found = list(witnesses(explore(flow)))
    ways = {(w.key, w.way): w.facts.get("tiket_lama") for w in found if w.key == "lanjutan"}
    assert ways == {("lanjutan", 0): None, ("lanjutan", 1): "sama"}
    for witness in found:
        assert run_facts(flow, witness.facts, NOW)["outcome"] == witness.outcome


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("tiket_lama: sama}", "tiket_lama: sma}", "bawa-salah", "Maksud Anda “sama”?"),
        ("tiket_lama: sama}", "tiket_lam: sama}", "rujukan-fakta", "Maksud Anda “tiket_lama”?"),
        ("tiket_lama: sama}", "tiket_lama: sama, jumlah_permasalahan: banyak}", "bawa-salah",
         "Nilai “banyak” tidak diterima fakta “jumlah_permasalahan”"),
        ("tiket_lama: sama}",
         "tiket_lama: sama, service_type: instalasi-1, service_group: proses-bisnis}",
         "bawa-salah", "Yang boleh: proses-bisnis-1, proses-bisnis-2."),
        ("    rujuk: pln-mobile\n    bawa: {tiket_lama: sama}", "    bawa: {tiket_lama: sama}",
         "bawa-salah", "tidak merujuk ke alur yang ada"),
    ],
)  # fmt: skip
def test_a_hand_over_that_the_next_flow_does_not_take_is_told(
    copied: Path, old: str, new: str, code: str, said: str
) -> None:
    edit(copied / "alur" / "itsm-ulang.yaml", old, new)
    (problem,) = [p for p in load_checked(copied, with_scenarios=False).log if p.code == code]
    assert problem.location.file == "docs/_data/alur/itsm-ulang.yaml"
    assert said in str(problem)


def test_an_unknown_flow_is_told_without_the_echo_of_what_it_is_handed(copied: Path) -> None:
    edit(copied / "alur" / "itsm-ulang.yaml", "rujuk: pln-mobile", "rujuk: pln-mobil")
    codes = [problem.code for problem in load_checked(copied, with_scenarios=False).log]
    assert codes == ["rujukan-alur"]


def test_a_catalogue_value_is_handed_on_by_its_name_too(copied: Path, library: Library) -> None:
    carry = "tiket_lama: sama, service_type: Instalasi Aplikasi, service_group: INSTALASI}"
    edit(copied / "alur" / "itsm-ulang.yaml", "tiket_lama: sama}", carry)
    assert not list(load_flows(copied, library)[1])


def test_a_setting_is_not_handed_on(copied: Path) -> None:
    old = "    rujuk: lapor-ulang\n"
    edit(copied / "alur" / "periksa.yaml", old, old + "    bawa: {aturan_covid: ya}\n")
    (problem,) = load_checked(copied, with_scenarios=False).log
    assert problem.code == "bawa-salah"
    assert "pengaturan situs" in problem.message


def test_a_fact_that_is_handed_on_is_not_asked_and_never_forgotten(copied: Path) -> None:
    mobile = copied / "alur" / "pln-mobile.yaml"
    edit(mobile, "tanya: jenis_keluhan\n", "tanya: [jenis_keluhan, tiket_lama]\n")
    (problem,) = {
        p for p in load_checked(copied, with_scenarios=False).log if p.code == "bawa-salah"
    }
    assert "jadi tidak ditanyakan" in problem.message
    edit(mobile, "[jenis_keluhan, tiket_lama]", "jenis_keluhan")
    for kind in ("sama", "berbeda"):
        edit(copied / "alur" / "itsm-ulang.yaml", f"    bawa: {{tiket_lama: {kind}}}\n", "")
    (problem,) = load_checked(copied, with_scenarios=False).log
    assert "tidak ada hasil alur lain yang membawanya" in problem.message


SMALL = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  asal: {tanya: a, dibawa: ya, pilihan: {sini: Sini, sana: Sana}}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
langkah:
  awal: {tabel: awal}
  warna: {tanya: warna, hasil: satu}
tabel:
  awal:
    - {asal: kosong, ke: warna}
    - {asal: sini, hasil: satu}
    - {asal: sana, ke: warna}
hasil:
  satu:
    judul: Satu
    tulis:
      - {ke: CRM, isian: A, teks: "{asal}"}
      - {ke: ITSM, isian: A, teks: "x", bila: {asal: sana}}
    catatan:
      - {jenis: tafsir, teks: Selalu.}
      - {jenis: peringatan, teks: Hanya merah., bila: {warna: merah}}
      - {jenis: tafsir, teks: Tanpa asal., bila: {asal: kosong}}
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    - {asal: kosong, ke: warna}\n", "", "celah"),
        ("    - {asal: sana, ke: warna}\n", "", "celah"),
        ("{asal: sini, hasil", "{asal: ada, hasil", "tumpang-tindih"),
        ("bila: {warna: merah}}", "bila: {warna: merah, asal: sini}}", "catatan-mustahil"),
        ("bila: {asal: sana}}", "bila: {asal: sana, warna: kosong}}", "tulisan-mustahil"),
    ],
)
def test_a_handed_fact_is_proved_given_and_not_given(
    make_flow: MakeFlow, old: str, new: str, code: str
) -> None:
    flow, problems = make_flow(SMALL)
    assert [*problems, *check_flow(flow)] == []
    assert old in SMALL
    flow, problems = make_flow(SMALL.replace(old, new, 1))
    assert problems == []
    assert code in {problem.code for problem in check_flow(flow)}


@pytest.mark.parametrize(
    ("facts", "remarks"),
    [
        ({"asal": "sini"}, ["Selalu."]),
        ({"warna": "merah"}, ["Selalu.", "Hanya merah.", "Tanpa asal."]),
        ({"warna": "biru"}, ["Selalu.", "Tanpa asal."]),
        ({"asal": "sana", "warna": "merah"}, ["Selalu.", "Hanya merah."]),
    ],
)
def test_a_remark_is_told_where_its_condition_holds(
    make_flow: MakeFlow, facts: dict[str, Value], remarks: list[str]
) -> None:
    flow = load_flow(dump_flow(make_flow(SMALL)[0]))
    assert run_facts(flow, facts, NOW)["remarks"] == remarks
    (printed,) = [row["outcome"]["remarks"] for row in walk(flow) if "outcome" in row]
    assert printed == ["Selalu.", "Hanya merah.", "Tanpa asal."]


def test_a_changed_remark_keeps_the_route_and_a_changed_hand_over_does_not(
    flows: dict[str, Flow],
) -> None:
    data = json.loads(dump_flow(flows["itsm-ulang"]))
    data["outcomes"]["catat-kembali"]["notes"][1]["guard"] = ["always"]
    assert load_flow(json.dumps(data)).route == data["route"]
    data["outcomes"]["laporan-baru"]["carry"][0]["value"] = "berbeda"
    with pytest.raises(ValueError, match="route"):
        load_flow(json.dumps(data))


@pytest.mark.parametrize(
    ("status", "told"), [("waiting-for-customer", True), ("active", False), ("logged", False)]
)
@pytest.mark.parametrize("another", ["ya", "tidak"])
def test_the_five_days_are_told_at_the_end_of_a_waiting_ticket(
    flows: dict[str, Flow], status: str, told: bool, another: str
) -> None:
    facts = {**ANOTHER, "status_tiket": status, "masalah_berbeda": another}
    remarks = run_facts(flows["itsm-ulang"], facts, NOW)["remarks"]
    assert any("5 hari" in text for text in remarks) is told


def test_the_problem_is_written_beside_the_remark_of_a_repeat(flows: dict[str, Flow]) -> None:
    facts = {**ANOTHER, "masalah_berbeda": "tidak", "permasalahan": "tidak bisa login"}
    run = run_facts(flows["itsm-ulang"], facts, NOW)
    assert run["report_text"] == "Pelanggan melaporkan kembali No. Tiket ITSM 123"
    rows = [(r["system"], r["text"]) for r in run["reports"] if r["field"] == "Permasalahan"]
    assert rows == [("APKT", "tidak bisa login"), ("CRM", "tidak bisa login")]


@pytest.mark.parametrize("here", ["ya", "tidak"])
def test_the_issue_type_is_written_in_apkt_and_crm(flows: dict[str, Flow], here: str) -> None:
    run = run_facts(flows["pln-mobile"], {**TICKET, "selesai_di_cc": here}, NOW)
    assert run["report_text"].startswith("New PLN Mobile – (tidak bisa login")
    rows = [(r["system"], r["field"], r["text"]) for r in run["reports"] if "Issue" in r["field"]]
    assert rows == [
        (system, field, text)
        for system in ("APKT", "CRM")
        for field, text in (("Issue Type", "Lain-lain"), ("Sub Issue Type", "lain-lain"))
    ]


@pytest.mark.parametrize(("here", "stated"), [("ya", False), ("tidak", True)])
def test_a_question_without_an_answer_in_the_sources_is_not_stated_as_solved(
    flows: dict[str, Flow], here: str, stated: bool
) -> None:
    facts = {**TICKET, "topik": "daftar", "pertanyaan": "PMB-A2a", "selesai_di_cc": here}
    run = run_facts(flows["pln-mobile"], facts, NOW)
    assert run["status"] == "done"
    assert run["stated_by_sop"] is stated
    assert bool(run["note"]) is not stated


def test_the_answer_of_2020_is_shown_with_its_date(flows: dict[str, Flow]) -> None:
    shown = step_content(flows["pln-mobile"], "a5a")
    assert [row["id"] for row in shown["say"]] == ["PMB-A5a/1"]
    assert [note["kind"] for note in shown["notes"]] == ["usang"]
    assert "2020" in shown["notes"][0]["text"]


@pytest.mark.parametrize("name", ["jenis_keluhan@2", "call_type@3", "tiket_lama@2", "x@2"])
def test_facts_alone_have_no_second_round(flows: dict[str, Flow], name: str) -> None:
    facts = {**TICKET, "selesai_di_cc": "tidak", "jumlah_permasalahan": 3, name: "incident"}
    run = run_facts(flows["pln-mobile"], facts, NOW)
    assert run["status"] == "invalid"
    (error,) = run["errors"]
    assert error["fact"] == name
    assert "tidak dikenal" in error["message"]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Tidak bisa {jenis_keluhan}.\nNama", "Tidak bisa masuk.\nNama"),
        ("Tidak bisa {call_type}.", "Tidak bisa Incident."),
        ("{jenis_keluhan}... PELANGGAN", "masuk.... PELANGGAN"),
        ("{topik}. {tidak ada}.", "{topik}. {tidak ada}."),
        ("{email}. x", "Apa? x"),
    ],
)
def test_what_ends_with_a_full_stop_gets_no_second_one(
    flows: dict[str, Flow], text: str, filled: str
) -> None:
    known: dict[str, Value] = {"jenis_keluhan": "masuk.", "call_type": "incident", "email": "Apa?"}
    assert fill_places(text, flows["pln-mobile"], known) == filled


def test_the_address_that_a_site_has_set_stands_in_its_steps(library: Library) -> None:
    address = "https://itsm.contoh.test"
    chosen = dataclasses.replace(library.settings, itsm_address=address)
    flows, log = load_flows(DATA, dataclasses.replace(library, settings=chosen))
    assert not list(log)
    flow = load_flow(dump_flow(flows["pln-mobile"]))
    (shown,) = [
        row["text"]
        for row in step_content(flow, "teruskan/login")["do"]
        if row["id"] == "PMB-B3-1/2"
    ]
    assert shown.count(address) == 2
    assert shown.replace(address, "{alamat ITSM}") == library.parts["PMB-B3-1/2"].text


def test_without_an_address_the_place_stays(flows: dict[str, Flow], library: Library) -> None:
    text = flows["pln-mobile"].parts["PMB-B3-1/2"].text
    assert text == library.parts["PMB-B3-1/2"].text
    assert "{alamat ITSM}" in text


def test_the_complaint_is_personal(flows: dict[str, Flow]) -> None:
    assert flows["pln-mobile"].facts["jenis_keluhan"].personal


@pytest.mark.luas
def test_a_scenario_names_what_is_handed_on(copied: Path) -> None:
    edit(copied / "skenario" / "itsm-ulang.yaml", "bawa: {tiket_lama: sama}", "bawa: {no_tiket: 1}")
    (problem,) = load_checked(copied).log
    assert problem.code == "skenario-gagal"
    assert "bawa diharapkan no_tiket: 1, ternyata tiket_lama: sama" in problem.message
    edit(copied / "alur" / "itsm-ulang.yaml", "    bawa: {tiket_lama: sama}\n", "")
    told = [p.message for p in load_checked(copied).log if p.code == "skenario-gagal"]
    assert "ternyata tidak-ada" in told[0]


def test_the_list_of_facts_says_which_another_flow_gives(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--data", str(DATA), "facts", "pln-mobile"]) == 0
    assert "tiket_lama: sama | berbeda (dari alur lain)\n" in capsys.readouterr().out
