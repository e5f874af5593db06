"""The shell of the score card tells the page what Python takes."""

from __future__ import annotations

import html
import json
import re

from flow_engine.spoken import MAX_CHARACTERS
from flow_engine.transcripts import MAX_CHARS
from macros.data import House
from macros.score_card import render_score_card


def test_the_page_knows_flows_weights_and_how_much_may_be_given(house: House) -> None:
    page = house.page("qa/kartu-nilai/")
    text = render_score_card(page)
    given = {
        name: html.unescape(value) for name, value in re.findall(r'data-([a-z-]+)="([^"]*)"', text)
    }
    assert given["most"] == str(MAX_CHARACTERS)
    assert given["most-file"] == str(MAX_CHARS)
    assert {flow["id"] for flow in json.loads(given["flows"])} == set(house.flows)
    assert json.loads(given["weights"]) == page.library.weights.as_json()
