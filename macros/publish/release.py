"""What makes a finished site one version: its number, its service worker, its compressed files.

``version.json`` is read from the network only and tells an open page what is current and what
must not be used any more. ``sw.js`` keeps a version whole. In a light build, and for a site that
wants no service worker, ``sw.js`` takes itself and all it kept away again.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator
from pathlib import Path

from flow_engine.records import Library
from macros.publish.assets import HASH_LENGTH, OPTIONS, OUT, run_esbuild
from macros.publish.files import digest, log, sha256
from macros.publish.node import NodeError, run_script

SOURCES = Path("docs/assets/pandu")
KEEPER, LEAVER = "offline-worker.js", "offline-off-worker.js"
SERVICE_WORKER, VERSION = "sw.js", "version.json"
COMPRESS = Path(__file__).with_name("compress.mjs")
# Named by its content: a browser may keep it for ever. esbuild's own hashes have eight letters.
IMMUTABLE = rf"/(runtime|{OUT}|search)/[^/]+\.[0-9A-Za-z]{{8,{HASH_LENGTH}}}\.[a-z]+$"
MOST_BYTES = 3_000_000
VERSION_LENGTH = 12
# Sources for readers, and what only servers and search engines ask for.
NOT_KEPT = (
    "assets/pandu/", "assets/css/", "assets/pandu.", "sitemap.xml", "404.html", "runtime/",
    "search/search_index.json", "search/pandu.json", "objects.inv",
    "assets/javascripts/lunr/", "assets/javascripts/workers/",
)  # fmt: skip
RUNTIME = "runtime/runtime.json"
COMPRESSED = {
    ".html", ".css", ".js", ".mjs", ".json", ".wasm", ".svg", ".zip", ".snapshot", ".xml", ".txt",
    ".csv",
}  # fmt: skip
WORTH_COMPRESSING = 1_024
# Operators change these on the server; a compressed one beside it would still say the old.
CHANGED_LATER = (VERSION, "sitemap.xml")
# ``make site`` takes its time; 11 is the best there is, and ten times as slow as 9.
QUALITY, USUAL_QUALITY = "PANDU_MAMPAT", 9


def publish_release(root: Path, site_dir: Path, library: Library, *, light: bool = False) -> str:
    """Finish a site; return its version.

    Raises:
        NodeError: A file is too large to be kept, or the service worker cannot be made.
    """
    files = sorted(p for p in site_dir.rglob("*") if p.is_file() and p.suffix not in (".br", ".gz"))
    version = digest(site_dir, files)[:VERSION_LENGTH]
    keeps = not light
    kept = list(kept_files(site_dir, files)) if keeps else []
    made_of = {"version": version, "precache": kept, "immutable": IMMUTABLE}
    source = SOURCES / (KEEPER if keeps else LEAVER)
    run_esbuild(
        root,
        [str(source), *OPTIONS, "--format=iife", f"--outfile={site_dir / SERVICE_WORKER}",
         f"--define:PANDU_RELEASE={json.dumps(made_of)}"],
    )  # fmt: skip
    about = {
        "version": version,
        "made": build_time().isoformat(timespec="minutes"),
        "newest": max((d.date for d in library.documents.values()), default=""),
        "serviceWorker": keeps,
        "recalled": dict(library.settings.recalled),
        "withdrawn": [c.id for c in library.clauses.values() if c.status == "dicabut"],
    }
    (site_dir / VERSION).write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if not light:
        compress(root, site_dir)
    return version


def build_time() -> datetime.datetime:
    """Return now, or the time that ``SOURCE_DATE_EPOCH`` (seconds) names for a repeatable build."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC)
    return datetime.datetime.now(datetime.UTC)


def kept_files(site_dir: Path, files: list[Path]) -> Iterator[dict[str, str]]:
    """Go through what a service worker keeps from the first visit on: address and revision.

    Raises:
        NodeError: A file is larger than what may be kept at once.
    """
    for path in files:
        name = path.relative_to(site_dir).as_posix()
        if (name.startswith(NOT_KEPT) or name.endswith(".map")) and name != RUNTIME:
            continue
        if path.stat().st_size > MOST_BYTES:
            raise NodeError(
                f"{name} berukuran {path.stat().st_size} bita, lebih dari {MOST_BYTES}: terlalu "
                "besar untuk disimpan pada kunjungan pertama."
            )
        address = "" if name == "index.html" else name.removesuffix("index.html")
        yield {"url": address or "./", "revision": sha256(path)[:16]}


def compress(root: Path, site_dir: Path) -> None:
    """Put a ``.br`` and a ``.gz`` beside each file that gets smaller by it."""
    files = [
        path
        for path in sorted(site_dir.rglob("*"))
        if path.suffix in COMPRESSED and path.stat().st_size >= WORTH_COMPRESSING
        if path.relative_to(site_dir).as_posix() not in CHANGED_LATER
    ]
    listed = [{"path": str(path), "key": sha256(path)} for path in files]
    quality = int(os.environ.get(QUALITY) or USUAL_QUALITY)
    log.info("Memampatkan %d berkas", len(files))
    cache = str(root / ".cache" / "mampat")
    run_script(COMPRESS, {"files": listed, "quality": quality, "cache": cache})
