"""A flow by question and answer in the terminal, out of the same views as the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from flow_engine.facts import CLOCK
from flow_engine.model import Flow
from flow_engine.reasons import told
from flow_engine.runs import read_answers
from flow_engine.session import State, answer, forget, pass_step, replay, start
from flow_engine.views import view_of

Json = dict[str, Any]
Ask = Callable[[str], str]
Tell = Callable[[str], None]

NONE_KEY = "-"


def walk_in_terminal(
    flow: Flow,
    ask: Ask = input,
    tell: Tell = print,
    now: datetime.datetime | None = None,
) -> int:
    """Walk a flow to its end; ``<`` goes back, ``q`` leaves.

    Returns:
        0 at the end of the flow, 3 when the reader left before.
    """
    moment = (now or datetime.datetime.now()).replace(second=0, microsecond=0)
    state = start(flow, {CLOCK: moment})
    tell(f"{flow.title} ({flow.document}). < mundur, q keluar.")
    while True:
        run = replay(flow, state)
        if run.done:
            _tell_report(view_of(flow, state, run)["report"], tell)
            return 0
        view = view_of(flow, state, run, len(run.visits) - 1)
        _tell_step(view["step"], tell)
        try:
            typed = _ask_step(view["step"], ask, tell)
        except EOFError:
            return 3
        if typed == "q":
            return 3
        if typed == "<":
            state = _step_back(flow, state)
            continue
        state = _take(flow, state, view, typed, ask, tell, moment)


def _tell_step(step: Json, tell: Tell) -> None:
    tell("")
    tell(f"[{step['number']}] {step['title']}  ({', '.join(c['id'] for c in step['clauses'])})")
    for label, key in (
        ("UCAPKAN", "say"),
        ("LAKUKAN", "do"),
        ("JANGAN DISAMPAIKAN", "dont"),
        ("TULIS", "write"),
    ):
        for row in step[key]:
            when = f" [{row['when']}]" if row["when"] else ""
            tell(f"  {label}{when}: {row['text']}")
    for note in step["notes"]:
        if note["kind"] == "diam":
            tell(f"  SOP TIDAK MENGATUR: {note['text']}")


def _ask_step(step: Json, ask: Ask, tell: Tell) -> str:
    question = step["question"]
    if question is None:
        return ask("Enter lanjut > ").strip()
    fact = question["facts"][0]
    for choice in fact["choices"]:
        tell(f"    {choice['key']} {choice['label']}")
    if fact["none"]:
        tell(f"    {NONE_KEY} {fact['none']['label']}")
    skip = ", Enter lewati" if question["optional"] else ""
    return ask(f"{fact['label']}{skip} > ").strip()


def _take(
    flow: Flow, state: State, view: Json, typed: str, ask: Ask, tell: Tell, now: datetime.datetime
) -> State:
    step = view["step"]
    question = step["question"]
    if question is None or (not typed and question["optional"]):
        return pass_step(state, step["key"])
    asked = {fact["fact"]: fact for fact in question["facts"]}
    first, *others = question["facts"]
    texts = {first["fact"]: typed}
    for other in others:
        texts[other["fact"]] = ask(f"{other['label']} > ").strip()
    given = {
        name: _typed_value(asked[name], text)
        for name, text in texts.items()
        if text or not question["optional"]
    }
    values, errors = read_answers(flow, state.answers, given, now)
    for error in errors:
        tell(f"  {error['message']}")
    if errors:
        return state
    state = answer(state, values)
    return pass_step(state, step["key"]) if question["optional"] else state


def _typed_value(asked: Json, text: str) -> str | None:
    """Return what a typed line stands for: the key of a choice, or the text."""
    if text == NONE_KEY and asked["none"]:
        none: str | None = asked["none"]["value"]
        return none
    choices: dict[str, str] = {choice["key"]: choice["value"] for choice in asked["choices"]}
    return choices.get(text.upper(), text)


def _step_back(flow: Flow, state: State) -> State:
    visits = replay(flow, state).visits
    if len(visits) < 2:
        return state
    previous = visits[-2]
    state = forget(state, previous.asks)
    return State(state.flow, state.route, state.answers, state.passed - {previous.key})


def _tell_report(report: Json, tell: Tell) -> None:
    tell("")
    tell(f"HASIL: {report['title']}")
    for label, key in (
        ("APKT", "apkt"),
        ("Tipe WO", "work_order"),
        ("Eskalasi", "escalation"),
        ("Lanjut ke", "refer_to"),
        ("SOP tidak mengatur", "note"),
    ):
        if report[key]:
            tell(f"  {label}: {report[key]}")
    for row in report["reports"]:
        tell(f"  TULIS {row['system']} · {row['field']}: {row['text']}")
    tell("MENGAPA?")
    for line in report["why"]:
        tell(f"  {told(line)}")
