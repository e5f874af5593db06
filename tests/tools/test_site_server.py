from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tools import site_server
from tools.site_server import Fault, SiteServer, security_headers


def get(url: str) -> HTTPResponse:
    answer: HTTPResponse = urlopen(url, timeout=5)
    return answer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    (tmp_path / "index.html").write_text("<p>Beranda")
    (tmp_path / "404.html").write_text("<p>Tidak ada")
    (tmp_path / "a.wasm").write_bytes(b"\0asm")
    (tmp_path / "a.mjs").write_text("export {}")
    (tmp_path / "sitemap.xml").write_text("<loc>http://127.0.0.1:8000/sop/periksa/</loc>")
    with SiteServer(tmp_path) as running:
        yield running


def test_modules_and_wasm_have_the_types_that_browsers_insist_on(server: SiteServer) -> None:
    assert get(server.url("a.mjs")).headers["Content-Type"] == "text/javascript"
    assert get(server.url("a.wasm")).headers["Content-Type"] == "application/wasm"


def test_the_sitemap_carries_the_served_port(server: SiteServer) -> None:
    text = get(server.url("sitemap.xml")).read().decode()
    assert text == f"<loc>{server.url('sop/periksa/')}</loc>"


def test_an_unknown_address_gets_the_sites_own_page(server: SiteServer) -> None:
    with pytest.raises(HTTPError) as raised:
        get(server.url("tiada"))
    assert (raised.value.code, raised.value.read()) == (404, b"<p>Tidak ada")


def test_a_fault_answers_in_place_of_the_file_until_it_is_taken_back(server: SiteServer) -> None:
    server.faults["*/*.wasm"] = Fault(status=503)
    with pytest.raises(HTTPError) as raised:
        get(server.url("a.wasm"))
    assert raised.value.code == 503
    server.faults.clear()
    assert get(server.url("a.wasm")).read() == b"\0asm"
    assert server.requests == ["/a.wasm", "/a.wasm"]


def test_every_answer_carries_the_headers_of_the_shipped_configuration(server: SiteServer) -> None:
    server.faults["/rusak"] = Fault(503)
    for path in ("", "a.wasm", "sitemap.xml", "tiada", "rusak"):
        try:
            sent = dict(get(server.url(path)).headers.items())
        except HTTPError as error:
            sent = dict(error.headers.items())
        assert security_headers().items() <= sent.items(), path


def test_the_policy_allows_no_code_but_files_of_the_site() -> None:
    policy = security_headers()["Content-Security-Policy"]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert rules["style-src"] == rules["worker-src"] == rules["connect-src"] == ["'self'"]
    for closed in ("base-uri", "form-action", "frame-ancestors"):
        assert rules[closed] == ["'none'"]
    for weak in ("unsafe-inline", "'unsafe-eval'", "sha256-", "nonce-", "http:", "https:", "*"):
        assert weak not in policy


def test_a_line_that_is_no_header_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "tajuk.conf"
    file.write_text('# ya\nadd_header A "b";\n')
    monkeypatch.setattr(site_server, "HEADERS_FILE", file)
    with pytest.raises(ValueError, match=r'tajuk\.conf: add_header A "b";'):
        security_headers()
