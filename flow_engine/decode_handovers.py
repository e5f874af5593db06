"""Checks of what one flow hands to the next, which need all flows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flow_engine.facts import Fact, FactType, ValueProblem, parse_value
from flow_engine.fields import Fields, as_text
from flow_engine.model import Carried, Flow, Outcome, Step
from flow_engine.problems import ProblemLog

FLOW_ID = re.compile(r"[a-z0-9-]+$")


def read_carried(f: Fields) -> tuple[Carried, ...]:
    """Read ``bawa``: names of facts of the flow in ``rujuk``, and their values."""
    return tuple(
        Carried(key.text, as_text(value, f.log, key.text), key.location)
        for key, value in f.entries("bawa")
    )


def check_handovers(flows: Mapping[str, Flow], log: ProblemLog, *, are_all: bool) -> None:
    """Find values that the next flow does not take, and facts that nothing hands on.

    Args:
        flows: The flows that could be read.
        log: Takes the problems.
        are_all: These are all flows there are: a fact that none of them hands on is told.
    """
    handed: set[tuple[str, str]] = set()
    for flow in flows.values():
        for outcome in flow.outcomes.values():
            goal = flows.get(outcome.refer_to)
            if goal is not None:
                handed.update((goal.id, carried.fact) for carried in outcome.carry)
                _check_values(outcome, goal, log)
            elif outcome.carry and not FLOW_ID.match(outcome.refer_to):
                _tell_nowhere(outcome, log)
        _check_asked(flow, log)
    for flow in flows.values() if are_all else ():
        for fact in flow.facts.values():
            if fact.handed and (flow.id, fact.name) not in handed:
                log.add(
                    flow.location,
                    "bawa-salah",
                    f"Fakta “{fact.name}” bertanda “dibawa”, tetapi tidak ada hasil alur lain yang "
                    "membawanya.",
                    suggestion="Tulis “bawa” pada hasil yang merujuk ke sini, atau hapus faktanya.",
                )


def _tell_nowhere(outcome: Outcome, log: ProblemLog) -> None:
    log.add(
        outcome.carry[0].location,
        "bawa-salah",
        f"Hasil “{outcome.id}” memakai “bawa”, tetapi tidak merujuk ke alur yang ada.",
        suggestion="Sebut alurnya pada “rujuk”, atau hapus “bawa”.",
    )


def _check_values(outcome: Outcome, goal: Flow, log: ProblemLog) -> None:
    values: dict[str, str] = {}
    known = {carried: goal.facts.get(carried.fact) for carried in outcome.carry}
    # The value that picks the choices of another one is read before it.
    for carried, fact in sorted(known.items(), key=lambda item: bool(item[1] and item[1].within)):
        if fact is None:
            log.add(
                carried.location,
                "rujukan-fakta",
                f"Fakta “{carried.fact}” tidak dikenal dalam alur {goal.id}.",
                allowed=[other.name for other in goal.facts.values() if not other.setting],
                guess_from=carried.fact,
            )
        elif fact.setting:
            log.add(
                carried.location,
                "bawa-salah",
                f"Fakta “{fact.name}” ditentukan pengaturan situs; tidak dapat dibawa.",
            )
        else:
            group = values.get(fact.within, "")
            try:
                values[fact.name] = str(parse_value(fact, carried.value, group))
            except ValueProblem:
                _tell_value(carried, fact, group, goal, log)


def _tell_value(carried: Carried, fact: Fact, group: str, goal: Flow, log: ProblemLog) -> None:
    offered = fact.offered(group) if fact.type is FactType.CHOICE else ()
    log.add(
        carried.location,
        "bawa-salah",
        f"Nilai “{carried.value}” tidak diterima fakta “{fact.name}” dalam alur {goal.id}.",
        allowed=[choice.value for choice in offered],
        guess_from=carried.value,
    )


def _check_asked(flow: Flow, log: ProblemLog) -> None:
    """Find questions for a fact that only another flow can give."""
    for step in _steps(flow):
        for name in step.asks:
            if name in flow.facts and flow.facts[name].handed:
                log.add(
                    step.location,
                    "bawa-salah",
                    f"Fakta “{name}” bertanda “dibawa”: alur lain yang memberikannya, jadi tidak "
                    "ditanyakan.",
                    suggestion="Hapus “dibawa”, atau hapus pertanyaannya.",
                )


def _steps(flow: Flow) -> list[Step]:
    return [step for room in flow.rooms.values() for step in room.steps.values()]
