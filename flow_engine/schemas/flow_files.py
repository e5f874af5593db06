"""The schemas of ``alur/*.yaml`` and ``alur/bersama.yaml``."""

from __future__ import annotations

from collections.abc import Callable

from flow_engine.catalogue import CATALOGUES
from flow_engine.decode import (
    FAMILY,
    GOTO_KEYS,
    JOINING,
    OUTCOME_KEYS,
    REPORT_KEYS,
    STEP_KEYS,
    WAY_KEYS,
)
from flow_engine.decode_estimates import ESTIMATE_KEYS
from flow_engine.decode_facts import COMPUTED_KEYS, FACT_KEYS
from flow_engine.decode_facts import NAME as FACT_NAME
from flow_engine.decode_notes import REMARK_KEYS
from flow_engine.facts import TYPE_WORDS, FactType
from flow_engine.flows import ESCALATION_KEYS, FLOW_KEYS, ROOM_KEYS, SHARED_KEYS
from flow_engine.forms import FORM_KEYS
from flow_engine.model import APKT_VALUES, ESCALATIONS, WORK_ORDERS
from flow_engine.records import DECISIONS, SYSTEMS
from flow_engine.schemas.blocks import (
    ANY_SCALAR,
    FLAG,
    INTEGER,
    TEXT,
    Key,
    Schema,
    exactly_one,
    list_of,
    local,
    named,
    needed,
    needs,
    never_beside,
    one_or_many,
    optional,
    pattern,
    record,
    shared,
    suggested,
    word,
)
from flow_engine.schemas.ids import note_keys

FLOW_FILE = "alur.json"
CLAUSES = one_or_many(shared("klausul"))
FACT_NAMES: Schema = {
    "pattern": f"^{FACT_NAME.pattern}",
    "errorMessage": "Nama fakta harus huruf kecil, angka, dan garis bawah.",
}
SUB_FLOW = suggested(shared("bagian-bersama"))
CHOICE_WORD = next(name for name, kind in TYPE_WORDS.items() if kind is FactType.CHOICE)
SILENT = optional("Apa yang tidak diatur SOP di sini.", TEXT)
ASK = optional("Kepada siapa bertanya; Team Leader atau Back Office bila tidak ditulis.", TEXT)
CONTINUES = {
    "ke": optional("Langkah berikutnya.", TEXT),
    "hasil": optional("Hasil: panggilan sampai di sini.", TEXT),
    "kembali": optional("ya: bagian bersama selesai, kembali ke pemanggilnya.", word(["ya"])),
}


def flow_file() -> Schema:
    """Return the schema of a flow."""
    head = {
        "alur": needed("Id alur, sama dengan nama berkasnya.", TEXT),
        "judul": needed("Judul di halaman.", TEXT),
        "dokumen": needed("Dokumen asalnya, misalnya PRK.", shared("dokumen")),
        "mulai": optional("Langkah pertama; bila tidak ditulis, yang paling atas.", TEXT),
        "langkah": needed("Langkah-langkahnya.", _steps()),
        "tabel": optional("Tabel keputusan yang disebut langkah.", named(_rows())),
        "hasil": optional("Cara panggilan berakhir.", named(_outcome())),
    }
    return {
        **record("alur", FLOW_KEYS, {**head, **_common(local)}),
        "$defs": _definitions(),
    }


def shared_flow_file() -> Schema:
    """Return the schema of ``alur/bersama.yaml``."""
    escalation = record(
        "eskalasi",
        ESCALATION_KEYS,
        {
            "nilai": needed("Nilai eskalasi pada hasil.", word(ESCALATIONS)),
            "ke": needed("Aplikasi tempat memilihnya.", word(SYSTEMS)),
            "isian": needed("Nama kolomnya.", TEXT),
            "klausul": needed("Klausul yang menyuruhnya.", shared("klausul")),
        },
    )
    form = record(
        "formulir",
        FORM_KEYS,
        {
            "ke": needed("Aplikasi tempat formulirnya.", word(SYSTEMS)),
            "isian": needed("Nama kolomnya, seperti di sumber.", TEXT),
            "klausul": needed("Klausul yang menyuruhnya.", shared("klausul")),
            "nilai": optional("Fakta yang mengisinya, tipe_wo, atau teks_laporan.", TEXT),
            "petunjuk": optional("Yang dilakukan bila nilainya tidak diketahui.", TEXT),
        },
    )
    chosen = {
        "eskalasi": optional("Di mana eskalasi dipilih.", list_of(escalation)),
        "formulir": optional("Kolom form laporan, menurut urutannya.", list_of(form)),
    }

    def refer(name: str) -> Schema:
        return {"$ref": f"{FLOW_FILE}#/$defs/{name}"}

    return record("alur/bersama.yaml", SHARED_KEYS, {**chosen, **_common(refer)})


