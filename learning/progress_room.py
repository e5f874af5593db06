"""Progress in the room ``latihan``: a file is looked at, what has been done is summed up.

What is stored comes from the page with each call and goes back to it; nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flow_engine.saved import BadMessage
from learning.plan import read_plan
from learning.progress import Progress, read_file, read_progress
from learning.progress_merge import Merged, merge
from learning.progress_summary import LABELS, summary_json
from learning.schedule import read_moment

Json = dict[str, Any]


def _stored(request: Json) -> tuple[Progress, Json, list[str]]:
    raw: Any = request.get("progress")
    damaged: list[str] = []
    return read_progress(raw, damaged), dict(raw), damaged


def sum_up(request: Json) -> Json:
    """Return the summary.

    Args:
        request: ``progress`` as it is stored, ``plan`` as it is published, ``now`` as ISO with
            zone.
    """
    progress, _, damaged = _stored(request)
    now = read_moment(request.get("now"))
    return {"summary": summary_json(progress, read_plan(request.get("plan")), now, damaged)}


def look_at_file(request: Json) -> Json:
    """Tell what a file would bring, and what would be stored then; nothing is stored yet.

    Args:
        request: ``text`` of the file, and what :func:`sum_up` takes.
    """
    text = request.get("text")
    if not isinstance(text, str):
        raise BadMessage("Berkas ini tidak berupa teks.")
    theirs, theirs_raw = read_file(text)
    mine, mine_raw, _ = _stored(request)
    merged = merge(mine, mine_raw, theirs, theirs_raw)
    after = read_progress(merged.raw, [])
    now = read_moment(request.get("now"))
    summary = summary_json(after, read_plan(request.get("plan")), now)
    gained = {
        "clauses": len(after.met_clauses) - len(mine.met_clauses),
        "edges": len(after.met_edges) - len(mine.met_edges),
    }
    return {
        "preview": {
            "merged": merged.raw,
            "same": merged.raw == mine_raw,
            "lines": [*_lines(merged), *_gained(gained)],
            "notes": [*summary["warnings"], *summary["notes"]],
        }
    }


def _lines(merged: Merged) -> list[str]:
    """Tell for each table what the file brings, in words."""
    lines = []
    for name, label in LABELS.items():
        parts = [
            f"{counts[name]} {words}"
            for counts, words in (
                (merged.added, "baru"),
                (merged.replaced, "lebih baru daripada yang di sini"),
                (merged.kept, "sama atau lebih lama, jadi yang di sini tetap"),
            )
            if counts[name]
        ]
        lines.append(f"{label.capitalize()}: {'; '.join(parts) or 'tidak ada'}.")
    return lines


def _gained(gained: Mapping[str, int]) -> list[str]:
    labels = {"clauses": "klausul", "edges": "cabang alur"}
    return [f"{count} {labels[name]} lagi tersentuh." for name, count in gained.items() if count]


CALLS: Mapping[str, Callable[[Json], Json]] = {
    "progress_summary": sum_up,
    "progress_file": look_at_file,
}
