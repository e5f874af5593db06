"""``revision``: hold a new text of a source against the lock, and tell what each line touches."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from flow_engine.checking import load_checked
from flow_engine.commands.flows import FAILED, INVALID, OK, exit_code, tell_problems
from flow_engine.commands.registry import Command
from flow_engine.coverage import Cover, cover_clauses
from flow_engine.line_lock import read_lines_lock
from flow_engine.problems import UNSEEN, ProblemLog, nearest
from flow_engine.source import read_utf8
from flow_engine.source_revision import LineChange, Revision, compare_revision

_SIGNS = {"berubah": "~", "hilang": "-", "baru": "+", "pindah": ">"}
_SHOWN = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the new text, its document, and how the answer is printed."""
    parser.add_argument(
        "--source", metavar="BERKAS", type=Path, required=True, help="teks baru dokumen sumber"
    )
    parser.add_argument(
        "--document", metavar="DOKUMEN", required=True, help="dokumen yang direvisi, misalnya PRK"
    )
    parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")


def run(options: argparse.Namespace) -> int:
    """Tell what a new text touches; 0 where nothing changed, 1 where something did."""
    checked = load_checked(options.data)
    if tell_problems(checked.log):
        return exit_code(checked.log)
    documents = checked.library.documents
    if options.document not in documents:
        guess = nearest(options.document, documents)
        hint = f" Maksud Anda “{guess}”?" if guess else ""
        known = ", ".join(documents)
        print(f"Dokumen “{options.document}” tidak ada.{hint} Yang ada: {known}.", file=sys.stderr)
        return INVALID
    log = ProblemLog()
    text = read_utf8(options.source, options.source.name, log)
    locked = read_lines_lock(options.data, log)
    if text is None or locked is None:
        tell_problems(log)
        return INVALID
    revision = compare_revision(
        locked[options.document], text.split("\n"), checked.library.placeholders
    )
    covers = {
        cover.clause.id: cover
        for cover in cover_clauses(checked.library, checked.flows, checked.tried)
    }
    titles = [run.scenario.title for run in checked.tried]
    if options.json:
        found = as_json(options.document, revision, covers, titles)
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_text(options.document, revision, covers, titles)))
    return FAILED if revision.changes else OK


def as_json(
    document: str, revision: Revision, covers: dict[str, Cover], titles: list[str]
) -> dict[str, Any]:
    """Return the comparison as ``docs/pengembang/format.md`` describes it."""
    return {
        "document": document,
        "unchanged": revision.unchanged,
        "changes": [
            {
                "change": change.change.value,
                "old": change.old or None,
                "new": change.new or None,
                "text": change.text,
                "clauses": list(change.clauses),
                "reasons": list(change.reasons),
            }
            for change in revision.changes
        ],
        "touched": {
            name: _touched(covers[name], titles) for name in revision.clauses if name in covers
        },
        "lines": {name: _written(ranges) for name, ranges in revision.lines.items()},
    }


def _touched(cover: Cover, titles: list[str]) -> dict[str, Any]:
    return {
        "pages": [cover.home, *cover.pages],
        "flows": {flow: [use.title for use in uses] for flow, uses in cover.flows.items()},
        "scenarios": [titles[number] for number in cover.scenarios],
    }


def _written(ranges: Iterable[tuple[int, int]]) -> str:
    """Return ranges as an editor writes them under ``baris``."""
    return ", ".join(f"{a}-{b}" if a != b else str(a) for a, b in ranges)


def as_text(
    document: str, revision: Revision, covers: dict[str, Cover], titles: list[str]
) -> Iterator[str]:
    """Yield the lines of the comparison for people."""
    if not revision.changes:
        yield f"{document}: tidak ada yang berubah, {revision.unchanged} baris sama."
        return
    yield (
        f"{document}: {len(revision.changes)} baris berbeda, {revision.unchanged} sama. "
        f"{len(revision.clauses)} klausul tersentuh."
    )
    for change in revision.changes:
        yield _change_words(change)
    for name in revision.clauses:
        touched = _touched(covers[name], titles)
        yield f"{name} {covers[name].clause.title}"
        yield f"  halaman: {', '.join(page or 'beranda' for page in touched['pages'])}"
        for flow, steps in touched["flows"].items():
            yield f"  alur {flow}: {'; '.join(dict.fromkeys(steps))}"
        yield f"  skenario: {_few(touched['scenarios'])}"
    if revision.lines:
        yield "“baris” yang bergeser, menurut teks yang baru:"
        for name, ranges in revision.lines.items():
            yield f'  {name}: "{_written(ranges)}"'


def _change_words(change: LineChange) -> str:
    old = f"baris {change.old}" if change.old else ""
    new = f"baris {change.new} baru" if change.new else ""
    text = UNSEEN.sub(" ", change.text)
    shown = f" “{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else ""
    whose = ", ".join((*change.clauses, *(f"dilewati: {reason}" for reason in change.reasons)))
    place = " → ".join(filter(None, (old, new)))
    return f"{_SIGNS[change.change]} {change.change} {place}{shown} [{whose or 'tanpa klausul'}]"


def _few(titles: list[str]) -> str:
    if not titles:
        return "tidak ada"
    more = f", dan {len(titles) - 3} lagi (--json menyebut semuanya)" if len(titles) > 3 else ""
    return "; ".join(titles[:3]) + more


COMMAND = Command(
    "revision", "teks baru sebuah sumber: baris yang berubah dan yang disentuhnya",
    add_arguments, run,
)  # fmt: skip
