"""Every file of the runtime broken in every way: the rung that holds, and what is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tools.runtime_faults import COMMON, HANG, OWN, WAYS, Files, read_runtime_files
from tools.site_server import Fault, SiteServer

NAMES = {"kilat": "Potret memori", "hemat": "Python yang sudah dikompilasi"}


@pytest.fixture(scope="module")
def files(site_dir: Path) -> Files:
    """Every file of the runtime, by its role, with its content."""
    return read_runtime_files(site_dir)


FIRST_WAYS = ("bit terbalik", "halaman masuk")
# The others are told apart only by what is said; ``make proof`` has them all.
SHARED_OUT = [
    way if way in FIRST_WAYS else pytest.param(way, marks=pytest.mark.proof) for way in WAYS
]


@pytest.fixture
def broken(
    browser: Browser, site_server: SiteServer, faulty_server: SiteServer
) -> Iterator[tuple[Page, SiteServer]]:
    """A page of its own, with nothing kept, on a server that may be told to misbehave."""
    context = new_context(browser, site_server)
    yield context.new_page(), faulty_server
    context.close()


def without_python(page: Page, words: str) -> None:
    expect(page.locator(".p-notice")).to_contain_text(words, timeout=60_000)
    expect(page.locator(".p-mesin")).to_have_text("tanpa mesin")
    desk = Desk(page)
    title = desk.title
    page.keyboard.press("Enter")
    assert desk.title != title


@pytest.mark.parametrize("way", SHARED_OUT)
@pytest.mark.parametrize("role", COMMON)
def test_what_all_rungs_need_being_broken_leaves_the_walk(
    broken: tuple[Page, SiteServer], files: Files, role: str, way: str
) -> None:
    page, server = broken
    server.faults["/" + files[role]["path"]] = WAYS[way](files[role])
    page.goto("/alur/turun-daya/")
    missing = way in ("tidak ada", "rusak di server")
    without_python(page, "tidak dapat diambil" if missing else "tidak utuh")


@pytest.mark.parametrize("way", SHARED_OUT)
@pytest.mark.parametrize(
    ("first", "then"),
    [("kilat", "hemat"), pytest.param("hemat", "standar", marks=pytest.mark.proof)],
)
def test_a_rung_that_is_broken_gives_way_to_the_next_and_says_so(
    broken: tuple[Page, SiteServer],
    files: Files,
    first: str,
    then: str,
    way: str,
) -> None:
    page, server = broken
    for rung in list(OWN)[: list(OWN).index(first) + 1]:
        about = files[OWN[rung]]
        server.faults["/" + about["path"]] = WAYS[way](about)
    page.goto("/alur/turun-daya/")
    desk = Desk(page)
    desk.wait_for_python()
    expect(page.locator(".p-desk")).to_have_attribute("data-engine-rung", then)
    number = list(OWN).index(then) + 1
    expect(page.locator(".p-mesin")).to_have_text(f"mesin: siap, tingkat {number}")
    page.locator(".p-mesin").click()
    panel = page.locator("dialog[open]")
    expect(panel).to_contain_text(f"Bukan {NAMES[first]}")
    assert violations(page, "dialog[open]", ".p-bar") == []
    page.keyboard.press("Enter")
    title = desk.title
    desk.press("Enter")
    assert desk.title != title


def test_all_python_broken_leaves_the_walk(broken: tuple[Page, SiteServer], files: Files) -> None:
    page, server = broken
    for role in OWN.values():
        server.faults["/" + files[role]["path"]] = Fault(404)
    page.goto("/alur/turun-daya/")
    without_python(page, "tidak dapat diambil")


@pytest.mark.parametrize("text", ["", "<html>", '{"files": null}'])
def test_a_manifest_that_is_none_leaves_the_walk(
    broken: tuple[Page, SiteServer], text: str
) -> None:
    page, server = broken
    server.faults["*/runtime.json"] = Fault(200, text.encode(), "application/json")
    page.goto("/alur/turun-daya/")
    without_python(page, "Mesin tidak dapat dijalankan")


def test_a_manifest_that_names_another_host_is_refused(
    broken: tuple[Page, SiteServer], site_dir: Path
) -> None:
    page, server = broken
    about = json.loads((site_dir / "runtime" / "runtime.json").read_text())
    about["files"]["pyodide.asm.wasm"]["path"] = "https://contoh.test/x.wasm"
    server.faults["*/runtime.json"] = Fault(200, json.dumps(about).encode(), "application/json")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/alur/turun-daya/")
    without_python(page, "tidak utuh")
    assert not [url for url in asked if "contoh.test" in url]


def test_wrong_types_do_no_harm(broken: tuple[Page, SiteServer], files: Files) -> None:
    page, server = broken
    for role in ("pyodide.asm.wasm", "python.snapshot", "pyodide-lock.json"):
        server.faults["/" + files[role]["path"]] = Fault(200, files[role]["body"], "text/plain")
    page.goto("/alur/turun-daya/")
    Desk(page).wait_for_python()
    expect(page.locator(".p-mesin")).to_have_text("mesin: siap")


@pytest.mark.parametrize(
    "blocked",
    ["delete window.localStorage; delete window.sessionStorage",
     "Storage.prototype.setItem = () => { throw new DOMException('penuh', 'QuotaExceededError'); }",
     "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('x'); } });"
     "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('x'); } });",
     "delete Navigator.prototype.serviceWorker",
     "delete window.BroadcastChannel; delete window.indexedDB; delete window.caches"],
    ids=["tanpa penyimpanan", "penuh", "diblokir", "tanpa service worker", "jendela pribadi"],
)  # fmt: skip
def test_a_browser_that_keeps_nothing_still_runs_a_call(
    broken: tuple[Page, SiteServer], blocked: str
) -> None:
    page, _ = broken
    page.add_init_script(blocked)
    desk = Desk(page).open("turun-daya")
    desk.press("Enter")
    page.locator(".md-tabs a", has_text="Biaya").click()
    expect(page.locator(".p-kembali")).to_be_visible()


def test_a_runaway_step_is_ended_and_the_same_step_answered(
    broken: tuple[Page, SiteServer],
) -> None:
    page, _ = broken
    page.add_init_script(HANG)
    desk = Desk(page).open("periksa")
    desk.to_power()
    page.evaluate("window.hang = true")
    desk.press("1")
    assert desk.asked() == "layar"
    assert page.evaluate("window.hang") is False
    page.locator(".p-mesin").click()
    expect(page.locator("dialog[open]")).to_contain_text("Dinyalakan2 kali")
