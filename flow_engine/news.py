"""Reads ``perubahan.yaml`` and ``alamat.yaml``, and holds what changed to the clauses.

What was withdrawn has to be told, and nothing may be told as withdrawn that is in force.
"""

from __future__ import annotations

import re

from flow_engine.changes import CHANGE_KINDS, GONE, READERS, Change
from flow_engine.clauses import read_date
from flow_engine.fields import Fields
from flow_engine.keys import ADDRESS_KEYS, CHANGE_KEYS, CHANGE_LIST_KEYS
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import WITHDRAWN, Library
from flow_engine.source import Mapping, Node

FILE = "docs/_data/perubahan.yaml"
_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def read_changes(node: Node | None, names: frozenset[str], log: ProblemLog) -> tuple[Change, ...]:
    """Read ``perubahan.yaml``, the newest first.

    Args:
        node: The file; nothing where it is not there.
        names: Every clause and part there is.
        log: Takes the problems.
    """
    if node is None:
        return ()
    root = Fields(node, log, "perubahan.yaml", CHANGE_LIST_KEYS)
    found: dict[str, Change] = {}
    last = ""
    for item in root.items("perubahan"):
        change = _read_change(item, names, log)
        if change.id in found:
            where = found[change.id].location
            log.add(
                change.location, "id-ganda", f"Perubahan “{change.id}” sudah ditulis di {where}."
            )
            continue
        if last and change.date > last:
            log.add(
                change.location,
                "perubahan-tidak-urut",
                f"Perubahan “{change.id}” lebih baru daripada yang di atasnya ({last}). "
                "Yang terbaru ditulis paling atas.",
            )
        last = change.date or last
        found[change.id] = change
    return tuple(found.values())


def _read_change(node: Node, names: frozenset[str], log: ProblemLog) -> Change:
    f = Fields(node, log, "perubahan", CHANGE_KEYS)
    change = Change(
        id=f.text("id"),
        date=read_date(f, "tanggal"),
        title=f.text("judul"),
        kind=f.word("jenis", CHANGE_KINDS),
        clauses=f.texts("klausul"),
        readers=f.texts("untuk"),
        text=f.text("teks"),
        location=f.location,
    )
    if change.id and not _ID.fullmatch(change.id):
        log.add(f.at("id"), "id-salah", f"Id “{change.id}” hanya huruf, angka, dan tanda hubung.")
    _check_known(f, "klausul", change.clauses, names, log)
    for reader in change.readers:
        if reader not in READERS:
            log.add(
                f.at("untuk"),
                "nilai-di-luar-daftar",
                f"“{reader}” bukan nilai yang dikenal untuk “untuk”.",
                allowed=READERS,
                guess_from=reader,
            )
    for key in ("klausul", "untuk"):
        if not f.texts(key):
            log.add(f.at(key), "nilai-kosong", f"Isi “{key}” kosong. Tulis sedikitnya satu.")
    return change


def _check_known(
    f: Fields, key: str, found: tuple[str, ...], names: frozenset[str], log: ProblemLog
) -> None:
    for name in found:
        if names and name not in names:
            log.add(
                f.at(key),
                "rujukan-klausul",
                f"Id “{name}” tidak ada di antara klausul dan bagian.",
                allowed=sorted(other for other in names if other.startswith(name.split("-")[0])),
                guess_from=name,
            )


def read_renamed(node: Node | None, names: frozenset[str], log: ProblemLog) -> dict[str, str]:
    """Read ``alamat.yaml``: former ids of clauses and parts to the present ones."""
    if node is None:
        return {}
    root = Fields(node, log, "alamat.yaml", ADDRESS_KEYS)
    listed = root.node.get("diganti")
    keys = [key.text for key, _ in listed.entries] if isinstance(listed, Mapping) else []
    inside = Fields(listed, log, "diganti", keys, root.location)
    found: dict[str, str] = {}
    for key, _ in inside.node.entries:
        if key.text in names:
            message = f"“{key.text}” masih id yang dipakai; hanya id lama yang ditulis di sini."
            log.add(key.location, "alamat-masih-dipakai", message)
        new = inside.text(key.text)
        _check_known(inside, key.text, (new,) if new else (), names, log)
        found[key.text] = new
    return found


def check_changes(library: Library) -> ProblemLog:
    """Find what was withdrawn and told to nobody, and what is told as withdrawn and is not."""
    log = ProblemLog()
    gone = withdrawn_names(library)
    told = {name for c in library.changes if c.kind == GONE for name in c.clauses}
    for name, where in gone.items():
        # Who tells of a clause tells of its parts too.
        if name not in told and name.split("/")[0] not in told:
            log.add(
                where,
                "perubahan-belum-ditulis",
                f"{name} sudah dicabut, tetapi tidak ada di {FILE}.",
                suggestion=f"Tambahkan perubahan berjenis “{GONE}” yang menyebut {name}.",
            )
    for change in library.changes:
        if change.kind != GONE:
            continue
        for name in change.clauses:
            known = name in library.clauses or name in library.parts
            if known and name not in gone and name.split("/")[0] not in gone:
                log.add(
                    change.location,
                    "perubahan-keliru",
                    f"Perubahan “{change.id}” mengatakan {name} dicabut, padahal masih berlaku.",
                )
    return log


def withdrawn_names(library: Library) -> dict[str, Location]:
    """Return every withdrawn clause, and every withdrawn part of a clause that is in force."""
    found = {c.id: c.location for c in library.clauses.values() if c.status == WITHDRAWN}
    for part in library.parts.values():
        if part.withdrawn and part.clause not in found:
            found[part.id] = part.location
    return found
