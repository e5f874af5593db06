"""The view: what the page draws of a session, at the step it stands on."""

from __future__ import annotations

import datetime
from typing import Any

from flow_engine.clocks import clock_rows
from flow_engine.content import (
    anchor,
    choice_rows,
    clause_ref,
    content_of,
    flow_ref,
    places,
    question_content,
    resolve,
)
from flow_engine.entry import in_groups
from flow_engine.facts import (
    CLOCK,
    WITHHELD,
    Choice,
    Fact,
    FactType,
    Value,
    show_minutes,
    show_value,
    to_json,
)
from flow_engine.filling import NOBODY, OFFICER, Voice, fill_speech, greeting_at
from flow_engine.guards import Context
from flow_engine.model import Flow, Step, Way
from flow_engine.records import Kind
from flow_engine.repeats import label_of, plain_key, round_title, sibling, split_name
from flow_engine.report import filed_report
from flow_engine.series import series_rows
from flow_engine.session import Run, State, Visit, answer, replay

Json = dict[str, Any]


def view_of(
    flow: Flow, state: State, run: Run, at: int | None = None, voice: Voice = NOBODY
) -> Json:
    """Return the view of a run.

    Args:
        flow: The flow.
        state: The session.
        run: The replay of that session with a reader present.
        at: Index of the step to show; nothing shows the last one.
        voice: Who speaks, and when: fills the sentences beside the facts.
    """
    last = len(run.visits) - 1
    shown = last if at is None else max(0, min(at, last))
    done = run.done and at is None
    visit = run.visits[shown]
    report = filed_report(flow, run)
    return {
        "flow": {**flow_ref(flow), "route": flow.route, "wording": flow.wording},
        "status": "done" if done else "ask",
        "at": shown,
        "last": last,
        "step": None if done else _step(flow, state, run, visit, voice),
        "answers": {
            name: to_json(state.answers[name])
            for name in visit.asks
            if name in run.known and name in state.answers
        },
        "trail": [_trail_row(flow, run, index, visit) for index, visit in enumerate(run.visits)],
        "facts": _fact_rows(flow, run),
        "report": report,
        "basis": [clause_ref(flow, clause) for clause in (run.clauses if done else named(report))],
        "next": [] if done else _next_rows(flow, state, run, visit),
        "fixes": [] if done else _fix_rows(run, visit),
        "clocks": clock_rows(flow, run.known),
        "todo": _todo_rows(flow, run, shown),
        "missing": _missing_rows(flow, run),
        "greeting": greeting_at(flow.speech.greetings, voice.moment) if voice.moment else "",
    }


def named(report: Json) -> list[str]:
    """Return the clauses that the explanation in a report names, without doubles."""
    return list(dict.fromkeys(clause for line in report["why"] for clause in line["clauses"]))


def _step(flow: Flow, state: State, run: Run, visit: Visit, voice: Voice) -> Json:
    """Return what a step shows, with its round and only the choices of the chosen group."""
    content = content_of(flow, visit.key, visit.step, visit.round)
    content["title"] = title_of(flow, visit)
    known = visit.round.seen(run.known) if visit.round else run.known
    for row in (*content["say"], *content["write"]):
        row["pieces"] = fill_speech(flow, row["text"], known, voice)
    content["question"] = question_of(flow, run, visit)
    for asked in (content["question"] or {"facts": []})["facts"]:
        asked["own"] = asked["fact"] == OFFICER
    content["series"] = series_rows(flow, run, visit)
    content["estimate"] = _estimate(state, run, visit, voice)
    return content


def question_of(flow: Flow, run: Run, visit: Visit) -> Json | None:
    """Return what a step asks, with only the choices of the chosen group."""
    question: Json | None = question_content(flow, visit.step, visit.round)
    for asked in (question or {"facts": []})["facts"]:
        values = {choice.value for choice in _offered(flow, run, asked["fact"])}
        asked["choices"] = [row for row in asked["choices"] if row["value"] in values]
    return question


def _estimate(state: State, run: Run, visit: Visit, voice: Voice) -> Json | None:
    """Return a promised time as a time of day, at the caller's place.

    Source:
        PRK-23x: three hours from when the report was made.
    """
    promised = visit.step.estimate
    if promised is None or voice.moment is None:
        return None
    asked = [other for other in run.visits if promised.since in other.step.asks]
    noted = state.times.get(asked[-1].key) if asked else None
    began = voice.local(noted) if noted else voice.moment
    return {
        "text": show_minutes(promised.minutes),
        "since": f"{began:%H.%M}",
        "stated": noted is not None,
        "at": f"{began + datetime.timedelta(minutes=promised.minutes):%H.%M}",
    }


