"""``check``: check everything an editor wrote and print every problem, in file order."""

from __future__ import annotations

import argparse
import sys

from flow_engine.checking import load_checked
from flow_engine.commands.flows import OK, exit_code
from flow_engine.commands.registry import Command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: everything is always checked."""


def run(options: argparse.Namespace) -> int:
    """Check everything under ``docs/_data``; 2 where something cannot be read, 1 for findings."""
    found = load_checked(options.data)
    for problem in found.log:
        print(problem)
    if len(found.log):
        print(f"{len(list(found.log))} masalah ditemukan.", file=sys.stderr)
        return exit_code(found.log)
    print(
        f"Tidak ada masalah: {len(found.library.clauses)} klausul, "
        f"{len(found.library.parts)} bagian, {len(found.flows)} alur, {found.scenarios} skenario."
    )
    return OK


COMMAND = Command("check", "periksa semua data, alur, dan skenario", add_arguments, run)
