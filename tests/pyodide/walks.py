"""Calls by chance: messages as the page sends them, with CPython's answers.

A call mostly goes on; now and then it looks back, changes an earlier answer,
gives an answer that is refused, or begins with what another call knew.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flow_engine.bridge import handle
from flow_engine.model import Flow
from flow_engine.repeats import split_name

NOW = "2026-01-15T10:00"
LONGEST = 120
JUNK = ["", "tidak-ada", "<img onerror=1>", "٥", "9" * 60, None, True, 1e-7, [1], {"a": 1}]


@dataclass
class Call:
    """One call: what was sent, and what CPython answered."""

    messages: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def send(self, **request: Any) -> Any:
        """Send one message; return the answer as data."""
        self.messages.append(message(**request))
        self.answers.append(handle(self.messages[-1]))
        return json.loads(self.answers[-1])


def message(**request: Any) -> str:
    """Return a message as the page sends it."""
    return json.dumps({"now": NOW, **request}, ensure_ascii=False)


def random_call(flows: Mapping[str, Flow], flow_id: str, seed: int) -> Call:
    """Walk a flow by chance until its end; the flows have been loaded into the bridge."""
    chance = random.Random(f"{flow_id} {seed}")
    call = Call()
    known = {"sapaan": "bapak", "idpel": "5" * 12} if chance.random() < 0.2 else {}
    shown = call.send(call="start", flow=flow_id, facts=known, continued=chance.random() < 0.2)
    while len(call.messages) < LONGEST and shown["view"]["status"] != "done":
        at = shown["view"]["at"]
        if at and chance.random() < 0.08:
            shown = call.send(call="view", state=shown["state"], at=chance.randrange(at))
            at = shown["view"]["at"]
        question = shown["view"]["step"]["question"]
        request: dict[str, Any] = {"call": "pass"}
        if question and not (question["optional"] and chance.random() < 0.5):
            given = {f["fact"]: random_value(f, flows[flow_id], chance) for f in question["facts"]}
            request = {"call": "answer", "answers": given}
        reply = call.send(state=shown["state"], at=at, **request)
        assert "view" in reply or "errors" in reply, reply
        shown = reply if "view" in reply else shown
    given = shown["state"]["answers"]
    call.send(call="run", flow=flow_id, facts={n: v for n, v in given.items() if "@" not in n})
    return call


def random_value(question: Mapping[str, Any], flow: Flow, chance: random.Random) -> Any:
    """Return an answer to a question, mostly one that is taken."""
    if chance.random() < 0.04:
        return chance.choice(JUNK)
    if question["none"] and chance.random() < 0.2:
        return question["none"]["value"]
    if question["choices"]:
        return chance.choice(question["choices"])["value"]
    fact = flow.facts[split_name(question["fact"])[0]]
    match question["type"]:
        case "reading":
            return chance.choice(["0", "12,5", "-3", 7, 0.5])
        case "datetime":
            day = chance.choice(["2022-02-17", "2022-12-29", "2026-01-14", "2026-01-15"])
            return f"{day}T0{chance.randrange(10)}:{chance.choice(['00', '01', '59'])}"
        case "integer" | "rupiah":
            return (fact.minimum or 0) + chance.randrange(3)
        case "email":
            return "nama@contoh.co.id"
        case _:
            digits = fact.digits
            return "5" * chance.choice(digits) if digits else "teks <b>& {Bapak/Ibu} “é” 😀"