def _common(refer: Callable[[str], Schema]) -> dict[str, Key]:
    facts = {**named(refer("fakta")), "propertyNames": FACT_NAMES}
    return {
        "fakta": optional("Yang ditanyakan dan diingat.", facts),
        "hitung": optional("Lama waktu: selisih dua fakta waktu.", named(refer("hitungan"))),
        "bagian": optional("Langkah-langkah yang dipanggil, lalu kembali.", named(refer("bagian"))),
        "tulis": optional("Tulisan yang ditambahkan pada laporan.", list_of(refer("tulis"))),
    }


def _definitions() -> dict[str, Schema]:
    return {
        "fakta": _fact(),
        "hitungan": _computed(),
        "bagian": _room(),
        "langkah": _step(),
        "jalan": _way(),
        "sel": one_or_many(TEXT),
        "syarat": {
            "type": "object",
            "properties": _joining(),
            "additionalProperties": local("sel"),
            "errorMessage": "Syarat ditulis sebagai “fakta: nilai”.",
        },
        "catatan-hasil": _remark(),
        "tulis": _report(),
    }


def _joining() -> dict[str, Schema]:
    helps = {
        "salah_satu": "Cukup satu dari syarat ini berlaku.",
        "semua": "Semua syarat ini berlaku.",
        "bukan": "Syarat ini tidak berlaku.",
    }
    many = one_or_many(local("syarat"))
    return {
        name: {"description": helps[name], **(local("syarat") if name == "bukan" else many)}
        for name in JOINING
    }


def _fact() -> Schema:
    choices = {**named(TEXT), "errorMessage": "Tulis pilihan sebagai “nilai: Label”."}
    return record(
        "fakta",
        FACT_KEYS,
        {
            "tanya": needed("Sebutannya di layar.", TEXT),
            "jenis": optional("teks bila tidak ditulis.", word(TYPE_WORDS)),
            "pilihan": optional("Nilai dan labelnya, misalnya {ya: Bersedia}.", choices),
            "pola": optional(
                "Banyaknya angka.",
                pattern(r"\d+( atau \d+)* angka", "Tulis 20 angka, atau 11 atau 12 angka."),
            ),
            "boleh_tidak_ada": optional("Label jawaban tidak-ada.", TEXT),
            "pribadi": optional("ya untuk data orang: tidak pernah disimpan.", FLAG),
            "tidak_sesudah": optional("Fakta waktu yang tidak boleh dilewati.", TEXT),
            "minimum": optional("Bilangan terkecil.", INTEGER),
            "maksimum": optional("Bilangan terbesar.", INTEGER),
            "katalog": optional("Daftar yang menjadi pilihannya.", word(CATALOGUES)),
            "dari": optional("Fakta yang mengelompokkan katalognya.", TEXT),
            "petunjuk": optional("Kalimat kecil di samping kolom.", TEXT),
            "sebutan": optional("Nama pendeknya di “Mengapa?”.", TEXT),
            "semua_alur": optional("ya: diterima semua alur.", FLAG),
            "pengaturan": optional(
                "Pengaturan situs yang menentukannya; tidak ditanyakan kepada penelepon.",
                word(DECISIONS),
            ),
            "dibawa": optional("ya: hanya alur lain yang memberikannya, lewat bawa.", FLAG),
        },
        allOf=[_choice_rule(), *_catalogue_rules(), _setting_rule()],
    )


def _choice_rule() -> Schema:
    written: Schema = {"properties": {"pilihan": {"minProperties": 1}}, "required": ["pilihan"]}
    return {
        "if": {"anyOf": [written, {"required": ["katalog"]}]},
        "then": {"properties": {"jenis": word((CHOICE_WORD,))}},
        "else": {"properties": {"jenis": word(name for name in TYPE_WORDS if name != CHOICE_WORD)}},
    }


