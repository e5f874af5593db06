"""Small right files, and the mistakes editors typically make in them."""

from __future__ import annotations

CLAUSE_FILE = (
    "dokumen: PRK\nklausul:\n"
    '  - {id: PRK-99, tempat: x, judul: J, baris: "1-2", status: berlaku, bagian: [BAGIAN]}\n'
)
PART = '{no: 1, jenis: UCAPKAN, kutipan: "Halo."}'
SAMPLES = {
    "klausul/prk.yaml": CLAUSE_FILE.replace("BAGIAN", PART),
    "biaya.yaml": (
        "klausul: PMB-A6e\nmetode:\n"
        "  - {no: 1, kode: BNI, nama: BNI, kelompok: VA, prabayar: 1750, pascabayar: 0}\n"
    ),
    "faq.yaml": "topik:\n  - {id: bayar, judul: Bayar, entri: [{klausul: PMB-A1a}], lihat: []}\n",
    "itsm.yaml": (
        "keluarga: F\nklausul: PMB-B3d\n"
        "katalog: {klausul: PMB-E, kelompok: [{id: a, nama: A, tipe: [{no: 1, nama: B}]}]}\n"
        "status: [{id: c, nama: C, keterangan: PMB-B3l/7, selesai: ya}]\n"
    ),
    "sumber.yaml": (
        "dokumen:\n  - {id: PRK, berkas: a.txt, judul: J, singkat: S, halaman: sop/x, "
        'tanggal: "2022-02-18"}\n'
    ),
    "situs.yaml": 'salam: [{ucapan: Pagi, mulai: "04.00", sampai: "10.59"}]\naturan_covid: tidak\n',
    "latihan-penelepon.yaml": (
        "berubah: A.\nbukan_itu: B.\nlayar: {status_laporan: APKT}\n"
        "ucapan: {listrik: {padam: Padam.}}\ncontoh: {alamat: [Jl. Contoh]}\n"
    ),
    "beranda.yaml": (
        "pertanyaan: P?\ncatatan: C.\nsituasi:\n"
        "  - {id: a, judul: A, tujuan: {alur: periksa}, akibat: B}\n"
    ),
    "alur/contoh.yaml": """
alur: contoh
judul: Contoh
dokumen: PRK
fakta:
  padam: {tanya: Padam?, pilihan: {ya: Ya, tidak: Tidak}}
  sejak: {tanya: Sejak?, jenis: waktu}
hitung:
  lama: {rumus: sekarang - sejak, sebutan: Lama}
langkah:
  awal:
    klausul: PRK-03
    isi: PRK-03/1
    tanya: padam
    jika: {ya: {ke: kapan}, tidak: {hasil: selesai}}
  kapan: {klausul: PRK-03, tanya: sejak, tabel: lama}
tabel:
  lama:
    - {lama: sampai 3 jam, hasil: selesai}
    - {lama: lebih dari 3 jam, hasil: selesai}
hasil:
  selesai: {judul: Selesai, klausul: PRK-03, apkt: GANGGUAN, tulis: [{isi: PRK-10b/1}]}
""",
}
MISTAKES = {
    "kunci salah ketik": ("biaya.yaml", "prabayar", "prabyar"),
    "titik ribuan": ("biaya.yaml", "1750", "1.750"),
    "biaya negatif": ("biaya.yaml", "1750", "-1750"),
    "kunci wajib hilang": ("biaya.yaml", "nama: BNI, ", ""),
    "daftar, bukan teks": ("biaya.yaml", "nama: BNI", "nama: [BNI]"),
    "isi kosong": ("biaya.yaml", "nama: BNI", 'nama: ""'),
    "klausul yang tidak ada": ("faq.yaml", "PMB-A1a", "PMB-A1z"),
    "teks, bukan daftar": ("faq.yaml", "entri: [{klausul: PMB-A1a}]", "entri: PMB-A1a"),
    "entri tanpa kunci": ("faq.yaml", "{klausul: PMB-A1a}", "PMB-A1a"),
    "bagian yang tidak ada": ("itsm.yaml", "PMB-B3l/7", "PMB-B3l/99"),
    "selesai di luar daftar": ("itsm.yaml", "selesai: ya", "selesai: sudah"),
    "nomor bukan angka": ("itsm.yaml", "no: 1", "no: satu"),
    "jenis bagian salah": ("klausul/prk.yaml", "UCAPKAN", "UCAP"),
    "kutipan dan teks": ("klausul/prk.yaml", "no: 1,", "no: 1, teks: x,"),
    "ucapan tanpa kutipan": ("klausul/prk.yaml", "kutipan", "teks"),
    "TULIS tanpa aplikasi": ("klausul/prk.yaml", "UCAPKAN", "TULIS"),
    "ke pada ucapan": ("klausul/prk.yaml", "no: 1,", "no: 1, ke: APKT,"),
    "status di luar daftar": ("klausul/prk.yaml", "status: berlaku", "status: batal"),
    "rentang baris": ("klausul/prk.yaml", '"1-2"', '"1 sampai 2"'),
    "tanggal terbalik": ("sumber.yaml", '"2022-02-18"', '"18-02-2022"'),
    "jam dengan titik dua": ("situs.yaml", '"04.00"', '"04:00"'),
    "yes, bukan ya": ("situs.yaml", "aturan_covid: tidak", "aturan_covid: yes"),
    "fakta yang tidak ada": ("latihan-penelepon.yaml", "listrik:", "listri:"),
    "pilihan yang tidak ada": ("latihan-penelepon.yaml", "padam:", "mati:"),
    "contoh yang bukan teks": ("latihan-penelepon.yaml", "[Jl. Contoh]", "[[Jl. Contoh]]"),
    "tanpa ralat": ("latihan-penelepon.yaml", "berubah: A.\n", ""),
    "dua tujuan": ("beranda.yaml", "alur: periksa", "alur: periksa, halaman: biaya/"),
    "tanpa tujuan": ("beranda.yaml", "{alur: periksa}", "{}"),
    "kunci langkah salah": ("alur/contoh.yaml", "    tanya: padam", "    tanyakan: padam"),
    "nama fakta salah": ("alur/contoh.yaml", "  padam: {", "  Padam-nya: {"),
    "jenis fakta salah": ("alur/contoh.yaml", "jenis: waktu", "jenis: jam"),
    "pilihan bukan pilihan": ("alur/contoh.yaml", "Padam?,", "Padam?, jenis: teks,"),
    "rumus salah": ("alur/contoh.yaml", "sekarang - sejak", "sekarang-sejak"),
    "isi yang tidak ada": ("alur/contoh.yaml", "isi: PRK-03/1", "isi: PRK-03/9"),
    "dua jalan": ("alur/contoh.yaml", "tanya: sejak,", "tanya: sejak, ke: awal,"),
    "tanpa jalan": ("alur/contoh.yaml", ", tabel: lama}", "}"),
    "jalan tanpa tujuan": ("alur/contoh.yaml", "{ke: kapan}", "{klausul: PRK-03}"),
    "baris dua tujuan": ("alur/contoh.yaml", "3 jam, hasil", "3 jam, ke: awal, hasil"),
    "kembali: tidak": ("alur/contoh.yaml", "{ke: kapan}", "{kembali: tidak}"),
    "apkt di luar daftar": ("alur/contoh.yaml", "GANGGUAN", "GANGUAN"),
    "hasil tanpa klausul": ("alur/contoh.yaml", "klausul: PRK-03, apkt", "apkt"),
    "tulisan bukan TULIS": ("alur/contoh.yaml", "isi: PRK-10b/1", "isi: PRK-03/1"),
    "pola tanpa diam": ("alur/contoh.yaml", "isi: PRK-10b/1", "pola: PRK-10b/1"),
}  # fmt: skip
