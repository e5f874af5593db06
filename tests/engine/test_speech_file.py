"""``istilah/ucapan.yaml``, the form, the promise and the settings: mistakes have a place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.conditions import read_duration
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import NOWHERE, Estimate, FormRow
from flow_engine.problems import ProblemLog
from flow_engine.records import Slot, Speech, Spelling
from flow_engine.source import read_text
from flow_engine.speech import read_speech

from .conftest import edit
from .tiny import write_tiny

SPEECH = "istilah/ucapan.yaml"
FLOW = "alur/contoh.yaml"
SHARED = "alur/bersama.yaml"
SITE = "situs.yaml"
SLOTS = "isian: [{tanda: nama CSO, fakta: nama_cso}]"

SOUND = """
isian:
  - {tanda: Pak/Bu, fakta: sapaan, bentuk: {bapak: Pak, ibu: Bu}}
  - {tanda: Jl. Melati, contoh: Contoh saja.}
ejaan:
  keterangan: Pilihan kami.
  huruf: {a: Alfa, "n": November}
  tanda: {"@": et, "0": nol}
  utuh: [gmail, com]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def problems_of(data: Path) -> list[str]:
    library, log = load_library(data)
    found = [str(problem) for problem in log]
    return found + [str(problem) for problem in load_flows(data, library)[1]]


def read(text: str) -> tuple[Speech, list[str]]:
    log = ProblemLog()
    table = read_speech(read_text(text, "ucapan.yaml", log), log)
    return table, [str(problem) for problem in log]


def test_a_table_is_read_as_it_stands() -> None:
    table, problems = read(SOUND)
    assert problems == []
    slots = tuple(replace(slot, location=NOWHERE) for slot in table.slots)
    assert [slot.location.line for slot in table.slots] == [3, 4]
    assert replace(table, slots=slots) == Speech(
        (
            Slot("Pak/Bu", "sapaan", {"bapak": "Pak", "ibu": "Bu"}),
            Slot("Jl. Melati", "", {}, "Contoh saja."),
        ),
        Spelling({"a": "Alfa", "n": "November"}, {"@": "et", "0": "nol"}, ("gmail", "com"),
                 "Pilihan kami."),
    )  # fmt: skip


def test_no_file_and_no_spelling_are_empty_tables() -> None:
    log = ProblemLog()
    assert read_speech(None, log) == Speech()
    assert len(log) == 0
    assert read("isian: []\n") == (Speech(), [])


def test_the_tiny_data_is_sound(data: Path) -> None:
    assert problems_of(data) == []


TWO = SLOTS.replace("}]", "}, {tanda: Nama CSO, fakta: nama_cso}]")
BOTH = SLOTS.replace("fakta: nama_cso", "fakta: nama_cso, contoh: c")
CASES: dict[str, tuple[str, str, str, str]] = {
    "tanda ganda": (
        SPEECH, SLOTS, TWO,
        "ucapan.yaml:1:45 [id-ganda] Tanda “Nama CSO” sudah ditulis di atas.",
    ),
    "fakta dan contoh": (SPEECH, SLOTS, BOTH, "ucapan.yaml:1:9 [isian-salah] Isian ucapan"),
    "tanpa fakta dan contoh": (
        SPEECH, ", fakta: nama_cso", "", "ucapan.yaml:1:9 [isian-salah] Isian ucapan",
    ),
    "kunci asing": (SPEECH, "fakta:", "fkta:", "ucapan.yaml:1:27 [kunci-tidak-dikenal]"),
    "dua huruf": (
        SPEECH, SLOTS, "ejaan: {huruf: {ab: Alfa}}",
        "ucapan.yaml:1:17 [isian-salah] “ab” bukan satu huruf atau tanda.",
    ),
    "dua tanda": (
        SPEECH, SLOTS, 'ejaan: {tanda: {"@@": et}}', "ucapan.yaml:1:17 [isian-salah] “@@”",
    ),
    "kata kosong": (
        SPEECH, SLOTS, 'ejaan: {huruf: {a: ""}}', "ucapan.yaml:1:20 [nilai-kosong]",
    ),
    "alamat kekeliruan": (
        SITE, "salam: []", "laporan_kekeliruan: editor\nsalam: []",
        "situs.yaml:1:21 [alamat-salah] “editor” bukan alamat yang dapat dibuka.",
    ),
    "zona asing": (SITE, "{WIB: 7}", "{WITT: 8}", "situs.yaml:2:8 [kunci-tidak-dikenal]"),
    "zona bukan bilangan": (
        SITE, "{WIB: 7}", "{WIB: tujuh}", "situs.yaml:2:13 [bukan-bilangan-bulat]",
    ),
    "lama tak terbaca": (
        FLOW, "PRK-02, tanya: lantai,", "PRK-02, tanya: lantai, taksiran: {lama: lama sekali, "
        "sejak: lantai},", "contoh.yaml:14:61 [batas-salah] Lama “lama sekali” tidak dapat dibaca.",
    ),
    "sejak yang tiada": (
        FLOW, "PRK-02, tanya: lantai,", "PRK-02, tanya: lantai, taksiran: {lama: 3 jam, "
        "sejak: lantay},", "contoh.yaml:14:75 [rujukan-fakta]",
    ),
    "nilai formulir yang tiada": (
        SHARED, "bagian:", "formulir: [{ke: APKT, isian: Nama, klausul: PRK-01, "
        "nilai: nama_cs}]\nbagian:", "bersama.yaml:3:60 [rujukan-fakta]",
    ),
    "klausul formulir yang tiada": (
        SHARED, "bagian:", "formulir: [{ke: APKT, isian: Nama, klausul: PRK-99}]\nbagian:",
        "bersama.yaml:3:45 [rujukan-klausul]",
    ),
    "aplikasi formulir yang tiada": (
        SHARED, "bagian:", "formulir: [{ke: APT, isian: Nama, klausul: PRK-01}]\nbagian:",
        "bersama.yaml:3:17 [nilai-di-luar-daftar]",
    ),
    "fakta pribadi diperiksa isinya": (
        FLOW, "lantai: paling banyak 2,", "nama_cso: Sari, lantai: paling banyak 2,",
        "contoh.yaml:17:18 [syarat-salah] “nama_cso” hanya dapat diperiksa dengan “ada” atau "
        "“kosong”, karena bersifat pribadi.",
    ),
    "pilihan pribadi diperiksa isinya": (
        FLOW, "menyala: Menyala}}\n", "menyala: Menyala}, pribadi: ya}\n",
        "contoh.yaml:13:11 [syarat-salah] “listrik” bersifat pribadi",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "told"), CASES.values(), ids=CASES)
