from __future__ import annotations

import re

import pytest

from flow_engine.records import Library
from macros.catalogue import render_catalogue, render_statuses
from macros.codes import render_codes
from macros.data import House
from macros.export import clause_rows, register_rows, script_rows
from macros.faq import render_faq
from macros.fees import render_fee_table
from macros.home import render_home
from macros.ledger import render_ledger
from macros.register import citation, render_register
from macros.sop import hanging_number, render_sop


@pytest.mark.parametrize(
    ("place", "number"),
    [
        ("langkah 3.a.1", "3.a.1"),
        ("langkah 9.B.1.a", "9.B.1.a"),
        ("langkah 12 catatan", "12"),
        ("tambahan C.8", "C.8"),
        ("C.I.2.a, tabel 2", "C.I.2.a"),
        ("B.3 create c", "B.3 c"),
        ("dokumen", ""),
        ("pembuka", ""),
        ("catatan", ""),
    ],
)
def test_the_number_in_the_margin_comes_from_the_place(place: str, number: str) -> None:
    assert hanging_number(place) == number


def test_a_document_shows_every_clause_once_as_heading_or_as_row(house: House) -> None:
    shown = render_sop(house.page("sop/pln-mobile/"), "PMB")
    own = set(re.findall(r"\{#(PMB[\w-]*) ", shown))
    rows = set(re.findall(r'href="\.\./\.\./[a-z/-]+#(PMB-[\w-]+)">[^<]*</a><span', shown))
    every = {clause.id for clause in house.library.clauses.values() if clause.document == "PMB"}
    assert own | rows == every
    assert not own & rows
    assert len(rows) == 32  # 29 pertanyaan, perlakuannya, status dan katalog


def test_fees_stand_as_numbers_and_as_words(house: House) -> None:
    shown = render_fee_table(house.page("biaya/"))
    assert shown.count("<tr data-cari") == 10
    assert 'data-prabayar="1750"' in shown and ">Rp1.750<" in shown
    assert 'data-prabayar="0"' in shown and ">Rp0<" in shown
    assert "1.75<" not in shown.replace("Rp1.750", "")


def test_the_catalogue_has_37_types_and_says_what_to_pick(house: House) -> None:
    shown = render_catalogue(house.page("itsm/katalog/"))
    assert shown.count("data-tipe=") == 37
    assert len(set(re.findall(r'data-group="([^"]*)"', shown))) == 10
    for pick in ("Call Type", "Service Family", "32. NEW PLN MOBILE", "Service Group"):
        assert pick in shown


def test_seven_statuses_and_resolved_is_marked_as_silent(house: House) -> None:
    shown = render_statuses(house.page("itsm/status/"))
    assert shown.count('scope="row"') == 7
    assert "SOP tidak mengatur" in shown


def test_the_codes_stand_in_the_order_of_the_sop_and_keep_their_zero(house: House) -> None:
    shown = render_codes(house.page("kode/"))
    codes = re.findall(r'<code class="p-kode-angka">(\d+)</code>', shown)
    assert codes == ["08", "70", "71", "41", "44", "45", "46", "37", "47"]
    assert "JANGAN DISAMPAIKAN" in shown


def test_a_question_asked_twice_links_its_twin(house: House) -> None:
    shown = render_faq(house.page("faq/profil/"), "profil")
    assert "{#PMB-A3e " in shown and "{#PMB-A8a " in shown
    assert "Pertanyaan yang sama ada di" in shown


def test_the_home_page_leads_to_flows_pages_and_clauses(house: House) -> None:
    shown = render_home(house.page(""))
    for href in ("alur/periksa/", "alur/lapor-ulang/", "biaya/", "faq/bayar/#PMB-A6d"):
        assert f'href="{href}"' in shown


def test_the_register_holds_each_script_with_a_citation(house: House, library: Library) -> None:
    page = house.page("qa/skrip/")
    shown = render_register(page)
    assert shown.count("data-copy=") == len(register_rows(library))
    assert shown.count('data-naskah="1"') == len(script_rows(library))
    part = library.parts["PRK-09B1b/2"]
    assert citation(page, part) == (
        f"“{part.text}” (PRK-09B1b/2; {library.documents['PRK'].title}; langkah 9.B.1.b; "
        "18 Februari 2022)"
    )


def test_the_citation_of_what_must_not_be_said_begins_with_the_word(house: House) -> None:
    part = house.library.parts["PRK-12a/2"]
    assert citation(house.page("qa/skrip/"), part).startswith("JANGAN DISAMPAIKAN: “")


def test_the_ledger_has_a_row_for_each_clause(house: House) -> None:
    rows = render_ledger(house.page("qa/ledger/")).count("<tr data-cari")
    assert rows == len(house.library.clauses)


def test_the_exports_have_the_documented_fields(library: Library) -> None:
    rows = clause_rows(library)
    assert len(rows) == len(library.clauses)
    assert set(rows[0]) == {"id", "kind", "text", "parts", "document", "place", "date", "url"}
    by_id = {row["id"]: row for row in rows}
    assert by_id["PRK-03"]["kind"] == "keputusan, skrip"
    assert by_id["PRK-03"]["url"] == "sop/periksa/#PRK-03"
    scripts = script_rows(library)
    assert set(scripts[0]) == {
        "id", "clause", "kind", "text", "document", "place", "date", "url", "official", "when",
        "lines", "region", "in_force_since", "status", "replaces", "replaced_by",
        "document_replaces", "hash", "address",
    }  # fmt: skip
    assert {row["kind"] for row in scripts} == {"SAY", "DON'T SAY", "WRITE"}
    assert any(row["id"] == "PRK-09B1b/2" for row in scripts)
