"""The pages at ``/_sunting/`` under ``make serve``: map and findings of each flow.

Run as ``python -m tools.sunting FOLDER`` in a process of its own, so that changed
modules are loaded anew. They are made whatever the check says: a flow too broken to
be drawn keeps its last good map, with a notice.
"""

from __future__ import annotations

import bisect
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flow_engine.checking import load_checked
from flow_engine.graph import Graph, GraphNode, fold, sketch
from flow_engine.model import Flow
from flow_engine.problems import Problem
from macros.drawing import draw_map
from macros.html import element, escape
from macros.map import Map, counted, frame, lay_out_graphs, legend
from macros.publish.layout import LayoutError
from tools.drafts import ADDRESS
from tools.site import ROOT

SHARED = "bersama"
# With one of these a way leads nowhere, and the walk of a flow cannot be followed.
NOWHERE = frozenset({"rujukan-langkah", "rujukan-hasil", "rujukan-bagian"})
GROUPS = ("Di alur ini", "Di skenario alur ini", "Di bagian bersama", "Di berkas lain")


@dataclass(frozen=True)
class Survey:
    """What one check found: the flows as far as they could be read, and every problem.

    Attributes:
        names: Ids of all flow files, also of those that could not be read.
        failure: Why the check itself stopped; empty when it came to its end.
    """

    names: tuple[str, ...]
    flows: Mapping[str, Flow] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    scenarios: int = 0
    failure: str = ""


def survey(root: Path) -> Survey:
    """Check everything; an error of the check itself is told like a finding."""
    folder = root / "docs" / "_data"
    names = tuple(sorted(path.stem for path in (folder / "alur").glob("*.yaml")))
    names = tuple(name for name in names if name != SHARED)
    try:
        found = load_checked(folder)
    except Exception as error:
        return Survey(names, failure=f"{type(error).__name__}: {error}")
    known = tuple(dict.fromkeys((*names, *found.flows)))
    return Survey(known, found.flows, tuple(found.log), found.scenarios)


def group_of(problem: Problem, name: str) -> str:
    """Return under which heading a problem stands on the page of a flow."""
    file = problem.location.file
    own = {
        f"alur/{name}.yaml": GROUPS[0],
        f"skenario/{name}.yaml": GROUPS[1],
        f"alur/{SHARED}.yaml": GROUPS[2],
    }
    return next((group for end, group in own.items() if file.endswith(f"/{end}")), GROUPS[3])


def own_problems(seen: Survey, name: str) -> list[Problem]:
    """Return the problems in the files of a flow itself."""
    return [problem for problem in seen.problems if group_of(problem, name) in GROUPS[:2]]


def graph_of(flow: Flow, problems: Iterable[Problem]) -> Graph | None:
    """Return what can be drawn of a flow: its map, a sketch where names lead nowhere."""
    near = (problem for problem in problems if group_of(problem, flow.id) != GROUPS[3])
    missing = any(problem.code in NOWHERE for problem in near)
    for draw in (sketch,) if missing else (fold, sketch):
        try:
            return draw(flow)
        except Exception:
            continue
    return None


def lay_out_each(root: Path, graphs: Mapping[str, Graph]) -> tuple[dict[str, Map], str]:
    """Lay out all graphs at once, or one by one where one of them cannot be; say why not."""
    try:
        return dict(zip(graphs, lay_out_graphs(root, graphs.values()), strict=True)), ""
    except LayoutError as error:
        reason = str(error)
    maps: dict[str, Map] = {}
    for name, graph in graphs.items():
        try:
            maps[name] = lay_out_graphs(root, [graph])[0]
        except LayoutError:
            continue
    return maps, reason


def spots(graph: Graph, problems: Iterable[Problem]) -> dict[Problem, str]:
    """Return the node each problem belongs to: that which is written last before its line."""
    written: list[tuple[str, int, str]] = sorted(
        [(node.location.file, node.location.line, node.key) for node in graph.nodes]
        + [(edge.location.file, edge.location.line, edge.source) for edge in graph.edges]
    )
    found = {}
    for problem in problems:
        file, line = problem.location.file, problem.location.line
        at = bisect.bisect_right(written, (file, line, "\uffff")) - 1
        if at >= 0 and written[at][0] == file:
            found[problem] = written[at][2]
    return found


