"""``compile``: print a flow as the JSON that the browser gets."""

from __future__ import annotations

import argparse

from flow_engine.commands.flows import INVALID, OK, named_flow
from flow_engine.commands.registry import Command
from flow_engine.wire import dump_flow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the id of the flow."""
    parser.add_argument("alur", metavar="ALUR", help="id alur, misalnya periksa")


def run(options: argparse.Namespace) -> int:
    """Print the flow."""
    flow = named_flow(options.data, options.alur)
    if flow is None:
        return INVALID
    print(dump_flow(flow))
    return OK


COMMAND = Command("compile", "cetak satu alur sebagai JSON untuk peramban", add_arguments, run)
