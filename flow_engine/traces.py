"""The trace of a run: a short mark for each step, by which another version is compared.

A mark covers the place, what is asked there and what may be kept of the answer, never
a wording. So a run and the same run without the person leave one trace.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from flow_engine.facts import CLOCK, WITHHELD, to_json
from flow_engine.model import Flow, Outcome, handed_facts
from flow_engine.repeats import fact_named, plain_key, split_name
from flow_engine.session import Run, Visit, may_be_kept
from flow_engine.wire import outcome_digest, question_digest

PLACE = 4
MARK_SIZE = 8
WHOLE = 12


@dataclass(frozen=True)
class Trace:
    """What a run leaves of the flow it went through.

    Attributes:
        start: Over what another flow handed on; 4 hex digits.
        marks: For each shown step 8 hex digits, the first 4 over its place alone.
        whole: Over all of it and the outcome; 12 hex digits.
    """

    start: str
    marks: tuple[str, ...]
    whole: str


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=4096)
def place_mark(key: str) -> str:
    """Return the mark of a place: of a step's key without its rounds."""
    return _hash(plain_key(key))[:PLACE]


@lru_cache(maxsize=1024)
def _question(flow: Flow, asks: tuple[str, ...], skippable: bool) -> str:
    return question_digest(flow, asks, skippable=skippable)


@lru_cache(maxsize=1024)
def _outcome(outcome: Outcome) -> str:
    return outcome_digest(outcome)


def trace_of(flow: Flow, run: Run) -> Trace:
    """Return the trace of a run with a reader present."""
    handed = _values(flow, run, handed_facts(flow))
    clock = _values(flow, run, (CLOCK,))
    whole = [_visit_text(flow, run, visit) for visit in run.visits]
    marks = tuple(
        place_mark(visit.key) + _hash(text)[: MARK_SIZE - PLACE]
        for visit, text in zip(run.visits, whole, strict=True)
    )
    end = _outcome(run.outcome) if run.outcome else ""
    told = "\n".join([handed, clock, *whole, end, str(run.decided), str(run.done)])
    return Trace(_hash(handed)[:PLACE], marks, _hash(told)[:WHOLE])


def _visit_text(flow: Flow, run: Run, visit: Visit) -> str:
    question = _question(flow, visit.step.asks, visit.step.skippable)
    return f"{visit.key} {question} {visit.answered} {_values(flow, run, visit.asks)}"


def _values(flow: Flow, run: Run, names: tuple[str, ...]) -> str:
    told = []
    for name in names:
        if name not in run.known:
            continue
        value = run.known[name]
        kept = value != WITHHELD and may_be_kept(fact_named(flow, split_name(name)[0]), value)
        told.append(f"{name}={to_json(value)!r}" if kept else f"{name}?")
    return " ".join(told)
