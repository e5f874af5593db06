"""Loads everything an editor wrote and checks all of it, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flow_engine.consistency import check_consistency
from flow_engine.content import Place, places
from flow_engine.coverage import check_coverage
from flow_engine.curriculum import check_curriculum, check_examples
from flow_engine.flows import all_steps, load_flows
from flow_engine.library import load_library
from flow_engine.line_lock import check_lines
from flow_engine.model import Flow, Step
from flow_engine.news import check_changes
from flow_engine.problems import ProblemLog
from flow_engine.prohibitions import check_prohibitions
from flow_engine.proof import check_flows
from flow_engine.records import WITHDRAWN, Library
from flow_engine.scenarios import Tried, try_scenarios
from flow_engine.traces import place_mark
from flow_engine.wording_history import check_history, read_history
from flow_engine.wordings import compare_with_lock, read_lock

# A flow with one of these cannot be run to its end, so its scenarios are not tried.
_ENDLESS = frozenset({"putaran"})


# Files of the knowledge that flows refer to, and what a flow is told where one is broken.
_CLAUSE_ECHOES = frozenset({"rujukan-klausul", "rujukan-bagian", "ganti-salah"})
_CATALOGUE_ECHOES = frozenset(
    {"rujukan-pilihan", "nilai-di-luar-daftar", "syarat-salah", "bawa-salah"}
)
_ECHOES: Mapping[str, frozenset[str]] = {
    "/klausul/": _CLAUSE_ECHOES,
    "/itsm.yaml": _CATALOGUE_ECHOES,
    "/faq.yaml": _CATALOGUE_ECHOES,
}


@dataclass(frozen=True)
class Checked:
    """The knowledge, the flows, and every problem found in them, in file order."""

    library: Library
    flows: dict[str, Flow]
    log: ProblemLog
    scenarios: int
    tried: tuple[Tried, ...] = ()


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
    flows, flow_log = load_flows(data_dir, library, address, are_all=True)
    if clauses_are_broken(log):
        return Checked(library, flows, without_echoes(log, flow_log), 0)
    log = without_echoes(log, flow_log)
    log.extend(compare_with_lock(library, data_dir))
    log.extend(check_lines(library, data_dir))
    history_log = ProblemLog()
    library = replace(library, wordings=read_history(data_dir, history_log))
    if not len(history_log) and (lock := read_lock(data_dir, ProblemLog())) is not None:
        history_log.extend(check_history(library.wordings, lock))
    log.extend(history_log)
    log.extend(check_home(library, flows))
    log.extend(check_withdrawn(library, flows))
    log.extend(check_changes(library))
    log.extend(check_curriculum(library))
    tried: tuple[Tried, ...] = ()
    if not len(flow_log):
        findings = check_flows(flows)
        log.extend(findings)
        log.extend(check_marks(flows))
        log.extend(check_prohibitions(library, flows))
        log.extend(check_consistency(library, flows))
        if with_scenarios and not any(problem.code in _ENDLESS for problem in findings):
            tried, scenario_log = try_scenarios(data_dir, flows)
            log.extend(scenario_log)
            # A case that goes wrong passes other clauses than it is there for.
            if not len(scenario_log):
                log.extend(check_coverage(library, flows, tried))
                log.extend(check_examples(library, flows, tried))
    return Checked(library, flows, log, len(tried), tried)


def check_marks(flows: Mapping[str, Flow]) -> ProblemLog:
    """Find steps that a link could not tell apart: their keys leave the same mark."""
    log = ProblemLog()
    for flow in flows.values():
        first: dict[str, Place] = {}
        for place in places(flow):
            met = first.setdefault(place_mark(place.key), place)
            if met.key != place.key:
                log.add(
                    place.step.location,
                    "tanda-sama",
                    f"Langkah “{place.key}” dan “{met.key}” kebetulan bertanda sama, sehingga "
                    "tautan langkah tidak dapat membedakannya. Ganti id salah satunya.",
                )
    return log


def check_withdrawn(library: Library, flows: Mapping[str, Flow]) -> ProblemLog:
    """Find steps and outcomes that still carry out a clause which was withdrawn."""
    log = ProblemLog()
    gone = {clause.id for clause in library.clauses.values() if clause.status == WITHDRAWN}
    gone |= {part.id for part in library.parts.values() if part.withdrawn}
    for flow in flows.values():
        users = [(f"Langkah “{s.id}”", s.location, _names_in(flow, s)) for s in all_steps(flow)]
        for outcome in flow.outcomes.values():
            written = [name for line in outcome.reports for name in (line.clause, line.part)]
            users.append((f"Hasil “{outcome.id}”", outcome.location, {*outcome.clauses, *written}))
        for what, where, names in users:
            if used := sorted(names & gone):
                message = f"{what} memakai {', '.join(used)}, yang sudah dicabut."
                log.add(where, "klausul-dicabut", message)
    return log


def _names_in(flow: Flow, step: Step) -> set[str]:
    """Return the clauses and parts that a step carries out or follows."""
    shown = {flow.parts[name].clause for name in step.parts if name in flow.parts}
    ways = {clause for way in step.ways for clause in way.clauses}
    return {*step.clauses, *step.parts, *shown, *ways}


def check_home(library: Library, flows: Mapping[str, Flow]) -> ProblemLog:
    """Find situations of the home page that lead to a flow nobody wrote."""
    log = ProblemLog()
    for situation in library.home.situations:
        flow = situation.target.flow
        if flow and flow not in flows:
            log.add(
                situation.location,
                "rujukan-alur",
                f"Situasi “{situation.id}” menuju alur “{flow}”, yang belum ditulis.",
                allowed=flows,
                guess_from=flow,
            )
    return log


def clauses_are_broken(log: ProblemLog) -> bool:
    """Tell whether clauses could not be read, so that what refers to them cannot be judged."""
    return any("/klausul/" in name for name in _broken_files(log))


def without_echoes(log: ProblemLog, flow_log: ProblemLog) -> ProblemLog:
    """Join the problems of the knowledge and of the flows.

    What cannot be read cannot be referred to: where a file is broken only the
    cause is told, not its echoes.
    """
    broken = _broken_files(log)
    echoes = {
        code
        for file, codes in _ECHOES.items()
        if any(file in name for name in broken)
        for code in codes
    }
    joined = ProblemLog()
    # Lists refer to clauses too, but to no other list.
    joined.extend(problem for problem in log if problem.code not in echoes & _CLAUSE_ECHOES)
    joined.extend(problem for problem in flow_log if problem.code not in echoes)
    return joined


def _broken_files(log: ProblemLog) -> set[str]:
    return {problem.location.file for problem in log if problem.code != "faq-tanpa-topik"}
