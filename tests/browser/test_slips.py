"""What a hand does in haste: half a form, a stray key, a caller who hangs up."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.browser.test_desk import DIAGNOSIS
from tools.site_server import SiteServer

FIELD_200 = """() => {
    const field = document.activeElement.getBoundingClientRect();
    const bar = document.querySelector(".p-keyline").getBoundingClientRect();
    const free = field.bottom <= bar.top || bar.top < field.top;
    return free && field.top >= 0 && field.bottom <= innerHeight;
}"""


def test_a_name_without_a_salutation_is_kept(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.press("Enter")
    assert desk.enter("Kanarisa")["fact"] != "nama_penelepon"
    expect(page.locator(".p-facts")).to_contain_text("Kanarisa")
    page.keyboard.press("Alt+ArrowLeft")
    desk.settle()
    expect(page.locator("#isian-nama_penelepon")).to_have_value("Kanarisa")


def test_a_ticked_box_leaves_the_keys_as_they_are(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.until("self_diagnosis", DIAGNOSIS)
    desk.press("Enter")
    page.keyboard.press("Alt+ArrowLeft")
    while not page.locator(".p-live .p-tick").count():
        desk.press("Alt+ArrowLeft")
    title = desk.title
    box = page.locator(".p-live .p-tick").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    desk.press("Enter")
    assert desk.title != title


def test_one_key_ticks_what_is_next(desk: Desk) -> None:
    page = desk.begin("lapor-ulang").page
    while page.locator(".p-live .p-tick").count() == 0:
        desk.step({"status_laporan": "selesai"})
    ticks = page.locator(".p-live .p-tick")
    expect(page.locator(".p-live .p-tick-tombol")).to_have_text("X")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(ticks.first).to_be_checked()
    if ticks.count() > 1:
        page.keyboard.press("x")
        expect(ticks.nth(1)).to_be_checked()


def test_a_report_that_was_not_copied_is_not_dropped_by_one_key(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.walk({**DIAGNOSIS, "self_diagnosis": "terhenti"})
    page.keyboard.press("n")
    expect(page.locator("dialog[open]")).to_contain_text("belum disalin")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".p-status")).to_contain_text("Tersalin")
    page.keyboard.press("n")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".p-trail-item")).to_have_count(1)


def test_a_caller_who_hangs_up_is_dropped_and_the_way_stays(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.press("Enter")
    page.keyboard.press("1")
    desk.enter("Kanarisa")
    steps = page.locator(".p-trail-item").count()
    page.keyboard.press("h")
    expect(page.locator("dialog[open]")).to_contain_text("Akhiri sebelum selesai?")
    page.keyboard.press("y")
    expect(page.locator(".p-notice")).to_contain_text("Data penelepon sudah dihapus")
    assert "Kanarisa" not in page.content()
    expect(page.locator(".p-trail-item")).to_have_count(steps)
    page.keyboard.press("n")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".p-notice")).to_be_hidden()


def test_what_is_half_typed_outlives_a_detour_and_a_step_back(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.until("idpel", DIAGNOSIS)
    page.keyboard.type("5123")
    page.keyboard.press("Escape")
    page.locator(".p-live .p-ref").first.click()
    page.wait_for_selector(".p-kembali")
    page.keyboard.press("k")
    expect(page.locator("#isian-idpel")).to_have_value("5123")
    page.keyboard.press("Escape")
    desk.press("Alt+ArrowLeft")
    desk.press("Enter")
    expect(page.locator("#isian-idpel")).to_have_value("5123")
    desk.new_call()
    desk.until("idpel", DIAGNOSIS)
    expect(page.locator("#isian-idpel")).to_have_value("")


def test_the_hand_is_back_in_the_field_after_a_search(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.until("idpel", DIAGNOSIS)
    page.keyboard.type("512")
    page.keyboard.press("Control+k")
    page.keyboard.type("biaya")
    page.keyboard.press("Escape")
    page.keyboard.type("3")
    expect(page.locator("#isian-idpel")).to_have_value("5123")


def test_the_list_of_keys_begins_at_its_top_and_a_blank_switches_nothing(desk: Desk) -> None:
    page = desk.begin("periksa").page
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("h2")).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)


def test_a_copied_report_tells_what_is_not_filled(desk: Desk) -> None:
    page = desk.begin("periksa").page
    desk.walk({**DIAGNOSIS, "self_diagnosis": "terhenti"})
    page.keyboard.press("s")
    expect(page.locator(".p-status")).to_contain_text("Belum terisi: ")


def test_an_own_name_given_in_a_call_is_remembered(fresh_desk: Desk) -> None:
    desk = fresh_desk.open("periksa")
    page = desk.page
    desk.enter("Rina")
    desk.new_call()
    expect(page.locator(".p-live .p-say")).to_contain_text("Rina")


def test_where_another_flow_goes_on_that_is_the_first_button(desk: Desk) -> None:
    page = desk.begin("panggilan").page
    desk.walk({"perihal": "listrik", "perihal_listrik": "periksa"})
    expect(page.locator(".p-end .p-onward")).to_be_visible()
    expect(page.locator(".p-live .p-step-number")).to_have_text("Dilanjutkan di alur lain")
    expect(page.locator(".p-button-main", has_text="Akhiri")).to_have_count(0)


def test_at_twice_the_size_the_field_is_not_under_the_line_of_keys(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, viewport={"width": 683, "height": 384})
    desk = Desk(context.new_page())
    page = desk.open("periksa").page
    desk.until("idpel", DIAGNOSIS)
    page.keyboard.type("5")
    assert page.evaluate(FIELD_200)
    context.close()


def test_what_was_copied_before_does_not_silence_what_is_copied_now(desk: Desk) -> None:
    page = desk.begin("periksa").page
    told = page.evaluate(
        """async () => {
            const wait = (ms) => new Promise((done) => setTimeout(done, ms));
            const [button] = document.querySelectorAll(".p-live .p-copy");
            const other = button.cloneNode(true);
            button.after(other);
            button.click();
            await wait(1000);
            other.click();
            await wait(1000);
            return document.querySelector(".p-status").textContent;
        }"""
    )
    assert told == "Tersalin"
