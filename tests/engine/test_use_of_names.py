"""What was written and nothing uses is told; settings and second questions are read."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from pathlib import Path

import pytest

from flow_engine.checking import load_checked
from flow_engine.model import Flow
from flow_engine.runs import run_facts
from flow_engine.session import answer, replay, start

from .conftest import DATA, NOW


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a copy of the real data that a test may break."""
    folder = tmp_path / "docs" / "_data"
    shutil.copytree(DATA, folder)
    return folder


def edit(data: Path, name: str, old: str, new: str) -> list[tuple[str, str]]:
    """Change a file; return code and message of what the check then finds."""
    path = data / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [(p.code, p.message) for p in load_checked(data, with_scenarios=False).log]


def test_a_fact_nobody_asks_or_looks_at_is_told(data: Path) -> None:
    found = edit(data, "alur/periksa.yaml", "\nfakta:", "\nfakta:\n  lama_sinyal: {tanya: s}")
    assert [code for code, _ in found] == ["fakta-tak-dipakai"]


def test_a_table_no_step_names_is_told(data: Path) -> None:
    row = "{listrik: padam, ke: idpel}"
    found = edit(data, "alur/periksa.yaml", "\ntabel:", f"\ntabel:\n  lama: [{row}]")
    assert [code for code, _ in found] == ["tabel-tak-dipakai"]


def test_a_misspelt_reference_is_told_without_its_echo(data: Path) -> None:
    found = edit(data, "alur/periksa.yaml", "tanya: pernah_lapor", "tanya: pernah_lpor")
    assert {code for code, _ in found} <= {"rujukan-fakta", "jika-tanpa-tanya"}


def test_a_shared_part_no_flow_calls_is_told(data: Path) -> None:
    room = "\n  tak-terpakai:\n    judul: Tak terpakai\n    langkah:\n      a: {klausul: PRK-18, "
    found = edit(
        data, "alur/bersama.yaml", "\nbagian:", f"\nbagian:{room}isi: PRK-18, kembali: ya}}"
    )
    assert [code for code, _ in found] == ["bagian-tak-dipakai"]


def test_a_shared_fact_no_flow_uses_is_told(data: Path) -> None:
    found = edit(data, "alur/bersama.yaml", "\nfakta:", "\nfakta:\n  lama_sinyal: {tanya: s}")
    assert [code for code, _ in found] == ["fakta-tak-dipakai"]


def test_a_referral_to_no_flow_is_told_with_the_nearest(data: Path) -> None:
    found = edit(data, "alur/periksa.yaml", "rujuk: lapor-ulang", "rujuk: lapor-ulng")
    assert [code for code, _ in found] == ["rujukan-alur"]
    assert "lapor-ulng" in found[0][1]


def test_a_referral_outside_the_sources_is_listed_as_missing(data: Path) -> None:
    old = "rujuk: Ketentuan gangguan satu persil padam"
    found = edit(data, "alur/panggilan.yaml", old, old.replace("satu", "1"))
    assert [code for code, _ in found] == ["rujukan-alur"]
    assert "Ketentuan gangguan 1 persil padam" in found[0][1]


def test_a_document_that_left_the_list_of_the_missing_is_referred_to_no_more(data: Path) -> None:
    found = edit(data, "hilang.yaml", "judul: SOP permohonan dengan", "judul: SOP dengan")
    assert [code for code, _ in found] == ["rujukan-alur"] * 2


def test_a_picture_is_no_procedure_to_go_on_in(data: Path) -> None:
    title = "Cara pendaftaran PLN Mobile"
    old = "rujuk: Ketentuan gangguan satu persil padam"
    found = edit(data, "alur/panggilan.yaml", old, f"rujuk: {title}")
    assert [code for code, _ in found] == ["rujukan-alur"]


def test_a_list_of_the_missing_that_cannot_be_read_is_told_without_echoes(data: Path) -> None:
    found = edit(data, "hilang.yaml", "    judul: SOP permohonan dengan skema 1 atau 2\n", "")
    assert [code for code, _ in found] == ["kunci-wajib"]


def test_a_setting_is_not_asked_of_a_caller(data: Path) -> None:
    found = edit(data, "alur/periksa.yaml", "tanya: wilayah\n", "tanya: [wilayah, aturan_covid]\n")
    assert [code for code, _ in found] == ["pengaturan-ditanyakan"]


def test_a_setting_knows_only_yes_and_no(data: Path) -> None:
    found = edit(
        data,
        "alur/bersama.yaml",
        "\nfakta:",
        "\nfakta:\n  lain: {tanya: s, pengaturan: aturan_covid, pilihan: {ya: Ya, nanti: Nanti}}",
    )
    assert "fakta-pilihan" in [code for code, _ in found]


def test_a_setting_cannot_be_given_and_is_known_from_the_start(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    assert flow.settings == {"aturan_covid": "tidak"}
    refused = run_facts(flow, {"aturan_covid": "ya"}, NOW)
    assert refused["status"] == "invalid"
    assert replay(flow, start(flow)).known["aturan_covid"] == "tidak"


def test_the_covid_question_is_put_only_where_the_site_switched_it_on(
    flows: dict[str, Flow],
) -> None:
    flow = flows["periksa"]
    facts = {"sekarang": "2026-01-15T10:00", "listrik": "padam", "layar": "blank"}
    assert "VC4-5C" not in run_facts(flow, facts, NOW)["clauses"]
    switched = dataclasses.replace(flow, settings={"aturan_covid": "ya"})
    assert "VC4-5C" in run_facts(switched, {**facts, "akses_dibatasi": "ya"}, NOW)["clauses"]


def test_a_needed_answer_leads_on_from_the_step_that_asked_first(flows: dict[str, Flow]) -> None:
    flow = flows["lapor-ulang"]
    selesai = NOW - datetime.timedelta(hours=1)
    state = start(
        flow,
        {
            "sekarang": NOW,
            "status_laporan": "selesai-pemadaman-meluas",
            "waktu_selesai": selesai,
            "tetangga": "turut-padam",
            "status_detail": "perbaikan",
        },
    )
    waiting = replay(flow, state, attended=False)
    assert (waiting.needs, waiting.visits[-1].step.id) == ("waktu_padam", "waktu-padam-perlu")
    began = NOW - datetime.timedelta(hours=2)
    went_on = replay(flow, answer(state, {"waktu_padam": began}), attended=False)
    assert "waktu-padam-perlu" not in [visit.step.id for visit in went_on.visits]
    assert went_on.outcome is not None
    assert went_on.outcome.id == "masih-perbaikan"
