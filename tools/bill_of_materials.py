"""What a package is made of, as CycloneDX: from the lock files, the same on every machine."""

from __future__ import annotations

import base64
import datetime
import functools
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

# Whose own files stand in a site; all else only makes it.
SHIPPED = {
    "@fontsource/atkinson-hyperlegible", "@fontsource/atkinson-hyperlegible-mono", "minisearch",
    "mkdocs-material", "pyodide", "workbox-core", "workbox-precaching", "workbox-routing",
    "workbox-strategies",
}  # fmt: skip
PYTHON_LOCKS = ("requirements/lock.txt", "requirements/bundle.lock.txt")
NPM_LOCK = "package-lock.json"
PYODIDE = "node_modules/pyodide/pyodide-lock.json"
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
_ALGORITHMS = {"sha512": HashAlgorithm.SHA_512, "sha256": HashAlgorithm.SHA_256}


@dataclass(frozen=True)
class Part:
    """One package: where it comes from (``pypi``, ``npm``, ``generic``), name, version.

    ``digest`` is ``(algorithm, hexadecimal)`` where the lock names exactly one file.
    """

    kind: str
    name: str
    version: str
    licence: str = ""
    digest: tuple[str, str] | None = None

    @property
    def purl(self) -> PackageURL:
        """Its address as a package URL."""
        group, _, name = self.name.rpartition("/")
        return PackageURL(self.kind, group or None, name, self.version)


def python_parts(lock: Path) -> Iterator[Part]:
    """Go through a pip lock."""
    for line in lock.read_text("utf-8").splitlines():
        if match := _REQUIREMENT.match(line):
            yield Part("pypi", match[1].lower(), match[2])


def npm_parts(lock: Path) -> Iterator[Part]:
    """Go through npm's lock."""
    for path, about in json.loads(lock.read_text("utf-8"))["packages"].items():
        if not path:
            continue
        algorithm, _, total = about.get("integrity", "").partition("-")
        digest = (algorithm, base64.b64decode(total).hex()) if total else None
        name = path.rpartition("node_modules/")[2]
        yield Part("npm", name, about["version"], about.get("license", ""), digest)


def python_inside(lock: Path) -> Part:
    """Return the CPython that Pyodide brings to the browser."""
    version = json.loads(lock.read_text("utf-8"))["info"]["python"]
    return Part("generic", "cpython", version, "PSF-2.0")


def all_parts(root: Path) -> list[Part]:
    """Return every package of every lock, once, in order of name."""
    found = {part for name in PYTHON_LOCKS for part in python_parts(root / name)}
    found |= set(npm_parts(root / NPM_LOCK))
    found.add(python_inside(root / PYODIDE))
    return sorted(found, key=lambda part: (part.name, part.kind, part.version))


def component_of(part: Part, licences: LicenseFactory) -> Component:
    """Return a package as CycloneDX has it."""
    ships = part.name in SHIPPED or part.kind == "generic"
    return Component(
        name=part.purl.name,
        group=part.purl.namespace,
        version=part.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED if ships else ComponentScope.EXCLUDED,
        purl=part.purl,
        bom_ref=part.purl.to_string(),
        licenses=[licences.make_from_string(part.licence)] if part.licence else (),
        hashes=[HashType(alg=_ALGORITHMS[part.digest[0]], content=part.digest[1])]
        if part.digest
        else (),
    )


@functools.cache
def bill_of_materials(root: Path, version: str, made: datetime.datetime) -> str:
    """Return the bill of materials of a site as CycloneDX 1.6 JSON.

    Args:
        root: The project, with ``node_modules``.
        version: The site's own number.
        made: When the site was made; the bill carries no other time.
    """
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"pandu:{version}"))
    bom.metadata.timestamp = made
    site = Component(
        name="pandu", version=version, type=ComponentType.APPLICATION, bom_ref=f"pandu@{version}"
    )
    bom.metadata.component = site
    licences = LicenseFactory()
    components = [component_of(part, licences) for part in all_parts(root)]
    for component in components:
        bom.components.add(component)
    bom.register_dependency(site, components)
    text: str = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(
        indent=2
    )
    return text + "\n"
