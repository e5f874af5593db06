"""Scenario files: what is read, what is told, and what a difference says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flow_engine.checking import load_checked

from .conftest import edit
from .tiny import write_tiny

CASE = "  - judul: Lain\n    fakta: {listrik: menyala}\n    harap: "


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def told(data: Path) -> list[str]:
    found = [p for p in load_checked(data).log if "kunci" not in p.location.file]
    return [f"{p.location.line} {p.code} {p.message}" for p in found]


def add(data: Path, expected: str) -> None:
    file = data / "skenario" / "contoh.yaml"
    file.write_text(file.read_text("utf-8") + CASE + expected + "\n", "utf-8")


DIFFERENCES = {
    "hasil": ("{hasil: padam}", "hasil diharapkan “padam”, ternyata “menyala”."),
    "tidak ada": ("{apkt: tidak-ada}", "apkt diharapkan tidak-ada, ternyata “ISSUE CLOSED”."),
    "diatur": ("{diatur_sop: tidak}", "diatur_sop diharapkan tidak, ternyata ya."),
    "melewati": ("{melewati: [PMB-1]}", "tidak melewati PMB-1."),
    "tidak melewati": ("{tidak_melewati: [PRK-01]}", "melewati PRK-01."),
    "bawa": ("{bawa: {lantai: 3}}", "bawa diharapkan lantai: 3, ternyata tidak-ada."),
    "status": ("{status: needs}", "status diharapkan “needs”, ternyata “done”."),
}


@pytest.mark.parametrize(("expected", "words"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_difference_is_told_in_words(tiny: Path, expected: str, words: str) -> None:
    add(tiny, expected)
    assert told(tiny) == [f"12 skenario-gagal Skenario “Lain”: {words}"]


def test_a_clause_the_flow_does_not_name_is_told_with_the_nearest(tiny: Path) -> None:
    add(tiny, "{melewati: [PRK-0]}")
    assert any(
        "rujukan-klausul Klausul “PRK-0” tidak disebut dalam alur contoh" in text
        for text in told(tiny)
    )


def test_what_is_expected_and_true_is_not_told(tiny: Path) -> None:
    add(tiny, "{melewati: [PRK-01], tidak_melewati: [PMB-1], diatur_sop: ya, butuh: tidak-ada}")
    assert told(tiny) == []


def test_facts_that_are_refused_say_why(tiny: Path) -> None:
    edit(tiny / "skenario" / "contoh.yaml", "lantai: 2", "lantai: 0")
    messages = told(tiny)
    assert any("hasil diharapkan “padam”, ternyata tidak-ada" in text for text in messages)
    assert any("lantai: Paling sedikit 1." in text for text in messages)


def test_a_case_that_no_way_leads_on_from_is_told(tiny: Path) -> None:
    edit(tiny / "alur" / "contoh.yaml", "lebih dari 2", "lebih dari 3")
    codes = [line.split()[1] for line in told(tiny)]
    assert codes == ["celah", "skenario-gagal"]
    assert "tidak ada jalan yang berlaku" in told(tiny)[1]


def test_a_flow_nobody_wrote_and_a_broken_file_are_told_and_the_rest_is_read(tiny: Path) -> None:
    (tiny / "skenario" / "a.yaml").write_text("alur: contho\nskenario: []\n", "utf-8")
    (tiny / "skenario" / "b.yaml").write_text("alur: [\n", "utf-8")
    assert [line.split()[1] for line in told(tiny)] == ["nilai-di-luar-daftar", "yaml-rusak"]
    assert load_checked(tiny).scenarios == 3


def test_an_unknown_expectation_and_an_unknown_fact_are_told(tiny: Path) -> None:
    add(tiny, "{hasl: menyala}")
    edit(tiny / "skenario" / "contoh.yaml", "lantai: 3}", "lantai: 3, lantei: 3}")
    codes = [line.split()[1] for line in told(tiny)]
    assert codes == ["rujukan-fakta", "kunci-tidak-dikenal"]
