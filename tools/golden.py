"""Writes the golden files: routes, wordings and witness runs of every flow.

Routes and wordings stand apart, so that a changed sentence changes no route and
a changed way shows as the one line it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.proof.routes import (
    write_routes,
    write_shared_routes,
    write_shared_wordings,
    write_witnesses,
    write_wordings,
)

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
ROUTES, WORDINGS, WITNESSES = "rute", "kalimat", "saksi"


def golden_texts(flows: Mapping[str, Flow]) -> Iterator[tuple[str, str]]:
    """Yield name below ``tests/golden`` and text of every golden file."""
    yield f"{ROUTES}/bersama.txt", write_shared_routes(flows.values())
    yield f"{WORDINGS}/bersama.txt", write_shared_wordings(flows.values())
    for flow in flows.values():
        yield f"{ROUTES}/{flow.id}.txt", write_routes(flow)
        yield f"{WORDINGS}/{flow.id}.txt", write_wordings(flow)
        yield f"{WITNESSES}/{flow.id}.txt", write_witnesses(flow)


def write_golden(flows: Mapping[str, Flow], folder: Path) -> list[str]:
    """Write what changed, remove what no flow has any more; return the names touched."""
    wanted = dict(golden_texts(flows))
    touched = []
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            touched.append(name)
    for path in sorted(folder.glob("*/*.txt")):
        name = path.relative_to(folder).as_posix()
        if name not in wanted:
            path.unlink()
            touched.append(name)
    return touched


def main() -> int:
    """Write the golden files of the project; nothing is written while a flow is unsound."""
    library, log = load_library(ROOT / "docs" / "_data")
    flows, flow_log = load_flows(ROOT / "docs" / "_data", library)
    log.extend(flow_log)
    if len(log):
        print("\n".join(str(problem) for problem in log), file=sys.stderr)
        return 1
    touched = write_golden(flows, GOLDEN)
    print("\n".join(touched) if touched else "Tidak ada yang berubah.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
