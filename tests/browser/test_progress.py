"""The page of progress: sum, file out and in, wipe, one sheet; storage that fails."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, FilePayload, Page, ViewportSize, expect

from flow_engine.model import Flow
from learning.make_plan import edges_of
from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.browser.desk import READY_MS
from tests.conftest import DESK
from tests.knowledge import real_flows, real_library
from tests.learning.practised import call, card, lesson, stored
from tools.site_server import SiteServer

PHONE: ViewportSize = {"width": 390, "height": 844}
KEY = "pandu.latihan"
NOW = datetime.datetime.now(datetime.UTC)
BEFORE = NOW - datetime.timedelta(days=1)
PERIKSA: Flow = real_flows()["periksa"]
EVIL = '<img src=x onerror="document.title=1">'
DONE = stored(
    cards={"kartu/lama": card(when=BEFORE)},
    reviews=[],
    lessons={EVIL: lesson(when=BEFORE)},
    calls={"periksa-lama": call(when=BEFORE)},
    met={"clauses": ["PRK-01", "PRK-02"], "edges": list(edges_of(PERIKSA)[:3])},
)
MORE = stored(
    lessons={"lain": lesson(when=BEFORE)}, met={"clauses": ["PRK-02", "PRK-04"], "edges": []}
)


@pytest.fixture(scope="module")
def kept(browser: Browser, site_server: SiteServer) -> Iterator[Page]:
    """One page for all tests, so that Python starts once."""
    context = new_context(browser, site_server, accept_downloads=True)
    yield context.new_page()
    context.close()


def opened(page: Page, progress: dict[str, Any] | str | None) -> Page:
    """Open the page with this stored, and wait for the sum."""
    page.goto("istilah/")
    text = progress if isinstance(progress, str) or progress is None else json.dumps(progress)
    page.evaluate(
        "([key, text]) => { localStorage.clear(); if (text) localStorage.setItem(key, text) }",
        [KEY, text],
    )
    page.goto("latihan/kemajuan/")
    expect(page.locator(".p-maju-angka")).to_be_visible(timeout=READY_MS)
    return page


def figure(page: Page, label: str) -> str:
    row = page.locator(".p-maju-angka > div", has=page.get_by_text(label, exact=True))
    return row.locator("dd").inner_text().strip()


def stored_in(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def choose(page: Page, text: str, name: str = "berkas.json") -> None:
    file = FilePayload(name=name, mimeType="application/json", buffer=text.encode())
    page.locator(".p-maju-berkas input[type=file]").set_input_files(file)


def text_of(download: Download) -> str:
    return Path(download.path()).read_text("utf-8")


def grave(page: Page) -> list[object]:
    return [found for found in violations(page, ".p-maju") if found[1] in ("serious", "critical")]


def test_what_is_done_is_summed_up_and_strange_names_are_only_text(kept: Page) -> None:
    page = opened(kept, DONE)
    clauses, edges = (
        len(real_library().clauses),
        sum(map(len, map(edges_of, real_flows().values()))),
    )
    assert figure(page, "Klausul tersentuh") == f"2 dari {clauses}"
    assert figure(page, "Cabang dilalui") == f"3 dari {edges}"
    row = page.locator(".p-maju-tabel tr", has=page.get_by_role("link", name=PERIKSA.title))
    expect(row).to_contain_text(f"3 dari {len(edges_of(PERIKSA))}")
    notes = page.locator(".p-maju-catatan")
    expect(notes.filter(has_text="1 pelajaran tidak ada lagi di situs ini")).to_have_count(1)
    assert page.locator(".p-maju img").count() == 0
    assert grave(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave(page) == []
    page.set_viewport_size(DESK)


def test_what_was_downloaded_and_wiped_comes_back_from_its_file(kept: Page) -> None:
    page = opened(kept, DONE)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Unduh berkas").click()
    download = saving.value
    assert re.fullmatch(r"pandu-latihan-\d{4}-\d\d-\d\d\.json", download.suggested_filename)
    text = text_of(download)
    assert json.loads(text) == DONE
    wipe = page.get_by_role("button", name="Hapus semua")
    wipe.focus()
    page.keyboard.press("Enter")
    # Enter in haste wipes nothing; the file is offered first.
    expect(page.get_by_role("button", name="Batal")).to_be_focused()
    page.keyboard.press("Enter")
    assert stored_in(page) == DONE
    wipe.click()
    with page.expect_download():
        page.get_by_role("button", name="Unduh dulu").click()
    assert violations(page, "dialog") == []
    page.get_by_role("button", name="Ya, hapus").click()
    expect(page.locator(".p-maju-pesan")).to_contain_text("dihapus")
    assert stored_in(page) is None
    expect(page.locator(".p-maju-lanjut")).to_contain_text("Mulai di sini")
    page.keyboard.press("Enter")  # the undo has the focus
    expect(page.locator(".p-maju-pesan")).to_contain_text("Diurungkan")
    assert stored_in(page) == DONE
    wipe.click()
    page.get_by_role("button", name="Ya, hapus").click()
    choose(page, text)
    expect(page.locator(".p-maju-tinjau")).to_be_focused()
    assert stored_in(page) is None, "nothing is taken before it is seen"
    assert grave(page) == []
    page.get_by_role("button", name="Ambil", exact=True).click()
    expect(page.locator(".p-maju-pesan")).to_contain_text("diambil")
    assert stored_in(page) == DONE


def test_a_file_is_joined_with_what_is_there_and_can_be_undone(kept: Page) -> None:
    page = opened(kept, DONE)
    page.get_by_text("Tempel isinya").click()
    page.get_by_label("Isi berkas").fill(json.dumps(MORE))
    page.get_by_role("button", name="Periksa").click()
    preview = page.locator(".p-maju-tinjau")
    expect(preview).to_contain_text("Pelajaran: 1 baru.")
    expect(preview).to_contain_text("1 klausul lagi tersentuh.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name="Urungkan")
    expect(undo).to_be_focused()
    assert stored_in(page)["lessons"].keys() == {EVIL, "lain"}
    assert stored_in(page)["met"]["clauses"] == ["PRK-01", "PRK-02", "PRK-04"]
    undo.click()
    expect(page.locator(".p-maju-pesan")).to_contain_text("Diurungkan")
    assert stored_in(page) == DONE
    choose(page, json.dumps(DONE))
    expect(page.locator(".p-maju-pesan")).to_contain_text("tidak memuat apa pun yang belum ada")
    expect(preview).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "rusak atau bukan JSON: baris 1, kolom 2"),
        ('{"format": "pandu-transkrip"}', "transkrip panggilan, bukan kemajuan latihan"),
        (json.dumps(stored(version=9)), "Pandu yang lebih baru (versi 9"),
        (json.dumps(stored(lessons={"a": 1})), "rusak pada lessons › a"),
        ("[" * 100_000, "bersarang terlalu dalam"),
        (json.dumps({"format": EVIL}), f"berjenis “{EVIL}”"),
    ],
)
def test_a_bad_file_is_told_and_nothing_changes(kept: Page, text: str, told: str) -> None:
    if not kept.url.endswith("/latihan/kemajuan/") or stored_in(kept) != DONE:
        opened(kept, DONE)
    choose(kept, text, f"{EVIL.replace('/', '')}.json")
    message = kept.locator(".p-maju-pesan")
    expect(message).to_contain_text(told)
    expect(message).to_contain_text("Kemajuan di sini tidak berubah.")
    assert stored_in(kept) == DONE
    assert kept.locator(".p-maju img").count() == 0


def test_a_file_of_fifty_megabytes_is_refused_at_once(kept: Page, tmp_path: Path) -> None:
    page = opened(kept, DONE)
    large = tmp_path / "besar.json"
    large.write_bytes(b"[" * 50_000_000)
    page.locator(".p-maju-berkas input[type=file]").set_input_files(large)
    expect(page.locator(".p-maju-pesan")).to_contain_text("“besar.json” tidak diambil. Berkas ini")
    expect(page.locator(".p-maju-pesan")).to_contain_text("terlalu besar")
    assert stored_in(page) == DONE


def test_a_damaged_store_is_said_and_its_text_can_be_downloaded(kept: Page) -> None:
    page = opened(kept, '{"format": "pandu-latihan", "version": 1, "cards": [')
    notes = page.locator(".p-maju-catatan")
    expect(notes.first).to_contain_text("tidak dapat dibaca. Teksnya tidak dihapus")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Unduh berkas").click()
    assert text_of(saving.value).endswith('"cards": [')
    choose(page, json.dumps(MORE))
    page.get_by_role("button", name="Ambil", exact=True).click()
    expect(page.get_by_role("button", name="Unduh yang disisihkan")).to_be_visible()
    assert page.evaluate(f"localStorage.getItem('{KEY}.rusak')").endswith('"cards": [')
    assert stored_in(page)["lessons"].keys() == {"lain"}


def test_a_clock_that_was_set_back_is_said_and_nothing_is_lost(kept: Page) -> None:
    later = NOW + datetime.timedelta(days=400)
    ahead = DONE | {"lessons": {"a": lesson(when=later)}}
    page = opened(kept, ahead)
    expect(page.locator(".p-maju-catatan").first).to_contain_text("lebih awal daripada latihan")
    assert stored_in(page) == ahead


def test_the_sheet_is_one_page_even_when_nothing_is_done_yet(kept: Page) -> None:
    for progress in (None, DONE):
        page = opened(kept, progress)
        page.evaluate("document.body.dataset.mdColorScheme = 'default'")
        page.emulate_media(media="print")
        sheet = page.locator(".p-maju-cetak")
        expect(sheet).to_be_visible()
        expect(sheet).to_contain_text("Nama:")
        expect(page.locator(".p-maju-isi")).to_be_hidden()
        page.emulate_media(media="null")
        pdf = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
        assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45](?:\.\d+)? 84[12]", pdf)


def test_with_storage_full_what_was_there_stays(kept: Page) -> None:
    page = opened(kept, DONE)
    page.evaluate(
        """() => { Storage.prototype.setItem = () => {
            throw new DOMException("penuh", "QuotaExceededError") } }"""
    )
    choose(page, json.dumps(MORE))
    page.get_by_role("button", name="Ambil", exact=True).click()
    expect(page.locator(".p-maju-pesan")).to_contain_text("Penyimpanan peramban penuh")
    assert stored_in(page) == DONE
    with page.expect_download() as saving:
        page.get_by_role("button", name="Unduh berkas").click()
    assert json.loads(text_of(saving.value))["lessons"].keys() == {EVIL, "lain"}
    page.reload()


def test_without_storage_and_without_python_the_page_still_says_what_it_can(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server)
    try:
        page = context.new_page()
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', "
            "{ get() { throw new DOMException('dilarang', 'SecurityError') } });"
            "delete window.WebAssembly;"
        )
        page.goto("latihan/kemajuan/")
        notes = page.locator(".p-maju-catatan")
        expect(notes.filter(has_text="tidak mengizinkan penyimpanan")).to_have_count(1)
        expect(notes.filter(has_text="Ringkasannya tidak dapat dihitung")).to_have_count(1)
        expect(page.locator(".p-maju-isi")).to_contain_text(PERIKSA.title)
        with page.expect_download() as saving:
            page.get_by_role("button", name="Unduh berkas").click()
        assert json.loads(text_of(saving.value))["format"] == "pandu-latihan"
        assert grave(page) == []
    finally:
        context.close()
