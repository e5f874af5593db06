"""What an editor can get wrong is told with file, line, column and the nearest guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from flow_engine.checking import load_checked
from flow_engine.fields import Fields
from flow_engine.library import load_library
from flow_engine.problems import ProblemLog
from flow_engine.source import read_text

from .conftest import edit


@pytest.mark.parametrize("spelling", ["1.750", "'1.750'", "1,5", "0750", "1_750", "seribu", "1e3"])
def test_an_amount_is_digits_alone(spelling: str) -> None:
    log = ProblemLog()
    Fields(read_text(f"rp: {spelling}\n", "x.yaml", log), log, "uji", ("rp",)).integer("rp")
    assert [p.code for p in log] == ["bukan-bilangan-bulat"]


def all_problems(data: Path) -> list[str]:
    return [str(problem) for problem in load_checked(data, with_scenarios=False).log]


def test_the_real_data_has_no_problem(copied: Path) -> None:
    assert all_problems(copied) == []


def test_a_fee_with_a_thousands_dot_is_told_with_the_right_spelling(copied: Path) -> None:
    edit(copied / "biaya.yaml", "prabayar: 1750", "prabayar: 1.750")
    (message,) = all_problems(copied)
    assert message.startswith("docs/_data/biaya.yaml:")
    assert "[bukan-bilangan-bulat]" in message
    assert "1750, bukan 1.750" in message


def test_an_unknown_key_is_told_with_the_nearest(copied: Path) -> None:
    edit(copied / "biaya.yaml", "kelompok:", "kelompk:")
    required, unknown = all_problems(copied)
    assert "[kunci-wajib]" in required and "Kunci “kelompok” wajib ada" in required
    assert "Kunci “kelompk” tidak dikenal" in unknown
    assert "Maksud Anda “kelompok”?" in unknown


def test_a_clause_that_does_not_exist_is_told_with_the_nearest(copied: Path) -> None:
    edit(copied / "faq.yaml", "klausul: PMB-A6b", "klausul: PMB-A6x")
    messages = all_problems(copied)
    assert any("[rujukan-klausul]" in m and "“PMB-A6x”" in m and "PMB-A6" in m for m in messages)
    assert any("[faq-tanpa-topik]" in m and "PMB-A6b" in m for m in messages)


def test_a_missing_target_of_a_flow_is_told_with_the_nearest(copied: Path) -> None:
    edit(copied / "alur" / "periksa.yaml", "{ke: keterangan-layar}", "{ke: keterangan-layer}")
    (message,) = all_problems(copied)
    assert message.startswith("docs/_data/alur/periksa.yaml:")
    assert "Langkah “keterangan-layer” belum ditulis." in message
    assert "Maksud Anda “keterangan-layar”?" in message


def test_problems_of_all_files_are_told_at_once_in_file_order(copied: Path) -> None:
    edit(copied / "biaya.yaml", "prabayar: 1750", "prabayar: 1.750")
    edit(copied / "alur" / "periksa.yaml", "ke: pernah-lapor", "ke: pernah-laport")
    edit(copied / "klausul" / "prk.yaml", "jenis: UCAPKAN", "jenis: UCAPAN")
    edit(copied / "itsm.yaml", "nama: Logged", "warna: merah, nama: Logged")
    messages = all_problems(copied)
    files = [message.split(":")[0].removeprefix("docs/_data/") for message in messages]
    assert files == ["alur/periksa.yaml", "biaya.yaml", "itsm.yaml", "klausul/prk.yaml"]


def test_a_broken_catalogue_is_told_without_its_echoes_in_the_flows(copied: Path) -> None:
    (copied / "itsm.yaml").write_text("katalog: [\n", "utf-8")
    (message,) = all_problems(copied)
    assert message.startswith("docs/_data/itsm.yaml:2:1 [yaml-rusak] ")


def test_a_missing_file_is_a_problem_and_the_rest_is_still_read(copied: Path) -> None:
    (copied / "biaya.yaml").unlink()
    library, log = load_library(copied)
    assert [p.code for p in log] == ["berkas-tidak-terbaca"]
    assert len(library.clauses) >= 202


def test_a_doubled_clause_is_told_with_the_first_place(copied: Path) -> None:
    edit(copied / "klausul" / "ctt.yaml", "- id: CTT-a1\n", "- id: CTT-a\n")
    messages = all_problems(copied)
    assert any("[id-ganda]" in m and "CTT-a sudah ditulis di docs/_data" in m for m in messages)


@pytest.mark.luas
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- no: 1\n        jenis: UCAPKAN", "- jenis: UCAPKAN"),
        ("- no: 1\n        jenis: UCAPKAN", "- no: 1"),
    ],
)
def test_a_part_without_a_field_is_a_message(copied: Path, old: str, new: str) -> None:
    edit(copied / "klausul" / "prk.yaml", old, new)
    assert "[kunci-wajib]" in all_problems(copied)[0]


def test_an_empty_word_is_a_message(copied: Path) -> None:
    edit(copied / "klausul" / "prk.yaml", "jenis: UCAPKAN", 'jenis: ""')
    assert "[nilai-kosong]" in all_problems(copied)[0]


def test_an_escalation_without_a_clause_is_a_message(copied: Path) -> None:
    file = copied / "alur" / "bersama.yaml"
    edit(file, "isian: eskalasi, klausul: LUL-Aa}", "isian: eskalasi}")
    assert any("[kunci-wajib]" in m and "bersama.yaml" in m for m in all_problems(copied))


def test_a_part_that_calls_itself_is_found_and_nothing_hangs(copied: Path) -> None:
    edit(copied / "alur" / "bersama.yaml", "{panggil: penutup, kembali: ya}",
         "{panggil: penutup-laporan, kembali: ya}")  # fmt: skip
    assert any("memanggil dirinya sendiri" in m for m in all_problems(copied))


def test_a_loop_in_a_real_flow_is_found_and_nothing_hangs(copied: Path) -> None:
    edit(copied / "alur" / "periksa.yaml", "ke: pernah-lapor", "ke: listrik")
    codes = {problem.code for problem in load_checked(copied).log}
    assert "putaran" in codes and "langkah-tak-tercapai" in codes


def test_a_call_with_a_question_is_refused(copied: Path) -> None:
    edit(copied / "alur" / "periksa.yaml", "{panggil: pembuka, ke: listrik}",
         "{panggil: pembuka, tanya: listrik, ke: listrik}")  # fmt: skip
    assert any("[dua-jalan]" in message for message in all_problems(copied))


def test_a_missing_mapping_is_told_where_it_should_stand(copied: Path) -> None:
    file = copied / "itsm.yaml"
    edit(file, "\nkatalog:", "\nkatalg:")
    messages = all_problems(copied)
    assert any("itsm.yaml:" in m and "Kunci “katalog” wajib ada" in m for m in messages)
    assert not any(m.startswith("?") for m in messages)
