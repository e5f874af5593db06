"""What axe-core finds in a part of a page, in both schemes."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tools.site import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The walk with its hidden steps is taken out meanwhile: axe judges what is seen, but reads all.
RUN = """async ([selectors, rules]) => {
    const include = selectors.filter((selector) => document.querySelector(selector));
    const walk = document.querySelector(".p-walk");
    const place = document.createComment("");
    if (walk && !walk.checkVisibility()) walk.replaceWith(place);
    try {
        const options = rules.length > 0 ? { runOnly: rules } : {};
        const found = await axe.run({ include, exclude: [".p-walk"] }, options);
        return found.violations.map(
            (v) => [v.id, v.impact, v.nodes.map((n) => n.target.join(" "))],
        );
    } finally {
        if (place.isConnected) place.replaceWith(walk);
    }
}"""
# The dark page is the same page in other colours.
SCHEMES: dict[str, list[str]] = {"default": [], "slate": ["color-contrast"]}


def violations(page: Page, *selectors: str) -> list[Any]:
    """Return what is found in the parts that these selectors name."""
    page.emulate_media(reduced_motion="reduce")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8"))
    found = []
    for scheme, rules in SCHEMES.items():
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
        found += page.evaluate(RUN, [list(selectors), rules])
    return found
