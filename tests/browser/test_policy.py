"""Under the shipped headers: no page breaks its own policy, and the policy holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.browser.test_desk import DIAGNOSIS
from tests.browser.test_map import open_map
from tests.browser.test_search import Search
from tests.watch import Watch
from tools.browser import wait_for_js
from tools.site_server import SiteServer, security_headers

# One of every layout, and the pages that draw something of their own.
KINDS = (
    "", "sop/", "sop/periksa/", "sop/hasil-vc/", "alur/", "faq/", "faq/bayar/", "biaya/",
    "itsm/katalog/", "kode/", "istilah/", "qa/", "qa/skrip/", "qa/berlaku/", "qa/ledger/",
    "qa/cakupan/", "qa/putar/", "qa/kartu-nilai/", "qa/hilang/", "berubah/", "k/",
    "penyunting/alur/", "pengembang/", "pengembang/bukti/mulai/", "halaman-yang-tidak-ada/",
)  # fmt: skip
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
    window.tellViolation([location.pathname, event.effectiveDirective, event.blockedURI,
        event.sourceFile, event.lineNumber].join(" ")));"""
ATTACK = """() => {
    window.reached = [];
    document.body.insertAdjacentHTML("beforeend",
        '<img src="data:," onerror="reached.push(1)"><p style="color:red" id="gaya">x</p>' +
        '<a id="skrip" href="javascript:reached.push(2)">x</a>');
    const inline = document.createElement("script");
    inline.textContent = "reached.push(3)";
    document.body.append(inline);
    // Later, for what a test evaluates may itself evaluate text.
    setTimeout(() => eval("reached.push(4)"), 50);
    setTimeout(() => new Function("reached.push(5)")(), 50);
    document.getElementById("skrip").click();
    const base = document.createElement("base");
    base.href = "https://contoh.test/";
    document.head.append(base);
    fetch("https://contoh.test/x").catch(() => {});
    navigator.sendBeacon?.("https://contoh.test/y", "x");
    new Image().src = "https://contoh.test/z.png";
    const form = document.createElement("form");
    form.action = "https://contoh.test/f";
    document.body.append(form);
    form.submit();
}"""


class Listener:
    """A page whose violations of the policy are noted, over all it goes to."""

    def __init__(self, browser: Browser, server: SiteServer, **settings: Any) -> None:
        self.violations: list[str] = []
        self.context = new_context(browser, server, **settings)
        self.context.expose_binding("tellViolation", lambda _, told: self.violations.append(told))
        self.context.add_init_script(LISTEN)
        self.watch = Watch(server.origin)
        self.watch.follow(self.context)
        self.page = self.context.new_page()

    def nothing_was_refused(self) -> None:
        self.page.wait_for_timeout(200)
        assert self.violations == []
        assert self.watch.policy_violations() == []


@pytest.fixture
def listener(browser: Browser, site_server: SiteServer) -> Iterator[Listener]:
    made = Listener(browser, site_server)
    yield made
    made.context.close()


def into(page: Page, path: str) -> None:
    """Go to a page as a reader does, by a link; the theme then changes the page in place."""
    page.evaluate(
        """(path) => {
            const link = document.createElement("a");
            link.href = "/" + path;
            document.querySelector(".md-content").append(link);
            link.click();
        }""",
        path,
    )
    page.wait_for_url(f"**/{path}")
    expect(page.locator("h1").first).to_be_attached()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_kind_of_page_breaks_the_policy(
    listener: Listener, scheme: Literal["light", "dark"]
) -> None:
    page = listener.page
    page.emulate_media(color_scheme=scheme)
    for path in KINDS:
        page.goto("/" + path)
        expect(page.locator("h1").first).to_be_attached()
    page.emulate_media(media="print", color_scheme=scheme)
    page.pdf()
    page.emulate_media(media="screen", color_scheme=scheme)
    page.goto("/")
    for path in KINDS[1:-1]:
        into(page, path)
    listener.nothing_was_refused()


def test_a_call_map_search_and_print_run_under_the_policy(listener: Listener) -> None:
    page = listener.page
    desk = Desk(page).open("periksa")
    desk.press("Enter")
    open_map(desk)
    assert page.locator("#peta svg, #peta .is-kini").count()
    page.keyboard.press("Escape")
    desk.new_call()
    assert desk.walk({**DIAGNOSIS, "self_diagnosis": "terhenti"}) > 5
    page.emulate_media(media="print")
    page.pdf()
    page.emulate_media(media="screen")
    search = Search(page).open("sop/")
    expect(search.ask("admin gopay")).to_contain_text("Rp1.500")
    page.keyboard.press("Escape")
    page.locator(".p-menu--palet:visible").first.click()
    into(page, "alur/lapor-ulang/")
    desk.wait_for_python()
    listener.nothing_was_refused()


def test_what_is_kept_for_use_without_a_network_runs_under_the_policy(
    browser: Browser, site_server: SiteServer
) -> None:
    kept = Listener(browser, site_server, service_workers="allow")
    kept.page.goto("/sop/periksa/")
    wait_for_js(kept.page, "navigator.serviceWorker.controller !== null", timeout=60_000)
    kept.page.reload()
    assert kept.page.evaluate(
        "async () => (await fetch(location.href)).headers.get('content-security-policy')"
    ) == security_headers().get("Content-Security-Policy")
    Desk(kept.page).open("turun-daya")
    kept.nothing_was_refused()
    kept.context.close()


def test_injected_code_is_refused_by_the_browser_and_heard(
    listener: Listener, site_server: SiteServer
) -> None:
    """The control of this file: what the other tests listen for is loud when it happens."""
    page = listener.page
    page.goto("/sop/")
    page.evaluate(ATTACK)
    page.wait_for_timeout(500)
    assert page.evaluate("reached") == []
    assert page.evaluate("document.baseURI").startswith(site_server.origin)
    refused = {told.split()[1] for told in listener.violations}
    assert {"script-src-attr", "script-src-elem", "script-src", "style-src-attr", "base-uri",
            "connect-src", "img-src", "form-action"} <= refused  # fmt: skip
    assert page.url == site_server.url("sop/")
    assert listener.watch.policy_violations() != []


def test_a_page_cannot_be_framed(listener: Listener, site_server: SiteServer) -> None:
    page = listener.page
    page.goto("/sop/")
    page.evaluate(
        "() => document.body.append(Object.assign(document.createElement('iframe'), {src: '/'}))"
    )
    page.wait_for_timeout(500)
    assert any("frame" in told for told in [*listener.violations, *listener.watch.console_errors])


def test_headers_are_on_every_type_of_file(site_server: SiteServer, site_dir: Path) -> None:
    """A worker obeys the policy of its own file, not that of the page."""
    seen = set()
    for path in sorted(site_dir.rglob("*")):
        if path.suffix in seen or not path.is_file():
            continue
        seen.add(path.suffix)
        answer = urlopen(site_server.url(path.relative_to(site_dir).as_posix()), timeout=10)
        assert security_headers().items() <= dict(answer.headers.items()).items(), path
    assert {".html", ".js", ".mjs", ".css", ".json", ".wasm", ".woff2", ".svg"} <= seen
