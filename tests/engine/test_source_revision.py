"""A new text of a source names line by line what it touches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_engine.__main__ import main
from flow_engine.line_lock import read_lines_lock
from flow_engine.problems import ProblemLog
from flow_engine.records import Library
from flow_engine.source_lines import Row, Rows, line_hash
from flow_engine.source_revision import Change, LineChange, Revision, compare_revision
from flow_engine.wordings import read_sources

from .conftest import DATA, ROOT, edit
from .tiny import write_tiny

SOURCES = ROOT.parent / "shared" / "sumber"
needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(), reason="dokumen sumber tidak ada di sebelah proyek"
)
TEXT = ["satu", "", "dua", "tiga", "Contoh :", "empat", "", "Contoh :", "lima", "enam"]


def locked(lines: list[str]) -> Rows:
    """Lock each line under a clause of its own, the last one as left out."""
    rows: list[Row | None] = [
        Row(line_hash(line, ()), (f"K-{number}",)) if line else None
        for number, line in enumerate(lines, start=1)
    ]
    last = rows[-1]
    assert last is not None
    rows[-1] = Row(last.hash, (), "gambar")
    return tuple(rows)


def compare(lines: list[str]) -> Revision:
    return compare_revision(locked(TEXT), lines, ())


def only(lines: list[str]) -> LineChange:
    (change,) = compare(lines).changes
    return change


def test_the_same_text_touches_nothing() -> None:
    same = compare([*TEXT, "", "  "])
    assert (same.unchanged, same.changes, same.clauses, dict(same.lines)) == (8, (), (), {})
    wider = ["", *(f"  {line} " if line else "" for line in TEXT)]
    assert compare(wider).changes == ()
    assert compare(wider).lines["K-1"] == ((2, 2),)


def test_a_line_taken_out_names_its_own_clause() -> None:
    assert only(TEXT[:3] + TEXT[4:]) == LineChange(Change.REMOVED, 4, 0, "", ("K-4",), ())


def test_a_line_put_in_names_the_clauses_beside_it() -> None:
    added = only([*TEXT[:5], "baru", *TEXT[5:]])
    assert added == LineChange(Change.ADDED, 0, 6, "baru", ("K-5", "K-6"), ())
    assert only(["baru", *TEXT]).clauses == ("K-1",)
    assert only([*TEXT, "baru"]) == LineChange(Change.ADDED, 0, 11, "baru", (), ("gambar",))


def test_another_line_in_its_place_names_its_clause_alone() -> None:
    changed = only([*TEXT[:4], "Misal :", *TEXT[5:]])
    assert changed == LineChange(Change.CHANGED, 5, 5, "Misal :", ("K-5",), ())


def test_what_stands_elsewhere_now_has_moved() -> None:
    found = compare([*TEXT[2:4], *TEXT[:2], *TEXT[4:]])
    assert {change.change for change in found.changes} == {Change.MOVED}
    assert set(found.clauses) <= {"K-1", "K-3", "K-4"}


def test_more_lines_in_the_place_of_one_are_its_change_and_new_ones() -> None:
    found = compare([*TEXT[:3], "a", "b", *TEXT[4:]]).changes
    assert [(c.change, c.old, c.new, c.clauses) for c in found] == [
        (Change.CHANGED, 4, 4, ("K-4",)),
        (Change.ADDED, 0, 5, ("K-4",)),
    ]


def test_moved_ranges_run_over_blank_lines() -> None:
    carried = tuple(Row(line_hash(line, ()), ("K",)) if line else None for line in TEXT)
    assert compare_revision(carried, ["", *TEXT], ()).lines == {"K": ((2, 11),)}
    cut = compare_revision(carried, [*TEXT[:3], "x", "y", *TEXT[3:]], ())
    assert cut.lines == {"K": ((1, 3), (6, 12))}


WORDS = st.lists(st.sampled_from(["a", "b", "c", "Contoh :", ""]), min_size=2, max_size=14)


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS)
def test_every_line_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    rows = tuple(Row(line_hash(line, ()), ("K",)) if line else None for line in old)
    found = compare_revision(rows, new, ())
    left = [c.old for c in found.changes if c.old]
    come = [c.new for c in found.changes if c.new]
    assert len(set(left)) == len(left) and len(set(come)) == len(come)
    assert found.unchanged + len(left) == sum(bool(line) for line in old)
    assert found.unchanged + len(come) == sum(bool(line) for line in new)


@needs_sources
@pytest.mark.luas
@pytest.mark.parametrize("document", ["PRK", "LUL", "CTT", "PMB", "VC4"])
def test_one_edited_line_of_a_source_touches_exactly_its_clauses(
    library: Library, document: str
) -> None:
    lock = read_lines_lock(DATA, ProblemLog())
    assert lock is not None
    rows = lock[document]
    lines = list(read_sources(SOURCES, library, ProblemLog())[document].lines)
    places = library.placeholders
    assert compare_revision(rows, lines, places).changes == ()
    filled = [n for n, row in enumerate(rows) if row]
    for at, number in enumerate(filled):
        row = rows[number]
        assert row is not None
        # Each line meets one of the three edits; all kinds of lines meet each of them.
        if at % 3 < 2:
            middle = [] if at % 3 else ["baris yang sungguh lain"]
            (gone,) = compare_revision(rows, lines[:number] + middle + lines[number + 1 :],
                                       places).changes  # fmt: skip
            assert (gone.old, gone.clauses) == (number + 1, row.carriers)
            continue
        before = rows[filled[at - 1]]
        near = [name for beside in (before, row) if beside for name in beside.carriers]
        (added,) = compare_revision(rows, [*lines[:number], "baru", *lines[number:]],
                                    places).changes  # fmt: skip
        assert added.clauses == tuple(dict.fromkeys(near))


@needs_sources
def test_a_block_of_a_source_that_moves_is_recognised(library: Library) -> None:
    lock = read_lines_lock(DATA, ProblemLog())
    assert lock is not None
    lines = list(read_sources(SOURCES, library, ProblemLog())["LUL"].lines)
    moved = [*lines[:36], *lines[43:60], *lines[36:43], *lines[60:]]
    changes = compare_revision(lock["LUL"], moved, library.placeholders).changes
    assert changes and {change.change for change in changes} == {Change.MOVED}
    assert {name for change in changes for name in change.clauses} == {"LUL-A3"}


# The command


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    data = write_tiny(tmp_path)
    sources = str(tmp_path / "sumber")
    assert main(["--data", str(data), "lock", "--sources", sources]) == 0
    return data


def revise(data: Path, text: str, *words: str, document: str = "PRK") -> int:
    file = data.parents[1] / "baru.txt"
    file.write_text(text, "utf-8")
    return main(
        ["--data", str(data), "revision", "--source", str(file), "--document", document, *words]
    )


OLD = "1. Ucap:\n“Selamat pagi, dengan Sari.”\n2. Catat: LISTRIK PADAM\nMenu “Simpan”\n"


def test_an_unchanged_text_ends_with_0(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert revise(tiny, OLD.replace("Sari", "{nama CSO}")) == 0
    assert capsys.readouterr().out == "PRK: tidak ada yang berubah, 4 baris sama.\n"
    assert revise(tiny, OLD, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "document": "PRK", "unchanged": 4, "changes": [], "touched": {}, "lines": {},
    }  # fmt: skip


def test_a_changed_line_is_told_with_all_it_touches(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert revise(tiny, OLD.replace("LISTRIK PADAM", "LISTRIK MATI\x1b[2J" + "x" * 60)) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "PRK: 1 baris berbeda, 3 sama. 1 klausul tersentuh."
    assert told[1].startswith("~ berubah baris 3 → baris 3 baru “2. Catat: LISTRIK MATI [2J")
    assert told[1].endswith("…” [PRK-02]")
    assert told[2:] == [
        "PRK-02 Catat",
        "  halaman: sop/x, qa/skrip",
        "  alur contoh: Catat; Padam; Menyala",
        "  skenario: Lantai dua; Lantai tiga; Menyala",
    ]


def test_what_shifts_is_told_with_its_new_lines(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert revise(tiny, "Judul\n\n" + OLD.replace("Menu “Simpan”\n", "")) == 1
    told = capsys.readouterr().out
    assert "+ baru baris 1 baru “Judul” [PRK, PRK-01]" in told
    assert "- hilang baris 4 [dilewati: gambar]" in told
    assert "“baris” yang bergeser, menurut teks yang baru:" in told
    assert '  PRK-01: "3-4"' in told and '  PRK-02: "5"' in told
    assert "  skenario: tidak ada" in told


def test_json_names_clauses_flows_pages_and_scenarios(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / "skenario" / "contoh.yaml", "  - judul: Menyala\n",
         "  - judul: Menyala lagi\n    fakta: {listrik: menyala}\n"
         "    harap: {hasil: menyala}\n  - judul: Menyala\n")  # fmt: skip
    capsys.readouterr()
    assert revise(tiny, OLD.replace("2. Catat", "3. Catat"), "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["changes"] == [
        {"change": "berubah", "old": 3, "new": 3, "text": "3. Catat: LISTRIK PADAM",
         "clauses": ["PRK-02"], "reasons": []},
    ]  # fmt: skip
    assert found["touched"]["PRK-02"]["flows"] == {"contoh": ["Catat", "Catat", "Padam", "Menyala"]}
    assert len(found["touched"]["PRK-02"]["scenarios"]) == 4
    assert revise(tiny, OLD.replace("2. Catat", "3. Catat")) == 1
    assert "; Menyala lagi, dan 1 lagi (--json menyebut semuanya)" in capsys.readouterr().out


def test_a_line_of_nobody_is_told_so(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tiny / "kunci-baris.json"
    content = json.loads(file.read_text("utf-8"))
    content["dokumen"]["CTT"] = []
    file.write_text(json.dumps(content), "utf-8")
    edit(tiny / "klausul" / "ctt.yaml", ", baris: '1'", "")
    capsys.readouterr()
    assert revise(tiny, "Progres\n", document="CTT") == 1
    assert "+ baru baris 1 baru “Progres” [tanpa klausul]" in capsys.readouterr().out


def test_what_cannot_be_compared_is_told(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert revise(tiny, OLD, document="PRJ") == 2
    assert "Dokumen “PRJ” tidak ada. Maksud Anda “PRK”?" in capsys.readouterr().err
    assert revise(tiny, OLD, document="???") == 2
    assert "Dokumen “???” tidak ada. Yang ada: PRK" in capsys.readouterr().err
    (tiny.parents[1] / "baru.txt").unlink()
    words = ["--source", str(tiny / "tidak-ada.txt"), "--document", "PRK"]
    assert main(["--data", str(tiny), "revision", *words]) == 2
    assert "tidak-ada.txt:1:1 [berkas-tidak-terbaca]" in capsys.readouterr().err
    edit(tiny / "klausul" / "prk.yaml", "LISTRIK PADAM", "LISTRIK MATI")
    assert revise(tiny, OLD) == 1
    assert "[kutipan-berubah]" in capsys.readouterr().err
