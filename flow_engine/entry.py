"""One typed entry while it is being typed: how it is read, what is still missing."""

from __future__ import annotations

import datetime
import re
from typing import Any

from flow_engine.clocks import clock_rows
from flow_engine.facts import (
    CLOCK,
    NO_VALUE,
    Fact,
    FactType,
    ValueProblem,
    digits_in_words,
    parse_value,
)
from flow_engine.filling import spell
from flow_engine.model import Flow
from flow_engine.repeats import fact_named
from flow_engine.runs import order_errors
from flow_engine.session import State

Json = dict[str, Any]

GROUP = 4
_BETWEEN = re.compile(r"[\s.\-]")


def in_groups(digits: str) -> str:
    """Return digits in groups of four, ``5312 3456 7890``."""
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def read_entry(flow: Flow, state: State, name: str, raw: str, now: datetime.datetime) -> Json:
    """Tell how a typed text is read, before it is sent.

    Args:
        flow: The flow.
        state: The session; the moment it began is its clock.
        name: The fact it is typed for.
        raw: What stands in the field; a time as ISO.
        now: The local time.

    Returns:
        ``state`` is ``empty``, ``partial`` (more is to come), ``ok`` or ``wrong``;
        ``text`` says it in words; ``spelling`` spells an address, ``note`` says whose
        table it is; ``clocks`` are the durations a time would give.
    """
    fact = fact_named(flow, name)
    reply: Json = {"state": "empty", "text": "", "spelling": [], "note": "", "clocks": []}
    if fact is None or not raw.strip():
        return reply
    no_value = fact.none_label and raw.strip() == NO_VALUE
    if fact.digits and not no_value:
        return {**reply, **_read_digits(fact, raw)}
    if fact.type is FactType.EMAIL:
        reply["spelling"] = spell(flow.speech, raw.strip())
        reply["note"] = flow.speech.spelling.note
    try:
        value = parse_value(fact, raw)
    except ValueProblem as problem:
        unfinished = fact.type is FactType.EMAIL
        return {**reply, "state": "partial" if unfinished else "wrong", "text": str(problem)}
    if fact.type is FactType.DATETIME:
        clock = state.answers.get(CLOCK, now.replace(second=0, microsecond=0))
        known = {**state.answers, CLOCK: clock, name: value}
        wrong = [e["message"] for e in order_errors(flow, known, now) if e["fact"] == name]
        if wrong:
            return {**reply, "state": "wrong", "text": wrong[0]}
        reply["clocks"] = clock_rows(flow, known)
    return {**reply, "state": "ok"}


def _read_digits(fact: Fact, raw: str) -> Json:
    typed = _BETWEEN.sub("", raw)
    if not typed.isascii() or not typed.isdigit():
        return {"state": "wrong", "text": "Isi dengan angka saja."}
    count = len(typed)
    wanted = digits_in_words(fact)
    if count in fact.digits:
        return {"state": "ok", "text": f"{in_groups(typed)} · {count} angka"}
    if count > max(fact.digits):
        return {"state": "wrong", "text": f"{count} angka; harus {wanted}."}
    return {"state": "partial", "text": f"{in_groups(typed)} · {count} dari {wanted}"}
