"""What an operator does on a server: install, update, roll back, recall, check."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest

from deploy import kelola
from tests.deploy.conftest import MakePackage
from tests.deploy.place import Place

OLD, NEW, NEWER = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"


def test_an_update_keeps_the_files_that_open_pages_of_the_version_before_ask_for(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD))
    assert not (place.root / "kini/lain").exists()
    place.do("pasang", make_package(NEW))
    assert place.notice()["version"] == NEW
    assert (place.root / f"kini/lain/assets/app/pandu.{OLD[:10]}.js").is_file()
    assert (place.root / "kini/deploy/nginx/nginx.conf").is_file()


def test_going_back_and_forth_serves_what_was_served(
    place: Place, make_package: MakePackage
) -> None:
    for version in (OLD, NEW):
        place.do("pasang", make_package(version))
    for expected, other in ((OLD, NEW), (NEW, OLD), (OLD, NEW)):
        place.do("kembali")
        assert place.notice()["version"] == expected
        assert (place.root / f"kini/lain/assets/app/pandu.{other[:10]}.js").is_file()
    place.do("kembali", NEW)
    assert place.notice()["version"] == NEW
    # Links of older pairs do not pile up.
    assert len(list((place.root / "susunan").iterdir())) == 2


def test_who_reads_while_versions_change_always_finds_one_whole_version(
    place: Place, make_package: MakePackage
) -> None:
    for version in (OLD, NEW):
        place.do("pasang", make_package(version))
    stop = threading.Event()
    broken: list[str] = []
    read = 0

    def visit() -> None:
        nonlocal read
        while not stop.is_set():
            try:
                # One look at ``kini``, as a server resolves one address.
                pair = (place.root / "kini").readlink()
                here, other = (place.root / pair / name for name in ("situs", "lain"))
                texts = {(folder / "sop/index.html").read_text() for folder in (here, other)}
                if len(texts) != 2:
                    broken.append(f"{pair}: dua kali versi yang sama")
                json.loads((place.site / "version.json").read_text())
                read += 1
            except (OSError, ValueError) as error:
                broken.append(repr(error))

    thread = threading.Thread(target=visit)
    thread.start()
    for _ in range(12):
        place.do("kembali")
    stop.set()
    thread.join()
    assert read > 50 and broken == []


def test_a_recall_is_on_the_server_at_once_and_outlives_updates_and_going_back(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD))
    place.do("tarik", "PRK-07", "Diganti surat edaran 12")
    expected = {"PMB-C0": "Dicabut", "PRK-07": "Diganti surat edaran 12"}
    assert place.notice()["recalled"] == expected
    place.do("pasang", make_package(NEW))
    assert place.notice()["recalled"] == expected
    place.do("tarik", "PRK", "Seluruh dokumen")
    place.do("kembali")
    assert place.notice()["version"] == OLD
    assert place.notice()["recalled"] == {**expected, "PRK": "Seluruh dokumen"}
    assert "ditarik: PRK-07: Diganti surat edaran 12" in place.do("daftar")
    place.do("batal-tarik", "PRK-07")
    assert place.notice()["recalled"] == {"PMB-C0": "Dicabut", "PRK": "Seluruh dokumen"}
    place.do("kembali")
    assert "PRK-07" not in str(place.notice()["recalled"])


def test_a_recall_changes_nothing_else_that_open_pages_read(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD))
    before = place.notice()
    place.do("tarik", "PRK-07", "Diganti")
    after = place.notice()
    assert {**after, "recalled": before["recalled"]} == before
    assert os.stat(place.site / "version.json").st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("clause", "reason", "said"),
    [
        ("PRX-07", "alasan", "bukan id klausul"),
        ("../etc", "alasan", "bukan id klausul"),
        ("PRK-07", "  ", "Alasan wajib ada"),
        ("PRK-07", "a" * 301, "paling panjang 300"),
    ],
)
def test_a_recall_that_pages_would_not_understand_is_refused(
    place: Place, make_package: MakePackage, clause: str, reason: str, said: str
) -> None:
    place.do("pasang", make_package(OLD))
    before = place.notice()
    assert said in place.refuse("tarik", clause, reason)
    assert place.notice() == before


def test_the_address_given_once_is_kept_for_later_versions(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD), "--alamat", "https://sop.kantor:8443/")
    place.do("pasang", make_package(NEW))
    text = (place.site / "sitemap.xml").read_text()
    assert text == "<loc>https://sop.kantor:8443/sop/</loc>"
    assert not (place.site / "sitemap.xml.gz").exists()
    said = place.refuse("pasang", make_package(NEWER), "--alamat", "https://a/<b>")
    assert "Alamat berbentuk" in said


def test_what_was_changed_on_the_server_is_found_but_a_recall_is_no_damage(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD), "--alamat", "http://sop.kantor/")
    place.do("tarik", "PRK-07", "Diganti")
    assert "utuh" in place.do("periksa")
    (place.site / "index.html").write_text("<script>lain</script>")
    (place.site / "titipan.html").write_text("x")
    (place.site / "404.html").unlink()
    said = place.refuse("periksa")
    assert [line.strip() for line in said.splitlines()[1:]] == [
        "hilang: situs/404.html",
        "berubah: situs/index.html",
        "tidak dikenal: situs/titipan.html",
    ]


def test_a_recall_that_somebody_took_out_of_the_served_file_is_found(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD))
    place.do("tarik", "PRK-07", "Diganti")
    path = place.site / "version.json"
    path.write_text(path.read_text().replace("PRK-07", "PRK-08"))
    assert "berubah: situs/version.json" in place.refuse("periksa")
    path.unlink()
    assert "berubah: situs/version.json" in place.refuse("periksa")


def test_the_switch_is_for_one_version_and_can_be_taken_back(
    place: Place, make_package: MakePackage
) -> None:
    place.do("pasang", make_package(OLD))
    place.do("lepas")
    assert place.notice()["serviceWorker"] is False
    assert "utuh" in place.do("periksa")
    place.do("pasang", make_package(NEW))
    assert place.notice()["serviceWorker"] is True
    place.do("kembali")
    assert place.notice()["serviceWorker"] is False
    place.do("lepas", "--batal")
    assert place.notice()["serviceWorker"] is True


def test_a_package_with_another_checksum_is_not_installed(
    place: Place, make_package: MakePackage
) -> None:
    archive = make_package(OLD)
    total = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert "Sidik" in place.refuse("pasang", archive, "--sidik", "0" * 64)
    assert not (place.root / "kini").exists()
    place.do("pasang", archive, "--sidik", total.upper())
    assert place.notice()["version"] == OLD


def tampered(archive: Path, out: Path, *, drop: str = "", change: str = "", add: str = "") -> Path:
    """Copy an archive with one file left out, changed or added."""
    with tarfile.open(archive) as old, tarfile.open(out, "w:gz") as new:
        for member in old:
            body = old.extractfile(member)
            assert body is not None
            content = body.read()
            if drop and member.name.endswith(drop):
                continue
            if change and member.name.endswith(change):
                content += b" "
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
        if add:
            new.addfile(tarfile.TarInfo(add), io.BytesIO())
    return out


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ({"drop": "situs/404.html"}, "hilang: situs/404.html"),
        ({"change": "situs/index.html"}, "berubah: situs/index.html"),
        ({"add": f"pandu-{OLD}/situs/jahat.js"}, "tidak dikenal: situs/jahat.js"),
        ({"add": "../di-luar.txt"}, "bukan berkas biasa"),
        ({"add": "/tmp/di-luar.txt"}, "bukan berkas biasa"),
        ({"drop": "SHA256SUMS"}, "bukan paket Pandu"),
        ({"add": "pandu-lain/SHA256SUMS"}, "bukan paket Pandu"),
    ],
)
def test_a_damaged_package_leaves_what_is_served_as_it_was(
    place: Place, make_package: MakePackage, tmp_path: Path, damage: dict[str, str], said: str
) -> None:
    place.do("pasang", make_package(NEW))
    bad = tampered(make_package(OLD), tmp_path / "rusak.tar.gz", **damage)
    assert said in place.refuse("pasang", bad)
    assert place.notice()["version"] == NEW
    assert sorted(p.name for p in place.root.iterdir()) == ["kini", "susunan", "versi"]
    assert not (tmp_path / "di-luar.txt").exists()


def test_an_archive_cut_short_at_any_place_is_refused(
    place: Place, make_package: MakePackage, tmp_path: Path
) -> None:
    whole = make_package(OLD).read_bytes()
    cut = tmp_path / "potong.tar.gz"
    for part in range(8):
        cut.write_bytes(whole[: len(whole) * part // 8])
        assert "Berhenti" in place.refuse("pasang", cut)
    assert not (place.root / "kini").exists()


def test_a_link_inside_a_package_is_refused(place: Place, tmp_path: Path) -> None:
    bad = tmp_path / "tautan.tar.gz"
    with tarfile.open(bad, "w:gz") as tar:
        link = tarfile.TarInfo("pandu/situs")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(link)
    assert "bukan berkas biasa" in place.refuse("pasang", bad)


def test_a_server_may_read_what_a_careful_root_installed(
    place: Place, make_package: MakePackage
) -> None:
    archive = make_package(OLD)
    before = os.umask(0o077)
    try:
        place.do("pasang", archive)
        place.do("tarik", "PRK-07", "Diganti")
    finally:
        os.umask(before)
    for path in [place.root / "versi" / OLD / "situs", *place.site.rglob("*")]:
        for above in (path, *path.resolve().parents):
            if above != place.root and place.root not in above.parents:
                break
            assert above.stat().st_mode & 0o004, above
    assert (place.root / "kini").resolve().stat().st_mode & 0o005 == 0o005


def test_only_what_no_page_needs_can_be_thrown_away(
    place: Place, make_package: MakePackage
) -> None:
    for day, version in enumerate((OLD, NEW, NEWER), start=1):
        place.do("pasang", make_package(version, made=f"2026-01-0{day}T00:00+00:00"))
    assert place.do("daftar").splitlines() == [
        f"{NEWER}  disajikan",
        f"{NEW}  sebelumnya",
        OLD,
    ]
    for used in (NEW, NEWER):
        assert "masih dipakai" in place.refuse("buang", used)
    place.do("buang", OLD)
    assert "tidak ada" in place.refuse("buang", OLD)
    assert "tidak ada" in place.refuse("kembali", OLD)


def test_on_an_empty_server_each_command_says_what_is_missing(place: Place) -> None:
    assert "tidak ada" in place.refuse("pasang", "tiada.tar.gz")
    assert "Tidak ada versi sebelumnya" in place.refuse("kembali")
    for words in (["periksa"], ["tarik", "PRK-07", "alasan"], ["batal-tarik", "PRK-07"]):
        assert "Belum ada versi" in place.refuse(*words)
    assert place.do("daftar").strip() == ""


def test_each_file_carries_the_time_of_its_version_so_caches_tell_versions_apart(
    place: Place, make_package: MakePackage
) -> None:
    seen = []
    for version, seconds in ((OLD, 1_790_000_000), (NEW, 1_790_000_060)):
        place.do("pasang", make_package(version, seconds=seconds))
        # Both pages are as long as each other: nginx's ETag is made of time and length.
        about = (place.site / "sop/index.html").stat()
        seen.append((int(about.st_mtime), about.st_size))
    assert seen[0][0] != seen[1][0] and seen[0][1] == seen[1][1]


def test_the_tool_runs_alone_with_pythons_own_library(
    place: Place, make_package: MakePackage, tmp_path: Path
) -> None:
    alone = tmp_path / "kelola.py"
    alone.write_bytes(Path(kelola.__file__).read_bytes())
    # -I and -S: neither the project nor any installed package can be imported.
    command = [sys.executable, "-I", "-S", str(alone)]
    env = {"PANDU_FOLDER": str(place.root)}
    done = subprocess.run([*command, "pasang", make_package(OLD)], env=env, capture_output=True)
    assert (done.returncode, done.stdout.decode()) == (0, f"Versi {OLD} disajikan.\n")
    done = subprocess.run([*command, "kembali"], env=env, capture_output=True)
    assert done.returncode == 1 and b"Berhenti" in done.stderr


def test_a_folder_that_may_not_be_written_is_named(place: Place, make_package: MakePackage) -> None:
    place.root.write_text("bukan folder")
    assert str(place.root) in place.refuse("pasang", make_package(OLD))
