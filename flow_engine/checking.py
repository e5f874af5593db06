"""Loads everything an editor wrote and checks all of it, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flow_engine.analysis import check_flow
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.problems import Problem, ProblemLog
from flow_engine.records import Library
from flow_engine.scenarios import check_scenarios
from flow_engine.wordings import compare_with_lock

# A flow with one of these cannot be run to its end, so its scenarios are not tried.
_ENDLESS = frozenset({"putaran"})


_ECHOES = frozenset({"rujukan-klausul", "rujukan-bagian", "ganti-salah"})


@dataclass(frozen=True)
class Checked:
    """The knowledge, the flows, and every problem found in them, in file order."""

    library: Library
    flows: dict[str, Flow]
    log: ProblemLog
    scenarios: int


def load_checked(
    data_dir: Path,
    url_of: Callable[[Library, str], str] | None = None,
    *,
    with_scenarios: bool = True,
) -> Checked:
    """Load ``docs/_data`` and check references, wordings, flows and scenarios.

    Args:
        data_dir: The folder ``docs/_data``.
        url_of: Returns the address of a clause from the site's root.
        with_scenarios: Whether the editors' scenarios are run too.
    """
    library, log = load_library(data_dir)
    # Addresses are asked only of sound knowledge: they look up documents and pages.
    address = None if url_of is None or len(log) else (lambda name: url_of(library, name))
    flows, flow_log = load_flows(data_dir, library, address)
    if any("/klausul/" in p.location.file and p.code != "faq-tanpa-topik" for p in log):
        # What cannot be read cannot be referred to: only the cause is told, not its echoes.
        return Checked(library, flows, _without_echoes([*log, *flow_log]), 0)
    log.extend(compare_with_lock(library, data_dir))
    log.extend(flow_log)
    count = 0
    if not len(flow_log):
        findings = [problem for flow in flows.values() for problem in check_flow(flow)]
        log.extend(findings)
        if with_scenarios and not any(problem.code in _ENDLESS for problem in findings):
            count, scenario_log = check_scenarios(data_dir, flows)
            log.extend(scenario_log)
    return Checked(library, flows, log, count)


def _without_echoes(problems: list[Problem]) -> ProblemLog:
    log = ProblemLog()
    log.extend(problem for problem in problems if problem.code not in _ECHOES)
    return log
