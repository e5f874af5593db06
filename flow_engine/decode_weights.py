"""Reads ``penilaian.yaml``: what the items of a score card count."""

from __future__ import annotations

from collections.abc import Mapping

from flow_engine.fields import Fields
from flow_engine.keys import WEIGHT_KEYS, WEIGHT_LIST_KEYS
from flow_engine.lists import Known
from flow_engine.problems import ProblemLog
from flow_engine.records import Kind
from flow_engine.source import Node
from flow_engine.weights import (
    KINDS,
    LEAST_PERCENT,
    MAX_POINTS,
    NATURES,
    NO_WEIGHTS,
    STYLE,
    Weight,
    Weights,
)

# Of these an own weight counts; a prohibition is kept or broken, the rest is not judged.
_COUNTED = frozenset((Kind.SAY, Kind.DO, Kind.WRITE))
_NO_KINDS: Mapping[str, Kind] = {}


def read_weight_list(
    node: Node | None, known: Known, log: ProblemLog, parts: Mapping[str, Kind] = _NO_KINDS
) -> Weights:
    """Read ``penilaian.yaml``; every kind of item has to have its weight.

    Args:
        node: The file; nothing where there is none.
        known: The ids that may have a weight of their own.
        log: Takes the problems.
        parts: Id to kind, of the parts whose kind is known.
    """
    if node is None:
        return NO_WEIGHTS
    root = Fields(node, log, "penilaian.yaml", WEIGHT_LIST_KEYS)
    kinds = root.child("bobot", "bobot", KINDS)
    return Weights(
        root.text("keterangan"),
        _percent(root, "mirip"),
        _percent(root, "mirip_jangan"),
        {kind: _read_weight(kinds.require(kind), f"bobot {kind}", kinds, STYLE) for kind in KINDS},
        _read_own(root, known, parts),
        _words(root, "pengisi"),
        _words(root, "sebutan_cso"),
        _words(root, "sebutan_penelepon"),
    )


def _read_own(root: Fields, known: Known, parts: Mapping[str, Kind]) -> dict[str, Weight]:
    """Read weights of single parts and clauses, by their ids."""
    options = known.parts | known.clauses
    listed = Fields(root.node.get("khusus"), root.log, "khusus", options, root.location)
    for name, _ in listed.node.entries:
        if parts.get(name.text, Kind.SAY) not in _COUNTED:
            root.log.add(
                name.location,
                "bobot-salah",
                f"“{name.text}” tidak dapat punya bobot sendiri: yang dihitung hanya UCAPKAN, "
                "LAKUKAN, dan TULIS.",
                suggestion="Hapus barisnya. Sifat semua larangan ada di “bobot”, “jangan”.",
            )
    return {
        name.text: _read_weight(node, f"bobot {name.text}", listed, "")
        for name, node in listed.node.entries
    }


def _read_weight(node: Node | None, what: str, parent: Fields, nature: str) -> Weight:
    f = Fields(node, parent.log, what, WEIGHT_KEYS, parent.location)
    before = len(f.log)
    exact, nearly = _points(f, "tepat"), _points(f, "mirip")
    if nearly > exact and len(f.log) == before:
        f.log.add(
            f.at("mirip"),
            "bobot-salah",
            f"Nilai “mirip” ({nearly}) tidak boleh lebih dari nilai “tepat” ({exact}).",
            suggestion="Kecilkan “mirip”, atau besarkan “tepat”.",
        )
    return Weight(exact, min(nearly, exact), f.word("sifat", NATURES, nature))


def _points(f: Fields, key: str) -> int:
    points = f.integer(key, 0)
    if not 0 <= points <= MAX_POINTS:
        f.log.add(
            f.at(key), "bobot-salah", f"Nilai harus antara 0 dan {MAX_POINTS}; di sini {points}."
        )
    return max(0, min(points, MAX_POINTS))


def _percent(f: Fields, key: str) -> int:
    percent = f.integer(key)
    if f.has(key) and not LEAST_PERCENT <= percent <= 100:
        f.log.add(
            f.at(key),
            "bobot-salah",
            f"Kemiripan ditulis dalam persen, {LEAST_PERCENT} sampai 100; di sini {percent}.",
        )
    return max(LEAST_PERCENT, min(percent, 100))


def _words(f: Fields, key: str) -> tuple[str, ...]:
    return tuple(text.casefold() for text in f.texts(key))
