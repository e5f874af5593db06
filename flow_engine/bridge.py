"""The engine's door for the page: one function, text in, text out.

The page keeps the state and sends it with each call, so a worker that was ended
is replaced without a loss. Messages are written down in ``docs/pengembang``.
"""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flow_engine.comparison import Judgement, Verdict
from flow_engine.content import clause_ref
from flow_engine.entry import read_entry
from flow_engine.events import Action, Event
from flow_engine.filling import NOBODY, OFFICER, Voice
from flow_engine.links import LinkError, read_link, write_link
from flow_engine.logbook import apply, begun, clocked
from flow_engine.model import Flow
from flow_engine.nesting import find_too_deep
from flow_engine.problems import UNSEEN
from flow_engine.review import ReviewError, card_of, files_of, read_given, review_json
from flow_engine.review_walk import Walked, begin, open_transcript, walk_on
from flow_engine.runs import read_answers, read_facts, run_facts
from flow_engine.saved import DAMAGED, BadMessage, read_moment, read_saved, write_state
from flow_engine.session import (
    Run,
    State,
    Visit,
    answer,
    replay,
    without_person,
)
from flow_engine.traces import trace_of
from flow_engine.transcript_text import began_words, changed_words, render_markdown, shown_rows
from flow_engine.transcripts import (
    TranscriptError,
    dump_transcript,
    flow_in,
    make_transcript,
    replay_transcript,
)
from flow_engine.views import view_of
from flow_engine.wire import WireError, load_flow

Json = dict[str, Any]

# Far more than any flow or state has; the browser's stack ends a little above a thousand.
MAX_DEPTH = 100
MAX_OFFICER = 60
DAY_MINUTES = 1440
UNABLE = "Mesin tidak dapat menjawab. Muat ulang halaman, lalu coba lagi."
REFUSED_FLOW = "Data alur ini tidak cocok dengan mesinnya. Muat ulang halaman."

_flows: dict[str, Flow] = {}
_last: list[tuple[Flow, State, Run]] = []
_sent: list[tuple[Flow, Json, State]] = []


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
    except (BadMessage, LinkError, ReviewError, TranscriptError) as error:
        return json.dumps({"failure": str(error)}, ensure_ascii=False)
    except Exception as error:  # whatever it was, the page has to get an answer
        # In a browser this is its console: programmers read there, nobody else.
        sys.stderr.write(f"Pandu: {type(error).__name__}: {error}\n")
        told = REFUSED_FLOW if isinstance(error, WireError) else UNABLE
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


def loaded_flow(name: object) -> Flow:
    """Return a flow that was loaded, for the calls a room adds.

    Raises:
        BadMessage: None was loaded under this name.
    """
    return _flow(name)


def _now(request: Json) -> datetime.datetime:
    return read_moment(request.get("now"), "Jam di pesan ini tidak dapat dibaca.")


def open_state(request: Json) -> tuple[Flow, Judgement]:
    """Read the state the page sent; one of another version of the flow is judged.

    Raises:
        BadMessage: It is no state, or nothing of it can be used.
    """
    raw = request.get("state")
    if not isinstance(raw, Mapping):
        raise BadMessage(DAMAGED)
    flow = _flow(raw.get("flow"))
    for last_flow, written, state in _sent:
        # The page mostly sends back what it got; a long call is not read anew each time.
        if last_flow is flow and written == raw:
            return flow, Judgement(Verdict.SAME, state)
    judged = read_saved(flow, raw)
    if judged.verdict is Verdict.REFUSED:
        raise BadMessage(f"Panggilan ini dimulai pada versi alur yang lain. {judged.told()}")
    return flow, judged


def read_state(raw: object) -> tuple[Flow, State]:
    """Read a state of which every answer still holds.

    Raises:
        BadMessage: It is no state, or this version of the flow leads elsewhere.
    """
    flow, judged = open_state({"state": raw})
    if judged.verdict is Verdict.AGAIN:
        raise BadMessage(f"Panggilan ini dimulai pada versi alur yang lain. {judged.told()}")
    return flow, judged.state


def _shown(flow: Flow, state: State, request: Json, at: int | None = None) -> Json:
    voice = read_voice(request)
    if OFFICER in state.withheld and voice.officer:
        # Not the caller's: the page knows it from elsewhere, and need not ask again.
        state = answer(state, {OFFICER: voice.officer})
    run = replayed(flow, state)
    trace = trace_of(flow, run)
    written = write_state(state, trace)
    _sent[:] = [(flow, written, state)]
    return {
        "state": written,
        "kept": write_state(without_person(flow, state), trace),
        "view": view_of(flow, state, run, at, voice),
    }


def _judged(flow: Flow, judged: Judgement, request: Json, at: int | None = None) -> Json:
    """Show a call, and tell where it has to be asked again because the flow was edited."""
    shown = _shown(flow, judged.state, request, at)
    return shown if judged.verdict is Verdict.SAME else {**shown, "judgement": judged.as_json()}


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
    known = {k: v for k, v in values.items() if k not in wrong}
    held = shared_names(flow, request.get("withheld")) - known.keys()
    return _shown(flow, begun(flow, known, held, _now(request), continued=continued), request)


def shared_names(flow: Flow, names: object) -> frozenset[str]:
    """Return what another flow was given and the page does not keep, as far as both share it."""
    known = {n for n in names if n in flow.facts} if isinstance(names, list) else set()
    return frozenset(name for name in known if flow.facts[name].shared)


