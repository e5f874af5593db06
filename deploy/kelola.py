#!/usr/bin/env python3
"""Install, update, roll back, recall and check Pandu on a server without internet.

Needs Python 3.9 and nothing else. Under one folder (``/srv/pandu``)::

    versi/<version>/           each unpacked package: situs/, deploy/, SHA256SUMS ...; in asal/, as
                               they came, the files that this tool has changed
    susunan/<new>+<old>/       links: situs, the site that is served; lain, another version's
                               files; deploy, this tool and nginx's configuration
    kini -> susunan/...        one link, replaced at once: there is no moment between two versions
    atur.json                  what outlives an update: address and recalled SOPs
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VERSION = re.compile(r"[0-9a-f]{12}")
CLAUSE = re.compile(r"[\w-]{1,40}")
MOST_REASON = 300  # letters; pages cut longer ones
SUMS, NOTICE, SITEMAP = "SHA256SUMS", "situs/version.json", "situs/sitemap.xml"
ORIGINALS = "asal"


class Refused(Exception):
    """What was asked cannot be done; the text tells the operator why."""


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
    return total.hexdigest()


def write(path: Path, text: str) -> None:
    """Write a file at once: who reads it sees the old text or the new one, never a part."""
    fresh = path.with_name(path.name + ".baru")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o644)
    os.replace(fresh, path)


def point(link: Path, target: Path) -> None:
    """Let ``link`` lead to ``target``, at once."""
    fresh = link.with_name(link.name + ".baru")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(os.path.relpath(target, link.parent))
    os.replace(fresh, link)


def read_settings(root: Path) -> dict[str, Any]:
    """Return what outlives an update.

    ``alamat`` is the site's address, ``penarikan`` reasons by recalled id, ``lepas`` the version
    that lets go of all that browsers keep.
    """
    path = root / "atur.json"
    kept = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return {"alamat": "", "penarikan": {}, "lepas": "", **kept}


def write_settings(root: Path, settings: dict[str, Any]) -> None:
    """Keep the settings for this version and those that follow."""
    write(root / "atur.json", json.dumps(settings, indent=2, ensure_ascii=False) + "\n")


def current(root: Path) -> str:
    """Return the version that is served, or an empty text."""
    link = root / "kini" / "situs"
    return link.resolve().parent.name if link.is_symlink() else ""


def before(root: Path) -> str:
    """Return the version that was served before, or an empty text."""
    link = root / "kini" / "lain"
    return link.resolve().parent.name if link.is_symlink() else ""


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a package into ``folder``; return the one folder that it holds.

    Raises:
        Refused: It is no package, or holds anything but plain files below one folder.
    """
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                parts = Path(member.name).parts
                if not member.isfile() or Path(member.name).is_absolute() or ".." in parts:
                    raise Refused(f"Arsip memuat yang bukan berkas biasa: {member.name}")
                source = tar.extractfile(member)
                assert source is not None  # a plain file has a content
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as out:
                    shutil.copyfileobj(source, out)
                target.chmod(0o644)
                # Servers tell versions of a page apart by its time.
                os.utime(target, (member.mtime, member.mtime))
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(f"{archive} tidak terbaca sebagai paket: {error}") from error
    found = list(folder.iterdir())
    if len(found) != 1 or not (found[0] / SUMS).is_file():
        raise Refused(f"{archive} bukan paket Pandu: tidak ada {SUMS}.")
    return found[0]


def differences(package: Path) -> list[str]:
    """Compare a package with its checksums; return what is changed, missing or too much."""
    listed = {}
    for line in (package / SUMS).read_text("utf-8").splitlines():
        total, _, name = line.partition("  ")
        listed[name] = total
    found = []
    own = {SUMS}
    for name, total in listed.items():
        # What this tool changes itself is compared as it came.
        kept = package / ORIGINALS / name
        path = kept if kept.is_file() else package / name
        own |= {name, f"{ORIGINALS}/{name}"}
        if not path.is_file():
            found.append(f"hilang: {name}")
        elif sha256(path) != total:
            found.append(f"berubah: {name}")
    there = (p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file())
    return found + sorted(f"tidak dikenal: {name}" for name in there if name not in own)


def original(package: Path, name: str) -> str:
    """Return a file as it came in the package, keeping that before it is changed."""
    kept = package / ORIGINALS / name
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(package / name, kept)
    return kept.read_text("utf-8")


