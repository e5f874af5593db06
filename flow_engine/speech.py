"""Reads ``istilah/ucapan.yaml``: what is filled in a spoken sentence, and the spelling table."""

from __future__ import annotations

from flow_engine.fields import Fields, as_text
from flow_engine.keys import SLOT_KEYS, SPEECH_KEYS, SPELLING_KEYS
from flow_engine.problems import ProblemLog
from flow_engine.records import Slot, Speech, Spelling
from flow_engine.source import Node


def read_speech(node: Node | None, log: ProblemLog) -> Speech:
    """Read ``istilah/ucapan.yaml``; what cannot be used is a problem and left out."""
    if node is None:
        return Speech()
    root = Fields(node, log, "ucapan.yaml", SPEECH_KEYS)
    slots = tuple(_read_slot(item, log) for item in root.items("isian"))
    seen: set[str] = set()
    for item, slot in zip(root.items("isian"), slots, strict=True):
        if slot.sign.casefold() in seen:
            log.add(item.location, "id-ganda", f"Tanda “{slot.sign}” sudah ditulis di atas.")
        seen.add(slot.sign.casefold())
    spelling = Spelling()
    if root.has("ejaan"):
        f = root.child("ejaan", "ejaan", SPELLING_KEYS)
        spelling = Spelling(
            _letters(f, "huruf"), _letters(f, "tanda"), f.texts("utuh"), f.text("keterangan", "")
        )
    return Speech(slots, spelling)


def _read_slot(node: Node, log: ProblemLog) -> Slot:
    f = Fields(node, log, "isian ucapan", SLOT_KEYS)
    if f.has("fakta") == f.has("contoh"):
        log.add(
            f.location,
            "isian-salah",
            "Isian ucapan menyebut tepat satu: “fakta” yang mengisinya, atau “contoh” bila "
            "sumber hanya memberi contoh.",
            allowed=("fakta", "contoh"),
        )
    forms = {name.text: as_text(value, log, name.text) for name, value in f.entries("bentuk")}
    return Slot(f.text("tanda"), f.text("fakta", ""), forms, f.text("contoh", ""), f.location)


def _letters(f: Fields, key: str) -> dict[str, str]:
    """Read sign to word; each sign is one character."""
    found = {}
    for name, value in f.entries(key):
        if len(name.text) != 1:
            f.log.add(
                name.location,
                "isian-salah",
                f"“{name.text}” bukan satu huruf atau tanda. Satu baris ejaan mengeja satu huruf.",
            )
        found[name.text] = as_text(value, f.log, name.text)
    return found
