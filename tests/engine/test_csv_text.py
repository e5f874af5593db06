"""Tables for spreadsheets: read back as they were, and nothing in them runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_engine.csv_text import BOM, safe_cell, write_csv


def test_every_field_stands_in_quotes_after_the_sign_of_the_coding() -> None:
    assert write_csv([("a", 'b "c"'), ("=1", "")]) == BOM + '"a","b ""c"""\r\n"\'=1",""\r\n'
    assert write_csv([]) == BOM


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=1)))
def test_what_was_written_is_read_again(rows: list[list[str]]) -> None:
    text = io.StringIO(write_csv(rows).removeprefix(BOM), newline="")
    assert [*csv.reader(text)] == [[safe_cell(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "start_sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  ="]
)
def test_what_a_spreadsheet_would_run_is_made_a_text(start_sign: str) -> None:
    assert safe_cell(f"{start_sign}1+1") == f"'{start_sign}1+1"


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe_cell(text).removeprefix("'") == text.removeprefix("'")
