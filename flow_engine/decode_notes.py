"""Reads remarks of ours: those of a step, and those of an outcome with their conditions."""

from __future__ import annotations

from flow_engine.conditions import Names, read_condition
from flow_engine.fields import Fields
from flow_engine.keys import NOTE_KEYS
from flow_engine.model import Remark
from flow_engine.records import NOTE_KINDS, Note

REMARK_KEYS = (*NOTE_KEYS, "bila")


def read_notes(f: Fields) -> tuple[Note, ...]:
    """Read ``catatan`` of a step."""
    notes = []
    for item in f.items("catatan"):
        n = Fields(item, f.log, "catatan", NOTE_KEYS)
        notes.append(Note(n.word("jenis", NOTE_KINDS), n.text("teks"), n.text("tanya", "")))
    return tuple(notes)


def read_remarks(f: Fields, names: Names) -> tuple[Remark, ...]:
    """Read ``catatan`` of an outcome."""
    remarks = []
    for item in f.items("catatan"):
        n = Fields(item, f.log, "catatan", REMARK_KEYS)
        words = (n.word("jenis", NOTE_KINDS), n.text("teks"), n.text("tanya", ""))
        guard = read_condition(n.node.get("bila"), names, f.log)
        remarks.append(Remark(*words, guard, n.location))
    return tuple(remarks)
