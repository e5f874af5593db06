"""``make screenshots``: the pictures of the README, taken from a freshly built site."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.browser import ensure_browser, launch_args
from tools.desk_driver import LOOK, STEP_MS
from tools.site import ROOT, build_site, tell
from tools.site_server import SiteServer

OUT = ROOT / "gambar"
PATIENCE_MS = 60_000

# A made-up call up to step 9, "Penelepon berada di lokasi?": each entry is the start of a choice's
# label, or what is typed into the step's field.
CALL = [
    *("Rina", "Ibu", "Sari", "Padam", "Masih terlihat", "Ya", "Ya", "Lanjut"),
    *("Belum", "531212345678", "Sesuai", "UID Jakarta"),
]


def answer(page: Page, text: str) -> None:
    """Give one answer on the desk: take the choice that starts with ``text``, or type it."""
    desk = page.locator("[data-mode=mesin]")
    choice = desk.get_by_role("button", name=re.compile(rf"^(Enter|\d)?\s*{re.escape(text)}"))
    if choice.count() and choice.last.is_visible():
        choice.last.click()
    else:
        field = desk.locator(".p-input:visible").first
        field.fill(text)
        field.press("Enter")
    page.evaluate(LOOK, STEP_MS)


def take_desk(page: Page, server: SiteServer, out: Path) -> None:
    """Take the desk in the middle of a PERIKSA call."""
    page.goto(server.url("alur/periksa/"))
    page.wait_for_selector("[data-mode=mesin]")
    for text in CALL:
        answer(page, text)
    page.screenshot(path=out / "meja.png")


def take_fees(page: Page, server: SiteServer, out: Path) -> None:
    """Take the fee table with its calculator."""
    page.goto(server.url("biaya/"))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / "biaya.png")


def take_search(page: Page, server: SiteServer, out: Path) -> None:
    """Take the search with a question as callers put it."""
    page.goto(server.url("sop/"))
    page.wait_for_selector("html.p-cari-siap")
    page.keyboard.press("Control+k")
    page.keyboard.type("gak bisa masuk lupa sandi")
    page.wait_for_selector(".p-temu-kutipan")
    page.screenshot(path=out / "cari.png")


def take_practice(page: Page, server: SiteServer, out: Path) -> None:
    """Take a practice call in which the trainee has just chosen what to say."""
    page.goto(server.url("latihan/panggilan/"))
    page.locator('.p-latih-alur[data-flow="periksa"]').click()
    page.keyboard.press("Enter")
    for label in ("PLN 123 selamat", "Mohon maaf, dengan"):
        task = page.locator(".p-latih-tugas").get_attribute("data-task")
        page.locator(".p-latih-tugas .p-choice", has_text=label).first.click()
        page.locator(f'.p-latih-tugas:not([data-task="{task}"])').wait_for()
    page.screenshot(path=out / "latihan.png")


def main() -> int:
    """Build, serve, take each picture; return the exit code."""
    site = ROOT / ".cache" / "screenshots-site"
    if not build_site(ROOT, site, site_url="http://127.0.0.1:8000/", echo=tell).ok:
        return 1
    OUT.mkdir(exist_ok=True)
    with SiteServer(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_browser().path, args=launch_args()
        )
        screen = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
        page = screen.new_page()
        page.set_default_timeout(PATIENCE_MS)
        for take in (take_desk, take_fees, take_search, take_practice):
            take(page, server, OUT)
    print(f"== Tangkapan layar ada di {OUT.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
