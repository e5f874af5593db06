"""The keys of the files beside the flows: the readers and the editors' schemas share them."""

from __future__ import annotations

NOTE_KEYS = ("jenis", "teks", "tanya")

# sumber.yaml and klausul/*.yaml
SOURCE_KEYS = ("dokumen", "isian")
DOCUMENT_KEYS = (
    "id", "berkas", "judul", "singkat", "tanggal", "tanggal_catatan", "halaman", "mengganti",
    "berlaku", "status", "usang",
)  # fmt: skip
IN_FORCE_KEYS = ("mulai", "sampai", "wilayah", "klausul", "tidak_sebelum", "di_luar")
PLACEHOLDER_KEYS = ("tanda", "fakta", "label", "pola_sumber")
CLAUSE_FILE_KEYS = ("dokumen", "klausul")
CLAUSE_KEYS = (
    "id", "tempat", "jenis", "judul", "ringkasan", "baris", "bagian", "catatan", "status",
    "berlaku", "alias", "riwayat", "pengganti",
)  # fmt: skip
PART_KEYS = ("no", "jenis", "bila", "ke", "isian", "aplikasi", "kutipan", "teks", "pengganti")

# baris-sumber.yaml
LEFT_OUT_FILE_KEYS = ("alasan", "dilewati")
LEFT_OUT_KEYS = ("dokumen", "baris", "alasan", "isi")

# faq.yaml, biaya.yaml
FAQ_KEYS = ("perlakuan", "topik")
TOPIC_KEYS = ("id", "judul", "entri", "lihat")
ENTRY_KEYS = ("klausul", "sama_dengan")
FEE_LIST_KEYS = ("klausul", "metode")
FEE_KEYS = ("no", "kode", "nama", "kelompok", "prabayar", "pascabayar", "alias", "catatan")

# itsm.yaml
ITSM_KEYS = ("keluarga", "klausul", "katalog", "status")
CATALOGUE_KEYS = ("klausul", "kelompok")
GROUP_KEYS = ("id", "nama", "tipe", "catatan")
SERVICE_KEYS = ("no", "nama", "faq", "catatan")
TICKET_STATUS_KEYS = ("id", "nama", "keterangan", "selesai", "catatan")
FINISHED = ("ya", "tidak", "diam")

# meter.yaml, istilah/*.yaml
CODE_LIST_KEYS = ("kode",)
CODE_KEYS = ("kode", "klausul", "ucapkan", "arti", "urutan", "contoh")
WORD_KEYS = ("awalan", "akhiran", "ragam", "padanan", "arti_lain", "ringan", "dasar")
SPEECH_KEYS = ("isian", "ejaan")
SLOT_KEYS = ("tanda", "fakta", "bentuk", "contoh")
SPELLING_KEYS = ("huruf", "tanda", "utuh", "keterangan")
TERM_LIST_KEYS = ("istilah",)
TERM_KEYS = ("istilah", "kepanjangan", "arti", "klausul", "dari_sumber", "catatan")

# beranda.yaml, hilang.yaml, situs.yaml
HOME_KEYS = ("pertanyaan", "catatan", "situasi", "pintu")
SITUATION_KEYS = ("id", "judul", "bila", "tujuan", "akibat", "klausul")
TARGET_KEYS = ("alur", "halaman", "klausul")
DOOR_KEYS = ("id", "judul", "teks", "halaman")
MISSING_LIST_KEYS = ("hilang",)
MISSING_KEYS = ("id", "jenis", "judul", "disebut_di", "isi", "sementara", "tanya")
MISSING_KINDS = ("dokumen", "gambar", "keterangan")
SETTINGS = ("salam", "zona", "alamat_itsm", "laporan_kekeliruan", "penarikan", "aturan_covid")
ZONES = ("WIB", "WITA", "WIT")
SITE_KEYS = (*SETTINGS, "dipakai_di", "keterangan")
GREETING_KEYS = ("ucapan", "mulai", "sampai")

# alamat.yaml, perubahan.yaml
ADDRESS_KEYS = ("diganti",)
CHANGE_LIST_KEYS = ("perubahan",)
CHANGE_KEYS = ("id", "tanggal", "judul", "jenis", "klausul", "untuk", "teks")
# penilaian.yaml
WEIGHT_LIST_KEYS = (
    "keterangan", "mirip", "mirip_jangan", "bobot", "khusus", "pengisi", "sebutan_cso",
    "sebutan_penelepon",
)  # fmt: skip
WEIGHT_KEYS = ("tepat", "mirip", "sifat")

# latihan.yaml
CURRICULUM_KEYS = ("jalur", "tanpa_pelajaran")
LEARNING_PATH_KEYS = ("id", "judul", "tentang", "pelajaran")
LESSON_KEYS = (
    "id", "judul", "klausul", "mengapa", "dari", "contoh", "tanpa_contoh", "kartu",
)  # fmt: skip
EXAMPLE_KEYS = ("alur", "skenario")
NOT_TAUGHT_KEYS = ("klausul", "alasan")

# latihan-penelepon.yaml
CALLER_KEYS = ("berubah", "bukan_itu", "layar", "ucapan", "contoh")
