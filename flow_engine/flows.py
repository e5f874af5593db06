"""Loads the flows of ``docs/_data/alur`` into checked :class:`Flow` values.

``bersama.yaml`` holds what all flows share: facts, computed durations, sub-flows
and report lines. A flow takes of it only what it reaches, so that its hashes do
not change with what it does not use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flow_engine.catalogue import read_catalogues
from flow_engine.conditions import Names
from flow_engine.decode import Scope, read_outcome, read_report, read_room
from flow_engine.decode_facts import check_groups, read_computed, read_facts
from flow_engine.decode_handovers import FLOW_ID, check_handovers
from flow_engine.decode_repeats import check_repeats
from flow_engine.facts import CLOCK, Fact
from flow_engine.fields import Fields
from flow_engine.forms import check_slots, read_form_row
from flow_engine.guards import Difference, facts_of
from flow_engine.library import display_name
from flow_engine.model import (
    ESCALATIONS,
    ClauseRef,
    Escalation,
    Flow,
    FlowPart,
    FormRow,
    Outcome,
    ReportLine,
    Room,
    Step,
)
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import SYSTEMS, Library
from flow_engine.source import Node, read_file
from flow_engine.wire import hash_route, hash_wording

SHARED = "bersama"
FLOW_KEYS = (
    "alur", "judul", "dokumen", "mulai", "fakta", "hitung", "langkah", "bagian", "tabel", "hasil",
    "tulis",
)  # fmt: skip
SHARED_KEYS = ("fakta", "hitung", "bagian", "tulis", "eskalasi", "formulir")
ROOM_KEYS = ("judul", "mulai", "sekali", "langkah", "tabel")
ESCALATION_KEYS = ("nilai", "ke", "isian", "klausul")

ITSM_ADDRESS = "{alamat ITSM}"

UrlOf = Callable[[str], str]


@dataclass(frozen=True)
class Shared:
    """What ``bersama.yaml`` holds."""

    facts: dict[str, Fact]
    computed: dict[str, Difference]
    rooms: dict[str, Room]
    reports: tuple[ReportLine, ...]
    escalations: tuple[Escalation, ...] = ()
    form: tuple[FormRow, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)


def load_flows(
    data_dir: Path,
    library: Library,
    url_of: UrlOf | None = None,
    *,
    are_all: bool = False,
) -> tuple[dict[str, Flow], ProblemLog]:
    """Load all flows.

    Args:
        data_dir: The folder ``docs/_data``.
        library: The clauses the flows refer to.
        url_of: Returns the address of a clause from the site's root.
        are_all: These are all flows there are: what they share and none uses is told.

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
    _check_referrals(flows, library, log)
    check_handovers(flows, log, are_all=are_all)
    if are_all and flows and not len(log):
        _check_shared_use(shared, flows, log)
        check_slots(library, flows, log)
    return flows, log


def _check_shared_use(shared: Shared, flows: Mapping[str, Flow], log: ProblemLog) -> None:
    """Find shared facts and sub-flows that no flow uses."""
    used = {name for flow in flows.values() for name in used_facts(flow)}
    tell_unused("fakta", shared.places, used, log)
    called = {name for flow in flows.values() for name in flow.rooms}
    tell_unused("bagian", {r.id: r.location for r in shared.rooms.values()}, called, log)


_UNUSED = (
    ("fakta", "fakta-tak-dipakai", "Fakta “{}” tidak ditanyakan dan tidak diperiksa di mana pun."),
    ("bagian", "bagian-tak-dipakai", "Bagian “{}” tidak dipanggil oleh alur mana pun."),
    ("tabel", "tabel-tak-dipakai", "Tabel “{}” tidak dipakai oleh langkah mana pun."),
)


def tell_unused(
    what: str, places: Mapping[str, Location], used: Iterable[str], log: ProblemLog
) -> None:
    """Tell what was written and is used by nothing; ``what`` is its Indonesian noun."""
    for noun, code, message in _UNUSED:
        for name in sorted(places.keys() - set(used)) if noun == what else ():
            log.add(
                places[name],
                code,
                message.format(name),
                suggestion="Hapus, atau pakai pada sebuah langkah.",
            )


