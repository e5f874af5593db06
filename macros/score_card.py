"""The page of the score card: its shell, with the flows and the weights the browser needs."""

from __future__ import annotations

import json

from flow_engine.spoken import MAX_CHARACTERS
from flow_engine.transcripts import MAX_CHARS
from macros.data import Page
from macros.flows import DATA_FOLDER, flow_texts, ordered_flows
from macros.html import block, element, escape
from macros.publish.runtime import flow_hash


def render_score_card(page: Page) -> str:
    """Return the shell of the score card; scripts bring it to life."""
    texts = flow_texts(page.house.flows)
    flows = [
        {
            "id": flow.id,
            "title": flow.title,
            "status": flow.status,
            "address": f"{DATA_FOLDER}/{flow.id}.json",
            "hash": flow_hash(texts[flow.id]),
        }
        for flow in ordered_flows(page)
    ]
    weights = page.library.weights
    without = (
        "Kartu nilai menelusuri alur dengan mesin yang sama dengan meja panggilan. "
        "Nyalakan JavaScript untuk memakainya."
    )
    return block(
        element(
            "div",
            element("p", escape(without), "p-empty p-nilai-tanpa"),
            "p-nilai",
            data_root=page.to(""),
            data_flows=json.dumps(flows, ensure_ascii=False),
            data_weights=json.dumps(weights.as_json(), ensure_ascii=False),
            data_most=str(MAX_CHARACTERS),
            data_most_file=str(MAX_CHARS),
            data_search_exclude="",
        )
    )
