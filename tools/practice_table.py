"""``make latihan-panggilan``: every edge of every flow, and the practice calls on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flow_engine.graph import unfold
from flow_engine.model import Flow
from learning.practice_script import edge_ids
from macros.data import read_house
from macros.learn_calls import practice_calls
from tools.site import ROOT

PAGE = ROOT / "docs" / "pengembang" / "bukti" / "latihan-panggilan.md"
HEAD = """---
title: Bukti panggilan latihan
description: Setiap panah setiap alur, dan panggilan latihan yang melewatinya
search: {exclude: true}
---
# Bukti panggilan latihan

Halaman ini dibuat oleh `make latihan-panggilan`; jangan diubah dengan tangan. """
ABOUT = (
    "Panggilannya dipilih dari saksi yang dibuat mesin; uji gagal bila ada panah tanpa panggilan."
)
MOST_NAMED = 3


def render_table(flows: Mapping[str, Flow], told: Mapping[str, Any]) -> str:
    """Return the page.

    Args:
        flows: The flows by id.
        told: The practice calls as they are published.
    """
    sections = []
    rows = ["| Alur | Panah | Panggilan | Langkah | Panah tanpa panggilan |"]
    rows.append("| --- | ---: | ---: | ---: | ---: |")
    total = [0, 0, 0, 0]
    for listed in told["flows"]:
        flow = flows[listed["id"]]
        section, missing = _flow_section(flow, listed)
        sections.append(section)
        steps = sum(call["stops"] for call in listed["calls"])
        counts = [len(listed["edges"]), len(listed["calls"]), steps, missing]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        rows.append(f"| {flow.title} | {' | '.join(map(str, counts))} |")
    rows.append(f"| Semua | {' | '.join(map(str, total))} |")
    return "\n".join([HEAD, ABOUT, "", "\n".join(rows), "", *sections])


def _flow_section(flow: Flow, listed: Mapping[str, Any]) -> tuple[str, int]:
    titles = {node.key: node.title for node in unfold(flow).nodes}
    on: dict[int, list[str]] = {}
    for call in listed["calls"]:
        for number in call["edges"]:
            on.setdefault(number, []).append(call["id"].removeprefix(f"{flow.id}-"))
    lines = [
        f"## {flow.title}",
        "",
        "| Dari | Jawaban | Ke | Panggilan |",
        "| --- | --- | --- | --- |",
    ]
    for number, edge in enumerate(unfold(flow).edges):
        calls = on.get(number, [])
        named = ", ".join(calls[:MOST_NAMED]) + (
            f" dan {len(calls) - MOST_NAMED} lagi" if len(calls) > MOST_NAMED else ""
        )
        cells = (titles[edge.source], edge.label or "–", titles[edge.target], named or "TIDAK ADA")
        lines.append(f"| {' | '.join(_cell(text) for text in cells)} |")
    return "\n".join([*lines, ""]), len(edge_ids(flow)) - len(on)


def _cell(text: str) -> str:
    """Return a text that stays in its cell."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("{", "&#123;")


def write_table(page: Path = PAGE) -> None:
    """Write the page from the knowledge as it is.

    Raises:
        SystemExit: The knowledge has problems.
    """
    house, problems = read_house(ROOT)
    if problems:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    flows = dict(house.flows)
    page.write_text(render_table(flows, practice_calls(ROOT, flows)), "utf-8")


if __name__ == "__main__":
    write_table()