def _catalogue_rules() -> list[Schema]:
    grouped = [name for name, parent in CATALOGUES.items() if parent]
    return [
        {
            "if": {"required": ["katalog"]},
            "then": {"properties": {"pilihan": {"maxProperties": 0}}},
        },
        {
            "if": {"properties": {"katalog": {"enum": grouped}}, "required": ["katalog"]},
            "then": {"required": ["dari"]},
        },
    ]


def _setting_rule() -> Schema:
    decided = {"required": ["ya", "tidak"], "maxProperties": 2}
    return {
        "if": {"required": ["pengaturan"]},
        "then": {"required": ["pilihan"], "properties": {"pilihan": decided}},
    }


def _computed() -> Schema:
    return record(
        "hitungan",
        COMPUTED_KEYS,
        {
            "rumus": needed(
                "Yang lebih akhir dikurangi yang lebih awal: sekarang - waktu_padam.",
                pattern(r"\w+ - \w+", "Tulis selisih dua fakta waktu: sekarang - waktu_padam."),
            ),
            "sebutan": needed("Sebutannya di layar.", TEXT),
        },
    )


def _estimate() -> Schema:
    return record(
        "taksiran",
        ESTIMATE_KEYS,
        {
            "lama": needed(
                "Berapa lama, misalnya 3 jam.",
                pattern(
                    r"[0-9]{1,9} (menit|jam|hari)( [0-9]{1,9} (menit|jam|hari))*",
                    "Tulis 3 jam, atau 1 jam 30 menit.",
                ),
            ),
            "sejak": needed("Fakta yang langkahnya menjadi awal hitungan.", TEXT),
        },
    )


def _room() -> Schema:
    return record(
        "bagian",
        ROOM_KEYS,
        {
            "judul": needed("Judul bagian.", TEXT),
            "mulai": optional("Langkah pertama; bila tidak ditulis, yang paling atas.", TEXT),
            "sekali": optional("ya: cukup sekali dalam satu panggilan.", FLAG),
            "langkah": needed("Langkah-langkahnya; berakhir dengan kembali: ya.", _steps()),
            "tabel": optional("Tabel yang hanya dipakai bagian ini.", named(_rows())),
        },
    )


def _steps() -> Schema:
    return {**named(local("langkah")), "minProperties": 1}


def _step() -> Schema:
    fixes = {"anyOf": [*one_or_many(TEXT)["anyOf"], named(TEXT)]}
    facts = one_or_many(suggested(shared("fakta-bersama")))
    forms = (*GOTO_KEYS, "jika", "tabel", "butuh")
    return record(
        "langkah",
        STEP_KEYS,
        {
            "judul": optional("Bila tidak ditulis, judul klausul pertama.", TEXT),
            "nomor": optional("Bila tidak ditulis, letak klausul pertama.", TEXT),
            "klausul": optional("Klausul yang dijalankan. Wajib bila langkah tampil.", CLAUSES),
            "isi": optional(
                "Bagian (PRK-10/1) atau klausul (semua bagiannya), menurut urutan tampil.",
                one_or_many(shared("isi")),
            ),
            "pinjam": optional(
                "Klausul lain yang kalimatnya dipinjam “isi”, tanpa dijalankan.", CLAUSES
            ),
            "catatan": optional("Catatan kita untuk langkah ini saja.", list_of(shared("catatan"))),
            "tanya": optional("Satu fakta atau beberapa.", facts),
            "opsional": optional("ya bila boleh dilewati.", FLAG),
            "panggil": optional("Bagian yang dijalankan, lalu kembali ke sini.", SUB_FLOW),
            **CONTINUES,
            "jika": optional("Jalan menurut jawaban tanya.", named(local("jalan"))),
            "tabel": optional("Tabel yang memilih jalan.", TEXT),
            "perbaiki": optional("Langkah yang ditawarkan untuk diperbaiki.", fixes),
            "boleh_kosong_bila": optional(
                "Syarat yang membuat pertanyaan boleh tidak dijawab.", local("syarat")
            ),
            "wajib_di_halaman": optional(
                "ya: di halaman harus dijawab; tanpa pembaca boleh dilewati.", FLAG
            ),
            "ulang": optional("Fakta yang menentukan berapa kali diulang.", TEXT),
            "taksiran": optional("Jam yang disampaikan bila penelepon bertanya.", _estimate()),
            "butuh": optional(
                "Fakta yang tadi dilewati dan sekarang diperlukan. Tanpa jalan sendiri.", facts
            ),
        },
        allOf=[
            *exactly_one(*forms),
            never_beside(
                "panggil",
                ("tanya", "isi", "catatan", "jika", "tabel"),
                "Langkah yang memanggil bagian lain tidak punya isi, tanya, jika, atau tabel.",
            ),
            never_beside(
                "butuh",
                ("tanya", "opsional", "boleh_kosong_bila"),
                "Langkah dengan butuh tidak punya tanya, opsional, atau boleh_kosong_bila.",
            ),
            needs("jika", "tanya"),
        ],
    )


