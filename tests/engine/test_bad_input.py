"""What an editor can get wrong is told with file, line, column and the nearest guess."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flow_engine.checking import load_checked
from flow_engine.fields import Fields
from flow_engine.library import load_library
from flow_engine.problems import ProblemLog
from flow_engine.source import MAX_BYTES, Mapping, Scalar, read_file, read_text

from .conftest import DATA


def problems_of(text: str) -> list[str]:
    log = ProblemLog()
    read_text(text, "x.yaml", log)
    return [f"{p.location} {p.code}" for p in log]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n b: 2\n", "x.yaml:2:3 yaml-rusak"),
        ("a: [1, 2\n", "x.yaml:2:1 yaml-rusak"),
        ("a:\n\t- 1\n", "x.yaml:2:1 yaml-rusak"),
        ("a: 1\na: 2\n", "x.yaml:2:1 kunci-ganda"),
        ("a: &x 1\nb: *x\n", "x.yaml:1:4 yaml-acuan"),
        ("? [a, b]\n: 1\n", "x.yaml:1:3 kunci-bukan-kata"),
        ("", "x.yaml:1:1 berkas-kosong"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1 yaml-rusak"),
        ("a: " + "[" * 60 + "]" * 60, "x.yaml:1:43 terlalu-dalam"),
        ("a: \x07\n", "x.yaml:1:1 yaml-rusak"),
    ],
)
def test_broken_yaml_is_located(text: str, expected: str) -> None:
    assert problems_of(text) == [expected]


def test_nesting_500_deep_is_a_message_and_no_crash() -> None:
    assert problems_of("[" * 500 + "]" * 500)[0].endswith("terlalu-dalam")


def test_a_file_of_another_encoding_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: satu\nb: naïve\n".encode("latin-1"))
    log = ProblemLog()
    assert read_file(file, "a.yaml", log) is None
    assert [f"{p.location} {p.code}" for p in log] == ["a.yaml:2:1 bukan-utf8"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a" * (MAX_BYTES + 1))
    log = ProblemLog()
    assert read_file(file, "a.yaml", log) is None
    assert [p.code for p in log] == ["berkas-terlalu-besar"]


def test_raw_spellings_survive() -> None:
    node = read_text("a: 1.750\nb: '070'\nno: ya\n", "x.yaml", ProblemLog())
    assert isinstance(node, Mapping)
    values = [v.text for _, v in node.entries if isinstance(v, Scalar)]
    assert values == ["1.750", "070", "ya"]
    assert [key.text for key, _ in node.entries] == ["a", "b", "no"]


@pytest.mark.parametrize(
    "spelling",
    ["1.750", "16:00", "070", "0x1F", "1_000", "+62812", "2022-02-18", "no", "Yes", "null", "~"],
)
def test_an_unquoted_spelling_yaml_would_misread_is_refused(spelling: str) -> None:
    log = ProblemLog()
    Fields(read_text(f"teks: {spelling}\n", "x.yaml", log), log, "uji", ("teks",)).text("teks")
    assert [f"{p.location} {p.code}" for p in log] == ["x.yaml:1:7 nilai-meragukan"]


@pytest.mark.parametrize("spelling", ["'1.750'", '"16:00"', "biasa", "70", "ya", "tidak"])
def test_a_quoted_or_plain_spelling_is_taken(spelling: str) -> None:
    log = ProblemLog()
    Fields(read_text(f"teks: {spelling}\n", "x.yaml", log), log, "uji", ("teks",)).text("teks")
    assert list(log) == []


@pytest.mark.parametrize("spelling", ["1.750", "'1.750'", "1,5", "0750", "1_750", "seribu", "1e3"])
def test_an_amount_is_digits_alone(spelling: str) -> None:
    log = ProblemLog()
    Fields(read_text(f"rp: {spelling}\n", "x.yaml", log), log, "uji", ("rp",)).integer("rp")
    assert [p.code for p in log] == ["bukan-bilangan-bulat"]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    data = tmp_path / "docs" / "_data"
    shutil.copytree(DATA, data)
    return data


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


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
    edit(copied / "itsm.yaml", "nama: Logged", "nama: Logged\n    warna: merah")
    messages = all_problems(copied)
    files = [message.split(":")[0].removeprefix("docs/_data/") for message in messages]
    assert files == ["alur/periksa.yaml", "biaya.yaml", "itsm.yaml", "klausul/prk.yaml"]


def test_a_missing_file_is_a_problem_and_the_rest_is_still_read(copied: Path) -> None:
    (copied / "biaya.yaml").unlink()
    library, log = load_library(copied)
    assert [p.code for p in log] == ["berkas-tidak-terbaca"]
    assert len(library.clauses) == 202


def test_a_doubled_clause_is_told_with_the_first_place(copied: Path) -> None:
    edit(copied / "klausul" / "ctt.yaml", "- id: CTT-a1\n", "- id: CTT-a\n")
    messages = all_problems(copied)
    assert any("[id-ganda]" in m and "CTT-a sudah ditulis di docs/_data" in m for m in messages)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('a: "satu\nb: "dua"\nc: 3\n', "x.yaml:1:4", "Tanda kutip yang dibuka di sini"),
        ("a:\n  - b: 'x\n  - c: 'y'\n", "x.yaml:2:8", "Tanda kutip yang dibuka di sini"),
        ('a: "satu\nb: dua\n', "x.yaml", "Tanda kutip dibuka tetapi tidak ditutup"),
        ("a: @x\n", "x.yaml:1:4", "Ada tab, atau tanda seperti @"),
        ('a: "satu" dua\n', "x.yaml:1:11", "Susunan di sekitar sini"),
        ("a: {b: 1, c\n", "x.yaml:2:1", "Koma atau kurung penutup kurang"),
        ("a:\n - b\n c: d\n", "x.yaml:3:2", "Susunan di sekitar sini"),
        ('a: "\\q"\n', "x.yaml:1:5", "Garis miring terbalik"),
    ],
)
def test_broken_yaml_is_told_in_indonesian(text: str, place: str, words: str) -> None:
    log = ProblemLog()
    read_text(text, "x.yaml", log)
    (problem,) = log
    assert str(problem.location).startswith(place)
    assert words in problem.message


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
    assert "[nilai-di-luar-daftar]" in all_problems(copied)[0]


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
