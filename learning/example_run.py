"""The run that a lesson shows: who says what, made by the engine from a scenario.

Runs in the build. Nothing is worded here: sentences are the flow's own, answers the scenario's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flow_engine.facts import CLOCK, NO_VALUE, show_value
from flow_engine.model import Flow, FlowPart
from flow_engine.records import Kind
from flow_engine.repeats import fact_named
from flow_engine.report import report_of
from flow_engine.runs import read_facts
from flow_engine.scenarios import PINNED, Scenario
from flow_engine.session import Run, Visit, replay, start

PERSONAL = "(data penelepon)"
"""Stands for what a caller gives of himself; an example never shows it."""
LAST_STEPS = 3
"""How many of the last steps are shown where none of them is about the lesson's clauses."""


@dataclass(frozen=True)
class Given:
    """One answer of a step, in words."""

    label: str
    value: str


@dataclass(frozen=True)
class Row:
    """One step of the run.

    Attributes:
        key: Where it was met.
        parts: What is said, done, kept back or written there, in order.
        given: What was answered.
        skipped: How many steps before this one are left out.
        asked: Whether the caller was asked; else the CSO looks or chooses.
    """

    key: str
    title: str
    parts: tuple[FlowPart, ...]
    given: tuple[Given, ...]
    skipped: int
    asked: bool


@dataclass(frozen=True)
class ExampleRun:
    """A run as a lesson shows it.

    Attributes:
        rows: The steps about the lesson's clauses, in order.
        rest: How many steps come after the last of them.
        report: The end as :func:`flow_engine.report.report_of` gives it.
        done: Whether the run came to its end.
    """

    flow: str
    title: str
    rows: tuple[Row, ...]
    rest: int
    report: Mapping[str, Any]
    done: bool


def run_example(flow: Flow, scenario: Scenario, clauses: Collection[str]) -> ExampleRun:
    """Run a scenario; keep the steps that rest on the clauses.

    Args:
        flow: The scenario's flow.
        scenario: Its facts decide every way, at a pinned time.
        clauses: The clauses of the lesson.
    """
    flow = replace(flow, settings={**flow.settings, **scenario.settings})
    values, _ = read_facts(flow, scenario.facts, PINNED)
    values.setdefault(CLOCK, PINNED)
    run = replay(flow, start(flow, values), attended=False)
    chosen = [n for n, visit in enumerate(run.visits) if _clauses_of(flow, visit) & set(clauses)]
    if not chosen:
        chosen = list(range(len(run.visits)))[-LAST_STEPS:]
    rows = []
    before = -1
    for number in chosen:
        rows.append(_row(flow, run, run.visits[number], number - before - 1))
        before = number
    rest = len(run.visits) - before - 1
    return ExampleRun(flow.id, flow.title, tuple(rows), rest, report_of(flow, run), run.done)


def _clauses_of(flow: Flow, visit: Visit) -> set[str]:
    ways = visit.way.clauses if visit.way else ()
    shown = (flow.parts[name].clause for name in visit.step.parts)
    return {*visit.step.clauses, *ways, *shown}


def _row(flow: Flow, run: Run, visit: Visit, skipped: int) -> Row:
    parts = tuple(flow.parts[name] for name in visit.step.parts)
    given = tuple(_given(flow, name, run) for name in visit.asks if name in run.known)
    said = any(part.kind is Kind.SAY for part in parts)
    return Row(visit.key, visit.step.title, parts, given, skipped, said)


def _given(flow: Flow, name: str, run: Run) -> Given:
    fact = fact_named(flow, name)
    assert fact is not None  # The run knows no answer whose fact the flow does not.
    value = run.known[name]
    if fact.personal and value != NO_VALUE:
        return Given(fact.label, PERSONAL)
    return Given(fact.label, show_value(fact, value))
