"""The ledger: for each clause of the register, where it stands."""

from __future__ import annotations

from flow_engine.records import Clause
from macros.data import Page, home_page
from macros.html import block, element, escape, filter_row, link, table

STATUS = {"berlaku": "berlaku", "historis": "historis", "dicabut": "dicabut"}


def render_ledger(page: Page) -> str:
    """Return the filter and one row for each clause."""
    library = page.library
    choices = [(document.id, document.short) for document in library.documents.values()]
    head = [
        f"<th scope='col'>{label}</th>"
        for label in ("Id", "Klausul", "Tempat di sumber", "Jenis", "Halaman", "Keadaan")
    ]
    rows = [_row(page, clause) for clause in library.clauses.values()]
    return block(filter_row("p-ledger", "Saring id atau kata", choices)) + block(
        table("p-ledger", head, rows, f"Letak {len(rows)} klausul")
    )


def state_of(clause: Clause) -> str:
    """Return in words how a clause stands."""
    words = [STATUS[clause.status]]
    kinds = {note.kind for note in clause.notes}
    if "hilang" in kinds:
        words.append("ada yang hilang")
    if "diam" in kinds:
        words.append("SOP tidak lengkap")
    return ", ".join(words)


def _row(page: Page, clause: Clause) -> str:
    place = home_page(page.library, clause.id)
    return element(
        "tr",
        element("th", page.clause_link(clause.id), scope="row")
        + element("td", escape(clause.title), data_label="Klausul")
        + element("td", escape(f"{clause.document}, {clause.place}"), data_label="Tempat di sumber")
        + element("td", escape(", ".join(clause.register_kinds)), data_label="Jenis")
        + element("td", link(page.to(place + "/"), place), data_label="Halaman")
        + element("td", escape(state_of(clause)), data_label="Keadaan"),
        data_cari=f"{clause.id} {clause.title} {clause.place}".lower(),
        data_kelompok=clause.document,
    )
