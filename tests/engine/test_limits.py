"""Facts and guards at their edges: what no flow of the site meets every day."""

from __future__ import annotations

import datetime
import json

import pytest

from flow_engine.content import step_content, walk
from flow_engine.facts import MAX_WHOLE, Fact, FactType, Value, ValueProblem, parse_value
from flow_engine.guards import as_number
from flow_engine.session import replay, start
from flow_engine.views import view_of
from flow_engine.wire import WireError, dump_flow, load_flow

from .conftest import NOW, MakeFlow

WHOLE = Fact("n", FactType.INTEGER, "n", minimum=1, maximum=9)
RUPIAH = Fact("rp", FactType.RUPIAH, "rp")


@pytest.mark.parametrize(
    ("fact", "raw", "words"),
    [
        (WHOLE, 0, "Paling sedikit 1."),
        (WHOLE, 10, "Paling banyak 9."),
        (WHOLE, MAX_WHOLE, "Terlalu besar; paling banyak 15 angka."),
        (WHOLE, -MAX_WHOLE, "Terlalu besar; paling banyak 15 angka."),
        (WHOLE, "9" * 5000, "bukan bilangan bulat."),
        (WHOLE, "٥", "bukan bilangan bulat."),
        (RUPIAH, "1.75", "bukan bilangan bulat."),
        (RUPIAH, "1.750,00", "bukan bilangan bulat."),
    ],
)
def test_a_whole_number_out_of_its_limits_is_refused(fact: Fact, raw: object, words: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse_value(fact, raw)
    assert str(caught.value).endswith(words)


@pytest.mark.parametrize(("raw", "value"), [(1, 1), (9, 9), ("1.750", 1750), (" 7 ", 7)])
def test_a_whole_number_at_its_limits_is_taken(raw: object, value: int) -> None:
    assert parse_value(RUPIAH, raw) == value


def test_a_text_is_no_number_to_compare() -> None:
    with pytest.raises(TypeError, match="not a number"):
        as_number("padam")


FLOW = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  sekarang: {tanya: s, jenis: waktu}
  mulai: {tanya: m, jenis: waktu}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru}}
hitung:
  lama: {rumus: sekarang - mulai, sebutan: Lama padam}
langkah:
  w: {tanya: warna, tabel: t}
  m: {tanya: mulai, tabel: t2}
tabel:
  t: [{warna: merah, ke: m}, {warna: biru, hasil: satu}]
  t2: [{lama: sampai 3 jam, hasil: satu}, {lama: lebih dari 3 jam, hasil: satu}]
hasil: {satu: {judul: Satu}}
"""


def test_a_table_that_lacks_a_fact_says_which(make_flow: MakeFlow) -> None:
    flow, problems = make_flow(FLOW)
    assert problems == []
    answers: dict[str, Value] = {"warna": "merah", "mulai": NOW}
    assert replay(flow, start(flow, answers), attended=False).needs == "sekarang"
    assert replay(flow, start(flow, {**answers, "sekarang": NOW}), attended=False).done


def test_the_view_shows_a_duration_beside_the_facts_it_comes_from(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(FLOW)
    for minutes, shown in ((90, ["1 jam 30 menit"]), (-1, [])):
        since = NOW - datetime.timedelta(minutes=minutes)
        state = start(flow, {"warna": "merah", "mulai": since, "sekarang": NOW})
        rows = view_of(flow, state, replay(flow, state))["facts"]
        assert [row["text"] for row in rows if row["type"] == "duration"] == shown
        assert [row["fact"] for row in rows if row["type"] == "datetime"] == ["mulai"]


def test_a_step_that_is_not_there_has_no_content(make_flow: MakeFlow) -> None:
    flow, _ = make_flow(FLOW)
    assert step_content(flow, "w")["key"] == "w"
    with pytest.raises(KeyError):
        step_content(flow, "tiada")


def test_a_way_into_a_room_goes_to_its_first_step_also_past_other_rooms(
    make_flow: MakeFlow,
) -> None:
    """The room begins with its second step; its first one calls another room."""
    flow, problems = make_flow("""
alur: contoh
judul: Contoh
dokumen: X
bagian:
  luar:
    judul: Luar
    mulai: b
    langkah:
      a: {panggil: dalam, kembali: ya}
      b: {catatan: [{jenis: tafsir, teks: B}], ke: a}
  dalam:
    judul: Dalam
    langkah: {c: {catatan: [{jenis: tafsir, teks: C}], kembali: ya}}
langkah:
  s: {catatan: [{jenis: tafsir, teks: S}], ke: p}
  p: {panggil: luar, hasil: satu}
hasil: {satu: {judul: Satu}}
""")
    assert problems == []
    rows = {row["key"]: row for row in walk(flow) if "key" in row}
    assert rows["s"]["ways"][0]["to"] == rows["p/b"]["anchor"]
    assert rows["p/b"]["ways"][0]["to"] == rows["p/a/c"]["anchor"]
    keys = [visit.key for visit in replay(flow, start(flow), attended=False).visits]
    assert keys == ["s", "p/b", "p/a/c"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), 5),
        (("facts", "warna", "personal"), "ya"),
        (("facts", "warna", "type"), "warna"),
        (("rooms", "contoh", "steps", "w", "ways", 0, "guard"), ["mungkin"]),
        (("outcomes",), []),
        (("outcomes", "satu"), "satu"),
        (("outcomes", "satu", "clauses"), "PRK-01"),
        (("computed", "lama"), ["lama"]),
    ],
)
def test_a_value_of_another_kind_is_no_flow(
    make_flow: MakeFlow, path: tuple[str | int, ...], value: object
) -> None:
    data = json.loads(dump_flow(make_flow(FLOW)[0]))
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(WireError, match="not a flow of format 1"):
        load_flow(json.dumps(data))
