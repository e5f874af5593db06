"""Each line of the sources is carried by a clause or left out with a reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.__main__ import main
from flow_engine.library import load_library
from flow_engine.line_lock import (
    LINES_LOCK_NAME,
    check_lines,
    check_rows,
    lock_lines,
    read_lines_lock,
)
from flow_engine.problems import Problem, ProblemLog
from flow_engine.records import Library
from flow_engine.source_lines import in_ranges, line_hash, load_left_out, numbers
from flow_engine.wordings import SourceText, read_sources

from .conftest import DATA, ROOT, edit
from .tiny import write_tiny

SOURCES = ROOT.parent / "shared" / "sumber"
needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="dokumen sumber tidak ada di sebelah proyek"
)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Tiny data whose sources were locked."""
    data = write_tiny(tmp_path)
    assert lock(data) == 0
    return data


def lock(data: Path) -> int:
    sources = data.parents[1] / "sumber"
    return main(["--data", str(data), "lock", "--sources", str(sources)])


def found(data: Path) -> list[Problem]:
    return list(check_lines(load_library(data)[0], data))


def codes(data: Path) -> list[str]:
    return [problem.code for problem in found(data)]


def change_lock(data: Path, change: Callable[[dict[str, list[object]]], object]) -> None:
    file = data / LINES_LOCK_NAME
    content = json.loads(file.read_text("utf-8"))
    change(content["dokumen"])
    file.write_text(json.dumps(content), "utf-8")


# The real sources


def test_each_line_of_the_five_sources_is_carried_or_left_out(library: Library) -> None:
    assert [str(problem) for problem in check_lines(library, DATA)] == []
    locked = read_lines_lock(DATA, ProblemLog())
    assert locked is not None and list(locked) == list(library.documents)
    rows = [row for lines in locked.values() for row in lines if row]
    assert len(rows) == 836
    assert all(bool(row.carriers) is not bool(row.reason) for row in rows)


@needs_sources
def test_the_lock_holds_the_lines_of_the_sources_as_they_are(library: Library) -> None:
    log = ProblemLog()
    sources = read_sources(SOURCES, library, log)
    made = lock_lines(library, DATA, sources, log)
    assert [str(problem) for problem in log] == []
    assert made == read_lines_lock(DATA, log)


@needs_sources
def test_no_text_of_a_source_stands_in_the_lock(library: Library) -> None:
    content = json.loads((DATA / LINES_LOCK_NAME).read_text("utf-8"))["dokumen"]
    text = json.dumps(content).replace('"klausul"', "").replace('"kepala-halaman"', "")
    sources = read_sources(SOURCES, library, ProblemLog())
    words = {word for source in sources.values() for line in source.lines for word in line.split()}
    assert not [word for word in words if len(word) > 9 and word in text]


@needs_sources
def test_a_range_taken_away_is_a_hole_that_names_its_lines(library: Library) -> None:
    left = load_left_out(DATA, library, ProblemLog())
    locked = read_lines_lock(DATA, ProblemLog())
    assert locked is not None
    for clause in library.clauses.values():
        alone = {
            line
            for line in numbers(clause.lines, 10_000)
            if (row := locked[clause.document][line - 1]) and row.carriers == (clause.id,)
        }
        without = {**library.clauses, clause.id: replace(clause, lines=())}
        holes = [
            problem
            for problem in check_rows(replace(library, clauses=without), left, locked)
            if problem.code == "baris-tanpa-klausul"
        ]
        told = {
            line
            for problem in holes
            for first, _, last in [problem.message.split()[1].partition("-")]
            for line in range(int(first), int(last or first) + 1)
            if locked[clause.document][line - 1] is not None
        }
        assert told == alone, clause.id
        assert all(problem.location == clause.location for problem in holes)
        assert all(f"{clause.id} (dahulu membawanya)" in str(problem) for problem in holes)


# Tiny ones


