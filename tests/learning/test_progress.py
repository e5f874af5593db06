"""Progress as it comes in: every damage with its place, every foreign file with what it is."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from flow_engine.saved import BadMessage
from learning.progress import MAX_CHARS, Progress, earliest, is_passed, read_file, read_progress

from .practised import NOW, call, card, lesson, stored

WHOLE = stored(
    cards={"celah/1": card()},
    lessons={"salam": lesson()},
    calls={"periksa-a": call()},
    reviews=[{"card": "celah/1"}],
    met={"clauses": ["PRK-01", "PRK-01"], "edges": ["p#1"]},
)


def refused(text: str) -> str:
    with pytest.raises(BadMessage) as told:
        read_file(text)
    return str(told.value)


def test_a_whole_file_is_read() -> None:
    progress, raw = read_file("\ufeff" + json.dumps(WHOLE))
    assert raw == WHOLE
    assert progress.lessons["salam"].passed and progress.calls["periksa-a"].passed
    assert progress.met_clauses == ("PRK-01",) and progress.met_edges == ("p#1",)
    assert progress.cards["celah/1"].version == "v1"
    assert not progress.is_empty and Progress().is_empty
    assert read_progress(stored()).is_empty


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "rusak atau bukan JSON: baris 1, kolom 1"),
        ('{"format":\n  pandu-latihan}', "rusak atau bukan JSON: baris 2, kolom 3"),
        ("\x89PNG\r\n", "rusak atau bukan JSON"),
        ("[" * 100_000, "bersarang terlalu dalam pada baris 1, kolom 13"),
        (json.dumps(stored(lessons={"a": {"b": json.loads("[" * 11 + "]" * 11)}})), "bersarang"),
        ("[]", "JSON, tetapi bukan kemajuan latihan"),
        ('{"cards": {}}', "tidak mengatakan bahwa isinya kemajuan latihan"),
        ('{"format": "\\ud800"}', "tidak mengatakan bahwa isinya kemajuan latihan"),
        ('{"format": "pandu-transkrip"}', "transkrip panggilan, bukan kemajuan latihan"),
        ('{"format": "anki"}', "berjenis “anki”, bukan kemajuan latihan"),
        ('{"format": "<img src=x onerror=alert(1)>"}', "berjenis “<img src=x onerror=alert(1)>”"),
        (json.dumps(stored(version=2)), "Pandu yang lebih baru (versi 2; di sini 1)"),
        (json.dumps(stored(version=0)), "Versi berkas ini tidak dikenal; yang dikenal: 1"),
        (json.dumps(stored(version=True)), "Versi berkas ini tidak dikenal"),
        (json.dumps(stored(version="1")), "Versi berkas ini tidak dikenal"),
        ("9" * 5000, "bilangan atau huruf yang tidak dapat dibaca"),
        (json.dumps(stored(reviews=[{"a": float("nan")}])), "bilangan atau huruf"),
        (json.dumps(stored(reviews=[{"a": "\ud800"}])), "bilangan atau huruf"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told_what_it_is(text: str, told: str) -> None:
    message = refused(text)
    assert told in message
    assert "Yang diterima di sini" in message or "Muat ulang halaman" in message


def test_a_file_of_fifty_megabytes_is_refused_without_being_read() -> None:
    assert "paling banyak 2 juta huruf" in refused("[" * 50_000_000)
    assert "bukan JSON" in refused("x" * MAX_CHARS)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"cards": []}, "cards: harus berupa objek"),
        ({"met": None}, "met: harus berupa objek"),
        ({"met": {"clauses": "PRK-01"}}, "met › clauses: harus berupa daftar"),
        ({"met": {"edges": [1]}}, "met › edges: id harus berupa teks"),
        ({"met": {"edges": ["a\u202eb"]}}, "met › edges: id harus berupa teks"),
        ({"reviews": [1]}, "reviews: harus berupa objek"),
        ({"reviews": {}}, "reviews: harus berupa daftar"),
        ({"cards": {"x" * 201: card()}}, "cards: id harus berupa teks 1 sampai 200 huruf"),
        ({"cards": {"": card()}}, "cards: id harus berupa teks"),
        ({"cards": {"a": {"due": "besok"}}}, "cards › a: jadwal kartunya tidak dapat dibaca"),
        ({"cards": {"a": card() | {"stability": -1}}}, "cards › a: jadwal kartunya"),
        ({"lessons": {"a": 3}}, "lessons › a: harus berupa objek"),
        (
            {"lessons": {"a": lesson() | {"right": True}}},
            "lessons › a › right: harus berupa bilangan",
        ),
        (
            {"lessons": {"a": lesson() | {"right": -1}}},
            "lessons › a › right: harus berupa bilangan",
        ),
        ({"lessons": {"a": lesson(right=4)}}, "lessons › a › right: yang benar tidak boleh lebih"),
        (
            {"lessons": {"a": lesson() | {"version": 1}}},
            "lessons › a › version: id harus berupa teks",
        ),
        ({"lessons": {"a": lesson() | {"done": "kemarin"}}}, "lessons › a › done: waktunya harus"),
        ({"lessons": {"a": lesson() | {"done": 5}}}, "lessons › a › done: waktunya harus"),
        ({"calls": {"a": call() | {"done": "0001-01-01T00:00"}}}, "calls › a › done: waktunya"),
        ({"calls": {"a": call() | {"steps": 10**9}}}, "calls › a › steps: harus berupa bilangan"),
        ({"calls": {"a": call(level=4)}}, "calls › a › level: tingkat 0 sampai 3"),
        ({"calls": {"a": call(points=11)}}, "calls › a › points: nilainya tidak boleh lebih"),
        ({"calls": {str(n): 1 for n in range(50_001)}}, "calls: paling banyak 50000 butir"),
    ],
)
def test_damage_is_refused_with_its_place(more: dict[str, Any], told: str) -> None:
    message = refused(json.dumps(stored(**more)))
    assert message.startswith("Isi berkas ini rusak pada " + told), message
    assert message.endswith("Tidak ada yang diambil.")


def test_what_is_stored_is_read_around_its_damage() -> None:
    damaged: list[str] = []
    raw = stored(
        lessons={"salam": lesson(), "rusak": 1}, cards={"a": {}, "": card()}, calls={"b": call()}
    )
    progress = read_progress(raw, damaged)
    assert [*progress.lessons] == ["salam"] and [*progress.calls] == ["b"]
    assert damaged == ["cards", "cards", "lessons"]
    with pytest.raises(BadMessage):
        read_progress(stored(cards=[]), damaged)


def test_two_of_three_is_enough_and_nothing_asked_is_not() -> None:
    assert [is_passed(right, 3) for right in range(4)] == [False, False, True, True]
    assert not is_passed(0, 0)


def test_a_moment_without_a_zone_is_taken_as_early_as_it_can_be() -> None:
    assert earliest(NOW).utcoffset() == datetime.timedelta(0)
    assert earliest(NOW) == NOW
    bare = datetime.datetime(2026, 11, 23, 9, 0)
    assert earliest(bare).isoformat() == "2026-11-22T19:00:00+00:00"
