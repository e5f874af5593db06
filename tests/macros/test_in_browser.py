from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.macros.conftest import ROOT
from tests.watch import Watch
from tools.site_server import SiteServer

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
KINDS_OF_PAGE = (
    "",
    "sop/",
    "sop/periksa/",
    "sop/hasil-vc/",
    "faq/",
    "faq/bayar/",
    "biaya/",
    "itsm/katalog/",
    "itsm/status/",
    "kode/",
    "istilah/",
    "qa/",
    "qa/skrip/",
    "qa/ledger/",
    "qa/cakupan/",
    "qa/putar/",
    "qa/kartu-nilai/",
    "qa/hilang/",
    "qa/berlaku/",
    "berubah/",
    "k/",
    "404.html",
)
# axe memeriksa setiap unsur; baris ke-200 dari tabel yang sama tidak memberi tahu apa-apa lagi.
WITHOUT_REPEATS = """() => {
  for (const row of document.querySelectorAll('tbody tr:nth-child(n+25)')) row.remove();
  for (const body of [...document.querySelectorAll('.p-body')].slice(50)) body.remove();
}"""
RULES_OF_SIZE = ["color-contrast", "scrollable-region-focusable", "aria-hidden-focus"]
DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


def grave(page: Page, rules: list[str] | None = None) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = rules
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{found['impact']} {found['id']}: {found['nodes'][0]['html'][:120]}"
        for found in result["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("paths", [KINDS_OF_PAGE[::2], KINDS_OF_PAGE[1::2]], ids=["satu", "dua"])
def test_no_page_has_grave_findings_or_scrolls_sideways(
    browser: Browser, site_server: SiteServer, paths: tuple[str, ...]
) -> None:
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for path in paths:
        page.set_viewport_size(DESK)
        page.goto(site_server.url(path))
        page.wait_for_selector("html.js")
        problems = too_wide(page)
        page.evaluate(WITHOUT_REPEATS)
        problems += grave(page)
        # Yang berbeda dalam gelap hanyalah warna; di ponsel, ukuran dan yang digulir.
        page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
        problems += grave(page, ["color-contrast"])
        page.set_viewport_size(PHONE)
        problems += too_wide(page) + grave(page, RULES_OF_SIZE)
        if problems:
            found[path] = problems
    context.close()
    assert found == {}


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{wide} px terlalu lebar"] if wide else []


STRICT_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


def test_the_pages_and_the_search_work_under_a_strict_policy(page: Page, watch: Watch) -> None:
    def with_policy(route: Route) -> None:
        if route.request.resource_type != "document":
            route.continue_()
            return
        response = route.fetch()
        headers = response.headers | {"content-security-policy": STRICT_POLICY}
        route.fulfill(response=response, headers=headers)

    page.route("**/*", with_policy)
    page.goto("biaya/")
    page.get_by_role("navigation", name="Bagian").get_by_text("Istilah").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Istilah dan singkatan")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("gopay")
    page.wait_for_selector(".p-temu-link")
    assert watch.console_errors == []


def test_the_open_search_and_its_results_have_no_grave_findings(page: Page) -> None:
    page.goto("sop/")
    page.keyboard.press("Control+k")
    page.keyboard.type("gopay")
    page.wait_for_selector(".p-temu-link")
    assert grave(page) == []


def test_the_large_field_opens_the_search_and_finds_a_quoted_word(page: Page) -> None:
    page.goto("")
    page.locator(".p-cari").click()
    page.keyboard.type("gopay")
    expect(page.locator(".p-temu-link").first).to_have_attribute(
        "href", re.compile("biaya/#PMB-A6e")
    )


def test_the_fee_table_sorts_by_number_and_filters_by_word(page: Page) -> None:
    page.goto("biaya/")
    names = page.locator("table.p-biaya tbody tr:visible .p-nama")
    button = page.get_by_role("button", name="Prabayar (token)")
    button.click()
    expect(names.first).to_have_text("Mandiri Virtual Account")
    button.click()
    expect(names.first).to_have_text("Kartu kredit (Doku)")
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    page.get_by_label("Saring metode").fill("gojek")
    expect(names).to_have_text(["GoPay"])
    page.get_by_label("Saring metode").fill("tidak ada begitu")
    expect(page.locator(".p-jumlah")).to_contain_text("Tidak ada yang cocok")


def test_the_calculator_adds_the_fee_even_after_sorting(page: Page) -> None:
    page.goto("biaya/")
    page.get_by_role("button", name="Metode").click()
    page.get_by_label("Metode", exact=True).select_option(label="OVO")
    page.get_by_label("Nilai token atau tagihan").fill("Rp 50.000")
    expect(page.locator("[data-biaya]")).to_have_text("Rp2.000")
    expect(page.locator("[data-total]")).to_have_text("Rp52.000")
    page.get_by_label("Metode", exact=True).select_option(label="Mandiri Virtual Account")
    expect(page.locator("[data-biaya]")).to_have_text("Rp0")
    page.get_by_label("Nilai token atau tagihan").fill("1.75")
    expect(page.locator("[data-total]")).to_have_text("–")
    expect(page.get_by_role("alert")).to_contain_text("Tulis angka saja")


def test_a_type_of_the_catalogue_fills_the_slip(page: Page) -> None:
    page.goto("itsm/katalog/")
    page.get_by_label("Kelompok").select_option(index=1)
    page.get_by_role("button", name="Pilih Instalasi Aplikasi").click()
    expect(page.locator("[data-pilih=kelompok]")).to_have_text("INSTALASI")
    expect(page.locator("[data-pilih=tipe]")).to_have_text("Instalasi Aplikasi")


def test_a_citation_is_copied_with_its_source(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("qa/skrip/")
    page.get_by_label("Cari kata, id").fill("PRK-09B1b/2")
    page.get_by_role("button", name="Salin kutipan PRK-09B1b/2").click()
    expect(page.get_by_role("status").filter(has_text="Tersalin")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("langkah 9.B.1.b; 18 Februari 2022)")


def test_the_chosen_scheme_is_kept_over_pages_and_reloads(page: Page) -> None:
    page.goto("sop/")
    page.locator(".p-menu--palet:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto("faq/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_instant_navigation_keeps_the_page_alive_and_moves_the_focus(page: Page) -> None:
    page.goto("sop/")
    page.evaluate("window.masihHidup = true")
    page.get_by_role("navigation", name="Bagian").get_by_text("Biaya").click()
    page.wait_for_url("**/biaya/")
    expect(page.locator("h1")).to_be_focused()
    expect(page.get_by_role("button", name="Prabayar (token)")).to_be_visible()
    assert page.evaluate("window.masihHidup") is True


def test_the_menu_opens_on_a_phone_by_key_and_closes_by_escape(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("sop/periksa/")
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("link", name="Status tiket")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")


def test_without_javascript_the_pages_stand(browser: Browser, site_server: SiteServer) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(site_server.url("biaya/"))
    expect(page.locator("table.p-biaya tbody tr")).to_have_count(10)
    expect(page.locator("form.p-hitung")).to_be_hidden()
    page.goto(site_server.url(""))
    expect(page.get_by_text("Pencarian memerlukan JavaScript")).to_be_visible()
    page.locator("label.p-menu--laci").click()
    expect(page.get_by_role("link", name="Status tiket", exact=True)).to_be_visible()
    context.close()


def test_the_four_kinds_differ_in_form(page: Page) -> None:
    page.goto("sop/periksa/")
    sizes = page.evaluate(
        """() => ['say', 'do', 'dont', 'write'].map((kind) => {
          const text = document.querySelector(`.p-${kind} .p-text`);
          const style = getComputedStyle(text);
          return [parseFloat(style.fontSize), style.fontFamily.includes('Mono')];
        })"""
    )
    say, do, dont, write = sizes
    assert say[0] >= 22 and say[0] > do[0] and say[0] > dont[0]
    assert write[1] and not say[1]
    clipped = page.evaluate("getComputedStyle(document.querySelector('.p-dont')).clipPath")
    assert clipped.startswith("polygon")
