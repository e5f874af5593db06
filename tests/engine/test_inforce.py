"""What is in force when and where: only what the sources say, and open where they say nothing."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_engine.inforce import (
    EVERYWHERE,
    OTHER_REGION,
    STATE_WORDS,
    STATES,
    Span,
    Timeline,
    as_json,
    regions_of,
    standing,
    timeline_of,
)
from flow_engine.records import InForce, Library

BANTEN, JABAR = "UID Banten", "UID Jawa Barat"


def state(library: Library, name: str, date: str, region: str = EVERYWHERE) -> str:
    return standing(timeline_of(library, name, region), date).state


def test_the_regions_are_those_the_sources_name_in_their_order(library: Library) -> None:
    assert regions_of(library) == (
        "UID Jakarta", "UID Banten", "UID Jawa Barat", "UID Jawa Tengah & DIY",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "region", "date", "expected"),
    [
        # PRK-25a, PRK-25b: two first days.
        ("PRK-03", BANTEN, "2021-12-21", "belum"),
        ("PRK-03", BANTEN, "2021-12-22", "berlaku"),
        ("PRK-03", JABAR, "2022-02-17", "belum"),
        ("PRK-03", JABAR, "2022-02-18", "berlaku"),
        ("PRK-03", EVERYWHERE, "2021-12-21", "belum"),
        ("PRK-03", EVERYWHERE, "2021-12-22", "berlaku"),
        ("PRK-03", BANTEN, "", "berlaku"),
        # PRK-25c: elsewhere, and before those days, the former rules.
        ("PRK-03", OTHER_REGION, "2026-01-01", "luar"),
        ("PRK-25c", OTHER_REGION, "2021-01-01", "berlaku"),
        ("PRK-25c", JABAR, "2022-02-17", "berlaku"),
        ("PRK-25c", JABAR, "2022-02-18", "luar"),
        ("PRK-08b", BANTEN, "2021-12-21", "berlaku"),
        ("PRK-08b", BANTEN, "2021-12-22", "luar"),
        # A clause that says it of some regions says nothing of the others.
        ("PRK-25a", JABAR, "2026-01-01", "luar"),
        # LUL-0, PMB-0: no first day is stated, only the document has a date.
        ("LUL-A", BANTEN, "2022-12-28", "terbuka"),
        ("LUL-A", BANTEN, "2022-12-29", "berlaku"),
        ("PMB-C1", EVERYWHERE, "2020-12-15", "terbuka"),
        # CTT-0: no date at all, but it follows a rule of 22 March 2022.
        ("CTT-a", EVERYWHERE, "2022-03-21", "belum"),
        ("CTT-a", EVERYWHERE, "2022-03-22", "terbuka"),
        ("CTT-a", EVERYWHERE, "", "berlaku"),
        # PMB-B3d, PMB-C0: withdrawn, and nobody says until when they were used.
        ("PMB-C0", EVERYWHERE, "2020-12-15", "terbuka"),
        ("PMB-C0", EVERYWHERE, "2020-12-16", "dicabut"),
        ("PMB-B3d/2", EVERYWHERE, "2020-12-16", "dicabut"),
        ("PMB-B3d/1", EVERYWHERE, "2020-12-16", "berlaku"),
        ("PMB-B3d", EVERYWHERE, "", "berlaku"),
        # VC4-0: that it is past is our mark; nobody says until when it applied.
        ("VC4-1", EVERYWHERE, "2020-04-10", "terbuka"),
        ("VC4-1", EVERYWHERE, "", "historis"),
        ("VC4-1", EVERYWHERE, "2020-04-09", "terbuka"),
    ],
)
def test_the_answer_follows_the_sources(
    library: Library, name: str, region: str, date: str, expected: str
) -> None:
    assert state(library, name, date, region) == expected


def test_what_is_not_stated_is_told_as_not_stated(library: Library) -> None:
    for name, date in (("LUL-A", "2023-01-01"), ("PMB-C0", "2020-12-15"), ("CTT-a", "2023-01-01")):
        assert "tidak dinyatakan sumber" in standing(timeline_of(library, name), date).note
    assert "Tanggal akhir tidak dinyatakan" in standing(timeline_of(library, "VC4-1"), "").note
    assert "dokumen sumber" in standing(timeline_of(library, "PRK", JABAR), "2022-01-01").note
    # CTT-0 names a younger rule that is not among the sources.
    assert "22 Maret 2022" in standing(timeline_of(library, "PRK", JABAR), "2022-02-18").note
    former = standing(timeline_of(library, "PRK-25c", JABAR), "2021-01-01").note
    assert former.startswith("Tanggal mulai berlaku tidak dinyatakan sumber.")


def test_who_says_so_is_named(library: Library) -> None:
    before = standing(timeline_of(library, "PRK-03", JABAR), "2022-01-01")
    assert before.clauses == ("PRK-25b", "PRK-25c")
    assert standing(timeline_of(library, "PRK-03", OTHER_REGION), "").clauses == ("PRK-25c",)
    assert standing(timeline_of(library, "PMB-C0"), "").clauses == ("PMB-C0",)


def test_over_all_regions_it_is_told_where(library: Library) -> None:
    first = standing(timeline_of(library, "PRK-03"), "2022-01-01")
    assert first.regions == ("UID Jakarta", "UID Banten")
    later = standing(timeline_of(library, "PRK-25c"), "")
    assert later.regions == (OTHER_REGION,)
    assert standing(timeline_of(library, "LUL-A"), "").regions == ()


def test_an_unknown_id_is_an_error(library: Library) -> None:
    with pytest.raises(KeyError):
        timeline_of(library, "PRK-99")


def with_rule(library: Library, name: str, rule: InForce) -> Library:
    clause = replace(library.clauses[name], in_force=rule)
    return replace(library, clauses={**library.clauses, name: clause})


def test_a_stated_last_day_ends_it(library: Library) -> None:
    rule = InForce("2023-01-01", "2023-01-31", clause="LUL-A")
    changed = with_rule(library, "LUL-A", rule)
    days = ("2022-12-31", "2023-01-01", "2023-01-31", "2023-02-01", "")
    told = [state(changed, "LUL-A", day) for day in days]
    assert told == ["belum", "berlaku", "berlaku", "dicabut", "dicabut"]


def test_what_applies_outside_a_rule_applies_again_after_its_last_day(library: Library) -> None:
    rule = replace(library.clauses["PRK-25a"].in_force, until="2022-12-31")
    changed = with_rule(library, "PRK-25a", rule)
    days = ("2021-12-21", "2021-12-22", "2022-12-31", "2023-01-01")
    told = [state(changed, "PRK-25c", day, BANTEN) for day in days]
    assert told == ["berlaku", "luar", "luar", "berlaku"]


def test_a_document_without_any_date_leaves_everything_open(library: Library) -> None:
    bare = replace(library.documents["CTT"], in_force=(), date="")
    changed = replace(library, documents={**library.documents, "CTT": bare})
    assert state(changed, "CTT-a", "1999-01-01") == "terbuka"
    gone = replace(changed.clauses["CTT-a"], status="dicabut")
    changed = replace(changed, clauses={**changed.clauses, "CTT-a": gone})
    assert timeline_of(changed, "CTT-a").spans[0].state == "dicabut"


@pytest.mark.luas
def test_the_spans_of_everything_follow_one_another_and_cover_every_day(library: Library) -> None:
    for name in (*library.clauses, *library.parts):
        for region in (EVERYWHERE, *regions_of(library), OTHER_REGION):
            check_cover(timeline_of(library, name, region))


def check_cover(timeline: Timeline) -> None:
    first, *others = timeline.spans
    assert first.first == "" and timeline.spans[-1].last == ""
    for before, after in zip(timeline.spans, others, strict=False):
        eve = datetime.date.fromisoformat(after.first) - datetime.timedelta(days=1)
        assert before.last == eve.isoformat()
    assert {span.state for span in timeline.spans} <= set(STATES) == set(STATE_WORDS)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)))
def test_on_any_day_the_whole_is_in_force_exactly_where_a_region_is(day: datetime.date) -> None:
    date = day.isoformat()
    library = LIBRARY[0]
    for name in ("PRK-03", "PRK-25c", "LUL-A"):
        regions = (*regions_of(library), OTHER_REGION)
        there = [r for r in regions if state(library, name, date, r) == "berlaku"]
        whole = standing(timeline_of(library, name), date)
        assert (whole.state == "berlaku") == bool(there)
        if there:
            assert (whole.regions or regions) == tuple(there)


LIBRARY: list[Library] = []


@pytest.fixture(autouse=True, scope="module")
def _keep(library: Library) -> None:
    LIBRARY.append(library)


def test_the_browser_gets_each_timeline_once_and_finds_the_same(library: Library) -> None:
    names = [*library.clauses, *library.parts]
    data = as_json(library, names)
    places = (EVERYWHERE, *data["wilayah"], OTHER_REGION)
    assert len(data["garis"]) == len({str(line) for line in data["garis"]}) < 40
    for name in names:
        row = data["tempat"][data["id"][name]]
        for place, number in zip(places, row, strict=True):
            *spans, undated = (Span(a, b, s, tuple(c), n, tuple(r))
                               for a, b, s, c, n, r in data["garis"][number])  # fmt: skip
            assert Timeline(tuple(spans), undated) == timeline_of(library, name, place)
