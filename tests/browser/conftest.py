"""Desks for the browser tests: one per module that is kept alive, and fresh ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import score_card
from tests.browser.desk import Desk
from tests.conftest import DESK
from tests.watch import Watch
from tools.site_server import SiteServer


def new_context(browser: Browser, server: SiteServer, **more: object) -> BrowserContext:
    """A context like that of ``page``, with the clipboard open to the test."""
    settings = {
        "viewport": DESK,
        "base_url": server.url(),
        "locale": "id-ID",
        "service_workers": "block",
        **more,
    }
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context


@pytest.fixture(scope="module")
def lasting_page(browser: Browser, site_server: SiteServer) -> Iterator[Page]:
    """A page kept for a whole module: Python starts once."""
    context = new_context(browser, site_server)
    watch = Watch(site_server.origin)
    watch.follow(context)
    yield context.new_page()
    context.close()
    assert watch.foreign_requests() == []
    assert watch.policy_violations() == []


@pytest.fixture
def desk(lasting_page: Page) -> Desk:
    """A desk whose Python is kept from test to test; ``begin`` starts a new call."""
    return Desk(lasting_page)


@pytest.fixture
def fresh_desk(page: Page) -> Desk:
    """A desk on a page of its own, not opened yet."""
    return Desk(page)


@pytest.fixture
def card(lasting_page: Page) -> Iterator[Page]:
    """A page of the score card; Python is kept from test to test."""
    if not lasting_page.url.endswith(score_card.PAGE):
        lasting_page.goto(score_card.PAGE)
    yield lasting_page
    lasting_page.emulate_media(media="screen")
    lasting_page.set_viewport_size(DESK)
