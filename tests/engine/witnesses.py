"""The runs that every place where the engine works has to end alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flow_engine.model import Flow
from flow_engine.proof.explore import explore
from flow_engine.proof.witness import witnesses
from flow_engine.scenarios import load_scenarios

from .conftest import DATA

WitnessRun = tuple[str, Mapping[str, Any]]


def witness_runs(flows: Mapping[str, Flow]) -> list[WitnessRun]:
    """Return flow id and facts, as JSON has them, of every run to compare.

    These are the editors' scenarios, and a run over each way and each row of a table.

    Args:
        flows: The flows by id, without a problem.
    """
    scenarios, log = load_scenarios(DATA, flows)
    assert [str(problem) for problem in log] == []
    proved = [
        (flow.id, witness.facts) for flow in flows.values() for witness in witnesses(explore(flow))
    ]
    return [*((scenario.flow, scenario.facts) for scenario in scenarios), *proved]
