"""What a trainee has done, as frozen records: read from a file or from the browser.

A file comes from anywhere: it is taken whole or refused whole, with the place that is wrong. What
the browser holds may be damaged in one place; the rest of it is read all the same.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flow_engine.nesting import find_too_deep
from flow_engine.saved import BadMessage
from learning.schedule import Kept, read_kept

Json = dict[str, Any]
Item = TypeVar("Item")

FORMAT = "pandu-latihan"
VERSION = 1
# Years of practice take less than a tenth of it.
MAX_CHARS = 2_000_000
MAX_DEPTH = 12
MAX_ITEMS = 50_000
MAX_ID = 200
MAX_COUNT = 1_000_000
HIGHEST_LEVEL = 3
# Of this many points so many have to be right: two of three.
PASS_MARK = (2, 3)
# A text without a zone can mean a moment this much earlier.
WIDEST_ZONE = datetime.timedelta(hours=14)

ACCEPTED = "Yang diterima di sini: berkas pandu-latihan-….json yang diunduh dari halaman Kemajuan."
UNREADABLE = "Berkas ini memuat bilangan atau huruf yang tidak dapat dibaca."
_KNOWN_FORMATS = {"pandu-transkrip": "transkrip panggilan", "pandu-nilai": "kartu nilai"}
_ZONE = datetime.UTC


@dataclass(frozen=True)
class LessonDone:
    """How a lesson went; ``version`` is the hash of what it taught then."""

    done: datetime.datetime
    right: int
    asked: int
    version: str

    @property
    def passed(self) -> bool:
        """Tell whether enough was right."""
        return is_passed(self.right, self.asked)


@dataclass(frozen=True)
class CallDone:
    """How a practice call went.

    Attributes:
        level: 0 with hints to 3 with a caller who changes an answer.
        points: Out of ``of``.
    """

    done: datetime.datetime
    level: int
    steps: int
    wrong: int
    points: int
    of: int

    @property
    def passed(self) -> bool:
        """Tell whether enough was right."""
        return is_passed(self.points, self.of)


@dataclass(frozen=True)
class Progress:
    """All that one trainee has done; nothing in it tells who that is.

    Attributes:
        reviews: The log of the cards as it was written, oldest first; not looked into.
        met_clauses: Ids of clauses met in lessons, cards or calls, without doubles.
        met_edges: Ids of edges gone over in practice calls.
    """

    cards: Mapping[str, Kept] = field(default_factory=dict)
    lessons: Mapping[str, LessonDone] = field(default_factory=dict)
    calls: Mapping[str, CallDone] = field(default_factory=dict)
    reviews: tuple[Json, ...] = ()
    met_clauses: tuple[str, ...] = ()
    met_edges: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing has been done."""
        return self == Progress()


def is_passed(points: int, of: int) -> bool:
    """Tell whether so many points are enough."""
    right, out_of = PASS_MARK
    return of > 0 and points * out_of >= of * right


