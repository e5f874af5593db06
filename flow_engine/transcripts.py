"""A transcript: what happened in a call, as a file that is replayed to the same end.

The file holds what was given and when. All else in it, titles, clauses, report, is told
for readers and made anew from the flow when it is replayed; a text of a file is never
shown.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flow_engine.comparison import Judgement, Verdict, judge
from flow_engine.events import STARTS, Action, Event
from flow_engine.facts import CLOCK, show_value, to_json
from flow_engine.logbook import apply, fold, names_at, nth_of, step_at
from flow_engine.model import Flow
from flow_engine.nesting import find_too_deep, tokens_of
from flow_engine.records import Kind
from flow_engine.repeats import label_of, split_name
from flow_engine.report import report_of
from flow_engine.saved import (
    BadMessage,
    Reading,
    read_trace,
    write_trace,
)
from flow_engine.session import Run, State, replay, without_person
from flow_engine.traces import trace_of

Json = dict[str, Any]

FORMAT = "pandu-transkrip"
VERSION = 1
# A call of ninety-nine tickets needs less than half a million.
MAX_CHARS = 4_000_000
MAX_STEPS = 5_000
MAX_DEPTH = 12
OTHER_ROUTE = (
    "Transkrip ini dibuat dengan versi alur yang lain; jalannya pada alur sekarang sama persis."
)
OTHER_WORDING = (
    "Kalimat resmi alur ini sudah berubah sejak panggilan itu; yang tampil di sini kalimat yang "
    "sekarang."
)
WITHHELD_TEXT = "diberikan, tidak disimpan"
_SCRIPTS = (Kind.SAY, Kind.DONT_SAY, Kind.WRITE)
_SITE = re.compile(r"[0-9A-Za-z._+-]{0,60}")
_END = ("outcome", "title", "apkt", "work_order", "escalation", "refer_to", "report_text")


class TranscriptError(ValueError):
    """A file that is not replayed, or a call that gives no transcript; the text is Indonesian.

    Attributes:
        code: What is wrong, for programs: ``bukan-json``, ``bukan-transkrip``, ``terpotong``,
            ``terlalu-besar``, ``terlalu-dalam``, ``versi-lain``, ``alur-tidak-dikenal``,
            ``alur-lain``, ``diubah``, ``rusak``, ``akhir-lain``, ``tanpa-catatan``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Replayed:
    """A transcript that was replayed.

    Attributes:
        state: The call as it stood at its end.
        run: The way it took.
        data: The transcript as this engine writes it; nothing in it is taken from the
            file but what was given, when, and the version of the site.
        judgement: What became of it if it was made with another version of the flow.
        other_route: Whether it was made with another version of the way.
        other_wording: Whether the official wordings were others then; what is told of it
            now is of today.
    """

    flow: Flow
    state: State
    run: Run
    data: Json
    judgement: Judgement
    other_route: bool
    other_wording: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what its reader has to know of it, in Indonesian."""
        told = {OTHER_ROUTE: self.other_route, OTHER_WORDING: self.other_wording}
        return tuple(text for text, holds in told.items() if holds)


def make_transcript(flow: Flow, state: State, *, personal: bool = False, site: str = "") -> Json:
    """Return a call as a transcript.

    Args:
        flow: The flow.
        state: The call, with its log.
        personal: Whether what the person said is told too.
        site: Version of the site; empty where it is not known.

    Raises:
        TranscriptError: The call has no log, or one that does not lead where it stands.
    """
    bare = without_person(flow, state)
    # Of a call that was closed nothing personal is left to be told.
    personal = personal and bare != state
    state = state if personal else bare
    if not state.log:
        raise TranscriptError(
            "tanpa-catatan",
            "Panggilan ini dimulai sebelum langkahnya dicatat; tidak ada transkrip.",
        )
    steps, first, told = _rows(flow, state.log)
    run = replay(flow, told)
    trace = trace_of(flow, run)
    if trace_of(flow, replay(flow, state)) != trace:
        raise TranscriptError("tanpa-catatan", "Catatan panggilan ini tidak lengkap.")
    clock = run.known.get(CLOCK)
    data: Json = {
        "format": FORMAT,
        "version": VERSION,
        "flow": flow.id,
        "route": flow.route,
        "wording": flow.wording,
        "title": flow.title,
        "document": flow.document,
        "document_title": flow.document_title,
        "date": flow.date,
        "site": site if _SITE.fullmatch(site) else "",
        "began": to_json(state.log[min(1, len(state.log) - 1)].moment),
        "clock": to_json(clock) if clock else None,
        "personal": personal,
        "start": first,
        "steps": steps,
        "end": _end(flow, run),
        **write_trace(trace),
    }
    return {**data, "seal": seal_of(data)}


def _end(flow: Flow, run: Run) -> Json:
    report = report_of(flow, run)
    status = {"status": "done" if run.done else "open"}
    return {**status, **{key: report[key] for key in (*_END, "reports", "clauses")}}


def _rows(flow: Flow, events: Iterable[Event]) -> tuple[list[Json], Json, State]:
    """Return what each event did: the steps, and before them the start."""
    state = State(flow.id, flow.route)
    first: Json = {}
    rows: list[Json] = []
    for event in events:
        before, state = state, apply(flow, state, event)
        event = state.log[-1]
        row = {"moment": to_json(event.moment), "action": str(event.action)}
        facts = _changes(flow, event, before, state)
        if event.action in STARTS:
            first = {**row, "facts": facts}
            continue
        step = step_at(flow, event.key)
        assert step is not None, "apply refuses an event without a step"
        parts = [name for name in step.parts if flow.parts[name].kind in _SCRIPTS]
        rows.append(
            {
                "number": len(rows) + 1,
                "moment": row["moment"],
                "step": event.key,
                "title": _title(event.key, step.title),
                "action": row["action"],
                "facts": facts,
                "clauses": list(step.clauses),
                "parts": parts,
            }
        )
    return rows, first, state


def _title(key: str, title: str) -> str:
    nth = nth_of(key)
    return f"{title} ({nth})" if nth > 1 else title


def _changes(flow: Flow, event: Event, before: State, after: State) -> list[Json]:
    names = names_at(flow, event.key) or (*event.facts, *event.withheld)
    return [
        {
            "fact": name,
            "label": label_of(flow, name),
            "old": _value(flow, before, name),
            "new": _value(flow, after, name),
        }
        for name in names
        if name in event.facts
        or name in event.withheld
        or _value(flow, before, name) != _value(flow, after, name)
    ]


def _value(flow: Flow, state: State, name: str) -> Json | None:
    if name in state.answers:
        value = state.answers[name]
        fact = flow.facts[split_name(name)[0]]
        return {"value": to_json(value), "text": show_value(fact, value)}
    return {"withheld": True, "text": WITHHELD_TEXT} if name in state.withheld else None


def seal_of(data: Mapping[str, Any]) -> str:
    """Return the hash over all of a transcript but its seal."""
    rest = {key: value for key, value in data.items() if key != "seal"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def dump_transcript(data: Json) -> str:
    """Return a transcript as the text of a file."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def flow_in(text: str) -> str:
    """Return the id of the flow a transcript is of; empty where it names none.

    Raises:
        TranscriptError: The text is no transcript of this format.
    """
    flow = read_text(text).get("flow")
    return flow if isinstance(flow, str) else ""


