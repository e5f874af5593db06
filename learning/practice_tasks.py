"""A practice call as tasks: what to say, what to do, where to go on, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flow_engine.content import met_places, places, resolve
from flow_engine.facts import NO_VALUE, Fact, FactType, Value, show_minutes, show_value, to_json
from flow_engine.guards import Context
from flow_engine.model import Flow, Way
from flow_engine.records import Kind
from flow_engine.repeats import plain_key, sibling, split_name
from flow_engine.session import Run, Visit, replay
from flow_engine.views import title_of
from learning.practice_heard import CALLER, SKIPPED, Heard, Words, hear
from learning.practice_options import Option, shuffled, wording_options
from learning.practice_script import Plan, Stop, moment_of, script_of, step_on

SAY, DO, WAY, ENTER, ROW, BACK, READ = "ucap", "laku", "jalan", "isi", "baris", "kembali", "baca"
MENU, WORK_ORDER, ESCALATION, FILE = "menu", "tipe_wo", "eskalasi", "lapor"
SKIP = "-"
MOST_CHOICES = 9
# What the CSO knows alone, such as the own name; nobody says it.
OWN = "Anda"


@dataclass(frozen=True)
class Ran:
    """Where a wrong way leads: a step, or an outcome."""

    title: str
    key: str = ""
    outcome: str = ""
    say: str = ""


@dataclass(frozen=True)
class Task:
    """One thing to do in a practice call.

    Attributes:
        id: Unique in the call, ``3/ucap``.
        kind: One of the kinds above.
        stop: Index of the stop it belongs to; -1 for the report.
        right: Value of the right option, or what has to be entered.
        clauses: Whose wording is shown when the pick was wrong.
        heard: What was said or seen just before.
        known: Facts that decide here, as label and words.
        name: Name of the answer that is given here.
        field: Where a report is written, ``APKT Permasalahan``.
    """

    id: str
    kind: str
    stop: int
    options: tuple[Option, ...] = ()
    right: str = ""
    clauses: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    name: str = ""
    label: str = ""
    field: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether a point is given for it."""
        return self.kind != READ


@dataclass(frozen=True)
class Script:
    """A call in tasks, without its report."""

    plan: Plan
    stops: tuple[Stop, ...]
    end: Run
    tasks: tuple[Task, ...]


def make_script(flow: Flow, plan: Plan, words: Words, seed: str) -> Script:
    """Return a call in tasks.

    Raises:
        BadScript: The call cannot be held in this version of the flow.
    """
    stops, end = script_of(flow, plan)
    tasks: list[Task] = []
    for number, stop in enumerate(stops):
        own = [*_stop_tasks(flow, stop, number, words, seed)]
        tasks += own or [Task(f"{number}/{READ}", READ, number)]
    return Script(plan, stops, end, tuple(tasks))


def _stop_tasks(flow: Flow, stop: Stop, number: int, words: Words, seed: str) -> Iterator[Task]:
    if stop.changes:
        yield _back_task(flow, stop, number, words)
    else:
        yield from _wording_tasks(flow, stop, number, seed)
    yield from _answer_tasks(flow, stop, number, words)
    for at, task in enumerate(_row_tasks(flow, stop.visit, stop.later, number)):
        yield replace(task, id=f"{number}/{ROW}{at}")


def _wording_tasks(flow: Flow, stop: Stop, number: int, seed: str) -> Iterator[Task]:
    visit = stop.visit
    known = seen_by(visit, stop.run)
    for kind, name in ((Kind.SAY, SAY), (Kind.DO, DO)):
        options = wording_options(flow, visit.key, visit.step, kind, known)
        if options:
            right = options[0]
            yield Task(
                f"{number}/{name}",
                name,
                number,
                shuffled(options, f"{seed}/{number}/{name}"),
                right.value,
                (right.clause,),
            )


def seen_by(visit: Visit, run: Run) -> Mapping[str, Value]:
    """Return what is known where a step is met, in its own round."""
    return visit.round.seen(run.known) if visit.round else run.known


def _back_task(flow: Flow, stop: Stop, number: int, words: Words) -> Task:
    """Return the task to find the step whose answer the caller changes."""
    asking = [visit for visit in stop.run.visits if visit.asks]
    at = next(n for n, visit in enumerate(asking) if visit.key == stop.visit.key)
    start = max(0, min(at - 1, len(asking) - 4))
    options = tuple(
        Option(visit.key, title_of(flow, visit), step=visit.step.number)
        for visit in asking[start : start + 4]
    )
    told = [Heard(CALLER, words.changed), *(hear(flow, words, *one) for one in stop.given.items())]
    clauses = stop.visit.step.clauses
    return Task(f"{number}/{BACK}", BACK, number, options, stop.visit.key, clauses, tuple(told))


def _answer_tasks(flow: Flow, stop: Stop, number: int, words: Words) -> Iterator[Task]:
    visit = stop.visit
    for name in visit.asks:
        fact = flow.facts[split_name(name)[0]]
        options = _answer_options(flow, stop, name, fact)
        given = name in stop.given
        right = _value_id(stop.given[name]) if given else SKIP
        heard = (hear(flow, words, name, stop.given[name]) if given else Heard(CALLER, SKIPPED),)
        task = Task(
            f"{number}/{WAY}-{name}", WAY, number, options, right, clauses_after(stop), heard
        )
        task = replace(task, name=name, label=fact.label)
        if fact.type is FactType.READING and given:
            yield replace(task, kind=ENTER, options=())
        elif len(options) > 1:
            yield task
        elif given and heard[0].who != OWN:
            yield replace(task, kind=READ, options=())


