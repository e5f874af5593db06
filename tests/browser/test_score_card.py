"""The score card in a real browser: calls with their points, keys, print, CSV, bad input."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.scoring import EXACT
from flow_engine.weights import DO, REPORT
from tests.engine.cards import CALLS, Told, items_of, review_of
from tests.engine.conftest import DATA

from .axe import violations
from .desk import READY_MS

FLOWS = load_flows(DATA, load_library(DATA)[0])[0]
PAGE = "/qa/kartu-nilai/"
PHONE: ViewportSize = {"width": 390, "height": 844}
SETTLED = "() => !document.querySelector('.p-nilai')?.hasAttribute('aria-busy')"


def settle(page: Page) -> None:
    # What is typed is sent after a pause.
    page.wait_for_timeout(450)
    page.wait_for_function(SETTLED)


def begin(page: Page, flow: str, when: str = "2026-01-15T10:00") -> None:
    page.goto(PAGE)
    if page.get_by_role("button", name="Kartu baru").count():
        page.get_by_role("button", name="Kartu baru").click()
    page.get_by_label("Alur panggilan").select_option(flow)
    page.get_by_label("Waktu panggilan").fill(when)
    page.get_by_role("button", name="Mulai menilai").click()
    expect(page.locator(".is-menunggu")).to_be_visible(timeout=READY_MS)


def waiting(page: Page) -> Locator:
    return page.locator(".is-menunggu")


def walk(page: Page, told: Told) -> None:
    """Answer by the labels on the screen until the end."""
    flow = FLOWS[told.flow]
    for _ in range(40):
        settle(page)
        if not waiting(page).count():
            return
        name = fact_of(page)
        value = told.choices.get(name)
        if isinstance(value, datetime.datetime):
            waiting(page).locator("input[type=datetime-local]").fill(f"{value:%Y-%m-%dT%H:%M}")
            waiting(page).get_by_role("button", name="Pakai").click()
        elif value is not None and flow.facts[name].choices:
            waiting(page).locator(f'[data-tetap$=" {name} {value}"]').click()
        elif waiting(page).get_by_role("button", name="Lewati, tidak disebut").count():
            waiting(page).get_by_role("button", name="Lewati, tidak disebut").click()
        else:
            waiting(page).locator(f'[data-tetap$=" {name} ada"]').click()
    raise AssertionError("tidak sampai ke akhir")


def fact_of(page: Page) -> str:
    name = waiting(page).locator("[data-tetap*=' ']:not([data-tetap^=tanda],[data-tetap^=catatan])")
    return (name.first.get_attribute("data-tetap") or "").split(" ")[1]


def give(page: Page, told: Told) -> None:
    """Paste the call, fill in what was filed, tick what was done."""
    items = items_of(FLOWS[told.flow], told)
    review = review_of(items, told)
    page.get_by_label("Teks panggilan").fill(review.text)
    settle(page)
    for item in items:
        if item.kind == DO and review.ticks[item.id] != EXACT:
            row(page, item.id).get_by_label("Tidak", exact=True).check()
            settle(page)
    page.get_by_role("button", name="Sisa LAKUKAN dikerjakan").click()
    settle(page)
    for name, filed in review.filed.items():
        field = page.locator(f'.p-nilai-laporan [data-butir="{name}"]')
        if name.startswith(REPORT):
            field.locator("textarea").fill(filed)
        else:
            field.locator("select").select_option(filed)
        settle(page)


def row(page: Page, item: str) -> Locator:
    return page.locator(f'.p-nilai-butir[data-butir="{item}"]')


def result(page: Page) -> str:
    return " ".join(page.locator(".p-nilai-hasil").inner_text().split())


SHOWN = ["periksa benar", "periksa sebagian", "periksa fatal", "lapor-ulang fatal"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_call_has_the_expected_points_on_the_page(page: Page, name: str) -> None:
    told = CALLS[name]
    begin(page, told.flow)
    walk(page, told)
    give(page, told)
    points, maximum = told.sums
    shown = result(page)
    assert f"{points} dari {maximum} · {100 * points // maximum}%" in shown
    assert ("GAGAL" if told.fatal else "SELESAI") in shown
    assert ("Fatal: tidak ada" in shown) is (not told.fatal)
    assert "Bobot ini pilihan kami" in shown
    assert violations(page, ".p-nilai") == []


def test_the_differences_are_marked_by_form_and_scripts_are_shown_as_text(page: Page) -> None:
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill(
        "CSO: <script>window.hacked = 1</script> Maaf, "
        "dengan <img src=x onerror=alert(1)> siapa saya bicara?"
    )
    settle(page)
    name = row(page, "pembuka/nama#PRK-02/1")
    expect(name.locator("del").first).to_contain_text("Mohon")
    line = name.locator("del").first.evaluate("(e) => getComputedStyle(e).textDecorationLine")
    assert "line-through" in line
    assert page.evaluate("window.hacked") is None
    assert page.locator(".p-nilai img, .p-nilai script").count() == 0
    page.get_by_label("Teks panggilan").fill("CSO: angka tadi sisa pulsanya")
    settle(page)
    expect(page.locator(".p-nilai-hasil")).to_contain_text("BELUM LENGKAP")


def test_a_call_is_judged_by_keys_alone(page: Page) -> None:
    begin(page, "periksa")
    settle(page)
    keyboard = page.keyboard
    for _ in range(15):
        if not waiting(page).count():
            break
        title = waiting(page).locator("h3").inner_text()
        key = "2" if fact_of(page) == "layar" else "1"
        keyboard.press(key)
        page.wait_for_function(
            "(t) => document.querySelector('.is-menunggu h3')?.innerText !== t", arg=title
        )
        settle(page)
    expect(waiting(page)).to_have_count(0)
    # The first row without a mark has the focus; each key marks it and goes on to the next.
    assert page.evaluate("document.activeElement.closest('.p-nilai-butir')?.dataset.butir") == (
        "pembuka/salam#PRK-01/1"
    )
    for key in ("t", "m", "x"):
        keyboard.press(key)
        settle(page)
    marks = [
        row(page, item).get_attribute("data-mark")
        for item in ("pembuka/salam#PRK-01/1", "pembuka/nama#PRK-02/1", "pembuka/nama#PRK-02a/1")
    ]
    assert marks == ["tepat", "mirip", "tidak"]
    keyboard.press("ArrowUp")
    keyboard.press("l")
    settle(page)
    assert row(page, "pembuka/nama#PRK-02a/1").get_attribute("data-mark") == "lewat"


def test_going_back_and_changing_an_answer_changes_the_way(page: Page) -> None:
    begin(page, "periksa")
    settle(page)
    waiting(page).locator('[data-tetap$="listrik padam"]').click()
    settle(page)
    before = waiting(page).get_attribute("data-langkah")
    page.locator('[data-tetap="listrik listrik menyala"]').click()
    settle(page)
    assert waiting(page).get_attribute("data-langkah") != before
    chosen = page.locator('[data-tetap="listrik listrik menyala"]')
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.locator('[data-tetap="listrik listrik padam"]').click()
    settle(page)
    assert waiting(page).get_attribute("data-langkah") == before


def test_a_reload_keeps_way_and_ticks_and_nothing_that_was_said(page: Page) -> None:
    begin(page, "periksa")
    settle(page)
    waiting(page).locator('[data-tetap$="listrik padam"]').click()
    settle(page)
    row(page, "pembuka/salam#PRK-01/1").get_by_label("Tidak", exact=True).check()
    settle(page)
    page.get_by_label("Teks panggilan").fill("CSO: RAHASIA TEKS")
    page.get_by_label("Catatan penilai").fill("RAHASIA CATATAN")
    settle(page)
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "RAHASIA" not in stored and "pembuka/salam#PRK-01/1" in stored
    page.reload()
    expect(row(page, "pembuka/salam#PRK-01/1")).to_have_attribute(
        "data-mark", "tidak", timeout=READY_MS
    )
    expect(page.locator('[data-tetap="listrik listrik padam"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_label("Teks panggilan")).to_have_value("")


def test_the_csv_is_downloaded_and_holds_no_word_of_the_call(page: Page) -> None:
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill("CSO: halo RAHASIA")
    page.get_by_label("Catatan penilai").fill("=1+1")
    settle(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Unduh CSV").click()
    assert waited.value.suggested_filename == "kartu-nilai.csv"
    content = Path(waited.value.path()).read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"no","langkah"') and content.count(b"\r\n") == 8
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[-2][-1] == "'=1+1"
    assert b"RAHASIA" not in content


def test_the_printed_card_is_one_sheet_without_the_call(page: Page) -> None:
    told = CALLS["periksa fatal"]
    begin(page, told.flow)
    walk(page, told)
    give(page, told)
    page.get_by_label("Catatan penilai").fill("Perlu dilatih")
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert "GAGAL" in text and "Perlu dilatih" in text and "95 dari 110" in text
    assert "Ibu Sari" not in text and "Teks panggilan" not in text
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def drop(page: Page, name: str, content: str) -> None:
    page.locator("#p-nilai-berkas").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": content.encode()}
    )
    settle(page)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<script>alert(1)</script>", "bukan JSON"),
        ("x" * 3_000_000, "3 MB; transkrip Pandu paling besar 2 MB"),
    ],
)
def test_a_bad_file_is_refused_and_says_so(page: Page, content: str, told: str) -> None:
    page.goto(PAGE)
    drop(page, "transkrip.json", content)
    expect(page.locator(".p-nilai-kabar")).to_contain_text(told, timeout=READY_MS)
    expect(page.get_by_role("button", name="Mulai menilai")).to_be_visible()
    begin(page, "periksa")


def drop_on(page: Page, content: str, megabytes: int = 0) -> None:
    """Drop a file on the open card, as from the desktop."""
    page.evaluate(
        """([content, megabytes]) => {
            const data = new DataTransfer();
            const parts = megabytes ? Array(megabytes).fill('x'.repeat(1e6)) : [content];
            data.items.add(new File(parts, 'transkrip.json', {type: 'application/json'}));
            const made = {bubbles: true, cancelable: true, dataTransfer: data};
            document.querySelector('.p-nilai').dispatchEvent(new DragEvent('drop', made));
        }""",
        [content, megabytes],
    )
    settle(page)


def test_a_bad_file_leaves_the_open_card_as_it_is(page: Page) -> None:
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill("CSO: PLN 123 selamat pagi, dengan Dewi bisa dibantu?")
    settle(page)
    before = page.locator(".p-nilai-badan").inner_text()
    for content, megabytes in (("{", 0), ('{"flow": 1}', 0), ("[" * 5000, 0), ("", 50)):
        drop_on(page, content, megabytes)
        expect(page.locator(".p-nilai-kabar")).to_contain_text("Yang terbuka tidak berubah")
        assert page.locator(".p-nilai-badan").inner_text() == before
    assert "Dewi" in page.get_by_label("Teks panggilan").input_value()


PASTE = """(length) => {
    const field = document.querySelector('#p-nilai-teks');
    field.focus();
    const data = new DataTransfer();
    data.setData('text/plain', 'kata '.repeat(length / 5));
    const made = {bubbles: true, cancelable: true, clipboardData: data};
    return field.dispatchEvent(new ClipboardEvent('paste', made));
}"""


def test_fifty_megabytes_are_not_pasted(page: Page) -> None:
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill("CSO: halo")
    settle(page)
    assert page.evaluate(PASTE, 50_000_000) is False
    expect(page.locator(".p-nilai-kabar")).to_contain_text("50.000.009 huruf")
    assert page.get_by_label("Teks panggilan").input_value() == "CSO: halo"
    assert page.evaluate(PASTE, 500) is True


def test_a_text_with_too_many_words_says_how_many_there_may_be(page: Page) -> None:
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill("a " * 20_001)
    settle(page)
    expect(page.locator(".p-nilai-kabar")).to_contain_text("20.001 kata. Paling banyak 20.000.")
    page.get_by_label("Teks panggilan").fill("CSO: halo")
    settle(page)
    expect(page.locator(".p-nilai-kabar")).to_have_text("")


def test_the_longest_text_is_compared_in_the_page(page: Page) -> None:
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill("baik mohon nomor " * 6_666)
    settle(page)
    expect(page.locator(".p-nilai-kabar")).to_have_text("")
    expect(row(page, "pembuka/salam#PRK-01/1")).to_have_attribute("data-mark", "tidak")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page, scheme: str) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    begin(page, "periksa")
    page.get_by_label("Teks panggilan").fill("CSO: Maaf, dengan Ibu siapa saya bicara?")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page, ".p-nilai") == []


def test_without_the_engine_the_page_says_what_to_do(page: Page) -> None:
    page.route("**/runtime.json", lambda route: route.abort())
    page.goto(PAGE)
    expect(page.locator(".p-nilai-mesin")).to_contain_text("memerlukan mesin", timeout=READY_MS)
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()
    assert json.loads(page.locator(".p-nilai").get_attribute("data-weights") or "{}")["note"]
