"""Small helpers on files that the publishing modules share."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# A child of MkDocs' own logger, so that the lines stand in the build's output.
log = logging.getLogger("mkdocs.pandu")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(root: Path, paths: Iterable[Path], extra: str = "") -> str:
    """Return a hash over names and contents, the same whatever the order of ``paths``.

    Args:
        root: Names are taken relative to this folder.
        paths: Files below ``root``.
        extra: Anything else that the result depends on.
    """
    total = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        total.update(f"\0{path.relative_to(root).as_posix()}\0{sha256(path)}".encode())
    return total.hexdigest()


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold ``path`` as a lock against other processes; no lock where the system has none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
