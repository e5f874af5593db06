"""YAML as located nodes: lines, raw spellings and doubled keys survive.

Values are never guessed. ``1.750`` stays the five letters an editor typed, and
whoever reads the node says whether such a spelling is acceptable there.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from flow_engine.problems import Location, ProblemLog

# libyaml where the installed PyYAML has it: twenty times faster, the same events. The two
# place and word errors differently, so what is broken is read once more by PyYAML's own.
_FAST: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
TOO_DEEP = f"Bersarang lebih dari {MAX_DEPTH} tingkat."
CONTROL = "Ada huruf kendali yang tidak tampak. Hapus, lalu ketik ulang bagian itu."
_OPENING: dict[type[OSError], str] = {
    FileNotFoundError: "tidak ada",
    PermissionError: "tidak boleh dibaca",
    IsADirectoryError: "ini folder, bukan berkas",
}

_BYTE_ORDER_MARK = "\ufeff"
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Scalar:
    """A single value. ``text`` is the raw spelling, ``quoted`` tells how it was written."""

    text: str
    location: Location
    quoted: bool = False


@dataclass(frozen=True)
class Sequence:
    """A list of nodes, in file order."""

    items: tuple[Node, ...]
    location: Location


@dataclass(frozen=True)
class Mapping:
    """Keys and nodes, in file order, without doubled keys."""

    entries: tuple[tuple[Scalar, Node], ...]
    location: Location

    def get(self, key: str) -> Node | None:
        """Return the node under ``key``, or nothing."""
        return next((node for name, node in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping

# What YAML 1.1 does not read as the text it looks like.
_DOUBTFUL = (
    (
        re.compile(r"[-+]?\d[\d_]*\.[\d_.]*([eE][-+]?\d+)?$|[-+]?\.\d[\d_]*([eE][-+]?\d+)?$"),
        "bilangan pecahan",
    ),
    (re.compile(r"[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$"), "bilangan berbasis 60"),
    (re.compile(r"[-+]?0\d+$"), "bilangan berbasis 8"),
    (re.compile(r"[-+]?0[xXbBoO][0-9a-fA-F_]+$"), "bilangan berbasis lain"),
    (re.compile(r"[-+]?\d[\d]*_[\d_]*$"), "bilangan bergaris bawah"),
    (re.compile(r"\+\d+$"), "bilangan positif"),
    (re.compile(r"\d{4}-\d\d?-\d\d?([Tt ].*)?$"), "tanggal"),
    (re.compile(r"(yes|no|on|off|true|false|y|n)$", re.IGNORECASE), "benar atau salah"),
    (re.compile(r"(~|null)?$", re.IGNORECASE), "kosong"),
    (re.compile(r"[-+]?\.(inf|nan)$", re.IGNORECASE), "bilangan khusus"),
)


def doubtful_reading(scalar: Scalar) -> str:
    """Return as what YAML would misread an unquoted spelling, or an empty text."""
    if scalar.quoted:
        return ""
    return next((reading for pattern, reading in _DOUBTFUL if pattern.match(scalar.text)), "")


def read_file(path: Path, name: str, log: ProblemLog) -> Node | None:
    """Read one YAML file into nodes.

    Args:
        path: The file.
        name: How the file is called in messages, relative to the project.
        log: Takes every problem found.

    Returns:
        The root node, or nothing where the file cannot be read at all.
    """
    text = read_utf8(path, name, log)
    return None if text is None else read_text(text, name, log)


def read_utf8(path: Path, name: str, log: ProblemLog) -> str | None:
    """Read a text file whole, or nothing with a problem told; see :func:`read_file`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        log.add(
            Location(name),
            "berkas-tidak-terbaca",
            f"Berkas tidak dapat dibuka: {_OPENING.get(type(error), 'gagal dibaca')}.",
        )
        return None
    return decode_utf8(raw, name, log)


def decode_utf8(raw: bytes, name: str, log: ProblemLog) -> str | None:
    """Return the text of a file's bytes, or nothing with a problem told; see :func:`read_file`."""
    if len(raw) > MAX_BYTES:
        log.add(
            Location(name),
            "berkas-terlalu-besar",
            f"Berkas lebih besar dari {MAX_BYTES // 1000} kB.",
        )
        return None
    try:
        text = raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        log.add(Location(name, line), "bukan-utf8", _NOT_UTF8)
        return None
    if "\0" in text:
        # Every second byte of UTF-16 is one, also where no mark says what it is.
        log.add(Lines(text, name).place(text.index("\0")), "bukan-utf8", _NOT_UTF8)
        return None
    return text


