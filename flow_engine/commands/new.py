"""``new``: a commented template for something an editor wants to begin."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from flow_engine.commands.facts import fact_words
from flow_engine.commands.flows import INVALID, OK, named_flow
from flow_engine.commands.parser import Parser
from flow_engine.commands.registry import Command
from flow_engine.facts import CLOCK, to_json
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.problems import nearest
from flow_engine.records import WITHDRAWN, Clause, Kind, Library
from flow_engine.runs import run_facts
from flow_engine.scenarios import PINNED

TEMPLATES = Path(__file__).with_name("templates")
_FLOW_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_CLAUSE_ID = re.compile(r"[A-Z0-9]+-[A-Za-z0-9-]+")


class _RefusedError(Exception):
    """The template cannot be made; the message is Indonesian."""


@dataclass(frozen=True)
class _Wanted:
    """What was asked for, with the knowledge it has to fit."""

    options: argparse.Namespace
    library: Library

    @property
    def id(self) -> str:
        return str(self.options.id)

    @property
    def root(self) -> Path:
        found: Path = self.options.data
        return found.resolve().parents[1]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the kinds of templates."""
    kinds = parser.add_subparsers(
        dest="kind", required=True, title="Jenis", metavar="JENIS", parser_class=Parser
    )
    flow = kinds.add_parser("alur", help="alur baru beserta halamannya")
    flow.add_argument("id", metavar="ID", help="id alur, huruf kecil: ganti-meter")
    flow.add_argument("--dokumen", metavar="DOKUMEN", required=True, help="misalnya PRK")
    flow.add_argument("--judul", metavar="JUDUL", help="judul di halaman")
    scenario = kinds.add_parser("skenario", help="skenario untuk alur yang sudah ada")
    scenario.add_argument("id", metavar="ALUR", help="id alurnya")
    clause = kinds.add_parser("klausul", help="cetak templat klausul, untuk disalin")
    clause.add_argument("id", metavar="ID", help="id klausul yang baru: PMB-A9a")
    faq = kinds.add_parser("faq", help="cetak templat pertanyaan FAQ, untuk disalin")
    faq.add_argument("id", metavar="ID", help="id klausul yang baru: PMB-A9a")
    faq.add_argument("--topik", metavar="TOPIK", required=True, help="id topik di faq.yaml")


def run(options: argparse.Namespace) -> int:
    """Write or print the template; nothing that is there already is overwritten."""
    if options.kind == "skenario":
        flow = named_flow(options.data, options.id)
        if flow is None:
            return INVALID
        make = {"skenario": lambda wanted: _write_scenario(wanted, flow)}
    else:
        make = {"alur": _write_flow, "klausul": _print_clause, "faq": _print_faq}
    try:
        make[options.kind](_Wanted(options, load_library(options.data)[0]))
    except _RefusedError as refusal:
        print(refusal, file=sys.stderr)
        return INVALID
    return OK


def _write_flow(wanted: _Wanted) -> None:
    if not _FLOW_ID.fullmatch(wanted.id):
        raise _RefusedError(
            f"Id “{wanted.id}” harus huruf kecil dan angka, dipisah tanda hubung: ganti-meter."
        )
    document = wanted.options.dokumen
    _require(document, wanted.library.documents, "Dokumen")
    clause = _first_clause(wanted.library, document)
    title = wanted.options.judul or wanted.id.replace("-", " ").capitalize()
    words = {
        "id": wanted.id,
        "quoted": json.dumps(title, ensure_ascii=False),
        "heading": json.dumps(f"Alur: {title}", ensure_ascii=False),
        "document": document,
        "clause": clause.id,
        "contents": clause.id,
    }
    page = f"docs/alur/{wanted.id}.md"
    _write(
        wanted.root,
        {f"docs/_data/alur/{wanted.id}.yaml": ("alur.yaml", words), page: ("alur.md", words)},
    )
    print("Agar ada di menu, tambahkan baris ini di mkdocs.yml, pada nav, di bawah “Alur”:")
    print(f"      - {words['quoted']}: alur/{wanted.id}.md")
    print(f"Lalu skenarionya: .venv/bin/python -m flow_engine new skenario {wanted.id}")