def used_facts(flow: Flow) -> set[str]:
    """Return the facts that are asked, looked at, or limit another one."""
    steps = all_steps(flow)
    lines = [line for outcome in flow.outcomes.values() for line in outcome.reports]
    used = {name for step in steps for name in step.asks}
    guards = [way.guard for step in steps for way in step.ways]
    guards += [line.guard for line in (*lines, *flow.extra_reports)]
    guards += [step.waived for step in steps if step.waived is not None]
    guards += [note.guard for outcome in flow.outcomes.values() for note in outcome.notes]
    for name in (name for guard in guards for name in facts_of(guard)):
        difference = flow.computed.get(name)
        used |= {difference.later, difference.earlier} if difference else {name}
    used |= {step.repeat for step in steps if step.repeat}
    known = [flow.facts[name] for name in used if name in flow.facts]
    return used | {fact.not_after for fact in known} | {fact.within for fact in known}


def _check_referrals(flows: Mapping[str, Flow], library: Library, log: ProblemLog) -> None:
    """Find outcomes that go on in a flow nobody wrote, or in an SOP that is not listed as missing.

    Where that list could not be read only the cause is told, not its echoes.
    """
    missing = [entry.title for entry in library.missing if entry.kind == "dokumen"]
    was_read = bool(library.missing) and all(entry.title for entry in library.missing)
    for flow in flows.values():
        for outcome in flow.outcomes.values():
            if outcome.refer_to in ("", *flows, *missing):
                continue
            if FLOW_ID.match(outcome.refer_to):
                log.add(
                    outcome.location,
                    "rujukan-alur",
                    f"Hasil “{outcome.id}” merujuk ke alur “{outcome.refer_to}”, yang belum "
                    "ditulis. SOP di luar sumber disebut dengan judulnya.",
                    allowed=flows,
                    guess_from=outcome.refer_to,
                )
            elif was_read:
                log.add(
                    outcome.location,
                    "rujukan-alur",
                    f"Hasil “{outcome.id}” merujuk ke “{outcome.refer_to}”, yang bukan alur dan "
                    "bukan judul dokumen di hilang.yaml.",
                    allowed=missing,
                    guess_from=outcome.refer_to,
                )


def _read_shared(node: Node | None, library: Library, log: ProblemLog) -> Shared:
    if node is None:
        return Shared({}, {}, {}, ())
    root = Fields(node, log, "alur/bersama.yaml", SHARED_KEYS)
    read = read_facts(root, "fakta", read_catalogues(library))
    facts = {name: replace(fact, shared=True) for name, fact in read.items()}
    check_groups(root, "fakta", facts)
    computed = read_computed(root, "hitung", facts)
    names = Names(facts, computed)
    sub_flows = tuple(key.text for key, _ in root.entries("bagian"))
    scope = Scope(names, (), (), sub_flows, {}, library, log)
    rooms = _read_rooms(root, scope)
    _check_calls(rooms, log)
    reports = tuple(read_report(item, (), scope) for item in root.items("tulis"))
    escalations = tuple(_read_escalation(item, scope) for item in root.items("eskalasi"))
    form = tuple(read_form_row(item, scope) for item in root.items("formulir"))
    places = {name.text: name.location for name, _ in root.entries("fakta")}
    return Shared(facts, computed, rooms, reports, escalations, form, places)


def _read_rooms(root: Fields, scope: Scope) -> dict[str, Room]:
    """Read ``bagian``: sub-flows, which lead to their own steps only."""
    rooms: dict[str, Room] = {}
    for key, value in root.entries("bagian"):
        f = Fields(value, scope.log, f"bagian {key.text}", ROOM_KEYS)
        steps = {step.text: None for step, _ in f.entries("langkah")}
        tables = {table.text: rows for table, rows in f.entries("tabel")}
        inside = replace(scope, steps=steps, outcomes=(), tables={**scope.tables, **tables})
        rooms[key.text] = read_room(f, key.text, f.text("judul"), inside)
    return rooms


