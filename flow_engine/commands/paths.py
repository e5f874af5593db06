"""``paths``: how many ways a flow has, which they are, and a run over each."""

from __future__ import annotations

import argparse
import json

from flow_engine.commands.flows import FAILED, INVALID, OK, named_flow
from flow_engine.commands.registry import Command
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.proof import check_flow
from flow_engine.proof.explore import explore
from flow_engine.proof.paths import count_paths
from flow_engine.proof.routes import write_routes, write_witnesses, write_wordings
from flow_engine.proof.witness import witnesses


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the id of the flow and what to print."""
    parser.add_argument("alur", metavar="ALUR", help="id alur, misalnya periksa")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--rute", action="store_true", help="cetak setiap jalan, tanpa kalimat")
    shown.add_argument("--kalimat", action="store_true", help="cetak setiap kalimat, tanpa jalan")
    shown.add_argument(
        "--json", action="store_true", help="cetak satu panggilan untuk setiap jalan sebagai JSON"
    )


def run(options: argparse.Namespace) -> int:
    """Print the paths; a flow with a circle has no number of paths."""
    flow = named_flow(options.data, options.alur)
    if flow is None:
        return INVALID
    if options.rute:
        print(write_routes(flow), end="")
        return OK
    if options.kalimat:
        print(write_wordings(flow), end="")
        return OK
    try:
        text = _as_json(flow) if options.json else write_witnesses(flow)
    except ValueError:
        log = ProblemLog()
        log.extend(check_flow(flow))
        for problem in log:
            print(problem)
        return FAILED
    print(text, end="")
    return OK


def _as_json(flow: Flow) -> str:
    space = explore(flow)
    paths = count_paths(space)
    found = {
        "flow": flow.id,
        "paths": paths.total,
        "by_outcome": dict(paths.by_outcome),
        "runs": [
            {"step": w.key, "way": w.way, "facts": w.facts, "outcome": w.outcome}
            for w in witnesses(space)
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


COMMAND = Command("paths", "hitung jalan sebuah alur, dengan satu contoh per jalan",
                  add_arguments, run)  # fmt: skip
