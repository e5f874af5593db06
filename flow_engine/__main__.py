"""The command line: ``python -m flow_engine check | run | facts | compile | lock``."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from flow_engine.checking import load_checked
from flow_engine.facts import Fact, FactType, digits_in_words
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog, nearest
from flow_engine.runs import run_facts
from flow_engine.terminal import walk_in_terminal
from flow_engine.wire import dump_flow
from flow_engine.wordings import compare_with_sources, read_sources, write_lock

OK, NEEDS, INVALID, FAILED = 0, 3, 2, 1


def _data_dir() -> Path:
    """Return ``docs/_data`` here, or beside this package where there is none here."""
    here = Path("docs/_data")
    return here if here.is_dir() else Path(__file__).resolve().parents[1] / here


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="flow_engine", description="Alur SOP Pandu.")
    parser.add_argument("--data", type=Path, default=_data_dir(), help="folder data (docs/_data)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="periksa semua data, alur dan skenario")
    run = commands.add_parser("run", help="jalankan satu alur")
    run.add_argument("flow", help="id alur, misalnya periksa")
    run.add_argument("--facts", help="berkas JSON berisi fakta; - untuk masukan baku")
    run.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")
    facts = commands.add_parser("facts", help="daftar fakta sebuah alur")
    facts.add_argument("flow")
    compile_ = commands.add_parser("compile", help="cetak alur sebagai JSON untuk peramban")
    compile_.add_argument("flow")
    lock = commands.add_parser("lock", help="kunci kalimat resmi terhadap dokumen sumber")
    lock.add_argument("--sources", type=Path, required=True, help="folder dokumen sumber")
    options = parser.parse_args(argv)
    if options.command == "check":
        return check(options.data)
    if options.command == "lock":
        return lock_wordings(options.data, options.sources)
    flows = _sound_flows(options.data)
    if flows is None:
        return INVALID
    if options.flow not in flows:
        guess = nearest(options.flow, flows)
        hint = f" Maksud Anda “{guess}”?" if guess else ""
        known = ", ".join(flows)
        message = f"Alur “{options.flow}” tidak ada.{hint} Yang ada: {known}."
        if getattr(options, "json", False):
            errors = [{"fact": "", "message": message}]
            _print_json({"status": "invalid", "errors": errors})
        else:
            print(message, file=sys.stderr)
        return INVALID
    flow = flows[options.flow]
    if options.command == "facts":
        return _print_facts(flow)
    if options.command == "compile":
        print(dump_flow(flow))
        return OK
    return _run(flow, options.facts, as_json=options.json)


def check(data_dir: Path) -> int:
    """Check everything under ``docs/_data`` and print every problem, in file order."""
    found = load_checked(data_dir)
    for problem in found.log:
        print(problem)
    if len(found.log):
        print(f"{len(list(found.log))} masalah ditemukan.", file=sys.stderr)
        return FAILED
    print(
        f"Tidak ada masalah: {len(found.library.clauses)} klausul, "
        f"{len(found.library.parts)} bagian, {len(found.flows)} alur, {found.scenarios} skenario."
    )
    return OK


def lock_wordings(data_dir: Path, sources: Path) -> int:
    """Compare every wording with the sources and lock it; nothing is locked on a difference."""
    library, log = load_library(data_dir)
    found = read_sources(sources, library)
    for document in library.documents.values():
        if document.id not in found:
            log.add(
                document.location,
                "sumber-tidak-ada",
                f"Dokumen sumber {document.file} tidak ada di folder yang diberikan.",
            )
    log.extend(compare_with_sources(library, found))
    if _report(log):
        return FAILED
    print(f"{write_lock(library, data_dir)} kalimat resmi dikunci.")
    return OK


def _sound_flows(data_dir: Path) -> dict[str, Flow] | None:
    library, _ = load_library(data_dir)
    flows, log = load_flows(data_dir, library)
    if _report(log):
        return None
    return flows


def _report(log: ProblemLog) -> bool:
    for problem in log:
        print(problem, file=sys.stderr)
    return bool(len(log))


def _print_facts(flow: Flow) -> int:
    for fact in flow.facts.values():
        print(f"{fact.name}: {_fact_words(fact)}")
    return OK


def _fact_words(fact: Fact) -> str:
    if fact.type is FactType.CHOICE:
        return " | ".join(choice.value for choice in fact.choices)
    words = {
        FactType.TEXT: "teks",
        FactType.EMAIL: "alamat surel",
        FactType.READING: "bilangan atau null",
        FactType.INTEGER: "bilangan bulat",
        FactType.RUPIAH: "rupiah",
        FactType.DATETIME: "waktu setempat, 2022-12-19T19:00",
    }[fact.type]
    if fact.digits:
        words = digits_in_words(fact)
    if fact.none_label:
        words += " | tidak-ada"
    return words + (" (pribadi)" if fact.personal else "")


def _run(flow: Flow, facts_file: str | None, *, as_json: bool) -> int:
    if facts_file is None:
        return walk_in_terminal(flow)
    try:
        text = sys.stdin.read() if facts_file == "-" else Path(facts_file).read_text("utf-8")
        raw = json.loads(text, object_pairs_hook=_without_doubles)
        if not isinstance(raw, dict):
            raise ValueError("harus berupa objek {fakta: nilai}")
    except (OSError, ValueError, RecursionError) as error:
        message = f"Berkas fakta {facts_file} tidak dapat dibaca: {error}"
        if as_json:
            _print_json({"status": "invalid", "errors": [{"fact": "", "message": message}]})
        print(message, file=sys.stderr)
        return INVALID
    result = run_facts(flow, raw, datetime.datetime.now())
    if as_json:
        _print_json(result)
    else:
        _print_result(result)
    return {"done": OK, "needs": NEEDS}.get(str(result["status"]), INVALID)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("ada fakta yang ditulis dua kali")
    return found


def _print_json(result: dict[str, object]) -> None:
    print(json.dumps(result, ensure_ascii=False, indent=2))


def _print_result(result: dict[str, object]) -> None:
    labels = {
        "status": "Status", "needs": "Menunggu fakta", "title": "Hasil", "apkt": "APKT",
        "work_order": "Tipe WO", "escalation": "Eskalasi", "report_text": "Tulis",
        "refer_to": "Lanjut ke", "note": "SOP tidak mengatur", "errors": "Salah",
    }  # fmt: skip
    for key, label in labels.items():
        if result.get(key):
            print(f"{label}: {result[key]}")


if __name__ == "__main__":
    sys.exit(main())
