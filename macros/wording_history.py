"""Revisions of a wording: what the sources changed, and what was locked before."""

from __future__ import annotations

import difflib
import re
from itertools import pairwise

from flow_engine.records import Library, Part
from macros.data import Page
from macros.html import date_words, element, escape
from macros.standing import replaces

_WORDS = re.compile(r"\s+|[^\s]+")


def predecessors(library: Library, part: Part) -> list[Part]:
    """Return the parts that this one was put in the place of, part for part."""
    return [library.parts[name] for name in replaces(library, part) if name in library.parts]


def marked_difference(before: str, after: str) -> str:
    """Return two wordings as one, with what was struck out and what was put in.

    Words are compared, not letters. ``del`` and ``ins`` carry words for who does not see the
    lines.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(escape("".join(old[a:b])))
            continue
        for name, told, words in (("del", "dihapus", old[a:b]), ("ins", "ditambah", new[c:d])):
            if words:
                hidden = element("span", f" [{told}: ", "p-hanya-pembaca")
                end = element("span", "] ", "p-hanya-pembaca")
                pieces.append(element(name, hidden + escape("".join(words)) + end))
    return "".join(pieces)


def _locked_before(page: Page, part: Part) -> list[str]:
    """Return each wording that was locked once and no longer is, against what followed it."""
    found = page.library.wordings.get(part.id, ())
    pieces = []
    for before, after in pairwise(found):
        told = (
            f"Semula, dikunci {date_words(before.date)}, sidik {before.fingerprint}; "
            f"diganti {date_words(after.date)}:"
        )
        pieces.append(
            element("p", escape(told), "p-keterangan")
            + element("p", marked_difference(before.text, after.text), "p-beda")
        )
    return pieces[::-1]


def render_revisions(page: Page, part: Part) -> str:
    """Return what stood here before and how it differs, folded; nothing where nothing did."""
    entries = [
        element("p", f"Semula {escape(old.id)}, menurut sumber yang sama:", "p-keterangan")
        + element("p", marked_difference(old.text, part.text), "p-beda")
        for old in predecessors(page.library, part)
    ]
    entries += _locked_before(page, part)
    entries += [element("p", page.linked(text), "p-keterangan") for text in
                page.library.clauses[part.clause].history]  # fmt: skip
    if not entries:
        return ""
    inside = f"<summary>Revisi ({len(entries)})</summary>{''.join(entries)}"
    return element("details", inside, "p-revisi", data_search_exclude="")
