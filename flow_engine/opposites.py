"""What turns a sentence into another one although nearly every word is the same.

A negation or a number on one side only. Numbers said in words are numbers: ``tujuh puluh``
is 70, ``nol delapan`` is 08, ``satu dua tiga`` is 123.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

_NEGATIONS = frozenset(
    [
        "tidak",
        "bukan",
        "belum",
        "jangan",
        "tanpa",
        "tak",
        "tdk",
        "nggak",
        "ngga",
        "enggak",
        "gak",
        "ga",
        "blm",
        "jgn",
    ]
)
_DIGITS = {
    word: number
    for number, word in enumerate(
        ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    )
}
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_TIMES = {"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 1_000_000}
_NUMERALS = frozenset((*_DIGITS, *_WHOLE, *_TIMES, "belas"))

Meaning = tuple[frozenset[str], int]


def meaning_of(words: Sequence[str]) -> Meaning:
    """Return the numbers in some words, and how often they say no.

    Args:
        words: In small letters, as :mod:`flow_engine.spoken` cuts them.
    """
    numbers = {_plain_number(word) for word in words if word[:1].isdecimal()}
    for spelt, run in groupby(words, key=lambda word: word in _NUMERALS):
        if spelt:
            numbers.add(str(_value(list(run))))
    return frozenset(numbers), sum(word in _NEGATIONS for word in words)


def _plain_number(word: str) -> str:
    return str(int(word)) if word.isdecimal() else word.replace(",", ".")


def _value(words: Sequence[str]) -> int:
    if all(word in _DIGITS for word in words):
        return _read_out(words)
    total = part = 0
    for word in words:
        if word == "belas":
            part += 10
        elif word in _DIGITS:
            part += _DIGITS[word]
        elif word in _WHOLE:
            part += _WHOLE[word]
        elif _TIMES[word] >= 1000:
            total, part = total + max(part, 1) * _TIMES[word], 0
        else:
            # Only what stands before it in its own place is multiplied: “dua ratus tiga puluh”.
            ones = part % 10
            part += max(ones, 1) * _TIMES[word] - ones
    return total + part


def _read_out(words: Iterable[str]) -> int:
    return int("".join(str(_DIGITS[word]) for word in words))
