"""The search as a site ships it: its data with a ready index, and its worker in one file.

``search/pandu.json`` holds records, words and MiniSearch's index, made in Node by the very code
that reads it in the browser. ``search/search_index.json``, which Material's own search reads when
it has to stand in, gets the same records.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from macros.publish.assets import OPTIONS, run_esbuild
from macros.publish.node import run_script

SCRIPT = Path(__file__).with_suffix(".mjs")
SOURCES = Path("docs/assets/pandu/search")
WORKER = "search-worker.js"
DATA = "search/pandu.json"
MATERIAL = "search/search_index.json"

Record = Mapping[str, Any]


def publish_search(root: Path, site_dir: Path, given: Mapping[str, Any]) -> list[Path]:
    """Write data, worker and Material's index into a finished site; return what was written.

    Args:
        root: The project.
        site_dir: The finished site.
        given: ``records`` and ``words``, and whatever else the worker is to hand to the page.

    Raises:
        NodeError: Node, esbuild or the index did not do their part.
    """
    worker = site_dir / SOURCES.relative_to("docs") / WORKER
    data = site_dir / DATA
    data.parent.mkdir(parents=True, exist_ok=True)
    worker.parent.mkdir(parents=True, exist_ok=True)
    bundle_worker(root, worker)
    data.write_text(with_index(given) + "\n", encoding="utf-8")
    written = [data, worker]
    material = site_dir / MATERIAL
    if material.is_file():
        material.write_text(_for_material(material, given["records"]), encoding="utf-8")
        written.append(material)
    return written


def bundle_worker(root: Path, out: Path) -> None:
    """Write the worker with all it imports as one small file."""
    entry = root / SOURCES / WORKER
    run_esbuild(root, [str(entry), *OPTIONS, f"--outfile={out}", "--allow-overwrite"])


def with_index(given: Mapping[str, Any]) -> str:
    """Return what the worker fetches, as JSON: what was given, and a ready index of it.

    Raises:
        NodeError: Two records have the same id, or Node is missing.
    """
    return run_script(SCRIPT, given)


def _for_material(path: Path, records: Sequence[Record]) -> str:
    """Return Material's index with our records; titles and texts are put in as HTML there."""
    index = json.loads(path.read_text(encoding="utf-8"))
    docs = [
        {
            "location": record["url"],
            "title": escape(record["title"]),
            "text": escape(" ".join(_texts(record))),
        }
        for record in records
    ]
    return json.dumps({"config": index["config"], "docs": docs}, ensure_ascii=False)


def _texts(record: Record) -> list[str]:
    answers = [f"{answer['label']}: {answer['text']}" for answer in record.get("answers", ())]
    texts = (
        record.get("clause", ""),
        record.get("summary", ""),
        *answers,
        *record.get("aliases", ()),
    )
    return [text for text in texts if text]
