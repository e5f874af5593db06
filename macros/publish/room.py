"""A room beside the engine: the browser's part of ``learning`` and of ``fsrs``, in one zip.

The desk never asks for it. It holds sources, which the browser's Python compiles when a practice
page opens the room, and those modules of the standard library that the rungs with bytecode lack.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from macros.publish.bundle import browser_modules as engine_modules
from macros.publish.bundle import imported_names
from macros.publish.bytecode import Bytecode, module_name
from macros.publish.node import NodeError

PACKAGE = "learning"
ENTRY = f"{PACKAGE}.rooms"
ROOM = "latihan.zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)
# Without the optimizer, which would bring PyTorch along.
SCHEDULER = ("__init__", "card", "rating", "review_log", "scheduler", "state")
# All that ``fsrs`` takes of a package of 160 kB; the browser's Python has it by itself.
STAND_IN = '"""What fsrs needs of typing_extensions."""\n\nfrom typing import Self as Self\n'


def cached_room(root: Path, bytecode: Bytecode) -> Path | None:
    """Return the room's zip, written anew where its content has changed; None without one.

    Raises:
        NodeError: A module of the room needs one of the engine that the browser does not have.
    """
    modules = room_modules(root)
    if not modules:
        return None
    check_engine(root, modules)
    content = write_room(room_files(root, modules, set(bytecode.modules)))
    path = root / ".cache" / "ruang" / ROOM
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def room_modules(root: Path) -> dict[str, Path]:
    """Return the modules of ``learning`` that the entry imports, directly or through others."""
    found: dict[str, Path] = {}
    waiting = [PACKAGE, ENTRY]
    while waiting:
        name = waiting.pop()
        path = root.joinpath(*name.split("."))
        files = (path.with_suffix(".py"), path / "__init__.py")
        file = next((file for file in files if file.is_file()), None)
        if file is not None and name.split(".")[0] == PACKAGE and name not in found:
            found[name] = file
            waiting += imported_names(file)
    return dict(sorted(found.items())) if ENTRY in found else {}


def check_engine(root: Path, modules: dict[str, Path]) -> None:
    """Make sure that every module of the engine that the room needs is in the browser.

    Raises:
        NodeError: One is not, for example because it reads YAML.
    """
    there = {module_name(root, path) for path in engine_modules(root)}
    for name, path in modules.items():
        for wanted in imported_names(path):
            is_module = root.joinpath(*wanted.split(".")).with_suffix(".py").is_file()
            if wanted.startswith("flow_engine.") and is_module and wanted not in there:
                raise NodeError(f"{name} memakai {wanted}, yang tidak ada di peramban.")


def room_files(root: Path, modules: dict[str, Path], there: set[str]) -> dict[str, bytes]:
    """Return the content of every file in the room by its name in the zip.

    Args:
        root: The project.
        modules: The modules of ``learning``.
        there: The modules that the browser's Python has from its start.
    """
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in modules.values()}
    spec = importlib.util.find_spec("fsrs")
    assert spec is not None and spec.origin is not None
    for name in SCHEDULER:
        files[f"fsrs/{name}.py"] = Path(spec.origin).with_name(f"{name}.py").read_bytes()
    for listed in importlib.metadata.files("fsrs") or []:
        if listed.name == "LICENSE":
            files["fsrs/LICENSE"] = listed.read_binary()
    files["typing_extensions.py"] = STAND_IN.encode()
    with zipfile.ZipFile(root / "node_modules" / "pyodide" / "python_stdlib.zip") as library:
        files |= missing_library(library, files, there)
    return dict(sorted(files.items()))


def missing_library(
    library: zipfile.ZipFile, files: dict[str, bytes], there: set[str]
) -> dict[str, bytes]:
    """Return what of the standard library the files import and the rungs with bytecode lack.

    A module that is no file of the library is built into Python.
    """
    names = set(library.namelist())
    added: dict[str, bytes] = {}
    waiting = [content for name, content in files.items() if name.endswith(".py")]
    while waiting:
        for wanted in wanted_modules(waiting.pop()):
            stem = wanted.replace(".", "/")
            name = next((n for n in (f"{stem}.py", f"{stem}/__init__.py") if n in names), None)
            if name and wanted not in there and name not in added and name not in files:
                added[name] = library.read(name)
                waiting.append(added[name])
    return added


def wanted_modules(source: bytes) -> Iterator[str]:
    """Yield what a module imports; a package for each of its modules too."""
    for name in imported_names(source):
        parts = name.split(".")
        yield from (".".join(parts[: n + 1]) for n in range(len(parts)))


def write_room(files: dict[str, bytes]) -> bytes:
    """Return the zip; the same files give the same bytes. A server compresses it whole."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()
