"""A project as small as can be, with this repository's locks and npm packages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.site import ROOT


@pytest.fixture
def tiny_project(tmp_path: Path) -> Path:
    """A project folder with an engine of four modules and what its bundle is made from."""
    project = tmp_path / "proyek"
    package = project / "flow_engine"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""Mesin kecil."""\n')
    (package / "bridge.py").write_text("from flow_engine.session import ANSWER as ANSWER\n")
    (package / "session.py").write_text("ANSWER = 42\n")
    (package / "source.py").write_text("import yaml as yaml\n")
    for name in ("pyproject.toml", "package-lock.json"):
        shutil.copy(ROOT / name, project / name)
    shutil.copytree(ROOT / "requirements", project / "requirements")
    (project / "node_modules").symlink_to(ROOT / "node_modules")
    return project
