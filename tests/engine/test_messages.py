"""Each slip in a small file is told with its code and place, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from flow_engine import lists
from flow_engine.clauses import read_clauses, read_documents
from flow_engine.conditions import Names, read_condition
from flow_engine.fields import Fields
from flow_engine.flows import Shared, read_flow
from flow_engine.guards import Always
from flow_engine.library import display_name, empty_library, load_library
from flow_engine.lists import Known
from flow_engine.model import Flow
from flow_engine.problems import Location, ProblemLog, by_likeness, in_quotes
from flow_engine.records import Clause, Document, Library
from flow_engine.source import Node, read_text

from .conftest import edit

HERE = Location("x.yaml")
EVERYTHING = Known(frozenset(), frozenset())
PRK = Document("PRK", "prk.txt", "Judul", "Singkat", "2022-02-18", "sop/prk", HERE)


def node_of(text: str, log: ProblemLog) -> Node:
    node = read_text(text, "x.yaml", log)
    assert node is not None, [str(problem) for problem in log]
    return node


def told(log: ProblemLog) -> list[str]:
    return [f"{p.location.line}:{p.location.column} {p.code}" for p in log]


PART = "{no: 1, jenis: UCAPKAN, kutipan: Halo.}"


def clause(**changes: str) -> str:
    fields = {"id": "PRK-99", "tempat": "x", "judul": "J", "bagian": f"[{PART}]"} | changes
    rows = "".join(f"    {key}: {value}\n" for key, value in fields.items())
    return "dokumen: PRK\nklausul:\n  -\n" + rows


CLAUSES = {
    "baris yang bukan bilangan": (clause(baris="'1-x'"), ["8:12 baris-salah"]),
    "baris terbalik": (clause(baris="'9-2'"), ["8:12 baris-salah"]),
    "baris nol": (clause(baris="'0'"), ["8:12 baris-salah"]),
    "id dokumen lain": (clause(id="LUL-99"), ["4:5 id-salah"]),
    "nomor bagian ganda": (clause(bagian=f"[{PART}, {PART}]"), ["7:55 id-ganda"]),
    "kutipan dan teks": (
        clause(bagian="[{no: 1, jenis: LAKUKAN, kutipan: A., teks: B.}]"),
        ["7:14 kutipan-atau-teks"],
    ),
    "ucapan tanpa kutipan": (
        clause(bagian="[{no: 1, jenis: UCAPKAN, teks: B.}]"),
        ["7:14 tanpa-kutipan"],
    ),
    "tulisan tanpa tempat": (
        clause(bagian="[{no: 1, jenis: TULIS, isian: I, kutipan: A.}]"),
        ["7:14 kunci-wajib"],
    ),
    "tanggal yang tidak ada": (
        clause(berlaku="{mulai: '2022-02-30'}"),
        ["8:22 bukan-tanggal"],
    ),
    "tanggal dengan susunan lain": (
        clause(berlaku="{sampai: '18-02-2022'}"),
        ["8:23 bukan-tanggal"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CLAUSES.values(), ids=CLAUSES)
def test_a_slip_in_a_clause_is_told(text: str, expected: list[str]) -> None:
    log = ProblemLog()
    read_clauses(node_of(text, log), {"PRK": PRK}, {}, log)
    assert told(log) == expected


def test_a_clause_written_twice_is_told_with_its_first_place() -> None:
    log = ProblemLog()
    found: dict[str, Clause] = {}
    for _ in range(2):
        read_clauses(node_of(clause(), log), {"PRK": PRK}, found, log)
    (problem,) = log
    assert problem.code == "id-ganda" and "x.yaml:4:5" in problem.message


def test_lines_are_read_as_ranges() -> None:
    log = ProblemLog()
    found: dict[str, Clause] = {}
    read_clauses(node_of(clause(baris="'7, 12-14'"), log), {"PRK": PRK}, found, log)
    assert list(log) == [] and found["PRK-99"].lines == ((7, 7), (12, 14))


DOCUMENT = "{id: PRK, berkas: a.txt, judul: J, singkat: S, halaman: h, tanggal: '2022-02-18'}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"dokumen: [{DOCUMENT}, {DOCUMENT}]\n", ["1:94 id-ganda"]),
        ("isian: [{tanda: a, label: A, pola_sumber: '('}]\n", ["1:43 pola-rusak"]),
    ],
)
def test_a_slip_in_the_list_of_documents_is_told(text: str, expected: list[str]) -> None:
    log = ProblemLog()
    read_documents(node_of(text, log), log)
    assert told(log) == expected


GROUP = "{id: g, nama: G, tipe: [{no: 1, nama: T}]}"
FEE = "{no: 1, kode: BNI, nama: BNI, kelompok: VA, prabayar: 0, pascabayar: 0}"
LISTS = {
    "kode bank ganda": ("read_fees", f"klausul: a\nmetode: [{FEE}, {FEE}]\n", ["2:83 id-ganda"]),
    "biaya di bawah nol": (
        "read_fees",
        f"klausul: a\nmetode: [{FEE.replace('prabayar: 0', 'prabayar: -1')}]\n",
        ["2:64 biaya-negatif"],
    ),
    "biaya lebih dari 15 angka": (
        "read_fees",
        f"klausul: a\nmetode: [{FEE.replace('prabayar: 0', 'prabayar: ' + '9' * 5000)}]\n",
        ["2:64 bukan-bilangan-bulat"],
    ),
    "biaya dengan angka Arab": (
        "read_fees",
        f"klausul: a\nmetode: [{FEE.replace('prabayar: 0', 'prabayar: 1٥')}]\n",
        ["2:64 bukan-bilangan-bulat"],
    ),
    "biaya berupa daftar": (
        "read_fees",
        f"klausul: a\nmetode: [{FEE.replace('prabayar: 0', 'prabayar: [0]')}]\n",
        ["2:64 bukan-bilangan-bulat"],
    ),
    "kelompok ganda": (
        "read_itsm",
        f"keluarga: F\nklausul: a\nkatalog: {{klausul: a, kelompok: [{GROUP}, {GROUP}]}}\n",
        ["3:78 id-ganda"],
    ),
    "nomor tipe melompat": (
        "read_itsm",
        "keluarga: F\nklausul: a\nkatalog: {klausul: a, kelompok: "
        f"[{GROUP.replace('no: 1', 'no: 2')}]}}\n",
        ["3:63 nomor-tidak-urut"],
    ),
    "katalog bukan peta": (
        "read_itsm",
        "keluarga: F\nklausul: a\nkatalog: x\n",
        ["3:10 bukan-peta", "3:10 kunci-wajib"],
    ),
    "tujuan ganda": (
        "read_home",
        "pertanyaan: P\ncatatan: C\nsituasi:\n"
        "  - {id: a, judul: A, tujuan: {alur: b, halaman: c}, akibat: D}\n",
        ["4:31 tujuan-salah"],
    ),
    "jam yang tidak ada": (
        "read_settings",
        "salam: [{ucapan: Pagi, mulai: '24.00', sampai: '10.60'}]\n",
        ["1:31 bukan-jam", "1:48 bukan-jam"],
    ),
    "contoh meter yang bukan bilangan": (
        "read_codes",
        "kode:\n  - {kode: '41', klausul: a, ucapkan: a/1, arti: a/2, contoh: dua ratus}\n",
        ["2:63 bukan-bacaan"],
    ),
    "daftar yang bukan daftar": ("read_missing", "hilang: x\n", ["1:9 bukan-daftar"]),
    "istilah ganda": (
        "read_terms",
        "istilah:\n  - {istilah: APP, arti: a}\n  - {istilah: APP, arti: b}\n",
        ["3:5 id-ganda"],
    ),
}


@pytest.mark.parametrize(("reader", "text", "expected"), LISTS.values(), ids=LISTS)
def test_a_slip_in_a_list_is_told(reader: str, text: str, expected: list[str]) -> None:
    log = ProblemLog()
    getattr(lists, reader)(node_of(text, log), EVERYTHING, log)
    assert told(log) == expected


HEAD = "alur: x\njudul: X\ndokumen: PRK\n"
END = "hasil: {h: {judul: H, klausul: PRK-01}}\n"
FACT = "fakta: {w: {tanya: W, pilihan: {a: A, b: B}}}\n"
STEP = "langkah: {s: {klausul: PRK-01, isi: PRK-05/1, hasil: h}}\n"
ROUTE = "langkah: {s: {klausul: PRK-01, tanya: w, jika: {a: {hasil: h}, b: {hasil: h}}}}\n"
FLOWS = {
    "benar": (FACT + ROUTE + END, []),
    "nama fakta": (FACT.replace("{w:", "{W-1:") + STEP + END, ["4:9 nama-fakta"]),
    "pilihan tanpa jenisnya": (
        "fakta: {w: {tanya: W, jenis: teks, pilihan: {a: A}}}\n" + STEP + END,
        ["4:12 fakta-pilihan"],
    ),
    "pola yang tidak terbaca": (
        "fakta: {w: {tanya: W, pola: sebelas angka}}\n" + STEP + END,
        ["4:29 pola-rusak"],
    ),
    "pengaturan tanpa ya dan tidak": (
        FACT.replace("tanya: W", "tanya: W, pengaturan: aturan_covid") + STEP + END,
        ["4:12 fakta-pilihan"],
    ),
    "batas waktu yang tidak dikenal": (
        "fakta: {w: {tanya: W, jenis: waktu, tidak_sesudah: skrg}}\n" + STEP + END,
        ["4:8 rujukan-fakta"],
    ),
    "hitungan dari teks": (
        FACT + "hitung: {l: {rumus: w - w, sebutan: L}}\n" + STEP + END,
        ["5:21 hitungan-salah"],
    ),
    "jika tanpa tanya": (
        FACT + "langkah: {s: {klausul: PRK-01, jika: {a: {hasil: h}}}}\n" + END,
        ["5:38 jika-tanpa-tanya"],
    ),
    "butuh dengan jalan": (
        FACT + "langkah: {s: {klausul: PRK-01, butuh: w, hasil: h}}\n" + END,
        ["5:14 dua-jalan"],
    ),
    "jawaban dari fakta yang belum ditulis": (
        ROUTE.replace("tanya: w", "tanya: v") + END,
        ["4:39 rujukan-fakta"],
    ),
    "jawaban yang ikut dilewati": (
        FACT
        + ROUTE.replace("b: {hasil: h}", "selain_itu: {hasil: h}").replace(
            "tanya: w,", "tanya: w, opsional: ya,"
        )
        + END,
        ["5:62 jawaban-terlewat"],
    ),
    "selain itu pada pertanyaan wajib": (
        FACT + ROUTE.replace("b: {hasil: h}", "selain_itu: {hasil: h}") + END,
        [],
    ),
    "setiap jawaban dan yang dilewati": (
        FACT
        + ROUTE.replace("b: {hasil: h}", "b: {hasil: h}, selain_itu: {hasil: h}").replace(
            "tanya: w,", "tanya: w, opsional: ya,"
        )
        + END,
        [],
    ),
    "celah pada pertanyaan yang boleh dilewati": (
        FACT
        + ROUTE.replace(", b: {hasil: h}", "").replace("tanya: w,", "tanya: w, opsional: ya,")
        + END,
        [],
    ),
    "tabel yang belum ditulis": (
        "langkah: {s: {klausul: PRK-01, tabel: t}}\n" + END,
        ["4:39 rujukan-tabel"],
    ),
    "dua tujuan": (
        "langkah: {s: {klausul: PRK-01, isi: PRK-05/1, hasil: h, ke: s}}\n" + END,
        ["4:14 tujuan-salah"],
    ),
    "dua cara menulis": (
        STEP + "hasil: {h: {judul: H, klausul: PRK-01, tulis: [{isi: PRK-10b/1, teks: '{a}'}]}}\n",
        ["5:48 tulisan-salah"],
    ),
    "ucapan sebagai laporan": (
        STEP + "hasil: {h: {judul: H, klausul: PRK-01, tulis: [{isi: PRK-05/1}]}}\n",
        ["5:54 jenis-bagian"],
    ),
    "pola tanpa diam": (
        STEP + "hasil: {h: {judul: H, klausul: PRK-01, tulis: [{pola: PRK-10b/1}]}}\n",
        ["5:48 kunci-wajib"],
    ),
    "ganti yang tidak ada": (
        STEP + "hasil: {h: {judul: H, klausul: PRK-01, "
        "tulis: [{isi: PRK-10b/1, ganti: {TIDAK ADA KATA INI: x}}]}}\n",
        ["5:72 ganti-salah"],
    ),
    "awalan berupa daftar": (
        STEP + "hasil: {h: {judul: H, klausul: PRK-01, tulis: [{isi: PRK-10b/1, awalan: [x]}]}}\n",
        ["5:73 bukan-teks"],
    ),
    "bagian yang belum ditulis": (
        STEP.replace("PRK-05/1", "PRK-05/9") + END,
        ["4:37 rujukan-bagian"],
    ),
    "syarat berupa teks": (
        STEP + "hasil: {h: {judul: H, klausul: PRK-01, tulis: [{isi: PRK-10b/1, bila: padam}]}}\n",
        ["5:71 bukan-peta"],
    ),
    "tanpa langkah": ("langkah: {}\n" + END, ["1:1 tanpa-langkah"]),
    "langkah bukan peta": ("langkah: [a]\n" + END, ["1:1 tanpa-langkah", "4:10 bukan-peta"]),
    "langkah tanpa sumber": (
        "langkah: {s: {isi: PRK-05/1, hasil: h}}\n" + END,
        ["4:11 tanpa-sumber"],
    ),
}


@pytest.fixture(scope="module")
def knowledge() -> Library:
    found, _ = load_library(Path(__file__).resolve().parents[2] / "docs" / "_data")
    return found


def read(text: str, library: Library) -> tuple[Flow, ProblemLog]:
    log = ProblemLog()
    flow = read_flow(node_of(text, log), Shared({}, {}, {}, ()), library, log)
    return flow, log


@pytest.mark.parametrize(("body", "expected"), FLOWS.values(), ids=FLOWS)
def test_a_slip_in_a_flow_is_told(knowledge: Library, body: str, expected: list[str]) -> None:
    assert told(read(HEAD + body, knowledge)[1]) == expected


def test_a_document_that_is_not_there_is_told_and_the_flow_is_still_read() -> None:
    flow, log = read(HEAD + STEP.replace(", isi: PRK-05/1", "") + END, empty_library())
    assert "3:10 rujukan-dokumen" in told(log)
    assert (flow.id, flow.document, flow.status) == ("x", "", "berlaku")


def test_what_stands_where_a_condition_should_is_told_and_holds_always() -> None:
    log = ProblemLog()
    guard = read_condition(node_of("[padam]", log), Names({}, {}), log)
    assert guard == Always() and told(log) == ["1:1 bukan-peta"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [x]\n", "1:4 bukan-teks"),
        ("a: {b: x}\n", "1:4 bukan-teks"),
        ("a: 08\n", "1:4 nilai-meragukan"),
    ],
)
def test_a_text_as_it_stands_is_a_text(text: str, expected: str) -> None:
    log = ProblemLog()
    fields = Fields(node_of("a: ' x '\n", log), log, "uji", ("a",))
    assert fields.node_text("a") == " x " and fields.node_text("b") == ""
    fields = Fields(node_of(text, log), log, "uji", ("a",))
    assert (fields.text("a"), told(log)) == ("08" if "08" in text else "", [expected])


def test_a_document_whose_title_or_rule_is_no_clause_is_told(copied: Path) -> None:
    edit(copied / "klausul" / "ctt.yaml", "- id: CTT\n", "- id: CTT-zz\n")
    file = copied / "sumber.yaml"
    edit(file, "klausul: PRK-25a", "klausul: PRK-25x")
    messages = [str(problem) for problem in load_library(copied)[1]]
    assert any("Dokumen CTT tidak punya klausul judul" in message for message in messages)
    assert any("Klausul “PRK-25x” tidak ada" in message for message in messages)


def test_a_file_outside_the_project_is_called_by_its_name(tmp_path: Path) -> None:
    assert display_name(tmp_path / "docs" / "_data", Path("/lain/x.yaml")) == "x.yaml"
    assert display_name(tmp_path / "a" / "b", tmp_path / "a" / "b" / "x.yaml") == "a/b/x.yaml"


def test_what_was_given_is_shown_short_and_without_unseen_signs() -> None:
    assert in_quotes("x" * 41) == f"“{'x' * 40}…”"
    assert in_quotes("a\u202e\x00\ud800b") == "“a���b”"
    assert in_quotes(True) == "“True”"


def test_a_long_list_begins_with_the_likest_and_a_short_one_keeps_its_order() -> None:
    many = [f"langkah-{n}" for n in range(20)]
    assert by_likeness("langkah-17", many)[0] == "langkah-17"
    assert by_likeness("langkah-3", ["b", "langkah-3"]) == ("b", "langkah-3")
