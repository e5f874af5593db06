"""A laid out map as SVG: classes only, so that the site's styles colour it. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from flow_engine.dot import (
    LINE,
    PADDING,
    SMALL_LINE,
    SMALL_SIZE,
    TEXT_SIZE,
    Arrow,
    Card,
    arrows,
    card_of,
    cluster_id,
    node_id,
)
from flow_engine.graph import Cluster, Graph, GraphNode, NodeKind
from macros.html import element, escape
from macros.publish.layout import Layout, Line, Point

MARGIN = 8.0
TIP_LENGTH, TIP_HALF = 9.0, 4.0
# xlink:href, not href: instant navigation of the theme rewrites what has an href, and cannot here.
ROOT = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

Flagged = Callable[[GraphNode], str]


def draw_map(
    graph: Graph,
    layout: Layout,
    *,
    base: str = "",
    prefix: str = "peta",
    flags: Flagged | None = None,
) -> str:
    """Return a map as one SVG element.

    Args:
        graph: The map.
        layout: Where everything on it stands.
        base: Put before the anchors, ``../../alur/periksa/``; empty on the flow's own page.
        prefix: Begins every id.
        flags: Returns further class names of a node, for findings.
    """
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    titles = {node.key: node.title for node in graph.nodes}
    boxes = "".join(
        _draw_cluster(cluster, layout.clusters[cluster_id(number)])
        for number, cluster in enumerate(graph.clusters)
        if cluster_id(number) in layout.clusters
    )
    lines = "".join(_draw_arrow(arrow, layout.lines[arrow.key], titles) for arrow in arrows(graph))
    cards = "".join(
        _draw_node(node, layout.nodes[node_id(number)], base, prefix, flags(node) if flags else "")
        for number, node in enumerate(graph.nodes)
    )
    name = escape(f"Peta alur {graph.title}")
    return (
        f'<svg {ROOT} class="p-peta-gambar" role="group" '
        f'aria-label="{name}" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="{_n(-MARGIN)} {_n(-MARGIN)} {_n(width)} {_n(height)}"><title>{name}</title>'
        f"{boxes}{lines}{cards}</svg>"
    )


def draw_sample(kind: NodeKind, *, silent: bool = False) -> str:
    """Return a card in small, without words, for the legend."""
    card = Card("", (), (), 30.0, 15.0)
    classes = f"p-peta-kartu is-{kind}" + (" is-diam" if silent else "")
    return (
        '<svg class="p-peta-contoh" width="32" height="17" viewBox="-1 -1 32 17" '
        f'aria-hidden="true"><g class="{classes}">{_shape(kind, card, 0, 0)}</g></svg>'
    )


def _draw_cluster(cluster: Cluster, box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    return (
        f'<g class="p-peta-ruang"><rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" '
        f'height="{_n(height)}" rx="4"/>'
        + _text("p-peta-kecil", x + PADDING, y + SMALL_LINE + 2, SMALL_LINE, (cluster.title,))
        + "</g>"
    )


def _draw_arrow(arrow: Arrow, line: Line, titles: dict[str, str]) -> str:
    classes = "p-peta-jalan" + (" is-diam" if arrow.silent else "")
    classes += " is-ulang" if arrow.again else ""
    start, *rest = line.path
    curves = " ".join(
        "C" + " ".join(f"{_n(x)},{_n(y)}" for x, y in rest[at : at + 3])
        for at in range(0, len(rest), 3)
    )
    path = f'<path d="M{_n(start[0])},{_n(start[1])} {curves}"/>'
    words = f"{titles[arrow.source]} → {titles[arrow.target]}"
    if arrow.labels:
        words = f"{' / '.join(arrow.labels)}: {words}"
    if arrow.silent:
        words += " (SOP tidak mengatur)"
    shown = ""
    if arrow.lines and line.label:
        x, y = line.label
        top = y - SMALL_LINE * len(arrow.lines) / 2 + SMALL_LINE * 0.75
        shown = _text("p-peta-kata", x, top, SMALL_LINE, arrow.lines)
    return element("g", f"<title>{escape(words)}</title>{path}{_tip(line)}{shown}", classes)


def _tip(line: Line) -> str:
    """Return the arrow's head: from the end of the curve to the tip."""
    (x0, y0), (x1, y1) = line.path[-1], line.tip
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    back_x, back_y = x1 - ux * TIP_LENGTH, y1 - uy * TIP_LENGTH
    points = (
        (x1, y1),
        (back_x - uy * TIP_HALF, back_y + ux * TIP_HALF),
        (back_x + uy * TIP_HALF, back_y - ux * TIP_HALF),
    )
    return f'<path class="p-peta-ujung" d="M{_points(points)}Z"/>'


