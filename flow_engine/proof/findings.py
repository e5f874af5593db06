"""What the proof of flows tells an editor, each with a case that shows it.

Shared steps are judged over all flows that use them: a way that one flow never
takes and another does is no finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flow_engine.guards import facts_of
from flow_engine.model import Flow, Outcome, Step, Way
from flow_engine.problems import Location, Problem, ProblemLog
from flow_engine.proof.explore import Space, Stop, explore
from flow_engine.proof.filing import examine_filing
from flow_engine.proof.shape import check_shape
from flow_engine.proof.unfold import EndlessCall, Node
from flow_engine.proof.variables import ABSENT


def check_flow(flow: Flow) -> list[Problem]:
    """Return every finding about one flow whose references are sound."""
    return check_flows({flow.id: flow})


def check_flows(flows: Mapping[str, Flow]) -> list[Problem]:
    """Return every finding about flows whose references are sound, in file order."""
    log = ProblemLog()
    use = _Use()
    for flow in flows.values():
        check_shape(flow, log)
        try:
            space = explore(flow)
        except EndlessCall as circle:
            _tell_circle(circle.step.location, [circle.key], "", log)
            continue
        _check_space(space, log)
        use.add(space)
    use.tell(log)
    return _first_of_each(log)


def _first_of_each(log: ProblemLog) -> list[Problem]:
    """Keep one finding for a code and a place, the one with the plainest case.

    A shared step is met in many flows, and a hole has often more than one case.
    """
    found: dict[tuple[str, Location], list[Problem]] = {}
    for problem in log:
        found.setdefault((problem.code, problem.location), []).append(problem)
    return [_plainest(problems) for problems in found.values()]


def _plainest(problems: list[Problem]) -> Problem:
    best = min(problems, key=lambda p: ("tepat" not in p.witness, len(p.witness)))
    others = len({p.witness for p in problems}) - 1
    more = f" (dan {others} keadaan lain)" if others else ""
    return replace(best, witness=best.witness + more)


def _check_space(space: Space, log: ProblemLog) -> None:
    circle = space.find_circle()
    if circle:
        nodes = [space.nodes[space.states[state][0]] for state in circle]
        cells = dict(space.states[circle[0]][1])
        witness = ", ".join(space.variables.words(v, c) for v, c in cells.items())
        _tell_circle(nodes[0].step.location, [node.key for node in nodes], witness, log)
    for stop in space.gaps:
        _tell_gap(space, stop, log)
    for stop in space.overlaps:
        _tell_overlap(space, stop, log)
    _check_lines(space, log)


def _tell_circle(where: Location, keys: list[str], witness: str, log: ProblemLog) -> None:
    log.add(
        where,
        "putaran",
        f"Langkah berputar tanpa akhir: {' → '.join([*keys, keys[0]])}.",
        witness=witness,
        suggestion="Arahkan salah satu langkah itu ke langkah lain atau ke “hasil”.",
    )


def _tell_gap(space: Space, stop: Stop, log: ProblemLog) -> None:
    node = _node(space, stop)
    step = node.step
    lack = stop.lack
    if lack is not None and lack.variable not in stop.cells:
        name = space.variables.all[lack.variable].name
        way = next((w for w in step.ways if name in _base_facts(space.flow, w)), step.ways[0])
        log.add(
            _place(way, step),
            "fakta-tak-ditanyakan",
            f"Langkah “{step.id}” bergantung pada “{name}”, tetapi pada jalan ke sini tidak ada "
            "langkah yang menanyakannya.",
            witness=_way_to(space, stop),
            suggestion=f"Tanyakan “{name}” pada langkah sebelumnya, atau beri langkah ini "
            f"“tanya: {name}”.",
        )
        return
    cells = _looked_at(space, step, stop)
    written = ", ".join(space.variables.written(v, c) for v, c in cells.items())
    if step.table:
        advice = f"Tambahkan baris {{{written}, ke: ...}} pada tabel “{step.table}”."
    elif list(cells.values()) == [ABSENT]:
        advice = "Tambahkan “selain_itu” pada “jika”."
    else:
        advice = f"Tambahkan jawaban itu ({written}) pada “jika”."
    log.add(
        step.location,
        "celah",
        f"Langkah “{step.id}” tidak punya jalan untuk keadaan ini.",
        witness=_words(space, cells),
        suggestion=advice,
    )


def _tell_overlap(space: Space, stop: Stop, log: ProblemLog) -> None:
    step = _node(space, stop).step
    first, second = step.ways[stop.ways[0]], step.ways[stop.ways[1]]
    log.add(
        second.location,
        "tumpang-tindih",
        f"Langkah “{step.id}” punya dua jalan untuk keadaan yang sama; yang satu lagi "
        f"pada baris {first.location.line}.",
        witness=_words(space, _looked_at(space, step, stop)),
        suggestion="Persempit syarat salah satunya, sehingga hanya satu yang berlaku.",
    )


def _node(space: Space, stop: Stop) -> Node:
    return space.nodes[space.states[stop.state][0]]


def _looked_at(space: Space, step: Step, stop: Stop) -> dict[int, int]:
    """Return the cells of what the step's ways look at, durations before their ends."""
    variables = space.variables
    found: dict[int, int] = {}
    for way in step.ways:
        for name in facts_of(way.guard):
            difference = space.flow.computed.get(name)
            index = variables.spans.get(name)
            if index is not None and index in stop.cells:
                found[index] = stop.cells[index]
                continue
            ends = (difference.later, difference.earlier) if difference else (name,)
            for end in ends:
                if stop.cells.get(variables.facts[end], ABSENT) == ABSENT or not difference:
                    found[variables.facts[end]] = stop.cells.get(variables.facts[end], ABSENT)
    return found


