"""The browser only compares dates: at every bound, in every region, it answers as Python does."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path

from flow_engine.inforce import EVERYWHERE, OTHER_REGION, as_json, regions_of, standing, timeline_of
from flow_engine.records import Library
from tests.macros.conftest import ROOT

COMPARE = """
import { readFileSync } from "node:fs";
import { standing } from "./docs/assets/pandu/inforce.js";
const { data, asked } = JSON.parse(readFileSync(process.argv[1], "utf-8"));
const wrong = asked.filter(([id, date, region, state, clauses, note, regions]) => {
  const found = standing(data, id, date, region);
  return JSON.stringify([found?.state, found?.clauses, found?.note, found?.regions])
    !== JSON.stringify([state, clauses, note, regions]);
});
console.log(JSON.stringify([asked.length, wrong.slice(0, 5)]));
"""


def bounds(library: Library, names: list[str], places: tuple[str, ...]) -> list[str]:
    """Every first and last day there is, and the days beside them."""
    days = {
        day
        for name in names
        for place in places
        for span in timeline_of(library, name, place).spans
        for day in (span.first, span.last)
        if day
    }
    beside = {
        (datetime.date.fromisoformat(day) + datetime.timedelta(days=shift)).isoformat()
        for day in days
        for shift in (-1, 0, 1)
    }
    return ["", "1990-01-01", *sorted(beside), "2099-12-31"]


def test_python_and_the_browser_agree_at_every_bound(library: Library, tmp_path: Path) -> None:
    names = [*library.clauses, *(p.id for p in library.parts.values() if p.when)]
    places = (EVERYWHERE, *regions_of(library), OTHER_REGION)
    dates = bounds(library, names, places)
    asked = []
    for name in names:
        for place in places:
            line = timeline_of(library, name, place)
            for date in dates:
                span = standing(line, date)
                told = [span.state, list(span.clauses), span.note, list(span.regions)]
                asked.append([name, date, place, *told])
    file = tmp_path / "tanya.json"
    file.write_text(json.dumps({"data": as_json(library, names), "asked": asked}), "utf-8")
    node = shutil.which("node")
    assert node
    done = subprocess.run(
        [node, "--no-warnings", "--input-type=module", "-e", COMPARE, str(file)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    count, wrong = json.loads(done.stdout)
    assert wrong == []
    assert count == len(asked) >= 202 * len(places) * len(dates)
