"""The ledger in the browser: filters, links, details on demand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from macros.data import House
from tests.browser.conftest import new_context
from tests.knowledge import real_house
from tests.macros.test_in_browser import grave, too_wide
from tools.site_server import SiteServer

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def house() -> House:
    return real_house()


@pytest.fixture
def ledger(browser: Browser, site_server: SiteServer) -> Iterator[Page]:
    context = new_context(browser, site_server, reduced_motion="reduce")
    page = context.new_page()
    page.goto("qa/ledger/")
    page.wait_for_selector(".p-rinci")
    yield page
    context.close()


def shown(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "tr[data-klausul]:not([hidden])", "rows => rows.map((row) => row.dataset.klausul)"
    )
    return found


def test_document_and_holes_filter_together(ledger: Page, house: House) -> None:
    told = [cover.clause for cover in house.covers if not cover.uses]
    ledger.get_by_label("Keadaan").select_option("Tanpa alur")
    assert shown(ledger) == [clause.id for clause in told]
    expect(ledger.locator(".p-jumlah")).to_have_text("14 dari 202")
    ledger.get_by_label("Kelompok").select_option("PMB")
    assert shown(ledger) == ["PMB", "PMB-C0", "PMB-D"]
    ledger.get_by_label("Saring id atau kata").fill("bagan")
    assert shown(ledger) == ["PMB-D"]
    ledger.get_by_label("Keadaan").select_option("Semua keadaan")
    ledger.get_by_label("Saring id atau kata").fill("PRK-05")
    assert shown(ledger) == []
    expect(ledger.locator(".p-jumlah")).to_contain_text("Tidak ada yang cocok")


def test_details_name_steps_and_scenarios_and_close_again(ledger: Page, house: House) -> None:
    (cover,) = [cover for cover in house.covers if cover.clause.id == "LUL-C2b"]
    row = ledger.locator('tr[data-klausul="LUL-C2b"]')
    button = row.get_by_role("button", name="Rincian LUL-C2b")
    button.focus()
    ledger.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    details = row.locator(".p-rinci__isi")
    links = details.get_by_role("link")
    expect(links).to_have_text([use.title for use in cover.uses])
    expect(details.locator(".p-rinci__panjang li")).to_have_count(len(cover.scenarios))
    ledger.keyboard.press("Enter")
    expect(details).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    links.first.click()
    ledger.wait_for_url("**/alur/lapor-ulang/#*")
    anchor = ledger.url.partition("#")[2]
    expect(ledger.locator(f'[id="{anchor}"]')).to_have_count(1)


def test_a_clause_that_is_only_told_has_no_details(ledger: Page) -> None:
    row = ledger.locator('tr[data-klausul="PRK-D"]')
    expect(row.get_by_role("button")).to_have_count(0)
    expect(row).to_contain_text("tidak ada")


def test_what_cannot_be_fetched_is_told_and_can_be_asked_for_again(ledger: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=404, body="")

    ledger.route("**/data/cakupan.json", refuse)
    button = ledger.get_by_role("button", name="Rincian PRK-01", exact=True)
    button.click()
    expect(ledger.get_by_role("alert").filter(has_text="tidak dapat diambil")).to_be_visible()
    button.click()
    ledger.unroute("**/data/cakupan.json", refuse)
    button.click()
    expect(ledger.locator(".p-rinci__panjang li").first).to_be_visible()


def test_the_other_way_opens_the_clauses_of_a_scenario(
    browser: Browser, site_server: SiteServer, house: House
) -> None:
    context = new_context(browser, site_server, reduced_motion="reduce", viewport=PHONE)
    page = context.new_page()
    page.goto("qa/cakupan/")
    page.wait_for_selector(".p-rinci", state="attached")
    first = next(n for n, run in enumerate(house.tried) if run.scenario.flow == "lapor-ulang")
    item = page.locator(f'[data-skenario="{first}"]')
    page.locator(".p-cakupan__baris", has=item).locator("summary").click()
    item.get_by_role("button").click()
    clauses = list(dict.fromkeys(house.tried[first].clauses))
    expect(item.get_by_role("link")).to_have_text(clauses)
    assert too_wide(page) == [] and grave(page) == []
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    assert grave(page, ["color-contrast"]) == []
    item.get_by_role("link").last.click()
    page.wait_for_url(f"**/#{clauses[-1]}")
    context.close()


def test_without_javascript_the_ledger_stands_and_prints(
    browser: Browser, site_server: SiteServer
) -> None:
    context = browser.new_context(base_url=site_server.url(""), java_script_enabled=False)
    page = context.new_page()
    page.goto("qa/ledger/")
    expect(page.locator("tr[data-klausul]")).to_have_count(202)
    expect(page.locator(".p-saring")).to_be_hidden()
    page.goto("qa/cakupan/")
    page.locator(".p-cakupan summary").first.click()
    expect(page.locator(".p-cakupan details[open] .p-ref").first).to_be_visible()
    context.close()