def test_a_line_that_nothing_carries_locks_nothing(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (tiny / LINES_LOCK_NAME).read_bytes()
    source = tiny.parents[1] / "sumber" / "prk.txt"
    source.write_text(source.read_text("utf-8") + "\nBaru\nBaru lagi\n\nAkhir\n", "utf-8")
    capsys.readouterr()
    assert lock(tiny) == 1
    (told,) = capsys.readouterr().err.splitlines()
    assert told == (
        "docs/_data/klausul/prk.yaml:11:5 [baris-tanpa-klausul] Baris 6-9 dokumen PRK (prk.txt) "
        "tidak dibawa klausul mana pun dan tidak dilewati dengan alasan. Saran: Tambahkan pada "
        "“baris” PRK-02 (membawa baris di dekatnya), atau sebut dengan alasannya di "
        "baris-sumber.yaml."
    )
    assert (tiny / LINES_LOCK_NAME).read_bytes() == before


def test_a_document_that_no_clause_carries_points_to_the_document(tiny: Path) -> None:
    edit(tiny / "klausul" / "lul.yaml", ", baris: '1'", "")
    change_lock(tiny, lambda rows: rows["LUL"][0].pop("klausul"))  # type: ignore[attr-defined]
    change_lock(tiny, lambda rows: rows["LUL"][0].update(alasan="gambar"))  # type: ignore[attr-defined]
    (hole,) = found(tiny)
    assert hole.location.file == "docs/_data/sumber.yaml"
    assert "Tambahkan pada “baris” klausulnya" in hole.suggestion


def test_a_line_that_is_carried_is_not_left_out_too(tiny: Path) -> None:
    edit(tiny / "baris-sumber.yaml", "baris: '4'", "baris: 2-4")
    told = [problem.message for problem in found(tiny)]
    assert told == [
        "Baris 2 dokumen PRK dilewati sebagai gambar, tetapi juga dibawa klausul PRK-01.",
        "Baris 3 dokumen PRK dilewati sebagai gambar, tetapi juga dibawa klausul PRK-02.",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "whose"),
    [
        ("klausul/prk.yaml", 'baris: "3"', 'baris: "3, 4-900000000"', "klausul PRK-02"),
        ("baris-sumber.yaml", "baris: '4'", "baris: '4, 6-900000000'", "yang dilewati"),
    ],
)
def test_lines_beyond_the_end_are_told(
    tiny: Path, file: str, old: str, new: str, whose: str
) -> None:
    edit(tiny / file, old, new)
    (beyond,) = [p for p in found(tiny) if p.code == "baris-di-luar-sumber"]
    assert f"-900000000 pada {whose} melewati akhir prk.txt" in beyond.message
    assert beyond.location.file == f"docs/_data/{file}"


def test_a_clause_that_quotes_has_lines_and_one_in_our_words_needs_none(tiny: Path) -> None:
    edit(tiny / "klausul" / "prk.yaml", 'baris: "3"', 'baris: "5"')
    problems = {problem.code: problem for problem in found(tiny)}
    assert sorted(problems) == ["baris-tanpa-klausul", "klausul-tanpa-baris"]
    assert "Klausul PRK-02 mengutip sumber" in problems["klausul-tanpa-baris"].message
    file = tiny / "klausul" / "prk.yaml"
    file.write_text(file.read_text("utf-8").replace('    baris: "5"\n', ""), "utf-8")
    assert sorted(codes(tiny)) == ["baris-tanpa-klausul", "klausul-tanpa-baris"]
    own = "\n  - {id: PRK-03, tempat: t, judul: J, bagian: [{no: 1, jenis: INFO, teks: Kita.}]}\n"
    file.write_text(file.read_text("utf-8") + own, "utf-8")
    assert sorted(codes(tiny)) == ["baris-tanpa-klausul", "klausul-tanpa-baris"]


