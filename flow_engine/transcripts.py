"""A stand-in, to be replaced: opens a transcript that is a kept state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.facts import ValueProblem, parse_value
from flow_engine.model import Flow
from flow_engine.repeats import fact_named
from flow_engine.session import Run, State, replay


class TranscriptError(ValueError):
    """A text that is no transcript of these flows; the message is Indonesian."""


@dataclass(frozen=True)
class Replayed:
    """A transcript, replayed."""

    flow: Flow
    state: State
    run: Run
    data: Mapping[str, Any]


def replay_transcript(flows: Mapping[str, Flow], text: str) -> Replayed:
    """Return the call that a transcript tells of.

    Raises:
        TranscriptError: It cannot be read, or its flow is not there.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise TranscriptError("Berkas ini bukan transkrip Pandu.") from None
    if not isinstance(data, dict) or data.get("flow") not in flows:
        raise TranscriptError("Berkas ini bukan transkrip Pandu.")
    flow = flows[data["flow"]]
    answers = {}
    for name, value in dict(data.get("answers", {})).items():
        fact = fact_named(flow, name)
        if fact is None:
            continue
        try:
            answers[name] = parse_value(fact, value)
        except ValueProblem as problem:
            raise TranscriptError(f"Jawaban {name} tidak dapat dipakai: {problem}") from None
    state = State(
        flow.id,
        flow.route,
        answers,
        frozenset(map(str, data.get("passed", []))),
        frozenset(map(str, data.get("withheld", []))),
    )
    return Replayed(flow, state, replay(flow, state), data)
