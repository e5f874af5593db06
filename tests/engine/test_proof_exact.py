"""The proof says exactly what trying every combination of facts says."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_engine.facts import Value
from flow_engine.flows import Shared, read_flow
from flow_engine.guards import Context, Missing, evaluate
from flow_engine.library import empty_library
from flow_engine.model import Flow, Step
from flow_engine.problems import ProblemLog
from flow_engine.proof.explore import explore
from flow_engine.proof.paths import count_paths
from flow_engine.proof.witness import witnesses
from flow_engine.runs import read_facts
from flow_engine.session import replay, start
from flow_engine.source import read_text

NOW = datetime.datetime(2026, 1, 15, 10, 0)
HEAD = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  sekarang: {tanya: s, jenis: waktu}
  mulai: {tanya: m, jenis: waktu, tidak_sesudah: sekarang}
  akhir: {tanya: a, jenis: waktu, tidak_sesudah: sekarang}
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru, hijau: Hijau}}
  ukuran: {tanya: u, pilihan: {besar: Besar, kecil: Kecil}}
  nomor: {tanya: nomor, boleh_tidak_ada: Tidak ada, pribadi: ya}
  banyak: {tanya: b, jenis: bilangan, minimum: 1}
hitung:
  lama: {rumus: sekarang - mulai, sebutan: Lama}
  sejak: {rumus: sekarang - akhir, sebutan: Sejak}
  jeda: {rumus: akhir - mulai, sebutan: Jeda}
"""
CONDITIONS = (
    "warna: merah", "warna: [biru, hijau]", "warna: biru", "warna: kosong", "ukuran: besar",
    "ukuran: kecil", "ukuran: ada", "nomor: ada", "nomor: kosong", "banyak: sedikitnya 2",
    "banyak: tepat 1", "banyak: lebih dari 2", "lama: sampai 1 jam", "lama: lebih dari 1 jam",
    "lama: kosong", "lama: ada", "sejak: kurang dari 1 jam", "sejak: tepat 1 jam",
    "sejak: lebih dari 1 jam", "jeda: lebih dari 0 menit", "jeda: sampai 0 menit",
    "bukan: {warna: merah}", "salah_satu: [{warna: merah}, {ukuran: besar}]",
)  # fmt: skip
CHOICES = {"warna": ("merah", "biru", "hijau"), "ukuran": ("besar", "kecil")}
ABSENT = "(tidak ditanyakan)"
OFFSETS = (0, 59, 60, 61, 62, 120)


@dataclass
class Seen:
    """What trying every combination showed."""

    edges: set[tuple[str, int]] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    overlaps: set[str] = field(default_factory=set)
    paths: set[tuple[tuple[str, int], ...]] = field(default_factory=set)


def _goal(draw: st.DrawFn, number: int, count: int) -> str:
    later = [f"ke: l{n}" for n in range(number + 1, count)]
    return draw(st.sampled_from([*later, "hasil: satu", "hasil: dua"]))


@st.composite
def flow_texts(draw: st.DrawFn) -> str:
    """Draw a flow without a circle, sound or not."""
    count = draw(st.integers(2, 6))
    steps, tables = [], []
    for number in range(count):
        asks = draw(
            st.sampled_from(["", "warna", "ukuran", "nomor", "banyak", "mulai", "akhir"] * 2 + [""])
        )
        optional = draw(st.booleans())
        lines = [f"  l{number}:", "    klausul: X-1"]
        lines += [f"    tanya: {asks}"] if asks else []
        lines += ["    opsional: ya"] if asks and optional else []
        form = draw(st.sampled_from(["plain", "table", "choice"]))
        if form == "choice" and asks in CHOICES:
            values = draw(st.lists(st.sampled_from(CHOICES[asks]), min_size=1, unique=True))
            rows = [f"      {v}: {{{_goal(draw, number, count)}}}" for v in values]
            if draw(st.booleans()):
                rows.append(f"      selain_itu: {{{_goal(draw, number, count)}}}")
            lines += ["    jika:", *rows]
        elif form == "table":
            lines.append(f"    tabel: t{number}")
            rows = []
            for _ in range(draw(st.integers(1, 3))):
                cells = draw(st.lists(st.sampled_from(CONDITIONS), max_size=2, unique_by=_fact))
                rows.append(f"    - {{{', '.join([*cells, _goal(draw, number, count)])}}}")
            tables += [f"  t{number}:", *rows]
        else:
            lines.append(f"    {_goal(draw, number, count)}")
        steps += lines
    text = HEAD + "langkah:\n" + "\n".join(steps) + "\n"
    text += "tabel:\n" + "\n".join(tables) + "\n" if tables else ""
    return text + "hasil: {satu: {judul: Satu, klausul: X-1}, dua: {judul: Dua, klausul: X-1}}\n"


