"""Bad files at the command line: a located message, exit code 2, and nothing half done."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flow_engine.__main__ import main
from flow_engine.commands import run
from flow_engine.json_source import load_json, read_facts_text
from flow_engine.model import Flow
from flow_engine.problems import UNREADABLE, ProblemLog
from flow_engine.terminal import walk_in_terminal

from .conftest import DATA, ROOT, edit
from .tiny import write_tiny

LOCATED = re.compile(r"^\S+:\d+:\d+ \[[a-z0-9-]+\] .+\.", re.MULTILINE)
RUN = ["run", "contoh", "--facts", "-", "--json"]
OTHERS = [["check"], RUN[:-1], ["facts", "contoh"], ["compile", "contoh"]]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


@pytest.fixture
def sources(tiny: Path) -> Path:
    return tiny.parents[1] / "sumber"


@pytest.fixture
def loaded(flows: dict[str, Flow], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``run`` use the flows that are loaded once for all tests."""
    monkeypatch.setattr(run, "read_flows", lambda data: (flows, ProblemLog()))


def call(*words: str, data: Path = DATA) -> int:
    return main(["--data", str(data), *words])


def give(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def prints_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def write(name: str, raw: bytes) -> Callable[[Path], object]:
    return lambda data: (data / name).write_bytes(raw)


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda data: edit(data / name, old, new)


def make_folder(data: Path) -> None:
    (data / FLOW).unlink()
    (data / FLOW).mkdir()


FLOW = "alur/contoh.yaml"
DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "kosong": (write(FLOW, b""), "berkas-kosong"),
    "UTF-16": (write(FLOW, "alur: lapor-ulang\n".encode("utf-16")), "bukan-utf8"),
    "Latin-1": (write(FLOW, "judul: naïve\n".encode("latin-1")), "bukan-utf8"),
    "NUL": (write(FLOW, b"judul: a\0b\n"), "bukan-utf8"),
    "10 MB": (write(FLOW, b"judul: " + b"x" * 10_000_000), "berkas-terlalu-besar"),
    "500 tingkat": (write(FLOW, b"[" * 500 + b"]" * 500), "terlalu-dalam"),
    "bom acuan": (write(FLOW, b"a: &a [x, x]\nb: [*a, *a]\n"), "yaml-acuan"),
    "tag": (write(FLOW, b"judul: !!python/name:os.system ''\n"), "yaml-tag"),
    "folder": (make_folder, "berkas-tidak-terbaca"),
    "bukan peta": (write(FLOW, b"- a\n- b\n"), "bukan-peta"),
    "tab": (replace(FLOW, "\njudul: ", "\njudul:\t"), "yaml-rusak"),
    "jam": (replace(FLOW, "\njudul: ", "\njudul: 16:30 # "), "nilai-meragukan"),
    "nol di depan": (replace(FLOW, "\njudul: ", "\njudul: 0123456 # "), "nilai-meragukan"),
    "nomor telepon": (replace(FLOW, "\njudul: ", "\njudul: +62812 # "), "nilai-meragukan"),
    "ya menurut YAML": (replace(FLOW, "\njudul: ", "\njudul: yes # "), "nilai-meragukan"),
    "garis bawah": (replace(FLOW, "\njudul: ", "\njudul: 1_000 # "), "nilai-meragukan"),
    "tanggal": (replace(FLOW, "\njudul: ", "\njudul: 2022-02-18 # "), "nilai-meragukan"),
    "kunci ganda": (replace(FLOW, "\njudul: ", "\njudul: x\njudul: "), "kunci-ganda"),
    "klausul rusak": (write("klausul/prk.yaml", b"klausul: [\n"), "yaml-rusak"),
    "bersama rusak": (write("alur/bersama.yaml", b"fakta: [\n"), "yaml-rusak"),
    "pengaturan rusak": (write("situs.yaml", b"salam: *a\n"), "yaml-acuan"),
    "tanpa data": (shutil.rmtree, "berkas-tidak-terbaca"),
}


