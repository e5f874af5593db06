"""The schemas of ``sumber.yaml`` and ``klausul/*.yaml``."""

from __future__ import annotations

from flow_engine.keys import (
    CLAUSE_FILE_KEYS,
    CLAUSE_KEYS,
    DOCUMENT_KEYS,
    IN_FORCE_KEYS,
    LEFT_OUT_FILE_KEYS,
    LEFT_OUT_KEYS,
    PART_KEYS,
    PLACEHOLDER_KEYS,
    SOURCE_KEYS,
)
from flow_engine.records import KIND_WORDS, SCRIPT_KINDS, STATUSES, SYSTEMS, Kind
from flow_engine.schemas.blocks import (
    INTEGER,
    TEXT,
    Schema,
    exactly_one,
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

DATE = pattern(r"|\d{4}-\d{2}-\d{2}", 'Tulis tanggal seperti "2022-02-18", dengan tanda kutip.')
LINES = pattern(
    r"\d+(\s*-\s*\d+)?(\s*,\s*\d+(\s*-\s*\d+)?)*",
    'Tulis baris sumbernya seperti "118-128", "12", atau "118-128, 331-340".',
)
STATUS = word(STATUSES)
REPLACED = optional("Klausul atau bagian yang menggantikannya.", one_or_many(shared("isi")))
_SCRIPTS = [name for name, kind in KIND_WORDS.items() if kind in SCRIPT_KINDS]
_WRITE = next(name for name, kind in KIND_WORDS.items() if kind is Kind.WRITE)


def _in_force() -> Schema:
    return record(
        "berlaku",
        IN_FORCE_KEYS,
        {
            "mulai": optional("Hari pertama berlaku.", DATE),
            "sampai": optional("Hari terakhir berlaku.", DATE),
            "wilayah": optional("Di mana berlaku, misalnya UID Jakarta.", one_or_many(TEXT)),
            "klausul": optional("Klausul yang mengatakannya.", shared("klausul")),
            "tidak_sebelum": optional(
                "Tidak mungkin berlaku sebelum hari ini, walau hari pertamanya tidak tertulis.",
                DATE,
            ),
            "di_luar": optional(
                "Berlaku di tempat dan waktu yang tidak dicakup klausul-klausul ini.",
                one_or_many(shared("klausul")),
            ),
        },
    )


def sources() -> Schema:
    """Return the schema of ``sumber.yaml``."""
    document = record(
        "dokumen",
        DOCUMENT_KEYS,
        {
            "id": needed("Singkatan dokumen, awal setiap id klausulnya: PRK.", TEXT),
            "berkas": needed("Nama berkas dokumen sumber.", TEXT),
            "judul": needed("Judul lengkap, seperti di dokumennya.", TEXT),
            "singkat": needed("Judul pendek untuk layar.", TEXT),
            "tanggal": needed('Tanggal dokumen; "" bila tidak bertanggal.', DATE),
            "tanggal_catatan": optional("Dari mana tanggal itu, atau mengapa tidak ada.", TEXT),
            "halaman": needed("Halaman yang menampilkannya, misalnya sop/periksa.", TEXT),
            "mengganti": optional("Dokumen yang digantikannya.", TEXT),
            "berlaku": optional("Sejak kapan dan di mana berlaku.", list_of(_in_force())),
            "status": optional("berlaku bila tidak ditulis.", STATUS),
            "usang": optional("Mengapa isinya mungkin sudah lama.", TEXT),
        },
    )
    place = record(
        "isian",
        PLACEHOLDER_KEYS,
        {
            "tanda": needed("Nama tempat isian, tanpa kurung: No. Laporan.", TEXT),
            "fakta": optional(
                'Fakta alur yang mengisinya; "" bila tidak ada.', shared("teks-kosong")
            ),
            "label": needed("Sebutannya bagi pembaca.", TEXT),
            "pola_sumber": optional(
                "Bentuknya di dokumen sumber, ekspresi reguler. Minta bantuan pengembang.",
                one_or_many(TEXT),
            ),
        },
    )
    return record(
        "sumber.yaml",
        SOURCE_KEYS,
        {
            "dokumen": optional("Dokumen-dokumen sumber.", list_of(document)),
            "isian": optional(
                "Tempat isian dalam kalimat resmi yang kita beri nama.", list_of(place)
            ),
        },
    )


def clause_file() -> Schema:
    """Return the schema of a file of clauses."""
    return record(
        "berkas klausul",
        CLAUSE_FILE_KEYS,
        {
            "dokumen": needed("Dokumen yang klausulnya ada di berkas ini.", shared("dokumen")),
            "klausul": optional("Klausul, menurut urutan register.", list_of(_clause())),
        },
    )


def _clause() -> Schema:
    return record(
        "klausul",
        CLAUSE_KEYS,
        {
            "id": needed("Id register. Tidak pernah diganti atau dipakai ulang.", TEXT),
            "tempat": needed("Letaknya dalam dokumen, misalnya langkah 10.", TEXT),
            "jenis": optional("Jenis menurut register.", one_or_many(TEXT)),
            "judul": needed("Kata-kata kita, singkat, dipahami CSO.", TEXT),
            "ringkasan": optional("Satu kalimat kita yang langsung menjawab.", TEXT),
            "baris": optional("Baris dokumen sumber, tempat kutipannya dicari.", LINES),
            "bagian": optional("Isi klausul, menurut urutan dipakai.", list_of(_part())),
            "catatan": optional(
                "Catatan kita di samping kalimat resmi.", list_of(shared("catatan"))
            ),
            "status": optional(
                "berlaku bila tidak ditulis. Klausul yang dicabut tidak dihapus.", STATUS
            ),
            "berlaku": optional("Sejak kapan, sampai kapan, dan di mana.", _in_force()),
            "alias": optional("Cara orang menyebutnya; dipakai pencarian.", one_or_many(TEXT)),
            "riwayat": optional(
                "Kata-kata kita tentang perubahannya; tampil pada “Revisi”.", one_or_many(TEXT)
            ),
            "pengganti": REPLACED,
        },
    )


def _part() -> Schema:
    quoted = "Kalimat resmi, huruf demi huruf. Dikunci terhadap dokumen sumber."
    return record(
        "bagian",
        PART_KEYS,
        {
            "no": needed("Nomor tetap: no 2 dari PRK-10 ber-id PRK-10/2.", INTEGER),
            "jenis": needed(
                "UCAPKAN: dibacakan. LAKUKAN: dikerjakan. JANGAN: tidak disampaikan. TULIS: "
                "ditulis persis. ATURAN: ketentuan. INFO: keterangan.",
                word(KIND_WORDS),
            ),
            "bila": optional("Kapan bagian ini berlaku, dengan kata-kata kita.", TEXT),
            "ke": optional("Aplikasi tempat menulis (TULIS).", word(SYSTEMS)),
            "isian": optional("Nama kolom seperti di sumber (TULIS).", TEXT),
            "aplikasi": optional("Aplikasi tempat mengerjakan.", word(SYSTEMS)),
            "kutipan": optional(quoted, TEXT),
            "teks": optional("Kalimat kita. Tulis salah satu: kutipan atau teks.", TEXT),
            "pengganti": REPLACED,
        },
        allOf=[
            *exactly_one("kutipan", "teks"),
            {
                "if": {"properties": {"jenis": {"enum": _SCRIPTS}}},
                "then": {
                    "required": ["kutipan"],
                    "errorMessage": f"{', '.join(_SCRIPTS)} selalu kutipan kalimat resmi.",
                },
            },
            {
                "if": {"properties": {"jenis": {"const": _WRITE}}},
                "then": {
                    "required": ["ke", "isian"],
                    "properties": {"aplikasi": False},
                    "errorMessage": f"Bagian {_WRITE} memakai “ke” dan “isian”.",
                },
                "else": {
                    "properties": {"ke": False, "isian": False},
                    "errorMessage": f"Hanya bagian {_WRITE} memakai “ke” dan “isian”; yang lain "
                    "“aplikasi”.",
                },
            },
        ],
    )


def left_out() -> Schema:
    """Return the schema of ``baris-sumber.yaml``."""
    entry = record(
        "baris yang dilewati",
        LEFT_OUT_KEYS,
        {
            "dokumen": needed("Dokumen sumbernya.", shared("dokumen")),
            "baris": needed("Baris yang dilewati, termasuk yang pertama dan terakhir.", LINES),
            "alasan": needed("Salah satu nama di bawah “alasan”.", TEXT),
            "isi": optional("Apa yang ada di sana, dengan kalimat kita.", TEXT),
        },
    )
    return record(
        "baris-sumber.yaml",
        LEFT_OUT_FILE_KEYS,
        {
            "alasan": optional("Nama alasan: artinya.", named(TEXT)),
            "dilewati": optional("Baris yang tidak dibawa klausul mana pun.", list_of(entry)),
        },
    )
