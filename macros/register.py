"""The register of the official wordings, for QA."""

from __future__ import annotations

from flow_engine.inforce import OTHER_REGION, STATE_WORDS, VALID, regions_of
from flow_engine.records import SCRIPT_KINDS, Kind, Part
from flow_engine.wordings import fingerprint
from macros.addresses import address_link, render_address_button
from macros.data import Page
from macros.export import register_parts
from macros.html import block, date_words, element, escape, table, with_slots
from macros.parts import CLASSES, LABELS
from macros.standing import region_words, replaced_by, replaces, since_words, state_of
from macros.wording_history import render_revisions

SHORT_HASH = 8
SCRIPTS = "naskah"
KINDS = (
    (SCRIPTS, "Naskah: UCAPKAN, TULIS, JANGAN"),
    ("", "Semua kalimat resmi"),
    *((CLASSES[kind].removeprefix("p-"), LABELS[kind]) for kind in Kind),
)
HEADS = ("Id", "Kalimat resmi", "Sumber dan tempat", "Berlaku", "Sidik dan kutip")


def citation(page: Page, part: Part) -> str:
    """Return what QA pastes into an evaluation: wording, id, document, place, date."""
    clause = page.library.clauses[part.clause]
    document = page.document_of(clause)
    date = date_words(document.date) or "tanpa tanggal"
    lead = f"{LABELS[part.kind]}: " if CLASSES[part.kind] == "p-dont" else ""
    return f"{lead}“{part.text}” ({part.id}; {document.title}; {clause.place}; {date})"


def render_register(page: Page) -> str:
    """Return the filters, the exports and the table of all official wordings."""
    head = [f"<th scope='col'>{label}</th>" for label in HEADS]
    rows = [_row(page, part) for part in register_parts(page.library)]
    return block(_form(page)) + block(table("p-skrip", head, rows, "Register kalimat resmi"))


def select(name: str, label: str, choices: tuple[tuple[str, str], ...]) -> str:
    """Return a labelled list; the first choice is what stands there at first."""
    options = "".join(element("option", escape(text), value=value) for value, text in choices)
    return element(
        "label", f"{escape(label)} <select name='{name}'>{options}</select>", "p-pilih-satu"
    )


def view_fields(page: Page) -> str:
    """Return the choice of a date and a region; the page keeps it for the tab."""
    regions = regions_of(page.library)
    places = (
        ("", "Semua wilayah"),
        *((region, region) for region in regions),
        (OTHER_REGION, "UID lain"),
    )
    return (
        '<label class="p-pilih-satu">Pada tanggal '
        '<input type="date" name="tanggal" min="2000-01-01" max="2099-12-31"></label>'
        + select("wilayah", "Di wilayah", places)
    )


def _form(page: Page) -> str:
    documents = tuple((d.id, d.short) for d in page.library.documents.values())
    filters = (
        '<label class="p-pilih-lebar">Cari kata, id, atau “kalimat persis”'
        '<input type="search" name="kata" autocomplete="off" '
        'aria-describedby="register-cara"></label>'
        '<label class="p-pilih-kecil"><input type="checkbox" name="persis" value="1"> '
        "Huruf besar-kecil harus sama</label>"
        + select("jenis", "Jenis", KINDS)
        + select("dokumen", "Dokumen", (("", "Semua dokumen"), *documents))
        + select("keadaan", "Keadaan", (("", "Semua keadaan"), *STATE_WORDS.items()))
        + view_fields(page)
    )
    exports = "".join(
        f"<span>Unduh {what}:</span> "
        + "".join(
            element(
                "button",
                f'<span class="p-hanya-pembaca">Unduh {what} sebagai </span>{kind.upper()}',
                "p-copy",
                type="button",
                data_unduh=kind,
                data_semua=every,
            )
            for kind in ("csv", "json")
        )
        for what, every in (("yang tampil", ""), ("semua", "1"))
    )
    tools = (
        '<span class="p-jumlah" role="status"></span>'
        + element("button", "Salin tautan saringan", "p-copy", type="button", data_copy_link="")
        + '<button class="p-copy" type="reset">Kosongkan</button>'
    )
    how = element(
        "p",
        "Kata dicari dalam urutan apa saja. Di antara tanda kutip: huruf demi huruf.",
        "p-keterangan",
        id="register-cara",
    )
    return (
        '<form class="p-register" data-register data-search-exclude hidden '
        f'aria-label="Saring register">{filters}{how}'
        f'<p class="p-register-alat">{tools}</p>'
        f'<p class="p-register-alat">{exports}</p></form>'
    )


