"""How a caller puts an answer into words: what the build reads of ``latihan-penelepon.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flow_engine.facts import Fact, ValueProblem, parse_value
from flow_engine.fields import Fields, as_text
from flow_engine.keys import CALLER_KEYS
from flow_engine.library import display_name
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.source import Node, Sequence, read_file

FILE = "latihan-penelepon.yaml"
Json = dict[str, Any]


@dataclass(frozen=True)
class CallerWords:
    """The words of made-up callers.

    Attributes:
        screens: Fact to the application in which the CSO reads it; no caller says it.
        said: Fact to value to what the caller says.
        examples: Fact to values of nobody, for what a caller tells of a person.
        changed: What a caller says before an answer is changed.
        again: What a caller says who has been understood wrongly.
    """

    screens: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: str = ""
    again: str = ""

    def as_json(self, flow: Flow) -> Json:
        """Return the words that one flow can use, as its page gets them."""
        return {
            "said": {name: dict(rows) for name, rows in self.said.items() if name in flow.facts},
            "screens": {name: place for name, place in self.screens.items() if name in flow.facts},
            "changed": self.changed,
            "again": self.again,
        }


def load_words(data_dir: Path, flows: Iterable[Flow]) -> tuple[CallerWords, ProblemLog]:
    """Read the file of a project, with every problem found in it.

    Args:
        data_dir: ``docs/_data``.
        flows: The flows; a fact that none of them has is a problem.
    """
    log = ProblemLog()
    path = data_dir / FILE
    node = read_file(path, display_name(data_dir, path), log)
    return read_words(node, flows, log), log


def read_words(node: Node | None, flows: Iterable[Flow], log: ProblemLog) -> CallerWords:
    """Read the file; what cannot be read is a problem and stays out."""
    if node is None:
        return CallerWords()
    facts: dict[str, list[Fact]] = {}
    for flow in flows:
        for name, fact in flow.facts.items():
            facts.setdefault(name, []).append(fact)
    root = Fields(node, log, FILE, CALLER_KEYS)
    return CallerWords(
        {name: as_text(one, log, name) for name, one in _known(root, "layar", facts)},
        {name: _said(name, one, facts[name], log) for name, one in _known(root, "ucapan", facts)},
        {name: _examples(one, facts[name], log) for name, one in _known(root, "contoh", facts)},
        root.text("berubah"),
        root.text("bukan_itu"),
    )


def _known(root: Fields, key: str, facts: Mapping[str, list[Fact]]) -> list[tuple[str, Node]]:
    found = []
    for name, node in root.entries(key):
        if name.text in facts:
            found.append((name.text, node))
            continue
        root.log.add(
            name.location,
            "rujukan-fakta",
            f"Tidak ada alur yang mempunyai fakta “{name.text}”.",
            allowed=tuple(facts),
            guess_from=name.text,
        )
    return found


def _said(name: str, node: Node, facts: list[Fact], log: ProblemLog) -> Mapping[str, str]:
    values = tuple(dict.fromkeys(choice.value for fact in facts for choice in fact.choices))
    rows = Fields(node, log, f"ucapan {name}", values)
    return {value: rows.text(value) for value in values if rows.has(value)}


def _examples(node: Node, facts: list[Fact], log: ProblemLog) -> tuple[str, ...]:
    """Return the values of nobody for one fact; each has to be one that its flows accept."""
    items = node.items if isinstance(node, Sequence) else (node,)
    texts = []
    for item in items:
        before = len(log)
        text = as_text(item, log, "contoh")
        if len(log) == before and _is_accepted(text, facts, item, log):
            texts.append(text)
    return tuple(texts)


def _is_accepted(text: str, facts: list[Fact], item: Node, log: ProblemLog) -> bool:
    for fact in facts:
        try:
            parse_value(fact, text)
        except ValueProblem as problem:
            log.add(item.location, "nilai-di-luar-daftar", f"Contoh “{text}” ditolak. {problem}")
            return False
    return True
