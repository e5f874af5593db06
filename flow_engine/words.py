"""The words of the search: affixes, roots, spoken forms, phrases of one meaning."""

from __future__ import annotations

import re

from flow_engine.fields import Fields, as_text
from flow_engine.keys import WORD_KEYS
from flow_engine.problems import Location, ProblemLog
from flow_engine.source import Node, Sequence
from flow_engine.word_table import WordTable

_LETTER = re.compile(r"[a-z]?")
_PHRASE = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")


def read_words(node: Node | None, log: ProblemLog) -> WordTable:
    """Read ``istilah/kata.yaml``; what cannot be used is a problem and left out."""
    if node is None:
        return WordTable()
    root = Fields(node, log, "kata.yaml", WORD_KEYS)
    prefixes = {
        name.text: _letters(value, log, name.text) for name, value in root.entries("awalan")
    }
    return WordTable(
        prefixes,
        _phrases(root.node.get("akhiran"), log, "akhiran"),
        _pairs(root, "ragam"),
        _synonyms(root, log),
        _pairs(root, "arti_lain"),
        _phrases(root.node.get("ringan"), log, "ringan"),
        _phrases(root.node.get("dasar"), log, "dasar"),
    )


def _pairs(root: Fields, key: str) -> dict[str, str]:
    return {
        _checked(name.text, name.location, root.log): _phrase(value, root.log, name.text)
        for name, value in root.entries(key)
    }


def _synonyms(root: Fields, log: ProblemLog) -> tuple[tuple[str, ...], ...]:
    groups = []
    first: dict[str, int] = {}
    for item in root.items("padanan"):
        phrases = [
            (_phrase(one, log, "padanan"), one.location) for one in _items(item, log, "padanan")
        ]
        group = tuple(phrase for phrase, _ in phrases if phrase)
        if len(group) < 2:
            log.add(
                item.location,
                "padanan-tunggal",
                "Satu baris padanan berisi sedikitnya dua ungkapan yang artinya sama.",
            )
        for phrase, where in phrases:
            if phrase and phrase in first:
                log.add(
                    where,
                    "padanan-ganda",
                    f"“{phrase}” sudah ada pada padanan di baris {first[phrase]}; "
                    "satu ungkapan hanya dapat mewakili satu arti.",
                )
            first.setdefault(phrase, where.line)
        groups.append(group)
    return tuple(groups)


def _letters(node: Node, log: ProblemLog, key: str) -> tuple[str, ...]:
    found = []
    for item in _items(node, log, key):
        text = as_text(item, log, key, empty=True)
        if not _LETTER.fullmatch(text):
            log.add(
                item.location,
                "kata-tak-terbaca",
                f"“{text}” bukan satu huruf kecil. Tulis huruf yang luluh karena awalan “{key}”, "
                'atau "" bila tidak ada.',
            )
        found.append(text)
    return tuple(found)


def _phrases(node: Node | None, log: ProblemLog, key: str) -> tuple[str, ...]:
    if node is None:
        return ()
    items = _items(node, log, key)
    return tuple(text for item in items if (text := _phrase(item, log, key)))


def _items(node: Node, log: ProblemLog, key: str) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        return node.items
    log.add(node.location, "bukan-daftar", f"Isi “{key}” harus berupa daftar (- …).")
    return ()


def _phrase(node: Node, log: ProblemLog, key: str) -> str:
    text = as_text(node, log, key)
    return _checked(text, node.location, log) if text else ""


def _checked(text: str, where: Location, log: ProblemLog) -> str:
    if not _PHRASE.fullmatch(text):
        log.add(
            where,
            "kata-tak-terbaca",
            f"“{text}” tidak akan pernah cocok: kata pencarian ditulis dengan huruf kecil, angka, "
            "spasi, atau tanda hubung.",
            suggestion=f"Tulis “{' '.join(re.findall('[a-z0-9]+', text.lower()))}”.",
        )
    return text
