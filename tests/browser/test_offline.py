"""Without a server, with a newer version, with what was recalled: what a page does by itself."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from flow_engine.library import load_library
from macros.publish.node import NodeError
from macros.publish.release import MOST_BYTES, kept_files, publish_release
from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.browser.test_desk import DIAGNOSIS
from tests.conftest import DESK
from tools.browser import wait_for_js
from tools.site import ROOT
from tools.site_server import Fault, SiteServer

RUNTIME_KEPT = """async () => {
    const cache = await caches.open("pandu-runtime");
    return (await cache.keys()).map((request) => new URL(request.url).pathname);
}"""
CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('pandu-')).sort()"
OLD_FILE = "/runtime/lama.0123456789.zip"
BEYOND = "document.documentElement.scrollHeight - document.documentElement.clientHeight"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


@pytest.fixture
def own_site(site_dir: Path, tmp_path: Path) -> Path:
    """A copy of the site; what is changed in it is written anew, for the rest is linked."""
    return shutil.copytree(site_dir, tmp_path / "situs", copy_function=os.link)


@pytest.fixture
def server(own_site: Path) -> Iterator[SiteServer]:
    with SiteServer(own_site) as running:
        yield running


def kept_page(browser: Browser, server: SiteServer) -> Page:
    """Open a flow, start it, and have page and runtime kept."""
    context = new_context(browser, server, service_workers="allow")
    page = context.new_page()
    desk = Desk(page).open("periksa")
    wait_for_js(page, CONTROLLED, timeout=60_000)
    # What started before there was a service worker is kept as soon as there is one.
    page.locator('[data-tool="mesin"]').click()
    expect(page.locator(".p-mesin-isi")).to_contain_text("tersimpan, bisa dipakai", timeout=60_000)
    page.keyboard.press("Enter")
    assert any("wasm" in name for name in page.evaluate(RUNTIME_KEPT))
    desk.settle()
    return page


@pytest.fixture
def kept(browser: Browser, server: SiteServer) -> Iterator[Page]:
    """A page of a flow that has started once, and is kept with its runtime."""
    page = kept_page(browser, server)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def steady_server(site_dir: Path) -> Iterator[SiteServer]:
    """A server of the site as it is, for what changes nothing in it."""
    with SiteServer(site_dir) as running:
        yield running


@pytest.fixture(scope="module")
def steady_page(browser: Browser, steady_server: SiteServer) -> Iterator[Page]:
    page = kept_page(browser, steady_server)
    yield page
    page.context.close()


@pytest.fixture
def steady(steady_page: Page, steady_server: SiteServer) -> Iterator[Page]:
    """The kept page of the site as it is, on a flow, with its server there."""
    steady_server.faults.clear()
    Desk(steady_page).open("periksa")
    yield steady_page
    steady_server.faults.clear()


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("tidak terjadi dalam 30 detik")


def rewrite(path: Path, text: str) -> None:
    """Write a file of the copy without touching the one it is linked to."""
    path.unlink()
    path.write_text(text)
    for small in path.parent.glob(f"{path.name}.*"):
        small.unlink()


def fail_all(server: SiteServer) -> None:
    server.faults["*"] = Fault(503)


def follow(page: Page, path: str) -> None:
    """Follow the page's own link, within the same document."""
    page.evaluate(
        "(path) => [...document.links].find((link) => link.pathname === path).click()", path
    )
    page.wait_for_url(f"**{path}")


def newer(server: SiteServer, **changes: Any) -> dict[str, Any]:
    """Let the server name another version; the answer of the real one is changed."""
    about: dict[str, Any] = json.loads((server.folder / "version.json").read_text())
    about |= {"version": "versi-lain", **changes}
    server.faults["*/version.json"] = Fault(200, json.dumps(about).encode(), "application/json")
    return about


def republish(site: Path, change: Callable[[], object], **settings: Any) -> str:
    """Change a site and make it another version of itself."""
    change()
    library, _ = load_library(ROOT / "docs" / "_data")
    for path in [*site.glob("sw.js*"), *site.glob("version.json*")]:
        path.unlink()
    return publish_release(ROOT, site, library, **settings)


