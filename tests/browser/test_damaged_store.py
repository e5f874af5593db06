"""What the browser kept is damaged by chance: the page comes up, says so or forgets, and works."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_context
from tests.browser.desk import Desk
from tests.fuzz.mutations import damage_json, damage_text
from tests.watch import Watch
from tools.site_server import SiteServer

SHORT, LONG = 4, 60
READ = "() => [{...sessionStorage}, {...localStorage}]"
WRITE = """([session, local]) => {
    for (const [name, value] of Object.entries(session)) sessionStorage.setItem(name, value);
    for (const [name, value] of Object.entries(local)) localStorage.setItem(name, value);
}"""
INJECTED = "document.querySelectorAll('img[onerror], script:not([src]):not([type])').length"


def damaged(text: str, chance: random.Random) -> str:
    """Damage the letters of a value, or what they say."""
    if chance.random() < 0.3:
        return damage_text(text, chance)
    try:
        return json.dumps(damage_json(json.loads(text), chance))
    except ValueError:
        return damage_text(text, chance)


def true_stores(page: Page) -> list[dict[str, str]]:
    """Walk into a call, use the search, and return what is kept of it."""
    desk = Desk(page).open("periksa")
    for key in ("Enter", "Enter", "1", "1"):
        desk.press(key)
    page.keyboard.press("Escape")
    found: list[dict[str, str]] = page.evaluate(READ)
    found[1] |= {
        "pandu.cso": '{"name": "Dewi", "zone": "WITA"}',
        "pandu.dibaca": '{"read": {"a": "2026-01-01"}, "closed": ["b"]}',
        "pandu.versi": json.dumps({"release": {"version": "x", "recalled": {}}, "checked": 1}),
    }
    found[0] |= {"pandu.dilihat": '{"date": "2026-01-01", "region": ""}'}
    assert "pandu.panggilan" in found[0]
    return found


@pytest.mark.parametrize(
    "kept",
    ['{"index": "satu", "color": {}}', '{"color": {"scheme": "slate"}}', "true", "{", "[]",
     '{"index": -1, "color": null}', '{"index": 99, "color": {"scheme": "<img onerror=x>"}}'],
)  # fmt: skip
def test_a_damaged_choice_of_colours_does_not_stop_the_theme(
    page: Page, watch: Watch, kept: str
) -> None:
    """Found 23 November 2026 by this file: Material's script stopped where it reads the choice."""
    page.goto("/k/")
    page.evaluate("(kept) => localStorage.setItem('/.__palette', kept)", kept)
    page.goto("/biaya/")
    page.wait_for_selector("html.p-cari-siap")
    assert watch.console_errors == []


def reload_damaged(browser: Browser, server: SiteServer, seeds: range) -> None:
    context = new_context(browser, server)
    watch = Watch(server.origin)
    watch.follow(context)
    page = context.new_page()
    stores: Any = true_stores(page)
    for seed in seeds:
        chance = random.Random(seed)
        put = [{name: damaged(text, chance) for name, text in store.items()} for store in stores]
        page.goto("/k/")
        page.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")
        page.evaluate(WRITE, put)
        desk = Desk(page).open("periksa")
        desk.settle()
        assert page.evaluate(INJECTED) == 0, seed
        desk.new_call()
        title = desk.title
        desk.press("Enter")
        assert desk.title != title, seed
        assert watch.console_errors == [], (seed, put)
    context.close()


def test_a_damaged_store_neither_stops_a_page_nor_gets_into_it(
    browser: Browser, site_server: SiteServer
) -> None:
    reload_damaged(browser, site_server, range(SHORT))


@pytest.mark.proof
def test_sixty_damaged_stores_neither_stop_a_page_nor_get_into_it(
    browser: Browser, site_server: SiteServer
) -> None:
    reload_damaged(browser, site_server, range(LONG))
