"""The command line: exit codes and what is printed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flow_engine.__main__ import main
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.terminal import walk_in_terminal

from .conftest import DATA, NOW


def run(*words: str, data: Path = DATA) -> int:
    return main(["--data", str(data), *words])


@pytest.mark.luas
def test_check_says_that_all_is_well(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == 0
    found = f"Tidak ada masalah: {len(library.clauses)} klausul"
    assert capsys.readouterr().out.startswith(found)


@pytest.mark.luas
def test_check_prints_every_problem_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "docs" / "_data"
    shutil.copytree(DATA, data)
    file = data / "alur" / "lapor-ulang.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("{lama_padam: kurang dari 3 jam, ke", "{lama_padam: tepat 3 jam, "
                                 "ke"), "utf-8")  # fmt: skip
    assert run("check", data=data) == 1
    out = capsys.readouterr().out
    assert "[celah]" in out and "lama padam kurang dari 3 jam" in out
    assert "[tumpang-tindih]" in out
    assert "[skenario-gagal]" in out


@pytest.mark.luas
@pytest.mark.parametrize(
    ("facts", "code", "status"),
    [
        ({"listrik": "padam", "layar": "blank"}, 0, "done"),
        ({"listrik": "padam"}, 3, "needs"),
        ({"listrik": "mati"}, 2, "invalid"),
    ],
)
def test_run_with_facts_tells_by_its_exit_code(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    facts: dict[str, str],
    code: int,
    status: str,
) -> None:
    file = tmp_path / "fakta.json"
    file.write_text(json.dumps(facts), "utf-8")
    assert run("run", "periksa", "--facts", str(file), "--json") == code
    assert json.loads(capsys.readouterr().out)["status"] == status


@pytest.mark.luas
@pytest.mark.parametrize("text", ["[]", "{", "", "[" * 100_000])
def test_a_facts_file_that_is_no_object_is_invalid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "fakta.json"
    file.write_text(text, "utf-8")
    assert run("run", "periksa", "--facts", str(file), "--json") == 2
    assert json.loads(capsys.readouterr().out)["status"] == "invalid"


def test_an_unknown_flow_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", "perikse", "--facts", "x.json") == 2
    assert "Maksud Anda “periksa”?" in capsys.readouterr().err


def test_facts_lists_names_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("facts", "periksa") == 0
    out = capsys.readouterr().out
    assert "listrik: padam | menyala" in out
    assert "idpel: 11 atau 12 angka | tidak-ada (pribadi)" in out
    assert "kode_08: bilangan atau null" in out


def test_facts_tells_limits_and_keeps_back_what_the_site_decides(
    flows: dict[str, Flow], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("facts", "lapor-ulang") == 0
    out = capsys.readouterr().out
    assert "waktu_selesai: waktu setempat, 2022-12-19T19:00, tidak sesudah sekarang\n" in out
    assert "aturan_covid" in flows["lapor-ulang"].facts
    assert "aturan_covid" not in out


def test_facts_shows_a_choice_that_depends_on_another_by_group(
    flows: dict[str, Flow], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("facts", "pln-mobile") == 0
    lines = capsys.readouterr().out.splitlines()
    most = flows["pln-mobile"].facts["jumlah_permasalahan"].maximum
    limits = f"paling sedikit 1, paling banyak {most}"
    assert f"jumlah_permasalahan: bilangan bulat, {limits}" in lines
    start = lines.index("service_type: menurut service_group")
    assert lines[start + 1] == "  instalasi:"
    assert lines[start + 2].startswith("    instalasi-1: ")
    named = [line.split(":")[0].strip() for line in lines if line.startswith("    ")]
    for name in ("service_type", "pertanyaan"):
        assert {choice.value for choice in flows["pln-mobile"].facts[name].choices} <= set(named)


def test_compile_prints_the_flow_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compile", "lapor-ulang") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "lapor-ulang"


def walk(flow: Flow, typed: list[str]) -> tuple[int, str]:
    told: list[str] = []
    lines = iter(typed)

    def ask(prompt: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    return walk_in_terminal(flow, ask, told.append, NOW), "\n".join(told)


def test_a_call_by_question_and_answer_ends_in_a_report(flows: dict[str, Flow]) -> None:
    typed = ["", "", "1", "9", "2", *[""] * 30]
    code, out = walk(flows["periksa"], typed)
    assert code == 0
    assert "bukan pilihan" in out
    assert "TULIS APKT · Permasalahan: 1 RUMAH PADAM (LAYAR APP BLANK/GELAP" in out


def test_back_takes_the_last_answer_back(flows: dict[str, Flow]) -> None:
    code, out = walk(flows["periksa"], ["", "", "1", "<", "2", "q"])
    assert code == 3
    assert out.count("[3] Listrik padam") == 2
    assert "Listrik menyala: layar terlihat atau blank?" in out


def test_the_end_of_the_input_leaves_the_call(flows: dict[str, Flow]) -> None:
    assert walk(flows["periksa"], [])[0] == 3


def test_lock_refuses_where_a_source_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("lock", "--sources", str(tmp_path)) == 1
    assert "[sumber-tidak-ada]" in capsys.readouterr().err
