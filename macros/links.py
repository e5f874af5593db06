"""Links of the built site: MkDocs never looks at those in raw HTML."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flow_engine.problems import Location, Problem, nearest
from macros.markup import runs, scheme_of

# Told among the links, with its place in the page as it was written.
SCRIPT_LINK = ("a", "href=javascript:")


@dataclass
class BuiltPage:
    """The ids of a built page, its links, and what would run in it, with line and column."""

    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    running: list[tuple[str, int, int]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = BuiltPage()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.page.ids.update(filter(None, (values.get("id"), values.get("name"))))
        href = values.get("href", values.get("xlink:href"))
        line, column = self.getpos()
        self.page.running.extend(
            (piece, line, column + 1) for piece in runs(tag, values) if (tag, piece) != SCRIPT_LINK
        )
        if tag == "a" and href is not None:
            self.page.links.append((href, line, column + 1))


def read_page(text: str) -> BuiltPage:
    """Return the ids and links of one page."""
    reader = _Reader()
    reader.feed(text)
    return reader.page


def check_built_links(site_dir: Path, docs_dir: Path | None = None) -> list[Problem]:
    """Return every link inside the site that leads nowhere.

    Args:
        site_dir: A finished site. Links to other hosts and absolute links are left alone.
        docs_dir: The pages as their editors wrote them. A link that stands there is
            told with its place there, every other one with its place in the built page.
    """
    pages = {
        path.relative_to(site_dir).as_posix(): read_page(path.read_text(encoding="utf-8"))
        for path in sorted(site_dir.rglob("*.html"))
    }
    problems: list[Problem] = []
    for name, page in pages.items():
        for piece, line, column in page.running:
            message = f"“{piece}” menjalankan atau mewarnai sesuatu dari dalam halaman jadi."
            problems.append(Problem(Location(name, line, column), "halaman-menjalankan", message))
        # The page for unknown addresses is served at any depth; its links are absolute.
        for href, line, column in page.links if name != "404.html" else ():
            problem = _check(site_dir, pages, name, href, Location(name, line, column))
            if problem and docs_dir:
                problem = replace(problem, location=_written_at(docs_dir, name, href, problem))
            if problem and problem not in problems:
                problems.append(problem)
    return problems


def _written_at(docs_dir: Path, name: str, href: str, problem: Problem) -> Location:
    """Return where an editor wrote a link, or the built place where a macro made it."""
    folder = name.removesuffix("index.html").rstrip("/")
    fragment = urlsplit(href).fragment
    wanted = f"#{unquote(fragment)})" if fragment else f"({href})"
    for page in (f"{folder}.md", f"{folder}/index.md".lstrip("/")):
        source = docs_dir / page
        if not source.is_file():
            continue
        for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
            if wanted in line:
                start = line.rfind("[", 0, line.index(wanted))
                return Location(f"docs/{page}", number, max(start, 0) + 1)
    return problem.location


def _check(
    site_dir: Path, pages: dict[str, BuiltPage], name: str, href: str, where: Location
) -> Problem | None:
    parts = urlsplit(href)
    if scheme_of(href) == "javascript":
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