def _view(request: Json) -> Json:
    flow, judged = open_state(request)
    at = request.get("at")
    return _judged(flow, judged, request, at if isinstance(at, int) else None)


def _answer(request: Json) -> Json:
    flow, judged = open_state(request)
    if judged.verdict is Verdict.AGAIN:
        return _judged(flow, judged, request)
    state, now = judged.state, _now(request)
    kept = clocked(flow, state, now).answers
    values, errors = read_answers(flow, kept, dict(request["answers"]), now)
    if errors:
        return {"errors": errors}
    visit = _visit_at(flow, state, request)
    if not values.keys() <= {*visit.asks}:
        raise BadMessage("Jawaban itu bukan untuk langkah ini.")
    return _shown(flow, apply(flow, state, Event(now, visit.key, Action.ANSWER, values)), request)


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
    flow, judged = open_state(request)
    if judged.verdict is Verdict.AGAIN:
        return _judged(flow, judged, request)
    visit = _visit_at(flow, judged.state, request)
    passed = Event(_now(request), visit.key, Action.PASS)
    return _shown(flow, apply(flow, judged.state, passed), request)


def _close(request: Json) -> Json:
    """End a call: what the caller said is gone, the way stays."""
    flow, judged = open_state(request)
    bare = replace(judged, state=without_person(flow, judged.state))
    return _judged(flow, bare, request)


def _check(request: Json) -> Json:
    flow, state = read_state(request.get("state"))
    raw, name = request.get("value"), str(request.get("fact"))
    return {"entry": read_entry(flow, state, name, str(raw or ""), _now(request))}


def _link(request: Json) -> Json:
    return {"link": write_link(*read_state(request.get("state")))}


def _open(request: Json) -> Json:
    """Open a link as a call; one that this version of the flow cannot follow is refused."""
    text = str(request.get("link"))
    judged = read_link(_flow(request.get("flow")), text, _now(request))
    if judged.verdict is Verdict.REFUSED:
        raise LinkError(f"Tautan ini dibuat pada versi alur yang lain. {judged.told()}")
    return _judged(_flow(request.get("flow")), judged, request)


def _transcript(request: Json) -> Json:
    flow, state = read_state(request.get("state"))
    personal, site = request.get("personal") is True, str(request.get("site", ""))
    data = make_transcript(flow, state, personal=personal, site=site)
    return {"transcript": dump_transcript(data), "markdown": render_markdown(data)}


def _peek(request: Json) -> Json:
    """Tell which flow a transcript is of, so that the page can load it."""
    return {"flow": flow_in(str(request.get("text")))}


def _replay(request: Json) -> Json:
    """Replay a transcript; what the page shows of it is made here, not taken from the file."""
    found = replay_transcript(_flows, str(request.get("text")))
    named = [*found.run.clauses, *(c for row in found.data["steps"] for c in row["clauses"])]
    return {
        "replayed": {
            "data": found.data,
            "rows": shown_rows(found.data),
            "start": [changed_words(given) for given in found.data["start"]["facts"]],
            "clauses": [clause_ref(found.flow, clause) for clause in dict.fromkeys(named)],
            "began": began_words(found.data),
            "notes": found.notes,
            "markdown": render_markdown(found.data),
        }
    }


def _run(request: Json) -> Json:
    return run_facts(_flow(request.get("flow")), dict(request["facts"]), _now(request))


def _walked(request: Json) -> Walked:
    """Return the call under review after what the reviewer did."""
    if "transcript" in request:
        return open_transcript(_flows, request["transcript"])
    if request.get("state") is None:
        return begin(_flow(request.get("flow")), _now(request))
    return walk_on(*read_state(request["state"]), request, _now(request))


def _review(request: Json) -> Json:
    review, weights, _ = read_given(request)
    walked = _walked(request)
    if walked.errors:
        return {"errors": walked.errors}
    flow, state = walked.flow, walked.state
    run = replayed(flow, state)
    card = card_of(flow, run, review, weights)
    return {
        "state": write_state(state),
        "kept": write_state(without_person(flow, state)),
        "review": review_json(flow, state, run, card, walked.warnings),
    }


def _review_files(request: Json) -> Json:
    review, weights, notes = read_given(request)
    flow, state = read_state(request.get("state"))
    run = replayed(flow, state)
    return files_of(flow, run, card_of(flow, run, review, weights), notes)


def add_calls(calls: Mapping[str, Callable[[Json], Json]]) -> None:
    """Let a room that was opened beside the engine answer calls of its own.

    They are answered as the engine's are: what they raise as ``BadMessage`` is told as it is.
    Adding the same names again puts the new functions in the place of the old ones.

    Args:
        calls: Name of each call to the function that answers it.

    Raises:
        ValueError: A name is one of the engine's own.
    """
    own = sorted(calls.keys() & _OWN)
    if own:
        raise ValueError(f"the engine's own calls cannot be replaced: {', '.join(own)}")
    _CALLS.update(calls)


_CALLS: dict[str, Callable[[Json], Json]] = {
    "load": _load,
    "start": _start,
    "view": _view,
    "answer": _answer,
    "pass": _pass,
    "close": _close,
    "check": _check,
    "link": _link,
    "open": _open,
    "transcript": _transcript,
    "peek": _peek,
    "replay": _replay,
    "run": _run,
    "review": _review,
    "review_files": _review_files,
}
_OWN = frozenset(_CALLS)
