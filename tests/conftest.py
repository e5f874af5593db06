"""Fixtures for the whole suite: the built site, its server, a browser, a watched page."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from macros.publish.files import locked
from tests.watch import Watch
from tools.browser import ensure_browser, launch_args, system_browser
from tools.site import ROOT, build_site
from tools.site_server import SiteServer

DESK: ViewportSize = {"width": 1366, "height": 768}
# Hypothesis would otherwise keep its examples in a folder of its own beside the sources.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(ROOT / ".cache" / "hypothesis"))
# A machine with other work is slow; only what fails waits this long.
expect.set_options(timeout=20_000)
FIRST_WITHOUT_SITE = 8
# A test that drives a browser races with it; once more, and the summary says so. See decision 028.
RERUNS = 1
# Whose tests the gate of coverage counts.
MEASURED = ("engine", "learning")
# A page of a test lives for seconds: what V8 compiles a second time, to be faster later, only
# takes the processor away from the test beside it. Benchmarks run without this.
COMPILES_ONCE = "--js-flags=--liftoff-only"
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex


def pytest_report_header() -> str:
    return f"peramban: {system_browser() or 'akan dipasang'}"


def _in_turns(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with a browser's modules between the others, long ones first.

    Two workers then seldom drive a browser at the same time, and none is left alone with a
    long module at the end.
    """
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    drives = {path: _needs_browser(found) for path, found in modules.items()}
    browsing = [found for path, found in modules.items() if drives[path]]
    plain = [found for path, found in modules.items() if not drives[path]]
    plain.sort(key=len, reverse=True)
    # While one worker builds the site, the others have enough that needs none.
    early, plain = plain[:FIRST_WITHOUT_SITE], plain[FIRST_WITHOUT_SITE:]
    turns = [*browsing[:1], *early, *itertools.chain(*itertools.zip_longest(browsing[1:], plain))]
    return [item for found in turns for item in found or ()]


def _drives_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def _needs_browser(items: list[pytest.Item]) -> bool:
    return any(_drives_browser(item) for item in items)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage by the tests of engine and lessons, but by none wide or drawn by chance.

    So the gate never depends on luck, each line is reached by a test that is about it, and the
    others run at their own speed: measuring makes them three times as slow.
    """
    items[:] = _in_turns(items)
    for item in items:
        if _drives_browser(item):
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))
        drawn = item.get_closest_marker("hypothesis") is not None
        wide = item.get_closest_marker("luas") is not None
        measured = any(ROOT / "tests" / folder in item.path.parents for folder in MEASURED)
        if drawn or wide or not measured:
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Measure coverage once in a worker.

    There pytest-cov starts a measurement when it is loaded, whose figures nobody reads, and a
    second one at the session's start: ``no_cover`` would pause that one only, and all tests would
    run as slow as if they were measured.
    """
    plugin = session.config.pluginmanager.getplugin("_cov")
    if plugin and plugin.cov_controller and hasattr(session.config, "workerinput"):
        plugin.cov_controller.cov.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Leave the fixtures of a test that is not measured out too; pytest-cov leaves out its call."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    if plugin is None or not plugin.cov_controller or not item.get_closest_marker("no_cover"):
        return (yield)
    plugin.cov_controller.pause()
    try:
        return (yield)
    finally:
        plugin.cov_controller.resume()


@pytest.fixture(scope="session")
def site_dir() -> Path:
    """The whole site, built once per run for all workers; PANDU_SITE names a built one instead."""
    if given := os.environ.get("PANDU_SITE"):
        return Path(given).resolve()
    out = ROOT / ".cache" / "test-site"
    done = ROOT / ".cache" / "test-site.run"
    with locked(ROOT / ".cache" / "test-site.lock"):
        if not done.is_file() or done.read_text() != RUN:
            result = build_site(ROOT, out, site_url="http://127.0.0.1:8000/")
            if not result.ok:
                pytest.fail(f"Situs tidak dapat dibangun:\n{result.log}", pytrace=False)
            done.write_text(RUN)
    return out


@pytest.fixture(scope="session")
def site_server(site_dir: Path) -> Iterator[SiteServer]:
    """A server of the built site; set its ``faults`` through ``faulty_server``."""
    with SiteServer(site_dir) as server:
        yield server


@pytest.fixture
def faulty_server(site_server: SiteServer) -> Iterator[SiteServer]:
    """The same server, whose faults are taken back after the test."""
    yield site_server
    site_server.faults.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    found = ensure_browser()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found.path, args=[*launch_args(), COMPILES_ONCE]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def watch(site_server: SiteServer) -> Watch:
    """What ``page`` asks for and complains about."""
    return Watch(site_server.origin)


@pytest.fixture
def page(browser: Browser, site_server: SiteServer, watch: Watch) -> Iterator[Page]:
    """A fresh page on a desk's screen; the test fails if it asked another host for anything."""
    # What is kept for use without a network is tested by itself; elsewhere the server is asked.
    context = browser.new_context(
        viewport=DESK, base_url=site_server.url(), locale="id-ID", service_workers="block"
    )
    watch.follow(context)
    yield context.new_page()
    context.close()
    if foreign := watch.foreign_requests():
        pytest.fail(f"Halaman meminta sesuatu dari host lain: {foreign}", pytrace=False)
    if refused := watch.policy_violations():
        pytest.fail(f"Peramban menolak sesuatu menurut CSP: {refused}", pytrace=False)
