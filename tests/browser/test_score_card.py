"""The score card in a real browser: calls with their points, keys, hands, files, bad input."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from flow_engine.hearing import EXACT
from flow_engine.transcripts import MAX_CHARS
from flow_engine.weights import DO, REPORT
from tests.conftest import DESK
from tests.engine.cards import CALLS, PERIKSA, Told, items_of, review_of
from tests.knowledge import real_flows

from .axe import violations
from .desk import READY_MS, Desk
from .dropping import drop_file

FLOWS = real_flows()
PAGE = "/qa/kartu-nilai/"
PHONE: ViewportSize = {"width": 390, "height": 844}
SETTLED = "() => !document.querySelector('.p-nilai')?.hasAttribute('aria-busy')"


@pytest.fixture
def card(lasting_page: Page) -> Iterator[Page]:
    """A page of the score card; Python is kept from test to test."""
    if not lasting_page.url.endswith(PAGE):
        lasting_page.goto(PAGE)
    yield lasting_page
    lasting_page.emulate_media(media="screen")
    lasting_page.set_viewport_size(DESK)


def settle(page: Page) -> None:
    """Wait until all that was given is scored; the page says so from the first letter on."""
    page.wait_for_function(SETTLED, timeout=READY_MS)


def begin(page: Page, flow: str, when: str = "2026-01-15T10:00") -> None:
    new = page.get_by_role("button", name="Kartu baru")
    if new.count():
        new.click()
        if page.locator("dialog[open]").count():
            page.keyboard.press("y")
    page.get_by_label("Alur panggilan").select_option(flow)
    page.locator("#p-nilai-mulai-jam").fill(when)
    page.get_by_role("button", name="Mulai menilai").click()
    expect(page.locator(".is-menunggu")).to_be_visible(timeout=READY_MS)
    settle(page)


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
    name = waiting(page).locator(".p-nilai-tanya [data-tetap*=' ']")
    return (name.first.get_attribute("data-tetap") or "").split(" ")[1]


def give(page: Page, told: Told) -> None:
    """Paste the call, fill in what was filed, tick what was done."""
    items = items_of(FLOWS[told.flow], told)
    review = review_of(items, told)
    page.get_by_label("Teks panggilan").fill(review.text)
    for item in items:
        if item.kind == DO and review.ticks[item.id] != EXACT:
            row(page, item.id).get_by_label("Tidak", exact=True).check()
    settle(page)
    page.get_by_role("button", name="Tandai sisa LAKUKAN dikerjakan").click()
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
def test_a_call_has_the_expected_points_on_the_page(card: Page, name: str) -> None:
    told = CALLS[name]
    begin(card, told.flow)
    walk(card, told)
    give(card, told)
    points, maximum = told.sums
    shown = result(card)
    assert f"{points} dari {maximum} · {100 * points // maximum}%" in shown
    assert ("GAGAL" if told.fatal else "SELESAI") in shown
    assert ("Fatal: tidak ada" in shown) is (not told.fatal)
    assert "Mengurangi nilai:" in shown and "Bobot ini pilihan kami" in shown
    assert violations(card, ".p-nilai") == []


def test_the_printed_card_is_one_sheet_without_the_call(card: Page) -> None:
    # The card of the call before is still open: a fatal one, with its text.
    if "GAGAL" not in result(card):
        told = CALLS["periksa fatal"]
        begin(card, told.flow)
        walk(card, told)
        give(card, told)
    points = card.locator(".p-nilai-jumlah b").inner_text()
    card.get_by_label("Catatan penilai").fill("Perlu dilatih")
    card.emulate_media(media="print")
    text = card.locator("body").inner_text()
    assert "GAGAL" in text and "Perlu dilatih" in text and f"{points} dari" in text
    assert "Ibu Sari" not in text and "Teks panggilan" not in text
    pdf = card.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def test_a_call_is_judged_by_keys_alone(card: Page) -> None:
    begin(card, "periksa")
    keyboard = card.keyboard
    card.evaluate(
        """() => {
            window.reached = [];
            window.addEventListener('keydown', (event) => window.reached.push(event.key));
        }"""
    )
    for _ in range(15):
        if not waiting(card).count():
            break
        title = waiting(card).locator("h3").inner_text()
        key = "2" if fact_of(card) == "layar" else "1"
        keyboard.press(key)
        card.wait_for_function(
            "(t) => document.querySelector('.is-menunggu h3')?.innerText !== t", arg=title
        )
        settle(card)
    expect(waiting(card)).to_have_count(0)
    # The first row without a mark has the focus; each key marks it and goes on to the next.
    assert card.evaluate("document.activeElement.closest('.p-nilai-butir')?.dataset.butir") == (
        "pembuka/salam#PRK-01/1"
    )
    for key in ("t", "m", "x"):
        keyboard.press(key)
    settle(card)
    names = ("pembuka/salam#PRK-01/1", "pembuka/nama#PRK-02/1", "pembuka/nama#PRK-02a/1")
    assert [row(card, item).get_attribute("data-mark") for item in names] == [
        "tepat", "mirip", "tidak"
    ]  # fmt: skip
    keyboard.press("ArrowUp")
    keyboard.press("l")
    settle(card)
    assert row(card, names[2]).get_attribute("data-mark") == "lewat"
    # The theme, which listens on the window, got none of the keys that were ours.
    assert set(card.evaluate("window.reached")) <= {"ArrowUp"}
    # A key that is held marks one row only.
    marked = card.locator('.p-nilai-butir[data-mark=""]').count()
    keyboard.down("t")
    keyboard.down("t")
    keyboard.down("t")
    keyboard.up("t")
    settle(card)
    assert card.locator('.p-nilai-butir[data-mark=""]').count() >= marked - 1


def test_going_back_and_changing_an_answer_changes_the_way(card: Page) -> None:
    begin(card, "periksa")
    waiting(card).locator('[data-tetap$="listrik padam"]').click()
    settle(card)
    before = waiting(card).get_attribute("data-langkah")
    card.locator('[data-tetap="listrik listrik menyala"]').click()
    settle(card)
    assert waiting(card).get_attribute("data-langkah") != before
    chosen = card.locator('[data-tetap="listrik listrik menyala"]')
    expect(chosen).to_have_attribute("aria-pressed", "true")
    card.locator('[data-tetap="listrik listrik padam"]').click()
    settle(card)
    assert waiting(card).get_attribute("data-langkah") == before


WATCH_SAID = """() => {
    window.said = 0;
    const place = document.querySelector('.p-nilai [role=status][aria-atomic]');
    new MutationObserver(() => { window.said += 1; })
        .observe(place, {childList: true, subtree: true, characterData: true});
}"""


def test_an_answer_takes_nothing_from_the_hand(card: Page) -> None:
    """Nothing that is typed, opened or chosen is lost to an answer that comes meanwhile."""
    begin(card, "periksa")
    # A text, and an answer before the pause after it is over: both count.
    card.get_by_label("Teks panggilan").fill("CSO: halo")
    waiting(card).locator('[data-tetap$="listrik padam"]').click()
    settle(card)
    expect(card.locator('[data-tetap="listrik listrik padam"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    walk(card, PERIKSA)
    # Two fields and a tick within one pause: all three are on the card.
    fields = card.locator(".p-nilai-laporan textarea")
    fields.nth(0).fill("tulisan pertama")
    fields.nth(1).fill("tulisan kedua")
    row(card, "pembuka/salam#PRK-01/1").get_by_label("Mirip", exact=True).check()
    settle(card)
    assert [fields.nth(at).input_value() for at in (0, 1)] == ["tulisan pertama", "tulisan kedua"]
    assert row(card, "pembuka/salam#PRK-01/1").get_attribute("data-mark") == "mirip"
    for at in (0, 1):
        expect(card.locator(".p-nilai-laporan .p-nilai-banding").nth(at)).to_contain_text(
            "Tidak sesuai"
        )
    # A note that is open and still empty stays open, and the hand stays in it.
    noted = row(card, "pembuka/salam#PRK-01/1").locator("details")
    noted.locator("summary").click()
    card.evaluate(WATCH_SAID)
    styled = card.locator(".p-nilai-daftar.is-gaya")
    styled.locator("summary").click()
    card.get_by_label("Teks panggilan").fill("CSO: halo halo")
    noted.locator("textarea").focus()
    card.keyboard.type("perlu")
    settle(card)
    card.keyboard.type(" dilatih")
    assert noted.locator("textarea").input_value() == "perlu dilatih"
    expect(noted).to_have_attribute("open", "")
    expect(styled).to_have_attribute("open", "")
    # What is read out is the sum, and only where it has changed.
    assert card.evaluate("window.said") == 0
    # A time is typed digit by digit, and meant when the hand leaves the field.
    clock = card.locator("#p-nilai-jam")
    clock.focus()
    clock.evaluate("(field) => { window.field = field; }")
    clock.fill("2021-01-01T08:00")
    expect(card.locator(".p-nilai-cetak")).to_contain_text("2026-01-15 10:00")
    card.get_by_label("Catatan penilai").focus()
    settle(card)
    assert clock.input_value() == "2021-01-01T08:00"
    assert clock.evaluate("(field) => field === window.field")
    expect(card.locator(".p-nilai-cetak")).to_contain_text("2021-01-01 08:00")


def test_a_half_typed_answer_outlasts_a_tick(card: Page) -> None:
    begin(card, "lapor-ulang")
    waiting(card).locator('[data-tetap$="selesai-pemadaman-meluas"]').click()
    settle(card)
    field = waiting(card).locator("input[type=datetime-local]").first
    field.fill("2026-01-15T09:00")
    card.locator('.p-nilai-butir[data-mark=""] input').first.check()
    settle(card)
    assert field.input_value() == "2026-01-15T09:00"


WARN = """(warnings) => {
    window.parse ??= JSON.parse;
    JSON.parse = (...given) => {
        const read = window.parse(...given);
        if (read?.review) read.review.warnings = warnings;
        return read;
    };
}"""


def test_the_differences_are_marked_by_form_and_scripts_are_shown_as_text(card: Page) -> None:
    begin(card, "periksa")
    warned = card.locator(".p-nilai-peringatan")
    card.evaluate(WARN, [])
    row(card, "pembuka/salam#PRK-01/1").get_by_label("Mirip", exact=True).check()
    settle(card)
    expect(warned).to_be_hidden()
    card.evaluate(WARN, ["<img src=x onerror=alert(1)> tidak dikenal.", "Versi alur lain."])
    card.get_by_label("Teks panggilan").fill(
        "CSO: <script>window.hacked = 1</script> Maaf, "
        "dengan <img src=x onerror=alert(1)> siapa saya bicara?"
    )
    settle(card)
    name = row(card, "pembuka/nama#PRK-02/1")
    expect(name.locator("del").first).to_contain_text("Mohon")
    line = name.locator("del").first.evaluate("(e) => getComputedStyle(e).textDecorationLine")
    assert "line-through" in line
    assert card.evaluate("window.hacked") is None
    assert card.locator(".p-nilai img, .p-nilai script").count() == 0
    expect(warned.locator("li")).to_have_text(
        ["<img src=x onerror=alert(1)> tidak dikenal.", "Versi alur lain."]
    )
    expect(card.locator(".p-nilai-hasil")).to_contain_text("BELUM LENGKAP")
    card.set_viewport_size(PHONE)
    assert card.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # In both of the theme's schemes.
    assert violations(card, ".p-nilai") == []
    card.evaluate("JSON.parse = window.parse")


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
