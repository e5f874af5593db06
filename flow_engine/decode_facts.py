"""Reads the facts and the computed durations of a flow."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flow_engine.catalogue import CATALOGUES, Catalogues
from flow_engine.facts import TYPE_WORDS, Choice, Fact, FactType
from flow_engine.fields import Fields, as_text
from flow_engine.guards import Difference
from flow_engine.problems import ProblemLog
from flow_engine.records import DECISIONS
from flow_engine.source import Node, Scalar

FACT_KEYS = (
    "tanya", "jenis", "pilihan", "pola", "boleh_tidak_ada", "pribadi", "tidak_sesudah",
    "minimum", "maksimum", "katalog", "dari", "petunjuk", "sebutan", "semua_alur", "pengaturan",
    "dibawa",
)  # fmt: skip
COMPUTED_KEYS = ("rumus", "sebutan")
_DIGITS = re.compile(r"[0-9]{1,3}( atau [0-9]{1,3})* angka$")
_DIFFERENCE = re.compile(r"(\w+) - (\w+)$")
NAME = re.compile(r"[a-z][a-z0-9_]*$")


def read_facts(f: Fields, key: str, catalogues: Catalogues | None = None) -> dict[str, Fact]:
    """Read a ``fakta`` block: name to fact, in file order."""
    found: dict[str, Fact] = {}
    for name, node in f.entries(key):
        if not NAME.match(name.text):
            f.log.add(
                name.location,
                "nama-fakta",
                f"Nama fakta “{name.text}” harus huruf kecil, angka dan garis bawah.",
            )
        found[name.text] = _read_fact(name, node, f.log, catalogues or {})
    return found


def _read_fact(name: Scalar, node: Node, log: ProblemLog, catalogues: Catalogues) -> Fact:
    f = Fields(node, log, f"fakta {name.text}", FACT_KEYS)
    choices = tuple(
        Choice(value.text, as_text(label, log, value.text)) for value, label in f.entries("pilihan")
    )
    if f.has("katalog"):
        choices = _catalogue_choices(f, choices, catalogues)
    kind = TYPE_WORDS[f.word("jenis", TYPE_WORDS, "pilihan" if choices else "teks")]
    if (kind is FactType.CHOICE) != bool(choices):
        log.add(
            f.location,
            "fakta-pilihan",
            f"Fakta {name.text}: “pilihan” dan “jenis: pilihan” harus bersama-sama.",
        )
    if f.has("pengaturan") and {choice.value for choice in choices} != {"ya", "tidak"}:
        log.add(
            f.location,
            "fakta-pilihan",
            f"Fakta {name.text} berasal dari pengaturan situs; pilihannya harus ya dan tidak.",
            allowed=("ya", "tidak"),
        )
    digits: tuple[int, ...] = ()
    if pattern := f.text("pola", ""):
        if _DIGITS.match(pattern):
            digits = tuple(int(count) for count in re.findall(r"[0-9]+", pattern))
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
        maximum=f.integer("maksimum", 0) if f.has("maksimum") else None,
        catalogue=f.has("katalog"),
        within=f.text("dari", ""),
        hint=f.text("petunjuk", ""),
        short=f.text("sebutan", ""),
        everywhere=f.flag("semua_alur"),
        setting=f.word("pengaturan", DECISIONS, "") if f.has("pengaturan") else "",
        handed=f.flag("dibawa"),
    )


def _catalogue_choices(
    f: Fields, written: tuple[Choice, ...], catalogues: Catalogues
) -> tuple[Choice, ...]:
    """Return the rows of ``katalog``, which stand in place of ``pilihan``."""
    name = f.word("katalog", CATALOGUES)
    if written:
        f.log.add(
            f.at("pilihan"),
            "katalog-salah",
            f"{f.what.capitalize()}: pilihannya sudah ada di katalog “{name}”; hapus “pilihan”.",
        )
    parent = CATALOGUES[name]
    if bool(parent) != f.has("dari"):
        f.log.add(
            f.location,
            "katalog-salah",
            f"{f.what.capitalize()}: katalog “{name}” memerlukan “dari”, yaitu fakta dengan "
            f"katalog “{parent}”."
            if parent
            else f"{f.what.capitalize()}: katalog “{name}” tidak memakai “dari”.",
        )
    return catalogues.get(name, ())


def check_groups(f: Fields, key: str, facts: Mapping[str, Fact]) -> None:
    """Find facts whose ``dari`` is no fact of the catalogue that their rows are grouped by."""
    for name, node in f.entries(key):
        fact = facts[name.text]
        if not fact.within:
            continue
        groups = {choice.group for choice in fact.choices}
        fitting = [
            other.name
            for other in facts.values()
            if other.catalogue and groups == {choice.value for choice in other.choices}
        ]
        if fact.within not in fitting:
            f.log.add(
                node.location,
                "katalog-salah",
                f"Fakta {fact.name}: “{fact.within}” bukan fakta yang mengelompokkan katalognya.",
                allowed=fitting,
                guess_from=fact.within,
            )


def read_computed(f: Fields, key: str, facts: dict[str, Fact]) -> dict[str, Difference]:
    """Read a ``hitung`` block: ``sejak_selesai: sekarang - waktu_selesai``."""
    found: dict[str, Difference] = {}
    for name, node in f.entries(key):
        d = Fields(node, f.log, f"hitungan {name.text}", COMPUTED_KEYS)
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
