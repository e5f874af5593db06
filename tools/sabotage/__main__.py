"""``python -m tools.sabotage``: sabotage the real flows and write down what was noticed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.sabotage.judge import Judge
from tools.sabotage.kinds import KINDS
from tools.sabotage.page import percent, reason_of, save_page
from tools.sabotage.trial import SEED, SIZE, Fate, all_mutations, choose, run_trial, survivors

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "pengembang" / "bukti" / "sabotase.md"


def main() -> int:
    """Judge, print what survived, write the page where the seed and the size are the usual ones."""
    options = _parse()
    try:
        judge = Judge(ROOT / "docs" / "_data")
    except ValueError as problems:
        print(f"Alur dan isinya harus bersih dahulu:\n{problems}", file=sys.stderr)
        return 1
    found = all_mutations(judge, options.benih)
    chosen = choose(found, options.benih, options.banyak)
    if options.semua:
        chosen = [m for files in found.values() for ms in files.values() for m in ms]
    chosen = [m for m in chosen if options.jenis in ("", m.kind) and options.berkas in m.file]
    trial = run_trial(judge, chosen, options.benih)
    for result in survivors(trial):
        mutation = result.mutation
        print(f"docs/_data/{mutation.file}:{mutation.location.line} {mutation.what}")
        print(f"  {reason_of(mutation)}{'' if result.golden else ' Tidak tampak di golden.'}")
    counts = ", ".join(f"{len(trial.with_fate(fate))} {fate}" for fate in Fate)
    print(f"{len(trial.results)} sabotase: {counts} ({percent(trial.rate)} tertangkap).")
    if options.tulis:
        save_page(trial, PAGE)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.sabotage", description=__doc__)
    parser.add_argument("--benih", type=int, default=SEED, help="benih acak")
    parser.add_argument("--banyak", type=int, default=SIZE, help="banyaknya sabotase")
    parser.add_argument("--semua", action="store_true", help="semua tempat, bukan pilihan acak")
    parser.add_argument("--jenis", default="", choices=["", *KINDS], help="satu jenis saja")
    parser.add_argument("--berkas", default="", help="berkas yang namanya memuat ini saja")
    parser.add_argument("--tulis", action="store_true", help=f"tulis {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
