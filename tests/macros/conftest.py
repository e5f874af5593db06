"""The real house, and a small one made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.library import empty_library
from flow_engine.problems import Location
from flow_engine.records import Clause, Document, Kind, Library, Note, Part
from macros.data import House, Page
from tests.knowledge import real_house

ROOT = Path(__file__).resolve().parents[2]
HERE = Location("docs/_data/klausul/prk.yaml", 3, 5)


@pytest.fixture(scope="session")
def house() -> House:
    return real_house()


@pytest.fixture(scope="session")
def library(house: House) -> Library:
    return house.library


def make_part(kind: Kind, text: str, **fields: str) -> Part:
    return Part(
        "PRK-03/1",
        "PRK-03",
        kind,
        text,
        kind not in (Kind.DO, Kind.RULE),
        HERE,
        fields.get("when", ""),
        fields.get("system", ""),
        fields.get("field", ""),
    )


def make_page(
    *parts: Part, status: str = "berlaku", notes: tuple[Note, ...] = (), url: str = "sop/periksa/"
) -> Page:
    document = Document("PRK", "a.txt", "SOP PERIKSA", "PERIKSA", "2022-02-18", "sop/periksa", HERE)
    whole = Clause("PRK", "PRK", "dokumen", ("judul",), "SOP PERIKSA", "Semua.", HERE)
    clause = Clause(
        "PRK-03", "PRK", "langkah 3", ("skrip",), "Padam?", "Tanyakan.", HERE,
        parts=parts, status=status, notes=notes,
    )  # fmt: skip
    library = replace(
        empty_library(),
        documents={"PRK": document},
        clauses={"PRK": whole, "PRK-03": clause},
        parts={part.id: part for part in parts},
    )
    return House(library).page(url)
