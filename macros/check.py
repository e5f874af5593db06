"""Check the content without a build: ``python -m macros.check``."""

from __future__ import annotations

import sys
from pathlib import Path

from macros import MACROS
from macros.aliases import check_aliases
from macros.data import read_house
from macros.learn_calls import check_words
from macros.links import check_built_links
from macros.pages import check_pages

__all__ = ["check_built_links", "check_pages", "main"]


def main() -> int:
    """Check everything that can be checked without a build; print what was found."""
    root = Path(__file__).resolve().parent.parent
    house, problems = read_house(root)
    problems += check_pages(root / "docs", house, MACROS)
    problems += check_words(root, house.flows)
    problems += check_aliases(house.library)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} masalah.", file=sys.stderr)
        return 1
    library = house.library
    print(
        f"Tidak ada masalah: {len(library.clauses)} klausul, {len(library.parts)} bagian, "
        f"{len(library.fees)} metode pembayaran, {len(house.flows)} alur."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
