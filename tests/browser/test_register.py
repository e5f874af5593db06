"""QA's own pages in a real browser: addresses, register, what is in force, what changed."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, Route, expect

from macros.addresses import addresses_of
from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.conftest import DESK
from tests.knowledge import real_house
from tools.site import ROOT
from tools.site_server import SiteServer

PHONE = {"width": 390, "height": 844}


def text_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def form_of(page: Page) -> Locator:
    return page.locator("form.p-register")


def grave(page: Page) -> list[object]:
    return [found for found in violations(page, "body") if found[1] in ("serious", "critical")]


# Permanent addresses


def test_a_permanent_address_opens_at_the_wording_and_marks_it(page: Page) -> None:
    mark = page.locator(".p-tanda")
    for name in ("PRK-09B1b/2", "PMB-B3d/1", "LUL-A/1"):
        page.goto(f"k/#{name}")
        expect(mark).to_have_attribute("data-part", name)
        expect(mark).to_be_in_viewport()
        expect(mark).to_be_focused()
    said = mark.evaluate("place => getComputedStyle(place, '::before').content")
    assert "Ini yang dibuka" in said
    # It stays through a scroll and goes with the next place.
    page.mouse.wheel(0, 2_000)
    expect(mark).to_have_count(1)
    page.evaluate("location.hash = ''")
    expect(mark).to_have_count(0)


def test_a_permanent_address_of_a_clause_opens_its_heading(page: Page) -> None:
    page.goto("k/#PMB-C1")
    expect(page).to_have_url("/sop/pln-mobile/#PMB-C1")
    expect(page.locator("h1.p-tanda, h2.p-tanda, h3.p-tanda")).to_be_in_viewport()
    expect(page.locator('.p-body.p-tanda[data-clause="PMB-C1"]')).to_have_count(1)


def test_whoever_has_begun_to_search_is_not_interrupted_by_the_mark(page: Page) -> None:
    page.goto("k/#PRK-03a1")
    expect(page.locator("h1.p-tanda, h2.p-tanda, h3.p-tanda")).to_be_focused()
    page.keyboard.press("/")
    field = page.locator("[data-md-component=search-query]")
    expect(field).to_be_focused()
    # As after instant navigation, where the place is marked without the browser going there.
    page.evaluate(
        "history.replaceState(null, '', '#PRK-05'); window.dispatchEvent(new Event('hashchange'))"
    )
    expect(page.locator('.p-body.p-tanda[data-clause="PRK-05"]')).to_have_count(1)
    expect(field).to_be_focused()


def test_every_address_is_resolved_by_the_page_itself(page: Page) -> None:
    page.goto("k/")
    found = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('a[data-ke]')]"
        ".map(a => [a.dataset.ke, a.pathname.slice(1) + a.hash]))"
    )
    assert found == addresses_of(real_house().library)


def test_an_unknown_id_is_said_to_be_unknown(page: Page) -> None:
    page.goto("k/")
    answer = page.locator("[data-alamat]")
    for asked, shown in (
        ("PRK-9B1b", "Yang mirip: PRK-09B1b"),
        ("%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "“<img src=x onerror=alert(1)>”"),
        ("%E0%A4%A", "“%E0%A4%A”"),
    ):
        page.evaluate("asked => { location.hash = asked; }", asked)
        expect(answer).to_contain_text(shown)
        expect(answer).to_contain_text("Tidak ada klausul atau naskah")
        expect(answer).to_contain_text("Periksa penulisannya")
        assert answer.locator("img").count() == 0


def test_without_a_script_the_page_is_a_list_of_links(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("k/#PRK-09B1b/2")
    page.locator('[id="PRK-09B1b/2"]').click()
    expect(page).to_have_url("/sop/periksa/#PRK-09B1b/2")
    context.close()


def test_a_folded_place_is_opened(page: Page) -> None:
    def fold(route: Route) -> None:
        response = route.fetch()
        folded = re.sub(
            r'(<div class="p-body" data-clause="PRK-03">.*?)(<h\d [^>]*id="PRK-03a1")',
            r"<details><summary>Lipat</summary>\1</details>\2",
            response.text(),
            flags=re.DOTALL,
        )
        route.fulfill(response=response, body=folded)

    page.route("**/sop/periksa/", fold)
    page.goto("k/#PRK-03/1")
    expect(page.locator("details[open] .p-tanda")).to_be_visible()
    expect(page.locator("details[open] .p-tanda")).to_be_in_viewport()


def test_the_permanent_address_is_copied_whole(page: Page, site_server: SiteServer) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("sop/periksa/")
    body = page.locator('.p-body[data-clause="PRK-03"]')
    body.hover()
    body.get_by_role("button", name="Salin alamat tetap PRK-03").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == site_server.url("k/#PRK-03")
    page.goto(copied)
    expect(page.locator("h2.p-tanda")).to_have_id("PRK-03")


# The register


@pytest.fixture
def register(page: Page) -> Page:
    page.goto("qa/skrip/")
    expect(page.locator(".p-register .p-jumlah")).to_contain_text("dari")
    return page


def shown_ids(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('table.p-skrip tbody tr')]"
        ".filter(row => !row.hidden).map(row => row.dataset.id)"
    )
    return found


def test_filters_narrow_the_register_and_live_in_the_address(register: Page) -> None:
    form = form_of(register)
    form.get_by_label("Jenis").select_option("write")
    form.get_by_label("Dokumen").select_option("PRK")
    words = form.get_by_label("Cari kata")
    words.fill("lokasi TERTERA")
    count = register.locator(".p-register .p-jumlah")
    rows = register.locator("table.p-skrip tbody tr").count()
    expect(count).not_to_have_text(f"0 dari {rows} kalimat")
    share = form.get_by_role("button", name="Salin tautan saringan")
    link = "/qa/skrip/#kata=lokasi+TERTERA&jenis=write&dokumen=PRK"
    expect(share).to_have_attribute("data-copy-link", link)
    # What was typed may name a caller: it stays out of the history until it is meant to be shared.
    expect(register).to_have_url("/qa/skrip/#jenis=write&dokumen=PRK")
    ids = shown_ids(register)
    assert "PRK-09B1b/2" in ids and all(name.startswith("PRK-") for name in ids)
    expect(count).to_have_text(f"{len(ids)} dari {rows} kalimat")
    # The link past the menu and a heading's name ask nothing of the register.
    form.get_by_label("Di wilayah", exact=False).last.select_option("UID Banten")
    for follow in (
        # For this one the theme fetches the page anew.
        "new Promise(done => { let first = true; const end = document$.subscribe(() => {"
        " if (!first) { setTimeout(done); end.unsubscribe(); } first = false; });"
        " document.querySelector('.md-skip').click(); })",
        "new Promise(done => {"
        " addEventListener('hashchange', () => setTimeout(done), { once: true });"
        " location.hash = 'register-kalimat-resmi'; })",
    ):
        register.evaluate(follow)
        expect(words).to_have_value("lokasi TERTERA")
        expect(form.locator("[name=wilayah]")).to_have_value("UID Banten")
        expect(register.locator(".p-pita-dilihat")).to_contain_text("UID Banten")
        assert shown_ids(register) == ids
    form.locator("[name=wilayah]").select_option("")
    expect(share).to_have_attribute("data-copy-link", link)
    register.context.grant_permissions(["clipboard-read", "clipboard-write"])
    share.click()
    expect(register.locator(".p-status")).to_have_text("Tersalin")
    shared = register.evaluate("navigator.clipboard.readText()")
    register.goto("about:blank")
    register.goto(shared)
    expect(form.get_by_label("Cari kata")).to_have_value("lokasi TERTERA")
    assert shown_ids(register) == ids


def test_a_quotation_is_searched_letter_for_letter(register: Page) -> None:
    field = form_of(register).get_by_label("Cari kata")
    row = register.locator('tr[data-id="PRK-09B1b/2"]')
    field.fill("“display pada app tertera”")
    expect(register.locator('tr[data-id="PRK-01/1"]')).to_be_hidden()
    assert "PRK-09B1b/2" in shown_ids(register)
    form_of(register).get_by_label("Huruf besar-kecil").check()
    expect(register.locator(".p-register .p-jumlah")).to_contain_text("Tidak ada yang cocok")
    field.fill("“DISPLAY PADA APP TERTERA”")
    expect(row).to_be_visible()
    # An id is found also where capitals count.
    field.fill("prk-09b1b/2")
    expect(register.locator(".p-register .p-jumlah")).to_contain_text("1 dari")
    assert shown_ids(register) == ["PRK-09B1b/2"]


def test_what_is_shown_is_what_is_handed_out(register: Page, site_dir: Path) -> None:
    # At first the scripts are shown: the published table to the byte.
    assert register.locator('tr[data-naskah="1"]').count() == len(shown_ids(register))
    with register.expect_download() as waiting:
        register.get_by_role("button", name="Unduh yang tampil sebagai CSV").click()
    assert text_of(waiting.value) == (site_dir / "data/skrip.csv").read_bytes()
    form_of(register).get_by_label("Dokumen").select_option("CTT")
    ids = shown_ids(register)
    with register.expect_download() as waiting:
        register.get_by_role("button", name="Unduh yang tampil sebagai CSV").click()
    raw = text_of(waiting.value)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ids
    with register.expect_download() as waiting:
        register.get_by_role("button", name="Unduh yang tampil sebagai JSON").click()
    assert [row["id"] for row in json.loads(text_of(waiting.value))] == ids
    with register.expect_download() as waiting:
        register.get_by_role("button", name="Unduh semua sebagai JSON").click()
    whole = json.loads((site_dir / "data/register.json").read_text("utf-8"))
    assert json.loads(text_of(waiting.value)) == whole


def test_without_the_spans_the_state_in_the_page_is_filtered_by(page: Page) -> None:
    page.route("**/data/berlaku.json", lambda route: route.abort())
    page.goto("qa/skrip/")
    expect(page.locator(".p-status")).to_contain_text("belum dapat dimuat")
    form_of(page).get_by_label("Jenis").select_option("")
    form_of(page).get_by_label("Keadaan").select_option("berlaku")
    expect(page.locator('tr[data-id="PRK-01/1"]')).to_be_visible()
    form_of(page).get_by_label("Keadaan").select_option("dicabut")
    expect(page.locator('tr[data-id="PMB-B3d/2"]')).to_be_visible()
    expect(page.locator('tr[data-id="PRK-01/1"]')).to_be_hidden()


@pytest.mark.parametrize("path", ["qa/skrip/", "qa/berlaku/"])
def test_a_date_that_is_typed_anew_keeps_its_other_parts(page: Page, path: str) -> None:
    page.goto(path)
    field = page.locator("form [name=tanggal]")
    field.fill("2022-03-03")
    strip = page.locator(".p-pita-dilihat")
    expect(strip).to_contain_text("3 Mar 2022")
    # In between it is no date: its first part is gone.
    field.focus()
    page.keyboard.press("Backspace")
    expect(strip).to_have_count(0)
    page.keyboard.type("05")
    expect(strip).to_contain_text(re.compile("5 Mar 2022|3 Mei 2022"))
    expect(field).to_be_focused()


def test_the_hash_and_the_difference_open_on_demand(register: Page) -> None:
    form_of(register).get_by_label("Jenis").select_option("")
    row = register.locator('tr[data-id="PRK-09B1b/2"]')
    row.locator(".p-sidik summary").click()
    lock = json.loads((ROOT / "docs/_data/kunci-kutipan.json").read_text("utf-8"))
    expect(row.locator(".p-sidik code")).to_have_text(lock["bagian"]["PRK-09B1b/2"])
    register.goto("k/#PMB-B3d/1")
    fold = register.locator(".p-tanda .p-revisi")
    fold.locator("summary").click()
    expect(fold.locator("del").first).to_be_visible()
    assert fold.locator("ins").count() > 0


# In force


def test_the_register_shows_what_was_in_force_then_and_there(register: Page) -> None:
    row = register.locator('tr[data-id="PRK-03/1"]')
    strip = register.locator(".p-pita-dilihat")
    for date, region, state in (
        ("2021-12-21", "UID Banten", "belum"),
        ("2021-12-22", "UID Banten", "berlaku"),
        ("2022-02-17", "UID Jawa Barat", "belum"),
        ("2022-02-18", "UID Jawa Barat", "berlaku"),
        ("2022-02-18", "lain", "luar"),
    ):
        asked = f"tanggal={date}&wilayah={region.replace(' ', '+')}&dokumen=PRK"
        register.evaluate("asked => { location.hash = asked; }", asked)
        expect(row.locator(".p-keadaan")).to_have_attribute("data-keadaan", state)
        expect(row.locator(".p-sebab")).to_contain_text("PRK-25")
        form_of(register).get_by_label("Keadaan").select_option(state)
        expect(row).to_be_visible()
        expect(strip).to_contain_text("UID lain" if region == "lain" else region)


def test_a_flow_shows_which_steps_were_not_in_force_and_the_choice_can_be_ended(
    page: Page,
) -> None:
    page.goto("qa/berlaku/")
    page.get_by_label("Pada tanggal").fill("2022-02-17")
    page.get_by_label("Di wilayah").select_option("UID Jawa Barat")
    row = page.locator('table.p-berlaku tr[data-id="PRK"]').first
    expect(row.locator(".p-keadaan")).to_have_text("belum berlaku")
    expect(row.locator(".p-sebab")).to_contain_text("PRK-25c")
    page.goto("alur/periksa/")
    strip = page.locator(".p-pita-dilihat")
    expect(strip).to_contain_text("Dilihat menurut 17 Feb 2022, UID Jawa Barat")
    expect(page.locator(".p-live .p-saat-itu")).to_contain_text("belum berlaku")
    assert page.locator(".p-walk .p-saat-itu").count() > 10
    # The desk is as high as what is left, and the line of keys is seen.
    expect(page.locator(".p-keyline")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(".p-live .p-step-name")).to_contain_text("nama")
    expect(page.locator(".p-live .p-saat-itu")).to_contain_text("belum berlaku")
    strip.get_by_role("button", name="Akhiri").click()
    expect(strip).to_have_count(0)
    expect(page.locator(".p-saat-itu")).to_have_count(0)


def test_on_the_first_day_a_flow_carries_no_mark(page: Page) -> None:
    page.goto("qa/berlaku/")
    page.get_by_label("Pada tanggal").fill("2022-02-18")
    page.get_by_label("Di wilayah").select_option("UID Jawa Barat")
    page.goto("alur/periksa/")
    expect(page.locator(".p-bar .p-saat-itu")).to_have_text("PRK berlaku")
    expect(page.locator(".p-live .p-step-name")).to_be_visible()
    expect(page.locator(".p-live .p-saat-itu")).to_have_count(0)


# What changed


def test_the_banner_stays_away_once_it_is_put_aside(page: Page) -> None:
    page.goto("sop/")
    banner = page.locator(".p-pita-kabar")
    expect(banner).to_contain_text("Laporan ulang Banyak Padam")
    banner.get_by_role("button", name="Tutup").click()
    expect(banner).to_have_count(0)
    expect(page.locator("h1")).to_be_focused()
    page.goto("faq/")
    expect(page.locator("h1")).to_be_visible()
    expect(banner).to_have_count(0)


def test_on_the_desk_what_changed_is_a_word_in_the_bar_and_takes_no_line(page: Page) -> None:
    page.goto("alur/periksa/")
    word = page.locator(".p-bar-kabar")
    expect(word).to_have_text(re.compile(r"^\d+ perubahan$"))
    expect(page.locator(".p-pita-kabar")).to_have_count(0)
    expect(page.locator(".p-keyline")).to_be_in_viewport(ratio=1)
    word.click()
    expect(page).to_have_url(re.compile(r"/berubah/#perubahan-"))
    page.goto("sop/")
    page.locator(".p-pita-kabar").get_by_role("button", name="Tutup").click()
    page.goto("alur/periksa/")
    expect(page.locator(".p-bar-flows")).to_be_visible()
    expect(word).to_have_count(0)


def test_what_was_read_is_kept_here_and_handed_in_as_a_file(page: Page) -> None:
    page.goto("berubah/")
    expect(page.locator(".p-pita-kabar")).to_have_count(0)
    entry = page.locator('[data-perubahan="lul-2022-12-29"]')
    entry.get_by_role("button", name="Tandai sudah dibaca").click()
    expect(entry).to_contain_text("Sudah dibaca")
    page.reload()
    expect(entry).to_contain_text("Sudah dibaca")
    expect(page.locator(".p-perubahan-serah .p-jumlah")).to_contain_text("1 dari")
    page.get_by_label("Nama Anda").fill("=Dewi")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh CSV").click()
    rows = list(csv.DictReader(io.StringIO(text_of(waiting.value).decode("utf-8-sig"), newline="")))
    assert rows[0]["pembaca"] == "'=Dewi" and rows[0]["dibaca"].startswith("20")
    assert {row["dibaca"] for row in rows[1:]} == {""}
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh JSON").click()
    assert json.loads(text_of(waiting.value))[0]["pembaca"] == "=Dewi"
    page.goto("sop/")
    expect(page.locator(".p-pita-kabar")).to_contain_text("Progres laporan PERIKSA")
    page.goto("berubah/")
    entry.get_by_role("button", name="Batalkan").click()
    expect(entry.get_by_role("button", name="Tandai sudah dibaca")).to_be_focused()
    # A full store is told, and loses nothing of what it had.
    before = page.evaluate("localStorage.getItem('pandu.dibaca')")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('penuh'); }; }")
    entry.get_by_role("button", name="Tandai sudah dibaca").click()
    expect(entry).to_contain_text("Sudah dibaca")
    expect(page.locator(".p-status")).to_contain_text("Tidak tersimpan di peramban ini")
    assert page.evaluate("localStorage.getItem('pandu.dibaca')") == before


def test_where_nothing_can_be_kept_the_banner_still_goes(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blok'); }});"
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('blok'); }});"
    )
    page = context.new_page()
    page.goto("qa/berlaku/")
    page.locator(".p-pita-kabar").get_by_role("button", name="Tutup").click()
    expect(page.locator(".p-pita-kabar")).to_have_count(0)
    page.get_by_label("Di wilayah").select_option("lain")
    expect(page.locator(".p-pita-dilihat")).to_contain_text("UID lain")
    context.close()


def test_the_pages_have_no_grave_findings_with_both_lines_above(page: Page) -> None:
    page.goto("qa/berlaku/")
    page.get_by_label("Di wilayah").select_option("UID Banten")
    for path in ("k/#xyz", "qa/skrip/", "qa/berlaku/", "berubah/"):
        page.set_viewport_size(DESK)
        page.goto(path)
        expect(page.locator(".p-pita-dilihat")).to_be_visible()
        # Alike rows and clauses prove nothing more.
        page.evaluate(
            "() => { for (const more of document.querySelectorAll("
            "'tbody tr:nth-child(n+25), .p-alamat-daftar li:nth-child(n+9)')) more.remove(); }"
        )
        assert grave(page) == [], path
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, path
        assert grave(page) == [], path
