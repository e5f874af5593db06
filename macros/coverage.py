"""``data/cakupan.json`` and ``data/cakupan.csv``: clauses both ways, for QA's own tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flow_engine.coverage import Cover, Use, flow_uses
from flow_engine.csv_text import write_csv
from flow_engine.homes import page_clauses
from flow_engine.source_lines import in_ranges
from macros.data import House
from macros.lesson_urls import lesson_url

NAME = "data/cakupan"
CSV_COLUMNS = (
    "id", "dokumen", "judul", "tempat", "baris", "halaman", "halaman_lain", "alur", "langkah",
    "skenario", "pelajaran", "kartu",
)  # fmt: skip

Json = dict[str, Any]


def lines_of(cover: Cover) -> str:
    """Return the lines of the source that the clause carries, ``5-9, 12``."""
    return in_ranges(sorted({n for a, b in cover.clause.lines for n in range(a, b + 1)}))


def use_url(use: Use) -> str:
    """Return the address of a place in a flow from the site's root."""
    return f"alur/{use.flow}/" + (f"#{use.anchor}" if use.anchor else "")


def page_url(page: str) -> str:
    """Return the address of a page from the site's root; the home page's is empty."""
    return f"{page}/" if page else ""


def coverage_data(house: House) -> Json:
    """Return everything that covers or is covered, as JSON; addresses are from the root."""
    asked = cards_by_clause(house)
    return {
        "clauses": [_clause(cover, asked.get(cover.clause.id, [])) for cover in house.covers],
        "flows": [
            {
                "id": flow.id,
                "title": flow.title,
                "url": f"alur/{flow.id}/",
                "clauses": list(flow.clauses),
                "places": [
                    {**_place(use), "clauses": list(names)}
                    for use, names in flow_uses(flow)
                    if names
                ],
            }
            for flow in house.flows.values()
        ],
        "scenarios": [
            {
                "flow": run.scenario.flow,
                "title": run.scenario.title,
                "clauses": list(dict.fromkeys(run.clauses)),
            }
            for run in house.tried
        ],
        "pages": [
            {"url": page_url(page), "clauses": list(names)}
            for page, names in page_clauses(house.library).items()
        ],
        "lessons": [
            {
                "id": lesson.id,
                "title": lesson.title,
                "url": lesson_url(lesson),
                "clauses": list(lesson.clauses),
                "cards": [card.id for card in house.lessons[lesson.id].cards],
            }
            for lesson in house.library.curriculum.lessons
        ],
    }


def cards_by_clause(house: House) -> dict[str, list[str]]:
    """Return the ids of the questions about each clause, those of its lessons included."""
    found: dict[str, dict[str, None]] = {}
    asked = [card for content in house.lessons.values() for card in content.cards]
    for card in (*house.cards, *asked):
        for name in card.clauses:
            found.setdefault(name, {})[card.id] = None
    return {name: list(ids) for name, ids in found.items()}


def _clause(cover: Cover, cards: list[str]) -> Json:
    clause = cover.clause
    return {
        "id": clause.id,
        "document": clause.document,
        "title": clause.title,
        "place": clause.place,
        "lines": lines_of(cover),
        "home": f"{page_url(cover.home)}#{clause.id}",
        "pages": [page_url(page) for page in cover.pages],
        "flows": [
            {"flow": flow, "places": [_place(use) for use in uses]}
            for flow, uses in cover.flows.items()
        ],
        "scenarios": list(cover.scenarios),
        "lessons": [lesson.id for lesson in cover.lessons],
        "cards": cards,
    }


def _place(use: Use) -> Json:
    return {"key": use.key, "title": use.title, "url": use_url(use)}


def coverage_csv(house: House) -> str:
    """Return one row for each clause, as CSV with its sign in front."""
    rows: list[tuple[str, ...]] = [CSV_COLUMNS]
    asked = cards_by_clause(house)
    for cover in house.covers:
        clause = cover.clause
        cells = (
            clause.id,
            clause.document,
            clause.title,
            clause.place,
            lines_of(cover),
            page_url(cover.home),
            " ".join(page_url(page) or "./" for page in cover.pages),
            " ".join(cover.flows),
            str(len(cover.uses)),
            str(len(cover.scenarios)),
            " ".join(lesson.id for lesson in cover.lessons),
            str(len(asked.get(clause.id, []))),
        )
        rows.append(cells)
    return write_csv(rows)


def write_coverage(house: House, site_dir: Path) -> None:
    """Write both files into a finished site."""
    path = site_dir / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(coverage_data(house), ensure_ascii=False, separators=(",", ":"))
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    path.with_suffix(".csv").write_bytes(coverage_csv(house).encode("utf-8"))
