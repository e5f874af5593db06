"""What changed, and ids that were renamed: read with their problems, held to the clauses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.changes import Change
from flow_engine.checking import load_checked
from flow_engine.library import load_library
from flow_engine.news import check_changes, read_changes, read_renamed
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import Library
from flow_engine.source import read_text

from .conftest import edit

NAMES = frozenset({"PRK-01", "PRK-01/1", "PMB-C0"})
ENTRY = """perubahan:
  - {id: satu, tanggal: "2022-02-18", judul: J, jenis: baru, klausul: PRK-01, untuk: CSO, teks: T}
"""


def changes(text: str) -> tuple[tuple[Change, ...], list[str]]:
    log = ProblemLog()
    found = read_changes(read_text(text, "p.yaml", log), NAMES, log)
    return found, [problem.code for problem in log]


def renamed(text: str) -> tuple[dict[str, str], list[str]]:
    log = ProblemLog()
    found = read_renamed(read_text(text, "a.yaml", log), NAMES, log)
    return found, [str(problem) for problem in log]


def test_an_entry_is_read_with_its_place() -> None:
    (change,), told = changes(ENTRY)
    assert told == []
    assert change == Change("satu", "2022-02-18", "J", "baru", ("PRK-01",), ("CSO",), "T",
                            Location("p.yaml", 2, 5))  # fmt: skip


def test_without_a_file_there_is_nothing() -> None:
    log = ProblemLog()
    assert read_changes(None, NAMES, log) == () and read_renamed(None, NAMES, log) == {}
    assert list(log) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("klausul: PRK-01", "klausul: PRK-02", "rujukan-klausul"),
        ("klausul: PRK-01", "klausul: []", "nilai-kosong"),
        ("untuk: CSO", "untuk: semua", "nilai-di-luar-daftar"),
        ("jenis: baru", "jenis: lain", "nilai-di-luar-daftar"),
        ('"2022-02-18"', '"2022-02-31"', "bukan-tanggal"),
        ("id: satu", "id: satu dua", "id-salah"),
        ("teks: T", "tekst: T", "kunci-tidak-dikenal"),
    ],
)
def test_a_slip_in_an_entry_is_told(old: str, new: str, code: str) -> None:
    assert code in changes(ENTRY.replace(old, new))[1]


def test_an_id_of_an_entry_is_used_once() -> None:
    found, told = changes(ENTRY + ENTRY.split("\n", 1)[1])
    assert len(found) == 1 and told == ["id-ganda"]


def test_the_newest_stands_on_top_and_what_has_no_date_stands_anywhere() -> None:
    def three(*dates: str) -> list[str]:
        row = ENTRY.split("\n")[1]
        rows = [
            row.replace("satu", f"e{n}").replace("2022-02-18", date) for n, date in enumerate(dates)
        ]
        return changes("perubahan:\n" + "\n".join(rows))[1]

    assert three("2022-03-01", "", "2022-02-18") == []
    assert three("2022-02-18", "", "2022-03-01") == ["perubahan-tidak-urut"]


def test_a_former_id_leads_to_a_present_one() -> None:
    assert renamed("diganti: {PRK-1: PRK-01, PRK-1/1: PRK-01/1}") == (
        {"PRK-1": "PRK-01", "PRK-1/1": "PRK-01/1"}, [],
    )  # fmt: skip
    assert renamed("diganti: {}") == ({}, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("diganti: {PRK-1: PRK-09}", "[rujukan-klausul]"),
        ("diganti: {PRK-01: PMB-C0}", "[alamat-masih-dipakai]"),
        ("diganti: {PRK-1: }", "[nilai-kosong]"),
        ("diganti: [PRK-1]", "[bukan-peta]"),
    ],
)
def test_a_slip_in_the_former_ids_is_told(text: str, code: str) -> None:
    (told,) = renamed(text)[1]
    assert code in told


def told_of(library: Library) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in check_changes(library)]


def test_what_was_withdrawn_has_to_be_told(library: Library) -> None:
    assert told_of(library) == []
    silent = replace(library, changes=())
    assert [code for code, _ in told_of(silent)] == ["perubahan-belum-ditulis"] * 2
    assert {message.split()[0] for _, message in told_of(silent)} == {"PMB-C0", "PMB-B3d/2"}


def test_an_entry_for_the_clause_speaks_for_its_parts(library: Library) -> None:
    (part_of,) = [c for c in library.changes if c.clauses == ("PMB-B3d/2",)]
    others = tuple(c for c in library.changes if c is not part_of)
    whole = replace(library, changes=(*others, replace(part_of, clauses=("PMB-B3d",))))
    # It tells the part, but the clause itself is in force.
    assert [code for code, _ in told_of(whole)] == ["perubahan-keliru"]


def test_nothing_in_force_is_told_as_withdrawn(library: Library) -> None:
    wrong = replace(library.changes[0], id="x", kind="dicabut", clauses=("PRK-03", "PMB-C0/1"))
    ((code, message),) = told_of(replace(library, changes=(*library.changes, wrong)))
    assert code == "perubahan-keliru" and "PRK-03 dicabut, padahal masih berlaku" in message
    unknown = replace(wrong, clauses=("PRK-999",))
    assert told_of(replace(library, changes=(*library.changes, unknown))) == []


def test_a_missing_file_of_changes_is_noticed_by_what_was_withdrawn(copied: Path) -> None:
    (copied / "perubahan.yaml").unlink()
    (copied / "alamat.yaml").unlink()
    found = load_checked(copied, with_scenarios=False)
    assert [problem.code for problem in found.log] == ["perubahan-belum-ditulis"] * 2
    assert load_library(copied)[0].renamed == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pengganti: PMB-B3d/1", "pengganti: PMB-B3d/9"),
        ("pengganti: [PMB-C1, PMB-C2]", "pengganti: [PMB-C1, PMB-C9]"),
    ],
)
def test_what_replaces_something_has_to_be_there(copied: Path, old: str, new: str) -> None:
    edit(copied / "klausul" / "pmb.yaml", old, new)
    (problem,) = load_library(copied)[1]
    assert problem.code == "rujukan-klausul" and "Pengganti" in problem.message


def test_what_applies_outside_others_names_clauses(copied: Path) -> None:
    edit(copied / "klausul" / "prk.yaml", "di_luar: [PRK-25a, PRK-25b]", "di_luar: [PRK-25z]")
    (problem,) = load_library(copied)[1]
    assert problem.code == "rujukan-klausul" and "PRK-25z" in problem.message
