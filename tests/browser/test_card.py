"""The pocket card on paper: one A4 page for each flow, nothing cut; on the screen nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from flow_engine.model import Flow
from tests.browser.desk import Desk
from tests.knowledge import real_house

FLOWS = list(real_house().flows.values())
A4: ViewportSize = {"width": 794, "height": 1123}
PAGE = re.compile(rb"/Type\s*/Page(?!s)")
COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count (\d+)|/Count (\d+)[^>]*?/Type\s*/Pages\b")
LEAST_POINTS = 6.5
PIXELS_A_POINT = 96 / 72

# What sticks out of the card, and what else can be seen on the paper.
LOOK = """
    () => {
        const card = document.querySelector(".p-kartu");
        const area = card.querySelector(".p-kartu-isi");
        const frame = area.getBoundingClientRect();
        const boxes = [...area.querySelectorAll("*")].map((e) => [e, e.getBoundingClientRect()]);
        const cut = boxes.filter(([, box]) => box.width && (
            box.right > frame.right + 1 || box.bottom > frame.bottom + 1 ||
            box.left < frame.left - 1 || box.top < frame.top - 1));
        const others = [...document.body.querySelectorAll("*")].filter((e) =>
            !e.contains(card) && !card.contains(e) && e.getClientRects().length);
        return {
            cut: cut.map(([e]) => e.textContent.slice(0, 60)),
            others: others.map((e) => e.className || e.tagName),
            high: [card.scrollHeight, card.clientHeight],
            wide: [card.scrollWidth, card.clientWidth],
            inside: [area.scrollHeight, area.clientHeight, area.scrollWidth, area.clientWidth],
            bottom: card.getBoundingClientRect().bottom,
            right: card.getBoundingClientRect().right,
            points: parseFloat(getComputedStyle(card).fontSize),
            ink: getComputedStyle(card).color,
        };
    }
"""


def on_paper(page: Page, flow: str) -> Page:
    page.route("**/runtime/**", lambda route: route.abort())  # paper needs no Python
    page.set_viewport_size(A4)
    page.goto(f"/alur/{flow}/")
    page.emulate_media(media="print")
    page.evaluate("document.fonts.ready")
    return page


def counted_pages(pdf: bytes) -> int:
    """The pages of a PDF by their objects; the file's own tree of pages tells as many."""
    found = len(PAGE.findall(pdf))
    assert max(int(before or after) for after, before in COUNT.findall(pdf)) == found
    return found


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_a_flow_is_printed_on_one_page_and_nothing_is_cut(page: Page, flow: Flow) -> None:
    seen = on_paper(page, flow.id).evaluate(LOOK)
    assert counted_pages(page.pdf(format="A4", prefer_css_page_size=True)) == 1
    assert seen["cut"] == [] and seen["others"] == []
    assert seen["high"][0] <= seen["high"][1] and seen["wide"][0] <= seen["wide"][1]
    high, room, wide, across = seen["inside"]
    assert high <= room and wide <= across
    assert seen["bottom"] <= A4["height"] and seen["right"] <= A4["width"]
    assert seen["points"] >= LEAST_POINTS * PIXELS_A_POINT


def test_pages_are_counted_reliably(page: Page) -> None:
    page.set_content('<p>1</p><p style="break-before: page">2</p><p style="break-before: page">3')
    assert counted_pages(page.pdf(format="A4")) == 3


def test_a_call_in_progress_and_an_open_map_are_not_printed(page: Page) -> None:
    Desk(page).open("periksa").press("Enter")
    page.keyboard.press("Escape")  # out of the field, so that letters are keys
    page.keyboard.press("a")
    expect(page.locator("#peta")).to_have_attribute("open", "")
    page.emulate_media(media="print")
    assert page.evaluate(LOOK)["others"] == []
    assert counted_pages(page.pdf(format="A4", prefer_css_page_size=True)) == 1


def test_the_card_is_not_on_the_screen_and_paper_is_white_in_the_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/alur/lebih-tagih/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator(".p-kartu")).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".p-kartu")).to_be_visible()
    assert page.evaluate(LOOK)["ink"] == "rgb(23, 28, 38)"
    back = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(back) in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


def test_other_pages_are_printed_as_before(page: Page) -> None:
    page.goto("/sop/lapor-ulang/")
    page.emulate_media(media="print")
    expect(page.locator("#LUL-A").first).to_be_visible()
    assert counted_pages(page.pdf(format="A4")) > 1
