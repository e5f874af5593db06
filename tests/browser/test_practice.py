"""Practice calls in the browser: each flow by keys alone, a wrong way, every level, bad storage."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from flow_engine.repeats import split_name
from learning.practice_tasks import BACK, ENTER, FILE, SAY, WAY
from tests.browser.axe import violations
from tests.browser.practice import HEAD, KEPT, Trainee, call_with
from tests.conftest import DESK
from tests.knowledge import real_flows

PROGRESS = "pandu.latihan"
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def trainee(lasting_page: Page) -> Trainee:
    found = Trainee(lasting_page)
    found.open()
    return found


@pytest.mark.parametrize("flow", [*real_flows()])
def test_a_call_of_each_flow_is_held_by_keys_alone(trainee: Trainee, flow: str) -> None:
    page = trainee.page
    trainee.choose_flow(flow)
    trainee.press("1")
    trainee.press("Enter")
    expect(page.locator(".p-latih-tugas")).to_be_visible()
    call = trainee.state()["practice"]["id"]
    met = trainee.walk()
    expect(page.locator(HEAD)).to_contain_text("Selesai")
    counted = len([kind for kind in met if kind != "baca"])
    expect(page.locator(HEAD)).to_have_text(
        f"Selesai: {counted} dari {counted} tepat pada pilihan pertama"
    )
    expect(page.locator(".p-latih-peta .is-lewat").first).to_be_attached()
    stored = json.loads(page.evaluate(f"localStorage.getItem('{PROGRESS}')"))
    assert stored["calls"][call]["points"] == stored["calls"][call]["of"] == counted
    assert any(edge.startswith(f"{flow}/") for edge in stored["met"]["edges"])
    assert page.evaluate(f"sessionStorage.getItem('{KEPT}')") is None


def test_a_wrong_way_runs_a_step_then_stands_beside_its_clause(trainee: Trainee) -> None:
    page = trainee.page
    trainee.choose_flow("lapor-ulang")
    trainee.press("1")
    trainee.press("Enter")
    expect(page.locator(".p-latih-petunjuk")).to_be_visible()
    trainee.walk(WAY)
    while split_name(trainee.task().name)[0] == "sapaan":
        task = trainee.task()
        trainee.move(task, task.right)
        trainee.walk(WAY)
    assert violations(page, ".p-latih") == []
    task = trainee.task()
    trainee.move(task, trainee.wrong_way(task))
    expect(page.locator(".p-latih-keliru.is-jalan")).to_be_visible()
    trainee.press("Enter")
    shown = page.locator(".p-latih-keliru:not(.is-jalan)")
    expect(shown.locator(".p-latih-klausul a").first).to_have_attribute("href", re.compile(".+"))
    expect(shown).to_contain_text("Anda memilih")
    assert violations(page, ".p-latih") == []
    trainee.press("Enter")
    tried = page.locator(".p-latih-pilih.is-dicoba")
    expect(tried).to_have_count(1)
    expect(tried).to_contain_text("sudah dicoba")
    page.reload()
    trainee.open()
    expect(page.locator(".p-latih-kabar")).to_contain_text("dilanjutkan", timeout=60_000)
    assert trainee.task().id == task.id
    trainee.walk()
    expect(page.locator(".p-latih-daftar-keliru > li")).to_have_count(1)
    expect(page.locator(".p-latih-daftar-keliru")).to_contain_text("Sampai di")
    expect(page.locator(".p-peta-kartu.is-keliru text", has_text="keliru")).to_have_count(1)
    assert violations(page, ".p-latih-hasil") == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESK)


def test_the_caller_of_the_hardest_level_changes_an_answer(trainee: Trainee) -> None:
    page = trainee.page
    trainee.choose_flow("lapor-ulang")
    trainee.press("4")
    trainee.press("Enter")
    expect(page.locator(".p-latih-tugas")).to_be_visible()
    trainee.walk(BACK)
    task = trainee.task()
    expect(page.locator(".p-latih-kata").last).to_be_visible()
    expect(page.locator(".p-latih-percakapan")).to_contain_text("Maaf, tadi saya keliru.")
    wrong = next(o.value for o in task.options if o.value != task.right)
    trainee.move(task, wrong)
    expect(page.locator(".p-latih-keliru")).to_contain_text("Bukan yang ini")
    trainee.press("Enter")
    trainee.walk()
    expect(page.locator(HEAD)).to_contain_text("Selesai")


def test_the_clock_can_be_extended_and_turned_off(trainee: Trainee) -> None:
    page = trainee.page
    trainee.choose_flow("panggilan")
    trainee.press("3")
    trainee.press("Enter")
    timer = page.locator(".p-latih-jam")
    expect(timer).to_contain_text("Sisa")
    before = int("".join(filter(str.isdigit, timer.locator(".p-latih-sisa").inner_text())))
    trainee.press("t")
    after = int("".join(filter(str.isdigit, timer.locator(".p-latih-sisa").inner_text())))
    assert after > before + 20
    assert violations(page, ".p-latih") == []
    trainee.press("j")
    expect(timer).to_be_hidden()
    trainee.walk(WAY)
    expect(timer).to_be_hidden()
    trainee.press("h")


def test_a_typed_report_shows_what_differs_and_is_kept_nowhere(trainee: Trainee) -> None:
    page = trainee.page
    trainee.choose_flow("turun-daya")
    trainee.press("2")
    page.locator(".p-latih-semua summary").click()
    page.locator(f'.p-latih-semua [data-call="{call_with("turun-daya", FILE)}"]').click()
    expect(page.locator(".p-latih-tugas")).to_be_visible()
    trainee.walk(FILE)
    task = trainee.task()
    if task.options:
        page.locator(".p-latih-sendiri summary").click()
    area = page.locator(".p-latih-ketik")
    area.fill(f"{task.right} rahasiasekali")
    area.press("Shift+Enter" if task.options else "Enter")
    expect(page.locator(".p-latih-beda del")).to_contain_text("rahasiasekali")
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "rahasiasekali" not in kept
    page.reload()
    trainee.open()
    expect(page.locator(".p-latih-kabar")).to_contain_text("tidak disimpan", timeout=60_000)
    assert trainee.task().id == task.id
    trainee.press("h")


def test_a_reading_can_be_looked_up_on_the_meter(trainee: Trainee) -> None:
    page = trainee.page
    trainee.choose_flow("periksa")
    trainee.press("2")
    page.locator(".p-latih-semua summary").click()
    page.locator(f'.p-latih-semua [data-call="{call_with("periksa", ENTER)}"]').click()
    expect(page.locator(".p-latih-tugas")).to_be_visible()
    trainee.walk(ENTER)
    task = trainee.task()
    code = task.name.partition("_")[2]
    page.locator(".p-latih-meter summary").click()
    page.locator(".p-latih-meter .p-meter-tombol").first.focus()
    for key in (*code, "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".p-latih-meter .p-meter")).to_have_attribute("data-layar", task.right)
    page.locator(".p-latih-angka").focus()
    trainee.press("Escape")
    trainee.press("h")


def test_a_damaged_or_foreign_call_in_the_tab_is_told_and_begins_anew(trainee: Trainee) -> None:
    page = trainee.page
    trainee.choose_flow("panggilan")
    trainee.press("1")
    trainee.press("Enter")
    expect(page.locator(".p-latih-tugas")).to_be_visible()
    trainee.walk(SAY)
    state = trainee.state()
    for damaged, told in (
        ({**state, "route": "lain"}, "versi alur yang lain"),
        ({**state, "practice": {**state["practice"], "id": "tidak-ada"}}, "tidak ada lagi"),
        ({**state, "moves": ["bukan"]}, "dari awal"),
    ):
        page.evaluate(
            "([key, value]) => sessionStorage.setItem(key, value)",
            [KEPT, json.dumps({"state": damaged, "typed": False})],
        )
        page.reload()
        trainee.open()
        expect(page.locator(".p-latih-kabar")).to_contain_text(told, timeout=60_000)
        expect(page.locator(".p-latih-alur").first).to_be_visible()


def test_without_python_the_page_says_what_it_needs_and_lists_the_flows(page: Page) -> None:
    page.route("**/runtime/**", lambda route: route.abort())
    page.goto("/latihan/panggilan/")
    expect(page.locator(".p-latih [role=alert]")).to_contain_text(
        "Panggilan latihan memerlukan mesin itu", timeout=60_000
    )
    expect(page.locator('.p-latih [data-key="Enter"]')).to_be_focused()
