"""Runs the shipped search and three others on the same records, in one Chromium."""

from __future__ import annotations

import json
import mimetypes
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from tools.browser import ensure_browser, launch_args
from tools.site import ROOT
from tools.site_server import SiteServer

HERE = Path(__file__).parent
PREFIX = "/__ukur__/"
MINISEARCH = ROOT / "node_modules" / "minisearch" / "dist" / "es" / "index.js"
SHIPPED = "Pandu"
Records = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Answers:
    """What a search returned: clause ids, best first, and milliseconds, for each question."""

    rankings: list[list[str]]
    milliseconds: list[float]


def site_records(site: Path) -> list[dict[str, Any]]:
    """Return the records of a built site."""
    data = json.loads((site / "search" / "pandu.json").read_text(encoding="utf-8"))
    return list(data["records"])


def plain_records(records: Records) -> list[dict[str, str]]:
    """Return records as any search takes them: id, title, and all other words as one text."""
    return [
        {
            "id": str(number),
            "title": record["title"],
            "text": " \n ".join(
                (*record.get("aliases", ()), record.get("summary", ""), record.get("text", ""))
            ),
        }
        for number, record in enumerate(records)
    ]


def clause_ranking(clauses: Sequence[str]) -> list[str]:
    """Return the clauses without doubles; what belongs to none is left out."""
    return list(dict.fromkeys(filter(None, clauses)))


@contextmanager
def eval_page(site: Path, pagefind: Path) -> Iterator[Page]:
    """Open a page of the site where ``page.js`` can be imported."""
    files = {
        "page.js": HERE / "page.js",
        "minisearch.js": MINISEARCH,
        **{
            f"pagefind/{path.relative_to(pagefind).as_posix()}": path
            for path in pagefind.rglob("*")
            if path.is_file()
        },
    }

    def serve(route: Route) -> None:
        name = route.request.url.split(PREFIX, 1)[1].split("?")[0]
        if name not in files:
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        route.fulfill(body=files[name].read_bytes(), content_type=kind)

    found = ensure_browser()
    with SiteServer(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.path, args=launch_args())
        page = browser.new_page()
        page.route(f"**{PREFIX}**", serve)
        page.goto(server.url("404.html"))
        yield page
        browser.close()


def ask(page: Page, engine: str, queries: Sequence[str], more: Any = None) -> list[dict[str, Any]]:
    """Ask one search all questions in the page."""
    found: list[dict[str, Any]] = page.evaluate(
        f"async ([queries, more]) => (await import('{PREFIX}page.js')).{engine}(queries, more)",
        [list(queries), more],
    )
    return found


def index_with_pagefind(records: Sequence[Mapping[str, str]], out: Path) -> None:
    """Write Pagefind's bundle for some records."""
    given = json.dumps({"records": list(records), "out": str(out)}, ensure_ascii=False)
    script = ["node", str(HERE / "pagefind.mjs")]
    subprocess.run(script, input=given, cwd=ROOT, check=True, capture_output=True, text=True)


def run_engines(site: Path, queries: Sequence[str], *, others: bool = True) -> dict[str, Answers]:
    """Return what each search answers, the shipped one first.

    Args:
        site: A built site.
        queries: The questions as typed.
        others: Whether the others are run too.
    """
    records = site_records(site)
    plain = plain_records(records)
    clauses = [str(record.get("clause", "")) for record in records]
    at_place = {record["url"]: record.get("clause", "") for record in records}
    worker = _material_worker(site)
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "pagefind"
        bundle.mkdir()
        if others:
            index_with_pagefind(plain, bundle)
        with eval_page(site, bundle) as page:
            found = {SHIPPED: _answers(ask(page, "shipped", queries), lambda clause: clause)}
            if others:
                found["Material bawaan (lunr)"] = _answers(
                    ask(page, "material", queries, worker), lambda place: at_place.get(place, "")
                )
                found["MiniSearch ala VitePress"] = _answers(
                    ask(page, "vitepress", queries, plain), lambda number: clauses[int(number)]
                )
                found["Pagefind"] = _answers(
                    ask(page, "pagefind", queries), lambda number: clauses[int(number)]
                )
    return found


def _answers(found: Sequence[Mapping[str, Any]], clause_of: Any) -> Answers:
    rankings = [clause_ranking([clause_of(name) for name in one["ranking"]]) for one in found]
    return Answers(rankings, [float(one["ms"]) for one in found])


def _material_worker(site: Path) -> str:
    """Return the file name of the theme's own search worker."""
    page = (site / "404.html").read_text(encoding="utf-8")
    match = re.search(r"material-worker\.js\?([\w.]+)", page)
    if not match:
        raise LookupError("The theme's search worker is not named on the page.")
    return match.group(1)
