"""The words the search works with, as one frozen table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class WordTable:
    """What ``docs/assets/pandu/search/words.js`` works with; the keys are the editor's.

    Attributes:
        prefixes: Prefix to the first letters of a root that it swallows; ``""`` for none.
        plain: Spoken or short form to plain words.
        synonyms: Phrases of one meaning; the first stands for all.
        senses: Word to another meaning it has too.
        light: Words that hardly decide anything.
        roots: What a word with affixes may go back to.
    """

    prefixes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    suffixes: tuple[str, ...] = ()
    plain: Mapping[str, str] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()
    senses: Mapping[str, str] = field(default_factory=dict)
    light: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the table as the browser reads it."""
        return {
            "awalan": {name: list(letters) for name, letters in self.prefixes.items()},
            "akhiran": list(self.suffixes),
            "ragam": dict(self.plain),
            "padanan": [list(group) for group in self.synonyms],
            "arti_lain": dict(self.senses),
            "ringan": list(self.light),
            "dasar": list(self.roots),
        }


NO_WORDS = WordTable()
