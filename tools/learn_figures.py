"""``make latihan``: what practice covers, counted from the data and written down in the docs.

Each part of the page is one function from the house to its lines; a test holds the page to them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence

from learning.cards import KINDS
from learning.make_cards import TOPICS
from learning.neighbours import may_be_asked, topic_of
from macros.data import House, read_house
from macros.learn_cards import cards_of
from tools.site import ROOT

PAGE = ROOT / "docs" / "pengembang" / "bukti" / "latihan.md"
HEAD = """---
title: Bukti latihan
description: Berapa kartu yang dibuat dari data, dan klausul mana yang ditanyakannya
search: {exclude: true}
---
# Bukti latihan

Halaman ini dibuat oleh `make latihan` dari data situsnya; jangan diubah dengan tangan.
"""


def card_lines(house: House) -> list[str]:
    """Return how many cards there are, by topic and kind, and what they ask about."""
    cards = cards_of(house)
    count = Counter((card.topic, card.kind) for card in cards)
    rows = [
        "| Topik | " + " | ".join(KINDS.values()) + " | Semua |",
        "| --- |" + " ---: |" * (len(KINDS) + 1),
    ]
    for topic, title in TOPICS.items():
        found = [count[topic, kind] for kind in KINDS]
        rows.append(f"| {title} | " + " | ".join(map(str, [*found, sum(found)])) + " |")
    whole = [sum(count[topic, kind] for topic in TOPICS) for kind in KINDS]
    rows.append("| **Semua** | " + " | ".join(map(str, [*whole, sum(whole)])) + " |")
    return ["## Kartu", "", *rows, "", *_covered(house)]


def _covered(house: House) -> list[str]:
    """Return which clauses are asked about, and which of those in force are not."""
    asked = {name for card in cards_of(house) for name in card.clauses}
    library = house.library
    there = [clause for clause in library.clauses.values() if may_be_asked(library, clause)]
    left = [clause for clause in there if clause.id not in asked]
    lines = [
        f"- {len(asked)} dari {len(there)} klausul yang berlaku ditanyakan sedikitnya satu kartu; "
        f"{len(library.clauses) - len(there)} klausul historis atau dicabut tidak ditanyakan.",
        "- Tidak ditanyakan kartu, karena isinya hanya rujukan, pekerjaan dengan kata-kata kita "
        "sendiri, gambar yang hilang, atau angka yang kami tandai lama:",
    ]
    for topic, title in TOPICS.items():
        names = [clause.id for clause in left if topic_of(clause) == topic]
        if names:
            lines.append(f"    - {title}: {', '.join(names)}.")
    return [*lines, ""]


SECTIONS: Sequence[Callable[[House], list[str]]] = (card_lines,)


def page_text(house: House) -> str:
    """Return the whole page."""
    lines = [line for section in SECTIONS for line in section(house)]
    return HEAD + "\n" + "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the page."""
    house, problems = read_house(ROOT)
    if problems:
        print("\n".join(map(str, problems)), file=sys.stderr)
        return 1
    PAGE.write_text(page_text(house), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} ditulis.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
