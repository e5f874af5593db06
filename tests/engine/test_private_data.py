"""Nothing out of the captures is in the repository.

What must not be there is not spelt out here either: words are compared by hash,
shapes by pattern.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

from .conftest import ROOT

# First 16 digits of the SHA-256 of lower-case words and numbers of the captures.
FORBIDDEN = frozenset(
    {
        "f85a62a8a20577e8",
        "4ea7ea4917057a1f",
        "640511a7c45257c5",
        "7b917f679d49b06d",
        "7914f1a0c753870a",
        "16a3d85bc3c1d1aa",
        "aabaaf3e4a0f14a6",
        "1c547584dbe6ee0a",
        "1bcbe1cdfee75e56",
        "170a53ec6d3bfdc2",
        "7c5f1ebb5d5e72ec",
        "76bc8b3c8ec353ef",
        "8fbb905cb9170552",
    }
)
SHAPES = {
    "sebutan agen": re.compile(r"\bCC\.\d{2}\.[A-Z]{3,}"),
    "nomor laporan": re.compile(r"\bG\d{12,}\b"),
    "token": re.compile(r"(?<![\w.])\d{20}(?!\w)"),
    "alamat intranet": re.compile(r"\b10\.\d{1,3}\.\d{1,3}\.\d{1,3}\b"),
}
WORD = re.compile(r"[A-Za-z0-9]+")
SKIPPED = {".png", ".woff2", ".ico", ".wasm", ".zip", ".whl"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [p for p in paths if p.is_file() and p.suffix not in SKIPPED]


def digest(word: str) -> str:
    return hashlib.sha256(word.lower().encode()).hexdigest()[:16]


def found_in(text: str) -> list[str]:
    words = {word for word in WORD.findall(text) if len(word) >= 4}
    found = [f"kata {digest(word)}" for word in words if digest(word) in FORBIDDEN]
    return found + [name for name, shape in SHAPES.items() if shape.search(text)]


def test_no_name_number_or_token_of_the_captures_is_in_the_repository() -> None:
    findings = []
    for path in tracked_files():
        if path.name.endswith(("lock.txt", "package-lock.json")):
            continue
        text = path.read_text("utf-8", errors="replace")
        findings += [f"{path.relative_to(ROOT)}: {what}" for what in found_in(text)]
    assert findings == []


def test_the_comparison_finds_what_it_looks_for() -> None:
    assert found_in("agen CC" + ".99." + "CONTOH") == ["sebutan agen"]
    assert found_in("G" + "5" * 13) == ["nomor laporan"]
    assert found_in("kode " + "4" * 20) == ["token"]
    assert "10 alamat" not in found_in("10 alamat")
    assert len(FORBIDDEN) >= 10
