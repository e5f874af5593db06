"""Checks of repeated rooms that need the whole flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flow_engine.facts import Fact, FactType
from flow_engine.model import Outcome, Room, Step
from flow_engine.problems import ProblemLog
from flow_engine.repeats import steps_in


def check_repeats(
    rooms: Mapping[str, Room],
    outcomes: Iterable[Outcome],
    facts: Mapping[str, Fact],
    log: ProblemLog,
) -> None:
    """Find ``ulang`` that cannot be walked and ``setiap`` that names no repeated room."""
    calls = [step for room in rooms.values() for step in room.steps.values() if step.call]
    repeated = {step.call for step in calls if step.repeat}
    for step in (step for room in rooms.values() for step in room.steps.values()):
        if step.repeat and not step.call:
            _tell(step, "“ulang” hanya berlaku bersama “panggil”.", log)
        elif step.repeat:
            _check_call(step, calls, rooms, facts, log)
    for line in (line for outcome in outcomes for line in outcome.reports):
        if line.each and line.each not in repeated:
            log.add(
                line.location,
                "ulang-salah",
                f"“setiap: {line.each}”: bagian itu tidak dipanggil dengan “ulang”.",
                allowed=repeated,
                guess_from=line.each,
            )


def _check_call(
    step: Step,
    calls: list[Step],
    rooms: Mapping[str, Room],
    facts: Mapping[str, Fact],
    log: ProblemLog,
) -> None:
    fact = facts.get(step.repeat)
    counts = fact is not None and fact.type is FactType.INTEGER
    if fact is not None and not (counts and (fact.minimum or 0) >= 1 and fact.maximum):
        _tell(
            step,
            f"“{step.repeat}” harus bilangan dengan “minimum” sedikitnya 1 dan dengan “maksimum”.",
            log,
        )
    if any(inner.repeat for inner in steps_in(rooms, step.call)):
        _tell(step, f"Bagian “{step.call}” sendiri memuat “ulang”; cukup satu tingkat.", log)
    if sum(other.call == step.call for other in calls) > 1:
        _tell(step, f"Bagian “{step.call}” yang diulang hanya boleh dipanggil satu kali.", log)


def _tell(step: Step, message: str, log: ProblemLog) -> None:
    log.add(step.location, "ulang-salah", message)
