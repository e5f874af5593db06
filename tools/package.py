"""``make package``: one archive for an intranet without internet, the same each time."""

from __future__ import annotations

import datetime
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tools.bill_of_materials import bill_of_materials
from tools.site import BEST_QUALITY, QUALITY, ROOT, build_site, tell

EPOCH = "SOURCE_DATE_EPOCH"
DIST, SITE = ROOT / "dist", ROOT / ".cache" / "package-site"
# Instant navigation needs the port only; the name may differ, and ``kelola.py`` can change both.
ADDRESS = "https://pandu.intranet/"
FOLDERS = {"site": "situs", "deploy": "deploy", "docs/operator": "panduan"}
PAPERS = ("LICENSE", "NOTICE.md", "CHANGELOG.md")
BILL, SUMS = "bom.cdx.json", "SHA256SUMS"
# MkDocs compresses the sitemap itself; ``kelola.py`` changes the sitemap.
LEFT_OUT = ("situs/sitemap.xml.gz",)


class PackageError(RuntimeError):
    """A package cannot be made; the text says what is in the way."""


def source_time(root: Path) -> int:
    """Return the time of what is packed, in seconds since 1970: that of the last commit.

    Raises:
        PackageError: There are changes without a commit, or no history and no given time.
    """
    if given := os.environ.get(EPOCH):
        return int(given)
    if _git(root, "status", "--porcelain"):
        raise PackageError("Ada perubahan yang belum dikomit: paketnya tidak dapat dibuat ulang.")
    if not (found := _git(root, "log", "-1", "--format=%ct")):
        raise PackageError(f"Tidak ada riwayat git. Sebutkan waktunya: {EPOCH}=detik make package")
    return int(found)


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True).stdout.strip()


def package_files(root: Path, site: Path) -> Iterator[tuple[str, Path]]:
    """Go through what a package takes from disk: its name in the package and where it is."""
    for source, folder in FOLDERS.items():
        home = site if source == "site" else root / source
        for path in sorted(home.rglob("*")):
            name = f"{folder}/{path.relative_to(home).as_posix()}"
            if path.is_file() and "__pycache__" not in path.parts and name not in LEFT_OUT:
                yield name, path
    for paper in PAPERS:
        yield paper, root / paper


def pack(root: Path, site: Path, out: Path, seconds: int) -> Path:
    """Write the archive of a finished site and, beside it, its checksum; return the archive.

    Args:
        root: The project.
        site: A finished site, compressed files included.
        out: The folder for the archive.
        seconds: The time that every file carries, since 1970. Servers tell versions of a page
            apart by it, so two versions must not share it.

    Raises:
        PackageError: The site is a light one, which lacks what readers need.
    """
    about = json.loads((site / "version.json").read_text("utf-8"))
    if not about["serviceWorker"] or not (site / "index.html.br").is_file():
        raise PackageError(f"{site} dibangun ringan; yang dipaketkan hanya hasil make site.")
    version = about["version"]
    made = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    content = {name: path.read_bytes() for name, path in package_files(root, site)}
    content[BILL] = bill_of_materials(root, version, made).encode()
    sums = (f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in content.items())
    content[SUMS] = "".join(sorted(sums, key=lambda line: line[66:])).encode()
    out.mkdir(parents=True, exist_ok=True)
    archive = out / f"pandu-{version}.tar.gz"
    with archive.open("wb") as file:
        _write_archive(file, f"pandu-{version}", content, seconds)
    total = hashlib.sha256(archive.read_bytes()).hexdigest()
    (out / f"{archive.name}.sha256").write_text(f"{total}  {archive.name}\n", "utf-8")
    return archive


def _write_archive(file: BinaryIO, folder: str, content: dict[str, bytes], seconds: int) -> None:
    with (
        gzip.GzipFile("", "wb", 6, file, mtime=seconds) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in sorted(content):
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size = len(content[name])
            member.mtime = seconds
            member.mode = 0o644
            tar.addfile(member, io.BytesIO(content[name]))


def main() -> int:
    """Build the site at the time of the last commit, pack it and say where it is."""
    try:
        seconds = source_time(ROOT)
        os.environ[EPOCH] = str(seconds)
        os.environ.setdefault(QUALITY, str(BEST_QUALITY))
        print("== Membangun situs untuk paket", flush=True)
        address = os.environ.get("SITE_URL", ADDRESS)
        if not build_site(ROOT, SITE, site_url=address, echo=tell).ok:
            raise PackageError("Situs tidak jadi dibangun.")
        archive = pack(ROOT, SITE, DIST, seconds)
    except PackageError as error:
        print(f"Berhenti: {error}", file=sys.stderr)
        return 1
    megabytes = archive.stat().st_size / 1e6
    total = archive.with_name(f"{archive.name}.sha256").read_text("utf-8").split()[0]
    print(f"== Paket siap: {archive.relative_to(ROOT)} ({megabytes:.0f} MB)\n   SHA-256 {total}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
