"""The page of a trainee's progress, and the plan it is held against; all else is drawn there."""

from __future__ import annotations

import json
from pathlib import Path

from learning.make_plan import make_plan
from learning.plan import Plan, plan_json
from learning.progress import MAX_CHARS, PASS_MARK
from macros.data import House, Page
from macros.flows import flow_url
from macros.html import block, element, escape, link, table
from macros.learn_paths import lesson_plans

PLAN_FILE = "data/latihan/rencana.json"


def plan_of(house: House) -> Plan:
    """Return what there is to learn on this site."""
    cards = [card.id for card in house.cards]
    return make_plan(house.library, house.flows, lesson_plans(house), cards)


def publish_plan(house: House, site_dir: Path) -> None:
    """Write the plan into a finished site."""
    path = site_dir / PLAN_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plan_json(plan_of(house)), ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def render_progress(page: Page) -> str:
    """Return the page: what there is to learn, before the script says how much of it is done."""
    plan = plan_of(page.house)
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
            + element("div", "", "p-maju-pesan", role="status")
            + element("div", "", "p-maju-berkas")
            + element("div", whole, "p-maju-isi")
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
