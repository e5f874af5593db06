"""JSON files with places: a file of facts, and where each fact stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flow_engine.nesting import find_too_deep, tokens_of
from flow_engine.problems import Location, ProblemLog
from flow_engine.source import CONTROL, MAX_DEPTH, TOO_DEEP, UNPRINTABLE, Lines, read_utf8

# A whole number of more digits is no fact of any type; Python would refuse it in English.
_MOST_DIGITS = 40
_MOST_FACTS = 1000

# Signs of the messages of json, and what an editor reads instead.
_EXPLANATIONS = (
    ("property name", "Nama ditulis di antara tanda kutip ganda."),
    ("',' delimiter", "Koma antara dua isian, atau kurung penutup, kurang."),
    ("':' delimiter", "Titik dua sesudah nama kurang."),
    ("trailing comma", "Koma sesudah isian terakhir harus dihapus."),
    ("Extra data", "Sesudah kurung penutup tidak boleh ada tulisan lagi."),
    ("Unterminated string", "Tanda kutip dibuka tetapi tidak ditutup."),
    ("control character", "Tab atau ganti baris tidak boleh ada di antara tanda kutip."),
    (
        "Expecting value",
        "Di sini harus ada nilai: teks di antara tanda kutip, bilangan, atau null.",
    ),
)
_UNCLEAR = "Susunan JSON di sekitar sini tidak dapat dibaca."


@dataclass(frozen=True)
class GivenFacts:
    """Facts as JSON gives them, and the place of each name in its file."""

    values: Mapping[str, Any]
    places: Mapping[str, Location]


def read_json(path: Path, name: str, log: ProblemLog) -> dict[str, Any] | None:
    """Return the object in a JSON file, or nothing with a problem told under that name."""
    text = read_utf8(path, name, log)
    return None if text is None else load_json(text, name, log)


def load_json(text: str, name: str, log: ProblemLog) -> dict[str, Any] | None:
    """Return the object in the text of a JSON file, or nothing with a problem told."""
    here = Location(name)
    if not text.strip():
        log.add(here, "berkas-kosong", "Berkas ini kosong.")
        return None
    too_deep = find_too_deep(text, MAX_DEPTH)
    if too_deep is not None:
        log.add(Lines(text, name).place(too_deep), "terlalu-dalam", TOO_DEEP)
        return None
    try:
        data = json.loads(text, parse_int=_read_whole)
    except json.JSONDecodeError as error:
        log.add(Location(name, error.lineno, error.colno), "json-rusak", _explain(error.msg))
        return None
    if not isinstance(data, dict):
        log.add(here, "bukan-peta", 'Berkas ini harus berupa {"nama": nilai}.')
        return None
    return data


def read_facts_text(text: str, name: str, log: ProblemLog) -> GivenFacts | None:
    """Read the text of a file of facts.

    Args:
        text: A JSON object, ``{"fact": value, ...}``.
        name: How the file is called in messages.
        log: Takes every problem found.

    Returns:
        The facts, or nothing where a problem was told. The values are JSON's;
        :func:`flow_engine.runs.read_facts` checks them.
    """
    values = load_json(text, name, log)
    if values is None:
        return None
    if len(values) > _MOST_FACTS:
        told = f"Berkas memuat lebih dari {_MOST_FACTS} fakta."
        log.add(Location(name), "berkas-terlalu-besar", told)
        return None
    lines, before = Lines(text, name), len(log)
    places: dict[str, Location] = {}
    for key, index in _keys(text):
        where = lines.place(index)
        if UNPRINTABLE.search(key):
            log.add(where, "huruf-kendali", CONTROL)
        elif key in places:
            log.add(
                where,
                "kunci-ganda",
                f"Kunci “{key}” sudah ditulis pada baris {places[key].line}. Hapus salah satunya.",
            )
        else:
            places[key] = where
    return None if len(log) > before else GivenFacts(values, places)


def _keys(text: str) -> Iterator[tuple[str, int]]:
    """Yield the names of an object that json could read, doubled ones too, and their places."""
    last = (0, 0)
    for token, depth in tokens_of(text):
        if token[0] == ":" and depth == 1:
            yield json.loads(text[slice(*last)]), last[0]
        last = token.span()


def _read_whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _explain(message: str) -> str:
    return next((told for sign, told in _EXPLANATIONS if sign in message), _UNCLEAR)
