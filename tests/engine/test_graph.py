"""The map of a flow: nothing of the flow is missing, and nothing in a title can break it."""

from __future__ import annotations

import re

import pytest

from flow_engine.__main__ import main
from flow_engine.commands.graph import outline
from flow_engine.content import walk
from flow_engine.dot import (
    ACROSS,
    CARD_WIDTH,
    LABEL_LINES,
    LABEL_WIDTH,
    PADDING,
    SMALL_SIZE,
    TEXT_SIZE,
    arrows,
    card_of,
    closings_of,
    escaped,
    text_width,
    to_dot,
    wrap,
)
from flow_engine.flows import load_flows
from flow_engine.graph import (
    END_KEY,
    ROUTER_TITLE,
    Graph,
    GraphEdge,
    GraphNode,
    NodeKind,
    fold,
    sketch,
    unfold,
)
from flow_engine.library import load_library
from tests.knowledge import real_flows

from .conftest import DATA, MakeFlow

FLOWS = real_flows()
NAMES = list(FLOWS)
WHOLE = {name: unfold(flow) for name, flow in FLOWS.items()}
FOLDED = {name: fold(flow) for name, flow in FLOWS.items()}

SMALL = """\
alur: kecil
judul: Kecil
dokumen: PRK
fakta:
  padam: {tanya: Padam?, pilihan: {ya: "Ya", tidak: Tidak}}
  jam: {tanya: Sejak kapan?, jenis: waktu, sebutan: Mulai padam}
langkah:
  tanya-padam:
    judul: Padam?
    tanya: padam
    opsional: ya
    jika:
      ya: {ke: tanya-jam}
      tidak: {hasil: selesai}
      selain_itu: {ke: pilih, diam: Tidak diatur.}
  tanya-jam: {judul: Jam, tanya: jam, opsional: ya, ke: pilih}
  pilih:
    tabel: pilih
  perlu: {judul: Tanyakan jamnya, butuh: jam}
  akhir: {judul: Cukup, tanya: padam, opsional: ya, kembali: ya}
tabel:
  pilih:
    - {jam: kosong, padam: ya, ke: perlu}
    - {jam: kosong, padam: kosong, ke: akhir}
    - {jam: kosong, padam: tidak, hasil: selesai}
    - {jam: ada, bukan: {padam: ya}, hasil: selesai}
    - {jam: ada, padam: ya, hasil: selesai}
hasil:
  selesai: {judul: Selesai, diam: Tidak diatur.}
"""


def edges_of(graph: Graph, source: str) -> list[GraphEdge]:
    return [edge for edge in graph.edges if edge.source == source]


@pytest.mark.parametrize("name", NAMES)
def test_every_step_and_every_way_of_the_walk_is_on_the_unfolded_map(name: str) -> None:
    graph = WHOLE[name]
    rows = walk(FLOWS[name])
    assert {row["anchor"] for row in rows} == {n.key for n in graph.nodes} - {END_KEY}
    for row in rows:
        if "outcome" in row:
            goals = [row["outcome"]["then"]] if row["outcome"]["then"] else []
        else:
            ways = row["table"]["rows"] if row["table"] else row["ways"]
            goals = [way["to"] or END_KEY for way in ways]
        assert [edge.target for edge in edges_of(graph, row["anchor"])] == goals


@pytest.mark.parametrize("name", NAMES)
def test_the_folded_map_keeps_every_own_step_way_and_outcome(name: str) -> None:
    flow, graph = FLOWS[name], FOLDED[name]
    keys = {node.key for node in graph.nodes}
    for row in walk(flow):
        if "outcome" in row:
            assert row["anchor"] in keys
        elif "/" not in row["key"]:
            ways = row["table"]["rows"] if row["table"] else row["ways"]
            drawn = edges_of(graph, row["anchor"])
            assert row["anchor"] in keys
            assert sum(bool(way["silent"]) for way in ways) == sum(e.silent for e in drawn)
            assert len({way["to"] for way in ways}) <= len(drawn) <= len(ways)
    assert NodeKind.MISSING not in {node.kind for node in graph.nodes}


@pytest.mark.parametrize("name", NAMES)
def test_each_folded_part_links_to_a_step_inside_it(name: str) -> None:
    anchors = {node.key: node for node in WHOLE[name].nodes}
    for node in FOLDED[name].nodes:
        if node.kind is NodeKind.ROOM:
            inside = anchors[node.anchor].cluster
            assert node.key in (f"bagian-{inside.split('/')[0]}", f"lalu-{inside.split('/')[0]}")
            assert re.fullmatch(r"\d+ langkah", node.details[0])


