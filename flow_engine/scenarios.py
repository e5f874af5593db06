"""Editors' regression cases: facts in, outcome expected.

A scenario file names a flow and lists cases; each gives facts and what the run
has to end with. What a case does not mention is not looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flow_engine.facts import NULL_LABEL, Fact, FactType
from flow_engine.fields import Fields, as_text
from flow_engine.library import display_name
from flow_engine.model import Flow
from flow_engine.problems import Location, ProblemLog
from flow_engine.runs import run_facts
from flow_engine.source import Node, Scalar, read_file

SCENARIO_FILE_KEYS = ("alur", "dasar", "skenario")
SCENARIO_KEYS = ("judul", "fakta", "harap", "tanpa_dasar")
EXPECTED_KEYS: Mapping[str, str] = {
    "status": "status",
    "butuh": "needs",
    "hasil": "outcome",
    "apkt": "apkt",
    "tipe_wo": "work_order",
    "eskalasi": "escalation",
    "teks_laporan": "report_text",
    "rujuk": "refer_to",
    "bawa": "carry",
    "diatur_sop": "stated_by_sop",
    "melewati": "clauses",
    "tidak_melewati": "avoided",
    "klausul": "basis",
    "tulisan": "reports",
}
_EDITOR_KEYS = {name: key for key, name in EXPECTED_KEYS.items()}
NONE_WORD = "tidak-ada"
PINNED = datetime.datetime(2026, 1, 15, 10, 0)


@dataclass(frozen=True)
class Scenario:
    """One case: its title, the facts as JSON, and what is expected."""

    title: str
    flow: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    location: Location


def load_scenarios(data_dir: Path, flows: Mapping[str, Flow]) -> tuple[list[Scenario], ProblemLog]:
    """Load every file of ``docs/_data/skenario``; all problems at once."""
    log = ProblemLog()
    found: list[Scenario] = []
    for path in sorted((data_dir / "skenario").glob("*.yaml")):
        node = read_file(path, display_name(data_dir, path), log)
        if node is None:
            continue
        root = Fields(node, log, "berkas skenario", SCENARIO_FILE_KEYS)
        name = root.word("alur", flows)
        if name not in flows:
            continue
        base = _read_facts(root, "dasar", flows[name])
        for item in root.items("skenario"):
            found.append(_read_scenario(item, flows[name], base, log))
    return found, log


def _read_scenario(node: Node, flow: Flow, base: dict[str, Any], log: ProblemLog) -> Scenario:
    f = Fields(node, log, "skenario", SCENARIO_KEYS)
    start = {} if f.flag("tanpa_dasar") else base
    expected: dict[str, Any] = {}
    wanted = f.child("harap", "harap", EXPECTED_KEYS)
    for key, _ in wanted.node.entries:
        if key.text not in EXPECTED_KEYS:
            continue
        name = EXPECTED_KEYS[key.text]
        if key.text == "diatur_sop":
            expected[name] = wanted.flag(key.text)
        elif key.text == "tulisan":
            expected[name] = wanted.texts(key.text)
        elif key.text in ("melewati", "tidak_melewati", "klausul"):
            expected[name] = wanted.texts(key.text)
            _check_clauses(wanted, key.text, flow)
        elif key.text == "bawa":
            expected[name] = {
                fact.text: as_text(value, log, fact.text) for fact, value in wanted.entries("bawa")
            }
        else:
            text = wanted.text(key.text)
            expected[name] = None if text == NONE_WORD else text
    facts = {**start, **_read_facts(f, "fakta", flow)}
    return Scenario(
        f.text("judul"),
        flow.id,
        {name: value for name, value in facts.items() if value is not _REMOVED},
        expected,
        f.location,
    )


def _check_clauses(f: Fields, key: str, flow: Flow) -> None:
    for clause in f.texts(key):
        if clause not in flow.clauses:
            f.log.add(
                f.at(key),
                "rujukan-klausul",
                f"Klausul “{clause}” tidak disebut dalam alur {flow.id}.",
                allowed=flow.clauses,
                guess_from=clause,
            )


_REMOVED = object()


def _read_facts(f: Fields, key: str, flow: Flow) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, node in f.entries(key):
        fact = flow.facts.get(name.text)
        if fact is None:
            f.log.add(
                name.location,
                "rujukan-fakta",
                f"Fakta “{name.text}” tidak dikenal dalam alur {flow.id}.",
                allowed=flow.facts,
                guess_from=name.text,
            )
            continue
        found[name.text] = _read_value(fact, node, f.log)
    return found


def _read_value(fact: Fact, node: Node, log: ProblemLog) -> Any:
    if isinstance(node, Scalar) and node.text == "kosong":
        return _REMOVED
    if fact.type is FactType.READING and isinstance(node, Scalar):
        return None if node.text == NULL_LABEL else node.text
    text = as_text(node, log, fact.name)
    whole = fact.type in (FactType.INTEGER, FactType.RUPIAH) and text.isdigit()
    return int(text) if whole else text


def run_scenario(scenario: Scenario, flow: Flow) -> list[str]:
    """Run a case at a pinned time; return in words what differs."""
    try:
        result = run_facts(flow, scenario.facts, PINNED)
    except LookupError as error:
        return [f"tidak ada jalan yang berlaku ({error})"]
    differences = []
    for name, wanted in scenario.expected.items():
        got = result.get(name)
        if name == "reports":
            differences += _differing_rows(list(wanted), [row_words(row) for row in got or []])
        elif name == "basis":
            differences += _differing_clauses(list(wanted), list(result.get("clauses") or []))
        elif name == "clauses":
            absent = [clause for clause in wanted if clause not in (got or [])]
            if absent:
                differences.append(f"tidak melewati {', '.join(absent)}")
        elif name == "avoided":
            met = [clause for clause in wanted if clause in (result.get("clauses") or [])]
            if met:
                differences.append(f"melewati {', '.join(met)}")
        elif got != wanted:
            key = _EDITOR_KEYS[name]
            differences.append(f"{key} diharapkan {_words(wanted)}, ternyata {_words(got)}")
    if differences and result["status"] == "invalid":
        differences += [f"{e['fact']}: {e['message']}" for e in result["errors"]]
    return differences


def row_words(row: Mapping[str, Any]) -> str:
    """Return a row to be written as a scenario names it, ``APKT · Keterangan: teks``.

    A row that the sources do not state begins with ``[diam]``, an offer with ``[tawaran]``.
    """
    marks = "[tawaran] " if row["offer"] else ""
    marks += "" if row["stated_by_sop"] else "[diam] "
    return f"{marks}{row['system']} · {row['field']}: {row['text']}"


def _differing_rows(wanted: list[str], got: list[str]) -> list[str]:
    if wanted == got:
        return []
    lost = [f"tulisan “{row}” tidak ada" for row in wanted if row not in got]
    new = [f"tulisan “{row}” tidak diharapkan" for row in got if row not in wanted]
    return lost + new or ["urutan tulisan berbeda"]


def _differing_clauses(wanted: list[str], got: list[str]) -> list[str]:
    if wanted == got:
        return []
    lost = [name for name in wanted if name not in got]
    new = [name for name in got if name not in wanted]
    told = [f"tidak melewati {', '.join(lost)}"] if lost else []
    told += [f"juga melewati {', '.join(new)}"] if new else []
    return told or ["urutan klausul berbeda"]


def _words(value: object) -> str:
    if value is None:
        return NONE_WORD
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {text}" for name, text in value.items()) or NONE_WORD
    return f"“{value}”"


def check_scenarios(data_dir: Path, flows: Mapping[str, Flow]) -> tuple[int, ProblemLog]:
    """Run every scenario; return how many there are, and every difference as a problem."""
    scenarios, log = load_scenarios(data_dir, flows)
    for scenario in scenarios:
        for difference in run_scenario(scenario, flows[scenario.flow]):
            log.add(
                scenario.location,
                "skenario-gagal",
                f"Skenario “{scenario.title}”: {difference}.",
            )
    return len(scenarios), log
