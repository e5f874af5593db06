"""The engine's door for the page: one function, text in, text out.

The page keeps the state and sends it with each call, so a worker that was ended
is replaced without a loss. Messages are written down in ``docs/pengembang``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flow_engine.content import places
from flow_engine.entry import read_entry
from flow_engine.facts import CLOCK, ValueProblem, parse_value, to_json
from flow_engine.filling import NOBODY, OFFICER, Voice
from flow_engine.model import Flow
from flow_engine.nesting import find_too_deep
from flow_engine.problems import UNSEEN
from flow_engine.repeats import MARK, fact_named
from flow_engine.review import ReviewError, card_of, files_of, read_given, review_json
from flow_engine.runs import Errors, read_answers, read_facts, run_facts
from flow_engine.session import (
    Run,
    State,
    Visit,
    answer,
    forget,
    note_time,
    pass_step,
    replay,
    start,
    without_person,
)
from flow_engine.skimming import give, skim
from flow_engine.transcripts import TranscriptError, replay_transcript
from flow_engine.views import view_of
from flow_engine.wire import WireError, load_flow

Json = dict[str, Any]

# Far more than any flow or state has; the browser's stack ends a little above a thousand.
MAX_DEPTH = 100
MAX_OFFICER = 60
DAY_MINUTES = 1440

_flows: dict[str, Flow] = {}
_last: list[tuple[Flow, State, Run]] = []


class BadMessage(ValueError):
    """A message the bridge does not take; the text is Indonesian."""


def handle(message: str) -> str:
    """Answer one message; never raises.

    Args:
        message: A JSON object with ``call`` and what that call takes.

    Returns:
        A JSON object; ``failure`` holds a sentence when nothing could be done.
    """
    try:
        if find_too_deep(message, MAX_DEPTH) is not None:
            raise BadMessage("Pesan bersarang terlalu dalam.")
        request = json.loads(message)
        if not isinstance(request, dict):
            raise BadMessage("Pesan harus berupa objek.")
        call = _CALLS.get(str(request.get("call")))
        if call is None:
            raise BadMessage("Panggilan tidak dikenal.")
        return json.dumps(call(request), ensure_ascii=False, separators=(",", ":"))
    except (BadMessage, ReviewError, TranscriptError, WireError) as error:
        return json.dumps({"failure": str(error)}, ensure_ascii=False)
    except Exception as error:  # whatever it was, the page has to get an answer
        told = f"Mesin tidak dapat menjawab ({type(error).__name__}: {error})."
        return json.dumps({"failure": told}, ensure_ascii=False)


def _load(request: Json) -> Json:
    flow = load_flow(json.dumps(request["flow"]))
    _flows[flow.id] = flow
    return {"ok": True, "flow": flow.id, "route": flow.route}


def _flow(name: object) -> Flow:
    flow = _flows.get(str(name))
    if flow is None:
        raise BadMessage(f"Alur “{name}” belum dimuat.")
    return flow


def _now(request: Json) -> datetime.datetime:
    return datetime.datetime.fromisoformat(str(request["now"])).replace(second=0, microsecond=0)


def _moment(raw: object) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(str(raw))
    except ValueError:
        raise BadMessage("Keadaan panggilan rusak.") from None
    if moment.tzinfo is not None:
        raise BadMessage("Keadaan panggilan rusak.")
    return moment


def read_state(raw: object) -> tuple[Flow, State]:
    """Read a state the page kept; every value is checked again.

    Raises:
        BadMessage: It is no state, or belongs to another version of the flow.
    """
    if not isinstance(raw, Mapping):
        raise BadMessage("Keadaan panggilan rusak.")
    flow = _flow(raw.get("flow"))
    if raw.get("route") != flow.route:
        raise BadMessage("Panggilan ini dimulai pada versi alur yang lain.")
    answers, passed = raw.get("answers", {}), raw.get("passed", [])
    withheld, times = raw.get("withheld", []), raw.get("times", {})
    whole = isinstance(answers, Mapping) and isinstance(times, Mapping)
    if not whole or not isinstance(passed, list) or not isinstance(withheld, list):
        raise BadMessage("Keadaan panggilan rusak.")
    values = {}
    for name, value in answers.items():
        fact = fact_named(flow, name)
        if fact is None and MARK in name:
            raise BadMessage(f"Jawaban {name} tidak dikenal.")
        if fact is not None:
            try:
                values[name] = parse_value(fact, value)
            except ValueProblem as problem:
                raise BadMessage(f"Jawaban {name} tidak dapat dipakai lagi: {problem}") from None
    return flow, State(
        flow.id,
        flow.route,
        values,
        frozenset(str(key) for key in passed),
        frozenset(name for name in withheld if isinstance(name, str) and fact_named(flow, name)),
        {str(key): _moment(value) for key, value in times.items()},
    )


def write_state(state: State) -> Json:
    """Return a state as the page keeps it."""
    return {
        "flow": state.flow,
        "route": state.route,
        "answers": {name: to_json(value) for name, value in state.answers.items()},
        "passed": sorted(state.passed),
        "withheld": sorted(state.withheld),
        "times": {key: to_json(moment) for key, moment in state.times.items()},
    }


def _shown(flow: Flow, state: State, request: Json, at: int | None = None) -> Json:
    voice = read_voice(request)
    if OFFICER in state.withheld and voice.officer:
        # Not the caller's: the page knows it from elsewhere, and need not ask again.
        state = answer(state, {OFFICER: voice.officer})
    run = replayed(flow, state)
    return {
        "state": write_state(state),
        "kept": write_state(without_person(flow, state)),
        "view": view_of(flow, state, run, at, voice),
    }


def read_voice(request: Json) -> Voice:
    """Read who speaks and what the caller's clock shows; what is not told stays open."""
    raw = request.get("voice")
    if not isinstance(raw, Mapping):
        return NOBODY
    ahead = raw.get("ahead", 0)
    if isinstance(ahead, bool) or not isinstance(ahead, int) or abs(ahead) > DAY_MINUTES:
        raise BadMessage("Zona waktu penelepon tidak dapat dibaca.")
    moment = _now(request) + datetime.timedelta(minutes=ahead)
    officer = raw.get("officer")
    # It may become an answer, and has to be one that can be read again.
    name = " ".join(UNSEEN.sub(" ", officer).split()) if isinstance(officer, str) else ""
    return Voice(name[:MAX_OFFICER].strip(), moment, ahead)


