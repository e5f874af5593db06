"""Python for the browser: Pyodide, the engine and their bytecode, each under its content's hash.

``runtime/runtime.json`` is the one address that stays; all else may be kept for ever. The page's
worker fetches every file itself, checks it against the manifest and hands it to Pyodide, which
so never asks any host for anything.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from macros.publish.bundle import Backend, BundleInfo, build_bundle, engine_inputs
from macros.publish.bytecode import cached_bytecode
from macros.publish.files import digest, locked, log, sha256
from macros.publish.room import ROOM, cached_room
from macros.publish.snapshot import cached_snapshot

FOLDER = "runtime"
MANIFEST = f"{FOLDER}/runtime.json"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
BYTECODE, WHEEL, SNAPSHOT = "python.zip", "flow_engine.whl", "python.snapshot"
HASH_LENGTH = 10
BACKEND_TOLD: dict[Backend, str] = {
    "pyodide-build": "pyodide-lock.json dibuat pyodide-build",
    "langsung": "pyodide-lock.json ditulis langsung (tanpa Python 3.12 untuk pyodide-build)",
}


def publish_runtime(
    root: Path, site_dir: Path, flows: Mapping[str, str], worker: str, *, light: bool = False
) -> Path:
    """Copy the runtime into ``site_dir`` and return the path of its ``runtime.json``.

    ``runtime.json`` has ``version`` (of Pyodide), ``python``, ``worker`` and ``files``: by its
    role the ``name`` Pyodide knows a file by, its ``path`` relative to the site's root,
    ``sha256`` and ``bytes``;
    and where there is a snapshot ``snapshot``: ``heap`` (bytes), its ``sha256``, and ``flows``,
    the hash of each flow in it.

    Args:
        root: The project.
        site_dir: The site, with its flows already written.
        flows: JSON text of each flow by its id, as the site has it.
        worker: Path of the worker's script from the site's root.
        light: Whether a snapshot is left out rather than made, for a build that has to be quick.
    """
    npm = root / "node_modules" / "pyodide"
    version: str = json.loads((npm / "package.json").read_text())["version"]
    bundle = cached_bundle(root)
    bytecode = cached_bytecode(root, bundle.wheel)
    log.info("Python peramban: Pyodide %s, %s", version, BACKEND_TOLD[bundle.backend])
    sources = {name: npm / name for name in PYODIDE_FILES}
    sources |= {bundle.lock.name: bundle.lock, WHEEL: bundle.wheel, BYTECODE: bytecode.path}
    snapshot = cached_snapshot(root, bytecode.path, bundle.lock, flows, make=not light)
    if snapshot:
        sources[SNAPSHOT] = snapshot.path
    room = cached_room(root, bytecode)
    if room:
        sources[ROOM] = room
    (site_dir / FOLDER).mkdir(parents=True, exist_ok=True)
    listed = {}
    for role, path in sorted(sources.items()):
        whole = sha256(path)
        stem, dot, suffix = role.rpartition(".")
        target = f"{FOLDER}/{stem}.{whole[:HASH_LENGTH]}{dot}{suffix}"
        # copyfile, not copy: npm leaves the wasm executable
        shutil.copyfile(path, site_dir / target)
        known_as = path.name if role == WHEEL else role
        size = path.stat().st_size
        listed[role] = {"name": known_as, "path": target, "sha256": whole, "bytes": size}
    index = site_dir / MANIFEST
    content: dict[str, object] = {
        "version": version,
        "python": bytecode.python,
        "worker": worker,
        "files": listed,
    }
    if snapshot:
        hashes = {name: flow_hash(text) for name, text in sorted(flows.items())}
        content["snapshot"] = {"heap": snapshot.heap, "sha256": snapshot.sha256, "flows": hashes}
    index.write_text(json.dumps(content, indent=2) + "\n")
    return index


def flow_hash(text: str) -> str:
    """Return the hash by which a page and a snapshot agree that they mean the same flow."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def cached_bundle(root: Path) -> BundleInfo:
    """Return wheel and lock file, built only when what they are made from has changed."""
    key = digest(root, engine_inputs(root))[:16]
    cache = root / ".cache" / "bundle" / key
    with locked(root / ".cache" / "bundle.lock"):
        if not cache.is_dir():
            log.info("Membuat paket mesin alur untuk peramban")
            cache.parent.mkdir(parents=True, exist_ok=True)
            # Built aside and moved, so that an interrupted build leaves nothing half-made.
            with tempfile.TemporaryDirectory(dir=cache.parent) as aside:
                made = build_bundle(root, Path(aside, "bundle"))
                Path(aside, "bundle", "backend").write_text(made.backend)
                Path(aside, "bundle").rename(cache)
    wheel = next(cache.glob("*.whl"))
    backend = cast(Backend, (cache / "backend").read_text())
    return BundleInfo(wheel, cache / "pyodide-lock.json", backend)
