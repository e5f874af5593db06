"""What has been done, how well, and what is next: progress held against what there is to learn."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from fsrs import State

from learning.plan import FlowPlan, LessonPlan, Plan
from learning.progress import HIGHEST_LEVEL, Progress
from learning.progress_merge import moment_of
from learning.schedule import CLOCK_SLACK, is_due

Json = dict[str, Any]

CARDS_URL = "latihan/kartu/"
CALLS_URL = "latihan/panggilan/"
MOST_NEXT = 3
LABELS = {"cards": "kartu", "lessons": "pelajaran", "calls": "panggilan latihan"}


def summary_json(
    progress: Progress, plan: Plan, now: datetime.datetime, damaged: Iterable[str] = ()
) -> Json:
    """Return all that the page of progress shows.

    Args:
        progress: What has been done, as far as it can be read.
        plan: What there is to learn today.
        now: The reader's clock, with its zone.
        damaged: The table of each item that could not be read.
    """
    lessons = [_lesson_row(progress, one) for one in plan.lessons]
    return {
        "empty": progress.is_empty,
        "lessons": {
            "of": len(lessons),
            "passed": sum(row["state"] == "lulus" for row in lessons),
            "right": sum(row["right"] for row in lessons),
            "asked": sum(row["asked"] for row in lessons),
            "rows": lessons,
        },
        "cards": cards_json(progress, plan, now),
        "flows": [_flow_row(progress, flow) for flow in plan.flows],
        "documents": [
            {
                "id": one.id,
                "title": one.title,
                **_coverage(one.clauses, progress.met_clauses),
                "left": [c for c in one.clauses if c not in {*progress.met_clauses}],
            }
            for one in plan.documents
        ],
        "clauses": _coverage(plan.clauses, progress.met_clauses),
        "edges": _coverage(plan.edges, progress.met_edges),
        "warnings": clock_notes(progress, now),
        "notes": _lost_notes(progress, plan, damaged),
        "next": next_json(progress, plan, now),
    }


def cards_json(progress: Progress, plan: Plan, now: datetime.datetime) -> Json:
    """Count the cards of today's stock by how they stand; each card once."""
    held = [progress.cards[name] for name in plan.cards if name in progress.cards]
    due = [kept for kept in held if is_due(kept, now)]
    later = [kept for kept in held if not is_due(kept, now)]
    known = sum(kept.memory.state is State.Review for kept in later)
    return {
        "of": len(plan.cards),
        "new": len(plan.cards) - len(held),
        "due": len(due),
        "learning": len(later) - known,
        "known": known,
    }


def next_json(progress: Progress, plan: Plan, now: datetime.datetime) -> list[Json]:
    """Return what to do next, most pressing first: what is forgotten, what is new, what is thin."""
    found: list[Json] = []
    if due := cards_json(progress, plan, now)["due"]:
        found.append({"words": f"Ulang {due} kartu yang jatuh tempo", "url": CARDS_URL})
    rows = [_lesson_row(progress, one) for one in plan.lessons]
    for state, verb in (("belum", "Pelajari"), ("berubah", "Baca lagi"), ("ulang", "Ulangi")):
        if row := next((row for row in rows if row["state"] == state), None):
            found.append({"words": f"{verb}: {row['title']} ({row['path']})", "url": row["url"]})
    open_flows = [
        row for row in (_flow_row(progress, f) for f in plan.flows) if row["met"] < row["of"]
    ]
    if thin := min(open_flows, key=lambda row: row["met"] / row["of"], default=None):
        found.append({"words": f"Berlatih panggilan: {thin['title']}", "url": CALLS_URL})
    return found[:MOST_NEXT]


def clock_notes(progress: Progress, now: datetime.datetime) -> list[str]:
    """Tell that the clock stands before what has been done already."""
    tables = (progress.cards, progress.lessons, progress.calls)
    last = max((moment_of(item) for table in tables for item in table.values()), default=now)
    if now >= last - CLOCK_SLACK:
        return []
    return [
        f"Jam komputer ini ({_clock(now)}) lebih awal daripada latihan terakhir "
        f"({_clock(last.astimezone(now.tzinfo))}). Betulkan jamnya; sampai itu kartu tidak "
        "dijadwalkan. Tidak ada yang hilang."
    ]


def _clock(moment: datetime.datetime) -> str:
    return f"{moment:%d-%m-%Y %H.%M}"


def _lost_notes(progress: Progress, plan: Plan, damaged: Iterable[str]) -> list[str]:
    """Tell what is kept although it cannot be read, or is taught no more."""
    notes = []
    broken = [*damaged]
    for table, label in LABELS.items():
        if count := broken.count(table):
            notes.append(f"{count} {label} tidak dapat dibaca; catatannya tetap disimpan.")
    taught = {
        "cards": {*plan.cards},
        "lessons": {lesson.id for lesson in plan.lessons},
        "calls": plan.calls,
    }
    for table, label in LABELS.items():
        if count := len(getattr(progress, table).keys() - taught[table]):
            notes.append(
                f"{count} {label} tidak ada lagi di situs ini; hasilnya tetap disimpan dan tidak "
                "dihitung."
            )
    return notes


def _coverage(all_of: Iterable[str], met: Iterable[str]) -> Json:
    wanted = {*all_of}
    return {"of": len(wanted), "met": len(wanted.intersection(met))}


def _lesson_row(progress: Progress, lesson: LessonPlan) -> Json:
    done = progress.lessons.get(lesson.id)
    if done is None:
        state = "belum"
    elif done.version != lesson.version:
        state = "berubah"
    else:
        state = "lulus" if done.passed else "ulang"
    return {
        "id": lesson.id,
        "title": lesson.title,
        "path": lesson.path,
        "url": lesson.url,
        "state": state,
        "right": done.right if done else 0,
        "asked": done.asked if done else 0,
    }


def _flow_row(progress: Progress, flow: FlowPlan) -> Json:
    done = [progress.calls[name] for name in flow.calls if name in progress.calls]
    return {
        "id": flow.id,
        "title": flow.title,
        **_coverage(flow.edges, progress.met_edges),
        "calls": len(flow.calls),
        "done": len(done),
        "passed": sum(call.passed for call in done),
        "levels": [sum(call.level == level for call in done) for level in range(HIGHEST_LEVEL + 1)],
    }
