"""A saved run against the flow as it is now: same, ask again from here, or refused.

A kept call, a link and a transcript all come through here. Only the trace decides; so
a change of wording, which is outside of it, never invalidates a run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from flow_engine.facts import CLOCK, NULL_LABEL
from flow_engine.logbook import step_at
from flow_engine.model import Flow, handed_facts
from flow_engine.problems import in_quotes
from flow_engine.repeats import fact_named, label_of
from flow_engine.session import Run, State, replay
from flow_engine.traces import PLACE, Trace, trace_of

Json = dict[str, object]
NOT_COMPARABLE = "tidak tercatat langkah mana yang dilaluinya"


class Verdict(StrEnum):
    """What a saved run is worth now; the values go over the wire."""

    SAME = "same"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass(frozen=True)
class Loss:
    """What a run holds and the flow no longer takes, and why, in Indonesian."""

    name: str
    reason: str


@dataclass(frozen=True)
class Judgement:
    """What became of a saved run.

    Attributes:
        state: The call to go on with; of a refused run nothing is left in it.
        at: Index of the step to ask again from; -1 where there is none.
        step: Its title.
        reason: Why, in Indonesian; empty for the same.
    """

    verdict: Verdict
    state: State
    at: int = -1
    step: str = ""
    reason: str = ""

    def told(self) -> str:
        """Return the judgement as a sentence; empty for the same."""
        if self.verdict is Verdict.AGAIN:
            return f"Tanya ulang mulai langkah “{self.step}”, karena {self.reason}."
        if self.verdict is Verdict.REFUSED:
            return f"Tidak dapat dilanjutkan pada alur yang sekarang, karena {self.reason}."
        return ""

    def as_json(self) -> Json:
        """Return the judgement as the page gets it."""
        return {
            "verdict": str(self.verdict),
            "at": self.at,
            "step": self.step,
            "reason": self.reason,
            "text": self.told(),
        }


def judge(flow: Flow, state: State, trace: Trace | None, losses: Iterable[Loss] = ()) -> Judgement:
    """Judge a run of another version of a flow.

    Args:
        flow: The flow as it is now.
        state: What of the run this flow can still take.
        trace: What the run left of the flow it went through.
        losses: What of it this flow does not take.

    Returns:
        ``same`` only where the replay leaves the very trace: the same steps, the same
        questions, the same outcome. Otherwise every answer before the first step that
        differs is kept, and nothing after it.
    """
    state = replace(state, route=flow.route)
    if trace is None:
        return refuse(flow, NOT_COMPARABLE)
    try:
        run = replay(flow, state)
    except LookupError:
        return refuse(flow, "jalannya tidak berlanjut pada alur yang sekarang")
    now = trace_of(flow, run)
    if now == trace:
        return Judgement(Verdict.SAME, state)
    if now.start != trace.start:
        return refuse(flow, "yang dibawanya dari alur lain tidak dikenal lagi")
    at = _parting(run, now, trace)
    reason = _reason(flow, state, run, now, trace, at, tuple(losses))
    if at == 0:
        return refuse(flow, f"langkah pertama sudah lain: {reason}")
    kept = cut(flow, state, run, at)
    return Judgement(Verdict.AGAIN, kept, at, run.visits[at].step.title, reason)


def refuse(flow: Flow, reason: str) -> Judgement:
    """Return the judgement that nothing of a run can be used."""
    return Judgement(Verdict.REFUSED, State(flow.id, flow.route), reason=reason)


def _parting(run: Run, now: Trace, trace: Trace) -> int:
    """Return the index of the first step, on the way as it is now, that is not as it was."""
    pairs = zip(now.marks, trace.marks, strict=False)
    for index, (ours, theirs) in enumerate(pairs):
        if ours != theirs:
            return index
    if len(now.marks) == len(trace.marks):
        return max(run.decided - 1, 0)
    return min(len(trace.marks), len(now.marks) - 1)


def _reason(
    flow: Flow,
    state: State,
    run: Run,
    now: Trace,
    trace: Trace,
    at: int,
    losses: tuple[Loss, ...],
) -> str:
    visit = run.visits[at]
    mine = [loss.reason for loss in losses if loss.name in (visit.key, *visit.asks)]
    if mine:
        return mine[0]
    if at < min(len(now.marks), len(trace.marks)) and now.marks[at] != trace.marks[at]:
        if now.marks[at][:PLACE] == trace.marks[at][:PLACE]:
            labels = " dan ".join(f"“{label_of(flow, name)}”" for name in visit.asks)
            about = f"pertanyaan {labels}" if labels else "yang diminta di sana"
            return f"{about} sudah lain: jenis, pilihan, batas, atau wajibnya berubah"
        gone = [loss.reason for loss in losses]
        return gone[0] if gone else f"di tempat itu dahulu ada langkah lain{_before(run, at)}"
    if len(now.marks) > len(trace.marks):
        return "jalannya dahulu berakhir sebelum langkah itu"
    if len(now.marks) < len(trace.marks) and run.outcome:
        return f"jalannya kini berakhir di sana dengan hasil “{run.outcome.title}”"
    title = run.outcome.title if run.outcome else ""
    return f"hasilnya sudah lain; kini “{title}”"


def _before(run: Run, at: int) -> str:
    return f" sesudah “{run.visits[at - 1].step.title}”" if at else ""


def cut(flow: Flow, state: State, run: Run, at: int) -> State:
    """Return a call up to a step: all that was given before it, and nothing after."""
    before = run.visits[:at]
    keys = {visit.key for visit in before}
    names = {CLOCK, *handed_facts(flow), *(name for visit in before for name in visit.asks)}
    log = tuple(
        replace(
            event,
            facts={name: value for name, value in event.facts.items() if name in names},
            withheld=tuple(name for name in event.withheld if name in names),
        )
        for event in state.log
        if not event.key or event.key in keys
    )
    return replace(
        state,
        answers={name: value for name, value in state.answers.items() if name in names},
        passed=frozenset(state.passed & keys),
        withheld=frozenset(state.withheld & names),
        times={key: moment for key, moment in state.times.items() if key in keys},
        log=log,
    )


def lost_answer(flow: Flow, name: str, value: object, problem: str, *, quotes: bool = True) -> Loss:
    """Return the loss of an answer that its fact no longer takes.

    Args:
        flow: The flow as it is now.
        name: Of the fact.
        value: The answer, as JSON gives it.
        problem: What is wrong with it.
        quotes: Whether name and answer may be shown.
    """
    if fact_named(flow, name) is None:
        return Loss(name, f"fakta {in_quotes(name) if quotes else 'yang disebut'} tidak ada lagi")
    about = f"untuk “{label_of(flow, name)}” tidak berlaku lagi"
    if not quotes:
        return Loss(name, f"jawaban {about}")
    shown = in_quotes(NULL_LABEL if value is None else value)
    return Loss(name, f"jawaban {shown} {about}: {problem}")


def lost_step(flow: Flow, key: str, *, quotes: bool = True) -> Loss | None:
    """Return the loss of a step that is no longer there."""
    if step_at(flow, key) is not None:
        return None
    return Loss(key, f"langkah {in_quotes(key) if quotes else 'yang disebut'} tidak ada lagi")
