"""Python's memory as it is with the engine and all flows in it, as the pages a browser puts back.

Starting so skips the whole of Python's start. The picture is taken in Node from the locked npm
package, twice, and both have to be equal to the byte. Pyodide's interface for it is not public:
the rungs below it use none of this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from macros.publish import node
from macros.publish.files import digest, locked, log, sha256

SCRIPT = Path(__file__).with_suffix(".mjs")
# A larger heap is not put back by Pyodide (pyodide#6254).
MOST_HEAP = 31_457_280
NOW = "2026-01-15T10:00"


@dataclass(frozen=True)
class Snapshot:
    """The file, the heap it makes (bytes and SHA-256), and how many pages of it are in the file."""

    path: Path
    heap: int
    sha256: str
    pages: int


def cached_snapshot(
    root: Path, bytecode: Path, lock: Path, flows: Mapping[str, str], *, make: bool = True
) -> Snapshot | None:
    """Return the snapshot with these flows in it, made when its inputs have changed.

    Args:
        root: The project.
        bytecode: The zip that Python starts from.
        lock: Pyodide's lock file.
        flows: JSON text of each flow by its id.
        make: Whether one may be made; otherwise only one that is there is returned.

    Returns:
        None where there is none and none may be made, or the heap is too large to be put back.

    Raises:
        NodeError: Node or Pyodide failed, or two runs gave different bytes.
    """
    known = [sha256(SCRIPT), sha256(bytecode), sha256(lock), NOW]
    known += [f"{name}\0{text}" for name, text in sorted(flows.items())]
    key = digest(root, [root / "package-lock.json"], extra="\0".join(known))[:16]
    path = root / ".cache" / "snapshot" / f"{key}.bin"
    about = path.with_suffix(".json")
    with locked(root / ".cache" / "snapshot.lock"):
        if not about.is_file():
            if not make:
                return None
            log.info("Memotret memori Python dengan %d alur, dua kali", len(flows))
            given = {
                "pyodide": str(root / "node_modules" / "pyodide"),
                "bytecode": str(bytecode),
                "lock": str(lock),
                "messages": warm_up(flows),
            }
            content, told = node.make_twice(SCRIPT, given)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            about.write_text(told)
    made = Snapshot(path, **json.loads(about.read_text()))
    if made.heap > MOST_HEAP:
        log.warning("Memori Python %d bita, lebih dari %d: tanpa potret", made.heap, MOST_HEAP)
        return None
    return made


def warm_up(flows: Mapping[str, str]) -> Sequence[str]:
    """Return the messages whose traces the snapshot keeps: every flow, loaded and begun."""
    return [
        json.dumps(message)
        for name, text in sorted(flows.items())
        for message in (
            {"call": "load", "flow": json.loads(text)},
            {"call": "start", "flow": name, "facts": {}, "now": NOW},
        )
    ]
