"""One call with its person: filled sentences, checked entries, reload, detour, end."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.browser.test_desk import DIAGNOSIS
from tests.conftest import DESK
from tools.browser import wait_for_js
from tools.site_server import SiteServer

NOON = datetime.datetime(2026, 11, 22, 14, 30)
CODES = ("08", "70", "71", "41", "44", "45", "46", "37")
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STORES = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"


@pytest.fixture
def rina(desk: Desk) -> Desk:
    """A desk whose CSO has given a name and zone; taken back after the test."""
    desk.page.clock.set_fixed_time(NOON)
    desk.begin("periksa")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("i")
    desk.page.locator("#profil-nama").fill("Rina")
    desk.page.get_by_label("WIB", exact=True).check()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)
    desk.settle()
    return desk


@pytest.fixture(autouse=True)
def clean(lasting_page: Page) -> None:
    if "/alur/" in lasting_page.url:
        lasting_page.evaluate("localStorage.removeItem('pandu.cso')")


def said(page: Page) -> str:
    return " ".join((page.locator(".p-live .p-say .p-text").first.text_content() or "").split())


def test_the_name_given_once_stands_in_the_greeting_of_every_call(rina: Desk) -> None:
    page = rina.page
    assert said(page) == "PLN 123 selamat Siang, dengan Rina bisa dibantu?"
    expect(page.locator("#isian-nama_cso")).to_have_value("Rina")
    rina.press("Enter")
    rina.new_call()
    assert said(page) == "PLN 123 selamat Siang, dengan Rina bisa dibantu?"


def test_the_hour_is_that_of_the_caller(rina: Desk) -> None:
    page = rina.page
    page.get_by_label("Zona waktu penelepon").select_option("WIT")
    expect(page.locator(".p-live .p-say .p-text")).to_contain_text("selamat Sore")
    rina.new_call()
    expect(page.locator(".p-live .p-say .p-text")).to_contain_text("selamat Siang")


def test_what_was_filled_is_marked_and_the_wording_is_one_key_away(rina: Desk) -> None:
    page = rina.page
    rina.press("Enter")
    page.keyboard.press("2")
    rina.enter("Sari")
    assert said(page) == "... Baik Ibu Sari ... saat ini listriknya Padam atau masih menyala ? ..."
    expect(page.locator(".p-live .p-slot.is-filled")).to_have_text(["Ibu", "Sari"])
    page.keyboard.press("o")
    assert said(page).startswith("... Baik {Bapak/Ibu} {Nama Penelepon} ...")
    page.keyboard.press("c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("... Baik {Bapak/Ibu} {Nama Penelepon} ...")
    page.keyboard.press("o")
    page.keyboard.press("c")
    assert page.evaluate("navigator.clipboard.readText()").startswith("... Baik Ibu Sari ...")


def test_an_id_is_read_while_it_is_typed_and_may_be_pasted_with_blanks(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.until("idpel", DIAGNOSIS)
    hint = page.locator("#isian-idpel-petunjuk")
    page.keyboard.type("53123")
    expect(hint).to_have_text("5312 3 · 5 dari 11 atau 12 angka")
    page.locator("#isian-idpel").fill("5312 3456 7890")
    expect(hint).to_have_text("5312 3456 7890 · 12 angka")
    desk.press("Enter")
    expect(page.locator(".p-facts-place")).to_contain_text("5312 3456 7890")


def test_both_limits_are_drawn_while_a_time_is_typed_over_midnight(desk: Desk) -> None:
    page = desk.page
    page.clock.set_fixed_time(datetime.datetime(2026, 11, 22, 1, 30))
    desk.begin("lapor-ulang")
    desk.until("waktu_selesai", {"status_laporan": "selesai-pemadaman-meluas"})
    page.keyboard.type("20.00")
    bars = page.locator(".p-answer .p-waktu")
    expect(bars).to_contain_text("5 jam 30 menit sejak selesai")
    expect(bars).to_contain_text("batas 6 jam: belum, sampai 02.00")
    desk.press("Enter")
    desk.enter("22.30")
    lanes = page.locator(".p-facts-place .p-waktu-lajur")
    expect(lanes).to_have_count(2)
    expect(lanes.last).to_contain_text("3 jam lama padam")
    expect(lanes.last.locator(".p-waktu-batas.is-tepat")).to_have_count(1)


def test_a_time_can_be_picked_from_the_clock(desk: Desk) -> None:
    page = desk.page
    page.clock.set_fixed_time(NOON)
    desk.begin("lapor-ulang")
    desk.until("waktu_selesai", {"status_laporan": "selesai"})
    page.get_by_role("button", name="Pilih jam").click()
    page.locator(".p-jam-asli").fill("2026-11-22T10:15")
    expect(page.locator("#isian-waktu_selesai")).to_have_value("22/11/2026 10.15")
    expect(page.locator("#isian-waktu_selesai-petunjuk")).to_contain_text("4 jam 15 menit")
    page.keyboard.press("Escape")


def test_an_address_is_spelt_to_be_read_back(desk: Desk) -> None:
    page = desk.begin("pln-mobile").page
    facts = {"jenis_keluhan": "gagal masuk", "jawaban_membantu": "tidak"}
    for _ in range(12):
        if desk.asked() == "email":
            break
        seen = desk.settle()
        if seen["fact"] in facts or not seen["keys"]:
            desk.step({**facts, "jumlah_permasalahan": "1"})
        else:
            desk.press(list(seen["keys"].values())[-1])
    assert desk.asked() == "email"
    page.keyboard.type("s_1@gmail.com")
    expect(page.locator(".p-eja > span")).to_have_text(
        ["s Siera", "_ garis bawah", "1 satu", "@ et", "gmail", ". titik", "com"]
    )
    expect(page.locator(".p-eja")).to_contain_text("bukan dari SOP")


def test_the_nine_codes_are_one_form_and_their_meaning_is_never_copied(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.until("kode_70", DIAGNOSIS)
    rows = page.locator(".p-deret > li")
    expect(rows).to_have_count(9)
    expect(rows.first).to_contain_text("Angka pada kode 08")
    expect(rows.first).to_contain_text("3")
    expect(rows.nth(1)).to_have_attribute("aria-current", "step")
    desk.press("t")
    expect(rows.nth(1)).to_contain_text("Tidak Ada Angka")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "angka 71 Enter" in copied
    assert "open cover" not in copied
    expect(page.locator(".p-live .p-dont")).to_contain_text("open cover meter")
    rows.first.locator("button").click()
    assert desk.asked() == "kode_08"


def test_a_reload_brings_back_the_way_and_not_the_person(fresh_desk: Desk) -> None:
    desk = fresh_desk.open("periksa")
    page = desk.page
    desk.press("Enter")
    page.keyboard.press("2")
    desk.enter("Kanarisa")
    desk.until("alamat_sesuai", DIAGNOSIS)
    page.locator(".p-live .p-tick").first.check()
    answers = page.locator(".p-trail-answer").all_text_contents()
    page.reload()
    expect(page.locator(".p-notice")).to_contain_text("dipulihkan")
    desk.wait_for_python()
    assert desk.asked() == "alamat_sesuai"
    again = page.locator(".p-trail-answer").all_text_contents()
    assert [text for text in again if text in answers] == [
        text for text in answers if text not in ("Ibu, Kanarisa", "531234567890")
    ]
    expect(page.locator("body")).not_to_contain_text("Kanarisa")
    expect(page.locator(".p-live .p-tick").first).to_be_checked()
    page.locator(".p-notice").get_by_role("button", name="Nama penelepon").click()
    page.locator("#isian-nama_penelepon").fill("Kanarisa")
    desk.press("Enter")
    expect(page.locator(".p-notice")).not_to_contain_text("Nama penelepon")
    page.locator(".p-trail-button").last.click()
    assert desk.asked() == "alamat_sesuai"
    assert "Kanarisa" not in page.evaluate(STORES)


def test_a_kept_call_whose_way_is_gone_is_told_and_begins_anew(fresh_desk: Desk) -> None:
    desk = fresh_desk.open("turun-daya")
    page = desk.page
    desk.press("Enter")
    desk.press("Enter")
    page.evaluate(
        "sessionStorage.setItem('pandu.panggilan', sessionStorage.getItem('pandu.panggilan')"
        '.replace(/"route":"[0-9a-f]+"/, \'"route":"lain"\')'
        '.replace(/"way":"[0-9a-f]+"/, \'"way":"0000"\'))'
    )
    page.reload()
    desk.wait_for_python()
    expect(page.locator(".p-notice")).to_contain_text("pada versi alur yang lain")
    expect(page.locator(".p-trail-item")).to_have_count(1)
    page.evaluate("sessionStorage.setItem('pandu.panggilan', '{rusak')")
    page.reload()
    desk.wait_for_python()
    expect(page.locator(".p-trail-item")).to_have_count(1)


def test_the_end_drops_the_person_and_keeps_the_way(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.press("Enter")
    page.keyboard.press("2")
    desk.enter("Kanarisa")
    desk.walk({**DIAGNOSIS, "layar": "blank"})
    steps = page.locator(".p-trail-item").count()
    expect(page.locator("body")).to_contain_text("Kanarisa")
    desk.press("h")
    expect(page.locator(".p-tertutup")).to_contain_text("Data penelepon sudah dihapus pukul")
    assert "Kanarisa" not in page.content()
    assert page.locator(".p-trail-item").count() == steps
    expect(page.locator(".p-end")).to_have_attribute("data-outcome", "layar-blank")
    page.keyboard.press("s")
    expect(page.locator(".p-status")).to_contain_text("Tersalin")
    assert "Kanarisa" not in page.evaluate("navigator.clipboard.readText()")
    assert "Kanarisa" not in page.evaluate(STORES)
    page.locator(".md-tabs a", has_text="Biaya").click()
    expect(page.locator(".md-content h1")).to_contain_text("iaya")
    expect(page.locator(".p-kembali")).to_have_count(0)


def test_one_key_copies_the_whole_report(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.walk({**DIAGNOSIS, "layar": "blank"})
    page.keyboard.press("s")
    expect(page.locator(".p-status")).to_contain_text("Tersalin")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[:2] == ["APKT: GANGGUAN", "Tipe WO: WO Autodispatch"]
    wanted = "1 RUMAH PADAM (LAYAR APP BLANK/GELAP, SEBELUMNYA TERTERA PERIKSA)"
    assert f"kolom permasalahan: {wanted}" in copied


def test_a_detour_leaves_the_call_untouched_and_one_key_comes_back(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.to_power()
    desk.press("1")
    page.locator(".p-live .p-clauses a").first.click()
    expect(page).to_have_url(re.compile(r"sop/periksa/#PRK-03a1"))
    strip = page.locator(".p-kembali")
    expect(strip).to_contain_text("Meter tertera PERIKSA")
    page.keyboard.press("/")
    page.keyboard.type("k")
    expect(page).to_have_url(re.compile("sop/periksa"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".md-content h1").click()
    page.keyboard.press("k")
    expect(page.locator(".p-desk")).to_have_attribute("data-flow", "periksa")
    desk.wait_for_python()
    assert desk.asked() == "layar"
    expect(strip).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("gopay")
    expect(page.locator(".p-temu-link").first).to_contain_text("GoPay")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("biaya"))
    page.go_back()
    desk.wait_for_python()
    assert desk.asked() == "layar"


def test_letter_keys_can_be_switched_off_and_stay_off(fresh_desk: Desk) -> None:
    desk = fresh_desk.open("turun-daya")
    page = desk.page
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_label("Tombol angka dan huruf aktif").uncheck()
    page.keyboard.press("Enter")
    page.reload()
    desk.wait_for_python()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    desk.press("Enter")
    expect(page.locator(".p-trail-item")).to_have_count(2)


def test_a_mistake_is_reported_with_id_version_and_place(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.to_power()
    page.keyboard.press("l")
    expect(page.locator(".p-status")).to_contain_text("Tersalin")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[1] == "Klausul: PRK-03"
    assert re.fullmatch(r"Versi: jalan [0-9a-f]{16}, bunyi [0-9a-f]{16}", lines[2])
    assert re.fullmatch(
        r"Tempat: alur periksa, langkah listrik · http://\S+/alur/periksa/#langkah-listrik",
        lines[3],
    )


def test_the_clock_of_the_call_runs_from_its_first_answer(desk: Desk) -> None:
    page = desk.begin("turun-daya").page
    expect(page.locator(".p-clock")).to_have_text("")
    desk.press("Enter")
    expect(page.locator(".p-clock")).to_have_text(re.compile(r"00:0\d"))


def test_the_estimate_is_a_time_of_day(rina: Desk) -> None:
    page = rina.page
    rina.walk({**DIAGNOSIS, "layar": "blank", "bantuan_lain": "estimasi", "no_laporan": "G1"})
    page.locator(".p-trail-button", has_text="estimasi waktu").last.click()
    expect(page.locator(".p-taksiran")).to_contain_text("± 17.30")
    expect(page.locator(".p-taksiran")).to_contain_text("laporan disimpan 14.30")


def test_folding_again_and_again_neither_nests_nor_miscounts(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.until("kode_47", {**DIAGNOSIS, **{f"kode_{code}": "1" for code in CODES}})
    desk.press("1")
    desk.press("Enter")
    for height in (768, 500, 420, 500, 420):
        page.set_viewport_size({"width": 1366, "height": height})
        wait_for_js(page, f"innerHeight === {height}")
        page.evaluate(FRAMES)
    line = page.locator(".p-trail-list .p-lagi")
    expect(line).to_have_count(1)
    hidden = page.locator(".p-trail-item[hidden]").count()
    expect(line).to_have_text(f"{hidden} langkah sebelumnya")
    assert page.locator(".p-live details details").count() == 0
    page.set_viewport_size(DESK)
    wait_for_js(page, "innerHeight === 768")
    page.evaluate(FRAMES)
    assert page.locator(".p-trail-item[hidden]").count() < hidden
    page.set_viewport_size({"width": 1366, "height": 420})
    wait_for_js(page, "innerHeight === 420")
    page.evaluate(FRAMES)
    line.click()
    expect(page.locator(".p-trail-item[hidden]")).to_have_count(0)
    page.set_viewport_size(DESK)


def test_on_a_phone_things_to_do_are_folded_once(desk: Desk) -> None:
    page = desk.begin("lapor-ulang").page
    for height in (844, 600, 844, 600):
        page.set_viewport_size({"width": 390, "height": height})
        wait_for_js(page, f"innerHeight === {height}")
        page.evaluate(FRAMES)
        if height == 844 and not page.locator(".p-live .p-dos").count():
            desk.until("status_laporan", {})
    assert page.locator(".p-live .p-dos").count() == 1
    assert page.locator(".p-live details details").count() == 0
    page.set_viewport_size(DESK)


def test_an_address_from_elsewhere_is_no_way_back(fresh_desk: Desk) -> None:
    desk = fresh_desk.open("turun-daya")
    page = desk.page
    desk.press("Enter")
    for address in ("javascript:alert(1)", "https://contoh.test/alur/turun-daya/"):
        page.evaluate(
            "(address) => { const kept = JSON.parse(sessionStorage.getItem('pandu.panggilan'));"
            " sessionStorage.setItem('pandu.panggilan', JSON.stringify({...kept, address})); }",
            address,
        )
        page.goto("/biaya/")
        page.wait_for_selector("html.p-cari-siap")
        expect(page.locator(".p-kembali")).to_have_count(0)
        page.go_back()
        desk.wait_for_python()


def test_the_outcome_is_announced_once(desk: Desk) -> None:
    page = desk.begin("turun-daya").page
    page.evaluate(
        "() => { window.__told = []; new MutationObserver(() => __told.push("
        "document.querySelector('.p-spoken').textContent)).observe("
        "document.querySelector('.p-spoken'), { childList: true }); }"
    )
    desk.walk({"tujuan": "non-subsidi"})
    title = page.locator(".p-live .p-step-name").text_content()
    told = [text for text in page.evaluate("__told") if text]
    assert told == [f"Selesai: {title}"]


def test_at_twice_the_size_everything_is_reached_by_touch(
    browser: Browser, site_server: SiteServer
) -> None:
    zoomed = {"viewport": {"width": 683, "height": 384}, "has_touch": True}
    context = new_context(browser, site_server, **zoomed)
    desk = Desk(context.new_page())
    page = desk.open("lapor-ulang").page
    for _ in range(3):
        page.locator(".p-live .p-answer .p-button, .p-live .p-answer .p-choice").first.tap()
        desk.settle()
    assert desk.asked() == "status_laporan"
    last = page.locator(".p-live .p-choice").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    last.tap()
    desk.settle()
    assert "belum Selesai" in desk.title
    assert page.evaluate("document.documentElement.scrollWidth") <= 683
    context.close()
