"""Lessons: reading ``latihan.yaml`` with its mistakes, and what is found of all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.__main__ import main
from flow_engine.checking import load_checked
from flow_engine.curriculum import check_curriculum, check_examples
from flow_engine.decode_lessons import read_curriculum
from flow_engine.lessons import NO_CURRICULUM, QUESTIONS, Curriculum, Example
from flow_engine.lists import Known
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.records import SCRIPT_KINDS, Library
from flow_engine.scenarios import try_scenarios
from flow_engine.source import read_text

from .conftest import DATA, edit
from .tiny import write_tiny

KNOWN = Known(frozenset({"PRK-01", "PRK-02", "PRK-03", "PRK-04"}), frozenset())
SOUND = """
jalur:
  - id: satu
    judul: Jalur satu
    tentang: Membuka panggilan.
    pelajaran:
      - id: salam
        judul: Salam
        klausul: [PRK-01, PRK-02]
        mengapa: Karena begitu.
        dari: PRK-02
        contoh: {alur: contoh, skenario: Padam}
        kartu: [a, b, c]
  - id: dua
    judul: Jalur dua
    tentang: Menutup panggilan.
    pelajaran:
      - id: tutup
        judul: Penutup
        klausul: PRK-02
        mengapa: Supaya jelas.
        tanpa_contoh: Tidak ada alurnya.
tanpa_pelajaran:
  - {klausul: [PRK-03, PRK-04], alasan: Gambarnya hilang.}
