"""The card as CSV and as text: nothing of the call, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace

from flow_engine.card_files import COLUMNS, as_csv, as_text, mark_label
from flow_engine.facts import Value
from flow_engine.hearing import APART
from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.scoring import Review, Row, score
from flow_engine.session import replay, start
from flow_engine.weights import KINDS, SAY, STYLE

from .cards import CALLS, OURS, WHEN, items_of, review_of, run_of, say


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
    assert rows[-2][7:] == ["SELESAI: tanpa kesalahan fatal", "91%", "101", "110", "Ramah"]
    assert rows[-1][5] == library.weights.note
    assert len(rows) == 1 + 39 + 2


def test_no_word_of_the_call_is_in_either_file(flows: dict[str, Flow], library: Library) -> None:
    for text in files(flows, library, "diagnosis fatal", {}):
        assert "Ibu Sari" not in text and "angka tadi" not in text


def test_nothing_that_was_typed_is_in_either_file(flows: dict[str, Flow], library: Library) -> None:
    flow = flows["lapor-ulang"]
    typed = {"permasalahan": "Rumah Budi gelap", "no_laporan": "G52119", "nama_penelepon": "Budi"}
    early = WHEN - datetime.timedelta(hours=9)
    choices: dict[str, Value] = {"status_laporan": "selesai", "waktu_selesai": early, **typed}
    run = run_of(flow, replace(CALLS["lapor-ulang benar"], choices=choices))
    card = score(flow, run, Review(filed={"laporan#1": "Rumah Budi gelap"}), library.weights)
    (report,) = [row.item for row in card.rows if row.item.id == "laporan#1"]
    assert "Rumah Budi gelap" in report.text
    for text in (as_csv(flow, run, card, {}), as_text(flow, run, card, {})):
        assert not any(value in text for value in typed.values())
    assert report.wording in as_csv(flow, run, card, {}).replace('""', '"')
    assert "{permasalahan}" in report.wording and "{no_laporan}" in report.wording


def test_the_text_tells_what_is_fatal_and_what_is_style(
    flows: dict[str, Flow], library: Library
) -> None:
    _, text = files(flows, library, "periksa fatal", {"tipe_wo": "salah pilih", "": "Ulangi"})
    lines = text.splitlines()
    assert lines[0] == "Kartu nilai: Meter tertera PERIKSA → Gangguan, layar meter blank"
    assert lines[2:5] == ["GAGAL: ada kesalahan fatal", "Nilai: 95 dari 110 (86%)", "Fatal:"]
    assert lines[6].endswith("| salah pilih")
    assert lines[7:] == ["Mengurangi nilai: –", "Catatan: Ulangi", library.weights.note]


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
