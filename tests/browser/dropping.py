"""A file dropped on a page, as from the desktop."""

from __future__ import annotations

from playwright.sync_api import Page

_DROP = """([content, megabytes, place]) => {
    const data = new DataTransfer();
    const parts = megabytes ? Array(megabytes).fill('x'.repeat(1e6)) : [content];
    data.items.add(new File(parts, 'transkrip.json', {type: 'application/json'}));
    const made = {bubbles: true, cancelable: true, dataTransfer: data};
    return !document.querySelector(place).dispatchEvent(new DragEvent('drop', made));
}"""


def drop_file(page: Page, place: str, content: str = "", megabytes: int = 0) -> bool:
    """Drop a file there; return whether the page took it, or the browser would open it."""
    return bool(page.evaluate(_DROP, [content, megabytes, place]))
