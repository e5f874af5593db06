"""``schema``: write the JSON Schemas that code editors use, or tell which are stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flow_engine.commands.flows import FAILED, OK, exit_code, tell_problems
from flow_engine.commands.registry import Command
from flow_engine.schemas.files import FOLDER, check_schemas, make_schemas, write_schemas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whether to write or only to look."""
    parser.add_argument(
        "--check", action="store_true", help="jangan menulis; katakan skema mana yang basi"
    )


def run(options: argparse.Namespace) -> int:
    """Write what changed; nothing is written while the data has problems."""
    made, log = make_schemas(options.data)
    if tell_problems(log):
        print("Skema tidak diubah: perbaiki data dan alurnya dahulu.", file=sys.stderr)
        return exit_code(log)
    folder = folder_of(options.data)
    if options.check:
        problems = check_schemas(made, folder)
        for problem in problems:
            print(problem)
        return FAILED if problems else OK
    changed = write_schemas(made, folder)
    print(f"Skema ditulis: {', '.join(changed)}." if changed else "Semua skema sudah sesuai.")
    return OK


def folder_of(data_dir: Path) -> Path:
    """Return where the schemas of a project stand, given its ``docs/_data``."""
    return data_dir.resolve().parents[1] / FOLDER


COMMAND = Command(
    "schema", "tulis skema untuk penyunting kode: pelengkapan dan garis merah", add_arguments, run
)
