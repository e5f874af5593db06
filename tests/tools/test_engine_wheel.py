"""The engine's wheel, as the site's bundle builds it: what runs in the browser, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from flow_engine.bridge import handle
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.wire import dump_flow
from macros.publish.bundle import build_wheel
from tools.site import ROOT

LARGEST = 120_000
RUN_ALONE = """
import json, sys
sys.path[:] = [sys.argv[1], *(path for path in sys.path if "site-packages" not in path)]
from flow_engine.bridge import handle
print(json.dumps([handle(message) for message in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def names_in(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_stays_under_120_kb(wheel: Path) -> None:
    assert wheel.stat().st_size < LARGEST, f"{wheel.stat().st_size} bita"


def test_the_wheel_needs_no_other_package(wheel: Path) -> None:
    (name,) = [name for name in names_in(wheel) if name.endswith(".dist-info/METADATA")]
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(name).decode()
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:")]
    assert [line for line in required if "extra ==" not in line] == []


def test_the_wheel_holds_the_modules_of_the_browser_and_no_other(wheel: Path) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (browser,) = [c for c in contracts["contracts"] if "peramban" in c["name"]]
    modules = {name.removesuffix(".py") for name in names_in(wheel) if name.endswith(".py")}
    listed = {name.replace(".", "/") for name in browser["source_modules"]}
    assert modules == listed | {"flow_engine/__init__"}
    others = [name for name in names_in(wheel) if not name.endswith(".py")]
    assert {name.split("/")[0].rsplit(".", 1)[-1] for name in others} == {"dist-info"}


def test_the_wheel_runs_alone_and_answers_as_the_engine_does(wheel: Path) -> None:
    library, _ = load_library(ROOT / "docs" / "_data")
    flow = load_flows(ROOT / "docs" / "_data", library)[0]["periksa"]
    facts = {"listrik": "padam", "layar": "blank"}
    loaded = {"call": "load", "flow": json.loads(dump_flow(flow))}
    run = {"call": "run", "flow": "periksa", "facts": facts, "now": "2026-01-15T10:00"}
    messages = [json.dumps(loaded), json.dumps(run)]
    command = [sys.executable, "-I", "-c", RUN_ALONE, str(wheel)]
    done = subprocess.run(
        command, input=json.dumps(messages), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [handle(message) for message in messages]
    assert json.loads(json.loads(done.stdout)[1])["status"] == "done"


def test_a_module_that_the_bridge_does_not_import_stays_out(
    tiny_project: Path, tmp_path: Path
) -> None:
    names = names_in(build_wheel(tiny_project, tmp_path / "wheel"))
    modules = sorted(name for name in names if name.endswith(".py"))
    assert modules == [
        "flow_engine/__init__.py",
        "flow_engine/bridge.py",
        "flow_engine/session.py",
    ]