def read_text(text: str) -> Json:
    """Read the text of a file as far as it can be read without a flow.

    Raises:
        TranscriptError: It is no whole transcript of this format.
    """
    if len(text) > MAX_CHARS:
        raise too_large()
    if find_too_deep(text, MAX_DEPTH) is not None:
        raise TranscriptError("terlalu-dalam", "Berkas ini bersarang terlalu dalam.")
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except ValueError:
        raise _unreadable(text) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise TranscriptError("bukan-transkrip", "Berkas ini bukan transkrip Pandu.")
    if data.get("version") != VERSION:
        raise TranscriptError(
            "versi-lain",
            "Transkrip ini ditulis dengan format versi lain, dan tidak dapat dibaca di sini.",
        )
    if data.get("seal") != seal_of(data):
        raise TranscriptError(
            "diubah", "Isi transkrip ini diubah sesudah dibuat; segelnya tidak cocok lagi."
        )
    return data


def too_large() -> TranscriptError:
    """Return the error for a file that is not even read."""
    limit = MAX_CHARS // 1_000_000
    return TranscriptError(
        "terlalu-besar", f"Berkas ini terlalu besar; transkrip paling besar {limit} juta huruf."
    )


def _unreadable(text: str) -> TranscriptError:
    deep, last = 0, ""
    for token, depth in tokens_of(text):
        deep, last = depth, token[0]
    begun = text.removeprefix("\ufeff").lstrip().startswith("{")
    if begun and (deep > 0 or (last.startswith('"') and not last.endswith('"'))):
        return TranscriptError("terpotong", "Berkas ini terpotong; minta dikirim sekali lagi.")
    return TranscriptError("bukan-json", "Berkas ini bukan JSON. Pilih berkas transkrip Pandu.")


