"""Reads ``latihan.yaml``: paths, lessons, and clauses that no lesson teaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flow_engine.fields import Fields
from flow_engine.keys import (
    CURRICULUM_KEYS,
    EXAMPLE_KEYS,
    LEARNING_PATH_KEYS,
    LESSON_KEYS,
    NOT_TAUGHT_KEYS,
)
from flow_engine.lessons import (
    NO_CURRICULUM,
    QUESTIONS,
    Curriculum,
    Example,
    LeftOut,
    Lesson,
    Path,
)
from flow_engine.lists import Known
from flow_engine.problems import Location, ProblemLog
from flow_engine.source import Node

TAKEN_PAGES = ("index", "kartu", "panggilan", "kemajuan")
"""Pages of ``docs/latihan`` that are no path."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_curriculum(node: Node | None, known: Known, log: ProblemLog) -> Curriculum:
    """Read ``latihan.yaml``.

    Args:
        node: The file; nothing where there is none.
        known: The clauses there are.
        log: Takes the problems.
    """
    if node is None:
        return NO_CURRICULUM
    root = Fields(node, log, "latihan.yaml", CURRICULUM_KEYS)
    seen: dict[str, Location] = {}
    pages: dict[str, Location] = {}
    paths = tuple(_read_path(item, known, log, pages, seen) for item in root.items("jalur"))
    return Curriculum(paths, tuple(_read_left_out(root, known, paths)))


def _read_path(
    node: Node,
    known: Known,
    log: ProblemLog,
    pages: dict[str, Location],
    seen: dict[str, Location],
) -> Path:
    f = Fields(node, log, "jalur", LEARNING_PATH_KEYS)
    name = _read_id(f, pages, "Jalur")
    if name in TAKEN_PAGES:
        log.add(
            f.at("id"),
            "id-latihan",
            f"“{name}” sudah menjadi halaman latihan lain; beri jalur ini id yang lain.",
        )
    lessons = [_read_lesson(item, name, known, log, seen) for item in f.items("pelajaran")]
    if not lessons:
        log.add(
            f.location,
            "jalur-kosong",
            f"Jalur “{name}” belum punya pelajaran.",
            suggestion="Tulis sedikitnya satu di bawah “pelajaran”, atau hapus jalurnya.",
        )
    return Path(name, f.text("judul"), f.text("tentang"), tuple(lessons), f.location)


def _read_lesson(
    node: Node, path: str, known: Known, log: ProblemLog, seen: dict[str, Location]
) -> Lesson:
    f = Fields(node, log, "pelajaran", LESSON_KEYS)
    name = _read_id(f, seen, "Pelajaran")
    f.require("klausul")
    clauses = known.many(f, "klausul")
    _once(f, "klausul", clauses)
    stated_in = known.many(f, "dari")
    for clause in stated_in:
        if clause not in clauses:
            log.add(
                f.at("dari"),
                "alasan-dari-luar",
                f"Alasan pelajaran “{name}” dikatakan berasal dari {clause}, yang tidak "
                "diajarkannya.",
                allowed=clauses,
                suggestion="Tambahkan klausul itu pada “klausul”, atau hapus “dari”.",
            )
    cards = f.texts("kartu")
    _once(f, "kartu", cards)
    if cards and len(cards) != QUESTIONS:
        log.add(
            f.at("kartu"),
            "soal-bukan-tiga",
            f"Pelajaran “{name}” menyebut {len(cards)} kartu; sebuah pelajaran bertanya "
            f"{QUESTIONS} kali.",
            suggestion="Sebut tiga kartu, atau hapus “kartu” supaya dipilihkan.",
        )
    example = _read_example(f)
    return Lesson(
        id=name,
        path=path,
        title=f.text("judul"),
        clauses=clauses,
        why=f.text("mengapa"),
        location=f.location,
        stated_in=stated_in,
        example=example,
        without_example=f.text("tanpa_contoh", ""),
        cards=cards,
    )


def _read_example(f: Fields) -> Example | None:
    """Read the run of a lesson; exactly one of it and the reason for none is written."""
    if f.has("contoh") == f.has("tanpa_contoh"):
        f.log.add(
            f.location,
            "contoh-atau-alasan",
            "Sebuah pelajaran punya “contoh”, atau “tanpa_contoh” dengan alasannya; tepat satu.",
        )
    if not f.has("contoh"):
        return None
    e = f.child("contoh", "contoh", EXAMPLE_KEYS)
    return Example(e.text("alur"), e.text("skenario"), e.location)


def _read_left_out(root: Fields, known: Known, paths: Sequence[Path]) -> Iterable[LeftOut]:
    taught = {
        clause: lesson for path in paths for lesson in path.lessons for clause in lesson.clauses
    }
    seen: dict[str, Location] = {}
    for item in root.items("tanpa_pelajaran"):
        f = Fields(item, root.log, "klausul tanpa pelajaran", NOT_TAUGHT_KEYS)
        f.require("klausul")
        clauses, reason = known.many(f, "klausul"), f.text("alasan")
        for clause in clauses:
            _note_double(seen, clause, f.at("klausul"), "Klausul tanpa pelajaran", root.log)
            if clause in taught:
                root.log.add(
                    f.at("klausul"),
                    "diajarkan-dan-ditinggalkan",
                    f"Klausul {clause} diajarkan pelajaran “{taught[clause].id}”, jadi tidak "
                    "mungkin sekaligus tanpa pelajaran.",
                    suggestion="Hapus salah satunya.",
                )
            yield LeftOut(clause, reason, f.location)


def _read_id(f: Fields, seen: dict[str, Location], what: str) -> str:
    name = f.text("id")
    if name and not _ID.fullmatch(name):
        f.log.add(
            f.at("id"),
            "id-latihan",
            f"“{name}” tidak dapat menjadi id {what.lower()}: hanya huruf kecil, angka, dan "
            "tanda hubung di antaranya.",
        )
    _note_double(seen, name, f.at("id"), what, f.log)
    return name


def _once(f: Fields, key: str, names: Iterable[str]) -> None:
    seen: dict[str, Location] = {}
    for name in names:
        _note_double(seen, name, f.at(key), key.capitalize(), f.log)


def _note_double(
    seen: dict[str, Location], name: str, where: Location, what: str, log: ProblemLog
) -> None:
    if name in seen:
        log.add(where, "id-ganda", f"{what} “{name}” sudah ditulis di {seen[name]}.")
    seen.setdefault(name, where)
