"""``run``: run a flow with facts, or by question and answer in the terminal."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flow_engine.commands.flows import INVALID, NEEDS, OK, find_flow, read_flows
from flow_engine.commands.registry import Command
from flow_engine.json_source import GivenFacts, read_facts_text
from flow_engine.model import Flow
from flow_engine.problems import Problem, ProblemLog
from flow_engine.proof import check_flow
from flow_engine.reasons import told
from flow_engine.runs import run_facts
from flow_engine.source import decode_utf8, read_utf8
from flow_engine.terminal import walk_in_terminal

STANDARD_INPUT = "masukan-baku"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the id of the flow and where the facts are."""
    parser.add_argument("alur", metavar="ALUR", help="id alur, misalnya periksa")
    parser.add_argument(
        "--facts",
        metavar="BERKAS",
        help="berkas JSON berisi fakta; - untuk masukan baku; tanpa ini alur ditanyakan langkah "
        "demi langkah",
    )
    parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")


def run(options: argparse.Namespace) -> int:
    """Run the flow; 0 at its end, 3 where a fact is awaited, 2 where something is invalid."""
    flows, log = read_flows(options.data)
    if len(log):
        return _refuse(log, as_json=options.json)
    if message := find_flow(options.alur, flows):
        return _refuse([message], as_json=options.json)
    flow = flows[options.alur]
    findings = check_flow(flow)
    if endless := [problem for problem in findings if problem.code == "putaran"]:
        return _refuse(endless, as_json=options.json)
    try:
        return _run_flow(flow, options, log)
    except LookupError:
        # No way led on: the proof has found the gap, and names a case of it.
        return _refuse(findings, as_json=options.json)


def _run_flow(flow: Flow, options: argparse.Namespace, log: ProblemLog) -> int:
    if options.facts is None:
        return walk_in_terminal(flow)
    given = read_given(options.facts, log)
    if given is None:
        return _refuse(log, as_json=options.json)
    result = run_facts(flow, given.values, datetime.datetime.now())
    for error in result.get("errors", ()):
        place = given.places[error["fact"]]
        message = f"{error['fact']}: {error['message']}"
        print(Problem(place, "fakta-salah", message), file=sys.stderr)
        error["place"] = str(place)
    if options.json:
        _print_json(result)
    else:
        _print_result(result)
    return {"done": OK, "needs": NEEDS}.get(str(result["status"]), INVALID)


def read_given(name: str, log: ProblemLog) -> GivenFacts | None:
    """Read the facts of a file, or of the standard input where ``name`` is ``-``."""
    if name == "-":
        name = STANDARD_INPUT
        text = decode_utf8(sys.stdin.buffer.read(), name, log)
    else:
        text = read_utf8(Path(name), name, log)
    return None if text is None else read_facts_text(text, name, log)


def _refuse(problems: Iterable[Problem | str], *, as_json: bool) -> int:
    messages = [str(problem) for problem in problems]
    if as_json:
        errors = [{"fact": "", "message": message} for message in messages]
        _print_json({"status": "invalid", "errors": errors})
    print("\n".join(messages), file=sys.stderr)
    return INVALID


def _print_json(result: dict[str, object]) -> None:
    print(json.dumps(result, ensure_ascii=False, indent=2))


def _print_result(result: dict[str, Any]) -> None:
    labels = {
        "status": "Status", "needs": "Menunggu fakta", "title": "Hasil", "apkt": "APKT",
        "work_order": "Tipe WO", "escalation": "Eskalasi", "report_text": "Tulis",
        "refer_to": "Lanjut ke", "note": "SOP tidak mengatur",
    }  # fmt: skip
    for key, label in labels.items():
        if result.get(key):
            print(f"{label}: {result[key]}")
    if result.get("why"):
        print("Mengapa?")
        for line in result["why"]:
            print(f"  {told(line)}")


COMMAND = Command("run", "jalankan satu alur", add_arguments, run)