@pytest.mark.parametrize("name", NAMES)
def test_clusters_stand_inside_those_they_are_called_from(name: str) -> None:
    graph = WHOLE[name]
    keys = {cluster.key for cluster in graph.clusters} | {""}
    assert {cluster.parent for cluster in graph.clusters} <= keys
    assert {node.cluster for node in graph.nodes} <= keys


def test_the_dot_text_is_the_same_each_time() -> None:
    library, _ = load_library(DATA)
    again, _ = load_flows(DATA, library)
    for name, flow in again.items():
        assert to_dot(FOLDED[name]) == to_dot(fold(flow))
        assert to_dot(WHOLE[name], ACROSS) == to_dot(unfold(flow), ACROSS)


def test_every_node_has_one_line_in_the_dot_text_and_every_bundle_of_ways_one_arrow() -> None:
    for graph in FOLDED.values():
        text = to_dot(graph)
        assert len(re.findall(r'\[id="k\d+"', text)) == len(graph.nodes)
        drawn = [edge for edge in graph.edges if edge.target not in closing_keys(graph)]
        pairs = {(edge.source, edge.target, edge.silent, edge.again) for edge in drawn}
        assert text.count(" -> ") == len(arrows(graph)) == len(pairs)


def closing_keys(graph: Graph) -> set[str]:
    return {node.key for node in closings_of(graph)}


def test_text_fits_its_card_and_its_label() -> None:
    for graph in WHOLE.values():
        for node in graph.nodes:
            card = card_of(node)
            room = CARD_WIDTH - 2 * PADDING
            assert all(text_width(line, TEXT_SIZE) <= room for line in card.lines)
            assert all(text_width(x, SMALL_SIZE) <= room for x in (card.head, *card.details))
        for arrow in arrows(graph):
            assert len(arrow.lines) <= LABEL_LINES + 1
            assert all(text_width(line, SMALL_SIZE) <= LABEL_WIDTH for line in arrow.lines)


@pytest.mark.parametrize(
    "title",
    ['"]; x [label="', "\\", 'a\\"b\\N', "<b>tebal</b> & {a|b}", "baris\nbaru\ttab", "&amp; &#0;"],
)
def test_a_hostile_title_stays_text(title: str) -> None:
    node = GraphNode('kunci"\\', NodeKind.STEP, title, anchor='langkah-"')
    ways = (GraphEdge(node.key, node.key, title), GraphEdge(node.key, node.key, silent=True))
    text = to_dot(Graph('alur"', title, (node,), ways))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "S", text)
    assert "\\" not in outside and '"' not in outside
    assert outside.count("{") == outside.count("}") == 1
    assert outside.count("[") == outside.count("]") == 6
    assert "S -> S [id=S, label=S]" in outside


def test_line_breaks_and_quotes_are_escaped_as_dot_reads_them() -> None:
    assert escaped('a "b"\n c\\d') == 'a \\"b\\" c\\\\d'


def test_a_word_wider_than_a_line_is_cut_and_what_is_too_long_ends_in_an_ellipsis() -> None:
    lines = wrap("m" * 60, 100, 14, 9)
    assert len(lines) > 1 and "".join(lines) == "m" * 60
    cut = wrap("satu dua tiga empat lima", 40, 14, 2)
    assert len(cut) == 2 and cut[-1].endswith("…")
    assert wrap("", 40, 14, 2) == ()
    assert wrap("mmmm mmmm", 1, 14, 1) == ("…",)


def test_ways_that_share_both_ends_are_one_arrow_with_all_their_answers() -> None:
    nodes = tuple(GraphNode(key, NodeKind.STEP, key) for key in "abc")
    ways = [GraphEdge("a", "b", f"jawaban nomor {number}") for number in range(1, 8)]
    found = arrows(Graph("x", "X", nodes, (*ways, GraphEdge("a", "c", "lain"))))
    assert [arrow.target for arrow in found] == ["b", "c"]
    assert found[0].labels == tuple(way.label for way in ways)
    assert found[0].lines[-1] == "dan 3 lagi"
    assert found[1].lines == ("lain",)


