"""The browser's pure modules, tested by Node with a clock that is held still."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tools.site import ROOT

TESTS = sorted(Path(__file__).with_name("js").glob("*.test.mjs"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_the_modules_of_the_desk_hold_their_promises(path: Path) -> None:
    node = shutil.which("node")
    assert node, "node tidak ditemukan"
    done = subprocess.run(
        [node, "--no-warnings", "--test", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
