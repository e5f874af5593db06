"""Facts: what a call can tell, their types, how a given value is read and shown.

A value is one of: text (choice, text, email), a reading (text of a number, or
``None`` for "Tidak Ada Angka"), a whole number (integer, rupiah) or a local
date-time to the minute. A fact that was not given is simply absent.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | datetime.datetime | None
Facts = Mapping[str, Value]


class FactType(StrEnum):
    """The types a fact can have; the values go over the wire."""

    CHOICE = "choice"
    TEXT = "text"
    EMAIL = "email"
    READING = "reading"
    INTEGER = "integer"
    RUPIAH = "rupiah"
    DATETIME = "datetime"


TYPE_WORDS: Mapping[str, FactType] = {
    "pilihan": FactType.CHOICE,
    "teks": FactType.TEXT,
    "surel": FactType.EMAIL,
    "bacaan": FactType.READING,
    "bilangan": FactType.INTEGER,
    "rupiah": FactType.RUPIAH,
    "waktu": FactType.DATETIME,
}

NO_VALUE = "tidak-ada"
NULL_LABEL = "Tidak Ada Angka"
CLOCK = "sekarang"

_READING = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?$")
_TIME = re.compile(r"[T ]\d\d:\d\d")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
_SEPARATORS = re.compile(r"[\s.\-]")
MAX_TEXT = 500


@dataclass(frozen=True)
class Choice:
    """One answer of a choice: its value in the data and its label on the screen."""

    value: str
    label: str


@dataclass(frozen=True)
class Fact:
    """What is known of a fact before it is given.

    Attributes:
        digits: Allowed counts of digits of a text; empty means any text.
        none_label: Label of the answer ``tidak-ada``; empty where that is no answer.
        personal: Decides only as given or not, never leaves memory.
        not_after: Name of a date-time fact this one may not lie behind.
        minimum: Smallest whole number allowed.
        shared: The same for all flows; carried on when one flow refers to another.
        everywhere: Accepted by every flow, also by those that do not ask for it.
    """

    name: str
    type: FactType
    label: str
    choices: tuple[Choice, ...] = ()
    digits: tuple[int, ...] = ()
    none_label: str = ""
    personal: bool = False
    not_after: str = ""
    minimum: int | None = None
    hint: str = ""
    shared: bool = False
    everywhere: bool = False


class ValueProblem(ValueError):
    """A given value that its fact does not accept; the message is Indonesian."""


def parse_value(fact: Fact, raw: object) -> Value:
    """Read a value as JSON or a form gives it.

    Raises:
        ValueProblem: The value is not one this fact accepts.
    """
    match fact.type:
        case FactType.CHOICE:
            return _parse_choice(fact, raw)
        case FactType.READING:
            return _parse_reading(raw)
        case FactType.INTEGER | FactType.RUPIAH:
            return _parse_whole(fact, raw)
        case FactType.DATETIME:
            return _parse_moment(raw)
        case FactType.TEXT | FactType.EMAIL:
            return _parse_text(fact, raw)


def _parse_choice(fact: Fact, raw: object) -> str:
    values = [choice.value for choice in fact.choices]
    if isinstance(raw, str) and raw in values:
        return raw
    raise ValueProblem(f"{_shown(raw)} bukan pilihan. Pilih salah satu: {', '.join(values)}.")


def _parse_reading(raw: object) -> str | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise ValueProblem("Angka pada layar harus berupa bilangan, atau Tidak Ada Angka.")
    text = _plain_float(raw) if isinstance(raw, float) else str(raw).strip()
    if not _READING.match(text):
        raise ValueProblem(
            f"{_shown(raw)} bukan bilangan. Tulis angka pada layar, atau pilih {NULL_LABEL}."
        )
    return text


def _plain_float(number: float) -> str:
    """Return a number without an exponent, ``0.0000001`` for 1e-7."""
    return f"{number:.12f}".rstrip("0").rstrip(".")


def _parse_whole(fact: Fact, raw: object) -> int:
    if isinstance(raw, str) and re.fullmatch(r"-?\d{1,3}(\.\d{3})+|-?\d+", raw.strip()):
        raw = int(raw.replace(".", ""))
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueProblem(f"{_shown(raw)} bukan bilangan bulat.")
    if fact.minimum is not None and raw < fact.minimum:
        raise ValueProblem(f"Paling sedikit {fact.minimum}.")
    return raw


def _parse_moment(raw: object) -> datetime.datetime:
    if isinstance(raw, datetime.datetime):
        moment = raw
    else:
        try:
            text = raw if isinstance(raw, str) and _TIME.search(raw) else ""
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            raise ValueProblem(
                f"{_shown(raw)} bukan waktu. Tulis seperti 2022-12-19T19:00."
            ) from None
    if moment.tzinfo is not None:
        raise ValueProblem("Waktu ditulis menurut jam setempat, tanpa zona.")
    return moment.replace(second=0, microsecond=0)


def _parse_text(fact: Fact, raw: object) -> str:
    if raw is not None and not isinstance(raw, str):
        raise ValueProblem("Tulis sebagai teks, di antara tanda kutip.")
    if raw is None or not raw.strip():
        raise ValueProblem("Isinya tidak boleh kosong.")
    text = " ".join(raw.split())
    if len(text) > MAX_TEXT:
        raise ValueProblem(f"Terlalu panjang; paling banyak {MAX_TEXT} huruf.")
    if text == NO_VALUE and fact.none_label:
        return text
    if fact.digits:
        text = _SEPARATORS.sub("", text)
        if not text.isascii() or not text.isdigit() or len(text) not in fact.digits:
            raise ValueProblem(f"Harus {digits_in_words(fact)}.{_counted(text)}")
    if fact.type is FactType.EMAIL and not _EMAIL.match(text):
        raise ValueProblem("Alamat surel belum lengkap; contohnya nama@contoh.co.id.")
    return text


def _counted(text: str) -> str:
    return f" Yang diisi {len(text)} angka." if text.isdigit() else " Isi dengan angka saja."


def digits_in_words(fact: Fact) -> str:
    """Return how many digits a text fact takes, ``11 atau 12 angka``."""
    return " atau ".join(str(count) for count in fact.digits) + " angka"


def _shown(raw: object) -> str:
    text = str(raw)
    return f"“{text[:40]}{'…' if len(text) > 40 else ''}”"


def to_json(value: Value) -> str | int | None:
    """Return a value as JSON holds it."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime.datetime) else value


def show_value(fact: Fact, value: Value) -> str:
    """Return a value in words, as trail and facts show it."""
    if value is None:
        return NULL_LABEL
    if fact.type is FactType.CHOICE:
        return next((c.label for c in fact.choices if c.value == value), str(value))
    if isinstance(value, datetime.datetime):
        return show_moment(value)
    if fact.type is FactType.RUPIAH:
        return "Rp" + f"{value:,}".replace(",", ".")
    if value == NO_VALUE and fact.none_label:
        return fact.none_label
    return str(value)


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]


def show_moment(moment: datetime.datetime) -> str:
    """Return ``19 Des 2022 19.00``."""
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    return f"{day} {moment:%H.%M}"


def show_minutes(minutes: int) -> str:
    """Return a duration in words, ``5 jam 30 menit``."""
    sign = "kurang " if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    words = [f"{hours} jam"] if hours else []
    if rest or not hours:
        words.append(f"{rest} menit")
    return sign + " ".join(words)
