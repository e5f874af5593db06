"""What is known where a call ends, outcome by outcome.

Looked at are only the states between the first question for one of the facts and
the ends after the outcome, so that a long flow costs no more than its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from flow_engine.facts import CLOCK
from flow_engine.model import handed_facts
from flow_engine.proof.explore import Move, Space
from flow_engine.proof.unfold import END
from flow_engine.proof.variables import ABSENT

Case = tuple[tuple[int, int], ...]
"""Cells of the facts asked for, by variable."""


class Ends:
    """The ends of a flow that was searched to the end and has no circle."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.order = space.in_order()
        self.position = [0] * len(space.states)
        for position, state in enumerate(self.order):
            self.position[state] = position
        self.before: list[list[int]] = [[] for _ in space.states]
        self.entries: dict[str, list[tuple[int, Move]]] = {}
        self.first_asked: dict[int, int] = {}
        for state in self.order:
            node = space.nodes[space.states[state][0]]
            for name in node.step.asks:
                if name in space.variables.facts:
                    index = space.variables.facts[name]
                    self.first_asked.setdefault(index, self.position[state])
            for move in space.moves[state]:
                if move.target != END:
                    self.before[move.target].append(state)
                if node.outcomes[move.way]:
                    self.entries.setdefault(node.outcomes[move.way], []).append((state, move))
        handed = handed_facts(space.flow)
        facts = space.variables.facts
        self.handed = {facts[name] for name in handed if name in facts}
        self.given = self.handed | {facts[name] for name in space.flow.settings if name in facts}
        self.known: dict[tuple[str, tuple[int, ...]], set[Case]] = {}

    def cases(self, outcome: str, tracked: tuple[int, ...]) -> set[Case]:
        """Return the cells of the tracked facts that can be known at the ends of an outcome."""
        key = (outcome, tracked)
        if key not in self.known:
            self.known[key] = self._walk(outcome, tracked)
        return self.known[key]

    def _walk(self, outcome: str, tracked: tuple[int, ...]) -> set[Case]:
        entries = self.entries.get(outcome, [])
        if not tracked:
            return {()} if entries else set()
        first = min(self.first_asked.get(v, len(self.order)) for v in tracked)
        if self.given.intersection(tracked):
            first = 0
        arriving: dict[int, set[Case]] = {s: set() for s in self._leading_to(entries, first)}
        for state, cases in arriving.items():
            if self.space.origins[state] is None or self.position[state] < first:
                cases.update(self._starting(state, tracked))
            elif any(self.position[earlier] < first for earlier in self.before[state]):
                cases.add(())
        after: dict[int, set[Case]] = {s: set() for s in self._following(entries)}
        ends: set[Case] = set()
        for state in sorted(arriving, key=self.position.__getitem__):
            for move in self.space.moves[state]:
                node = self.space.nodes[self.space.states[state][0]]
                if node.outcomes[move.way] == outcome:
                    goal = ends if move.target == END else after[move.target]
                    goal.update(self._told(state, move, arriving[state], tracked))
                elif move.target in arriving:
                    told = self._told(state, move, arriving[state], tracked)
                    arriving[move.target].update(told)
        for state in sorted(after, key=self.position.__getitem__):
            for move in self.space.moves[state]:
                goal = ends if move.target == END else after[move.target]
                goal.update(self._told(state, move, after[state], tracked))
        return ends

    def _leading_to(self, entries: Iterable[tuple[int, Move]], first: int) -> set[int]:
        """Return the entries and the states before them, back to the first question."""
        waiting = [state for state, _ in entries]
        met = set(waiting)
        while waiting:
            for earlier in self.before[waiting.pop()]:
                if earlier not in met and self.position[earlier] >= first:
                    met.add(earlier)
                    waiting.append(earlier)
        return met

    def _following(self, entries: Iterable[tuple[int, Move]]) -> set[int]:
        """Return the states of the shared steps that follow an outcome."""
        waiting = [move.target for _, move in entries if move.target != END]
        met = set(waiting)
        while waiting:
            for move in self.space.moves[waiting.pop()]:
                if move.target != END and move.target not in met:
                    met.add(move.target)
                    waiting.append(move.target)
        return met

    def _starting(self, state: int, tracked: tuple[int, ...]) -> Iterator[Case]:
        """Yield what is known before anything was asked: settings, and what was handed on."""
        key = dict(self.space.states[state][1])
        fixed = [v for v in tracked if v in self.given]
        cells = [
            [key[v]]
            if v in key
            else [
                *range(len(self.space.variables.all[v].cells)),
                *([ABSENT] if v in self.handed else []),
            ]
            for v in fixed
        ]
        for case in product(*cells):
            yield tuple(sorted(zip(fixed, case, strict=True)))

    def _told(
        self, state: int, move: Move, cases: set[Case], tracked: tuple[int, ...]
    ) -> Iterable[Case]:
        """Return what is known of the tracked facts after a step asked some of them."""
        step = self.space.nodes[self.space.states[state][0]].step
        variables = self.space.variables
        asked = [v for v in tracked if variables.all[v].name in step.asks]
        if not asked:
            return cases
        may_skip = step.optional or step.waived is not None
        found: set[Case] = set()
        for case in cases:
            known = dict(case)
            open_ = [v for v in asked if v not in known]
            options: list[list[int]] = []
            for index in open_:
                cell = move.cells.get(index)
                cells = [*range(len(variables.all[index].cells)), *([ABSENT] if may_skip else [])]
                options.append(cells if cell is None else [cell])
            for chosen in product(*options):
                found.add(tuple(sorted((*case, *zip(open_, chosen, strict=True)))))
        return found


def facts_known(space: Space, names: Iterable[str]) -> dict[str, set[str]]:
    """Return for each outcome that is reached which of these facts can be known at its end."""
    bits = {name: 1 << place for place, name in enumerate(dict.fromkeys(names))}
    asked = [sum(bits.get(name, 0) for name in set(node.step.asks)) for node in space.nodes]
    order = space.in_order()
    before = [0] * len(space.states)
    for state in order:
        mine = before[state] = before[state] | asked[space.states[state][0]]
        for move in space.moves[state]:
            if move.target != END:
                before[move.target] |= mine
    after = [0] * (len(space.states) + 1)
    for state in reversed(order):
        after[state] |= asked[space.states[state][0]]
        for move in space.moves[state]:
            after[state] |= after[move.target]
    known: dict[str, int] = {}
    for state in order:
        outcomes = space.nodes[space.states[state][0]].outcomes
        for move in space.moves[state]:
            if outcome := outcomes[move.way]:
                known[outcome] = known.get(outcome, 0) | before[state] | after[move.target]
    always = {CLOCK, *space.flow.settings, *handed_facts(space.flow)}
    return {o: always.union(n for n, bit in bits.items() if m & bit) for o, m in known.items()}
