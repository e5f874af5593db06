from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools import browser


def test_a_browser_of_the_system_is_taken_before_anything_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chrome = tmp_path / "google-chrome"
    chrome.write_text("#!/bin/sh\n")
    chrome.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = browser.ensure_browser()
    assert found.path == str(chrome)
    assert "dari sistem" in str(found)


@pytest.mark.parametrize(("user", "sandboxed"), [(0, False), (1000, True)])
def test_only_root_runs_without_the_sandbox(
    user: int, sandboxed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("--no-sandbox" not in browser.launch_args()) is sandboxed