def test_answers_that_all_lead_on_alike_are_not_written_on_the_way() -> None:
    nodes = tuple(GraphNode(key, NodeKind.STEP, key) for key in "ab")
    found = arrows(Graph("x", "X", nodes, (GraphEdge("a", "b", "ya"), GraphEdge("a", "b", "no"))))
    assert [arrow.lines for arrow in found] == [()]


def test_silent_ways_ways_back_and_the_end_are_told_apart(make_flow: MakeFlow) -> None:
    flow, problems = make_flow(SMALL)
    assert problems == []
    graph = fold(flow)
    kinds = {node.key: node.kind for node in graph.nodes}
    assert kinds[END_KEY] is NodeKind.END
    assert kinds["langkah-pilih"] is NodeKind.ROUTER
    assert next(n.title for n in graph.nodes if n.key == "langkah-pilih") == ROUTER_TITLE
    assert [e.silent for e in edges_of(graph, "langkah-tanya-padam")] == [False, False, True]
    back = edges_of(graph, "langkah-perlu")
    assert [(e.target, e.again) for e in back] == [("langkah-tanya-jam", True)]
    labels = [edge.label for edge in edges_of(graph, "langkah-pilih")]
    assert labels == [
        "Mulai padam: belum diketahui, Ya",
        "Mulai padam: belum diketahui, Padam?: belum diketahui",
        "Mulai padam: belum diketahui, Tidak",
        "Mulai padam: sudah diketahui, bukan",
        "Mulai padam: sudah diketahui, Ya",
    ]
    text = to_dot(graph)
    assert 'style="dashed"' in text and 'constraint="false"' in text
    assert sum(node.silent for node in graph.nodes) == 1


def test_a_flow_with_problems_is_drawn_with_what_is_missing(make_flow: MakeFlow) -> None:
    broken = SMALL.replace("ke: tanya-jam", "ke: tanya-jamm").replace(
        "hasil: selesai}", "hasil: x}"
    )
    flow, problems = make_flow(broken + "  lain: {judul: Lain, lalu: tiada, rujuk: kecil}\n")
    assert problems
    graph = sketch(flow)
    missing = {node.title for node in graph.nodes if node.kind is NodeKind.MISSING}
    assert missing == {"tanya-jamm", "x"}
    lain = next(node for node in graph.nodes if node.title == "Lain")
    assert lain.details == ("lanjut ke kecil",)
    assert to_dot(graph)


def test_a_sketch_has_the_same_main_steps_as_the_map() -> None:
    for flow in FLOWS.values():
        drawn = sketch(flow)
        own = {node.key for node in drawn.nodes if node.key.startswith("langkah-")}
        assert own == {f"langkah-{s.id}" for s in flow.main.steps.values() if not s.call}
        rooms = [node.title for node in drawn.nodes if node.kind is NodeKind.ROOM]
        called = [flow.rooms[s.call].title for s in flow.main.steps.values() if s.call]
        assert rooms == called


def test_a_part_that_is_not_written_is_missing_on_the_sketch(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(SMALL.replace("{judul: Jam, tanya: jam, opsional: ya, ke: pilih}",
                                      "{panggil: tiada, ke: pilih}"))  # fmt: skip
    node = next(n for n in sketch(flow).nodes if n.key == "bagian-tanya-jam")
    assert (node.kind, node.title) == (NodeKind.MISSING, "tiada")


def test_the_outline_names_every_way() -> None:
    graph = FOLDED["lapor-ulang"]
    lines = list(outline(graph))
    assert sum(line.startswith("  ") for line in lines) == len(graph.edges)
    assert len(lines) == len(graph.edges) + len(graph.nodes)
    assert any("(SOP tidak mengatur)" in line for line in lines)
    assert any(line.startswith("  lalu → Bagian bersama") for line in lines)


@pytest.mark.luas
@pytest.mark.parametrize("extra", [[], ["--dot"], ["--lengkap"]])
def test_the_command_prints_dot(extra: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(DATA), "graph", "periksa", *extra]) == 0
    printed = capsys.readouterr().out
    expected = WHOLE if "--lengkap" in extra else FOLDED
    assert printed == to_dot(expected["periksa"])


def test_the_command_prints_a_list_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(DATA), "graph", "periksa", "--teks"]) == 0
    assert "  Padam → Langkah 3.a.1 · Padam: layar kWh meter" in capsys.readouterr().out


def test_an_unknown_flow_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(DATA), "graph", "periks"]) == 2
    assert "Maksud Anda “periksa”?" in capsys.readouterr().err
