"""The register, permanent addresses, what is in force, what changed: as pages and as files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine import homes
from flow_engine.changes import Wording
from flow_engine.csv_text import BOM
from flow_engine.inforce import OTHER_REGION
from flow_engine.records import SCRIPT_KINDS, InForce, Kind, Library
from flow_engine.wordings import read_lock
from macros import addresses, data
from macros.addresses import address_link, addresses_of, permanent, render_addresses
from macros.changes import news_of, render_changes
from macros.data import House
from macros.export import as_csv, register_parts, register_rows, script_rows, write_exports
from macros.force import names_apart, render_force
from macros.links import read_page
from macros.parts import render_part
from macros.register import render_register
from macros.standing import (
    UNSTATED,
    region_words,
    replaced_by,
    replaces,
    since_dates,
    since_words,
)
from macros.wording_history import marked_difference, render_revisions
from tests.macros.conftest import ROOT, make_page, make_part


def with_library(house: House, **changed: object) -> House:
    return replace(house, library=replace(house.library, **changed))  # type: ignore[arg-type]


# Permanent addresses


def test_every_clause_and_part_has_an_address(library: Library) -> None:
    found = addresses_of(library)
    assert set(found) == {*library.clauses, *library.parts}
    assert found["PRK-09B1b"] == "sop/periksa/#PRK-09B1b"
    assert found["PRK-09B1b/2"] == "sop/periksa/#PRK-09B1b/2"
    assert permanent("PRK-09B1b/2") == "k/#PRK-09B1b/2"


def test_an_id_that_was_renamed_leads_where_the_present_one_does(house: House) -> None:
    changed = with_library(house, renamed={"PRK-9B1b": "PRK-09B1b", "PRK-9B1b/2": "PRK-09B1b/2"})
    found = addresses_of(changed.library)
    assert found["PRK-9B1b/2"] == found["PRK-09B1b/2"]
    # On the site itself a link leads there at once: a page loaded anew would drop an open call.
    shown = address_link(changed.page("qa/skrip/"), "PRK-9B1b/2")
    assert 'href="../../sop/periksa/#PRK-09B1b/2"' in shown and ">PRK-9B1b/2<" in shown
    shown = render_addresses(changed.page("k/"))
    assert '<a class="p-id" id="PRK-9B1b" href="../sop/periksa/#PRK-09B1b"' in shown
    assert ">dahulu PRK-9B1b</a>" in shown and ">dahulu PRK-9B1b/2</a>" in shown


def test_a_clause_that_moves_to_another_page_keeps_its_address(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = render_addresses(house.page("k/"))
    assert 'id="PRK-03/1" href="../sop/periksa/#PRK-03/1"' in before
    home = data.home_page

    def moved(library: Library, clause_id: str) -> str:
        return "kode" if clause_id == "PRK-03" else home(library, clause_id)

    for module in (homes, data, addresses):
        monkeypatch.setattr(module, "home_page", moved)
    page = house.page("k/")
    after = render_addresses(page)
    assert 'id="PRK-03" href="../kode/#PRK-03"' in after
    assert 'id="PRK-03/1" href="../kode/#PRK-03/1"' in after
    # The wording goes with it, and its anchor too.
    assert 'id="PRK-03/1"' in render_part(house.page("kode/"), house.library.parts["PRK-03/1"])


def test_every_address_leads_to_an_anchor_of_the_built_site(
    site_dir: Path, library: Library
) -> None:
    table = (site_dir / "k/index.html").read_text("utf-8")
    rows = dict(re.findall(r'data-ke="([^"]+)"', table) and re.findall(
        r'id="([^"]+)" href="\.\./([^"]+)" data-ke=', table))  # fmt: skip
    assert set(rows) == set(addresses_of(library))
    pages: dict[str, set[str]] = {}
    for target in rows.values():
        page, _, anchor = target.partition("#")
        if page not in pages:
            pages[page] = read_page((site_dir / page / "index.html").read_text("utf-8")).ids
        assert anchor in pages[page], target
    assert 'name="robots" content="noindex"' in table


def test_a_part_that_is_borrowed_carries_no_anchor() -> None:
    part = make_part(Kind.SAY, "Halo")
    assert 'id="PRK-03/1"' in render_part(make_page(part), part)
    assert 'id="' not in render_part(make_page(part, url="faq/bayar/"), part)


# The register


def test_the_register_holds_every_official_wording_and_what_was_withdrawn(
    library: Library,
) -> None:
    held = {part.id for part in register_parts(library)}
    assert {p.id for p in library.parts.values() if p.official} <= held
    assert "PMB-B3d/2" in held and "PMB-B3d/1" not in held


def test_a_row_has_place_lines_region_date_what_it_replaced_and_the_hash_of_the_lock(
    house: House, library: Library
) -> None:
    rows = {row["id"]: row for row in register_rows(library)}
    row = rows["PRK-09B1b/2"]
    assert row["lines"] == ["107-113"]
    assert row["region"] == ["UID Jakarta, UID Banten", "UID Jawa Barat, UID Jawa Tengah & DIY"]
    assert row["in_force_since"] == ["2021-12-22", "2022-02-18"]
    assert row["status"] == "berlaku" and rows["PMB-C0/1"]["status"] == "dicabut"
    assert rows["PMB-C0/1"]["replaced_by"] == ["PMB-C1", "PMB-C2"]
    assert rows["PMB-C1/1"]["replaces"] == ["PMB-C0"]
    lock = read_lock(ROOT / "docs" / "_data", [])  # type: ignore[arg-type]
    assert lock is not None
    assert {name: rows[name]["hash"] for name in lock.parts} == dict(lock.parts)
    shown = render_register(house.page("qa/skrip/"))
    assert "baris 107–113" in shown and row["hash"] in shown
    assert "DICABUT</span>" in shown and "kata kita, bukan kutipan" in shown


def test_what_the_sources_do_not_state_is_said_so(library: Library) -> None:
    assert since_words(library, library.clauses["LUL-A"]) == [UNSTATED]
    assert since_dates(library, library.clauses["LUL-A"]) == [""]
    assert region_words(library, library.clauses["LUL-A"]) == ["wilayah tidak disebut sumber"]
    assert region_words(library, library.clauses["PRK-25c"]) == [
        "di luar UID Jakarta, UID Banten, UID Jawa Barat, UID Jawa Tengah & DIY"
    ]
    bare = replace(library.documents["LUL"], in_force=())
    changed = replace(library, documents={**library.documents, "LUL": bare})
    assert since_words(changed, changed.clauses["LUL-A"]) == [UNSTATED]


def test_what_replaced_what_is_read_both_ways(library: Library) -> None:
    old, new = library.parts["PMB-B3d/2"], library.parts["PMB-B3d/1"]
    assert replaced_by(library, old) == ("PMB-B3d/1",) and replaces(library, new) == (old.id,)
    assert library.is_withdrawn(old) and not library.is_withdrawn(new)


def test_the_table_is_safe_in_a_spreadsheet_and_reads_back(library: Library) -> None:
    rows = script_rows(library)
    evil = {**rows[0], "text": '=HYPERLINK("x")\n"a"', "when": "-1", "lines": ["1-2", "3-4"]}
    text = as_csv([*rows, evil])
    assert text.startswith(BOM)
    read = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert [row["id"] for row in read] == [row["id"] for row in [*rows, evil]]
    assert read[-1]["text"] == '\'=HYPERLINK("x")\n"a"' and read[-1]["when"] == "'-1"
    assert read[-1]["lines"] == "1-2; 3-4" and read[-1]["official"] == "ya"
    assert as_csv([]) == BOM + "\r\n"
    cells = [cell for row in csv.reader(io.StringIO(text[1:], newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_every_file_is_written(library: Library, tmp_path: Path) -> None:
    write_exports(library, tmp_path)
    written = {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}
    assert set(written) == {
        "klausul.json", "skrip.json", "skrip.csv", "register.json", "berlaku.json",
    }  # fmt: skip
    assert written["skrip.csv"] == as_csv(script_rows(library)).encode()
    assert {row["kind"] for row in json.loads(written["skrip.json"])} == set(SCRIPT_KINDS)
    assert json.loads(written["register.json"]) == register_rows(library)
    assert json.loads(written["berlaku.json"])["wilayah"][0] == "UID Jakarta"


# Revisions


def test_a_difference_strikes_out_and_puts_in_words_and_says_so() -> None:
    shown = marked_difference("Pilih 16. ITSM & simpan", "Pilih 32. ITSM <b> simpan")
    assert re.sub(r"<span.*?</span>", "", shown) == (
        "Pilih <del>16.</del><ins>32.</ins> ITSM <del>&amp;</del><ins>&lt;b&gt;</ins> simpan"
    )
    assert "[dihapus: " in shown and "[ditambah: " in shown
    assert marked_difference("sama", "sama") == "sama"
    assert "<del>" not in marked_difference("a", "a b")


def test_what_the_source_changed_stands_beside_what_it_became(house: House) -> None:
    part = house.library.parts["PMB-B3d/1"]
    shown = render_revisions(house.page("qa/skrip/"), part)
    assert "Semula PMB-B3d/2, menurut sumber yang sama" in shown and "<del>" in shown
    assert render_revisions(house.page(""), house.library.parts["PRK-01/1"]) == ""
    assert 'class="p-revisi"' in render_part(house.page("sop/pln-mobile/"), part)


def test_a_wording_that_was_locked_before_is_shown_with_its_days(house: House) -> None:
    part = house.library.parts["PRK-01/1"]
    kept = {
        part.id: (
            Wording("2026-01-01", "a1", "PLN 123 selamat datang"),
            Wording("2026-02-01", "b2", part.text),
        )
    }
    clause = replace(house.library.clauses["PRK-01"], history=("Diganti menurut PRK-25a.",))
    clauses = {**house.library.clauses, "PRK-01": clause}
    changed = with_library(house, wordings=kept, clauses=clauses)
    shown = render_revisions(changed.page("sop/periksa/"), part)
    assert "Revisi (2)" in shown and "dikunci 1 Januari 2026, sidik a1" in shown
    assert "diganti 1 Februari 2026" in shown and ">PRK-25a</a>" in shown


def test_the_history_comes_with_the_house(house: House) -> None:
    (first, *_) = house.library.wordings["PRK-01/1"]
    assert first.text == house.library.parts["PRK-01/1"].text


# In force


def test_the_page_lists_what_stands_apart_from_its_document(house: House) -> None:
    page = house.page("qa/berlaku/")
    apart = names_apart(page)
    assert {"PRK-25a", "PRK-25b", "PRK-25c", "PRK-08b", "PMB-C0", "PMB-B3d/2"} <= set(apart)
    assert "PRK-03" not in apart
    shown = render_force(page)
    for words in ("sejak 22 Desember 2021", "UID lain", f'value="{OTHER_REGION}"', "dicabut"):
        assert words in shown
    assert "Mengikuti dokumen Meter tertera PERIKSA (PRK)." in shown


def test_a_rule_without_days_and_words_is_always(house: House) -> None:
    clause = replace(house.library.clauses["PRK-01"], in_force=InForce(not_before="2000-01-01"))
    document = replace(house.library.documents["PRK"], date="", in_force=())
    clauses = {**house.library.clauses, "PRK-01": clause}
    documents = {**house.library.documents, "PRK": document}
    shown = render_force(with_library(house, clauses=clauses, documents=documents).page("q/"))
    assert "selalu: <b>" in shown


# What changed


def test_every_change_stands_on_the_page_and_the_banner_has_its_title(house: House) -> None:
    shown = render_changes(house.page("berubah/"))
    news = news_of(house.library)
    assert [n["id"] for n in news] == re.findall(r'data-perubahan="([^"]+)"', shown)
    assert all(set(n) == {"id", "title", "kind", "date"} for n in news)
    assert "tanggal tidak dinyatakan sumber" in shown and "../sop/pln-mobile/#PMB-C0" in shown


def test_every_page_carries_the_changes_for_its_banner(site_dir: Path, library: Library) -> None:
    for name in ("index.html", "sop/periksa/index.html", "berubah/index.html"):
        text = (site_dir / name).read_text("utf-8")
        (raw,) = re.findall(r"data-p-perubahan>(.*?)</script>", text)
        assert json.loads(raw) == news_of(library)
