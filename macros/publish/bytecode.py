"""Python for the browser without its sources: what the engine needs of it, as bytecode, in one zip.

npm's Pyodide ships the standard library as sources and compiles them at every start, which is
most of the time a start takes. The zip made here holds the modules that are really loaded, and
the engine's, compiled by that same Pyodide in Node. It is made twice and has to come out the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from macros.publish import node
from macros.publish.bundle import ENTRY, PACKAGE, browser_modules
from macros.publish.files import digest, locked, log

FOLDER = Path(__file__).parent
SCRIPT, INSIDE = FOLDER / "bytecode.mjs", FOLDER / "in_pyodide.py"
# Loaded by C code or by an error only, so that no start shows them.
HIDDEN = ("_strptime", "traceback", "linecache", "tokenize")


@dataclass(frozen=True)
class Bytecode:
    """The zip, the modules in it, and the version of Python that runs it."""

    path: Path
    modules: tuple[str, ...]
    python: str


def cached_bytecode(root: Path, wheel: Path) -> Bytecode:
    """Return the bytecode of the engine in ``wheel``, made only when its inputs have changed.

    Raises:
        NodeError: Node or Pyodide failed, or two runs gave different bytes.
    """
    inputs = [*browser_modules(root), root / "package-lock.json"]
    own = digest(FOLDER, [SCRIPT, INSIDE, Path(__file__)])
    key = digest(root, inputs, extra=own)[:16]
    zipped = root / ".cache" / "bytecode" / f"{key}.zip"
    about = zipped.with_suffix(".json")
    with locked(root / ".cache" / "bytecode.lock"):
        if not about.is_file():
            log.info("Mengompilasi Python untuk peramban, dua kali")
            content, told = node.make_twice(SCRIPT, inputs_for(root, wheel))
            zipped.parent.mkdir(parents=True, exist_ok=True)
            zipped.write_bytes(content)
            about.write_text(told)
    told_by = json.loads(about.read_text())
    return Bytecode(zipped, tuple(told_by["modules"]), told_by["python"])


def inputs_for(root: Path, wheel: Path) -> dict[str, object]:
    """Return what the script in Node is given."""
    names = [module_name(root, path) for path in browser_modules(root)]
    return {
        "pyodide": str(root / "node_modules" / "pyodide"),
        "wheel": str(wheel),
        "script": str(INSIDE),
        "modules": [PACKAGE, ENTRY, *names, *HIDDEN],
    }


def module_name(root: Path, path: Path) -> str:
    """Return the dotted name of one of the engine's files."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
