"""The map of a flow as DOT, the language of Graphviz, with the size of every card.

Sizes are points; a point is one unit of the drawing. What is drawn on a card and
what Graphviz is told of it come from the same functions, so that text fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flow_engine.graph import Graph, GraphEdge, GraphNode, NodeKind

TEXT_SIZE, SMALL_SIZE = 14.0, 13.0
LINE, SMALL_LINE = 19.0, 17.0
CARD_WIDTH, PADDING = 172.0, 10.0
LABEL_WIDTH, LABEL_LINES = 160.0, 4
CARD_LINES = 4
POINTS_PER_INCH = 72.0
DOWN, ACROSS = "TB", "LR"

# Widths of a letter in ems, rounded up from the site's font.
_NARROW, _MEDIUM, _PLAIN, _WIDE = 0.3, 0.46, 0.57, 0.84
_WIDTHS = {
    **dict.fromkeys("ijl|'.,:;!()[] ", _NARROW),
    **dict.fromkeys("frtIckszvyxJ-/·“”", _MEDIUM),
    **dict.fromkeys("mwMW@%", _WIDE),
    **dict.fromkeys("ABCDGHKNOQRUVXY&", 0.7),
}


@dataclass(frozen=True)
class Card:
    """What a node shows: its lines, and its size in points."""

    head: str
    lines: tuple[str, ...]
    details: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Arrow:
    """The ways between two nodes that are drawn as one line."""

    key: str
    source: str
    target: str
    lines: tuple[str, ...]
    labels: tuple[str, ...]
    silent: bool
    again: bool


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, never much less than it will be."""
    return size * sum(_WIDTHS.get(letter, _PLAIN) for letter in text)


