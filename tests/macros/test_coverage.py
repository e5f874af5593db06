"""The ledger both ways, on its pages and as data."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flow_engine.homes import page_clauses
from macros.coverage import cards_by_clause, coverage_csv, coverage_data, page_url, write_coverage
from macros.data import House, relative
from macros.ledger import (
    WITHOUT_CARD,
    WITHOUT_FLOW,
    WITHOUT_LESSON,
    WITHOUT_SCENARIO,
    render_coverage,
    render_ledger,
)

from .conftest import make_page

LEDGER = "qa/ledger/"
MOST_BYTES = 275_000


def rows_of(house: House) -> dict[str, str]:
    shown = render_ledger(house.page(LEDGER))
    rows = re.findall(r"<tr data-cari.*?</tr>", shown, re.DOTALL)
    found = {}
    for row in rows:
        (name,) = re.findall(r'data-klausul="([^"]+)"', row)
        found[name] = row
    return found


def test_a_row_names_lines_pages_flows_and_scenarios(house: House) -> None:
    rows = rows_of(house)
    assert list(rows) == list(house.library.clauses)
    row = rows["PRK-05a"]
    assert "baris 55" in row
    assert 'href="../../sop/periksa/"' in row and 'href="../hilang/"' in row
    assert re.search(r'href="../../alur/periksa/#langkah-[^"]+">periksa</a> \(3\)', row)
    (cover,) = [cover for cover in house.covers if cover.clause.id == "PRK-05a"]
    assert f">{len(cover.scenarios)}</div>" in row


def test_the_holes_can_be_filtered(house: House) -> None:
    shown = render_ledger(house.page(LEDGER))
    assert f'<option value="{WITHOUT_FLOW}">Tanpa alur</option>' in shown
    assert f'<option value="{WITHOUT_SCENARIO}">Tanpa skenario</option>' in shown
    assert f'<option value="{WITHOUT_LESSON}">Tanpa pelajaran</option>' in shown
    assert f'<option value="{WITHOUT_CARD}">Tanpa soal</option>' in shown
    marked = [states.split() for states in re.findall(r'data-keadaan="([^"]*)"', shown)]
    told = [cover for cover in house.covers if not cover.uses]
    assert sum(states[:2] == [WITHOUT_FLOW, WITHOUT_SCENARIO] for states in marked) == len(told)
    assert len(told) == 14
    untaught = sum(WITHOUT_LESSON in states for states in marked)
    assert untaught == len(house.library.curriculum.left_out) == 8
    unasked = set(house.library.clauses) - set(cards_by_clause(house))
    assert sum(WITHOUT_CARD in states for states in marked) == len(unasked)


def test_a_row_names_its_lessons_and_counts_the_questions(house: House) -> None:
    row = rows_of(house)["PRK-20x"]
    assert 'href="../../latihan/kata-pertama/#nomor-laporan">Memberi nomor laporan</a>' in row
    asked = cards_by_clause(house)["PRK-20x"]
    assert f"{len(asked)} soal" in row
    assert "tidak ada" in rows_of(house)["PRK-A"] and "0 soal" in rows_of(house)["PRK-A"]


def test_a_clause_that_no_scenario_passes_is_marked_alone(house: House) -> None:
    bare = House(house.library, house.flows, ())
    marked = re.findall(r'data-keadaan="([^"]*)"', render_ledger(bare.page(LEDGER)))
    lone = [states.split() for states in marked if WITHOUT_FLOW not in states]
    assert sum(WITHOUT_SCENARIO in states for states in lone) == 188


def test_a_clause_without_lines_or_other_pages_has_a_row_too() -> None:
    page = replace(make_page(), url=LEDGER)
    shown = render_ledger(page)
    assert shown.count("<tr data-cari") == 2
    assert "baris" not in shown and shown.count("tidak ada</div>") == 4


def test_the_other_way_names_each_page_flow_and_scenario(house: House) -> None:
    shown = render_coverage(house.page("qa/cakupan/"))
    for heading in ("Halaman", "Alur", "Skenario"):
        assert f"## {heading}\n" in shown
    assert shown.count("data-skenario=") == len(house.tried) == 309
    for flow in house.flows.values():
        assert f"{len(flow.clauses)} klausul" in shown
    assert "<summary>97 skenario</summary>" in shown


def test_the_data_agree_both_ways(house: House) -> None:
    data = coverage_data(house)
    clauses = {row["id"]: row for row in data["clauses"]}
    assert list(clauses) == list(house.library.clauses)
    for number, scenario in enumerate(data["scenarios"]):
        for name in scenario["clauses"]:
            assert number in clauses[name]["scenarios"]
    assert sum(len(row["scenarios"]) for row in clauses.values()) == sum(
        len(scenario["clauses"]) for scenario in data["scenarios"]
    )
    for flow in data["flows"]:
        used = {name for place in flow["places"] for name in place["clauses"]}
        assert used == set(flow["clauses"])
        for name in flow["clauses"]:
            assert flow["id"] in {used["flow"] for used in clauses[name]["flows"]}
    for lesson in data["lessons"]:
        assert len(lesson["cards"]) == 3
        assert all(lesson["id"] in clauses[name]["lessons"] for name in lesson["clauses"])
    taught = sum(len(lesson["clauses"]) for lesson in data["lessons"])
    assert sum(len(row["lessons"]) for row in clauses.values()) == taught
    for page in data["pages"]:
        for name in page["clauses"]:
            row = clauses[name]
            assert page["url"] in [*row["pages"], row["home"].partition("#")[0]]


def test_no_official_wording_stands_in_the_data(house: House) -> None:
    text = json.dumps(coverage_data(house), ensure_ascii=False)
    assert not [p.id for p in house.library.parts.values() if len(p.text) > 60 and p.text in text]


def test_no_cell_of_the_csv_is_a_formula(house: House) -> None:
    first, *others = house.library.clauses.values()
    clauses = {first.id: replace(first, title="=1+1", place="-A"), **{c.id: c for c in others}}
    library = replace(house.library, clauses=clauses)
    rows = list(csv.reader(io.StringIO(coverage_csv(House(library, house.flows, house.tried)))))
    assert len(rows) == 203 and {len(row) for row in rows} == {12}
    assert rows[1][:5] == [first.id, "PRK", "'=1+1", "'-A", "3, 9, 373-379"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_both_files_are_written(house: House, tmp_path: Path) -> None:
    write_coverage(house, tmp_path)
    assert (
        (tmp_path / "data" / "cakupan.csv").read_bytes().startswith(b'\xef\xbb\xbf"id","dokumen",')
    )
    data = json.loads((tmp_path / "data" / "cakupan.json").read_text("utf-8"))
    assert data == coverage_data(house)


# On the built site


class Links(HTMLParser):
    """The addresses and ids of the content of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in ("href", "id"):
                self.found.add(value)