class Lines:
    """Where the lines of a text begin, so that many places in it are found fast."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, index: int) -> Location:
        """Return the place of the character at an index."""
        line = bisect.bisect_right(self.starts, index)
        return Location(self.name, line, index - self.starts[line - 1] + 1)


def read_text(text: str, name: str, log: ProblemLog) -> Node | None:
    """Read YAML text into nodes; see :func:`read_file`."""
    if unprintable := UNPRINTABLE.search(text):
        log.add(Lines(text, name).place(unprintable.start()), "huruf-kendali", CONTROL)
        return None
    if "\t" in text:
        # libyaml takes some tabs that PyYAML does not; no editor sees the difference.
        log.add(Lines(text, name).place(text.index("\t")), "yaml-rusak", _TAB)
        return None
    found = ProblemLog()
    try:
        node = _Builder(name, found).build(yaml.parse(text, Loader=_FAST))
    except _Refused:
        node = None
    except (yaml.YAMLError, ValueError):
        found = ProblemLog()
        node = _read_broken(text, name, found)
    log.extend(found)
    return node


def _read_broken(text: str, name: str, log: ProblemLog) -> Node | None:
    builder = _Builder(name, log)
    try:
        return builder.build(yaml.parse(text, Loader=yaml.SafeLoader))
    except _Refused:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if builder.swallowed and mark and mark.line <= builder.swallowed_until + 1:
            log.add(builder.swallowed, "yaml-rusak", _SWALLOWED)
            return None
        where = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        log.add(where, "yaml-rusak", _explain(error))
    except ValueError:
        log.add(builder.here, "yaml-rusak", _UNCLEAR)
    return None


class _Refused(Exception):
    """The file holds something that is not read on; it has been told."""


_Open = tuple[Location, bool, list[Node]]


class _Builder:
    """Builds nodes out of parser events, without recursion and without values."""

    def __init__(self, name: str, log: ProblemLog) -> None:
        self.name = name
        self.log = log
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.here = Location(name)
        # The last quotation over several lines: where a quotation mark is missing, the
        # text up to the next one is swallowed, and the parser complains only there.
        self.swallowed: Location | None = None
        self.swallowed_until = 0

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        for event in events:
            self._take(event)
        if self.root is None or (isinstance(self.root, Scalar) and not self.root.text):
            self.log.add(Location(self.name), "berkas-kosong", "Berkas ini kosong.")
            return None
        return self.root

    def _take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        where = Location(self.name, mark.line + 1, mark.column + 1) if mark else Location(self.name)
        self.here = where
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(
                where,
                "yaml-acuan",
                "Tanda & dan * (acuan YAML) tidak dipakai di sini. Tulis isinya langsung, "
                "atau beri tanda kutip bila itu teks.",
            )
        elif getattr(event, "tag", None):
            self._refuse(
                where,
                "yaml-tag",
                "Tanda ! (tag YAML) tidak dipakai di sini. Tulis isinya saja, atau beri tanda "
                "kutip bila itu teks.",
            )
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(
                    where,
                    "yaml-rusak",
                    "Garis --- memulai dokumen kedua; satu berkas hanya satu dokumen.",
                )
        elif isinstance(event, yaml.ScalarEvent):
            if UNPRINTABLE.search(event.value):
                self._refuse(where, "huruf-kendali", CONTROL)
            quoted = event.style in ("'", '"', "|", ">")
            last = event.end_mark.line if event.end_mark else 0
            if event.style in ("'", '"') and mark and last > mark.line:
                self.swallowed, self.swallowed_until = where, last
            self._put(Scalar(event.value, where, quoted))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self.stack) >= MAX_DEPTH:
                self._refuse(where, "terlalu-dalam", TOO_DEEP)
            self.stack.append((where, isinstance(event, yaml.MappingStartEvent), []))
        elif isinstance(event, yaml.CollectionEndEvent):
            opened, is_mapping, nodes = self.stack.pop()
            self._put(
                _pair(nodes, opened, self.log) if is_mapping else Sequence(tuple(nodes), opened)
            )

    def _put(self, node: Node) -> None:
        if self.stack:
            self.stack[-1][2].append(node)
        else:
            self.root = node

    def _refuse(self, where: Location, code: str, message: str) -> None:
        self.log.add(where, code, message)
        raise _Refused


def _pair(nodes: list[Node], where: Location, log: ProblemLog) -> Mapping:
    entries: list[tuple[Scalar, Node]] = []
    seen: dict[str, Scalar] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            log.add(key.location, "kunci-bukan-kata", "Kunci harus satu kata, bukan daftar.")
        elif key.text in seen:
            log.add(
                key.location,
                "kunci-ganda",
                f"Kunci “{key.text}” sudah ditulis pada baris {seen[key.text].location.line}. "
                "Hapus salah satunya.",
            )
        else:
            seen[key.text] = key
            entries.append((key, value))
    return Mapping(tuple(entries), where)


# Signs of PyYAML's messages.
_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "Titik dua tidak boleh di sini. Beri tanda kutip pada teks yang memuat titik dua, "
        "atau periksa indentasinya.",
    ),
    ("could not find expected ':'", "Titik dua setelah kunci tidak ditemukan."),
    (
        "that cannot start any token",
        "Teks tidak boleh diawali tanda seperti @, % dan `. Beri tanda kutip pada teks itu.",
    ),
    (
        "while scanning a block scalar",
        "Tanda > dan | di awal teks punya arti lain dalam YAML. Tulis batas dengan kata, "
        "misalnya “lebih dari 3 jam”, atau beri tanda kutip pada teks itu.",
    ),
    ("found unexpected end of stream", "Tanda kutip dibuka tetapi tidak ditutup."),
    ("expected ',' or", "Koma atau kurung penutup kurang dalam {…} atau […]."),
    (
        "while parsing a flow node expected the node content",
        "Koma atau kurung penutup kurang dalam {…} atau […].",
    ),
    (
        "escape",
        "Garis miring terbalik di dalam tanda kutip ganda. Pakai tanda kutip tunggal.",
    ),
)
_UNCLEAR = (
    "Susunan di sekitar sini tidak dapat dibaca. Periksa indentasi, tanda - yang tidak sejajar, "
    "tanda kutip, dan teks sesudah tanda kutip penutup."
)
_NOT_UTF8 = "Berkas bukan UTF-8. Simpan ulang dengan penyandian UTF-8."
_TAB = "Ada tab. Pakai spasi, juga untuk indentasi."
_SWALLOWED = (
    "Tanda kutip yang dibuka di sini baru ditutup beberapa baris kemudian, dan sesudahnya "
    "susunan berkas tidak dapat dibaca. Tutup tanda kutipnya pada baris ini."
)


def _explain(error: yaml.MarkedYAMLError) -> str:
    told = f"{error.context} {error.problem}"
    return next((message for sign, message in _EXPLANATIONS if sign in told), _UNCLEAR)
