"""The page of the practice calls, the file that holds them all, and the table that proves them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flow_engine.model import Flow
from flow_engine.problems import Problem
from flow_engine.wire import dump_flow
from learning.caller_words import FILE, load_words
from learning.make_practice import calls_json, make_calls
from macros.codes import meter_json
from macros.data import Page
from macros.flows import DATA_FOLDER, flow_texts, flow_url, ordered_flows
from macros.html import block, element, escape, link
from macros.publish.files import locked
from macros.publish.runtime import flow_hash

ROOT = Path(__file__).resolve().parent.parent
CALLS = "data/latihan/panggilan.json"
CACHE = Path(".cache") / "panggilan"


def check_words(root: Path, flows: Mapping[str, Flow]) -> list[Problem]:
    """Return the problems of the callers' words."""
    return list(load_words(root / "docs" / "_data", flows.values())[1])


@lru_cache(maxsize=4)
def calls_text(root: Path, flows: tuple[Flow, ...]) -> str:
    """Return all practice calls as JSON; kept by the hash of all that they are made from.

    Choosing them walks every flow some thousand times, which nobody should wait for twice.
    """
    data = root / "docs" / "_data"
    made_by = sorted([*(root / "learning").glob("*.py"), *(root / "flow_engine").rglob("*.py")])
    whole = hashlib.sha256()
    for text in (*(dump_flow(flow) for flow in flows), *(p.read_text("utf-8") for p in made_by)):
        whole.update(text.encode())
    whole.update((data / FILE).read_bytes())
    path = root / CACHE / f"{whole.hexdigest()[:16]}.json"
    with locked(root / CACHE.with_suffix(".lock")):
        if not path.is_file():
            words, _ = load_words(data, flows)
            by_id = {flow.id: flow for flow in flows}
            told = calls_json(by_id, make_calls(flows, words), words)
            path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
            aside = path.with_suffix(".tmp")
            aside.write_text(text + "\n", encoding="utf-8")
            aside.replace(path)
    return path.read_text("utf-8")


def practice_calls(root: Path, flows: Mapping[str, Flow]) -> dict[str, Any]:
    """Return all practice calls as they are published."""
    found: dict[str, Any] = json.loads(calls_text(root, tuple(flows.values())))
    return found


def publish_calls(root: Path, site_dir: Path, flows: Mapping[str, Flow]) -> Path:
    """Write the file of the practice calls; return where it is."""
    path = site_dir / CALLS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(calls_text(root, tuple(flows.values())), encoding="utf-8")
    return path


def render_practice(page: Page) -> str:
    """Return the shell of the page; without scripts it says what there is and where to read it."""
    flows = page.house.flows
    listed = {row["id"]: row for row in practice_calls(ROOT, flows)["flows"]}
    texts = flow_texts(flows)
    offered = []
    rows = ""
    for flow in ordered_flows(page):
        calls = listed[flow.id]["calls"]
        offered.append(
            {
                "id": flow.id,
                "title": flow.title,
                "status": flow.status,
                "address": f"{DATA_FOLDER}/{flow.id}.json",
                "hash": flow_hash(texts[flow.id]),
            }
        )
        where = link(page.to(flow_url(flow.id)), flow.title)
        steps = f"{calls[0]['stops']} sampai {calls[-1]['stops']} langkah"
        rows += element("li", f"{where}: {escape(f'{len(calls)} panggilan, {steps}')}")
    without = element(
        "div",
        element(
            "p",
            "Panggilan latihan dijalankan mesin di peramban ini dan memerlukan JavaScript. "
            "Tanpa itu, telusuri alurnya langsung:",
        )
        + element("ul", rows),
        "p-latih-tanpa",
    )
    live = element("p", "", "p-latih-kabar", role="status", hidden="")
    return block(
        element(
            "div",
            live + element("div", "", "p-latih-hidup") + without,
            "p-latih",
            data_root=page.to(""),
            data_calls=CALLS,
            data_flows=json.dumps(offered, ensure_ascii=False),
            data_meter=meter_json(page),
            data_search_exclude="",
        )
    )
