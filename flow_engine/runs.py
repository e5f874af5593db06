"""A flow run to its end with facts alone, as ``kosakata-alur.yaml`` describes it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from flow_engine.facts import CLOCK, Value, ValueProblem, parse_value, show_moment
from flow_engine.model import Flow
from flow_engine.problems import nearest
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
    for name, value in raw.items():
        fact = flow.facts.get(name)
        if fact is None:
            guess = nearest(name, flow.facts)
            hint = f" Maksud Anda “{guess}”?" if guess else ""
            errors.append({"fact": name, "message": f"Fakta “{name}” tidak dikenal.{hint}"})
            continue
        try:
            values[name] = parse_value(fact, value)
        except ValueProblem as problem:
            errors.append({"fact": name, "message": str(problem)})
    errors.extend(_order_errors(flow, values, now))
    return values, errors


def _order_errors(flow: Flow, values: Mapping[str, Value], now: datetime.datetime) -> Errors:
    errors: Errors = []
    for name, value in values.items():
        limit_name = flow.facts[name].not_after
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
    """Run a flow with facts alone.

    Returns:
        The object of ``kosakata-alur.yaml``; ``status`` is ``done``, ``needs`` or
        ``invalid``.
    """
    now = now.replace(second=0, microsecond=0)
    values, errors = read_facts(flow, raw, now)
    if errors:
        return {"status": "invalid", "errors": errors}
    if CLOCK in flow.facts:
        values.setdefault(CLOCK, now)
    run = replay(flow, start(flow, values), attended=False)
    status: Json = {"status": "done"} if run.done else {"status": "needs", "needs": run.needs}
    return {**status, **report_of(flow, run)}
