"""The command line: ``python -m flow_engine PERINTAH``; the commands are in ``commands``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flow_engine.commands.parser import build_parser
from flow_engine.commands.registry import load_commands


def find_data() -> Path:
    """Return ``docs/_data`` here, or beside this package where there is none here."""
    here = Path("docs/_data")
    return here if here.is_dir() else Path(__file__).resolve().parents[1] / here


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    commands = load_commands()
    options = build_parser(commands, find_data()).parse_args(argv)
    return commands[options.command].run(options)


if __name__ == "__main__":
    sys.exit(main())
