"""What the tests of the delivery share: finished sites, small packages, the operator's tool."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from macros.publish.release import compress
from tests.deploy.place import Place
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
