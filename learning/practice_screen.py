"""What the page draws of a practice call: the talk so far, the task that waits, the result."""

from __future__ import annotations

from typing import Any

from flow_engine.content import anchor, choice_key, clause_ref, content_of
from flow_engine.model import Flow
from flow_engine.records import Kind
from flow_engine.repeats import plain_key
from flow_engine.views import title_of
from learning.practice_call import LEVEL_CLOCK, LEVEL_HINTS
from learning.practice_heard import Words
from learning.practice_options import parts_of, spoken_text
from learning.practice_play import TYPED, Play, Standing, Wrong
from learning.practice_report import differences, open_items
from learning.practice_script import Stop, edges_of_script
from learning.practice_tasks import (
    BACK,
    DO,
    ENTER,
    ESCALATION,
    FILE,
    MENU,
    READ,
    ROW,
    SAY,
    WAY,
    WORK_ORDER,
    Task,
    seen_by,
)

Json = dict[str, Any]

PROMPTS = {
    SAY: "Apa yang Anda ucapkan?",
    DO: "Apa yang Anda kerjakan?",
    WAY: "Mana yang Anda pilih?",
    ENTER: "Angka berapa yang Anda catat?",
    ROW: "Keadaan mana yang berlaku?",
    BACK: "Penelepon mengubah jawabannya. Ke langkah mana Anda kembali?",
    READ: "Baca, lalu lanjut.",
    MENU: "Menu apa yang Anda pilih di APKT?",
    WORK_ORDER: "Tipe WO apa yang Anda pilih?",
    ESCALATION: "Eskalasi apa yang Anda pilih?",
    FILE: "Apa yang Anda tulis?",
}
# Time to read and to think, in seconds; reading 130 words a minute is slow.
LEAST_SECONDS, SECONDS_PER_WORD = 20, 0.46
_RULING = (Kind.SAY, Kind.DO, Kind.RULE, Kind.INFO, Kind.WRITE)


def screen_of(flow: Flow, play: Play, now: Standing, level: int, words: Words) -> Json:
    """Return what is drawn where a call stands.

    Returns:
        ``phase`` (``task``, ``ran``, ``shown``, ``done``), ``at``, ``of``, ``right``,
        ``wrong``, and by the phase ``stop``, ``talk``, ``task``, ``mistake`` or ``result``.
    """
    counted = [task for task in play.tasks if task.counts]
    screen: Json = {
        "at": sum(task.counts for task in play.tasks[: now.at]),
        "of": len(counted),
        "right": sum(now.firsts),
        "wrong": len(now.wrongs),
        "level": level,
    }
    if now.at == len(play.tasks):
        return {**screen, "phase": "done", "result": _result(flow, play, now)}
    task = play.tasks[now.at]
    screen["stop"] = _stop(flow, play, task, level)
    screen["talk"] = _talk(flow, play, now, task)
    if now.pending is not None:
        phase = "shown" if now.shown else "ran"
        return {**screen, "phase": phase, "mistake": _mistake(flow, now.pending, words)}
    return {**screen, "phase": "task", "task": _task(flow, task, level, now)}


def _stop(flow: Flow, play: Play, task: Task, level: int) -> Json | None:
    """Return where the call stands; what names the right sentence only with hints."""
    if task.stop < 0:
        return None
    stop = play.script.stops[task.stop]
    visit = stop.run.visits[-1]
    content = content_of(flow, visit.key, visit.step, visit.round)
    told = level == LEVEL_HINTS or task.kind not in (SAY, DO, BACK)
    return {
        "number": visit.step.number,
        "title": title_of(flow, visit) if told else "",
        "clauses": content["clauses"] if told else [],
        "dont": [] if task.kind in (SAY, DO) else content["dont"],
        "notes": [] if task.kind in (SAY, DO) else content["notes"],
        "trail": [title_of(flow, other) for other in stop.run.visits[:-1]],
    }


def _talk(flow: Flow, play: Play, now: Standing, task: Task) -> list[Json]:
    """Return the last things said, heard and done: those of the stop before, and of this one."""
    rows: list[Json] = []
    first = max(0, task.stop - 1) if task.stop >= 0 else len(play.script.stops)
    for done in play.tasks[: now.at]:
        if first <= done.stop:
            rows += _told(flow, play.script.stops[done.stop], done)
            rows += [{"who": heard.who, "text": heard.text} for heard in done.heard]
    return rows + [{"who": heard.who, "text": heard.text} for heard in task.heard]


def _told(flow: Flow, stop: Stop, task: Task) -> list[Json]:
    kind = {SAY: Kind.SAY, DO: Kind.DO}.get(task.kind)
    if kind is None:
        return []
    known = seen_by(stop.visit, stop.run)
    return [
        {
            "who": str(kind),
            "text": spoken_text(flow, part, known),
            "when": part.when,
            "system": part.system,
            "clause": clause_ref(flow, part.clause),
            "part": part.id,
        }
        for part in parts_of(flow, stop.visit.step, kind)
    ]


