"""The schema of ``latihan.yaml``."""

from __future__ import annotations

from flow_engine.keys import (
    CURRICULUM_KEYS,
    EXAMPLE_KEYS,
    LEARNING_PATH_KEYS,
    LESSON_KEYS,
    NOT_TAUGHT_KEYS,
)
from flow_engine.schemas.blocks import (
    TEXT,
    Schema,
    exactly_one,
    list_of,
    needed,
    one_or_many,
    optional,
    pattern,
    record,
    shared,
)

ID = pattern("[a-z0-9]+(?:-[a-z0-9]+)*", "Huruf kecil, angka, dan tanda hubung saja.")
CLAUSES = one_or_many(shared("klausul"))


def lessons() -> Schema:
    """Return the schema of ``latihan.yaml``."""
    example = record(
        "contoh",
        EXAMPLE_KEYS,
        {
            "alur": needed("Alur yang menjalankannya.", shared("alur")),
            "skenario": needed("Judul skenarionya, persis seperti di berkas skenario.", TEXT),
        },
    )
    lesson = record(
        "pelajaran",
        LESSON_KEYS,
        {
            "id": needed("Id tetap; kemajuan pembaca disimpan dengan id ini.", ID),
            "judul": needed("Kata-kata kita, singkat.", TEXT),
            "klausul": needed("Klausul yang diajarkan, menurut urutan tampil.", CLAUSES),
            "mengapa": needed(
                "Mengapa begitu, dengan kata-kata kita; jangan melebihi sumber.", TEXT
            ),
            "dari": optional("Klausul yang menyebut alasan itu sendiri.", CLAUSES),
            "contoh": optional("Skenario yang dijalankan sebagai contoh.", example),
            "tanpa_contoh": optional("Mengapa tidak ada contohnya.", TEXT),
            "kartu": optional("Id tiga kartu soal; bila tidak ditulis, dipilihkan.", list_of(TEXT)),
        },
        allOf=exactly_one("contoh", "tanpa_contoh"),
    )
    path = record(
        "jalur",
        LEARNING_PATH_KEYS,
        {
            "id": needed("Id jalur, sama dengan nama halamannya di docs/latihan.", ID),
            "judul": needed("Judul jalur.", TEXT),
            "tentang": needed("Yang dapat dikerjakan sesudahnya, satu kalimat.", TEXT),
            "pelajaran": needed("Pelajaran, menurut urutan belajar.", list_of(lesson)),
        },
    )
    left_out = record(
        "klausul tanpa pelajaran",
        NOT_TAUGHT_KEYS,
        {
            "klausul": needed("Klausul yang tidak diajarkan.", CLAUSES),
            "alasan": needed("Mengapa tidak.", TEXT),
        },
    )
    return record(
        "latihan.yaml",
        CURRICULUM_KEYS,
        {
            "jalur": optional("Jalur, menurut urutan belajar.", list_of(path)),
            "tanpa_pelajaran": optional("Yang tidak diajarkan, dengan alasan.", list_of(left_out)),
        },
    )
