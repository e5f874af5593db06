"""``data/klausul.json`` and ``data/skrip.json``: the register for QA's own tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flow_engine.records import SCRIPT_KINDS, Clause, Library, Part
from macros.data import clause_url

Row = dict[str, Any]


def clause_rows(library: Library) -> list[Row]:
    """Return a row for each clause, in the order of the register."""
    return [_clause(library, clause) for clause in library.clauses.values()]


def script_rows(library: Library) -> list[Row]:
    """Return a row for each part with an official script."""
    rows = []
    for part in library.parts.values():
        if part.kind in SCRIPT_KINDS:
            clause = library.clauses[part.clause]
            row = {"id": part.id, "clause": clause.id, "kind": part.kind.value, "text": part.text}
            rows.append(row | _source(library, clause))
    return rows


def write_exports(library: Library, site_dir: Path) -> None:
    """Write both files into a finished site."""
    folder = site_dir / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("klausul", clause_rows(library)), ("skrip", script_rows(library))):
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _clause(library: Library, clause: Clause) -> Row:
    row: Row = {
        "id": clause.id,
        "kind": ", ".join(clause.register_kinds),
        "text": clause.summary,
        "parts": [_part(part) for part in clause.parts],
    }
    return row | _source(library, clause)


def _part(part: Part) -> Row:
    return {
        "id": part.id,
        "kind": part.kind.value,
        "text": part.text,
        "when": part.when,
        "official": part.official,
        "system": part.system,
        "field": part.field,
    }


def _source(library: Library, clause: Clause) -> Row:
    return {
        "document": clause.document,
        "place": clause.place,
        "date": library.documents[clause.document].date,
        "url": clause_url(library, clause.id),
    }
