"""Every trap of YAML is told where it stands, in Indonesian, by both parsers alike."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from flow_engine import source
from flow_engine.fields import Fields
from flow_engine.problems import UNREADABLE, Location, ProblemLog
from flow_engine.source import (
    MAX_BYTES,
    Mapping,
    Node,
    Scalar,
    decode_utf8,
    doubtful_reading,
    read_file,
    read_text,
)

PARSERS = [getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader]


@pytest.fixture(params=PARSERS, ids=["cepat", "murni"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read with libyaml, and once more as where PyYAML was installed without it."""
    monkeypatch.setattr(source, "_FAST", request.param)
    yield


def read(text: str) -> tuple[Node | None, list[str]]:
    log = ProblemLog()
    node = read_text(text, "x.yaml", log)
    assert {problem.code for problem in log} <= UNREADABLE
    return node, [f"{p.location} {p.code}" for p in log]


def bomb() -> str:
    """Return a few lines whose aliases stand for a billion words."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines) + "\n"


BROKEN = {
    "kosong": ("", "1:1 berkas-kosong"),
    "hanya komentar": ("# catatan\n", "1:1 berkas-kosong"),
    "hanya garis": ("---\n", "1:1 berkas-kosong"),
    "indentasi": ("a: 1\n b: 2\n", "2:3 yaml-rusak"),
    "daftar tidak sejajar": ("a:\n  - 1\n - 2\n", "3:2 yaml-rusak"),
    "kurung terbuka": ("a: [1, 2\n", "2:1 yaml-rusak"),
    "kurung kurawal terbuka": ("{", "1:2 yaml-rusak"),
    "kurung tutup saja": ("a: ]\n", "1:4 yaml-rusak"),
    "koma ganda": ("a: [1,,2]\n", "1:7 yaml-rusak"),
    "tab di depan": ("a:\n\t- 1\n", "2:1 yaml-rusak"),
    "tab sesudah spasi": ("a:\n  b: 1\n  \tc: 2\n", "3:3 yaml-rusak"),
    "tab dalam kurung": ("a: {\tb: 1}\n", "1:5 yaml-rusak"),
    "tab dalam teks": ("a: satu\tdua\n", "1:8 yaml-rusak"),
    "kunci ganda": ("a: 1\nb: 2\na: 3\n", "3:1 kunci-ganda"),
    "kunci ganda dengan kutip": ('a: 1\n"a": 2\n', "2:1 kunci-ganda"),
    "kunci berupa daftar": ("? [a, b]\n: 1\n", "1:3 kunci-bukan-kata"),
    "kunci berupa peta": ("{a: 1}: 1\n", "1:1 kunci-bukan-kata"),
    "tanpa titik dua": ("a: 1\nb\n", "3:1 yaml-rusak"),
    "titik dua dalam teks": ("a: b: c\n", "1:5 yaml-rusak"),
    "tanda kutip tidak ditutup": ('a: "satu\nb: dua\n', "3:1 yaml-rusak"),
    "tanda kutip tertelan": ('a: "satu\nb: "dua"\nc: 3\n', "1:4 yaml-rusak"),
    "teks sesudah kutip": ('a: "satu" dua\n', "1:11 yaml-rusak"),
    "lolos tidak dikenal": ('a: "\\q"\n', "1:6 yaml-rusak"),
    "lolos bukan heksadesimal": ('a: "\\xZZ"\n', "1:7 yaml-rusak"),
    "lolos di luar Unicode": ('a: 1\nb: "\\U00110000"\n', "2:1 yaml-rusak"),
    "setengah huruf": ('a: "\\ud800"\n', "1:4 huruf-kendali"),
    "NUL tersembunyi": ('a: "\\0"\n', "1:4 huruf-kendali"),
    "huruf kendali": ("a: 1\nb: x\x07y\n", "2:5 huruf-kendali"),
    "setengah huruf mentah": ("a: \ud800\n", "1:4 huruf-kendali"),
    "at": ("a: @x\n", "1:4 yaml-rusak"),
    "lebih besar": ("lama: > 3 jam\n", "1:9 yaml-rusak"),
    "acuan": ("a: &x 1\nb: *x\n", "1:4 yaml-acuan"),
    "acuan saja": ("b: *x\n", "1:4 yaml-acuan"),
    "penggabungan": ("a: &x {c: 1}\nb: {<<: *x}\n", "1:4 yaml-acuan"),
    "acuan sebagai kunci": ("*x : 1\n", "1:1 yaml-acuan"),
    "bom acuan": (bomb(), "1:5 yaml-acuan"),
    "tag Python": ("a: !!python/object/apply:os.system [ls]\n", "1:4 yaml-tag"),
    "tag bilangan": ("a: !!int '7'\n", "1:4 yaml-tag"),
    "tag pada akar": ("!!map {a: 1}\n", "1:1 yaml-tag"),
    "tag sendiri": ("a: !biaya 7\n", "1:4 yaml-tag"),
    "dokumen kedua": ("a: 1\n---\nb: 2\n", "2:1 yaml-rusak"),
    "dokumen kedua tanpa garis": ("a: 1\n...\nb: 2\n", "3:1 yaml-rusak"),
    "versi lain": ("%YAML 3.0\n---\na: 1\n", "1:1 yaml-rusak"),
    "41 tingkat": ("[" * 41 + "]" * 41, "1:41 terlalu-dalam"),
    "500 tingkat kurung": ("[" * 500 + "]" * 500, "1:41 terlalu-dalam"),
    "500 tingkat peta": ("{a: " * 500 + "1" + "}" * 500, "1:161 terlalu-dalam"),
    "500 tingkat indentasi": (
        "".join(f"{' ' * n}a:\n" for n in range(500)),
        "41:41 terlalu-dalam",
    ),
    "10.000 tingkat tanpa tutup": ("[" * 10_000, "1:41 terlalu-dalam"),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_trap_is_told_once_where_it_stands(text: str, expected: str) -> None:
    assert read(text)[1] == [f"x.yaml:{expected}"]


TAKEN = {
    "baris Windows": "a: 1\r\nb: 2\r\n",
    "komentar dan garis": "# catatan\n---\na: 1\nb: 2\n...\n",
    "versi 1.2": "%YAML 1.2\n---\na: 1\nb: 2\n",
    "40 tingkat": "a: 1\nb: " + "[" * 39 + "]" * 39,
    "tanda urutan bita di dalam": "a: 1\nb: \ufeff2\n",
    "kunci yang mirip nilai": "a: 1\nno: 2\n",
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_is_no_trap_is_read(text: str) -> None:
    node, problems = read(text)
    assert problems == []
    assert isinstance(node, Mapping) and len(node.entries) == 2


FILES = {
    "UTF-16 dengan tanda": ("a: 1\n".encode("utf-16"), "1:1 bukan-utf8"),
    "UTF-16 tanpa tanda": ("a: 1\n".encode("utf-16-le"), "1:2 bukan-utf8"),
    "UTF-32": ("a: 1\n".encode("utf-32-be"), "1:1 bukan-utf8"),
    "Latin-1": ("a: satu\nb: naïve\n".encode("latin-1"), "2:1 bukan-utf8"),
    "NUL": (b"a: 1\nb: x\0y\n", "2:5 bukan-utf8"),
    "terpotong di tengah huruf": ("a: “".encode()[:-1], "1:1 bukan-utf8"),
    "kosong": (b"", "1:1 berkas-kosong"),
    "hanya tanda urutan bita": (b"\xef\xbb\xbf", "1:1 berkas-kosong"),
    "10 MB": (b"a: " + b"x" * 10_000_000, "1:1 berkas-terlalu-besar"),
}


@pytest.mark.parametrize(("raw", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_text_of_ours_is_told(tmp_path: Path, raw: bytes, expected: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(raw)
    log = ProblemLog()
    assert read_file(file, "x.yaml", log) is None
    assert [f"{p.location} {p.code}" for p in log] == [f"x.yaml:{expected}"]


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    node = read_file(file, "x.yaml", ProblemLog())
    assert isinstance(node, Mapping) and node.entries[0][0].text == "a"


def test_a_folder_a_missing_file_and_a_file_below_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    log = ProblemLog()
    for name in ("", "tiada.yaml", "berkas/x.yaml"):
        assert read_file(tmp_path / name, f"{name or 'folder'}", log) is None
    told = {p.location.file: p.message for p in log}
    assert {problem.code for problem in log} == {"berkas-tidak-terbaca"}
    assert told["folder"].endswith("ini folder, bukan berkas.")
    assert told["tiada.yaml"].endswith("tidak ada.")
    assert told["berkas/x.yaml"].endswith("gagal dibaca.")


@pytest.mark.parametrize(("extra", "read"), [(0, True), (1, False)])
def test_a_file_is_read_up_to_its_limit(extra: int, read: bool) -> None:
    log = ProblemLog()
    assert (decode_utf8(b"x" * (MAX_BYTES + extra), "x.yaml", log) is not None) is read
    assert len(log) == (not read)


def spellings() -> list[str]:
    """Return values that YAML 1.1 reads as something else than the text they look like."""
    return [
        "16:30", "1:30:00", "190:20:30.15", "-1:30",
        "0123456", "-017", "08", "0x1F", "0b101", "-0xff",
        "+62812", "1_000", "-1_000", "1.750", "1.", ".5", "-.5", "1.5e3", "12.", "1_0.5",
        ".inf", "-.INF", ".nan", "2022-02-18", "2022-2-18", "2022-02-18T10:00:00Z",
        "yes", "No", "ON", "off", "true", "False", "y", "N", "null", "Null", "~",
    ]  # fmt: skip


@pytest.mark.parametrize("spelling", spellings())
def test_an_unquoted_spelling_yaml_would_misread_is_refused(spelling: str) -> None:
    log = ProblemLog()
    fields = Fields(read_text(f"teks: {spelling}\n", "x.yaml", log), log, "uji", ("teks",))
    fields.text("teks")
    assert [p.code for p in log] == ["nilai-meragukan"]
    assert [str(p.location) for p in log] == ["x.yaml:1:7"]


@pytest.mark.parametrize("spelling", ["", "''", '""', "' '"])
def test_nothing_where_a_text_should_be_is_told(spelling: str) -> None:
    log = ProblemLog()
    fields = Fields(read_text(f"teks: {spelling}\n", "x.yaml", log), log, "uji", ("teks",))
    fields.text("teks")
    assert [p.code for p in log] == ["nilai-kosong"]


def test_whatever_yaml_reads_as_something_else_is_doubtful() -> None:
    """All words of up to five of these signs: an unlisted trap would show itself here."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    same = re.compile(r"-?(0|[1-9][0-9]*)")
    missed = []
    for length in range(1, 6):
        for signs in itertools.product("018.:_-+xe", repeat=length):
            word = "".join(signs)
            special = any(pattern.match(word) for _, pattern in resolvers.get(word[0], ()))
            if special and not same.fullmatch(word):
                missed += [] if doubtful_reading(Scalar(word, Location("x"))) else [word]
    assert missed == []