def test_with_the_server_gone_everything_still_works(
    steady: Page, steady_server: SiteServer
) -> None:
    fail_all(steady_server)
    page = steady
    page.reload()
    desk = Desk(page)
    desk.wait_for_python()
    desk.new_call()
    assert desk.walk({**DIAGNOSIS, "self_diagnosis": "terhenti"}) > 5
    expect(page.locator(".p-end")).to_be_visible()
    page.goto("/biaya/")
    expect(page.locator("h1")).to_contain_text("iaya")
    page.keyboard.press("Control+k")
    page.keyboard.type("admin gopay")
    expect(page.locator(".p-temu-baris").first).to_contain_text("Rp1.500")
    Desk(page).open("lapor-ulang")
    page.goto("/sop/lapor-ulang/")
    expect(page.locator("#LUL")).to_have_count(1)
    page.goto("/tidak-ada/")
    expect(page.locator("body")).to_contain_text("belum tersimpan")


def test_a_room_that_was_opened_once_is_there_without_a_server(
    steady: Page, steady_server: SiteServer
) -> None:
    steady.goto("/latihan/kartu/")
    expect(steady.locator(".p-kuis.is-hidup")).to_be_visible(timeout=60_000)
    wait_until(steady, lambda: any("latihan" in n for n in steady.evaluate(RUNTIME_KEPT)))
    # A start that opens no room leaves it where it is.
    Desk(steady).open("periksa")
    steady.wait_for_timeout(1_000)
    fail_all(steady_server)
    steady.goto("/latihan/kartu/")
    expect(steady.locator(".p-kuis.is-hidup")).to_be_visible(timeout=60_000)
    steady.keyboard.press("Enter")
    steady.keyboard.press("1")
    expect(steady.locator(".p-kuis-vonis")).to_be_visible()


def test_the_age_is_seen_and_is_plain_without_a_network(
    steady: Page, steady_server: SiteServer
) -> None:
    status = steady.locator(".p-header-status")
    expect(status).to_contain_text("diperiksa baru saja")
    learnt = json.loads(steady.evaluate("localStorage.getItem('pandu.versi')"))
    learnt["checked"] -= 50 * 3_600_000
    steady.evaluate("(text) => localStorage.setItem('pandu.versi', text)", json.dumps(learnt))
    fail_all(steady_server)
    steady.reload()
    expect(status).to_contain_text("diperiksa 2 hari lalu")
    expect(status).to_have_class("p-header-status is-lama")


def test_a_new_version_waits_for_every_call_and_the_one_before_stays(
    kept: Page, own_site: Path
) -> None:
    page = kept
    before = page.evaluate(CACHES)
    runtime = page.evaluate(RUNTIME_KEPT)
    # Of a version that is gone for long.
    page.evaluate(
        f"async () => (await caches.open('pandu-runtime')).put('{OLD_FILE}', new Response('x'))"
    )
    desk = Desk(page)
    desk.press("Enter")
    other = Desk(page.context.new_page()).open("lapor-ulang", wait=False)
    other.press("Enter")
    biaya = own_site / "biaya" / "index.html"
    new = republish(own_site, lambda: rewrite(biaya, biaya.read_text().replace("Biaya", "Tarif")))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    banner = page.locator(".p-versi-baru")
    expect(banner).to_contain_text("Ada versi baru SOP")
    banner.get_by_role("button").click()
    expect(banner).to_contain_text("Masih ada panggilan yang terbuka")
    assert violations(page, ".p-versi-baru", ".md-header") == []
    # The desk gives up the room, and nothing of it leaves the screen.
    assert page.evaluate(BEYOND) == 0
    page.set_viewport_size({"width": 390, "height": 844})
    wait_until(page, lambda: page.evaluate(BEYOND) == 0)
    page.set_viewport_size(DESK)
    assert f"pandu-halaman-{new}" in page.evaluate(CACHES)
    page.keyboard.press("h")
    page.keyboard.press("y")
    expect(page.locator(".p-notice")).to_contain_text("Data penelepon sudah dihapus")
    banner.get_by_role("button").click()
    expect(banner).to_contain_text("Masih ada panggilan yang terbuka")
    other.page.close()
    banner.get_by_role("button").click()
    expect(banner).to_have_count(0)
    desk.wait_for_python()
    page.goto("/biaya/")
    expect(page.locator("h1")).to_contain_text("Tarif")
    assert {*before} < {*page.evaluate(CACHES)}
    left = page.evaluate(RUNTIME_KEPT)
    assert OLD_FILE not in left
    assert {*runtime} <= {*left}


