"""The tool that finds nginx for the tests and runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import nginx


@pytest.fixture
def no_nginx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A system without nginx, whose commands are noted and do nothing."""
    asked: list[list[str]] = []

    def note(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(nginx, "find_nginx", lambda: None)
    monkeypatch.setattr(subprocess, "run", note)
    return asked


def test_nginx_of_the_system_is_taken_before_anything_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "nginx"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert nginx.ensure_nginx() == str(own)


def test_a_system_that_is_no_debian_is_told_what_is_missing(
    no_nginx: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nginx, "is_debian_root", lambda: False)
    with pytest.raises(nginx.NginxError, match="apt install nginx-light"):
        nginx.ensure_nginx()
    assert no_nginx == []


def test_debian_installs_nginx_with_the_module_for_brotli(
    no_nginx: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nginx, "is_debian_root", lambda: True)
    with pytest.raises(nginx.NginxError):
        nginx.ensure_nginx()
    assert no_nginx[-1][-2:] == ["nginx-light", "libnginx-mod-http-brotli-static"]


def test_a_port_that_is_taken_is_reported_and_nothing_is_left_running(tmp_path: Path) -> None:
    with (
        nginx.NginxServer(tmp_path) as first,
        pytest.raises(nginx.NginxError, match="Address already in use"),
        nginx.NginxServer(tmp_path, port=first.port),
    ):
        pass


def test_a_copy_aimed_at_a_port_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "situs"
    site.mkdir()
    (site / "index.html").write_text("a")
    (site / "sitemap.xml").write_text("<loc>https://x/sop/</loc>")
    (site / "sitemap.xml.gz").write_bytes(b"")
    copy = nginx.aimed_at(tmp_path / "salinan", site, "http://127.0.0.1:9")
    assert (copy / "sitemap.xml").read_text() == "<loc>http://127.0.0.1:9/sop/</loc>"
    assert not (copy / "sitemap.xml.gz").exists()
    assert (site / "sitemap.xml").read_text() == "<loc>https://x/sop/</loc>"
