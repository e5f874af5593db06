"""The score card in a real browser: calls with their points, keys, hands, what is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.engine.cards import CALLS, PERIKSA
from tools.browser import wait_for_js

from .axe import violations
from .score_card import begin, fact_of, give, result, row, settle, waiting, walk

PHONE: ViewportSize = {"width": 390, "height": 844}
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
        wait_for_js(
            card, "(t) => document.querySelector('.is-menunggu h3')?.innerText !== t", title
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


def test_the_differences_are_marked_by_form_and_scripts_are_shown_as_text(card: Page) -> None:
    begin(card, "periksa")
    warned = card.locator(".p-nilai-peringatan")
    row(card, "pembuka/salam#PRK-01/1").get_by_label("Mirip", exact=True).check()
    settle(card)
    expect(warned).to_be_hidden()
    card.get_by_label("Teks panggilan").fill(
        "CSO: <script>window.hacked = 1</script> Maaf, "
        "dengan <img src=x onerror=alert(1)> siapa saya bicara?\nBudi: ya"
    )
    settle(card)
    name = row(card, "pembuka/nama#PRK-02/1")
    expect(name.locator("del").first).to_contain_text("Mohon")
    line = name.locator("del").first.evaluate("(e) => getComputedStyle(e).textDecorationLine")
    assert "line-through" in line
    assert card.evaluate("window.hacked") is None
    assert card.locator(".p-nilai img, .p-nilai script").count() == 0
    expect(warned.locator("li")).to_have_count(1)
    expect(warned).to_contain_text("Sebutan pembicara tidak dikenal: “Budi”.")
    expect(card.locator(".p-nilai-hasil")).to_contain_text("BELUM LENGKAP")
    card.set_viewport_size(PHONE)
    assert card.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # In both of the theme's schemes.
    assert violations(card, ".p-nilai") == []
