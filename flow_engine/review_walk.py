"""The way of a call under review: where it comes from, its clock, and one answer more."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.facts import CLOCK
from flow_engine.model import Flow
from flow_engine.runs import Errors, read_answers
from flow_engine.saved import BadMessage, read_moment
from flow_engine.session import State, answer, forget, pass_step, replay, start
from flow_engine.skimming import give, skim
from flow_engine.transcripts import replay_transcript

NO_CLOCK = "Waktu panggilan tidak dapat dibaca."


@dataclass(frozen=True)
class Walked:
    """A call under review after what the reviewer did.

    Attributes:
        errors: What was refused of it; then nothing has changed.
        warnings: What the reviewer has to know of the transcript, in sentences.
    """

    flow: Flow
    state: State
    errors: Errors
    warnings: tuple[str, ...] = ()


def begin(flow: Flow, now: datetime.datetime) -> Walked:
    """Return a call gone on to the first question that decides something."""
    return Walked(flow, skim(flow, set_clock(flow, start(flow), now)), [])


def open_transcript(flows: Mapping[str, Flow], text: object) -> Walked:
    """Return the call that a transcript tells of.

    Raises:
        BadMessage: It is no text.
        TranscriptError: It is no transcript, or of a version that leads elsewhere.
    """
    if not isinstance(text, str):
        raise BadMessage("Transkrip tidak dapat dibaca.")
    found = replay_transcript(flows, text)
    return Walked(found.flow, found.state, [], found.notes)


def set_clock(flow: Flow, state: State, moment: datetime.datetime) -> State:
    """Return the session with the clock pinned to when the call was, where the flow has one."""
    return answer(state, {CLOCK: moment}) if CLOCK in flow.facts else state


def walk_on(flow: Flow, state: State, request: Mapping[str, Any], now: datetime.datetime) -> Walked:
    """Answer the step ``at`` of a request, and go on; without one nothing is answered.

    The clock stays the call's own. Only ``clock`` moves it.

    Raises:
        BadMessage: ``clock`` is no time.
    """
    if request.get("clock") is not None:
        state = set_clock(flow, state, read_moment(request["clock"], NO_CLOCK))
    elif CLOCK not in state.answers:
        state = set_clock(flow, state, now)
    at = request.get("at")
    if not isinstance(at, int) or isinstance(at, bool):
        return Walked(flow, state, [])
    visits = replay(flow, state).visits
    if not 0 <= at < len(visits):
        return Walked(flow, state, [])
    visit = visits[at]
    answers = dict(request.get("answers") or {})
    values, errors = read_answers(flow, state.answers, answers, now)
    if errors:
        return Walked(flow, state, errors)
    # What was given before under these names is given anew, or passed now.
    state = answer(forget(state, visit.asks), values)
    if request.get("give") is True:
        state = give(flow, state, tuple(name for name in visit.asks if name not in values))
    if not values:
        state = pass_step(state, visit.key)
    return Walked(flow, skim(flow, state), [])
