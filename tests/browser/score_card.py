"""The score card's page as the browser tests drive it: begun, walked, filled in, read."""

from __future__ import annotations

import datetime

from playwright.sync_api import Locator, Page, expect

from flow_engine.hearing import EXACT
from flow_engine.weights import DO, REPORT
from tests.engine.cards import Told, items_of, review_of
from tests.knowledge import real_flows
from tools.browser import wait_for_js

from .desk import READY_MS

FLOWS = real_flows()
PAGE = "/qa/kartu-nilai/"
SETTLED = "() => !document.querySelector('.p-nilai')?.hasAttribute('aria-busy')"


def settle(page: Page) -> None:
    """Wait until all that was given is scored; the page says so from the first letter on."""
    wait_for_js(page, SETTLED, timeout=READY_MS)


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
