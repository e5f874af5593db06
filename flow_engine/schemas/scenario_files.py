"""The schema of ``skenario/*.yaml``: the facts and outcomes of the flow that a file names."""

from __future__ import annotations

from collections.abc import Mapping

from flow_engine.facts import Fact, FactType
from flow_engine.model import APKT_VALUES, ESCALATIONS, WORK_ORDERS, Flow
from flow_engine.scenarios import EXPECTED_KEYS, NONE_WORD, SCENARIO_FILE_KEYS, SCENARIO_KEYS
from flow_engine.schemas.blocks import (
    ANY_SCALAR,
    FLAG,
    TEXT,
    Key,
    Schema,
    list_of,
    local,
    named,
    needed,
    one_or_many,
    optional,
    record,
    shared,
    suggested,
    word,
)

REMOVED = "kosong"


def scenario_file(flows: Mapping[str, Flow]) -> Schema:
    """Return the schema of a file of scenarios."""
    case = record(
        "skenario",
        SCENARIO_KEYS,
        {
            "judul": needed("Keadaannya, dengan kata-kata.", TEXT),
            "fakta": optional("Fakta yang lain dari dasar; kosong menghapus.", named(ANY_SCALAR)),
            "harap": needed("Yang diharapkan.", local("harap")),
            "tanpa_dasar": optional("ya: mulai tanpa satu pun fakta dasar.", FLAG),
        },
    )
    root = record(
        "berkas skenario",
        SCENARIO_FILE_KEYS,
        {
            "alur": needed("Alur yang diuji.", shared("alur")),
            "dasar": optional("Fakta untuk semua skenario di sini.", named(ANY_SCALAR)),
            "skenario": optional("Satu entri satu panggilan.", list_of(case)),
        },
        allOf=[_of_flow(flow) for flow in flows.values()],
    )
    facts = {f"fakta-{flow.id}": _facts(flow) for flow in flows.values()}
    return {**root, "$defs": {"harap": _expected(), **facts}}


def _of_flow(flow: Flow) -> Schema:
    facts = local(f"fakta-{flow.id}")
    outcome = {"enum": [*flow.outcomes, NONE_WORD], "errorMessage": "Tidak ada hasil bernama itu."}
    expected = {"properties": {"hasil": outcome}}
    case = {"properties": {"fakta": facts, "harap": expected}}
    return {
        "if": {"properties": {"alur": {"const": flow.id}}, "required": ["alur"]},
        "then": {"properties": {"dasar": facts, "skenario": {"items": case}}},
    }


def _facts(flow: Flow) -> Schema:
    return {
        "type": "object",
        "properties": {fact.name: _value(fact) for fact in flow.facts.values()},
        "additionalProperties": False,
        "errorMessage": f"Alur {flow.id} tidak mengenal fakta itu, atau nilainya bukan teks.",
    }


def _value(fact: Fact) -> Schema:
    words = {"description": fact.label}
    if fact.type is FactType.READING:
        return {**words, **ANY_SCALAR}
    if fact.type is FactType.CHOICE:
        options = {"enum": [*(choice.value for choice in fact.choices), REMOVED]}
        return {**words, **suggested(options)}
    return {**words, **TEXT}


def _expected() -> Schema:
    def or_none(options: tuple[str, ...]) -> Schema:
        return word([*options, NONE_WORD])

    described: dict[str, Key] = {
        "status": optional(
            "done: sampai hasil. needs: menunggu fakta. invalid: fakta ditolak.",
            word(["done", "needs", "invalid"]),
        ),
        "butuh": optional("Fakta yang ditunggu.", TEXT),
        "hasil": optional("Id hasil.", TEXT),
        "apkt": optional("Permasalahan di APKT.", or_none(APKT_VALUES)),
        "tipe_wo": optional("Tipe WO.", or_none(WORK_ORDERS)),
        "eskalasi": optional("Eskalasi.", or_none(ESCALATIONS)),
        "teks_laporan": optional("Keterangan untuk APKT, persis.", TEXT),
        "rujuk": optional("Tempat panggilan dilanjutkan.", TEXT),
        "bawa": optional("Fakta yang dibawa ke sana, dan nilainya.", named(TEXT)),
        "diatur_sop": optional("ya bila seluruh jalannya tertulis di sumber.", FLAG),
        "melewati": optional(
            "Klausul yang harus dilewati; yang lain boleh ada.", one_or_many(shared("klausul"))
        ),
        "klausul": optional(
            "Semua klausul yang dilewati, persis dan berurutan.", one_or_many(shared("klausul"))
        ),
        "tulisan": optional(
            "Semua yang ditulis, berurutan: “APKT · Keterangan: teks”; [tawaran], [diam] di depan.",
            one_or_many(TEXT),
        ),
        "catatan": optional("Semua catatan pada hasil, persis dan berurutan.", one_or_many(TEXT)),
        "mengapa": optional(
            "Klausul pada “Mengapa?”, persis: yang menentukan jalan, lalu klausul hasil.",
            one_or_many(shared("klausul")),
        ),
        "langkah": optional(
            "Langkah yang harus dilewati, berurutan; yang lain boleh di antaranya.",
            one_or_many(TEXT),
        ),
        "tidak_melewati": optional(
            "Klausul yang tidak boleh dilewati.", one_or_many(shared("klausul"))
        ),
    }
    return record("harap", EXPECTED_KEYS, described)