def _words(space: Space, cells: Mapping[int, int]) -> str:
    return ", ".join(space.variables.words(v, c) for v, c in cells.items())


def _way_to(space: Space, stop: Stop) -> str:
    """Return the steps on the way to a state, the last few of them."""
    keys = [_node(space, stop).key]
    state = stop.state
    while (origin := space.origins[state]) is not None and len(keys) < 5:
        state = origin[0]
        keys.append(space.nodes[space.states[state][0]].key)
    return "lewat " + " → ".join(reversed(keys))


def _base_facts(flow: Flow, way: Way) -> list[str]:
    names: list[str] = []
    for name in facts_of(way.guard):
        difference = flow.computed.get(name)
        names += [difference.later, difference.earlier] if difference else [name]
    return names


def _place(way: Way, step: Step) -> Location:
    return way.location if way.location.line > 0 else step.location


def _check_lines(space: Space, log: ProblemLog) -> None:
    filing = examine_filing(space)
    own = {id(line) for outcome in space.flow.outcomes.values() for line in outcome.reports}
    for line in filing.impossible:
        if id(line) in own:
            log.add(
                line.location,
                "tulisan-mustahil",
                "Syarat “bila” tulisan ini tidak pernah berlaku pada hasilnya.",
                suggestion="Hapus tulisan ini, atau longgarkan “bila”.",
            )
    for remark in filing.silent:
        log.add(
            remark.location,
            "catatan-mustahil",
            "Syarat “bila” catatan ini tidak pernah berlaku pada hasilnya.",
            suggestion="Hapus catatan ini, atau longgarkan “bila”.",
        )
    for outcome, first, second, cells in filing.doubled:
        log.add(
            second.location,
            "tulisan-ganda",
            f"Hasil “{outcome.id}” menulis dua kali di {second.system} pada “{second.field}”; "
            f"yang satu lagi pada baris {first.location.line}.",
            witness=_words(space, cells),
            suggestion="Persempit “bila” salah satunya, atau jadikan “tawaran: ya”.",
        )
    for outcome, line, cells in filing.open:
        log.add(
            line.location,
            "tulisan-kosong",
            f"Hasil “{outcome.id}” tidak menulis apa pun di {line.system} pada “{line.field}” "
            "untuk keadaan ini, padahal keadaan lain punya tulisan.",
            witness=_words(space, cells),
            suggestion="Tambahkan tulisan dengan “bila” untuk keadaan itu.",
        )
    for outcome, line, name in filing.unfilled:
        log.add(
            line.location,
            "tempat-tak-terisi",
            f"Tempat “{{{name}}}” dalam tulisan hasil “{outcome.id}” tidak pernah terisi: tidak "
            "ada langkah di jalan ke hasil itu, atau sesudahnya, yang menanyakannya.",
            allowed=[n for n in space.flow.facts if n != name],
            guess_from=name,
            suggestion=f"Tanyakan “{name}” pada sebuah langkah (boleh opsional), atau ganti "
            "tempatnya.",
        )


