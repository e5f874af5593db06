"""Where everything on a map stands: Graphviz, as wasm in Node, asked once for all maps.

Nothing of it reaches a reader. An answer is kept in ``.cache`` by the hash of the DOT
text, of Graphviz' version and of the script that asks it.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from macros.publish.files import locked, log, sha256

PACKAGE = "@viz-js/viz"
SCRIPT = Path(__file__).with_suffix(".mjs")
PATIENCE_SECONDS = 120

Point = tuple[float, float]


class LayoutError(Exception):
    """No map can be laid out here; the message is Indonesian and says what to do."""


@dataclass(frozen=True)
class Line:
    """An arrow: the points of its Bézier curves, its tip, and the middle of its words."""

    path: tuple[Point, ...]
    tip: Point
    label: Point | None = None


@dataclass(frozen=True)
class Layout:
    """Positions on a map, in points from its top left corner.

    Attributes:
        nodes: Middle of each card, by its id in the DOT text.
        clusters: Left, top, width and height of each unfolded sub-flow, by its id.
        lines: Arrows by their id.
    """

    width: float
    height: float
    nodes: Mapping[str, Point] = field(default_factory=dict)
    clusters: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)


def lay_out(root: Path, dots: Sequence[str]) -> list[Layout]:
    """Return the layout of each map, those that are not known yet by one run of Node.

    Args:
        root: The project, with ``node_modules`` and ``.cache``.
        dots: Maps as DOT.

    Raises:
        LayoutError: Node or the package is missing, or Graphviz refused a map.
    """
    version = _version(root)
    cache = root / ".cache" / "peta"
    places = {dot: cache / f"{_key(version, dot)}.json" for dot in dots}
    with locked(root / ".cache" / "peta.lock"):
        unknown = [dot for dot, place in places.items() if not place.is_file()]
        if unknown:
            cache.mkdir(parents=True, exist_ok=True)
            log.info("Menata %d peta alur dengan Graphviz", len(unknown))
            for dot, answer in zip(unknown, _ask(root, unknown), strict=True):
                unfinished = places[dot].with_suffix(".baru")
                unfinished.write_text(json.dumps(answer, separators=(",", ":")), encoding="utf-8")
                unfinished.replace(places[dot])
    return [read_layout(json.loads(places[dot].read_text(encoding="utf-8"))) for dot in dots]


def _version(root: Path) -> str:
    package = root / "node_modules" / PACKAGE / "package.json"
    try:
        version: str = json.loads(package.read_text(encoding="utf-8"))["version"]
    except OSError:
        raise LayoutError(
            f"Peta alur tidak dapat digambar: paket npm {PACKAGE} belum terpasang. "
            "Jalankan `make site` atau `make serve`, yang memasangnya dari package-lock.json."
        ) from None
    return version


def _key(version: str, dot: str) -> str:
    text = f"{version}\0{sha256(SCRIPT)}\0{dot}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _ask(root: Path, dots: Sequence[str]) -> list[dict[str, Any]]:
    """Let Node lay out maps; the script is copied where it finds the packages."""
    try:
        done = subprocess.run(
            ["node", "--input-type=module", "--eval", SCRIPT.read_text(encoding="utf-8")],
            cwd=root,
            input=json.dumps(list(dots)),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
        )
    except FileNotFoundError:
        raise LayoutError(
            "Peta alur tidak dapat digambar: Node.js tidak ditemukan. "
            "Pasang Node.js 20 atau yang lebih baru, lalu ulangi."
        ) from None
    except subprocess.TimeoutExpired:
        raise LayoutError(
            f"Peta alur tidak selesai ditata dalam {PATIENCE_SECONDS} detik."
        ) from None
    if done.returncode != 0:
        reason = done.stderr.strip()[-800:]
        raise LayoutError(f"Peta alur tidak dapat digambar: Graphviz menolaknya.\n{reason}")
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


def read_layout(raw: Mapping[str, Any]) -> Layout:
    """Return what Graphviz said, with the origin at the top left instead of the bottom left."""
    left, bottom, right, top = raw["box"]

    def place(x: float, y: float) -> Point:
        return x - left, top - y

    clusters = {
        name: (x0 - left, top - y1, x1 - x0, y1 - y0)
        for name, (x0, y0, x1, y1) in raw["clusters"].items()
    }
    lines = {
        key: Line(
            tuple(place(x, y) for x, y in _pairs(line["path"])),
            place(*line["tip"]),
            place(*line["label"]) if line["label"] else None,
        )
        for key, line in raw["lines"].items()
    }
    nodes = {name: place(*position) for name, position in raw["nodes"].items()}
    return Layout(right - left, top - bottom, nodes, clusters, lines)


def _pairs(numbers: Sequence[float]) -> list[Point]:
    return list(zip(numbers[::2], numbers[1::2], strict=True))
