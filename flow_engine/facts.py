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

from flow_engine.problems import UNSEEN, in_quotes

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
# Stands for a value that was given and is not kept; no reader can type it.
WITHHELD = "\x00"
WITHHELD_LABEL = "perlu diisi lagi"

_READING = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")
# Narrower than ``fromisoformat``, which takes more with each Python: the same everywhere.
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[-+][0-9]{2}:?[0-9]{2})?"
)
_WHOLE = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+|-?[0-9]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
_WORD = re.compile(r"[a-z0-9]+")
_SEPARATORS = re.compile(r"[\s.\-]")
MAX_TEXT = 500
MAX_NAMES = 15
MAX_NUMBER = 100
MAX_READING = 40
# JavaScript counts exactly up to here, and no bill of the sources is near it.
MAX_WHOLE = 10**15


@dataclass(frozen=True)
class Choice:
    """One answer of a choice: its value in the data and its label on the screen.

    ``group`` is the value of another fact under which this answer is offered;
    empty where it is always offered.
    """

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Fact:
    """What is known of a fact before it is given.

    Attributes:
        short: What an explanation calls it; empty means its name in words.
        digits: Allowed counts of digits of a text; empty means any text.
        none_label: Label of the answer ``tidak-ada``; empty where that is no answer.
        personal: Decides only as given or not, never leaves memory.
        not_after: Name of a date-time fact this one may not lie behind.
        minimum: Smallest whole number allowed.
        maximum: Largest whole number allowed.
        catalogue: The choices are a catalogue's rows, accepted by their names too.
        within: Name of the fact whose value says which choices are offered.
        shared: The same for all flows; carried on when one flow refers to another.
        everywhere: Accepted by every flow, also by those that do not ask for it.
        setting: Name of the site's setting that decides it; a caller never gives it.
        handed: Known from the first step where another flow handed it on; never asked.
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
    maximum: int | None = None
    catalogue: bool = False
    within: str = ""
    hint: str = ""
    short: str = ""
    shared: bool = False
    everywhere: bool = False
    setting: str = ""
    handed: bool = False

    def offered(self, group: str = "") -> tuple[Choice, ...]:
        """Return the choices offered under a value of the fact ``within``; all without one."""
        if not self.within or not group:
            return self.choices
        return tuple(choice for choice in self.choices if choice.group == group)


class ValueProblem(ValueError):
    """A given value that its fact does not accept; the message is Indonesian."""


def parse_value(fact: Fact, raw: object, group: str = "") -> Value:
    """Read a value as JSON or a form gives it.

    Args:
        fact: The fact it is given for.
        raw: The value.
        group: The value of the fact ``within``, where that is known; only choices
            of that group are read then, and their numbers too.

    Raises:
        ValueProblem: The value is not one this fact accepts.
    """
    match fact.type:
        case FactType.CHOICE:
            return _parse_choice(fact, raw, group)
        case FactType.READING:
            return _parse_reading(raw)
        case FactType.INTEGER | FactType.RUPIAH:
            return _parse_whole(fact, raw)
        case FactType.DATETIME:
            return _parse_moment(raw)
    return _parse_text(fact, raw)


def _parse_choice(fact: Fact, raw: object, group: str) -> str:
    offered = fact.offered(group)
    if isinstance(raw, str) and raw in [choice.value for choice in offered]:
        return raw
    if fact.catalogue and (found := _in_catalogue(fact, raw, group)):
        return found
    if fact.within and not group and str(raw).strip().isdigit():
        raise ValueProblem(
            f"{in_quotes(raw)} hanya nomor. Sebut juga {fact.within}, atau tulis namanya."
        )
    names = [choice.label if fact.catalogue else choice.value for choice in offered]
    more = f" (dan {len(names) - MAX_NAMES} lagi)" if len(names) > MAX_NAMES else ""
    where = f" pada {group}" if fact.within and group else ""
    raise ValueProblem(
        f"{in_quotes(raw)} bukan pilihan{where}. "
        f"Pilih salah satu: {', '.join(names[:MAX_NAMES])}{more}."
    )


def _in_catalogue(fact: Fact, raw: object, group: str) -> str:
    """Find a row by its name, or by its number where its group is known; empty if there is none."""
    counts = isinstance(raw, int) and 0 < raw < MAX_NUMBER and not isinstance(raw, bool)
    if not counts and not isinstance(raw, str):
        return ""
    wanted = as_slug(str(raw))
    for number, choice in enumerate(fact.offered(group), start=1):
        name = as_slug(choice.label)
        if wanted in (as_slug(choice.value), name):
            return choice.value
        if fact.within and group and wanted in (f"{number}", f"0{number}", f"{number}-{name}"):
            return choice.value
    return ""


def as_slug(text: str) -> str:
    """Return a name in small letters, digits and hyphens: ``modul-pb-pd`` for MODUL PB/PD."""
    return "-".join(_WORD.findall(text.casefold()))


def is_reading(text: str) -> bool:
    """Tell whether a text is a number as a meter shows one."""
    return _READING.fullmatch(text) is not None and len(text) <= MAX_READING


def _parse_reading(raw: object) -> str | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise ValueProblem("Angka pada layar harus berupa bilangan, atau Tidak Ada Angka.")
    text = _plain_float(raw) if isinstance(raw, float) else str(raw).strip()
    if not is_reading(text):
        raise ValueProblem(
            f"{in_quotes(raw)} bukan bilangan. Tulis angka pada layar, atau pilih {NULL_LABEL}."
        )
    return text


def _plain_float(number: float) -> str:
    """Return a number without an exponent, ``0.0000001`` for 1e-7."""
    return f"{number:.12f}".rstrip("0").rstrip(".")


def _parse_whole(fact: Fact, raw: object) -> int:
    if isinstance(raw, str) and len(raw) < MAX_READING and _WHOLE.fullmatch(raw.strip()):
        raw = int(raw.replace(".", ""))
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueProblem(f"{in_quotes(raw)} bukan bilangan bulat.")
    if abs(raw) >= MAX_WHOLE:
        raise ValueProblem(f"Terlalu besar; paling banyak {len(str(MAX_WHOLE)) - 1} angka.")
    if fact.minimum is not None and raw < fact.minimum:
        raise ValueProblem(f"Paling sedikit {fact.minimum}.")
    if fact.maximum is not None and raw > fact.maximum:
        raise ValueProblem(f"Paling banyak {fact.maximum}.")
    return raw


def _parse_moment(raw: object) -> datetime.datetime:
    if isinstance(raw, datetime.datetime):
        moment = raw
    else:
        try:
            text = raw if isinstance(raw, str) and _TIME.fullmatch(raw) else ""
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            raise ValueProblem(
                f"{in_quotes(raw)} bukan waktu. Tulis seperti 2022-12-19T19:00."
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
    if UNSEEN.search(text):
        raise ValueProblem("Ada huruf kendali yang tidak tampak. Ketik ulang isinya.")
    if len(text) > MAX_TEXT:
        raise ValueProblem(f"Terlalu panjang; paling banyak {MAX_TEXT} huruf.")
    if text == NO_VALUE and fact.none_label:
        return text
    if fact.digits:
        text = _SEPARATORS.sub("", text)
        if not text.isascii() or not text.isdigit() or len(text) not in fact.digits:
            raise ValueProblem(f"Harus {digits_in_words(fact)}.{_counted(text)}")
    if fact.type is FactType.EMAIL and not _EMAIL.match(text):
        raise ValueProblem("Alamat email belum lengkap; contohnya nama@contoh.co.id.")
    return text


def _counted(text: str) -> str:
    return f" Yang diisi {len(text)} angka." if text.isdigit() else " Isi dengan angka saja."


def digits_in_words(fact: Fact) -> str:
    """Return how many digits a text fact takes, ``11 atau 12 angka``."""
    return " atau ".join(str(count) for count in fact.digits) + " angka"


def to_json(value: Value) -> str | int | None:
    """Return a value as JSON holds it."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime.datetime) else value


def show_value(fact: Fact, value: Value) -> str:
    """Return a value in words, as trail and facts show it."""
    if value is None:
        return NULL_LABEL
    if value == WITHHELD:
        return WITHHELD_LABEL
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
