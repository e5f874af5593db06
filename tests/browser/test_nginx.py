"""The package on Debian's nginx: a whole call, a recall, an update and a dead server."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from flow_engine.library import load_library
from macros.publish.release import publish_release
from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.browser.test_desk import DIAGNOSIS
from tests.deploy.place import Place
from tests.watch import Watch
from tools.browser import wait_for_js
from tools.nginx import NginxServer, free_port
from tools.package import pack
from tools.site import ROOT
from tools.site_server import SiteServer

ASK_NOW = "window.dispatchEvent(new Event('online'))"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def follow(page: Page, path: str) -> None:
    """Follow the page's own link, as a reader does."""
    page.evaluate(
        "(path) => [...document.links].find((link) => link.pathname === path).click()", path
    )
    page.wait_for_url(f"**{path}")


def next_version(site: Path, copy: Path) -> Path:
    """Copy a site and make it another version, which differs in one sentence of one page."""
    shutil.copytree(site, copy, copy_function=os.link)
    page = copy / "faq" / "index.html"
    text = page.read_text().replace("</h1>", " (baru)</h1>", 1)
    for path in [page, *copy.glob("sw.js*"), *copy.glob("version.json*")]:
        path.unlink()
    page.write_text(text)
    library, _ = load_library(ROOT / "docs" / "_data")
    publish_release(ROOT, copy, library)
    return copy


@pytest.fixture
def archives(site_dir: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Packages of the built site and of a version after it."""
    if not json.loads((site_dir / "version.json").read_text())["serviceWorker"]:
        pytest.skip("PANDU_SITE dibangun ringan; make test membangun yang lengkap")
    newer = next_version(site_dir, tmp_path / "baru")
    out = tmp_path / "dist"
    return pack(ROOT, site_dir, out, 1_790_000_000), pack(ROOT, newer, out, 1_790_000_060)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "srv")


@pytest.fixture
def nginx(place: Place, archives: tuple[Path, Path]) -> Iterator[NginxServer]:
    """nginx on what the operator's tool has installed."""
    port = free_port()
    place.do("pasang", archives[0], "--alamat", f"http://127.0.0.1:{port}/")
    with NginxServer(place.root / "kini", managed=True, port=port) as server:
        yield server


def test_a_whole_life_on_nginx(
    browser: Browser, nginx: NginxServer, place: Place, archives: tuple[Path, Path]
) -> None:
    context = new_context(browser, cast(SiteServer, nginx), service_workers="allow")
    watch = Watch(nginx.origin)
    watch.follow(context)
    page = context.new_page()

    # A whole call by keys; from page to page the document, and so Python, stays.
    desk = Desk(page).open("periksa")
    page.evaluate("window.__sama = true")
    desk.walk({**DIAGNOSIS, "layar": "blank"})
    assert desk.done
    desk.press("h")
    expect(page.locator(".p-tertutup")).to_contain_text("Data penelepon sudah dihapus")
    follow(page, "/alur/panggilan/")
    assert page.evaluate("window.__sama")
    wait_for_js(page, CONTROLLED, timeout=60_000)
    assert watch.console_errors == []
    assert watch.foreign_requests() == []

    # The operator recalls a clause: the page that is open closes the flow.
    follow(page, "/alur/periksa/")
    place.do("tarik", "PRK-07", "Diganti edaran 12/2026.")
    page.evaluate(ASK_NOW)
    expect(page.locator(".p-desk .p-ditarik")).to_contain_text("Diganti edaran 12/2026.")
    assert "utuh" in place.do("periksa")
    place.do("batal-tarik", "PRK-07")
    page.evaluate(ASK_NOW)
    expect(page.locator(".p-desk .p-ditarik")).to_have_count(0)

    # An update while the page is open is announced and taken by one button.
    place.do("pasang", archives[1])
    page.goto("/faq/")
    page.evaluate(ASK_NOW)
    page.locator(".p-versi-baru").get_by_role("button").click()
    expect(page.locator("h1")).to_contain_text("(baru)", timeout=60_000)

    # With the server gone the page is still there.
    wait_for_js(page, CONTROLLED, timeout=60_000)
    nginx.__exit__()
    page.goto("/sop/periksa/")
    expect(page.locator("h1")).to_be_visible()
    nginx.__enter__()
    context.close()
