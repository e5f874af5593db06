"""``make serve``: the last good site with live reload, and the build's message when it fails."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer
from watchdog.events import FileSystemEvent, PatternMatchingEventHandler

from tools.drafts import ADDRESS, Drafts, link_for
from tools.site import ROOT, BuildResult, build_site, tell

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
WATCHED = ("docs", "macros", "flow_engine", "overrides", "mkdocs.yml")
UNWATCHED = ["*/__pycache__/*", "*~", "*.swp", "*.swx", "*/.#*", "*/4913"]

STYLE_PATH = "/_pandu/serve.css"
SCRIPT_PATH = re.compile(r"/_pandu/muat-ulang/(\d+)/(\d+)\.js")
PLACE = re.compile(r"^(\W*)([^\s:<>]+:\d+(?::\d+)?)", re.MULTILINE)
CONTENT_TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm", ".woff2": "font/woff2"}


class DevServer(LiveReloadServer):
    """MkDocs' live reload server around a build that may fail.

    A failed build leaves the last good site in place and puts its message on every page. Pages are
    served while a build is under way. Nothing inline is added, so the site's own policy holds.
    """

    def __init__(
        self,
        build: Callable[[], BuildResult],
        site: Path,
        port: int,
        drafts: Drafts | None = None,
    ) -> None:
        """Serve ``site``, which ``build`` replaces, and the editors' pages, if any."""
        super().__init__(self.rebuild, HOST, port, str(site))
        self.build = build
        self.site = site
        self.drafts = drafts
        self.message: str | None = None
        self.error_handler = self.error_page

    def rebuild(self) -> None:
        """Build; keep the message if it failed. Never raises."""
        wanted = self._wanted_epoch
        with self._epoch_cond:
            # The base class holds every request while "wanted" is ahead of "visible".
            self._wanted_epoch = self._visible_epoch
            self._epoch_cond.notify_all()
        try:
            result = self.build()
            message = None if result.ok else error_text(result.log)
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
        self.message = message
        self._wanted_epoch = wanted

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Rebuild when something below ``path`` changes that is not an editor's scratch file."""
        handler = PatternMatchingEventHandler(
            ignore_patterns=UNWATCHED, ignore_directories=True, case_sensitive=True
        )
        handler.on_any_event = self.on_change  # type: ignore[method-assign]
        self._watched_paths[path] = 1
        self._watch_refs[path] = self.observer.schedule(handler, path, recursive=recursive)

    def on_change(self, event: FileSystemEvent) -> None:
        """Ask for a rebuild, and for the editors' pages at once."""
        if self.drafts is not None:
            self.drafts.touch()
        with self._rebuild_cond:
            if not self._want_rebuild:
                print(f"== Berubah: {os.path.relpath(os.fsdecode(event.src_path))}", flush=True)
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def error_page(self, code: int) -> bytes | None:
        """Return the site's own page for an error, with what every page gets."""
        page = self.site / f"{code}.html"
        if not page.is_file():
            return None
        return self._inject_js_into_html(page.read_bytes(), self._visible_epoch)

    def _serve_request(
        self, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if path == STYLE_PATH:
            style = Path(__file__).with_suffix(".css").read_bytes()
            return respond(start_response, "text/css", style)
        if match := SCRIPT_PATH.fullmatch(path):
            script = _SCRIPT_TEMPLATE.substitute(epoch=match[1], request_id=match[2])
            return respond(start_response, "text/javascript", script.encode())
        if self.drafts is not None and path.startswith(ADDRESS.rstrip("/")):
            found = self.drafts.answer(path)
            return respond(start_response, *found) if found else None
        if not self.site.is_dir() and not path.startswith("/livereload/"):
            page = self._inject_js_into_html(EMPTY_PAGE.encode(), self._visible_epoch)
            return respond(start_response, "text/html", page, "503 Service Unavailable")
        answer: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return answer

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        added = f'<script src="/_pandu/muat-ulang/{epoch}/{time.monotonic_ns()}.js"></script>'
        if self.message is not None:
            added += overlay(self.message, self.site)
        if self.drafts is not None:
            added += f'<link rel="stylesheet" href="{STYLE_PATH}">{link_for(content)}'
        head, end, rest = content.rpartition(b"</body>")
        return head + added.encode() + end + rest if end else content + added.encode()

    @classmethod
    def _guess_type(cls, path: str) -> str:
        guessed: str = super()._guess_type(path)  # type: ignore[no-untyped-call]
        return CONTENT_TYPES.get(Path(path).suffix, guessed)


EMPTY_PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Situs belum ada</title></head>
<body></body></html>"""


def respond(
    start_response: Any, content_type: str, body: bytes, status: str = "200 OK"
) -> Iterable[bytes]:
    """Answer with ``body``."""
    start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
    return [body]


def error_text(log: str) -> str:
    """Return the lines of a build's output that say what is wrong, without MkDocs' own marks."""
    told = [line for line in log.splitlines() if not re.match(r"(INFO|DEBUG|Aborted)\b", line)]
    lines = (re.sub(r"^(ERROR|WARNING) +- +", "", line) for line in told)
    return "\n".join(lines).strip() or log.strip() or "Pembangunan berhenti tanpa pesan."


def overlay(message: str, site: Path) -> str:
    """Return the HTML that shows a build's message above whatever page it is put into."""
    shown = PLACE.sub(r"\1<strong>\2</strong>", escape(message, quote=False))
    if site.is_dir():
        built = datetime.fromtimestamp(site.stat().st_mtime)
        note = f"Halaman ini hasil terakhir yang baik, dari {built:%d-%m-%Y pukul %H.%M}."
    else:
        note = "Belum ada hasil yang baik untuk ditampilkan."
    return (
        f'<link rel="stylesheet" href="{STYLE_PATH}">'
        '<div class="pandu-serve" role="alert" lang="id"><details open>'
        "<summary>Situs tidak dapat dibangun</summary>"
        f"<p>{note} Perbaiki berkasnya, lalu simpan: halaman memuat ulang sendiri. "
        f'<a href="{ADDRESS}">Peta dan temuan per alur</a></p>'
        f'<pre tabindex="0">{shown}</pre></details></div>'
    )


def report(build: Callable[[], BuildResult], site: Path) -> BuildResult:
    """Build and say in the terminal how it went."""
    print("== Membangun situs", flush=True)
    result = build()
    if result.ok:
        print(f"== Situs siap ({result.seconds:.0f} detik)", flush=True)
    else:
        print(
            "== GAGAL. Yang disajikan tetap situs terakhir yang baik.", file=sys.stderr, flush=True
        )
    return result


def with_schemas(build: Callable[[], BuildResult], data: Path) -> BuildResult:
    """Build, and meanwhile write the editors' schemas anew where the data changed them.

    They stay as they were while the data has problems; the build's message tells those.
    """
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "pyc")}
    command = [sys.executable, "-m", "flow_engine", "--data", str(data), "schema"]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        result = build()
        told, _ = process.communicate()
    if told.startswith("Skema ditulis"):
        print(f"== {told.strip()}", flush=True)
    return result


def main() -> int:
    """Build, serve and watch until interrupted; return the exit code."""
    port = int(os.environ.get("PORT") or DEFAULT_PORT)
    site = ROOT / ".cache" / f"serve-{port}"
    bare = partial(build_site, ROOT, site, site_url=f"http://{HOST}:{port}/", echo=tell, light=True)
    build = partial(with_schemas, bare, ROOT / "docs" / "_data")
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        hint = f"PORT={port + 1} make serve"
        print(f"Porta {port} sedang dipakai program lain. Coba: {hint}", file=sys.stderr)
        return 1
    drafts = Drafts(ROOT, ROOT / ".cache" / f"sunting-{port}", site)
    server = DevServer(partial(report, build, site), site, port, drafts)
    try:
        drafts.start()
        server.rebuild()
        for name in WATCHED:
            if (ROOT / name).exists():
                server.watch(str(ROOT / name))
        print(f"== Buka {server.url}  (Ctrl+C untuk berhenti)", flush=True)
        print(f"== Peta dan temuan alur: {server.url}{ADDRESS.lstrip('/')}", flush=True)
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        print("\n== Berhenti")
    finally:
        drafts.stop()
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