def _fact(condition: str) -> str:
    return condition.split(":")[0]


def read(text: str) -> Flow:
    log = ProblemLog()
    node = read_text(text, "contoh.yaml", log)
    assert node is not None
    flow = read_flow(node, Shared({}, {}, {}, ()), empty_library(), log)
    beside = {"rujukan-klausul", "rujukan-dokumen", "fakta-tak-dipakai", "jawaban-terlewat"}
    assert [str(p) for p in log if p.code not in beside] == []
    return flow


def every_facts(flow: Flow) -> Iterator[dict[str, Value]]:
    """Yield every combination of facts that the guards could tell apart."""
    options: dict[str, list[Value]] = {
        "sekarang": [NOW],
        "warna": ["merah", "biru", "hijau"],
        "ukuran": ["besar", "kecil"],
        "nomor": ["tidak-ada", "7"],
        "banyak": [1, 2, 3],
        "mulai": [NOW - datetime.timedelta(minutes=m) for m in OFFSETS],
        "akhir": [NOW - datetime.timedelta(minutes=m) for m in OFFSETS],
    }
    asked = {name for step in flow.main.steps.values() for name in step.asks}
    names = [name for name in options if name in asked]
    for values in itertools.product(*([*options[name], ABSENT] for name in names)):
        given = {n: v for n, v in zip(names, values, strict=True) if v != ABSENT}
        yield {"sekarang": NOW, **given}


def try_everything(flow: Flow) -> Seen:
    """Walk the flow with every combination of facts, by the definition of a step."""
    seen = Seen()
    for facts in every_facts(flow):
        _walk(flow, facts, seen)
    return seen


def _walk(flow: Flow, facts: dict[str, Value], seen: Seen) -> None:
    known: dict[str, Value] = {"sekarang": NOW}
    path: list[tuple[str, int]] = []
    step: Step = flow.main.steps[flow.main.start]
    while True:
        known.update({name: facts[name] for name in step.asks if name in facts})
        if not step.optional and any(name not in facts for name in step.asks):
            return
        context = Context(known, flow.computed)
        answers = [evaluate(way.guard, context) for way in step.ways]
        held = [n for n, truth in enumerate(answers) if truth is True]
        if len(held) > 1:
            seen.overlaps.add(step.id)
        if not held:
            assert not all(isinstance(a, Missing) for a in answers) or answers
            seen.gaps.add(step.id)
            return
        path.append((step.id, held[0]))
        seen.edges.add(path[-1])
        goal = step.ways[held[0]].to
        if goal.outcome:
            seen.paths.add(tuple(path))
            return
        step = flow.main.steps[goal.step]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(flow_texts())
def test_the_proof_finds_exactly_what_trying_everything_finds(text: str) -> None:
    flow = read(text)
    space = explore(flow)
    seen = try_everything(flow)
    nodes = [space.nodes[node] for node, _ in space.states]
    edges = {(nodes[s].key, m.way) for s, moves in enumerate(space.moves) for m in moves}
    assert edges == seen.edges
    assert {nodes[stop.state].key for stop in space.gaps} == seen.gaps
    assert {nodes[stop.state].key for stop in space.overlaps} == seen.overlaps


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(flow_texts())
def test_the_number_of_paths_is_the_number_of_different_ways(text: str) -> None:
    flow = read(text)
    assert count_paths(explore(flow)).total == len(try_everything(flow).paths)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(flow_texts())
def test_every_witness_runs_over_its_way_to_its_outcome(text: str) -> None:
    flow = read(text)
    for witness in witnesses(explore(flow)):
        values, errors = read_facts(flow, witness.facts, NOW)
        assert errors == []
        run = replay(flow, start(flow, values), attended=False)
        reached = run.outcome.id if run.outcome else ""
        assert (reached, run.needs) == (witness.outcome, witness.waits)
        seen = Seen()
        _walk(flow, values, seen)
        assert (witness.key, witness.way) in seen.edges
