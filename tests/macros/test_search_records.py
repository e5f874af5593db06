"""What can be found, and what a site gets for it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from macros.aliases import check_aliases
from macros.publish.node import NodeError
from macros.publish.search import MATERIAL, publish_search, with_index
from macros.search_records import search_data
from tests.search.node import data, house
from tools.site import ROOT

KINDS = {"klausul", "kode", "biaya", "katalog", "status", "alur", "istilah"}


def records() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data()["records"]
    return found


def test_every_clause_fee_row_status_code_and_flow_can_be_found() -> None:
    library, flows = house().library, house().flows
    ids = [record["id"] for record in records()]
    assert len(set(ids)) == len(ids)
    assert {record["kind"] for record in records()} == KINDS
    assert set(library.clauses) <= set(ids)
    count = {kind: sum(r["kind"] == kind for r in records()) for kind in KINDS}
    assert count["biaya"] == len(library.fees)
    assert count["status"] == len(library.statuses)
    assert count["kode"] == len(library.codes)
    assert count["katalog"] == sum(len(group.types) for group in library.groups)
    assert count["alur"] == len(flows)


def test_a_record_answers_and_says_where_it_stands() -> None:
    (gopay,) = [record for record in records() if record["id"] == "biaya-gopay"]
    assert gopay["answers"] == (
        {"label": "Prabayar (token)", "text": "Rp1.500"},
        {"label": "Pascabayar (tagihan)", "text": "Rp1.500"},
    )
    assert (gopay["url"], gopay["clause"]) == ("biaya/#PMB-A6e", "PMB-A6e")
    (password,) = [record for record in records() if record["id"] == "PMB-A2b"]
    assert password["date"] == "16 Desember 2020"
    assert str(password["start"]).startswith("alur/pln-mobile/#langkah-")


def test_what_must_not_be_said_can_never_be_copied_from_the_list() -> None:
    forbidden = [
        answer
        for record in records()
        for answer in record.get("answers", ())
        if answer["label"] == "JANGAN DISAMPAIKAN"
    ]
    assert forbidden
    assert not any("copy" in answer for answer in forbidden)


def test_what_is_historical_or_silent_carries_its_mark() -> None:
    marks = {record["id"]: record.get("marks", ()) for record in records()}
    assert "historis" in marks["VC4-5B"]
    assert "dicabut" in marks["PMB-C0"]
    assert "diam" in marks["PRK-03"]
    assert marks["alur-turun-daya"] == ("historis",)


def test_every_clause_has_three_to_eight_aliases_of_its_own() -> None:
    library = house().library
    assert check_aliases(library) == []
    clause = library.clauses["PMB-A2b"]
    few = dataclasses.replace(clause, aliases=clause.aliases[:2])
    twin = dataclasses.replace(library.clauses["PMB-A2a"], aliases=clause.aliases)
    changed = {**library.clauses, "PMB-A2b": few, "PMB-A2a": twin}
    told = check_aliases(dataclasses.replace(library, clauses=changed))
    assert {problem.code for problem in told} == {"alias-jumlah", "alias-ganda"}
    assert "PMB-A2b punya 2 alias; tulis 3 sampai 8" in str(told[-1]) + str(told[0])


def test_a_site_gets_data_worker_and_the_same_records_for_material(tmp_path: Path) -> None:
    material = tmp_path / MATERIAL
    material.parent.mkdir(parents=True)
    page = {"location": "qa/hilang/", "title": "Yang &amp; hilang", "text": "<p>Isi  halaman</p>"}
    material.write_text(json.dumps({"config": {"lang": ["en"]}, "docs": [page]}), "utf-8")
    given = search_data(house(), tmp_path)
    assert given["records"][-1] == {
        "id": "halaman-qa/hilang", "kind": "halaman", "title": "Yang & hilang",
        "url": "qa/hilang/", "text": "Isi halaman", "roles": ("qa",),
    }  # fmt: skip
    written = publish_search(ROOT, tmp_path, given)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "search/pandu.json", "assets/pandu/search/search-worker.js", MATERIAL,
    ]  # fmt: skip
    docs = json.loads(material.read_text("utf-8"))["docs"]
    assert len(docs) == len(given["records"])
    assert not any("<" in doc["title"] + doc["text"] for doc in docs)
    again = publish_search(ROOT, tmp_path, given)
    assert [path.read_bytes() for path in again[:2]] == [path.read_bytes() for path in written[:2]]


def test_a_search_that_cannot_be_made_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"search\.mjs gagal"):
        with_index({"records": [{"id": "a"}, {"id": "a"}], "words": {}})
    shutil.copytree(ROOT / "docs" / "assets" / "pandu", tmp_path / "docs" / "assets" / "pandu")
    with pytest.raises(NodeError, match="npm ci"):
        publish_search(tmp_path, tmp_path / "site", {"records": [], "words": {}})
