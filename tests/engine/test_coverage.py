"""Clauses both ways: flows, scenarios, pages; and the figures of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.__main__ import main
from flow_engine.checking import load_checked
from flow_engine.commands.coverage import PAGE
from flow_engine.coverage import check_coverage, cover_clauses, flow_uses
from flow_engine.homes import clause_url, home_page, page_clauses
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.scenarios import try_scenarios

from .conftest import DATA, ROOT, edit
from .tiny import write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    data = write_tiny(tmp_path)
    assert main(["--data", str(data), "lock", "--sources", str(tmp_path / "sumber")]) == 0
    return data


def test_a_clause_names_its_pages_its_places_and_its_scenarios(tiny: Path) -> None:
    checked = load_checked(tiny)
    assert list(checked.log) == []
    covers = {
        cover.clause.id: cover
        for cover in cover_clauses(checked.library, checked.flows, checked.tried)
    }
    write = covers["PRK-02"]
    assert (write.home, write.pages) == ("sop/x", ("qa/skrip",))
    assert [(use.key, use.anchor) for use in write.flows["contoh"]] == [
        ("listrik", "langkah-listrik"),
        ("lantai", "langkah-lantai"),
        ("padam", "hasil-padam"),
        ("menyala", "hasil-menyala"),
    ]
    assert write.scenarios == (0, 1, 2)
    assert covers["PMB-1"].scenarios == (1,)
    assert (covers["PMB-1"].home, covers["PMB-1"].pages) == ("itsm/status", ("sop/x",))
    assert (covers["LUL"].uses, covers["LUL"].scenarios) == ((), ())


def test_a_clause_that_no_scenario_passes_is_a_hole(tiny: Path) -> None:
    edit(tiny / "skenario" / "contoh.yaml", "lantai: 3}", "lantai: 2}")
    edit(tiny / "skenario" / "contoh.yaml",
         "{hasil: padam-tinggi, teks_laporan: tidak-ada}", "{hasil: padam}")  # fmt: skip
    (hole,) = load_checked(tiny).log
    assert str(hole) == (
        "docs/_data/klausul/pmb.yaml:4:5 [klausul-tanpa-skenario] Klausul PMB-1 tidak dilalui "
        "skenario mana pun. Saran: Tambahkan skenario alur contoh yang melewati “Padam di atas”."
    )


def test_a_hole_is_not_told_while_a_scenario_fails(tiny: Path) -> None:
    edit(tiny / "skenario" / "contoh.yaml", "lantai: 3}", "lantai: 2}")
    assert {problem.code for problem in load_checked(tiny).log} == {"skenario-gagal"}


def test_a_withdrawn_clause_needs_no_scenario(tiny: Path) -> None:
    checked = load_checked(tiny)
    withdrawn = {
        name: replace(clause, status="dicabut") for name, clause in checked.library.clauses.items()
    }
    gone = replace(checked.library, clauses=withdrawn)
    assert len(check_coverage(checked.library, checked.flows, ())) == 3
    assert len(check_coverage(gone, checked.flows, ())) == 0


def test_a_case_that_no_way_leads_on_from_passes_nothing(tiny: Path) -> None:
    checked = load_checked(tiny)
    edit(tiny / "alur" / "contoh.yaml", "lebih dari 2", "lebih dari 3")
    flows = load_checked(tiny).flows
    tried, log = try_scenarios(tiny, flows)
    assert [bool(run.clauses) for run in tried] == [True, False, True]
    assert [problem.code for problem in log] == ["skenario-gagal"]
    assert len(tried) == len(checked.tried)


def test_what_only_the_reports_of_a_flow_rest_on_belongs_to_the_flow(
    flows: dict[str, Flow],
) -> None:
    whole = {flow.id: names for flow in flows.values() for use, names in flow_uses(flow)
             if not use.key}  # fmt: skip
    assert whole == {"pln-mobile": ("PMB-C1e1",)}
    for flow in flows.values():
        assert {name for _, names in flow_uses(flow) for name in names} == set(flow.clauses)


def test_a_step_that_the_settings_close_has_no_anchor(flows: dict[str, Flow]) -> None:
    closed = [use for flow in flows.values() for use, _ in flow_uses(flow) if not use.anchor]
    assert closed and all(not use.key or use.flow in flows for use in closed)


def test_the_lists_are_the_homes_of_their_clauses(library: Library) -> None:
    homes = {
        library.fees_clause: "biaya",
        library.faq_treatment: "faq",
        library.catalogue_clause: "itsm/katalog",
        "PMB-B3l": "itsm/status",
        "PMB-A6g": "faq/bayar",
        "LUL-C6b": "sop/lapor-ulang",
    }
    assert {name: home_page(library, name) for name in homes} == homes
    assert clause_url(library, "PRK-03") == "sop/periksa/#PRK-03"


def test_every_page_shows_clauses_that_are_there(library: Library) -> None:
    pages = page_clauses(library)
    for clause in library.clauses.values():
        assert clause.id in pages[home_page(library, clause.id)]
    assert {name for names in pages.values() for name in names} == set(library.clauses)
    assert pages["faq"] != () and "PRK-12a" in pages["kode"]


def test_the_figures_in_the_docs_are_those_of_the_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--data", str(DATA), "coverage"]) == 0
    assert capsys.readouterr().out == (ROOT / PAGE).read_text("utf-8")


def test_the_figures_are_written_and_count_what_is_there(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tiny), "coverage", "--tulis"]) == 0
    assert f"Angka ditulis di {PAGE}." in capsys.readouterr().out
    text = (tiny.parents[1] / PAGE).read_text("utf-8")
    assert "| PRK | 4 | 3 | 1 | 0 |" in text
    assert "| Semua | 8 | 7 | 1 | 0 |" in text
    assert "| Semua | 8 | 3 | 3 | 5 |" in text
    assert "tidak dijalankan alur mana pun: PRK, LUL, CTT, PMB, VC4." in text
    assert "| `contoh` | 3 | 3 | 3 |" in text


def test_no_figures_are_made_of_data_with_problems(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / "klausul" / "prk.yaml", "LISTRIK PADAM", "LISTRIK MATI")
    assert main(["--data", str(tiny), "coverage"]) == 1
    assert "[kutipan-berubah]" in capsys.readouterr().err
