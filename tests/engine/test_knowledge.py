"""The knowledge is complete: the register, the lists, the wordings."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from flow_engine.library import load_library
from flow_engine.problems import ProblemLog
from flow_engine.records import SCRIPT_KINDS, Kind, Library
from flow_engine.wordings import (
    LOCK_NAME,
    compare_with_lock,
    compare_with_sources,
    find_wording,
    normalise,
    official_parts,
    read_sources,
)

from .conftest import DATA, ROOT

SHARED = ROOT.parent / "shared"
needs_sources = pytest.mark.skipif(
    not (SHARED / "sumber").is_dir(), reason="dokumen sumber tidak ada di sebelah proyek"
)


def test_there_are_202_clauses_of_five_documents(library: Library) -> None:
    assert len(library.clauses) == 202
    counts = dict.fromkeys(library.documents, 0)
    for clause in library.clauses.values():
        counts[clause.document] += 1
    assert counts == {"PRK": 92, "LUL": 22, "CTT": 10, "PMB": 59, "VC4": 19}


def test_the_lists_have_the_rows_of_the_sources(library: Library) -> None:
    assert sum(len(topic.entries) for topic in library.topics) == 29
    assert len(library.fees) == 10
    assert len(library.groups) == 10
    assert sum(len(group.types) for group in library.groups) == 37
    assert len(library.statuses) == 7
    assert [code.code for code in library.codes] == [
        "08", "70", "71", "41", "44", "45", "46", "37", "47",
    ]  # fmt: skip
    assert len(library.missing) > 10
    assert 8 <= len(library.home.situations) <= 12


def test_fees_are_whole_rupiah(library: Library) -> None:
    fees = {fee.code: (fee.prepaid_rupiah, fee.postpaid_rupiah) for fee in library.fees}
    assert fees["MANDIRI-VA"] == (0, 0)
    assert fees["BNI-VA"] == (1750, 1750)
    assert fees["LINKAJA"] == (550, 550)
    assert fees["DOKU"] == (4050, 4050)


@needs_sources
def test_the_register_has_the_same_ids_places_and_kinds(library: Library) -> None:
    with (SHARED / "klausul.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ours = [(c.id, c.place, ", ".join(c.register_kinds)) for c in library.clauses.values()]
    listed = [(row["id"], row["bagian"], row["jenis"]) for row in rows]
    order = {clause_id: index for index, (clause_id, _, _) in enumerate(listed)}
    assert sorted(ours, key=lambda row: order.get(row[0], 999)) == listed


def test_the_lock_names_every_clause_and_every_quotation(library: Library) -> None:
    lock = json.loads((DATA / LOCK_NAME).read_text("utf-8"))
    assert lock["klausul"] == list(library.clauses)
    assert list(lock["bagian"]) == [part.id for part in official_parts(library)]
    assert list(compare_with_lock(library, DATA)) == []


@needs_sources
def test_every_wording_stands_in_its_source_to_the_letter(library: Library) -> None:
    sources = read_sources(SHARED / "sumber", library, ProblemLog())
    assert set(sources) == set(library.documents)
    assert [str(problem) for problem in compare_with_sources(library, sources)] == []


@needs_sources
@pytest.mark.parametrize(
    ("part_id", "old", "new"),
    [
        ("PRK-05/1", "telah melaporkan", "sudah melaporkan"),
        ("PRK-10b/1", "BERSEDIA", "MAU"),
        ("LUL-Ab/1", "1X6 JAM", "1x6 JAM"),
        ("PMB-A6g/1", "H+14", "H+4"),
    ],
)
def test_a_changed_wording_is_found_against_the_source(
    library: Library, part_id: str, old: str, new: str
) -> None:
    sources = read_sources(SHARED / "sumber", library, ProblemLog())
    part = library.parts[part_id]
    clause = library.clauses[part.clause]
    passage = sources[clause.document].passage(clause.lines)
    assert old in part.text
    assert find_wording(part, passage, library.placeholders)
    changed = type(part)(**{**vars(part), "text": part.text.replace(old, new)})
    assert not find_wording(changed, passage, library.placeholders)


def test_a_changed_wording_breaks_the_lock(tmp_path: Path) -> None:
    copied = tmp_path / "docs" / "_data"
    shutil.copytree(DATA, copied)
    file = copied / "klausul" / "prk.yaml"
    text = file.read_text("utf-8")
    assert "PELANGGAN TIDAK BERSEDIA DIPANDU" in text
    file.write_text(
        text.replace("PELANGGAN TIDAK BERSEDIA DIPANDU", "PELANGGAN TIDAK MAU DIPANDU"), "utf-8"
    )
    changed, log = load_library(copied)
    assert list(log) == []
    codes = [(p.code, p.location.file) for p in compare_with_lock(changed, copied)]
    assert codes == [("kutipan-berubah", "docs/_data/klausul/prk.yaml")]


def test_a_vanished_quotation_breaks_the_lock(library: Library, tmp_path: Path) -> None:
    lock = json.loads((DATA / LOCK_NAME).read_text("utf-8"))
    lock["bagian"]["PRK-99/1"] = "0" * 24
    (tmp_path / LOCK_NAME).write_text(json.dumps(lock), "utf-8")
    assert [p.code for p in compare_with_lock(library, tmp_path)] == ["kutipan-hilang"]


def test_normalising_drops_only_what_the_extraction_added() -> None:
    assert normalise("- **“PERIKSA”**\n o  a_b (c)") == '"PERIKSA" a_b (c)'
    assert normalise("{Bapak/Ibu}  siapa\nsaya") == "{Bapak/Ibu} siapa saya"
    assert normalise("1. Satu\n2. Dua") == "Satu Dua"


def test_scripts_are_quotations_and_part_ids_are_unique(library: Library) -> None:
    ids = [part.id for clause in library.clauses.values() for part in clause.parts]
    assert len(ids) == len(set(ids)) == len(library.parts)
    for part in library.parts.values():
        assert part.official or part.kind not in SCRIPT_KINDS
    assert library.parts["PRK-09B1b/2"].kind is Kind.WRITE
    assert library.parts["PRK-05/1"].kind is Kind.SAY
    assert library.parts["PRK-12x/1"].kind is Kind.DONT_SAY


def test_the_meaning_of_a_meter_code_is_never_in_what_is_said(library: Library) -> None:
    for code in library.codes:
        meaning = library.parts[code.meaning]
        assert meaning.kind is Kind.DONT_SAY
        words = normalise(meaning.text).removeprefix("untuk mengetahui ").lower()
        said = [p.text.lower() for p in library.parts.values() if p.kind is Kind.SAY]
        assert not any(words in text for text in said)


def test_vc4_is_historical_and_c0_is_withdrawn(library: Library) -> None:
    statuses = {c.status for c in library.clauses.values() if c.document == "VC4"}
    assert statuses == {"historis"}
    assert library.clauses["PMB-C0"].status == "dicabut"


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        ("PRK-03a1x", "PRK-03a1"),
        ("PRK-03a1", "PRK-03"),
        ("PRK-09B1a", "PRK-09B1"),
        ("LUL-C6a1", "LUL-C6"),
        ("PRK-03", "PRK"),
        ("PRK", ""),
    ],
)
def test_the_parent_of_a_clause_is_the_longest_id_it_begins_with(
    library: Library, child: str, parent: str
) -> None:
    assert library.parent(child) == parent
