from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import bootstrap
from tools.site import ROOT


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def run_python_sh(path: Path) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "tools" / "python.sh"), "--halo"]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True)


def test_the_first_python_that_is_new_enough_is_used(tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")
    program(tmp_path, "python3.13", "exit 127")
    program(tmp_path, "python3.12", 'if [ "$1" = -c ]; then exit 0; fi; echo "dua belas $1"')
    assert run_python_sh(tmp_path).stdout == "dua belas --halo\n"


def test_a_system_with_an_old_python_only_is_told_what_it_needs(tmp_path: Path) -> None:
    program(tmp_path, "python3", 'if [ "$1" = -c ]; then exit 1; fi; echo "Python 3.9.2"')
    done = run_python_sh(tmp_path)
    assert done.returncode == 1
    assert "Python 3.11.2" in done.stderr


def test_what_was_made_from_the_same_lock_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "lock.txt").write_text("a==1\n")
    commands: list[list[str]] = []

    def pretend(command: list[str], failure: str) -> None:
        commands.append(command)
        (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv" / "bin" / "python").touch()

    monkeypatch.setattr(bootstrap, "run", pretend)
    bootstrap.make_venv(tmp_path)
    assert len(commands) == 2
    bootstrap.make_venv(tmp_path)
    assert len(commands) == 2
    (tmp_path / "requirements" / "lock.txt").write_text("a==2\n")
    bootstrap.make_venv(tmp_path)
    assert len(commands) == 4


def test_an_old_node_is_refused_with_both_versions_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "node", "echo v18.19.0")
    program(tmp_path, "npm", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(bootstrap.SetupError, match=r"20 .*v18\.19\.0"):
        bootstrap.check_node()


def test_no_lock_file_names_a_registry_or_a_machine() -> None:
    for path in (ROOT / "package-lock.json", *(ROOT / "requirements").iterdir()):
        text = path.read_text()
        assert '"resolved"' not in text
        assert "://" not in text.replace("https://github.com/sponsors/", "")


def test_every_locked_python_package_has_a_hash() -> None:
    for path in (ROOT / "requirements").glob("*lock.txt"):
        entries = path.read_text().replace("\\\n", " ").splitlines()
        assert entries
        assert all("--hash=sha256:" in entry for entry in entries)
