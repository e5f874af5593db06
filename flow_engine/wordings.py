"""Holds the official wordings to the letter: against the sources, and against a lock.

With the sources at hand every quotation is looked up in the lines its clause
names. The lock keeps a hash for each part, so that without the sources a changed
wording is found as well.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flow_engine.json_source import read_json
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import Clause, Library, Part, Placeholder
from flow_engine.source import read_utf8

LOCK_NAME = "kunci-kutipan.json"

_TAGS = re.compile(r"</?[a-zA-Z]+\s*/?>")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|^#+ ",
                     re.MULTILINE)  # fmt: skip
_LIST_MARK = re.compile(r"^\s*(?:(?:[-*✓]|o|\d{1,2}[.)]|[a-zA-Z][.)])\s+)+", re.MULTILINE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})
_HEADERS = (
    re.compile(r"^\s*#?\s*STANDAR OPERASIONAL PROSEDUR CSO PLN 123\s*$"),
    re.compile(r"^\s*\**PRODUCT KNOWLEDGE CONTACT CENTER PLN 123\**\s*$"),
    re.compile(r"^\s*Page \d+ of \d+\s*$"),
)
_PLACE = re.compile(r"\{([^{}]+)\}")
_NAMED = re.compile(r"“([^“”]+)”")


def normalise(text: str) -> str:
    """Return a wording without what the text extraction added around it.

    Markup, list marks at line starts, line breaks and kinds of quotation marks
    go; letters, punctuation and capitals stay.
    """
    text = html.unescape(_TAGS.sub("", text)).translate(_QUOTES)
    text = _LIST_MARK.sub("", _MARKUP.sub("", text))
    return " ".join(text.split())


def fingerprint(text: str) -> str:
    """Return the hash of a wording as the lock keeps it."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class SourceText:
    """One source document as lines."""

    name: str
    lines: tuple[str, ...]

    def passage(self, ranges: Iterable[tuple[int, int]]) -> str:
        """Return the given lines as one text, page headers left out."""
        picked = [
            line
            for first, last in ranges
            for line in self.lines[first - 1 : last]
            if not any(header.match(line) for header in _HEADERS)
        ]
        return "\n".join(picked)


def read_sources(folder: Path, library: Library, log: ProblemLog) -> dict[str, SourceText]:
    """Read the sources that are there, by document id; one that is missing is a problem."""
    found = {}
    for document in library.documents.values():
        path = folder / document.file
        if not path.is_file():
            log.add(
                document.location,
                "sumber-tidak-ada",
                f"Dokumen sumber {document.file} tidak ada di folder yang diberikan.",
            )
        elif (text := read_utf8(path, document.file, log)) is not None:
            found[document.id] = SourceText(document.file, tuple(text.split("\n")))
    return found


def official_parts(library: Library) -> list[Part]:
    """Return every part that quotes, in the order of the register."""
    return [p for clause in library.clauses.values() for p in clause.parts if p.official]


def find_wording(part: Part, passage: str, placeholders: Iterable[Placeholder]) -> bool:
    """Tell whether a quotation stands in a passage to the letter.

    A declared place of the quotation matches what its patterns describe.
    """
    patterns = {place.sign: place.patterns for place in placeholders}
    wanted = normalise(part.text)
    pieces: list[str] = []
    position = 0
    for match in _PLACE.finditer(wanted):
        choices = patterns.get(match[1])
        if choices is None:
            continue
        pieces.append(re.escape(wanted[position : match.start()]))
        pieces.append("(?:" + "|".join(choices) + ")")
        position = match.end()
    pieces.append(re.escape(wanted[position:]))
    return re.search("".join(pieces), normalise(passage)) is not None


def compare_with_sources(library: Library, sources: dict[str, SourceText]) -> ProblemLog:
    """Compare every quotation and every quoted name with the sources at hand."""
    log = ProblemLog()
    for clause in library.clauses.values():
        source = sources.get(clause.document)
        if source is None:
            continue
        passage = source.passage(clause.lines)
        whole = normalise("\n".join(source.lines))
        for part in clause.parts:
            if part.official:
                _check_quotation(part, clause, passage, library, source, log)
            else:
                _check_names(part.text, part.location, whole, source, log)
    return log


