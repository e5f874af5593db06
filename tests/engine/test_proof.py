"""The proof finds what would let a call fall through, each with a case that shows it."""

from __future__ import annotations

import pytest

from flow_engine.problems import Problem
from flow_engine.proof import check_flow

from .conftest import MakeFlow

HEAD = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  sekarang: {tanya: s, jenis: waktu}
  mulai: {tanya: m, jenis: waktu, tidak_sesudah: sekarang}
  akhir: {tanya: a, jenis: waktu, tidak_sesudah: sekarang}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
  banyak: {tanya: b, jenis: bilangan, minimum: 1}
  nomor: {tanya: nomor, boleh_tidak_ada: Tidak punya, pribadi: ya}
hitung:
  lama: {rumus: sekarang - mulai, sebutan: Lama padam}
  sejak: {rumus: sekarang - akhir, sebutan: Sejak selesai}
  jeda: {rumus: akhir - mulai, sebutan: Jeda}
"""
END = "hasil: {satu: {judul: Satu}, dua: {judul: Dua}}\n"
FIRST = HEAD.count("\n") + 1
UNUSED = {"fakta-tak-dipakai"}


def problems(make_flow: MakeFlow, body: str, end: str = END) -> list[Problem]:
    flow, read = make_flow(HEAD + body + end)
    assert [str(p) for p in read if p.code not in UNUSED] == []
    return check_flow(flow)


def findings(make_flow: MakeFlow, body: str, end: str = END) -> list[str]:
    """Return line (counted from the body), code and witness of each finding."""
    return [
        f"{p.location.line - FIRST} {p.code} {p.witness}".strip()
        for p in problems(make_flow, body, end)
    ]


def codes(make_flow: MakeFlow, body: str, end: str = END) -> list[str]:
    return [p.code for p in problems(make_flow, body, end)]


def test_a_complete_choice_has_no_finding(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}, biru: {hasil: dua}}}}\n"
    assert findings(make_flow, body) == []


def test_a_missing_answer_is_a_gap_with_its_words_and_advice(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}}}}\n"
    gap = next(p for p in problems(make_flow, body) if p.code == "celah")
    assert gap.witness == "warna Biru"
    assert gap.suggestion == "Tambahkan jawaban itu (warna: biru) pada “jika”."


@pytest.mark.parametrize(
    ("rows", "witness"),
    [
        (("kurang dari 3 jam", "lebih dari 3 jam"), "lama padam tepat 3 jam"),
        (("sampai 2 jam 59 menit", "sedikitnya 3 jam 1 menit"), "lama padam tepat 3 jam"),
        (("kurang dari 179 menit", "tepat 3 jam"),
         "lama padam tepat 2 jam 59 menit (dan 1 keadaan lain)"),
        (("sampai 3 jam", "tepat 4 jam"),
         "lama padam lebih dari 4 jam (dan 1 keadaan lain)"),
    ],
)  # fmt: skip
def test_a_gap_at_a_bound_is_found_to_the_minute(
    make_flow: MakeFlow, rows: tuple[str, str], witness: str
) -> None:
    body = f"""langkah:
  w: {{tanya: mulai, ke: a}}
  a: {{tabel: t}}
tabel:
  t:
    - {{lama: {rows[0]}, hasil: satu}}
    - {{lama: {rows[1]}, hasil: dua}}
"""
    assert findings(make_flow, body)[0] == f"2 celah {witness}"


def test_a_gap_in_a_table_comes_with_the_row_to_write(make_flow: MakeFlow) -> None:
    body = """langkah:
  w: {tanya: mulai, ke: a}
  a: {tabel: t}
tabel:
  t:
    - {lama: kurang dari 3 jam, hasil: satu}
    - {lama: lebih dari 3 jam, hasil: dua}
"""
    row = "{lama: tepat 3 jam, ke: ...}"
    assert problems(make_flow, body)[0].suggestion == f"Tambahkan baris {row} pada tabel “t”."
    mended = body + "    - {lama: tepat 3 jam, hasil: dua}\n"
    assert findings(make_flow, mended) == []


def test_an_overlap_names_both_rows(make_flow: MakeFlow) -> None:
    body = """langkah:
  w: {tanya: mulai, ke: a}
  a: {tabel: t}
tabel:
  t:
    - {lama: sampai 3 jam, hasil: satu}
    - {lama: sedikitnya 3 jam, hasil: dua}
