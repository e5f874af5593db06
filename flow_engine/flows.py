"""Loads the flows of ``docs/_data/alur`` into checked :class:`Flow` values.

``bersama.yaml`` holds what all flows share: facts, computed durations, sub-flows
and report lines. A flow takes of it only what it reaches, so that its hashes do
not change with what it does not use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flow_engine.conditions import Names
from flow_engine.decode import Scope, read_outcome, read_report, read_room
from flow_engine.decode_facts import read_computed, read_facts
from flow_engine.facts import CLOCK, Fact
from flow_engine.fields import Fields
from flow_engine.guards import Difference, facts_of
from flow_engine.library import display_name
from flow_engine.model import (
    ESCALATIONS,
    ClauseRef,
    Escalation,
    Flow,
    FlowPart,
    Outcome,
    ReportLine,
    Room,
    Step,
)
from flow_engine.problems import ProblemLog
from flow_engine.records import SYSTEMS, Library
from flow_engine.source import Node, read_file
from flow_engine.wire import hash_route, hash_wording

SHARED = "bersama"
FLOW_KEYS = (
    "alur", "judul", "dokumen", "mulai", "fakta", "hitung", "langkah", "tabel", "hasil", "tulis",
)  # fmt: skip
SHARED_KEYS = ("fakta", "hitung", "bagian", "tulis", "eskalasi")
ROOM_KEYS = ("judul", "mulai", "sekali", "langkah")

UrlOf = Callable[[str], str]


@dataclass(frozen=True)
class Shared:
    """What ``bersama.yaml`` holds."""

    facts: dict[str, Fact]
    computed: dict[str, Difference]
    rooms: dict[str, Room]
    reports: tuple[ReportLine, ...]
    escalations: tuple[Escalation, ...] = ()


def load_flows(
    data_dir: Path, library: Library, url_of: UrlOf | None = None
) -> tuple[dict[str, Flow], ProblemLog]:
    """Load all flows.

    Args:
        data_dir: The folder ``docs/_data``.
        library: The clauses the flows refer to.
        url_of: Returns the address of a clause from the site's root.

    Returns:
        The flows by id, and every problem of their files. A flow with problems
        is in the result too, as far as it could be read; never run it.
    """
    log = ProblemLog()
    folder = data_dir / "alur"
    shared_path = folder / f"{SHARED}.yaml"
    shared = _read_shared(
        read_file(shared_path, display_name(data_dir, shared_path), log), library, log
    )
    flows: dict[str, Flow] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem == SHARED:
            continue
        node = read_file(path, display_name(data_dir, path), log)
        if node is None:
            continue
        flow = read_flow(node, shared, library, log, url_of)
        if flow.id != path.stem:
            log.add(
                flow.location,
                "nama-alur",
                f"Alur “{flow.id}” harus berada dalam berkas {flow.id}.yaml.",
            )
        flows[flow.id] = flow
    return flows, log


def _read_shared(node: Node | None, library: Library, log: ProblemLog) -> Shared:
    if node is None:
        return Shared({}, {}, {}, ())
    root = Fields(node, log, "alur/bersama.yaml", SHARED_KEYS)
    facts = {name: replace(fact, shared=True) for name, fact in read_facts(root, "fakta").items()}
    computed = read_computed(root, "hitung", facts)
    names = Names(facts, computed)
    sub_flows = tuple(key.text for key, _ in root.entries("bagian"))
    rooms: dict[str, Room] = {}
    for key, value in root.entries("bagian"):
        f = Fields(value, log, f"bagian {key.text}", ROOM_KEYS)
        steps = tuple(step.text for step, _ in f.entries("langkah"))
        scope = Scope(names, steps, (), sub_flows, {}, library, log)
        rooms[key.text] = read_room(f, key.text, f.text("judul"), scope)
    _check_calls(rooms, log)
    scope = Scope(names, (), (), sub_flows, {}, library, log)
    reports = tuple(read_report(item, (), scope) for item in root.items("tulis"))
    escalations = tuple(_read_escalation(item, scope) for item in root.items("eskalasi"))
    return Shared(facts, computed, rooms, reports, escalations)


def _read_escalation(node: Node, scope: Scope) -> Escalation:
    f = Fields(node, scope.log, "eskalasi", ("nilai", "ke", "isian", "klausul"))
    value = f.word("nilai", ESCALATIONS)
    clause = f.text("klausul")
    scope.refer(clause, scope.library.clauses, f.at("klausul"), "klausul")
    return Escalation(value, f.word("ke", SYSTEMS), f.text("isian"), clause)


def _check_calls(rooms: Mapping[str, Room], log: ProblemLog) -> None:
    """Find sub-flows that call themselves, directly or through others."""
    for room in rooms.values():
        reached: set[str] = set()
        waiting = [step.call for step in room.steps.values() if step.call]
        while waiting:
            name = waiting.pop()
            if name not in reached and name in rooms:
                reached.add(name)
                waiting += [step.call for step in rooms[name].steps.values() if step.call]
        if room.id in reached:
            log.add(
                room.location,
                "putaran",
                f"Bagian “{room.id}” memanggil dirinya sendiri, langsung atau lewat bagian lain.",
            )


def read_flow(
    node: Node, shared: Shared, library: Library, log: ProblemLog, url_of: UrlOf | None = None
) -> Flow:
    """Read one flow file."""
    root = Fields(node, log, "alur", FLOW_KEYS)
    flow_id = root.text("alur")
    own = read_facts(root, "fakta")
    for name, fact_node in root.entries("fakta"):
        if name.text in shared.facts:
            log.add(
                name.location,
                "fakta-ganda",
                f"Fakta “{name.text}” sudah ada di bersama.yaml; hapus yang ini.",
            )
        del fact_node
    facts = {**shared.facts, **own}
    _check_limits(facts, root, log)
    computed = {**shared.computed, **read_computed(root, "hitung", facts)}
    scope = Scope(
        names=Names(facts, computed),
        steps=tuple(key.text for key, _ in root.entries("langkah")),
        outcomes=tuple(key.text for key, _ in root.entries("hasil")),
        sub_flows=tuple(shared.rooms),
        tables={key.text: value for key, value in root.entries("tabel")},
        library=library,
        log=log,
    )
    main = read_room(root, flow_id, root.text("judul"), scope)
    outcomes = {key.text: read_outcome(key, value, scope) for key, value in root.entries("hasil")}
    document = library.documents.get(
        scope.refer(root.text("dokumen"), library.documents, root.at("dokumen"), "dokumen")
    )
    rooms = _reached_rooms(main, outcomes.values(), shared.rooms)
    flow = Flow(
        id=flow_id,
        title=main.title,
        document=document.id if document else "",
        document_title=document.title if document else "",
        date=document.date if document else "",
        status=document.status if document else "berlaku",
        rooms=rooms,
        outcomes=outcomes,
        facts=facts,
        computed=computed,
        parts={},
        clauses={},
        slots={f"{{{p.sign}}}": p.fact for p in library.placeholders if p.fact},
        location=root.location,
    )
    own_reports = tuple(read_report(item, (), scope) for item in root.items("tulis"))
    return _link(flow, replace(shared, reports=shared.reports + own_reports), library, url_of)


def _check_limits(facts: Mapping[str, Fact], root: Fields, log: ProblemLog) -> None:
    for fact in facts.values():
        if fact.not_after and fact.not_after not in facts:
            log.add(
                root.at("fakta"),
                "rujukan-fakta",
                f"Fakta “{fact.not_after}” (tidak_sesudah) tidak dikenal.",
                allowed=facts,
                guess_from=fact.not_after,
            )


def _reached_rooms(
    main: Room, outcomes: Iterable[Outcome], shared: Mapping[str, Room]
) -> dict[str, Room]:
    found = {main.id: main}
    waiting = [outcome.then for outcome in outcomes if outcome.then]
    waiting += [step.call for step in main.steps.values() if step.call]
    while waiting:
        name = waiting.pop(0)
        if name in found or name not in shared:
            continue
        found[name] = shared[name]
        waiting += [step.call for step in shared[name].steps.values() if step.call]
    return found


def all_steps(flow: Flow) -> list[Step]:
    """Return the steps of every room, in file order."""
    return [step for room in flow.rooms.values() for step in room.steps.values()]


def _link(flow: Flow, shared: Shared, library: Library, url_of: UrlOf | None) -> Flow:
    """Keep the facts, parts and clauses the flow uses, and hash it."""
    steps = all_steps(flow)
    asked = {name for step in steps for name in step.asks}
    reports = tuple(r for r in shared.reports if set(facts_of(r.guard)) <= asked)
    lines = [line for outcome in flow.outcomes.values() for line in outcome.reports]
    used = asked | {CLOCK} & set(flow.facts)
    for guard in (
        *(way.guard for step in steps for way in step.ways),
        *(line.guard for line in (*lines, *reports)),
    ):
        for name in facts_of(guard):
            difference = flow.computed.get(name)
            used |= {difference.later, difference.earlier} if difference else {name}
    clause_ids: dict[str, None] = {}
    for step in steps:
        clause_ids.update(dict.fromkeys(step.clauses))
        for way in step.ways:
            clause_ids.update(dict.fromkeys(way.clauses))
    for outcome in flow.outcomes.values():
        clause_ids.update(dict.fromkeys(outcome.clauses))
    chosen = {outcome.escalation for outcome in flow.outcomes.values()}
    escalations = tuple(e for e in shared.escalations if e.value in chosen)
    clause_ids.update(dict.fromkeys(e.clause for e in escalations))
    part_ids = dict.fromkeys(part for step in steps for part in step.parts)
    part_ids.update(dict.fromkeys(line.part for line in (*lines, *reports) if line.part))
    clause_ids.update(dict.fromkeys(line.clause for line in (*lines, *reports) if line.clause))
    parts = {name: library.parts[name] for name in part_ids if name in library.parts}
    clause_ids.update(dict.fromkeys(part.clause for part in parts.values()))
    linked = replace(
        flow,
        facts={name: fact for name, fact in flow.facts.items() if name in used or fact.everywhere},
        computed={
            name: difference
            for name, difference in flow.computed.items()
            if {difference.later, difference.earlier} <= used
        },
        parts={
            name: FlowPart(p.id, p.clause, p.kind, p.text, p.when, p.system, p.field)
            for name, p in parts.items()
        },
        clauses={
            name: ClauseRef(
                name,
                library.clauses[name].title,
                url_of(name) if url_of else "",
                library.clauses[name].notes,
            )
            for name in clause_ids
            if name in library.clauses
        },
        extra_reports=reports,
        escalations=escalations,
    )
    return replace(linked, route=hash_route(linked), wording=hash_wording(linked))
