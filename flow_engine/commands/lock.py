"""``lock``: compare every wording and every line with the sources and lock them."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from flow_engine.commands.flows import OK, exit_code, tell_problems
from flow_engine.commands.registry import Command
from flow_engine.library import load_library
from flow_engine.line_lock import lock_lines, write_lines_lock
from flow_engine.wording_history import HISTORY_NAME, append_history, read_history
from flow_engine.wordings import compare_with_sources, read_sources, write_lock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the sources."""
    parser.add_argument(
        "--sources", metavar="FOLDER", type=Path, required=True, help="folder dokumen sumber"
    )
    parser.add_argument(
        "--date", metavar="TANGGAL", type=datetime.date.fromisoformat, default=None,
        help="tanggal penguncian, 2026-01-31; bila tidak ditulis, hari ini",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Lock wordings and lines, keep the former wordings; nothing is locked on a difference."""
    library, log = load_library(options.data)
    found = read_sources(options.sources, library, log)
    log.extend(compare_with_sources(library, found))
    rows = lock_lines(library, options.data, found, log)
    history = read_history(options.data, log)
    if tell_problems(log):
        return exit_code(log)
    date = (options.date or datetime.date.today()).isoformat()
    changed = append_history(library, history, options.data, date)
    print(f"{write_lock(library, options.data)} kalimat resmi dikunci.")
    print(f"{write_lines_lock(rows, options.data)} baris sumber dikunci.")
    if changed:
        print(f"Kalimat semula disimpan di {HISTORY_NAME}: {', '.join(changed)}.")
    return OK


COMMAND = Command(
    "lock", "kunci kalimat resmi dan baris terhadap dokumen sumber", add_arguments, run
)
