"""``make search-eval``: how well the shipped search answers, beside three others."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from macros.html import date_words
from tools.search_eval.bench import figures
from tools.search_eval.engines import SHIPPED, Answers, run_engines
from tools.search_eval.measures import Scores, percentile, rank_of, score
from tools.search_eval.queries import Query, QueryFileError, read_queries, slips
from tools.site import ROOT, build_site

SEED = 20261122
HALVES = (ROOT / "tests" / "search" / "kueri-a.csv", ROOT / "tests" / "search" / "kueri-b.csv")
PAGE = ROOT / "docs" / "pengembang" / "bukti" / "pencarian.md"
INTRODUCTION = """---
title: Bukti pencarian
description: Seberapa baik dan seberapa cepat pencarian menjawab, di samping tiga mesin lain
search: {{exclude: true}}
---
# Bukti pencarian

Halaman ini dibuat oleh `make search-eval ARGS=--tulis`; jangan diubah dengan tangan. Diukur pada
{day} di Chromium pada dua inti: pekerja dan indeks seperti yang diterbitkan, dan tiga mesin lain
atas catatan yang sama, alias termasuk. Di dalam kurung selang 95 %.

`kueri-a.csv` dipakai menyetel kata dan alias. `kueri-b.csv` ditulis orang lain, tidak dipakai
menyetel, dan dilaporkan apa adanya. Salah ketik: setiap pertanyaan dengan satu suntingan pada satu
katanya yang lima huruf atau lebih.

## Kecepatan dan ukuran

Dari tombol sampai jawaban tersusun di halaman sungguhan; “pertama” dari membuat pekerja sampai
jawaban. Catatan di atas yang sungguhan buatan, dengan benih tetap.
"""
SITE = ROOT / ".cache" / "search-eval" / "site"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site, ask every search, print the scores, the misses and the last line."""
    parser = argparse.ArgumentParser(prog="python -m tools.search_eval", description=__doc__)
    parser.add_argument("queries", nargs="*", type=Path, help="berkas pertanyaan, CSV")
    parser.add_argument("--benih", type=int, default=SEED, help="benih acak untuk salah ketik")
    parser.add_argument("--tulis", action="store_true", help="tulis halaman bukti")
    parser.add_argument("--situs", type=Path, help="situs yang sudah dibangun")
    given = parser.parse_args(arguments)
    files = given.queries or list(HALVES)
    try:
        sets = {path: read_queries(path) for path in files}
    except QueryFileError as error:
        print(error, file=sys.stderr)
        return 2
    site = given.situs or _build()
    told = []
    for path, queries in sets.items():
        mistyped = slips(queries, given.benih)
        texts = [query.text for query in (*queries, *mistyped)]
        found = run_engines(site, texts)
        head = f"## {path.name}: {len(queries)} pertanyaan, {len(mistyped)} salah ketik"
        told += [head, "", report(queries, mistyped, found), ""]
        print(told[-4], told[-2], sep="\n\n", end="\n" if path == files[-1] else "\n\n")
    if given.tulis:
        _write(told, figures(site))
    return 0


def _write(told: Sequence[str], speed: Sequence[str]) -> None:
    day = date_words(datetime.date.today().isoformat())
    chosen = [line for text in told for line in text.splitlines()]
    PAGE.write_text("\n".join([INTRODUCTION.format(day=day), *speed, "", *chosen]) + "\n", "utf-8")


def _build() -> Path:
    result = build_site(ROOT, SITE, site_url="http://127.0.0.1:8000/")
    if not result.ok:
        sys.exit(f"Situs tidak dapat dibangun:\n{result.log}")
    return SITE


def report(
    queries: Sequence[Query], mistyped: Sequence[Query], found: Mapping[str, Answers]
) -> str:
    """Return the whole report as text; its last line is the one that programs read."""
    lines = []
    for name, answers in found.items():
        lines += _scores(name, queries, mistyped, answers)
    ours = found[SHIPPED].rankings[: len(queries)]
    lines += ["### Yang luput (Pandu)", ""]
    for query, ranking in zip(queries, ours, strict=True):
        if (rank := rank_of(query, ranking)) != 1:
            wanted, got = ";".join(sorted(query.clauses)), " ".join(ranking[:3]) or "kosong"
            lines.append(f"- {query.text} [{query.kind}]: {wanted} di urutan {rank or '-'}; {got}")
    return "\n".join([*lines, "", last_line(queries, mistyped, found[SHIPPED])])


def _scores(
    name: str, queries: Sequence[Query], mistyped: Sequence[Query], answers: Answers
) -> list[str]:
    rankings, slipped = answers.rankings[: len(queries)], answers.rankings[len(queries) :]
    rows = {"semua": score(queries, rankings)}
    for kind in sorted({query.kind for query in queries}):
        chosen = [at for at, query in enumerate(queries) if query.kind == kind]
        rows[kind] = score([queries[at] for at in chosen], [rankings[at] for at in chosen])
    if mistyped:
        rows["salah ketik"] = score(mistyped, slipped)
    times = answers.milliseconds
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    lines = [f"### {name}", "", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", ""]
    lines += ["| jenis | n | hit@1 | hit@3 | MRR | tanpa hasil |", "|---|---:|---|---|---|---|"]
    return [*lines, *(_row(kind, scores) for kind, scores in rows.items()), ""]


def _row(kind: str, scores: Scores) -> str:
    cells = (scores.hit1, scores.hit3, scores.mrr, scores.zero)
    return f"| {kind} | {scores.count} | " + " | ".join(map(str, cells)) + " |"


def last_line(queries: Sequence[Query], mistyped: Sequence[Query], answers: Answers) -> str:
    """Return the figures of the shipped search in one line."""
    all_of = score(queries, answers.rankings[: len(queries)])
    slipped = answers.rankings[len(queries) :]
    typo = score(mistyped, slipped).hit3.value if mistyped else 0.0
    return (
        f"hit@1 {all_of.hit1.value:.2f} hit@3 {all_of.hit3.value:.2f} "
        f"mrr {all_of.mrr.value:.2f} zero {all_of.zero.value:.2f} "
        f"typo-hit@3 {typo:.2f} p95-ms {percentile(answers.milliseconds, 0.95):.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
