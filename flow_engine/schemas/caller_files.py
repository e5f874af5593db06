"""The schema of ``latihan-penelepon.yaml``: the facts of all flows and their choices."""

from __future__ import annotations

from collections.abc import Iterable

from flow_engine.facts import Fact
from flow_engine.keys import CALLER_KEYS
from flow_engine.model import Flow
from flow_engine.schemas.blocks import TEXT, Schema, needed, one_or_many, optional, record

NO_FACT = "Tidak ada alur yang mempunyai fakta itu."
NO_CHOICE = "Fakta itu tidak mempunyai pilihan itu."


def caller_words(flows: Iterable[Flow]) -> Schema:
    """Return the schema of ``latihan-penelepon.yaml``.

    Args:
        flows: All flows; their facts are what a caller can speak about.
    """
    facts: dict[str, list[Fact]] = {}
    for flow in flows:
        for name, fact in flow.facts.items():
            facts.setdefault(name, []).append(fact)
    said = {name: _choices(found) for name, found in facts.items()}
    return record(
        "latihan-penelepon.yaml",
        CALLER_KEYS,
        {
            "berubah": needed("Yang dikatakan penelepon sebelum meralat jawabannya.", TEXT),
            "bukan_itu": needed("Yang dikatakan penelepon yang salah ditangkap.", TEXT),
            "layar": optional(
                "Fakta yang tidak dikatakan penelepon, dan di mana CSO membacanya.",
                _by_fact({name: _about(found, TEXT) for name, found in facts.items()}),
            ),
            "ucapan": optional(
                "Yang terdengar untuk setiap pilihan; labelnya bila tidak ditulis.", _by_fact(said)
            ),
            "contoh": optional(
                "Nilai buatan untuk nama, nomor, dan alamat; jangan milik orang sungguhan.",
                _by_fact({name: _about(found, one_or_many(TEXT)) for name, found in facts.items()}),
            ),
        },
    )


def _about(facts: list[Fact], value: Schema) -> Schema:
    return {"description": facts[0].label, **value}


def _choices(facts: list[Fact]) -> Schema:
    rows = {choice.value: choice.label for fact in facts for choice in fact.choices}
    return {
        "description": facts[0].label,
        "type": "object",
        "properties": {value: {"description": label, **TEXT} for value, label in rows.items()},
        "additionalProperties": False,
        "errorMessage": NO_CHOICE,
    }


def _by_fact(rows: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": rows,
        "additionalProperties": False,
        "errorMessage": NO_FACT,
    }
