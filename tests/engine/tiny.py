"""A ``docs/_data`` as small as can be: every file, one flow, its sources beside it.

Its sentences are made up. Tests damage it instead of the real data, which takes
fifty times longer to read.
"""

from __future__ import annotations

from pathlib import Path

SOURCES = {
    "prk.txt": "1. Ucap:\n“Selamat pagi, dengan Sari.”\n2. Catat: LISTRIK PADAM\nMenu “Simpan”\n",
    "lul.txt": "Lapor ulang\n",
    "ctt.txt": "Progres\n",
    "pmb.txt": "Closed\n",
    "vc4.txt": "Lama\n",
}


def _title(document: str, file: str) -> str:
    return (
        f"dokumen: {document}\nklausul:\n"
        f"  - {{id: {document}, tempat: kepala, judul: Judul {document}, jenis: [judul], "
        "baris: '1'}\n" + file
    )


FILES = {
    "sumber.yaml": "dokumen:\n"
    + "".join(
        f"  - {{id: {name.removesuffix('.txt').upper()}, berkas: {name}, judul: J, singkat: S, "
        "halaman: sop/x, tanggal: '2022-02-18'}\n"
        for name in SOURCES
    )
    + "isian:\n  - {tanda: nama CSO, fakta: nama_cso, label: Nama CSO, pola_sumber: Sari}\n",
    "baris-sumber.yaml": "alasan: {gambar: Isi tangkapan layar.}\n"
    "dilewati:\n  - {dokumen: PRK, baris: '4', alasan: gambar, isi: Tombol Simpan.}\n",
    "klausul/prk.yaml": _title(
        "PRK",
        """
  - id: PRK-01
    tempat: langkah 1
    judul: Salam
    baris: 1-2
    bagian:
      - {no: 1, jenis: UCAPKAN, kutipan: "Selamat pagi, dengan {nama CSO}."}
  - id: PRK-02
    tempat: langkah 2
    judul: Catat
    baris: "3"
    bagian:
      - {no: 1, jenis: TULIS, ke: APKT, isian: Permasalahan, kutipan: LISTRIK PADAM}
      - {no: 2, jenis: LAKUKAN, teks: Tekan “Simpan”.}
""",
    ),
    "klausul/lul.yaml": _title("LUL", ""),
    "klausul/ctt.yaml": _title("CTT", ""),
    "klausul/pmb.yaml": _title(
        "PMB",
        "  - {id: PMB-1, tempat: status, judul: Closed, baris: '1', "
        "bagian: [{no: 1, jenis: INFO, kutipan: Closed}]}\n",
    ),
    "klausul/vc4.yaml": _title("VC4", ""),
    "faq.yaml": "perlakuan: PMB\ntopik: []\n",
    "biaya.yaml": "klausul: PMB\nmetode:\n"
    "  - {no: 1, kode: BNI, nama: BNI, kelompok: VA, prabayar: 1750, pascabayar: 0}\n",
    "itsm.yaml": "keluarga: F\nklausul: PMB\n"
    "katalog: {klausul: PMB, kelompok: [{id: a, nama: A, tipe: [{no: 1, nama: B}]}]}\n"
    "status: [{id: closed, nama: Closed, keterangan: PMB-1/1, selesai: ya}]\n",
    "meter.yaml": "kode: []\n",
    "istilah/daftar.yaml": "istilah: []\n",
    "istilah/kata.yaml": "dasar: []\n",
    "istilah/ucapan.yaml": "isian: [{tanda: nama CSO, fakta: nama_cso}]\n",
    "beranda.yaml": "pertanyaan: P?\ncatatan: C.\nsituasi: []\npintu: []\n",
    "hilang.yaml": "hilang: []\n",
    "situs.yaml": "salam: []\nzona: {WIB: 7}\naturan_covid: tidak\n",
    "penilaian.yaml": "keterangan: Bobot kami.\nmirip: 75\nmirip_jangan: 85\nbobot:\n"
    "  ucapkan: {tepat: 4, mirip: 3}\n  jangan: {sifat: fatal}\n  lakukan: {tepat: 1}\n"
    "  laporan: {tepat: 10, sifat: fatal}\n  menu: {tepat: 5, sifat: fatal}\n"
    "  tipe_wo: {tepat: 5, sifat: fatal}\n  eskalasi: {tepat: 3}\n  urutan: {tepat: 5}\n",
    "alur/bersama.yaml": """fakta:
  nama_cso: {tanya: Nama CSO, pribadi: ya}
bagian:
  pembuka:
    judul: Salam
    langkah:
      salam: {klausul: PRK-01, isi: PRK-01/1, tanya: nama_cso, opsional: ya, kembali: ya}
""",
    "alur/contoh.yaml": """alur: contoh
judul: Contoh
dokumen: PRK
fakta:
  listrik: {tanya: Padam?, pilihan: {padam: Padam, menyala: Menyala}}
  lantai: {tanya: Lantai berapa?, jenis: bilangan, minimum: 1}
langkah:
  pembuka: {panggil: pembuka, ke: listrik}
  listrik:
    klausul: PRK-02
    isi: PRK-02/2
    tanya: listrik
    jika: {padam: {ke: lantai}, menyala: {hasil: menyala}}
  lantai: {klausul: PRK-02, tanya: lantai, tabel: tinggi}
tabel:
  tinggi:
    - {lantai: paling banyak 2, hasil: padam}
    - {lantai: lebih dari 2, hasil: padam-tinggi}
hasil:
  padam:
    {judul: Padam, klausul: PRK-02, apkt: GANGGUAN, tipe_wo: WO Autodispatch,
     tulis: [{isi: PRK-02/1}]}
  padam-tinggi:
    {judul: Padam di atas, klausul: PMB-1, apkt: GANGGUAN, tipe_wo: WO Autodispatch}
  menyala: {judul: Menyala, klausul: PRK-02, apkt: ISSUE CLOSED}
""",
    "skenario/contoh.yaml": """alur: contoh
skenario:
  - judul: Lantai dua
    fakta: {listrik: padam, lantai: 2}
    harap: {hasil: padam, teks_laporan: LISTRIK PADAM}
  - judul: Lantai tiga
    fakta: {listrik: padam, lantai: 3}
    harap: {hasil: padam-tinggi, teks_laporan: tidak-ada}
  - judul: Menyala
    fakta: {listrik: menyala}
    harap: {hasil: menyala, melewati: [PRK-02]}
""",
}


def write_tiny(root: Path) -> Path:
    """Write the data below ``root/docs/_data`` and the sources below ``root/sumber``."""
    data = root / "docs" / "_data"
    for folder, files in ((data, FILES), (root / "sumber", SOURCES)):
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return data
