"""``data/*.json`` and ``data/skrip.csv``: the register for QA's own tools."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flow_engine.csv_text import write_csv
from flow_engine.inforce import as_json
from flow_engine.records import SCRIPT_KINDS, Clause, Library, Part
from flow_engine.wordings import fingerprint
from macros.addresses import permanent
from macros.data import clause_url
from macros.standing import regions_stated, replaced_by, replaces, since_dates, state_of

Row = dict[str, Any]


def clause_rows(library: Library) -> list[Row]:
    """Return a row for each clause, in the order of the register."""
    return [_clause(library, clause) for clause in library.clauses.values()]


def script_rows(library: Library) -> list[Row]:
    """Return a row for each part with an official script."""
    return [script_row(library, p) for p in library.parts.values() if p.kind in SCRIPT_KINDS]


def register_parts(library: Library) -> list[Part]:
    """Return what the register holds: every official wording, and what was withdrawn."""
    return [p for p in library.parts.values() if p.official or library.is_withdrawn(p)]


def register_rows(library: Library) -> list[Row]:
    """Return a row for each line of the register; the scripts are among them."""
    return [script_row(library, part) for part in register_parts(library)]


def script_row(library: Library, part: Part) -> Row:
    """Return one line of the register as other programs read it; lists are lists."""
    clause = library.clauses[part.clause]
    row: Row = {"id": part.id, "clause": clause.id, "kind": part.kind.value, "text": part.text}
    return (
        row
        | _source(library, clause)
        | {
            "official": part.official,
            "when": part.when,
            "lines": [f"{first}-{last}" for first, last in clause.lines],
            "region": regions_stated(library, clause),
            "in_force_since": since_dates(library, clause),
            "status": state_of(library, part.id),
            "replaces": list(replaces(library, part)),
            "replaced_by": list(replaced_by(library, part)),
            "document_replaces": library.documents[clause.document].replaces,
            "hash": fingerprint(part.text),
            "address": permanent(part.id),
        }
    )


def as_csv(rows: list[Row]) -> str:
    """Return rows as CSV with its sign in front, safe to be opened in a spreadsheet.

    Lists stand in one cell, parted by ``; ``.
    """
    head = tuple(rows[0]) if rows else ()
    return write_csv([head, *([_cell(value) for value in row.values()] for row in rows)])


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "; ".join(value) if isinstance(value, list) else str(value)


def write_exports(library: Library, site_dir: Path) -> None:
    """Write all files into a finished site."""
    folder = site_dir / "data"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = script_rows(library)
    written = {
        "klausul": clause_rows(library),
        "skrip": scripts,
        "register": register_rows(library),
    }
    for name, rows in written.items():
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    (folder / "skrip.csv").write_bytes(as_csv(scripts).encode("utf-8"))
    force = as_json(library, [*library.clauses, *library.parts])
    (folder / "berlaku.json").write_text(json.dumps(force, ensure_ascii=False) + "\n", "utf-8")


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
