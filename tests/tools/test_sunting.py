"""The editors' pages under `make serve`: there after a good save and after a bad one."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

import tools.sunting as sunting
from flow_engine.graph import Graph
from flow_engine.problems import Location, Problem
from macros.map import Map, lay_out_graphs
from macros.publish.layout import LayoutError
from tools.drafts import ADDRESS, Drafts, link_for
from tools.serve import DevServer
from tools.site import ROOT, BuildResult
from tools.sunting import Survey, group_of, render_index, write_pages

FLOW = "turun-daya"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The knowledge with two flows only, so that a check is quick."""
    shutil.copytree(ROOT / "docs" / "_data", tmp_path / "docs" / "_data")
    for folder in ("alur", "skenario"):
        for path in (tmp_path / "docs" / "_data" / folder).glob("*.yaml"):
            if path.stem not in ("bersama", FLOW, "akses-lokasi"):
                path.unlink()
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "sunting"


def flow_file(project: Path) -> Path:
    return project / "docs" / "_data" / "alur" / f"{FLOW}.yaml"


def page_of(out: Path, name: str = FLOW) -> str:
    return (out / name / "index.html").read_text(encoding="utf-8")


def edit(project: Path, old: str, new: str) -> None:
    text = flow_file(project).read_text(encoding="utf-8")
    assert old in text
    flow_file(project).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_flows_have_their_maps_and_no_findings(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "_data", tmp_path / "docs" / "_data")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    out = tmp_path / "sunting"
    written = write_pages(tmp_path, out)
    index = (out / "index.html").read_text(encoding="utf-8")
    assert index.count("tidak ada temuan") == len(written) - 1 >= 10
    for name in ("periksa", FLOW):
        page = page_of(out, name)
        assert "<h2>Tidak ada temuan</h2>" in page
        assert "skenario semua alur berjalan" in page
        assert f'xlink:href="/alur/{name}/#langkah-' in page
        assert "s-kabar" not in page
        assert f'href="{ADDRESS}{name}/"' in index


def test_a_wrong_name_is_a_finding_and_stands_on_the_map(project: Path, out: Path) -> None:
    first = next(
        line for line in flow_file(project).read_text().splitlines() if "{panggil:" in line
    )
    goal = first.split("ke: ")[1].rstrip("} ")
    edit(project, f"ke: {goal}", f"ke: {goal}x")
    write_pages(project, out)
    page = page_of(out)
    assert "Di alur ini: 1 temuan" in page
    line = flow_file(project).read_text().splitlines().index(first.replace(goal, f"{goal}x")) + 1
    assert f"docs/_data/alur/{FLOW}.yaml:{line}:" in page
    assert 'href="/penyunting/pesan/#rujukan-langkah"' in page
    assert f"“{goal}”?" in page
    assert "is-hilang" in page and "is-temuan" in page
    shown = page.split("lihat di peta")[0].rsplit('href="#', 1)[1].rstrip('">')
    assert f'id="{shown}"' in page
    assert "1 temuan" in (out / "index.html").read_text(encoding="utf-8")
    other = page_of(out, "akses-lokasi")
    assert "Tidak ada temuan di berkas alur ini" in other and "Di berkas lain: " in other


def test_broken_yaml_keeps_the_last_good_map_and_says_so(project: Path, out: Path) -> None:
    write_pages(project, out)
    good = flow_file(project).read_text(encoding="utf-8")
    flow_file(project).write_text(f"{good}\nsalah: [\n", encoding="utf-8")
    write_pages(project, out)
    page = page_of(out)
    assert "yaml-rusak" in page
    assert "Di bawah ini peta terakhir yang baik." in page
    assert "p-peta-gambar" in page
    flow_file(project).write_text(good, encoding="utf-8")
    write_pages(project, out)
    assert "Tidak ada temuan" in page_of(out)
    assert "peta terakhir" not in page_of(out)


def test_a_flow_that_was_never_drawn_has_its_findings_only(project: Path, out: Path) -> None:
    flow_file(project).write_text("salah: [\n", encoding="utf-8")
    write_pages(project, out)
    page = page_of(out)
    assert "Petanya muncul begitu berkasnya dapat dibaca." in page
    assert "p-peta-gambar" not in page
    assert "tidak terbaca" in (out / "index.html").read_text(encoding="utf-8")


def test_a_check_that_stops_is_told_on_every_page(
    project: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: Path) -> object:
        raise KeyError("tiada")

    monkeypatch.setattr(sunting, "load_checked", broken)
    write_pages(project, out)
    assert "Pemeriksaan berhenti" in page_of(out) and "KeyError" in page_of(out)
    assert "KeyError" in (out / "index.html").read_text(encoding="utf-8")


