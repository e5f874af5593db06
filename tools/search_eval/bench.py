"""How fast the search is, at the real number of records and at 1,000 and 10,000 made ones.

Questions are typed letter by letter into the real page in Chromium; measured is from the key to
the answers laid out.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from macros.publish.search import with_index
from tools.browser import ensure_browser, launch_args
from tools.search_eval.measures import percentile
from tools.search_eval.queries import read_queries
from tools.site import ROOT
from tools.site_server import SiteServer

SEED = 20261122
QUESTIONS = 24
SIZES = (1_000, 10_000)
FIRST_RUNS = 5
TYPED = """
async (questions) => {
  const field = document.querySelector(".md-search__input");
  const list = document.querySelector(".p-temu-daftar");
  const times = [];
  // Fingers are slower than this; what was drawn before is painted by then.
  const pause = () => new Promise((done) => setTimeout(done, 40));
  for (const text of questions) {
    for (let end = 2; end <= text.length; end += 1) {
      const began = performance.now();
      const drawn = new Promise((done) => {
        const seen = new MutationObserver(() => { seen.disconnect(); done(); });
        seen.observe(list, { childList: true });
      });
      field.value = text.slice(0, end);
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await drawn;
      list.getBoundingClientRect();
      times.push(performance.now() - began);
      await pause();
    }
  }
  return times;
}
"""
FIRST = """
async (text) => {
  const began = performance.now();
  const worker = new Worker("/assets/pandu/search/search-worker.js", { type: "module" });
  const reply = new Promise((done) => worker.addEventListener("message", ({ data }) => {
    if (data.type === "found") done(performance.now() - began);
  }));
  worker.postMessage({ type: "open", data: new URL("/search/pandu.json", location.href).href });
  worker.postMessage({ type: "ask", id: 1, text, role: "", document: "", limit: 24 });
  const ms = await reply;
  worker.terminate();
  return ms;
}
"""


def made_records(
    records: Sequence[Mapping[str, Any]], count: int, seed: int
) -> list[dict[str, Any]]:
    """Return so many records: the real ones, then others made of their sentences and words."""
    rng = random.Random(seed)
    words = " ".join(str(record.get("text", "")) for record in records).split()
    found: list[dict[str, Any]] = [dict(record) for record in records[:count]]
    while len(found) < count:
        model = rng.choice(records)
        number = len(found)
        start = rng.randrange(len(words) - 60)
        text = words[start : start + rng.randrange(20, 60)]
        rng.shuffle(text)
        found.append(
            {
                **model,
                "id": f"buatan-{number}",
                "clause": f"BUAT-{number}",
                "title": " ".join(rng.sample(text, min(4, len(text)))),
                "aliases": [" ".join(rng.sample(words, 3)) for _ in range(5)],
                "text": " ".join(text),
            }
        )
    return found


def typed_questions() -> list[str]:
    """Return questions of both halves, in a fixed order of chance."""
    halves = sorted((ROOT / "tests" / "search").glob("kueri-*.csv"))
    every = [query.text for path in halves for query in read_queries(path) if '"' not in query.text]
    return random.Random(SEED).sample(every, QUESTIONS)


def measure(page: Page) -> dict[str, float]:
    """Return milliseconds of first answers and of keys, each to the list laid out."""
    page.goto("/sop/")
    page.wait_for_selector("html.p-cari-siap")
    questions = typed_questions()
    first = [page.evaluate(FIRST, "lupa password") for _ in range(FIRST_RUNS)]
    page.keyboard.press("Control+k")
    page.evaluate(TYPED, questions[:2])
    keys = page.evaluate(TYPED, questions)
    return {
        "first": percentile(first, 0.5),
        "p50": percentile(keys, 0.5),
        "p95": percentile(keys, 0.95),
    }


def compressed(text: str) -> float:
    """Return the size of a text in KB, compressed with gzip."""
    return len(gzip.compress(text.encode(), mtime=0)) / 1024


def figures(site: Path) -> list[str]:
    """Return sizes and times as lines; the site's own data is put back at the end."""
    path = site / "search" / "pandu.json"
    before = path.read_text(encoding="utf-8")
    real = json.loads(before)
    given = {name: value for name, value in real.items() if name != "index"}
    sizes = {"sungguhan": given["records"]}
    for size in SIZES:
        sizes[f"{size:,}".replace(",", ".")] = made_records(given["records"], size, SEED)
    worker = (site / "assets" / "pandu" / "search" / "search-worker.js").read_text("utf-8")
    words = json.dumps({**real["words"], "dasar": []}, ensure_ascii=False)
    roots = json.dumps(real["words"]["dasar"], ensure_ascii=False)
    lines = [
        f"Pekerja dengan MiniSearch di dalamnya {compressed(worker):.1f} KB gz; tabel kata "
        f"{compressed(words):.1f} KB gz, kata dasar {compressed(roots):.1f} KB gz.",
        "",
        "| Catatan | Indeks KB gz | Data KB gz | Pertama ms | Tombol p50 ms | p95 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    found = ensure_browser()
    with SiteServer(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.path, args=launch_args())
        for name, records in sizes.items():
            data = with_index({**given, "records": records})
            index = json.dumps(json.loads(data)["index"], ensure_ascii=False, separators=(",", ":"))
            path.write_text(data, encoding="utf-8")
            context = browser.new_context(
                base_url=server.url(), viewport={"width": 1366, "height": 768}
            )
            times = measure(context.new_page())
            context.close()
            count = f"{name} ({len(records)})" if name == "sungguhan" else name
            lines.append(
                f"| {count} | {compressed(index):.0f} | {compressed(data):.0f} | "
                f"{times['first']:.0f} | {times['p50']:.1f} | {times['p95']:.1f} |"
            )
        browser.close()
    path.write_text(before, encoding="utf-8")
    return lines
