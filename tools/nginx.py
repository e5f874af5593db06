"""Debian's nginx with the configuration that ships, for the tests and for measuring."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from macros.publish.files import locked
from tools.browser import is_debian_root
from tools.site import ROOT
from tools.site_server import HOST

SHIPPED = ROOT / "deploy" / "nginx"
PACKAGES = ("nginx-light", "libnginx-mod-http-brotli-static")
BROTLI_MODULE = "/etc/nginx/modules-enabled"
START_SECONDS = 20


class NginxError(RuntimeError):
    """nginx is missing or refuses its configuration; the text says what it said."""


def find_nginx() -> str | None:
    """Return nginx's address on this system; ``/usr/sbin`` is not on everyone's path."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def ensure_nginx() -> str:
    """Return the address of nginx, installing Debian's if there is none.

    Raises:
        NginxError: There is none and none could be installed.
    """
    if path := find_nginx():
        return path
    with locked(ROOT / ".cache" / "nginx.lock"):
        path = find_nginx() or _install()
    if path is None:
        raise NginxError("nginx tidak ada. Di Debian: apt install nginx-light")
    return path


def _install() -> str | None:
    """Install Debian's nginx where that is possible; return its address."""
    if is_debian_root():
        print("== Memasang paket Debian nginx (sekali saja)", flush=True)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(install, env=env, stdout=subprocess.DEVNULL)
    return find_nginx()


def has_brotli() -> bool:
    """Tell whether this system's nginx loads the module that serves ``.br`` files."""
    return any(Path(BROTLI_MODULE).glob("*brotli-static*"))


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
        return port


def write_configuration(folder: Path, place: str, *, brotli: bool) -> Path:
    """Copy the shipped configuration; return the address of its ``nginx.conf``.

    Args:
        folder: Where the copy goes; what nginx writes goes there too, instead of ``/tmp``.
        place: The text of ``tempat.conf``, the one file that differs from place to place.
        brotli: Whether ``.br`` files are served.
    """
    shutil.copytree(SHIPPED, folder / "nginx")
    own = folder / "nginx" / "pandu"
    (own / "tempat.conf").write_text(place, "utf-8")
    if brotli:
        shutil.copy(own / "brotli.conf", own / "pilihan")
    main = folder / "nginx" / "nginx.conf"
    main.write_text(main.read_text("utf-8").replace("/tmp/", f"{folder}/"), "utf-8")
    return main


def nginx_command(main: Path, *, directives: str = "") -> list[str]:
    """Return the command that runs nginx in the foreground with ``main``."""
    # Root's workers would otherwise be nobody, who may not read a folder made for one run.
    user = "user root; " if os.geteuid() == 0 else ""
    return [ensure_nginx(), "-c", str(main), "-g", f"{user}daemon off; {directives}".strip()]


def check_configuration(main: Path) -> str:
    """Return what ``nginx -t`` says.

    Raises:
        NginxError: It refuses the configuration.
    """
    done = subprocess.run([*nginx_command(main), "-t"], capture_output=True, text=True)
    if done.returncode:
        raise NginxError(done.stderr)
    return done.stderr


@dataclass
class NginxServer:
    """Serve ``folder`` with the shipped configuration on a free port while in its ``with`` block.

    Args:
        folder: A finished site. Its sitemap is served as it is, so a browser that is to keep its
            page from address to address needs a site whose sitemap carries this port.
        other: A folder with the hashed files of another version, as ``lain`` on a server.
        brotli: Whether ``.br`` files are served; by default where the module is there.
        managed: Whether ``folder`` is the ``kini`` that ``deploy/kelola.py`` keeps, with the site
            and the other version's files in it, and may change under the running server.
    """

    folder: Path
    other: Path | None = None
    brotli: bool | None = None
    managed: bool = False
    port: int = field(default_factory=free_port)

    def __enter__(self) -> Self:
        """Start nginx and wait until it answers."""
        self._made = tempfile.TemporaryDirectory(prefix="pandu-nginx-")
        made = Path(self._made.name)
        root = self.folder.absolute() if self.managed else self._root(made / "pandu")
        place = (
            f"listen {HOST}:{self.port};\nserver_name _;\nset $pandu {root};\n"
            f"access_log {made}/akses.log pandu;\n"
        )
        brotli = has_brotli() if self.brotli is None else self.brotli
        main = write_configuration(made, place, brotli=brotli)
        self.access_log = made / "akses.log"
        self._log = (made / "nginx.log").open("w+")
        self._process = subprocess.Popen(nginx_command(main), stderr=self._log)
        self._wait()
        return self

    def __exit__(self, *raised: object) -> None:
        """Stop nginx."""
        self._process.terminate()
        self._process.wait(START_SECONDS)
        self._log.close()
        self._made.cleanup()

    def wait(self) -> None:
        """Return when nginx has ended."""
        self._process.wait()

    @property
    def origin(self) -> str:
        """The address without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    def url(self, path: str = "") -> str:
        """Return the address of ``path``, which is relative to the site's root."""
        return f"{self.origin}/{path.removeprefix('/')}"

    def _root(self, root: Path) -> Path:
        root.mkdir()
        (root / "situs").symlink_to(self.folder.resolve())
        if self.other:
            (root / "lain").symlink_to(self.other.resolve())
        return root

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        bound = Path(self._made.name, "pandu-nginx.pid")
        while time.monotonic() < until and self._process.poll() is None:
            try:
                # Written once the port is ours: somebody else might answer there.
                bound.read_text()
                with urlopen(self.url("sehat"), timeout=2):
                    return
            except (FileNotFoundError, URLError, ConnectionError):
                time.sleep(0.02)
        self._process.terminate()
        self._process.wait()
        said = Path(self._log.name).read_text()
        self._log.close()
        self._made.cleanup()
        raise NginxError(f"nginx tidak mau menyala:\n{said}")


def aimed_at(folder: Path, site: Path, origin: str) -> Path:
    """Make ``folder`` a copy of ``site``, by links, whose sitemap carries ``origin``; return it."""
    shutil.copytree(site, folder, copy_function=link_or_copy)
    for path in folder.glob("sitemap.xml*"):
        path.unlink()
    text = (site / "sitemap.xml").read_text("utf-8")
    (folder / "sitemap.xml").write_text(re.sub(r"<loc>https?://[^/<]+", f"<loc>{origin}", text))
    return folder


def link_or_copy(source: str, target: str) -> None:
    """Put a file at ``target`` without a second copy of it where that is possible."""
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def main(words: Sequence[str]) -> int:
    """Serve a finished site until interrupted: ``python -m tools.nginx site/ 8080``."""
    folder, port = Path(words[0] if words else "site"), int(words[1]) if words[1:] else free_port()
    try:
        with NginxServer(folder, port=port) as server:
            print(f"== nginx menyajikan {folder} di {server.origin}/", flush=True)
            server.wait()
    except NginxError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
