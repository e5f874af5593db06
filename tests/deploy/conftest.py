"""What the tests of the delivery share: finished sites, small packages, the operator's tool."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy import kelola
from macros.publish.release import compress
from tools.nginx import NginxServer, link_or_copy
from tools.package import pack
from tools.site import ROOT


@pytest.fixture(scope="session")
def shipped_site(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site with its compressed files, which a site built lightly lacks."""
    if (site_dir / "index.html.br").is_file():
        return site_dir
    whole = tmp_path_factory.mktemp("situs") / "situs"
    shutil.copytree(site_dir, whole, copy_function=link_or_copy)
    compress(ROOT, whole)
    return whole


@pytest.fixture(scope="module")
def nginx(shipped_site: Path) -> Iterator[NginxServer]:
    """Debian's nginx with the shipped configuration and the built site."""
    with NginxServer(shipped_site) as server:
        yield server


MakeSite = Callable[..., Path]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Make a site as small as one can be and still be a site."""

    def make(version: str, *, made: str = "2026-01-01T00:00+00:00", light: bool = False) -> Path:
        site = tmp_path / "situs" / version
        for folder in ("assets/app", "runtime", "search", "data", "sop"):
            (site / folder).mkdir(parents=True)
        hashed = f"assets/app/pandu.{version[:10]}.js"
        page = f'<script src="/{hashed}" type="module"></script>'
        (site / hashed).write_text(f"// {version}")
        (site / f"runtime/python.{version[:10]}.zip").write_bytes(version.encode())
        (site / "index.html").write_text(page)
        (site / "sop/index.html").write_text(page)
        (site / "404.html").write_text("<p>Tidak ada")
        (site / "sitemap.xml").write_text("<loc>https://pandu.intranet/sop/</loc>")
        (site / "sitemap.xml.gz").write_bytes(b"")
        (site / "data/klausul.json").write_text(
            json.dumps([{"id": "PRK-07", "document": "PRK"}, {"id": "PMB-C0", "document": "PMB"}])
        )
        about = {
            "version": version, "made": made, "newest": "2022-12-29", "serviceWorker": not light,
            "recalled": {"PMB-C0": "Dicabut"}, "withdrawn": [],
        }  # fmt: skip
        (site / "version.json").write_text(json.dumps(about))
        if not light:
            (site / "index.html.br").write_bytes(b"br")
        return site

    return make


@dataclass
class Place:
    """A folder that is managed by the operator's tool."""

    root: Path

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        """Run the tool; return its exit code and what it said, as result and as complaint."""
        said, complained = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            code = kelola.main(["--folder", str(self.root), *map(str, words)])
        return code, said.getvalue(), complained.getvalue()

    def do(self, *words: str | Path) -> str:
        """Run the tool and expect that it does what it was asked."""
        code, said, complained = self.run(*words)
        assert (code, complained) == (0, "")
        return said

    def refuse(self, *words: str | Path) -> str:
        """Run the tool and expect that it refuses; return why."""
        code, said, complained = self.run(*words)
        assert (code, said) == (1, "")
        return complained

    @property
    def site(self) -> Path:
        """What a server serves."""
        return self.root / "kini" / "situs"

    def notice(self) -> dict[str, object]:
        """What an open page reads of the version that is served."""
        about: dict[str, object] = json.loads((self.site / "version.json").read_text())
        return about


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A server's folder in which nothing is installed yet."""
    return Place(tmp_path / "srv")


MakePackage = Callable[..., Path]


@pytest.fixture
def make_package(make_site: MakeSite, tmp_path: Path) -> MakePackage:
    """Make a package of a small site."""

    def make(version: str, *, seconds: int = 1_790_000_000, made: str | None = None) -> Path:
        site = make_site(version, **({"made": made} if made else {}))
        return pack(ROOT, site, tmp_path / "dist", seconds)

    return make
