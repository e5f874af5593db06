"""The ITSM catalogue, what to pick there, and the ticket statuses."""

from __future__ import annotations

from flow_engine.records import ServiceGroup, ServiceType, TicketStatus
from macros.data import Page
from macros.html import block, element, escape, filter_row, flowing, sortable, table
from macros.parts import render_body, render_heading

FINISHED = {
    "ya": "Ya",
    "tidak": "Belum",
    "diam": "SOP tidak mengatur; kami perlakukan sebagai selesai",
}


def render_catalogue(page: Page) -> str:
    """Return the clause of the catalogue, the four picks, the filter and the table."""
    library = page.library
    clause = library.clauses[library.catalogue_clause]
    groups = [(group.id, group.name) for group in library.groups]
    return (
        f"\n\n{render_heading(clause, 1)}\n\n"
        + block(_picks(page))
        + block(filter_row("p-katalog", "Cari kata keluhan, misalnya token atau login", groups))
        + block(_table(page))
        + render_group_notes(page)
        + block(render_body(page, clause))
    )


def _picks(page: Page) -> str:
    library = page.library
    family = library.clauses[library.family_clause]
    rows = [
        ("Call Type", "Incident atau Service Request", "PMB-B3c", ""),
        ("Service Family", library.family, family.id, ""),
        ("Service Group", "pilih baris di bawah", "PMB-B3e", "kelompok"),
        ("Service Type", "pilih baris di bawah", "PMB-B3f", "tipe"),
    ]
    items = "".join(
        f"<dt>{name}</dt>"
        + element("dd", escape(value), **({"data_pilih": slot} if slot else {}))
        + (f"<dd>{page.clause_link(source)}</dd>" if source in library.clauses else "<dd></dd>")
        for name, value, source, slot in rows
    )
    return (
        '<div class="p-isi-itsm" data-isi-itsm data-search-exclude>'
        '<p class="p-bagian">Isi di ITSM</p>'
        f'<dl aria-live="polite">{items}</dl></div>'
    )


def _table(page: Page) -> str:
    head = [
        sortable("Service Group"),
        sortable("No.", "angka"),
        sortable("Service Type"),
        '<th scope="col">Jawaban yang sudah ada</th>',
    ]
    rows = [_row(page, group, kind) for group in page.library.groups for kind in group.types]
    return table("p-katalog", head, rows, "Katalog layanan ITSM New PLN Mobile")


def _row(page: Page, group: ServiceGroup, kind: ServiceType) -> str:
    answers = " ".join(page.clause_link(clause_id, "p-id") for clause_id in kind.faq)
    note = "".join(
        element("span", page.linked(text), "p-keterangan") for text in (kind.note,) if text
    )
    words = [kind.name, group.name]
    for clause_id in kind.faq:
        clause = page.library.clauses[clause_id]
        words += [clause.title, *clause.aliases]
    return element(
        "tr",
        element("td", escape(group.name), data_label="Service Group")
        + element("td", str(kind.number), "p-num", data_label="No.", data_nilai=str(kind.number))
        + element("th", element("span", escape(kind.name), "p-nama") + note, scope="row")
        + element(
            "td",
            element("span", answers) if answers else '<span class="p-redup">tidak ada</span>',
            data_label="Jawaban",
        ),
        data_cari=" ".join(words).lower(),
        data_kelompok=group.id,
        data_group=group.name,
        data_tipe=kind.name,
    )


def render_group_notes(page: Page) -> str:
    """Return the remarks on groups of the catalogue."""
    notes = [group for group in page.library.groups if group.note]
    items = "".join(
        f"<li><strong>{escape(group.name)}</strong> {page.linked(group.note)}</li>"
        for group in notes
    )
    return block(element("ul", items, "p-catatan-kelompok")) if notes else ""


def render_statuses(page: Page) -> str:
    """Return the clause of the ticket statuses and their table."""
    library = page.library
    clause_id = library.parts[library.statuses[0].meaning].clause
    head = [
        f"<th scope='col'>{label}</th>"
        for label in ("Status", "Arti menurut SOP", "Sudah selesai?")
    ]
    rows = [_status(page, status) for status in library.statuses]
    clause = library.clauses[clause_id]
    return (
        f"\n\n{render_heading(clause, 1)}\n\n"
        + block(table("p-status-tiket", head, rows, "Status tiket ITSM"))
        + block(render_body(page, clause, shown={status.meaning for status in library.statuses}))
    )


def _status(page: Page, status: TicketStatus) -> str:
    meaning = page.library.parts[status.meaning]
    note = element("span", page.linked(status.note), "p-keterangan") if status.note else ""
    return element(
        "tr",
        element("th", element("span", escape(status.name), "p-nama"), scope="row")
        + element("td", flowing(meaning.text) + note, data_label="Arti menurut SOP")
        + element("td", escape(FINISHED[status.finished]), data_label="Sudah selesai?"),
        id=meaning.id,
        tabindex="-1",
        data_part=meaning.id,
    )
