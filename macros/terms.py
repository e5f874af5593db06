"""The glossary."""

from __future__ import annotations

from flow_engine.records import Term
from macros.data import Page
from macros.html import block, element, escape, escape_markdown


def render_terms(page: Page) -> str:
    """Return all words in alphabetical order, each a heading that the search finds."""
    terms = sorted(page.library.terms, key=lambda term: term.word.lower())
    return "".join(_term(page, term) for term in terms)


def anchor_of(word: str) -> str:
    """Return the anchor of a word, ``istilah-apkt-gangguan``."""
    return "istilah-" + "".join(c if c.isalnum() else "-" for c in word.lower()).strip("-")


def _term(page: Page, term: Term) -> str:
    heading = f"\n\n## {escape_markdown(term.word)} {{#{anchor_of(term.word)} .p-kata}}\n\n"
    expansion = element("p", escape(term.expansion), "p-panjang") if term.expansion else ""
    origin = ""
    if not term.stated and not term.note:
        origin = element("p", "Tidak dijelaskan di sumber.", "p-keterangan")
    note = element("p", page.linked(term.note), "p-keterangan") if term.note else ""
    sources = " ".join(page.clause_link(clause_id, "p-id") for clause_id in term.clauses)
    meaning = element("p", page.linked(term.meaning))
    where = element("p", sources, "p-sumber", data_search_exclude="") if sources else ""
    return heading + block(element("div", expansion + meaning + origin + note + where, "p-arti"))
