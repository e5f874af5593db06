"""The page of a trainee's progress, and the plan it is held against; all else is drawn there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from learning.make_plan import make_plan
from learning.plan import Plan, plan_json
from learning.progress import MAX_CHARS, PASS_MARK
from macros.data import House, Page
from macros.flows import flow_url, ordered_flows
from macros.html import block, element, escape, link, table
from macros.learn_calls import CALLS
from macros.learn_paths import lesson_plans

PLAN_FILE = "data/latihan/rencana.json"


def plan_of(house: House, calls: Mapping[str, Iterable[str]]) -> Plan:
    """Return what there is to learn on this site; the practice calls by flow."""
    cards = [card.id for card in house.cards]
    flows = {flow.id: flow for flow in ordered_flows(house.page(""))}
    return make_plan(house.library, flows, lesson_plans(house), cards, calls)


def published_calls(site_dir: Path) -> dict[str, list[str]]:
    """Return the ids of the practice calls by flow, as a finished site has them."""
    path = site_dir / CALLS
    if not path.is_file():
        return {}
    flows = json.loads(path.read_text(encoding="utf-8"))["flows"]
    return {flow["id"]: [call["id"] for call in flow["calls"]] for flow in flows}


def publish_plan(house: House, site_dir: Path) -> None:
    """Write the plan into a site that has its practice calls already."""
    path = site_dir / PLAN_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    plan = plan_json(plan_of(house, published_calls(site_dir)))
    text = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def render_progress(page: Page) -> str:
    """Return the page: what there is to learn, before the script says how much of it is done."""
    plan = plan_of(page.house, {})
    documents = [
        _row(link(page.to(f"{page.library.documents[d.id].page}/"), d.title), len(d.clauses))
        for d in plan.documents
    ]
    flows = [_row(link(page.to(flow_url(f.id)), f.title), len(f.edges)) for f in plan.flows]
    whole = (
        element("h2", "Yang dipelajari")
        + _table("SOP", "Klausul", documents, "Klausul per SOP")
        + _table("Alur", "Cabang", flows, "Cabang per alur")
    )
    without = (
        "<noscript><p>Kemajuan dicatat oleh skrip di peramban ini. Tanpa JavaScript, pelajaran "
        "tetap dapat dibaca; hasilnya tidak dicatat.</p></noscript>"
    )
    return block(
        element(
            "div",
            without
            + element("div", "", "p-maju-atas", role="status")
            + element("div", whole, "p-maju-isi")
            + element("h2", "Berkas dan cetakan")
            + element("div", "", "p-maju-pesan", role="status")
            + element("div", "", "p-maju-berkas")
            + element("div", "", "p-maju-cetak", aria_hidden="true"),
            "p-maju",
            data_root=page.to(""),
            data_plan=page.to(PLAN_FILE),
            data_most=str(MAX_CHARS),
            data_lulus=" dari ".join(map(str, PASS_MARK)),
        )
    )


def _row(name: str, count: int) -> str:
    cells = element("th", name, scope="row") + element("td", escape(str(count)), "p-num")
    return element("tr", cells)


def _table(name: str, counted: str, rows: list[str], caption: str) -> str:
    head = [
        element("th", escape(name), scope="col"),
        element("th", escape(counted), "p-num", scope="col"),
    ]
    return table("p-maju-tabel", head, rows, caption)
