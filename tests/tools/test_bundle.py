from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from macros.publish import bundle, runtime
from macros.publish.bytecode import Bytecode
from macros.publish.files import sha256
from tools.site import ROOT

# The entry as pyodide-lock 0.2.1 writes it; only the hash depends on the wheel.
EXPECTED_ENTRY = {
    "depends": [],
    "file_name": "pandu_flow_engine-0.1.0-py3-none-any.whl",
    "imports": ["flow_engine"],
    "install_dir": "site",
    "name": "pandu-flow-engine",
    "package_type": "package",
    "tool": {},
    "unvendored_tests": False,
    "version": "0.1.0",
}


@pytest.fixture
def without_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "bundle_python", lambda root: None)


@pytest.fixture(scope="session")
def tool_python() -> Path:
    python = bundle.bundle_python(ROOT)
    if python is None:
        pytest.skip("tidak ada Python 3.12 atau yang lebih baru yang berjalan di sini")
    return python


def test_the_wheel_repeats_to_the_byte(tiny_project: Path, tmp_path: Path) -> None:
    first = bundle.build_wheel(tiny_project, tmp_path / "a")
    for source in tiny_project.rglob("*.py"):
        os.utime(source, (0, 0))
    assert bundle.build_wheel(tiny_project, tmp_path / "b").read_bytes() == first.read_bytes()


def test_the_entry_written_directly_has_the_expected_shape(
    tiny_project: Path, tmp_path: Path
) -> None:
    wheel = bundle.build_wheel(tiny_project, tmp_path / "wheel")
    assert bundle.entry_directly(wheel) == {**EXPECTED_ENTRY, "sha256": sha256(wheel)}


def test_both_back_ends_give_the_same_lock_file(
    tiny_project: Path, tmp_path: Path, tool_python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "bundle_python", lambda root: tool_python)
    by_tool = bundle.build_bundle(tiny_project, tmp_path / "alat")
    monkeypatch.setattr(bundle, "bundle_python", lambda root: None)
    directly = bundle.build_bundle(tiny_project, tmp_path / "langsung")
    assert (by_tool.backend, directly.backend) == ("pyodide-build", "langsung")
    assert by_tool.lock.read_bytes() == directly.lock.read_bytes()
    assert by_tool.wheel.read_bytes() == directly.wheel.read_bytes()


@pytest.mark.usefixtures("without_tool")
def test_the_lock_file_keeps_the_shipped_abi_and_no_other_package(
    tiny_project: Path, tmp_path: Path
) -> None:
    lock = json.loads(bundle.build_bundle(tiny_project, tmp_path / "keluar").lock.read_text())
    assert lock["info"] == bundle.shipped_info(ROOT)
    assert list(lock["packages"]) == ["pandu-flow-engine"]


@pytest.fixture
def without_compiling(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave the bytecode out, which test_bytecode is about; here it is an empty file."""
    empty = tmp_path / "empty.zip"
    empty.touch()
    made = Bytecode(empty, (), "3.14.2")
    monkeypatch.setattr(runtime, "cached_bytecode", lambda root, wheel: made)


def publish(project: Path, site: Path) -> Path:
    return runtime.publish_runtime(project, site, {}, "assets/app/worker.js", light=True)


@pytest.mark.usefixtures("without_tool", "without_compiling")
def test_the_runtime_lists_every_file_with_its_hash(tiny_project: Path, tmp_path: Path) -> None:
    manifest = publish(tiny_project, tmp_path)
    index = json.loads(manifest.read_text())
    assert {path.name for path in manifest.parent.iterdir()} == {
        "runtime.json",
        *(Path(listed["path"]).name for listed in index["files"].values()),
    }
    for listed in index["files"].values():
        file = tmp_path / listed["path"]
        assert (listed["sha256"], listed["bytes"]) == (sha256(file), file.stat().st_size)
        assert listed["sha256"][: runtime.HASH_LENGTH] in file.name


@pytest.mark.usefixtures("without_tool", "without_compiling")
def test_a_changed_engine_gets_another_address_and_an_unchanged_one_is_not_built_again(
    tiny_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(tiny_project, tmp_path).read_text()
    with monkeypatch.context() as patch:
        patch.setattr(bundle, "build_wheel", lambda *paths: pytest.fail("dibangun lagi"))
        shutil.rmtree(tmp_path / "runtime")
        assert publish(tiny_project, tmp_path).read_text() == first
    (tiny_project / "flow_engine" / "session.py").write_text("ANSWER = 43\n")
    second = publish(tiny_project, tmp_path).read_text()
    before, after = json.loads(first)["files"], json.loads(second)["files"]
    assert {role for role in before if before[role]["path"] != after[role]["path"]} == {
        "flow_engine.whl",
        "pyodide-lock.json",
    }


def test_only_pythons_that_run_and_are_new_enough_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = {"python3.14": "#!/bin/sh\nexit 127\n", "python3.12": "#!/bin/sh\nexit 0\n"}
    for name, text in programs.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "tiada"))
    assert [python.name for python in bundle.newer_pythons()] == ["python3.12"]
