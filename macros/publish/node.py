"""What the build lets Node make: run a script, and make what has to repeat twice."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 300
# What a program may read of its surroundings is the same on every machine.
STILL = {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


class NodeError(Exception):
    """A script failed, or made two different things of the same; the message is Indonesian."""


def make_file(script: Path, given: Mapping[str, Any]) -> tuple[bytes, str]:
    """Run a script that writes the file ``out`` of its JSON input; return it and what it told.

    Raises:
        NodeError: Node is missing, failed, was too slow, or wrote no file.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        told = run_script(script, {**given, "out": str(out)})
        return out.read_bytes(), told


def run_script(script: Path, given: Mapping[str, Any]) -> str:
    """Run a script with JSON as its input; return what it printed."""
    try:
        done = subprocess.run(
            ["node", str(script)],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
            env={**os.environ, **STILL},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeError(f"{script.name} tidak dapat dijalankan: {error}.") from error
    if done.returncode:
        raise NodeError(f"{script.name} gagal:\n{done.stderr.strip()[-800:]}")
    return done.stdout


def make_twice(script: Path, given: Mapping[str, Any]) -> tuple[bytes, str]:
    """Make a file twice, at the same time; both have to agree to the byte.

    Raises:
        NodeError: They differ, or one could not be made.
    """
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: make_file(script, given), range(2))
    if first != second:
        raise NodeError(f"{script.name} tidak berulang: dua kali dibuat, dua kali berbeda.")
    return first
