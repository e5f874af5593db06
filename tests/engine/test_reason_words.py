"""How “Mengapa?” words its reasons, and what it leaves out."""

from __future__ import annotations

import datetime
from dataclasses import replace

from flow_engine.facts import Value
from flow_engine.guards import Always
from flow_engine.influence import find_deciding
from flow_engine.model import Flow, Goto, Room, Way
from flow_engine.reasons import explain, told
from flow_engine.runs import read_facts, run_facts
from flow_engine.scenarios import PINNED, load_scenarios
from flow_engine.session import replay, start

from .calls import named_in, run_of
from .conftest import DATA, NOW, MakeFlow

FLOW = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  sekarang: {tanya: Kapan?, jenis: waktu}
  mulai_kerja: {tanya: Mulai?, jenis: waktu, tidak_sesudah: sekarang}
  lahir: {tanya: Lahir?, jenis: waktu, pribadi: ya}
  nama: {tanya: Nama?, pribadi: ya, boleh_tidak_ada: Tidak mau menyebut}
  warna: {tanya: Warna?, sebutan: Warna lampu, pilihan: {merah: Merah, hijau: Hijau, biru: Biru}}
  harga: {tanya: Harga?, jenis: rupiah}
  banyak: {tanya: Banyak?, jenis: bilangan}
hitung:
  lama: {rumus: sekarang - mulai_kerja, sebutan: Lama kerja}
  usia: {rumus: sekarang - lahir, sebutan: Usia}
langkah:
"""


def flow_from(make_flow: MakeFlow, steps: str, more: str = "") -> Flow:
    outcomes = "\n".join(
        f"  {name}: {{judul: Hasil {name}{', ' + more if more else ''}}}" for name in ("a", "b")
    )
    flow, problems = make_flow(f"{FLOW}{steps}\nhasil:\n{outcomes}\n")
    assert problems == []
    return flow


def texts(flow: Flow, **facts: Value) -> dict[str, str]:
    why = explain(flow, run_of(flow, {"sekarang": NOW, **facts}))
    return {line["kind"]: line["text"] for line in why}


def hours_ago(hours: float) -> datetime.datetime:
    return NOW - datetime.timedelta(hours=hours)


def test_a_duration_stands_with_the_narrowest_bounds_it_met(make_flow: MakeFlow) -> None:
    flow = flow_from(make_flow, """
  satu: {tanya: mulai_kerja, tabel: kasar}
  dua: {tabel: halus}
tabel:
  kasar: [{lama: sampai 6 jam, ke: dua}, {lama: lebih dari 6 jam, hasil: b}]
  halus:
    - {lama: kurang dari 3 jam, hasil: a}
    - {lama: tepat 3 jam, hasil: b}
    - {lama: [lebih dari 3 jam, kurang dari 6 jam], hasil: a}
    - {lama: [sedikitnya 6 jam], hasil: b}
""")  # fmt: skip
    short = texts(flow, mulai_kerja=hours_ago(2.5))
    assert short["hitungan"] == "Lama kerja 2 jam 30 menit, batas kurang dari 3 jam"
    assert short["jalan"] == "Tabel halus, baris “Lama kerja kurang dari 3 jam”"
    assert (
        texts(flow, mulai_kerja=hours_ago(3))["hitungan"] == "Lama kerja 3 jam, batas tepat 3 jam"
    )
    between = texts(flow, mulai_kerja=hours_ago(4))
    assert between["hitungan"] == "Lama kerja 4 jam, batas lebih dari 3 jam dan kurang dari 6 jam"
    assert (
        texts(flow, mulai_kerja=hours_ago(6))["hitungan"]
        == "Lama kerja 6 jam, batas sedikitnya 6 jam dan sampai 6 jam"
    )
    assert "jawaban" not in short


def test_what_a_person_typed_is_told_as_given_or_by_its_label(make_flow: MakeFlow) -> None:
    flow = flow_from(make_flow, """
  nama: {tanya: nama, jika: {ada: {ke: lahir}, tidak-ada: {hasil: b}}}
  lahir: {tanya: lahir, tabel: usia}
tabel:
  usia: [{usia: sampai 30 hari, hasil: a}, {usia: lebih dari 30 hari, hasil: b}]
