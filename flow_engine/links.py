"""A run as a link: the way in a few hundred letters, and nothing of a person.

``1.periksa.<base64url>``: format, flow, then bytes. For each shown step they hold the
mark of its place, the mark of what was asked and answered there, and the answer as an
index or a number. A text or a personal fact is only told as given. So a link can be
read by another version of the flow, and is judged like any saved run.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flow_engine.comparison import Judgement, Loss, Verdict, judge, lost_answer
from flow_engine.content import places
from flow_engine.events import Action, Event
from flow_engine.facts import (
    CLOCK,
    NO_VALUE,
    WITHHELD,
    Fact,
    FactType,
    Value,
    ValueProblem,
    parse_value,
    to_json,
)
from flow_engine.logbook import fold, names_at, nth_of, skip_once
from flow_engine.model import Flow, handed_facts
from flow_engine.packing import Bytes, BytesProblem, Packer, unzigzag, zigzag
from flow_engine.repeats import MARK, fact_named
from flow_engine.session import Run, State, Visit, replay, without_person
from flow_engine.traces import MARK_SIZE, PLACE, WHOLE, Trace, place_mark, trace_of

FORMAT = "1"
# The longest real call, of ninety-nine tickets, needs about half of it.
MAX_LINK = 16_000
_LINK = re.compile(r"([0-9]{1,3})\.([a-z0-9-]{1,60})\.([A-Za-z0-9_-]+)")
_BEGIN = datetime.datetime(2000, 1, 1)
_ROUTE, _SEAL = 8, 8
_ABSENT, _GIVEN, _NONE, _FIRST = 0, 1, 2, 3
_UNKNOWN_MARK = "?" * MARK_SIZE

DAMAGED = "Tautan ini rusak atau terpotong. Minta disalin sekali lagi."


class LinkError(ValueError):
    """A link that is not opened; the text is Indonesian."""


def flow_of(text: str) -> str:
    """Return the id of the flow a link is for.

    Raises:
        LinkError: It is no link of a run, or one of another format.
    """
    if len(text) > MAX_LINK:
        raise LinkError("Tautan ini terlalu panjang untuk sebuah tautan langkah.")
    match = _LINK.fullmatch(text)
    if match is None:
        raise LinkError("Ini bukan tautan langkah, atau sudah rusak.")
    if match[1] != FORMAT:
        raise LinkError("Tautan ini dibuat oleh versi Pandu yang lain, dan tidak dapat dibaca.")
    return match[2]


def write_link(flow: Flow, state: State) -> str:
    """Return a call as the text of a link; nothing a person typed or is known by is in it.

    Raises:
        LinkError: The call is longer than a link can be.
    """
    state = without_person(flow, state)
    run = replay(flow, state)
    trace = trace_of(flow, run)
    packer = Packer()
    packer.hexed(flow.route[:_ROUTE] + trace.whole + trace.start)
    clock = run.known.get(CLOCK)
    minutes = _minutes(clock, _BEGIN) + 1 if isinstance(clock, datetime.datetime) else 0
    packer.number(max(minutes, 0))
    once = _passed_at_start(flow, state)
    packer.number(int(bool(once)))
    handed = [name for name in handed_facts(flow) if name in run.known]
    packer.number(len(handed))
    for name in handed:
        packer.hexed(place_mark(name))
        _pack_value(packer, flow.facts[name], run.known[name], clock)
    packer.number(len(run.visits))
    for visit, mark in zip(run.visits, trace.marks, strict=True):
        known = any(name in run.known for name in visit.asks)
        happened = visit.answered and (known or visit.key in state.passed)
        packer.hexed(mark)
        packer.number(int(happened and visit.key not in once) + 2 * (nth_of(visit.key) - 1))
        _pack_answers(packer, flow, run, visit)
    body = packer.done
    data = body + _seal(flow.id, body)
    text = base64.urlsafe_b64encode(data).decode().rstrip("=")
    link = f"{FORMAT}.{flow.id}.{text}"
    if len(link) > MAX_LINK:
        raise LinkError("Panggilan ini terlalu panjang untuk menjadi tautan. Pakailah transkrip.")
    return link


def _seal(flow_id: str, body: bytes) -> bytes:
    whole = f"{FORMAT}.{flow_id}.".encode() + body
    return hashlib.sha256(whole).digest()[: _SEAL // 2]


def _minutes(moment: datetime.datetime, since: datetime.datetime) -> int:
    return int((moment - since).total_seconds() // 60)


def _passed_at_start(flow: Flow, state: State) -> frozenset[str]:
    """Return the steps that a call going on from another flow passed, if it is one."""
    once = skip_once(flow, State(flow.id, flow.route)).passed
    begins = once <= state.passed and not once & state.times.keys()
    return once if begins else frozenset()


def _pack_answers(packer: Packer, flow: Flow, run: Run, visit: Visit) -> None:
    known = {name: run.known[name] for name in visit.asks if name in run.known}
    for name in visit.asks:
        fact = fact_named(flow, name)
        if fact is None or name not in known:
            packer.number(_ABSENT)
        else:
            _pack_value(packer, fact, known[name], run.known.get(CLOCK))


def _pack_value(packer: Packer, fact: Fact, value: Value, clock: Value) -> None:
    if value == WITHHELD:
        packer.number(_GIVEN)
    elif value == NO_VALUE and fact.none_label:
        packer.number(_NONE)
    elif fact.type is FactType.CHOICE:
        values = [choice.value for choice in fact.choices]
        packer.number(_FIRST + values.index(str(value)))
    elif isinstance(value, int):
        packer.number(_FIRST + zigzag(value))
    elif isinstance(value, datetime.datetime):
        since = clock if isinstance(clock, datetime.datetime) else _BEGIN
        packer.number(_FIRST + zigzag(_minutes(value, since)))
    elif value is None:
        packer.number(_FIRST)
    else:
        packer.number(_FIRST + 1 + len(value))
        packer.reading(value)


@dataclass
class _Found:
    """What a link holds, as far as this flow can read it."""

    facts: dict[str, Value] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)


def read_link(flow: Flow, text: str, now: datetime.datetime) -> Judgement:
    """Read a link as a call that stands where the link was made, and judge it.

    Args:
        flow: The flow that :func:`flow_of` names.
        text: The link, without what stands before it in the address.
        now: The moment noted for what happened, where the link pins no clock.

    Raises:
        LinkError: It is damaged, or made up.
    """
    if flow_of(text) != flow.id:
        raise LinkError("Tautan ini untuk alur yang lain.")
    body = _unsealed(flow, text)
    data, found = Bytes(body), _Found()
    try:
        route, whole, start = data.hexed(_ROUTE), data.hexed(WHOLE), data.hexed(PLACE)
        minutes = data.number()
        clock = _BEGIN + datetime.timedelta(minutes=minutes - 1) if minutes else None
        action = Action.LINK_CONTINUE if data.number() else Action.LINK
        _read_steps(flow, data, found, clock)
    except (BytesProblem, OverflowError):
        raise LinkError(DAMAGED) from None
    known: dict[str, Value] = {CLOCK: clock} if clock and CLOCK in flow.facts else {}
    moment = clock or now
    first = Event(moment, "", action, known | found.facts, tuple(sorted(found.withheld)))
    events = [Event(moment, e.key, e.action, e.facts, e.withheld) for e in found.events]
    state = fold(flow, [first, *events])
    judged = judge(flow, state, Trace(start, tuple(found.marks), whole), found.losses)
    own = flow.route.startswith(route)
    if own and (judged.verdict is not Verdict.SAME or not data.ended):
        # Its own version would have come to the same end.
        raise LinkError(DAMAGED)
    return judged


def _unsealed(flow: Flow, text: str) -> bytes:
    letters = text.rsplit(".", 1)[1]
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except ValueError:
        raise LinkError(DAMAGED) from None
    body, seal = data[: -_SEAL // 2], data[-_SEAL // 2 :]
    if _seal(flow.id, body) != seal:
        raise LinkError(DAMAGED)
    return body


def _read_steps(flow: Flow, data: Bytes, found: _Found, clock: datetime.datetime | None) -> None:
    handed = {place_mark(name): name for name in handed_facts(flow)}
    for _ in range(data.number()):
        name = handed.get(data.hexed(PLACE))
        if name is None:
            # What follows cannot be told apart; the mark of the start says that it differs.
            return
        _read_value(flow, data, name, clock, found, found.facts, found.withheld)
    keys = _keys(flow)
    count = data.number()
    for _ in range(min(count, MAX_LINK)):
        mark, flags = data.hexed(MARK_SIZE), data.number()
        found.marks.append(mark)
        key = _with_round(flow, keys.get(mark[:PLACE], ""), flags // 2 + 1)
        if not key:
            found.losses.append(Loss("", "sebuah langkah di jalan itu tidak ada lagi"))
            break
        if not _read_visit(flow, data, key, clock, found, happened=flags % 2 == 1):
            break
    found.marks += [_UNKNOWN_MARK] * (min(count, MAX_LINK) - len(found.marks))


def _read_visit(
    flow: Flow,
    data: Bytes,
    key: str,
    clock: datetime.datetime | None,
    found: _Found,
    *,
    happened: bool,
) -> bool:
    """Read what was done at a step; tell whether what comes next can be read too."""
    facts: dict[str, Value] = {} if happened else found.facts
    withheld: list[str] = [] if happened else found.withheld
    whole = True
    for name in names_at(flow, key):
        whole = whole and _read_value(flow, data, name, clock, found, facts, withheld)
    if happened:
        action = Action.ANSWER if facts or withheld else Action.PASS
        found.events.append(Event(_BEGIN, key, action, facts, tuple(sorted(withheld))))
    return whole


def _read_value(
    flow: Flow,
    data: Bytes,
    name: str,
    clock: datetime.datetime | None,
    found: _Found,
    facts: dict[str, Value],
    withheld: list[str],
) -> bool:
    """Read one answer; tell whether what comes next can be read too."""
    code = data.number()
    fact = fact_named(flow, name)
    if code == _ABSENT or fact is None:
        return fact is not None
    if code == _GIVEN:
        withheld.append(name)
        return True
    try:
        raw = _unpack(fact, data, code, clock)
        facts[name] = parse_value(fact, raw)
    except (ValueProblem, BytesProblem, OverflowError, IndexError) as problem:
        known = isinstance(problem, ValueProblem)
        told = str(problem) if known else "pilihan atau jenisnya berubah."
        found.losses.append(lost_answer(flow, name, "", told))
        return known
    return True


def _unpack(fact: Fact, data: Bytes, code: int, clock: datetime.datetime | None) -> object:
    if code == _NONE:
        return NO_VALUE
    number = code - _FIRST
    match fact.type:
        case FactType.CHOICE:
            return fact.choices[number].value
        case FactType.INTEGER | FactType.RUPIAH:
            return unzigzag(number)
        case FactType.DATETIME:
            moment = (clock or _BEGIN) + datetime.timedelta(minutes=unzigzag(number))
            return to_json(moment)
        case FactType.READING:
            return data.reading(number - 1) if number else None
    raise ValueProblem("Teks tidak pernah ada dalam tautan.")


@lru_cache(maxsize=64)
def _keys(flow: Flow) -> Mapping[str, str]:
    """Return the key of each step by the mark of its place."""
    return {place_mark(place.key): place.key for place in places(flow)}


@lru_cache(maxsize=64)
def _repeated(flow: Flow) -> tuple[str, ...]:
    """Return the places of repeated rooms, as keys of the steps inside begin."""
    return tuple(dict.fromkeys(place.prefix for place in places(flow) if place.again))


def _with_round(flow: Flow, key: str, nth: int) -> str:
    """Return the key of a step in a round; empty where it is in no repeated room."""
    if nth == 1:
        return key
    prefix = next((prefix for prefix in _repeated(flow) if key.startswith(prefix)), "")
    return f"{prefix[:-1]}{MARK}{nth}/{key[len(prefix) :]}" if prefix else ""
