from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tools.serve import DevServer, error_text, overlay, with_schemas
from tools.site import ROOT, BuildResult, build_site

CONFIG = """\
site_name: Uji
theme: mkdocs
extra: {nilai: benar}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Beranda\n\nversi satu\n")
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    return tmp_path


def builder(project: Path) -> Callable[[], BuildResult]:
    return partial(build_site, project, project / "situs", site_url="http://127.0.0.1:8000/")


@pytest.fixture
def start(project: Path) -> Iterator[Callable[[], DevServer]]:
    running: list[tuple[DevServer, threading.Thread]] = []

    def begin() -> DevServer:
        server = DevServer(builder(project), project / "situs", port=0)
        server.rebuild()
        for name in ("docs", "mkdocs.yml"):
            server.watch(str(project / name))
        thread = threading.Thread(target=server.serve)
        thread.start()
        running.append((server, thread))
        while not server.serve_thread.is_alive():
            time.sleep(0.01)
        return server

    yield begin
    for server, thread in running:
        server.shutdown()
        thread.join()


def read(server: DevServer, path: str = "/") -> str:
    try:
        with urlopen(f"http://127.0.0.1:{server.server_port}{path}", timeout=5) as answer:
            return str(answer.read(), "utf-8")
    except HTTPError as error:
        return error.read().decode()


def wait_for(server: DevServer, wanted: str) -> str:
    deadline = time.monotonic() + 30
    while wanted not in (page := read(server)):
        assert time.monotonic() < deadline, page
        time.sleep(0.1)
    return page


def test_a_failed_build_leaves_the_last_good_site_where_it_was(project: Path) -> None:
    assert builder(project)().ok
    (project / "docs" / "index.md").write_text("[putus](tiada.md)\n")
    failed = builder(project)()
    assert not failed.ok
    assert "tiada.md" in failed.log
    assert "versi satu" in (project / "situs" / "index.html").read_text()
    assert [path.name for path in (project / ".cache").iterdir() if path.name != "pyc"] == []


def test_broken_yaml_shows_its_message_on_the_last_good_page_until_it_is_mended(
    project: Path, start: Callable[[], DevServer]
) -> None:
    server = start()
    assert 'role="alert"' not in read(server)
    (project / "mkdocs.yml").write_text(CONFIG + "salah: [\n")
    page = wait_for(server, 'role="alert"')
    assert "versi satu" in page
    assert "Situs tidak dapat dibangun" in page
    (project / "mkdocs.yml").write_text(CONFIG)
    (project / "docs" / "index.md").write_text("# Beranda\n\nversi dua\n")
    wait_for(server, "versi dua")
    deadline = time.monotonic() + 30
    while 'role="alert"' in read(server):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_without_any_good_site_every_page_is_the_message(
    project: Path, start: Callable[[], DevServer]
) -> None:
    (project / "mkdocs.yml").write_text("salah: [\n")
    server = start()
    assert "Belum ada hasil yang baik" in read(server, "/sop/periksa/")
    assert ".pandu-serve" in read(server, "/_pandu/serve.css")
    (project / "mkdocs.yml").write_text(CONFIG)
    assert "versi satu" in wait_for(server, "versi satu")


def test_pages_reload_through_a_script_that_is_not_inline(
    project: Path, start: Callable[[], DevServer]
) -> None:
    server = start()
    page = read(server)
    source = page.split('<script src="/_pandu/', 1)[1].split('"', 1)[0]
    assert "livereload(" in read(server, f"/_pandu/{source}")
    assert "<script>var livereload" not in page


def test_a_builder_that_raises_does_not_end_the_server(tmp_path: Path) -> None:
    def broken() -> BuildResult:
        raise RuntimeError("rusak")

    server = DevServer(broken, tmp_path, port=0)
    server.rebuild()
    assert server.message == "RuntimeError: rusak"
    server.server_close()


def test_the_message_is_escaped_and_its_places_stand_out(tmp_path: Path) -> None:
    shown = overlay('docs/_data/alur/a.yaml:12:5 [kode] <script> "x"', tmp_path)
    assert "<strong>docs/_data/alur/a.yaml:12:5</strong> [kode] &lt;script&gt;" in shown


def test_only_what_went_wrong_is_told() -> None:
    log = "INFO    -  Building\nWARNING -  a.md: putus\n  lanjutan\nAborted with a BuildError!\n"
    assert error_text(log) == "a.md: putus\n  lanjutan"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.mjs", "text/javascript"), ("a.wasm", "application/wasm"), ("a.css", "text/css")],
)
def test_files_have_the_types_that_browsers_insist_on(name: str, expected: str) -> None:
    assert DevServer._guess_type(name) == expected


def test_the_schemas_of_editors_are_written_while_the_site_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "docs" / "_data"
    shutil.copytree(ROOT / "docs" / "_data", data)
    built = BuildResult(ok=True, log="", seconds=1)
    assert with_schemas(lambda: built, data) is built
    assert capsys.readouterr().out.startswith("== Skema ditulis: bersama.json")
    assert (tmp_path / ".vscode" / "skema" / "alur.json").is_file()
    with_schemas(lambda: built, data)
    assert capsys.readouterr().out == ""


def test_broken_data_leaves_the_schemas_as_they_were(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "docs" / "_data"
    shutil.copytree(ROOT / "docs" / "_data", data)
    (data / "biaya.yaml").write_text("klausul: [", "utf-8")
    with_schemas(lambda: BuildResult(ok=False, log="", seconds=1), data)
    assert capsys.readouterr().out == ""
    assert not (tmp_path / ".vscode").exists()
