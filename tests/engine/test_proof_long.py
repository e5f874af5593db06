"""The proof costs no more than a flow needs, and what it leaves out changes nothing."""

from __future__ import annotations

import pytest

from flow_engine.proof import check_flow
from flow_engine.proof import explore as search
from flow_engine.proof.explore import explore
from flow_engine.proof.paths import count_paths

from .conftest import MakeFlow

CLOCKS = 4


def write_clocks(count: int) -> str:
    """Return a flow that asks moment after moment and parts at each."""
    numbers = range(count)
    moment = "{tanya: m, jenis: waktu, tidak_sesudah: sekarang}"
    facts = "".join(f"  m{n}: {moment}\n" for n in numbers)
    ways = "".join(f"  w{n}: {{tanya: m{n}, ke: t{n}}}\n  t{n}: {{tabel: t{n}}}\n" for n in numbers)
    rows = "".join(
        f"  t{n}:\n    - {{lama{n}: sampai 3 jam, ke: a{n}}}\n"
        f"    - {{lama{n}: lebih dari 3 jam, ke: w{n + 1}}}\n"
        for n in numbers
    )
    asides = "".join(f"  a{n}: {{tanya: catatan{n}, ke: w{n + 1}}}\n" for n in numbers)
    notes = "".join(f"  catatan{n}: {{tanya: c}}\n" for n in numbers)
    spans = "".join(f"  lama{n}: {{rumus: sekarang - m{n}, sebutan: Lama}}\n" for n in numbers)
    return (
        "alur: contoh\njudul: Contoh\ndokumen: X\nfakta:\n  sekarang: {tanya: s, jenis: waktu}\n"
        f"{facts}{notes}hitung:\n{spans}langkah:\n{ways}{asides}  w{count}: {{hasil: satu}}\n"
        f"tabel:\n{rows}hasil: {{satu: {{judul: Satu}}}}\n"
    )


def test_moments_that_nothing_looks_at_any_more_are_left_out(make_flow: MakeFlow) -> None:
    short, long = (explore(make_flow(write_clocks(count))[0]) for count in (CLOCKS, 2 * CLOCKS))
    assert len(long.states) < 2.2 * len(short.states)
    assert count_paths(short).total == 2**CLOCKS
    assert count_paths(long).total == 2 ** (2 * CLOCKS)


def test_moments_that_hang_together_are_kept_together(make_flow: MakeFlow) -> None:
    text = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  sekarang: {tanya: s, jenis: waktu}
  lapor: {tanya: l, jenis: waktu, tidak_sesudah: sekarang}
  padam: {tanya: p, jenis: waktu, tidak_sesudah: lapor}
hitung:
  sejak: {rumus: sekarang - lapor, sebutan: Sejak lapor}
  lama: {rumus: sekarang - padam, sebutan: Lama padam}
langkah:
  a: {tanya: lapor, ke: b}
  b: {tabel: b}
  c: {tanya: padam, ke: d}
  d: {tabel: d}
tabel:
  b: [{sejak: sampai 3 jam, hasil: satu}, {sejak: lebih dari 3 jam, ke: c}]
  d: [{lama: sampai 2 jam, hasil: satu}, {lama: lebih dari 2 jam, hasil: dua}]
hasil: {satu: {judul: Satu}, dua: {judul: Dua}}
"""
    flow, problems = make_flow(text)
    assert problems == []
    impossible = [(p.code, p.location.line) for p in check_flow(flow)]
    # Dark before it was reported, reported more than three hours ago.
    assert impossible == [("baris-mustahil", 19)]


def test_a_search_that_is_given_up_says_nothing(
    make_flow: MakeFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = write_clocks(CLOCKS).replace("sampai 3 jam", "sampai 2 jam")
    flow, _ = make_flow(text)
    assert "celah" in {p.code for p in check_flow(flow)}
    monkeypatch.setattr(search, "MAX_BRANCHES", 0)
    space = explore(flow)
    assert not space.complete
    assert len(space.moves) == len(space.states)
    assert check_flow(flow) == []
    with pytest.raises(ValueError, match="contoh"):
        count_paths(space)


LINES = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
  ukuran: {tanya: u, pilihan: {besar: Besar, kecil: Kecil}}
langkah:
  a: {tanya: warna, jika: {merah: {ke: b}, biru: {hasil: dua}}}
  b: {tanya: ukuran, ke: c}
  c: {hasil: satu}
bagian:
  akhir: {judul: Akhir, langkah: {z: {tanya: ukuran, opsional: ya, kembali: ya}}}
hasil:
  satu: {judul: Satu, apkt: UNIT, tulis: [{ke: APKT, isian: x, teks: M, SATU}]}
  dua: {judul: Dua, apkt: UNIT, tulis: [{ke: APKT, isian: x, teks: M, DUA}], lalu: akhir}
"""


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ("bila: {ukuran: besar}", "tawaran: ya", []),
        ("bila: {warna: biru}", "tawaran: ya", [15]),
        ("bila: {warna: merah}", "bila: {warna: biru}", []),
        ("tawaran: ya", "bila: {warna: merah}", [16]),
        ("tawaran: ya", "bila: {ukuran: kosong}", []),
        ("bila: {ukuran: kosong}", "tawaran: ya", [15]),
        ("bila: {warna: merah, ukuran: kecil}", "bila: {warna: merah, ukuran: kecil}", [16]),
    ],
)
def test_a_line_is_judged_by_what_is_known_at_its_own_outcome(
    make_flow: MakeFlow, one: str, two: str, found: list[int]
) -> None:
    flow, problems = make_flow(LINES.replace("SATU", one).replace("DUA", two))
    assert problems == []
    lines = [p.location.line for p in check_flow(flow) if p.code == "tulisan-mustahil"]
    assert lines == found


def test_a_line_of_the_flow_may_belong_to_any_filed_outcome(make_flow: MakeFlow) -> None:
    own = "tulis: [{ke: APKT, isian: y, teks: N, bila: {warna: biru, ukuran: besar}}]\n"
    text = LINES.replace("SATU", "tawaran: ya").replace("DUA", "tawaran: ya") + own
    flow, _ = make_flow(text)
    assert len(flow.extra_reports) == 1
    assert check_flow(flow) == []
