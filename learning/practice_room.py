"""The room's calls for practice calls; the page keeps the state and sends it back each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flow_engine.bridge import loaded_flow
from flow_engine.model import Flow
from flow_engine.saved import BadMessage
from learning.practice_call import (
    DAMAGED,
    LEVEL_CHANGE,
    LEVEL_HINTS,
    PracticeCall,
    call_json,
    read_call,
)
from learning.practice_heard import Words
from learning.practice_play import (
    MOST_MOVES,
    MOST_TYPED,
    OTHER_VERSION,
    Play,
    kept_moves,
    play_of,
    stand,
)
from learning.practice_screen import screen_of

Json = dict[str, Any]


def _begin(request: Json) -> Json:
    """Begin a call: ``practice`` as published, ``words`` of its flow, ``level``."""
    flow = _flow_of(request.get("practice"))
    level = _level(request.get("level"))
    call = read_call(flow, request.get("practice"), level)
    return _shown(flow, call, level, [], _words_in(request))


def _choose(request: Json) -> Json:
    """Make a move: ``state`` as it was sent, ``move``, and ``words``."""
    flow, call, level, moves = _state(request.get("state"))
    return _shown(flow, call, level, [*moves, _move(request.get("move"))], _words_in(request))


def _view(request: Json) -> Json:
    """Show a call again, as after a reload."""
    flow, call, level, moves = _state(request.get("state"))
    return _shown(flow, call, level, moves, _words_in(request))


def _words_in(request: Json) -> Words:
    return _words(request.get("words"))


def _flow_of(raw: object) -> Flow:
    if not isinstance(raw, Mapping):
        raise BadMessage(DAMAGED)
    return loaded_flow(raw.get("flow"))


def _level(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadMessage(DAMAGED)
    if not LEVEL_HINTS <= raw <= LEVEL_CHANGE:
        raise BadMessage(DAMAGED)
    return raw


def _move(raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > 2 * MOST_TYPED:
        raise BadMessage(DAMAGED)
    return raw


def _state(raw: object) -> tuple[Flow, PracticeCall, int, list[str]]:
    if not isinstance(raw, Mapping):
        raise BadMessage(DAMAGED)
    flow = _flow_of(raw.get("practice"))
    if raw.get("route") != flow.route:
        raise BadMessage(OTHER_VERSION)
    moves = raw.get("moves")
    if not isinstance(moves, list) or len(moves) > MOST_MOVES:
        raise BadMessage(DAMAGED)
    call = read_call(flow, raw.get("practice"))
    return flow, call, _level(raw.get("level")), [_move(move) for move in moves]


def _words(raw: object) -> Words:
    """Read how answers are put into words; what is missing is said with labels."""
    if not isinstance(raw, Mapping):
        return Words()
    said, screens = raw.get("said"), raw.get("screens")
    texts = {
        str(name): {str(value): str(text) for value, text in rows.items()}
        for name, rows in (said.items() if isinstance(said, Mapping) else ())
        if isinstance(rows, Mapping)
    }
    places = screens.items() if isinstance(screens, Mapping) else ()
    told = Words(texts, {str(name): str(place) for name, place in places})
    changed, again = raw.get("changed") or told.changed, raw.get("again") or told.again
    return Words(told.said, told.screens, str(changed), str(again))


def _shown(flow: Flow, call: PracticeCall, level: int, moves: list[str], words: Words) -> Json:
    play: Play = play_of(flow, call, words)
    now = stand(flow, play, moves)
    written: Json = {
        "practice": call_json(call),
        "route": flow.route,
        "level": level,
        "moves": moves,
    }
    return {
        "state": written,
        "kept": {**written, "moves": kept_moves(moves)},
        "screen": screen_of(flow, play, now, level, words),
    }


CALLS: Mapping[str, Callable[[Json], Json]] = {
    "practice_begin": _begin,
    "practice_choose": _choose,
    "practice_view": _view,
}
