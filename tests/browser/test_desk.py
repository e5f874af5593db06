"""How the desk behaves in a call: back, change, copying, typing, coming back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.desk import TO_POWER, Desk
from tests.engine.cards import DIAGNOSIS as WHOLE

TO_CODES = {name: value for name, value in WHOLE.choices.items() if not name.startswith("kode_")}
DIAGNOSIS = {**TO_CODES, "kode_08": "3"}


def pandu_workers(page: Page) -> int:
    return sum("/worker." in worker.url for worker in page.workers)


def to_code(desk: Desk, code: str = "kode_70") -> None:
    while desk.asked() != code:
        desk.step(DIAGNOSIS)


def test_back_shows_the_step_with_its_answer_and_a_change_takes_another_way(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.to_power()
    desk.press("1")
    desk.press("1")
    expect(page.locator(".p-trail-item")).to_have_count(5)
    desk.press("Alt+ArrowLeft")
    desk.press("Alt+ArrowLeft")
    assert desk.asked() == "listrik"
    expect(page.locator(".p-choice.is-chosen")).to_have_attribute("data-value", "padam")
    desk.press("Enter")
    assert desk.asked() == "layar", "Enter keeps the answer and goes on"
    desk.press("Alt+ArrowLeft")
    desk.press("2")
    expect(page.locator(".p-trail-answer").first).to_have_text("Masih menyala")
    expect(page.locator(".p-trail")).not_to_contain_text("Padam: layar")


def test_a_click_in_the_trail_goes_back_to_that_step_and_keeps_the_answers(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.to_power()
    desk.press("1")
    desk.press("1")
    page.locator(".p-trail-button").nth(2).click()
    desk.settle()
    assert desk.asked() == "listrik"
    expect(page.locator(".p-trail-item")).to_have_count(5)
    expect(page.locator(".p-trail-button[aria-current=step]")).to_contain_text("3")


def test_the_focus_goes_to_the_heading_or_into_the_field(desk: Desk) -> None:
    page = desk.begin("periksa").page
    expect(page.locator("#isian-nama_cso")).to_be_focused()
    desk.to_power()
    expect(page.locator(".p-live .p-step-title")).to_be_focused()


def test_every_key_of_a_step_stands_on_its_button(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.to_power()
    for button in page.locator(".p-desk [data-key]:visible").all():
        shown = button.locator("kbd").first.inner_text()
        key = button.get_attribute("data-key") or ""
        assert shown.replace("←", "ArrowLeft").replace(" ", "+") == key


def test_enter_goes_through_the_fields_of_a_form_and_sends_from_the_last(desk: Desk) -> None:
    page = desk.begin("periksa").page
    while desk.asked() != "alamat":
        desk.step({**DIAGNOSIS, "layar": "blank"})
    desk.enter("Jalan Contoh")
    expect(page.locator("#isian-acuan_lokasi")).to_be_focused()
    desk.enter("dekat pos")
    expect(page.locator(".p-facts-place")).to_contain_text("dekat pos")
    assert desk.asked() == "koordinat"


def test_keys_do_nothing_while_somebody_types(desk: Desk) -> None:
    page = desk.begin("periksa").page
    page.keyboard.type("Cici Nur 123 ?")
    expect(page.locator("#isian-nama_cso")).to_have_value("Cici Nur 123 ?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".p-trail-item")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("Semua tombol")


def test_material_keeps_its_letters_off_but_the_slash_searches(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.to_power()
    for key in "fsp,.":
        page.keyboard.press(key)
    expect(page.locator("[data-md-toggle=search]")).not_to_be_checked()
    expect(page.locator(".p-desk")).to_have_attribute("data-flow", "periksa")
    page.keyboard.press("/")
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("Escape")
    assert desk.asked() == "listrik"


def test_the_sentence_is_copied_and_what_must_not_be_said_never(desk: Desk) -> None:
    page = desk.begin("periksa").page
    to_code(desk)
    expect(page.locator(".p-live .p-dont")).to_contain_text("open terminal")
    expect(page.locator(".p-live .p-dont .p-copy")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator(".p-status")).to_have_text("Tersalin")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "... baik... Kemudian angka 70 Enter, berapa nilai yang tertera ...?"
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    everything = page.evaluate("navigator.clipboard.readText()")
    assert "Kemudian angka 70 Enter" in everything
    assert "open terminal" not in everything


def test_a_reading_takes_a_number_or_tidak_ada_angka_and_refuses_words(desk: Desk) -> None:
    page = desk.begin("periksa").page
    to_code(desk)
    desk.enter("lima")
    expect(page.locator(".p-live .p-error")).to_contain_text("bukan bilangan")
    expect(page.locator("#isian-kode_70")).to_be_focused()
    page.locator(".p-input").fill("")
    desk.press("t")
    expect(page.locator(".p-fact").last).to_contain_text("Tidak Ada Angka")
    assert desk.asked() == "kode_71"


def test_a_time_says_how_it_was_read(desk: Desk) -> None:
    page = desk.page
    page.clock.set_fixed_time("2026-11-22T19:30:00")
    desk.begin("lapor-ulang")
    for key in (*TO_POWER, "Enter", "1"):
        desk.press(key)
    page.keyboard.type("14.00")
    expect(page.locator(".p-live .p-hint")).to_have_text(
        "Terbaca: hari ini 14.00, 5 jam 30 menit yang lalu."
    )
    page.locator(".p-input").fill("sore tadi")
    desk.press("Enter")
    expect(page.locator(".p-live .p-error")).to_contain_text("Waktunya belum terbaca")


def test_a_name_typed_at_once_lands_in_its_field_and_a_number_still_picks(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.press("Enter")
    expect(page.locator(".p-live .p-step-name")).to_have_text("Tanyakan nama penelepon")
    page.keyboard.press("2")
    page.keyboard.type("Nuri Cendana")
    page.keyboard.press("Enter")
    facts = page.locator(".p-facts-place")
    expect(facts).to_contain_text("Nuri Cendana")
    expect(facts).to_contain_text("Ibu")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_back_from_the_end_shows_the_last_step(desk: Desk) -> None:
    desk.begin("lapor-ulang")
    for key in ("Enter", "Enter", "Enter", "3", "Enter", "Enter", "Enter"):
        desk.press(key)
    page = desk.page
    expect(page.locator(".p-end")).to_have_attribute("data-outcome", "belum-selesai")
    last = page.locator(".p-trail-item").last.inner_text()
    desk.press("Alt+ArrowLeft")
    expect(page.locator(".p-live .p-step-name")).to_have_text("Salam penutup")
    assert "Salam penutup" in last


def test_a_new_call_asks_first_and_forgets_the_caller(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.press("Enter")
    desk.enter("Kenari")
    expect(page.locator(".p-facts-place")).to_contain_text("Kenari")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("dialog[open]")).to_contain_text("Mulai panggilan baru?")
    page.keyboard.press("Escape")
    expect(page.locator(".p-facts-place")).to_contain_text("Kenari")
    page.keyboard.press("n")
    expect(page.locator("dialog[open] button:focus")).to_contain_text("Batal")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".p-facts-place")).to_contain_text("Kenari")
    page.keyboard.press("n")
    page.keyboard.press("y")
    expect(page.locator(".p-trail-item")).to_have_count(1)
    expect(page.locator("body")).not_to_contain_text("Kenari")


def test_what_a_caller_said_stays_out_of_address_and_storage(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.press("Enter")
    desk.enter("Kenari")
    kept = page.evaluate(
        "JSON.stringify([location.href, {...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "Kenari" not in kept
    assert "Kenari" not in str(page.evaluate("JSON.stringify(history.state)"))


def test_another_page_and_back_keeps_engine_and_call(desk: Desk) -> None:
    page = desk.begin("periksa").page
    assert pandu_workers(page) == 1
    worker = next(worker for worker in page.workers if "/worker." in worker.url)
    desk.to_power()
    desk.press("1")
    page.locator(".md-tabs a", has_text="Biaya").click()
    expect(page.locator(".md-content h1")).to_contain_text("iaya")
    page.locator(".md-tabs a", has_text="Alur").click()
    page.locator(".p-alur-daftar a").first.wait_for()
    page.locator(".p-alur-daftar a", has_text="Meter tertera PERIKSA").click()
    desk.wait_for_python()
    assert desk.asked() == "layar"
    page.locator(".p-bar-flows summary").click()
    page.locator('.p-bar-flows a[data-flow-link="lapor-ulang"]').click()
    expect(page.locator(".p-desk")).to_have_attribute("data-flow", "lapor-ulang")
    desk.wait_for_python()
    assert worker in page.workers
    assert pandu_workers(page) == 1


def test_a_repeat_goes_on_in_the_flow_it_refers_to(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.walk({**DIAGNOSIS, "pernah_lapor": "sudah"})
    expect(page.locator(".p-end")).to_have_attribute("data-outcome", "rujuk-lapor-ulang")
    desk.press("Enter")
    expect(page.locator(".p-desk")).to_have_attribute("data-flow", "lapor-ulang")
    desk.wait_for_python()


@pytest.mark.parametrize(
    ("facts", "old_number"),
    [
        ({"status_tiket": "closed", "email_diterima": "belum"}, True),
        ({"status_tiket": "active", "email_diterima": "belum", "masalah_berbeda": "ya"}, False),
    ],
    ids=["permasalahan sama", "permasalahan berbeda"],
)
def test_a_new_ticket_goes_on_at_the_ticket_part(
    desk: Desk, facts: dict[str, str], old_number: bool
) -> None:
    page = desk.begin("itsm-ulang").page
    desk.walk({**facts, "no_tiket": "4321"})
    desk.press("Enter")
    expect(page.locator(".p-desk")).to_have_attribute("data-flow", "pln-mobile")
    desk.wait_for_python()
    assert desk.asked() == "jumlah_permasalahan"
    expect(page.locator(".p-trail")).not_to_contain_text("Apa keluhan atau pertanyaannya?")
    ticket = {
        "jumlah_permasalahan": "1", "email": "nama@contoh.co.id", "jenis_keluhan": "gagal masuk",
        "call_type": "incident", "service_group": "instalasi", "service_type": "instalasi-1",
    }  # fmt: skip
    desk.walk(ticket)
    end = page.locator(".p-end")
    expect(end).to_have_attribute("data-outcome", "tiket-itsm")
    if old_number:
        expect(end).to_contain_text("No. Tiket ITSM yang lama 4321")
    else:
        expect(end).not_to_contain_text("4321")


def test_the_end_has_a_list_to_tick_off(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.walk({**DIAGNOSIS, "layar": "blank"})
    box = page.get_by_label("APKT: buat “GANGGUAN”")
    box.check()
    desk.press("Alt+ArrowLeft")
    assert not desk.done
    page.locator(".p-choice, .p-button").first.wait_for()


def test_axe_finds_nothing_on_the_desk(desk: Desk) -> None:
    desk.begin("periksa")
    for fact in ("listrik", "kode_70"):
        desk.until(fact, DIAGNOSIS)
        assert violations(desk.page, ".p-desk") == [], fact
