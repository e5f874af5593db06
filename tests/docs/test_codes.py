"""``pesan.md`` knows exactly the codes that the code knows, and shows a true message of each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tools.site import ROOT

from .pages import DOCS, Block, blocks_of, headings_of

PAGE = DOCS / "penyunting" / "pesan.md"
SOURCES = sorted(
    path
    for folder in ("flow_engine", "learning", "macros")
    for path in (ROOT / folder).rglob("*.py")
)
CODE_HEADING = 3
ANYTHING = ".*?"


@dataclass(frozen=True)
class Report:
    """One place in the code that reports a problem: its code and a pattern of its message."""

    code: str
    pattern: str


def name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def pattern_of(node: ast.expr) -> str:
    """Return a regular expression for what a message's expression can say."""
    match node:
        case ast.Constant(str() as text):
            # A message that is formatted later has {} where something is put in.
            return ANYTHING.join(map(re.escape, text.split("{}")))
        case ast.JoinedStr(values):
            return "".join(map(pattern_of, values))
        case ast.BinOp(left, ast.Add(), right):
            return pattern_of(left) + pattern_of(right)
        case _:
            return ANYTHING


def table_column(tree: ast.Module, target: str) -> Iterator[tuple[str, ast.expr]]:
    """Go through codes and messages kept in a module's table that a loop unpacks."""
    tables = {
        name_of(node.targets[0]): node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
    }
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For)):
        table = tables.get(name_of(loop.iter))
        if table is None or not isinstance(loop.target, ast.Tuple):
            continue
        names = [name_of(element) for element in loop.target.elts]
        if target not in names:
            continue
        for row in table.elts:
            assert isinstance(row, ast.Tuple)
            code, message = row.elts[names.index(target)], row.elts[names.index("message")]
            assert isinstance(code, ast.Constant) and isinstance(code.value, str)
            yield code.value, message


def references(trees: list[ast.Module]) -> set[str]:
    """Return what can stand behind ``rujukan-``: the last word of ``refer`` and ``_check``."""
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    # What checks a reference takes the name, the options and the place before it.
    last = [
        call.args[-1]
        for call in calls
        if name_of(call.func) in ("refer", "_check") and len(call.args) > 3
    ]
    return {
        node.value
        for node in last
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def reporters_in(trees: list[ast.Module]) -> set[str]:
    """Return the names of what takes place, code and message: ``Problem``, ``add`` and the like."""
    functions = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    takes = [(f.name, [a.arg for a in f.args.args if a.arg != "self"]) for f in functions]
    return {"Problem"} | {name for name, args in takes if args[1:3] == ["code", "message"]}


def reports_of(tree: ast.Module, whats: set[str], reporters: set[str]) -> Iterator[Report]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if name_of(call.func) not in reporters or len(call.args) < 3:
            continue
        code, message = call.args[1:3]
        match code:
            case ast.Constant(str() as text):
                yield Report(text, pattern_of(message))
            case ast.JoinedStr([ast.Constant(str() as stem), ast.FormattedValue()]):
                yield from (Report(stem + what, pattern_of(message)) for what in whats)
            case ast.Name(name):
                for text, told in table_column(tree, name):
                    yield Report(text, pattern_of(told))


def all_reports() -> dict[str, list[str]]:
    trees = [ast.parse(path.read_text("utf-8")) for path in SOURCES]
    whats, reporters = references(trees), reporters_in(trees)
    found: dict[str, list[str]] = {}
    for tree in trees:
        for report in reports_of(tree, whats, reporters):
            found.setdefault(report.code, []).append(report.pattern)
    return found


REPORTS = all_reports()
HEADINGS = [text for level, text in headings_of(PAGE) if level == CODE_HEADING]


def shown_messages() -> list[tuple[str, Block]]:
    """Return each heading with the blocks under it."""
    lines = PAGE.read_text("utf-8").splitlines()
    starts = {lines.index(f"### {heading}") + 1: heading for heading in HEADINGS}
    return [
        (starts[max(line for line in starts if line < block.line)], block)
        for block in blocks_of(PAGE)
        if block.language == "text"
    ]


def test_every_code_is_a_heading_and_every_heading_a_code() -> None:
    assert sorted(HEADINGS) == sorted(REPORTS)


def test_headings_stand_in_the_order_of_the_alphabet_within_their_section() -> None:
    section: list[str] = []
    for level, text in headings_of(PAGE):
        if level < CODE_HEADING:
            section = []
        elif level == CODE_HEADING:
            assert section == [] or section[-1] < text, text
            section.append(text)


def test_every_code_shows_a_message() -> None:
    assert {heading for heading, _ in shown_messages()} == set(HEADINGS)


@pytest.mark.parametrize(
    ("heading", "block"), shown_messages(), ids=[heading for heading, _ in shown_messages()]
)
def test_a_shown_message_is_one_the_code_can_say(heading: str, block: Block) -> None:
    tail = r"(?: Contoh: .*\.)?(?: Saran: .*\.)?(?: Maksud Anda “[^”]+”\?)?(?: Yang boleh: .*\.)?"
    for line in block.text.splitlines():
        said = [
            pattern
            for pattern in REPORTS[heading]
            if re.fullmatch(rf"\S+:\d+:\d+ \[{heading}\] {pattern}{tail}", line)
        ]
        assert said, line
