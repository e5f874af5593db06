"""Admin fees: a table that stands without script, and what the calculator needs."""

from __future__ import annotations

from flow_engine.records import Fee
from macros.data import Page
from macros.html import block, element, escape, filter_row, rupiah, sortable, table
from macros.parts import render_body, render_heading


def render_fees(page: Page) -> str:
    """Return the clause of the fees with its calculator and table."""
    library = page.library
    clause = library.clauses[library.fees_clause]
    return (
        f"\n\n{render_heading(clause, 1)}\n\n"
        + block(_calculator(library.fees))
        + block(filter_row("p-biaya", "Saring metode, misalnya OVO atau virtual account"))
        + block(render_fee_table(page))
        + block(render_body(page, clause))
    )


def render_fee_table(page: Page) -> str:
    """Return the table; amounts also stand as plain integers for the scripts."""
    head = [
        sortable("No.", "angka"),
        sortable("Metode"),
        sortable("Kelompok"),
        sortable("Prabayar (token)", "angka"),
        sortable("Pascabayar (tagihan)", "angka"),
    ]
    return table(
        "p-biaya",
        head,
        (_row(page, fee) for fee in page.library.fees),
        "Biaya admin menurut metode",
    )


def _row(page: Page, fee: Fee) -> str:
    amounts = [rupiah(amount) for amount in (fee.prepaid_rupiah, fee.postpaid_rupiah)]
    kinds = "prabayar prepaid token pascabayar postpaid tagihan"
    words = " ".join((fee.name, fee.code, fee.group, *fee.aliases, *amounts, kinds)).lower()
    note = element("span", page.linked(fee.note), "p-keterangan") if fee.note else ""
    cells = [
        element("td", str(fee.number), "p-num", data_label="No.", data_nilai=str(fee.number)),
        element(
            "th",
            element("span", escape(fee.name), "p-nama")
            + element("code", escape(fee.code), "p-kode-bank")
            + note,
            scope="row",
        ),
        element("td", escape(fee.group), data_label="Kelompok"),
        _amount("Prabayar (token)", fee.prepaid_rupiah),
        _amount("Pascabayar (tagihan)", fee.postpaid_rupiah),
    ]
    return element(
        "tr",
        "".join(cells),
        data_cari=words,
        data_metode=fee.name,
        data_prabayar=str(fee.prepaid_rupiah),
        data_pascabayar=str(fee.postpaid_rupiah),
    )


def _amount(label: str, amount_rupiah: int) -> str:
    return element(
        "td", rupiah(amount_rupiah), "p-num", data_label=label, data_nilai=str(amount_rupiah)
    )


def _calculator(fees: tuple[Fee, ...]) -> str:
    options = "".join(
        f'<option value="{index}">{escape(fee.name)}</option>' for index, fee in enumerate(fees)
    )
    return (
        '<form class="p-hitung" data-hitung data-search-exclude hidden '
        'aria-labelledby="hitung-judul">'
        '<p class="p-bagian" id="hitung-judul">Hitung total bayar</p>'
        '<p class="p-isian"><label for="hitung-metode">Metode</label>'
        f'<select id="hitung-metode">{options}</select></p>'
        '<fieldset class="p-isian"><legend>Jenis</legend>'
        '<label><input type="radio" name="jenis" value="prabayar" checked> Prabayar (token)</label>'
        '<label><input type="radio" name="jenis" value="pascabayar"> Pascabayar (tagihan)</label>'
        "</fieldset>"
        '<p class="p-isian"><label for="hitung-nilai">Nilai token atau tagihan</label>'
        '<span class="p-rp"><span aria-hidden="true">Rp</span>'
        '<input id="hitung-nilai" inputmode="numeric" autocomplete="off" value="100.000" '
        'aria-describedby="hitung-salah"></span>'
        '<span id="hitung-salah" class="p-salah" role="alert"></span></p>'
        '<p class="p-hasil"><span>Biaya admin</span> <output for="hitung-metode hitung-nilai" '
        "data-biaya></output><span>Total bayar</span> <output data-total></output></p>"
        "</form>"
    )
