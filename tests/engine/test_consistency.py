"""A step cites what it shows, an outcome files what the SOP knows, every procedure is run."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from flow_engine.consistency import check_consistency
from flow_engine.model import Flow, Outcome, Step
from flow_engine.problems import Problem
from flow_engine.records import WITHDRAWN, Library


def found_with_step(library: Library, flows: dict[str, Flow], step: Step) -> list[Problem]:
    """Return what is found when one step of ``periksa`` is replaced."""
    flow = flows["periksa"]
    main = dataclasses.replace(flow.main, steps={**flow.main.steps, step.id: step})
    edited = dataclasses.replace(flow, rooms={**flow.rooms, flow.id: main})
    return list(check_consistency(library, {**flows, flow.id: edited}))


def found_with_outcome(library: Library, flows: dict[str, Flow], outcome: Outcome) -> list[Problem]:
    flow = flows["lapor-ulang"]
    edited = dataclasses.replace(flow, outcomes={**flow.outcomes, outcome.id: outcome})
    return list(check_consistency(library, {**flows, flow.id: edited}))


def test_the_real_flows_are_consistent(library: Library, flows: dict[str, Flow]) -> None:
    assert list(check_consistency(library, flows)) == []


def test_a_part_of_a_clause_that_is_not_cited_is_found(
    library: Library, flows: dict[str, Flow]
) -> None:
    step = flows["periksa"].main.steps["pernah-lapor"]
    wrong = dataclasses.replace(step, parts=(*step.parts, "PRK-07/1"))
    found = found_with_step(library, flows, wrong)
    assert [(p.code, p.location) for p in found] == [("isi-klausul-lain", step.location)]
    assert "PRK-07" in found[0].suggestion
    lent = dataclasses.replace(wrong, borrows=("PRK-07",))
    assert found_with_step(library, flows, lent) == []


@pytest.mark.parametrize("clause", ["PRK-05", "PRK-07"])
def test_borrowing_what_is_cited_or_not_shown_is_found(
    library: Library, flows: dict[str, Flow], clause: str
) -> None:
    step = dataclasses.replace(flows["periksa"].main.steps["pernah-lapor"], borrows=(clause,))
    assert [p.code for p in found_with_step(library, flows, step)] == ["pinjam-sia-sia"]


@pytest.mark.parametrize(
    "change",
    [
        {"escalation": "Urgent"},
        {"escalation": ""},
        {"work_order": "WO Autodispatch"},
        {"apkt": "GANGGUAN"},
        {"apkt": "LAPOR BARU"},
    ],
)
def test_a_treatment_no_sop_knows_is_found(
    library: Library, flows: dict[str, Flow], change: dict[str, Any]
) -> None:
    outcome = flows["lapor-ulang"].outcomes["umum-lapor-ulang"]
    found = found_with_outcome(library, flows, dataclasses.replace(outcome, **change))
    assert {p.code for p in found} == {"hasil-tak-serasi"}
    assert all(p.location == outcome.location for p in found)


def test_a_procedure_that_no_flow_cites_is_found(library: Library, flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    fewer = {name: ref for name, ref in flow.clauses.items() if name != "PRK-05b"}
    edited = dataclasses.replace(flow, clauses=fewer)
    found = list(check_consistency(library, {**flows, flow.id: edited}))
    assert [(p.code, p.location) for p in found] == [
        ("klausul-tak-dijalankan", library.clauses["PRK-05b"].location)
    ]


def test_what_only_tells_or_was_withdrawn_need_not_be_run(library: Library) -> None:
    missing = {p.message.split()[1] for p in check_consistency(library, {})}
    assert missing.isdisjoint({"PRK-A", "PRK-C8", "PMB-C0", "PMB-A1a", "LUL"})
    assert "PRK-05" in missing


def without_part(flow: Flow, part: str) -> Flow:
    """Return the flow with one part neither shown nor written."""
    rooms = {
        name: dataclasses.replace(
            room,
            steps={
                key: dataclasses.replace(step, parts=tuple(p for p in step.parts if p != part))
                for key, step in room.steps.items()
            },
        )
        for name, room in flow.rooms.items()
    }
    outcomes = {
        name: dataclasses.replace(o, reports=tuple(r for r in o.reports if r.part != part))
        for name, o in flow.outcomes.items()
    }
    extra = tuple(line for line in flow.extra_reports if line.part != part)
    return dataclasses.replace(flow, rooms=rooms, outcomes=outcomes, extra_reports=extra)


@pytest.mark.parametrize("part", ["VC4-5B/2", "PRK-05/1", "PRK-12x/1", "PRK-03a1x/1", "PRK-17k/1"])
def test_official_words_that_nobody_is_shown_are_found(
    library: Library, flows: dict[str, Flow], part: str
) -> None:
    edited = {name: without_part(flow, part) for name, flow in flows.items()}
    found = list(check_consistency(library, edited))
    assert [(p.code, p.location) for p in found] == [
        ("kutipan-tak-tampil", library.parts[part].location)
    ]


def test_rules_our_own_words_and_what_was_withdrawn_need_not_be_shown(
    library: Library, flows: dict[str, Flow]
) -> None:
    for part in ("VC4-5B/1", "PRK-12x/2"):
        edited = {name: without_part(flow, part) for name, flow in flows.items()}
        assert list(check_consistency(library, edited)) == [], part
    edited = {name: without_part(flow, "VC4-5B/2") for name, flow in flows.items()}
    gone = dataclasses.replace(library.clauses["VC4-5B"], status=WITHDRAWN)
    later = dataclasses.replace(library, clauses={**library.clauses, gone.id: gone})
    assert list(check_consistency(later, edited)) == []
