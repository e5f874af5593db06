"""The ways on in the walk without Python: choices, and tables whose rows are links."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from macros.html import element, escape
from macros.walk_parts import render_silence

Json = dict[str, Any]

LATER = (
    '<p class="p-later"><span class="p-later-wait">Tempat mengisinya muncul begitu mesin siap.'
    '</span> <span class="p-later-note">Catat sendiri jawabannya, lalu lanjut.</span></p>'
)
LAST = 1_000
MOST_WITH_GOALS = 4
END = '<p class="p-end-word">Panggilan selesai.</p>'


def render_question(content: Json, *, listed: bool) -> str:
    """Return what a step asks; ``listed`` names the choices, because no link does."""
    question = content["question"]
    if not question:
        return ""
    rows = []
    for fact in question["facts"]:
        hints = [fact["hint"]] if fact["hint"] else []
        if listed or len(question["facts"]) > 1:
            hints += [", ".join(choice["label"] for choice in fact["choices"])]
        if fact["none"]:
            hints.append(f"atau {fact['none']['label']}")
        shown = "; ".join(filter(None, hints))
        hint = element("span", escape(f" ({shown})"), "p-hint") if shown else ""
        rows.append(element("p", escape(fact["label"]) + hint, "p-question"))
    typed = any(fact["type"] != "choice" for fact in question["facts"])
    return "".join(rows) + (LATER if typed else "")


def render_ways(content: Json, ways: list[Json]) -> str:
    """Return the ways on from a step as links, in the order of their keys."""
    choices = _plain_choices(content)
    fact = content["question"]["facts"][0]["fact"] if content["question"] else ""
    if choices and len(ways) == 1:
        ways = [{**ways[0], "label": choice["label"]} for choice in choices]
    if len(choices) > MOST_WITH_GOALS:
        ways = _without_plain_goals(ways)
    optional = bool(content["question"]) and content["question"]["optional"]
    links: list[tuple[int, str, str]] = []
    for number, way in enumerate(ways, start=1):
        at = next((i for i, c in enumerate(choices) if way["label"] == c["label"]), None)
        if at is not None:
            choice = choices[at]
            row = {**way, "fact": fact, "value": choice["value"]}
            # Keys begin anew in each group, so that here, where all stand together, there are none.
            key = "" if choice["group"] else choice["key"]
            links.append((at, choice["group"], render_way(row, key, passes=False)))
        elif len(ways) == 1 or (optional and choices and not way["value"]):
            row = {**way, "label": "Lewati" if optional and choices else "Lanjut"}
            links.append((LAST, "", render_way(row, "Enter", passes=True)))
        else:
            links.append((number, "", render_way(way, str(number), passes=False)))
    links.sort(key=lambda row: row[0])
    return "".join(
        (element("p", escape(group), "p-choice-group") if group else "")
        + element("div", "".join(html for _, _, html in rows), "p-choices")
        for group, rows in groupby(links, key=lambda row: row[1])
    )


def _without_plain_goals(ways: list[Json]) -> list[Json]:
    """Leave out goals that all ways share or that only repeat the answer, as question.js does."""
    alike = len({way["to_title"] for way in ways}) == 1
    return [
        {**way, "to_title": ""} if alike or way["to_title"] == way["label"] else way for way in ways
    ]


def _plain_choices(content: Json) -> list[Json]:
    facts = content["question"]["facts"] if content["question"] else []
    return facts[0]["choices"] if len(facts) == 1 else []


def render_way(way: Json, key: str, *, passes: bool) -> str:
    """Return one way on; ``passes`` marks a step that is read and passed."""
    silent = render_silence(way["silent"])
    if not way["to"]:
        return END + silent
    label = way["label"] or "Lanjut"
    data = ""
    if way["fact"] and way["value"]:
        data = f' data-fact="{escape(way["fact"])}" data-value="{escape(way["value"])}"'
    elif passes:
        data = " data-pass"
    keys = f' data-key="{key}" aria-keyshortcuts="{key}"' if key else ""
    shown = f'<kbd class="p-key" aria-hidden="true">{key}</kbd> ' if key else ""
    leads = element("span", escape(way["to_title"]), "p-leads") if way["to_title"] else ""
    return (
        f'<a class="p-choice p-way" href="#{escape(way["to"])}"{keys}'
        f' data-label="{escape(label)}"{data}>{shown}'
        f'<span class="p-choice-label">{escape(label)}</span>{leads}</a>{silent}'
    )


def render_table(table: Json) -> str:
    """Return a decision table; each row links on."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table["columns"])
    body = ""
    for number, row in enumerate(table["rows"], start=1):
        cells = "".join(
            element("td", escape(cell), data_label=name)
            for name, cell in zip(table["columns"], row["cells"], strict=True)
        )
        body += f"<tr>{cells}<td>{_row_link(row, number)}</td></tr>"
    return (
        '<div class="p-table-wrap" tabindex="0" role="region" aria-label="Tabel keputusan">'
        f'<table class="p-table p-walk-table"><thead><tr>{head}<th scope="col">Maka</th></tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def _row_link(row: Json, number: int) -> str:
    key = f' data-key="{number}" aria-keyshortcuts="{number}"' if number <= 9 else ""
    shown = f'<kbd class="p-key" aria-hidden="true">{number}</kbd> ' if number <= 9 else ""
    title = row["to_title"] or "Panggilan selesai"
    way = (
        f'<a class="p-way" href="#{escape(row["to"])}"{key} data-label="{escape(title)}">'
        f"{shown}{escape(title)}</a>"
        if row["to"]
        else escape(title)
    )
    return way + render_silence(row["silent"])
