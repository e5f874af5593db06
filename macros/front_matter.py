"""The head of a page, between its two lines of dashes: which keys it knows, and their values.

The theme writes a title into the page as it is, and MkDocs takes commands from there, another
template for one. So nothing passes but what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mkdocs.utils.meta import get_data

from flow_engine.problems import Location, ProblemLog

LAYOUTS = ("beranda", "daftar", "meja", "nilai", "sop", "tabel")
HIDDEN = ("navigation", "toc", "footer")
# Neither a tag nor a call of a template, however it was spelled in YAML.
_PLAIN = re.compile(r"[^<>{}\x00-\x1f\x7f\u2028\u2029]{1,300}")


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def _is_hidden(value: Any) -> bool:
    return isinstance(value, list) and all(part in HIDDEN for part in value)


def _is_layout(value: Any) -> bool:
    return value in LAYOUTS


KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (_is_plain, "teks satu baris tanpa < > { }"),
    "description": (_is_plain, "teks satu baris tanpa < > { }"),
    "tata": (_is_layout, ", ".join(LAYOUTS)),
    "hide": (_is_hidden, f"daftar dari {', '.join(HIDDEN)}"),
    "search": (lambda value: value == {"exclude": True}, "{exclude: true}"),
    "robots": (lambda value: value == "noindex", "noindex"),
}


def check_front_matter(text: str, name: str, log: ProblemLog) -> None:
    """Report keys of a page's head that are unknown, and values that are not meant.

    Args:
        text: The page as it was written.
        name: Its path from the project's root.
        log: Gets what is found.
    """
    _, values = get_data(text)
    if text.startswith("---") and not values:
        log.add(
            Location(name, 1), "kepala-halaman", "Kepala halaman tidak dapat dibaca.", allowed=KEYS
        )
    for key, value in values.items():
        where = Location(name, _line(text, str(key)))
        if key not in KEYS:
            message = f"Kunci “{key}” tidak dikenal di kepala halaman."
            log.add(where, "kepala-halaman", message, allowed=KEYS, guess_from=str(key))
        elif not KEYS[key][0](value):
            log.add(
                where, "kepala-halaman", f"Isi “{key}” tidak dapat dipakai. Tulis: {KEYS[key][1]}."
            )


def _line(text: str, key: str) -> int:
    lines = text.split("\n")
    return next((n for n, line in enumerate(lines, 1) if line.lower().startswith(key)), 1)