@pytest.mark.parametrize(
    "spelling",
    ["'16:30'", '"0123456"', "'+62812'", "'yes'", "70", "-1", "ya", "tidak", "biasa", "1e3", "3x",
     "12.30 WIB", "1-2", "a:b"],
)  # fmt: skip
def test_a_quoted_or_plain_spelling_is_taken(spelling: str) -> None:
    log = ProblemLog()
    fields = Fields(read_text(f"teks: {spelling}\n", "x.yaml", log), log, "uji", ("teks",))
    assert fields.text("teks") == spelling.strip("'\"")
    assert list(log) == []


def test_raw_spellings_survive() -> None:
    node, problems = read("a: 1.750\nb: '070'\nno: ya\n")
    assert isinstance(node, Mapping) and problems == []
    values = [v.text for _, v in node.entries if isinstance(v, Scalar)]
    assert values == ["1.750", "070", "ya"]
    assert [key.text for key, _ in node.entries] == ["a", "b", "no"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a: "satu\nb: "dua"\nc: 3\n', "Tanda kutip yang dibuka di sini"),
        ('a: "satu\nb: dua\n', "Tanda kutip dibuka tetapi tidak ditutup"),
        ("a:\n\t- 1\n", "Ada tab"),
        ("a: @x\n", "diawali tanda seperti @"),
        ("a: > 3 jam\n", "Tulis batas dengan kata"),
        ('a: "satu" dua\n', "Susunan di sekitar sini"),
        ("a: {b: 1, c\n", "Koma atau kurung penutup kurang"),
        ("a: [,]\n", "Koma atau kurung penutup kurang"),
        ("a:\n - b\n c: d\n", "Susunan di sekitar sini"),
        ('a: "\\q"\n', "Garis miring terbalik"),
        ("a: b: c\n", "Titik dua tidak boleh di sini"),
        ("a: 1\nb\n", "Titik dua setelah kunci tidak ditemukan"),
    ],
)
def test_broken_yaml_is_told_in_indonesian(text: str, words: str) -> None:
    log = ProblemLog()
    read_text(text, "x.yaml", log)
    (problem,) = log
    assert words in problem.message
