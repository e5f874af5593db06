"""What the page of progress shows: counted once, held against what is taught today."""

from __future__ import annotations

import datetime
import json

import pytest
from fsrs import Rating

from flow_engine.saved import BadMessage
from learning.plan import Plan, plan_json, read_plan
from learning.progress_room import CALLS

from .practised import DAY, NOW, PLAN, Json, call, card, lesson, stored

DONE = stored(
    cards={
        "celah/1": card(Rating.Easy),
        "celah/2": card(Rating.Again, NOW),
        "celah/3": card(Rating.Again, NOW - 30 * DAY),
        "celah/lama": card(),
    },
    lessons={
        "salam": lesson(),
        "empati": lesson(version="v0"),
        "kode": lesson(right=1),
        "lama": lesson(),
        "rusak": 1,
    },
    calls={"periksa-a": call(level=2), "periksa-b": call(points=3), "lama": call()},
    met={"clauses": ["PRK-01", "PRK-99"], "edges": ["p#1", "p#2"]},
)


def summed(progress: Json, now: str = NOW.isoformat(), plan: Plan = PLAN) -> Json:
    request = {"progress": progress, "plan": plan_json(plan), "now": now}
    found: Json = CALLS["progress_summary"](json.loads(json.dumps(request)))["summary"]
    return found


def looked_at(text: object, progress: Json | None = None) -> Json:
    request = {
        "text": text,
        "progress": stored() if progress is None else progress,
        "plan": plan_json(PLAN),
        "now": NOW.isoformat(),
    }
    found: Json = CALLS["progress_file"](request)["preview"]
    return found


def test_each_lesson_stands_as_it_went_and_an_edited_one_is_said() -> None:
    found = summed(DONE)["lessons"]
    assert [row["state"] for row in found["rows"]] == ["lulus", "berubah", "ulang", "belum"]
    assert (found["of"], found["passed"], found["right"], found["asked"]) == (4, 1, 7, 9)


def test_each_card_is_counted_once() -> None:
    assert summed(DONE)["cards"] == {"of": 4, "new": 1, "due": 1, "learning": 1, "known": 1}


def test_calls_and_edges_are_told_by_flow_and_clauses_by_document() -> None:
    found = summed(DONE)
    periksa, lapor = found["flows"]
    assert (periksa["calls"], periksa["done"], periksa["passed"]) == (2, 2, 1)
    assert periksa["levels"] == [1, 0, 1, 0]
    assert (periksa["met"], periksa["of"], lapor["met"], lapor["of"]) == (2, 3, 0, 1)
    assert [(d["id"], d["met"], d["of"], d["left"]) for d in found["documents"]] == [
        ("PRK", 1, 2, ["PRK-02"]),
        ("LUL", 0, 1, ["LUL-A"]),
    ]
    assert (found["clauses"], found["edges"]) == ({"of": 3, "met": 1}, {"of": 4, "met": 2})


def test_next_is_what_is_forgotten_then_what_is_new_then_what_is_thin() -> None:
    assert [row["words"] for row in summed(DONE)["next"]] == [
        "Ulang 1 kartu yang jatuh tempo",
        "Pelajari: Tiket (ITSM)",
        "Baca lagi: Empati (Kata pertama)",
    ]
    begun = summed(stored())
    assert begun["empty"]
    assert [row["words"] for row in begun["next"]] == [
        "Pelajari: Salam (Kata pertama)",
        "Berlatih panggilan: Meter PERIKSA",
    ]
    thin = stored(met={"edges": ["p#1"]})
    assert summed(thin)["next"][-1]["words"] == "Berlatih panggilan: Lapor ulang"
    assert summed(stored(), plan=Plan())["next"] == []


def test_what_is_kept_but_not_counted_is_said() -> None:
    notes = summed(DONE)["notes"]
    gone = "tidak ada lagi di situs ini; hasilnya tetap disimpan dan tidak dihitung."
    assert notes == [
        "1 pelajaran tidak dapat dibaca; catatannya tetap disimpan.",
        f"1 kartu {gone}",
        f"1 pelajaran {gone}",
        f"1 panggilan latihan {gone}",
    ]
    assert summed(stored())["notes"] == []


@pytest.mark.parametrize(
    "done",
    [{"cards": {"celah/1": card()}}, {"lessons": {"salam": lesson()}}, {"calls": {"x": call()}}],
)
def test_a_clock_that_was_set_back_is_said_and_nothing_is_lost(done: Json) -> None:
    back = (NOW - 2 * DAY).isoformat()
    (note,) = summed(stored(**done), back)["warnings"]
    assert note.startswith("Jam komputer ini (21-11-2026 09.00) lebih awal daripada latihan")
    assert "(22-11-2026 09.00)" in note and note.endswith("Tidak ada yang hilang.")
    soon = (NOW - DAY - datetime.timedelta(minutes=1)).isoformat()
    assert summed(stored(**done), soon)["warnings"] == []


def test_a_plan_is_published_and_read_back() -> None:
    assert read_plan(json.loads(json.dumps(plan_json(PLAN)))) == PLAN
    for raw in (
        None,
        {},
        {"format": 2},
        plan_json(PLAN) | {"cards": 3},
        {"format": 1, "documents": [1]},
    ):
        with pytest.raises(BadMessage, match="Daftar yang dipelajari tidak dapat dibaca"):
            read_plan(raw)


def test_a_clock_without_zone_or_a_store_that_is_none_is_refused() -> None:
    with pytest.raises(BadMessage, match="zona waktunya"):
        summed(stored(), "2026-11-23T09:00")
    with pytest.raises(BadMessage, match="bukan kemajuan latihan"):
        summed({"format": "lain"})


def test_a_file_is_looked_at_before_it_is_taken() -> None:
    mine = stored(
        lessons={"salam": lesson(1)},
        calls={"periksa-a": call(when=NOW)},
        met={"clauses": ["PRK-01"]},
    )
    found = looked_at(
        json.dumps(DONE | {"lessons": {"salam": lesson(when=NOW), "lama": lesson()}}), mine
    )
    assert found["lines"] == [
        "Kartu: 4 baru.",
        "Pelajaran: 1 baru; 1 lebih baru daripada yang di sini.",
        "Panggilan latihan: 2 baru; 1 sama atau lebih lama, jadi yang di sini tetap.",
        "1 klausul lagi tersentuh.",
        "2 cabang alur lagi tersentuh.",
    ]
    assert len(found["notes"]) == 3 and "tidak ada lagi" in found["notes"][0]
    assert not found["same"]
    assert found["merged"]["lessons"].keys() == {"salam", "lama"}


def test_a_file_that_brings_nothing_is_said_to() -> None:
    whole = stored(
        cards={},
        reviews=[],
        lessons={"salam": lesson()},
        calls={},
        met={"clauses": [], "edges": []},
    )
    found = looked_at(json.dumps(whole), whole)
    assert found["same"] and found["lines"][0] == "Kartu: tidak ada."
    with pytest.raises(BadMessage, match="tidak berupa teks"):
        looked_at(None)
    with pytest.raises(BadMessage, match="bukan JSON"):
        looked_at("bukan")