def _start(request: Json) -> Json:
    flow = _flow(request.get("flow"))
    continued = bool(request.get("continued"))
    raw = {
        name: value
        for name, value in dict(request.get("facts") or {}).items()
        if name in flow.facts and (flow.facts[name].shared or not continued)
    }
    raw |= {n: v for n, v in dict(request.get("carry") or {}).items() if n in flow.facts}
    values, errors = read_facts(flow, raw, _now(request))
    wrong = {error["fact"] for error in errors}
    state = start(flow, {k: v for k, v in values.items() if k not in wrong})
    state = withhold(flow, state, request.get("withheld"))
    if continued:
        state = skip_once(flow, state)
    return _shown(flow, state, request)


def withhold(flow: Flow, state: State, names: object) -> State:
    """Note what another flow was given and the page does not keep."""
    shared = {n for n in names if n in flow.facts} if isinstance(names, list) else set()
    held = frozenset(name for name in shared if flow.facts[name].shared) - state.answers.keys()
    return replace(state, withheld=state.withheld | held)


def skip_once(flow: Flow, state: State) -> State:
    """Pass the rooms that are walked once in a call, greeting and name."""
    for place in places(flow):
        if place.room.once:
            state = pass_step(state, place.key)
    return state


def _view(request: Json) -> Json:
    flow, state = read_state(request.get("state"))
    at = request.get("at")
    return _shown(flow, state, request, at if isinstance(at, int) else None)


def _clocked(flow: Flow, state: State, request: Json) -> State:
    """Pin the clock with the first answer, so that a call never changes its rules."""
    if CLOCK not in flow.facts or CLOCK in state.answers:
        return state
    return answer(state, {CLOCK: _now(request)})


def _answer(request: Json) -> Json:
    flow, state = read_state(request.get("state"))
    state = _clocked(flow, state, request)
    values, errors = read_answers(flow, state.answers, dict(request["answers"]), _now(request))
    if errors:
        return {"errors": errors}
    visit = _visit_at(flow, state, request)
    state = answer(note_time(state, visit.key, _now(request)), values)
    if visit.step.skippable and values and not set(visit.asks) <= state.answers.keys():
        # An optional question with gaps goes on with what was given.
        state = pass_step(state, visit.key)
    return _shown(flow, state, request)


