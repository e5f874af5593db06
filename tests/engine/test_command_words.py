"""The command line helps and complains in Indonesian, whatever Python's own words are."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from flow_engine.__main__ import find_data, main
from flow_engine.commands.parser import Parser, build_parser, in_indonesian
from flow_engine.commands.registry import MODULES, load_commands

ENGLISH = ("usage:", "options:", "positional arguments", "show this help", "error:", "invalid ")


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert not any(word in captured.err for word in ENGLISH)
    return captured.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Yang belum ditulis: PERINTAH."),
        (("chek",), "“chek” tidak dikenal. Maksud Anda “check”? Yang ada: new, check, run,"),
        (("run",), "Yang belum ditulis: ALUR. Bantuan: python -m flow_engine run --help"),
        (("run", "periksa", "--fact", "x"), "“--fact x” tidak dikenal di sini."),
        (("run", "periksa", "--facts"), "--facts memerlukan isi."),
        (("run", "periksa", "--json=ya"), "--json tidak memerlukan isi “ya”."),
        (("new",), "Yang belum ditulis: JENIS."),
        (("new", "alur", "x"), "Yang belum ditulis: --dokumen."),
        (("new", "alir"), "“alir” tidak dikenal. Maksud Anda “alur”?"),
    ],
)
def test_a_wrong_command_is_answered_in_indonesian(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert told in complaint(capsys, *words)


@pytest.mark.parametrize("name", ["", *MODULES, "new alur"])
def test_the_help_is_indonesian(capsys: pytest.CaptureFixture[str], name: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([*name.split(), "--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("Pemakaian: flow_engine") and "tampilkan bantuan ini" in out
    assert not any(word in out for word in ENGLISH)


def test_every_command_says_what_it_does() -> None:
    commands = load_commands()
    assert list(commands) == list(MODULES)
    assert all(command.help and command.help[0].islower() for command in commands.values())


def test_python_s_other_complaints_are_understood_too(capsys: pytest.CaptureFixture[str]) -> None:
    parser = Parser(prog="uji")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--rute", action="store_true")
    group.add_argument("--saksi", type=int)
    for words, told in (
        (["--rute", "--saksi", "1"], "Pilih satu: --saksi atau --rute."),
        (["--saksi", "x"], "Isi --saksi tidak dapat dibaca: “x”."),
    ):
        with pytest.raises(SystemExit):
            parser.parse_args(words)
        assert capsys.readouterr().err == f"{told} Bantuan: python -m uji --help\n"


def test_a_complaint_nobody_knows_is_still_indonesian() -> None:
    assert in_indonesian("some new sentence of argparse") == "Perintah ini tidak dapat dibaca."


def test_the_data_is_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_data() == Path("docs/_data")
    monkeypatch.chdir(tmp_path)
    assert (find_data() / "sumber.yaml").is_file()
    options = build_parser(load_commands(), find_data()).parse_args(["check"])
    assert isinstance(options, argparse.Namespace) and options.data == find_data()


@pytest.mark.luas
@pytest.mark.parametrize("command", ["facts", "compile", "paths", "graph"])
def test_an_unknown_flow_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main([command, "perikse"]) == 2
    captured = capsys.readouterr()
    assert "Alur “perikse” tidak ada. Maksud Anda “periksa”?" in captured.err
    assert captured.out == ""
