"""How long a fault keeps a CSO from the next thing that works: a lower rung, or an answer."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from tools.browser import wait_for_js
from tools.runtime_faults import OWN, STUCK_SECONDS, WAYS, read_runtime_files
from tools.site_server import Fault, SiteServer

# A file that the best rung alone needs, and one that no rung can do without.
ROLES = (OWN["kilat"], "pyodide.asm.wasm")
STUCK = "macet"
HOLDS = """() => {
    const desk = document.querySelector(".p-desk");
    const held = desk?.dataset.engine === "tanpa" || desk?.dataset.mode === "mesin";
    return held && document.querySelector(".p-mesin").textContent.trim() !== "";
}"""
HUNG = """async () => {
    const desk = document.querySelector(".p-desk");
    window.hang = true;
    const began = performance.now();
    desk.querySelector(".p-live .p-choice[data-value]").click();
    while (window.hang || desk.hasAttribute("aria-busy")) {
        await new Promise((next) => setTimeout(next, 1));
    }
    return performance.now() - began;
}"""


def falls(browser: Browser, server: SiteServer, flow: str) -> Iterator[tuple[str, float]]:
    """Break one file after another; go through what was broken how, and the milliseconds.

    They count from the page's first byte until the desk says which rung holds, and it does.
    """
    files = read_runtime_files(server.folder)
    for role in ROLES:
        about = files[role]
        faults = {name: make(about) for name, make in WAYS.items()}
        faults[STUCK] = Fault(200, about["body"], delay_seconds=STUCK_SECONDS)
        for name, fault in faults.items():
            context = browser.new_context(service_workers="block")
            page = context.new_page()
            server.faults["/" + about["path"]] = fault
            page.goto(server.url(f"alur/{flow}/"))
            wait_for_js(page, HOLDS, timeout=120_000)
            yield f"{role}, {name}", page.evaluate("performance.now()")
            server.faults.clear()
            context.close()


def hung_step(page: Page) -> float:
    """Let the answer to a choice never come; return the milliseconds until it is there after all.

    The page stands at a step with choices, before and after.
    """
    for _ in range(3):
        # What a new worker is asked first may take longer; a hang in the middle is meant.
        page.keyboard.press("1")
        page.wait_for_timeout(150)
        page.keyboard.press("Alt+ArrowLeft")
        page.wait_for_timeout(150)
    page.wait_for_selector(".p-live .p-choice[data-value]")
    taken: float = page.evaluate(HUNG)
    page.keyboard.press("Alt+ArrowLeft")
    page.wait_for_timeout(150)
    return taken
