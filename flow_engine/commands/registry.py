"""What a command is, and which commands there are.

A command is a module of this package with a ``COMMAND``. To add one, write the
module and put its name into :data:`MODULES`, in the order of the help.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

MODULES = (
    "new",
    "check",
    "run",
    "transcript",
    "facts",
    "graph",
    "paths",
    "schema",
    "compile",
    "lock",
    "revision",
    "coverage",
)


@dataclass(frozen=True)
class Command:
    """One command of the command line.

    Attributes:
        name: The word that is typed.
        help: What it does, in Indonesian, one line.
        add_arguments: Adds the command's own arguments; ``--data`` is there already.
        run: Runs it and returns the exit code; ``options.data`` is ``docs/_data``.
    """

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def load_commands() -> dict[str, Command]:
    """Return every command by its name, in the order of the help."""
    commands = (import_module(f"{__package__}.{name}").COMMAND for name in MODULES)
    return {command.name: command for command in commands}
