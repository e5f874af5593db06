"""The card as CSV and as text: nothing of the call, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_engine.card_files import COLUMNS, as_csv, as_text, mark_label, safe_cell
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.scoring import APART, Review, Row, score
from flow_engine.session import replay, start
from flow_engine.weights import KINDS, SAY, STYLE

from .cards import CALLS, items_of, review_of, run_of
from .test_scoring import OURS, say


def files(
    flows: dict[str, Flow], library: Library, name: str, notes: dict[str, str]
) -> tuple[str, str]:
    told = CALLS[name]
    flow = flows[told.flow]
    run = run_of(flow, told)
    card = score(flow, run, review_of(items_of(flow, told), told), library.weights)
    return as_csv(flow, run, card, notes), as_text(flow, run, card, notes)


def test_the_csv_has_a_row_for_each_item_and_the_sum(
    flows: dict[str, Flow], library: Library
) -> None:
    notes = {"pembuka/salam#PRK-01/1": "=cmd|' /C calc'!A0", "": "Ramah"}
    text, _ = files(flows, library, "periksa sebagian", notes)
    assert text.startswith('\ufeff"no","langkah"')
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == list(COLUMNS)
    assert rows[1][1:5] == ["Salam pembuka", "UCAPKAN", "PRK-01/1", "PRK-01"]
    assert rows[1][7:] == ["tepat", "gaya", "4", "4", "'=cmd|' /C calc'!A0"]
    assert rows[2][7] == "tidak diucapkan"
    assert rows[-2][7:] == ["SELESAI: tanpa kesalahan fatal", "90%", "100", "110", "Ramah"]
    assert rows[-1][5] == library.weights.note
    assert len(rows) == 1 + 39 + 2


def test_no_word_of_the_call_is_in_either_file(flows: dict[str, Flow], library: Library) -> None:
    for text in files(flows, library, "diagnosis fatal", {}):
        assert "Ibu Sari" not in text and "angka tadi" not in text


def test_the_text_tells_what_is_fatal_and_what_is_style(
    flows: dict[str, Flow], library: Library
) -> None:
    _, text = files(flows, library, "periksa fatal", {"tipe_wo": "salah pilih", "": "Ulangi"})
    lines = text.splitlines()
    assert lines[0] == "Kartu nilai: Meter tertera PERIKSA → Gangguan, layar meter blank"
    assert lines[2:5] == ["GAGAL: ada kesalahan fatal", "Nilai: 95 dari 110 (86%)", "Fatal:"]
    assert lines[6].endswith("| salah pilih")
    assert lines[7:] == ["Gaya: –", "Catatan: Ulangi", library.weights.note]


def test_an_open_card_says_how_much_is_not_judged(flows: dict[str, Flow], library: Library) -> None:
    flow = flows["periksa"]
    run = replay(flow, start(flow), attended=False)
    card = score(flow, run, Review(), library.weights)
    text = as_text(flow, run, card, {})
    assert "Belum dinilai: 5 butir" in text and "→" not in text.splitlines()[0]


def test_every_mark_has_words_for_every_kind() -> None:
    row = Row(say("A/1", "satu"), STYLE)
    for kind in KINDS:
        item = row.item.__class__("x", kind, "x")
        words = {mark_label(Row(item, STYLE, mark)) for mark in ("tepat", "mirip", "tidak", APART)}
        assert len(words) == 4 and "belum dinilai" not in words
    assert mark_label(row) == "belum dinilai"
    assert mark_label(Row(row.item, STYLE, "mirip", share=(1, 2))) == "mirip (1 dari 2)"
    assert OURS.kinds[SAY].exact == 4


@pytest.mark.parametrize(
    "start_sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  ="]
)
def test_what_a_spreadsheet_would_run_is_made_a_text(start_sign: str) -> None:
    assert safe_cell(f"{start_sign}1+1") == f"'{start_sign}1+1"


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe_cell(text).removeprefix("'") == text.removeprefix("'")
