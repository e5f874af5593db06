"""The weights of a score card as frozen records, and as the JSON that goes with a page.

They are ours, never an SOP's; what an editor wrote is read by
:mod:`flow_engine.decode_weights`, what comes from a page is checked here again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SAY, DONT, DO, REPORT = "ucapkan", "jangan", "lakukan", "laporan"
MENU, WORK_ORDER, ESCALATION, ORDER = "menu", "tipe_wo", "eskalasi", "urutan"
KINDS = (SAY, DONT, DO, REPORT, MENU, WORK_ORDER, ESCALATION, ORDER)
FATAL, STYLE = "fatal", "gaya"
NATURES = (FATAL, STYLE)
MAX_POINTS = 1000
LEAST_PERCENT = 50


class WeightsError(ValueError):
    """What came from a page are no weights; the text is Indonesian."""


@dataclass(frozen=True)
class Weight:
    """What one kind of item counts, in points.

    Attributes:
        exact: Points for the letter.
        nearly: Points for nearly; 0 means that nearly counts as wrong.
        nature: ``fatal`` where a wrong one fails the card, else ``gaya``; empty on an own
            weight that takes the nature of its kind.
    """

    exact: int = 0
    nearly: int = 0
    nature: str = STYLE


@dataclass(frozen=True)
class Weights:
    """All that an editor decided about score cards.

    Attributes:
        note: That these weights are ours; stands on every card.
        nearly_percent: From this likeness on a due sentence was nearly said, 50 to 100.
        forbidden_percent: From this likeness on a forbidden wording was nearly said.
        kinds: Kind of item to its weight.
        own: Id of a part or of a clause to a weight of its own.
        fillers: Words that count as not said, ``eh``.
        officers: How a transcript calls the CSO, in small letters.
        callers: How it calls anybody else.
    """

    note: str = ""
    nearly_percent: int = 100
    forbidden_percent: int = 100
    kinds: Mapping[str, Weight] = field(default_factory=dict)
    own: Mapping[str, Weight] = field(default_factory=dict)
    fillers: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()

    def of(self, kind: str, part: str = "", clause: str = "") -> Weight:
        """Return the weight of an item: that of its part, of its clause, or of its kind."""
        common = self.kinds.get(kind, Weight())
        own = self.own.get(part) or self.own.get(clause)
        if own is None or kind not in (SAY, DO, REPORT):
            return common
        return Weight(own.exact, own.nearly, own.nature or common.nature)

    def as_json(self) -> dict[str, Any]:
        """Return the weights as a page carries them."""
        return {
            "note": self.note,
            "nearly_percent": self.nearly_percent,
            "forbidden_percent": self.forbidden_percent,
            "kinds": {name: _weight_json(weight) for name, weight in self.kinds.items()},
            "own": {name: _weight_json(weight) for name, weight in self.own.items()},
            "fillers": list(self.fillers),
            "officers": list(self.officers),
            "callers": list(self.callers),
        }


NO_WEIGHTS = Weights()


def _weight_json(weight: Weight) -> list[Any]:
    return [weight.exact, weight.nearly, weight.nature]


def read_weights(raw: object) -> Weights:
    """Return the weights that :meth:`Weights.as_json` wrote.

    Raises:
        WeightsError: Anything in it is of another shape, or out of its bounds.
    """
    if not isinstance(raw, Mapping):
        raise WeightsError("Bobot penilaian tidak dapat dibaca.")
    kinds = _weights(raw.get("kinds"))
    if set(kinds) != set(KINDS) or not all(w.nature in NATURES for w in kinds.values()):
        raise WeightsError("Bobot penilaian tidak dapat dibaca.")
    return Weights(
        _text(raw.get("note")),
        _whole(raw.get("nearly_percent"), LEAST_PERCENT, 100),
        _whole(raw.get("forbidden_percent"), LEAST_PERCENT, 100),
        kinds,
        _weights(raw.get("own")),
        _words(raw.get("fillers")),
        _words(raw.get("officers")),
        _words(raw.get("callers")),
    )


def _weights(raw: object) -> dict[str, Weight]:
    if not isinstance(raw, Mapping):
        raise WeightsError("Bobot penilaian tidak dapat dibaca.")
    found = {}
    for name, row in raw.items():
        if not isinstance(row, list) or len(row) != 3 or row[2] not in (*NATURES, ""):
            raise WeightsError("Bobot penilaian tidak dapat dibaca.")
        exact = _whole(row[0], 0, MAX_POINTS)
        found[_text(name)] = Weight(exact, _whole(row[1], 0, exact), row[2])
    return found


def _whole(raw: object, least: int, most: int) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not least <= raw <= most:
        raise WeightsError("Bobot penilaian tidak dapat dibaca.")
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise WeightsError("Bobot penilaian tidak dapat dibaca.")
    return raw


def _words(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise WeightsError("Bobot penilaian tidak dapat dibaca.")
    return tuple(_text(word) for word in raw)
