"""The register of the official scripts, for QA."""

from __future__ import annotations

from flow_engine.records import SCRIPT_KINDS, Part
from macros.data import Page, clause_url
from macros.html import block, date_words, element, escape, filter_row, link, table, with_slots
from macros.parts import CLASSES, LABELS

CHOICES = (("say", "UCAPKAN"), ("write", "TULIS"), ("dont", "JANGAN DISAMPAIKAN"))


def script_parts(page: Page) -> list[Part]:
    """Return every part with an official script, in the order of the register."""
    return [part for part in page.library.parts.values() if part.kind in SCRIPT_KINDS]


def citation(page: Page, part: Part) -> str:
    """Return what QA pastes into an evaluation: wording, id, document, place, date."""
    clause = page.library.clauses[part.clause]
    document = page.document_of(clause)
    date = date_words(document.date) or "tanpa tanggal"
    lead = f"{LABELS[part.kind]}: " if CLASSES[part.kind] == "p-dont" else ""
    return f"{lead}“{part.text}” ({part.id}; {document.title}; {clause.place}; {date})"


def render_register(page: Page) -> str:
    """Return the filter and the table of all official scripts."""
    head = [f"<th scope='col'>{label}</th>" for label in ("Id", "Naskah resmi", "Sumber", "Kutip")]
    rows = [_row(page, part) for part in script_parts(page)]
    return block(filter_row("p-skrip", "Saring kata, id, atau dokumen", CHOICES)) + block(
        table("p-skrip", head, rows, "Register naskah resmi")
    )


def _row(page: Page, part: Part) -> str:
    clause = page.library.clauses[part.clause]
    document = page.document_of(clause)
    kind = CLASSES[part.kind].removeprefix("p-")
    target = page.to(clause_url(page.library, part.clause))
    source = (
        element("span", escape(document.short), "p-nama")
        + element("span", escape(clause.place), "p-keterangan")
        + element("span", escape(date_words(document.date) or "tanpa tanggal"), "p-keterangan")
    )
    when = element("span", escape(part.when), "p-keterangan") if part.when else ""
    status = ""
    if clause.status != "berlaku" or "(dicabut)" in part.when:
        word = "historis" if clause.status == "historis" else "dicabut"
        status = element("span", word.upper(), "p-stamp")
    button = element(
        "button",
        f'Salin kutipan<span class="p-hanya-pembaca"> {escape(part.id)}</span>',
        "p-copy",
        type="button",
        data_copy=citation(page, part),
    )
    words = f"{part.id} {part.text} {document.short} {document.id} {clause.title}".lower()
    return element(
        "tr",
        element("th", link(target, part.id, "p-ref"), scope="row")
        + element(
            "td",
            element("span", LABELS[part.kind], f"p-label p-label-{kind}")
            + status
            + element("span", with_slots(part.text), "p-naskah")
            + when,
            data_label="Naskah resmi",
        )
        + element("td", source, data_label="Sumber")
        + element("td", button),
        data_cari=words,
        data_kelompok=kind,
    )
