"""The schemas of ``perubahan.yaml`` and ``alamat.yaml``."""

from __future__ import annotations

from flow_engine.changes import CHANGE_KINDS, READERS
from flow_engine.keys import ADDRESS_KEYS, CHANGE_KEYS, CHANGE_LIST_KEYS
from flow_engine.schemas.blocks import (
    TEXT,
    Schema,
    list_of,
    named,
    needed,
    one_or_many,
    optional,
    pattern,
    record,
    shared,
    word,
)
from flow_engine.schemas.clause_files import DATE

NAME = pattern("[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", "Huruf, angka, dan tanda hubung saja.")


def changes() -> Schema:
    """Return the schema of ``perubahan.yaml``."""
    change = record(
        "perubahan",
        CHANGE_KEYS,
        {
            "id": needed("Id tetap; menurut id ini pembaca menandai sudah dibaca.", NAME),
            "tanggal": needed('Tanggal menurut sumber; "" bila tidak tertulis.', DATE),
            "judul": needed("Kata-kata kita, satu baris.", TEXT),
            "jenis": needed("Apa yang terjadi.", word(CHANGE_KINDS)),
            "klausul": needed("Klausul dan bagian yang bersangkutan.", one_or_many(shared("isi"))),
            "untuk": needed("Siapa yang perlu tahu.", one_or_many(word(READERS))),
            "teks": needed("Apa yang berubah, dengan kata-kata kita.", TEXT),
        },
    )
    return record(
        "perubahan.yaml",
        CHANGE_LIST_KEYS,
        {"perubahan": optional("Yang berubah, terbaru paling atas.", list_of(change))},
    )


def addresses() -> Schema:
    """Return the schema of ``alamat.yaml``."""
    return record(
        "alamat.yaml",
        ADDRESS_KEYS,
        {
            "diganti": optional(
                "Id lama klausul atau bagian: id yang dipakai sekarang.", named(shared("isi"))
            )
        },
    )
