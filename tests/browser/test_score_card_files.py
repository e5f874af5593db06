"""The score card in a real browser: its files, a reload, bad input, a call of the desk."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

from playwright.sync_api import Page, expect

from flow_engine.transcripts import MAX_CHARS
from tests.engine.cards import PERIKSA

from .desk import READY_MS, Desk
from .dropping import drop_file
from .score_card import PAGE, begin, row, settle, waiting


def test_a_card_is_not_dropped_unasked_and_its_files_hold_no_word_of_the_call(card: Page) -> None:
    begin(card, "periksa")
    card.get_by_label("Teks panggilan").fill("CSO: halo RAHASIA")
    card.get_by_label("Catatan penilai").fill("=1+1")
    with card.expect_download() as waited:
        card.get_by_role("button", name="Unduh CSV").click()
    assert waited.value.suggested_filename == "kartu-nilai.csv"
    content = Path(waited.value.path()).read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"no","langkah"') and content.count(b"\r\n") == 8
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[-2][-1] == "'=1+1"
    assert b"RAHASIA" not in content
    card.get_by_role("button", name="Kartu baru").click()
    expect(card.locator("dialog[open]")).to_contain_text("Mulai kartu baru?")
    card.keyboard.press("Enter")
    expect(card.locator("dialog[open]")).to_have_count(0)
    assert "RAHASIA" in card.get_by_label("Teks panggilan").input_value()
    card.get_by_role("button", name="Kartu baru").click()
    card.keyboard.press("y")
    expect(card.get_by_role("button", name="Mulai menilai")).to_be_visible()
    assert "RAHASIA" not in card.locator(".p-nilai").inner_html()


def test_a_reload_keeps_way_and_ticks_and_nothing_that_was_said(card: Page) -> None:
    begin(card, "periksa")
    waiting(card).locator('[data-tetap$="listrik padam"]').click()
    settle(card)
    row(card, "pembuka/salam#PRK-01/1").get_by_label("Tidak", exact=True).check()
    card.get_by_label("Teks panggilan").fill("CSO: RAHASIA TEKS")
    card.get_by_label("Catatan penilai").fill("RAHASIA CATATAN")
    settle(card)
    stored = card.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert "RAHASIA" not in stored and "pembuka/salam#PRK-01/1" in stored
    # Without its engine the page says what to do, and what is kept waits for it.
    card.route("**/runtime.json", lambda route: route.abort())
    card.reload()
    expect(card.locator(".p-nilai-mesin")).to_contain_text("memerlukan mesin", timeout=READY_MS)
    expect(card.get_by_role("button", name="Mulai menilai")).to_be_visible()
    assert json.loads(card.locator(".p-nilai").get_attribute("data-weights") or "{}")["note"]
    card.unroute("**/runtime.json")
    card.get_by_role("button", name="Coba lagi").click()
    expect(row(card, "pembuka/salam#PRK-01/1")).to_have_attribute(
        "data-mark", "tidak", timeout=READY_MS
    )
    expect(card.locator('[data-tetap="listrik listrik padam"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(card.get_by_label("Teks panggilan")).to_have_value("")


PASTE = """(length) => {
    const field = document.querySelector('#p-nilai-teks');
    field.focus();
    const data = new DataTransfer();
    data.setData('text/plain', 'kata '.repeat(length / 5));
    const made = {bubbles: true, cancelable: true, clipboardData: data};
    return field.dispatchEvent(new ClipboardEvent('paste', made));
}"""


def test_bad_input_says_so_and_leaves_the_open_card_as_it_is(card: Page) -> None:
    begin(card, "periksa")
    told = card.locator(".p-nilai-kabar")
    text = card.get_by_label("Teks panggilan")
    text.fill("CSO: PLN 123 selamat pagi, dengan Dewi bisa dibantu?")
    settle(card)
    before = card.locator(".p-nilai-badan").inner_text()
    for content, megabytes, words in (
        ("<script>alert(1)</script>", 0, "bukan JSON"),
        ('{"flow": 1}', 0, "bukan transkrip Pandu"),
        ("[" * 5000, 0, "bersarang terlalu dalam"),
        ("", 5, f"paling banyak {MAX_CHARS:,} huruf".replace(",", ".")),
        ("{", 0, "Yang terbuka tidak berubah"),
        ("", 50, "terlalu besar"),
    ):
        # Beside the card as on it: the browser does not open the file in its place.
        place = "header" if megabytes == 0 else ".p-nilai"
        assert drop_file(card, place, content, megabytes)
        expect(told).to_contain_text(words, timeout=READY_MS)
        expect(told).to_contain_text("Yang terbuka tidak berubah")
        expect(card.locator(".p-status")).to_have_text(told.inner_text())
        assert card.locator(".p-nilai-badan").inner_text() == before
    assert "Dewi" in text.input_value()
    # Fifty megabytes are not pasted.
    length = len(text.input_value())
    assert card.evaluate(PASTE, 50_000_000) is False
    expect(told).to_contain_text(f"50.000.0{length} huruf")
    assert len(text.input_value()) == length
    assert card.evaluate(PASTE, 500) is True
    # Too many words: the text before stays the scored one, and that is said beside the field.
    text.fill("a " * 20_001)
    settle(card)
    expect(told).to_contain_text("20.001 kata. Paling banyak 20.000.")
    refused = card.get_by_text("Teks di kotak ini tidak dinilai")
    expect(refused).to_be_visible()
    # The longest that there may be is compared in the page.
    text.fill("baik mohon nomor " * 6_666)
    settle(card)
    expect(told).to_have_text("")
    expect(refused).to_be_hidden()
    expect(row(card, "pembuka/salam#PRK-01/1")).to_have_attribute("data-mark", "tidak")


def test_a_call_of_the_desk_is_opened_with_its_way_its_end_and_its_clock(
    fresh_desk: Desk, tmp_path: Path
) -> None:
    page = fresh_desk.page
    page.clock.set_fixed_time(datetime.datetime(2026, 1, 15, 10, 0))
    fresh_desk.open("periksa").walk(PERIKSA.choices)
    page.keyboard.press("w")
    with page.expect_download() as found:
        page.get_by_role("button", name="Unduh JSON").click()
    file = tmp_path / "transkrip.json"
    found.value.save_as(file)
    data = json.loads(file.read_text("utf-8"))
    # QA listens to it on another day.
    page.clock.set_fixed_time(datetime.datetime(2026, 3, 1, 16, 30))
    page.goto(PAGE)
    page.locator("#p-nilai-berkas").set_input_files(file)

    def seen() -> list[object]:
        expect(page.locator(".p-nilai-badan")).to_be_visible(timeout=READY_MS)
        settle(page)
        pressed = page.locator('.p-nilai-pilih[aria-pressed="true"]')
        return [
            pressed.evaluate_all("(all) => all.map((one) => one.dataset.tetap)"),
            page.locator("#p-nilai-jam").input_value(),
            page.locator(".p-nilai-asal").inner_text(),
            page.locator(".p-nilai-jumlah").inner_text(),
            page.locator(".is-menunggu").count(),
        ]

    opened = seen()
    ways, when, origin, points, open_questions = opened
    assert isinstance(ways, list) and isinstance(origin, str) and isinstance(points, str)
    for fact, value in PERIKSA.choices.items():
        assert any(name.endswith(f" {fact} {value}") for name in ways), fact
    assert when == data["clock"] == "2026-01-15T10:00"
    assert data["end"]["title"] and origin.endswith(data["end"]["title"])
    assert f"dari {PERIKSA.sums[1]} " in points
    assert open_questions == 0
    page.reload()
    assert seen() == opened
