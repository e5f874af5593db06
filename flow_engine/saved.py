"""A call as JSON and back: every value is checked again, another version is judged."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.comparison import (
    Judgement,
    Loss,
    Verdict,
    judge,
    lost_answer,
    lost_step,
)
from flow_engine.events import STARTS, Action, Event
from flow_engine.facts import Value, ValueProblem, parse_value, to_json
from flow_engine.logbook import names_at
from flow_engine.model import Flow
from flow_engine.problems import in_quotes
from flow_engine.repeats import MARK, fact_named
from flow_engine.session import State
from flow_engine.traces import MARK_SIZE, PLACE, WHOLE, Trace

Json = dict[str, Any]
DAMAGED = "Keadaan panggilan rusak."
# A call of ninety-nine tickets has about six hundred.
MAX_EVENTS = 10_000
_WAY = re.compile(rf"[0-9a-f]{{{PLACE}}}([0-9a-f]{{{MARK_SIZE}}})*")
_WHOLE = re.compile(rf"[0-9a-f]{{{WHOLE}}}")


class BadMessage(ValueError):
    """What the page sent cannot be used; the text is Indonesian."""


@dataclass
class Reading:
    """What is read of a saved call, and what of it this flow does not take.

    ``strict`` says that it was saved by this very version: then nothing may be lost. Losses
    quote what was given unless ``quotes`` is off, as for a file that anybody may have written.
    """

    flow: Flow
    strict: bool
    losses: list[Loss]
    quotes: bool = True

    def lose(self, loss: Loss, message: str) -> None:
        """Note a loss; in a call of this very version there can be none."""
        if self.strict:
            raise BadMessage(message)
        self.losses.append(loss)

    def values(self, raw: Mapping[str, Any]) -> dict[str, Value]:
        """Read answers as JSON gives them."""
        found = {}
        for name, value in raw.items():
            fact = fact_named(self.flow, name)
            if fact is None:
                loss = lost_answer(self.flow, name, None, "", quotes=self.quotes)
                if MARK in name or not self.strict:
                    self.lose(loss, f"Jawaban {name} tidak dikenal.")
                continue
            try:
                found[name] = parse_value(fact, value)
            except ValueProblem as problem:
                said = f"Jawaban {name} tidak dapat dipakai lagi: {problem}"
                loss = lost_answer(self.flow, name, value, str(problem), quotes=self.quotes)
                self.lose(loss, said)
        return found

    def names(self, raw: list[Any]) -> tuple[str, ...]:
        """Read names of what was given and is not kept."""
        known = {n for n in raw if isinstance(n, str) and fact_named(self.flow, n)}
        return tuple(sorted(known))

    def event(self, raw: object) -> Event | None:
        """Read one event; nothing where its step is gone."""
        if not isinstance(raw, list) or not 3 <= len(raw) <= 5:
            raise BadMessage(DAMAGED)
        moment, key, action = raw[:3]
        facts, withheld = ([*raw[3:], {}][0], [*raw[4:], []][0])
        if not isinstance(key, str) or action not in [str(known) for known in Action]:
            raise BadMessage(DAMAGED)
        if not isinstance(facts, Mapping) or not isinstance(withheld, list):
            raise BadMessage(DAMAGED)
        if (not key) != (action in STARTS):
            raise BadMessage(DAMAGED)
        if key and (gone := lost_step(self.flow, key, quotes=self.quotes)):
            self.lose(gone, DAMAGED)
            return None
        given, names = self.values(facts), self.names(withheld)
        asked = names_at(self.flow, key)
        if key and not {*given, *names} <= {*asked}:
            elsewhere = ", ".join(sorted({*given, *names} - {*asked}))
            loss = Loss(key, f"langkah {in_quotes(key)} tidak lagi menanyakan {elsewhere}")
            self.lose(loss, DAMAGED)
            given = {name: value for name, value in given.items() if name in asked}
            names = tuple(name for name in names if name in asked)
        return Event(read_moment(moment), key, Action(action), given, names)

    def log(self, raw: object) -> tuple[Event, ...]:
        """Read a log: a start, then what happened at steps of the flow."""
        if not isinstance(raw, list) or len(raw) > MAX_EVENTS:
            raise BadMessage(DAMAGED)
        events = [event for row in raw if (event := self.event(row)) is not None]
        if [event.action in STARTS for event in events] != [n == 0 for n in range(len(events))]:
            raise BadMessage(DAMAGED)
        return tuple(events)


def read_moment(raw: object, told: str = DAMAGED) -> datetime.datetime:
    """Read a local time, to the minute; ``told`` is what is said of anything else."""
    try:
        moment = datetime.datetime.fromisoformat(str(raw))
    except ValueError:
        raise BadMessage(told) from None
    if moment.tzinfo is not None:
        raise BadMessage(told)
    return moment.replace(second=0, microsecond=0)


def read_saved(flow: Flow, raw: Mapping[str, Any]) -> Judgement:
    """Read a call that was saved, of this version of the flow or of another one.

    Raises:
        BadMessage: It is no saved call of any version.
    """
    strict = raw.get("route") == flow.route
    reading = Reading(flow, strict, [])
    answers, passed = raw.get("answers", {}), raw.get("passed", [])
    withheld, times = raw.get("withheld", []), raw.get("times", {})
    whole = isinstance(answers, Mapping) and isinstance(times, Mapping)
    if not whole or not isinstance(passed, list) or not isinstance(withheld, list):
        raise BadMessage(DAMAGED)
    values = reading.values(answers)
    keys = [str(key) for key in (*passed, *times)]
    log = reading.log(raw.get("log", []))
    state = State(
        flow.id,
        flow.route,
        values,
        frozenset(str(key) for key in passed),
        frozenset(reading.names(withheld)),
        {str(key): read_moment(value) for key, value in times.items()},
        log,
    )
    if strict:
        return Judgement(Verdict.SAME, state)
    steps = [loss for key in keys if (loss := lost_step(flow, key))]
    return judge(flow, state, read_trace(raw), [*reading.losses, *steps])


def read_trace(raw: Mapping[str, Any]) -> Trace | None:
    """Read the trace of a saved run; nothing where it holds none."""
    way, whole = raw.get("way"), raw.get("whole")
    if not isinstance(way, str) or not isinstance(whole, str):
        return None
    if not _WAY.fullmatch(way) or not _WHOLE.fullmatch(whole):
        return None
    marks = way[PLACE:]
    cut = range(0, len(marks), MARK_SIZE)
    return Trace(way[:PLACE], tuple(marks[at : at + MARK_SIZE] for at in cut), whole)


def write_trace(trace: Trace) -> dict[str, str]:
    """Return a trace as a saved run holds it."""
    return {"way": trace.start + "".join(trace.marks), "whole": trace.whole}


def write_state(state: State, trace: Trace | None = None) -> Json:
    """Return a state as the page keeps it."""
    data = {
        "flow": state.flow,
        "route": state.route,
        "answers": {name: to_json(value) for name, value in state.answers.items()},
        "passed": sorted(state.passed),
        "withheld": sorted(state.withheld),
        "times": {key: to_json(moment) for key, moment in state.times.items()},
        "log": [event.row for event in state.log],
    }
    return data if trace is None else {**data, **write_trace(trace)}
