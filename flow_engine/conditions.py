"""Reads conditions as an editor writes them: values as words, bounds as words.

``sampai 6 jam``, ``lebih dari 3 jam``, ``tepat 3 jam``, ``sejak 2022-02-18``,
``ada``, ``kosong``, a value of a choice, or a list of values.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from flow_engine.facts import Fact, FactType
from flow_engine.fields import as_text
from flow_engine.guards import (
    All,
    Always,
    AnyOf,
    Compare,
    Difference,
    Given,
    Guard,
    Is,
    Not,
    as_number,
)
from flow_engine.problems import Location, ProblemLog
from flow_engine.source import Mapping, Node, Scalar, Sequence

BOUND_WORDS = {
    "sampai": "<=",
    "paling lama": "<=",
    "paling banyak": "<=",
    "lebih dari": ">",
    "kurang dari": "<",
    "tepat": "=",
    "sedikitnya": ">=",
    "sejak": ">=",
    "sebelum": "<",
    "sesudah": ">",
}
_MINUTES = {"menit": 1, "jam": 60, "hari": 1440}
_DURATION = re.compile(r"([0-9]{1,9}) (menit|jam|hari)")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?")
_NUMERIC = frozenset({FactType.INTEGER, FactType.RUPIAH, FactType.DATETIME})


@dataclass(frozen=True)
class Names:
    """The facts and computed durations that a condition may name."""

    facts: MappingType[str, Fact]
    computed: MappingType[str, Difference]

    def known(self) -> tuple[str, ...]:
        """Return every name."""
        return (*self.facts, *self.computed)


def read_condition(node: Node | None, names: Names, log: ProblemLog) -> Guard:
    """Read a mapping of conditions that must all hold; nothing written always holds."""
    if node is None:
        return Always()
    if not isinstance(node, Mapping):
        log.add(node.location, "bukan-peta", "Syarat ditulis sebagai “fakta: nilai”.")
        return Always()
    guards = [read_cell(key, value, names, log) for key, value in node.entries]
    return guards[0] if len(guards) == 1 else All(tuple(guards))


def read_cell(key: Scalar, value: Node, names: Names, log: ProblemLog) -> Guard:
    """Read one condition: a fact and what it has to be, or a word that joins others."""
    if key.text == "bukan":
        return Not(read_condition(value, names, log))
    if key.text in ("salah_satu", "semua"):
        items = value.items if isinstance(value, Sequence) else (value,)
        inner = tuple(read_condition(item, names, log) for item in items)
        return AnyOf(inner) if key.text == "salah_satu" else All(inner)
    if key.text not in names.known():
        log.add(
            key.location,
            "rujukan-fakta",
            f"Fakta “{key.text}” tidak dikenal dalam alur ini.",
            allowed=(*names.known(), "salah_satu", "semua", "bukan"),
            guess_from=key.text,
        )
        return Always()
    words = _words(value, log, key.text)
    if len(words) == 1 and words[0].text in ("ada", "kosong"):
        return Given(key.text, words[0].text == "ada")
    fact = names.facts.get(key.text)
    if fact is not None and fact.type is FactType.CHOICE and not fact.personal:
        return Is(key.text, _choices(fact, words, log))
    if fact is not None and (fact.personal or fact.type not in _NUMERIC):
        log.add(
            value.location,
            "syarat-salah",
            f"“{key.text}” hanya dapat diperiksa dengan “ada” atau “kosong”"
            + (", karena bersifat pribadi." if fact.personal else "."),
            allowed=("ada", "kosong"),
        )
        return Always()
    compared = tuple(
        Compare(key.text, *_read_bound(word.text, fact, word.location, log)) for word in words
    )
    return compared[0] if len(compared) == 1 else All(compared)


def _words(value: Node, log: ProblemLog, key: str) -> list[Scalar]:
    nodes = value.items if isinstance(value, Sequence) else (value,)
    return [Scalar(as_text(node, log, key), node.location, quoted=True) for node in nodes]


def _choices(fact: Fact, words: list[Scalar], log: ProblemLog) -> tuple[str, ...]:
    options = tuple(choice.value for choice in fact.choices)
    for word in words:
        if word.text not in options:
            log.add(
                word.location,
                "nilai-di-luar-daftar",
                f"“{word.text}” bukan pilihan dari fakta {fact.name}.",
                allowed=options,
                guess_from=word.text,
            )
    return tuple(word.text for word in words)


def _read_bound(text: str, fact: Fact | None, where: Location, log: ProblemLog) -> tuple[str, int]:
    for word, op in BOUND_WORDS.items():
        if text.startswith(word + " "):
            bound = _read_amount(text.removeprefix(word + " ").strip(), fact)
            if bound is not None:
                return op, bound
    examples = {
        None: ("sampai 6 jam", "lebih dari 3 jam", "kurang dari 30 menit", "tepat 3 jam"),
        FactType.DATETIME: ("sejak 2022-02-18", "sebelum 2022-02-18"),
    }
    log.add(
        where,
        "batas-salah",
        f"Batas “{text}” tidak dapat dibaca.",
        allowed=examples.get(fact.type if fact else None, ("sedikitnya 2", "kurang dari 10")),
    )
    return "=", 0


def _read_amount(text: str, fact: Fact | None) -> int | None:
    if fact is not None and fact.type is FactType.DATETIME:
        try:
            moment = datetime.datetime.fromisoformat(text if _MOMENT.fullmatch(text) else "")
        except ValueError:
            return None
        return as_number(moment)
    if fact is not None:
        return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None
    return read_duration(text)


def read_duration(text: str) -> int | None:
    """Return a length of time in minutes, ``1 jam 30 menit`` as 90; nothing where it is none."""
    pieces = _DURATION.findall(text)
    if not pieces or " ".join(f"{count} {unit}" for count, unit in pieces) != text:
        return None
    return sum(int(count) * _MINUTES[unit] for count, unit in pieces)
