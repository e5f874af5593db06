"""The walk as a flow's page prints it: its sections, with the texts in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source"})


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """Return all text in the element, with a blank between elements and single blanks."""
        texts = [item if isinstance(item, str) else f" {item.text()} " for item in self.inside]
        return " ".join("".join(texts).split())

    def flat_text(self) -> str:
        """Return all text in the element without any blank, for comparing across elements."""
        return self.text().replace(" ", "")

    def all(self, **attributes: str) -> list[Element]:
        """Return the elements below that have these attributes; a class may be one of several."""
        found: list[Element] = []
        for item in self.inside:
            if isinstance(item, Element):
                found += [item] if item.has(**attributes) else []
                found += item.all(**attributes)
        return found

    def has(self, **attributes: str) -> bool:
        """Tell whether the element has these attributes; an empty value means any."""
        for name, value in attributes.items():
            found = self.attributes.get(name.rstrip("_").replace("_", "-"))
            if found is None or (value and value not in found.split()):
                return False
        return True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while any(element.tag == tag for element in self.open[1:]):
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_sections(html: str) -> dict[str, Element]:
    """Return the sections of the printed walk by their anchor."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return {found.attributes["id"]: found for found in reader.root.all(class_="p-step")}
