"""What axe-core finds in a part of a page, in both schemes."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tools.site import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (selectors) => {
    const include = selectors.filter((selector) => document.querySelector(selector));
    const found = await axe.run({ include, exclude: [".p-walk"] });
    return found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.target.join(" "))]);
}"""


def violations(page: Page, *selectors: str) -> list[Any]:
    """Return what is found in the parts that these selectors name."""
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    found = []
    for scheme in ("default", "slate"):
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
        found += page.evaluate(RUN, list(selectors))
    return found
