"""A call by question and answer in the terminal, in a flow made for it."""

from __future__ import annotations

import pytest

from flow_engine.model import Flow
from flow_engine.terminal import walk_in_terminal

from .conftest import NOW, MakeFlow

TEXT = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  kode: {tanya: Kode?, jenis: bacaan}
  idpel: {tanya: ID?, pola: 11 angka, boleh_tidak_ada: Tidak ada}
  nama: {tanya: Nama?}
  telp: {tanya: Telepon?}
langkah:
  a: {catatan: [{jenis: diam, teks: Belum diatur., tanya: TL}, {jenis: tafsir, teks: T.}], ke: b}
  b: {tanya: [kode, idpel], ke: c}
  c: {tanya: [nama, telp], opsional: ya, hasil: h}
hasil: {h: {judul: Selesai, apkt: GANGGUAN}}
"""


@pytest.fixture
def flow(make_flow: MakeFlow) -> Flow:
    flow, problems = make_flow(TEXT)
    assert problems == []
    return flow


def walk(flow: Flow, *typed: str) -> tuple[int, list[str], list[str]]:
    """Return exit code, what was asked and what was told."""
    asked: list[str] = []
    told: list[str] = []
    lines = iter(typed)

    def ask(prompt: str) -> str:
        asked.append(prompt)
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    return walk_in_terminal(flow, ask, told.append, NOW), asked, told


def test_a_step_with_several_questions_asks_them_in_turn(flow: Flow) -> None:
    code, asked, told = walk(flow, "", "12", "53123456789", "Sari", "0812")
    assert code == 0
    assert asked == [
        "Enter lanjut > ", "Kode? > ", "ID? > ", "Nama?, Enter lewati > ", "Telepon? > ",
    ]  # fmt: skip
    assert "  SOP TIDAK MENGATUR: Belum diatur." in told
    assert not any("T." in line for line in told)
    assert "HASIL: Selesai" in told and "  APKT: GANGGUAN" in told


def test_a_dash_stands_for_nothing_shown_and_for_nothing_had(flow: Flow) -> None:
    code, _, told = walk(flow, "", "-", "-", "")
    assert code == 0
    assert "    - Tidak Ada Angka" in told


def test_a_dash_where_there_is_no_such_answer_is_a_text(flow: Flow) -> None:
    assert walk(flow, "", "12", "53123456789", "-", "-")[0] == 0


def test_an_optional_second_answer_may_stay_empty(flow: Flow) -> None:
    assert walk(flow, "", "12", "53123456789", "Sari", "")[0] == 0


def test_a_refused_answer_is_told_and_asked_again(flow: Flow) -> None:
    code, asked, told = walk(flow, "", "x", "1", "12", "53123456789", "")
    assert code == 0
    assert any("“x” bukan bilangan" in line for line in told)
    assert any("Harus 11 angka" in line for line in told)
    assert asked.count("Kode? > ") == 2


def test_going_back_at_the_first_step_stays_there(flow: Flow) -> None:
    code, asked, _ = walk(flow, "<", "", "<", "", "q")
    assert code == 3
    assert asked == ["Enter lanjut > "] * 2 + ["Kode? > ", "Enter lanjut > ", "Kode? > "]


def test_the_end_of_the_input_leaves_the_call(flow: Flow) -> None:
    assert walk(flow, "")[0] == 3
