"""What the HTML of a page may hold: known elements, known attributes, addresses that run nothing.

Two looks that do not trust each other. The content of each page, made from what editors wrote,
goes through nh3, which reads HTML as a browser does: what it would take away stops the build.
The finished page, with the theme around it, is read tag by tag for anything that runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape

import nh3

from flow_engine.problems import Location, Problem

ANYWHERE = {"class", "id", "hidden", "role", "tabindex", "title"}
_SVG = {"x", "y", "width", "height", "rx", "d", "viewBox"}
_TEXT_TAGS = (
    "article", "aside", "b", "blockquote", "br", "caption", "code", "dd", "del", "details",
    "dialog", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "ins", "kbd", "legend", "li", "main", "nav", "noscript", "ol", "p", "pre", "s",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "time", "tr", "ul",
)  # fmt: skip
_SVG_TAGS = ["svg", "g", "path", "rect", "text", "tspan", "title"]
_OWN: dict[str, set[str]] = {
    "a": {"href", "target", "rel", "xlink:href"},
    "button": {"type", "disabled"},
    "details": {"open"},
    "fieldset": set(),
    "form": {"method"},
    "img": {"alt", "src", "width", "height"},
    "input": {
        "type", "autocomplete", "name", "value", "checked", "inputmode", "accept", "min", "max",
        "maxlength", "placeholder", "disabled", "required", "pattern", "step",
    },
    "label": {"for"},
    "ol": {"start"},
    "option": {"value", "selected"},
    "output": {"for"},
    "select": {"name", "disabled"},
    "td": {"align", "colspan", "rowspan"},
    "textarea": {"name", "rows", "cols", "placeholder", "autocomplete"},
    "th": {"align", "scope", "colspan", "rowspan"},
    "time": {"datetime"},
}  # fmt: skip
SCHEMES = ("http", "https", "mailto", "tel")
_TAG = re.compile(r"<(/?[A-Za-z!?][^\s/>]*)")
_ATTRIBUTE = re.compile(r"(?<![\w:.@-])([A-Za-z_:@.][\w:.@-]*)\s*=")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Letters that would make a tag, or end a value.
_MARKS = "<>&\"'"
# Of no use in HTML, where a parser knows them by itself; a drawing carries them.
_NAMESPACES = ("xmlns=", "xmlns:xlink=")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# Browsers leave these out of an address before they look for its scheme.
_LEFT_OUT = re.compile(r"[\x00-\x20]")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "xlink:href", "data", "poster"})
_ACTIVE = frozenset({"style", "iframe", "frame", "object", "embed", "applet", "base"})


@cache
def _cleaner() -> nh3.Cleaner:
    attributes = {tag: ANYWHERE | _OWN.get(tag, set()) for tag in (*_TEXT_TAGS, *_OWN)}
    attributes |= dict.fromkeys(_SVG_TAGS, ANYWHERE | _SVG)
    return nh3.Cleaner(
        tags=set(attributes),
        clean_content_tags=set(),
        attributes=attributes,
        generic_attribute_prefixes={"data-", "aria-"},
        link_rel=None,
        url_schemes=set(SCHEMES),
    )


def clean(html: str) -> str:
    """Return a page's content with nothing but what is known here, as a browser reads it."""
    return _cleaner().clean(html)


def removed(html: str, left: str | None = None) -> list[str]:
    """Return the elements and attributes that a page's content may not hold, as they stand there.

    Args:
        html: The content of a page.
        left: What :func:`clean` left of it. An element that is gone leaves a ``<name`` less, an
            attribute or an address that runs something a ``name=`` less. A comment counts as
            one, for nothing here needs any.
    """
    before, after = _pieces(html), _pieces(clean(html) if left is None else left)
    return sorted((before - after).keys() - {*_NAMESPACES})


def check_content(html: str, left: str, name: str, source: str) -> list[Problem]:
    """Return the problems of a page's content, each with its place in the page as it was written.

    Args:
        html: What Markdown and the macros made of the page.
        left: What :func:`clean` left of it.
        name: The page's path from the project's root.
        source: The page as it was written. What does not stand there a macro made: line 1.
    """
    return [
        Problem(
            Location(name, _line(source, piece)),
            "isi-terlarang",
            f"“{piece}” tidak boleh ada di halaman jadi. Halaman hanya berisi Markdown, dan "
            f"tautannya menuju halaman sendiri, {', '.join(f'{scheme}:' for scheme in SCHEMES)}.",
        )
        for piece in removed(html, left)
    ]


def _line(source: str, piece: str) -> int:
    word = piece.strip("<=").lower()
    tried = (piece, *(("javascript:", "data:", "](") if word in _ADDRESSES else ()), word)
    lines = source.lower().split("\n")
    found = (n for sign in tried for n, line in enumerate(lines, 1) if sign in line)
    return next(found, 1)


def _pieces(html: str) -> Counter[str]:
    # Spelled alike on both sides: cleaning writes the letter for its reference.
    plain = _REFERENCE.sub(_letter, html)
    pieces = Counter("<" + name.lower() for name in _TAG.findall(plain) if name[0] != "/")
    pieces.update(name.lower() + "=" for name in _ATTRIBUTE.findall(plain))
    return pieces


def _letter(reference: re.Match[str]) -> str:
    letter = unescape(reference[0])
    return " " if letter in _MARKS else letter


def runs(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    """Go through what an element of a finished page would run or style by itself.

    Args:
        tag: Its name in small letters.
        attributes: Their names in small letters, values without character references.
    """
    inline = tag == "script" and "src" not in attributes
    if tag in _ACTIVE or (inline and attributes.get("type") != "application/json"):
        yield f"<{tag}"
    if tag == "meta" and "http-equiv" in attributes:
        yield "http-equiv="
    for name, given in attributes.items():
        if name.startswith("on") or name in ("style", "srcdoc"):
            yield f"{name}="
        elif name in _ADDRESSES:
            # A script, an image, a form only from the site itself.
            allowed = SCHEMES if name == "href" else ()
            if (scheme := scheme_of(given or "")) and scheme not in allowed:
                yield f"{name}={scheme}:"


def scheme_of(address: str) -> str:
    """Return the scheme of an address as a browser reads it: empty for one of the same site.

    A host without a scheme gives ``//``.
    """
    plain = _LEFT_OUT.sub("", address).lower()
    match = _SCHEME.match(plain)
    if match:
        return match[1]
    # Browsers take a backslash for a slash.
    return "//" if plain.replace("\\", "/").startswith("//") else ""
