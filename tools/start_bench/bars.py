"""Groups of bars as SVG, readable in light and dark; each bar has its number."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from tools.plot import COLOURS, STYLE

WIDTH, LEFT, RIGHT, BAR, GAP, GROUP = 720, 16, 90, 20, 4, 34


def draw_bars(groups: Mapping[str, Mapping[str, float]], unit: str) -> str:
    """Return the plot: for each group a heading, for each name a bar of its length.

    Args:
        groups: Values by group and name; the names are the same in each group.
        unit: What the values are counted in.
    """
    most = max(value for values in groups.values() for value in values.values())
    pieces: list[str] = []
    top = 24
    names = list(next(iter(groups.values())))
    for nth, name in enumerate(names):
        pieces.append(
            f'<rect x="{LEFT}" y="{top - 12}" width="14" height="14" fill="{_tint(nth)}"/>'
        )
        pieces.append(f'<text x="{LEFT + 22}" y="{top}">{escape(name)}</text>')
        top += 20
    for group, values in groups.items():
        top += GROUP
        pieces.append(f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{escape(group)}</text>')
        for nth, value in enumerate(values.values()):
            width = value / most * (WIDTH - LEFT - RIGHT)
            box = f'x="{LEFT}" y="{top}" width="{width:.1f}" height="{BAR}"'
            pieces.append(f'<rect {box} fill="{_tint(nth)}"/>')
            pieces.append(
                f'<text x="{LEFT + width + 6:.1f}" y="{top + 15}">{value:.0f} {escape(unit)}</text>'
            )
            top += BAR + GAP
    told = "; ".join(
        f"{group}: " + ", ".join(f"{name} {value:.0f} {unit}" for name, value in values.items())
        for group, values in groups.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 16}" role="img">'
        f"<title>{escape(told)}</title><style>{STYLE}</style>\n" + "\n".join(pieces) + "\n</svg>\n"
    )


def _tint(nth: int) -> str:
    return COLOURS[nth % len(COLOURS)]
