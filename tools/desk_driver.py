"""What a program sees of the desk in one look, for the tests and the benchmark."""

from __future__ import annotations

import datetime
from typing import Any, TypedDict

from flow_engine.facts import FactType, to_json
from flow_engine.flows import all_steps
from flow_engine.model import Flow
from flow_engine.runs import read_facts
from flow_engine.scenarios import PINNED, Scenario

STEP_MS = 10_000
# What a page asks for even where a run by facts alone may do without it.
REQUIRED = {FactType.EMAIL: "nama@contoh.co.id", FactType.INTEGER: 1, FactType.TEXT: "contoh"}
# Waits until the desk stands still, then tells what stands there: one round trip a step.
LOOK = """
    (patience) => new Promise((resolve, reject) => {
        const look = (left) => {
            const desk = document.querySelector(".p-desk");
            if (!desk || desk.hasAttribute("aria-busy")) {
                if (left > 0) setTimeout(look, 2, left - 2);
                else reject(new Error("meja masih sibuk"));
                return;
            }
            const steps = [...desk.querySelectorAll(".p-live, .p-walk > .p-step")];
            const now = steps.find((step) => step.checkVisibility());
            const field = now?.querySelector(".p-input");
            const group = now?.querySelector(".p-choices[data-fact]");
            const keys = [...(group?.querySelectorAll(".p-choice") ?? [])];
            resolve({
                done: Boolean(now?.querySelector(".p-end")),
                typed: Boolean(field),
                focused: document.activeElement?.matches(".p-input") ?? false,
                // What a later ticket asks is answered as the first one was.
                fact: (field ? field.id.replace("isian-", "") : (group?.dataset.fact ?? ""))
                    .replace(/@\\d+$/, ""),
                keys: Object.fromEntries(keys.map((b) => [b.dataset.value, b.dataset.key ?? ""])),
            });
        };
        look(patience);
    })
"""


class Seen(TypedDict):
    """What stands on the desk: the fact asked for, and the key of each choice by its value."""

    done: bool
    typed: bool
    focused: bool
    fact: str
    keys: dict[str, str]


def now_of(scenario: Scenario) -> datetime.datetime:
    """Return the moment a scenario happens at."""
    return datetime.datetime.fromisoformat(str(scenario.facts.get("sekarang", PINNED)))


def is_handed(flow: Flow, scenario: Scenario) -> bool:
    """Tell whether a scenario begins with what only another flow hands on."""
    return any(flow.facts[name].handed for name in scenario.facts if name in flow.facts)


def page_facts(flow: Flow, scenario: Scenario) -> dict[str, Any]:
    """Return the facts of a scenario as a page needs them."""
    asked = [name for step in all_steps(flow) if step.required for name in step.asks]
    added = {name: REQUIRED[flow.facts[name].type] for name in asked if name not in scenario.facts}
    return {**scenario.facts, **added}


def as_typed(flow: Flow, facts: dict[str, Any], now: datetime.datetime) -> dict[str, Any]:
    """Return facts as somebody types them: values of choices, times as ``19/12/2022 14.00``."""
    values = read_facts(flow, facts, now)[0]
    return {
        name: f"{value:%d/%m/%Y %H.%M}" if isinstance(value, datetime.datetime) else to_json(value)
        for name, value in values.items()
    }
