"""YAML as located nodes: lines, raw spellings and doubled keys survive.

Values are never guessed. ``1.750`` stays the five letters an editor typed, and
whoever reads the node says whether such a spelling is acceptable there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from flow_engine.problems import Location, ProblemLog

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_BYTE_ORDER_MARK = "\ufeff"


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

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


@dataclass(frozen=True)
class Mapping:
    """Keys and nodes, in file order, without doubled keys."""

    entries: tuple[tuple[Scalar, Node], ...]
    location: Location

    def get(self, key: str) -> Node | None:
        """Return the node under ``key``, or nothing."""
        return next((node for name, node in self.entries if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """Return the key itself as a node, for its location."""
        return next((name for name, _ in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping

# What YAML 1.1 does not read as the text it looks like.
_DOUBTFUL = (
    (re.compile(r"[-+]?\d[\d_]*\.\d[\d_.]*([eE][-+]?\d+)?$|[-+]?\.\d+$"), "bilangan pecahan"),
    (re.compile(r"\d[\d_]*(:[0-5]?\d)+(\.\d*)?$"), "bilangan berbasis 60"),
    (re.compile(r"0\d+$"), "bilangan berbasis 8"),
    (re.compile(r"0[xXbBoO][0-9a-fA-F_]+$"), "bilangan berbasis lain"),
    (re.compile(r"\d[\d]*_[\d_]*$"), "bilangan bergaris bawah"),
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
    here = Location(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        log.add(here, "berkas-tidak-terbaca", f"Berkas tidak dapat dibuka: {error.strerror}.")
        return None
    if len(raw) > MAX_BYTES:
        log.add(here, "berkas-terlalu-besar", f"Berkas lebih besar dari {MAX_BYTES:,} bita.")
        return None
    try:
        text = raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        log.add(
            Location(name, line),
            "bukan-utf8",
            "Berkas bukan UTF-8. Simpan ulang dengan penyandian UTF-8.",
        )
        return None
    return read_text(text, name, log)


def read_text(text: str, name: str, log: ProblemLog) -> Node | None:
    """Read YAML text into nodes; see :func:`read_file`."""
    try:
        loader = yaml.SafeLoader(text)
        try:
            if _nests_too_deep(text, name, log):
                return None
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        log.add(where, "yaml-rusak", _explain(error))
        return None
    except yaml.YAMLError as error:
        log.add(Location(name), "yaml-rusak", f"Berkas ini bukan YAML yang benar: {error}.")
        return None
    if root is None:
        log.add(Location(name), "berkas-kosong", "Berkas ini kosong.")
        return None
    return _convert(root, name, log)


def _nests_too_deep(text: str, name: str, log: ProblemLog) -> bool:
    """Report nesting and references before the recursive composer meets them."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        where = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            log.add(
                where,
                "yaml-acuan",
                "Tanda & dan * (acuan YAML) tidak dipakai di sini. Tulis isinya langsung, "
                "atau beri tanda kutip bila itu teks.",
            )
            return True
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                log.add(where, "terlalu-dalam", f"Bersarang lebih dari {MAX_DEPTH} tingkat.")
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _convert(node: yaml.Node, name: str, log: ProblemLog) -> Node:
    where = Location(name, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, where, quoted=node.style is not None)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_convert(item, name, log) for item in node.value), where)
    entries: list[tuple[Scalar, Node]] = []
    seen: dict[str, Scalar] = {}
    for raw_key, raw_value in node.value:
        key = _convert(raw_key, name, log)
        value = _convert(raw_value, name, log)
        if not isinstance(key, Scalar):
            log.add(key.location, "kunci-bukan-kata", "Kunci harus satu kata, bukan daftar.")
            continue
        if key.text in seen:
            log.add(
                key.location,
                "kunci-ganda",
                f"Kunci “{key.text}” sudah ditulis pada baris {seen[key.text].location.line}. "
                "Hapus salah satunya.",
            )
            continue
        seen[key.text] = key
        entries.append((key, value))
    return Mapping(tuple(entries), where)


_EXPLANATIONS = (
    (
        "mapping values are not allowed",
        "Titik dua tidak boleh di sini. Beri tanda kutip pada teks "
        "yang memuat titik dua, atau periksa indentasinya.",
    ),
    ("could not find expected ':'", "Titik dua setelah kunci tidak ditemukan."),
    ("found character '\\t'", "Tab dipakai untuk indentasi. Ganti dengan spasi."),
    ("found unexpected end of stream", "Tanda kutip dibuka tetapi tidak ditutup."),
    ("found character '@'", "Teks yang diawali @ harus diberi tanda kutip."),
    ("found character '%'", "Teks yang diawali % harus diberi tanda kutip."),
    (
        "expected <block end>",
        "Indentasi atau tanda - tidak sejajar dengan baris di atasnya, atau "
        "ada teks sesudah tanda kutip penutup.",
    ),
    ("expected ',' or", "Koma atau kurung penutup kurang dalam {…} atau […]."),
    ("expected a single document", "Garis --- memulai dokumen kedua; satu berkas hanya satu."),
    ("could not determine a constructor", "Tanda ! tidak dipakai di sini."),
)


def _explain(error: yaml.MarkedYAMLError) -> str:
    told = f"{error.context or ''} {error.problem or ''}"
    for sign, message in _EXPLANATIONS:
        if sign in told:
            return message
    return f"Berkas ini bukan YAML yang benar ({(error.problem or 'tidak diketahui')})."
