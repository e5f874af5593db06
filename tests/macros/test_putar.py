"""The place where a transcript is replayed names every flow as the site has it."""

from __future__ import annotations

import html
import json
import re

from flow_engine.transcripts import MAX_CHARS
from macros.data import House
from macros.flows import flow_texts
from macros.publish.runtime import flow_hash
from macros.putar import render_putar


def test_the_page_knows_every_flow_and_its_hash(house: House) -> None:
    text = render_putar(house.page("qa/putar/"))
    found = re.search(r'data-flows="([^"]*)"', text)
    assert found is not None
    known = json.loads(html.unescape(found[1]))
    texts = flow_texts(house.flows)
    assert known == {name: flow_hash(texts[name]) for name in house.flows}
    assert 'data-root="' in text
    assert f'data-most="{MAX_CHARS}"' in text
    assert "<noscript><p>Putar ulang dikerjakan oleh mesin" in text
    assert 'type="file"' in text and 'role="status"' in text
