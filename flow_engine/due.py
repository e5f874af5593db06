"""What was due on a way: every sentence, prohibition, deed, report and choice, in order.

Nothing of it is written anywhere but in the flow; see :mod:`flow_engine.scoring` for what
becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flow_engine.filling import NOBODY, fill_speech
from flow_engine.model import APKT_VALUES, ESCALATIONS, WORK_ORDERS, Flow, Outcome
from flow_engine.records import Kind
from flow_engine.report import Written, written_texts
from flow_engine.session import Run, Visit
from flow_engine.weights import DO, DONT, ESCALATION, MENU, ORDER, REPORT, SAY, WORK_ORDER

NONE = "tanpa"
"""Stands for no menu, no Tipe WO, no escalation: nothing was chosen, or nothing is due."""
_KINDS = {Kind.SAY: SAY, Kind.DONT_SAY: DONT, Kind.DO: DO}


@dataclass(frozen=True)
class Item:
    """One thing a reviewer judges.

    Attributes:
        id: Unique on the way, ``garansi/garansi#PRK-18/1``.
        kind: One of :data:`flow_engine.weights.KINDS`.
        step: Key of the step it was met in; empty for what belongs to the end.
        text: The official wording, what is to be done, or what had to be chosen or filed.
        pieces: A spoken or filed text in pieces, each with whether it is a place to fill.
        shown: A spoken text as :func:`flow_engine.filling.fill_speech` fills it.
        when: In which case it applies, in words.
        group: The same for sentences of which one is to be chosen; empty for others.
        options: What may be chosen, the right one among them.
        stated: False where the sources leave it open; then nothing of it is fatal.
    """

    id: str
    kind: str
    text: str
    part: str = ""
    clause: str = ""
    step: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()
    shown: tuple[dict[str, Any], ...] = ()
    when: str = ""
    group: str = ""
    system: str = ""
    field: str = ""
    options: tuple[str, ...] = ()
    stated: bool = True
    note: str = ""


def due_items(flow: Flow, run: Run) -> tuple[Item, ...]:
    """Return what was due on a way, complete or not, in the order in which it was met.

    Args:
        flow: The flow.
        run: A replay of it; what belongs to the end comes with the outcome.
    """
    items = [item for visit in run.visits for item in _step_items(flow, run, visit)]
    if sum(item.kind == SAY for item in items) > 1:
        items.append(Item(ORDER, ORDER, "Kalimat diucapkan menurut urutan alur"))
    if run.outcome is not None:
        items += _end_items(flow, run, run.outcome)
    return tuple(items)


def _step_items(flow: Flow, run: Run, visit: Visit) -> Iterator[Item]:
    known = visit.round.seen(run.known) if visit.round else run.known
    parts = [flow.parts[name] for name in visit.step.parts]
    cases = [part.clause for part in parts if part.kind is Kind.SAY and part.when]
    for part in parts:
        kind = _KINDS.get(part.kind)
        if kind is None:
            continue
        filled = fill_speech(flow, part.text, known, NOBODY) if kind == SAY else []
        either = kind == SAY and part.when and cases.count(part.clause) > 1
        yield Item(
            id=f"{visit.key}#{part.id}",
            kind=kind,
            text=part.text,
            part=part.id,
            clause=part.clause,
            step=visit.key,
            pieces=tuple((str(p.get("sign", p["text"])), "sign" in p) for p in filled),
            shown=tuple(filled),
            when=part.when,
            group=f"{visit.key}#{part.clause}" if either else "",
            system=part.system,
        )


def _end_items(flow: Flow, run: Run, outcome: Outcome) -> Iterator[Item]:
    for number, text in enumerate(written_texts(flow, run), start=1):
        chosen = not text.part and text.text == outcome.escalation
        if not text.offer and not chosen:
            yield _report_item(number, text)
    if not outcome.apkt:
        return
    clause = next(iter(outcome.clauses), "")
    stated = outcome.silence is None
    note = (
        "" if outcome.silence is None else f"{outcome.silence.text} Tanyakan {outcome.silence.ask}."
    )
    for kind, right, options in (
        (MENU, outcome.apkt, APKT_VALUES),
        (WORK_ORDER, outcome.work_order, WORK_ORDERS),
        (ESCALATION, outcome.escalation, ESCALATIONS),
    ):
        yield Item(
            kind, kind, right or NONE, clause=clause, system="APKT" if kind != ESCALATION else "",
            options=(*options, NONE), stated=stated, note=note,
        )  # fmt: skip


def _report_item(number: int, text: Written) -> Item:
    return Item(
        id=f"{REPORT}#{number}",
        kind=REPORT,
        text=text.text,
        part=text.part,
        clause=text.clause,
        pieces=tuple(_cut_places(text.text)),
        when=text.round,
        system=text.system,
        field=text.field,
        stated=text.stated_by_sop,
        note=text.note,
    )


def _cut_places(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a filled report at the places whose facts are not known, ``{permasalahan}``."""
    rest = text
    while "{" in rest and "}" in rest[rest.index("{") :]:
        before, _, after = rest.partition("{")
        name, _, rest = after.partition("}")
        if before:
            yield before, False
        yield f"{{{name}}}", True
    if rest:
        yield rest, False