def _draw_node(node: GraphNode, place: Point, base: str, prefix: str, flags: str) -> str:
    card = card_of(node)
    left, top = place[0] - card.width / 2, place[1] - card.height / 2
    classes = f"p-peta-kartu is-{node.kind}" + (" is-diam" if node.silent else "")
    classes += f" {flags}" if flags else ""
    title = " · ".join(filter(None, (card.head, node.title, *node.details)))
    if node.silent:
        title += " (SOP tidak mengatur)"
    inner = f"<title>{escape(title)}</title>{_shape(node.kind, card, left, top)}"
    inner += _card_text(card, left, top)
    shared = f'class="{classes}" id="{prefix}-{escape(node.key)}"'
    if not node.anchor:
        return f"<g {shared}>{inner}</g>"
    return f'<a {shared} xlink:href="{escape(f"{base}#{node.anchor}")}">{inner}</a>'


def _shape(kind: NodeKind, card: Card, left: float, top: float) -> str:
    right, bottom = left + card.width, top + card.height
    box = (
        f'<rect class="p-peta-dasar" x="{_n(left)}" y="{_n(top)}" width="{_n(card.width)}" '
        f'height="{_n(card.height)}" rx="{"14" if kind is NodeKind.END else "3"}"/>'
    )
    if kind is NodeKind.ROUTER:
        middle, cut = (top + bottom) / 2, 9.0
        corners = (
            (left + cut, top), (right - cut, top), (right, middle), (right - cut, bottom),
            (left + cut, bottom), (left, middle),
        )  # fmt: skip
        return f'<path class="p-peta-dasar" d="M{_points(corners)}Z"/>'
    if kind is NodeKind.ROOM:
        sides = " ".join(f"M{_n(x)},{_n(top)}V{_n(bottom)}" for x in (left + 5, right - 5))
        return f'{box}<path class="p-peta-sisi" d="{sides}"/>'
    if kind is NodeKind.OUTCOME:
        bar = f'x="{_n(left)}" y="{_n(top)}" width="6" height="{_n(card.height)}"'
        return f'{box}<rect class="p-peta-pita" {bar}/>'
    return box


def _card_text(card: Card, left: float, top: float) -> str:
    x, y = left + PADDING + 2, top + PADDING - 3
    shown = ""
    if card.head:
        shown += _text("p-peta-kecil", x, y + SMALL_SIZE - 1, SMALL_LINE, (card.head,))
        y += SMALL_LINE
    shown += _text("p-peta-judul", x, y + TEXT_SIZE, LINE, card.lines)
    y += LINE * len(card.lines)
    if card.details:
        shown += _text("p-peta-kecil", x, y + SMALL_SIZE, SMALL_LINE, card.details)
    return shown


def _text(classes: str, x: float, y: float, line: float, lines: Sequence[str]) -> str:
    # The space between lines is for those who copy or hear the text.
    spans = " ".join(
        f'<tspan x="{_n(x)}" y="{_n(y + line * number)}">{escape(words)}</tspan>'
        for number, words in enumerate(lines)
    )
    return f'<text class="{classes}">{spans}</text>'


def _points(points: Sequence[Point]) -> str:
    return "L".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """Return a number as short as the eye allows: one decimal."""
    return f"{round(number, 1) + 0:g}" if abs(number) < 100_000 else f"{number:.0f}"
