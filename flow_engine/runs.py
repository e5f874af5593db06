"""A flow run to its end with facts alone, as ``kosakata-alur.yaml`` describes it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from flow_engine.facts import CLOCK, Value, ValueProblem, parse_value, show_moment, to_json
from flow_engine.model import Flow
from flow_engine.problems import in_quotes, nearest
from flow_engine.repeats import MARK, fact_named, sibling
from flow_engine.report import report_of
from flow_engine.session import replay, start

Json = dict[str, Any]
Errors = list[dict[str, str]]


def read_facts(
    flow: Flow, raw: Mapping[str, Any], now: datetime.datetime
) -> tuple[dict[str, Value], Errors]:
    """Read given facts; every one is checked, whether the way reaches it or not.

    Args:
        flow: The flow the facts belong to.
        raw: Fact to value as JSON gives it.
        now: The local time, for facts that may not lie in the future.

    Returns:
        The values that could be read, and what is wrong with the others.
    """
    values: dict[str, Value] = {}
    errors: Errors = []
    for name, value in sorted(raw.items(), key=lambda item: _is_grouped(flow, item[0])):
        fact = fact_named(flow, name)
        if fact is None or fact.setting:
            errors.append(_unknown(flow, name))
            continue
        try:
            group = values.get(sibling(flow, name, fact.within), "") if fact.within else ""
            values[name] = parse_value(fact, value, str(group))
        except ValueProblem as problem:
            errors.append({"fact": name, "message": str(problem)})
    errors.extend(order_errors(flow, values, now))
    return values, errors


def _unknown(flow: Flow, name: str) -> dict[str, str]:
    guess = nearest(name, flow.facts)
    hint = f" Maksud Anda “{guess}”?" if guess else ""
    return {"fact": name, "message": f"Fakta {in_quotes(name)} tidak dikenal.{hint}"}


def read_answers(
    flow: Flow, kept: Mapping[str, Value], given: Mapping[str, Any], now: datetime.datetime
) -> tuple[dict[str, Value], Errors]:
    """Read what is given now beside what is kept from before, which may limit it."""
    raw = {**{name: to_json(value) for name, value in kept.items()}, **given}
    values, errors = read_facts(flow, raw, now)
    mine = [error for error in errors if error["fact"] in given]
    return {name: values[name] for name in given if name in values}, mine


def _is_grouped(flow: Flow, name: str) -> bool:
    """Tell whether a value is read after another one, the one that picks its choices."""
    fact = fact_named(flow, name)
    return fact is not None and bool(fact.within)


def order_errors(flow: Flow, values: Mapping[str, Value], now: datetime.datetime) -> Errors:
    """Find times that lie after what they may not be after, mostly after now."""
    errors: Errors = []
    for name, value in values.items():
        fact = fact_named(flow, name)
        limit_name = fact.not_after if fact else ""
        if not limit_name or not isinstance(value, datetime.datetime):
            continue
        limit = values.get(limit_name, now if limit_name == CLOCK else None)
        if isinstance(limit, datetime.datetime) and value > limit:
            errors.append(
                {
                    "fact": name,
                    "message": f"{show_moment(value)} belum terjadi; sekarang "
                    f"{show_moment(limit)}. Periksa jam dan tanggalnya.",
                }
            )
    return errors


def run_facts(flow: Flow, raw: Mapping[str, Any], now: datetime.datetime) -> Json:
    """Run a flow with facts alone; they describe the first round of a repeated room.

    Returns:
        The object of ``kosakata-alur.yaml``; ``status`` is ``done``, ``needs`` or
        ``invalid``.
    """
    return walk_facts(flow, raw, now)[0]


def walk_facts(
    flow: Flow, raw: Mapping[str, Any], now: datetime.datetime
) -> tuple[Json, tuple[str, ...]]:
    """Run a flow with facts alone; also return the steps shown on the way, in order."""
    now = now.replace(second=0, microsecond=0)
    values, errors = read_facts(flow, raw, now)
    errors += [_unknown(flow, name) for name in raw if name in values and MARK in name]
    if errors:
        return {"status": "invalid", "errors": errors}, ()
    if CLOCK in flow.facts:
        values.setdefault(CLOCK, now)
    run = replay(flow, start(flow, values), attended=False)
    status: Json = {"status": "done"} if run.done else {"status": "needs", "needs": run.needs}
    return {**status, **report_of(flow, run)}, tuple(visit.key for visit in run.visits)