def replay_transcript(flows: Mapping[str, Flow], text: str) -> Replayed:
    """Replay a transcript with this engine, to the end it tells of.

    Args:
        flows: The flows as they are now.
        text: The text of the file.

    Raises:
        TranscriptError: The file is damaged or changed, of another version that leads
            elsewhere, or ends elsewhere than it says.
    """
    data = read_text(text)
    flow = flows.get(str(data.get("flow")))
    if flow is None:
        raise TranscriptError("alur-tidak-dikenal", "Alur transkrip ini tidak ada di situs ini.")
    reading = Reading(flow, data.get("route") == flow.route, [], quotes=False)
    try:
        events = _events(reading, data)
        state = fold(flow, events)
        personal, site = data["personal"] is True, str(data["site"])
        given = _skeleton(data)
    except (BadMessage, KeyError, TypeError, AttributeError):
        raise TranscriptError(
            "rusak", "Isi transkrip ini tidak dapat dibaca; ada langkah atau jawaban yang rusak."
        ) from None
    judged = judge(flow, state, read_trace(data), reading.losses)
    if judged.verdict is not Verdict.SAME:
        raise _elsewhere(reading.strict, judged)
    found = make_transcript(flow, state, personal=personal, site=site)
    reworded = data.get("wording") != flow.wording
    if _skeleton(found) != given or (reading.strict and not reworded and found != data):
        raise _elsewhere(True, judged)
    other = not reading.strict
    return Replayed(flow, state, replay(flow, state), found, judged, other, reworded)


def _elsewhere(strict: bool, judged: Judgement) -> TranscriptError:
    if strict:
        return TranscriptError(
            "akhir-lain", "Diputar ulang, panggilan ini tidak sampai di akhir yang ditulisnya."
        )
    return TranscriptError("alur-lain", f"Transkrip ini dari versi alur yang lain. {judged.told()}")


def _events(reading: Reading, data: Json) -> tuple[Event, ...]:
    steps = data["steps"]
    if not isinstance(steps, list) or len(steps) > MAX_STEPS:
        raise BadMessage("Terlalu banyak langkah.")
    rows = []
    for row in ({**data["start"], "step": ""}, *steps):
        action = row["action"]
        facts, withheld = {}, []
        for given in row["facts"] if action != Action.PASS else ():
            new = given["new"]
            if new.get("withheld") is True:
                withheld.append(given["fact"])
            else:
                facts[given["fact"]] = new["value"]
        rows.append([row["moment"], row["step"], action, facts, withheld])
    return reading.log(rows)


def _skeleton(data: Json) -> list[Any]:
    """Return what has to be equal in a replay whatever the wordings: given, when, and the end."""
    steps = [
        [row["moment"], row["action"], row.get("step", ""),
         [[given["fact"], _bare(given["old"]), _bare(given["new"])] for given in row["facts"]]]
        for row in (data["start"], *data["steps"])
    ]  # fmt: skip
    end = data["end"]
    about = [data[key] for key in ("personal", "began", "clock", "way", "whole")]
    keys = ("status", "outcome", "apkt", "work_order", "escalation", "refer_to")
    return [*about, steps, [end[key] for key in keys]]


def _bare(value: Json | None) -> object:
    return value and [value.get("value"), value.get("withheld", False)]
