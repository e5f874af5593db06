"""Weights: reading ``penilaian.yaml`` with its mistakes, and as JSON that a page carries."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from flow_engine.decode_weights import read_weight_list
from flow_engine.library import load_library
from flow_engine.lists import Known
from flow_engine.problems import ProblemLog
from flow_engine.records import Kind, Library
from flow_engine.source import read_text
from flow_engine.weights import (
    DO,
    DONT,
    FATAL,
    KINDS,
    MENU,
    NO_WEIGHTS,
    REPORT,
    SAY,
    STYLE,
    WORK_ORDER,
    Weight,
    Weights,
    WeightsError,
    read_weights,
)

from .conftest import edit

KNOWN = Known(frozenset({"PRK-01"}), frozenset({"PRK-01/1"}))
SOUND = """
keterangan: Pilihan kami.
mirip: 75
mirip_jangan: 85
bobot:
  ucapkan: {tepat: 4, mirip: 3, sifat: gaya}
  jangan: {sifat: fatal}
  lakukan: {tepat: 1}
  laporan: {tepat: 10, sifat: fatal}
  menu: {tepat: 5, sifat: fatal}
  tipe_wo: {tepat: 5, sifat: fatal}
  eskalasi: {tepat: 3}
  urutan: {tepat: 5}
khusus:
  PRK-01/1: {tepat: 8, mirip: 5}
  PRK-01: {tepat: 2, sifat: fatal}
pengisi: [EH, em]
sebutan_cso: CSO
"""


def read(text: str) -> tuple[Weights, list[str]]:
    log = ProblemLog()
    node = read_text(text, "penilaian.yaml", log)
    return read_weight_list(node, KNOWN, log), [str(problem) for problem in log]


def test_a_sound_file_is_read() -> None:
    weights, problems = read(SOUND)
    assert problems == []
    assert (weights.note, weights.nearly_percent, weights.forbidden_percent) == (
        "Pilihan kami.",
        75,
        85,
    )
    assert weights.kinds[SAY] == Weight(4, 3, STYLE)
    assert weights.kinds[DO] == Weight(1, 0, STYLE)
    assert weights.own == {"PRK-01/1": Weight(8, 5, ""), "PRK-01": Weight(2, 0, FATAL)}
    assert (weights.fillers, weights.officers, weights.callers) == (("eh", "em"), ("cso",), ())


def test_the_weight_of_an_item_is_its_own_or_that_of_its_kind() -> None:
    weights, _ = read(SOUND)
    assert weights.of(SAY, "PRK-01/1", "PRK-01") == Weight(8, 5, STYLE)
    assert weights.of(REPORT, "PRK-09/1", "PRK-01") == Weight(2, 0, FATAL)
    assert weights.of(MENU, "", "PRK-01") == weights.kinds[MENU]
    assert NO_WEIGHTS.of(SAY) == Weight()


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("tepat: 4", "tepat: 2", "6:30", "bobot-salah"),
        ("tepat: 10", "tepat: 1001", "9:20", "bobot-salah"),
        ("tepat: 10", "tepat: -1", "9:20", "bobot-salah"),
        ("mirip: 75", "mirip: 49", "3:8", "bobot-salah"),
        ("mirip_jangan: 85", "mirip_jangan: 101", "4:15", "bobot-salah"),
        ("mirip: 75\n", "", "2:1", "kunci-wajib"),
        ("keterangan: Pilihan kami.\n", "", "2:1", "kunci-wajib"),
        ("  menu: {tepat: 5, sifat: fatal}\n", "", "6:3", "kunci-wajib"),
        ("sifat: gaya", "sifat: ringan", "6:40", "nilai-di-luar-daftar"),
        ("PRK-01: {", "PRK-02: {", "16:3", "kunci-tidak-dikenal"),
        ("tepat: 8", "tepat: 1.5", "15:21", "bukan-bilangan-bulat"),
    ],
)
def test_each_mistake_is_told_with_its_place(old: str, new: str, place: str, code: str) -> None:
    assert old in SOUND
    _, problems = read(SOUND.replace(old, new, 1))
    assert [text.split("] ")[0] for text in problems] == [f"penilaian.yaml:{place} [{code}"]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (Kind.SAY, []), (Kind.DO, []), (Kind.WRITE, []), (Kind.DONT_SAY, ["bobot-salah"]),
        (Kind.RULE, ["bobot-salah"]), (Kind.INFO, ["bobot-salah"]),
    ],
)  # fmt: skip
def test_a_part_that_earns_no_points_has_no_weight_of_its_own(kind: Kind, codes: list[str]) -> None:
    log = ProblemLog()
    read_weight_list(read_text(SOUND, "penilaian.yaml", log), KNOWN, log, {"PRK-01/1": kind})
    assert [problem.code for problem in log] == codes


def test_an_own_weight_of_a_prohibition_in_the_real_file_is_a_problem(copied: Path) -> None:
    edit(copied / "penilaian.yaml", "PRK-22/1", "PRK-12a/2")
    _, log = load_library(copied)
    assert [problem.code for problem in log] == ["bobot-salah"]


def test_without_a_file_there_are_no_weights() -> None:
    assert read_weight_list(None, KNOWN, ProblemLog()) is NO_WEIGHTS


def test_the_real_weights_say_that_they_are_ours_and_what_is_fatal(library: Library) -> None:
    weights = library.weights
    assert "pilihan kami" in weights.note
    fatal = {kind for kind in KINDS if weights.kinds[kind].nature == FATAL}
    assert fatal == {DONT, REPORT, MENU, WORK_ORDER}


def test_a_mistake_in_the_real_file_is_found_by_the_check(copied: Path) -> None:
    edit(copied / "penilaian.yaml", "PRK-22/1", "PRK-22/9")
    _, log = load_library(copied)
    assert [problem.code for problem in log] == ["kunci-tidak-dikenal"]


# As JSON


def test_weights_survive_the_way_to_the_page_and_back(library: Library) -> None:
    assert read_weights(library.weights.as_json()) == library.weights


def damaged(*path: str | int, value: Any) -> Any:
    """Return sound weights with another value at a place."""
    raw: Any = copy.deepcopy(read(SOUND)[0].as_json())
    inner = raw
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return raw


@pytest.mark.parametrize(
    "raw",
    [
        None, [], {}, damaged("note", value=1), damaged("nearly_percent", value=True),
        damaged("nearly_percent", value=49), damaged("forbidden_percent", value="85"),
        damaged("kinds", value=[]), damaged("kinds", "menu", value=[1, 2]),
        damaged("kinds", "menu", value=[1, 0, ""]), damaged("kinds", "menu", value=[1, 2, "gaya"]),
        damaged("kinds", "lain", value=[1, 0, "gaya"]), damaged("kinds", "menu", 0, value=10**9),
        damaged("own", "PRK-01", value=[1, 0, "berat"]), damaged("own", value=None),
        damaged("fillers", value="eh"), damaged("officers", value=[1]),
    ],
)  # fmt: skip
def test_what_a_page_sends_is_checked_again(raw: Any) -> None:
    with pytest.raises(WeightsError):
        read_weights(raw)
