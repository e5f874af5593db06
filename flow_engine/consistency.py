"""What a step shows agrees with the clauses it cites, and what an outcome files with the SOP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flow_engine.model import Flow, Outcome, Step
from flow_engine.problems import ProblemLog
from flow_engine.records import Kind, Library


@dataclass(frozen=True)
class Treatment:
    """What goes together in APKT: the work orders and the escalations of one value."""

    work_orders: tuple[str, ...]
    escalations: tuple[str, ...]


TREATMENTS: Mapping[str, Treatment] = {
    "": Treatment(("",), ("",)),
    "GANGGUAN": Treatment(("WO Autodispatch", "KWH PERIKSA"), ("",)),
    "ISSUE CLOSED": Treatment(("",), ("", "ITSM")),
    "LAPOR ULANG": Treatment(("",), ("Lapor Ulang",)),
    "LAPOR BARU": Treatment(("",), ("Urgent",)),
    "UNIT": Treatment(("",), ("",)),
}
"""A disturbance is filed with a Tipe WO (PRK-17g); Lapor Ulang and Lapor Baru after Selesai are
escalated through Simone (LUL-Aa, LUL-Ab); a ticket in ITSM closes the issue in CC (PMB-B5)."""


NOT_RUN = frozenset({"judul", "informasi", "gambar", "langkah pelanggan", "faq"})
"""Kinds of clauses that tell or answer; all others are carried out by some flow."""

CARRIED_OUT = frozenset({Kind.SAY, Kind.DO, Kind.DONT_SAY, Kind.WRITE})
"""What a reader of a flow has to be shown; rules are carried out by the ways themselves."""


def check_consistency(library: Library, flows: Mapping[str, Flow]) -> ProblemLog:
    """Return steps that show what they do not cite, treatments no SOP knows, and what is missing.

    Missing is a clause that nobody runs, and official words of a clause that nobody is shown.

    Args:
        library: The clauses.
        flows: All flows there are.
    """
    log = ProblemLog()
    _check_complete(library, flows, log)
    _check_words(library, flows, log)
    for flow in flows.values():
        for step in _steps(flow):
            _check_citations(library, step, log)
        for outcome in flow.outcomes.values():
            _check_treatment(outcome, log)
    return log


def _check_complete(library: Library, flows: Mapping[str, Flow], log: ProblemLog) -> None:
    cited = {clause for flow in flows.values() for clause in flow.clauses}
    told = [c.id for c in library.clauses.values() if NOT_RUN.issuperset(c.register_kinds)]
    for clause in library.clauses.values():
        is_part_of_told = clause.id in told or any(
            clause.id.startswith(name) for name in told if name != clause.document
        )
        if clause.id not in cited and clause.status != "dicabut" and not is_part_of_told:
            log.add(
                clause.location,
                "klausul-tak-dijalankan",
                f"Klausul {clause.id} tidak disebut alur mana pun.",
                suggestion=f"Sebut {clause.id} pada langkah, jalan, atau hasil yang "
                "menjalankannya.",
            )


def _check_words(library: Library, flows: Mapping[str, Flow], log: ProblemLog) -> None:
    cited = {clause for flow in flows.values() for clause in flow.clauses}
    shown = {part for flow in flows.values() for part in _parts(flow)}
    for part in library.parts.values():
        if part.clause not in cited or part.id in shown or library.is_withdrawn(part):
            continue
        if part.official and part.kind in CARRIED_OUT:
            log.add(
                part.location,
                "kutipan-tak-tampil",
                f"Kutipan {part.id} tidak ditampilkan langkah mana pun, padahal {part.clause} "
                "dijalankan.",
                suggestion=f"Tampilkan {part.id} pada “isi” langkah, atau tulis pada “tulis” "
                "hasil, yang menjalankannya.",
            )


def _parts(flow: Flow) -> Iterator[str]:
    """Go through the parts that steps show and report lines write."""
    for step in _steps(flow):
        yield from step.parts
    for line in (*flow.extra_reports, *(r for o in flow.outcomes.values() for r in o.reports)):
        yield line.part


def _steps(flow: Flow) -> Iterator[Step]:
    for room in flow.rooms.values():
        yield from room.steps.values()


def _check_citations(library: Library, step: Step, log: ProblemLog) -> None:
    shown = {part: library.parts[part].clause for part in step.parts if part in library.parts}
    for part, clause in shown.items():
        if clause not in (*step.clauses, *step.borrows):
            log.add(
                step.location,
                "isi-klausul-lain",
                f"Langkah “{step.id}” menampilkan {part}, tetapi tidak menyebut {clause}.",
                suggestion=f"Betulkan “isi”, tambahkan {clause} pada “klausul”, atau pada “pinjam” "
                "bila kalimatnya hanya dipinjam.",
            )
    for clause in step.borrows:
        if clause in step.clauses or clause not in shown.values():
            log.add(
                step.location,
                "pinjam-sia-sia",
                f"Langkah “{step.id}” meminjam dari {clause}, tetapi tidak ada isinya yang "
                "memerlukan itu.",
                suggestion="Hapus dari “pinjam”.",
            )


def _check_treatment(outcome: Outcome, log: ProblemLog) -> None:
    treatment = TREATMENTS[outcome.apkt]
    for what, value, allowed in (
        ("tipe_wo", outcome.work_order, treatment.work_orders),
        ("eskalasi", outcome.escalation, treatment.escalations),
    ):
        if value not in allowed:
            log.add(
                outcome.location,
                "hasil-tak-serasi",
                f"Hasil “{outcome.id}” dengan apkt “{outcome.apkt or 'tanpa'}” tidak boleh "
                f"memakai {what} “{value or 'tanpa'}”.",
                allowed=[option or "tanpa" for option in allowed],
                suggestion=f"Betulkan “apkt” atau “{what}”.",
            )
