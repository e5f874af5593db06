"""``make lock``: work out the lock files anew, with hashes and without any address of an index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.site import ROOT

UV = "uv==0.13.9"
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--no-annotate",
    "--no-header",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--system-certs",
    "--quiet",
]
LOCKS = {
    "lock.in": ("lock.txt", "3.11.2"),
    "bundle.in": ("bundle.lock.txt", "3.12"),
}


def run(*command: str) -> None:
    """Run ``command`` in the project's folder; raise if it fails."""
    subprocess.run(command, cwd=ROOT, check=True)


def index_options() -> list[str]:
    """Return uv's option for the index that pip is configured for, which uv does not read."""
    index = os.environ.get("PIP_INDEX_URL")
    if not index:
        command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        index = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return ["--default-index", index] if index else []


def main() -> int:
    """Write every lock file; ``make lock ARGS=--upgrade`` takes newer versions where allowed."""
    env = ROOT / ".cache" / "uv-env"
    uv = env / "bin" / "uv"
    print("== Menyiapkan uv", flush=True)
    run(sys.executable, "-m", "venv", str(env))
    run(str(env / "bin" / "python"), "-m", "pip", "install", "--quiet", UV)
    for source, (target, python) in LOCKS.items():
        print(f"== Mengunci requirements/{source} ke requirements/{target}", flush=True)
        paths = [f"requirements/{source}", "-o", f"requirements/{target}"]
        compile_ = [str(uv), "pip", "compile", *paths, "--python-version", python, *OPTIONS]
        run(*compile_, *index_options(), *sys.argv[1:])
    print("== Mengunci package.json ke package-lock.json", flush=True)
    run("npm", "install", "--package-lock-only", "--ignore-scripts", "--loglevel=error")
    drop_addresses(ROOT / "package-lock.json")
    return 0


def drop_addresses(lock: Path) -> None:
    """Take out of npm's lock where packages ask for money; it is to name no host at all."""
    content = json.loads(lock.read_text("utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
