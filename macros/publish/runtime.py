"""Python for the browser: Pyodide and the engine, in a folder whose name changes with its content.

The page has to pass ``indexURL`` and ``packageBaseUrl`` to ``loadPyodide``, both the folder's
address: without them Pyodide would fall back on a public host.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import cast

from macros.publish.bundle import Backend, BundleInfo, build_bundle, engine_inputs
from macros.publish.files import digest, locked, log, sha256

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
BACKEND_TOLD: dict[Backend, str] = {
    "pyodide-build": "pyodide-lock.json dibuat pyodide-build",
    "langsung": "pyodide-lock.json ditulis langsung (tanpa Python 3.12 untuk pyodide-build)",
}


def publish_runtime(root: Path, site_dir: Path) -> Path:
    """Copy the runtime into ``site_dir`` and return the path of its ``runtime.json``.

    ``runtime.json`` has ``version`` (of Pyodide), ``base`` (the folder, relative to the site's
    root, with a slash at its end) and ``files`` (name to ``sha256`` and ``bytes``).
    """
    npm = root / "node_modules" / "pyodide"
    version: str = json.loads((npm / "package.json").read_text())["version"]
    bundle = cached_bundle(root)
    log.info("Python peramban: Pyodide %s, %s", version, BACKEND_TOLD[bundle.backend])
    sources = [*(npm / name for name in PYODIDE_FILES), bundle.wheel, bundle.lock]
    files = {path.name: path for path in sources}
    listed = {
        name: {"sha256": sha256(path), "bytes": path.stat().st_size}
        for name, path in sorted(files.items())
    }
    short = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:10]
    base = f"runtime/{version}-{short}/"
    folder = site_dir / base
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in files.items():
        # copyfile, not copy: npm leaves the wasm executable
        shutil.copyfile(path, folder / name)
    index = site_dir / "runtime" / "runtime.json"
    content = {"version": version, "base": base, "files": listed}
    index.write_text(json.dumps(content, indent=2) + "\n")
    return index


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
