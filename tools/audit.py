"""``make audit``: every locked dependency is looked up among known vulnerabilities, or named.

What could not be looked up counts as a failure: an audit that asks nobody finds nothing. A service
that answers is believed only where it knows a version that is vulnerable beyond doubt, for it
answers a name it has never heard of with "nothing known", too.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.lock import UV
from tools.site import ROOT

SERVICE = "https://api.osv.dev"
# A company's own mirror of the service.
ADDRESS = "PANDU_OSV"
MOST_AT_ONCE = 500
SECONDS = 60
PYPI, NPM, GIT = "PyPI", "npm", "GIT"
CPYTHON = "https://github.com/python/cpython"
CLEAN, VULNERABLE, UNCHECKED = 0, 1, 2
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
Ask = Callable[[Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, order=True)
class Package:
    """One version of one package, where it is published."""

    ecosystem: str
    name: str
    version: str

    def __str__(self) -> str:
        """Name it as a person would look for it."""
        return f"{self.name} {self.version} ({self.ecosystem})"


# Long known: jinja2 CVE-2019-10906, lodash CVE-2020-8203, CPython CVE-2021-3177.
CONTROLS = {
    PYPI: Package(PYPI, "jinja2", "2.4.1"),
    NPM: Package(NPM, "lodash", "4.17.15"),
    GIT: Package(GIT, CPYTHON, "v3.9.0"),
}


@dataclass
class Findings:
    """What an audit found."""

    checked: set[Package] = field(default_factory=set)
    vulnerable: dict[Package, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def python_packages(text: str) -> list[Package]:
    """Return what a lock file of pip pins.

    Raises:
        ValueError: It holds a requirement that is not pinned to one version.
    """
    lines = [line for line in text.splitlines() if line and line[0] not in " #-"]
    found = [Package(PYPI, name.lower(), version) for name, version in _PINNED.findall(text)]
    if len(found) != len(lines):
        raise ValueError(f"{len(lines)} baris, {len(found)} di antaranya terkunci pada satu versi")
    return found


def npm_packages(text: str) -> list[Package]:
    """Return what ``package-lock.json`` pins, for every system."""
    found = []
    for place, about in json.loads(text)["packages"].items():
        if place:
            name = about.get("name") or place.rpartition("node_modules/")[2]
            found.append(Package(NPM, name, about["version"]))
    return found


def locked_packages(root: Path) -> list[Package]:
    """Return every dependency: of the build, the tests, the site, and the Python in the browser."""
    found = {Package(PYPI, *UV.split("=="))}
    for lock in sorted((root / "requirements").glob("*lock.txt")):
        found.update(python_packages(lock.read_text("utf-8")))
    found.update(npm_packages((root / "package-lock.json").read_text("utf-8")))
    runtime = json.loads((root / "node_modules/pyodide/pyodide-lock.json").read_text("utf-8"))
    found.add(Package(GIT, CPYTHON, f"v{runtime['info']['python']}"))
    return sorted(found)


def ask_osv(queries: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Ask the service of osv.dev, or the one that ``PANDU_OSV`` names.

    Raises:
        OSError: It cannot be reached.
        ValueError: It answered something else.
    """
    address = os.environ.get(ADDRESS, SERVICE).rstrip("/") + "/v1/querybatch"
    request = urllib.request.Request(
        address, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        results = json.load(answer).get("results")
    if not isinstance(results, list) or len(results) != len(queries):
        raise ValueError("jawabannya bukan satu hasil untuk setiap pertanyaan")
    return [result or {} for result in results]


def check_osv(packages: Iterable[Package], findings: Findings, ask: Ask) -> None:
    """Look packages up; note those that were, and what is known of them."""
    for ecosystem, control in CONTROLS.items():
        wanted = [package for package in packages if package.ecosystem == ecosystem]
        for at in range(0, len(wanted), MOST_AT_ONCE):
            group = [control, *wanted[at : at + MOST_AT_ONCE]]
            try:
                known, *results = (_ids(result) for result in ask([_query(p) for p in group]))
            except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
                findings.reasons.append(f"osv.dev, {ecosystem}: {error}")
                continue
            if not known:
                findings.reasons.append(f"osv.dev, {ecosystem}: tidak mengenal {control}")
                continue
            findings.checked.update(group[1:])
            findings.vulnerable |= {
                package: ids for package, ids in zip(group[1:], results, strict=True) if ids
            }


def _query(package: Package) -> dict[str, Any]:
    about = {"ecosystem": package.ecosystem, "name": package.name}
    return {"package": about, "version": package.version}


def _ids(result: Mapping[str, Any]) -> list[str]:
    return [str(known["id"]) for known in result.get("vulns", [])]


def run_npm_audit() -> str:
    """Return what npm's own audit prints; it asks the registry npm is configured for."""
    command = ["npm", "audit", "--json", "--package-lock-only"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    return done.stdout


def check_npm(packages: Iterable[Package], findings: Findings, run: Callable[[], str]) -> None:
    """Look up what is left of npm's packages with npm itself."""
    left = {p for p in packages if p.ecosystem == NPM} - findings.checked
    if not left:
        return
    try:
        told = json.loads(run())
        known = {
            name: [str(via["url"]) for via in about["via"] if isinstance(via, dict)] or ["npm"]
            for name, about in told["vulnerabilities"].items()
        }
        counted = int(told["metadata"]["dependencies"]["total"])
    except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError) as error:
        findings.reasons.append(f"npm audit: tanpa hasil ({type(error).__name__})")
        return
    if counted < len({p.name for p in left}):
        findings.reasons.append(f"npm audit: hanya {counted} paket diperiksa")
        return
    findings.checked |= left
    findings.vulnerable |= {
        package: known[package.name] for package in left if package.name in known
    }


def audit(packages: Sequence[Package], ask: Ask, run_npm: Callable[[], str]) -> tuple[int, str]:
    """Look every package up.

    Returns:
        The exit code, and what is to be printed: 0 where all were looked up and nothing is known,
        1 where something is known of one, else 2, with each that could not be looked up.
    """
    findings = Findings()
    check_osv(packages, findings, ask)
    check_npm(packages, findings, run_npm)
    left = sorted(set(packages) - findings.checked)
    lines = [
        f"Celah diketahui: {p}: {', '.join(i)}" for p, i in sorted(findings.vulnerable.items())
    ]
    lines += [f"Tidak dapat diperiksa: {package}" for package in left]
    if left:
        lines += findings.reasons
    checked = f"{len(packages) - len(left)} dari {len(packages)} paket diperiksa"
    lines.append(f"{checked}, {len(findings.vulnerable)} dengan celah yang diketahui.")
    code = VULNERABLE if findings.vulnerable else UNCHECKED if left else CLEAN
    return code, "\n".join(lines)


def main() -> int:
    """Audit this project; return the exit code."""
    code, told = audit(locked_packages(ROOT), ask_osv, run_npm_audit)
    print(told, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