def _row(page: Page, part: Part) -> str:
    library = page.library
    clause = library.clauses[part.clause]
    document = page.document_of(clause)
    kind = CLASSES[part.kind].removeprefix("p-")
    words = f"{part.id} {part.text} {document.short} {document.id} {clause.title}".lower()
    return element(
        "tr",
        element("th", address_link(page, part.id), scope="row")
        + element("td", _wording(page, part, kind), data_label="Kalimat resmi")
        + element("td", _source(page, part), data_label="Sumber dan tempat")
        + element("td", _force(page, part), data_label="Berlaku")
        + element("td", _proof(page, part), data_label="Sidik dan kutip"),
        data_id=part.id,
        data_cari=words,
        data_kelompok=kind,
        data_naskah="1" if part.kind in SCRIPT_KINDS else "",
        data_dokumen=document.id,
    )


def _wording(page: Page, part: Part, kind: str) -> str:
    label = element("span", LABELS[part.kind], f"p-label p-label-{kind}")
    ours = "" if part.official else element("span", "kata kita, bukan kutipan", "p-keterangan")
    when = element("span", escape(part.when), "p-keterangan") if part.when else ""
    state = state_of(page.library, part.id)
    stamp = element(
        "span",
        STATE_WORDS[state].upper(),
        "p-stamp p-keadaan",
        data_keadaan=state,
        **({"hidden": ""} if state == VALID else {}),
    )
    text = element("span", with_slots(part.text), "p-naskah")
    return label + stamp + text + ours + when + render_revisions(page, part)


def _source(page: Page, part: Part) -> str:
    clause = page.library.clauses[part.clause]
    document = page.document_of(clause)
    lines = ", ".join(f"{a}–{b}" if a != b else str(a) for a, b in clause.lines)
    told = (
        (escape(document.short), "p-nama"),
        (escape(clause.place), "p-keterangan"),
        (f"baris {lines}" if lines else "", "p-keterangan"),
        (escape(date_words(document.date) or "tanpa tanggal"), "p-keterangan"),
        (page.clause_link(clause.id), "p-keterangan"),
    )
    return "".join(element("span", text, classes) for text, classes in told if text)


def _force(page: Page, part: Part) -> str:
    library = page.library
    clause = library.clauses[part.clause]
    pairs = zip(region_words(library, clause), since_words(library, clause), strict=True)
    told = "".join(
        element("span", f"{escape(region)}: <b>{escape(since)}</b>", "p-keterangan")
        for region, since in pairs
    )
    for word, names in (
        ("Menggantikan", replaces(library, part)),
        ("Digantikan", replaced_by(library, part)),
    ):
        if names:
            links = ", ".join(address_link(page, name, "p-id") for name in names)
            told += element("span", f"{word} {links}", "p-keterangan")
    return told + '<span class="p-keterangan p-sebab" hidden></span>'


def _proof(page: Page, part: Part) -> str:
    whole = fingerprint(part.text)
    shown = element("summary", whole[:SHORT_HASH], "p-sidik-pendek")
    name = element("span", f" {escape(part.id)}", "p-hanya-pembaca")
    cite = element(
        "button", f"Salin kutipan{name}", "p-copy", type="button", data_copy=citation(page, part)
    )
    return (
        element("details", shown + element("code", whole), "p-sidik")
        + cite
        + " "
        + render_address_button(page, part.id, "Alamat tetap")
    )
