"""Serves the pages of :mod:`tools.sunting`, made anew on every save, apart from the site.

The site takes half a minute to build and is not built at all while something is wrong;
these pages take a second or two and are there all the time.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from mkdocs.livereload import _SCRIPT_TEMPLATE

ADDRESS = "/_sunting/"
RELOAD = re.compile(r"/_sunting/muat-ulang/(\d+)/(\d+)\.js")
WAIT = re.compile(r"/_sunting/tunggu/(\d+)/\d+")
RENEW_SECONDS, WAIT_SECONDS, SETTLE_SECONDS = 120, 60, 0.1

FILES = {
    "tokens.css": "docs/assets/css/tokens.css",
    "map.css": "docs/assets/css/map.css",
    "sunting.css": "tools/sunting.css",
    "sunting.js": "tools/sunting.js",
    "theme-head.js": "docs/assets/site/theme-head.js",
    "theme-palette.js": "docs/assets/site/theme-palette.js",
}
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
HTML = "text/html; charset=utf-8"
_FLOW = re.compile(rb'class="p-desk" data-flow="([^"]+)"')

Answer = tuple[str, bytes]


class Drafts:
    """The editors' pages, renewed by a thread of its own; ``epoch`` grows with each renewal."""

    def __init__(
        self, root: Path, folder: Path, site: Path, make: Callable[[], str] | None = None
    ) -> None:
        """Keep the pages in ``folder``.

        Args:
            root: The project.
            folder: Kept from run to run.
            site: The served site, whose fonts are used.
            make: Makes the pages and returns what went wrong, or nothing.
        """
        self.root = root
        self.folder = folder
        self.site = site
        self.make = make or self.run
        self.epoch = 0
        self._changed = threading.Condition()
        self._wanted = False
        self._ended = False

    def start(self) -> None:
        """Make the pages now, and again after each :meth:`touch`."""
        self.touch()
        threading.Thread(target=self._work, daemon=True).start()

    def touch(self) -> None:
        """Ask for new pages; several calls at once are one."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()

    def stop(self) -> None:
        """End the thread, and let go who waits."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._ended)
                if self._ended:
                    return
            time.sleep(SETTLE_SECONDS)
            self.renew()

    def renew(self) -> None:
        """Make the pages once; those that show one are told to load it again."""
        with self._changed:
            self._wanted = False
        if failure := self.make():
            print(f"== Halaman {ADDRESS} gagal dibuat:\n{failure}", file=sys.stderr, flush=True)
        with self._changed:
            self.epoch = max(self.epoch + 1, time.time_ns() // 1_000_000)
            self._changed.notify_all()

    def run(self) -> str:
        """Make all pages in a process of its own, with the modules as they are now."""
        env = {**os.environ, "PYTHONUTF8": "1"}
        env["PYTHONPYCACHEPREFIX"] = str(self.root / ".cache" / "pyc")
        command = [sys.executable, "-m", "tools.sunting", str(self.folder)]
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=env,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=RENEW_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return f"Tidak selesai dalam {RENEW_SECONDS} detik."
        return "" if done.returncode == 0 else done.stderr.strip()[-2000:]

    def answer(self, path: str) -> Answer | None:
        """Return type and body for an address under ``/_sunting``; nothing where there is none."""
        if match := RELOAD.fullmatch(path):
            script = _SCRIPT_TEMPLATE.substitute(epoch=match[1], request_id=match[2])
            return TYPES[".js"], script.replace('"/livereload/"', f'"{ADDRESS}tunggu/"').encode()
        if match := WAIT.fullmatch(path):
            return "text/plain", b"%d" % self._await(int(match[1]))
        file = self._find(path)
        if file is None:
            return None
        body = file.read_bytes()
        if file.suffix != ".html":
            return TYPES[file.suffix], body
        source = f"{ADDRESS}muat-ulang/{self.epoch}/{time.monotonic_ns()}.js"
        return HTML, body.replace(b"</body>", f'<script src="{source}"></script></body>'.encode())

    def _await(self, seen: int) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self.epoch > seen or self._ended, timeout=WAIT_SECONDS)
            return self.epoch

    def _find(self, path: str) -> Path | None:
        inside = posixpath.normpath("/" + path.removeprefix(ADDRESS.rstrip("/"))).lstrip("/")
        kind, _, name = inside.partition("/")
        if kind == "berkas":
            return self.root / FILES[name] if name in FILES else None
        if kind == "fonts":
            return _existing(self.site / "assets" / "fonts" / posixpath.basename(name))
        return _existing(self.folder / inside / "index.html")


def _existing(path: Path) -> Path | None:
    return path if path.is_file() and path.suffix in (".html", *TYPES) else None


def link_for(page: bytes) -> str:
    """Return the link to the drafts that a served page gets; a flow's page to its own."""
    found = _FLOW.search(page)
    name = f"{found[1].decode()}/" if found else ""
    label = "Peta dan temuan alur ini" if found else "Peta dan temuan alur"
    return f'<a class="pandu-sunting" href="{ADDRESS}{name}">{label}</a>'