def _todo_rows(flow: Flow, run: Run, shown: int) -> list[Json]:
    """Return what was to be done in the applications up to the step shown, in order."""
    rows = []
    for visit in run.visits[: shown + 1]:
        for name in visit.step.parts:
            part = flow.parts[name]
            if part.kind is Kind.DO:
                row = {"id": f"{visit.key}#{part.id}", "part": part.id, "clause": part.clause}
                rows.append({**row, "system": part.system, "text": part.text, "when": part.when})
    return rows


def _missing_rows(flow: Flow, run: Run) -> list[Json]:
    """Return what was given once and is not kept, each with the step that asks for it."""
    return [
        {"fact": name, "label": label_of(flow, name), "index": index}
        for index, visit in enumerate(run.visits)
        for name in visit.asks
        if run.known.get(name) == WITHHELD
    ]


def title_of(flow: Flow, visit: Visit) -> str:
    """Return the title of a step, with its round before it."""
    title = round_title(flow, visit.round)
    return f"{title}: {visit.step.title}" if title else visit.step.title


def _offered(flow: Flow, run: Run, name: str) -> tuple[Choice, ...]:
    fact = flow.facts[split_name(name)[0]]
    group = run.known.get(sibling(flow, name, fact.within), "") if fact.within else ""
    return fact.offered(str(group))


def _trail_row(flow: Flow, run: Run, index: int, visit: Visit) -> Json:
    shown = [
        show_value(flow.facts[split_name(name)[0]], run.known[name])
        for name in visit.asks
        if name in run.known
    ]
    return {
        "index": index,
        "key": visit.key,
        "number": visit.step.number,
        "title": title_of(flow, visit),
        "answer": ", ".join(shown),
        "clauses": list(visit.step.clauses),
        "passed": visit.answered,
    }


def _fact_text(fact: Fact, value: Value) -> str:
    if fact.digits and isinstance(value, str) and value.isdigit():
        return in_groups(value)
    return show_value(fact, value)


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
            "label": label_of(flow, name),
            "text": _fact_text(fact, value),
            "personal": fact.personal,
            "type": str(fact.type),
        }
        for name, value in run.known.items()
        if name != CLOCK and not (fact := flow.facts[split_name(name)[0]]).setting
    ]


def _next_rows(flow: Flow, state: State, run: Run, visit: Visit) -> list[Json]:
    """Return where each plain choice leads; a computed way has an empty title."""
    by_key = {place.key: place for place in places(flow)}
    place = by_key[plain_key(visit.key)]
    after = place.after
    if place.again and visit.round and visit.round.nth < visit.round.count:
        after = place.again
    # What is only a table, or may be waived, is decided by what is known so far.
    undecided = {
        anchor(other.key)
        for other in by_key.values()
        if other.step.waived or not (other.step.shown or other.step.call)
    }
    rows = []
    for choice in choice_rows(_plain_choices(flow, run, visit), {}):
        way = _way_of(visit.step, choice["value"])
        title = ""
        if way is not None:
            goal, title = resolve(flow, way.to, place.prefix, after, by_key)
            if goal in undecided:
                title = _title_after(flow, state, visit, choice["value"]) or title
        rows.append({"key": choice["key"], "label": choice["label"], "title": title})
    return rows


def _title_after(flow: Flow, state: State, visit: Visit, value: str) -> str:
    """Return the title of what comes next: an outcome, or the step where the reader stops."""
    run = replay(flow, answer(state, {visit.asks[0]: value}))
    keys = [other.key for other in run.visits]
    later = run.visits[keys.index(visit.key) + 1 :]
    # A question that is waived is on the way, but nobody stops there.
    stops = [other for other in later if not (other.step.waived and other.answered)]
    titles = [title_of(flow, other) for other in stops[:1]]
    return next(iter(titles), run.outcome.title if run.outcome else "")


def _plain_choices(flow: Flow, run: Run, visit: Visit) -> tuple[Choice, ...]:
    if len(visit.asks) != 1 or flow.facts[visit.step.asks[0]].type is not FactType.CHOICE:
        return ()
    return _offered(flow, run, visit.asks[0])


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
