"""“Laporkan kekeliruan” under a clause: id, version and place, ready for the editor."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from flow_engine.records import Library
from macros.errors import clause_version
from tests.browser.conftest import new_context
from tests.knowledge import real_library
from tools.site_server import SiteServer

CLAUSE = "PRK-03"
COPIED = "Tersalin: id, versi dan tempat."
PHONE = {"width": 390, "height": 844}
OPENED = """() => {
  window.dibuka = [];
  window.open = (...about) => { window.dibuka.push(about); return null; };
}"""
SHOWN_OPACITY = "button => getComputedStyle(button.parentElement).opacity"


@pytest.fixture(scope="module")
def library() -> Library:
    return real_library()


@pytest.fixture
def sop(browser: Browser, site_server: SiteServer) -> Iterator[Page]:
    """The page of PRK with the clipboard open, and a note of every window it opens."""
    context = new_context(browser, site_server, reduced_motion="reduce")
    page = context.new_page()
    page.goto("sop/periksa/")
    page.wait_for_load_state()
    page.evaluate(OPENED)
    yield page
    context.close()


def button_of(page: Page, clause: str = CLAUSE) -> Locator:
    return page.locator(f'[data-keliru="{clause}"]')


def report(page: Page, library: Library) -> str:
    clause = library.clauses[CLAUSE]
    version = clause_version(library.documents[clause.document], clause)
    place = f"{page.url.partition('#')[0]}#{CLAUSE}"
    return (
        f"Laporan kekeliruan Pandu\nKlausul: {CLAUSE}\nVersi: {version}\n"
        f"Tempat: {place}\nYang keliru: "
    )


def copied(page: Page) -> str:
    expect(page.get_by_role("status").filter(has_text=COPIED)).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_click_copies_id_version_and_address_and_opens_nothing(
    sop: Page, library: Library
) -> None:
    button_of(sop).click()
    assert copied(sop) == report(sop, library)
    assert sop.url.endswith("/sop/periksa/")
    assert sop.evaluate("window.dibuka") == []


def test_the_address_that_is_copied_leads_to_the_clause(sop: Page) -> None:
    button_of(sop).click()
    place = copied(sop).split("Tempat: ")[1].split("\n")[0]
    sop.goto(place)
    # The theme fetches the open page anew, after which the browser knows of no target.
    marked = sop.locator(".p-clause.p-tanda")
    expect(marked).to_have_id(CLAUSE)
    expect(marked).to_be_in_viewport()


def test_a_mail_address_is_opened_with_the_report_in_it(sop: Page, library: Library) -> None:
    button_of(sop).evaluate("button => { button.dataset.tujuan = 'mailto:penyunting@pln.test'; }")
    button_of(sop).click()
    text = report(sop, library)
    assert copied(sop) == text
    spelled = {"subject": f"Kekeliruan {CLAUSE}", "body": text}
    query = "&".join(f"{name}={quote(words, safe='')}" for name, words in spelled.items())
    assert sop.evaluate("window.dibuka") == [
        [f"mailto:penyunting@pln.test?{query}", "_blank", "noopener"]
    ]


def test_the_button_is_quiet_until_its_clause_is_pointed_at(sop: Page) -> None:
    button = button_of(sop)
    assert button.evaluate(SHOWN_OPACITY) == "0"
    sop.locator(f'[data-clause="{CLAUSE}"] .p-text').first.hover()
    expect(button.locator("..")).to_have_css("opacity", "1")
    expect(button_of(sop, "PRK-02").locator("..")).to_have_css("opacity", "0")


def test_the_keyboard_reaches_the_button_and_presses_it(sop: Page, library: Library) -> None:
    body = sop.locator(f'[data-clause="{CLAUSE}"]')
    body.locator("a, button").first.focus()
    for _ in range(body.locator("a, button").count()):
        if button_of(sop).evaluate("button => button === document.activeElement"):
            break
        sop.keyboard.press("Tab")
    expect(button_of(sop)).to_be_focused()
    expect(button_of(sop).locator("..")).to_have_css("opacity", "1")
    sop.keyboard.press("Enter")
    assert copied(sop) == report(sop, library)
    expect(button_of(sop)).to_be_focused()


def test_it_still_works_after_instant_navigation(sop: Page) -> None:
    sop.get_by_role("navigation", name="Bagian").get_by_text("Biaya").click()
    sop.wait_for_url("**/biaya/")
    button_of(sop, "PMB-A6e").click()
    text = copied(sop)
    assert "Klausul: PMB-A6e\n" in text
    assert "/biaya/#PMB-A6e\n" in text


def test_on_a_phone_every_button_is_seen_and_large_enough(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("sop/periksa/")
    for button in page.locator("[data-keliru]").all()[:5]:
        expect(button).to_be_visible()
        assert button.evaluate(SHOWN_OPACITY) == "1"
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 24 and box["width"] >= 24
        assert box["x"] + box["width"] <= PHONE["width"]
    context.close()


def test_it_is_not_printed(sop: Page) -> None:
    sop.emulate_media(media="print")
    expect(button_of(sop)).to_be_hidden()
