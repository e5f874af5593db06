"""Make ``.venv`` and ``node_modules`` out of the lock files, once per lock.

Runs under any Python >= 3.11.2 before anything is installed, so it uses the standard library only.
What is there and was made from the same lock is left alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MIN_NODE = 20


class SetupError(Exception):
    """Something that the person at the keyboard has to put right; the text says what."""


def say(text: str) -> None:
    """Print one line of progress at once, also where the output is piped."""
    print(f"== {text}", flush=True)


def digest(*paths: Path, extra: str = "") -> str:
    """Return a hash over the contents of ``paths`` and ``extra``."""
    total = hashlib.sha256(extra.encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def is_ready(stamp: Path, key: str) -> bool:
    """Tell whether ``stamp`` was written for ``key``."""
    return stamp.is_file() and stamp.read_text() == key


def run(command: list[str], failure: str) -> None:
    """Run ``command`` in the project's folder.

    Raises:
        SetupError: It failed; the message is ``failure``.
    """
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(failure) from error


def make_venv(root: Path) -> None:
    """Make ``.venv`` from ``requirements/lock.txt``, every package checked by its hash."""
    lock = root / "requirements" / "lock.txt"
    venv = root / ".venv"
    stamp = venv / "pandu-siap"
    key = digest(lock, extra=sys.version + str(root))
    python = venv / "bin" / "python"
    if is_ready(stamp, key) and python.exists():
        return
    version = ".".join(map(str, sys.version_info[:3]))
    say(f"Menyiapkan lingkungan Python {version} di .venv")
    run([sys.executable, "-m", "venv", "--clear", str(venv)], "Lingkungan .venv gagal dibuat.")
    say("Memasang paket Python dari requirements/lock.txt (sekali saja, sekitar satu menit)")
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*install, "--require-hashes", "-r", str(lock)],
        "Paket Python gagal dipasang. Lihat pesan pip di atas; biasanya soal jaringan.",
    )
    stamp.write_text(key)


def check_node() -> str:
    """Return the address of npm.

    Raises:
        SetupError: Node.js or npm is missing or too old.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise SetupError(f"Node.js {MIN_NODE} atau yang lebih baru, dengan npm, belum terpasang.")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    major = re.match(r"v(\d+)", version)
    if not major or int(major[1]) < MIN_NODE:
        raise SetupError(f"Node.js {MIN_NODE} atau yang lebih baru diperlukan; yang ada {version}.")
    return npm


def make_node_modules(root: Path) -> None:
    """Make ``node_modules`` from ``package-lock.json``; no script of a package is run."""
    stamp = root / "node_modules" / ".pandu-siap"
    key = digest(root / "package.json", root / "package-lock.json", root / ".npmrc")
    npm = check_node()
    if is_ready(stamp, key):
        return
    say("Memasang paket npm dari package-lock.json: Pyodide, huruf, pemeriksa tipe (sekali saja)")
    run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        "Paket npm gagal dipasang. Lihat pesan npm di atas; biasanya soal jaringan.",
    )
    stamp.write_text(key)


def main() -> int:
    """Set up what every command needs; return the exit code."""
    os.chdir(ROOT)
    try:
        make_venv(ROOT)
        make_node_modules(ROOT)
    except SetupError as error:
        print(f"Berhenti: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
