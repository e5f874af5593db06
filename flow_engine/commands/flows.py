"""What commands share: exit codes, and a flow found by its id."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from flow_engine.checking import without_echoes
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.problems import UNREADABLE, Problem, ProblemLog, nearest

OK, FAILED, INVALID, NEEDS = 0, 1, 2, 3


def sound_flows(data_dir: Path) -> dict[str, Flow] | None:
    """Return the flows by id, or nothing, with every problem told, where one cannot be read."""
    flows, log = read_flows(data_dir)
    return None if tell_problems(log) else flows


def read_flows(data_dir: Path) -> tuple[dict[str, Flow], ProblemLog]:
    """Return the flows by id, and every problem that stands in the way of running one.

    A remark on a list that no flow reads, as a clause without a topic, does not.
    """
    library, log = load_library(data_dir)
    flows, flow_log = load_flows(data_dir, library)
    unread = ProblemLog()
    unread.extend(problem for problem in log if problem.code in UNREADABLE)
    return flows, without_echoes(unread, flow_log)


def exit_code(problems: Iterable[Problem]) -> int:
    """Return 2 where something could not be read, 1 where something was found, else 0."""
    codes = {problem.code for problem in problems}
    if codes & UNREADABLE:
        return INVALID
    return FAILED if codes else OK


def find_flow(name: str, flows: Iterable[str]) -> str:
    """Return what is wrong with the id of a flow; an empty text when it is known."""
    known = tuple(flows)
    if name in known:
        return ""
    guess = nearest(name, known)
    hint = f" Maksud Anda “{guess}”?" if guess else ""
    return f"Alur “{name}” tidak ada.{hint} Yang ada: {', '.join(known)}."


def named_flow(data_dir: Path, name: str) -> Flow | None:
    """Return the flow with an id, or nothing after saying on stderr what is wrong."""
    flows = sound_flows(data_dir)
    if flows is None:
        return None
    if message := find_flow(name, flows):
        print(message, file=sys.stderr)
        return None
    return flows[name]


def tell_problems(problems: Iterable[Problem]) -> bool:
    """Print problems on stderr; tell whether there was any."""
    found = False
    for problem in problems:
        print(problem, file=sys.stderr)
        found = True
    return found
