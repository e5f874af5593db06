"""The benchmark measures flows that are sound, and its page and plot say what it measured."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from xml.etree import ElementTree

from flow_engine.proof import check_flows
from flow_engine.proof.explore import explore
from tools.benchmark_check import Made, Times, measure, write_page
from tools.benchmark_flows import make_flow, write_flow
from tools.plot import Series, draw_plot


def test_a_made_flow_is_sound_and_as_long_as_asked() -> None:
    flow = make_flow(300)
    assert [str(problem) for problem in check_flows({flow.id: flow})] == []
    assert explore(flow).complete
    assert 300 <= sum(len(room.steps) for room in flow.rooms.values()) <= 320


def test_the_same_seed_makes_the_same_flow() -> None:
    assert write_flow(100, seed=3) == write_flow(100, seed=3) != write_flow(100, seed=4)


def test_a_made_flow_holds_what_real_flows_hold() -> None:
    text = write_flow(1000)
    for word in ("opsional: ya", "selain_itu", "panggil: ", "tepat 3 jam", "bila: ", "kosong"):
        assert word in text


def test_a_median_is_not_below_the_best() -> None:
    taken = measure(lambda: sum(range(1000)), 3)
    assert 0 < taken.best <= taken.median


def test_the_page_names_machine_and_day_and_every_figure() -> None:
    times = Times(0.25, 0.5)
    made = Made(10_000, 10_500, 81_517, 1_717, {"Membuktikan": times})
    page = write_page(Times(0.05, 0.05), {"Membuktikan semua alur": times}, [made],
                      datetime.date(2026, 11, 22))  # fmt: skip
    assert "22 November 2026" in page and "inti" in page
    assert "| Membuktikan | 10.000 | 0,250 s | 0,500 s | 5,0 |" in page


def test_the_plot_is_a_picture_with_its_figures_in_words() -> None:
    lines = [Series("Satu", [(100, 0.1), (1000, 1.0)]), Series("Dua & tiga", [(100, 0.02)])]
    picture = ElementTree.fromstring(draw_plot(lines, (1000, 10), "langkah", "detik", "sasaran"))
    texts = ["".join(element.itertext()) for element in picture]
    assert texts[0] == "Satu: 100 langkah 0,1 detik, 1.000 langkah 1 detik; " \
                       "Dua & tiga: 100 langkah 0,02 detik"  # fmt: skip
    assert {"Satu", "Dua & tiga", "sasaran"} <= set(texts)


def test_ten_times_more_is_as_far_on_both_axes() -> None:
    picture = draw_plot([Series("a", [(10, 0.1), (100, 1.0), (1000, 10.0)])], (1000, 10), "x", "y",
                        "s")  # fmt: skip
    match = re.search(r'points="([^"]+)"', picture)
    assert match
    places = [tuple(map(float, pair.split(","))) for pair in match[1].split()]
    steps = [(b[0] - a[0], a[1] - b[1]) for a, b in pairwise(places)]
    assert all(abs(x - steps[0][0]) < 0.2 and abs(y - steps[0][1]) < 0.2 for x, y in steps)
    assert steps[0][0] > 50 and steps[0][1] > 50
