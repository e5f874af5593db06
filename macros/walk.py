"""The walk without Python: every step, table and outcome of a flow as a section with links."""

from __future__ import annotations

from typing import Any

from flow_engine.graph import ROUTER_TITLE
from macros.data import Page
from macros.html import element, escape
from macros.walk_parts import (
    render_head,
    render_note,
    render_part,
    render_parts,
    render_section,
    render_silence,
)
from macros.walk_ways import END, render_question, render_table, render_way, render_ways

Json = dict[str, Any]


def render_walk(page: Page, entries: list[Json]) -> str:
    """Return the whole walk; steps that only route get a heading a reader understands."""
    routers = {
        entry["anchor"]
        for entry in entries
        if entry.get("table") and entry["content"]["title"] == entry["key"].rsplit("/", 1)[-1]
    }
    return "".join(render_entry(page, _titled(entry, routers)) for entry in entries)


def _titled(entry: Json, routers: set[str]) -> Json:
    if "outcome" in entry:
        return entry

    def rename(row: Json) -> Json:
        return {**row, "to_title": ROUTER_TITLE} if row["to"] in routers else row

    content = entry["content"]
    if entry["anchor"] in routers:
        content = {**content, "title": ROUTER_TITLE}
    table = entry["table"]
    if table:
        table = {**table, "rows": [rename(row) for row in table["rows"]]}
    ways = [rename(way) for way in entry["ways"]]
    return {**entry, "content": content, "ways": ways, "table": table}


def render_entry(page: Page, entry: Json) -> str:
    """Return one entry of :func:`flow_engine.content.walk` as a section."""
    if "outcome" in entry:
        return _outcome(page, entry)
    content = entry["content"]
    body = render_parts(page, content)
    table = entry["table"]
    answer = render_question(content, listed=table is not None)
    answer += render_table(table) if table else render_ways(content, entry["ways"])
    return render_section(
        entry["anchor"],
        render_head(page, content["number"], content["title"], content["clauses"]),
        body,
        answer,
        data_step=entry["key"],
    )


def _outcome(page: Page, entry: Json) -> str:
    outcome = entry["outcome"]
    rows = [
        ("APKT", outcome["apkt"]),
        ("Tipe WO", outcome["work_order"]),
        ("Eskalasi", outcome["escalation"]),
    ]
    where = "".join(
        f"<div><dt>{label}</dt><dd>{escape(value)}</dd></div>" for label, value in rows if value
    )
    body = element("dl", where, "p-where") if where else ""
    body += render_silence(outcome["note"])
    for number, report in enumerate(outcome["reports"]):
        body += _report(page, report, "" if number else "R")
    loud = [{"kind": "peringatan", "text": text, "ask": ""} for text in outcome["remarks"]]
    body += "".join(render_note(page, note) for note in loud)
    return render_section(
        entry["anchor"],
        _outcome_head(page, outcome),
        body,
        _onward(page, outcome),
    )


def _outcome_head(page: Page, outcome: Json) -> str:
    head = render_head(page, "", outcome["title"], outcome["clauses"])
    return head.replace(
        '<span class="p-step-name">',
        '<span class="p-step-number">Hasil</span> <span class="p-step-name">',
        1,
    )


def _report(page: Page, report: Json, key: str) -> str:
    part = {**report, "id": report["part"] or report["clause"], "when": report.get("when", "")}
    return render_part(
        page, part, "p-write", "TULIS", copy="Salin laporan", key=key
    ) + render_silence(report["note"])


def _onward(page: Page, outcome: Json) -> str:
    refer = outcome["refer_to"]
    flow = page.house.flows.get(refer) if refer else None
    if flow:
        label = escape(f"Lanjut ke alur {flow.title}")
        onward = (
            f'<a class="p-choice p-onward" href="{escape(page.to(f"alur/{flow.id}/"))}" '
            'data-key="Enter">'
            f'<kbd class="p-key" aria-hidden="true">Enter</kbd> '
            f'<span class="p-choice-label">{label}</span></a>'
        )
    elif refer:
        onward = element("p", escape(f"Lanjutkan menurut: {refer}."), "p-refer")
    else:
        onward = "" if outcome["then"] else END
    if outcome["then"] and not flow:
        way = {"label": "Lanjut", "to": outcome["then"], "to_title": "", "fact": "", "value": ""}
        onward += render_way({**way, "silent": ""}, "Enter", passes=True)
    return element("div", onward, "p-choices")
