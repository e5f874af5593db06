"""Which report lines can really come to be written, and with what filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flow_engine.guards import facts_of
from flow_engine.model import FILED, Flow, Outcome, Remark, ReportLine
from flow_engine.proof.ends import Case, Ends, facts_known
from flow_engine.proof.explore import Space
from flow_engine.proof.truth import compile_guard
from flow_engine.proof.variables import Kind
from flow_engine.report import line_text

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass
class Filing:
    """What is known of the report lines of one flow.

    Attributes:
        impossible: Lines whose condition never holds where they could be written.
        doubled: An outcome, two of its lines that hold at once, and when.
        open: An outcome whose cases leave a hole, its first line, and when.
        unfilled: An outcome, a line, and the name of a place that nothing fills.
        silent: Remarks whose condition never holds at their outcome.
    """

    impossible: list[ReportLine] = field(default_factory=list)
    doubled: list[tuple[Outcome, ReportLine, ReportLine, dict[int, int]]] = field(
        default_factory=list
    )
    open: list[tuple[Outcome, ReportLine, dict[int, int]]] = field(default_factory=list)
    unfilled: list[tuple[Outcome, ReportLine, str]] = field(default_factory=list)
    silent: list[Remark] = field(default_factory=list)


def examine_filing(space: Space) -> Filing:
    """Examine every line of every outcome that is reached; nothing if the search gave up."""
    found = Filing()
    if not space.complete or space.find_circle():
        return found
    flow = space.flow
    written = [(o, line) for o in flow.outcomes.values() for line in lines_of(flow, o)]
    names = [name for _, line in written for name in (*_places(flow, line), *facts_of(line.guard))]
    known = facts_known(space, names)
    ends = Ends(space)
    for outcome in flow.outcomes.values():
        if outcome.id not in known:
            continue
        tracked = _tracked(space, outcome.reports)
        if tracked is not None:
            _examine_lines(space, outcome, ends.cases(outcome.id, tracked), found)
        found.silent += _silent(ends, outcome)
        for line in lines_of(flow, outcome):
            if line in flow.extra_reports and not known[outcome.id].issuperset(
                facts_of(line.guard)
            ):
                continue
            for name in _places(flow, line):
                if name not in known[outcome.id]:
                    found.unfilled.append((outcome, line, name))
    found.impossible += list(_impossible_extras(ends, known))
    return found


def lines_of(flow: Flow, outcome: Outcome) -> tuple[ReportLine, ...]:
    """Return the lines an outcome can get, its own and the flow's."""
    return outcome.reports + (flow.extra_reports if outcome.apkt in FILED else ())


def _places(flow: Flow, line: ReportLine) -> Iterator[str]:
    for match in _PLACE.finditer(line_text(flow, line)):
        yield flow.slots.get(match[0], match[1])


def _examine_lines(space: Space, outcome: Outcome, cases: set[Case], found: Filing) -> None:
    computed = space.flow.computed
    tests = [compile_guard(line.guard, space.variables, computed) for line in outcome.reports]
    held: set[int] = set()
    told: set[tuple[int, ...]] = set()
    for cells in sorted(cases):
        case = dict(cells)
        now = [index for index, test in enumerate(tests) if test(case) is True]
        held.update(now)
        for group in _fields(outcome):
            holding = tuple(index for index in group if index in now)
            if len(holding) > 1 and holding not in told:
                told.add(holding)
                lines = outcome.reports
                found.doubled.append((outcome, lines[holding[0]], lines[holding[1]], case))
            if not holding and len(group) > 1 and group not in told:
                told.add(group)
                found.open.append((outcome, outcome.reports[group[0]], case))
    found.impossible += [line for i, line in enumerate(outcome.reports) if i not in held]


def _fields(outcome: Outcome) -> list[tuple[int, ...]]:
    """Return the lines that fill the same field, offers left out."""
    groups: dict[tuple[str, str], list[int]] = {}
    for index, line in enumerate(outcome.reports):
        if not line.offer:
            groups.setdefault((line.system, line.field), []).append(index)
    return [tuple(group) for group in groups.values()]


def _impossible_extras(ends: Ends, known: dict[str, set[str]]) -> Iterator[ReportLine]:
    space = ends.space
    filed = [o.id for o in space.flow.outcomes.values() if o.id in known and o.apkt in FILED]
    for line in space.flow.extra_reports if filed else ():
        tracked = _tracked(space, (line,))
        if tracked is None:
            continue
        test = compile_guard(line.guard, space.variables, space.flow.computed)
        cases = (case for outcome in filed for case in ends.cases(outcome, tracked))
        if not any(test(dict(case)) is True for case in cases):
            yield line


def _silent(ends: Ends, outcome: Outcome) -> Iterator[Remark]:
    """Yield the remarks that are told in none of the cases of an outcome."""
    space = ends.space
    for remark in outcome.notes:
        tracked = _tracked(space, (remark,))
        if not tracked:
            continue
        test = compile_guard(remark.guard, space.variables, space.flow.computed)
        if not any(test(dict(case)) is True for case in ends.cases(outcome.id, tracked)):
            yield remark


def _tracked(space: Space, lines: Iterable[ReportLine | Remark]) -> tuple[int, ...] | None:
    """Return the variables that lines look at; nothing where a moment leaves it undecided."""
    variables = space.variables
    tracked: list[int] = []
    for name in dict.fromkeys(name for line in lines for name in facts_of(line.guard)):
        if name in space.flow.computed or name not in variables.facts:
            return None
        index = variables.facts[name]
        if variables.all[index].kind is Kind.MOMENT:
            return None
        tracked.append(index)
    return tuple(tracked)
