"""A prohibition is shown with what it belongs to, and its words are never copied."""

from __future__ import annotations

import dataclasses

import pytest

from flow_engine.forbidden import forbidden_words
from flow_engine.guards import Always
from flow_engine.model import Flow, ReportLine, Step
from flow_engine.problems import ProblemLog
from flow_engine.prohibitions import check_prohibitions
from flow_engine.records import Kind, Library, Part


def with_part(library: Library, part: Part) -> Library:
    """Return the library with one part replaced, in its clause as well."""
    clause = library.clauses[part.clause]
    parts = tuple(part if old.id == part.id else old for old in clause.parts)
    return dataclasses.replace(
        library,
        parts={**library.parts, part.id: part},
        clauses={**library.clauses, clause.id: dataclasses.replace(clause, parts=parts)},
    )


def with_step(flow: Flow, step: Step) -> Flow:
    main = dataclasses.replace(flow.main, steps={**flow.main.steps, step.id: step})
    return dataclasses.replace(flow, rooms={**flow.rooms, flow.id: main})


def codes(log: ProblemLog) -> set[str]:
    return {problem.code for problem in log}


def test_the_real_flows_keep_every_prohibition(library: Library, flows: dict[str, Flow]) -> None:
    assert list(check_prohibitions(library, flows)) == []


def test_the_meaning_of_a_code_stays_a_prohibition(library: Library) -> None:
    told = dataclasses.replace(library.parts["PRK-12d/2"], kind=Kind.SAY)
    assert codes(check_prohibitions(with_part(library, told), {})) == {"larangan-hilang"}


def test_a_clause_of_prohibition_keeps_one(library: Library) -> None:
    told = dataclasses.replace(library.parts["PRK-12x/1"], kind=Kind.INFO)
    log = check_prohibitions(with_part(library, told), {})
    assert [(p.code, p.location) for p in log] == [
        ("larangan-hilang", library.clauses["PRK-12x"].location)
    ]


def test_a_step_that_drops_its_prohibition_is_found(
    library: Library, flows: dict[str, Flow]
) -> None:
    flow = flows["periksa"]
    step = flow.main.steps["kode-41"]
    bare = dataclasses.replace(step, parts=tuple(p for p in step.parts if p != "PRK-12d/2"))
    log = check_prohibitions(library, {"periksa": with_step(flow, bare)})
    assert [(p.code, p.location) for p in log] == [("larangan-hilang", step.location)]


@pytest.mark.parametrize("words", ["sisa pulsa", "SISA  Pulsa", "Sisa pulsa Anda"])
def test_prohibited_words_in_a_report_are_found(
    library: Library, flows: dict[str, Flow], words: str
) -> None:
    flow = flows["periksa"]
    outcome = flow.outcomes["layar-blank"]
    line = ReportLine("APKT", "Permasalahan", Always(), "PRK-12", text=f"1 RUMAH: {words}")
    edited = dataclasses.replace(
        flow, outcomes={outcome.id: dataclasses.replace(outcome, reports=(line,))}
    )
    assert codes(check_prohibitions(library, {"periksa": edited})) == {"larangan-tersalin"}


def test_prohibited_words_in_what_is_said_are_found(library: Library) -> None:
    said = dataclasses.replace(library.parts["PRK-12a/1"], text="Ini tegangan di meter, ya.")
    assert codes(check_prohibitions(with_part(library, said), {})) == {"larangan-tersalin"}


def test_what_is_forbidden_is_the_meaning_not_the_purpose(library: Library) -> None:
    assert forbidden_words(library.parts["PRK-12h/2"].text) == "sisa pulsa"
