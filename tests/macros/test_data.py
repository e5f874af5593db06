from __future__ import annotations

import pytest

from flow_engine.records import Library
from macros.data import clause_url, relative


@pytest.mark.parametrize(
    ("clause", "url"),
    [
        ("PRK", "sop/periksa/#PRK"),
        ("PRK-03", "sop/periksa/#PRK-03"),
        ("LUL-C6a1", "sop/lapor-ulang/#LUL-C6a1"),
        ("CTT-b2i", "sop/progres-periksa/#CTT-b2i"),
        ("VC4-5B1", "sop/hasil-vc/#VC4-5B1"),
        ("PMB-A6e", "biaya/#PMB-A6e"),
        ("PMB-AP", "faq/#PMB-AP"),
        ("PMB-A6d", "faq/bayar/#PMB-A6d"),
        ("PMB-A8a", "faq/profil/#PMB-A8a"),
        ("PMB-B3l", "itsm/status/#PMB-B3l"),
        ("PMB-B3d", "sop/pln-mobile/#PMB-B3d"),
        ("PMB-E", "itsm/katalog/#PMB-E"),
    ],
)
def test_each_clause_has_one_home(library: Library, clause: str, url: str) -> None:
    assert clause_url(library, clause) == url


def test_every_clause_has_a_home(library: Library) -> None:
    urls = {clause_url(library, clause_id) for clause_id in library.clauses}
    assert len(urls) == len(library.clauses) >= 202


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("sop/periksa/#PRK-03", "sop/periksa/", "#PRK-03"),
        ("sop/periksa/#PRK-03", "", "sop/periksa/#PRK-03"),
        ("biaya/#PMB-A6e", "sop/pln-mobile/", "../../biaya/#PMB-A6e"),
        ("faq/", "faq/bayar/", "../"),
        ("", "alur/periksa/", "../../"),
    ],
)
def test_links_are_relative_to_the_page(target: str, page: str, way: str) -> None:
    assert relative(target, page) == way
