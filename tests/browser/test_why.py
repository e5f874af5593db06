"""“Mengapa?” on the desk: one key opens the reasons Python gave, and closes them again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from flow_engine.runs import run_facts
from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.knowledge import real_house
from tools.site_server import SiteServer

FLOWS = real_house().flows
BLANK = {"listrik": "padam", "layar": "blank"}
NOW = datetime.datetime(2026, 1, 15, 10, 0)


def to_outcome(desk: Desk) -> None:
    """Walk until the report knows its outcome; the closing steps are still to come."""
    while not desk.page.locator(".p-report-place .p-outcome").count():
        desk.step(BLANK)
    assert not desk.done
    desk.page.keyboard.press("Escape")  # out of the field, so that letters are keys


def shown(place: Locator) -> list[tuple[str, str]]:
    """What each line says: its label, and its text with the clauses behind it."""
    lines = place.locator(".p-why-line")
    return [
        (line.locator("dt").inner_text(), line.locator("dd").inner_text()) for line in lines.all()
    ]


def expected(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The same lines as the command line gives them."""
    lines = run_facts(FLOWS["periksa"], facts, NOW)["why"]
    found = []
    for line in lines:
        behind = [clause for clause in line["clauses"] if clause not in line["text"]]
        found.append((line["label"], " ".join([line["text"], *behind])))
    return found


def test_the_key_opens_the_reasons_beside_the_report_and_closes_them(desk: Desk) -> None:
    page = desk.begin("periksa").page
    expect(page.locator(".p-why-button")).to_have_count(0)
    to_outcome(desk)
    button = page.locator(".p-report-place .p-why-button")
    place = page.locator(".p-report-place .p-why")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button.locator("kbd")).to_have_text("M")
    assert button.get_attribute("aria-controls") == place.get_attribute("id")
    expect(place.locator(".p-why-line")).to_have_count(0)

    page.keyboard.press("m")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert shown(place) == expected(BLANK)
    assert shown(place)[0] == ("Jawaban", "Listrik: Padam · Layar: Blank (gelap)")
    link = place.locator("a.p-ref", has_text="PRK-03a1x").first
    assert (link.get_attribute("href") or "").endswith("sop/periksa/#PRK-03a1x")

    key = page.locator(".p-live .p-step-name").inner_text()
    desk.press("Enter")
    assert page.locator(".p-live .p-step-name").inner_text() != key, "Enter goes on, as ever"
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(place.locator(".p-why-line")).to_have_count(0)


def test_the_end_of_a_call_explains_itself(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.walk(BLANK)
    button = page.locator(".p-live .p-why-button")
    expect(page.locator(".p-why-button")).to_have_count(1)
    page.keyboard.press("m")
    expect(button).to_have_attribute("aria-expanded", "true")
    place = page.locator(".p-end .p-why")
    assert shown(place) == expected(BLANK)
    expect(place.locator(".p-why-line").last).to_be_in_viewport()
    button.click()
    expect(place.locator(".p-why-line")).to_have_count(0)


def test_the_reasons_never_show_what_the_caller_is_called(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.enter("Kenari")
    facts = {"listrik": "menyala", "pernah_lapor": "belum", "idpel": "531234567890"}
    desk.walk({**facts, "alamat_sesuai": "ya", "wilayah": "lain"})
    page.keyboard.press("m")
    place = page.locator(".p-end .p-why")
    expect(place).to_contain_text("ID Pelanggan: diisi")
    expect(place).not_to_contain_text("531234567890")
    expect(place).not_to_contain_text("Kenari")


def test_the_list_of_all_keys_names_the_key(desk: Desk) -> None:
    page = desk.begin("periksa").page
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    row = page.locator("dialog[open] .p-allkeys > div", has_text="mengapa")
    expect(row.locator("kbd")).to_have_text("M")
    page.keyboard.press("Escape")


def test_axe_finds_nothing_while_the_reasons_are_open(desk: Desk) -> None:
    page = desk.begin("periksa").page
    to_outcome(desk)
    page.keyboard.press("m")
    expect(page.locator(".p-why-line").first).to_be_visible()
    assert violations(page, ".p-desk") == []
    desk.walk(BLANK)
    page.keyboard.press("m")
    expect(page.locator(".p-end .p-why-line").first).to_be_visible()
    assert violations(page, ".p-desk") == []


@pytest.fixture
def phone(browser: Browser, site_server: SiteServer) -> Iterator[Page]:
    context = new_context(browser, site_server, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_on_a_phone_a_tap_opens_the_reasons_and_nothing_runs_off_the_side(phone: Page) -> None:
    desk = Desk(phone).open("periksa")
    desk.walk(BLANK)
    phone.locator(".p-live .p-why-button").click()
    expect(phone.locator(".p-end .p-why-line").first).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide = "(node) => node.scrollWidth <= node.clientWidth"
    assert phone.locator(".p-end").evaluate(wide)