def own_files(root: Path, package: Path) -> dict[str, str]:
    """Return the files of a version that this server has its own text for, by name."""
    settings = read_settings(root)
    notice = json.loads(original(package, NOTICE))
    notice["recalled"] = {**notice["recalled"], **settings["penarikan"]}
    if settings["lepas"] == notice["version"]:
        notice["serviceWorker"] = False
    files = {NOTICE: json.dumps(notice, indent=2, ensure_ascii=False) + "\n"}
    if settings["alamat"]:
        # Instant navigation compares a page's address with those here, the port included.
        origin = settings["alamat"].rstrip("/")
        text = original(package, SITEMAP)
        files[SITEMAP] = re.sub(r"<loc>https?://[^/<]+", f"<loc>{origin}", text)
    return files


def apply_settings(root: Path, package: Path) -> None:
    """Write recalled SOPs, the switch and the site's address into a version."""
    for name, text in own_files(root, package).items():
        write(package / name, text)


def switch(root: Path, version: str) -> None:
    """Serve ``version`` from now on, with the files of the one served so far beside it."""
    package = root / "versi" / version
    if not package.is_dir():
        raise Refused(f"Versi {version} tidak ada. Yang ada: {', '.join(versions(root)) or '-'}")
    apply_settings(root, package)
    now = current(root)
    if now == version:
        return
    pair = root / "susunan" / (f"{version}+{now}" if now else version)
    pair.mkdir(exist_ok=True)
    pair.chmod(0o755)
    point(pair / "situs", package / "situs")
    point(pair / "deploy", package / "deploy")
    if now:
        point(pair / "lain", root / "versi" / now / "situs")
    last = (root / "kini").resolve()
    point(root / "kini", pair)
    for old in (root / "susunan").iterdir():
        if old not in (pair, last):
            shutil.rmtree(old)


def versions(root: Path) -> list[str]:
    """Return the versions that are there, the newest first."""
    found = [path for path in (root / "versi").glob("*") if VERSION.fullmatch(path.name)]
    made = {path.name: json.loads((path / NOTICE).read_text("utf-8"))["made"] for path in found}
    return sorted(made, key=lambda name: made[name], reverse=True)


def install(root: Path, words: argparse.Namespace) -> str:
    """Unpack a package, check it and serve it."""
    archive = Path(words.arsip)
    if not archive.is_file():
        raise Refused(f"{archive} tidak ada.")
    if words.sidik and sha256(archive) != words.sidik.lower():
        raise Refused(f"Sidik {archive.name} bukan {words.sidik}. Paket tidak dipasang.")
    if words.alamat and not re.fullmatch(r"https?://[\w.:-]+/?", words.alamat):
        raise Refused("Alamat berbentuk https://nama.server/ dengan portanya bila bukan yang baku.")
    for place in (root, root / "versi", root / "susunan"):
        place.mkdir(parents=True, exist_ok=True)
        # nginx reads as somebody else, whatever root's own umask is.
        place.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=root, prefix="bongkar-") as folder:
        package = unpack(archive, Path(folder))
        if found := differences(package):
            raise Refused("Paket rusak dan tidak dipasang:\n  " + "\n  ".join(found[:20]))
        version = json.loads((package / NOTICE).read_text("utf-8"))["version"]
        if not VERSION.fullmatch(version):
            raise Refused(f"Nomor versi tidak dikenal: {version}")
        for made in [package, *(path for path in package.rglob("*") if path.is_dir())]:
            made.chmod(0o755)
        home = root / "versi" / version
        if not home.exists():
            os.replace(package, home)
    if words.alamat:
        write_settings(root, {**read_settings(root), "alamat": words.alamat})
    switch(root, version)
    return f"Versi {version} disajikan."


def roll_back(root: Path, words: argparse.Namespace) -> str:
    """Serve an older version that is still there."""
    version = words.versi or before(root)
    if not version:
        raise Refused("Tidak ada versi sebelumnya. Sebutkan salah satu dari `daftar`.")
    switch(root, version)
    return f"Versi {version} disajikan."


def served(root: Path) -> Path:
    """Return the package that is served.

    Raises:
        Refused: There is none.
    """
    if not (version := current(root)):
        raise Refused("Belum ada versi yang dipasang.")
    return root / "versi" / version


def recall(root: Path, words: argparse.Namespace) -> str:
    """Close a clause or a document on every page, those that are open included."""
    package = served(root)
    clauses = json.loads((package / "situs/data/klausul.json").read_text("utf-8"))
    known = {clause["id"] for clause in clauses} | {clause["document"] for clause in clauses}
    if not CLAUSE.fullmatch(words.id) or words.id not in known:
        raise Refused(f"{words.id} bukan id klausul atau dokumen dalam versi ini.")
    if not words.alasan.strip() or len(words.alasan) > MOST_REASON:
        raise Refused(f"Alasan wajib ada, paling panjang {MOST_REASON} huruf.")
    settings = read_settings(root)
    settings["penarikan"][words.id] = words.alasan.strip()
    write_settings(root, settings)
    apply_settings(root, package)
    return f"{words.id} ditarik, juga dari versi yang dipasang sesudah ini."


