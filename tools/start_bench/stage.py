"""What the benchmark runs on: the site, plain Pyodide beside it, and a line of a set speed."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from macros.publish.files import sha256
from macros.publish.node import run_script
from macros.publish.release import COMPRESS
from macros.publish.runtime import PYODIDE_FILES, cached_bundle
from tools.site import BEST_QUALITY, QUALITY, ROOT, build_site
from tools.site_server import SiteServer

FOLDER = ROOT / ".cache" / "start-bench"
PLAIN = "polos"
MEGABIT = 125_000
PIECE = 16_384
LATENCY_SECONDS = 0.02
# Plain `loadPyodide` of the same package; the engine's wheel, as anybody would load it.
PLAIN_WORKER = """
import { loadPyodide } from "./pyodide.mjs";
self.onmessage = async ({ data }) => {
    const base = new URL("./", self.location.href).href;
    const python = await loadPyodide({
        indexURL: base, packageBaseUrl: base, lockFileURL: base + "pyodide-lock.json",
        packages: ["pandu-flow-engine"],
    });
    const { handle } = python.pyimport("flow_engine.bridge");
    self.postMessage({ type: "ready" });
    for (const message of data.messages) handle(message);
    self.postMessage({ type: "answered" });
    self.onmessage = ({ data }) => self.postMessage({ type: "result", message: handle(data) });
};
"""


def build_stage() -> Path:
    """Build the site as it ships with plain Pyodide beside it, compressed alike; return its folder.

    Raises:
        RuntimeError: The site cannot be built.
    """
    site = FOLDER / "site"
    os.environ[QUALITY] = str(BEST_QUALITY)
    result = build_site(ROOT, site, site_url="http://127.0.0.1:8000/")
    if not result.ok:
        raise RuntimeError(result.log)
    plain = site / PLAIN
    plain.mkdir()
    bundle = cached_bundle(ROOT)
    npm = ROOT / "node_modules" / "pyodide"
    for path in (*(npm / name for name in PYODIDE_FILES), bundle.wheel, bundle.lock):
        shutil.copyfile(path, plain / path.name)
    (plain / "worker.mjs").write_text(PLAIN_WORKER)
    files = [{"path": str(path), "key": sha256(path)} for path in plain.iterdir()]
    cache = str(ROOT / ".cache" / "mampat")
    run_script(COMPRESS, {"files": files, "quality": BEST_QUALITY, "cache": cache})
    return site


@dataclass
class Line:
    """A line that carries so many bytes a second, shared by all who use it."""

    bytes_per_second: float = 0.0
    sent: int = 0
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, size: int) -> None:
        """Wait as long as so many bytes take; without a speed they take no time."""
        with self._lock:
            self.sent += size
            if not self.bytes_per_second:
                return
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + size / self.bytes_per_second
            wait = self._free_at - now
        time.sleep(wait)


@dataclass
class SlowServer(SiteServer):
    """A server whose bodies go over a line, each answer after a short way."""

    line: Line = field(default_factory=Line)

    def write_body(self, write: Callable[[bytes], object], body: bytes) -> None:
        """Send a body in pieces over the line."""
        if self.line.bytes_per_second:
            time.sleep(LATENCY_SECONDS)
        for at in range(0, len(body), PIECE):
            piece = body[at : at + PIECE]
            self.line.carry(len(piece))
            write(piece)
