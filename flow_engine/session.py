"""Replay: named answers in, the way taken out.

A session is a flow, the hash of its route, the answers and the steps passed
without an answer. It is replayed from the first step every time, so changing an
early answer equals a fresh run, and an answer that is no longer on the way
decides nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flow_engine.events import Event
from flow_engine.facts import CLOCK, NO_VALUE, WITHHELD, Fact, FactType, Value
from flow_engine.guards import Context, Guard, Missing, evaluate
from flow_engine.model import Flow, Outcome, Room, Silence, Step, Way, handed_facts
from flow_engine.repeats import Round, fact_named, round_of, sibling


@dataclass(frozen=True)
class State:
    """What a session keeps.

    Attributes:
        answers: Fact to value; also those no longer on the way.
        passed: Keys of steps that were read and passed without an answer.
        withheld: Facts that were given and are not kept: the way knows that they were
            given, and nothing else of them.
        times: Key of a step to the moment it was last answered or passed.
        log: What happened, in order; it tells of the call and never decides the way.
    """

    flow: str
    route: str
    answers: Mapping[str, Value] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    times: Mapping[str, datetime.datetime] = field(default_factory=dict)
    log: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Visit:
    """One shown step on the way.

    Attributes:
        key: Where it was met; ``tiket@2/call-type`` in the second round of a room.
        way: The way taken, once it is known.
        round: The walk of the repeated room it belongs to, if it belongs to one.
    """

    key: str
    room: str
    step: Step
    answered: bool
    way: Way | None = None
    round: Round | None = None

    @property
    def asks(self) -> tuple[str, ...]:
        """Return the names under which the answers of this step are kept."""
        return answer_names(self.step.asks, self.round)

    def leaving_by(self, way: Way) -> Visit:
        """Return the visit with the way taken; ``replace`` takes three times as long."""
        return Visit(self.key, self.room, self.step, self.answered, way, self.round)


@dataclass(frozen=True)
class Decision:
    """A step with more than one way on, and the way that was taken.

    Attributes:
        known: The names of the answers that were known when it was taken.
        round: The walk of the repeated room it belongs to, if it belongs to one.
    """

    room: str
    step: Step
    way: Way
    known: frozenset[str]
    round: Round | None = None


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
        decisions: Where the way parted, in order, up to the outcome.
        rounds: The last round begun of each repeated room.
        decided: How many steps were shown before the outcome; 0 before there is one.
        taken: Key of every step that was left, shown or not, with the way it was left by.
    """

    visits: tuple[Visit, ...]
    outcome: Outcome | None
    done: bool
    needs: str
    known: Mapping[str, Value]
    clauses: tuple[str, ...]
    silences: tuple[Silence, ...]
    decisions: tuple[Decision, ...] = ()
    rounds: Mapping[str, Round] = field(default_factory=dict)
    decided: int = 0
    taken: tuple[tuple[str, Way], ...] = ()


def answer_names(facts: tuple[str, ...], walked: Round | None) -> tuple[str, ...]:
    """Return the names of answers to these facts in a round, or outside of any."""
    return tuple(walked.name(fact) for fact in facts) if walked else facts


def start(flow: Flow, answers: Mapping[str, Value] | None = None) -> State:
    """Return a new session, with facts that are already known."""
    known = {name: value for name, value in (answers or {}).items() if fact_named(flow, name)}
    return State(flow.id, flow.route, known)


def answer(state: State, facts: Mapping[str, Value]) -> State:
    """Return the session with these facts given or changed; values are checked before."""
    return replace(
        state, answers={**state.answers, **facts}, withheld=state.withheld - facts.keys()
    )


def forget(state: State, names: tuple[str, ...]) -> State:
    """Return the session without these answers."""
    kept = {name: value for name, value in state.answers.items() if name not in names}
    return replace(state, answers=kept, withheld=state.withheld - {*names})


def pass_step(state: State, key: str) -> State:
    """Return the session with a step read and passed."""
    return replace(state, passed=state.passed | {key})


def note_time(state: State, key: str, moment: datetime.datetime) -> State:
    """Return the session with the moment a step was answered or passed."""
    return replace(state, times={**state.times, key: moment})


def without_person(flow: Flow, state: State) -> State:
    """Return the session without anything a person typed or is known by.

    Choices, times, amounts and readings stay, and so does the answer that somebody
    has no ID; of all else only that it was given.
    """
    kept = {name: v for name, v in state.answers.items() if may_be_kept(fact_named(flow, name), v)}
    log = tuple(_bare(flow, event) for event in state.log)
    withheld = state.withheld | (state.answers.keys() - kept)
    return replace(state, answers=kept, withheld=withheld, log=log)


def _bare(flow: Flow, event: Event) -> Event:
    facts = event.facts.items()
    typed = {name for name, value in facts if not may_be_kept(fact_named(flow, name), value)}
    return event.without(frozenset(typed)) if typed else event


def may_be_kept(fact: Fact | None, value: Value) -> bool:
    """Tell whether a value may outlast the call: nothing typed, nothing of the person."""
    if fact is None:
        return False
    if value == NO_VALUE and fact.none_label:
        return True
    return not fact.personal and fact.type not in (FactType.TEXT, FactType.EMAIL)


