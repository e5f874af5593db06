"""How deep a JSON text is nested, found without reading it.

Python's reader of JSON goes one level down for each bracket; in a browser that
can end the whole runtime, so a text is looked at before it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A quoted text may lack its end: then it is read once, to the end.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}:,]', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def tokens_of(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Go through the quoted texts and signs of a JSON text, each with the depth after it."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += _STEPS.get(token[0], 0)
        yield token, depth


def find_too_deep(text: str, limit: int) -> int | None:
    """Return where a text is nested deeper than ``limit``, or nothing."""
    return next((token.start() for token, depth in tokens_of(text) if depth > limit), None)
