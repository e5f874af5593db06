"""The building blocks of the schemas: texts, words, lists, records, ids.

A text is any scalar that YAML 1.1 reads as a text or a whole number: the readers
take both. Definitions that files share stand in ``bersama.json``; they carry no
``description``, so that the one beside the reference is what a hover shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

SHARED_FILE = "bersama.json"
WHOLE = r"^\s*(0|-?[1-9][0-9]*)\s*$"


@dataclass(frozen=True)
class Key:
    """One key of a record: what may stand under it, and help for whoever points at it."""

    help: str
    value: Schema
    required: bool = False


def needed(help_text: str, value: Schema) -> Key:
    """Return a key that has to be written."""
    return Key(help_text, value, required=True)


def optional(help_text: str, value: Schema) -> Key:
    """Return a key that may be left out."""
    return Key(help_text, value)


def shared(name: str) -> Schema:
    """Return a reference to a definition in ``bersama.json``."""
    return {"$ref": f"{SHARED_FILE}#/$defs/{name}"}


def local(name: str) -> Schema:
    """Return a reference to a definition of the same file."""
    return {"$ref": f"#/$defs/{name}"}


TEXT = shared("teks")
FLAG = shared("ya-tidak")
INTEGER = shared("bilangan")
ANY_SCALAR = shared("nilai")


def word(options: Iterable[str]) -> Schema:
    """Return a schema for one word out of a list."""
    allowed = list(options)
    return {"enum": allowed, "errorMessage": f"Pilih salah satu: {', '.join(allowed)}."}


def suggested(options: Schema, rest: Schema | None = None) -> Schema:
    """Return a schema that proposes words and takes any other text too."""
    return {"anyOf": [options, rest or TEXT]}


def pattern(regex: str, message: str) -> Schema:
    """Return a schema for a text of a fixed form; blanks at its ends do not count."""
    return {
        "type": ["string", "integer"],
        "pattern": rf"^\s*(?:{regex})\s*$",
        "errorMessage": message,
    }


def list_of(item: Schema) -> Schema:
    """Return a schema for a list."""
    return {"type": "array", "items": item, "errorMessage": "Tulis sebagai daftar (- …)."}


def one_or_many(item: Schema) -> Schema:
    """Return a schema for one value or a list of them."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


def named(item: Schema, help_text: str = "") -> Schema:
    """Return a schema for a mapping whose keys the editor chooses."""
    found: Schema = {
        "type": "object",
        "additionalProperties": item,
        "errorMessage": "Tulis sebagai “nama: isi”.",
    }
    return {"description": help_text, **found} if help_text else found


def record(what: str, keys: Iterable[str], described: Mapping[str, Key], **rules: Any) -> Schema:
    """Return a schema for a mapping with known keys and no others.

    Args:
        what: What the mapping is, in Indonesian, as the readers' messages call it.
        keys: The reader's own keys, in the order they are proposed.
        described: Help and value of each of them.
        rules: Further keywords of the schema, such as ``oneOf``.

    Raises:
        ValueError: A key has no help, or help is written for a key that no reader knows.
    """
    order = tuple(keys)
    if set(order) != set(described):
        odd = ", ".join(sorted(set(order) ^ set(described)))
        raise ValueError(f"keys of {what} without a schema, or the reverse: {odd}")
    must = [key for key in order if described[key].required]
    may = [key for key in order if not described[key].required]
    words = f"{what[:1].upper()}{what[1:]}: "
    words += f"wajib ada {', '.join(must)}. " if must else ""
    words += f"Boleh ada {', '.join(may)}. " if may else ""
    return {
        "type": "object",
        "properties": {
            key: {"description": described[key].help, **described[key].value} for key in order
        },
        **({"required": must} if must else {}),
        "additionalProperties": False,
        "errorMessage": f"{words}Kunci lain tidak dikenal.",
        **rules,
    }


def exactly_one(*keys: str) -> list[Schema]:
    """Return the rules, for ``allOf``, that exactly one of the keys is written."""
    message = f"Tulis tepat satu dari: {', '.join(keys)}."
    some = {"anyOf": [{"required": [key], "errorMessage": message} for key in keys]}
    pairs = ((key, keys[number:]) for number, key in enumerate(keys[:-1], start=1))
    return [some, *(never_beside(key, others, message) for key, others in pairs)]


def never_beside(key: str, others: Iterable[str], message: str) -> Schema:
    """Return the rule, for ``allOf``, that a key keeps others away."""
    return {
        "if": {"required": [key]},
        "then": {"properties": dict.fromkeys(others, False), "errorMessage": message},
    }


def needs(key: str, *others: str) -> Schema:
    """Return the rule, for ``allOf``, that a key requires others."""
    message = f"“{key}” memerlukan {' dan '.join(f'“{other}”' for other in others)}."
    return {
        "if": {"required": [key]},
        "then": {"required": list(others), "errorMessage": message},
    }
