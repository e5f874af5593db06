"""The view: what the page draws of a session, at the step it stands on."""

from __future__ import annotations

from typing import Any

from flow_engine.content import clause_ref, content_of, places, resolve
from flow_engine.facts import CLOCK, FactType, show_minutes, show_value, to_json
from flow_engine.guards import Context
from flow_engine.model import Flow, Step, Way
from flow_engine.report import report_of
from flow_engine.session import Run, State, Visit

Json = dict[str, Any]


def view_of(flow: Flow, state: State, run: Run, at: int | None = None) -> Json:
    """Return the view of a run.

    Args:
        flow: The flow.
        state: The session, for answers that are kept but no longer on the way.
        run: The replay of that session with a reader present.
        at: Index of the step to show; nothing shows the last one.
    """
    last = len(run.visits) - 1
    shown = last if at is None else max(0, min(at, last))
    done = run.done and at is None
    visit = run.visits[shown]
    return {
        "flow": {
            "id": flow.id,
            "title": flow.title,
            "document": flow.document,
            "document_title": flow.document_title,
            "date": flow.date,
            "status": flow.status,
            "route": flow.route,
            "wording": flow.wording,
        },
        "status": "done" if done else "ask",
        "at": shown,
        "last": last,
        "step": None if done else content_of(flow, visit.key, visit.step),
        "answers": {
            name: to_json(state.answers[name]) for name in visit.step.asks if name in state.answers
        },
        "trail": [_trail_row(flow, run, index, visit) for index, visit in enumerate(run.visits)],
        "facts": _fact_rows(flow, run),
        "report": report_of(flow, run),
        "basis": [clause_ref(flow, clause) for clause in run.clauses] if done else [],
        "next": [] if done else _next_rows(flow, visit),
        "fixes": [] if done else _fix_rows(run, visit),
    }


def _trail_row(flow: Flow, run: Run, index: int, visit: Visit) -> Json:
    shown = [
        show_value(flow.facts[name], run.known[name])
        for name in visit.step.asks
        if name in run.known
    ]
    return {
        "index": index,
        "key": visit.key,
        "number": visit.step.number,
        "title": visit.step.title,
        "answer": ", ".join(shown),
        "clauses": list(visit.step.clauses),
        "passed": visit.answered,
    }


def _fact_rows(flow: Flow, run: Run) -> list[Json]:
    context = Context(run.known, flow.computed)
    durations: list[Json] = []
    for name, difference in flow.computed.items():
        minutes = context.number(name)
        if isinstance(minutes, int) and minutes >= 0 and difference.later == CLOCK:
            durations.append(
                {
                    "fact": name,
                    "label": difference.label,
                    "text": show_minutes(minutes),
                    "personal": False,
                    "type": "duration",
                }
            )
    return durations + [
        {
            "fact": name,
            "label": flow.facts[name].label,
            "text": show_value(flow.facts[name], value),
            "personal": flow.facts[name].personal,
            "type": str(flow.facts[name].type),
        }
        for name, value in run.known.items()
        if name != CLOCK
    ]


def _next_rows(flow: Flow, visit: Visit) -> list[Json]:
    """Return where each plain choice leads; a computed way has an empty title."""
    by_key = {place.key: place for place in places(flow)}
    place = by_key[visit.key]
    rows = []
    for number, (value, label) in enumerate(_plain_choices(flow, visit.step), start=1):
        way = _way_of(visit.step, value)
        title = ""
        if way is not None:
            title = resolve(flow, way.to, place.prefix, place.after, by_key)[1]
        rows.append({"key": str(number), "label": label, "title": title})
    return rows


def _plain_choices(flow: Flow, step: Step) -> list[tuple[str, str]]:
    if len(step.asks) != 1:
        return []
    fact = flow.facts[step.asks[0]]
    if fact.type is not FactType.CHOICE:
        return []
    return [(choice.value, choice.label) for choice in fact.choices]


def _way_of(step: Step, value: str) -> Way | None:
    exact = [way for way in step.ways if way.value == value]
    if exact:
        return exact[0]
    return step.ways[0] if len(step.ways) == 1 else None


def _fix_rows(run: Run, visit: Visit) -> list[Json]:
    titles = {other.step.id: other for other in run.visits}
    return [
        {"key": titles[name].key, "label": words or f"Perbaiki: {titles[name].step.title}"}
        for name, words in visit.step.fixes
        if name in titles
    ]
