"""“Mengapa?”: the reasons of an outcome, in at most five lines.

Which answers, which durations against which bound, which row or choice, which
clause, and where the sources are silent. What a caller typed never stands here:
it decides as given or not, and is told so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flow_engine.facts import NO_VALUE, FactType, show_minutes, show_moment, show_value
from flow_engine.guards import (
    All,
    AnyOf,
    Compare,
    Context,
    Given,
    Guard,
    Is,
    Not,
)
from flow_engine.influence import find_deciding, given_facts, looked_at
from flow_engine.model import Flow, Outcome
from flow_engine.repeats import split_name
from flow_engine.session import Decision, Run, answer_names

Json = dict[str, Any]

KINDS = ("jawaban", "hitungan", "jalan", "klausul", "diam")
"""The kinds of lines, in the order in which they stand."""
MOST_ANSWERS = 6
LEAST_GROUPED = 3
MOST_AFTER_ROW = 2
GIVEN = "diisi"

_OP_WORDS = {
    "<=": "sampai", "<": "kurang dari", "=": "tepat", ">=": "sedikitnya", ">": "lebih dari",
}  # fmt: skip
_MOMENT_WORDS = {"<=": "sampai", "<": "sebelum", "=": "tepat", ">=": "sejak", ">": "sesudah"}


def explain(flow: Flow, run: Run) -> list[Json]:
    """Return why a run came to its outcome.

    Args:
        flow: The flow.
        run: A replay of it; it need not be done, only have an outcome.

    Returns:
        At most five lines ``{kind, label, text, clauses, facts}``, none without an
        outcome. ``facts`` names the answers a line speaks of, never their values.
    """
    outcome = run.outcome
    if outcome is None:
        return []
    decisions = find_deciding(flow, run)
    lines = [
        _answers_line(flow, run, decisions),
        _measures_line(flow, run, decisions),
        _way_line(flow, run, decisions),
        _clauses_line(flow, outcome),
        _silence_line(outcome, decisions),
    ]
    return [line for line in lines if line is not None]


def told(line: Json) -> str:
    """Return a line as the terminal prints it, with the clauses its text does not name."""
    unnamed = [clause for clause in line["clauses"] if not _stands_in(clause, line["text"])]
    return f"{line['label']}: {line['text']}" + (f" ({', '.join(unnamed)})" if unnamed else "")


def _stands_in(clause: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(clause)}(?![\w-])", text) is not None


def _line(
    kind: str, label: str, text: str, clauses: Sequence[str] = (), facts: Sequence[str] = ()
) -> Json:
    return {
        "kind": kind,
        "label": label,
        "text": text,
        "clauses": list(dict.fromkeys(clauses)),
        "facts": list(dict.fromkeys(facts)),
    }


@dataclass(frozen=True)
class _Item:
    """One answer in words, or several that decided by being given."""

    names: tuple[str, ...]
    text: str
    given: bool = False


def _answers_line(flow: Flow, run: Run, decisions: Sequence[Decision]) -> Json | None:
    measured = _measured(flow, decisions)
    last_look = {
        name: (index, decision.known)
        for index, decision in enumerate(decisions)
        for name in looked_at(decision)
        if name not in measured
    }
    items = [
        _Item((name,), f"{_name(flow, name)}: {words}", given=words == GIVEN)
        for name, (_, known) in last_look.items()
        for words in (_answer_words(flow, run, name, known),)
    ]
    items = _grouped(flow, items)
    if not items:
        return None
    nearest = sorted(items, key=lambda item: last_look[item.names[-1]][0])[-MOST_ANSWERS:]
    shown = [item for item in items if item in nearest]
    hidden = sum(len(item.names) for item in items if item not in nearest)
    text = " · ".join(item.text for item in shown)
    if hidden:
        text += f", dan {hidden} jawaban sebelumnya"
    return _line("jawaban", "Jawaban", text, facts=[n for item in shown for n in item.names])


def _answer_words(flow: Flow, run: Run, name: str, known: frozenset[str]) -> str:
    """Return what was answered: a choice by its label, all else as given or not."""
    fact = flow.facts[split_name(name)[0]]
    if name not in known:
        return "dilewati" if any(name in visit.asks for visit in run.visits) else "kosong"
    value = run.known[name]
    if value == NO_VALUE and fact.none_label:
        return fact.none_label
    if fact.type is FactType.CHOICE and not fact.personal:
        return show_value(fact, value)
    return GIVEN


def _grouped(flow: Flow, items: Sequence[_Item]) -> list[_Item]:
    """Join neighbours that decided only by being given, from three on."""
    found: list[_Item] = []
    same: list[_Item] = []
    for item in [*items, None]:
        if item is not None and item.given:
            same.append(item)
            continue
        if len(same) >= LEAST_GROUPED:
            names = tuple(name for one in same for name in one.names)
            ends = f"{_name(flow, names[0])} s.d. {_name(flow, names[-1])}"
            same = [_Item(names, f"{ends}: {GIVEN} ({len(names)} isian)")]
        found.extend(same)
        same = []
        if item is not None:
            found.append(item)
    return found


def _measured(flow: Flow, decisions: Sequence[Decision]) -> dict[str, tuple[Compare, ...]]:
    """Return the durations and numbers that decided, each with the bounds it met."""
    found: dict[str, list[Compare]] = {}
    for decision in decisions:
        for name in looked_at(decision):
            bounds = [c for c in _comparisons(decision.way.guard) if c.fact == split_name(name)[0]]
            if bounds or name in flow.computed or name in found:
                found.setdefault(name, []).extend(bounds)
    return {name: _tightest(bounds) for name, bounds in found.items()}


def _comparisons(guard: Guard) -> Iterator[Compare]:
    """Go through the comparisons that must all hold for a guard to hold."""
    if isinstance(guard, Compare):
        yield guard
    elif isinstance(guard, All):
        for inner in guard.guards:
            yield from _comparisons(inner)


def _tightest(bounds: Sequence[Compare]) -> tuple[Compare, ...]:
    exact = [bound for bound in bounds if bound.op == "="]
    if exact:
        return (exact[0],)
    lower = [bound for bound in bounds if bound.op in (">", ">=")]
    upper = [bound for bound in bounds if bound.op in ("<", "<=")]
    found = []
    if lower:
        found.append(max(lower, key=lambda bound: (bound.bound, bound.op == ">")))
    if upper:
        found.append(min(upper, key=lambda bound: (bound.bound, bound.op == "<=")))
    return tuple(found)


def _measures_line(flow: Flow, run: Run, decisions: Sequence[Decision]) -> Json | None:
    measured = _measured(flow, decisions)
    if not measured:
        return None
    texts = [_measure_words(flow, run, name, bounds) for name, bounds in measured.items()]
    return _line(
        "hitungan", "Hitungan", " · ".join(texts), facts=given_facts(flow, tuple(measured))
    )


def _measure_words(flow: Flow, run: Run, name: str, bounds: Sequence[Compare]) -> str:
    context = Context(run.known, flow.computed)
    number = context.number(name) if context.has(name) else None
    if not isinstance(number, int):
        return f"{_name(flow, name)} belum diketahui"
    ends = [split_name(end)[0] for end in given_facts(flow, (name,))]
    personal = any(flow.facts[end].personal for end in ends)
    shown = f" {GIVEN}" if personal else f" {_number_words(flow, name, number)}"
    limits = " dan ".join(_bound_words(flow, bound) for bound in bounds)
    if not limits:
        return _name(flow, name) + shown
    between = ", " if _is_moment(flow, name) else ", batas "
    return _name(flow, name) + shown + between + limits


def _way_line(flow: Flow, run: Run, decisions: Sequence[Decision]) -> Json:
    """Tell the row or the choice that led to the outcome, with a choice or two after a row."""
    if not decisions:
        return _line("jalan", "Jalan", "Alur ini hanya punya satu jalan ke hasil ini.")
    near = list(decisions[-MOST_AFTER_ROW - 1 :])
    while len(near) > 1 and not near[0].step.table:
        near.pop(0)
    after_row = [decision for decision in near[1:] if decision.step.table]
    if after_row:
        near = near[near.index(after_row[-1]) :]
    first, *others = near
    texts = [_choice_words(flow, run, other) for other in others]
    clauses = [clause for decision in near for clause in decision.way.clauses]
    facts = given_facts(flow, tuple(n for decision in near for n in looked_at(decision)))
    if first.step.table:
        row = _guard_words(flow, first.way.guard)
        text = f"Tabel {_spaced(first.step.table)}, baris “{row}”"
    else:
        text = _choice_words(flow, run, first)
    return _line("jalan", "Jalan", ", lalu ".join([text, *texts]), clauses, facts)


def _choice_words(flow: Flow, run: Run, decision: Decision) -> str:
    asked = answer_names(decision.step.asks, decision.round)
    name = next((n for n in asked if n in looked_at(decision)), "")
    words = _answer_words(flow, run, name, decision.known) if name else decision.way.label
    return f"“{decision.step.title}”: {words}"


def _clauses_line(flow: Flow, outcome: Outcome) -> Json:
    named = [
        f"{clause} {flow.clauses[clause].title}" if clause in flow.clauses else clause
        for clause in outcome.clauses
    ]
    return _line("klausul", "Klausul", " · ".join(named), outcome.clauses)


def _silence_line(outcome: Outcome, decisions: Sequence[Decision]) -> Json | None:
    silent = [decision.way for decision in decisions if decision.way.silence is not None]
    silences = dict.fromkeys([*(way.silence for way in silent), outcome.silence])
    texts = [silence.told for silence in silences if silence is not None]
    if not texts:
        return None
    clauses = [clause for way in silent for clause in way.clauses]
    return _line("diam", "Tidak diatur", " ".join(texts), clauses)


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _name(flow: Flow, name: str) -> str:
    """Return what an answer or a duration is called in an explanation."""
    if name in flow.computed:
        return flow.computed[name].label
    base, nth = split_name(name)
    words = _spaced(base)
    called = flow.facts[base].short or words[:1].upper() + words[1:]
    return f"{called} ({nth})" if nth > 1 else called


def _is_moment(flow: Flow, name: str) -> bool:
    fact = flow.facts.get(split_name(name)[0])
    return fact is not None and fact.type is FactType.DATETIME


def _number_words(flow: Flow, name: str, number: int) -> str:
    if name in flow.computed:
        return show_minutes(number) if number >= 0 else f"{show_minutes(-number)} lebih awal"
    if _is_moment(flow, name):
        moment = datetime.datetime.min + datetime.timedelta(minutes=number)
        return show_moment(moment).removesuffix(" 00.00")
    return show_value(flow.facts[split_name(name)[0]], number)


def _bound_words(flow: Flow, bound: Compare) -> str:
    words = _MOMENT_WORDS if _is_moment(flow, bound.fact) else _OP_WORDS
    return f"{words[bound.op]} {_number_words(flow, bound.fact, bound.bound)}"


def _guard_words(flow: Flow, guard: Guard) -> str:
    """Return a row in words: ``Sejak Selesai sampai 6 jam, Tetangga: Turut padam``."""
    match guard:
        case Is(fact, values):
            return f"{_name(flow, fact)}: {_labels(flow, fact, values)}"
        case Compare(fact):
            return f"{_name(flow, fact)} {_bound_words(flow, guard)}"
        case Given(fact, given):
            return f"{_name(flow, fact)} {'diketahui' if given else 'belum diketahui'}"
        case Not(Is(fact, values)):
            return f"{_name(flow, fact)}: bukan {_labels(flow, fact, values)}"
        case Not(inner):
            return f"bukan ({_guard_words(flow, inner)})"
        case AnyOf(guards):
            return " atau ".join(f"({_guard_words(flow, inner)})" for inner in guards)
        case _:
            every = guard.guards if isinstance(guard, All) else ()
            return ", ".join(_guard_words(flow, inner) for inner in every)


def _labels(flow: Flow, name: str, values: Sequence[str]) -> str:
    return " atau ".join(show_value(flow.facts[name], value) for value in values)
