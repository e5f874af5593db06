"""Every wording that was locked is kept with its day; nothing of it is ever altered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flow_engine.__main__ import main
from flow_engine.checking import load_checked
from flow_engine.problems import ProblemLog
from flow_engine.wording_history import HISTORY_NAME, read_history
from flow_engine.wordings import fingerprint

from .conftest import edit
from .tiny import FILES, SOURCES


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    data = tmp_path / "docs" / "_data"
    for name, text in FILES.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text, "utf-8")
    (tmp_path / "sumber").mkdir()
    for name, text in SOURCES.items():
        (tmp_path / "sumber" / name).write_text(text, "utf-8")
    return data


def lock(data: Path, date: str) -> int:
    sources = data.parent.parent / "sumber"
    return main(["--data", str(data), "lock", "--sources", str(sources), "--date", date])


def kept(data: Path) -> dict[str, list[tuple[str, str]]]:
    log = ProblemLog()
    found = read_history(data, log)
    assert not len(log)
    return {name: [(w.date, w.text) for w in rows] for name, rows in found.items()}


def change(data: Path, old: str, new: str) -> None:
    edit(data / "klausul" / "prk.yaml", old, new)
    edit(data.parent.parent / "sumber" / "prk.txt", old, new)


def told(data: Path) -> list[str]:
    return [p.code for p in load_checked(data).log]


def test_the_former_wording_is_kept_with_its_hash_and_day(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock(tiny, "2026-01-01") == 0
    change(tiny, "LISTRIK PADAM", "LISTRIK MATI")
    assert lock(tiny, "2026-02-01") == 0
    assert kept(tiny)["PRK-02/1"] == [
        ("2026-01-01", "LISTRIK PADAM"), ("2026-02-01", "LISTRIK MATI"),
    ]  # fmt: skip
    assert kept(tiny)["PMB-1/1"] == [("2026-01-01", "Closed")]
    assert "Kalimat semula disimpan di riwayat-kutipan.json: PRK-02/1." in capsys.readouterr().out
    first = read_history(tiny, ProblemLog())["PRK-02/1"][0]
    assert first.fingerprint == fingerprint("LISTRIK PADAM")
    assert not list(tiny.glob("*.baru"))


def test_locking_again_changes_nothing(tiny: Path) -> None:
    lock(tiny, "2026-01-01")
    before = (tiny / HISTORY_NAME).read_bytes()
    assert lock(tiny, "2026-03-01") == 0
    assert (tiny / HISTORY_NAME).read_bytes() == before


def test_a_wording_that_comes_back_is_a_revision_of_its_own(tiny: Path) -> None:
    lock(tiny, "2026-01-01")
    change(tiny, "LISTRIK PADAM", "LISTRIK MATI")
    lock(tiny, "2026-02-01")
    change(tiny, "LISTRIK MATI", "LISTRIK PADAM")
    lock(tiny, "2026-03-01")
    days = [date for date, _ in kept(tiny)["PRK-02/1"]]
    assert days == ["2026-01-01", "2026-02-01", "2026-03-01"]


def test_a_day_that_is_none_locks_nothing(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        lock(tiny, "kemarin")
    assert "--date" in capsys.readouterr().err and not (tiny / HISTORY_NAME).exists()


def test_without_a_day_it_is_today(tiny: Path) -> None:
    sources = tiny.parent.parent / "sumber"
    assert main(["--data", str(tiny), "lock", "--sources", str(sources)]) == 0
    (row,) = kept(tiny)["PMB-1/1"]
    assert len(row[0]) == len("2026-01-01")


def test_what_was_kept_and_is_altered_by_hand_is_told(tiny: Path) -> None:
    lock(tiny, "2026-01-01")
    assert told(tiny) == []
    edit(tiny / HISTORY_NAME, "LISTRIK PADAM", "LISTRIK PADM")
    assert told(tiny) == ["riwayat-diubah"]


def test_a_history_that_is_not_that_of_the_lock_is_told(tiny: Path) -> None:
    lock(tiny, "2026-01-01")
    data = json.loads((tiny / HISTORY_NAME).read_text("utf-8"))
    data["bagian"]["PRK-02/1"][0] = {"tanggal": "", "sidik": fingerprint("X"), "kalimat": "X"}
    (tiny / HISTORY_NAME).write_text(json.dumps(data), "utf-8")
    assert told(tiny) == ["riwayat-tidak-cocok"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{", ["json-rusak"]),
        ("{}", ["bukan-peta"]),
        ('{"bagian": {"a": 1}}', ["bukan-peta"]),
        ('{"bagian": {"a": [1], "b": []}}', ["riwayat-diubah", "riwayat-kurang"]),
    ],
)
def test_a_damaged_history_is_told_and_never_thrown(
    tiny: Path, text: str, codes: list[str]
) -> None:
    lock(tiny, "2026-01-01")
    (tiny / HISTORY_NAME).write_text(text, "utf-8")
    assert sorted(told(tiny)) == codes


def test_a_damaged_history_locks_nothing(tiny: Path) -> None:
    lock(tiny, "2026-01-01")
    (tiny / HISTORY_NAME).write_text("{", "utf-8")
    assert lock(tiny, "2026-02-01") == 2
    assert (tiny / HISTORY_NAME).read_text("utf-8") == "{"


def test_a_lost_history_is_missed_and_without_a_lock_nothing_is_compared(tiny: Path) -> None:
    lock(tiny, "2026-01-01")
    (tiny / HISTORY_NAME).unlink()
    (problem,) = load_checked(tiny).log
    assert problem.code == "riwayat-kurang" and kept(tiny) == {}
    assert "PRK-02/1" in problem.message and "Kembalikan dari git" in problem.message
    (tiny / "kunci-kutipan.json").unlink()
    assert told(tiny) == ["berkas-tidak-terbaca"]
