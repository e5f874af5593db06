"""Keeps every official wording that was ever locked: ``riwayat-kutipan.json``, only appended to.

The lock knows hashes. What stood there before an editor changed it is known here, with the day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flow_engine.changes import Wording
from flow_engine.json_source import read_json
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import Library
from flow_engine.wordings import Lock, fingerprint, official_parts

HISTORY_NAME = "riwayat-kutipan.json"
FILE = f"docs/_data/{HISTORY_NAME}"

History = Mapping[str, tuple[Wording, ...]]


def read_history(data_dir: Path, log: ProblemLog) -> dict[str, tuple[Wording, ...]]:
    """Return the locked wordings of each part, the oldest first; nothing where none is kept."""
    path = data_dir / HISTORY_NAME
    if not path.is_file():
        return {}
    data = read_json(path, FILE, log)
    if data is None:
        return {}
    parts = data.get("bagian")
    if not isinstance(parts, dict) or not all(isinstance(v, list) for v in parts.values()):
        log.add(Location(FILE), "bukan-peta", "Isi “bagian” harus berupa “id: daftar kalimat”.")
        return {}
    return {name: tuple(_wording(row) for row in rows) for name, rows in parts.items()}


def _wording(row: Any) -> Wording:
    fields = row if isinstance(row, dict) else {}
    return Wording(*(str(fields.get(key, "")) for key in ("tanggal", "sidik", "kalimat")))


def check_history(history: History, lock: Lock) -> ProblemLog:
    """Find locked parts whose wording is not kept, or not the last kept; and altered ones."""
    log = ProblemLog()
    lost = [name for name in lock.parts if not history.get(name)]
    if lost:
        shown = ", ".join(lost[:5]) + (f" dan {len(lost) - 5} lainnya" if lost[5:] else "")
        log.add(
            Location(FILE),
            "riwayat-kurang",
            f"Riwayat tidak memuat kalimat yang dikunci: {shown}. Kembalikan dari git; untuk "
            "kalimat baru jalankan “make kunci”.",
        )
    for name, found in history.items():
        if name in lock.parts and found and found[-1].fingerprint != lock.parts[name]:
            log.add(
                Location(FILE),
                "riwayat-tidak-cocok",
                f"Kalimat terakhir {name} dalam riwayat bukan yang dikunci. Jalankan “make kunci”.",
            )
        if any(fingerprint(wording.text) != wording.fingerprint for wording in found):
            log.add(
                Location(FILE),
                "riwayat-diubah",
                f"Kalimat lama {name} dalam riwayat tidak cocok dengan sidiknya. Riwayat hanya "
                "ditambah oleh “make kunci”; kembalikan dari git.",
            )
    return log


def append_history(library: Library, history: History, data_dir: Path, date: str) -> list[str]:
    """Add every wording that is not the last kept one; return the parts that had another before.

    Args:
        library: The knowledge as it is locked now.
        history: What was kept until now; nothing of it is left out.
        data_dir: The folder ``docs/_data``.
        date: ISO day of the lock.
    """
    kept = {name: list(found) for name, found in history.items()}
    changed = []
    for part in official_parts(library):
        found = kept.setdefault(part.id, [])
        now = fingerprint(part.text)
        if found and found[-1].fingerprint == now:
            continue
        if found:
            changed.append(part.id)
        found.append(Wording(date, now, part.text))
    data = {
        "keterangan": "Setiap kalimat resmi yang pernah dikunci; hanya ditambah, oleh make kunci.",
        "bagian": {
            name: [{"tanggal": w.date, "sidik": w.fingerprint, "kalimat": w.text} for w in found]
            for name, found in kept.items()
        },
    }
    unfinished = data_dir / f"{HISTORY_NAME}.baru"
    unfinished.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    unfinished.replace(data_dir / HISTORY_NAME)
    return changed
