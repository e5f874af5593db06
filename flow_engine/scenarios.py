"""Editors' regression cases: facts in, outcome expected.

A scenario file names a flow and lists cases; each gives facts and what the run
has to end with. What a case does not mention is not looked at.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flow_engine.facts import NULL_LABEL, Fact, FactType
from flow_engine.fields import Fields, as_text
from flow_engine.library import display_name
from flow_engine.model import Flow
from flow_engine.problems import Location, ProblemLog
from flow_engine.runs import walk_facts
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
    "catatan": "remarks",
    "mengapa": "why",
    "langkah": "steps",
}
_LISTS = ("tulisan", "catatan", "langkah")
_CLAUSE_LISTS = ("melewati", "tidak_melewati", "klausul", "mengapa")
_EDITOR_KEYS = {name: key for key, name in EXPECTED_KEYS.items()}
NONE_WORD = "tidak-ada"
PINNED = datetime.datetime(2026, 1, 15, 10, 0)


@dataclass(frozen=True)
class Scenario:
    """One case: its title, the facts as JSON, and what is expected.

    Attributes:
        settings: Facts that the site decides, where the case decides them otherwise.
    """

    title: str
    flow: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    location: Location
    settings: Mapping[str, str] = field(default_factory=dict)


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
        elif key.text in _LISTS:
            expected[name] = wanted.texts(key.text)
        elif key.text in _CLAUSE_LISTS:
            expected[name] = wanted.texts(key.text)
            _check_clauses(wanted, key.text, flow)
        elif key.text == "bawa":
            expected[name] = {
                fact.text: as_text(value, log, fact.text) for fact, value in wanted.entries("bawa")
            }
        else:
            text = wanted.text(key.text)
            expected[name] = None if text == NONE_WORD else text
    if expected.get("outcome"):
        expected.setdefault("status", "done")
    given = {**start, **_read_facts(f, "fakta", flow)}
    facts = {name: value for name, value in given.items() if value is not _REMOVED}
    return Scenario(
        f.text("judul"),
        flow.id,
        {name: value for name, value in facts.items() if not flow.facts[name].setting},
        expected,
        f.location,
        {name: value for name, value in facts.items() if flow.facts[name].setting},
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
    values = [choice.value for choice in fact.choices]
    if fact.setting and text not in values:
        log.add(
            node.location,
            "nilai-di-luar-daftar",
            f"Pengaturan “{fact.name}” tidak mengenal “{text}”.",
            allowed=values,
            guess_from=text,
        )
    whole = fact.type in (FactType.INTEGER, FactType.RUPIAH) and text.isdigit()
    return int(text) if whole else text


@dataclass(frozen=True)
class Tried:
    """A case that was run.

    Attributes:
        clauses: What the run passed, in order.
        differences: What differs from what is expected, in words.
    """

    scenario: Scenario
    clauses: tuple[str, ...]
    differences: tuple[str, ...]


def try_scenario(scenario: Scenario, flow: Flow) -> Tried:
    """Run a case at a pinned time."""
    flow = replace(flow, settings={**flow.settings, **scenario.settings})
    try:
        result, visited = walk_facts(flow, scenario.facts, PINNED)
    except LookupError as error:
        return Tried(scenario, (), (f"tidak ada jalan yang berlaku ({error})",))
    passed = tuple(map(str, result.get("clauses") or ()))
    return Tried(scenario, passed, tuple(_differences(scenario, result, visited)))


def run_scenario(scenario: Scenario, flow: Flow) -> list[str]:
    """Run a case at a pinned time; return in words what differs."""
    return list(try_scenario(scenario, flow).differences)


def _differences(
    scenario: Scenario, result: Mapping[str, Any], visited: Sequence[str]
) -> list[str]:
    differences: list[str] = []
    for name, wanted in scenario.expected.items():
        got = result.get(name)
        if name == "reports":
            rows = [row_words(row) for row in got or []]
            differences += _differing_lines("tulisan", list(wanted), rows)
        elif name == "remarks":
            differences += _differing_lines("catatan", list(wanted), list(got or []))
        elif name == "why":
            cited = [clause for line in got or [] for clause in line["clauses"]]
            differences += _differing_lines("mengapa", list(wanted), cited)
        elif name == "steps":
            differences += _differing_steps(list(wanted), list(visited))
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


def _differing_lines(key: str, wanted: list[str], got: list[str]) -> list[str]:
    if wanted == got:
        return []
    lost = [f"{key} “{line}” tidak ada" for line in wanted if line not in got]
    new = [f"{key} “{line}” tidak diharapkan" for line in got if line not in wanted]
    return lost + new or [f"urutan {key} berbeda"]


def _differing_steps(wanted: list[str], visited: list[str]) -> list[str]:
    """Look for steps in their order; others may lie between them."""
    rest = iter(visited)
    absent = next((step for step in wanted if step not in rest), "")
    if not absent:
        return []
    order = " dalam urutan itu" if absent in visited else ""
    return [f"tidak melewati langkah {absent}{order}; yang dilewati: {', '.join(visited)}"]


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
    tried, log = try_scenarios(data_dir, flows)
    return len(tried), log


def try_scenarios(
    data_dir: Path, flows: Mapping[str, Flow]
) -> tuple[tuple[Tried, ...], ProblemLog]:
    """Run every scenario; return the runs, and every difference as a problem."""
    scenarios, log = load_scenarios(data_dir, flows)
    tried = tuple(try_scenario(scenario, flows[scenario.flow]) for scenario in scenarios)
    for run in tried:
        for difference in run.differences:
            log.add(
                run.scenario.location,
                "skenario-gagal",
                f"Skenario “{run.scenario.title}”: {difference}.",
            )
    return tried, log