def test_a_mistake_is_told_with_its_place(
    data: Path, name: str, old: str, new: str, told: str
) -> None:
    edit(data / name, old, new)
    found = problems_of(data)
    assert any(told in problem for problem in found), found


def test_a_place_no_flow_could_ever_fill_is_told(data: Path) -> None:
    edit(data / SPEECH, "}]", "}, {tanda: Pagi, fakta: salam}, {tanda: Nama, fakta: nama_cs}]")
    log = load_flows(data, load_library(data)[0], are_all=True)[1]
    (problem,) = [str(problem) for problem in log]
    assert "ucapan.yaml:1:74 [rujukan-fakta] Fakta “nama_cs” (isian “Nama”)" in problem
    assert "Yang boleh: lantai, listrik, nama_cso, salam." in problem


@pytest.mark.parametrize(
    "target", ["mailto:editor@contoh.co.id", "https://contoh.co.id/lapor", "http://a/b", '""']
)
def test_a_target_that_can_be_opened_is_taken(data: Path, target: str) -> None:
    edit(data / SITE, "salam: []", f"laporan_kekeliruan: {target}\nsalam: []")
    library, log = load_library(data)
    assert [str(problem) for problem in log] == []
    assert library.settings.error_target == target.strip('"')
    assert library.settings.zones == {"WIB": 7}


@pytest.mark.parametrize(
    "target", ["mailto:", "mailto:a@b?subject=x", "javascript:alert(1)", "ftp://a", "https:// a"]
)
def test_a_target_that_cannot_be_opened_is_left_out(data: Path, target: str) -> None:
    edit(data / SITE, "salam: []", f'laporan_kekeliruan: "{target}"\nsalam: []')
    library, log = load_library(data)
    assert [problem.code for problem in log] == ["alamat-salah"]
    assert library.settings.error_target == ""


def test_a_form_is_read_with_what_fills_it_and_only_where_its_clause_is(data: Path) -> None:
    rows = """formulir:
  - {ke: APKT, isian: Nama, klausul: PRK-01, nilai: nama_cso}
  - {ke: APKT, isian: Tipe WO, klausul: PRK-02, nilai: tipe_wo}
  - {ke: APKT, isian: Masalah, klausul: PRK-02, nilai: teks_laporan}
  - {ke: APKT, isian: Unit, klausul: PRK-02, petunjuk: terisi sendiri}
  - {ke: APKT, isian: Lain, klausul: LUL}
bagian:"""
    edit(data / SHARED, "bagian:", rows)
    flows, log = load_flows(data, load_library(data)[0])
    assert [str(problem) for problem in log] == []
    assert flows["contoh"].form == (
        FormRow("APKT", "Nama", "PRK-01", "nama_cso"),
        FormRow("APKT", "Tipe WO", "PRK-02", "tipe_wo"),
        FormRow("APKT", "Masalah", "PRK-02", "teks_laporan"),
        FormRow("APKT", "Unit", "PRK-02", "", "terisi sendiri"),
    )


def test_a_promise_is_read_in_minutes(data: Path) -> None:
    old = "PRK-02, tanya: lantai,"
    edit(data / FLOW, old, old + " taksiran: {lama: 1 jam 30 menit, sejak: lantai},")
    flows, log = load_flows(data, load_library(data)[0])
    assert [str(problem) for problem in log] == []
    assert flows["contoh"].main.steps["lantai"].estimate == Estimate(90, "lantai")
    assert flows["contoh"].main.steps["listrik"].estimate is None


def test_a_personal_fact_may_be_tested_for_being_there(data: Path) -> None:
    edit(data / FLOW, "- {lantai: paling banyak 2,", "- {nama_cso: ada, lantai: paling banyak 2,")
    edit(
        data / FLOW, "    - {lantai: lebih dari 2,",
        "    - {nama_cso: kosong, lantai: paling banyak 2, hasil: padam}\n"
        "    - {lantai: lebih dari 2,",
    )  # fmt: skip
    assert problems_of(data) == []


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3 jam", 180), ("30 menit", 30), ("1 jam 30 menit", 90), ("2 hari", 2880), ("0 menit", 0),
        ("", None), ("3jam", None), ("tiga jam", None), ("3 jam lagi", None),
        ("1 jam  2 menit", None), ("-3 jam", None), ("3 jam,", None),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_or_refused(text: str, minutes: int | None) -> None:
    assert read_duration(text) == minutes
