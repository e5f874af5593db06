"""The end of a practice call: what is chosen and written, and how a text differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flow_engine.due import Item, due_items
from flow_engine.matching import Found
from flow_engine.model import Flow
from flow_engine.report import write_line
from flow_engine.session import Run
from flow_engine.spoken import read_wording
from flow_engine.weights import ESCALATION as ESCALATION_KIND
from flow_engine.weights import MENU as MENU_KIND
from flow_engine.weights import REPORT
from flow_engine.weights import WORK_ORDER as WORK_ORDER_KIND
from flow_engine.written import compare_written
from learning.practice_options import WRONG_OPTIONS, Option, shuffled, too_alike
from learning.practice_tasks import ESCALATION, FILE, MENU, WORK_ORDER, Task

Json = dict[str, Any]

_CHOSEN = {MENU_KIND: MENU, WORK_ORDER_KIND: WORK_ORDER, ESCALATION_KIND: ESCALATION}


def report_tasks(flow: Flow, end: Run, seed: str) -> Iterator[Task]:
    """Yield what the trainee chooses and writes at the end, where the sources rule it.

    What they leave open is shown at the end and never asked.
    """
    for item in stated_items(flow, end):
        if item.kind in _CHOSEN:
            options = tuple(Option(value, value) for value in item.options)
            yield Task(
                f"akhir/{item.id}", _CHOSEN[item.kind], -1, options, item.text, _clauses(item)
            )
        else:
            yield Task(
                f"akhir/{item.id}",
                FILE,
                -1,
                shuffled(_texts(flow, end, item), f"{seed}/{item.id}"),
                item.text,
                _clauses(item),
                label=item.when,
                field=" ".join(filter(None, (item.system, item.field))),
            )


def stated_items(flow: Flow, end: Run) -> list[Item]:
    """Return what is due at the end and stated by the sources, texts that repeat only once."""
    found: dict[tuple[str, str], Item] = {}
    for item in due_items(flow, end):
        if item.stated and (item.kind in _CHOSEN or item.kind == REPORT):
            found.setdefault((item.kind, item.text), item)
    return list(found.values())


def open_items(flow: Flow, end: Run) -> list[Item]:
    """Return what is due at the end and left open by the sources."""
    kinds = (*_CHOSEN, REPORT)
    return [item for item in due_items(flow, end) if item.kind in kinds and not item.stated]


def _clauses(item: Item) -> tuple[str, ...]:
    return (item.clause,) if item.clause else ()


def _texts(flow: Flow, end: Run, item: Item) -> tuple[Option, ...]:
    """Return the right text and those of other outcomes for the same place; none if only one."""
    found = [Option(item.text, item.text)]
    lines = [line for outcome in flow.outcomes.values() for line in outcome.reports]
    lines.sort(key=lambda line: line.field != item.field)
    for line in lines:
        text = write_line(flow, line, end.known).text
        if line.system != item.system or line.silence is not None:
            continue
        if not any(text == other.text or too_alike(text, other.text) for other in found):
            found.append(Option(text, text))
        if len(found) > WRONG_OPTIONS:
            break
    return tuple(found) if len(found) > 1 else ()


def differences(wording: str, written: str) -> tuple[bool, int, list[Json]]:
    """Compare what was written with the official text.

    Returns:
        Whether it is the same to the letter, the likeness in percent, and the pieces, each
        with its kind: ``same``, ``missing``, ``added`` or ``gap``.
    """
    found: Found = compare_written(read_wording([(wording, False)], written=True), written)
    pieces = [{"kind": piece.kind, "text": piece.text} for piece in found.segments]
    return found.exact, found.percent, pieces