@dataclass(frozen=True)
class Chart:
    """The drawing of a flow, what is to be said of it, and where each problem is on it."""

    drawing: str = ""
    notice: str = ""
    spots: Mapping[Problem, str] = field(default_factory=dict)


def write_pages(root: Path, out: Path) -> list[Path]:
    """Write the page of each flow and the index into ``out``; return what was written.

    Args:
        root: The project.
        out: Kept from run to run: the last good maps are there too.
    """
    seen = survey(root)
    graphs = {
        name: graph
        for name, flow in seen.flows.items()
        if (graph := graph_of(flow, seen.problems)) is not None
    }
    maps, reason = lay_out_each(root, graphs)
    kept = out / "peta"
    kept.mkdir(parents=True, exist_ok=True)
    pages = {out / "index.html": render_index(seen)}
    for name in seen.names:
        chart = _chart(seen, name, maps.get(name), kept / f"{name}.svg", reason)
        pages[out / name / "index.html"] = render_page(root, seen, name, chart)
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".baru")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    return list(pages)


def _chart(seen: Survey, name: str, drawn: Map | None, last: Path, reason: str) -> Chart:
    """Draw a flow, or take its last good drawing from the file that is kept of it."""
    if drawn is not None:
        places = spots(drawn.graph, own_problems(seen, name))
        wrong = frozenset(places.values())

        def flags(node: GraphNode) -> str:
            return "is-temuan" if node.key in wrong else ""

        base = f"/alur/{name}/"
        last.write_text(draw_map(drawn.graph, drawn.layout, base=base), encoding="utf-8")
        return Chart(draw_map(drawn.graph, drawn.layout, base=base, flags=flags), "", places)
    why = reason or "Alur ini belum dapat digambar."
    if not last.is_file():
        return Chart("", f"{why} Petanya muncul begitu berkasnya dapat dibaca.")
    return Chart(last.read_text(encoding="utf-8"), f"{why} Di bawah ini peta terakhir yang baik.")


def render_page(root: Path, seen: Survey, name: str, chart: Chart) -> str:
    """Return the page of one flow."""
    flow = seen.flows.get(name)
    title = flow.title if flow and flow.title else name
    told = element("p", escape(chart.notice), "s-kabar", role="status") if chart.notice else ""
    drawn = legend() + frame(chart.drawing) if chart.drawing else ""
    body = element(
        "div", _findings(root, seen, name, chart.spots), "s-temuan-semua", tabindex="0"
    ) + element("section", told + drawn, "s-peta", aria_label="Peta alur")
    links = f'<a href="{ADDRESS}">Semua alur</a> <a href="/alur/{escape(name)}/">Buka alur</a>'
    return document(title, links, element("div", body, "s-dua"))


def _findings(root: Path, seen: Survey, name: str, places: Mapping[Problem, str]) -> str:
    if seen.failure:
        return element("h2", "Pemeriksaan berhenti") + element("pre", escape(seen.failure))
    groups: dict[str, list[Problem]] = {group: [] for group in GROUPS}
    for problem in seen.problems:
        groups[group_of(problem, name)].append(problem)
    flow = seen.flows.get(name)
    if not seen.problems and flow:
        counts = f"{counted(fold(flow))}; {seen.scenarios} skenario semua alur berjalan."
        return element("h2", "Tidak ada temuan") + element("p", escape(counts))
    shown = ""
    for group, problems in groups.items():
        if not problems:
            continue
        items = "".join(_finding(root, problem, places.get(problem, "")) for problem in problems)
        listed = element("ol", items)
        head = f"{group}: {len(problems)} temuan"
        shown += (
            element("details", element("summary", head) + listed)
            if group == GROUPS[3]
            else element("h2", head) + listed
        )
    if not groups[GROUPS[0]] and not groups[GROUPS[1]]:
        shown = element("h2", "Tidak ada temuan di berkas alur ini") + shown
    return shown