SHOWN = (
    "", "faq", "faq/bayar", "kode", "istilah", "qa/hilang", "qa/skrip", "biaya", "itsm/katalog",
    "sop/pln-mobile",
)  # fmt: skip


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_shows_what_it_is_said_to_show(site_dir: Path, house: House, page: str) -> None:
    links = Links()
    links.feed((site_dir / page / "index.html").read_text("utf-8"))
    homes = {row["id"]: row["home"] for row in coverage_data(house)["clauses"]}
    for name in page_clauses(house.library)[page]:
        assert links.found & {name, relative(homes[name], page_url(page))}, name


def test_the_pages_stay_light(site_dir: Path) -> None:
    for page in ("qa/ledger", "qa/cakupan"):
        assert (site_dir / page / "index.html").stat().st_size < MOST_BYTES


def test_every_address_in_the_data_is_a_place_of_the_site(site_dir: Path) -> None:
    data = json.loads((site_dir / "data" / "cakupan.json").read_text("utf-8"))
    urls = {place["url"] for flow in data["flows"] for place in flow["places"]}
    urls |= {row["home"] for row in data["clauses"]} | {page["url"] for page in data["pages"]}
    urls |= {lesson["url"] for lesson in data["lessons"]}
    ids: dict[str, set[str]] = {}
    for url in urls:
        path, _, anchor = url.partition("#")
        if path not in ids:
            text = (site_dir / path / "index.html").read_text("utf-8")
            ids[path] = set(re.findall(r'\bid="([^"]+)"', text))
        assert not anchor or anchor in ids[path], url
