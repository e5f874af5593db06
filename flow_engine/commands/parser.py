"""The parser of the command line, Indonesian throughout."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

from flow_engine.commands.flows import INVALID
from flow_engine.commands.registry import Command
from flow_engine.problems import nearest

# argparse's own sentences, as CPython 3.11 to 3.14 write them.
_SENTENCES = (
    (r"the following arguments are required: (.*)", "Yang belum ditulis: {0}."),
    (r"unrecognized arguments: (.*)", "“{0}” tidak dikenal di sini."),
    (r"argument (\S+).*: expected (?:one|\d+|at least one) arguments?", "{0} memerlukan isi."),
    (r"argument (\S+).*: ignored explicit argument '(.*)'", "{0} tidak memerlukan isi “{1}”."),
    (r"argument (\S+).*: not allowed with argument (\S+).*", "Pilih satu: {0} atau {1}."),
    (r"argument (\S+).*: invalid \w+ value: '(.*)'", "Isi {0} tidak dapat dibaca: “{1}”."),
)
_CHOICE = re.compile(r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", re.DOTALL)
_UNCLEAR = "Perintah ini tidak dapat dibaca."


class _Format(argparse.HelpFormatter):
    """Help whose usage line begins with an Indonesian word."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Pemakaian: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that helps and complains in Indonesian."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Format)
        super().__init__(**options, add_help=False, allow_abbrev=False)
        self._positionals.title = "Isian"
        self._optionals.title = "Pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2 after saying what is wrong and where help is."""
        self.exit(INVALID, f"{in_indonesian(message)} Bantuan: python -m {self.prog} --help\n")


def in_indonesian(message: str) -> str:
    """Return one of argparse's sentences in Indonesian."""
    if match := _CHOICE.fullmatch(message):
        options = re.findall(r"[^\s,']+", match[3])
        guess = nearest(match[2], options)
        hint = f" Maksud Anda “{guess}”?" if guess else ""
        return f"“{match[2]}” tidak dikenal.{hint} Yang ada: {', '.join(options)}."
    for pattern, sentence in _SENTENCES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*match.groups())
    return _UNCLEAR


def build_parser(commands: Mapping[str, Command], data_dir: Path) -> Parser:
    """Return the parser of all commands.

    Args:
        commands: The commands by name, in the order of the help.
        data_dir: Where ``docs/_data`` is unless ``--data`` says otherwise.
    """
    parser = Parser(prog="flow_engine", description="Alur SOP Pandu.")
    parser.add_argument(
        "--data", metavar="FOLDER", type=Path, default=data_dir, help="folder data (docs/_data)"
    )
    group = parser.add_subparsers(
        dest="command", required=True, title="Perintah", parser_class=Parser, metavar="PERINTAH"
    )
    for command in commands.values():
        words = command.help[:1].upper() + command.help[1:] + "."
        command.add_arguments(group.add_parser(command.name, help=command.help, description=words))
    return parser
