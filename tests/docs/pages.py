"""The guides as text: fenced blocks, headings and links, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.site import ROOT

DOCS = ROOT / "docs"
DATA = DOCS / "_data"
GUIDES = sorted(
    path
    for folder in ("penyunting", "operator", "pengembang")
    for path in (DOCS / folder).rglob("*.md")
)
ROOT_PAGES = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE.md", "SECURITY.md")
]

_FENCE = re.compile(r"^ *(```+)(\w*)(?: +title=\"([^\"]*)\")?\s*$")
_HEADING = re.compile(r"^(#+) +(.*?)\s*$")
_LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(([^()\s]+)\)")
_CODE = re.compile(r"(`+)(?:(?!\1).)*\1")


@dataclass(frozen=True)
class Block:
    """A fenced block; ``title`` is what stands above it on the page."""

    page: str
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def name_of(page: Path) -> str:
    """Return a page's name from the project's root."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    found: list[Block] = []
    opened: tuple[str, int, str, str] | None = None
    lines: list[str] = []
    margin = 0
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        match = _FENCE.match(line)
        if opened is None and match:
            opened = (match[1], number, match[2], match[3] or "")
            lines = []
            # A block inside a list is indented as a whole.
            margin = len(line) - len(line.lstrip())
        elif opened and line.strip() == opened[0]:
            found.append(Block(name_of(page), *opened[1:], "".join(f"{text}\n" for text in lines)))
            opened = None
        elif opened:
            lines.append(line[margin:])
    assert opened is None, f"{name_of(page)}:{opened[1]}: blok tidak ditutup"
    return found


def prose_of(page: Path) -> list[tuple[int, str]]:
    """Return the lines outside code; code inside a line is blanked out."""
    inside = ""
    found = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        match = _FENCE.match(line)
        if match and (not inside or match[1].startswith(inside)):
            inside = "" if inside else match[1]
        elif not inside:
            found.append((number, _CODE.sub("", line)))
    return found


def headings_of(page: Path) -> list[tuple[int, str]]:
    """Return level and text of each heading, in order."""
    matches = (_HEADING.match(line) for _, line in prose_of(page))
    return [(len(match[1]), match[2]) for match in matches if match]


def links_of(page: Path) -> list[tuple[int, str]]:
    """Return line and target of each link and picture."""
    return [(number, match[1]) for number, line in prose_of(page) for match in _LINK.finditer(line)]


def anchor_of(heading: str) -> str:
    """Return the anchor that Python-Markdown gives a heading."""
    words = re.sub(r"[^\w\s-]", "", heading).strip().lower()
    return re.sub(r"[-\s]+", "-", words)
