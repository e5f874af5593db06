"""Reads ``sumber.yaml`` and ``klausul/*.yaml`` into documents and clauses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from flow_engine.fields import Fields, as_text
from flow_engine.keys import (
    CLAUSE_FILE_KEYS,
    CLAUSE_KEYS,
    DOCUMENT_KEYS,
    IN_FORCE_KEYS,
    NOTE_KEYS,
    PART_KEYS,
    PLACEHOLDER_KEYS,
    SOURCE_KEYS,
)
from flow_engine.problems import ProblemLog
from flow_engine.records import (
    KIND_WORDS,
    NOTE_KINDS,
    SCRIPT_KINDS,
    STATUSES,
    SYSTEMS,
    Clause,
    Document,
    InForce,
    Kind,
    Note,
    Part,
    Placeholder,
)
from flow_engine.source import Node

_LINES = re.compile(r"([0-9]{1,9})(?:\s*-\s*([0-9]{1,9}))?$")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_REVERSE_KINDS = {kind: word for word, kind in KIND_WORDS.items()}


def read_documents(
    node: Node, log: ProblemLog
) -> tuple[dict[str, Document], tuple[Placeholder, ...]]:
    """Read ``sumber.yaml``: the documents by id and the declared placeholders."""
    root = Fields(node, log, "sumber.yaml", SOURCE_KEYS)
    documents: dict[str, Document] = {}
    for item in root.items("dokumen"):
        document = _read_document(item, log)
        if document.id in documents:
            log.add(document.location, "id-ganda", f"Dokumen {document.id} sudah ditulis.")
        documents[document.id] = document
    return documents, tuple(_read_placeholder(item, log) for item in root.items("isian"))


def _read_document(node: Node, log: ProblemLog) -> Document:
    f = Fields(node, log, "dokumen", DOCUMENT_KEYS)
    return Document(
        id=f.text("id"),
        file=f.text("berkas"),
        title=f.text("judul"),
        short=f.text("singkat"),
        date=read_date(f, "tanggal"),
        page=f.text("halaman"),
        location=f.location,
        date_note=f.text("tanggal_catatan", ""),
        replaces=f.text("mengganti", ""),
        status=f.word("status", STATUSES, "berlaku"),
        stale=f.text("usang", ""),
        in_force=tuple(read_in_force(item, log) for item in f.items("berlaku")),
    )


def _read_placeholder(node: Node, log: ProblemLog) -> Placeholder:
    f = Fields(node, log, "isian", PLACEHOLDER_KEYS)
    patterns = f.texts("pola_sumber")
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            log.add(f.at("pola_sumber"), "pola-rusak", f"Pola “{pattern}” rusak: {error}.")
    return Placeholder(
        f.text("tanda"), f.text("fakta", "", empty=True), f.text("label"), patterns, f.location
    )


def read_date(f: Fields, key: str, default: str | None = None) -> str:
    """Return an ISO date, written in quotation marks; ``""`` says that there is none."""
    text = f.text(key, default, empty=True)
    if text:
        try:
            if not _DATE.match(text):
                raise ValueError
            datetime.date.fromisoformat(text)
        except ValueError:
            log_text = f'“{text}” bukan tanggal. Tulis seperti "2022-02-18".'
            f.log.add(f.at(key), "bukan-tanggal", log_text)
    return text


def read_in_force(node: Node | None, log: ProblemLog) -> InForce:
    """Read a ``berlaku`` block; nothing written means always and everywhere."""
    if node is None:
        return InForce()
    f = Fields(node, log, "berlaku", IN_FORCE_KEYS)
    return InForce(
        read_date(f, "mulai", ""),
        read_date(f, "sampai", ""),
        f.texts("wilayah"),
        f.text("klausul", ""),
        read_date(f, "tidak_sebelum", ""),
        f.texts("di_luar"),
    )


def read_clauses(
    node: Node, documents: Mapping[str, Document], found: dict[str, Clause], log: ProblemLog
) -> None:
    """Read one file of clauses into ``found``, in file order."""
    root = Fields(node, log, "berkas klausul", CLAUSE_FILE_KEYS)
    document = root.word("dokumen", documents or (root.text("dokumen", ""),))
    for item in root.items("klausul"):
        clause = _read_clause(item, document, log)
        if clause.id in found:
            first = found[clause.id].location
            log.add(clause.location, "id-ganda", f"Klausul {clause.id} sudah ditulis di {first}.")
            continue
        if clause.id and clause.id != document and not clause.id.startswith(f"{document}-"):
            log.add(
                clause.location,
                "id-salah",
                f"Id “{clause.id}” harus diawali “{document}-”.",
            )
        found[clause.id] = clause


def _read_clause(node: Node, document: str, log: ProblemLog) -> Clause:
    f = Fields(node, log, "klausul", CLAUSE_KEYS)
    clause_id = f.text("id")
    parts: list[Part] = []
    for item in f.items("bagian"):
        part = _read_part(item, clause_id, log)
        if part.id in {other.id for other in parts}:
            log.add(part.location, "id-ganda", f"Nomor bagian {part.id} dipakai dua kali.")
            continue
        parts.append(part)
    return Clause(
        id=clause_id,
        document=document,
        place=f.text("tempat"),
        register_kinds=f.texts("jenis"),
        title=f.text("judul"),
        summary=f.text("ringkasan", ""),
        location=f.location,
        lines=read_lines(f),
        parts=tuple(parts),
        notes=tuple(_read_note(item, log) for item in f.items("catatan")),
        status=f.word("status", STATUSES, "berlaku"),
        in_force=read_in_force(f.node.get("berlaku"), log),
        aliases=f.texts("alias"),
        history=f.texts("riwayat"),
        replaced_by=f.texts("pengganti"),
    )


def read_lines(f: Fields) -> tuple[tuple[int, int], ...]:
    """Read ``baris``: ranges of lines of a source, first and last included."""
    node = f.node.get("baris")
    if node is None:
        return ()
    ranges: list[tuple[int, int]] = []
    for piece in as_text(node, f.log, "baris").split(","):
        match = _LINES.match(piece.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 0 < first <= last:
            f.log.add(
                node.location,
                "baris-salah",
                f"“{piece.strip()}” bukan rentang baris. Tulis seperti 118-128 atau 12.",
            )
            continue
        ranges.append((first, last))
    return tuple(ranges)


def _read_part(node: Node, clause_id: str, log: ProblemLog) -> Part:
    f = Fields(node, log, "bagian", PART_KEYS)
    kind = KIND_WORDS[f.word("jenis", KIND_WORDS)]
    official = f.has("kutipan")
    if official == f.has("teks"):
        log.add(
            f.location,
            "kutipan-atau-teks",
            "Tulis salah satu: “kutipan” untuk kalimat resmi, atau “teks” untuk kalimat kita.",
        )
    if kind in SCRIPT_KINDS and not official:
        log.add(
            f.location,
            "tanpa-kutipan",
            f"Bagian {_REVERSE_KINDS[kind]} harus berupa kutipan kalimat resmi.",
        )
    strange = ("aplikasi",) if kind is Kind.WRITE else ("ke", "isian")
    for key in strange:
        if f.has(key):
            log.add(
                f.at(key),
                "kunci-tidak-dikenal",
                f"Kunci “{key}” tidak dipakai pada bagian {_REVERSE_KINDS[kind]}. TULIS memakai "
                "“ke” dan “isian”; yang lain “aplikasi”.",
            )
    system = f.word("ke" if kind is Kind.WRITE else "aplikasi", SYSTEMS, "")
    if kind is Kind.WRITE and not system:
        log.add(f.location, "kunci-wajib", "Bagian TULIS harus menyebut “ke: APKT” atau lainnya.")
    return Part(
        id=f"{clause_id}/{f.integer('no')}",
        clause=clause_id,
        kind=kind,
        text=f.text("kutipan") if official else f.text("teks", ""),
        official=official,
        location=f.location,
        when=f.text("bila", ""),
        system=system,
        field=f.text("isian") if kind is Kind.WRITE else "",
        replaced_by=f.texts("pengganti"),
    )


def _read_note(node: Node, log: ProblemLog) -> Note:
    f = Fields(node, log, "catatan", NOTE_KEYS)
    return Note(f.word("jenis", NOTE_KINDS), f.text("teks"), f.text("tanya", ""))
