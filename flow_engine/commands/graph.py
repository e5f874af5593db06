"""``graph``: the map of a flow, as DOT for Graphviz or as a list to read."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from flow_engine.commands.flows import INVALID, OK, named_flow
from flow_engine.commands.registry import Command
from flow_engine.dot import head_of, to_dot
from flow_engine.graph import Graph, fold, unfold


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the id of the flow, how it is printed, and how much of it."""
    parser.add_argument("alur", metavar="ALUR", help="id alur, misalnya periksa")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument(
        "--dot", action="store_true", help="cetak sebagai DOT untuk Graphviz (bila tidak disebut)"
    )
    shown.add_argument(
        "--teks", action="store_true", help="cetak sebagai daftar langkah dan jalannya"
    )
    parser.add_argument(
        "--lengkap", action="store_true", help="buka semua bagian bersama, langkah demi langkah"
    )


def run(options: argparse.Namespace) -> int:
    """Print the map."""
    flow = named_flow(options.data, options.alur)
    if flow is None:
        return INVALID
    graph = unfold(flow) if options.lengkap else fold(flow)
    print("\n".join(outline(graph)) + "\n" if options.teks else to_dot(graph), end="")
    return OK


def outline(graph: Graph) -> Iterator[str]:
    """Yield the map as lines: each node, and below it each way on."""
    names = {
        node.key: " · ".join(filter(None, (head_of(node), node.title))) for node in graph.nodes
    }
    for node in graph.nodes:
        yield ", ".join((names[node.key], *node.details))
        for edge in graph.edges:
            if edge.source == node.key:
                label = edge.label or ("lalu" if edge.then else "lanjut")
                silent = " (SOP tidak mengatur)" if edge.silent else ""
                yield f"  {label} → {names[edge.target]}{silent}"


COMMAND = Command("graph", "peta satu alur: langkah, jalan, dan hasilnya", add_arguments, run)
