"""The real practice calls, made once in each process, and how the room is asked."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import learning.rooms
from flow_engine.bridge import handle
from flow_engine.model import Flow
from flow_engine.wire import dump_flow
from learning.caller_words import CallerWords, load_words
from learning.make_practice import Chosen, calls_json, make_calls
from learning.practice_heard import Words
from learning.practice_play import NEXT, NULL_TYPED, TYPED
from learning.practice_tasks import ENTER, FILE, READ, Task
from tests.knowledge import DATA, real_flows

ROOMS = learning.rooms


@cache
def real_words() -> CallerWords:
    found, log = load_words(DATA, real_flows().values())
    assert [str(problem) for problem in log] == []
    return found


@cache
def real_calls() -> tuple[Chosen, ...]:
    return make_calls(real_flows().values(), real_words())


@cache
def published() -> Any:
    """Return what the page fetches, read back from its text."""
    return json.loads(json.dumps(calls_json(real_flows(), real_calls(), real_words())))


@cache
def load(flow: Flow) -> None:
    """Load a flow into the engine as the page does."""
    assert "failure" not in ask(call="load", flow=json.loads(dump_flow(flow)))


def words_of(flow: Flow) -> Words:
    """Return how a flow's answers are put into words, as its page sends it."""
    told = real_words().as_json(flow)
    return Words(told["said"], told["screens"], told["changed"], told["again"])


def ask(**request: Any) -> Any:
    return json.loads(handle(json.dumps(request)))


def right_move(task: Task) -> str:
    """Return the right move at a task."""
    if task.kind == READ:
        return NEXT
    if task.kind == FILE and not task.options:
        return TYPED + task.right
    return task.right or (NULL_TYPED if task.kind == ENTER else "")