def _way_keys() -> dict[str, Key]:
    return {
        **CONTINUES,
        "klausul": optional("Klausul yang menyatakan jalan ini.", CLAUSES),
        "diam": SILENT,
        "tanya_ke": ASK,
    }


def _way() -> Schema:
    return record("jalan", WAY_KEYS, _way_keys(), allOf=exactly_one(*GOTO_KEYS))


def _rows() -> Schema:
    row = record("baris tabel", WAY_KEYS, _way_keys(), allOf=exactly_one(*GOTO_KEYS))
    row["properties"] = {**row["properties"], **_joining()}
    row["additionalProperties"] = local("sel")
    row["errorMessage"] = "Satu baris satu jalan: syarat, lalu tepat satu ke, hasil, atau kembali."
    return list_of(row)


def _outcome() -> Schema:
    elsewhere = {"type": "string", "pattern": "[^a-z0-9-]",
                 "errorMessage": "Tidak ada alur bernama itu."}  # fmt: skip
    handed = {**named(TEXT), "minProperties": 1}
    return record(
        "hasil",
        OUTCOME_KEYS,
        {
            "judul": needed("Judul hasil.", TEXT),
            "klausul": needed("Klausul yang menyatakannya.", CLAUSES),
            "apkt": optional("Permasalahan di APKT.", word(APKT_VALUES)),
            "tipe_wo": optional("Tipe WO.", word(WORK_ORDERS)),
            "eskalasi": optional("Eskalasi.", word(ESCALATIONS)),
            "rujuk": optional(
                "Alur, atau judul SOP di luar sumber, tempat panggilan dilanjutkan.",
                suggested(shared("alur"), elsewhere),
            ),
            "tulis": optional("Yang ditulis di aplikasi.", list_of(local("tulis"))),
            "catatan": optional("Catatan kita.", list_of(local("catatan-hasil"))),
            "diam": SILENT,
            "tanya_ke": ASK,
            "lalu": optional("Bagian bersama yang berjalan sesudahnya.", SUB_FLOW),
            "bawa": optional("Fakta alur pada rujuk yang sudah terjawab, dan nilainya.", handed),
        },
        allOf=[needs("bawa", "rujuk")],
    )


def _remark() -> Schema:
    return record(
        "catatan",
        REMARK_KEYS,
        {
            **note_keys(TEXT),
            "bila": optional("Syarat, misalnya {listrik: padam}.", local("syarat")),
        },
    )


def _report() -> Schema:
    written = shared("bagian-tulis")
    return record(
        "tulisan laporan",
        REPORT_KEYS,
        {
            "ke": optional("Aplikasi; bila tidak ditulis, dari bagiannya.", word(SYSTEMS)),
            "isian": optional("Kolom; bila tidak ditulis, dari bagiannya.", TEXT),
            "teks": optional('Tempat isian saja, misalnya "{permasalahan}".', TEXT),
            "isi": optional("Bagian TULIS untuk keadaan ini.", written),
            "pola": optional("Bagian TULIS yang dipinjam. Sebut diam.", written),
            "katalog": optional("Nama dari katalog ITSM.", word((FAMILY,))),
            "setiap": optional("Bagian yang diulang; satu tulisan untuk setiap putaran.", SUB_FLOW),
            "ganti": optional("Kata dalam kalimat itu dan penggantinya.", named(ANY_SCALAR)),
            "awalan": optional("Ditaruh di depan; hanya tempat isian.", ANY_SCALAR),
            "bila": optional("Syarat, misalnya {listrik: padam}.", local("syarat")),
            "klausul": optional("Klausul yang menyuruh menulis.", shared("klausul")),
            "tawaran": optional("ya bila hanya ditawarkan.", FLAG),
            "diam": SILENT,
            "tanya_ke": ASK,
        },
        allOf=[*exactly_one("isi", "pola", "teks", "katalog"), needs("pola", "diam")],
    )
