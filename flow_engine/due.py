"""What was due on a way: every sentence, prohibition, deed, report and choice, in order.

Nothing of it is written anywhere but in the flow; see :mod:`flow_engine.scoring` for what
becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flow_engine.backing import clause_of_document, clause_on_way
from flow_engine.cases import is_open_case
from flow_engine.filling import NOBODY, fill_speech
from flow_engine.model import APKT_VALUES, ESCALATIONS, WORK_ORDERS, Flow, Outcome
from flow_engine.records import Kind
from flow_engine.report import Written, written_texts
from flow_engine.session import Run, Visit
from flow_engine.weights import DO, DONT, ESCALATION, MENU, ORDER, REPORT, SAY, WORK_ORDER

NONE = "tidak ada"
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
        unfilled: The text with its places where ``text`` holds what a person typed.
        shown: A spoken text as :func:`flow_engine.filling.fill_speech` fills it.
        when: In which case it applies, in words.
        maybe: Whether only who heard the call knows if that case was given.
        options: What may be chosen, the right one among them.
        stated: False where the sources leave it open; then nothing of it is fatal.
        note: What they leave open.
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
    maybe: bool = False
    system: str = ""
    field: str = ""
    options: tuple[str, ...] = ()
    stated: bool = True
    note: str = ""
    unfilled: str = ""

    @property
    def wording(self) -> str:
        """Return the text without anything a person typed: what may stand in a file."""
        return self.unfilled or self.text


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
    for part in parts:
        kind = _KINDS.get(part.kind)
        if kind is None:
            continue
        filled = fill_speech(flow, part.text, known, NOBODY) if kind == SAY else []
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
            maybe=kind == SAY and is_open_case(flow, visit.room, visit.step.id, part),
            system=part.system,
        )


def _end_items(flow: Flow, run: Run, outcome: Outcome) -> Iterator[Item]:
    bare = written_texts(flow, run, personal=False)
    for number, text in enumerate(written_texts(flow, run), start=1):
        chosen = not text.part and text.text == outcome.escalation
        if not text.offer and not chosen:
            item = _report_item(number, text)
            note = " ".join(filter(None, (_open_points(run), item.note)))
            stated = item.stated and not run.silences
            yield replace(item, stated=stated, note=note, unfilled=bare[number - 1].text)
    if outcome.apkt:
        yield from _chosen_items(flow, run, outcome)


def _open_points(run: Run) -> str:
    return " ".join(silence.told for silence in run.silences)


def _chosen_items(flow: Flow, run: Run, outcome: Outcome) -> Iterator[Item]:
    """Return the menu, the Tipe WO and the escalation, each with the clause that states it.

    A Tipe WO is a field of the trouble report only: who has to choose one has the menu too.
    """
    some = any(other.work_order for other in flow.outcomes.values())
    named = {row.value: row.clause for row in flow.escalations}
    for kind, right, options, known in (
        (MENU, outcome.apkt, APKT_VALUES, bool(outcome.work_order)),
        (WORK_ORDER, outcome.work_order, WORK_ORDERS, some and not outcome.work_order),
        (ESCALATION, outcome.escalation, ESCALATIONS, not outcome.escalation),
    ):
        on_way = named.get(right) or clause_on_way(flow, run, outcome, right) if right else ""
        notes = [_open_points(run)]
        if kind == WORK_ORDER and not some:
            notes.append("Sumber alur ini tidak menyebut Tipe WO.")
        elif not on_way and not known:
            notes.append(f"Klausul di jalan ini tidak menyebut “{right}”; itu tafsir kami.")
        note = " ".join(filter(None, notes))
        yield Item(
            id=kind,
            kind=kind,
            text=right or NONE,
            clause=on_way or (clause_of_document(flow, right) if right else ""),
            system="" if kind == ESCALATION else "APKT",
            options=(*options, NONE),
            stated=not note,
            note=note,
        )


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
