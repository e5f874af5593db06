"""``make ukur-qa``: what QA's tools were proved to do, with the figures of that very run.

The proofs are tests; they note what they found, and fail if it is not so.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from flow_engine.spoken import dotted
from macros.addresses import addresses_of
from macros.data import House, read_house
from macros.export import register_parts
from macros.html import date_words
from tests.figures import WHERE
from tools.browser import ensure_browser
from tools.site import ROOT

PAGE = ROOT / "docs" / "pengembang" / "bukti" / "qa.md"
PROOFS = (
    "tests/engine/test_links.py::test_twenty_five_steps_fit_into_four_hundred_letters",
    "tests/engine/test_scoring.py::test_a_real_call_has_the_expected_points",
    "tests/pyodide/test_same_in_pyodide.py::test_a_thousand_transcripts_are_replayed_to_equal_bytes",
)
HEAD = """---
title: Bukti QA
description: Yang dibuktikan tentang register, tautan, transkrip, dan kartu nilai, dengan angkanya
search: {{exclude: true}}
---
# Bukti QA

Halaman ini dibuat oleh `make ukur-qa`; jangan diubah dengan tangan. Dibuktikan pada {day}.
"""

Figures = list[dict[str, Any]]


def prove() -> Figures:
    """Run the proofs; return what they noted.

    Raises:
        SystemExit: One of them failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder, "angka.jsonl")
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "proof or not proof"]
        done = subprocess.run(
            [*command, *PROOFS], cwd=ROOT, env={**os.environ, WHERE: str(noted)}, check=False
        )
        if done.returncode:
            raise SystemExit(done.returncode)
        return [json.loads(line) for line in noted.read_text("utf-8").splitlines()]


def register_lines(house: House) -> list[str]:
    """Return what the register holds."""
    parts = register_parts(house.library)
    kinds = Counter(part.kind.value for part in parts)
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    revised = sum(len(found) > 1 for found in house.library.wordings.values())
    return [
        "## Register",
        "",
        f"- {len(parts)} baris: {counted}.",
        f"- {len(addresses_of(house.library))} alamat tetap, untuk setiap klausul dan bagian.",
        f"- {len(house.library.wordings)} kalimat dikunci bersama riwayatnya; {revised} pernah "
        "berubah sesudah dikunci.",
    ]


def link_lines(noted: Figures, house: House) -> list[str]:
    """Return how long links of 25 steps were."""
    found = [row for row in noted if row["kind"] == "tautan"]
    rows = [
        f"| {house.flows[row['flow']].title} | {row['calls']} | {row['longest']} |" for row in found
    ]
    return [
        "## Tautan langkah",
        "",
        "Panjang `#jalan=…` untuk panggilan acak sampai 25 langkah; batasnya 400 huruf.",
        "",
        "| Alur | Panggilan acak | Tautan terpanjang, huruf |",
        "| --- | ---: | ---: |",
        *rows,
    ]


def transcript_lines(noted: Figures) -> list[str]:
    """Return how many transcripts gave the same bytes in both Pythons."""
    (row,) = (row for row in noted if row["kind"] == "transkrip")
    return [
        "## Transkrip",
        "",
        f"{dotted(row['transcripts'])} panggilan acak dari semua alur ditranskrip, diputar "
        "ulang utuh dan terpotong, dijadikan tautan, dan dibuka lagi, utuh dan rusak; "
        f"{dotted(row['answers'])} jawaban sama sampai bitanya di CPython dan di Pyodide "
        f"({row['seconds']} detik).",
    ]


def card_lines(noted: Figures) -> list[str]:
    """Return the score cards of calls whose sums are known."""
    rows = [
        f"| {row['name']} | {row['points']} dari {row['maximum']} | {row['verdict']} | "
        f"{', '.join(f'`{item}`' for item in row['fatal']) or '–'} |"
        for row in noted
        if row["kind"] == "kartu"
    ]
    return [
        "## Kartu nilai",
        "",
        "Panggilan contoh dengan nilai yang ditetapkan dalam uji. Uji lain memeriksa nilai yang "
        "sama di halaman, dan jawaban yang sama di Pyodide.",
        "",
        "| Panggilan | Nilai | Putusan | Fatal |",
        "| --- | ---: | --- | --- |",
        *rows,
    ]


def main() -> int:
    """Prove, and write the page."""
    ensure_browser()
    house = read_house(ROOT)[0]
    noted = prove()
    sections = (
        [HEAD.format(day=date_words(datetime.date.today().isoformat()))],
        register_lines(house),
        link_lines(noted, house),
        transcript_lines(noted),
        card_lines(noted),
    )
    PAGE.write_text("\n\n".join("\n".join(lines).strip() for lines in sections) + "\n", "utf-8")
    print(f"Angka ditulis ke {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
