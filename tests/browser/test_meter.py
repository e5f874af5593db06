"""The imitated kWh meter: at the desk by keys, on the page of the codes by touch."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.engine.cards import DIAGNOSIS
from tests.knowledge import real_library
from tools.site_server import SiteServer

PHONE = {"width": 390, "height": 844}
READINGS = {code.code: code.example for code in real_library().codes}


def meter_of(page: Page) -> Locator:
    return page.locator(".p-meter")


def shows(page: Page, text: str) -> None:
    expect(meter_of(page)).to_have_attribute("data-layar", text)


def to_first_code(desk: Desk) -> Page:
    page = desk.begin("periksa").page
    desk.until("kode_08", DIAGNOSIS.choices)
    return page


def test_d_at_a_reading_shows_what_the_caller_sees_and_answers_nothing(desk: Desk) -> None:
    page = to_first_code(desk)
    field = page.locator("#isian-kode_08")
    expect(field).to_be_focused()
    button = page.locator(".p-meter-buka")
    expect(button).to_be_in_viewport(ratio=1)
    page.keyboard.press("d")
    expect(page.locator(".p-meter-dialog")).to_be_visible()
    expect(meter_of(page).get_by_role("button", name="1", exact=True)).to_be_focused()
    shows(page, "PERIKSA")
    for code, reading in READINGS.items():
        page.keyboard.type(code)
        shows(page, code)
        page.keyboard.press("Enter")
        shows(page, reading)
    expect(meter_of(page).get_by_role("status")).to_have_text(f"Layar: {reading}.")
    assert violations(page, ".p-meter-dialog") == []
    page.keyboard.press("Escape")
    expect(page.locator(".p-meter-dialog")).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert desk.asked() == "kode_08"


def test_the_button_of_the_meter_stands_only_where_a_meter_is_read(desk: Desk) -> None:
    page = to_first_code(desk)
    page.keyboard.press("3")
    expect(page.locator("#isian-kode_08")).to_have_value("3")
    page.keyboard.press("d")
    expect(page.locator(".p-meter-dialog")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.locator(".p-meter-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("meter tiruan")
    page.keyboard.press("Enter")
    desk.new_call()
    desk.to_power()
    expect(page.locator(".p-meter-buka")).to_have_count(0)
    page.keyboard.press("d")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_by_touch_4_1_enter_shows_a_reading_and_an_unknown_code_is_said(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, viewport=PHONE, has_touch=True)
    try:
        page = context.new_page()
        page.goto("kode/")
        page.get_by_text("Coba pada meter tiruan").tap()
        button = meter_of(page).get_by_role("button", name="4", exact=True)
        assert (button.bounding_box() or {"height": 0})["height"] >= 44
        button.tap()
        meter_of(page).get_by_role("button", name="1", exact=True).tap()
        meter_of(page).get_by_role("button", name="Enter").tap()
        shows(page, READINGS["41"])
        assert meter_of(page).locator("polygon.is-nyala").count() > 8
        meter_of(page).get_by_role("button", name="9", exact=True).tap()
        meter_of(page).get_by_role("button", name="Enter").tap()
        note = meter_of(page).locator(".p-meter-catatan")
        expect(note).to_have_text("Meter tiruan ini tidak mengenal kode itu.")
        # Arrows move inside the keypad, which is one stop of the tab key.
        page.keyboard.press("ArrowUp")
        expect(meter_of(page).get_by_role("button", name="9", exact=True)).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_text("Coba pada meter tiruan")).to_be_focused()
        page.keyboard.type("41")
        shows(page, "PERIKSA")
        assert violations(page, ".p-meter-coba") == []
    finally:
        context.close()
