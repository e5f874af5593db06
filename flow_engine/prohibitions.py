"""What must never be told (DON'T SAY) is shown where it belongs, and never copied.

Copied for the customer are SAY parts, filed are WRITE parts and report lines; a
prohibited wording may stand in none of them (PRK-12x).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flow_engine.forbidden import forbidden_words, plain_words
from flow_engine.model import Flow, ReportLine, Step
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import Kind, Library, Part
from flow_engine.report import line_text

_COPIED = (Kind.SAY, Kind.WRITE)


def check_prohibitions(library: Library, flows: Mapping[str, Flow]) -> ProblemLog:
    """Return every place where a prohibition is lost or its wording could be copied."""
    log = ProblemLog()
    for code in library.codes:
        part = library.parts.get(code.meaning)
        if part is not None and part.kind is not Kind.DONT_SAY:
            log.add(
                code.location,
                "larangan-hilang",
                f"Arti kode {code.code} ({part.id}) harus bagian JANGAN; sekarang "
                f"{part.kind.value}.",
                suggestion=f"Ubah jenis {part.id} kembali menjadi JANGAN.",
            )
    for clause in library.clauses.values():
        if "larangan" in clause.register_kinds and not any(
            part.kind is Kind.DONT_SAY for part in clause.parts
        ):
            log.add(
                clause.location,
                "larangan-hilang",
                f"Klausul larangan {clause.id} tidak punya bagian JANGAN lagi.",
                suggestion="Kembalikan jenis bagiannya menjadi JANGAN.",
            )
    forbidden = [part for part in library.parts.values() if part.kind is Kind.DONT_SAY]
    for part in library.parts.values():
        if part.kind in _COPIED:
            _check_text(part.text, part.location, f"Bagian {part.id}", forbidden, log)
    for flow in flows.values():
        for step in _steps(flow):
            _check_step(library, step, log)
        for line in _lines(flow):
            _check_text(line_text(flow, line), line.location, "Tulisan laporan ini", forbidden, log)
    return log


def _steps(flow: Flow) -> Iterator[Step]:
    for room in flow.rooms.values():
        yield from room.steps.values()


def _lines(flow: Flow) -> Iterator[ReportLine]:
    for outcome in flow.outcomes.values():
        yield from outcome.reports
    yield from flow.extra_reports


def _check_step(library: Library, step: Step, log: ProblemLog) -> None:
    shown = {library.parts[name].clause for name in step.parts if name in library.parts}
    for clause_id in step.clauses:
        clause = library.clauses.get(clause_id)
        if clause is None or clause_id not in shown:
            continue
        for part in clause.parts:
            if part.kind is Kind.DONT_SAY and part.id not in step.parts:
                log.add(
                    step.location,
                    "larangan-hilang",
                    f"Langkah “{step.id}” menampilkan {clause_id} tanpa larangannya ({part.id}).",
                    suggestion=f"Tambahkan {part.id} pada “isi”.",
                )


def _check_text(
    text: str, where: Location, what: str, forbidden: list[Part], log: ProblemLog
) -> None:
    plain = plain_words(text)
    for part in forbidden:
        words = forbidden_words(part.text)
        if words in plain:
            log.add(
                where,
                "larangan-tersalin",
                f"{what} memuat kata-kata JANGAN dari {part.id} (“{words}”), padahal dapat "
                "tersalin untuk pelanggan.",
                suggestion="Hapus kata-kata itu dari tulisan ini.",
            )
