"""The FAQ: an index by topic, and a page for each topic."""

from __future__ import annotations

from flow_engine.records import WITHDRAWN, FaqTopic
from macros.data import Page
from macros.html import block, element, escape, escape_markdown, link
from macros.parts import render_body, render_clause


def render_faq_index(page: Page) -> str:
    """Return all topics with their questions, and how every FAQ call is recorded."""
    library = page.library
    sections = []
    for topic in library.topics:
        items = "".join(_listed(page, entry.clause) for entry in topic.entries)
        title = link(page.to(f"faq/{topic.id}/"), topic.title, "p-polos")
        sections.append(f"<section><h2>{title}</h2><ul>{items}</ul></section>")
    index = element("div", "".join(sections), "p-topik", data_search_exclude="")
    treatment = ""
    if library.faq_treatment:
        treatment = render_clause(page, library.clauses[library.faq_treatment], 2)
    return block(index) + treatment


def _listed(page: Page, clause_id: str) -> str:
    clause = page.library.clauses[clause_id]
    mark = " (dicabut)" if clause.status == WITHDRAWN else ""
    return f"<li>{link(page.to_clause(clause_id), clause.title)}{mark}</li>"


def render_faq(page: Page, topic_id: str) -> str:
    """Return the page of one topic."""
    library = page.library
    topic = next(topic for topic in library.topics if topic.id == topic_id)
    pieces = [f"# {escape_markdown(topic.title)}\n\n"]
    for entry in topic.entries:
        if page.is_home_of(entry.clause):
            twin = _twin(page, entry.twin)
            pieces.append(render_clause(page, library.clauses[entry.clause], 2, extra=twin))
        else:
            pieces.append(_elsewhere(page, entry.clause))
    for clause_id in topic.see:
        pieces.append(_elsewhere(page, clause_id))
    pieces.append(_treatment(page, topic))
    return "".join(pieces)


def _twin(page: Page, clause_id: str) -> str:
    if not clause_id:
        return ""
    clause = page.library.clauses[clause_id]
    where = page.clause_link(clause.id, "p-id")
    text = f"Pertanyaan yang sama ada di {where}, dengan jawaban yang sedikit berbeda."
    return element("p", text, "p-sama")


def _elsewhere(page: Page, clause_id: str) -> str:
    clause = page.library.clauses[clause_id]
    return block(
        element(
            "ul",
            "<li>"
            + link(page.to_clause(clause_id), clause.title)
            + element("span", escape(clause_id), "p-tempat")
            + "</li>",
            "p-pindah",
            data_search_exclude="",
        )
    )


def _treatment(page: Page, topic: FaqTopic) -> str:
    if not page.library.faq_treatment:
        return ""
    clause = page.library.clauses[page.library.faq_treatment]
    title = element("p", f"Setelah menjawab: {page.clause_link(clause.id)}", "p-bagian")
    shown = render_body(page, clause)
    return block(element("div", title + shown, "p-kutip", data_search_exclude=""))
