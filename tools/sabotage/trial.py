"""A seeded choice of mutations over all flows and kinds, and what became of each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tools.golden import golden_texts
from tools.sabotage.edits import Mutation
from tools.sabotage.judge import SHARED, Judge, Verdict
from tools.sabotage.kinds import KINDS, break_prohibitions
from tools.sabotage.places import read_places
from tools.sabotage.sameness import mean_the_same

SEED = 20261122
SIZE = 480


class Fate(StrEnum):
    """What became of a mutation."""

    CAUGHT = "tertangkap"
    SAME = "setara"
    SURVIVED = "lolos"


@dataclass(frozen=True)
class Result:
    """A mutation, what became of it, and the codes that caught it.

    Attributes:
        golden: A survivor shows in the golden files of routes and wordings.
    """

    mutation: Mutation
    fate: Fate
    codes: tuple[str, ...] = ()
    golden: bool = False


@dataclass
class Trial:
    """The results of one seed."""

    seed: int
    results: list[Result] = field(default_factory=list)

    def with_fate(self, fate: Fate, kind: str = "") -> list[Result]:
        """Return the results of one fate, of one kind or of all."""
        found = [r for r in self.results if r.fate is fate]
        return [r for r in found if kind in ("", r.mutation.kind)]

    @property
    def rate(self) -> float:
        """Return how many of the mutations that change the meaning were caught, up to 1."""
        caught, survived = (len(self.with_fate(f)) for f in (Fate.CAUGHT, Fate.SURVIVED))
        return caught / (caught + survived)


def all_mutations(judge: Judge, seed: int) -> dict[str, dict[str, list[Mutation]]]:
    """Return every mutation by kind and file; the seed takes one of many wrong values."""
    shared = judge.node(SHARED)
    found: dict[str, dict[str, list[Mutation]]] = {kind: {} for kind in KINDS}
    for file in judge.files("alur"):
        name = Path(file).stem
        places = read_places(name, judge.node(file), shared, judge.sound.library, judge.sound.flows)
        for kind, (_, find) in KINDS.items():
            found[kind][file] = list(find(places, random.Random(f"{seed}:{kind}:{file}")))
    for file in judge.files("klausul"):
        found["larangan-hilang"][file] = list(break_prohibitions(judge.node(file), file))
    return found


def choose(
    found: dict[str, dict[str, list[Mutation]]], seed: int, size: int = SIZE
) -> list[Mutation]:
    """Choose about ``size`` mutations: each kind the same share, within it each file in turn."""
    rng = random.Random(seed)
    quota = -(-size // len(found))
    return [m for files in found.values() for m in _in_turn(files, rng, quota)]


def _in_turn(files: dict[str, list[Mutation]], rng: random.Random, quota: int) -> list[Mutation]:
    piles = [rng.sample(mutations, len(mutations)) for _, mutations in sorted(files.items())]
    chosen: list[Mutation] = []
    while len(chosen) < quota and any(piles):
        chosen += [pile.pop() for pile in piles if pile]
    return chosen[:quota]


def run_trial(judge: Judge, mutations: Sequence[Mutation], seed: int) -> Trial:
    """Judge every mutation."""
    golden = dict(golden_texts(judge.sound.flows))
    return Trial(seed, [_result(judge, judge.judge(m), golden) for m in mutations])


def _result(judge: Judge, verdict: Verdict, golden: dict[str, str]) -> Result:
    if verdict.problems:
        codes = tuple(sorted({problem.code for problem in verdict.problems}))
        return Result(verdict.mutation, Fate.CAUGHT, codes)
    in_flows = verdict.mutation.file.startswith("alur/")
    if in_flows and mean_the_same(judge.sound.flows, verdict.flows):
        return Result(verdict.mutation, Fate.SAME)
    return Result(
        verdict.mutation, Fate.SURVIVED, golden=dict(golden_texts(verdict.flows)) != golden
    )


def survivors(trial: Trial) -> Iterator[Result]:
    """Go through the survivors by file and line."""
    yield from sorted(
        trial.with_fate(Fate.SURVIVED),
        key=lambda r: (r.mutation.file, r.mutation.location.line, r.mutation.what),
    )
