"""A trainee's progress for the tests, and a small plan to hold it against."""

from __future__ import annotations

import datetime
from typing import Any

from fsrs import Rating

from learning.plan import DocumentPlan, FlowPlan, LessonPlan, Plan
from learning.schedule import kept_json, rate

Json = dict[str, Any]

NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
DAY = datetime.timedelta(days=1)

PLAN = Plan(
    (
        DocumentPlan("PRK", "Periksa", ("PRK-01", "PRK-02")),
        DocumentPlan("LUL", "Lapor", ("LUL-A",)),
    ),
    (
        FlowPlan("periksa", "Meter PERIKSA", ("p#1", "p#2", "p#3"), ("periksa-a", "periksa-b")),
        FlowPlan("lapor", "Lapor ulang", ("l#1",), ("lapor-a",)),
    ),
    (
        LessonPlan("salam", "Salam", "Kata pertama", "latihan/kata/#salam", "v1"),
        LessonPlan("empati", "Empati", "Kata pertama", "latihan/kata/#empati", "v1"),
        LessonPlan("kode", "Kode", "Meter", "latihan/meter/#kode", "v1"),
        LessonPlan("tiket", "Tiket", "ITSM", "latihan/itsm/#tiket", "v1"),
    ),
    ("celah/1", "celah/2", "celah/3", "celah/4"),
)


def card(rating: Rating = Rating.Easy, when: datetime.datetime = NOW - DAY) -> Json:
    """A card rated once."""
    return kept_json(rate(None, rating, "v1", when))


def lesson(right: int = 3, version: str = "v1", when: datetime.datetime = NOW - DAY) -> Json:
    """A lesson of three questions."""
    return {"done": when.isoformat(), "right": right, "asked": 3, "version": version}


def call(points: int = 10, level: int = 0, when: datetime.datetime = NOW - DAY) -> Json:
    """A practice call of ten points."""
    counts = {"level": level, "steps": 12, "wrong": 1, "points": points, "of": 10}
    return {"done": when.isoformat(), **counts}


def stored(**more: Any) -> Json:
    """Progress as it is stored."""
    return {"format": "pandu-latihan", "version": 1} | more