"""
    found = problems(make_flow, body)
    assert [(p.location.line - FIRST, p.code, p.witness) for p in found] == [
        (6, "tumpang-tindih", "lama padam tepat 3 jam")
    ]
    assert f"baris {FIRST + 5}" in found[0].message


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
    assert [f.split(" yang")[0] for f in findings(make_flow, body)] == ["7 baris-mustahil"]


def test_what_an_earlier_answer_excludes_is_no_gap(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {hasil: dua}}}
  b: {tabel: t}
tabel:
  t: [{warna: merah, hasil: satu}]
"""
    assert findings(make_flow, body) == []


def test_a_row_that_an_earlier_answer_excludes_never_holds(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {hasil: dua}}}
  b: {tabel: t}
tabel:
  t:
    - {warna: merah, hasil: satu}
    - {warna: biru, hasil: dua}
"""
    assert findings(make_flow, body) == ["6 baris-mustahil yang sampai di sini hanya warna Merah"]


def test_two_clocks_are_known_to_depend_on_each_other(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: mulai, ke: b}
  b: {tanya: akhir, ke: c}
  c: {tabel: t}
tabel:
  t:
    - {lama: sampai 3 jam, hasil: satu}
    - {lama: lebih dari 3 jam, jeda: sampai 3 jam, sejak: lebih dari 0 menit, hasil: dua}
    - {lama: lebih dari 3 jam, jeda: lebih dari 3 jam, hasil: dua}
    - {lama: lebih dari 3 jam, jeda: sampai 3 jam, sejak: sampai 0 menit, hasil: satu}
"""
    assert [f.split(" yang")[0] for f in findings(make_flow, body)] == ["9 baris-mustahil"]


def test_time_before_the_call_is_no_gap(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: mulai, ke: b}
  b: {tabel: t}
tabel:
  t: [{lama: sedikitnya 0 menit, hasil: satu}]
"""
    assert codes(make_flow, body) == ["hasil-tak-tercapai"]


def test_a_number_is_exact_at_its_bounds_and_its_minimum(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: banyak, tabel: t}
tabel:
  t:
    - {banyak: tepat 1, hasil: satu}
    - {banyak: lebih dari 2, hasil: dua}
"""
    assert findings(make_flow, body) == ["1 celah banyak tepat 2"]
    assert findings(make_flow, body + "    - {banyak: tepat 2, hasil: dua}\n") == []


def test_a_fact_skipped_on_the_way_is_a_gap(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, opsional: ya, ke: b}
  b: {tabel: t}
tabel:
  t: [{warna: merah, hasil: satu}, {warna: biru, hasil: dua}]
"""
    gap = problems(make_flow, body)[0]
    assert (gap.code, gap.witness) == ("celah", "warna belum diketahui")
    assert "{warna: kosong, ke: ...}" in gap.suggestion


def test_a_fact_asked_on_one_way_only_is_found_with_that_way(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {ke: c}}}
  b: {tanya: banyak, ke: c}
  c: {tabel: t}
tabel:
  t: [{banyak: tepat 1, hasil: satu}, {banyak: lebih dari 1, hasil: dua}]
"""
    assert findings(make_flow, body) == ["5 fakta-tak-ditanyakan lewat a → c"]


def test_unreachable_steps_and_outcomes_are_found(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {hasil: satu}, b: {hasil: satu}}\n"
    assert findings(make_flow, body) == ["0 langkah-tak-tercapai", "1 hasil-tak-tercapai"]


def test_a_step_behind_an_impossible_way_is_unreachable(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {hasil: dua}}}
  b: {tanya: warna, jika: {merah: {hasil: satu}, biru: {ke: c}}}
  c: {hasil: satu}
"""
    found = findings(make_flow, body)
    assert found == [
        "2 baris-mustahil yang sampai di sini hanya warna Merah",
        "3 langkah-tak-tercapai",
    ]


def test_a_loop_without_exit_is_found_with_its_case(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {hasil: satu}}}
  b: {tanya: banyak, tabel: t}
tabel:
  t: [{banyak: tepat 1, ke: a}, {banyak: lebih dari 1, hasil: dua}]
"""
    circle = next(p for p in problems(make_flow, body) if p.code == "putaran")
    assert "a → b → a" in circle.message or "b → a → b" in circle.message
    assert "Merah" in circle.witness


def test_a_way_back_that_another_answer_leaves_is_no_loop(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tabel: t}
  b: {tanya: warna, ke: a}
tabel:
  t: [{warna: kosong, ke: b}, {warna: merah, hasil: satu}, {warna: biru, hasil: dua}]
"""
    assert findings(make_flow, body) == []


def test_an_optional_question_needs_a_way_without_an_answer(make_flow: MakeFlow) -> None:
    body = """langkah:
  a:
    tanya: warna
    opsional: ya
    jika: {merah: {hasil: satu}, biru: {hasil: dua}}