"""


def read(text: str) -> tuple[Curriculum, list[str]]:
    log = ProblemLog()
    curriculum = read_curriculum(read_text(text, "latihan.yaml", log), KNOWN, log)
    return curriculum, [str(problem) for problem in log]


def test_a_sound_file_is_read() -> None:
    curriculum, problems = read(SOUND)
    assert problems == []
    assert [(path.id, path.title, path.about) for path in curriculum.paths] == [
        ("satu", "Jalur satu", "Membuka panggilan."),
        ("dua", "Jalur dua", "Menutup panggilan."),
    ]
    first, second = curriculum.lessons
    assert (first.id, first.path, first.title) == ("salam", "satu", "Salam")
    assert (first.clauses, first.stated_in) == (("PRK-01", "PRK-02"), ("PRK-02",))
    assert (first.why, first.cards) == ("Karena begitu.", ("a", "b", "c"))
    assert first.example is not None
    assert (first.example.flow, first.example.scenario) == ("contoh", "Padam")
    assert (second.example, second.without_example) == (None, "Tidak ada alurnya.")
    assert (second.clauses, second.stated_in, second.cards) == (("PRK-02",), (), ())
    assert [(left.clause, left.reason) for left in curriculum.left_out] == [
        ("PRK-03", "Gambarnya hilang."),
        ("PRK-04", "Gambarnya hilang."),
    ]


def test_a_clause_knows_its_lessons_in_their_order() -> None:
    curriculum, _ = read(SOUND)
    teaching = {name: [one.id for one in found] for name, found in curriculum.teaching.items()}
    assert teaching == {"PRK-01": ["salam"], "PRK-02": ["salam", "tutup"]}


def test_without_a_file_there_are_no_lessons() -> None:
    assert read_curriculum(None, KNOWN, ProblemLog()) is NO_CURRICULUM


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("[PRK-01, PRK-02]", "[PRK-01, PRK-20, PRK-02]", "9:18", "rujukan-klausul"),
        ("        klausul: PRK-02\n", "", "18:9", "kunci-wajib"),
        ("        mengapa: Karena begitu.\n", "", "7:9", "kunci-wajib"),
        ("mengapa: Karena begitu.", 'mengapa: ""', "10:18", "nilai-kosong"),
        ("[PRK-01, PRK-02]", "[PRK-02, PRK-01, PRK-02]", "9:18", "id-ganda"),
        ("dari: PRK-02", "dari: PRK-03", "11:15", "alasan-dari-luar"),
        ("kartu: [a, b, c]", "kartu: [a, b]", "13:16", "soal-bukan-tiga"),
        ("kartu: [a, b, c]", "kartu: [a, b, b]", "13:16", "id-ganda"),
        ("id: tutup", "id: salam", "18:13", "id-ganda"),
        ("id: dua", "id: satu", "14:9", "id-ganda"),
        ("id: dua", "id: kartu", "14:9", "id-latihan"),
        ("id: tutup", "id: Tutup", "18:13", "id-latihan"),
        ("id: tutup", "id: tutup-", "18:13", "id-latihan"),
        ("        tanpa_contoh: Tidak ada alurnya.\n", "", "18:9", "contoh-atau-alasan"),
        ("        kartu:", "        tanpa_contoh: Tidak.\n        kartu:", "7:9",
         "contoh-atau-alasan"),
        (", skenario: Padam", "", "12:17", "kunci-wajib"),
        ("[PRK-03, PRK-04]", "[PRK-03, PRK-03]", "24:15", "id-ganda"),
        ("[PRK-03, PRK-04]", "[PRK-03, PRK-02]", "24:15", "diajarkan-dan-ditinggalkan"),
        ("klausul: [PRK-03, PRK-04], ", "", "24:5", "kunci-wajib"),
        ("tentang: Menutup panggilan.", "isi: Menutup.", "14:5", "kunci-wajib"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_place(old: str, new: str, place: str, code: str) -> None:
    assert old in SOUND
    _, problems = read(SOUND.replace(old, new, 1))
    assert f"latihan.yaml:{place} [{code}" in [text.split("] ")[0] for text in problems]


def test_an_unknown_clause_comes_with_the_nearest_guess() -> None:
    _, problems = read(SOUND.replace("[PRK-01, PRK-02]", "[PRK-1, PRK-02]"))
    assert "Maksud Anda “PRK-01”?" in problems[0]


def test_a_path_without_lessons_is_a_problem() -> None:
    _, problems = read("jalur:\n  - {id: satu, judul: J, tentang: T}\n")
    assert [text.split("] ")[0] for text in problems] == ["latihan.yaml:2:5 [jalur-kosong"]


def test_what_is_no_list_of_paths_is_told_and_nothing_is_thrown() -> None:
    for text in ("jalur: 3\n", "- a\n", "jalur: [3]\n", "jalur: [{pelajaran: [a]}]\n"):
        _, problems = read(text)
        assert problems, text


# Over the real data


def test_every_clause_is_taught_or_left_out_with_a_reason(library: Library) -> None:
    curriculum = library.curriculum
    left = {one.clause for one in curriculum.left_out}
    assert set(curriculum.teaching) | left == set(library.clauses)
    assert not set(curriculum.teaching) & left
    assert all(one.reason for one in curriculum.left_out)


def test_every_clause_that_a_flow_carries_out_is_taught(
    library: Library, flows: dict[str, Flow]
) -> None:
    run = {clause for flow in flows.values() for clause in flow.clauses}
    assert run <= set(library.curriculum.teaching)


def test_no_official_wording_stands_among_the_lessons(library: Library) -> None:
    text = (DATA / "latihan.yaml").read_text("utf-8").casefold()
    scripts = [part.text for part in library.parts.values() if part.kind in SCRIPT_KINDS]
    wordings = [wording for wording in scripts if len(wording) >= 15]
    assert len(wordings) > 100
    assert [wording for wording in wordings if wording.casefold() in text] == []


def test_picked_questions_are_three() -> None:
    assert QUESTIONS == 3


def test_a_clause_without_lesson_is_a_finding_of_the_check(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(copied / "latihan.yaml", "[PRK-20, PRK-20x]", "PRK-20x")
    assert main(["--data", str(copied), "check"]) == 1
    found = capsys.readouterr().out.splitlines()[0]
    assert "docs/_data/klausul/prk.yaml" in found
    assert "[klausul-tanpa-pelajaran] Klausul PRK-20 tidak diajarkan pelajaran mana pun." in found


def test_a_broken_file_of_lessons_is_told_at_its_line_and_the_rest_is_read(copied: Path) -> None:
    edit(copied / "latihan.yaml", "klausul: [PRK-20, PRK-20x]", "klausul: [PRK-20, PRK-20y]")
    checked = load_checked(copied, with_scenarios=False)
    codes = [problem.code for problem in checked.log]
    assert codes == ["klausul-tanpa-pelajaran", "rujukan-klausul"]
    assert len(checked.library.curriculum.lessons) > 50


# Examples


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    data = write_tiny(tmp_path)
    (data / "latihan.yaml").write_text(
        "jalur:\n  - id: satu\n    judul: J\n    tentang: T\n    pelajaran:\n"
        "      - id: a\n        judul: A\n        klausul: [PRK-01, PRK-02]\n        mengapa: M\n"
        "        contoh: {alur: contoh, skenario: Padam}\n"
        "      - {id: b, judul: B, klausul: PMB-1, mengapa: M, tanpa_contoh: Tidak}\n"
        "tanpa_pelajaran:\n  - {klausul: [PRK, LUL, CTT, PMB, VC4], alasan: Judul.}\n",
        "utf-8",
    )
    return data


def examples_of(data: Path, flow: str, scenario: str) -> list[str]:
    checked = load_checked(data, with_scenarios=False)
    tried, _ = try_scenarios(data, checked.flows)
    first, second = checked.library.curriculum.lessons
    assert first.example is not None
    lesson = replace(first, example=Example(flow, scenario, first.example.location))
    (path,) = checked.library.curriculum.paths
    curriculum = Curriculum((replace(path, lessons=(lesson, second)),))
    library = replace(checked.library, curriculum=curriculum)
    return [str(problem) for problem in check_examples(library, checked.flows, tried)]


def test_an_example_that_passes_its_clauses_is_no_problem(tiny: Path) -> None:
    tried, _ = try_scenarios(tiny, load_checked(tiny, with_scenarios=False).flows)
    assert examples_of(tiny, "contoh", tried[0].scenario.title) == []


def test_an_example_of_no_flow_or_no_scenario_comes_with_a_guess(tiny: Path) -> None:
    (flow,) = examples_of(tiny, "contohh", "Padam")
    assert "[rujukan-alur]" in flow
    assert "Maksud Anda “contoh”?" in flow
    (scenario,) = examples_of(tiny, "contoh", "Bukan skenario")
    assert "[rujukan-skenario] Contoh pelajaran “a” menyebut skenario" in scenario


def test_an_example_that_passes_nothing_of_its_lesson_is_found(tiny: Path) -> None:
    checked = load_checked(tiny, with_scenarios=False)
    tried, _ = try_scenarios(tiny, checked.flows)
    first, second = checked.library.curriculum.lessons
    example = Example("contoh", tried[0].scenario.title, first.location)
    (path,) = checked.library.curriculum.paths
    for clauses, passed in ((("LUL",), tried), (("PRK-01",), [replace(tried[0], clauses=())])):
        lesson = replace(first, clauses=clauses, example=example)
        curriculum = Curriculum((replace(path, lessons=(lesson, second)),))
        library = replace(checked.library, curriculum=curriculum)
        found = [problem.code for problem in check_examples(library, checked.flows, passed)]
        assert found == ["contoh-di-luar-pelajaran"]


def test_a_site_without_lessons_has_no_holes(tiny: Path) -> None:
    library = load_checked(tiny, with_scenarios=False).library
    assert list(check_curriculum(library)) == []
    assert list(check_curriculum(replace(library, curriculum=NO_CURRICULUM))) == []
    left = replace(library, curriculum=replace(library.curriculum, left_out=()))
    assert len(check_curriculum(left)) == 5
