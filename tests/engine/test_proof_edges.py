"""The proof at its edges: circles of calls, moments it leaves undecided, runs it makes up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flow_engine.__main__ import main
from flow_engine.proof import check_flow
from flow_engine.proof.explore import explore
from flow_engine.proof.paths import count_paths
from flow_engine.proof.witness import witnesses
from flow_engine.runs import run_facts

from .conftest import NOW, MakeFlow, edit
from .tiny import write_tiny

HEAD = "alur: contoh\njudul: Contoh\ndokumen: X\n"
FACTS = """fakta:
  sekarang: {tanya: s, jenis: waktu}
  mulai: {tanya: m, jenis: waktu}
  akhir: {tanya: a, jenis: waktu}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
hitung:
  jeda: {rumus: akhir - mulai, sebutan: Jeda}
"""
END = "hasil: {satu: {judul: Satu, apkt: GANGGUAN}}\n"


def findings(make_flow: MakeFlow, text: str) -> list[str]:
    flow, problems = make_flow(text)
    assert [str(p) for p in problems if p.code != "fakta-tak-dipakai"] == []
    return [f"{p.code} {p.message} {p.witness}".strip() for p in check_flow(flow)]


CIRCLE = HEAD + """bagian:
  kosong: {judul: K, langkah: {k: {kembali: ya}}}
langkah:
  a: {panggil: kosong, ke: b}
  b: {panggil: kosong, ke: a}
  c: {hasil: satu}
""" + END  # fmt: skip


def test_steps_that_only_call_and_lead_back_are_a_loop(make_flow: MakeFlow) -> None:
    assert findings(make_flow, CIRCLE)[0].startswith("putaran ")


def test_a_flow_that_goes_in_a_circle_has_no_witness(make_flow: MakeFlow) -> None:
    text = HEAD + FACTS + """langkah:
  a: {tanya: warna, tabel: t}
  b: {catatan: [{jenis: tafsir, teks: B}], ke: a}
tabel:
  t: [{warna: merah, ke: b}, {warna: biru, hasil: satu}]
""" + END  # fmt: skip
    space = explore(make_flow(text)[0])
    assert space.find_circle() and list(witnesses(space)) == []


def test_a_room_that_never_returns_is_a_dead_end(make_flow: MakeFlow) -> None:
    text = HEAD + """bagian:
  buntu:
    judul: B
    langkah: {k: {catatan: [{jenis: tafsir, teks: B}], ke: l}, l: {ke: k}}
langkah: {a: {panggil: buntu, hasil: satu}}
""" + END  # fmt: skip
    assert any("jalan-buntu Bagian “buntu” tidak pernah kembali." in f
               for f in findings(make_flow, text))  # fmt: skip


TIMES = HEAD + FACTS + """langkah:
  m: {tanya: mulai, opsional: ya, ke: a}
  a: {tanya: akhir, tabel: t}
tabel:
  t: [{jeda: sampai 3 jam, hasil: satu}, {jeda: lebih dari 3 jam, hasil: satu}]
"""  # fmt: skip


def test_a_duration_whose_beginning_was_skipped_is_a_gap_of_that_beginning(
    make_flow: MakeFlow,
) -> None:
    (gap,) = [f for f in findings(make_flow, TIMES + END) if f.startswith("celah")]
    assert gap.endswith("mulai belum diketahui")


def test_who_skipped_a_question_has_no_way_past_where_it_must_be_answered(
    make_flow: MakeFlow,
) -> None:
    text = HEAD + FACTS + """langkah:
  m: {tanya: warna, opsional: ya, ke: a}
  a: {tanya: warna, tabel: t}
tabel:
  t: [{warna: merah, hasil: satu}, {warna: biru, hasil: satu}]
"""  # fmt: skip
    flow, _ = make_flow(text + END)
    assert findings(make_flow, text + END) == []
    assert {w.facts.get("warna") for w in witnesses(explore(flow))} == {"merah", "biru"}


@pytest.mark.parametrize("condition", ["{mulai: ada}", "{jeda: sampai 3 jam}"])
def test_a_line_that_depends_on_a_moment_is_left_undecided(
    make_flow: MakeFlow, condition: str
) -> None:
    """Written or not: that is only known with the clock, so nothing is said of it."""
    text = TIMES.replace("opsional: ya, ", "")
    line = f"{{ke: APKT, isian: Jam, teks: '{{mulai}}', bila: {condition}}}"
    own = END.replace("GANGGUAN", f"GANGGUAN, tulis: [{line}]")
    assert findings(make_flow, text + own) == []
    assert findings(make_flow, text + END + f"tulis: [{line}]\n") == []


def test_a_line_of_the_whole_flow_that_is_never_written_is_no_finding_of_an_outcome(
    make_flow: MakeFlow,
) -> None:
    """Such lines are shared; only over all flows it shows whether one is in vain."""
    text = HEAD + FACTS + """langkah: {a: {tanya: warna, hasil: satu}}