def _finding(root: Path, problem: Problem, place: str) -> str:
    rows = [
        ("Contoh", problem.witness),
        ("Saran", problem.suggestion),
        ("Maksud Anda", f"“{problem.nearest}”?" if problem.nearest else ""),
        ("Yang boleh", _some(problem.allowed)),
    ]
    shown = "".join(
        element("div", element("dt", label) + element("dd", escape(text)))
        for label, text in rows
        if text
    )
    code = f'<a href="/penyunting/pesan/#{escape(problem.code)}">{escape(problem.code)}</a>'
    where = element("code", escape(str(problem.location)))
    shows = f' <a href="#peta-{escape(place)}">lihat di peta</a>' if place else ""
    return element(
        "li",
        element("p", f"{where} {code}{shows}", "s-tempat")
        + element("p", escape(problem.message), "s-pesan")
        + _quote(root, problem)
        + (element("dl", shown) if shown else ""),
    )


def _some(options: Sequence[str], most: int = 12) -> str:
    more = f" (dan {len(options) - most} lagi)" if len(options) > most else ""
    return ", ".join(options[:most]) + more


def _quote(root: Path, problem: Problem) -> str:
    """Return the line a problem points at, with a mark under the column."""
    try:
        lines = (root / problem.location.file).read_text(encoding="utf-8").splitlines()
        line = lines[problem.location.line - 1]
    except (OSError, ValueError, IndexError):
        return ""
    start = len(line) - len(line.lstrip())
    mark = " " * max(problem.location.column - 1 - start, 0) + "↑"
    return element("pre", f"{escape(line.strip()[:200])}\n{mark}", "s-kutipan")


def render_index(seen: Survey) -> str:
    """Return the list of all flows with the number of findings in their files."""
    rows = ""
    for name in seen.names:
        flow = seen.flows.get(name)
        count = len(own_problems(seen, name))
        rows += element(
            "tr",
            element("th", f'<a href="{ADDRESS}{escape(name)}/">{escape(name)}</a>', scope="row")
            + element("td", escape(flow.title if flow else "tidak terbaca"))
            + element("td", f"{count} temuan" if count else "tidak ada temuan", "s-jumlah"),
            "s-ada" if count else "",
        )
    others = len(seen.problems) - sum(len(own_problems(seen, name)) for name in seen.names)
    note = f"Di berkas lain, termasuk {SHARED}.yaml: {others} temuan." if others else ""
    if seen.failure:
        note = f"Pemeriksaan berhenti: {seen.failure}"
    head = "".join(element("th", label, scope="col") for label in ("Alur", "Judul", "Temuan"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    body = (element("p", escape(note), "s-kabar") if note else "") + table
    return document("Semua alur", '<a href="/alur/">Alur di situs</a>', body)


def document(title: str, links: str, body: str) -> str:
    """Return a whole page; nothing in it is inline."""
    styles = "".join(
        f'<link rel="stylesheet" href="{ADDRESS}berkas/{name}.css">'
        for name in ("tokens", "map", "sunting")
    )
    themes = [
        f'<script src="{ADDRESS}berkas/theme-{part}.js"></script>' for part in ("head", "palette")
    ]
    now = f"{datetime.now():%H.%M.%S}"
    return (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>Sunting: {escape(title)}</title><link rel="icon" href="/assets/site/pandu.svg">'
        f"{styles}{themes[0]}</head>"
        f'<body>{themes[1]}<header class="s-kepala"><p class="s-nama">Sunting</p>'
        f'<h1>{escape(title)}</h1><p class="s-waktu">Diperiksa {now}</p><nav>{links}</nav></header>'
        f'<main>{body}</main><script src="{ADDRESS}berkas/sunting.js"></script></body></html>\n'
    )


def main(arguments: Sequence[str]) -> int:
    """Write all pages into the folder given; return the exit code."""
    write_pages(ROOT, Path(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