def test_another_carrier_or_reason_has_to_be_locked_again(tiny: Path) -> None:
    edit(tiny / "klausul" / "prk.yaml", "baris: 1-2", "baris: 1-3")
    (stale,) = found(tiny)
    assert (stale.code, stale.location.file) == (
        "baris-belum-dikunci",
        "docs/_data/klausul/prk.yaml",
    )
    assert stale.message == "Pembawa baris 3 dokumen PRK berbeda dari yang dikunci (PRK-02)."
    assert lock(tiny) == 0 and codes(tiny) == []
    file = tiny / "baris-sumber.yaml"
    file.write_text(file.read_text("utf-8").replace("gambar", "kepala"), "utf-8")
    (stale,) = found(tiny)
    assert stale.location.file == "docs/_data/baris-sumber.yaml"
    assert stale.message == "Pembawa baris 4 dokumen PRK berbeda dari yang dikunci (gambar)."


def test_a_document_without_a_lock_is_told(tiny: Path) -> None:
    change_lock(tiny, lambda rows: rows.pop("CTT"))
    (missing,) = found(tiny)
    assert (missing.code, missing.message) == (
        "baris-belum-dikunci",
        "Baris dokumen CTT belum dikunci.",
    )


def test_a_reason_has_to_be_known_and_used(tiny: Path) -> None:
    edit(tiny / "baris-sumber.yaml", "alasan: gambar", "alasan: gambra")
    unknown = next(problem for problem in found(tiny) if problem.code == "nilai-di-luar-daftar")
    assert unknown.nearest == "gambar"
    edit(tiny / "baris-sumber.yaml", "alasan: gambra", "alasan: gambar")
    edit(tiny / "baris-sumber.yaml", "{gambar:", "{lain: Lain., gambar:")
    (unused,) = found(tiny)
    assert unused.code == "alasan-tak-dipakai" and "“lain”" in unused.message


@pytest.mark.parametrize(
    "row",
    [1, {"sidik": "x"}, {"sidik": "0" * 16}, {"sidik": "0" * 16, "klausul": []},
     {"sidik": "0" * 15, "alasan": "gambar"}],
)  # fmt: skip
def test_a_lock_that_was_edited_by_hand_is_told(tiny: Path, row: object) -> None:
    change_lock(tiny, lambda rows: rows["PRK"].insert(2, row))
    (broken,) = found(tiny)
    assert broken.code == "kunci-rusak" and broken.message.startswith("Baris 3 dokumen “PRK”")


def test_a_document_of_the_lock_is_a_list_of_lines(tiny: Path) -> None:
    change_lock(tiny, lambda rows: rows.update(PRK={}))  # type: ignore[call-overload]
    assert codes(tiny) == ["kunci-rusak"]


def test_a_place_that_a_fact_fills_counts_as_its_sign(library: Library) -> None:
    places = library.placeholders
    officer = [line_hash(f"Catat  CC.99.{name} ", places) for name in ("SATU", "DUA")]
    assert officer[0] == officer[1] == line_hash("Catat {nama CSO}", places)
    assert line_hash("http://a.id", places) != line_hash("http://b.id", places)
    assert line_hash("a. Jika", places) != line_hash("b. Jika", places)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, 60)))
def test_numbers_come_back_out_of_their_ranges(lines: set[int]) -> None:
    written = in_ranges(sorted(lines))
    pairs = [piece.partition("-") for piece in written.split(", ") if piece]
    ranges = [(int(first), int(last or first)) for first, _, last in pairs]
    assert list(numbers(ranges, 60)) == sorted(lines)
    assert list(numbers([(1, 10**9)], 3)) == [1, 2, 3]


def test_a_blank_line_is_nobodys(tiny: Path) -> None:
    library = load_library(tiny)[0]
    sources = {"CTT": SourceText("ctt.txt", ("Progres", " \t", ""))}
    log = ProblemLog()
    rows = lock_lines(library, tiny, sources, log)["CTT"]
    assert rows[0] is not None and rows[1:] == (None, None)


def test_a_missing_list_of_lines_is_told(tiny: Path) -> None:
    (tiny / "baris-sumber.yaml").unlink()
    assert codes(tiny) == ["berkas-tidak-terbaca"]
