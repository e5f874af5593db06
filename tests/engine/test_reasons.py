"""“Mengapa?”: every outcome explains itself in at most five lines, without a personal value."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from flow_engine.__main__ import main
from flow_engine.facts import FactType, Value
from flow_engine.model import Flow
from flow_engine.reasons import KINDS, Json, explain, told
from flow_engine.repeats import fact_named, split_name
from flow_engine.runs import read_facts
from flow_engine.scenarios import PINNED, load_scenarios
from flow_engine.session import Run, answer, pass_step, replay
from flow_engine.terminal import walk_in_terminal
from flow_engine.views import view_of

from .calls import (
    FLOW_IDS,
    begin,
    chances,
    draw_facts,
    named_in,
    offered_beside,
    run_of,
    steps_of,
    walk_on,
)
from .conftest import DATA, NOW

EARLIER = "jawaban sebelumnya"
DRAWN = 6000
CALLS = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


def one_run_for_each_outcome(flow: Flow) -> dict[str, Run]:
    """Runs by scenario first, then by chance, until every outcome is reached."""
    found: dict[str, Run] = {}
    for run in reaching(flow):
        if run.outcome is not None:
            found.setdefault(run.outcome.id, run)
        if len(found) == len(flow.outcomes):
            break
    return found


def reaching(flow: Flow) -> Iterator[Run]:
    for scenario in load_scenarios(DATA, {flow.id: flow})[0]:
        values, _ = read_facts(flow, scenario.facts, PINNED)
        yield run_of(flow, {"sekarang": PINNED, **values})
    for seed in range(DRAWN):
        yield run_of(flow, draw_facts(flow, random.Random(seed), absent=0.3))


def told_all(why: list[Json]) -> str:
    return "\n".join(told(line) for line in why)


@pytest.mark.luas
@pytest.mark.parametrize("flow_id", FLOW_IDS)
def test_every_outcome_names_its_clause_and_an_answer_or_a_way(
    flows: dict[str, Flow], flow_id: str
) -> None:
    flow = flows[flow_id]
    runs = one_run_for_each_outcome(flow)
    assert set(runs) == set(flow.outcomes)
    asks = any(step.asks for step in steps_of(flow))
    for run in runs.values():
        assert run.outcome is not None
        why = explain(flow, run)
        assert 1 <= len(why) <= 5
        kinds = [line["kind"] for line in why]
        assert kinds == [kind for kind in KINDS if kind in kinds]
        named = {clause for line in why for clause in line["clauses"]}
        assert named & set(run.outcome.clauses)
        assert named <= set(run.clauses)
        assert any(line["kind"] in ("jawaban", "jalan") for line in why) or not asks
        assert all(line["text"] and line["label"] for line in why)
        silent = run.outcome.silence
        assert silent is None or silent.ask in why[-1]["text"]


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@CALLS
def test_no_explanation_holds_a_personal_value_or_a_sixth_line(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    facts = draw_facts(flow, chance, absent=0.2)
    why = explain(flow, run_of(flow, facts))
    assert len(why) <= 5
    text = json.dumps(why, ensure_ascii=False)
    assert "RAHASIA" not in text and "rahasia" not in text and "7777777" not in text
    assert {split_name(name)[0] for name in named_in(why)} <= set(flow.facts)


@pytest.mark.parametrize("flow_id", FLOW_IDS)
@given(chance=chances())
@CALLS
def test_a_choice_that_is_not_named_does_not_change_the_outcome(
    flows: dict[str, Flow], flow_id: str, chance: random.Random
) -> None:
    flow = flows[flow_id]
    facts = draw_facts(flow, chance, absent=0.2)
    run = run_of(flow, facts)
    why = explain(flow, run)
    if run.outcome is None or EARLIER in told_all(why):
        return
    for name in sorted(set(run.known) & set(facts) - named_in(why)):
        fact = fact_named(flow, name)
        if fact is None or fact.type is not FactType.CHOICE:
            continue
        others: list[dict[str, Value]] = [
            {**facts, name: value} for value in offered_beside(flow, name, facts)
        ]
        others.append({n: value for n, value in facts.items() if n != name})
        for other in others:
            after = run_of(flow, other)
            stopped = after.outcome is None and after.needs not in other
            assert stopped or after.outcome == run.outcome, (name, other.get(name))


@pytest.mark.parametrize("flow_id", FLOW_IDS)
def test_the_reasons_stand_as_soon_as_there_is_an_outcome_and_stay_to_the_end(
    flows: dict[str, Flow], flow_id: str
) -> None:
    flow = flows[flow_id]
    for seed in range(4):
        facts = draw_facts(flow, random.Random(seed))
        state = walk_on(flow, begin(flow), facts)
        end = replay(flow, state)
        if not end.done:
            continue
        early = [state.passed]
        for visit in reversed(end.visits):
            early.append(early[-1] - {visit.key})
        lines = [explain(flow, replay(flow, type(state)(flow.id, flow.route, state.answers, p)))
                 for p in early]  # fmt: skip
        assert lines[0]
        assert all(why in ([], lines[0]) for why in lines)


def test_the_view_names_the_clauses_of_its_reasons_before_the_end(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    state = begin(flow)
    facts: dict[str, Value] = {"listrik": "padam", "layar": "blank"}
    seen = 0
    while not (run := replay(flow, state)).done:
        view = view_of(flow, state, run)
        named = {clause for line in view["report"]["why"] for clause in line["clauses"]}
        assert {clause["id"] for clause in view["basis"]} == named
        seen += bool(named)
        visit = run.visits[-1]
        given_ = {name: facts[name] for name in visit.step.asks if name in facts}
        state = pass_step(answer(state, given_), visit.key)
    assert seen > 3
    view = view_of(flow, state, run)
    assert {clause["id"] for clause in view["basis"]} == set(run.clauses)


def test_the_terminal_and_the_run_without_json_print_the_reasons(
    flows: dict[str, Flow], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(["", "", "1", "2", *[""] * 40])
    out: list[str] = []
    assert walk_in_terminal(flows["periksa"], lambda _: next(lines), out.append, NOW) == 0
    at = out.index("MENGAPA?")
    assert out[at + 1] == "  Jawaban: Listrik: Padam · Layar: Blank (gelap)"
    assert out[at + 2].endswith("(PRK-03a1x)")
    file = tmp_path / "fakta.json"
    file.write_text(json.dumps({"listrik": "padam", "layar": "blank"}), "utf-8")
    main(["--data", str(DATA), "run", "periksa", "--facts", str(file)])
    printed = capsys.readouterr().out
    assert "Mengapa?\n  Jawaban: Listrik: Padam · Layar: Blank (gelap)\n" in printed