def read_file(text: str) -> tuple[Progress, Json]:
    """Read a file that somebody chose; return it as records and as JSON.

    Raises:
        BadMessage: It is too large, damaged, foreign or of another version; the sentence says
            which, where, and what is accepted.
    """
    if len(text) > MAX_CHARS:
        raise BadMessage(
            f"Berkas ini terlalu besar: paling banyak {MAX_CHARS // 1_000_000} juta huruf. "
            f"{ACCEPTED}"
        )
    if (at := find_too_deep(text, MAX_DEPTH)) is not None:
        raise BadMessage(f"Berkas ini bersarang terlalu dalam pada {_place(text, at)}. {ACCEPTED}")
    try:
        raw = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise BadMessage(
            f"Berkas ini rusak atau bukan JSON: {_place(text, error.pos)} tidak dapat dibaca. "
            f"{ACCEPTED}"
        ) from error
    except ValueError as error:
        raise BadMessage(f"{UNREADABLE} {ACCEPTED}") from error
    progress = read_progress(raw)
    try:
        json.dumps(raw, ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:
        # Numbers and letters that Python reads and that no page could be sent.
        raise BadMessage(f"{UNREADABLE} {ACCEPTED}") from error
    return progress, raw


def read_progress(raw: object, damaged: list[str] | None = None) -> Progress:
    """Read progress as JSON has it.

    Args:
        raw: What was stored.
        damaged: Where given, the table of each card, lesson and call that cannot be read is
            added to it, and all others are returned.

    Raises:
        BadMessage: Something in it is not what it should be.
    """
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise BadMessage(f"{_what_it_is(raw)} {ACCEPTED}")
    version = raw.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise BadMessage(f"Versi berkas ini tidak dikenal; yang dikenal: {VERSION}. {ACCEPTED}")
    if version > VERSION:
        raise BadMessage(
            f"Berkas ini ditulis Pandu yang lebih baru (versi {version}; di sini {VERSION}). "
            "Muat ulang halaman, lalu coba lagi."
        )
    met = _table(raw.get("met", {}), "met")
    return Progress(
        _items(raw, "cards", _card, damaged),
        _items(raw, "lessons", _lesson, damaged),
        _items(raw, "calls", _call, damaged),
        _reviews(raw.get("reviews", [])),
        _names(met.get("clauses", []), "met › clauses"),
        _names(met.get("edges", []), "met › edges"),
    )


def earliest(moment: datetime.datetime) -> datetime.datetime:
    """Return a moment in UTC; of one without a zone the earliest that it can be."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=_ZONE) - WIDEST_ZONE
    return moment.astimezone(_ZONE)


def _what_it_is(raw: object) -> str:
    """Return a sentence on what a file is that is not ours."""
    if not isinstance(raw, Mapping):
        return "Berkas ini JSON, tetapi bukan kemajuan latihan."
    name = raw.get("format")
    if isinstance(name, str) and name in _KNOWN_FORMATS:
        return f"Berkas ini {_KNOWN_FORMATS[name]}, bukan kemajuan latihan."
    if isinstance(name, str) and name.isprintable() and 0 < len(name) <= MAX_ID:
        return f"Berkas ini berjenis “{name}”, bukan kemajuan latihan."
    return "Berkas ini tidak mengatakan bahwa isinya kemajuan latihan."


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"baris {line}, kolom {at - text.rfind(chr(10), 0, at)}"


def _wrong(where: str, wanted: str) -> BadMessage:
    return BadMessage(f"Isi berkas ini rusak pada {where}: {wanted}. Tidak ada yang diambil.")


def _table(raw: object, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise _wrong(where, "harus berupa objek")
    return raw


def _items(
    raw: Mapping[str, Any],
    name: str,
    read: Callable[[object, str], Item],
    damaged: list[str] | None,
) -> dict[str, Item]:
    table = _table(raw.get(name, {}), name)
    if len(table) > MAX_ITEMS:
        raise _wrong(name, f"paling banyak {MAX_ITEMS} butir")
    found: dict[str, Item] = {}
    for key, value in table.items():
        try:
            where = f"{name} › {_name(key, name)}"
            found[key] = read(value, where)
        except BadMessage:
            if damaged is None:
                raise
            damaged.append(name)
    return found


def _name(raw: object, where: str) -> str:
    """Read an id. What cannot be printed is none, and would not get through to the page."""
    if not isinstance(raw, str) or not 0 < len(raw) <= MAX_ID or not raw.isprintable():
        raise _wrong(where, f"id harus berupa teks 1 sampai {MAX_ID} huruf")
    return raw


def _names(raw: object, where: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(one, where) for one in _list(raw, where)))


def _list(raw: object, where: str) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > MAX_ITEMS:
        raise _wrong(where, f"harus berupa daftar, paling banyak {MAX_ITEMS} butir")
    return raw


def _reviews(raw: object) -> tuple[Json, ...]:
    return tuple(dict(_table(one, "reviews")) for one in _list(raw, "reviews"))


def _card(raw: object, where: str) -> Kept:
    try:
        return read_kept(raw)
    except BadMessage as error:
        raise _wrong(where, "jadwal kartunya tidak dapat dibaca") from error


def _lesson(raw: object, where: str) -> LessonDone:
    one = _table(raw, where)
    right, asked = _counts(one, where, ("right", "asked"))
    if right > asked:
        raise _wrong(f"{where} › right", "yang benar tidak boleh lebih dari yang ditanyakan")
    version = one.get("version")
    return LessonDone(_moment(one, where), right, asked, _name(version, f"{where} › version"))


def _call(raw: object, where: str) -> CallDone:
    one = _table(raw, where)
    level, steps, wrong, points, of = _counts(
        one, where, ("level", "steps", "wrong", "points", "of")
    )
    if level > HIGHEST_LEVEL:
        raise _wrong(f"{where} › level", f"tingkat 0 sampai {HIGHEST_LEVEL}")
    if points > of:
        raise _wrong(f"{where} › points", "nilainya tidak boleh lebih dari nilai tertinggi")
    return CallDone(_moment(one, where), level, steps, wrong, points, of)


def _counts(one: Mapping[str, Any], where: str, names: Iterable[str]) -> list[int]:
    found = []
    for name in names:
        count = one.get(name)
        if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_COUNT:
            raise _wrong(f"{where} › {name}", "harus berupa bilangan bulat, 0 atau lebih")
        found.append(count)
    return found


def _moment(one: Mapping[str, Any], where: str) -> datetime.datetime:
    raw = one.get("done")
    try:
        moment = datetime.datetime.fromisoformat(raw) if isinstance(raw, str) else None
        if moment is not None and earliest(moment):
            return moment
    except (ValueError, OverflowError):
        pass
    raise _wrong(f"{where} › done", "waktunya harus seperti 2026-11-23T09:00:00Z")
