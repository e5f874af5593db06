"""``make ukur-meja``: how many steps and keys a call takes, and how fast the next step stands.

Every scenario that ends is walked in Chromium by keys. A time goes from the stroke (the
event's own time stamp) to the first moment after the next step was painted.
"""

from __future__ import annotations

import datetime
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from flow_engine.model import Flow
from flow_engine.runs import walk_facts
from flow_engine.scenarios import Scenario, load_scenarios
from macros.data import read_house
from macros.html import date_words
from tools.browser import ensure_browser, launch_args, wait_for_js
from tools.desk_driver import LOOK, STEP_MS, Seen, as_typed, is_handed, now_of, page_facts
from tools.search_eval.measures import percentile
from tools.site import ROOT, build_site
from tools.site_server import SiteServer

PAGE = ROOT / "docs" / "pengembang" / "bukti" / "meja.md"
SITE = ROOT / ".cache" / "desk-bench" / "site"
READY_MS = 120_000
MOST_CALLS = 12
MOST_STEPS = 100
TIMED = """
    window.__keys = [];
    let struck = 0;
    addEventListener("keydown", (event) => { struck = event.timeStamp; }, true);
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            if (!target.matches?.(".p-desk") || target.hasAttribute("aria-busy")) continue;
            if (!struck) continue;
            const from = struck;
            struck = 0;
            requestAnimationFrame(() => {
                const painted = new MessageChannel();
                painted.port1.onmessage = () => __keys.push(performance.now() - from);
                painted.port2.postMessage(0);
            });
        }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-busy"] });
"""
INTRODUCTION = """---
title: Bukti meja
description: Langkah dan tombol setiap alur, dan lamanya dari tombol ke langkah berikutnya
search: {{exclude: true}}
---
# Bukti meja

Halaman ini dibuat oleh `make ukur-meja`; jangan diubah dengan tangan. Diukur pada {day} di
Chromium pada dua inti, di situs jadi, dengan mesin yang sudah menyala. Setiap panggilan adalah
skenario yang sampai ke hasil, paling banyak {most} untuk satu alur. Tombol: yang ditekan dari salam
sampai akhir, tanpa huruf dan angka yang diketik ke isian. Lama: dari tombol ditekan sampai langkah
berikutnya tergambar.

| Alur | Langkah | Panggilan | Langkah satu panggilan | Tombol satu panggilan | p50 ms | p95 ms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""


@dataclass
class Figures:
    """What was measured of one flow; times are milliseconds."""

    title: str
    steps: set[str] = field(default_factory=set)
    shown: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def strike(page: Page, key: str) -> Seen:
    """Press a key and wait until the desk stands still."""
    page.keyboard.press(key)
    seen: Seen = page.evaluate(LOOK, STEP_MS)
    return seen


def key_for(seen: Seen, known: dict[str, object]) -> tuple[str, str]:
    """Return what is typed first, if anything, and the key that goes on."""
    value = known.get(seen["fact"])
    if seen["fact"] in known and seen["typed"]:
        if value is None:
            return "", "t"
        return ("", "Shift+Enter") if value == "tidak-ada" else (str(value), "Enter")
    if seen["keys"] and seen["fact"] in known:
        return "", seen["keys"][str(value)]
    return "", "Enter"


def walk(page: Page, flow: Flow, scenario: Scenario, found: Figures) -> None:
    """Walk one call; note its steps, keys and times."""
    now = now_of(scenario)
    page.clock.set_fixed_time(now)
    known = as_typed(flow, page_facts(flow, scenario), now)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    if page.locator("dialog[open]").count():
        page.keyboard.press("y")
    wait_for_js(page, "document.querySelectorAll('.p-trail-item').length === 1")
    seen: Seen = page.evaluate(LOOK, STEP_MS)
    page.evaluate("__keys.length = 0")
    for pressed in range(MOST_STEPS):
        if seen["done"]:
            found.keys.append(pressed)
            found.shown.append(page.locator(".p-trail-item").count())
            found.times += page.evaluate("__keys")
            found.steps |= set(page.locator(".p-trail-title").all_text_contents())
            return
        text, key = key_for(seen, known)
        if text:
            page.keyboard.type(text)
        seen = strike(page, key)
    raise RuntimeError(f"{scenario.flow}: “{scenario.title}” tidak sampai ke akhir")


def measure(site: Path) -> list[Figures]:
    """Walk the calls of every flow on a built site."""
    house = read_house(ROOT)[0]
    calls: dict[str, list[Scenario]] = {}
    for scenario in load_scenarios(ROOT / "docs" / "_data", house.flows)[0]:
        flow = house.flows[scenario.flow]
        ends = walk_facts(flow, scenario.facts, now_of(scenario))[0]["status"] == "done"
        if ends and not is_handed(flow, scenario):
            calls.setdefault(scenario.flow, []).append(scenario)
    figures = []
    with SiteServer(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_browser().path, args=launch_args()
        )
        context = browser.new_context(base_url=server.url(), locale="id-ID")
        context.add_init_script(TIMED)
        page = context.new_page()
        for name, scenarios in calls.items():
            flow = house.flows[name]
            found = Figures(flow.title)
            page.goto(f"/alur/{name}/")
            page.wait_for_selector(".p-desk[data-mode=mesin]", timeout=READY_MS)
            for scenario in scenarios[:MOST_CALLS]:
                walk(page, flow, scenario, found)
            figures.append(found)
            print(row(found), flush=True)
        browser.close()
    return figures


def row(found: Figures) -> str:
    """Return one line of the table."""
    cells = [
        found.title,
        str(len(found.steps)),
        str(len(found.keys)),
        f"{statistics.median(found.shown):.0f}",
        f"{statistics.median(found.keys):.0f} ({min(found.keys)}–{max(found.keys)})",
        f"{percentile(found.times, 0.5):.1f}".replace(".", ","),
        f"{percentile(found.times, 0.95):.1f}".replace(".", ","),
    ]
    return f"| {' | '.join(cells)} |"


def whole(figures: list[Figures]) -> str:
    """Return the line of all flows together."""
    times = [time for found in figures for time in found.times]
    return (
        f"Semua alur: {len(times)} tombol, p50 {percentile(times, 0.5):.1f} ms, "
        f"p95 {percentile(times, 0.95):.1f} ms."
    ).replace(".", ",", 0)


def main() -> int:
    """Build the site, walk, print the table and write the page."""
    result = build_site(ROOT, SITE, site_url="http://127.0.0.1:8000/")
    if not result.ok:
        print(result.log, file=sys.stderr)
        return 1
    figures = measure(SITE)
    day = date_words(datetime.date.today().isoformat())
    lines = [row(found) for found in figures]
    text = INTRODUCTION.format(day=day, most=MOST_CALLS) + "\n".join([*lines, "", whole(figures)])
    PAGE.write_text(text + "\n", "utf-8")
    print(whole(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
