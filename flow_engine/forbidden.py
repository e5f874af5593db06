"""What of a prohibition (DON'T SAY) must never be said, copied or filed: its very words."""

from __future__ import annotations

import re

_PURPOSE = re.compile(r"untuk \w+ ")
# A shorter one only names what must not be told: “untuk mengetahui Sisa Pulsa”.
_WHOLE_FROM = 80


def forbidden_words(text: str) -> str:
    """Return what may not be told of a prohibition: its wording, or the meaning it names."""
    short = len(text) < _WHOLE_FROM
    return plain_words(_PURPOSE.sub("", text, count=1) if short else text)


def plain_words(text: str) -> str:
    """Return a text in small letters with single blanks, for comparing."""
    return " ".join(text.casefold().split())
