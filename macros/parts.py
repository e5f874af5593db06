"""A clause's parts and remarks as HTML: the four kinds, rules, notes."""

from __future__ import annotations

from collections.abc import Container

from flow_engine.records import Clause, Kind, Note, Part
from macros.addresses import render_clause_tools
from macros.data import Page
from macros.html import block, date_words, element, escape, escape_markdown, flowing, with_slots
from macros.wording_history import render_revisions

LABELS = {
    Kind.SAY: "UCAPKAN",
    Kind.DO: "LAKUKAN",
    Kind.DONT_SAY: "JANGAN DISAMPAIKAN",
    Kind.WRITE: "TULIS",
    Kind.RULE: "ATURAN",
    Kind.INFO: "INFO",
}
CLASSES = {
    Kind.SAY: "p-say",
    Kind.DO: "p-do",
    Kind.DONT_SAY: "p-dont",
    Kind.WRITE: "p-write",
    Kind.RULE: "p-rule",
    Kind.INFO: "p-info",
}
NOTE_LABELS = {
    "diam": "SOP TIDAK MENGATUR",
    "peringatan": "PERHATIKAN",
    "hilang": "TIDAK ADA DI SUMBER",
    "usang": "MENURUT TANGGAL",
    "tafsir": "TAFSIR KAMI",
}
COPY_LABELS = {Kind.SAY: "Salin kalimat", Kind.WRITE: "Salin laporan"}
LONG_SCRIPT = 260


def render_part(page: Page, part: Part) -> str:
    """Return one part; the markup is the same as the desk's."""
    home = page.is_home_of(part.clause)
    classes = f"p-part {CLASSES[part.kind]}"
    if part.kind is Kind.SAY and (len(part.text) > LONG_SCRIPT or "\n" in part.text):
        classes += " p-long"
    if _is_question(page, part):
        classes += " p-question"
    if part.withdrawn:
        classes += " p-dicabut"
    return element(
        "div",
        _label(page, part)
        + _field(part)
        + _text(page, part)
        + _foot(page, part)
        + (render_revisions(page, part) if home else ""),
        classes,
        **({"id": part.id, "tabindex": "-1"} if home else {}),
        data_part=part.id,
    )


def _is_question(page: Page, part: Part) -> bool:
    kinds = page.library.clauses[part.clause].register_kinds
    asks = "faq" in kinds or part.clause == page.library.fees_clause
    return part.kind is Kind.INFO and part.official and asks


def _label(page: Page, part: Part) -> str:
    label = "PERTANYAAN" if _is_question(page, part) else LABELS[part.kind]
    if part.kind is Kind.DONT_SAY and not part.when:
        # In the search this text stands beside the sentence to say: it keeps its warning.
        return element("p", f"{label}:", "p-kind")
    if not part.when:
        return element("p", label, "p-kind", data_search_exclude="")
    return element("p", f"{label} {element('span', escape(part.when), 'p-when')}", "p-kind")


def _field(part: Part) -> str:
    if part.kind is not Kind.WRITE or not (part.system or part.field):
        return ""
    return element("p", escape(" · ".join(filter(None, (part.system, part.field)))), "p-field")


def _text(page: Page, part: Part) -> str:
    if part.kind is Kind.WRITE:
        return element("pre", with_slots(part.text), "p-text")
    app = element("span", escape(part.system), "p-app") + " " if part.system else ""
    if part.official:
        return element("blockquote", app + flowing(part.text), "p-text")
    return element("p", app + page.linked(part.text), "p-text")


def _foot(page: Page, part: Part) -> str:
    url = f"#{part.id}" if page.is_home_of(part.clause) else page.to_clause(part.clause)
    foot = f'<a class="p-ref" href="{escape(url)}">{escape(part.id)}</a>'
    withdrawn = page.library.is_withdrawn(part)
    if part.kind in COPY_LABELS and not withdrawn:
        foot += f' <button class="p-copy" type="button">{COPY_LABELS[part.kind]}</button>'
    return element("p", foot, "p-foot", data_search_exclude="")


def render_note(page: Page, note: Note) -> str:
    """Return a remark of ours; ``ask`` names whom to ask."""
    ask = ""
    if note.ask:
        ask = " " + element("span", f"Tanyakan ke {escape(note.ask)}.", "p-ask")
    return element(
        "aside",
        element("p", NOTE_LABELS[note.kind], "p-note-kind", data_search_exclude="")
        + element("p", page.linked(note.text) + ask),
        f"p-note p-note-{note.kind}",
    )


def stamp(page: Page, clause: Clause) -> str:
    """Return the mark of a historical or withdrawn clause, or nothing."""
    if clause.status == "dicabut":
        return element("p", "DICABUT · bukan lagi perintah", "p-stamp")
    if clause.status == "historis":
        document = page.document_of(clause)
        when = clause.in_force.since or document.date
        return element("p", f"HISTORIS · {escape(date_words(when))}", "p-stamp")
    return ""


def render_body(
    page: Page, clause: Clause, extra: str = "", face: str = "", shown: Container[str] = ()
) -> str:
    """Return everything under a clause's heading as one block of HTML.

    Args:
        page: The page that is written.
        clause: The clause.
        extra: Comes last, before the button to report an error.
        face: Comes between the parts and the notes.
        shown: Parts that the page shows already, in a table.
    """
    classes = "p-body" + (f" p-{clause.status}" if clause.status != "berlaku" else "")
    if clause.parts:
        content = [render_part(page, part) for part in clause.parts if part.id not in shown]
    else:
        content = [element("p", page.linked(clause.summary), "p-ringkas")]
    spoken = ", ".join(clause.aliases)
    words = f"{clause.id}, {clause.place}. {clause.summary} {spoken}".strip()
    return element(
        "div",
        stamp(page, clause)
        + "".join(content)
        + face
        + "".join(render_note(page, note) for note in clause.notes)
        + extra
        + render_clause_tools(page, clause)
        # Tersembunyi bagi pembaca: kata-kata penelepon untuk mesin pencari.
        + f"<p hidden>{escape(words)}</p>",
        classes,
        data_clause=clause.id,
    )


def render_heading(clause: Clause, level: int, number: str = "") -> str:
    """Return a clause's heading as Markdown, so that contents, search and anchors know it."""
    attributes = f"#{clause.id} .p-clause"
    if clause.status != "berlaku":
        attributes += f" .p-clause-{clause.status}"
    if number:
        attributes += f' data-nomor="{number}"'
    return f"{'#' * level} {escape_markdown(clause.title)} {{{attributes}}}"


def render_clause(page: Page, clause: Clause, level: int, number: str = "", extra: str = "") -> str:
    """Return a clause at home: Markdown heading and raw body."""
    heading = render_heading(clause, level, number)
    return f"\n\n{heading}\n\n{block(render_body(page, clause, extra))}"
