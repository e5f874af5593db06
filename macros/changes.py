"""“Apa yang berubah”: the page, and what the banner on every page needs."""

from __future__ import annotations

from typing import Any

from flow_engine.changes import CHANGED, GONE, NEW, Change
from flow_engine.records import Library
from macros.addresses import address_link
from macros.data import Page
from macros.html import block, date_words, element, escape

WORDS = {NEW: "BARU", CHANGED: "BERUBAH", GONE: "DICABUT"}
PAGE = "berubah/"


def news_of(library: Library) -> list[dict[str, Any]]:
    """Return what every page carries for its banner: id, title, kind and date, newest first."""
    return [
        {"id": c.id, "title": c.title, "kind": WORDS[c.kind], "date": date_words(c.date)}
        for c in library.changes
    ]


def render_changes(page: Page) -> str:
    """Return every change, and the way to hand in what was read."""
    entries = "".join(_entry(page, change) for change in page.library.changes)
    return block(_hand_in()) + block(element("div", entries, "p-perubahan-daftar"))


def _entry(page: Page, change: Change) -> str:
    date = date_words(change.date) or "tanggal tidak dinyatakan sumber"
    names = ", ".join(address_link(page, name, "p-id") for name in change.clauses)
    facts = (
        element("span", WORDS[change.kind], f"p-stamp p-perubahan-{change.kind}")
        + " "
        + element("span", escape(date), "p-keterangan")
    )
    return element(
        "article",
        element("p", facts, "p-perubahan-kepala")
        + element("h2", escape(change.title))
        + element("p", page.linked(change.text))
        + element(
            "p", f"Perlu tahu: {escape(', '.join(change.readers))}. Klausul: {names}.", "p-redup"
        )
        + '<p class="p-perubahan-baca" data-search-exclude hidden></p>',
        "p-perubahan",
        id=f"perubahan-{change.id}",
        data_perubahan=change.id,
        data_judul=change.title,
    )


def _hand_in() -> str:
    return (
        '<form class="p-register p-perubahan-serah" data-dibaca data-search-exclude hidden '
        'aria-label="Tanda sudah dibaca"><span class="p-jumlah" role="status"></span>'
        '<label class="p-pilih-satu">Nama Anda, hanya untuk berkasnya'
        '<input name="nama" autocomplete="off" maxlength="60"></label>'
        '<button class="p-button" type="button" data-unduh="csv">Unduh CSV</button>'
        '<button class="p-button" type="button" data-unduh="json">Unduh JSON</button>'
        '<p class="p-keterangan">Tanda “sudah dibaca” hanya disimpan di peramban ini. '
        "Serahkan berkasnya bila Team Leader memintanya.</p></form>"
    )