def _first_clause(library: Library, document: str) -> Clause:
    """Return a clause to begin with: one that has something to say, else any with contents."""
    usable = [
        clause
        for clause in library.clauses.values()
        if clause.document == document and clause.parts and clause.status != WITHDRAWN
    ]
    if not usable:
        raise _RefusedError(f"Dokumen {document} belum punya klausul yang berisi.")
    says = (c for c in usable if any(part.kind is Kind.SAY for part in c.parts))
    return next(says, usable[0])


def _write_scenario(wanted: _Wanted, flow: Flow) -> None:
    clock = {CLOCK: str(to_json(PINNED))} if CLOCK in flow.facts else {}
    result = run_facts(flow, clock, PINNED)
    done = result["status"] == "done"
    told = f"hasil: {result['outcome']}" if done else f"butuh: {result['needs']}"
    facts = [f"#   {fact.name}: {fact_words(fact)}" for fact in flow.facts.values()]
    words = {
        "id": flow.id,
        "facts": "\n".join(facts),
        "outcomes": ", ".join(flow.outcomes),
        "outcome": next(iter(flow.outcomes)),
        "clause": next(iter(flow.clauses)),
        "base": "".join(f'\n  {name}: "{value}"' for name, value in clock.items()) or " {}",
        "expected": f"{{status: {result['status']}, {told}}}",
    }
    _write(wanted.root, {f"docs/_data/skenario/{flow.id}.yaml": ("skenario.yaml", words)})


def _print_clause(wanted: _Wanted) -> None:
    print(_filled("klausul.yaml", {"id": wanted.id, "file": _clause_file(wanted)}), end="")


def _print_faq(wanted: _Wanted) -> None:
    topic = wanted.options.topik
    _require(topic, {topic.id: topic for topic in wanted.library.topics}, "Topik")
    words = {"id": wanted.id, "file": _clause_file(wanted), "topic": topic}
    print(_filled("faq.yaml", words), end="")


def _clause_file(wanted: _Wanted) -> str:
    """Return the file where a new clause belongs; its id has to be well formed and free."""
    if not _CLAUSE_ID.fullmatch(wanted.id):
        raise _RefusedError(f"Id “{wanted.id}” harus seperti PMB-A9a.")
    document = wanted.id.split("-")[0]
    _require(document, wanted.library.documents, "Dokumen")
    if wanted.id in wanted.library.clauses:
        where = wanted.library.clauses[wanted.id].location
        raise _RefusedError(f"Klausul {wanted.id} sudah ada di {where}. Id tidak dipakai ulang.")
    return f"docs/_data/klausul/{document.lower()}.yaml"


def _require(name: str, known: Mapping[str, object], what: str) -> None:
    if name in known:
        return
    guess = nearest(name, known)
    hint = f" Maksud Anda “{guess}”?" if guess else ""
    raise _RefusedError(f"{what} “{name}” tidak ada.{hint} Yang ada: {', '.join(known)}.")


def _filled(template: str, words: Mapping[str, str]) -> str:
    return Template((TEMPLATES / template).read_text("utf-8")).substitute(words)


def _write(root: Path, files: Mapping[str, tuple[str, Mapping[str, str]]]) -> None:
    """Write new files, all of them or none."""
    there = [name for name in files if (root / name).exists()]
    if there:
        raise _RefusedError(f"{' dan '.join(there)} sudah ada; tidak ditimpa.")
    for name, (template, words) in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(template, words), "utf-8")
        print(f"Ditulis: {name}")


COMMAND = Command("new", "mulai yang baru dari templat: alur, skenario, klausul, faq",
                  add_arguments, run)  # fmt: skip
