"""Reading ``istilah/kata.yaml``: what an editor can get wrong is told with its place."""

from __future__ import annotations

import pytest

from flow_engine.problems import ProblemLog
from flow_engine.source import read_text
from flow_engine.word_table import WordTable
from flow_engine.words import read_words

SOUND = """
awalan: {men: ["", t], di: [""]}
akhiran: [kan, in]
ragam: {gak: tidak, hp: handphone}
padanan:
  - [padam, mati lampu]
arti_lain: {app: aplikasi}
ringan: [yang]
dasar: [bayar, padam]
"""


def read(text: str) -> tuple[WordTable, list[str]]:
    log = ProblemLog()
    table = read_words(read_text(text, "kata.yaml", log), log)
    return table, [str(problem) for problem in log]


def test_a_table_is_read_as_it_stands() -> None:
    table, problems = read(SOUND)
    assert problems == []
    assert table.as_json() == {
        "awalan": {"men": ["", "t"], "di": [""]},
        "akhiran": ["kan", "in"],
        "ragam": {"gak": "tidak", "hp": "handphone"},
        "padanan": [["padam", "mati lampu"]],
        "arti_lain": {"app": "aplikasi"},
        "ringan": ["yang"],
        "dasar": ["bayar", "padam"],
    }


def test_no_file_is_an_empty_table() -> None:
    log = ProblemLog()
    assert read_words(None, log) == WordTable()
    assert len(log) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dasar: [Bayar]", "kata.yaml:1:9 [kata-tak-terbaca] “Bayar” tidak akan pernah cocok"),
        ("ragam: {gak!: tidak}", "1:9 [kata-tak-terbaca] “gak!”"),
        ("ragam: {gak: Tidak}", "Saran: Tulis “tidak”."),
        ("awalan: {men: [tt]}", "1:16 [kata-tak-terbaca] “tt” bukan satu huruf kecil"),
        ("awalan: {men: t}", "1:15 [bukan-daftar] Isi “men” harus berupa daftar"),
        ("akhiran: kan", "1:10 [bukan-daftar]"),
        ("padanan: [[padam]]", "1:11 [padanan-tunggal]"),
        (
            "padanan:\n  - [a, b]\n  - [c, b]",
            "3:9 [padanan-ganda] “b” sudah ada pada padanan di baris 2",
        ),
        ("padanan: [[a, '']]", "[nilai-kosong]"),
        ("dasr: [a]", "[kunci-tidak-dikenal]"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    _, problems = read(text)
    assert any(told in problem for problem in problems), problems
