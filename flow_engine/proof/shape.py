"""What is wrong with a flow by its shape alone: rooms that never return."""

from __future__ import annotations

from flow_engine.model import Flow
from flow_engine.problems import ProblemLog


def check_shape(flow: Flow, log: ProblemLog) -> None:
    """Find sub-flows that never return, and flows that return to nobody."""
    called = {step.call for room in flow.rooms.values() for step in room.steps.values()}
    after = {outcome.then for outcome in flow.outcomes.values()}
    for room in flow.rooms.values():
        returns = any(way.to.returns for step in room.steps.values() for way in step.ways)
        if room.id in called | after and not returns:
            log.add(
                room.location,
                "jalan-buntu",
                f"Bagian “{room.id}” tidak pernah kembali.",
                suggestion="Akhiri langkah terakhirnya dengan “kembali: ya”.",
            )
        if room.id == flow.id and returns:
            log.add(
                room.location,
                "jalan-buntu",
                f"Alur “{flow.id}” memakai “kembali”, padahal tidak dipanggil dari mana pun.",
                suggestion="Akhiri dengan “hasil”.",
            )
