"""The real practice calls, made once on a machine, and how the room is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import learning.rooms
from flow_engine.bridge import handle
from flow_engine.model import Flow
from flow_engine.wire import dump_flow
from learning.caller_words import CallerWords, load_words
from learning.make_practice import Chosen, Walked
from learning.practice_call import LEVEL_CHANGE, read_call
from learning.practice_heard import Words
from learning.practice_play import NEXT, NULL_TYPED, TYPED, Play, play_of
from learning.practice_tasks import ENTER, FILE, READ, Task
from macros.learn_calls import practice_calls
from tests.knowledge import DATA, real_flows
from tools.site import ROOT

ROOMS = learning.rooms


@cache
def real_words() -> CallerWords:
    found, log = load_words(DATA, real_flows().values())
    assert [str(problem) for problem in log] == []
    return found


@cache
def published() -> Any:
    """Return what the page fetches; choosing it anew would take a minute in each process."""
    return practice_calls(ROOT, real_flows())


@cache
def real_calls() -> tuple[Chosen, ...]:
    """Return the calls as the page has them; a test holds them against those made anew."""
    return tuple(one for listed in published()["flows"] for one in calls_in(listed))


def calls_in(listed: Any) -> Iterator[Chosen]:
    """Yield the calls of one flow of what is published."""
    flow = real_flows()[listed["id"]]
    for raw in listed["calls"]:
        call = read_call(flow, raw)
        edges = tuple(listed["edges"][number] for number in raw["edges"])
        walked = Walked(call.plan, raw["stops"], edges, raw["outcome"])
        late = read_call(flow, raw, LEVEL_CHANGE).plan.change
        yield Chosen(call, walked, late)


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


@cache
def plays(name: str) -> list[tuple[Chosen, Play]]:
    """Return the calls of a flow, each with its tasks."""
    flow = real_flows()[name]
    own = [one for one in real_calls() if one.call.flow == name]
    return [(one, play_of(flow, one.call, words_of(flow))) for one in own]
