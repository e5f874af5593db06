"""How something true is damaged: texts by letters and lines, JSON by its nodes."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**53, 2**200, -0.0, 1e308, 0.1, "", " ", "\0", "a" * 5000, [], {},
    [[]], {"__proto__": 1}, "__proto__", "constructor", "<img src=x onerror=alert(1)>", "@", "x@9",
    "javascript:x", "{{ 7*7 }}", "../../etc/passwd", "😀", "\u202e", "٣", "2026-13-45T99:99",
    "tidak-ada", "NaN", "9" * 400, ["a", 1, None], {"": ""}, {"a": {"a": {"a": []}}},
)  # fmt: skip
PIECES = (
    ":", "- ", "\n", "\n  ", "\t", "|", ">", "&a ", "*a", "!!python/object:os.system ", "<<: ",
    "? ", "{", "}", "[", "]", ",", "#", "'", '"', "%YAML 1.1", "---", "...", "\ufeff", "\0", "\x85",
    "\u2028", "16:30", "012", "yes", "null", "~", "1_000", "<script>", "😀", "\ud7ff", "a" * 300,
    "{{ x }}",
)  # fmt: skip


def damage_text(text: str, chance: random.Random, pieces: tuple[str, ...] = PIECES) -> str:
    """Return the text with one to six places cut, doubled, moved or written over."""
    for _ in range(chance.randrange(1, 7)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + chance.choice((1, 3, 20, 200)))
        piece = chance.choice(
            (
                "",
                text[at:to] * 2,
                chance.choice(pieces),
                text[at:to][::-1],
                _flip(text[at:to], chance),
            )
        )
        text = text[:at] + piece + text[to:]
    return text.encode("utf-8", "ignore").decode("utf-8")


def _flip(text: str, chance: random.Random) -> str:
    return "".join(chr(ord(letter) ^ (1 << chance.randrange(7))) for letter in text)


def damage_json(data: Any, chance: random.Random) -> Any:
    """Return a copy with one to four of its nodes replaced, dropped, doubled or renamed."""
    data = copy.deepcopy(data)
    for _ in range(chance.randrange(1, 5)):
        holders = list(_holders(data))
        if holders:
            holder, key = chance.choice(holders)
            chance.choice(_CHANGES)(holder, key, chance)
    return data


def _holders(data: Any) -> Any:
    keys = data.keys() if isinstance(data, dict) else range(len(data))
    for key in list(keys):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from _holders(data[key])


def _replace(holder: Any, key: Any, chance: random.Random) -> None:
    holder[key] = copy.deepcopy(chance.choice(JUNK))


def _drop(holder: Any, key: Any, chance: random.Random) -> None:
    del holder[key]


def _double(holder: Any, key: Any, chance: random.Random) -> None:
    if isinstance(holder, list):
        holder.insert(chance.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
    else:
        holder[chance.choice(list(holder))] = copy.deepcopy(holder[key])


def _rename(holder: Any, key: Any, chance: random.Random) -> None:
    name = str(chance.choice(JUNK))
    if isinstance(holder, dict):
        holder[name] = holder.pop(key)
    else:
        holder[key] = {name: holder[key]}


_CHANGES: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    _replace, _replace, _drop, _double, _rename,
)  # fmt: skip
