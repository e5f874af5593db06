"""The guides lead somewhere: pages, anchors and pictures exist, and each page can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.site import ROOT

from .pages import DOCS, GUIDES, ROOT_PAGES, anchor_of, headings_of, links_of, name_of

PAGES = [*ROOT_PAGES, *GUIDES]


def target_of(page: Path, link: str) -> tuple[Path, str]:
    path, _, anchor = link.partition("#")
    return ((page.parent / path).resolve() if path else page), anchor


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    dead = []
    for line, link in links_of(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        target, anchor = target_of(page, link)
        anchors = {anchor_of(text) for _, text in headings_of(target)} if anchor else {""}
        if not target.exists() or anchor not in anchors:
            dead.append(f"{name_of(page)}:{line} {link}")
    assert dead == []


@pytest.mark.parametrize("page", GUIDES, ids=name_of)
def test_a_published_page_links_to_published_pages_only(page: Path) -> None:
    targets = [target_of(page, link)[0] for _, link in links_of(page) if "://" not in link]
    assert [name_of(target) for target in targets if not target.is_relative_to(DOCS)] == []


def test_every_guide_is_linked_from_another_page() -> None:
    linked = {
        target_of(page, link)[0]
        for page in PAGES
        for _, link in links_of(page)
        if "://" not in link and target_of(page, link)[0] != page
    }
    assert [name_of(page) for page in GUIDES if page not in linked] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_begins_with_one_title(page: Path) -> None:
    levels = [level for level, _ in headings_of(page)]
    assert levels[0] == 1 and levels.count(1) == 1


def test_decisions_stay_short() -> None:
    folder = DOCS / "pengembang" / "keputusan"
    long = [p.name for p in folder.glob("*.md") if len(p.read_text("utf-8").splitlines()) > 40]
    assert long == []
    assert (ROOT / "LICENSE").is_file()