CASES = {
    f"{name}: {' '.join(command)}": (command, *DAMAGES[name])
    for command in (RUN, *OTHERS)
    for name in DAMAGES
}


@pytest.mark.parametrize(("command", "damage", "code"), CASES.values(), ids=CASES)
def test_what_cannot_be_read_ends_with_2_and_a_place(
    tiny: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    damage: Callable[[Path], object],
    code: str,
) -> None:
    give(monkeypatch, b"{}")
    damage(tiny)
    before = prints_of(tiny) if tiny.is_dir() else {}
    assert call(*command, data=tiny) == 2
    out, err = capsys.readouterr()
    told = out if command == ["check"] else err
    assert f"[{code}]" in told
    assert len(LOCATED.findall(told)) == len(told.splitlines())
    assert "rujukan-klausul" not in told
    if "--json" in command:
        assert json.loads(out)["status"] == "invalid"
    assert (prints_of(tiny) if tiny.is_dir() else {}) == before


def test_the_codes_that_end_with_2_are_those_of_three_sections_of_the_guide() -> None:
    page = (ROOT / "docs" / "penyunting" / "pesan.md").read_text("utf-8")
    sections = {
        part.splitlines()[0]: re.findall(r"^### (\S+)", part, re.MULTILINE)
        for part in page.split("\n## ")[1:]
    }
    named = ("Berkas dan YAML", "Kunci dan nilai", "Berkas fakta")
    assert {code for name in named for code in sections[name]} == UNREADABLE


def lock(tiny: Path, sources: Path) -> int:
    return call("lock", "--sources", str(sources), data=tiny)


def test_sound_data_is_locked_checked_and_run(
    tiny: Path, sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock(tiny, sources) == 0
    assert call("check", data=tiny) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 kalimat resmi dikunci.",
        "8 baris sumber dikunci.",
        "Tidak ada masalah: 8 klausul, 4 bagian, 1 alur, 3 skenario.",
    ]
    assert not list(tiny.glob("*.baru"))
    give(monkeypatch, b'{"listrik": "menyala"}')
    assert call(*RUN, data=tiny) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "menyala"


