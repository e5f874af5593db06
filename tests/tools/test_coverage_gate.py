"""The gate of branch coverage: open when every branch was run, shut when one was not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.site import ROOT

RULE = """
from __future__ import annotations


def choose(hours: int) -> str:
    word = "lapor baru"
    if hours <= 6:
        word = "lapor ulang"
    return word
"""
FIRST = "from flow_engine.rule import choose\n"
INSIDE = "def test_up_to_six_hours(): assert choose(6) == 'lapor ulang'\n"
BEYOND = "def test_beyond_six_hours(): assert choose(7) == 'lapor baru'\n"


def clean_environment() -> dict[str, str]:
    """Return the environment without what an outer make or pytest put into it."""
    outer = ("MAKE", "MFLAGS", "ARGS", "PYTEST_", "COV")
    return {name: value for name, value in os.environ.items() if not name.startswith(outer)}


def make(*words: str) -> str:
    """Return what a make command would run."""
    command = ["make", "-n", *words]
    env = clean_environment()
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True).stdout


def run_gate(project: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """Run the suite of a small engine as ``make test`` runs ours."""
    folder = project / "tests"
    folder.mkdir(exist_ok=True)
    (folder / "test_rule.py").write_text(FIRST + tests)
    words = make("test").split(" -m pytest ")[1].split()
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.run(
        command, cwd=project, env=clean_environment(), capture_output=True, text=True
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    package = tmp_path / "flow_engine"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "rule.py").write_text(RULE)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_gate_is_open_when_every_branch_was_run(project: Path) -> None:
    done = run_gate(project, INSIDE + BEYOND)
    assert done.returncode == 0, done.stdout
    assert "Required test coverage of 100.0% reached" in done.stdout


def test_the_gate_is_shut_when_a_test_of_one_branch_is_taken_away(project: Path) -> None:
    """Every line is still run; only the way past the ``if`` is not."""
    done = run_gate(project, INSIDE)
    assert done.returncode == 1, done.stdout
    assert "FAIL Required test coverage of 100.0% not reached" in done.stdout
    assert "7->9" in done.stdout
    assert "1 passed" in done.stdout.splitlines()[-1]


def test_a_run_of_some_tests_has_no_gate() -> None:
    assert make("test").count("--cov") == 1
    assert "--cov" not in make("test", "ARGS=-k biaya")
    assert "-k biaya" in make("test", "ARGS=-k biaya")
