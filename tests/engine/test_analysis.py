"""The analysis finds what would let a call fall through, each with a witness."""

from __future__ import annotations

from flow_engine.analysis import check_flow

from .conftest import MakeFlow

HEAD = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  sekarang: {tanya: s, jenis: waktu}
  mulai: {tanya: m, jenis: waktu}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
hitung:
  lama: {rumus: sekarang - mulai, sebutan: Lama padam}
"""
END = "hasil: {satu: {judul: Satu}, dua: {judul: Dua}}\n"


def findings(make_flow: MakeFlow, body: str, end: str = END) -> list[str]:
    flow, problems = make_flow(HEAD + body + end)
    assert problems == []
    return [f"{p.location.line} {p.code} {p.witness}".strip() for p in check_flow(flow)]


def test_a_complete_choice_has_no_finding(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}, biru: {hasil: dua}}}}\n"
    assert findings(make_flow, body) == []


def test_a_missing_answer_is_a_gap_with_its_words(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}}}}\n"
    assert "11 celah warna Biru" in findings(make_flow, body)


def test_a_gap_at_a_bound_is_found_to_the_minute(make_flow: MakeFlow) -> None:
    body = """langkah:
  w: {tanya: mulai, ke: a}
  a: {tabel: t}
tabel:
  t:
    - {lama: kurang dari 3 jam, hasil: satu}
    - {lama: lebih dari 3 jam, hasil: dua}
"""
    assert findings(make_flow, body) == ["13 celah lama padam tepat 3 jam"]


def test_an_overlap_names_both_rows(make_flow: MakeFlow) -> None:
    body = """langkah:
  w: {tanya: mulai, ke: a}
  a: {tabel: t}
tabel:
  t:
    - {lama: sampai 3 jam, hasil: satu}
    - {lama: sedikitnya 3 jam, hasil: dua}
"""
    assert findings(make_flow, body) == ["17 tumpang-tindih lama padam tepat 3 jam"]


def test_a_row_that_never_holds_is_found(make_flow: MakeFlow) -> None:
    body = """langkah:
  w: {tanya: mulai, ke: a}
  a: {tabel: t}
tabel:
  t:
    - {lama: sampai 3 jam, hasil: satu}
    - {lama: lebih dari 3 jam, hasil: dua}
    - {lama: [lebih dari 3 jam, kurang dari 2 jam], hasil: dua}
"""
    assert findings(make_flow, body) == ["18 baris-mustahil"]


def test_unreachable_steps_and_outcomes_are_found(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {hasil: satu}, b: {hasil: satu}}\n"
    assert findings(make_flow, body) == ["11 langkah-tak-tercapai", "12 hasil-tak-tercapai"]


def test_a_loop_is_found(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {hasil: satu}}}
  b: {tanya: warna, jika: {merah: {ke: a}, biru: {hasil: dua}}}
"""
    assert findings(make_flow, body) == ["12 putaran"]


def test_a_dead_end_is_a_problem_of_reading(make_flow: MakeFlow) -> None:
    _, problems = make_flow(HEAD + "langkah: {a: {tanya: warna}}\n" + END)
    assert [p.code for p in problems] == ["jalan-buntu"]


def test_an_optional_question_needs_a_way_without_an_answer(make_flow: MakeFlow) -> None:
    body = """langkah:
  a:
    tanya: warna
    opsional: ya
    jika: {merah: {hasil: satu}, biru: {hasil: dua}}
"""
    assert findings(make_flow, body) == ["12 celah warna belum diketahui"]
    assert findings(make_flow, body.replace("dua}}", "dua}, selain_itu: {hasil: satu}}")) == []


def test_a_way_on_a_fact_nobody_asks_is_found(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tabel: t}
tabel:
  t: [{warna: merah, hasil: satu}, {warna: biru, hasil: dua}]
"""
    assert [f.split()[1] for f in findings(make_flow, body)] == ["fakta-tak-ditanyakan"] * 2


def test_two_ways_of_going_on_at_once_are_refused(make_flow: MakeFlow) -> None:
    _, problems = make_flow(HEAD + "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}}, "
                            "ke: a}}\n" + END)  # fmt: skip
    assert "dua-jalan" in [p.code for p in problems]


def test_a_return_where_nobody_called_is_found(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {kembali: ya}, biru: {hasil: satu}}}}\n"
    codes = [f.split()[1] for f in findings(make_flow, body)]
    assert codes == ["jalan-buntu", "hasil-tak-tercapai"]