def test_a_finding_about_what_was_read_ends_with_1(
    tiny: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock(tiny, sources) == 0
    edit(tiny / "klausul" / "prk.yaml", "LISTRIK PADAM", "LISTRIK MATI")
    assert call("check", data=tiny) == 1
    assert "[kutipan-berubah]" in capsys.readouterr().out


def test_a_difference_to_the_sources_locks_nothing(
    tiny: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / "klausul" / "prk.yaml", "LISTRIK PADAM", "LISTRIK MATI")
    edit(tiny / "klausul" / "prk.yaml", "“Simpan”", "“Simpn”")
    before = prints_of(tiny)
    assert lock(tiny, sources) == 1
    told = capsys.readouterr().err
    assert "[kutipan-berbeda] Kutipan PRK-02/1 tidak ada" in told and "baris 3-3." in told
    assert "[nama-berbeda] Nama “Simpn” tidak ditulis demikian di prk.txt." in told
    assert prints_of(tiny) == before


def test_a_missing_source_locks_nothing(
    tiny: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "lul.txt").unlink()
    before = prints_of(tiny)
    assert lock(tiny, sources) == 1
    assert capsys.readouterr().err.count("[sumber-tidak-ada]") == 1
    assert prints_of(tiny) == before


def test_a_source_of_another_encoding_locks_nothing(
    tiny: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "prk.txt").write_bytes("naïve".encode("latin-1"))
    before = prints_of(tiny)
    assert lock(tiny, sources) == 2
    assert "prk.txt:1:1 [bukan-utf8]" in capsys.readouterr().err
    assert prints_of(tiny) == before


def test_a_quotation_beside_the_lock_is_told(
    tiny: Path, sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock(tiny, sources) == 0
    file = tiny / "kunci-kutipan.json"
    data = json.loads(file.read_text("utf-8"))
    data["bagian"]["PRK-09/1"] = data["bagian"].pop("PRK-01/1")
    file.write_text(json.dumps(data), "utf-8")
    assert call("check", data=tiny) == 1
    told = capsys.readouterr().out
    assert "[kutipan-belum-dikunci] Kutipan PRK-01/1" in told
    assert "docs/_data/kunci-kutipan.json:1:1 [kutipan-hilang] Kutipan PRK-09/1" in told


def test_a_remark_on_a_list_that_no_flow_reads_does_not_stop_a_run(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / "biaya.yaml", "prabayar: 1750", "prabayar: -1750")
    give(monkeypatch, b"{}")
    assert call(*RUN, data=tiny) == 3
    assert capsys.readouterr().err == ""


def test_a_run_that_no_way_leads_on_from_names_the_gap(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / FLOW, "lebih dari 2", "lebih dari 3")
    give(monkeypatch, b'{"listrik": "padam", "lantai": 3}')
    assert call(*RUN, data=tiny) == 2
    out, err = capsys.readouterr()
    assert "[celah]" in err and "[celah]" in json.loads(out)["errors"][0]["message"]
    give(monkeypatch, b'{"listrik": "padam", "lantai": 4}')
    assert call(*RUN, data=tiny) == 0


def test_a_flow_that_never_ends_is_not_begun(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(tiny / FLOW, "{hasil: menyala}", "{ke: listrik}")
    give(monkeypatch, b'{"listrik": "menyala"}')
    for words in (["--facts", "-", "--json"], ["--facts", "-"], []):
        assert call("run", "contoh", *words, data=tiny) == 2
        assert "[putaran]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (None, "berkas-tidak-terbaca"),
        (b"", "berkas-kosong"),
        (b"[]", "bukan-peta"),
        (b'{"bagian": [], "dokumen": []}', "bukan-peta"),
        (b"{", "json-rusak"),
        (b"\xff", "bukan-utf8"),
        (b"[" * 100_000, "terlalu-dalam"),
    ],
)
@pytest.mark.parametrize("name", ["kunci-kutipan.json", "kunci-baris.json"])
def test_a_lock_that_cannot_be_read_is_told_once(
    tiny: Path,
    sources: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    raw: bytes | None,
    code: str,
) -> None:
    assert lock(tiny, sources) == 0
    file = tiny / name
    file.unlink()
    if raw is not None:
        file.write_bytes(raw)
    capsys.readouterr()
    assert call("check", data=tiny) == 2
    (told,) = capsys.readouterr().out.splitlines()
    assert told.startswith(f"docs/_data/{name}:1:") and f"[{code}]" in told


FACTS: dict[str, tuple[bytes, str]] = {
    "kosong": (b" \n", "1:1 berkas-kosong"),
    "daftar": (b'["listrik"]', "1:1 bukan-peta"),
    "teks": (b'"padam"', "1:1 bukan-peta"),
    "null": (b"null", "1:1 bukan-peta"),
    "terpotong": (b'{"listrik": "padam",\n "layar": ', "2:11 json-rusak"),
    "tanpa koma": (b'{"listrik": "padam"\n "layar": "blank"}', "2:2 json-rusak"),
    "tanpa titik dua": (b'{"listrik" "padam"}', "1:12 json-rusak"),
    "tanda kutip tunggal": (b"{'listrik': 'padam'}", "1:2 json-rusak"),
    "tanpa tanda kutip tutup": (b'{"listrik": "padam}', "1:13 json-rusak"),
    "ganti baris dalam teks": (b'{"alamat": "Jl.\nMelati"}', "1:16 json-rusak"),
    "dua objek": (b'{"listrik": "padam"}\n{}', "2:1 json-rusak"),
    "lolos rusak": (b'{"listrik": "\\x"}', "1:14 json-rusak"),
    "fakta ganda": (b'{"layar": "blank",\n "layar": "terlihat"}', "2:2 kunci-ganda"),
    "fakta ganda dengan lolos": (b'{"layar": 1, "l\\u0061yar": 2}', "1:14 kunci-ganda"),
    "nama setengah huruf": (b'{"\\ud800": 1}', "1:2 huruf-kendali"),
    "100.000 tingkat": (b'{"listrik": ' + b"[" * 100_000, "1:52 terlalu-dalam"),
    "100.000 kutip tanpa akhir": (b'{"a": "' + b'\\"' * 100_000, "1:7 json-rusak"),
    "UTF-16": ('{"listrik": "padam"}'.encode("utf-16"), "1:1 bukan-utf8"),
    "Latin-1": ('{"alamat":\n "Jl. Café"}'.encode("latin-1"), "2:1 bukan-utf8"),
    "NUL": (b'{"listrik":\0 "padam"}', "1:12 bukan-utf8"),
    "10 MB": (b'{"alamat": "' + b"x" * 10_000_000 + b'"}', "1:1 berkas-terlalu-besar"),
    "fakta tidak dikenal": (b'{"listrik": "padam",\n "listrk": "padam"}', "2:2 fakta-salah"),
    "nilai di luar daftar": (b'{\n  "listrik": "mati"}', "2:3 fakta-salah"),
    "pilihan berupa daftar": (b'{"listrik": ["padam"]}', "1:2 fakta-salah"),
    "pilihan berupa peta": (b'{"listrik": {"padam": true}}', "1:2 fakta-salah"),
    "pilihan berupa benar": (b'{"listrik": true}', "1:2 fakta-salah"),
    "pilihan berupa null": (b'{"listrik": null}', "1:2 fakta-salah"),
    "bacaan benar": (b'{"kode_08": true}', "1:2 fakta-salah"),
    "bacaan bukan bilangan": (b'{"kode_08": NaN}', "1:2 fakta-salah"),
    "bacaan tak hingga": (b'{"kode_08": -Infinity}', "1:2 fakta-salah"),
    "bacaan 1e400": (b'{"kode_08": 1e400}', "1:2 fakta-salah"),
    "bacaan 5.000 angka": (b'{"kode_08": ' + b"9" * 5000 + b"}", "1:2 fakta-salah"),
    "bacaan 41 angka sebagai teks": (b'{"kode_08": "' + b"9" * 41 + b'"}', "1:2 fakta-salah"),
    "ID sebagai bilangan": (b'{"idpel": 531234567890}', "1:2 fakta-salah"),
    "ID kosong": (b'{"idpel": "  "}', "1:2 fakta-salah"),
    "teks setengah huruf": (b'{"alamat": "\\udfff"}', "1:2 fakta-salah"),
    "teks dengan NUL": (b'{"alamat": "a\\u0000b"}', "1:2 fakta-salah"),
    "teks berbalik arah": (b'{"alamat": "a\\u202eb"}', "1:2 fakta-salah"),
    "teks 501 huruf": (b'{"alamat": "' + b"x" * 501 + b'"}', "1:2 fakta-salah"),
    "waktu tanpa jam": (b'{"sekarang": "2022-12-19"}', "1:2 fakta-salah"),
    "waktu jam 24": (b'{"sekarang": "2022-12-19T24:00"}', "1:2 fakta-salah"),
    "waktu minggu ISO": (b'{"sekarang": "2022-W51-1T10:00"}', "1:2 fakta-salah"),
    "waktu dengan zona": (b'{"sekarang": "2022-12-19T10:00Z"}', "1:2 fakta-salah"),
    "waktu 30 Februari": (b'{"sekarang": "2022-02-30T10:00"}', "1:2 fakta-salah"),
    "waktu bilangan": (b'{"sekarang": 1671418800}', "1:2 fakta-salah"),
}


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("raw", "expected"), FACTS.values(), ids=FACTS)
def test_a_bad_file_of_facts_is_told_where_it_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes, expected: str
) -> None:
    file = tmp_path / "fakta.json"
    file.write_bytes(raw)
    assert call("run", "periksa", "--facts", str(file), "--json") == 2
    out, err = capsys.readouterr()
    place, code = expected.split()
    (told,) = err.splitlines()
    assert told.startswith(f"{file}:{place} [{code}] ")
    (error,) = json.loads(out)["errors"]
    assert error.get("place", error["message"]).startswith(f"{file}:{place}")
    out.encode()


