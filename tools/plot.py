"""A small plot as SVG: lines over two logarithmic axes, readable in light and dark."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 84, 200, 20, 52
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
"""Told apart by the colour-blind too; the marks differ as well."""

STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#444}"
    ".g{stroke:#8884;stroke-width:1}.l{fill:none;stroke-width:2.5}"
    ".t{fill:none;stroke:#888;stroke-width:2;stroke-dasharray:3 3}"
    "@media (prefers-color-scheme:dark){text{fill:#ccc}}"
)

Point = tuple[float, float]


@dataclass(frozen=True)
class Series:
    """A line with its name; points are positive."""

    name: str
    points: Sequence[Point]


def draw_plot(
    series: Sequence[Series], target: Point, across: str, upward: str, target_name: str
) -> str:
    """Return the plot.

    Args:
        series: The lines.
        target: A point to be marked: at most so high, so far to the right.
        across: Unit of the horizontal axis.
        upward: Unit of the vertical axis.
        target_name: What the mark is called.
    """
    points = [point for line in series for point in line.points] + [target]
    frame = _Frame(_decades(x for x, _ in points), _decades(y for _, y in points))
    pieces = [*frame.axes(across, upward)]
    x, y = frame.place(target)
    pieces.append(f'<circle class="t" cx="{x:.1f}" cy="{y:.1f}" r="8"/>')
    pieces.append(f'<text x="{x + 14:.1f}" y="{y + 5:.1f}">{escape(target_name)}</text>')
    for index, line in enumerate(series):
        pieces += frame.line(line, index)
    described = escape("; ".join(_words(line, across, upward) for line in series))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{described}</title><style>{STYLE}</style>\n" + "\n".join(pieces) + "\n</svg>\n"
    )


def _words(line: Series, across: str, upward: str) -> str:
    told = ", ".join(f"{_number(x)} {across} {_number(y)} {upward}" for x, y in line.points)
    return f"{line.name}: {told}"


def _decades(values: object) -> range:
    """Return the powers of ten that hold all values between them."""
    found = [float(value) for value in values]  # type: ignore[attr-defined]
    low = math.floor(math.log10(min(found)) + 1e-9)
    high = math.ceil(math.log10(max(found)) - 1e-9)
    return range(low, max(high, low + 1) + 1)


def _number(value: float) -> str:
    text = f"{value:.3g}" if value < 1000 else f"{value:,.0f}"
    return text.translate(str.maketrans(".,", ",."))


@dataclass(frozen=True)
class _Frame:
    across: range
    upward: range

    def place(self, point: Point) -> Point:
        """Return where a point stands in the picture."""
        x = (math.log10(point[0]) - self.across[0]) / (len(self.across) - 1)
        y = (math.log10(point[1]) - self.upward[0]) / (len(self.upward) - 1)
        return (
            LEFT + x * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - y * (HEIGHT - TOP - BOTTOM),
        )

    def axes(self, across: str, upward: str) -> list[str]:
        """Return grid, numbers and units."""
        pieces = []
        bottom, left = 10.0 ** self.upward[0], 10.0 ** self.across[0]
        for power in self.across:
            x, y = self.place((10.0**power, bottom))
            pieces.append(f'<path class="g" d="M{x:.1f} {TOP}V{y:.1f}"/>')
            label = f"{_number(10.0**power)} {across}" if power == self.across[-1] else ""
            text = label or _number(10.0**power)
            pieces.append(f'<text x="{x:.1f}" y="{y + 24:.1f}" text-anchor="middle">{text}</text>')
        for power in self.upward:
            x, y = self.place((left, 10.0**power))
            pieces.append(f'<path class="g" d="M{x:.1f} {y:.1f}H{WIDTH - RIGHT}"/>')
            text = _number(10.0**power) + (f" {upward}" if power == self.upward[-1] else "")
            pieces.append(f'<text x="{x - 10:.1f}" y="{y + 5:.1f}" text-anchor="end">{text}</text>')
        return pieces

    def line(self, line: Series, index: int) -> list[str]:
        """Return a line with a mark at each point and its name at the last."""
        colour = COLOURS[index % len(COLOURS)]
        places = [self.place(point) for point in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        pieces = [f'<polyline class="l" stroke="{colour}" points="{path}"/>']
        for x, y in places:
            pieces.append(f'<path fill="{colour}" d="{_mark(x, y, index)}"/>')
        x, y = places[-1]
        # A line that ends early has its name before its end, clear of the lines that go on.
        where = f'x="{x + 14:.1f}" y="{y + 5:.1f}"'
        if x < WIDTH - RIGHT - 1:
            where = f'x="{x - 12:.1f}" y="{y - 6:.1f}" text-anchor="end"'
        pieces.append(f"<text {where}>{escape(line.name)}</text>")
        return pieces


def _mark(x: float, y: float, index: int) -> str:
    square = f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10z"
    diamond = f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6z"
    up, down = f"M{x:.1f} {y - 6:.1f}l6 11h-12z", f"M{x:.1f} {y + 6:.1f}l6-11h-12z"
    return (square, diamond, up, down)[index % 4]
