"""Reads the facts and the computed durations of a flow."""

from __future__ import annotations

import re

from flow_engine.facts import TYPE_WORDS, Choice, Fact, FactType
from flow_engine.fields import Fields, as_text
from flow_engine.guards import Difference
from flow_engine.problems import ProblemLog
from flow_engine.source import Node, Scalar

FACT_KEYS = (
    "tanya", "jenis", "pilihan", "pola", "boleh_tidak_ada", "pribadi", "tidak_sesudah",
    "minimum", "petunjuk", "semua_alur",
)  # fmt: skip
_DIGITS = re.compile(r"\d+( atau \d+)* angka$")
_DIFFERENCE = re.compile(r"(\w+) - (\w+)$")
NAME = re.compile(r"[a-z][a-z0-9_]*$")


def read_facts(f: Fields, key: str) -> dict[str, Fact]:
    """Read a ``fakta`` block: name to fact, in file order."""
    found: dict[str, Fact] = {}
    for name, node in f.entries(key):
        if not NAME.match(name.text):
            f.log.add(
                name.location,
                "nama-fakta",
                f"Nama fakta “{name.text}” harus huruf kecil, angka dan garis bawah.",
            )
        found[name.text] = _read_fact(name, node, f.log)
    return found


def _read_fact(name: Scalar, node: Node, log: ProblemLog) -> Fact:
    f = Fields(node, log, f"fakta {name.text}", FACT_KEYS)
    choices = tuple(
        Choice(value.text, as_text(label, log, value.text)) for value, label in f.entries("pilihan")
    )
    kind = TYPE_WORDS[f.word("jenis", TYPE_WORDS, "pilihan" if choices else "teks")]
    if (kind is FactType.CHOICE) != bool(choices):
        log.add(
            f.location,
            "fakta-pilihan",
            f"Fakta {name.text}: “pilihan” dan “jenis: pilihan” harus bersama-sama.",
        )
    digits: tuple[int, ...] = ()
    if pattern := f.text("pola", ""):
        if _DIGITS.match(pattern):
            digits = tuple(int(count) for count in re.findall(r"\d+", pattern))
        else:
            log.add(
                f.at("pola"),
                "pola-rusak",
                f"Pola “{pattern}” tidak dapat dibaca.",
                allowed=("20 angka", "11 atau 12 angka"),
            )
    return Fact(
        name=name.text,
        type=kind,
        label=f.text("tanya"),
        choices=choices,
        digits=digits,
        none_label=f.text("boleh_tidak_ada", ""),
        personal=f.flag("pribadi"),
        not_after=f.text("tidak_sesudah", ""),
        minimum=f.integer("minimum", 0) if f.has("minimum") else None,
        hint=f.text("petunjuk", ""),
        everywhere=f.flag("semua_alur"),
    )


def read_computed(f: Fields, key: str, facts: dict[str, Fact]) -> dict[str, Difference]:
    """Read a ``hitung`` block: ``sejak_selesai: sekarang - waktu_selesai``."""
    found: dict[str, Difference] = {}
    for name, node in f.entries(key):
        d = Fields(node, f.log, f"hitungan {name.text}", ("rumus", "sebutan"))
        formula = d.text("rumus")
        match = _DIFFERENCE.match(formula)
        ends = (match[1], match[2]) if match else ("", "")
        for end in ends:
            if end not in facts or facts[end].type is not FactType.DATETIME:
                f.log.add(
                    d.at("rumus"),
                    "hitungan-salah",
                    f"“{formula}” harus selisih dua fakta waktu, misalnya "
                    "“sekarang - waktu_selesai”.",
                    allowed=[n for n, fact in facts.items() if fact.type is FactType.DATETIME],
                    guess_from=end,
                )
                break
        found[name.text] = Difference(name.text, *ends, label=d.text("sebutan"))
    return found