@dataclass(frozen=True)
class _Frame:
    room: Room
    prefix: str
    resume: str
    round: Round | None = None


class _Replay:
    """One replay; mutable on the inside, gone when it is done."""

    def __init__(self, flow: Flow, state: State, *, attended: bool) -> None:
        self.flow = flow
        self.state = state
        self.attended = attended
        self.known: dict[str, Value] = dict(flow.settings)
        if CLOCK in flow.facts and CLOCK in state.answers:
            self.known[CLOCK] = state.answers[CLOCK]
        for name in handed_facts(flow):
            if name in state.answers or name in state.withheld:
                self.known[name] = state.answers.get(name, WITHHELD)
        self.visits: list[Visit] = []
        self.clauses: dict[str, None] = {}
        self.silences: dict[Silence, None] = {}
        self.decisions: list[Decision] = []
        self.outcome: Outcome | None = None
        self.decided = 0
        self.rounds: dict[str, Round] = {}
        self.taken: list[tuple[str, Way]] = []
        self.frames: list[_Frame] = [_Frame(flow.main, "", "")]

    def run(self) -> Run:
        step_id = self.flow.main.start
        while step_id:
            frame = self.frames[-1]
            step = frame.room.steps[step_id]
            key = frame.prefix + step_id
            self.clauses.update(dict.fromkeys(step.clauses))
            if step.call:
                step_id = self._enter(step, key)
                continue
            needs = self._visit(step, key, frame)
            if needs is not None:
                return self._result(done=False, needs=needs)
            way = self._choose(step)
            if isinstance(way, Missing):
                return self._result(done=False, needs=answer_names((way.fact,), frame.round)[0])
            self.taken.append((key, way))
            if step.shown:
                self.visits[-1] = self.visits[-1].leaving_by(way)
            if self.outcome is None and len(step.ways) > 1:
                known = frozenset(self.known)
                self.decisions.append(Decision(frame.room.id, step, way, known, frame.round))
            step_id = self._follow(way)
        return self._result(done=True, needs="")

    def _enter(self, step: Step, key: str, nth: int = 1) -> str:
        """Go into the room a step calls, for the first or for another round."""
        room = self.flow.rooms[step.call]
        walked = self.frames[-1].round
        if step.repeat:
            count = self.known.get(step.repeat) if self.attended else 1
            walked = round_of(self.flow, room.id, nth, count if isinstance(count, int) else 1)
            self.rounds[room.id] = walked
        prefix = f"{key}/" if nth == 1 else f"{key}@{nth}/"
        self.frames.append(_Frame(room, prefix, step.id, walked))
        return room.start

    def _visit(self, step: Step, key: str, frame: _Frame) -> str | None:
        """Enter a step; return what it waits for, or nothing when it is complete."""
        if not step.shown:
            return None
        names = answer_names(step.asks, frame.round)
        missing = [name for name in names if not self._take(name)]
        optional = step.skippable if self.attended else step.optional
        waived = step.waived is not None and self._holds(step.waived)
        if missing and not optional:
            complete = waived
        else:
            # Read, or skipped: with a reader it waits until it is passed.
            complete = bool(names and not missing) or self._passed(key)
        self.visits.append(Visit(key, frame.room.id, step, complete, round=frame.round))
        if complete:
            return None
        return "" if optional or not names else missing[0]

    def _take(self, name: str) -> bool:
        """Take an answer onto the way; one of another group than the chosen is as good as none."""
        if name in self.state.withheld and name not in self.state.answers:
            self.known[name] = WITHHELD
            return True
        if name not in self.state.answers:
            return False
        value = self.state.answers[name]
        fact = fact_named(self.flow, name)
        if fact is not None and fact.within:
            group = self.known.get(sibling(self.flow, name, fact.within), "")
            if value not in [choice.value for choice in fact.offered(str(group))]:
                return False
        self.known[name] = value
        return True

    def _passed(self, key: str) -> bool:
        return not self.attended or key in self.state.passed

    def _holds(self, guard: Guard) -> bool:
        return evaluate(guard, self._context()) is True

    def _context(self) -> Context:
        walked = self.frames[-1].round
        return Context(walked.seen(self.known) if walked else self.known, self.flow.computed)

    def _choose(self, step: Step) -> Way | Missing:
        context = self._context()
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
        self.decided = len(self.visits)
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
        walked = frame.round
        if caller.repeat and walked is not None and walked.nth < walked.count:
            key = self.frames[-1].prefix + caller.id
            return self._enter(caller, key, walked.nth + 1)
        # A step that calls has one way on, and nothing to decide.
        return self._follow(caller.ways[0])

    def _result(self, *, done: bool, needs: str) -> Run:
        return Run(
            tuple(self.visits),
            self.outcome,
            done,
            needs,
            dict(self.known),
            tuple(self.clauses),
            tuple(self.silences),
            tuple(self.decisions),
            dict(self.rounds),
            self.decided,
            tuple(self.taken),
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
