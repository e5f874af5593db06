"""The room's zip: what practice needs in the browser, and no more."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from pathlib import Path

import pytest

from macros.publish import room
from macros.publish.bytecode import Bytecode, cached_bytecode
from macros.publish.node import NodeError
from macros.publish.runtime import cached_bundle
from tools.site import ROOT

LARGEST = 300_000


@pytest.fixture(scope="module")
def bytecode() -> Bytecode:
    return cached_bytecode(ROOT, cached_bundle(ROOT).wheel)


@pytest.fixture(scope="module")
def files(bytecode: Bytecode) -> dict[str, bytes]:
    path = room.cached_room(ROOT, bytecode)
    assert path is not None and path.name == room.ROOM
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {room.EARLIEST}
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_the_rooms_and_the_scheduler_and_no_maker(files: dict[str, bytes]) -> None:
    assert {"learning/rooms.py", "learning/card_room.py", "fsrs/scheduler.py"} <= {*files}
    assert not {"learning/make_cards.py", "learning/card_gap.py", "fsrs/optimizer.py"} & {*files}
    assert "MIT License" in files["fsrs/LICENSE"].decode()
    assert sum(map(len, files.values())) < LARGEST


def test_the_scheduler_takes_of_typing_extensions_what_the_stand_in_has(
    files: dict[str, bytes],
) -> None:
    taken = {
        alias.name
        for name, content in files.items()
        if name.startswith("fsrs/") and name.endswith(".py")
        for node in ast.walk(ast.parse(content))
        if isinstance(node, ast.ImportFrom) and node.module == "typing_extensions"
        for alias in node.names
    }
    assert taken == {"Self"}
    assert b"import Self" in files["typing_extensions.py"]


def test_the_same_modules_give_the_same_bytes(files: dict[str, bytes]) -> None:
    assert room.write_room(files) == room.write_room(dict(files))
    with zipfile.ZipFile(io.BytesIO(room.write_room({"a.py": b""}))) as archive:
        assert archive.namelist() == ["a.py"]


def test_what_the_rungs_with_bytecode_lack_of_the_library_comes_along(bytecode: Bytecode) -> None:
    with zipfile.ZipFile(ROOT / "node_modules/pyodide/python_stdlib.zip") as library:
        made = room.missing_library(
            library, {"a.py": b"import json, statistics, math\n"}, set(bytecode.modules)
        )
    # json is there already, math is built in, fractions is what statistics wants.
    assert {"statistics.py", "fractions.py"} <= {*made}
    assert not {"json/__init__.py", "math.py", "a.py"} & {*made}


def tiny_room(project: Path, source: str) -> None:
    folder = project / "learning"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Kecil."""\n')
    (folder / "rooms.py").write_text(source)


def test_a_project_without_a_room_has_none(tiny_project: Path, bytecode: Bytecode) -> None:
    assert room.cached_room(tiny_project, bytecode) is None


def test_a_room_that_wants_a_module_the_browser_has_not_is_told(
    tiny_project: Path, bytecode: Bytecode
) -> None:
    tiny_room(tiny_project, "from flow_engine import source\n")
    with pytest.raises(NodeError, match=r"learning.rooms memakai flow_engine.source"):
        room.cached_room(tiny_project, bytecode)
    (tiny_project / "learning" / "rooms.py").write_text("from flow_engine import session\n")
    assert room.cached_room(tiny_project, bytecode) is not None


def test_the_site_lists_the_room_among_its_runtime_and_the_desk_never_fetches_it(
    site_dir: Path,
) -> None:
    listed = json.loads((site_dir / "runtime" / "runtime.json").read_text())["files"][room.ROOM]
    assert (site_dir / listed["path"]).stat().st_size == listed["bytes"]
    rungs = (ROOT / "docs" / "assets" / "pandu" / "rungs.js").read_text("utf-8")
    assert room.ROOM not in rungs
