"""The real knowledge, loaded once, and small helpers for made-up flows."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flow_engine.conditions import Names
from flow_engine.flows import Shared, read_flow
from flow_engine.library import empty_library
from flow_engine.model import Flow
from flow_engine.problems import Problem, ProblemLog
from flow_engine.records import Library
from flow_engine.source import read_text
from tests.knowledge import real_flows, real_library

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "docs" / "_data"
NOW = datetime.datetime(2026, 1, 15, 10, 0)


@pytest.fixture(scope="session")
def library() -> Library:
    return real_library()


@pytest.fixture(scope="session")
def flows() -> dict[str, Flow]:
    return real_flows()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of ``docs/_data`` that a test may damage."""
    data = tmp_path / "docs" / "_data"
    shutil.copytree(DATA, data)
    return data


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first ``old`` of a file, which has to be there."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


MakeFlow = Callable[[str], tuple[Flow, list[Problem]]]


@pytest.fixture
def make_flow() -> MakeFlow:
    """Read a flow out of YAML text that refers to no clause."""

    def make(text: str) -> tuple[Flow, list[Problem]]:
        log = ProblemLog()
        node = read_text(text, "contoh.yaml", log)
        assert node is not None, list(log)
        flow = read_flow(node, Shared({}, {}, {}, ()), empty_library(), log)
        # A made-up flow has no document and no clauses; that is not what is tested.
        noise = {"rujukan-dokumen", "tanpa-sumber"}
        return flow, [problem for problem in log if problem.code not in noise]

    return make


__all__ = ["DATA", "NOW", "ROOT", "MakeFlow", "Names", "edit"]
