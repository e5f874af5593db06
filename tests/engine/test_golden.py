"""Routes, wordings and witness runs of the real flows, reviewed by a person once.

After a wanted change: ``make golden``, and read the difference.
"""

from __future__ import annotations

import dataclasses
import difflib

import pytest

from flow_engine.model import Flow, Goto, Step
from flow_engine.proof.explore import explore
from flow_engine.proof.paths import count_paths
from flow_engine.proof.routes import write_routes, write_witnesses, write_wordings
from flow_engine.proof.witness import witnesses
from flow_engine.runs import read_facts
from flow_engine.session import replay, start
from tools.golden import GOLDEN, golden_texts

from .conftest import NOW, MakeFlow


def changed(before: str, after: str) -> list[str]:
    """Return the lines that differ, as a review shows them."""
    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [row for row in rows if row[0] in "+-" and row[:3] not in ("+++", "---")]


def test_the_golden_files_are_those_of_the_flows(flows: dict[str, Flow]) -> None:
    wanted = dict(golden_texts(flows))
    stored = {
        path.relative_to(GOLDEN).as_posix(): path.read_text("utf-8")
        for path in GOLDEN.glob("*/*.txt")
    }
    assert sorted(stored) == sorted(wanted)
    different = {
        name: changed(stored[name], text) for name, text in wanted.items() if stored[name] != text
    }
    assert different == {}, "Bila perubahan ini memang dimaksud: make golden"


def with_step(flow: Flow, step: Step) -> Flow:
    """Return the flow with one step of its own replaced."""
    main = dataclasses.replace(flow.main, steps={**flow.main.steps, step.id: step})
    return dataclasses.replace(flow, rooms={**flow.rooms, flow.id: main})


def test_a_changed_sentence_changes_no_route_and_no_witness(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    part = dataclasses.replace(flow.parts["PRK-05/1"], text="Kalimat lain")
    edited = dataclasses.replace(flow, parts={**flow.parts, part.id: part})
    assert write_routes(edited) == write_routes(flow)
    assert write_witnesses(edited) == write_witnesses(flow)
    assert len(changed(write_wordings(flow), write_wordings(edited))) == 2


def test_a_changed_way_shows_as_its_one_line(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    step = flow.main.steps["layar"]
    ways = tuple(
        dataclasses.replace(way, to=Goto(step="keterangan-layar")) if way.value == "blank" else way
        for way in step.ways
    )
    edited = with_step(flow, dataclasses.replace(step, ways=ways))
    assert write_wordings(edited) == write_wordings(flow)
    assert changed(write_routes(flow), write_routes(edited)) == [
        "-  layar=blank -> lapor-blank [PRK-03a1x]",
        "+  layar=blank -> keterangan-layar [PRK-03a1x]",
    ]


def test_every_way_of_every_flow_has_a_witness_that_runs_over_it(flows: dict[str, Flow]) -> None:
    for flow in flows.values():
        space = explore(flow)
        found = list(witnesses(space))
        taken = {
            (space.nodes[space.states[state][0]].key, move.way)
            for state, moves in enumerate(space.moves)
            for move in moves
        }
        assert {(w.key, w.way) for w in found} == taken
        for witness in found:
            values, errors = read_facts(flow, witness.facts, NOW)
            assert errors == [], (flow.id, witness)
            run = replay(flow, start(flow, values), attended=False)
            reached = run.outcome.id if run.outcome else ""
            assert (reached, run.needs) == (witness.outcome, witness.waits), (flow.id, witness)
            assert run.done is not bool(witness.waits)
            visited = [visit.key for visit in run.visits if visit.answered or not witness.waits]
            assert [key for key in witness.steps if key in set(visited)] == visited


def test_every_row_of_every_table_has_a_witness(flows: dict[str, Flow]) -> None:
    rows = tried = 0
    for flow in flows.values():
        found = {(w.key.split("/")[-1], w.way) for w in witnesses(explore(flow))}
        for room in flow.rooms.values():
            for step in room.steps.values():
                for number in range(len(step.ways) if step.table else 0):
                    rows += 1
                    tried += (step.id, number) in found
    assert rows >= 40
    assert tried == rows


@pytest.mark.parametrize(("diamonds", "paths"), [(1, 2), (13, 8192), (25, 33_554_432)])
def test_paths_are_counted_not_listed(make_flow: MakeFlow, diamonds: int, paths: int) -> None:
    facts = [f"  f{n}: {{tanya: f, pilihan: {{a: A, b: B}}}}" for n in range(diamonds)]
    steps = []
    for n in range(diamonds):
        goal = f"ke: s{n + 1}" if n + 1 < diamonds else "hasil: satu"
        steps.append(f"  s{n}: {{tanya: f{n}, jika: {{a: {{{goal}}}, b: {{{goal}}}}}}}")
    text = "\n".join(
        ["alur: contoh", "judul: Contoh", "dokumen: X", "fakta:", *facts, "langkah:", *steps]
    )
    flow, problems = make_flow(text + "\nhasil: {satu: {judul: Satu}}\n")
    assert problems == []
    assert count_paths(explore(flow)).total == paths
