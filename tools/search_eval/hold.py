"""``make check``: the search must not answer the frozen questions worse than it did.

``tests/search/batas.json`` holds the number of questions of each half that were answered at the
first place and among the first three; fewer is a finding. ``--tulis`` writes what is reached now.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from macros.data import House, read_house
from macros.search_records import search_data
from tools.search_eval.engines import clause_ranking
from tools.search_eval.measures import rank_of
from tools.search_eval.queries import read_queries
from tools.site import ROOT

FOLDER = ROOT / "tests" / "search"
FLOORS = FOLDER / "batas.json"
SCRIPT = Path(__file__).with_name("rank.mjs")
PLACES = {"pertama": 1, "tiga_pertama": 3}

Floors = Mapping[str, Mapping[str, int]]


def rankings(house: House, queries: Sequence[str]) -> list[list[str]]:
    """Return the clauses that the engine ranks for each question, straight from the data."""
    given: dict[str, Any] = search_data(house, ROOT / ".cache" / "nowhere")
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps({**given, "queries": list(queries)}, ensure_ascii=False),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return [clause_ranking(found) for found in json.loads(done.stdout)]


def reached(house: House) -> dict[str, dict[str, int]]:
    """Return how many questions of each half are answered at the first places."""
    found = {}
    for path in sorted(FOLDER.glob("kueri-*.csv")):
        queries = read_queries(path)
        ranked = rankings(house, [query.text for query in queries])
        ranks = [rank_of(query, list_) for query, list_ in zip(queries, ranked, strict=True)]
        found[path.name] = {
            name: sum(0 < rank <= most for rank in ranks) for name, most in PLACES.items()
        }
    return found


def falls(now: Floors, floors: Floors) -> list[str]:
    """Return in words where fewer questions are answered than before."""
    told = []
    for name, counts in floors.items():
        for place, floor in counts.items():
            count = now.get(name, {}).get(place, 0)
            if count < floor:
                where = place.replace("_", " ")
                told.append(
                    f"tests/search/{name}: {count} pertanyaan terjawab di tempat {where}, "
                    f"sebelumnya {floor}. Jalankan make search-eval untuk melihat yang luput."
                )
    return told


def main(arguments: Sequence[str]) -> int:
    """Compare with the floors, or write them."""
    house, problems = read_house(ROOT)
    if problems:
        print(*problems, sep="\n")
        return 1
    now = reached(house)
    if "--tulis" in arguments:
        FLOORS.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    told = falls(now, json.loads(FLOORS.read_text(encoding="utf-8")))
    print(*(told or [f"Pencarian tidak mundur: {json.dumps(now)}"]), sep="\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