def _read_escalation(node: Node, scope: Scope) -> Escalation:
    f = Fields(node, scope.log, "eskalasi", ESCALATION_KEYS)
    value = f.word("nilai", ESCALATIONS)
    clause = f.text("klausul")
    scope.refer(clause, scope.library.clauses, f.at("klausul"), "klausul")
    return Escalation(value, f.word("ke", SYSTEMS), f.text("isian"), clause)


def _check_own_rooms(root: Fields, shared: Shared, log: ProblemLog) -> None:
    for key, _ in root.entries("bagian"):
        if key.text in shared.rooms:
            log.add(
                key.location,
                "id-ganda",
                f"Bagian “{key.text}” sudah ada di bersama.yaml; pilih nama lain.",
            )


def _check_calls(
    own: Mapping[str, Room], log: ProblemLog, known: Mapping[str, Room] | None = None
) -> None:
    """Find sub-flows that call themselves, directly or through others."""
    rooms = own if known is None else known
    for room in own.values():
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
    before = len(log)
    root = Fields(node, log, "alur", FLOW_KEYS)
    flow_id = root.text("alur")
    own = read_facts(root, "fakta", read_catalogues(library))
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
    check_groups(root, "fakta", facts)
    computed = {**shared.computed, **read_computed(root, "hitung", facts)}
    scope = Scope(
        names=Names(facts, computed),
        steps={key.text: None for key, _ in root.entries("langkah")},
        outcomes={key.text: None for key, _ in root.entries("hasil")},
        sub_flows=(*shared.rooms, *(key.text for key, _ in root.entries("bagian"))),
        tables={key.text: value for key, value in root.entries("tabel")},
        library=library,
        log=log,
    )
    main = read_room(root, flow_id, root.text("judul"), scope)
    outcomes = {key.text: read_outcome(key, value, scope) for key, value in root.entries("hasil")}
    document = library.documents.get(
        scope.refer(root.text("dokumen"), library.documents, root.at("dokumen"), "dokumen")
    )
    own_rooms = _read_rooms(root, scope)
    _check_own_rooms(root, shared, log)
    all_rooms = {**shared.rooms, **own_rooms}
    _check_calls(own_rooms, log, all_rooms)
    rooms = _reached_rooms(main, outcomes.values(), all_rooms)
    check_repeats(rooms, outcomes.values(), facts, log)
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
    linked = _link(flow, replace(shared, reports=shared.reports + own_reports), library, url_of)
    if len(log) > before:
        # A misspelt reference makes what it meant look unused; only the cause is told.
        return linked
    written = {name.text: name.location for name, _ in root.entries("fakta")}
    tell_unused("fakta", written, used_facts(linked), log)
    tables = {key.text: key.location for key, _ in root.entries("tabel")}
    tell_unused("bagian", {r.id: r.location for r in own_rooms.values()}, rooms, log)
    tell_unused("tabel", tables, {step.table for step in all_steps(linked)}, log)
    return linked


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
    used = used_facts(replace(flow, extra_reports=reports)) | {CLOCK} & set(flow.facts)
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

    def told(text: str) -> str:
        """Return a wording with what this site has decided in its place."""
        address = library.settings.itsm_address
        return text.replace(ITSM_ADDRESS, address) if address else text

    linked = replace(
        flow,
        facts={name: fact for name, fact in flow.facts.items() if name in used or fact.everywhere},
        computed={
            name: difference
            for name, difference in flow.computed.items()
            if {difference.later, difference.earlier} <= used
        },
        parts={
            name: FlowPart(p.id, p.clause, p.kind, told(p.text), p.when, p.system, p.field)
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
        settings={
            name: library.settings.decisions[fact.setting]
            for name, fact in flow.facts.items()
            if name in used and fact.setting
        },
        escalations=escalations,
        form=tuple(row for row in shared.form if row.clause in clause_ids),
        speech=replace(library.speech, greetings=library.settings.greetings),
    )
    return replace(linked, route=hash_route(linked), wording=hash_wording(linked))