tulis:
  - {ke: APKT, isian: X, teks: "{warna}", bila: {warna: merah, bukan: {warna: merah}}}
""" + END  # fmt: skip
    assert not any("tulisan-mustahil" in finding for finding in findings(make_flow, text))


def test_a_witness_has_a_value_of_each_type_that_a_run_takes(make_flow: MakeFlow) -> None:
    text = HEAD + """fakta:
  kode: {tanya: k, jenis: bacaan}
  banyak: {tanya: b, jenis: bilangan, minimum: 3}
  harga: {tanya: h, jenis: rupiah}
  surel: {tanya: e, jenis: surel}
  nomor: {tanya: Nomor, pola: 11 angka}
  nama: {tanya: Nama}
  kapan: {tanya: j, jenis: waktu}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
langkah:
  a: {tanya: [kode, harga, surel, nomor, nama, kapan, warna], ke: b}
  b: {tanya: banyak, tabel: t}
tabel:
  t: [{banyak: paling banyak 3, hasil: satu}, {banyak: lebih dari 3, hasil: satu}]
""" + END  # fmt: skip
    flow, problems = make_flow(text)
    assert problems == []
    found = list(witnesses(explore(flow)))
    assert [w.facts["banyak"] for w in found if w.key == "b"] == [3, 4]
    for witness in found:
        assert witness.facts["nomor"] == "1" * 11 and witness.facts["surel"]
        assert run_facts(flow, witness.facts, NOW)["outcome"] == witness.outcome


def test_a_part_after_the_outcome_is_counted_with_it(make_flow: MakeFlow) -> None:
    text = HEAD + FACTS + """bagian:
  penutup:
    judul: P
    langkah:
      p: {tanya: warna, opsional: ya, tabel: t}
      q: {catatan: [{jenis: tafsir, teks: Q}], kembali: ya}
    tabel:
      t: [{warna: merah, ke: q}, {warna: biru, kembali: ya}, {warna: kosong, kembali: ya}]
langkah: {a: {catatan: [{jenis: tafsir, teks: A}], hasil: satu}}
""" + END.replace("apkt", "lalu: penutup, apkt")  # fmt: skip
    paths = count_paths(explore(make_flow(text)[0]))
    assert (paths.total, dict(paths.by_outcome)) == (3, {"satu": 3})


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def call(data: Path, *words: str) -> int:
    return main(["--data", str(data), "paths", "contoh", *words])


def test_the_command_prints_routes_wordings_and_runs(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(tiny) == 0
    shown = capsys.readouterr().out
    assert call(tiny, "--rute") == 0
    routes = capsys.readouterr().out
    assert call(tiny, "--kalimat") == 0
    wordings = capsys.readouterr().out
    assert "Tekan “Simpan”" in wordings and "Tekan “Simpan”" not in routes + shown
    assert "padam-tinggi" in routes and "padam-tinggi" in shown
    assert call(tiny, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["paths"] == sum(data["by_outcome"].values()) > 0
    assert {run["outcome"] for run in data["runs"]} == {"padam", "padam-tinggi", "menyala"}


def test_the_command_tells_the_circle_instead_of_a_number(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / "alur" / "contoh.yaml", "{hasil: menyala}", "{ke: listrik}")
    assert call(tiny) == 1
    assert "[putaran]" in capsys.readouterr().out
    assert call(tiny, "--json") == 1
    assert main(["--data", str(tiny), "paths", "contho"]) == 2


def test_a_flow_may_not_write_what_is_shared_again(tiny: Path) -> None:
    file = tiny / "alur" / "contoh.yaml"
    edit(file, "fakta:\n", "fakta:\n  nama_cso: {tanya: Nama, pribadi: ya}\n")
    edit(file, "tabel:\n", "bagian:\n  pembuka: {judul: P, langkah: {k: {kembali: ya}}}\ntabel:\n")
    assert main(["--data", str(tiny), "facts", "contoh"]) == 2


def test_each_thing_written_again_is_told(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test_a_flow_may_not_write_what_is_shared_again(tiny)
    told = capsys.readouterr().err
    assert "[fakta-ganda] Fakta “nama_cso” sudah ada di bersama.yaml" in told
    assert "[id-ganda] Bagian “pembuka” sudah ada di bersama.yaml" in told