def _check_quotation(
    part: Part, clause: Clause, passage: str, library: Library, source: SourceText, log: ProblemLog
) -> None:
    if find_wording(part, passage, library.placeholders):
        return
    log.add(
        part.location,
        "kutipan-berbeda",
        f"Kutipan {part.id} tidak ada huruf demi huruf di {source.name}, baris "
        f"{', '.join(f'{a}-{b}' for a, b in clause.lines)}.",
    )


def _check_names(
    text: str, where: Location, whole: str, source: SourceText, log: ProblemLog
) -> None:
    for name in _NAMED.findall(text):
        if normalise(name) not in whole:
            log.add(
                where,
                "nama-berbeda",
                f"Nama “{name}” tidak ditulis demikian di {source.name}.",
            )


@dataclass(frozen=True)
class Lock:
    """What was locked: the hash of each quoting part, and every clause of the register."""

    parts: Mapping[str, str]
    clauses: tuple[str, ...]


def read_lock(data_dir: Path, log: ProblemLog) -> Lock | None:
    """Return the lock; nothing, with a problem told, where it cannot be read."""
    name = f"docs/_data/{LOCK_NAME}"
    data = read_json(data_dir / LOCK_NAME, name, log)
    if data is None:
        return None
    parts = data.get("bagian")
    if not isinstance(parts, dict):
        log.add(Location(name), "bukan-peta", "Isi “bagian” harus berupa “kunci: nilai”.")
        return None
    clauses = data.get("klausul")
    if not isinstance(clauses, list):
        log.add(Location(name), "bukan-daftar", "Isi “klausul” harus berupa daftar.")
        return None
    return Lock({key: str(value) for key, value in parts.items()}, tuple(map(str, clauses)))


def compare_with_lock(library: Library, data_dir: Path) -> ProblemLog:
    """Compare every quotation with the lock; parts and clauses may not vanish either."""
    log = ProblemLog()
    lock = read_lock(data_dir, log)
    if lock is None:
        return log
    seen = set()
    for part in official_parts(library):
        seen.add(part.id)
        if part.id not in lock.parts:
            log.add(
                part.location,
                "kutipan-belum-dikunci",
                f"Kutipan {part.id} belum dikunci. Jalankan “make kunci” di dekat dokumen sumber.",
            )
        elif lock.parts[part.id] != fingerprint(part.text):
            log.add(
                part.location,
                "kutipan-berubah",
                f"Kalimat resmi {part.id} berubah dari yang dikunci terhadap dokumen sumber. "
                "Kembalikan kalimatnya, atau kunci ulang terhadap sumber yang baru.",
            )
    for missing in sorted(set(lock.clauses) - set(library.clauses)):
        log.add(
            Location(f"docs/_data/{LOCK_NAME}"),
            "klausul-hilang",
            f"Klausul {missing} ada dalam register tetapi tidak ada lagi dalam data klausul. "
            "Klausul tidak pernah dihapus; yang tidak berlaku lagi diberi “status: dicabut”.",
        )
    for missing in sorted(set(lock.parts) - seen):
        log.add(
            Location(f"docs/_data/{LOCK_NAME}"),
            "kutipan-hilang",
            f"Kutipan {missing} ada dalam kunci tetapi tidak ada lagi dalam data klausul.",
        )
    return log


def write_lock(library: Library, data_dir: Path) -> int:
    """Write the lock for the wordings as they are; call only after a clean comparison.

    It is written aside and put in place whole: who is interrupted keeps the old lock.
    """
    parts = {part.id: fingerprint(part.text) for part in official_parts(library)}
    data = {
        "keterangan": "Sidik kalimat resmi menurut id bagian; dibuat oleh make kunci.",
        "klausul": list(library.clauses),
        "bagian": parts,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    unfinished = data_dir / f"{LOCK_NAME}.baru"
    unfinished.write_text(text, "utf-8")
    unfinished.replace(data_dir / LOCK_NAME)
    return len(parts)
