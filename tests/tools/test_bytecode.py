from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from macros.publish import bytecode, node
from macros.publish.bundle import build_wheel
from macros.publish.bytecode import cached_bytecode
from macros.publish.node import NodeError
from macros.publish.runtime import cached_bundle
from tools.site import ROOT

MAGIC_314 = 3627


@pytest.fixture(scope="module")
def made() -> bytecode.Bytecode:
    return cached_bytecode(ROOT, cached_bundle(ROOT).wheel)


def test_it_holds_what_a_start_needs_and_no_reader_of_yaml(made: bytecode.Bytecode) -> None:
    assert {"flow_engine.bridge", "json", "re", "_pyodide._base", "traceback"} <= {*made.modules}
    assert not {"yaml", "flow_engine.source", "unittest", "pydoc"} & {*made.modules}
    assert made.python.startswith("3.14.")


def test_every_file_is_bytecode_of_that_python_and_never_looks_for_its_source(
    made: bytecode.Bytecode,
) -> None:
    with zipfile.ZipFile(made.path) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} == {"pyc"}
        for entry in archive.infolist():
            head = archive.read(entry)[:8]
            assert int.from_bytes(head[:2], "little") == MAGIC_314, entry.filename
            assert head[4:] == b"\x01\0\0\0", entry.filename  # hash-based, unchecked
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_a_build_that_does_not_repeat_fails(
    tiny_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = iter([(b"satu", "{}"), (b"dua", "{}")])
    monkeypatch.setattr(node, "make_file", lambda *given: next(runs))
    with pytest.raises(NodeError, match="tidak berulang"):
        cached_bytecode(tiny_project, tmp_path / "x.whl")
    assert not (tiny_project / ".cache" / "bytecode").exists()


def test_an_engine_that_cannot_be_imported_is_told(tiny_project: Path, tmp_path: Path) -> None:
    (tiny_project / "flow_engine" / "session.py").write_text("ANSWER = tidak_ada\n")
    wheel = build_wheel(tiny_project, tmp_path)
    with pytest.raises(NodeError, match="tidak_ada"):
        node.make_file(bytecode.SCRIPT, bytecode.inputs_for(tiny_project, wheel))


def test_without_node_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*given: Any, **more: Any) -> None:
        raise FileNotFoundError("node")

    monkeypatch.setattr(subprocess, "run", missing)
    with pytest.raises(NodeError, match="tidak dapat dijalankan: node"):
        node.make_file(bytecode.SCRIPT, {})
