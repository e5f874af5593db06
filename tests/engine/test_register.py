"""The register: no clause vanishes, none that was withdrawn is still carried out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.checking import check_home, check_withdrawn, load_checked
from flow_engine.fields import Fields
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.records import Library, Target
from flow_engine.source import read_text
from flow_engine.wordings import LOCK_NAME, compare_with_lock

from .conftest import DATA, edit

OWN_CLAUSE = """
  - id: PMB-A9z
    tempat: A.9.z
    jenis: [faq]
    judul: Pertanyaan yang baru
    bagian:
      - {no: 1, jenis: INFO, teks: Jawaban kita.}
"""


def told(data: Path) -> list[str]:
    return [str(problem) for problem in load_checked(data, with_scenarios=False).log]


def test_a_deleted_clause_is_missed(library: Library) -> None:
    clauses = {name: clause for name, clause in library.clauses.items() if name != "CTT-0"}
    (gone, *quotations) = compare_with_lock(replace(library, clauses=clauses), DATA)
    assert (gone.code, gone.location.file) == ("klausul-hilang", f"docs/_data/{LOCK_NAME}")
    assert "Klausul CTT-0 " in gone.message
    assert {problem.code for problem in quotations} <= {"kutipan-hilang"}


def test_a_new_clause_in_our_own_words_needs_no_lock(copied: Path) -> None:
    file = copied / "klausul" / "pmb.yaml"
    file.write_text(file.read_text("utf-8") + OWN_CLAUSE, "utf-8")
    edit(copied / "faq.yaml", "      - {klausul: PMB-A1a}\n",
         "      - {klausul: PMB-A1a}\n      - {klausul: PMB-A9z}\n")  # fmt: skip
    (missed,) = told(copied)
    assert "[klausul-tanpa-pelajaran]" in missed and "PMB-A9z" in missed
    edit(copied / "latihan.yaml", "  - klausul: PMB-D\n", "  - klausul: [PMB-D, PMB-A9z]\n")
    assert told(copied) == []


def test_a_lock_without_its_clauses_is_told(copied: Path, library: Library) -> None:
    lock = copied / LOCK_NAME
    data = json.loads(lock.read_text("utf-8"))
    lock.write_text(json.dumps({**data, "klausul": "PRK"}), "utf-8")
    assert [problem.code for problem in compare_with_lock(library, copied)] == ["bukan-daftar"]


@pytest.mark.parametrize(
    ("clause", "user"),
    [("PRK-10", "Langkah “bersedia-dipandu”"), ("PRK-09A", "Langkah"), ("LUL-C6b", "Hasil")],
)
def test_a_withdrawn_clause_that_a_flow_carries_out_is_told(
    library: Library, flows: dict[str, Flow], clause: str, user: str
) -> None:
    clauses = {**library.clauses, clause: replace(library.clauses[clause], status="dicabut")}
    found = [str(p) for p in check_withdrawn(replace(library, clauses=clauses), flows)]
    assert found
    assert all("[klausul-dicabut]" in line and clause in line for line in found)
    assert any(user in line for line in found)


def test_a_withdrawn_part_that_a_flow_shows_is_told(
    library: Library, flows: dict[str, Flow]
) -> None:
    part = replace(library.parts["PRK-10/1"], when="semula (dicabut)")
    parts = {**library.parts, part.id: part}
    (problem,) = set(check_withdrawn(replace(library, parts=parts), flows))
    assert "memakai PRK-10/1, yang sudah dicabut" in str(problem)


def test_a_withdrawn_clause_that_no_flow_uses_is_fine(copied: Path) -> None:
    file = copied / "klausul" / "pmb.yaml"
    edit(file, "  - id: PMB-D\n", "  - id: PMB-D\n    status: dicabut\n")
    (untold,) = told(copied)
    assert "[perubahan-belum-ditulis] PMB-D " in untold
    edit(copied / "perubahan.yaml", "klausul: [PMB-C0]", "klausul: [PMB-C0, PMB-D]")
    assert told(copied) == []
    assert load_library(copied)[0].clauses["PMB-D"].status == "dicabut"


def test_a_withdrawn_question_is_no_choice_of_a_flow_any_more(copied: Path) -> None:
    file = copied / "klausul" / "pmb.yaml"
    edit(file, "  - id: PMB-A4b\n", "  - id: PMB-A4b\n    status: dicabut\n")
    edit(copied / "perubahan.yaml", "klausul: [PMB-C0]", "klausul: [PMB-C0, PMB-A4b]")
    way, step = told(copied)
    assert way.endswith("Jawaban PMB-A4b tidak dapat dipilih lagi: klausulnya sudah dicabut.")
    assert step.endswith("Langkah “a4b” memakai PMB-A4b, yang sudah dicabut.")


def test_a_situation_may_not_lead_to_a_flow_that_nobody_wrote(
    library: Library, flows: dict[str, Flow]
) -> None:
    assert list(check_home(library, flows)) == []
    first, *others = library.home.situations
    wrong = replace(first, target=Target(flow="perikse"))
    home = replace(library.home, situations=(wrong, *others))
    (problem,) = check_home(replace(library, home=home), flows)
    assert problem.code == "rujukan-alur" and problem.nearest == "periksa"
    assert problem.location == first.location


def test_what_says_that_a_clause_is_in_force_has_to_be_a_clause(copied: Path) -> None:
    edit(copied / "klausul" / "ctt.yaml", "  - id: CTT-0\n",
         '  - id: CTT-0\n    berlaku: {mulai: "2022-01-01", klausul: CTT-00}\n')  # fmt: skip
    (problem,) = load_library(copied)[1]
    assert problem.code == "rujukan-klausul" and problem.nearest == "CTT-0"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("klausul/prk.yaml", 'mulai: "2021-12-22", ', "", "di_luar"),
        ("sumber.yaml", "- {klausul: LUL-0}", '- {sampai: "2023-01-01"}', "“sampai” hanya"),
        ("sumber.yaml", "- {klausul: LUL-0}", '- {mulai: "2024-01-01", sampai: "2023-01-01"}',
         "“mulai” 2024-01-01 sesudah “sampai” 2023-01-01."),
        ("sumber.yaml", "[UID Jawa Barat,", "[UID Banten,", "UID Banten disebut dua aturan"),
        ("sumber.yaml", "- {klausul: LUL-0}", "- {klausul: LUL-0}\n      - {klausul: LUL-A}",
         "Aturan tanpa wilayah"),
    ],
)  # fmt: skip
def test_a_rule_that_no_date_can_be_held_against_is_told(
    copied: Path, file: str, old: str, new: str, told: str
) -> None:
    edit(copied / file, old, new)
    found = [p.message for p in load_library(copied)[1] if p.code == "berlaku-salah"]
    assert found and all(told in message for message in found)


def test_a_prefix_is_a_text_of_its_own() -> None:
    for text, told in (("awalan: ' x'", []), ("awalan: [x]", ["bukan-teks"]), ("isi: x", [])):
        log = ProblemLog()
        fields = Fields(read_text(text, "x.yaml", log), log, "tulisan", ("awalan", "isi"))
        assert fields.node_text("awalan") == (" x" if "' x'" in text else "")
        assert [problem.code for problem in log] == told
