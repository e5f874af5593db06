"""The routes of a flow as text that a person can review, without a single wording.

One line for each way of each step; shared steps stand once, in the text of the
shared parts. Changing a sentence changes nothing here, changing one way changes
its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flow_engine.guards import (
    All,
    Always,
    Compare,
    Given,
    Guard,
    Is,
    Not,
)
from flow_engine.model import Flow, Goto, Outcome, ReportLine, Room, Step, Way
from flow_engine.proof.explore import explore
from flow_engine.proof.paths import count_paths
from flow_engine.proof.variables import moment
from flow_engine.proof.witness import Witness, witnesses


def write_routes(flow: Flow) -> str:
    """Return the routes of a flow: steps, ways, outcomes; its shared parts by name."""
    lines = [f"alur {flow.id} ({flow.document})", ""]
    lines += _room_lines(flow, flow.main)
    for outcome in flow.outcomes.values():
        lines += _outcome_lines(flow, outcome)
    lines += ["", *(_report_line(flow, "tulis", line) for line in flow.extra_reports)]
    return "\n".join(lines).rstrip() + "\n"


def write_shared_routes(flows: Iterable[Flow]) -> str:
    """Return the routes of the shared parts that these flows use."""
    lines: list[str] = []
    for name, (flow, room) in sorted(_shared_rooms(flows).items()):
        lines += [f"bagian {name}", *_room_lines(flow, room), ""]
    return "\n".join(lines).rstrip() + "\n"


def write_witnesses(flow: Flow) -> str:
    """Return number of paths and one run over every way, in short."""
    space = explore(flow)
    paths = count_paths(space)
    lines = [f"alur {flow.id}", f"jalan lengkap: {paths.total}"]
    for outcome, count in paths.by_outcome.items():
        fewest, most = paths.steps[outcome]
        lines.append(f"  {outcome}: {count} jalan, {fewest} sampai {most} langkah")
    lines.append("")
    lines += [_witness_line(flow, witness) for witness in witnesses(space)]
    return "\n".join(lines) + "\n"


def write_wordings(flow: Flow) -> str:
    """Return what the steps of a flow show: part by part, and nothing of the ways."""
    lines = [f"alur {flow.id}: {flow.title}", ""]
    for step in flow.main.steps.values():
        lines += _wording_lines(flow, step)
    for outcome in flow.outcomes.values():
        lines.append(f"hasil {outcome.id}: {outcome.title}")
        lines += [f"  catatan{_when(note.guard)}: {note.text}" for note in outcome.notes]
        lines += [f"  diam: {outcome.silence.text}"] if outcome.silence else []
        lines += [f"  tulis: {line.prefix}{_line_words(flow, line)}" for line in outcome.reports]
    return "\n".join(lines).rstrip() + "\n"


def write_shared_wordings(flows: Iterable[Flow]) -> str:
    """Return what the steps of the shared parts show."""
    lines: list[str] = []
    for name, (flow, room) in sorted(_shared_rooms(flows).items()):
        lines.append(f"bagian {name}: {room.title}")
        for step in room.steps.values():
            lines += _wording_lines(flow, step)
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _shared_rooms(flows: Iterable[Flow]) -> dict[str, tuple[Flow, Room]]:
    found: dict[str, tuple[Flow, Room]] = {}
    for flow in flows:
        for room in flow.rooms.values():
            if room.id != flow.id:
                found.setdefault(room.id, (flow, room))
    return found


def _wording_lines(flow: Flow, step: Step) -> Iterator[str]:
    if not step.shown:
        return
    yield f"langkah {step.id}: {step.title}"
    for name in step.parts:
        part = flow.parts[name]
        text = " / ".join(part.text.splitlines())
        yield f"  {part.id} {part.kind}: {text}"
    for note in step.notes:
        yield f"  catatan {note.kind}: {note.text}"
    for name in step.asks:
        fact = flow.facts[name]
        labels = ", ".join(choice.label for choice in fact.choices)
        yield f"  tanya: {fact.label}" + (f" ({labels})" if labels else "")
    for way in step.ways:
        if way.silence:
            yield f"  diam: {way.silence.text}"


def _line_words(flow: Flow, line: ReportLine) -> str:
    text = flow.parts[line.part].text if line.part else line.text
    return text + "".join(f" [{old} -> {new}]" for old, new in line.replace)


def _room_lines(flow: Flow, room: Room) -> Iterator[str]:
    for step in room.steps.values():
        asks = f" tanya {', '.join(step.asks)}" if step.asks else ""
        asks += " (boleh dilewati)" if step.optional else ""
        asks += f" (boleh kosong bila {words_of(step.waived)})" if step.waived else ""
        asks += " (jawaban melanjutkan dari langkah sebelumnya)" if step.again else ""
        calls = f" panggil {step.call}" if step.call else ""
        yield f"langkah {step.id}{_clauses(step.clauses)}{asks}{calls}"
        for way in step.ways:
            yield f"  {_way_words(way)} -> {_goal(way.to)}{_clauses(way.clauses)}{_silent(way)}"


def _way_words(way: Way) -> str:
    return words_of(way.guard)


def _silent(way: Way) -> str:
    return " diam" if way.silence else ""


def _goal(to: Goto) -> str:
    if to.outcome:
        return f"hasil {to.outcome}"
    return to.step or "kembali"


def _clauses(clauses: Iterable[str]) -> str:
    ids = " ".join(clauses)
    return f" [{ids}]" if ids else ""


def _outcome_lines(flow: Flow, outcome: Outcome) -> Iterator[str]:
    told: Mapping[str, str] = {
        "apkt": outcome.apkt,
        "tipe_wo": outcome.work_order,
        "eskalasi": outcome.escalation,
        "rujuk": outcome.refer_to,
        "lalu": outcome.then,
    }
    yield f"hasil {outcome.id}{_clauses(outcome.clauses)}{' diam' if outcome.silence else ''}"
    for key, value in told.items():
        if value:
            yield f"  {key}: {value}"
    for carried in outcome.carry:
        yield f"  bawa: {carried.fact}={carried.value}"
    for line in outcome.reports:
        yield f"  {_report_line(flow, 'tulis', line)}"


def _report_line(flow: Flow, word: str, line: ReportLine) -> str:
    where = f"{line.system} “{line.field}”"
    kind = "pola " if line.pattern else ""
    offer = " tawaran" if line.offer else ""
    text = f"{kind}{line.part or line.text}"
    return f"{word} {where}: {text}{_when(line.guard)}{offer} [{line.clause}]"


def _when(guard: Guard) -> str:
    return "" if isinstance(guard, Always) else f" bila {words_of(guard)}"


def _witness_line(flow: Flow, witness: Witness) -> str:
    facts = " ".join(f"{name}={_value(value)}" for name, value in witness.facts.items())
    end = witness.outcome or f"menunggu {witness.waits}"
    return f"{witness.key} #{witness.way + 1} -> {end}: {facts}"


def _value(value: str | int | None) -> str:
    return "Tidak-Ada-Angka" if value is None else str(value).replace(" ", "_")


def words_of(guard: Guard) -> str:
    """Return a guard in short, ``listrik=padam dan lama<=360m``."""
    match guard:
        case Always():
            return "selalu"
        case Is(fact, values):
            return f"{fact}={'|'.join(values)}"
        case Given(fact, given):
            return f"{fact} {'ada' if given else 'kosong'}"
        case Compare(fact, op, bound):
            shown = moment(bound).isoformat(timespec="minutes") if bound > 9 * 10**8 else str(bound)
            return f"{fact}{op}{shown}"
        case Not(inner):
            return f"bukan({words_of(inner)})"
        case All(guards):
            compared = {inner.fact for inner in guards if isinstance(inner, Is | Compare)}
            told = [g for g in guards if not (isinstance(g, Given) and g.fact in compared)]
            return " dan ".join(words_of(inner) for inner in told) or "selalu"
    return "(" + " atau ".join(words_of(inner) for inner in guard.guards) + ")"
