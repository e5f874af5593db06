"""``coverage``: the figures of coverage, and the page of the docs that shows them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from flow_engine.checking import Checked, load_checked
from flow_engine.commands.flows import OK, exit_code, tell_problems
from flow_engine.commands.registry import Command
from flow_engine.coverage import Cover, cover_clauses
from flow_engine.homes import page_clauses
from flow_engine.line_lock import read_lines_lock
from flow_engine.problems import ProblemLog
from flow_engine.source_lines import Rows

PAGE = Path("docs/pengembang/bukti/cakupan.md")
_HEAD = """---
title: Bukti cakupan
description: Baris sumber yang dibawa klausul, klausul dalam alur, skenario, dan pelajaran
search: {exclude: true}
---
# Bukti cakupan

Dibuat `make cakupan` dari data yang sama dengan situs; sebuah uji menjaganya tetap sama.
Cara menghitungnya ada di [keputusan 023](../keputusan/023-cakupan-sumber.md).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whether the page is written."""
    parser.add_argument(
        "--tulis", action="store_true", help=f"tulis angkanya di {PAGE}, jangan dicetak"
    )


def run(options: argparse.Namespace) -> int:
    """Print the page, or write it; nothing while the data has problems."""
    checked = load_checked(options.data)
    log = ProblemLog()
    locked = read_lines_lock(options.data, log)
    if tell_problems([*checked.log, *log]) or locked is None:
        return exit_code([*checked.log, *log])
    text = "\n".join(coverage_page(checked, locked)) + "\n"
    if not options.tulis:
        sys.stdout.write(text)
        return OK
    path = options.data.resolve().parents[1] / PAGE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    print(f"Angka ditulis di {PAGE}.")
    return OK


def coverage_page(checked: Checked, locked: Mapping[str, Rows]) -> Iterator[str]:
    """Yield the lines of the page."""
    covers = cover_clauses(checked.library, checked.flows, checked.tried)
    yield _HEAD
    yield "## Baris sumber\n"
    yield from _line_table(locked)
    yield "\n## Klausul\n"
    yield from _clause_table(checked, covers)
    yield "\n## Pelajaran\n"
    yield from _lesson_table(checked, covers)
    yield "\n## Arah sebaliknya\n"
    yield from _flow_table(checked)
    pages = page_clauses(checked.library)
    shown = sum(len(names) for names in pages.values())
    yield f"\n{len(pages)} halaman selain alur menampilkan klausul, {shown} kali seluruhnya."


def _line_table(locked: Mapping[str, Rows]) -> Iterator[str]:
    reasons = sorted({row.reason for rows in locked.values() for row in rows if row and row.reason})
    yield _row("Dokumen", "Berisi", "Dibawa", *(f"`{reason}`" for reason in reasons), "Tersisa")
    yield _row("---", *["---:"] * (len(reasons) + 3))
    total: Counter[str] = Counter()
    for document, rows in locked.items():
        filled = [row for row in rows if row]
        count = Counter("dibawa" if row.carriers else row.reason for row in filled)
        yield _line_row(document, count, reasons)
        total += count
    yield _line_row("Semua", total, reasons)


def _line_row(name: str, count: Counter[str], reasons: Sequence[str]) -> str:
    told = [count["dibawa"], *(count[reason] for reason in reasons)]
    return _row(name, count.total(), *told, count.total() - sum(told))


def _clause_table(checked: Checked, covers: Sequence[Cover]) -> Iterator[str]:
    yield _row("Dokumen", "Klausul", "Dalam alur", "Dilalui skenario", "Hanya diceritakan")
    yield _row("---", *["---:"] * 4)
    groups = {
        document: [cover for cover in covers if cover.clause.document == document]
        for document in checked.library.documents
    }
    for document, group in {**groups, "Semua": list(covers)}.items():
        used = sum(bool(cover.uses) for cover in group)
        passed = sum(bool(cover.scenarios) for cover in group)
        yield _row(document, len(group), used, passed, len(group) - used)
    told = ", ".join(cover.clause.id for cover in covers if not cover.uses)
    yield f"\nHanya diceritakan, tidak dijalankan alur mana pun: {told or 'tidak ada'}."


def _lesson_table(checked: Checked, covers: Sequence[Cover]) -> Iterator[str]:
    taught = {cover.clause.id: len(cover.lessons) for cover in covers}
    yield _row("Jalur", "Pelajaran", "Klausul", "Hanya di jalur ini")
    yield _row("---", *["---:"] * 3)
    curriculum = checked.library.curriculum
    for path in curriculum.paths:
        names = [name for lesson in path.lessons for name in lesson.clauses]
        own = sum(names.count(name) == taught[name] for name in set(names))
        yield _row(f"`{path.id}`", len(path.lessons), len(set(names)), own)
    met = sum(bool(count) for count in taught.values())
    yield _row("Semua", len(curriculum.lessons), met, "")
    for reason in dict.fromkeys(left.reason for left in curriculum.left_out):
        listed = ", ".join(left.clause for left in curriculum.left_out if left.reason == reason)
        yield f"\nTanpa pelajaran: {listed}. {reason}"


def _flow_table(checked: Checked) -> Iterator[str]:
    yield _row("Alur", "Klausul", "Skenario", "Klausul yang dilaluinya")
    yield _row("---", *["---:"] * 3)
    for flow in checked.flows.values():
        runs = [run for run in checked.tried if run.scenario.flow == flow.id]
        passed = {name for run in runs for name in run.clauses} & set(flow.clauses)
        yield _row(f"`{flow.id}`", len(flow.clauses), len(runs), len(passed))


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


COMMAND = Command(
    "coverage", "angka cakupan: baris sumber, klausul, alur, skenario", add_arguments, run
)
