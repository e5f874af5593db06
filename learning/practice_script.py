"""The right way through a practice call: what is answered and passed, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flow_engine.content import Place, met_places
from flow_engine.events import Action, Event
from flow_engine.facts import CLOCK, Facts, Value
from flow_engine.logbook import apply, begun, nth_of
from flow_engine.model import Flow
from flow_engine.repeats import plain_key, split_name
from flow_engine.session import Run, State, Visit, replay

# A call of the real flows has fewer than a hundred stops.
MOST_STOPS = 300
OPENED = datetime.datetime(2026, 1, 15, 10, 0)


class BadScript(ValueError):
    """The facts of a practice call do not lead to an end in this version of the flow.

    ``fact`` names what a step asks and the call does not tell; empty where it is not that.
    """

    def __init__(self, message: str, fact: str = "") -> None:
        self.fact = fact
        super().__init__(message)


@dataclass(frozen=True)
class Change:
    """A caller who changes an answer in the middle of the call.

    Attributes:
        fact: What is answered twice.
        first: What is said at first; the call's own facts hold what is right.
        after: How many steps later the caller notices, 1 or more.
    """

    fact: str
    first: Value
    after: int


@dataclass(frozen=True)
class Plan:
    """What decides a practice call from its first word to its last.

    Attributes:
        facts: What can be answered. A later round of a repeated room takes the first
            round's answer where it has none of its own.
        passed: Keys of the steps that are passed at first although the answer is known.
        change: The answer that is changed in between, if one is.
    """

    facts: Facts
    passed: tuple[str, ...] = ()
    change: Change | None = None


@dataclass(frozen=True)
class Stop:
    """One step of a practice call, as it is met.

    Attributes:
        before: The session when the step is reached.
        run: Its replay; the last visit is the step at which the reader stands.
        visit: The step that is answered: the last one, or an earlier one whose answer the
            caller changes here.
        given: What the caller or the screen answers; empty where the step is passed.
        after: The session when the step is left.
        later: Its replay.
    """

    before: State
    run: Run
    visit: Visit
    given: Facts
    after: State
    later: Run

    @property
    def changes(self) -> bool:
        """Tell whether the caller changes an earlier answer here."""
        return self.visit.key != self.run.visits[-1].key


def moment_of(facts: Mapping[str, Value]) -> datetime.datetime:
    """Return the moment at which a practice call is held: its own clock, or a pinned one."""
    clock = facts.get(CLOCK)
    return clock if isinstance(clock, datetime.datetime) else OPENED


def script_of(flow: Flow, plan: Plan) -> tuple[tuple[Stop, ...], Run]:
    """Walk a call with a reader present.

    Returns:
        Every step at which a reader stops, in order, and the run at the end.

    Raises:
        BadScript: A step has to be answered and the facts do not tell what, or the answer
            to be changed is never given.
    """
    moment = moment_of(plan.facts)
    handed = {name: value for name, value in plan.facts.items() if _is_handed(flow, name)}
    state = begun(flow, handed, (), moment)
    stops: list[Stop] = []
    countdown, asked = 0, None
    changing = plan.change
    run = replay(flow, state)
    while len(stops) < MOST_STOPS:
        visit = run.visits[-1]
        if changing and asked is not None:
            countdown -= 1
            if countdown == 0 and not run.done:
                visit, changing = asked, None
        if run.done:
            if changing:
                raise BadScript(f"{flow.id}: {changing.fact} is never changed")
            return tuple(stops), run
        given = answers_at(visit, plan)
        if changing and changing.fact in given and asked is None:
            asked, countdown = visit, changing.after
            given = {**given, changing.fact: changing.first}
        after = step_on(flow, state, visit, given, moment)
        later = replay(flow, after)
        stops.append(Stop(state, run, visit, given, after, later))
        state, run = after, later
    raise BadScript(f"{flow.id}: no end after {MOST_STOPS} steps")


def _is_handed(flow: Flow, name: str) -> bool:
    fact = flow.facts.get(name)
    return fact is not None and fact.handed


def answers_at(visit: Visit, plan: Plan) -> dict[str, Value]:
    """Return what a call tells where a step asks; nothing where it is passed at first."""
    given: dict[str, Value] = {}
    for name in visit.asks if visit.key not in plan.passed else ():
        base = split_name(name)[0]
        if name in plan.facts or base in plan.facts:
            given[name] = plan.facts.get(name, plan.facts.get(base))
    return given


def step_on(
    flow: Flow, state: State, visit: Visit, given: Facts, moment: datetime.datetime
) -> State:
    """Return the session after the step was answered, or passed where nothing is given.

    Raises:
        BadScript: The step has to be answered.
    """
    if not given and visit.asks and not visit.step.skippable:
        missing = split_name(visit.asks[0])[0]
        raise BadScript(f"{flow.id}: nothing is known for {visit.key}", missing)
    action = Action.ANSWER if given else Action.PASS
    return apply(flow, state, Event(moment, visit.key, action, dict(given)))


def edge_ids(flow: Flow) -> tuple[str, ...]:
    """Return the id of every edge of a flow's map, in the map's order, sub-flows unfolded.

    A way is ``<key>#<number>``, the way back to what was asked first ``<key>#lagi``, the way to
    the next round of a repeated room ``<key>#putaran``, what follows an outcome
    ``hasil-<id>#lalu``.
    """
    ids = [name for place in met_places(flow) for name in _place_edges(place)]
    return (*ids, *(f"hasil-{o.id}#lalu" for o in flow.outcomes.values() if o.then))


def _place_edges(place: Place) -> Iterator[str]:
    if place.step.again:
        yield f"{place.key}#lagi"
        return
    yield from (f"{place.key}#{number}" for number in range(len(place.step.ways)))
    if place.again and not place.step.table and any(way.to.returns for way in place.step.ways):
        yield f"{place.key}#putaran"


def edges_of_run(run: Run, steps: Mapping[str, Place]) -> Iterator[str]:
    """Yield the edges a run has gone over, as far as it has come.

    Args:
        run: The replay.
        steps: The flow's places by their keys.
    """
    for number, (key, way) in enumerate(run.taken):
        plain = plain_key(key)
        following = run.taken[number + 1][0] if number + 1 < len(run.taken) else ""
        waiting = following or run.visits[-1].key
        if way.to.returns and nth_of(waiting) > nth_of(key):
            yield f"{plain}#putaran"
        elif plain in steps:
            yield f"{plain}#{_index(steps[plain], way)}"
    if run.outcome is not None and run.outcome.then:
        yield f"hasil-{run.outcome.id}#lalu"


def _index(place: Place, way: object) -> int:
    return next(number for number, other in enumerate(place.step.ways) if other is way)


def edges_of_script(flow: Flow, stops: tuple[Stop, ...], end: Run) -> tuple[str, ...]:
    """Return the edges gone over in a whole call, in the order of the flow's map."""
    steps = {place.key: place for place in met_places(flow)}
    met = set(edges_of_run(end, steps))
    for stop in stops:
        last = stop.run.visits[-1]
        if last.step.again:
            met.add(f"{plain_key(last.key)}#lagi")
        if last.step.again or stop.changes:
            # What is gone over before the answer changes is on no later way.
            met |= set(edges_of_run(stop.run, steps))
    return tuple(name for name in edge_ids(flow) if name in met)