def test_without_a_service_worker_a_newer_version_is_offered_too(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    page = fresh_desk.page
    page.goto("/biaya/")
    expect(page.locator(".p-header-status")).to_contain_text("diperiksa baru saja")
    about = newer(faulty_server, made="2031-05-06T07:00+00:00", withdrawn=["PRK-07", "PMB-C0"])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".p-versi-baru")).to_contain_text("Ada versi baru SOP")
    # What is on the screen is as old as it is, and not as new as what is offered.
    expect(page.locator(".p-header-status")).not_to_contain_text("2031")
    # Withdrawn since; what this version shows as withdrawn itself has no wall.
    follow(page, "/sop/")
    follow(page, "/sop/periksa/")
    expect(page.locator('.p-body[data-clause="PRK-07"] .p-ditarik')).to_be_visible()
    follow(page, "/sop/pln-mobile/")
    expect(page.locator("#PMB-C0")).to_be_attached()
    expect(page.locator(".p-ditarik")).to_have_count(0)
    assert about["version"] == "versi-lain"


def test_what_is_recalled_is_covered_at_once(steady: Page, steady_server: SiteServer) -> None:
    kept = steady
    kept_version = json.loads((steady_server.folder / "version.json").read_text())["version"]
    newer(steady_server, version=kept_version, recalled={"PRK-07": "Diganti edaran 12/2026."})
    kept.evaluate("window.dispatchEvent(new Event('online'))")
    wall = kept.locator(".p-desk .p-ditarik")
    expect(wall).to_contain_text("PRK-07 ditarik. Jangan dipakai. Diganti edaran 12/2026.")
    expect(kept.locator(".p-stage")).to_be_hidden()
    assert wall.bounding_box()["width"] == DESK["width"]  # type: ignore[index]
    assert violations(kept, ".p-ditarik") == []
    kept.goto("/sop/periksa/#PRK-07")
    expect(kept.locator('.p-body[data-clause="PRK-07"] .p-ditarik')).to_be_visible()
    expect(kept.locator('.p-body[data-clause="PRK-08"] .p-ditarik')).to_have_count(0)


def test_the_switch_takes_everything_kept_away(kept: Page, own_site: Path) -> None:
    republish(own_site, lambda: None, light=True)
    kept.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(kept, lambda: kept.evaluate(CACHES) == [])
    kept.reload()
    Desk(kept).wait_for_python()
    assert (
        kept.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    )


def test_a_broken_file_that_is_kept_is_fetched_anew(steady: Page) -> None:
    steady.evaluate(
        """async () => {
            const cache = await caches.open("pandu-runtime");
            const names = (await cache.keys()).map((request) => request.url);
            const picture = names.find((name) => name.endsWith(".snapshot"));
            await cache.put(picture, new Response("rusak"));
        }"""
    )
    steady.reload()
    Desk(steady).wait_for_python()
    expect(steady.locator(".p-desk")).to_have_attribute("data-engine-rung", "kilat")


def test_a_file_that_is_too_large_to_be_kept_is_an_error(tmp_path: Path) -> None:
    large = tmp_path / "gambar.svg"
    large.write_bytes(b"x" * (MOST_BYTES + 1))
    with pytest.raises(NodeError, match=r"gambar\.svg berukuran 3000001 bita"):
        list(kept_files(tmp_path, [large]))
