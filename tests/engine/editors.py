"""What a code editor does with a file: reads it as YAML 1.2, matches a schema, validates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

from flow_engine.schemas.files import make_schemas
from flow_engine.source import Mapping as MappingNode
from flow_engine.source import Node, Scalar

from .conftest import DATA, ROOT

SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))

_PLAIN = (
    (re.compile(r"(|~|null|Null|NULL)$"), lambda text: None),
    (re.compile(r"(true|True|TRUE)$"), lambda text: True),
    (re.compile(r"(false|False|FALSE)$"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+$"), int),
    (re.compile(r"0o[0-7]+$"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+$"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"), float),
    (re.compile(r"[-+]?\.(inf|Inf|INF)$"), lambda text: float("inf")),
)  # fmt: skip


def as_json(node: Node) -> Any:
    """Return what YAML 1.2 makes of a node: the editor's reading, not the engine's."""
    if isinstance(node, Scalar):
        if node.quoted:
            return node.text
        return next((make(node.text) for form, make in _PLAIN if form.match(node.text)), node.text)
    if isinstance(node, MappingNode):
        return {key.text: as_json(value) for key, value in node.entries}
    return [as_json(item) for item in node.items]


@cache
def schemas() -> Mapping[str, Any]:
    """Return the schemas of the real data, made anew."""
    made, log = make_schemas(DATA)
    assert [str(problem) for problem in log] == []
    return {name: json.loads(text) for name, text in made.items()}


def schemas_of(name: str) -> list[str]:
    """Return the schemas that the settings match with a file, named from ``docs/_data``."""
    found = []
    for schema, globs in SETTINGS["yaml.schemas"].items():
        patterns = [globs] if isinstance(globs, str) else globs
        path = f"docs/_data/{name}"
        fits = [fnmatchcase(path, p) for p in patterns if not p.startswith("!")]
        kept = [fnmatchcase(path, p[1:]) for p in patterns if p.startswith("!")]
        if any(fits) and not any(kept):
            found.append(schema.rsplit("/", 1)[1])
    return found


@cache
def validator(schema: str) -> Draft202012Validator:
    """Return the validator of one schema, which knows the others."""
    resources = [(name, Resource.from_contents(found)) for name, found in schemas().items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas()[schema], registry=registry)


def red_line(name: str, node: Node) -> str:
    """Return what an editor underlines first in a file, or an empty text where nothing."""
    (schema,) = schemas_of(name)
    error = best_match(validator(schema).iter_errors(as_json(node)))
    return f"{error.json_path}: {error.message[:200]}" if error else ""


def names_of(paths: Iterable[Any]) -> list[str]:
    """Return files by their names from ``docs/_data``."""
    return sorted(path.relative_to(DATA).as_posix() for path in paths)
