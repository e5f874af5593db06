"""Ways in which a file of the runtime, or a step of Python, can fail: for tests and benchmark."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.site_server import Fault

# The file that only one rung needs, and those that every rung needs.
OWN = {"kilat": "python.snapshot", "hemat": "python.zip", "standar": "python_stdlib.zip"}
COMMON = ("pyodide.asm.wasm", "pyodide.mjs", "pyodide.asm.mjs", "pyodide-lock.json")
LOGIN_PAGE = b"<!doctype html><title>Masuk</title><p>Silakan masuk ke jaringan."
# What a file is while it is still on its way after this long.
STUCK_SECONDS = 30.0
# Swallows the next answer that is sent to Python once `window.hang` is set.
HANG = """
    const Plain = window.Worker;
    window.Worker = class extends Plain {
        postMessage(message, ...more) {
            const answers = message.message?.includes('"answer"');
            if (message.type === "call" && window.hang && answers) {
                window.hang = false;
                return;
            }
            super.postMessage(message, ...more);
        }
    };
"""

Files = dict[str, dict[str, Any]]


def read_runtime_files(site: Path) -> Files:
    """Return every file of a site's runtime by its role: its entry in the list, and ``body``."""
    listed = json.loads((site / "runtime" / "runtime.json").read_text("utf-8"))["files"]
    return {
        role: {**about, "body": (site / about["path"]).read_bytes()}
        for role, about in listed.items()
    }


def flipped(body: bytes) -> bytes:
    """Flip one bit in the middle of every 64 KB."""
    broken = bytearray(body)
    for at in range(len(broken) // 2 % 65_536, len(broken), 65_536):
        broken[at] ^= 0x10
    return bytes(broken)


WAYS: dict[str, Callable[[Mapping[str, Any]], Fault]] = {
    "bit terbalik": lambda about: Fault(200, flipped(about["body"]), "application/octet-stream"),
    "terpotong": lambda about: Fault(200, about["body"][: len(about["body"]) // 2]),
    "halaman masuk": lambda about: Fault(200, LOGIN_PAGE, "text/html"),
    "tidak ada": lambda about: Fault(404),
    "rusak di server": lambda about: Fault(503),
}
