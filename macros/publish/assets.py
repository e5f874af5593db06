"""The site's styles and scripts: one file each, named by its content, made by esbuild.

The theme's styles stand in the same file, before ours, as far as the site uses them.

The sources stay beside them for who wants to read them; no page asks for them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from macros.publish.files import sha256
from macros.publish.node import NodeError
from macros.publish.theme import used_theme

ASSETS = "assets"
SCRIPT, STYLE = f"{ASSETS}/pandu.js", f"{ASSETS}/pandu.css"
# What puts classes into pages: the theme's own script, ours, and those in the head.
SCRIPTS = ("assets/javascripts/bundle.*.js", "assets/app/*.js", "assets/site/*.js")
WORKER = "pandu/worker.js"
HASH_LENGTH = 10
PATIENCE_SECONDS = 120
# One folder deep, like the styles' own, so that what they name beside them is found.
OUT = f"{ASSETS}/app"
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    # What the oldest browsers that run Python at all understand.
    "--target=es2022,chrome111,firefox114,safari16.4",
    "--external:*.woff2",
    "--loader:.svg=dataurl",
    "--log-level=warning",
    "--legal-comments=none",
)
NAMED = "--entry-names=[name].[hash]"


def publish_worker(root: Path, site_dir: Path) -> str:
    """Bundle the worker that Python runs in; return its path from the site's root."""
    (path,) = bundle(root, site_dir, [f"docs/{ASSETS}/{WORKER}"], {}).values()
    return path


def named_by_content(site_dir: Path, path: Path) -> str:
    """Copy a finished file to a name that may be kept for ever; return it from the site's root."""
    stem, dot, suffix = path.name.rpartition(".")
    new = site_dir / OUT / f"{stem}.{sha256(path)[:HASH_LENGTH]}{dot}{suffix}"
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, new)
    return new.relative_to(site_dir).as_posix()


def publish_assets(root: Path, site_dir: Path, addresses: Mapping[str, str]) -> dict[str, str]:
    """Bundle style and script and let every page ask for them by their new names.

    Args:
        root: The project.
        site_dir: The finished site.
        addresses: What ``docs/assets/pandu/addresses.js`` hands out, from the site's root.

    Returns:
        The new paths by the old ones, from the site's root.
    """
    sources = [f"docs/{name}" for name in (SCRIPT, STYLE)]
    made = bundle(root, site_dir, sources, {"PANDU_ADDRESSES": json.dumps(dict(addresses))})
    names = {source.removeprefix("docs/"): path for source, path in made.items()}
    for old in names:
        (site_dir / old).unlink(missing_ok=True)
    pages = sorted(site_dir.rglob("*.html"))
    scripts = sorted(path for pattern in SCRIPTS for path in site_dir.glob(pattern))
    names[STYLE] = _after(site_dir, used_theme(site_dir, pages, scripts), site_dir / names[STYLE])
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for old, new in names.items():
            text = text.replace(f'{old}"', f'{new}"')
        page.write_text(text, encoding="utf-8")
    return names


def _after(site_dir: Path, theme: str, style: Path) -> str:
    """Put our styles after the theme's; return the path of both from the site's root."""
    both = site_dir / STYLE
    both.write_text(f"{theme}\n{style.read_text(encoding='utf-8')}", encoding="utf-8")
    style.unlink()
    path = named_by_content(site_dir, both)
    both.unlink()
    return path


def bundle(
    root: Path, site_dir: Path, sources: list[str], defined: Mapping[str, str]
) -> dict[str, str]:
    """Bundle each source into ``assets/`` of the site; return its path by its source.

    Raises:
        NodeError: esbuild is missing, or a source cannot be bundled.
    """
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder, "meta.json")
        run_esbuild(
            root,
            [
                *sources,
                *OPTIONS,
                NAMED,
                f"--outdir={site_dir / OUT}",
                f"--metafile={listing}",
                *(f"--define:{name}={value}" for name, value in defined.items()),
            ],
        )
        outputs = json.loads(listing.read_text())["outputs"]
    return {
        about["entryPoint"]: f"{OUT}/{Path(path).name}"
        for path, about in outputs.items()
        if "entryPoint" in about
    }


def run_esbuild(root: Path, words: list[str]) -> None:
    """Run esbuild in the project's folder; a message is Indonesian and holds what it said."""
    try:
        done = subprocess.run(
            [str(root / "node_modules" / ".bin" / "esbuild"), *words],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeError(f"Skrip situs tidak dapat digabung: {error}. Jalankan npm ci.") from error
    if done.returncode:
        raise NodeError(f"Skrip situs tidak dapat digabung:\n{done.stderr.strip()[-800:]}")
