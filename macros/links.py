"""Links of the built site: MkDocs never looks at those in raw HTML."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flow_engine.problems import Location, Problem, nearest


@dataclass
class BuiltPage:
    """The ids of a built page and the links on it, with line and column."""

    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int, int]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = BuiltPage()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.page.ids.update(filter(None, (values.get("id"), values.get("name"))))
        href = values.get("href")
        if tag == "a" and href is not None:
            line, column = self.getpos()
            self.page.links.append((href, line, column + 1))


def read_page(text: str) -> BuiltPage:
    """Return the ids and links of one page."""
    reader = _Reader()
    reader.feed(text)
    return reader.page


def check_built_links(site_dir: Path) -> list[Problem]:
    """Return every link inside the site that leads nowhere.

    Args:
        site_dir: A finished site. Links to other hosts and absolute links are left alone.
    """
    pages = {
        path.relative_to(site_dir).as_posix(): read_page(path.read_text(encoding="utf-8"))
        for path in sorted(site_dir.rglob("*.html"))
        if path.name != "404.html"
    }
    problems: list[Problem] = []
    for name, page in pages.items():
        for href, line, column in page.links:
            problem = _check(site_dir, pages, name, href, Location(name, line, column))
            if problem and problem not in problems:
                problems.append(problem)
    return problems


def _check(
    site_dir: Path, pages: dict[str, BuiltPage], name: str, href: str, where: Location
) -> Problem | None:
    parts = urlsplit(href)
    if parts.scheme == "javascript":
        return Problem(where, "tautan-skrip", f"Tautan “{href}” menjalankan skrip. Hapus.")
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return None
    target = name
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if target not in pages:
            target = posixpath.normpath(posixpath.join(target, "index.html"))
        plain = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if target not in pages:
            if (site_dir / plain).is_file():
                return None
            folders = [posixpath.dirname(page) + "/" for page in pages]
            guess = nearest(plain + "/", folders)
            return Problem(
                where, "tautan-mati", f"Halaman tujuan tautan “{href}” tidak ada.", nearest=guess
            )
    anchor = unquote(parts.fragment)
    ids = pages[target].ids
    if not anchor or anchor in ids:
        return None
    return Problem(
        where,
        "jangkar-mati",
        f"Tautan “{href}” menuju bagian “{anchor}” yang tidak ada di halaman {target}.",
        nearest=nearest(anchor, ids),
    )
