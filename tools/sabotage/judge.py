"""Judges a sabotaged file by what an editor runs: ``flow_engine.checking.load_checked``.

Nothing is written. The readers get the changed nodes, and what a change cannot
touch is remembered from the sound files: unchanged files, flows read from them,
their proofs and their scenarios. All of these are pure functions, so a judgement
is the same as that of a fresh check (``tests/engine/test_sabotage.py`` compares).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from flow_engine import checking, flows, library, scenarios
from flow_engine.checking import Checked, load_checked
from flow_engine.library import display_name
from flow_engine.model import Flow
from flow_engine.problems import Problem, ProblemLog
from flow_engine.proof import findings
from flow_engine.source import Node, read_file
from tools.sabotage.edits import Mutation

SHARED = "alur/bersama.yaml"


@dataclass(frozen=True)
class Verdict:
    """What the check says to one mutation.

    Attributes:
        problems: What it found; nothing means it survives.
        flows: The flows as they were read.
    """

    mutation: Mutation
    problems: tuple[Problem, ...]
    flows: Mapping[str, Flow]


class Judge:
    """Loads ``docs/_data`` once, then judges many mutations of it."""

    def __init__(self, data_dir: Path) -> None:
        """Read the sound files.

        Raises:
            ValueError: They have problems of their own.
        """
        self.data_dir = data_dir
        self.changed: dict[Path, Node] = {}
        self._nodes: dict[Path, Node | None] = {}
        self._memory: dict[tuple[str, tuple[int, ...]], tuple[tuple[Any, ...], Any]] = {}
        self._recording = True
        self.sound = self._check()
        if len(self.sound.log):
            raise ValueError("\n".join(map(str, self.sound.log)))
        self._recording = False

    def node(self, file: str) -> Node:
        """Return a file as it was read, by its path below ``docs/_data``."""
        found = self._nodes[self.data_dir / file]
        assert found is not None
        return found

    def files(self, folder: str) -> list[str]:
        """Return the files of one folder, in the order of their names."""
        paths = sorted(path for path in self._nodes if path.parent == self.data_dir / folder)
        return [path.relative_to(self.data_dir).as_posix() for path in paths]

    def judge(self, mutation: Mutation) -> Verdict:
        """Check everything with one file changed."""
        path = self.data_dir / mutation.file
        self.changed = {path: mutation.apply(self.node(mutation.file))}
        try:
            checked = self._check()
        finally:
            self.changed = {}
        return Verdict(mutation, tuple(checked.log), checked.flows)

    def _check(self) -> Checked:
        with self._patched():
            return load_checked(self.data_dir)

    @contextmanager
    def _patched(self) -> Iterator[None]:
        """Let the readers and the proof remember what they did for sound files."""
        keep = self._remember
        with ExitStack() as stack:
            for module in (flows, library, scenarios):
                stack.enter_context(mock.patch.object(module, "read_file", self._read))
            for module, name, takes in (
                (flows, "_read_shared", (0, 1)),
                (flows, "read_flow", (0, 1, 2)),
                (findings, "explore", (0,)),
                (findings, "examine_filing", (0,)),
                (scenarios, "try_scenario", (0, 1)),
                (scenarios, "_read_scenario", (0, 1)),
                (checking, "compare_with_lock", (0,)),
            ):
                function = getattr(module, name)
                stack.enter_context(mock.patch.object(module, name, keep(name, function, takes)))
            stack.enter_context(mock.patch.object(checking, "load_library", self._library))
            yield

    def _read(self, path: Path, name: str, log: ProblemLog) -> Node | None:
        if path in self.changed:
            return self.changed[path]
        if path not in self._nodes:
            self._nodes[path] = read_file(path, name, log)
        return self._nodes[path]

    def _library(self, data_dir: Path) -> Any:
        if self._recording or any(path.parent.name != "alur" for path in self.changed):
            found = library.load_library(data_dir)
            if self._recording:
                self._sound_library = found
            return found
        log = ProblemLog()
        log.extend(self._sound_library[1])
        return self._sound_library[0], log

    def _remember(
        self, name: str, function: Callable[..., Any], takes: tuple[int, ...]
    ) -> Callable[..., Any]:
        """Return a function that gives the answer of the sound files for the same objects."""

        def remembering(*arguments: Any) -> Any:
            key = (name, tuple(id(arguments[index]) for index in takes))
            if key in self._memory:
                return self._memory[key][1]
            result = function(*arguments)
            if self._recording:
                # The arguments are kept alive, so that no other object gets their identity.
                self._memory[key] = (arguments, result)
            return result

        return remembering


def shown_place(data_dir: Path, mutation: Mutation) -> str:
    """Return file and line of a mutation, from the project's root."""
    return f"{display_name(data_dir, data_dir / mutation.file)}:{mutation.location.line}"
