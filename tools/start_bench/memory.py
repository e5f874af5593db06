"""Memory of this program's children, as Linux counts it: each page shared out among its users."""

from __future__ import annotations

import os
from pathlib import Path

KILOBYTES_PER_MEGABYTE = 1000


def tree_memory() -> float:
    """Return the proportional memory of all processes below this one, in MB; 0 without /proc."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # After the name in brackets: state, then the parent.
            parents[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except (OSError, ValueError, IndexError):
            continue
    mine = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(_memory_of(process) for process in mine - {os.getpid()})


def _memory_of(process: int) -> float:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / KILOBYTES_PER_MEGABYTE
    except OSError:
        pass
    return 0.0
