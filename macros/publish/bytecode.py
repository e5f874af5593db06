"""Python for the browser without its sources: what the engine needs of it, as bytecode, in one zip.

npm's Pyodide ships the standard library as sources and compiles them at every start, which is
most of the time a start takes. The zip made here holds the modules that are really loaded, and
the engine's, compiled by that same Pyodide in Node. It is made twice and has to come out the same.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from macros.publish.bundle import ENTRY, PACKAGE, browser_modules
from macros.publish.files import digest, locked, log

FOLDER = Path(__file__).parent
SCRIPT, INSIDE = FOLDER / "bytecode.mjs", FOLDER / "in_pyodide.py"
# Loaded by C code or by an error only, so that no start shows them.
HIDDEN = ("_strptime", "traceback", "linecache", "tokenize")
PATIENCE_SECONDS = 300


class BytecodeError(Exception):
    """The bytecode cannot be made, or does not repeat; the message is Indonesian."""


@dataclass(frozen=True)
class Bytecode:
    """The zip, the modules in it, and the version of Python that runs it."""

    path: Path
    modules: tuple[str, ...]
    python: str


def cached_bytecode(root: Path, wheel: Path) -> Bytecode:
    """Return the bytecode of the engine in ``wheel``, made only when its inputs have changed.

    Raises:
        BytecodeError: Node or Pyodide failed, or two runs gave different bytes.
    """
    inputs = [*browser_modules(root), SCRIPT, INSIDE, Path(__file__), root / "package-lock.json"]
    key = digest(root, inputs)[:16]
    zipped = root / ".cache" / "bytecode" / f"{key}.zip"
    about = zipped.with_suffix(".json")
    with locked(root / ".cache" / "bytecode.lock"):
        if not about.is_file():
            log.info("Mengompilasi Python untuk peramban, dua kali")
            zipped.parent.mkdir(parents=True, exist_ok=True)
            content, told = compile_twice(root, wheel)
            zipped.write_bytes(content)
            about.write_text(told)
    told_by = json.loads(about.read_text())
    return Bytecode(zipped, tuple(told_by["modules"]), told_by["python"])


def compile_twice(root: Path, wheel: Path) -> tuple[bytes, str]:
    """Return the zip and what its script told; both runs have to agree to the byte."""
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: compile_once(root, wheel), range(2))
    if first != second:
        raise BytecodeError(
            "Bytecode untuk peramban tidak berulang: dua kali dibuat, dua kali berbeda."
        )
    return first


def compile_once(root: Path, wheel: Path) -> tuple[bytes, str]:
    """Run the script in Node; return the zip and what it told."""
    names = [module_name(root, path) for path in browser_modules(root)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.zip")
        given = {
            "pyodide": str(root / "node_modules" / "pyodide"),
            "wheel": str(wheel),
            "script": str(INSIDE),
            "modules": [PACKAGE, ENTRY, *names, *HIDDEN],
            "out": str(out),
        }
        try:
            done = subprocess.run(
                ["node", str(SCRIPT)],
                input=json.dumps(given),
                capture_output=True,
                encoding="utf-8",
                timeout=PATIENCE_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BytecodeError(f"Python peramban tidak dapat dikompilasi: {error}.") from error
        if done.returncode or not out.is_file():
            reason = done.stderr.strip()[-800:]
            raise BytecodeError(f"Python peramban tidak dapat dikompilasi:\n{reason}")
        return out.read_bytes(), done.stdout


def module_name(root: Path, path: Path) -> str:
    """Return the dotted name of one of the engine's files."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