""")  # fmt: skip
    given_ = texts(flow, nama="Rahasia", lahir=hours_ago(48))
    assert given_["jawaban"] == "Nama: diisi"
    assert given_["hitungan"] == "Usia diisi, batas sampai 720 jam"
    none = texts(flow, nama="tidak-ada")
    assert none["jawaban"] == "Nama: Tidak mau menyebut"
    assert none["jalan"] == "“nama”: Tidak mau menyebut"


def test_an_answer_that_was_passed_over_decides_as_such(make_flow: MakeFlow) -> None:
    flow = flow_from(make_flow, """
  satu:
    tanya: warna
    opsional: ya
    jika: {merah: {hasil: a}, hijau: {ke: dua}, biru: {ke: dua}, selain_itu: {ke: dua}}
  dua: {tanya: mulai_kerja, opsional: ya, tabel: kerja}
tabel:
  kerja: [{lama: kosong, hasil: b}, {lama: ada, hasil: a}]
""")  # fmt: skip
    passed = texts(flow)
    assert passed["jawaban"] == "Warna lampu: dilewati"
    assert passed["hitungan"] == "Lama kerja belum diketahui"
    assert passed["jalan"] == "Tabel kerja, baris “Lama kerja belum diketahui”"
    assert texts(flow, mulai_kerja=hours_ago(2))["hitungan"] == "Lama kerja 2 jam"


def test_ways_that_meet_again_explain_nothing(make_flow: MakeFlow) -> None:
    flow = flow_from(make_flow, """
  satu: {tanya: warna, jika: {merah: {ke: tiga}, hijau: {ke: dua}, biru: {ke: tiga}}}
  dua: {tanya: harga, ke: tiga}
  tiga: {tanya: banyak, tabel: jumlah}
tabel:
  jumlah: [{banyak: paling banyak 9, hasil: a}, {banyak: lebih dari 9, hasil: b}]
""")  # fmt: skip
    why = texts(flow, warna="merah", banyak=3)
    assert "jawaban" not in why
    assert why["hitungan"] == "Banyak 3, batas sampai 9"


def test_a_way_back_to_the_same_step_explains_nothing_either(make_flow: MakeFlow) -> None:
    flow = flow_from(
        make_flow,
        """
  satu: {tanya: warna, jika: {merah: {ke: dua}, hijau: {ke: tiga}, biru: {ke: tiga}}}
  dua: {tanya: harga, tabel: kembali}
  tiga: {tanya: banyak, tabel: jumlah}
tabel:
  kembali: [{harga: paling banyak 5, ke: tiga}, {harga: lebih dari 5, ke: satu}]
  jumlah: [{banyak: paling banyak 9, hasil: a}, {banyak: lebih dari 9, hasil: b}]
""",
    )
    why = texts(flow, warna="merah", harga=3, banyak=10)
    assert "jawaban" not in why
    assert why["hitungan"] == "Banyak 10, batas lebih dari 9"


def test_ways_that_meet_again_count_where_a_fact_looked_at_later_is_asked_between(
    make_flow: MakeFlow,
) -> None:
    flow = flow_from(make_flow, """
  satu: {tanya: warna, jika: {merah: {ke: tiga}, hijau: {ke: dua}, biru: {ke: tiga}}}
  dua: {tanya: harga, ke: tiga}
  tiga: {tabel: mahal}
tabel:
  mahal: [{harga: ada, hasil: a}, {harga: kosong, hasil: b}]
""")  # fmt: skip
    assert texts(flow, warna="biru")["jawaban"] == "Warna lampu: Biru · Harga: kosong"
    both = texts(flow, warna="hijau", harga=5000)
    assert both["jawaban"] == "Warna lampu: Hijau · Harga: diisi"


def test_rows_with_other_conditions_are_told_in_words(make_flow: MakeFlow) -> None:
    flow = flow_from(make_flow, """
  satu: {tanya: [warna, harga, mulai_kerja], tabel: campur}
tabel:
  campur:
    - {bukan: {warna: merah}, harga: paling banyak 5000, hasil: a}
    - bukan: {warna: merah}
      harga: lebih dari 5000
      salah_satu: [{mulai_kerja: sebelum 2026-01-15}, {warna: biru}]
      hasil: b
    - bukan: {salah_satu: [{mulai_kerja: sebelum 2026-01-15}, {warna: [merah, biru]}]}
      harga: lebih dari 5000
      hasil: a
    - {warna: merah, mulai_kerja: sejak 2026-01-15, hasil: b}
    - {warna: merah, mulai_kerja: sebelum 2026-01-15, hasil: a}