def wrap(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """Break a text into lines; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.extend(_pieces(word, width, size))
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(f"{last}…", size) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" ,:;") + "…"]
    return tuple(lines)


def _pieces(word: str, width: float, size: float) -> Iterator[str]:
    """Cut a word that alone is wider than a line."""
    piece = ""
    for letter in word:
        if piece and text_width(piece + letter, size) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def card_of(node: GraphNode) -> Card:
    """Return what a node shows and how large it is."""
    room = CARD_WIDTH - 2 * PADDING
    head = "".join(wrap(head_of(node), room, SMALL_SIZE, 1))
    lines = wrap(node.title, room, TEXT_SIZE, CARD_LINES)
    details = tuple(line for text in node.details for line in wrap(text, room, SMALL_SIZE, 2))
    small = len(details) + bool(head)
    height = 2 * PADDING - 6 + LINE * len(lines) + SMALL_LINE * small
    return Card(head, lines, details, CARD_WIDTH, height)


def head_of(node: GraphNode) -> str:
    """Return the small line above a title: what this is, and its place in the document."""
    if node.kind is NodeKind.STEP:
        return f"Langkah {node.number}" if node.number[:1].isdigit() else node.number.capitalize()
    return f"{HEADS[node.kind]} {node.number}".strip()


HEADS = {
    NodeKind.ROUTER: "Tabel",
    NodeKind.ROOM: "Bagian bersama",
    NodeKind.OUTCOME: "Hasil",
    NodeKind.END: "",
    NodeKind.MISSING: "Belum ditulis",
}


def arrows(graph: Graph) -> tuple[Arrow, ...]:
    """Return the lines to draw: ways that share both ends and their kind are one."""
    bundles: dict[tuple[str, str, bool, bool], list[GraphEdge]] = {}
    closings = {node.key for node in closings_of(graph)}
    for edge in graph.edges:
        if edge.target in closings:
            continue  # Said on the card: a line from every outcome would hide the map.
        bundles.setdefault((edge.source, edge.target, edge.silent, edge.again), []).append(edge)
    goals: dict[str, set[tuple[str, str, bool, bool]]] = {}
    for bundle in bundles:
        goals.setdefault(bundle[0], set()).add(bundle)
    found = []
    for number, (bundle, edges) in enumerate(bundles.items()):
        source, target, silent, again = bundle
        labels = tuple(dict.fromkeys(edge.label for edge in edges if edge.label))
        # Where every answer leads on alike, the answers say nothing about the way.
        alike = len(goals[source]) == 1 and not silent and not again
        lines = () if alike else _label_lines(labels)
        found.append(Arrow(f"j{number}", source, target, lines, labels, silent, again))
    return tuple(found)


def _label_lines(labels: tuple[str, ...]) -> tuple[str, ...]:
    if len(labels) == 1:
        return wrap(labels[0], LABEL_WIDTH, SMALL_SIZE, LABEL_LINES)
    lines: list[str] = []
    for number, label in enumerate(labels):
        more = wrap(label, LABEL_WIDTH, SMALL_SIZE, 2)
        if len(lines) + len(more) > LABEL_LINES:
            return (*lines, f"dan {len(labels) - number} lagi")
        lines += more
    return tuple(lines)


def node_id(number: int) -> str:
    """Return the id by which Graphviz tells where the node of this number stands."""
    return f"k{number}"


def cluster_id(number: int) -> str:
    """Return the id by which Graphviz tells where the cluster of this number stands."""
    return f"r{number}"


def closings_of(graph: Graph) -> tuple[GraphNode, ...]:
    """Return the folded sub-flows that follow outcomes; they stand in a row of their own."""
    after = {edge.target for edge in graph.edges if edge.then}
    return tuple(n for n in graph.nodes if n.kind is NodeKind.ROOM and n.key in after)


def to_dot(graph: Graph, direction: str = DOWN) -> str:
    """Return the map as DOT: the same text for the same graph, whatever stands in the titles.

    Args:
        graph: The map.
        direction: :data:`DOWN`, or :data:`ACROSS` for a map that is broad and short.
    """
    lines = [
        f"digraph {quoted(graph.flow)} {{",
        f'  graph [label="{label_of([graph.title])}", labelloc=t, rankdir={direction},'
        " nodesep=0.25, ranksep=0.42, fontname=Arial]",
        f"  node [shape=box, fixedsize=true, fontname=Arial, fontsize={TEXT_SIZE:g}]",
        f"  edge [fontname=Arial, fontsize={SMALL_SIZE + 1:g}, arrowsize=0.7]",
        *_cluster_lines(graph),
        *_closing_lines(graph, "sink" if direction == DOWN else "max"),
        *(_arrow_line(arrow) for arrow in arrows(graph)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _cluster_lines(graph: Graph, parent: str = "", depth: int = 1) -> Iterator[str]:
    indent = "  " * depth
    for number, node in enumerate(graph.nodes):
        if node.cluster == parent:
            yield f"{indent}{_node_line(node, number)}"
    for number, cluster in enumerate(graph.clusters):
        if cluster.parent == parent:
            yield f"{indent}subgraph {quoted(f'cluster_{cluster.key}')} {{"
            title = label_of([cluster.title])
            yield f'{indent}  graph [id={cluster_id(number)}, label="{title}", style=rounded]'
            yield from _cluster_lines(graph, cluster.key, depth + 1)
            yield f"{indent}}}"


def _closing_lines(graph: Graph, rank: str) -> Iterator[str]:
    keys = [quoted(node.key) for node in closings_of(graph)]
    if keys:
        yield f"  {{rank={rank}; {'; '.join(keys)}}}"


def _node_line(node: GraphNode, number: int) -> str:
    card = card_of(node)
    shown = [*([card.head] if card.head else []), *card.lines, *card.details]
    style = {NodeKind.OUTCOME: "bold", NodeKind.ROOM: "filled", NodeKind.ROUTER: "rounded"}
    attributes = {
        "id": node_id(number),
        "label": label_of(shown),
        "width": f"{card.width / POINTS_PER_INCH:.4f}",
        "height": f"{card.height / POINTS_PER_INCH:.4f}",
        "style": "dashed" if node.silent else style.get(node.kind, "solid"),
        "class": str(node.kind),
    }
    if node.anchor:
        attributes["URL"] = escaped(f"#{node.anchor}")
    shown_attributes = ", ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"{quoted(node.key)} [{shown_attributes}]"


def _arrow_line(arrow: Arrow) -> str:
    attributes = {"id": arrow.key}
    if arrow.lines:
        attributes["label"] = label_of(arrow.lines)
    if arrow.silent:
        attributes["style"] = "dashed"
    if arrow.again:
        attributes["constraint"] = "false"
    shown = ", ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"  {quoted(arrow.source)} -> {quoted(arrow.target)} [{shown}]"


def quoted(text: str) -> str:
    """Return an id as DOT reads it back letter by letter."""
    return f'"{escaped(text)}"'


def label_of(lines: Iterable[str]) -> str:
    """Return lines as a label; Graphviz would read an ampersand as the start of a sign."""
    return "\\n".join(escaped(line).replace("&", "&amp;") for line in lines)


def escaped(text: str) -> str:
    """Return a text safe between quotes: DOT gives a backslash a meaning of its own."""
    shown = " ".join(text.split())
    return shown.replace("\\", "\\\\").replace('"', '\\"')
