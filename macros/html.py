"""Small pieces of HTML and of Indonesian spelling. Everything that goes in is escaped here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# Places to fill: {Bapak/Ibu}, (nama penelepon), (..... Nama CSO).
_SLOT = re.compile(r"\{[^{}\n]{1,60}\}|\(\.{3,} ?[^()\n]{1,40}\)|\([Nn]ama [^()\n]{1,30}\)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]])")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def escape(text: str) -> str:
    """Return the text safe as content and as a quoted attribute."""
    return html.escape(text, quote=True)


def escape_markdown(text: str) -> str:
    """Return the text so that Markdown shows it letter by letter."""
    return _MARKDOWN.sub(r"\\\1", html.escape(text, quote=False))


def with_slots(text: str) -> str:
    """Escape a wording and mark its places to fill."""
    done = 0
    pieces: list[str] = []
    for match in _SLOT.finditer(text):
        pieces.append(escape(text[done : match.start()]))
        pieces.append(f'<span class="p-slot">{escape(match.group())}</span>')
        done = match.end()
    pieces.append(escape(text[done:]))
    return "".join(pieces)


def flowing(text: str) -> str:
    """Return a wording as HTML: lines beginning with a dash become a list."""
    pieces: list[str] = []
    items: list[str] = []

    def close_list() -> None:
        if items:
            pieces.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
            items.clear()

    for line in text.split("\n"):
        if line.startswith("- "):
            items.append(with_slots(line[2:]))
        elif line.strip():
            close_list()
            pieces.append(f"<p>{with_slots(line.strip())}</p>")
    close_list()
    if len(pieces) == 1 and pieces[0].startswith("<p>"):
        return pieces[0][3:-4]
    return "".join(pieces)


def rupiah(amount_rupiah: int) -> str:
    """Return an amount as people write it: ``Rp0``, ``Rp1.750``."""
    return "Rp" + f"{amount_rupiah:,}".replace(",", ".")


def date_words(iso_date: str) -> str:
    """Return ``2022-02-18`` as ``18 Februari 2022``; anything else as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso_date)
    if not match or not 1 <= int(match[2]) <= 12:
        return iso_date
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


def element(tag: str, content: str, classes: str = "", **attributes: str) -> str:
    """Return an element; content is HTML, attributes are escaped."""
    shown = f' class="{classes}"' if classes else ""
    for name, value in attributes.items():
        shown += f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
    # Spasi di antara sel: mesin pencari membaca teksnya tanpa batas sel.
    space = " " if tag in ("td", "th", "dd", "dt") else ""
    return f"<{tag}{shown}>{content}</{tag}>{space}"


def link(url: str, label: str, classes: str = "") -> str:
    """Return a link; the label is text."""
    return element("a", escape(label), classes, href=url)


def block(*pieces: str) -> str:
    """Join raw HTML into one block that Markdown leaves alone."""
    return "\n\n" + "\n".join(piece for piece in pieces if piece) + "\n\n"


def table(classes: str, head: Iterable[str], rows: Iterable[str], caption: str) -> str:
    """Return a table; head and rows are finished cells and rows."""
    return (
        f'<div class="p-table-wrap" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="p-table {classes}"><caption class="p-hanya-pembaca">{escape(caption)}'
        f" </caption><thead><tr>{' '.join(head)}</tr></thead><tbody>{''.join(rows)}</tbody>"
        "</table></div>"
    )


def sortable(label: str, kind: str = "teks") -> str:
    """Return a heading that the table script makes sortable; kind teks or angka."""
    classes = "p-num" if kind == "angka" else ""
    return element("th", escape(label), classes, scope="col", data_urut=kind)


def filter_row(
    table_class: str,
    label: str,
    choices: Iterable[tuple[str, str]] = (),
    states: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the filter above a table; the table script shows it.

    Args:
        table_class: Class of the table that is filtered.
        label: What can be typed.
        choices: Values of the rows' ``data-kelompok`` and their labels.
        states: Words that may stand in the rows' ``data-keadaan`` and their labels.
    """
    name = f"saring-{table_class}"
    select = _select(f"{name}-kelompok", "Kelompok", "Semua", choices)
    select += _select(f"{name}-keadaan", "Keadaan", "Semua keadaan", states)
    return (
        f'<div class="p-saring" data-saring="{table_class}" data-search-exclude hidden>'
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" type="search" autocomplete="off">'
        f'{select}<span class="p-jumlah" role="status"></span></div>'
    )


def _select(name: str, label: str, every: str, choices: Iterable[tuple[str, str]]) -> str:
    found = list(choices)
    options = "".join(
        element("option", escape(text), value=value) for value, text in (("", every), *found)
    )
    select = (
        f'<label class="p-hanya-pembaca" for="{name}">{label}</label>'
        f'<select id="{name}" data-pilah="{label.lower()}">{options}</select>'
    )
    return select if found else ""
