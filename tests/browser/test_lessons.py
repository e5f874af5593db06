"""A lesson by keys alone: read, asked three times, judged by Python, kept, and seen on the list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from macros.learn_paths import lesson_plans
from tests.browser.axe import violations
from tests.browser.conftest import new_context
from tests.browser.desk import READY_MS
from tests.knowledge import real_house
from tools.site_server import Fault, SiteServer

KEY = "pandu.latihan"
LESSONS = lesson_plans(real_house())
FIRST, SECOND = LESSONS[0], LESSONS[1]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def kept(browser: Browser, site_server: SiteServer) -> Iterator[Page]:
    """One page for all tests, so that Python starts once."""
    context = new_context(browser, site_server)
    yield context.new_page()
    context.close()


def opened(page: Page, address: str, progress: dict[str, Any] | None = None) -> Page:
    """Open an address with this progress stored, and nothing else."""
    page.goto("istilah/")
    page.evaluate(
        "([key, text]) => { localStorage.clear(); if (text) localStorage.setItem(key, text) }",
        [KEY, json.dumps(progress) if progress else ""],
    )
    page.goto(address)
    return page


def stored(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def kept_lesson(lesson_id: str, version: str, right: int = 3) -> dict[str, Any]:
    done = {"done": "2026-11-22T03:00:00Z", "right": right, "asked": 3, "version": version}
    return {
        "format": "pandu-latihan", "version": 1, "cards": {}, "reviews": [], "calls": {},
        "lessons": {lesson_id: done}, "met": {"clauses": [], "edges": []},
    }  # fmt: skip


def answer(page: Page, lesson_id: str, number: int, *, rightly: bool) -> None:
    """Answer the question that stands there by its keys, once Python has judged it."""
    raw = page.locator(f"section[data-pelajaran={lesson_id}]").get_attribute("data-soal")
    card = json.loads(raw or "[]")[number]
    expect(page.locator(".p-soal-hitung")).to_have_text(f"Soal {number + 1} dari 3")
    shown = page.locator(".p-kuis-pilihan")
    keys = {
        str(shown.nth(n).get_attribute("data-choice")): str(n + 1) for n in range(shown.count())
    }
    order = card["key"] if rightly else [name for name in keys if name not in card["key"]]
    if card["kind"] == "urut":
        for name in card["key"] if rightly else reversed(card["key"]):
            page.keyboard.press(keys[name])
        page.keyboard.press("Enter")
    else:
        page.keyboard.press(keys[order[0]])
    verdict = page.locator(".p-soal-benar" if rightly else ".p-soal-salah")
    expect(verdict).to_have_text("Benar." if rightly else "Belum tepat.", timeout=READY_MS)


def test_a_lesson_is_learnt_by_keys_alone_and_stands_on_the_list(kept: Page) -> None:
    page = opened(kept, "latihan/")
    expect(page.locator(".p-mulai-label")).to_have_text("Mulai di sini")
    page.locator(".p-mulai-judul a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2.p-pelajaran-judul:visible")).to_have_count(1)
    expect(page.locator(f"#{FIRST.id}")).to_be_visible()
    expect(page.locator(".p-soal-daftar:visible")).to_have_count(0)
    page.keyboard.press("Enter")
    for number in range(3):
        answer(page, FIRST.id, number, rightly=number != 1)
        assert page.evaluate("document.activeElement.dataset.key") == "Enter"
        page.keyboard.press("Enter")
    expect(page.locator(".p-soal-benar")).to_have_text("2 dari 3 benar.")
    kept_now = stored(page)
    assert {k: kept_now["lessons"][FIRST.id][k] for k in ("right", "asked", "version")} == {
        "right": 2, "asked": 3, "version": FIRST.version,
    }  # fmt: skip
    assert kept_now["met"]["clauses"] == ["PRK-01", "PRK-02", "PRK-02a"]
    page.keyboard.press("Enter")
    expect(page.locator(f"#{SECOND.id}")).to_be_visible()
    expect(page.locator(f"#{FIRST.id}")).to_be_hidden()
    here = page.locator(".p-jalur-isi a[aria-current=step]")
    expect(here).to_have_text(SECOND.title)
    for _ in range(2):
        page.goto("latihan/")
        expect(page.locator(".p-mulai-label")).to_have_text("Lanjutkan")
        expect(page.locator(".p-mulai-judul")).to_have_text(SECOND.title)
        row = page.locator("[data-jalur=kata-pertama] .p-jalur-maju")
        expect(row).to_contain_text("1 dari 4 selesai · 2 dari 3 soal benar")
        page.reload()


def test_a_lesson_answered_badly_is_kept_and_asked_again(kept: Page) -> None:
    page = opened(kept, FIRST.url)
    page.keyboard.press("Enter")
    for number in range(3):
        answer(page, FIRST.id, number, rightly=False)
        page.keyboard.press("Enter")
    expect(page.locator(".p-soal-salah")).to_have_text("0 dari 3 benar.")
    expect(page.locator(".p-soal-hidup:visible")).to_contain_text("2 dari 3 soal harus benar")
    assert stored(page)["lessons"][FIRST.id]["right"] == 0
    page.keyboard.press("Enter")
    expect(page.locator(".p-soal-hitung")).to_have_text("Soal 1 dari 3")


def test_a_lesson_that_changed_since_says_so_and_comes_next(kept: Page) -> None:
    page = opened(kept, "latihan/", kept_lesson(SECOND.id, "lama"))
    row = page.locator("[data-jalur=kata-pertama] .p-jalur-maju")
    expect(row).to_contain_text("1 berubah sejak Anda menyelesaikannya")
    page.goto(SECOND.url)
    told = page.locator(f"section[data-pelajaran={SECOND.id}] .p-pelajaran-keadaan")
    expect(told).to_contain_text("Pelajaran ini berubah sejak Anda menyelesaikannya.")


def test_progress_that_cannot_be_read_is_told_and_not_lost(kept: Page) -> None:
    page = opened(kept, "istilah/")
    page.evaluate(f"localStorage.setItem('{KEY}', '{{rusak')")
    page.goto("latihan/")
    expect(page.locator(".p-latihan-pesan")).to_contain_text("tidak dapat dibaca")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == "{rusak"


def test_nothing_is_found_by_axe_at_any_width(kept: Page) -> None:
    page = opened(kept, "latihan/", kept_lesson(FIRST.id, FIRST.version))
    assert violations(page, ".md-content") == []
    page.goto("latihan/sulit/#tepat-tiga-jam")
    expect(page.locator("#tepat-tiga-jam")).to_be_visible()
    page.locator(".p-soal-hidup:visible [data-key=Enter]").click()
    answer(page, "tepat-tiga-jam", 0, rightly=False)
    assert violations(page, ".md-content") == []
    desk = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, ".md-content") == []
    assert desk
    page.set_viewport_size(desk)


def test_a_link_to_a_lesson_opens_it_and_the_list_changes_it(kept: Page) -> None:
    page = opened(kept, "latihan/periksa/#wilayah")
    expect(page.locator("#wilayah")).to_be_visible()
    page.locator(".p-jalur-isi [data-pelajaran=di-lokasi] a").click()
    expect(page.locator("#di-lokasi")).to_be_visible()
    expect(page.locator("#wilayah")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "di-lokasi"
    page.go_back()
    expect(page.locator("#wilayah")).to_be_visible()


def test_without_python_the_questions_stand_there_with_their_answers(
    page: Page, faulty_server: SiteServer
) -> None:
    faulty_server.faults["*/pyodide*"] = Fault()
    page.goto(FIRST.url)
    told = page.locator(".p-soal-hidup:visible")
    expect(told).to_contain_text("hasilnya tidak dicatat", timeout=READY_MS)
    expect(page.locator(".p-soal-daftar:visible summary")).to_have_count(3)


def test_without_scripts_every_lesson_can_be_read(
    browser: Browser, site_server: SiteServer
) -> None:
    context: BrowserContext = new_context(browser, site_server, java_script_enabled=False)
    page = context.new_page()
    page.goto("latihan/kata-pertama/")
    expect(page.locator("h2.p-pelajaran-judul:visible")).to_have_count(4)
    expect(page.locator(".p-soal-daftar:visible")).to_have_count(4)
    page.locator(".p-soal-jawaban summary").first.click()
    expect(page.locator(".p-soal-jawaban").first).to_contain_text("Menurut PRK-")
    page.goto("latihan/")
    expect(page.locator(".p-jalur-baris")).to_have_count(10)
    context.close()