def _value_id(value: Value) -> str:
    raw = to_json(value)
    return "" if raw is None else str(raw)


def _answer_options(flow: Flow, stop: Stop, name: str, fact: Fact) -> tuple[Option, ...]:
    """Return what can be chosen at a question; nothing where it is only noted."""
    value = stop.given.get(name)
    skip = (Option(SKIP, "Lewati, tidak disebutkan"),) if stop.visit.step.skippable else ()
    if fact.type is FactType.CHOICE:
        group_name = sibling(flow, name, fact.within) if fact.within else ""
        group = stop.given.get(group_name, stop.run.known.get(group_name, ""))
        rows = [Option(choice.value, choice.label) for choice in fact.offered(str(group))]
        if len(rows) > MOST_CHOICES - len(skip):
            rows = _around(rows, value)
        return (*rows, *skip)
    if fact.none_label and value is not None:
        some = str(value) if value != NO_VALUE else "Ada, dan disebutkan"
        given = Option(_value_id(value) if value != NO_VALUE else "ada", some)
        return (given, Option(NO_VALUE, fact.none_label))
    return ()


def _around(rows: list[Option], value: Value) -> list[Option]:
    """Return four rows of a long list, the right one and those beside it."""
    at = next((n for n, row in enumerate(rows) if row.value == value), 0)
    start = max(0, min(at - 1, len(rows) - 4))
    return rows[start : start + 4]


def clauses_after(stop: Stop) -> tuple[str, ...]:
    """Return the clauses that rule the way on: the way's own, or the step's."""
    way = next((way for key, way in stop.later.taken if key == stop.visit.key), None)
    return (way.clauses if way else ()) or stop.visit.step.clauses


def _row_tasks(flow: Flow, visit: Visit, later: Run, number: int) -> Iterator[Task]:
    """Yield a task for each table that chose the way on by itself, where the SOP rules it."""
    by_key = {place.key: place for place in met_places(flow)}
    keys = [key for key, _ in later.taken]
    start = keys.index(visit.key) + 1 if visit.key in keys else len(keys)
    for key, way in later.taken[start:]:
        place = by_key.get(plain_key(key))
        if place is None or place.step.shown:
            if place is not None:
                break
            continue
        rows = place.step.ways
        stated = [row for row in rows if row.cells and row.label and row.silence is None]
        if way not in stated or not way.clauses or len(stated) < 2:
            continue
        at = stated.index(way)
        begin = max(0, min(at - 1, len(stated) - 4))
        near = {row.label: row for row in stated[begin : begin + 4]}
        near[way.label] = way
        options = tuple(Option(f"{rows.index(row)}", label) for label, row in near.items())
        known = _deciding(flow, rows, seen_by(visit, later))
        right = f"{rows.index(way)}"
        yield Task("", ROW, number, options, right, way.clauses, known=known, name=plain_key(key))


def _deciding(
    flow: Flow, rows: tuple[Way, ...], known: Mapping[str, Value]
) -> tuple[tuple[str, str], ...]:
    """Return what the columns of a table are about, with what is known of each."""
    context = Context(known, flow.computed)
    told = []
    for name in dict.fromkeys(name for row in rows for name, _ in row.cells):
        if name in flow.computed:
            minutes = context.number(name)
            words = show_minutes(minutes) if isinstance(minutes, int) else "belum diketahui"
            told.append((flow.computed[name].label, words))
        else:
            fact = flow.facts[name]
            value = show_value(fact, known[name]) if name in known else "belum diketahui"
            told.append((fact.short or fact.label, value))
    return tuple(told)


def run_wrong(flow: Flow, script: Script, task: Task, picked: str) -> Ran | None:
    """Return where a wrong way leads in one step; nothing where it leads nowhere else.

    Args:
        flow: The flow.
        script: The call.
        task: The task that was done wrongly.
        picked: The value picked.
    """
    stop = script.stops[task.stop] if task.stop >= 0 else None
    if task.kind == ROW:
        place = next(p for p in places(flow) if p.key == task.name)
        by_key = {p.key: p for p in places(flow)}
        way = place.step.ways[int(picked)]
        goal, title = resolve(flow, way.to, place.prefix, place.after, by_key)
        return Ran(title or "Panggilan selesai", goal)
    if stop is None or task.kind != WAY or picked == "ada":
        return None
    given = {name: value for name, value in stop.given.items() if name != task.name}
    if picked != SKIP:
        given[task.name] = picked
    after = step_on(flow, stop.before, stop.visit, given, moment_of(script.plan.facts))
    run = replay(flow, after)
    keys = [visit.key for visit in run.visits]
    at = keys.index(stop.visit.key) + 1
    if _following(run, at) == _following(stop.later, at):
        return None
    if at >= len(run.visits):
        title = run.outcome.title if run.outcome else stop.visit.step.title
        return Ran(title, outcome=run.outcome.id if run.outcome else "")
    following = run.visits[at]
    own = wording_options(flow, following.key, following.step, Kind.SAY, seen_by(following, run))
    return Ran(title_of(flow, following), following.key, say=own[0].text if own else "")


def _following(run: Run, at: int) -> str:
    """Return what comes after a number of steps: a step, or the outcome."""
    if at < len(run.visits):
        return run.visits[at].key
    return f"hasil-{run.outcome.id}" if run.outcome else ""
