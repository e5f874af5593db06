"""Reads ``docs/_data`` into a :class:`~flow_engine.records.Library`.

Every problem of all files is collected; nothing is thrown before the last file
has been read. Flows are read by :mod:`flow_engine.flows`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flow_engine import clauses as clause_files
from flow_engine import lists as list_files
from flow_engine import news
from flow_engine.decode_lessons import read_curriculum
from flow_engine.decode_weights import read_weight_list
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import (
    Clause,
    Document,
    FaqTopic,
    Home,
    InForce,
    Library,
    Part,
    Placeholder,
    Settings,
)
from flow_engine.source import Node, read_file
from flow_engine.speech import read_speech
from flow_engine.words import read_words

CLAUSE_FILES = ("prk", "lul", "ctt", "pmb", "vc4")


def display_name(data_dir: Path, path: Path) -> str:
    """Return a file's name as messages show it, from the project's root."""
    try:
        return path.relative_to(data_dir.parent.parent).as_posix()
    except ValueError:
        return path.name


def read_data(data_dir: Path, name: str, log: ProblemLog) -> Node | None:
    """Read ``docs/_data/<name>.yaml`` into nodes."""
    path = data_dir / f"{name}.yaml"
    return read_file(path, display_name(data_dir, path), log)


def load_library(data_dir: Path) -> tuple[Library, ProblemLog]:
    """Load everything under ``docs/_data`` but the flows.

    Args:
        data_dir: The folder ``docs/_data``.

    Returns:
        The library, as complete as the files allow, and every problem found.
    """
    log = ProblemLog()
    documents: dict[str, Document] = {}
    placeholders: tuple[Placeholder, ...] = ()
    sources = read_data(data_dir, "sumber", log)
    if sources is not None:
        documents, placeholders = clause_files.read_documents(sources, log)
    found: dict[str, Clause] = {}
    for name in CLAUSE_FILES:
        node = read_data(data_dir, f"klausul/{name}", log)
        if node is not None:
            clause_files.read_clauses(node, documents, found, log)
    parts: dict[str, Part] = {part.id: part for c in found.values() for part in c.parts}
    known = list_files.Known(frozenset(found), frozenset(parts))
    names = frozenset(found) | frozenset(parts)
    kinds = {part.id: part.kind for part in parts.values()}

    def node_of(name: str) -> Node | None:
        return read_data(data_dir, name, log)

    def optional(name: str) -> Node | None:
        return node_of(name) if (data_dir / f"{name}.yaml").is_file() else None

    topics, treatment = list_files.read_faq(node_of("faq"), known, log)
    fees_clause, fees = list_files.read_fees(node_of("biaya"), known, log)
    itsm = list_files.read_itsm(node_of("itsm"), known, log)
    library = Library(
        documents=documents,
        clauses=found,
        placeholders=placeholders,
        topics=topics,
        faq_treatment=treatment,
        fees_clause=fees_clause,
        fees=fees,
        family=itsm.family,
        family_clause=itsm.family_clause,
        catalogue_clause=itsm.catalogue_clause,
        groups=itsm.groups,
        statuses=itsm.statuses,
        codes=list_files.read_codes(node_of("meter"), known, log),
        terms=list_files.read_terms(node_of("istilah/daftar"), known, log),
        home=list_files.read_home(node_of("beranda"), known, log),
        missing=list_files.read_missing(node_of("hilang"), known, log),
        settings=list_files.read_settings(node_of("situs"), known, log),
        words=read_words(node_of("istilah/kata"), log),
        speech=read_speech(node_of("istilah/ucapan"), log),
        weights=read_weight_list(node_of("penilaian"), known, log, kinds),
        curriculum=read_curriculum(optional("latihan"), known, log),
        parts=parts,
        changes=news.read_changes(optional("perubahan"), names, log),
        renamed=news.read_renamed(optional("alamat"), names, log),
    )
    _check_cross_references(library, log)
    return library, log


def empty_library() -> Library:
    """Return a library with nothing in it, for tests and for flows read alone."""
    topics: tuple[FaqTopic, ...] = ()
    return Library(
        documents={}, clauses={}, placeholders=(), topics=topics, faq_treatment="", fees_clause="",
        fees=(), family="", family_clause="", catalogue_clause="", groups=(), statuses=(),
        codes=(), terms=(), home=Home("", "", (), ()), missing=(), settings=Settings(),
    )  # fmt: skip


def _check_cross_references(library: Library, log: ProblemLog) -> None:
    for document in library.documents.values():
        if document.id not in library.clauses:
            log.add(
                document.location,
                "rujukan-klausul",
                f"Dokumen {document.id} tidak punya klausul judul dengan id yang sama.",
            )
        for rule in document.in_force:
            _check_rule(rule, document.location, library, log)
        _check_regions(document, log)
    for part in library.parts.values():
        _check_names(part.replaced_by, part.location, library, log)
    listed = {entry.clause for topic in library.topics for entry in topic.entries}
    for clause in library.clauses.values():
        _check_rule(clause.in_force, clause.location, library, log)
        _check_names(clause.replaced_by, clause.location, library, log)
        if clause.register_kinds == ("faq",) and clause.id not in listed:
            log.add(
                clause.location,
                "faq-tanpa-topik",
                f"Klausul {clause.id} belum masuk topik mana pun di faq.yaml.",
                allowed=[topic.id for topic in library.topics],
            )


def _check_rule(rule: InForce, where: Location, library: Library, log: ProblemLog) -> None:
    for name in filter(None, (rule.clause, *rule.outside)):
        if name not in library.clauses:
            log.add(
                where,
                "rujukan-klausul",
                f"Klausul “{name}” tidak ada dalam daftar klausul.",
                allowed=library.clauses,
                guess_from=name,
            )
        elif name in rule.outside:
            named = library.clauses[name].in_force
            if not named.since or not named.regions:
                message = f"Klausul {name} disebut “di_luar”, tetapi tidak punya mulai dan wilayah."
                log.add(where, "berlaku-salah", message)
    if rule.until and not rule.since:
        log.add(where, "berlaku-salah", "“sampai” hanya bersama “mulai”.")
    elif rule.until and rule.until < rule.since:
        message = f"“mulai” {rule.since} sesudah “sampai” {rule.until}."
        log.add(where, "berlaku-salah", message)


def _check_regions(document: Document, log: ProblemLog) -> None:
    """Find regions for which a document has several rules: one would never be read."""
    named = Counter(region for rule in document.in_force for region in rule.regions or ("",))
    everywhere = named.pop("", 0)
    if everywhere and (everywhere > 1 or named):
        message = "Aturan tanpa wilayah berlaku di mana-mana; di sampingnya tidak boleh ada lain."
        log.add(document.location, "berlaku-salah", message)
    for region in (region for region, times in named.items() if times > 1):
        message = f"{region} disebut dua aturan berlaku; satu wilayah hanya satu aturan."
        log.add(document.location, "berlaku-salah", message)


def _check_names(
    names: tuple[str, ...], where: Location, library: Library, log: ProblemLog
) -> None:
    """Find what is said to replace something and is neither clause nor part."""
    for name in names:
        if name not in library.clauses and name not in library.parts:
            log.add(
                where,
                "rujukan-klausul",
                f"Pengganti “{name}” tidak ada di antara klausul dan bagian.",
                allowed=(*library.clauses, *library.parts),
                guess_from=name,
            )
