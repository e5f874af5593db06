from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flow_engine.problems import Location
from flow_engine.records import Clause, Document, Kind, Library, Note
from macros.addresses import render_address_button, render_clause_tools
from macros.data import House, home_page
from macros.errors import clause_version
from macros.parts import render_body
from tests.macros.conftest import make_page, make_part

PAGE = make_page(make_part(Kind.SAY, "Baik, Bapak."), notes=(Note("diam", "Tidak diatur.", "TL"),))
CLAUSE = PAGE.library.clauses["PRK-03"]
DOCUMENT = PAGE.library.documents["PRK"]
ELSEWHERE = Location("docs/_data/klausul/prk.yaml", 99, 1)


class Buttons(HTMLParser):
    """The buttons of a page, each with the clause in whose body it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.clause = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.clause = values.get("data-clause") or self.clause
        if "data-keliru" in values:
            assert tag == "button"
            self.found.append((self.clause, values))


def with_text(clause: Clause, text: str) -> Clause:
    return replace(clause, parts=(replace(clause.parts[0], text=text), *clause.parts[1:]))


def test_a_version_names_the_document_its_date_and_a_short_hash() -> None:
    assert re.fullmatch("PRK 2022-02-18 [0-9a-f]{8}", clause_version(DOCUMENT, CLAUSE))


def test_a_document_without_a_date_names_none() -> None:
    undated = replace(DOCUMENT, date="")
    assert re.fullmatch("PRK [0-9a-f]{8}", clause_version(undated, CLAUSE))


@pytest.mark.parametrize(
    "change",
    [
        lambda clause: with_text(clause, "Baik, Ibu."),
        lambda clause: with_text(clause, "Baik, bapak."),
        lambda clause: with_text(clause, "Baik, Bapak"),
        lambda clause: replace(clause, parts=(replace(clause.parts[0], id="PRK-03/2"),)),
        lambda clause: replace(clause, parts=()),
        lambda clause: replace(clause, notes=(Note("diam", "Tidak diatur di sini.", "TL"),)),
        lambda clause: replace(clause, notes=(Note("hilang", "Tidak diatur.", "TL"),)),
        lambda clause: replace(clause, notes=(Note("diam", "Tidak diatur.", "SPV"),)),
        lambda clause: replace(clause, notes=()),
        lambda clause: replace(clause, status="dicabut"),
    ],
)
def test_a_changed_wording_note_or_status_is_another_version(
    change: Callable[[Clause], Clause],
) -> None:
    assert clause_version(DOCUMENT, change(CLAUSE)) != clause_version(DOCUMENT, CLAUSE)


@pytest.mark.parametrize(
    "change",
    [
        lambda clause: replace(clause, title="Judul lain"),
        lambda clause: replace(clause, summary="Ringkasan lain."),
        lambda clause: replace(clause, aliases=("mati lampu",)),
        lambda clause: replace(clause, place="langkah 4", lines=((1, 2),)),
        lambda clause: replace(clause, history=("dahulu lain",)),
        lambda clause: replace(clause, location=ELSEWHERE),
        lambda clause: replace(clause, parts=(replace(clause.parts[0], location=ELSEWHERE),)),
    ],
)
def test_what_is_no_wording_leaves_the_version(change: Callable[[Clause], Clause]) -> None:
    assert clause_version(DOCUMENT, change(CLAUSE)) == clause_version(DOCUMENT, CLAUSE)


def test_a_number_at_the_start_of_a_line_is_wording() -> None:
    ten, twenty = (with_text(CLAUSE, f"Pilih:\n{number}. TAGIHAN") for number in (10, 20))
    assert clause_version(DOCUMENT, ten) != clause_version(DOCUMENT, twenty)


def test_a_clause_without_parts_is_known_by_its_summary() -> None:
    bare = replace(CLAUSE, parts=())
    other = replace(bare, summary="Ringkasan lain.")
    assert clause_version(DOCUMENT, bare) != clause_version(DOCUMENT, other)


def test_the_button_carries_id_version_and_target_and_is_the_last_that_is_seen() -> None:
    settings = replace(PAGE.library.settings, error_target="mailto:a@b.id?cc=c&x")
    page = House(replace(PAGE.library, settings=settings)).page(PAGE.url)
    shown = render_body(page, CLAUSE, extra="<p>akhir</p>")
    assert (
        '<p>akhir</p><p class="p-keliru" data-search-exclude="">'
        f'{render_address_button(page, "PRK-03")}<button type="button"'
        ' aria-label="Laporkan kekeliruan PRK-03" data-keliru="PRK-03"'
        f' data-versi="{clause_version(DOCUMENT, CLAUSE)}"'
        ' data-tujuan="mailto:a@b.id?cc=c&amp;x">Laporkan kekeliruan</button></p><p hidden>'
    ) in shown


def test_a_clause_that_is_borrowed_has_no_button() -> None:
    assert render_clause_tools(make_page(url="faq/bayar/"), CLAUSE) == ""


def test_each_clause_of_the_site_has_one_button_on_its_home_page(
    site_dir: Path, library: Library
) -> None:
    found: dict[str, list[tuple[str, str | None]]] = {}
    for path in site_dir.rglob("index.html"):
        reader = Buttons()
        reader.feed(path.read_text(encoding="utf-8"))
        page = path.parent.relative_to(site_dir).as_posix()
        for clause_id, button in reader.found:
            assert button["data-keliru"] == clause_id
            assert button["data-tujuan"] == library.settings.error_target
            found.setdefault(clause_id, []).append((page, button["data-versi"]))
    documents: dict[str, Document] = dict(library.documents)
    assert found == {
        clause.id: [
            (home_page(library, clause.id), clause_version(documents[clause.document], clause))
        ]
        for clause in library.clauses.values()
    }


def test_the_script_is_loaded_once_on_every_page(site_dir: Path) -> None:
    for page in ("sop/periksa", "alur/periksa", "faq/bayar", "biaya"):
        text = (site_dir / page / "index.html").read_text(encoding="utf-8")
        scripts = re.findall(r'<script[^>]*src="[./]*(assets/app/pandu\.[^"]*)"[^>]*>', text)
        assert len(scripts) == 1
        assert "Yang keliru" in (site_dir / scripts[0]).read_text(encoding="utf-8")
