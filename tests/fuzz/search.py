"""Questions for the search: true ones damaged, and letters nobody types; asked in Node."""

from __future__ import annotations

import random
from typing import Any

from tests.search.node import data, run

from .mutations import damage_text

PIECES = (
    "(", "[", "\\", "*", "?", "+", "^$", '"', "“", "'", "-", ".", "/", "</mark>", "__proto__", "ſ",
    "<img src=x onerror=1>", "constructor", "toString", "\u202e", "\u0301" * 40, "😀", "٣", "İ",
    "\0", "\ud7ff", "a" * 2000, "- " * 300, '"' * 99, "PRK-", "PRK-03/1", "rp1.500",
    "hasOwnProperty",
)  # fmt: skip
BODY = """
  const engine = new SearchEngine(given.records, given.words);
  const ids = new Set(given.records.map((record) => record.id));
  const broken = [];
  for (const text of given.questions) {
    const started = performance.now();
    let told = "";
    try {
      const hits = engine.search(text, { limit: 20, half: true });
      const near = hits.length ? [] : engine.nearest(text, { limit: 4 });
      for (const { entry, terms } of [...hits, ...near]) {
        if (!ids.has(entry.id)) told = "bukan catatan: " + entry.id;
        engine.marked(terms);
      }
      if (hits.length > 20 || near.length > 4) told = "terlalu banyak";
      engine.unsaid(text, hits);
    } catch (error) {
      told = String(error);
    }
    const ms = performance.now() - started;
    if (ms > given.slowest) told ||= `${Math.round(ms)} ms`;
    if (told) broken.push([text, told]);
  }
  return broken;
"""
SLOWEST_MS = 1_500


def questions(chance: random.Random, count: int) -> list[str]:
    """Return damaged questions, made of what the records say."""
    records = data()["records"]
    found = []
    for _ in range(count):
        record = chance.choice(records)
        told = " ".join(str(value) for value in record.values() if isinstance(value, str))
        words = told.split()
        at = chance.randrange(max(1, len(words)))
        found.append(damage_text(" ".join(words[at : at + 6]), chance, PIECES))
    return found


def ask(asked: list[str]) -> list[Any]:
    """Return the questions that broke the search, each with what happened."""
    broken: list[Any] = run(BODY, questions=asked, slowest=SLOWEST_MS)
    return broken
