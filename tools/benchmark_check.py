"""``make ukur``: how long the check takes, for the real flows and for made-up ones of any length.

The figures and a plot go to ``docs/pengembang/bukti``. Nothing here fails a test: times
depend on the machine, so a calibration loop of the same run stands beside them.
"""

from __future__ import annotations

import datetime
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flow_engine.checking import load_checked
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.proof import check_flows
from flow_engine.proof.explore import Space, explore
from flow_engine.proof.paths import count_paths
from flow_engine.proof.witness import witnesses
from flow_engine.scenarios import check_scenarios
from tools.benchmark_flows import make_flow
from tools.plot import Series, draw_plot

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "docs" / "_data"
FOLDER = ROOT / "docs" / "pengembang" / "bukti"
SIZES = (100, 1_000, 10_000)
MOST_WITNESSED = 1_000
TARGET = (10_000, 10.0)
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip


@dataclass(frozen=True)
class Times:
    """Seconds of several runs of the same."""

    best: float
    median: float

    def __str__(self) -> str:
        return f"{_seconds(self.best)} | {_seconds(self.median)}"


@dataclass
class Made:
    """What was measured of one made-up flow."""

    steps: int
    nodes: int
    states: int
    digits: int
    times: dict[str, Times] = field(default_factory=dict)


def measure(run: Callable[[], object], times: int = 5) -> Times:
    """Return best and median of several runs, in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return Times(min(taken), statistics.median(taken))


def calibrate() -> None:
    """Count to a million: what the times are compared with."""
    total = 0
    for number in range(1_000_000):
        total += number & 7


def measure_real() -> dict[str, Times]:
    """Measure the parts of a check of ``docs/_data``."""
    library, _ = load_library(DATA)
    flows, _ = load_flows(DATA, library)
    return {
        "Membaca klausul dan daftar": measure(lambda: load_library(DATA)),
        "Membaca alur": measure(lambda: load_flows(DATA, library)),
        "Membuktikan semua alur": measure(lambda: check_flows(flows)),
        "Menjalankan semua skenario": measure(lambda: check_scenarios(DATA, flows)),
        "Seluruhnya (`flow_engine check`)": measure(lambda: load_checked(DATA)),
    }


def measure_made(steps: int) -> Made:
    """Measure a made-up flow of this many steps.

    Raises:
        ValueError: The flow has findings, or its search was given up.
    """
    times = 5 if steps < 10_000 else 3
    reading = measure(lambda: make_flow(steps), 1 if steps >= 10_000 else 3)
    flow = make_flow(steps)
    findings = check_flows({flow.id: flow})
    space = explore(flow)
    if findings or not space.complete:
        raise ValueError(f"{steps}: {[str(problem) for problem in findings[:3]]}")
    digits = len(str(count_paths(space).total))
    made = Made(steps, len(space.nodes), len(space.states), digits)
    made.times["Membuktikan"] = measure(lambda: check_flows({flow.id: flow}), times)
    made.times["Menghitung jalan"] = measure(lambda: count_paths(_anew(space)), times)
    if steps <= MOST_WITNESSED:
        made.times["Satu panggilan per jalan"] = measure(lambda: list(witnesses(space)), 3)
    made.times["Membaca YAML"] = reading
    return made


def _anew(space: Space) -> Space:
    """Return the space without the order that an earlier count left in it."""
    return Space(
        space.flow, space.variables, space.nodes, space.start, space.states, space.moves,
        space.origins, space.gaps, space.overlaps, space.held, space.complete,
    )  # fmt: skip


def write_page(loop: Times, real: dict[str, Times], made: list[Made], day: datetime.date) -> str:
    """Return the page of figures."""
    date = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    machine = f"{os.cpu_count()} inti, Python {platform.python_version()}"
    lines = [
        _HEAD.format(date=date, machine=machine, loop=_seconds(loop.best)),
        "## Alur sungguhan\n",
        "| Bagian | Terbaik | Median | Putaran |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {t} | {_decimal(t.best / loop.best, 1)} |" for name, t in real.items()),
        "",
        f"Sasaran: membuktikan semua alur dalam 1 detik. Terukur {_seconds(_proof(real))}.\n",
        "## Alur buatan\n",
        _MADE,
        "![Waktu menurut banyaknya langkah, kedua sumbu logaritmik](kecepatan.svg)\n",
        "| Langkah | Simpul | Keadaan | Angka dalam banyaknya jalan |",
        "| ---: | ---: | ---: | ---: |",
        *(f"| {_whole(m.steps)} | {_whole(m.nodes)} | {_whole(m.states)} | {_whole(m.digits)} |"
          for m in made),
        "",
        "| Yang diukur | Langkah | Terbaik | Median | Putaran |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(
            f"| {name} | {_whole(m.steps)} | {m.times[name]} | "
            f"{_decimal(m.times[name].best / loop.best, 1)} |"
            for name in made[0].times
            for m in made
            if name in m.times
        ),
        "",
        _TARGET.format(last=_seconds(made[-1].times["Membuktikan"].best)),
    ]  # fmt: skip
    return "\n".join(lines)


_HEAD = """---
title: Bukti kecepatan
description: Berapa lama pemeriksaan alur, untuk alur sungguhan dan alur buatan yang panjang
search: {{exclude: true}}
---
# Bukti kecepatan

Halaman ini dan gambarnya dibuat oleh `make ukur`; jangan diubah dengan tangan. Diukur pada \
{date} dengan {machine}.

Waktu dalam detik, menurut jam dinding: yang terbaik dan median. Mesin lain memberi angka lain. \
Karena itu ada kolom “Putaran”: waktu terbaik dibagi waktu satu putaran kalibrasi dalam pengukuran \
yang sama, yaitu menghitung sampai satu juta ({loop}).
"""

_MADE = """Alur buatan dibuat dengan benih tetap oleh `tools/benchmark_flows.py`. Setiap seratus \
langkah adalah satu prosedur dengan faktanya sendiri: pilihan yang berpisah lalu bertemu lagi, \
pertanyaan yang boleh dilewati, tabel atas dua lama waktu, panggilan bagian bersama, dan hasil \
dengan tulisan bersyarat.
"""

_TARGET = """Sasaran: 10.000 langkah dibuktikan dalam 10 detik. Terukur {last}.

“Satu panggilan per jalan” tidak diukur untuk 10.000 langkah. Setiap panggilan menyebut semua \
faktanya dari awal sampai akhir, jadi panjang keluarannya saja sudah kuadrat dari panjang alurnya.
"""


def _proof(real: dict[str, Times]) -> float:
    return real["Membuktikan semua alur"].best


def _seconds(value: float) -> str:
    return f"{_decimal(value, 3 if value < 1 else 2)} s"


def _decimal(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def main() -> int:
    """Measure everything, print it, write page and plot."""
    loop = measure(calibrate)
    real = measure_real()
    for name, times in real.items():
        print(f"{name}: {times}", flush=True)
    made = []
    for steps in SIZES:
        made.append(measure_made(steps))
        for name, times in made[-1].times.items():
            print(f"{_whole(steps)} langkah, {name}: {times}", flush=True)
    series = [
        Series(name, [(m.steps, m.times[name].best) for m in made if name in m.times])
        for name in made[0].times
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = write_page(loop, real, made, datetime.date.today())
    (FOLDER / "kecepatan.md").write_text(page, "utf-8")
    plot = draw_plot(series, TARGET, "langkah", "detik", "sasaran")
    (FOLDER / "kecepatan.svg").write_text(plot, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
