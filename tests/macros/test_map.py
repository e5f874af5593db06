"""The map on a flow's page: drawn by Graphviz in the build, coloured by the site, linked."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from flow_engine.content import walk
from flow_engine.dot import to_dot
from flow_engine.graph import Cluster, Graph, GraphEdge, GraphNode, NodeKind
from macros.data import House
from macros.drawing import draw_map
from macros.flows import render_flow, render_flow_list
from macros.links import read_page
from macros.map import FOLDER, choose, counted, lay_out_graphs, maps_of, publish_maps
from macros.publish import layout as layout_module
from macros.publish.layout import Layout, LayoutError, lay_out
from tests.knowledge import real_house
from tools.site import ROOT

HOUSE: House = real_house()
FLOWS = tuple(HOUSE.flows.values())
NAMES = list(HOUSE.flows)
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"

Box = tuple[float, float, float, float]

TITLE = 'Padam <atau> "menyala" & lain'
SMALL = Graph(
    "kecil",
    "Kecil",
    (
        GraphNode("langkah-a", NodeKind.STEP, TITLE, "3", "langkah-a"),
        GraphNode("langkah-t", NodeKind.ROUTER, "Tabel kecil", "", "langkah-t"),
        GraphNode("bagian-b", NodeKind.ROOM, "Salam", "", "langkah-b-c", ("2 langkah",)),
        GraphNode("hasil-h", NodeKind.OUTCOME, "Selesai", "", "hasil-h", ("UNIT",), silent=True),
        GraphNode("akhir", NodeKind.END, "Panggilan selesai"),
        GraphNode("langkah-x", NodeKind.MISSING, "x", cluster="ruang"),
    ),
    (
        GraphEdge("langkah-a", "langkah-t", "Padam", silent=True),
        GraphEdge("langkah-a", "bagian-b", "Menyala"),
        GraphEdge("langkah-t", "hasil-h", "ya"),
        GraphEdge("langkah-t", "langkah-x", "tidak"),
        GraphEdge("bagian-b", "akhir"),
        GraphEdge("bagian-b", "langkah-a", "Setelah diisi", again=True),
    ),
    (Cluster("ruang", "Satu ruang"),),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


@pytest.fixture(scope="module")
def small() -> ET.Element:
    drawn = lay_out_graphs(ROOT, [SMALL])[0]
    return ET.fromstring(draw_map(drawn.graph, drawn.layout, flags=lambda _: "is-temuan"))


def cards(svg: ET.Element) -> list[ET.Element]:
    return [e for e in svg.iter() if "p-peta-kartu" in (e.get("class") or "")]


def title_of(element: ET.Element) -> str:
    return element.findtext(f"{SVG}title") or ""


def test_every_card_with_a_section_is_a_link_with_a_title(small: ET.Element) -> None:
    found = {(card.get("id"), card.tag, card.get(HREF)) for card in cards(small)}
    assert found == {
        ("peta-langkah-a", f"{SVG}a", "#langkah-a"),
        ("peta-langkah-t", f"{SVG}a", "#langkah-t"),
        ("peta-bagian-b", f"{SVG}a", "#langkah-b-c"),
        ("peta-hasil-h", f"{SVG}a", "#hasil-h"),
        ("peta-akhir", f"{SVG}g", None),
        ("peta-langkah-x", f"{SVG}g", None),
    }
    titles = {card.get("id"): title_of(card) for card in cards(small)}
    assert titles["peta-langkah-a"] == f"Langkah 3 · {TITLE}"
    assert titles["peta-hasil-h"] == "Hasil · Selesai · UNIT (SOP tidak mengatur)"
    assert all((card.get("class") or "").endswith(" is-temuan") for card in cards(small))


def test_ways_have_titles_and_silent_ones_and_ways_back_their_class(small: ET.Element) -> None:
    ways = [e for e in small.iter() if "p-peta-jalan" in (e.get("class") or "")]
    assert len(ways) == len(SMALL.edges)
    titles = [title_of(way) for way in ways]
    assert f"Padam: {TITLE} → Tabel kecil (SOP tidak mengatur)" in titles
    assert "Salam → Panggilan selesai" in titles
    classes = [way.get("class") for way in ways]
    assert classes.count("p-peta-jalan is-diam") == 1
    assert classes.count("p-peta-jalan is-ulang") == 1


def test_the_drawing_has_a_name_and_only_classes_for_its_looks(small: ET.Element) -> None:
    assert small.get("role") == "group"
    assert small.get("aria-label") == title_of(small) == "Peta alur Kecil"
    text = ET.tostring(small, encoding="unicode")
    assert not re.search(r"<\w*:?(script|style|foreignObject)\b", text)
    for element in small.iter():
        assert not {"style", "fill", "stroke", "font-family"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]


def test_cards_stand_inside_the_drawing_and_do_not_overlap(small: ET.Element) -> None:
    boxes = []
    for shape in small.iter(f"{SVG}rect"):
        if shape.get("class") == "p-peta-dasar":
            x, y, width, height = (float(shape.get(n) or 0) for n in ("x", "y", "width", "height"))
            boxes.append((x, y, x + width, y + height))
    assert len(boxes) == 5  # a table is no rectangle
    left, top, width, height = map(float, (small.get("viewBox") or "").split())
    for box in boxes:
        assert left <= box[0] and top <= box[1]
        assert box[2] <= left + width and box[3] <= top + height
        assert not [other for other in boxes if other is not box and overlap(box, other)]


def overlap(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


def test_the_same_map_is_drawn_the_same_twice() -> None:
    first, again = (lay_out_graphs(ROOT, [SMALL])[0] for _ in range(2))
    assert draw_map(first.graph, first.layout) == draw_map(again.graph, again.layout)


@pytest.mark.parametrize("name", NAMES)
def test_the_map_on_the_page_leads_to_every_section_of_the_flow_itself(name: str) -> None:
    html = render_flow(HOUSE.page(f"alur/{name}/"), name)
    page = read_page(html)
    drawing = html[html.index('<svg xmlns="') : html.rindex("</svg>") + len("</svg>")]
    targets = {href for href, _, _ in read_page(drawing).links}
    assert targets <= {f"#{anchor}" for anchor in page.ids}
    own = [r["anchor"] for r in walk(HOUSE.flows[name]) if "outcome" in r or "/" not in r["key"]]
    assert {f"#{anchor}" for anchor in own} <= targets
    assert html.count('id="peta"') == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_id_stands_twice_on_a_flow_page(name: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', render_flow(HOUSE.page(f"alur/{name}/"), name))
    assert sorted(ids) == sorted(set(ids))
    assert len([i for i in ids if i.startswith("peta-")]) > 3


def test_the_list_of_flows_links_to_each_map() -> None:
    html = render_flow_list(HOUSE.page("alur/"))
    for flow in FLOWS:
        assert f'href="{flow.id}/#peta"' in html


def test_each_map_is_a_file_of_its_own_with_the_site_s_styles(tmp_path: Path) -> None:
    written = publish_maps(ROOT, tmp_path, FLOWS)
    assert len(written) == 2 * len(FLOWS)
    for path in written:
        text = path.read_text(encoding="utf-8")
        flow = HOUSE.flows[path.stem.removesuffix("-lengkap")]
        anchors = {row["anchor"] for row in walk(flow)}
        hrefs = [a.get(HREF) or "" for a in ET.fromstring(text).iter(f"{SVG}a")]
        assert hrefs and {h.removeprefix(f"../../alur/{flow.id}/#") for h in hrefs} <= anchors
        styles = re.findall(r'<\?xml-stylesheet type="text/css" href="\.\./\.\./(.+?)"\?>', text)
        assert styles and all((ROOT / "docs" / style).is_file() for style in styles)
        if path.stem.endswith("-lengkap"):
            assert len(hrefs) == len(anchors)
    assert {path.parent for path in written} == {tmp_path / FOLDER}


def test_a_broad_map_is_drawn_across_only_where_that_is_less_broad() -> None:
    narrow, broad, broader = Layout(900, 10), Layout(2000, 10), Layout(3000, 10)
    assert choose(narrow, broad) is narrow
    assert choose(broad, narrow) is narrow
    assert choose(broad, broader) is broad
    assert choose(Layout(1200, 900), narrow).width == 1200


def test_what_is_on_a_map_is_counted_in_words() -> None:
    assert counted(SMALL) == "2 langkah, 1 hasil"


def test_all_maps_are_asked_of_node_once_and_then_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    real = subprocess.run

    def counting(*given: object, **more: object) -> object:
        runs.append(1)
        return real(*given, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counting)
    dots = [to_dot(SMALL), to_dot(Graph("lain", "Lain", SMALL.nodes[:1], ()))]
    first = lay_out(project, dots)
    assert lay_out(project, [*reversed(dots)]) == [*reversed(first)]
    assert len(runs) == 1
    assert len(list((project / ".cache" / "peta").glob("*.json"))) == 2


def test_a_missing_node_is_told_in_words(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    with pytest.raises(LayoutError, match=r"Node\.js tidak ditemukan"):
        lay_out(project, [to_dot(SMALL)])


def test_a_missing_package_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="belum terpasang"):
        lay_out(tmp_path, [to_dot(SMALL)])


def test_a_map_that_graphviz_refuses_is_told_with_its_reason(project: Path) -> None:
    with pytest.raises(LayoutError, match="syntax error"):
        lay_out(project, ["digraph {"])
    assert not list((project / ".cache" / "peta").glob("*.json"))


def test_a_node_that_never_ends_is_given_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "PATIENCE_SECONDS", 0)
    with pytest.raises(LayoutError, match="tidak selesai"):
        lay_out(project, [to_dot(SMALL)])


def test_the_maps_of_all_flows_are_laid_out_together() -> None:
    maps = maps_of(ROOT, FLOWS)
    assert list(maps) == NAMES
    for name, both in maps.items():
        assert both.folded.graph.flow == name
        assert both.unfolded.layout.nodes
