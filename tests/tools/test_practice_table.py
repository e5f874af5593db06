"""The table of edges and practice calls in the docs is the one that the data gives."""

from __future__ import annotations

import copy

from tests.knowledge import real_flows
from tests.learning.calls import published
from tools.practice_table import PAGE, render_table


def test_the_table_is_what_the_data_gives() -> None:
    assert PAGE.read_text("utf-8") == render_table(real_flows(), published()), "make latihan"


def test_a_call_taken_away_shows_its_hole_in_the_table() -> None:
    told = copy.deepcopy(published())
    calls = next(listed["calls"] for listed in told["flows"] if listed["id"] == "akses-lokasi")
    calls.pop()
    page = render_table(real_flows(), told)
    assert "TIDAK ADA" in page
    assert "TIDAK ADA" not in render_table(real_flows(), published())
