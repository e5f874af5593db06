from __future__ import annotations

import pytest

from flow_engine.records import Kind, Note
from macros.parts import render_body, render_clause, render_note, render_part
from tests.macros.conftest import make_page, make_part


@pytest.mark.parametrize(
    ("kind", "css", "label", "copy"),
    [
        (Kind.SAY, "p-say", "UCAPKAN", "Salin kalimat"),
        (Kind.DO, "p-do", "LAKUKAN", ""),
        (Kind.DONT_SAY, "p-dont", "JANGAN DISAMPAIKAN", ""),
        (Kind.WRITE, "p-write", "TULIS", "Salin laporan"),
        (Kind.RULE, "p-rule", "ATURAN", ""),
        (Kind.INFO, "p-info", "INFO", ""),
    ],
)
def test_each_kind_has_its_form_and_only_say_and_write_can_be_copied(
    kind: Kind, css: str, label: str, copy: str
) -> None:
    part = make_part(kind, "Isi {Bapak/Ibu} <x>")
    shown = render_part(make_page(part), part)
    assert shown.startswith(
        f'<div class="p-part {css}" id="PRK-03/1" tabindex="-1" data-part="PRK-03/1">'
    )
    assert label in shown
    assert "&lt;x&gt;" in shown and "<x>" not in shown
    assert '<a class="p-ref" href="#PRK-03/1">PRK-03/1</a>' in shown
    assert ("p-copy" in shown) == bool(copy)
    assert copy in shown


def test_a_report_names_its_application_and_field() -> None:
    part = make_part(Kind.WRITE, "1 RUMAH PADAM", system="APKT", field="Permasalahan")
    shown = render_part(make_page(part), part)
    assert '<p class="p-field">APKT · Permasalahan</p>' in shown
    assert '<pre class="p-text">1 RUMAH PADAM</pre>' in shown


def test_what_is_withdrawn_is_marked_and_never_copied() -> None:
    part = make_part(Kind.SAY, "Dahulu begini", when="semula (dicabut)")
    shown = render_part(make_page(part), part)
    assert "p-dicabut" in shown
    assert "p-copy" not in shown


def test_a_historical_clause_carries_its_date() -> None:
    page = make_page(make_part(Kind.SAY, "Isi"), status="historis")
    shown = render_body(page, page.library.clauses["PRK-03"])
    assert "HISTORIS · 18 Februari 2022" in shown
    assert 'class="p-body p-historis"' in shown


def test_a_note_links_the_clauses_it_names_and_says_whom_to_ask() -> None:
    shown = render_note(make_page(), Note("diam", "Lihat PRK-03, bukan PRK-99.", "Team Leader"))
    assert "SOP TIDAK MENGATUR" in shown
    assert '<a class="p-id" href="#PRK-03">PRK-03</a>, bukan PRK-99.' in shown
    assert "Tanyakan ke Team Leader." in shown


def test_a_clause_is_a_markdown_heading_with_exactly_its_id() -> None:
    page = make_page(make_part(Kind.SAY, "Isi"))
    shown = render_clause(page, page.library.clauses["PRK-03"], 2, "3")
    assert '## Padam? {#PRK-03 .p-clause data-nomor="3"}' in shown
