"""Import: nothing is lost, the newest stays, and what was exported comes back as it was."""

from __future__ import annotations

import datetime
import json
from typing import Any

from fsrs import Rating
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.progress import read_file, read_progress
from learning.progress_merge import Merged, merge

from .practised import DAY, NOW, Json, call, card, lesson, stored

IDS = st.text("abcPRK-/1", min_size=1, max_size=5)
MOMENTS = st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=datetime.UTC)
)
CARDS = st.builds(card, st.sampled_from(Rating), MOMENTS)
LESSONS = st.builds(lesson, st.integers(0, 3), IDS, MOMENTS)
CALLS = st.builds(call, st.integers(0, 10), st.integers(0, 3), MOMENTS)
NAMES = st.lists(IDS, unique=True, max_size=4)
PROGRESS = st.builds(
    stored,
    cards=st.dictionaries(IDS, CARDS, max_size=4),
    reviews=st.lists(st.fixed_dictionaries({"card": IDS, "rating": st.integers(1, 4)}), max_size=3,
                     unique_by=lambda row: (row["card"], row["rating"])),
    lessons=st.dictionaries(IDS, LESSONS, max_size=4),
    calls=st.dictionaries(IDS, CALLS, max_size=4),
    met=st.fixed_dictionaries({"clauses": NAMES, "edges": NAMES}),
)  # fmt: skip
EMPTY = stored(cards={}, reviews=[], lessons={}, calls={}, met={"clauses": [], "edges": []})


def merged(mine: Json, theirs: Json) -> Merged:
    read, raw = read_file(json.dumps(theirs))
    return merge(read_progress(mine, []), mine, read, raw)


def moment(item: Json) -> datetime.datetime:
    return datetime.datetime.fromisoformat(item.get("done") or item["last_review"])


@given(PROGRESS)
@settings(deadline=None, max_examples=60)
def test_what_was_exported_and_wiped_comes_back_as_it_was(progress: Json) -> None:
    found = merged(EMPTY, progress)
    assert found.raw == progress
    assert found.changes == any(progress[name] for name in ("cards", "lessons", "calls"))
    again = merged(progress, progress)
    assert again.raw == progress and not again.changes


@given(PROGRESS, PROGRESS)
@settings(deadline=None, max_examples=60)
def test_of_each_item_the_newest_stays_and_nothing_is_lost(mine: Json, theirs: Json) -> None:
    found = merged(mine, theirs)
    for name in ("cards", "lessons", "calls"):
        assert found.raw[name].keys() == mine[name].keys() | theirs[name].keys()
        for key, item in found.raw[name].items():
            both = [side[name][key] for side in (mine, theirs) if key in side[name]]
            assert item in both and moment(item) == max(map(moment, both))
        counted = found.added[name] + found.replaced[name] + found.kept[name]
        assert counted == len(theirs[name])
    for name in ("clauses", "edges"):
        assert {*found.raw["met"][name]} == {*mine["met"][name], *theirs["met"][name]}
    assert all(row in found.raw["reviews"] for row in mine["reviews"] + theirs["reviews"])


def test_what_cannot_be_read_here_stays_unless_the_file_has_it_whole() -> None:
    broken: dict[str, Any] = {"salam": "?", "empati": {"done": "?"}}
    found = merged(stored(lessons=broken), stored(lessons={"salam": lesson()}))
    assert found.raw["lessons"] == {"salam": lesson(), "empati": {"done": "?"}}
    assert found.replaced["lessons"] == 1


def test_of_the_same_age_what_is_here_stays() -> None:
    found = merged(stored(calls={"a": call(4)}), stored(calls={"a": call(9)}))
    assert found.raw["calls"]["a"]["points"] == 4 and found.kept["calls"] == 1
    newer = stored(calls={"a": call(9, when=NOW)})
    assert (
        merged(stored(calls={"a": call(4, when=NOW - DAY)}), newer).raw["calls"] == newer["calls"]
    )


def test_what_this_version_does_not_know_is_kept() -> None:
    mine = stored(later=1, lessons={"a": lesson() | {"seconds": 40}}, met={"words": ["x"]})
    found = merged(mine, stored(later=2, other=3, met={"words": ["y"], "pages": []}))
    assert (found.raw["later"], found.raw["other"]) == (1, 3)
    assert found.raw["lessons"]["a"]["seconds"] == 40
    assert (found.raw["met"]["words"], found.raw["met"]["pages"]) == (["x"], [])


def test_a_file_with_nothing_new_changes_nothing() -> None:
    progress = stored(lessons={"salam": lesson()})
    assert merged(EMPTY, progress).changes
    assert not merged(progress, progress).changes