"""
    assert findings(make_flow, body) == ["1 celah warna belum diketahui"]
    assert problems(make_flow, body)[0].suggestion == "Tambahkan “selain_itu” pada “jika”."
    assert findings(make_flow, body.replace("dua}}", "dua}, selain_itu: {hasil: satu}}")) == []


def test_who_skipped_a_question_waits_where_it_is_needed(make_flow: MakeFlow) -> None:
    body = """langkah:
  a:
    tanya: warna
    opsional: ya
    jika: {merah: {hasil: satu}, biru: {hasil: dua}, selain_itu: {ke: b}}
  b: {klausul: X-1, butuh: warna}
"""
    flow, read = make_flow(HEAD + body + END)
    assert {p.code for p in read} <= UNUSED | {"rujukan-klausul"}
    assert check_flow(flow) == []


def test_a_way_on_a_fact_nobody_asks_is_found(make_flow: MakeFlow) -> None:
    body = """langkah:
  a: {tabel: t}
tabel:
  t: [{warna: merah, hasil: satu}, {warna: biru, hasil: dua}]
"""
    assert "fakta-tak-ditanyakan" in codes(make_flow, body)


def test_a_return_where_nobody_called_is_found(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {kembali: ya}, biru: {hasil: satu}}}}\n"
    assert codes(make_flow, body) == ["jalan-buntu", "hasil-tak-tercapai"]


LINES = "langkah: {a: {tanya: warna, hasil: satu}}\n"


def lines(*rows: str) -> str:
    return f"hasil: {{satu: {{judul: Satu, tulis: [{', '.join(rows)}]}}}}\n"


def test_a_line_that_is_never_written_is_found(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}, biru: {hasil: dua}}}}\n"
    end = (
        "hasil: {satu: {judul: Satu, tulis: [{teks: x, isian: A, bila: {warna: biru}}]}, "
        "dua: {judul: Dua}}\n"
    )
    assert codes(make_flow, body, end) == ["tulisan-mustahil"]


def test_two_lines_in_one_field_are_found_with_their_case(make_flow: MakeFlow) -> None:
    end = lines("{teks: x, isian: A, bila: {warna: merah}}", "{teks: z, isian: A}")
    assert findings(make_flow, LINES, end) == ["1 tulisan-ganda warna Merah"]
    assert codes(make_flow, LINES, end.replace("teks: z", "teks: z, tawaran: ya")) == []


def test_a_case_without_a_line_is_found_where_other_cases_have_one(make_flow: MakeFlow) -> None:
    head = HEAD.replace("merah: Merah", "hijau: Hijau, merah: Merah")
    end = lines(
        "{teks: x, isian: A, bila: {warna: merah}}", "{teks: z, isian: A, bila: {warna: biru}}"
    )
    flow, _ = make_flow(head + LINES + end)
    assert [(p.code, p.witness) for p in check_flow(flow)] == [("tulisan-kosong", "warna Hijau")]


def test_a_place_that_nothing_fills_is_found(make_flow: MakeFlow) -> None:
    end = lines('{teks: "{warna} {banyak}", isian: A}')
    found = problems(make_flow, LINES, end)
    assert [p.code for p in found] == ["tempat-tak-terisi"]
    assert "{banyak}" in found[0].message


def test_a_place_asked_after_the_outcome_is_filled(make_flow: MakeFlow) -> None:
    body = "langkah: {a: {tanya: banyak, ke: b}, b: {tanya: warna, hasil: satu}}\n"
    assert codes(make_flow, body, lines('{teks: "{warna} {banyak}", isian: A}')) == []


def test_two_ways_of_going_on_at_once_are_refused(make_flow: MakeFlow) -> None:
    _, read = make_flow(
        HEAD + "langkah: {a: {tanya: warna, jika: {merah: {hasil: satu}}, ke: a}}\n" + END
    )
    assert "dua-jalan" in [p.code for p in read]


def test_a_dead_end_is_a_problem_of_reading(make_flow: MakeFlow) -> None:
    _, read = make_flow(HEAD + "langkah: {a: {tanya: warna}}\n" + END)
    assert "jalan-buntu" in [p.code for p in read]


def test_a_step_that_asks_again_has_no_way_of_its_own(make_flow: MakeFlow) -> None:
    _, read = make_flow(HEAD + "langkah: {a: {butuh: warna, hasil: satu}}\n" + END)
    assert "dua-jalan" in [p.code for p in read]