""")  # fmt: skip
    cheap = texts(flow, warna="hijau", harga=5000, mulai_kerja=hours_ago(1))
    assert cheap["jalan"] == "Tabel campur, baris “Warna lampu: bukan Merah, Harga sampai Rp5.000”"
    assert cheap["hitungan"] == "Harga Rp5.000, batas sampai Rp5.000"
    dear = texts(flow, warna="biru", harga=6000, mulai_kerja=hours_ago(1))
    assert dear["jalan"] == (
        "Tabel campur, baris “Warna lampu: bukan Merah, Harga lebih dari Rp5.000, "
        "(Mulai kerja sebelum 15 Jan 2026) atau (Warna lampu: Biru)”"
    )
    other = texts(flow, warna="hijau", harga=6000, mulai_kerja=hours_ago(1))
    found = "bukan ((Mulai kerja sebelum 15 Jan 2026) atau (Warna lampu: Merah atau Biru))"
    assert found in other["jalan"]
    red = texts(flow, warna="merah", harga=1, mulai_kerja=hours_ago(1))
    assert red["hitungan"] == "Mulai kerja 15 Jan 2026 09.00, sejak 15 Jan 2026"


def test_many_answers_are_cut_to_the_nearest_and_the_others_counted(
    flows: dict[str, Flow],
) -> None:
    facts = next(
        dict(s.facts) for s in load_scenarios(DATA, flows)[0] if s.flow == "periksa"
    )  # fmt: skip
    why = run_facts(flows["periksa"], facts, PINNED)["why"]
    answers = why[0]["text"]
    assert answers.count(" · ") == 5
    assert answers.endswith("Kode 08 s.d. Kode 47: diisi (9 isian), dan 4 jawaban sebelumnya")
    assert "ID Pelanggan: diisi" in answers
    assert "Alamat" not in answers, "alamat_sesuai leads on either way to the region"


def test_a_row_is_told_with_the_choices_that_followed_it(flows: dict[str, Flow]) -> None:
    facts: dict[str, Value] = {
        "sekarang": NOW,
        "status_laporan": "selesai-pemadaman-meluas",
        "waktu_selesai": hours_ago(1),
        "waktu_padam": hours_ago(2),
        "tetangga": "turut-padam",
        "status_detail": "perbaikan",
        "pelanggan": "berkeberatan",
    }
    flow = flows["lapor-ulang"]
    why = {line["kind"]: line for line in explain(flow, run_of(flow, facts))}
    assert why["jalan"]["text"].startswith(
        "Tabel kasus 3 jam, baris “Lama padam kurang dari 3 jam”"
    )
    assert why["jalan"]["text"].endswith("Berkeberatan")
    assert "LUL-C1" in why["jalan"]["clauses"]
    assert "Sejak Selesai 1 jam, batas sampai 6 jam" in why["hitungan"]["text"]
    assert "Lama padam 2 jam, batas kurang dari 3 jam" in why["hitungan"]["text"]
    assert "1 jam lebih awal" in why["hitungan"]["text"]
    assert {"sekarang", "waktu_selesai", "waktu_padam"} <= set(why["hitungan"]["facts"])
    assert why["diam"]["text"].endswith("Tanyakan Team Leader atau Back Office.")
    assert told(why["klausul"]) == f"Klausul: {why['klausul']['text']}"


def test_what_waives_a_question_is_named_where_the_question_stayed_open(
    flows: dict[str, Flow],
) -> None:
    flow = flows["periksa"]
    facts = next(dict(s.facts) for s in load_scenarios(DATA, flows)[0] if s.flow == "periksa")
    read = {name: value for name, value in facts.items() if not name.startswith("kode")}
    values, errors = read_facts(flow, {**read, "kode_08": "1", "self_diagnosis": "terhenti"}, NOW)
    assert errors == []
    why = explain(flow, run_of(flow, {"sekarang": NOW, **values}))
    answers = why[0]["text"].split(" · ")
    assert "Self Diagnosis: Terhenti di tengah jalan" in answers
    assert any(answer.startswith("Kode 70: dilewati") for answer in answers)
    full, _ = read_facts(flow, {**facts, "self_diagnosis": "terhenti"}, NOW)
    assert "self_diagnosis" not in named_in(explain(flow, run_of(flow, full)))


def test_a_silent_way_is_told_even_where_the_ways_meet_again(make_flow: MakeFlow) -> None:
    flow = flow_from(
        make_flow,
        """
  satu:
    tanya: warna
    jika:
      merah: {ke: dua}
      hijau: {ke: dua, diam: Hijau tidak diatur., tanya_ke: Kepala}
      biru: {ke: dua}
  dua: {tanya: harga, tabel: ada}
