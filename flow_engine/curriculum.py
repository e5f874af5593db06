"""What can be said of all lessons together: that every clause is taught, and every run fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.records import Library
from flow_engine.scenarios import Tried


def check_curriculum(library: Library) -> ProblemLog:
    """Find clauses that no lesson teaches and nobody left out with a reason.

    Nothing is found where there is no ``latihan.yaml``: a site may do without lessons.
    """
    log = ProblemLog()
    curriculum = library.curriculum
    if not curriculum.paths:
        return log
    reached = {*curriculum.teaching, *(left.clause for left in curriculum.left_out)}
    for clause in library.clauses.values():
        if clause.id not in reached:
            log.add(
                clause.location,
                "klausul-tanpa-pelajaran",
                f"Klausul {clause.id} tidak diajarkan pelajaran mana pun.",
                suggestion=f"Sebut {clause.id} pada sebuah pelajaran di latihan.yaml, atau pada "
                "“tanpa_pelajaran” dengan alasannya.",
            )
    return log


def check_examples(
    library: Library, flows: Mapping[str, Flow], tried: Iterable[Tried]
) -> ProblemLog:
    """Find examples whose flow or scenario nobody wrote, or that pass nothing of their lesson."""
    log = ProblemLog()
    runs = {(run.scenario.flow, run.scenario.title): run for run in tried}
    for lesson in library.curriculum.lessons:
        example = lesson.example
        if example is None:
            continue
        if example.flow not in flows:
            log.add(
                example.location,
                "rujukan-alur",
                f"Contoh pelajaran “{lesson.id}” menyebut alur “{example.flow}”, yang belum "
                "ditulis.",
                allowed=flows,
                guess_from=example.flow,
            )
            continue
        run = runs.get((example.flow, example.scenario))
        if run is None:
            log.add(
                example.location,
                "rujukan-skenario",
                f"Contoh pelajaran “{lesson.id}” menyebut skenario “{example.scenario}”, yang "
                f"tidak ada pada alur {example.flow}.",
                allowed=[title for flow, title in runs if flow == example.flow],
                guess_from=example.scenario,
            )
        elif not set(lesson.clauses) & set(run.clauses):
            log.add(
                example.location,
                "contoh-di-luar-pelajaran",
                f"Contoh pelajaran “{lesson.id}” tidak melewati satu pun klausulnya.",
                witness=f"skenario itu melewati {', '.join(run.clauses) or 'tidak satu pun'}",
                suggestion="Pilih skenario yang melewati klausul yang diajarkan.",
            )
    return log