def test_one_map_that_cannot_be_drawn_leaves_the_others(
    project: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def picky(root: Path, graphs: Iterable[Graph]) -> list[Map]:
        listed = list(graphs)
        if any(graph.flow == FLOW for graph in listed):
            raise LayoutError("Graphviz menolaknya.")
        return lay_out_graphs(root, listed)

    monkeypatch.setattr(sunting, "lay_out_graphs", picky)
    write_pages(project, out)
    assert "Graphviz menolaknya." in page_of(out) and "p-peta-gambar" not in page_of(out)
    assert "p-peta-gambar" in page_of(out, "akses-lokasi")


def test_a_flow_that_cannot_be_walked_is_sketched(
    project: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(flow: object) -> object:
        raise RecursionError

    seen = sunting.survey(project)
    monkeypatch.setattr(sunting, "fold", broken)
    graph = sunting.graph_of(seen.flows[FLOW], [])
    assert graph is not None and graph.nodes
    monkeypatch.setattr(sunting, "sketch", broken)
    assert sunting.graph_of(seen.flows[FLOW], []) is None


def test_findings_are_grouped_by_the_file_they_stand_in() -> None:
    files = ("alur/a.yaml", "skenario/a.yaml", "alur/bersama.yaml", "alur/b.yaml")
    problems = [Problem(Location(f"docs/_data/{file}"), "celah", "x") for file in files]
    assert [group_of(problem, "a") for problem in problems] == list(sunting.GROUPS)
    index = render_index(Survey(("a",), problems=tuple(problems)))
    assert "2 temuan" in index and "termasuk bersama.yaml: 2 temuan" in index


def test_what_an_editor_wrote_is_escaped(project: Path, out: Path) -> None:
    edit(project, "judul: ", 'judul: "<script>alert(1)</script>" #')
    write_pages(project, out)
    assert "<script>alert" not in page_of(out)
    assert "&lt;script&gt;alert(1)" in page_of(out)


@pytest.fixture
def server(project: Path, out: Path) -> Iterator[DevServer]:
    """A server whose site never builds; only the editors' pages are there."""
    site = project / "situs"

    def make() -> str:
        write_pages(project, out)
        return ""

    drafts = Drafts(ROOT, out, site, make)
    server = DevServer(lambda: BuildResult(False, "rusak", 0), site, 0, drafts)
    drafts.start()
    server.rebuild()
    server.watch(str(project / "docs"))
    thread = threading.Thread(target=server.serve)
    thread.start()
    while not server.serve_thread.is_alive():
        time.sleep(0.01)
    yield server
    drafts.stop()
    server.shutdown()
    thread.join()


def read(server: DevServer, path: str) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=30) as answer:
            return str(answer.read(), "utf-8")
    except HTTPError as error:
        return f"{error.code} {error.read().decode()}"


def wait_for(server: DevServer, path: str, wanted: str) -> str:
    deadline = time.monotonic() + 60
    while wanted not in (page := read(server, path)):
        assert time.monotonic() < deadline, page
        time.sleep(0.1)
    return page


def test_a_save_renews_the_page_and_tells_its_browser_though_the_site_does_not_build(
    project: Path, server: DevServer
) -> None:
    address = f"{ADDRESS}{FLOW}/"
    page = wait_for(server, address, "Tidak ada temuan")
    source = page.split(f'<script src="{ADDRESS}muat-ulang/', 1)[1].split('"', 1)[0]
    script = read(server, f"{ADDRESS}muat-ulang/{source}")
    assert f'"{ADDRESS}tunggu/"' in script and "livereload(" in script
    epoch = int(source.split("/")[0])
    told: list[int] = []
    waiting = threading.Thread(
        target=lambda: told.append(int(read(server, f"{ADDRESS}tunggu/{epoch}/1")))
    )
    waiting.start()
    edit(project, "alur: ", "salah: [\nalur: ")
    waiting.join(60)
    assert told and told[0] > epoch
    page = wait_for(server, address, "yaml-rusak")
    assert "peta terakhir yang baik" in page


def test_the_pages_need_nothing_inline_and_find_their_files(server: DevServer) -> None:
    page = wait_for(server, ADDRESS, "Semua alur")
    assert "<style" not in page and " style=" not in page
    for name in ("tokens.css", "map.css", "sunting.css", "sunting.js", "theme-head.js"):
        assert f"{ADDRESS}berkas/{name}" in page
        assert not read(server, f"{ADDRESS}berkas/{name}").startswith("404")
    assert read(server, ADDRESS.rstrip("/")).startswith("<!doctype html>")
    for path in ("tiada/", "berkas/../../tools/serve.py", "berkas/serve.py", "fonts/tiada.woff2"):
        assert read(server, ADDRESS + path).startswith("404")


def test_pages_that_cannot_be_made_are_told_in_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = Drafts(ROOT, tmp_path, tmp_path, lambda: "rusak")
    drafts.renew()
    assert "gagal dibuat:\nrusak" in capsys.readouterr().err
    assert drafts.epoch > 0


def test_the_pages_are_made_by_a_process_of_its_own(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, tmp_path / "sunting", tmp_path)
    assert "tools" in drafts.run()  # no such module there: the process says so


def test_every_page_of_the_site_gets_a_link_and_a_flow_s_page_its_own() -> None:
    assert f'href="{ADDRESS}"' in link_for(b"<p>Biaya</p>")
    desk = b'<div class="p-desk" data-flow="periksa" data-root="../../">'
    assert f'href="{ADDRESS}periksa/"' in link_for(desk)
