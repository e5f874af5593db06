"""The map of a flow on its page: the drawing with a link on each step, and the files beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flow_engine.dot import ACROSS, DOWN, to_dot
from flow_engine.graph import Graph, NodeKind, fold, unfold
from flow_engine.model import Flow
from macros.data import Page
from macros.drawing import draw_map, draw_sample
from macros.html import element, escape
from macros.publish.layout import Layout, lay_out

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "data/peta"
# What fits a desk's screen beside its scroll bar; a broader map may read better across.
SCREEN_WIDTH = 1300

STYLES = ("tokens", "map")
LEGEND = (
    (NodeKind.STEP, False, "Langkah"),
    (NodeKind.ROUTER, False, "Tabel memilih jalan"),
    (NodeKind.ROOM, False, "Bagian bersama"),
    (NodeKind.OUTCOME, False, "Hasil"),
    (NodeKind.STEP, True, "SOP tidak mengatur"),
)


@dataclass(frozen=True)
class Map:
    """A flow's graph and where everything on it stands."""

    graph: Graph
    layout: Layout


@dataclass(frozen=True)
class FlowMaps:
    """The two maps of a flow: sub-flows as one card each, and every step of theirs."""

    folded: Map
    unfolded: Map


def lay_out_graphs(root: Path, graphs: Iterable[Graph]) -> list[Map]:
    """Lay out graphs, each downwards or across, whichever is less broad.

    Raises:
        LayoutError: Nothing can be laid out here.
    """
    listed = list(graphs)
    dots = [to_dot(graph, way) for graph in listed for way in (DOWN, ACROSS)]
    layouts = lay_out(root, dots)
    pairs = zip(layouts[::2], layouts[1::2], strict=True)
    return [Map(graph, choose(*pair)) for graph, pair in zip(listed, pairs, strict=True)]


def choose(down: Layout, across: Layout) -> Layout:
    """Return the layout to draw: downwards wherever that fits the screen."""
    return down if down.width <= max(SCREEN_WIDTH, across.width) else across


@lru_cache(maxsize=4)
def maps_of(root: Path, flows: tuple[Flow, ...]) -> dict[str, FlowMaps]:
    """Return the maps of all flows by id, laid out in one go.

    Raises:
        LayoutError: Nothing can be laid out here.
    """
    graphs = [graph for flow in flows for graph in (fold(flow), unfold(flow))]
    maps = lay_out_graphs(root, graphs)
    return {
        flow.id: FlowMaps(folded, unfolded)
        for flow, folded, unfolded in zip(flows, maps[::2], maps[1::2], strict=True)
    }


def render_map(page: Page, flow: Flow) -> str:
    """Return the section "Peta alur": a dialog where scripts run, part of the page where not."""
    maps = maps_of(ROOT, tuple(page.house.flows.values()))[flow.id]
    dialog = element(
        "dialog",
        _head(page, flow, maps.folded.graph)
        + legend()
        + frame(draw_map(maps.folded.graph, maps.folded.layout)),
        "p-peta",
        id="peta",
        aria_labelledby="peta-judul",
    )
    # Markdown leaves a div alone; a dialog it would take for words of a paragraph.
    return element("div", dialog, data_search_exclude="")


def frame(drawing: str) -> str:
    """Return the part that scrolls when the drawing is larger than the screen."""
    label = "Peta alur; gulung untuk melihat seluruhnya"
    return element("div", drawing, "p-peta-bingkai", tabindex="0", role="region", aria_label=label)


def _head(page: Page, flow: Flow, graph: Graph) -> str:
    file = page.to(f"{FOLDER}/{flow.id}.svg")
    whole = page.to(f"{FOLDER}/{flow.id}-lengkap.svg")
    links = " ".join(
        f'<a href="{escape(url)}" target="_blank" rel="noopener">{label}</a>'
        for url, label in (
            (file, "Buka sebagai gambar"),
            (whole, "Dengan isi bagian bersama"),
        )
    )
    fit = '<label class="p-peta-pas"><input type="checkbox"> Pas lebar layar</label>'
    close = (
        '<form class="p-peta-tutup" method="dialog"><button class="p-button" type="submit">'
        '<kbd class="p-key" aria-hidden="true">Esc</kbd> Tutup</button></form>'
    )
    return element(
        "div",
        element("h2", "Peta alur", "p-peta-nama", id="peta-judul")
        + element("p", escape(counted(graph)), "p-peta-tentang")
        + element("p", fit + links, "p-peta-alat")
        + close,
        "p-peta-kepala",
    )


def counted(graph: Graph) -> str:
    """Return how much is on a map, in words."""
    kinds = [node.kind for node in graph.nodes]
    steps = kinds.count(NodeKind.STEP) + kinds.count(NodeKind.ROUTER)
    return f"{steps} langkah, {kinds.count(NodeKind.OUTCOME)} hasil"


def legend() -> str:
    """Return what the shapes of a map mean."""
    rows = (
        element("li", draw_sample(kind, silent=silent) + label) for kind, silent, label in LEGEND
    )
    return element("ul", "".join(rows), "p-peta-kunci")


def publish_maps(root: Path, site_dir: Path, flows: Iterable[Flow]) -> list[Path]:
    """Write both maps of each flow as drawings of their own; return what was written.

    They are coloured by the site's own style files, because a file on its own has no page.
    """
    folder = site_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    up = "../" * (FOLDER.count("/") + 1)
    styles = "".join(
        f'<?xml-stylesheet type="text/css" href="{up}assets/css/{name}.css"?>\n' for name in STYLES
    )
    listed = tuple(flows)
    written = []
    for flow_id, maps in maps_of(root, listed).items():
        for name, drawn in ((flow_id, maps.folded), (f"{flow_id}-lengkap", maps.unfolded)):
            svg = draw_map(drawn.graph, drawn.layout, base=f"{up}alur/{flow_id}/")
            path = folder / f"{name}.svg"
            head = '<?xml version="1.0" encoding="UTF-8"?>\n'
            path.write_text(f"{head}{styles}{svg}\n", encoding="utf-8")
            written.append(path)
    return written
