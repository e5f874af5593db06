"""How well a search answers: hit rates, mean reciprocal rank, shares, with 95 % intervals."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from tools.search_eval.queries import Query

Z95 = 1.959964
DRAWS = 1000
Interval = tuple[float, float]


@dataclass(frozen=True)
class Share:
    """A share with its interval, each from 0 to 1."""

    value: float
    interval: Interval

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.2f} ({low:.2f}-{high:.2f})"


@dataclass(frozen=True)
class Scores:
    """What a search scored on some questions."""

    count: int
    hit1: Share
    hit3: Share
    mrr: Share
    zero: Share


def rank_of(query: Query, ranking: Sequence[str]) -> int:
    """Return the place of the first clause that answers, from 1; 0 where there is none."""
    return next((at for at, clause in enumerate(ranking, 1) if clause in query.clauses), 0)


def wilson(hits: int, count: int) -> Interval:
    """Return Wilson's score interval of a share."""
    if not count:
        return 0.0, 0.0
    share, square = hits / count, Z95 * Z95
    middle = share + square / (2 * count)
    width = Z95 * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    scale = 1 + square / count
    return max(0.0, (middle - width) / scale), min(1.0, (middle + width) / scale)


def mean_interval(values: Sequence[float], seed: int = 1) -> Interval:
    """Return the interval of a mean by drawing the values again and again."""
    rng = random.Random(seed)
    means = sorted(sum(rng.choices(values, k=len(values))) / len(values) for _ in range(DRAWS))
    return means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS)]


def score(queries: Sequence[Query], rankings: Sequence[Sequence[str]]) -> Scores:
    """Return the scores of rankings, one for each question.

    Raises:
        ValueError: There are no questions, or not as many rankings.
    """
    if not queries:
        raise ValueError("no queries")
    pairs = list(zip(queries, rankings, strict=True))
    ranks = [rank_of(query, ranking) for query, ranking in pairs]
    reciprocals = [1 / rank if rank else 0.0 for rank in ranks]
    count = len(queries)

    def share(hits: int) -> Share:
        return Share(hits / count, wilson(hits, count))

    return Scores(
        count,
        share(sum(rank == 1 for rank in ranks)),
        share(sum(0 < rank <= 3 for rank in ranks)),
        Share(sum(reciprocals) / count, mean_interval(reciprocals)),
        share(sum(not ranking for _, ranking in pairs)),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