def _task(flow: Flow, task: Task, level: int, now: Standing) -> Json:
    options = [
        {
            "value": option.value,
            "key": choice_key(number),
            "text": option.text,
            "system": option.system,
            "when": option.when,
            "tried": option.value in now.again,
        }
        for number, option in enumerate(task.options)
    ]
    words = sum(len(option.text.split()) for option in task.options)
    return {
        "id": task.id,
        "kind": task.kind,
        "prompt": PROMPTS[task.kind],
        "label": task.label,
        "field": task.field,
        "options": options,
        "known": [{"label": label, "text": text} for label, text in task.known],
        "hint": [clause_ref(flow, name) for name in task.clauses] if level == LEVEL_HINTS else [],
        "reading": _reading(task) if task.kind == ENTER else None,
        "types": task.kind == FILE,
        "seconds": round(LEAST_SECONDS + words * SECONDS_PER_WORD)
        if level == LEVEL_CLOCK and task.counts
        else 0,
    }


def _reading(task: Task) -> Json:
    """Return what the caller's meter shows, by its code; nothing stands for no number."""
    code = task.name.partition("_")[2].partition("@")[0]
    return {"code": code if code.isdigit() else "", "value": task.right or None}


def _mistake(flow: Flow, wrong: Wrong, words: Words) -> Json:
    """Return a wrong pick beside what the clause says."""
    task = wrong.task
    typed = wrong.picked.startswith(TYPED)
    picked = wrong.picked[len(TYPED) :] if typed else wrong.picked
    by_value = {option.value: option for option in task.options}
    option = by_value.get(wrong.picked)
    right = by_value.get(task.right)
    exact, percent, pieces = differences(task.right, picked) if task.kind == FILE else (True, 0, [])
    ran = wrong.ran
    return {
        "kind": task.kind,
        "picked": option.text if option else picked,
        "belongs": option.step if option and task.kind in (SAY, DO) else "",
        "right": right.text if right else task.right,
        "heard": [{"who": heard.who, "text": heard.text} for heard in task.heard],
        "caller": words.again,
        "clauses": [_ruling(flow, name) for name in task.clauses],
        "ran": None
        if ran is None
        else {"title": ran.title, "say": ran.say, "end": bool(ran.outcome)},
        "typed": typed,
        "percent": percent,
        "pieces": [] if exact else pieces,
    }


def _ruling(flow: Flow, clause: str) -> Json:
    """Return a clause with one of its official wordings, to the letter; never a DON'T SAY."""
    parts = [part for part in flow.parts.values() if part.clause == clause]
    shown = next((part for kind in _RULING for part in parts if part.kind is kind), None)
    told: Json = {**clause_ref(flow, clause), "text": "", "kind": ""}
    return {**told, "text": shown.text, "kind": str(shown.kind)} if shown else told


def _result(flow: Flow, play: Play, now: Standing) -> Json:
    """Return how a call went: points, the right way, each wrong step, and what was met."""
    script = play.script
    clauses = dict.fromkeys(c for stop in script.stops for c in stop.run.clauses)
    clauses.update(dict.fromkeys(script.end.clauses))
    outcome = script.end.outcome
    return {
        "title": outcome.title if outcome else "Panggilan selesai",
        "outcome": outcome.id if outcome else "",
        "steps": len(script.stops),
        "clauses": [clause_ref(flow, name) for name in clauses],
        "edges": [f"{flow.id}/{e}" for e in edges_of_script(flow, script.stops, script.end)],
        "way": [
            {
                "key": visit.key,
                "number": visit.step.number,
                "title": title_of(flow, visit),
                "card": _card(visit.key),
            }
            for visit in script.end.visits
        ],
        "wrongs": [_wrong_row(play, wrong) for wrong in now.wrongs],
        "open": [{"text": item.text, "note": item.note} for item in open_items(flow, script.end)],
    }


def _wrong_row(play: Play, wrong: Wrong) -> Json:
    task, ran = wrong.task, wrong.ran
    stop = play.script.stops[task.stop] if task.stop >= 0 else None
    option = next((o for o in task.options if o.value == wrong.picked), None)
    right = next((o for o in task.options if o.value == task.right), None)
    goal = ""
    if ran is not None:
        goal = f"hasil-{ran.outcome}" if ran.outcome else _card(ran.key)
    return {
        "kind": task.kind,
        "at": _card(stop.visit.key) if stop else "",
        "number": stop.visit.step.number if stop else "",
        "title": stop.visit.step.title if stop else "Laporan",
        "picked": option.text if option else wrong.picked.removeprefix(TYPED),
        "right": right.text if right else task.right,
        "goal": goal,
        "ran": ran.title if ran else "",
    }


def _card(key: str) -> str:
    """Return the anchor of a step; one that is an anchor already stays."""
    return key if key.startswith(("langkah-", "hasil-")) or not key else anchor(plain_key(key))
