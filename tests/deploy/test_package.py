"""The archive for an intranet: whole, the same to the byte, with sums and a bill of materials."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from macros.publish.release import CHANGED_LATER, build_time, compress
from tests.deploy.conftest import MakePackage, MakeSite
from tools.bill_of_materials import SHIPPED, all_parts
from tools.package import EPOCH, PackageError, pack, source_time
from tools.site import ROOT, build_site

VERSION = "aaaaaaaaaaaa"


def test_the_same_site_makes_the_same_bytes_whatever_its_files_times(
    make_site: MakeSite, tmp_path: Path
) -> None:
    site = make_site(VERSION)
    first = pack(ROOT, site, tmp_path / "satu", 1_790_000_000)
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    copy = Path(shutil.copytree(site, tmp_path / "salinan"))
    second = pack(ROOT, copy, tmp_path / "dua", 1_790_000_000)
    assert first.read_bytes() == second.read_bytes()
    later = pack(ROOT, site, tmp_path / "tiga", 1_790_000_060)
    assert first.read_bytes() != later.read_bytes()


def test_a_package_names_no_user_machine_or_folder(make_package: MakePackage) -> None:
    with tarfile.open(make_package(VERSION)) as tar:
        members = tar.getmembers()
    assert {(m.uid, m.gid, m.uname, m.gname, m.mode, m.mtime) for m in members} == {
        (0, 0, "", "", 0o644, 1_790_000_000)
    }
    assert {m.name.split("/")[0] for m in members} == {f"pandu-{VERSION}"}
    assert not [m.name for m in members if "__pycache__" in m.name or m.name.endswith(".pyc")]


def test_an_unpacked_package_passes_the_systems_own_check(
    make_package: MakePackage, tmp_path: Path
) -> None:
    archive = make_package(VERSION)
    whole = ["sha256sum", "--check", "--strict", "--quiet"]
    subprocess.run([*whole, f"{archive.name}.sha256"], cwd=archive.parent, check=True)
    subprocess.run(["tar", "-xzf", archive], cwd=tmp_path, check=True)
    folder = tmp_path / f"pandu-{VERSION}"
    subprocess.run([*whole, "SHA256SUMS"], cwd=folder, check=True)
    named = {line[66:] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert there - named == {"SHA256SUMS"}
    guide = {f"panduan/{p.name}" for p in (ROOT / "docs/operator").glob("*.md")}
    assert guide and guide < there
    assert {"deploy/Containerfile", "deploy/kelola.py", "LICENSE", "NOTICE.md"} < there


def test_a_light_site_is_not_packed(make_site: MakeSite, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="ringan"):
        pack(ROOT, make_site(VERSION, light=True), tmp_path, 1)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(EPOCH, raising=False)
    (tmp_path / "a").write_text("a")
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    when = {**os.environ, "GIT_COMMITTER_DATE": "1790000000 +0000"}
    for words in (["init", "-q"], ["add", "a"], [*who, "commit", "-qm", "a"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, env=when)
    return tmp_path


def test_the_time_of_a_package_is_that_of_the_last_commit(repository: Path) -> None:
    assert source_time(repository) == 1_790_000_000


def test_what_is_not_committed_is_not_packed(repository: Path) -> None:
    (repository / "b").write_text("b")
    with pytest.raises(PackageError, match="belum dikomit"):
        source_time(repository)


def test_without_a_history_the_time_has_to_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv(EPOCH, raising=False)
    with pytest.raises(PackageError, match="SOURCE_DATE_EPOCH"):
        source_time(tmp_path)
    monkeypatch.setenv(EPOCH, "5")
    assert source_time(tmp_path) == 5


@pytest.fixture
def bill(make_package: MakePackage) -> str:
    with tarfile.open(make_package(VERSION)) as tar:
        found = tar.extractfile(f"pandu-{VERSION}/bom.cdx.json")
        assert found is not None
        return found.read().decode()


def test_the_bill_of_materials_is_valid_cyclonedx(bill: str) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(bill) is None
    broken = bill.replace('"type": "library"', '"type": "buku"', 1)
    assert validator.validate_str(broken) is not None


def test_the_bill_of_materials_names_each_locked_package_once(bill: str) -> None:
    components: list[dict[str, Any]] = json.loads(bill)["components"]
    named = [component["purl"] for component in components]
    assert len(named) == len(set(named))
    lines = [
        line.split(";")[0].rstrip(" \\")
        for name in ("requirements/lock.txt", "requirements/bundle.lock.txt")
        for line in (ROOT / name).read_text().splitlines()
        if "==" in line and not line.lstrip().startswith("--")
    ]
    python = {f"pkg:pypi/{line.replace('==', '@').lower().split('[')[0]}" for line in lines}
    assert {purl for purl in named if purl.startswith("pkg:pypi/")} == python
    npm = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert len([p for p in named if p.startswith("pkg:npm/")]) == len(npm) - 1


def test_the_bill_of_materials_tells_what_ships_from_what_only_builds(bill: str) -> None:
    components: list[dict[str, Any]] = json.loads(bill)["components"]
    ships = {
        "/".join(filter(None, (component.get("group"), component["name"])))
        for component in components
        if component["scope"] == "required"
    }
    assert ships == SHIPPED | {"cpython"}
    own = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert set(own) <= ships


def test_what_ships_is_still_in_the_locks() -> None:
    assert {part.name for part in all_parts(ROOT)} >= SHIPPED


def members(archive: Path) -> dict[str, str]:
    """The sums of an archive's files, by name without the version's folder."""
    with tarfile.open(archive) as tar:
        sums = tar.extractfile(next(m for m in tar if m.name.endswith("/SHA256SUMS")))
        assert sums is not None
        return {line[66:]: line[:64] for line in sums.read().decode().splitlines()}


@pytest.mark.proof
def test_two_builds_of_one_commit_make_the_same_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH, "1790000000")
    archives = []
    for name in ("satu", "dua"):
        site = tmp_path / name
        assert build_site(ROOT, site, site_url="https://pandu.intranet/").ok
        archives.append(pack(ROOT, site, tmp_path / f"dist-{name}", 1_790_000_000))
    first, second = map(members, archives)
    assert sorted(name for name in first | second if first.get(name) != second.get(name)) == []
    assert archives[0].read_bytes() == archives[1].read_bytes()


def test_what_operators_change_has_no_compressed_copy_that_would_still_say_the_old(
    tmp_path: Path,
) -> None:
    for name in (*CHANGED_LATER, "data.csv", "sub/version.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("baris yang sama\n" * 200)
    compress(ROOT, tmp_path)
    made = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.suffix == ".gz"}
    assert made == {"data.csv.gz", "sub/version.json.gz"}


def test_the_time_of_a_build_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "1790000000")
    assert build_time().isoformat() == "2026-09-21T14:13:20+00:00"
    monkeypatch.delenv(EPOCH)
    assert abs(build_time() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
