from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flow_engine.records import Library
from macros.data import clause_url, home_page
from macros.links import check_built_links


class Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.ids += [value for name, value in attrs if name == "id" and value]


def headings_of(path: Path) -> list[str]:
    reader = Headings()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.ids


def test_every_clause_is_a_heading_on_its_home_page_and_nowhere_else(
    site_dir: Path, library: Library
) -> None:
    found: dict[str, list[str]] = {}
    for path in site_dir.rglob("index.html"):
        page = path.parent.relative_to(site_dir).as_posix()
        for anchor in headings_of(path):
            found.setdefault(anchor, []).append(page)
    assert {clause: found.get(clause) for clause in library.clauses} == {
        clause: [home_page(library, clause)] for clause in library.clauses
    }


def test_every_page_in_the_menu_has_a_link_of_its_own(site_dir: Path) -> None:
    """A part within a part has no page; it must not lead to the front page in its place."""
    text = (site_dir / "qa/index.html").read_text(encoding="utf-8")
    menu = re.findall(r'<a href="([^"]+)" class="p-nav__link"[^>]*>([^<]+)</a>', text)
    doubled = [
        place for place, count in Counter(address for address, _ in menu).items() if count > 1
    ]
    assert doubled == []
    assert any("keputusan/" in address for address, _ in menu)


def test_document_ids_stand_on_the_h1(site_dir: Path, library: Library) -> None:
    for document in library.documents.values():
        text = (site_dir / document.page / "index.html").read_text(encoding="utf-8")
        assert re.search(rf'<h1 [^>]*id="{document.id}"', text)


def test_wordings_survive_markdown(site_dir: Path, library: Library) -> None:
    text = (site_dir / "sop/periksa/index.html").read_text(encoding="utf-8")
    assert '<span class="p-slot">{Bapak/Ibu}</span>' in text
    assert library.parts["PRK-09B1b/2"].text in text


def test_our_pages_hold_no_inline_script_or_style(site_dir: Path) -> None:
    for path in site_dir.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
        assert all('type="application/json"' in attributes for attributes in inline), path
        assert "<style" not in text, path
        assert not re.search(r"<[^>]+\sstyle=", text), path
        assert not re.search(r"<[^>]+\son[a-z]+=\"", text), path


def test_nothing_is_asked_from_another_host(site_dir: Path) -> None:
    for path in site_dir.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]+)", text)
        loaded += re.findall(
            r"<link\b[^>]*rel=\"(?:stylesheet|preload|icon)\"[^>]*href=\"([^\"]+)", text
        )
        assert not [url for url in loaded if re.match(r"(https?:)?//", url)], path


def test_no_link_of_the_site_is_dead(site_dir: Path) -> None:
    assert check_built_links(site_dir) == []


def test_the_knowledge_itself_is_not_published(site_dir: Path) -> None:
    assert not (site_dir / "_data").exists()
    assert not list(site_dir.rglob("*.yaml"))
    assert not list(site_dir.rglob("*.d.ts"))


@pytest.mark.parametrize("name", ["klausul", "skrip"])
def test_the_exported_files_stand_and_their_addresses_lead_to_a_heading(
    site_dir: Path, name: str
) -> None:
    rows = json.loads((site_dir / "data" / f"{name}.json").read_text(encoding="utf-8"))
    headings: dict[str, list[str]] = {}
    for row in rows:
        page, _, anchor = row["url"].partition("#")
        if page not in headings:
            headings[page] = headings_of(site_dir / page / "index.html")
        assert anchor in headings[page]
    assert len(rows) >= (202 if name == "klausul" else 1)


def test_each_clause_is_searched_once_and_registers_are_left_out(
    site_dir: Path, library: Library
) -> None:
    index = json.loads((site_dir / "search/search_index.json").read_text(encoding="utf-8"))
    places = [entry["location"] for entry in index["docs"]]
    missing = [
        clause
        for clause in library.clauses
        if clause_url(library, clause) not in places
        and home_page(library, clause) + "/" not in places
    ]
    assert missing == []
    assert not [place for place in places if place.startswith(("qa/skrip", "qa/ledger"))]


def test_the_separator_of_the_search_knows_indonesian_punctuation(site_dir: Path) -> None:
    index = json.loads((site_dir / "search/search_index.json").read_text(encoding="utf-8"))
    separator = re.compile(index["config"]["separator"])
    words = [
        word for word in separator.split("“PERIKSA” (GoPay) s/d Rp1.750, padam–nyala.") if word
    ]
    assert words == ["PERIKSA", "GoPay", "s", "d", "Rp1.750", "padam", "nyala"]
