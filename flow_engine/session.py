"""Replay: named answers in, the way taken out.

A session is a flow, the hash of its route, the answers and the steps passed
without an answer. It is replayed from the first step every time, so changing an
early answer equals a fresh run, and an answer that is no longer on the way
decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flow_engine.facts import CLOCK, Value
from flow_engine.guards import Context, Guard, Missing, evaluate
from flow_engine.model import Flow, Outcome, Room, Silence, Step, Way


@dataclass(frozen=True)
class State:
    """What a session keeps.

    Attributes:
        answers: Fact to value; also those no longer on the way.
        passed: Keys of steps that were read and passed without an answer.
    """

    flow: str
    route: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Visit:
    """One shown step on the way. ``way`` is the way taken, once it is known."""

    key: str
    room: str
    step: Step
    answered: bool
    way: Way | None = None


@dataclass(frozen=True)
class Run:
    """The way taken by a set of answers.

    Attributes:
        visits: Shown steps, in order; the last one waits unless ``done``.
        needs: The fact the run waits for; empty when it waits for a step to be
            passed, or is done.
        known: The facts on the way: only these decided anything.
        clauses: Ids of the clauses passed, in order, without doubles.
        silences: What the sources leave open on this way.
    """

    visits: tuple[Visit, ...]
    outcome: Outcome | None
    done: bool
    needs: str
    known: Mapping[str, Value]
    clauses: tuple[str, ...]
    silences: tuple[Silence, ...]


def start(flow: Flow, answers: Mapping[str, Value] | None = None) -> State:
    """Return a new session, with facts that are already known."""
    known = {name: value for name, value in (answers or {}).items() if name in flow.facts}
    return State(flow.id, flow.route, known)


def answer(state: State, facts: Mapping[str, Value]) -> State:
    """Return the session with these facts given or changed; values are checked before."""
    return replace(state, answers={**state.answers, **facts})


def forget(state: State, names: tuple[str, ...]) -> State:
    """Return the session without these answers."""
    kept = {name: value for name, value in state.answers.items() if name not in names}
    return replace(state, answers=kept)


def pass_step(state: State, key: str) -> State:
    """Return the session with a step read and passed."""
    return replace(state, passed=state.passed | {key})


@dataclass(frozen=True)
class _Frame:
    room: Room
    prefix: str
    resume: str


class _Replay:
    """One replay; mutable on the inside, gone when it is done."""

    def __init__(self, flow: Flow, state: State, *, attended: bool) -> None:
        self.flow = flow
        self.state = state
        self.attended = attended
        self.known: dict[str, Value] = {}
        if CLOCK in flow.facts and CLOCK in state.answers:
            self.known[CLOCK] = state.answers[CLOCK]
        self.visits: list[Visit] = []
        self.clauses: dict[str, None] = {}
        self.silences: dict[Silence, None] = {}
        self.outcome: Outcome | None = None
        self.frames: list[_Frame] = [_Frame(flow.main, "", "")]

    def run(self) -> Run:
        step_id = self.flow.main.start
        while step_id:
            frame = self.frames[-1]
            step = frame.room.steps[step_id]
            key = frame.prefix + step_id
            self.clauses.update(dict.fromkeys(step.clauses))
            if step.call:
                room = self.flow.rooms[step.call]
                self.frames.append(_Frame(room, f"{key}/", step_id))
                step_id = room.start
                continue
            needs = self._visit(step, key, frame.room.id)
            if needs is not None:
                return self._result(done=False, needs=needs)
            way = self._choose(step)
            if isinstance(way, Missing):
                return self._result(done=False, needs=way.fact)
            if step.shown:
                self.visits[-1] = replace(self.visits[-1], way=way)
            step_id = self._follow(way)
        return self._result(done=True, needs="")

    def _visit(self, step: Step, key: str, room: str) -> str | None:
        """Enter a step; return what it waits for, or nothing when it is complete."""
        if not step.shown:
            return None
        given = self.state.answers
        for name in step.asks:
            if name in given:
                self.known[name] = given[name]
        missing = [name for name in step.asks if name not in given]
        waived = step.waived is not None and self._holds(step.waived)
        if missing and not step.optional:
            complete = waived
        else:
            # Read, or skipped: with a reader it waits until it is passed.
            complete = bool(step.asks and not missing) or self._passed(key)
        self.visits.append(Visit(key, room, step, complete))
        if complete:
            return None
        return "" if step.optional or not step.asks else missing[0]

    def _passed(self, key: str) -> bool:
        return not self.attended or key in self.state.passed

    def _holds(self, guard: Guard) -> bool:
        return evaluate(guard, Context(self.known, self.flow.computed)) is True

    def _choose(self, step: Step) -> Way | Missing:
        context = Context(self.known, self.flow.computed)
        missing: Missing | None = None
        for way in step.ways:
            held = evaluate(way.guard, context)
            if isinstance(held, Missing):
                missing = missing or held
            elif held:
                return way
        if missing is None:
            raise LookupError(f"{self.flow.id}: no way leads on from {step.id}")
        return missing

    def _follow(self, way: Way) -> str:
        """Note what a way carries and return the next step, or nothing at the end."""
        self.clauses.update(dict.fromkeys(way.clauses))
        if way.silence is not None:
            self.silences[way.silence] = None
        if way.to.step:
            return way.to.step
        if way.to.outcome:
            return self._finish(self.flow.outcomes[way.to.outcome])
        return self._return()

    def _finish(self, outcome: Outcome) -> str:
        self.outcome = outcome
        self.clauses.update(dict.fromkeys(outcome.clauses))
        if outcome.silence is not None:
            self.silences[outcome.silence] = None
        if not outcome.then:
            return ""
        room = self.flow.rooms[outcome.then]
        self.frames = [_Frame(room, f"{outcome.then}/", "")]
        return room.start

    def _return(self) -> str:
        """Leave a sub-flow; go on after the step that called it."""
        frame = self.frames.pop()
        if not self.frames:
            return ""
        caller = self.frames[-1].room.steps[frame.resume]
        way = self._choose(caller)
        if isinstance(way, Missing):
            raise LookupError(f"{self.flow.id}: {caller.id} cannot return")
        return self._follow(way)

    def _result(self, *, done: bool, needs: str) -> Run:
        return Run(
            tuple(self.visits),
            self.outcome,
            done,
            needs,
            dict(self.known),
            tuple(self.clauses),
            tuple(self.silences),
        )


def replay(flow: Flow, state: State, *, attended: bool = True) -> Run:
    """Replay a session from the first step.

    Args:
        flow: A checked flow.
        state: The session; values must have been read by ``parse_value``.
        attended: A reader is there: steps without a question and optional
            questions wait until they are passed. Otherwise they are passed.

    Raises:
        LookupError: No way leads on; a checked flow never does this.
    """
    return _Replay(flow, state, attended=attended).run()