def reinstate(root: Path, words: argparse.Namespace) -> str:
    """Take back a recall that was made here."""
    package = served(root)
    settings = read_settings(root)
    if settings["penarikan"].pop(words.id, None) is None:
        raise Refused(f"{words.id} tidak ditarik di sini.")
    write_settings(root, settings)
    apply_settings(root, package)
    return f"{words.id} boleh dipakai lagi."


def let_go(root: Path, words: argparse.Namespace) -> str:
    """Make browsers drop the service worker of this version and all it keeps."""
    package = served(root)
    write_settings(root, {**read_settings(root), "lepas": "" if words.batal else package.name})
    apply_settings(root, package)
    if words.batal:
        return f"Peramban boleh menyimpan versi {package.name} lagi."
    return f"Peramban melepas semua simpanan; versi {package.name} hanya tampil selama ada server."


def check(root: Path, words: argparse.Namespace) -> str:
    """Compare what is served with its checksums and with what was recalled here."""
    package = served(root)
    found = differences(package)
    for name, text in own_files(root, package).items():
        if not (package / name).is_file() or (package / name).read_text("utf-8") != text:
            found.append(f"berubah: {name}")
    if found:
        raise Refused("Tidak cocok dengan paketnya:\n  " + "\n  ".join(found[:20]))
    return f"Versi {package.name} utuh."


def show(root: Path, words: argparse.Namespace) -> str:
    """List versions and recalls."""
    marks = {current(root): "disajikan", before(root): "sebelumnya"}
    lines = [f"{name}  {marks.get(name, '')}".rstrip() for name in versions(root)]
    recalls = read_settings(root)["penarikan"].items()
    return "\n".join(lines + [f"ditarik: {name}: {why}" for name, why in recalls])


def remove(root: Path, words: argparse.Namespace) -> str:
    """Delete a version that no page can need any more."""
    if words.versi in (current(root), before(root)):
        raise Refused(f"Versi {words.versi} masih dipakai.")
    if words.versi not in versions(root):
        raise Refused(f"Versi {words.versi} tidak ada.")
    shutil.rmtree(root / "versi" / words.versi)
    return f"Versi {words.versi} dibuang."


def parse(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="kelola.py", description="Mengelola Pandu di server ini.")
    place = os.environ.get("PANDU_FOLDER", "/srv/pandu")
    parser.add_argument("--folder", default=place, help=f"tempat Pandu (semula {place})")
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    one = commands.add_parser("pasang", help="pasang paket dan sajikan; juga untuk memperbarui")
    one.add_argument("arsip")
    one.add_argument("--sidik", help="SHA-256 arsip yang diterima lewat jalan lain")
    one.add_argument("--alamat", help="alamat situs, misalnya https://pandu.intranet/")
    one.set_defaults(run=install)
    one = commands.add_parser("kembali", help="sajikan versi sebelumnya, atau versi yang disebut")
    one.add_argument("versi", nargs="?")
    one.set_defaults(run=roll_back)
    one = commands.add_parser("tarik", help="tutup klausul atau dokumen di semua halaman")
    one.add_argument("id")
    one.add_argument("alasan")
    one.set_defaults(run=recall)
    one = commands.add_parser("batal-tarik", help="buka lagi yang ditarik di sini")
    one.add_argument("id")
    one.set_defaults(run=reinstate)
    one = commands.add_parser("lepas", help="suruh peramban menghapus service worker dan simpanan")
    one.add_argument("--batal", action="store_true", help="boleh menyimpan lagi")
    one.set_defaults(run=let_go)
    one = commands.add_parser("periksa", help="cocokkan yang disajikan dengan paketnya")
    one.set_defaults(run=check)
    one = commands.add_parser("daftar", help="versi yang ada dan yang ditarik")
    one.set_defaults(run=show)
    one = commands.add_parser("buang", help="hapus versi yang tidak dipakai")
    one.add_argument("versi")
    one.set_defaults(run=remove)
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Run one command; return 0 when done, 1 when refused."""
    asked = parse(words)
    try:
        print(asked.run(Path(asked.folder).resolve(), asked))
    except Refused as refused:
        print(f"Berhenti: {refused}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Berhenti: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