@dataclass
class _Use:
    """What is used of every step, over all flows."""

    complete: bool = True
    steps: dict[Location, Step] = field(default_factory=dict)
    reached: set[Location] = field(default_factory=set)
    ways: dict[Location, Way] = field(default_factory=dict)
    held: set[Location] = field(default_factory=set)
    arriving: dict[Location, str] = field(default_factory=dict)
    homes: dict[Location, str] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, space: Space) -> None:
        """Take over what one flow uses."""
        self.complete &= space.complete
        for room in space.flow.rooms.values():
            for step in room.steps.values():
                if not step.call:
                    self.steps[step.location] = step
                    self.homes[step.location] = room.start
        met = {node for node, _ in space.states}
        for index in met:
            step = space.nodes[index].step
            self.reached.add(step.location)
            for number, way in enumerate(step.ways):
                self.ways[way.location] = way
                if number in space.held[index]:
                    self.held.add(way.location)
                else:
                    self.arriving.setdefault(way.location, _arriving(space, index, way))
        self._add_outcomes(space)

    def _add_outcomes(self, space: Space) -> None:
        reached = {
            space.nodes[space.states[state][0]].outcomes[move.way]
            for state, moves in enumerate(space.moves)
            for move in moves
        }
        self.outcomes += [o for o in space.flow.outcomes.values() if o.id not in reached]

    def tell(self, log: ProblemLog) -> None:
        """Tell what nothing uses; say nothing where the search was given up."""
        if not self.complete:
            return
        for location, step in self.steps.items():
            if location not in self.reached:
                log.add(
                    location,
                    "langkah-tak-tercapai",
                    f"Langkah “{step.id}” tidak dapat dicapai dari “{self.homes[location]}”.",
                    suggestion="Arahkan sebuah jalan ke langkah ini, atau hapus langkahnya.",
                )
        for location, way in self.ways.items():
            if location not in self.held:
                log.add(
                    location,
                    "baris-mustahil",
                    f"Jalan{_named(way)} tidak pernah berlaku.",
                    witness=self.arriving[location],
                    suggestion="Hapus jalan ini, atau longgarkan syaratnya.",
                )
        for outcome in self.outcomes:
            log.add(
                outcome.location,
                "hasil-tak-tercapai",
                f"Hasil “{outcome.id}” tidak pernah dicapai.",
                suggestion="Arahkan sebuah jalan ke sana, atau hapus hasil ini.",
            )


def _named(way: Way) -> str:
    return f" “{way.label}”" if way.label else " ini"


def _arriving(space: Space, index: int, way: Way) -> str:
    """Return in words what does arrive at a step, of the facts that a way looks at."""
    variables = space.variables
    seen: dict[int, set[int]] = {}
    looked = {variables.spans.get(n, variables.facts.get(n, -1)) for n in facts_of(way.guard)}
    for state, moves in enumerate(space.moves):
        if space.states[state][0] == index:
            for move in moves:
                for variable in looked & set(move.cells):
                    seen.setdefault(variable, set()).add(move.cells[variable])
    texts = []
    for variable, cells in sorted(seen.items()):
        words = " atau ".join(_cell_words(space, variable, cell) for cell in sorted(cells))
        texts.append(f"{variables.all[variable].label} {words}")
    return f"yang sampai di sini hanya {', '.join(texts)}" if texts else ""


def _cell_words(space: Space, variable: int, cell: int) -> str:
    return "belum diketahui" if cell == ABSENT else space.variables.all[variable].cells[cell].words
