"""What is fuzzed, and what has to hold whatever comes in: each raises AssertionError otherwise."""

from __future__ import annotations

import base64
import json
import random
from functools import cache
from typing import Any

from flow_engine.bridge import UNABLE, handle
from flow_engine.links import LinkError, _seal, read_link, write_link
from flow_engine.problems import ProblemLog
from flow_engine.saved import write_state
from flow_engine.session import State, replay
from flow_engine.source import read_text
from flow_engine.transcripts import (
    TranscriptError,
    dump_transcript,
    make_transcript,
    replay_transcript,
    seal_of,
)
from flow_engine.wire import dump_flow
from tests.engine.calls import FLOW_IDS, draw_facts, logged_walk
from tests.engine.conftest import DATA, NOW
from tests.knowledge import real_flows

from .mutations import damage_json, damage_text

MOST_YAML = 6_000
CALLS = ("view", "close", "link", "transcript", "pass")


@cache
def yaml_texts() -> tuple[str, ...]:
    """Return pieces of all data files, each beginning at the start of a line."""
    pieces = []
    for path in sorted(DATA.rglob("*.yaml")):
        text = path.read_text("utf-8")
        pieces += [text[at : at + MOST_YAML] for at in range(0, len(text), 3 * MOST_YAML)]
    return tuple(pieces)


@cache
def walked(seed: int) -> State:
    """Return a call of one of the flows, somewhere on its way."""
    chance = random.Random(seed)
    flow = real_flows()[FLOW_IDS[seed % len(FLOW_IDS)]]
    return logged_walk(flow, draw_facts(flow, chance), limit=chance.randrange(1, 15))


@cache
def load() -> None:
    """Give the bridge its flows, as the page does."""
    for flow in real_flows().values():
        told = json.loads(handle(json.dumps({"call": "load", "flow": json.loads(dump_flow(flow))})))
        assert "failure" not in told, told


def read_yaml(text: str) -> None:
    """Any text gives nodes or says where it is wrong, inside the text."""
    log = ProblemLog()
    node = read_text(text, "uji.yaml", log)
    problems = list(log)
    assert node is not None or problems or not text.strip("\ufeff \n#") or _is_empty(text), text
    lines = text.count("\n") + text.count("\x85") + text.count("\u2028") + text.count("\r") + 2
    for problem in problems:
        assert 1 <= problem.location.line <= lines, problem
        assert problem.code and problem.message


def _is_empty(text: str) -> bool:
    """Tell whether a file holds nothing but comments and marks of a document's ends."""
    return all(line[:1] in ("#", "%", "-", ".", "") for line in text.splitlines())


def open_link(flow_id: str, link: str) -> None:
    """Any link is refused in words, or judged and can be shown."""
    flow = real_flows()[flow_id]
    try:
        judged = read_link(flow, link, NOW)
    except LinkError as error:
        assert str(error).endswith(".")
        return
    assert judged.told() or replay(flow, judged.state).visits


def send(message: Any) -> None:
    """Any message is answered; no answer says that the engine itself broke."""
    load()
    told = json.loads(handle(json.dumps(message)))
    assert told.get("failure") != UNABLE, message


def replay_text(text: str) -> None:
    """Any file is refused in words, or replayed to what it says."""
    try:
        assert replay_transcript(real_flows(), text).data
    except TranscriptError as error:
        assert str(error).endswith(".")


def fuzz_yaml(chance: random.Random) -> None:
    """Damage a piece of a data file."""
    read_yaml(damage_text(chance.choice(yaml_texts()), chance))


def fuzz_link(chance: random.Random) -> None:
    """Damage the letters of a link, or its bytes under a seal that fits."""
    state = walked(chance.randrange(60))
    link = write_link(real_flows()[state.flow], state)
    if chance.random() < 0.5:
        link = damage_text(link, chance, ("A", "-", "_", ".", "=", "#", "<", "\0"))
    else:
        text = link.rsplit(".", 1)[1]
        raw = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:-4])
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.choice((0, 1, 1, 3))] = chance.randbytes(
                chance.choice((0, 1, 1, 8))
            )
            raw = raw or bytearray(1)
        body = bytes(raw) + _seal(state.flow, bytes(raw))
        link = f"1.{state.flow}.{base64.urlsafe_b64encode(body).decode().rstrip('=')}"
    open_link(state.flow, link)
    send({"call": "open", "link": link, "flow": state.flow, "now": f"{NOW:%Y-%m-%dT%H:%M}"})


def fuzz_saved(chance: random.Random) -> None:
    """Damage a saved call, and what the page says beside it."""
    state = walked(chance.randrange(60))
    message = {
        "call": chance.choice(CALLS),
        "flow": state.flow,
        "now": f"{NOW:%Y-%m-%dT%H:%M}",
        "state": damage_json(write_state(state), chance),
    }
    send(message if chance.random() < 0.8 else damage_json(message, chance))


def fuzz_transcript(chance: random.Random) -> None:
    """Damage a transcript's text, or its content under a seal that fits."""
    state = walked(chance.randrange(60))
    flow = real_flows()[state.flow]
    data = make_transcript(flow, state)
    if chance.random() < 0.4:
        replay_text(damage_text(dump_transcript(data), chance))
        return
    damaged = damage_json(data, chance)
    if isinstance(damaged, dict):
        damaged["seal"] = seal_of(damaged)
    replay_text(json.dumps(damaged, ensure_ascii=False))
