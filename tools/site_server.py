"""A small threaded server for a finished site, for tests, proofs and screenshots.

It can be told to misbehave for some addresses: faults injected here reach every worker of a page,
which a browser's own interception does not.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from macros.publish.release import IMMUTABLE

HOST = "127.0.0.1"
HEADERS_FILE = Path(__file__).resolve().parent.parent / "deploy" / "nginx" / "pandu" / "tajuk.conf"
_HEADER = re.compile(r'add_header ([\w-]+) "([^"\n]+)" always;')
CONTENT_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}


def kept_for(path: str) -> dict[str, str]:
    """Return how long a browser may keep a file without asking again."""
    lasting = re.search(IMMUTABLE, path)
    return {"Cache-Control": "max-age=31536000, immutable" if lasting else "no-cache"}


def security_headers() -> dict[str, str]:
    """Return the headers that the shipped nginx configuration sends with every answer.

    Raises:
        ValueError: A line of the file is none that is known here, so it would go untested.
    """
    found: dict[str, str] = {}
    for line in HEADERS_FILE.read_text("utf-8").splitlines():
        match = _HEADER.fullmatch(line)
        if match:
            found[match[1]] = match[2]
        elif line and not line.startswith("#"):
            raise ValueError(f"{HEADERS_FILE.name}: {line}")
    return found


@dataclass(frozen=True)
class Fault:
    """What to answer in place of the file."""

    status: int = HTTPStatus.NOT_FOUND
    body: bytes = b""
    content_type: str = "text/plain"
    delay_seconds: float = 0.0


@dataclass
class SiteServer:
    """Serve ``folder`` on a free port of this machine while in its ``with`` block.

    ``faults`` maps patterns like ``*/pyodide.asm.wasm`` to answers and may change at any time;
    ``headers`` go with every answer and are those of the shipped configuration;
    ``requests`` holds the path of each request in order. The sitemap's addresses are given this
    server's own, because instant navigation compares them with the page's, port included.
    """

    folder: Path
    faults: dict[str, Fault] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=security_headers)

    def __enter__(self) -> Self:
        """Start serving."""
        self._http = _Http(self)
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop serving."""
        self._http.shutdown()
        self._http.server_close()

    @property
    def origin(self) -> str:
        """The address without a slash at its end."""
        return f"http://{HOST}:{self._http.server_address[1]}"

    def url(self, path: str = "") -> str:
        """Return the address of ``path``, which is relative to the site's root."""
        return f"{self.origin}/{path.removeprefix('/')}"

    def write_body(self, write: Callable[[bytes], object], body: bytes) -> None:
        """Send the body of an answer; a benchmark sends it slowly."""
        write(body)

    def fault_for(self, path: str) -> Fault | None:
        """Return the fault set for ``path``."""
        patterns = list(self.faults.items())
        return next((fault for pattern, fault in patterns if fnmatchcase(path, pattern)), None)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, site: SiteServer) -> None:
        self.site = site
        super().__init__((HOST, 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A page that is left drops its downloads; that is no news.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def __init__(self, request: Any, address: Any, server: _Http) -> None:
        super().__init__(request, address, server, directory=str(server.site.folder))

    def do_GET(self) -> None:
        site = self.server.site
        path = unquote(urlsplit(self.path).path)
        site.requests.append(path)
        sitemap = site.folder / "sitemap.xml"
        if fault := site.fault_for(path):
            time.sleep(fault.delay_seconds)
            self.answer(fault.status, fault.content_type, fault.body)
        elif path == "/sitemap.xml" and sitemap.is_file():
            text = re.sub(r"<loc>https?://[^/<]+", f"<loc>{site.origin}", sitemap.read_text())
            self.answer(HTTPStatus.OK, "application/xml", text.encode())
        elif not self.send_file(path):
            super().do_GET()

    def send_file(self, path: str) -> bool:
        """Answer with a file, or the compressed one beside it; not where a folder is meant."""
        accepted = self.headers.get("Accept-Encoding", "")
        name = path + "index.html" if path.endswith("/") else path
        file = self.server.site.folder / name.lstrip("/")
        for coding, suffix in (("br", ".br"), ("gzip", ".gz")):
            small = file.with_name(file.name + suffix)
            if re.search(rf"\b{coding}\b", accepted) and small.is_file() and file.is_file():
                more = {"Content-Encoding": coding, "Vary": "Accept-Encoding"}
                kind = self.guess_type(str(file))
                self.answer(HTTPStatus.OK, kind, small.read_bytes(), more)
                return True
        if not file.is_file() or "If-Modified-Since" in self.headers:
            return False
        self.answer(HTTPStatus.OK, self.guess_type(str(file)), file.read_bytes(), {})
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = self.server.site.folder / f"{code}.html"
        if page.is_file():
            self.answer(code, "text/html", page.read_bytes())
        else:
            super().send_error(code, message, explain)

    def guess_type(self, path: Any) -> str:
        return CONTENT_TYPES.get(Path(path).suffix) or super().guess_type(path)

    def answer(
        self, status: int, content_type: str, body: bytes, more: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.server.site.write_body(self.wfile.write, body)

    def end_headers(self) -> None:
        kept = kept_for(unquote(urlsplit(self.path).path))
        for name, value in (self.server.site.headers | kept).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass
