"""The page on which QA replays a transcript; all that is on it is made in the browser."""

from __future__ import annotations

import json

from flow_engine.transcripts import MAX_CHARS
from macros.data import Page
from macros.flows import flow_texts
from macros.html import block, element
from macros.publish.runtime import flow_hash


def render_putar(page: Page) -> str:
    """Return the place where a file is chosen or dropped, and where its replay is shown."""
    texts = flow_texts(page.house.flows)
    choose = element(
        "div",
        '<p><label class="p-button p-putar-pilih">Pilih berkas transkrip'
        '<input class="p-offscreen" type="file" accept=".json"></label></p>'
        "<p>atau letakkan berkas JSON-nya di sini.</p>",
        "p-putar-zona",
        hidden="",
    )
    without = (
        "<noscript><p>Putar ulang dikerjakan oleh mesin di peramban ini dan memerlukan "
        "JavaScript. Tanpa itu, transkrip dalam Markdown tetap dapat dibaca apa adanya.</p>"
        "</noscript>"
    )
    told = element("p", "", "p-putar-pesan", role="status")
    return block(
        element(
            "div",
            choose + without + told + element("div", "", "p-putar-hasil"),
            "p-putar",
            data_root=page.to(""),
            data_flows=json.dumps({name: flow_hash(text) for name, text in texts.items()}),
            data_most=str(MAX_CHARS),
        )
    )
