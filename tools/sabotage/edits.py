"""Changes of located nodes: a value put in place of another, a key renamed, an entry gone.

Nodes stay frozen; a change returns a new tree that shares what it left alone, and
everything keeps the place it had in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flow_engine.problems import Location
from flow_engine.source import Mapping, Node, Scalar, Sequence, doubtful_reading

Path = tuple[str | int, ...]
"""Keys and indices from the root of a file to a node."""

_SPECIAL = frozenset(",:{}[]&*#?|-<>=!%@`'\"\n ")


@dataclass(frozen=True)
class Edit:
    """One change of a tree.

    Attributes:
        value: What stands there afterwards; nothing means the entry is gone.
        key: The new key of the entry, where the key is what changes.
    """

    path: Path
    value: Node | None = None
    key: str = ""


@dataclass(frozen=True)
class Mutation:
    """One wrong change of one file of ``docs/_data``.

    Attributes:
        kind: Key of ``kinds.KINDS``.
        file: The file, relative to ``docs/_data``.
        location: Where it was changed.
        what: The change in words, for the list of survivors.
    """

    kind: str
    file: str
    location: Location
    what: str
    edits: tuple[Edit, ...]

    def apply(self, root: Node) -> Node:
        """Return the tree with every change made."""
        for edit in self.edits:
            root = apply_edit(root, edit)
        return root


def node_at(root: Node, path: Path) -> Node:
    """Return the node at a path.

    Raises:
        KeyError: Nothing stands there.
    """
    for piece in path:
        found = _child(root, piece)
        if found is None:
            raise KeyError(path)
        root = found
    return root


def _child(node: Node, piece: str | int) -> Node | None:
    if isinstance(piece, int):
        return node.items[piece] if isinstance(node, Sequence) else None
    return node.get(piece) if isinstance(node, Mapping) else None


def apply_edit(root: Node, edit: Edit) -> Node:
    """Return the tree with one change; a key that is not there yet is put at the end."""
    first, rest = edit.path[0], edit.path[1:]
    if rest:
        child = _child(root, first)
        if child is None:
            raise KeyError(edit.path)
        return _put(root, first, apply_edit(child, replace(edit, path=rest)), "")
    return _put(root, first, edit.value, edit.key)


def _put(node: Node, piece: str | int, value: Node | None, key: str) -> Node:
    if isinstance(node, Sequence):
        items = [value if i == piece else item for i, item in enumerate(node.items)]
        return replace(node, items=tuple(item for item in items if item is not None))
    if not isinstance(node, Mapping):
        raise KeyError(piece)
    entries: list[tuple[Scalar, Node]] = []
    for name, item in node.entries:
        if name.text != piece:
            entries.append((name, item))
        elif key:
            entries.append((replace(name, text=key), item))
        elif value is not None:
            entries.append((name, value))
    if value is not None and node.get(str(piece)) is None:
        entries.append((Scalar(str(piece), value.location), value))
    return replace(node, entries=tuple(entries))


def text_at(root: Node, path: Path) -> str:
    """Return the text of a single value, or an empty text where none stands."""
    try:
        node = node_at(root, path)
    except KeyError:
        return ""
    return node.text if isinstance(node, Scalar) else ""


def entries_at(root: Node, path: Path) -> Iterator[tuple[Scalar, Node]]:
    """Go through the entries of a mapping; a missing one is empty."""
    try:
        node = node_at(root, path)
    except KeyError:
        return
    if isinstance(node, Mapping):
        yield from node.entries


def words_at(root: Node, path: Path) -> list[tuple[Path, Scalar]]:
    """Return the single values of a text or a list of texts, each with its path."""
    try:
        node = node_at(root, path)
    except KeyError:
        return []
    if isinstance(node, Scalar):
        return [(path, node)]
    if isinstance(node, Sequence):
        return [((*path, i), n) for i, n in enumerate(node.items) if isinstance(n, Scalar)]
    return []


def as_yaml(node: Node) -> str:
    """Return a node as YAML on one line; read again it means the same."""
    if isinstance(node, Scalar):
        return _scalar(node)
    if isinstance(node, Sequence):
        return "[" + ", ".join(as_yaml(item) for item in node.items) + "]"
    return "{" + ", ".join(f"{_scalar(k)}: {as_yaml(v)}" for k, v in node.entries) + "}"


def _scalar(node: Scalar) -> str:
    plain = node.text and not (_SPECIAL & {node.text[0], node.text[-1]})
    bare = plain and not any(sign in node.text for sign in ",:{}[]#'\"\n")
    if bare and not (node.quoted and doubtful_reading(replace(node, quoted=False))):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)


def shown(node: Node, longest: int = 90) -> str:
    """Return a node in short, as a person reads it."""
    text = as_yaml(node)
    return text if len(text) <= longest else text[: longest - 1] + "…"
