"""The schemas of the lists beside the clauses: FAQ, fees, ITSM, codes, words, home page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flow_engine.keys import (
    CATALOGUE_KEYS,
    CODE_KEYS,
    CODE_LIST_KEYS,
    DOOR_KEYS,
    ENTRY_KEYS,
    FAQ_KEYS,
    FEE_KEYS,
    FEE_LIST_KEYS,
    FINISHED,
    GREETING_KEYS,
    GROUP_KEYS,
    HOME_KEYS,
    ITSM_KEYS,
    MISSING_KEYS,
    MISSING_KINDS,
    MISSING_LIST_KEYS,
    SERVICE_KEYS,
    SETTINGS,
    SITE_KEYS,
    SITUATION_KEYS,
    SLOT_KEYS,
    SPEECH_KEYS,
    SPELLING_KEYS,
    TARGET_KEYS,
    TERM_KEYS,
    TERM_LIST_KEYS,
    TICKET_STATUS_KEYS,
    TOPIC_KEYS,
    WEIGHT_KEYS,
    WEIGHT_LIST_KEYS,
    WORD_KEYS,
    ZONES,
)
from flow_engine.schemas.blocks import (
    FLAG,
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
from flow_engine.schemas.lesson_files import lessons
from flow_engine.schemas.news_files import addresses, changes
from flow_engine.weights import KINDS, LEAST_PERCENT, MAX_POINTS, NATURES

CLAUSE = shared("klausul")
CLAUSES = one_or_many(CLAUSE)
PART = shared("bagian")
HOUR = pattern(r"([01]\d|2[0-3])\.[0-5]\d", 'Tulis jam seperti "04.00", dengan tanda kutip.')
AMOUNT: Schema = {
    "type": ["integer", "string"],
    "minimum": 0,
    "pattern": r"^\s*(0|[1-9][0-9]*)\s*$",
    "errorMessage": "Tulis rupiahnya saja, tanpa titik, dan tidak kurang dari 0: 1750.",
}
PHRASE = pattern(
    "[a-z0-9]+(?:[ -][a-z0-9]+)*", "Huruf kecil, angka, spasi, atau tanda hubung saja."
)
OURS = optional("Catatan kita, bila perlu.", TEXT)


def faq() -> Schema:
    """Return the schema of ``faq.yaml``."""
    entry = record(
        "entri FAQ",
        ENTRY_KEYS,
        {
            "klausul": needed("Klausul berjenis faq. Satu klausul hanya sekali.", CLAUSE),
            "sama_dengan": optional("Klausul lain yang menanyakan hal yang sama.", CLAUSE),
        },
    )
    topic = record(
        "topik FAQ",
        TOPIC_KEYS,
        {
            "id": needed("Id topik, sama dengan nama halamannya di docs/faq.", TEXT),
            "judul": needed("Judul topik.", TEXT),
            "entri": optional("Pertanyaan di topik ini, menurut urutan tampil.", list_of(entry)),
            "lihat": optional("Pertanyaan dari topik lain, ditampilkan sebagai tautan.", CLAUSES),
        },
    )
    return record(
        "faq.yaml",
        FAQ_KEYS,
        {
            "perlakuan": optional("Klausul yang berlaku untuk semua pertanyaan.", CLAUSE),
            "topik": optional("Topik, menurut urutan tampil.", list_of(topic)),
        },
    )


def fees() -> Schema:
    """Return the schema of ``biaya.yaml``."""
    fee = record(
        "metode pembayaran",
        FEE_KEYS,
        {
            "no": needed("Nomor urut di tabel sumber.", INTEGER),
            "kode": needed("Kode bank atau dompet, seperti di sumber.", TEXT),
            "nama": needed("Nama yang dipahami pelanggan.", TEXT),
            "kelompok": needed("Kelompoknya di tabel, misalnya VIRTUAL ACCOUNT.", TEXT),
            "prabayar": needed("Biaya admin beli token, rupiah tanpa titik: 1750.", AMOUNT),
            "pascabayar": needed("Biaya admin bayar tagihan, rupiah tanpa titik: 1750.", AMOUNT),
            "alias": optional("Cara orang menyebutnya; dipakai pencarian.", one_or_many(TEXT)),
            "catatan": OURS,
        },
    )
    return record(
        "biaya.yaml",
        FEE_LIST_KEYS,
        {
            "klausul": needed("Klausul yang memuat tabelnya.", CLAUSE),
            "metode": optional("Satu entri satu baris tabel.", list_of(fee)),
        },
    )


def itsm() -> Schema:
    """Return the schema of ``itsm.yaml``."""
    service = record(
        "tipe layanan",
        SERVICE_KEYS,
        {
            "no": needed("Nomor tipe; urut dari 1 pada setiap kelompok.", INTEGER),
            "nama": needed("Nama tipe, seperti di ITSM.", TEXT),
            "faq": optional("Jawaban FAQ yang sudah ada.", CLAUSES),
            "catatan": OURS,
        },
    )
    group = record(
        "kelompok layanan",
        GROUP_KEYS,
        {
            "id": needed("Id kelompok, huruf kecil.", TEXT),
            "nama": needed("Nama kelompok, seperti di ITSM.", TEXT),
            "tipe": optional("Tipe layanan, urut nomornya.", list_of(service)),
            "catatan": OURS,
        },
    )
    catalogue = record(
        "katalog",
        CATALOGUE_KEYS,
        {
            "klausul": needed("Klausul yang memuat katalog.", CLAUSE),
            "kelompok": optional("Kelompok layanan.", list_of(group)),
        },
    )
    status = record(
        "status tiket",
        TICKET_STATUS_KEYS,
        {
            "id": needed("Id status, huruf kecil.", TEXT),
            "nama": needed("Nama status, seperti di ITSM.", TEXT),
            "keterangan": needed("Bagian yang memuat arti resminya.", PART),
            "selesai": needed("Apakah tiketnya selesai; diam bila SOP diam.", word(FINISHED)),
            "catatan": OURS,
        },
    )
    return record(
        "itsm.yaml",
        ITSM_KEYS,
        {
            "keluarga": needed("Service Family yang dipakai.", TEXT),
            "klausul": needed("Klausul yang menyebutnya.", CLAUSE),
            "katalog": needed("Kelompok dan tipe layanan.", catalogue),
            "status": optional("Status tiket, menurut urutan sumber.", list_of(status)),
        },
    )


def codes() -> Schema:
    """Return the schema of ``meter.yaml``."""
    code = record(
        "kode meter",
        CODE_KEYS,
        {
            "kode": needed('Kode dengan tanda kutip: "08".', TEXT),
            "klausul": needed("Klausul yang menyebut kodenya.", CLAUSE),
            "ucapkan": needed("Bagian yang dibacakan.", PART),
            "arti": needed("Bagian yang menjelaskan artinya, hanya untuk CSO.", PART),
            "urutan": optional("Urutan membacakan; bila tidak ditulis, urutan di sini.", INTEGER),
            "contoh": optional("Angka pada meter tiruan, karangan kita.", TEXT),
        },
    )
    return record(
        "meter.yaml", CODE_LIST_KEYS, {"kode": optional("Kode Self Diagnosis.", list_of(code))}
    )


def terms() -> Schema:
    """Return the schema of ``istilah/daftar.yaml``."""
    term = record(
        "istilah",
        TERM_KEYS,
        {
            "istilah": needed("Kata atau singkatannya.", TEXT),
            "kepanjangan": optional("Kepanjangan singkatan.", TEXT),
            "arti": needed("Artinya, satu atau dua kalimat.", TEXT),
            "klausul": optional("Klausul yang memakainya.", CLAUSES),
            "dari_sumber": optional("ya bila kepanjangan atau artinya ada di sumber.", FLAG),
            "catatan": optional("Dari mana artinya, bila bukan dari sumber.", TEXT),
        },
    )
    return record(
        "daftar istilah", TERM_LIST_KEYS, {"istilah": optional("Istilah.", list_of(term))}
    )


def home() -> Schema:
    """Return the schema of ``beranda.yaml``."""
    target = record(
        "tujuan",
        TARGET_KEYS,
        {
            "alur": optional("Alur yang dijalankan.", shared("alur")),
            "halaman": optional("Halaman yang dibuka, misalnya biaya/.", TEXT),
            "klausul": optional("Klausul yang dibuka.", CLAUSE),
        },
        allOf=exactly_one(*TARGET_KEYS),
    )
    situation = record(
        "situasi",
        SITUATION_KEYS,
        {
            "id": needed("Id situasi, huruf kecil.", TEXT),
            "judul": needed("Kata-kata penelepon.", TEXT),
            "bila": optional("Kapan baris ini dipilih.", TEXT),
            "tujuan": needed("Tepat satu: alur, halaman, atau klausul.", target),
            "akibat": needed("Apa yang terjadi bila baris ini dipilih.", TEXT),
            "klausul": optional("Klausul yang bersangkutan.", CLAUSES),
        },
    )
    door = record(
        "pintu",
        DOOR_KEYS,
        {
            "id": needed("Id pintu, huruf kecil.", TEXT),
            "judul": needed("Untuk siapa.", TEXT),
            "teks": needed("Apa yang ada di sana.", TEXT),
            "halaman": needed("Halaman yang dibuka.", TEXT),
        },
    )
    return record(
        "beranda.yaml",
        HOME_KEYS,
        {
            "pertanyaan": needed("Pertanyaan di atas daftar.", TEXT),
            "catatan": needed("Kalimat kecil di bawahnya.", TEXT),
            "situasi": optional("Situasi, menurut urutan tampil.", list_of(situation)),
            "pintu": optional("Pintu untuk pembaca tertentu.", list_of(door)),
        },
    )


def missing() -> Schema:
    """Return the schema of ``hilang.yaml``."""
    item = record(
        "yang hilang",
        MISSING_KEYS,
        {
            "id": needed("Id, huruf kecil.", TEXT),
            "jenis": needed("Apa yang hilang.", word(MISSING_KINDS)),
            "judul": needed("Namanya, seperti disebut sumber.", TEXT),
            "disebut_di": optional("Klausul yang menyebutnya.", CLAUSES),
            "isi": needed("Apa isinya, sejauh diketahui.", TEXT),
            "sementara": optional("Apa yang dipakai dahulu.", TEXT),
            "tanya": optional("Kepada siapa bertanya.", TEXT),
        },
    )
    return record(
        "hilang.yaml",
        MISSING_LIST_KEYS,
        {"hilang": optional("Yang disebut sumber tetapi tidak ada.", list_of(item))},
    )


def settings() -> Schema:
    """Return the schema of ``situs.yaml``."""
    greeting = record(
        "salam",
        GREETING_KEYS,
        {
            "ucapan": needed("Pagi, Siang, Sore, atau Malam.", TEXT),
            "mulai": needed("Jam pertama.", HOUR),
            "sampai": needed("Jam terakhir, termasuk.", HOUR),
        },
    )
    beside = {name: optional(f"Untuk pengaturan {name}.", CLAUSES) for name in SETTINGS}
    notes = {name: optional(f"Untuk pengaturan {name}.", TEXT) for name in SETTINGS}
    return record(
        "situs.yaml",
        SITE_KEYS,
        {
            "salam": optional("Salam dan jamnya.", list_of(greeting)),
            "zona": optional(
                "Zona waktu yang dipakai: jamnya di depan UTC.",
                record(
                    "zona", ZONES, {name: optional("Jam di depan UTC.", INTEGER) for name in ZONES}
                ),
            ),
            "alamat_itsm": optional(
                'Alamat ITSM di situs ini; "" bila tidak ditampilkan.', shared("teks-kosong")
            ),
            "laporan_kekeliruan": optional(
                'Tujuan “Laporkan kekeliruan”: "", mailto:alamat, atau https://alamat.',
                {"type": "string", "pattern": r"^\s*(mailto:[^\s@?]+@[^\s@?]+|https?://\S+)?\s*$"},
            ),
            "penarikan": optional(
                "Dokumen atau klausul yang tidak boleh dipakai lagi, dengan alasannya: "
                "halaman yang sudah terbuka pun menutupnya.",
                {"type": "object", "additionalProperties": TEXT},
            ),
            "aturan_covid": optional("ya bila aturan Covid-19 masih dijalankan.", FLAG),
            "dipakai_di": optional(
                "Klausul yang halamannya menampilkan pengaturan itu.",
                record("dipakai_di", SETTINGS, beside),
            ),
            "keterangan": optional(
                "Kalimat kita di samping pengaturan itu.", record("keterangan", SETTINGS, notes)
            ),
        },
    )


def words() -> Schema:
    """Return the schema of ``istilah/kata.yaml``."""
    letters = {"type": "array", "items": {"type": "string", "pattern": "^ *[a-z]? *$"}}
    return record(
        "kata.yaml",
        WORD_KEYS,
        {
            "awalan": optional(
                "Awalan, dan huruf pertama kata dasar yang luluh karenanya.", named(letters)
            ),
            "akhiran": optional("Akhiran dan imbuhan penegas.", list_of(PHRASE)),
            "ragam": optional("Ragam lisan atau singkatan: kata bakunya.", named(PHRASE)),
            "padanan": optional("Satu baris ungkapan yang artinya sama.", list_of(list_of(PHRASE))),
            "arti_lain": optional("Kata yang juga berarti lain: arti lainnya.", named(PHRASE)),
            "ringan": optional("Kata yang hampir tidak menentukan.", list_of(PHRASE)),
            "dasar": optional("Kata dasar.", list_of(PHRASE)),
        },
    )


def speech() -> Schema:
    """Return the schema of ``istilah/ucapan.yaml``."""
    slot = record(
        "isian ucapan",
        SLOT_KEYS,
        {
            "tanda": needed("Seperti tertulis di kalimat, tanpa kurung dan titik-titik.", TEXT),
            "fakta": optional("Fakta yang mengisinya, atau salam.", TEXT),
            "bentuk": optional("Sebutan untuk setiap nilai, bila bukan labelnya.", named(TEXT)),
            "contoh": optional("Sumber hanya memberi contoh; apa yang dikatakan.", TEXT),
        },
    )
    one = {"type": "object", "propertyNames": {"pattern": "^.$"}, "additionalProperties": TEXT}
    spelling = record(
        "ejaan",
        SPELLING_KEYS,
        {
            "huruf": optional("Huruf: kata ejaannya.", one),
            "tanda": optional("Tanda atau angka: bunyinya.", one),
            "utuh": optional("Yang dibaca sebagai satu kata.", one_or_many(TEXT)),
            "keterangan": optional("Kalimat kita di samping ejaan.", TEXT),
        },
    )
    return record(
        "ucapan.yaml",
        SPEECH_KEYS,
        {
            "isian": optional("Tempat yang diisi dalam kalimat.", list_of(slot)),
            "ejaan": optional("Tabel untuk mengeja alamat.", spelling),
        },
    )


def weights() -> Schema:
    """Return the schema of ``penilaian.yaml``."""
    points: Schema = {"type": "integer", "minimum": 0, "maximum": MAX_POINTS}
    percent: Schema = {"type": "integer", "minimum": LEAST_PERCENT, "maximum": 100}
    weight = record(
        "bobot",
        WEIGHT_KEYS,
        {
            "tepat": optional("Nilai bila tepat huruf demi huruf.", points),
            "mirip": optional("Nilai bila hampir sama; tidak lebih dari tepat.", points),
            "sifat": optional("fatal menggagalkan kartu, gaya hanya nilainya.", word(NATURES)),
        },
    )
    kinds = {kind: needed(f"Bobot untuk {kind}.", weight) for kind in KINDS}
    return record(
        "penilaian.yaml",
        WEIGHT_LIST_KEYS,
        {
            "keterangan": needed("Bahwa bobot ini pilihan kita; tampil pada kartu.", TEXT),
            "mirip": needed("Mulai berapa persen kalimat dihitung mirip.", percent),
            "mirip_jangan": needed("Mulai berapa persen larangan dihitung terucap.", percent),
            "bobot": needed("Bobot setiap jenis butir.", record("bobot", KINDS, kinds)),
            "khusus": optional("Bobot sendiri: id bagian atau klausul.", named(weight)),
            "pengisi": optional("Kata yang tidak dihitung, misalnya eh.", one_or_many(TEXT)),
            "sebutan_cso": optional("Sebutan CSO di depan barisnya.", one_or_many(TEXT)),
            "sebutan_penelepon": optional("Sebutan pembicara lain.", one_or_many(TEXT)),
        },
    )


LISTS: Mapping[str, Callable[[], Schema]] = {
    "faq": faq,
    "biaya": fees,
    "itsm": itsm,
    "meter": codes,
    "istilah": terms,
    "kata": words,
    "ucapan": speech,
    "beranda": home,
    "hilang": missing,
    "situs": settings,
    "perubahan": changes,
    "alamat": addresses,
    "penilaian": weights,
    "latihan": lessons,
}
