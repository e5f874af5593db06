"""The results as a page of the developers' guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tools.sabotage.edits import Mutation
from tools.sabotage.kinds import KINDS
from tools.sabotage.trial import Fate, Result, Trial, survivors

HEAD = """---
title: Bukti sabotase
description: Perubahan salah yang disengaja pada alur, dan berapa yang ditemukan pemeriksaan
search: {exclude: true}
---
# Bukti sabotase

Halaman ini dibuat oleh `.venv/bin/python -m tools.sabotage --tulis`; jangan diubah dengan \
tangan. `make proof` mengulanginya dan gagal bila angkanya tidak lagi sama.

Setiap sabotase mengubah satu tempat dalam satu berkas alur, seperti salah ketik atau salah paham \
seorang penyunting. Lalu dijalankan persis yang dijalankan `python -m flow_engine check`: \
pembacaan, pembuktian, larangan, kunci kalimat, dan skenario. Tertangkap berarti sedikitnya satu \
masalah disebut.
"""

LEGEND = """Setara: berkasnya berubah, artinya tidak. Itu dibuktikan, bukan dikira: alurnya sama \
seluruhnya, atau untuk setiap keadaan yang dapat sampai ke setiap langkah jalannya tetap sama. \
Yang setara tidak dihitung dalam persen.
"""

_EXTRA = (
    "`harap` hanya dapat menyebut teks laporan utama. Baris tambahan, kolomnya, dan tawaran tidak "
    "ikut dibandingkan."
)
_CITED = (
    "`melewati` memeriksa bahwa sebuah klausul dilewati, bukan langkah mana yang menyebutnya. "
    "Klausul yang benar masih dilewati di tempat lain pada jalan yang sama, atau tidak ada "
    "skenario yang menyebutnya."
)
_SHOWN = "Skenario memeriksa jalan, bukan kalimat yang tampil pada langkah."
_REASONS = {
    "klausul-lain": _CITED,
    "tulisan": _EXTRA,
    "diam-hilang": "Pada jalan yang sama masih ada “diam” lain, jadi `diatur_sop` tetap tidak; "
    "atau yang ditandai hanya baris tambahan.",
    "opsional-dibalik": "Tidak ada skenario yang berhenti menunggu fakta ini.",
    "nilai-hasil": "Skenario untuk hasil ini tidak menyebut kunci itu, atau bagian sesudahnya "
    "melewati klausul yang sama.",
}
_OTHERWISE = "Tidak ada skenario yang melewati jalan ini dengan klausul atau hasil yang berbeda."


def reason_of(mutation: Mutation) -> str:
    """Return why nothing noticed a mutation, as far as its kind and place say."""
    pieces = {str(piece) for edit in mutation.edits for piece in edit.path}
    if "isi" in pieces and "tulis" not in pieces:
        return _SHOWN
    if "tulis" in pieces and mutation.kind != "diam-hilang":
        return _EXTRA
    return _REASONS.get(mutation.kind, _OTHERWISE)


def write_page(trial: Trial) -> str:
    """Return the page as Markdown."""
    return "\n".join([HEAD, *_summary(trial), *_kinds(trial), *_codes(trial), *_survivors(trial)])


def percent(part: float) -> str:
    """Return a share as Indonesian percent, one decimal, never rounded up to the whole."""
    tenths = int(part * 1000 + 1e-9)
    return f"{tenths // 10},{tenths % 10} %"


def _summary(trial: Trial) -> Iterator[str]:
    counts = {fate: len(trial.with_fate(fate)) for fate in Fate}
    flows = len({r.mutation.file for r in trial.results if r.mutation.file.startswith("alur/")})
    yield "## Hasil\n"
    yield (
        f"{len(trial.results)} sabotase dengan benih {trial.seed} pada {flows} berkas alur: "
        f"{counts[Fate.CAUGHT]} tertangkap, {counts[Fate.SURVIVED]} lolos, "
        f"{counts[Fate.SAME]} setara. Tertangkap **{percent(trial.rate)}**.\n"
    )
    yield LEGEND


def _kinds(trial: Trial) -> Iterator[str]:
    yield "| Jenis | Banyaknya | Tertangkap | Setara | Lolos |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for kind, (words, _) in KINDS.items():
        row = [len(trial.with_fate(fate, kind)) for fate in Fate]
        yield f"| {words} | {sum(row)} | " + " | ".join(map(str, row)) + " |"
    yield ""


def _codes(trial: Trial) -> Iterator[str]:
    caught = trial.with_fate(Fate.CAUGHT)
    counts = Counter(code for result in caught for code in result.codes)
    alone = Counter(result.codes[0] for result in caught if len(result.codes) == 1)
    yield "## Yang menangkap\n"
    yield "Satu sabotase dapat ditangkap beberapa kode. “Sendirian”: tidak ada kode lain.\n"
    yield "| Kode | Menangkap | Sendirian |"
    yield "| --- | ---: | ---: |"
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| [{code}](../../penyunting/pesan.md#{code}) | {count} | {alone[code]} |"
    yield ""


def _survivors(trial: Trial) -> Iterator[str]:
    found = list(survivors(trial))
    yield "## Yang lolos\n"
    if not found:
        yield "Tidak ada.\n"
        return
    visible = sum(result.golden for result in found)
    yield (
        f"{visible} dari {len(found)} yang lolos tampak sebagai baris yang berubah dalam "
        "`tests/golden` (rute dan kalimat), dan menggagalkan `make test` di sana.\n"
    )
    for result in found:
        yield from _survivor(result)


def _survivor(result: Result) -> Iterator[str]:
    mutation = result.mutation
    where = f"docs/_data/{mutation.file}:{mutation.location.line}"
    golden = "Tampak dalam `tests/golden`." if result.golden else "Tidak tampak di `tests/golden`."
    yield f"- `{where}`, {KINDS[mutation.kind][0].lower()}: {_plain(mutation.what)}."
    yield f"  {reason_of(mutation)} {golden}"


def _plain(text: str) -> str:
    """Return a text that Markdown and the macros show as it is."""
    return text.replace("{", "(").replace("}", ")").replace("*", "\\*").replace("|", "/")


def save_page(trial: Trial, path: Path) -> None:
    """Write the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_page(trial), "utf-8")
