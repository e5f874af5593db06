"""The words of the search: affixes, spoken forms, phrases; held against two other stemmers."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import snowballstemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from tests.search.node import data, run

FORMS = list(csv.DictReader((Path(__file__).parent / "bentuk.csv").open(encoding="utf-8")))
BROKEN_BY_OTHERS = {
    "menyala": "nyala", "periksa": "periksa", "meteran": "meter", "penambahan": "tambah",
    "penagihan": "tagih", "pemakaian": "pakai", "pemadaman": "padam", "kerusakan": "rusak",
}  # fmt: skip


@cache
def terms(*texts: str) -> tuple[tuple[str, ...], ...]:
    """Return the terms of each text as the index holds them."""
    found = run(
        "  return given.texts.map((text) => words.spans(text).map(({ term }) => term));",
        texts=texts,
    )
    return tuple(tuple(one) for one in found)


def same(left: str, right: str) -> bool:
    """Tell whether two texts mean the same to the search."""
    first, second = terms(left, right)
    return first == second


def share(stem: Callable[[str], str], kind: str) -> float:
    """Return the share of forms whose stem is that of their root."""
    rows = [row for row in FORMS if row["ragam"] == kind]
    return sum(stem(row["bentuk"]) == stem(row["dasar"]) for row in rows) / len(rows)


@pytest.fixture(scope="module")
def ours() -> Callable[[str], str]:
    every = sorted({row[name] for row in FORMS for name in ("bentuk", "dasar")})
    stems = dict(zip(every, terms(*every), strict=True))
    return lambda word: " ".join(stems[word])


@pytest.mark.parametrize(("kind", "least"), [("resmi", 0.98), ("lisan", 0.9)])
def test_the_stemmer_knows_more_forms_than_two_others(
    ours: Callable[[str], str], kind: str, least: float
) -> None:
    snowball = snowballstemmer.stemmer("indonesian").stemWord
    sastrawi = StemmerFactory().create_stemmer().stem
    mine = share(ours, kind)
    assert mine >= least
    assert mine > share(snowball, kind)
    assert mine > share(sastrawi, kind)


def test_what_other_stemmers_break_stays_whole() -> None:
    stems = run(
        "  return given.forms.map((form) => words.stem(form));", forms=list(BROKEN_BY_OTHERS)
    )
    assert dict(zip(BROKEN_BY_OTHERS, stems, strict=True)) == BROKEN_BY_OTHERS


@pytest.mark.parametrize(
    ("spoken", "plain"),
    [
        ("mati lampu", "padam"),
        ("meteran", "kWh meter"),
        ("APP", "meter"),
        ("pw", "sandi"),
        ("password", "kata sandi"),
        ("hp", "handphone"),
        ("idpel", "ID Pelanggan"),
        ("adm", "admin"),
        ("Rp1.750", "1750"),
        ("1.750", "1750"),
        ("“PERIKSA”", "periksa"),
        ("(GoPay)", "gopay"),
        ("s/d", "s d"),
    ],
)
def test_two_ways_to_say_it_are_one(spoken: str, plain: str) -> None:
    assert same(spoken, plain)


@pytest.mark.parametrize("pair", [("petugas", "tugas"), ("keterangan", "terang"), ("08", "8")])
def test_words_of_another_meaning_stay_apart(pair: tuple[str, str]) -> None:
    assert not same(*pair)


def test_half_a_number_is_not_taken_for_thousands() -> None:
    assert terms("12.30") == (("12", "30"),)


def test_any_text_has_terms_and_none_is_empty() -> None:
    texts = ("", "  ", "<b>", "😀", "\u202eabc", "(.*)+?[a-z]{2,}", "a" * 10_000, "a b " * 5_000)
    assert all("" not in found for found in terms(*texts))


def test_every_phrase_of_one_line_becomes_the_same_term() -> None:
    groups = data()["words"]["padanan"]
    found = iter(terms(*(phrase for group in groups for phrase in group)))
    apart = [
        (group[0], phrase, one)
        for group in groups
        for first in [next(found)]
        for phrase, one in zip(group[1:], [next(found) for _ in group[1:]], strict=True)
        if one != first
    ]
    assert apart == []