@pytest.mark.usefixtures("loaded")
def test_every_wrong_fact_is_told_at_its_own_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, b'\xef\xbb\xbf{"listrik": "mati",\n "layar": 3,\n "listrk": {"layar": 1}}')
    assert call("run", "periksa", "--facts", "-") == 2
    out, err = capsys.readouterr()
    assert out == "Status: invalid\n"
    assert [line.split(" ", 2)[:2] for line in err.splitlines()] == [
        ["masukan-baku:1:2", "[fakta-salah]"],
        ["masukan-baku:2:2", "[fakta-salah]"],
        ["masukan-baku:3:2", "[fakta-salah]"],
    ]
    assert "Maksud Anda “listrik”?" in err


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("name", ["", "tiada.json"])
def test_a_folder_or_a_missing_file_of_facts_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file = tmp_path / name
    assert call("run", "periksa", "--facts", str(file)) == 2
    assert f"{file}:1:1 [berkas-tidak-terbaca] " in capsys.readouterr().err


def test_an_unknown_flow_is_told_with_the_nearest_in_both_forms(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--json"], []):
        give(monkeypatch, b"{}")
        assert call("run", "contho", "--facts", "-", *words, data=tiny) == 2
        out, err = capsys.readouterr()
        assert "Maksud Anda “contoh”?" in err
        assert (json.loads(out)["status"] == "invalid") if words else out == ""
    for command in ("facts", "compile"):
        assert call(command, "contho", data=tiny) == 2
        out, err = capsys.readouterr()
        assert out == "" and "Maksud Anda “contoh”?" in err


def test_without_facts_the_flow_is_asked_step_by_step(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["", "2"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    monkeypatch.setattr(run, "walk_in_terminal", lambda flow: walk_in_terminal(flow, input))
    assert call("run", "contoh", data=tiny) == 0
    assert "HASIL: Menyala" in capsys.readouterr().out


@pytest.mark.parametrize(("count", "read"), [(1000, True), (1001, False)])
def test_more_facts_than_any_flow_has_are_refused(count: int, read: bool) -> None:
    log = ProblemLog()
    given = read_facts_text(json.dumps({f"f{n}": n for n in range(count)}), "x.json", log)
    assert (given is not None and len(given.places) == count) is read
    assert [p.code for p in log] == ([] if read else ["berkas-terlalu-besar"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{'a': 1}", "Nama ditulis di antara tanda kutip ganda."),
        ('{"a": 1 "b": 2}', "Koma antara dua isian, atau kurung penutup, kurang."),
        ('{"a" 1}', "Titik dua sesudah nama kurang."),
        ('{"a": 1} x', "Sesudah kurung penutup tidak boleh ada tulisan lagi."),
        ('{"a": "b}', "Tanda kutip dibuka tetapi tidak ditutup."),
        ('{"a": "b\tc"}', "Tab atau ganti baris tidak boleh ada di antara tanda kutip."),
        ('{"a": }', "Di sini harus ada nilai"),
        ('{"a": "\\x"}', "Susunan JSON di sekitar sini tidak dapat dibaca."),
    ],
)
def test_broken_json_is_told_in_indonesian(text: str, words: str) -> None:
    log = ProblemLog()
    assert load_json(text, "x.json", log) is None
    assert [p.message.startswith(words) for p in log] == [True]


def test_values_keep_their_json_types_and_long_numbers_become_broken_ones() -> None:
    text = '{"a": 1, "b": [1.5, null], "c": "x", "d": ' + "1" * 41 + "}"
    values: dict[str, Any] = load_json(text, "x.json", ProblemLog()) or {}
    assert values["a"] == 1 and isinstance(values["a"], int)
    assert values["b"] == [1.5, None] and values["c"] == "x"
    assert isinstance(values["d"], float)
