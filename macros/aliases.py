"""Every clause can be asked for in a few ways, and no two clauses in the same."""

from __future__ import annotations

from flow_engine.problems import Problem, ProblemLog
from flow_engine.records import Library

FEWEST, MOST = 3, 8


def check_aliases(library: Library) -> list[Problem]:
    """Return clauses with too few or too many aliases, and aliases that two clauses share."""
    log = ProblemLog()
    owners: dict[str, str] = {}
    for clause in library.clauses.values():
        count = len(clause.aliases)
        if not FEWEST <= count <= MOST:
            log.add(
                clause.location,
                "alias-jumlah",
                f"Klausul {clause.id} punya {count} alias; tulis {FEWEST} sampai {MOST} cara orang "
                "menanyakannya.",
            )
        for alias in clause.aliases:
            owner = owners.setdefault(alias.lower(), clause.id)
            if owner != clause.id:
                log.add(
                    clause.location,
                    "alias-ganda",
                    f"Alias “{alias}” pada klausul {clause.id} sudah dipakai {owner}; pencarian "
                    "tidak dapat memilih di antara keduanya.",
                )
    return list(log)
