"""The map of a flow on its page: over the desk where scripts run, below the walk where not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tools.browser import wait_for_js
from tools.site import ROOT
from tools.site_server import SiteServer

AXE = """async () => {
    const found = await axe.run({include: ['#peta']});
    return found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.target.join(' '))]);
}"""
READING = "Anda sedang membaca satu langkah dari peta."


def open_map(desk: Desk) -> Page:
    """Open the map by its key."""
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("a")
    expect(desk.page.locator("#peta")).to_have_attribute("open", "")
    return desk.page


def to_screen(desk: Desk) -> None:
    """Begin a call and go on to the question after the first two choices."""
    desk.begin("periksa")
    desk.to_power()
    desk.press("1")
    desk.press("1")


def test_the_map_shows_where_the_call_stands(desk: Desk) -> None:
    to_screen(desk)
    page = open_map(desk)
    now = page.locator("#peta .is-kini")
    expect(now).to_have_attribute("id", "peta-langkah-keterangan-layar")
    expect(now).to_have_attribute("aria-current", "step")
    expect(now).to_be_in_viewport()
    passed = [card.get_attribute("id") for card in page.locator("#peta .is-lewat").all()]
    assert passed == [
        "peta-bagian-pembuka",
        "peta-langkah-listrik",
        "peta-langkah-layar",
        "peta-langkah-keterangan-layar",
    ]
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert desk.asked() == "keterangan_layar"


def test_a_step_of_the_call_is_gone_back_to_from_the_map(desk: Desk) -> None:
    to_screen(desk)
    page = open_map(desk)
    page.locator("#peta-langkah-listrik").click()
    desk.settle()
    assert desk.asked() == "listrik"
    expect(page.locator(".p-trail-item")).to_have_count(5)
    expect(page.locator(".p-notice")).to_be_hidden()


def test_another_step_is_only_read_and_the_call_waits(desk: Desk) -> None:
    to_screen(desk)
    page = open_map(desk)
    page.locator("#peta-langkah-wilayah").click()
    expect(page.locator(".p-notice")).to_contain_text(READING)
    expect(page.locator("#langkah-wilayah")).to_be_visible()
    expect(page.locator(".p-trail-item")).to_have_count(5)
    assert "#" not in page.url
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator(".p-notice")).to_be_hidden()
    assert desk.asked() == "keterangan_layar"
    open_map(desk).locator("#peta-hasil-kwh-periksa").click()
    expect(page.locator("#hasil-kwh-periksa")).to_be_visible()
    page.get_by_role("button", name="Kembali ke panggilan").click()
    assert desk.asked() == "keterangan_layar"
    desk.press("1")
    assert desk.asked() == "mcb_on", "keys belong to the call again"


def test_the_end_of_a_call_stands_on_the_map(desk: Desk) -> None:
    desk.begin("periksa")
    desk.walk({"listrik": "padam", "layar": "blank"})
    page = open_map(desk)
    expect(page.locator("#peta .is-kini")).to_have_attribute("id", "peta-hasil-layar-blank")
    expect(page.locator("#peta-lalu-penutup-laporan")).to_have_class(
        "p-peta-kartu is-bagian is-lewat"
    )
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_map_scrolls_in_its_own_frame_and_fits_the_screen_on_request(
    desk: Desk, width: int, height: int
) -> None:
    page = desk.page
    page.set_viewport_size({"width": width, "height": height})
    desk.begin("periksa")
    open_map(desk)
    frame = page.locator(".p-peta-bingkai")
    sizes = "e => [e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight]"
    wide, seen, _, _ = frame.evaluate(sizes)
    assert wide > seen
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(frame).to_be_focused()
    page.keyboard.press("PageDown")
    wait_for_js(page, "document.querySelector('.p-peta-bingkai').scrollTop > 100")
    page.get_by_label("Pas lebar layar").check()
    wide, seen, tall, _ = frame.evaluate(sizes)
    assert wide <= seen and tall > 0
    page.get_by_label("Pas lebar layar").uncheck()
    page.get_by_role("button", name="Tutup").click()
    page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_map(desk: Desk, scheme: str) -> None:
    page = desk.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.begin("periksa")
    open_map(desk)
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    assert page.evaluate(AXE) == []
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme="light")


def test_a_link_to_the_map_opens_it_and_other_pages_still_open_at_once(desk: Desk) -> None:
    page = desk.page
    desk.begin("periksa")
    page.evaluate("window.kept = true")
    page.locator(".md-tabs a", has_text="Alur").click()
    page.locator('.p-alur-daftar a[href$="lapor-ulang/#peta"]').click()
    expect(page.locator("#peta")).to_have_attribute("open", "")
    expect(page.locator(".p-desk")).to_have_attribute("data-flow", "lapor-ulang")
    assert page.evaluate("window.kept"), "the pages were changed without loading anew"


def test_without_scripts_the_map_stands_below_the_walk_and_its_cards_are_links(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/alur/periksa/")
    expect(page.locator("#peta")).to_be_visible()
    page.locator(".p-bar-peta").click()
    expect(page.get_by_role("heading", name="Peta alur")).to_be_in_viewport()
    page.locator("#peta-langkah-listrik").click()
    assert page.url.endswith("#langkah-listrik")
    expect(page.locator("#langkah-listrik")).to_be_in_viewport()
    context.close()


def test_the_map_is_whole_in_the_page_and_takes_no_room_while_it_is_shut(page: Page) -> None:
    page.goto("/alur/periksa/")
    assert page.evaluate("document.querySelector('#peta').parentElement.tagName") == "DIV"
    assert page.evaluate("document.querySelectorAll('#peta svg a').length") > 60
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_drawing_opens_as_a_file_in_the_colours_of_the_site(page: Page) -> None:
    page.goto("/data/peta/periksa.svg")
    card = page.locator("#peta-langkah-listrik > .p-peta-dasar")
    assert card.evaluate("e => getComputedStyle(e).fill") == "rgb(255, 255, 255)"
    page.locator("#peta-langkah-listrik").click()
    page.wait_for_url("**/alur/periksa/#langkah-listrik")