def replayed(flow: Flow, state: State) -> Run:
    """Return the replay of a session; the last one is at hand, for the page sends it back."""
    for last_flow, last_state, run in _last:
        if last_flow is flow and last_state == state:
            return run
    run = replay(flow, state)
    _last[:] = [(flow, state, run)]
    return run


def _visit_at(flow: Flow, state: State, request: Json) -> Visit:
    visits = replayed(flow, state).visits
    at = request.get("at")
    return visits[at if isinstance(at, int) and 0 <= at < len(visits) else -1]


def _pass(request: Json) -> Json:
    flow, state = read_state(request.get("state"))
    state = _clocked(flow, state, request)
    visit = _visit_at(flow, state, request)
    if visit.asks and visit.step.skippable:
        state = forget(state, visit.asks)
    state = note_time(state, visit.key, _now(request))
    return _shown(flow, pass_step(state, visit.key), request)


def _close(request: Json) -> Json:
    """End a call: what the caller said is gone, the way stays."""
    flow, state = read_state(request.get("state"))
    return _shown(flow, without_person(flow, state), request)


def _check(request: Json) -> Json:
    flow, state = read_state(request.get("state"))
    raw, name = request.get("value"), str(request.get("fact"))
    return {"entry": read_entry(flow, state, name, str(raw or ""), _now(request))}


def _run(request: Json) -> Json:
    return run_facts(_flow(request.get("flow")), dict(request["facts"]), _now(request))


def open_transcript(text: object) -> tuple[Flow, State]:
    """Return the call that a transcript tells of.

    Raises:
        BadMessage: It is no text.
        TranscriptError: It is no transcript, or of another version.
    """
    if not isinstance(text, str):
        raise BadMessage("Transkrip tidak dapat dibaca.")
    replayed = replay_transcript(_flows, text)
    return replayed.flow, replayed.state


def _reviewed(request: Json) -> tuple[Flow, State, Errors]:
    """Return the call under review after what the reviewer did, and what was refused of it."""
    if "transcript" in request:
        return *open_transcript(request["transcript"]), []
    if request.get("state") is None:
        flow = _flow(request.get("flow"))
        return flow, skim(flow, _at_clock(flow, start(flow), request)), []
    flow, state = read_state(request["state"])
    state = _at_clock(flow, state, request)
    visits = replayed(flow, state).visits
    at = request.get("at")
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < len(visits):
        return flow, state, []
    visit = visits[at]
    values, errors = read_answers(
        flow, state.answers, dict(request.get("answers") or {}), _now(request)
    )
    if errors:
        return flow, state, errors
    # What was given before under these names is given anew, or passed now.
    state = answer(forget(state, visit.asks), values)
    if request.get("give") is True:
        state = give(flow, state, tuple(n for n in visit.asks if n not in values))
    if not values:
        state = pass_step(state, visit.key)
    return flow, skim(flow, state), []


def _at_clock(flow: Flow, state: State, request: Json) -> State:
    """Pin the clock to when the call was, as the reviewer says."""
    return answer(state, {CLOCK: _now(request)}) if CLOCK in flow.facts else state


def _review(request: Json) -> Json:
    review, weights, _ = read_given(request)
    flow, state, errors = _reviewed(request)
    if errors:
        return {"errors": errors}
    run = replayed(flow, state)
    card = card_of(flow, run, review, weights)
    return {
        "state": write_state(state),
        "kept": write_state(without_person(flow, state)),
        "review": review_json(flow, state, run, card),
    }


def _review_files(request: Json) -> Json:
    review, weights, notes = read_given(request)
    flow, state = read_state(request.get("state"))
    run = replayed(flow, state)
    return files_of(flow, run, card_of(flow, run, review, weights), notes)


_CALLS: Mapping[str, Callable[[Json], Json]] = {
    "load": _load,
    "start": _start,
    "view": _view,
    "answer": _answer,
    "pass": _pass,
    "close": _close,
    "check": _check,
    "run": _run,
    "review": _review,
    "review_files": _review_files,
}
