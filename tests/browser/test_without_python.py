"""The walk that needs no Python: without scripts, before Python is up, and when it fails."""

from __future__ import annotations

import datetime

from playwright.sync_api import Browser, Page, expect

from flow_engine.events import Action, Event
from flow_engine.links import write_link
from flow_engine.logbook import apply, begun
from flow_engine.session import replay
from tests.browser.conftest import new_context
from tests.browser.desk import WORKERS, Desk
from tests.knowledge import real_flows
from tools.site_server import Fault, SiteServer

WASM = "*/pyodide.asm.*.wasm"
NOW = datetime.datetime(2026, 1, 15, 10, 0)
STALLED = "Mesin tidak dapat dijalankan di peramban ini"


def fails(desk: Desk) -> str:
    """Wait until the desk has given Python up; return what it says."""
    notice = desk.page.locator(".p-notice")
    expect(notice).to_contain_text(STALLED, timeout=20_000)
    expect(desk.page.locator(".p-mesin")).to_have_text("tanpa mesin")
    return notice.inner_text()


def walk_to_wo(desk: Desk) -> None:
    """Walk without Python, by keys: power out, display blank, to the outcome."""
    for key, title in (
        ("Enter", "Tanyakan nama penelepon"),
        ("Enter", "Listrik padam atau masih menyala?"),
        ("1", "Padam: layar kWh meter terlihat atau blank?"),
        ("2", "Padam dan layar kWh meter blank"),
        ("Enter", "Gangguan, layar meter blank"),
    ):
        desk.page.keyboard.press(key)
        assert desk.title == title


def test_the_first_step_and_the_whole_walk_stand_without_javascript(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/alur/periksa/")
    expect(page.locator(".p-step").first).to_contain_text("PLN 123 selamat")
    page.locator("#langkah-listrik a.p-way", has_text="Padam").click()
    assert page.url.endswith("#langkah-layar")
    page.locator("#langkah-layar a.p-way", has_text="Blank").click()
    page.locator("#langkah-lapor-blank a.p-way").click()
    expect(page.locator("#hasil-layar-blank")).to_contain_text(
        "1 RUMAH PADAM (LAYAR APP BLANK/GELAP, SEBELUMNYA TERTERA PERIKSA)"
    )
    expect(page.locator("#hasil-layar-blank")).to_be_in_viewport()
    context.close()


def test_a_missing_wasm_is_named_and_the_walk_stands(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    faulty_server.faults[WASM] = Fault(404)
    fresh_desk.open("periksa", wait=False)
    assert "berkas mesin tidak dapat diambil" in fails(fresh_desk)
    for key in "uw":
        fresh_desk.page.keyboard.press(key)
        told = fresh_desk.page.locator(".p-status")
        expect(told).to_contain_text("Belum ada panggilan dengan mesin")
        told.evaluate("place => { place.textContent = ''; }")
    walk_to_wo(fresh_desk)


def test_a_link_that_came_before_python_failed_waits_and_is_opened(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    flow = real_flows()["periksa"]
    state = begun(flow, {}, (), NOW)
    for _ in range(2):
        here = replay(flow, state).visits[-1].key
        state = apply(flow, state, Event(NOW, here, Action.PASS, {}))
    link = write_link(flow, state)
    page = fresh_desk.page
    faulty_server.faults["*/runtime.json"] = Fault(503)
    page.goto(f"/alur/periksa/#jalan={link}")
    assert "Tautan langkah yang tadi belum terbuka" in fails(fresh_desk)
    faulty_server.faults.clear()
    page.get_by_role("button", name="Coba lagi").click()
    fresh_desk.wait_for_python()
    expect(page.locator(".p-notice")).to_contain_text("dibuka dari tautan langkah")
    assert fresh_desk.asked() == "listrik"


def test_a_login_page_in_place_of_the_wasm_is_found_out(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    faulty_server.faults[WASM] = Fault(200, b"<!doctype html><title>Masuk</title>", "text/html")
    fresh_desk.open("periksa", wait=False)
    assert "tidak utuh" in fails(fresh_desk)
    walk_to_wo(fresh_desk)


def test_a_wasm_that_never_comes_is_given_up_by_the_watchdog(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    faulty_server.faults[WASM] = Fault(200, delay_seconds=30)
    fresh_desk.open("periksa", wait=False)
    assert "tidak menyala dalam waktu yang wajar" in fails(fresh_desk)
    faulty_server.faults.clear()
    fresh_desk.page.get_by_role("button", name="Coba lagi").click()
    fresh_desk.wait_for_python()
    expect(fresh_desk.page.locator(".p-notice")).to_be_hidden()


def test_a_browser_without_webassembly_is_told_so(fresh_desk: Desk) -> None:
    fresh_desk.page.add_init_script("delete window.WebAssembly")
    fresh_desk.open("periksa", wait=False)
    assert "WebAssembly" in fails(fresh_desk)


def test_answers_given_before_python_is_up_are_taken_over(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    faulty_server.faults["*/runtime.json"] = Fault(
        200, (faulty_server.folder / "runtime" / "runtime.json").read_bytes(), delay_seconds=2
    )
    page = fresh_desk.open("periksa", wait=False).page
    for key in ("Enter", "Enter", "1", "1"):
        page.keyboard.press(key)
    expect(page.locator(".p-desk")).to_have_attribute("data-mode", "jalan")
    assert fresh_desk.title == "Pastikan keterangan di layar PERIKSA"
    fresh_desk.wait_for_python()
    assert fresh_desk.title == "Pastikan keterangan di layar PERIKSA"
    expect(page.locator(".p-trail-answer")).to_have_text(["Padam", "Masih terlihat"])
    assert "#" not in page.url


def test_a_worker_killed_in_a_step_is_replaced_and_the_same_step_goes_on(fresh_desk: Desk) -> None:
    page = fresh_desk.page
    page.add_init_script(WORKERS)
    fresh_desk.open("periksa")
    fresh_desk.to_power()
    page.evaluate("__workers.forEach((worker) => worker.terminate())")
    page.keyboard.press("1")
    expect(page.locator(".p-desk[aria-busy]")).to_have_count(0, timeout=60_000)
    assert fresh_desk.asked() == "layar"
    expect(page.locator(".p-trail-answer")).to_have_text(["Padam"])
    assert fresh_desk.page.evaluate("__workers.length") >= 2


def test_python_gone_for_good_leaves_the_walk_at_the_same_step(
    fresh_desk: Desk, faulty_server: SiteServer
) -> None:
    page = fresh_desk.page
    page.add_init_script(WORKERS)
    fresh_desk.open("periksa")
    fresh_desk.to_power()
    fresh_desk.press("1")
    faulty_server.faults["*/runtime.json"] = Fault(503)
    page.evaluate("__workers.forEach((worker) => worker.terminate())")
    page.keyboard.press("1")
    fails(fresh_desk)
    assert fresh_desk.title == "Padam: layar kWh meter terlihat atau blank?"
    expect(page.locator(".p-trail-answer")).to_have_text(["Padam"])
    page.keyboard.press("1")
    assert fresh_desk.title == "Pastikan keterangan di layar PERIKSA"


def test_a_link_to_a_step_opens_the_walk_there(page: Page) -> None:
    page.goto("/alur/periksa/#langkah-wilayah")
    expect(page.locator("#langkah-wilayah")).to_be_visible()
    expect(page.locator(".p-step:visible")).to_have_count(1)
    page.get_by_role("button", name="Mulai panggilan").click()
    Desk(page).wait_for_python()
    assert Desk(page).title == "Salam pembuka"
    expect(page.locator(".p-notice")).to_be_hidden()
