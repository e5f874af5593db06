"""Where a clause lives on the site, and which other pages show it."""

from __future__ import annotations

from flow_engine.records import SCRIPT_KINDS, Library

HOME = ""
REGISTER = "qa/skrip"
MISSING = "qa/hilang"
CODES = "kode"
TERMS = "istilah"
FEES = "biaya"
CATALOGUE = "itsm/katalog"
STATUSES = "itsm/status"
FAQ = "faq"


def home_page(library: Library, clause_id: str) -> str:
    """Return the one page that carries a clause's id on a heading, ``sop/periksa``.

    The single place of this knowledge: the FAQ and its treatment, the fees, the
    ticket statuses and the catalogue live on pages of their own, all else on the
    page of its document.
    """
    if clause_id == library.fees_clause:
        return FEES
    if clause_id == library.faq_treatment:
        return FAQ
    if clause_id == library.catalogue_clause:
        return CATALOGUE
    if clause_id in {library.parts[status.meaning].clause for status in library.statuses}:
        return STATUSES
    for topic in library.topics:
        if any(entry.clause == clause_id for entry in topic.entries):
            return f"{FAQ}/{topic.id}"
    return library.documents[library.clauses[clause_id].document].page


def clause_url(library: Library, clause_id: str) -> str:
    """Return a clause's address from the site's root, ``sop/periksa/#PRK-03``."""
    return f"{home_page(library, clause_id)}/#{clause_id}"


def page_clauses(library: Library) -> dict[str, tuple[str, ...]]:
    """Return what each page shows beside the flows' own: ``{page: clauses}``.

    A page shows a clause where its data names it: as an entry, a row, a source. What a
    remark mentions in passing is not counted.
    """
    shown: dict[str, dict[str, None]] = {}

    def show(page: str, *clauses: str) -> None:
        shown.setdefault(page, {}).update(dict.fromkeys(filter(None, clauses)))

    for situation in library.home.situations:
        show(HOME, situation.target.clause)
    for clause in library.clauses.values():
        show(home_page(library, clause.id), clause.id)
        show(library.documents[clause.document].page, clause.id)
    for topic in library.topics:
        for entry in topic.entries:
            show(f"{FAQ}/{topic.id}", entry.clause, entry.twin)
            show(FAQ, entry.clause)
        show(f"{FAQ}/{topic.id}", *topic.see, library.faq_treatment)
    show(CATALOGUE, library.family_clause)
    for group in library.groups:
        for kind in group.types:
            show(CATALOGUE, *kind.faq)
    for code in library.codes:
        show(CODES, code.clause)
    for term in library.terms:
        show(TERMS, *term.clauses)
    for missing in library.missing:
        show(MISSING, *missing.cited_in)
    show(REGISTER, *(p.clause for p in library.parts.values() if p.kind in SCRIPT_KINDS))
    return {page: tuple(clauses) for page, clauses in shown.items() if clauses}
