"""Every situation that can really arrive at every step of a flow.

A state is a node and the cells of the facts that were asked and still matter
there; what nothing looks at any more is left out, so that ways which differ in
nothing that matters are one state. From a state there is one branch for each
combination of answers to what the step asks, and one move for each branch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flow_engine.facts import CLOCK
from flow_engine.guards import Guard, facts_of
from flow_engine.model import Flow, handed_facts
from flow_engine.proof.times import EPOCH, Bound, solve
from flow_engine.proof.truth import Cells, Lack, Test, compile_guard
from flow_engine.proof.unfold import END, Node, Unfolded, unfold
from flow_engine.proof.variables import ABSENT, Kind, Variable, Variables, variables_of

MAX_BRANCHES = 400_000

Key = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Move:
    """One way on from a state.

    Attributes:
        way: Index of the way taken.
        target: Index of the state it leads to, or :data:`END`.
        cells: What is known when the way is chosen.
    """

    way: int
    target: int
    cells: Cells


@dataclass(frozen=True)
class Stop:
    """A branch on which not exactly one way leads on.

    Attributes:
        ways: The ways that hold; none or at least two.
        lack: The fact that was missed, where no way holds for want of it.
    """

    state: int
    cells: Cells
    ways: tuple[int, ...]
    lack: Lack | None = None


@dataclass
class Space:
    """All that can happen in a flow.

    Attributes:
        origins: For each state the state and move it was first reached by.
        held: For each node the ways that hold in some situation.
        complete: False when the search was given up; what was found is still true.
    """

    flow: Flow
    variables: Variables
    nodes: list[Node]
    start: int = 0
    states: list[tuple[int, Key]] = field(default_factory=list)
    moves: list[list[Move]] = field(default_factory=list)
    origins: list[tuple[int, Move] | None] = field(default_factory=list)
    gaps: list[Stop] = field(default_factory=list)
    overlaps: list[Stop] = field(default_factory=list)
    held: list[set[int]] = field(default_factory=list)
    complete: bool = True
    _sorted: list[int] = field(default_factory=list)
    _circle: list[int] = field(default_factory=list)

    def find_circle(self) -> list[int]:
        """Return the states of a way that comes back to itself, or nothing."""
        self._order()
        return self._circle

    def in_order(self) -> list[int]:
        """Return the states so that every move leads to a later one.

        Only of use where :meth:`find_circle` finds nothing.
        """
        return self._order()

    def _order(self) -> list[int]:
        if self._sorted or not self.states:
            return self._sorted
        mark = bytearray(len(self.states))
        for first in range(len(self.states)):
            if mark[first]:
                continue
            path = [(first, iter(self.moves[first]))]
            mark[first] = 1
            while path:
                state, moves = path[-1]
                target = next((m.target for m in moves if m.target != END), END)
                if target == END:
                    mark[state] = 2
                    self._sorted.append(state)
                    path.pop()
                elif mark[target] == 1 and not self._circle:
                    on_path = [entry[0] for entry in path]
                    self._circle = on_path[on_path.index(target) :]
                elif not mark[target]:
                    mark[target] = 1
                    path.append((target, iter(self.moves[target])))
        self._sorted.reverse()
        return self._sorted


def explore(flow: Flow) -> Space:
    """Return every situation that can arrive in a flow.

    Raises:
        EndlessCall: Sub-flows call in a circle.
    """
    return _Search(flow, unfold(flow)).run()


class _Search:
    def __init__(self, flow: Flow, unfolded: Unfolded) -> None:
        self.flow = flow
        self.nodes = unfolded.nodes
        self.insisted = _insisted(unfolded.nodes)
        guards = [*_route_guards(unfolded.nodes), *line_guards(flow)]
        self.variables = variables_of(flow, guards, self.insisted)
        self.space = Space(flow, self.variables, unfolded.nodes)
        self.space.held = [set() for _ in self.nodes]
        self.tests = [[self._compile(way.guard) for way in n.step.ways] for n in self.nodes]
        self.waived = [
            None if n.step.waived is None else self._compile(n.step.waived) for n in self.nodes
        ]
        self.time_groups = _time_groups(flow, self.variables)
        used = [self._with_times(self._used(node)) for node in self.nodes]
        self.live = _liveness(self.nodes, used)
        self.spans_at: dict[str, list[tuple[int, Variable]]] = {}
        for index in self.variables.spans.values():
            span = self.variables.all[index]
            for end in (span.later, span.earlier):
                self.spans_at.setdefault(end, []).append((index, span))
        self.index: dict[tuple[int, Key], int] = {}
        self.possible: dict[frozenset[tuple[int, int]], bool] = {}
        self.branches = 0
        self.start = unfolded.start

    def run(self) -> Space:
        starts: list[dict[int, int]] = [{}]
        # Both values of a setting are proved: a site may switch it. What another flow may hand
        # on is proved without it too.
        handed = handed_facts(self.flow)
        for name in (*self.flow.settings, CLOCK, *handed):
            if name in self.variables.facts:
                index = self.variables.facts[name]
                without = [{**known, index: ABSENT} for known in starts if name in handed]
                given = [cells for known in starts for cells in self._give(known, index)]
                starts = without + given
        for cells in starts:
            self._state(self.start, cells, None)
        waiting = 0
        while waiting < len(self.space.states):
            if self.branches > MAX_BRANCHES:
                self.space.complete = False
                self.space.moves += [[] for _ in range(len(self.space.states) - waiting)]
                break
            self._visit(waiting)
            waiting += 1
        return self.space

    def _compile(self, guard: Guard) -> Test:
        return compile_guard(guard, self.variables, self.flow.computed)

    def _used(self, node: Node) -> int:
        mask = 0
        for name in self.insisted.intersection(node.step.asks):
            mask |= 1 << self.variables.facts[name]
        for name in node.step.asks:
            within = self.flow.facts[name].within
            if name in self.variables.facts and within:
                mask |= 1 << self.variables.facts[within]
        for guard in _step_guards(node):
            for name in facts_of(guard):
                difference = self.flow.computed.get(name)
                ends = (difference.later, difference.earlier) if difference else (name,)
                for end in ends:
                    mask |= 1 << self.variables.facts[end]
                if name in self.variables.spans:
                    mask |= 1 << self.variables.spans[name]
        return mask

    def _with_times(self, mask: int) -> int:
        """Keep all moments that hang together while one of them matters."""
        for index in _ones(mask & self.variables.time_mask):
            mask |= self.time_groups.get(index, 0)
        return mask

    def _state(self, node: int, cells: Cells, origin: tuple[int, Move] | None) -> int:
        live = self.live[node]
        key = tuple(sorted((v, c) for v, c in cells.items() if live >> v & 1))
        found = self.index.get((node, key))
        if found is None:
            found = len(self.space.states)
            self.index[node, key] = found
            self.space.states.append((node, key))
            self.space.origins.append(origin)
        return found

    def _visit(self, state: int) -> None:
        node_index, key = self.space.states[state]
        node = self.nodes[node_index]
        moves: list[Move] = []
        self.space.moves.append(moves)
        for cells in self._answers(node_index, dict(key)):
            self.branches += 1
            held, lack = self._choose(node_index, cells)
            self.space.held[node_index].update(held)
            if len(held) > 1:
                self.space.overlaps.append(Stop(state, cells, tuple(held)))
            if not held:
                self.space.gaps.append(Stop(state, cells, (), lack))
                continue
            way = held[0]
            target = node.targets[way]
            move = Move(way, END, cells)
            if target != END:
                move = Move(way, self._state(target, cells, (state, move)), cells)
            moves.append(move)

    def _choose(self, node: int, cells: Cells) -> tuple[list[int], Lack | None]:
        held: list[int] = []
        lack: Lack | None = None
        for way, test in enumerate(self.tests[node]):
            truth = test(cells)
            if isinstance(truth, Lack):
                lack = lack or truth
            elif truth:
                held.append(way)
        return held, lack

    def _answers(self, node_index: int, known: dict[int, int]) -> list[dict[int, int]]:
        """Return what can be known when the step's way is chosen.

        Nothing is returned where the step waits for a fact that was skipped before:
        with the answer the call takes another way.
        """
        step = self.nodes[node_index].step
        if step.again:
            return []
        waived = self.waived[node_index]
        may_skip = step.optional or waived is not None
        asked = [self.variables.facts[n] for n in step.asks if n in self.variables.facts]
        asked = [index for index in asked if self.live[node_index] >> index & 1]
        found = [known]
        for index in asked:
            if index not in known:
                given = [cells for k in found for cells in self._give(k, index)]
                skipped = [{**k, index: ABSENT} for k in found] if may_skip else []
                found = given + skipped
            elif known[index] == ABSENT and not may_skip:
                return []
        if step.optional or waived is None:
            return found
        return [c for c in found if ABSENT not in [c[i] for i in asked] or waived(c) is True]

    def _give(self, known: Cells, index: int) -> Iterator[dict[int, int]]:
        """Yield what is known after a fact was given, with the spans it determines."""
        variable = self.variables.all[index]
        branches = [{**known, index: cell} for cell in self._offered(known, variable)]
        if variable.kind is not Kind.MOMENT:
            yield from branches
            return
        for span_index, span in self._determined(branches[0], variable.name):
            branches = [{**b, span_index: c} for b in branches for c in range(len(span.cells))]
        yield from (branch for branch in branches if self._is_possible(branch))

    def _offered(self, known: Cells, variable: Variable) -> Iterator[int]:
        """Yield the cells that can be answered: of a dependent choice, those of its group."""
        within = self.variables.facts.get(variable.within, ABSENT)
        group = known.get(within, ABSENT)
        for index, cell in enumerate(variable.cells):
            if group == ABSENT or cell.group == self.variables.all[within].cells[group].value:
                yield index

    def _determined(self, known: Cells, given: str) -> Iterator[tuple[int, Variable]]:
        """Yield the spans of a moment just given whose other end is known too."""
        for index, span in self.spans_at.get(given, ()):
            other = span.earlier if span.later == given else span.later
            if other == EPOCH or known.get(self.variables.facts[other], ABSENT) != ABSENT:
                yield index, span

    def _is_possible(self, cells: Cells) -> bool:
        mask = self.variables.time_mask
        key = frozenset((v, c) for v, c in cells.items() if mask >> v & 1)
        if key not in self.possible:
            self.possible[key] = solve(time_bounds(self.flow, self.variables, cells)) is not None
        return self.possible[key]


def time_bounds(flow: Flow, variables: Variables, cells: Cells) -> Iterator[Bound]:
    """Yield what is known of the moments: cells of spans, and what may not lie behind what."""
    for index, cell in cells.items():
        variable = variables.all[index]
        if variable.kind is Kind.SPAN:
            span = variable.cells[cell]
            yield Bound(variable.later, variable.earlier, span.low, span.high)
        elif variable.kind is Kind.MOMENT and cell != ABSENT:
            limit = flow.facts[variable.name].not_after
            known = cells.get(variables.facts.get(limit, -1), ABSENT)
            if limit and known != ABSENT:
                yield Bound(limit, variable.name, 0, None)


def _time_groups(flow: Flow, variables: Variables) -> dict[int, int]:
    """Return for each moment and span the bits of all that hang together with it.

    The moment of the call connects nothing: groups that are possible by themselves are
    possible together, shifted so that they meet there. It belongs to every group.
    """
    near: dict[str, set[str]] = {}
    bits: dict[str, int] = {}
    clock = 1 << variables.facts[CLOCK] if CLOCK in variables.facts else 0
    for index, variable in enumerate(variables.all):
        ends = {variable.later, variable.earlier}
        if variable.kind is Kind.MOMENT:
            ends = {variable.name, flow.facts[variable.name].not_after or variable.name}
        elif variable.kind is not Kind.SPAN:
            continue
        for end in ends - {CLOCK}:
            near.setdefault(end, set()).update(ends - {CLOCK})
            bits[end] = bits.get(end, 0) | 1 << index
    groups: dict[int, int] = {}
    while near:
        waiting, group = [next(iter(near))], clock
        while waiting:
            end = waiting.pop()
            group |= bits[end]
            waiting += near.pop(end, ())
        groups.update(dict.fromkeys(_ones(group & ~clock), group))
    return groups


def _ones(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def line_guards(flow: Flow) -> list[Guard]:
    """Return the guards of every report line and every remark a run can get."""
    own = [line.guard for outcome in flow.outcomes.values() for line in outcome.reports]
    told = [remark.guard for outcome in flow.outcomes.values() for remark in outcome.notes]
    return [*own, *told, *(line.guard for line in flow.extra_reports)]


def _route_guards(nodes: list[Node]) -> list[Guard]:
    return [guard for node in nodes for guard in _step_guards(node)]


def _insisted(nodes: list[Node]) -> set[str]:
    """Return the facts that one step lets pass and another insists on.

    Who skipped such a question waits at the step that insists: the answer leads back.
    """
    skippable: set[str] = set()
    mandatory: set[str] = set()
    for node in nodes:
        may_skip = node.step.optional or node.step.waived is not None
        (skippable if may_skip else mandatory).update(node.step.asks)
        if node.step.waived is not None and not node.step.optional:
            mandatory.update(node.step.asks)
    return skippable & mandatory


def _step_guards(node: Node) -> Iterator[Guard]:
    for way in node.step.ways:
        yield way.guard
    if node.step.waived is not None:
        yield node.step.waived


def _liveness(nodes: list[Node], used: list[int]) -> list[int]:
    """Return for each node the variables that something at or after it looks at."""
    before: list[list[int]] = [[] for _ in nodes]
    for index, node in enumerate(nodes):
        for target in node.targets:
            if target != END:
                before[target].append(index)
    live = list(used)
    waiting = _ends_last(nodes)
    queued = bytearray(b"\1" * len(nodes))
    while waiting:
        index = waiting.pop()
        queued[index] = 0
        for earlier in before[index]:
            merged = live[earlier] | live[index]
            if merged != live[earlier]:
                live[earlier] = merged
                if not queued[earlier]:
                    queued[earlier] = 1
                    waiting.append(earlier)
    return live


def _ends_last(nodes: list[Node]) -> list[int]:
    """Return the nodes so that each, circles apart, stands before those it leads to."""
    order: list[int] = []
    met = bytearray(len(nodes))
    for first in range(len(nodes)):
        if met[first]:
            continue
        met[first] = 1
        path = [(first, iter(nodes[first].targets))]
        while path:
            index, targets = path[-1]
            target = next((t for t in targets if t != END and not met[t]), END)
            if target == END:
                order.append(index)
                path.pop()
            else:
                met[target] = 1
                path.append((target, iter(nodes[target].targets)))
    return order[::-1]
