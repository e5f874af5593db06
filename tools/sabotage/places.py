"""Where a flow file can be sabotaged: its steps, ways, outcomes, report lines and references."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as TypingMapping
from dataclasses import dataclass, field

from flow_engine.model import Flow
from flow_engine.records import Library
from flow_engine.source import Mapping, Node, Scalar
from tools.sabotage.edits import Path, entries_at, node_at, text_at

TARGETS = ("ke", "hasil", "kembali")
JOINING = ("salah_satu", "semua", "bukan")


@dataclass(frozen=True)
class Place:
    """A mapping of a file with its path and the room it belongs to."""

    path: Path
    node: Mapping
    key: Scalar
    room: Path

    def child(self, key: str) -> Path:
        """Return the path of an entry."""
        return (*self.path, key)


@dataclass
class FlowFile:
    """One file of ``docs/_data/alur`` as nodes, and the names it may refer to.

    Attributes:
        rooms: Path of every block of steps: the flow itself and its sub-flows.
        facts: Name to the values of its choice; empty for other facts.
        sub_flows: Names of the sub-flows that may be called.
        handed: Facts that another flow hands over, with their values.
    """

    name: str
    root: Node
    library: Library
    rooms: list[Path] = field(default_factory=list)
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sub_flows: tuple[str, ...] = ()
    handed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Return the path below ``docs/_data``."""
        return f"alur/{self.name}.yaml"

    def steps(self) -> Iterator[Place]:
        """Go through the steps of every room."""
        for room in self.rooms:
            for key, node in entries_at(self.root, (*room, "langkah")):
                if isinstance(node, Mapping):
                    yield Place((*room, "langkah", key.text), node, key, room)

    def outcomes(self) -> Iterator[Place]:
        """Go through the outcomes."""
        for key, node in entries_at(self.root, ("hasil",)):
            if isinstance(node, Mapping):
                yield Place(("hasil", key.text), node, key, ())

    def lines(self) -> Iterator[Place]:
        """Go through the report lines, of the file and of its outcomes."""
        for path in [("tulis",), *((*o.path, "tulis") for o in self.outcomes())]:
            for index, node in enumerate(_items(self.root, path)):
                if isinstance(node, Mapping):
                    key = Scalar(str(index), node.location)
                    yield Place((*path, index), node, key, path)

    def remarks(self) -> Iterator[Place]:
        """Go through the remarks of the outcomes."""
        for outcome in self.outcomes():
            path = outcome.child("catatan")
            for index, node in enumerate(_items(self.root, path)):
                if isinstance(node, Mapping):
                    yield Place((*path, index), node, Scalar(str(index), node.location), path)

    def choices(self) -> Iterator[list[Place]]:
        """Go through the steps with ``jika``; each with its ways."""
        for step in self.steps():
            ways = [
                Place((*step.path, "jika", key.text), node, key, step.path)
                for key, node in entries_at(self.root, (*step.path, "jika"))
                if isinstance(node, Mapping)
            ]
            if ways:
                yield ways

    def tables(self) -> Iterator[list[Place]]:
        """Go through the tables; each with its rows."""
        for room in dict.fromkeys(((), *self.rooms)):
            for name, _ in entries_at(self.root, (*room, "tabel")):
                path = (*room, "tabel", name.text)
                rows = [
                    Place((*path, i), node, Scalar(str(i), node.location), room)
                    for i, node in enumerate(_items(self.root, path))
                    if isinstance(node, Mapping)
                ]
                if rows:
                    yield rows

    def ways(self) -> Iterator[Place]:
        """Go through every way that has words of its own."""
        for group in (*self.choices(), *self.tables()):
            yield from group

    def goers(self) -> Iterator[Place]:
        """Go through everything that leads on: ways and steps with one plain target."""
        yield from self.ways()
        for step in self.steps():
            if any(step.node.get(key) for key in TARGETS):
                yield step

    def step_names(self, room: Path) -> list[str]:
        """Return the names of the steps of a room."""
        return [key.text for key, _ in entries_at(self.root, (*room, "langkah"))]

    def home(self, place: Place) -> Path:
        """Return the room whose steps a way may lead to."""
        for room in sorted(self.rooms, key=len, reverse=True):
            if place.path[: len(room)] == room:
                return room
        return ()

    def cells(self) -> Iterator[tuple[Path, Scalar, Node]]:
        """Go through every single condition: path, name, node."""
        owners = [row.path for table in self.tables() for row in table]
        owners += [line.child("bila") for line in (*self.lines(), *self.remarks())]
        owners += [s.child("boleh_kosong_bila") for s in self.steps()]
        for owner in owners:
            yield from self._cells_of(owner)

    def _cells_of(self, owner: Path) -> Iterator[tuple[Path, Scalar, Node]]:
        for key, node in entries_at(self.root, owner):
            if key.text in self.facts:
                yield (*owner, key.text), key, node
            elif key.text == "bukan":
                yield from self._cells_of((*owner, key.text))
            elif key.text in JOINING:
                for index, _ in enumerate(_items(self.root, (*owner, key.text))):
                    yield from self._cells_of((*owner, key.text, index))


def read_places(
    name: str, root: Node, shared: Node, library: Library, flows: TypingMapping[str, Flow]
) -> FlowFile:
    """Return what can be sabotaged in one flow file.

    Args:
        name: The flow, or ``bersama``.
        root: The file.
        shared: ``bersama.yaml``.
        library: What the flow refers to.
        flows: All flows.
    """
    found = FlowFile(name, root, library)
    for flow in flows.values():
        for fact in flow.facts.values():
            if fact.handed:
                found.handed[fact.name] = tuple(choice.value for choice in fact.choices)
    if root is not shared:
        found.rooms.append(())
    found.rooms += [("bagian", key.text) for key, _ in entries_at(root, ("bagian",))]
    for source in dict.fromkeys((id(shared), id(root))):
        tree = shared if source == id(shared) else root
        for key, _ in entries_at(tree, ("fakta",)):
            values = entries_at(tree, ("fakta", key.text, "pilihan"))
            found.facts[key.text] = tuple(value.text for value, _ in values)
        found.facts |= {key.text: () for key, _ in entries_at(tree, ("hitung",))}
        found.sub_flows += tuple(key.text for key, _ in entries_at(tree, ("bagian",)))
    return found


def _items(root: Node, path: Path) -> tuple[Node, ...]:
    try:
        node = node_at(root, path)
    except KeyError:
        return ()
    return tuple(getattr(node, "items", ()))


def target_of(root: Node, place: Place) -> tuple[str, str]:
    """Return key and text of the target a place leads to, or two empty texts."""
    for key in TARGETS:
        if place.node.get(key) is not None:
            return key, text_at(root, place.child(key))
    return "", ""