tabel:
  ada: [{harga: paling banyak 5, hasil: a}, {harga: lebih dari 5, hasil: b}]
""",
    )
    quiet = texts(flow, warna="merah", harga=1)
    assert "diam" not in quiet and "jawaban" not in quiet
    silent = texts(flow, warna="hijau", harga=1)
    assert silent["diam"] == "Hijau tidak diatur. Tanyakan Kepala."
    assert silent["jawaban"] == "Warna lampu: Hijau"


def test_a_silence_on_an_early_way_is_among_the_reasons(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    facts: dict[str, Value] = {
        "sekarang": NOW,
        "listrik": "padam",
        "layar": "tidak-dapat-dilihat",
        "pernah_lapor": "sudah",
    }
    run = run_of(flow, facts)
    why = explain(flow, run)
    assert why[-1]["kind"] == "diam"
    assert "tidak dapat melihat meter" in why[-1]["text"]
    assert any(decision.way.silence for decision in find_deciding(flow, run))


def test_a_flow_with_one_outcome_says_that_there_was_no_choice(make_flow: MakeFlow) -> None:
    flow, _ = make_flow("""
alur: satu
judul: Satu
dokumen: X
fakta: {warna: {tanya: Warna?, pilihan: {merah: Merah, hijau: Hijau}}}
langkah: {warna: {tanya: warna, jika: {merah: {hasil: a}, hijau: {ke: lain}}}, lain: {hasil: a}}
hasil: {a: {judul: A}}
""")  # fmt: skip
    assert explain(flow, run_of(flow, {})) == []
    plain, _ = make_flow("""
alur: satu
judul: Satu
dokumen: X
langkah: {awal: {hasil: a}}
hasil: {a: {judul: A}}
""")
    why = explain(plain, run_of(plain, {}))
    assert [line["text"] for line in why if line["kind"] == "jalan"] == [
        "Alur ini hanya punya satu jalan ke hasil ini."
    ]


def test_a_silence_in_a_second_round_is_told_with_the_answer_of_that_round(
    make_flow: MakeFlow,
) -> None:
    flow = flow_from(
        make_flow,
        """
  banyak: {tanya: banyak, ke: tiket}
  tiket: {tanya: nama, ke: akhir}
  akhir: {tanya: harga, tabel: harga}
  warna:
    tanya: warna
    jika:
      merah: {ke: lepas, diam: Merah tidak diatur., tanya_ke: Kepala}
      hijau: {ke: lepas}
      biru: {ke: lepas}
  lepas: {tanya: lahir, hasil: a}
tabel:
  harga: [{harga: paling banyak 5, hasil: a}, {harga: lebih dari 5, hasil: b}]
""",
    )
    steps = dict(flow.main.steps)
    steps["tiket"] = replace(steps["tiket"], asks=(), call="tiket", repeat="banyak")
    back = replace(steps.pop("lepas"), ways=(Way(Always(), Goto(returns=True)),))
    ticket = Room("tiket", "Tiket", "warna", {"warna": steps.pop("warna"), "lepas": back})
    made = replace(
        flow,
        rooms={flow.id: replace(flow.main, steps=steps), "tiket": ticket},
        facts={**flow.facts, "banyak": replace(flow.facts["banyak"], maximum=3)},
    )
    facts: dict[str, Value] = {"banyak": 2, "harga": 1, "warna": "hijau", "lahir": NOW}
    facts |= {"warna@2": "merah", "lahir@2": NOW}
    why = {line["kind"]: line for line in explain(made, replay(made, start(made, facts)))}
    assert why["jawaban"]["text"] == "Warna lampu (2): Merah"
    assert why["jawaban"]["facts"] == ["warna@2"]
    assert why["diam"]["text"] == "Merah tidak diatur. Tanyakan Kepala."
    assert why["jalan"]["text"] == "Tabel harga, baris “Harga sampai Rp5”"
