"""Build the site aside with ``mkdocs build --strict`` and swap it in only when it is whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# How hard a site that ships is compressed, as macros/publish/release.py reads it.
QUALITY, BEST_QUALITY = "PANDU_MAMPAT", 11


@dataclass(frozen=True)
class BuildResult:
    """How a build ended: whether it succeeded, everything it printed, how long it took."""

    ok: bool
    log: str
    seconds: float


def build_site(
    root: Path,
    out: Path,
    *,
    site_url: str | None,
    echo: Callable[[str], None] | None = None,
    light: bool = False,
) -> BuildResult:
    """Build the project's site into ``out``; on failure ``out`` stays as it was.

    Args:
        root: The folder of ``mkdocs.yml``.
        out: Replaced as a whole on success.
        site_url: Where the site will be served, with port and path: instant navigation compares
            addresses with it. None leaves what ``mkdocs.yml`` says.
        echo: Called with each line of the build's output as it comes.
        light: Whether the snapshot of Python's memory is left out unless it is there already.
    """
    started = time.monotonic()
    cache = root / ".cache"
    cache.mkdir(exist_ok=True)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    # Bytecode written beside the sources would look like a change to the server that watches them.
    env["PYTHONPYCACHEPREFIX"] = str(cache / "pyc")
    if light:
        env["PANDU_RINGAN"] = "1"
    if site_url is not None:
        env["SITE_URL"] = site_url
    with tempfile.TemporaryDirectory(dir=cache, prefix="bangun-") as folder:
        fresh = Path(folder, "site")
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(fresh)],
            cwd=root,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        lines = []
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if echo is not None:
                echo(line.rstrip("\n"))
        ok = process.wait() == 0
        if ok:
            swap_in(fresh, out, Path(folder, "lama"))
    return BuildResult(ok, "".join(lines), time.monotonic() - started)


def swap_in(fresh: Path, out: Path, old: Path) -> None:
    """Put ``fresh`` where ``out`` is; what was there goes to ``old``."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        shutil.move(out, old)
    shutil.move(fresh, out)


def tell(line: str) -> None:
    """Print a line of a build's output, but not what mkdocs-macros says of itself each time."""
    if not line.startswith("INFO    -  [macros]"):
        print(line, flush=True)


def main() -> int:
    """Build into ``site/`` and return the exit code."""
    print("== Membangun situs ke site/", flush=True)
    os.environ.setdefault(QUALITY, str(BEST_QUALITY))
    result = build_site(ROOT, ROOT / "site", site_url=os.environ.get("SITE_URL"), echo=tell)
    if not result.ok:
        print(
            "Situs tidak jadi dibangun; site/ yang lama, bila ada, tidak diubah.", file=sys.stderr
        )
        return 1
    print(f"== Situs siap di site/ ({result.seconds:.0f} detik)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
