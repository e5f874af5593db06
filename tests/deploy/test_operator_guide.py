"""Every command and every configuration of the operator's guide is run as it stands there.

What needs a cluster, a container engine or systemd is run by stand-ins that check what they are
given; all else is the real thing: the package, ``kelola.py``, Debian's nginx with TLS, curl.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.deploy.conftest import MakePackage
from tests.deploy.test_manifests import OLDEST
from tests.docs.pages import DOCS, Block, blocks_of
from tools.nginx import START_SECONDS, ensure_nginx, free_port, has_brotli

OLD, NEW = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
DEBIAN = Path("/etc/nginx")
# In the order in which an operator needs them.
PAGES = ("pasang", "perbarui", "kembali", "tarik", "pantau")
SUDO = '#!/bin/sh\nexec "$@"\n'
NOTED = '#!/bin/sh\necho "$(basename "$0") $*" >> "{log}"\n'
# A build needs its Containerfile and, in its context, each folder that is copied.
PODMAN = """#!/bin/sh
echo "podman $*" >> "{log}"
test "$1" = build || exit 0
for last; do :; done
test -f "$3" && test -d "$last/situs" && test -d "$last/deploy/nginx" || exit 9
case "$*" in *LAIN=lain*) test -d "$last/lain/assets" || exit 8;; esac
"""
CURL = '#!/bin/sh\nexec {real} --insecure --connect-to pandu.intranet:443:127.0.0.1:{port} "$@"\n'
NGINX = '#!/bin/sh\nexec {real} -c {etc}/nginx.conf "$@"\n'


@dataclass
class Machine:
    """A server of its own: folders in place of the system's, and what was asked of stand-ins."""

    home: Path
    port: int = field(default_factory=free_port)
    plain_port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        self.folders = {
            "/etc/nginx": self.home / "etc/nginx",
            "/etc/ssl/private": self.home / "etc/ssl",
            "/etc/ssl": self.home / "etc/ssl",
            "/srv/pandu": self.home / "srv",
            "/var/log/nginx": self.home / "log",
        }
        for folder in ("etc/ssl", "log", "bin", "arsip"):
            (self.home / folder).mkdir(parents=True)
        self.log = self.home / "log/perintah"
        self._copy_debian()
        self._stand_ins()
        self._certificate()

    def _copy_debian(self) -> None:
        etc = self.folders["/etc/nginx"]
        shutil.copytree(DEBIAN, etc, symlinks=True, ignore=shutil.ignore_patterns("default"))
        main = etc / "nginx.conf"
        text = self.here(main.read_text())
        text = re.sub(r"^user \S+;", f"user {'root' if os.geteuid() == 0 else 'www-data'};", text)
        text = text.replace("/run/nginx.pid", f"{self.home}/nginx.pid")
        text = re.sub(
            r"^include \S*/modules-enabled/", f"include {DEBIAN}/modules-enabled/", text, flags=re.M
        )
        main.write_text(text)

    def _stand_ins(self) -> None:
        real = {"real": shutil.which("curl"), "port": self.port}
        scripts = {
            "sudo": SUDO,
            "python3": f'#!/bin/sh\nexec {sys.executable} "$@"\n',
            "curl": CURL.format(**real),
            "nginx": NGINX.format(real=ensure_nginx(), etc=self.folders["/etc/nginx"]),
            "podman": PODMAN.format(log=self.log),
            **{name: NOTED.format(log=self.log) for name in ("systemctl", "kubectl")},
        }
        for name, text in scripts.items():
            path = self.home / "bin" / name
            path.write_text(text)
            path.chmod(0o755)

    def _certificate(self) -> None:
        ssl = self.folders["/etc/ssl"]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        files = ["-keyout", str(ssl / "pandu.key"), "-out", str(ssl / "pandu.pem")]
        subprocess.run(
            [*command, *files, "-subj", "/CN=pandu.intranet"], check=True, capture_output=True
        )

    def here(self, text: str) -> str:
        """Put this machine's folders and ports in place of the system's."""
        # In one pass, for what is put in may hold the name of a folder too; the longest name first.
        given = "|".join(sorted(map(re.escape, self.folders), key=len, reverse=True))
        text = re.sub(given, lambda match: str(self.folders[match[0]]), text)
        return text.replace("listen 443", f"listen 127.0.0.1:{self.port}").replace(
            "listen 80;", f"listen 127.0.0.1:{self.plain_port};"
        )

    def run(self, block: Block, new: str, old: str) -> str:
        """Do what a block says; return what was printed."""
        text = self.here(block.text.replace("VERSI", new).replace("LAMA", old))
        folder = self.home / "arsip"
        if block.language == "nginx":
            Path(self.here(block.title)).write_text(text)
            return ""
        if block.title == "Di folder pandu-VERSI":
            folder = folder / f"pandu-{new}"
        env = {
            **os.environ,
            "PATH": f"{self.home}/bin:{os.environ['PATH']}",
            # The tool's own place where the guide names none.
            "PANDU_FOLDER": str(self.folders["/srv/pandu"]),
        }
        done = subprocess.run(
            ["sh", "-eu", "-c", text], cwd=folder, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        return done.stdout

    def asked(self) -> list[str]:
        """What the stand-ins were asked, in order."""
        return self.log.read_text().splitlines()


def blocks(page: str) -> list[Block]:
    found = blocks_of(DOCS / "operator" / f"{page}.md")
    assert {block.language for block in found} <= {"sh", "nginx"}
    assert all(block.title for block in found)
    return found


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    if not (DEBIAN / "nginx.conf").is_file() or not shutil.which("openssl"):
        pytest.skip("hanya di Debian dengan nginx dan openssl")
    return Machine(tmp_path / "mesin")


@pytest.fixture
def bring(machine: Machine, make_package: MakePackage) -> Iterator[None]:
    """Both archives lie on the machine, as they were received."""
    for version, made in ((OLD, "2026-01-01T00:00+00:00"), (NEW, "2026-01-02T00:00+00:00")):
        archive = make_package(version, made=made)
        for path in (archive, archive.with_name(f"{archive.name}.sha256")):
            shutil.copy(path, machine.home / "arsip")
    yield


@pytest.mark.usefixtures("bring")
def test_the_guide_is_right_from_the_first_page_to_the_last(machine: Machine) -> None:
    if not has_brotli():
        pytest.skip("modul brotli_static tidak terpasang")
    for block in blocks("pasang"):
        machine.run(block, OLD, OLD)
    assert machine.asked() == [
        "systemctl reload nginx",
        f"podman build -f deploy/Containerfile -t pandu:{OLD} .",
        "podman run --rm --read-only --tmpfs /tmp --cap-drop all -p 8080:8080 pandu:" + OLD,
        "kubectl apply -f deploy/kubernetes/",
        "kubectl -n pandu rollout status deployment/pandu",
    ]
    etc = machine.folders["/etc/nginx"]
    foreground = [ensure_nginx(), "-c", str(etc / "nginx.conf"), "-g", "daemon off;"]
    server = subprocess.Popen(foreground, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + START_SECONDS
        while not (machine.home / "nginx.pid").is_file() and time.monotonic() < until:
            time.sleep(0.02)
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        assert [f'"version": "{OLD}"' in text for text in look(machine)] == [True, True]

        # The new archive is unpacked too, as its page of installing says.
        machine.run(blocks("pasang")[0], NEW, OLD)
        printed = [machine.run(block, NEW, OLD) for block in blocks("perbarui")[:2]]
        assert f"{NEW}  disajikan\n{OLD}  sebelumnya" in printed[0]
        assert [f'"version": "{NEW}"' in text for text in look(machine)] == [True, True]
        roll_out = blocks("perbarui")[2]
        machine.run(roll_out, NEW, OLD)
        images = [line.partition("nginx=")[2] for line in machine.asked() if "set image" in line]
        assert images == [f"pandu:{NEW}-siap", f"pandu:{NEW}"]

        printed = [machine.run(block, NEW, OLD) for block in blocks("kembali")]
        assert f"{NEW}  sebelumnya\n{OLD}  disajikan" in printed[0]
        assert "melepas semua simpanan" in printed[2]
        assert '"serviceWorker": false' in look(machine)[1]

        clauses = [machine.run(block, NEW, OLD) for block in blocks("tarik")]
        assert "ditarik: PRK-07: Diganti surat edaran 12/2026." in clauses[0]
        assert "boleh dipakai lagi" in clauses[1]
        built = machine.home / f"arsip/tarikan/versi/{NEW}/situs/version.json"
        assert "Diganti surat edaran" in built.read_text()

        seen = [machine.run(block, NEW, OLD) for block in blocks("pantau")]
        assert seen[1] == f"Versi {OLD} utuh.\n"
        assert "content-security-policy" in seen[2].lower() and "no-store" in seen[2]
        assert re.search("content-encoding: br", seen[2], re.I)
        log = (machine.home / "log/pandu.log").read_text()
        assert '"berkas":"/version.json"' in log
    finally:
        server.terminate()
        server.wait(20)


def look(machine: Machine) -> list[str]:
    """What the two addresses of the page on watching answer."""
    (block,) = [b for b in blocks("pantau") if "/siap" in b.text]
    printed = machine.run(block, OLD, OLD)
    half = printed.index("}\n{") + 2 if "}\n{" in printed else printed.index("}{") + 1
    return [printed[:half], printed[half:]]


def test_every_page_of_the_guide_is_tested() -> None:
    there = {path.stem for path in (DOCS / "operator").glob("*.md")}
    assert there == {*PAGES}


def test_the_guide_names_commands_of_the_tool_that_exist() -> None:
    tool = (DOCS.parent / "deploy" / "kelola.py").read_text()
    known = set(re.findall(r'add_parser\("([a-z-]+)"', tool))
    shown = {
        word
        for page in PAGES
        for word in re.findall(
            r"kelola\.py (?:--folder \w+ )?([a-z][a-z-]+)",
            (DOCS / f"operator/{page}.md").read_text(),
        )
    }
    assert shown == known


def test_no_version_of_kubernetes_is_named_that_is_not_tested() -> None:
    (named,) = re.findall(r"Kubernetes (\d+\.\d+)", (DOCS / "operator/pasang.md").read_text())
    assert named == OLDEST
