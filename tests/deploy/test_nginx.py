"""Debian's nginx with the shipped configuration answers as the site needs."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest

from macros.publish.release import COMPRESSED, IMMUTABLE
from tests.deploy.conftest import MakeSite
from tools.nginx import SHIPPED, NginxServer, check_configuration, has_brotli, write_configuration
from tools.site_server import CONTENT_TYPES, HOST, kept_for

TYPES = {
    **CONTENT_TYPES, ".html": "text/html", ".css": "text/css", ".csv": "text/csv",
    ".txt": "text/plain", ".xml": "text/xml", ".svg": "image/svg+xml", ".png": "image/png",
    ".zip": "application/zip", ".whl": "application/zip", ".map": "application/json",
    ".snapshot": "application/octet-stream", ".inv": "application/octet-stream",
}  # fmt: skip
OWN = SHIPPED / "pandu"


@dataclass
class Answer:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(server: NginxServer, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask once; no redirect is followed and nothing is decompressed."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, body)


def shipped_headers() -> dict[str, str]:
    """The headers of ``tajuk.conf``; one whose value is a variable may be left out."""
    found = re.findall(
        r'^add_header (\S+) "([^"]*)" always;$', (OWN / "tajuk.conf").read_text(), re.M
    )
    assert len(found) >= 6
    return dict(found)


def address_of(site: Path, path: Path) -> str:
    return "/" + path.relative_to(site).as_posix().removesuffix("index.html")


def plain_files(site: Path) -> Iterator[Path]:
    return (p for p in sorted(site.rglob("*")) if p.is_file() and p.suffix not in (".br", ".gz"))


@pytest.mark.parametrize("accepted", ["gzip, br", "gzip", ""])
def test_every_file_of_the_site_has_its_type_caching_compression_and_headers(
    nginx: NginxServer, shipped_site: Path, accepted: str
) -> None:
    connection = http.client.HTTPConnection(HOST, nginx.port, timeout=10)
    expected = shipped_headers()
    wrong = []
    encodings = set()
    for path in plain_files(shipped_site):
        address = address_of(shipped_site, path)
        connection.request("HEAD", address, headers={"Accept-Encoding": accepted})
        answer = connection.getresponse()
        answer.read()
        found = answer.headers
        compressed = {
            "br": has_brotli() and "br" in accepted and Path(f"{path}.br").is_file(),
            "gzip": "gzip" in accepted and Path(f"{path}.gz").is_file(),
        }
        encoding = next((name for name, is_there in compressed.items() if is_there), None)
        encodings.add(encoding)
        lasting = (
            "immutable"
            in kept_for("/" + path.relative_to(shipped_site).as_posix())["Cache-Control"]
        )
        right = (
            answer.status == 200
            and found.get_content_type() == TYPES[path.suffix]
            and (
                found.get_content_charset() == "utf-8" or not TYPES[path.suffix].startswith("text/")
            )
            and found["Content-Encoding"] == encoding
            and (not encoding or found["Vary"] == "Accept-Encoding")
            and ("immutable" in found["Cache-Control"]) is lasting
            and ("no-cache" in found["Cache-Control"]) is not lasting
            and all(found.get_all(name) == [value] for name, value in expected.items())
        )
        if not right:
            wrong.append((address, answer.status, dict(found)))
    assert wrong == []
    best = next((name for name in ("br", "gzip") if name in accepted and can_send(name)), None)
    assert encodings >= {best, None} and (best is not None or encodings == {None})


def can_send(encoding: str) -> bool:
    return encoding == "gzip" or has_brotli()


def test_compressed_answers_hold_the_file_itself(nginx: NginxServer, shipped_site: Path) -> None:
    page = shipped_site / "index.html"
    assert gzip.decompress(ask(nginx, "/", Accept_Encoding="gzip").body) == page.read_bytes()
    assert ask(nginx, "/").body == page.read_bytes()
    if has_brotli():
        body: bytes = brotli.decompress(ask(nginx, "/", Accept_Encoding="br").body)
        assert body == page.read_bytes()


def test_a_server_without_the_brotli_module_serves_gzip(shipped_site: Path) -> None:
    with NginxServer(shipped_site, brotli=False) as server:
        assert ask(server, "/", Accept_Encoding="gzip, br").headers["Content-Encoding"] == "gzip"


def test_a_proxy_in_between_gets_compressed_files_too(nginx: NginxServer) -> None:
    answer = ask(nginx, "/", Accept_Encoding="gzip", Via="1.0 perantara")
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sop", 301),
        ("GET", "/tiada/", 404),
        ("GET", "/runtime/python.0123456789.zip", 404),
        ("GET", "/.git/config", 404),
        ("GET", "/index.html.gz", 404),
        ("POST", "/", 405),
        ("GET", "/sehat", 200),
        ("GET", "/siap", 200),
        ("GET", "/angka", 200),
        ("TRACE", "/", 405),
    ],
)
def test_no_answer_of_any_kind_drops_a_header_or_says_which_nginx_it_is(
    nginx: NginxServer, method: str, path: str, status: int
) -> None:
    answer = ask(nginx, path, method)
    assert answer.status == status
    assert {name: answer.headers[name] for name in shipped_headers()} == shipped_headers()
    # What went wrong is never kept, not even under a name that is kept for ever.
    assert "no-cache" in answer.headers["Cache-Control"]
    assert answer.headers["Server"] == "nginx"


def test_headers_are_added_in_one_place_only() -> None:
    adding = {
        path.name: len(re.findall(r"^\s*add_header", path.read_text(), re.M))
        for path in SHIPPED.rglob("*.conf")
    }
    assert {name for name, count in adding.items() if count} == {"tajuk.conf", "situs.conf"}
    assert adding["situs.conf"] == 2
    server = (OWN / "situs.conf").read_text().partition("server {")[2]
    assert server.index("include pandu/tajuk.conf;") < server.index("location")
    assert server.index("add_header") < server.index("location")


def test_the_names_that_last_are_the_same_for_nginx_and_the_service_worker() -> None:
    text = (OWN / "situs.conf").read_text()
    names = IMMUTABLE.removeprefix("/")
    assert f'"~^(200|206|304) (/[a-z]+)?/{names}"' in text
    assert f'location ~ "^/{names}"' in text


def test_the_unknown_address_gets_the_sites_own_page(
    nginx: NginxServer, shipped_site: Path
) -> None:
    assert ask(nginx, "/tiada/di/sini").body == (shipped_site / "404.html").read_bytes()


def test_a_redirect_names_a_path_only_so_a_door_in_front_may_have_any_name(
    nginx: NginxServer,
) -> None:
    assert ask(nginx, "/sop", Host="pandu.intranet").headers["Location"] == "/sop/"


def test_what_did_not_change_is_not_sent_again(nginx: NginxServer) -> None:
    first = ask(nginx, "/")
    again = ask(nginx, "/", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["Content-Security-Policy"]


def test_what_tells_an_open_page_of_a_recall_is_kept_nowhere(nginx: NginxServer) -> None:
    assert ask(nginx, "/version.json").headers["Cache-Control"] == "no-cache, no-store"


def test_strict_transport_is_asked_for_only_where_there_is_https(nginx: NginxServer) -> None:
    assert "Strict-Transport-Security" not in ask(nginx, "/").headers
    behind = ask(nginx, "/", X_Forwarded_Proto="https")
    assert behind.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_server_without_its_site_lives_but_is_not_ready(tmp_path: Path) -> None:
    with NginxServer(tmp_path) as server:
        assert ask(server, "/sehat").status == 200
        assert ask(server, "/siap").status == 503


def test_the_log_has_neither_who_asked_nor_what_was_searched(shipped_site: Path) -> None:
    with NginxServer(shipped_site) as server:
        secret = "budi-08123456789"
        ask(server, f"/?q={secret}", Referer=f"http://x/{secret}", User_Agent=secret)
        ask(server, f"/tiada?nama={secret}", X_Forwarded_For=secret, Cookie=secret)
        log = server.access_log.read_text()
    assert log.count("\n") == 2 and '"status":404' in log
    assert secret not in log and HOST not in log


def test_only_hashed_files_of_the_other_version_are_served(make_site: MakeSite) -> None:
    new, old = make_site("aaaaaaaaaaaa"), make_site("bbbbbbbbbbbb")
    (old / "sop" / "lama.html").write_text("lama")
    with NginxServer(new, other=old) as server:
        lasting = ask(server, "/assets/app/pandu.bbbbbbbbbb.js")
        assert (lasting.status, lasting.body) == (200, b"// bbbbbbbbbbbb")
        assert "immutable" in lasting.headers["Cache-Control"]
        assert lasting.headers["Content-Security-Policy"]
        assert ask(server, "/assets/app/pandu.aaaaaaaaaa.js").status == 200
        assert ask(server, "/sop/lama.html").status == 404
        assert ask(server, "/lain/sop/lama.html").status == 404


def test_in_both_steps_of_a_roll_out_any_server_has_what_any_page_asks_for(
    make_site: MakeSite,
) -> None:
    old, new = make_site("aaaaaaaaaaaa"), make_site("bbbbbbbbbbbb")
    with (
        NginxServer(old) as before,
        NginxServer(old, other=new) as prepared,
        NginxServer(new, other=old) as after,
    ):
        for step in ((before, prepared), (prepared, after)):
            pages = [ask(server, "/sop/").body.decode() for server in step]
            wanted = [address for page in pages for address in re.findall(r'src="([^"]+)"', page)]
            assert [ask(server, address).status for address in wanted for server in step] == [
                200
            ] * 4
        # In one step it would not do: a page of the new version asks a server of the old one.
        assert ask(before, "/assets/app/pandu.bbbbbbbbbb.js").status == 404


def test_a_mistake_in_the_configuration_is_found_before_it_runs(tmp_path: Path) -> None:
    main = write_configuration(tmp_path, f"set $pandu {tmp_path};", brotli=False)
    (tmp_path / "nginx/pandu/tajuk.conf").write_text("add_header Salah;")
    with pytest.raises(RuntimeError, match="add_header"):
        check_configuration(main)


def test_each_suffix_that_is_compressed_has_a_type() -> None:
    listed = set(re.findall(r"\w+", (OWN / "jenis.conf").read_text()))
    assert {suffix[1:] for suffix in COMPRESSED} - listed == {"snapshot"}
