"""The site's fonts, cut down to the characters that the site uses."""

from __future__ import annotations

import hashlib
import re
import shutil
from html import unescape
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from macros.publish.files import locked, log, sha256

SANS, MONO = "atkinson-hyperlegible", "atkinson-hyperlegible-mono"
FONTS = {
    "atkinson-400.woff2": (SANS, "latin-400-normal"),
    "atkinson-700.woff2": (SANS, "latin-700-normal"),
    "atkinson-400-italic.woff2": (SANS, "latin-400-italic"),
    "mono-400.woff2": (MONO, "latin-400-normal"),
    "mono-700.woff2": (MONO, "latin-700-normal"),
}
LICENCES = {"LISENSI-atkinson.txt": SANS, "LISENSI-mono.txt": MONO}

# What a reader may type, names included, whether or not it stands on a page yet.
ALWAYS = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}


def publish_fonts(root: Path, site_dir: Path) -> Path:
    """Write the subset fonts and their licences into ``site_dir/assets/fonts`` and return it."""
    out = site_dir / "assets" / "fonts"
    out.mkdir(parents=True, exist_ok=True)
    characters = used_characters(site_dir)
    source = root / "node_modules" / "@fontsource"
    for name, (family, face) in FONTS.items():
        font = source / family / "files" / f"{family}-{face}.woff2"
        shutil.copyfile(cached_subset(root, font, characters), out / name)
    for name, family in LICENCES.items():
        shutil.copyfile(source / family / "LICENSE", out / name)
    return out


def used_characters(site_dir: Path) -> str:
    """Return every character of the site's pages and data, in order, and all of Latin-1."""
    used = set(ALWAYS)
    for path in (*site_dir.rglob("*.html"), *site_dir.rglob("*.json")):
        text = path.read_text(encoding="utf-8")
        used.update(unescape(text) if path.suffix == ".html" else json_text(text))
    return "".join(sorted(char for char in used if char.isprintable()))


def json_text(text: str) -> str:
    r"""Return JSON text with its ``\uXXXX`` escapes resolved."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def cached_subset(root: Path, font: Path, characters: str) -> Path:
    """Return ``font`` with only ``characters``, made on first use."""
    key = hashlib.sha256(f"{version('fonttools')}{sha256(font)}{characters}".encode()).hexdigest()
    cache = root / ".cache" / "fonts" / f"{font.stem}-{key[:16]}.woff2"
    with locked(root / ".cache" / "fonts.lock"):
        if not cache.is_file():
            log.info("Memotong huruf %s menjadi %d tanda", font.stem, len(characters))
            cache.parent.mkdir(parents=True, exist_ok=True)
            unfinished = cache.with_suffix(".baru")
            unfinished.write_bytes(subset_font(font, characters))
            unfinished.replace(cache)
    return cache


def subset_font(font: Path, characters: str) -> bytes:
    """Cut ``font`` down; its features stay, for tabular figures among others."""
    options = subset.Options(flavor="woff2", layout_features=["*"], recalc_timestamp=False)
    opened = TTFont(font, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(opened)
    opened.flavor = "woff2"
    result = BytesIO()
    opened.save(result)
    return result.getvalue()
