"""Compile what the engine needs of Python, and the engine: run by bytecode.mjs in Pyodide.

Its files lie at ``/python.zip`` (sources of the standard library) and ``/engine.zip`` (the
wheel); the result is ``/out.zip``. Nothing here is imported by the build itself.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import marshal
import sys
import zipfile

UNCHECKED_HASH = (0b01).to_bytes(4, "little")
EARLIEST = (1980, 1, 1, 0, 0, 0)
# Docstrings are read by nobody in a browser; the engine has no assertions to lose.
SOURCES = {"/python.zip": 2, "/engine.zip": 2}


def write_zip(wanted: str) -> str:
    """Write the bytecode of all modules that a start and the engine load.

    This script imports nothing that Pyodide has not loaded by itself, so what is loaded in the
    end is what a page needs.

    Args:
        wanted: JSON list of the modules to load, the engine's among them.

    Returns:
        JSON object: ``modules`` that were written, ``python`` as the version that runs them.
    """
    sys.path.insert(0, "/engine.zip")
    for name in json.loads(wanted):
        importlib.import_module(name)
    written = []
    with zipfile.ZipFile("/out.zip", "w", zipfile.ZIP_STORED) as target:
        for path, optimize in SOURCES.items():
            with zipfile.ZipFile(path) as archive:
                for module, name in modules_of(archive).items():
                    if module in sys.modules:
                        add(target, name, archive.read(name), optimize)
                        written.append(module)
    return json.dumps({"modules": sorted(written), "python": sys.version.split()[0]})


def modules_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map the modules of a zip to its files, in the order of their names."""
    files = sorted(name for name in archive.namelist() if name.endswith(".py"))
    return {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): name for name in files
    }


def add(target: zipfile.ZipFile, name: str, source: bytes, optimize: int) -> None:
    """Add one module; tied to its source by hash, never compared with it: it is not there."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source)
    entry = zipfile.ZipInfo(f"{name}c", EARLIEST)
    entry.external_attr = 0o644 << 16
    target.writestr(entry, head + marshal.dumps(code))
