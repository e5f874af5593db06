"""The engine as the browser gets it: one wheel and a Pyodide lock file with that one package.

The wheel holds the bridge and what it imports, nothing else: the readers of YAML, the proofs and
the command line stay with the editors.

The lock file is made by pyodide-build in an environment of its own, because it wants Python 3.12
or newer, or written directly where there is none. Both ways give the same bytes.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from macros.publish.files import digest, locked, log, sha256

Backend = Literal["pyodide-build", "langsung"]

# Earliest time a zip file can hold; any fixed time makes the wheel repeat to the byte.
WHEEL_EPOCH = "315532800"
PACKAGE = "flow_engine"
# What the page's worker imports.
ENTRY = f"{PACKAGE}.bridge"


@dataclass(frozen=True)
class BundleInfo:
    """Where the two files of the bundle are and which back end wrote the lock file."""

    wheel: Path
    lock: Path
    backend: Backend


def build_bundle(root: Path, out: Path) -> BundleInfo:
    """Build the engine's wheel and its lock file into ``out``.

    Args:
        root: The project; its ``.cache`` keeps the environment of pyodide-build.
        out: An empty or missing folder.

    Raises:
        subprocess.CalledProcessError: The wheel could not be built.
    """
    out.mkdir(parents=True, exist_ok=True)
    wheel = build_wheel(root, out)
    info = shipped_info(root)
    python = bundle_python(root)
    entry = entry_by_tool(python, wheel, info) if python else None
    backend: Backend = "pyodide-build" if entry else "langsung"
    entry = entry or entry_directly(wheel)
    lock = out / "pyodide-lock.json"
    lock.write_text(json.dumps(lock_file(info, entry), indent=2, sort_keys=True) + "\n")
    return BundleInfo(wheel, lock, backend)


def engine_inputs(root: Path) -> list[Path]:
    """Return every file that the bundle is made from."""
    return [
        *browser_modules(root),
        *root.glob("LICENSE*"),
        *(root / "requirements").glob("*lock.txt"),
        root / "pyproject.toml",
        root / "package-lock.json",
    ]


def browser_modules(root: Path) -> list[Path]:
    """Return the files of the bridge and of all it imports, directly or through others."""
    found: dict[str, Path] = {}
    waiting = [PACKAGE, ENTRY]
    while waiting:
        name = waiting.pop()
        path = module_file(root, name)
        if path is not None and name not in found:
            found[name] = path
            waiting += imported_names(path)
    return sorted(found.values())


def module_file(root: Path, name: str) -> Path | None:
    """Return the file of one of the engine's modules; None for any other name."""
    path = root.joinpath(*name.split("."))
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if file.is_file() and PACKAGE in name.split(".")), None)


def imported_names(module: Path | bytes) -> Iterator[str]:
    """Yield what a module imports, anywhere in it: modules, and names that may be modules."""
    for node in ast.walk(ast.parse(module if isinstance(module, bytes) else module.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def build_wheel(root: Path, out: Path) -> Path:
    """Build the wheel with the locked flit_core, without isolation, from what the browser runs."""
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder)
        for path in [*browser_modules(root), *root.glob("LICENSE*"), root / "pyproject.toml"]:
            target = staged / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        subprocess.run(
            [sys.executable, "-m", "flit_core.wheel", "--outdir", str(out), str(staged)],
            check=True,
            capture_output=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": WHEEL_EPOCH},
        )
    return next(out.glob("*.whl"))


def shipped_info(root: Path) -> dict[str, str]:
    """Return the ``info`` of the lock file that npm's Pyodide ships: its ABI and Python."""
    shipped = json.loads((root / "node_modules/pyodide/pyodide-lock.json").read_text())
    info: dict[str, str] = shipped["info"]
    return info


def lock_file(info: dict[str, str], entry: dict[str, Any]) -> dict[str, Any]:
    """Return a whole lock file that knows one package only."""
    return {"info": info, "packages": {entry["name"]: entry}, "tool": {}}


def entry_directly(wheel: Path) -> dict[str, Any]:
    """Write the engine's entry as pyodide-lock 0.2 does for a pure wheel without dependencies."""
    name, version, *_ = wheel.name.split("-")
    with zipfile.ZipFile(wheel) as archive:
        tops = {item.split("/")[0] for item in archive.namelist() if item.endswith(".py")}
    return {
        "name": re.sub(r"[-_.]+", "-", name).lower(),
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": sha256(wheel),
        "package_type": "package",
        "imports": sorted(tops),
        "depends": [],
        "unvendored_tests": False,
        "tool": {},
    }


def entry_by_tool(python: Path, wheel: Path, info: dict[str, str]) -> dict[str, Any] | None:
    """Let ``pyodide lockfile add-wheels`` write the entry; None when it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder, "in.json"), Path(folder, "out.json")
        empty.write_text(json.dumps({"info": info, "packages": {}}))
        command = [python, "-m", "pyodide_cli", "lockfile", "add-wheels", "--input", empty]
        command += ["--output", full, "--base-path", wheel.parent, wheel]
        made = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        if made.returncode != 0 or not full.is_file():
            log.info("pyodide-build gagal: %s", made.stderr.strip()[-500:])
            return None
        entries = list(json.loads(full.read_text())["packages"].values())
    entry: dict[str, Any] = entries[0]
    return entry


def bundle_python(root: Path) -> Path | None:
    """Return the Python of pyodide-build's environment, made on first use.

    None where there is no Python 3.12 or newer, or where the packages cannot be installed.
    """
    requirements = root / "requirements" / "bundle.lock.txt"
    base = next(newer_pythons(), None)
    if base is None:
        log.info("Tidak ada Python 3.12 atau yang lebih baru untuk pyodide-build")
        return None
    key = digest(root, [requirements], extra=str(base))[:12]
    env = root / ".cache" / f"bundle-env-{key}"
    python, stamp = env / "bin" / "python", env / "pandu-siap"
    with locked(root / ".cache" / "bundle-env.lock"):
        if stamp.is_file():
            return python
        log.info("Menyiapkan lingkungan pyodide-build dengan %s (sekali saja)", base)
        shutil.rmtree(env, ignore_errors=True)
        install = [python, "-m", "pip", "install", "--quiet", "--require-hashes"]
        for command in ([base, "-m", "venv", env], [*install, "-r", requirements]):
            made = subprocess.run([str(word) for word in command], capture_output=True, text=True)
            if made.returncode != 0:
                log.info("Lingkungan pyodide-build gagal: %s", made.stderr.strip()[-500:])
                return None
        stamp.touch()
    return python


def newer_pythons() -> Iterator[Path]:
    """Yield each Python 3.12 or newer that runs and can make environments, on the path first."""
    names = ["python3", "python3.14", "python3.13", "python3.12"]
    found = [Path(path) for name in names if (path := shutil.which(name))]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    test = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))"
    for python in [*found, *sorted(pyenv.glob("versions/*/bin/python3"), reverse=True)]:
        if subprocess.run([str(python), "-c", test], capture_output=True).returncode == 0:
            yield python
