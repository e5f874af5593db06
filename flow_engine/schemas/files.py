"""The schema files: made out of the data, written, and compared with what stands there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from flow_engine.decode_facts import read_facts
from flow_engine.fields import Fields
from flow_engine.flows import SHARED, SHARED_KEYS, load_flows
from flow_engine.library import load_library, read_data
from flow_engine.problems import Location, Problem, ProblemLog
from flow_engine.schemas.blocks import SHARED_FILE, Schema
from flow_engine.schemas.caller_files import caller_words
from flow_engine.schemas.clause_files import clause_file, left_out, sources
from flow_engine.schemas.flow_files import FLOW_FILE, flow_file, shared_flow_file
from flow_engine.schemas.ids import shared_definitions
from flow_engine.schemas.list_files import LISTS
from flow_engine.schemas.scenario_files import scenario_file
from flow_engine.source import Mapping as MappingNode
from flow_engine.source import Scalar

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MADE_BY = "Dibuat oleh “python -m flow_engine schema”; jangan disunting dengan tangan."
FOLDER = Path(".vscode") / "skema"
REMAKE = "Jalankan: .venv/bin/python -m flow_engine schema"


def make_schemas(data_dir: Path) -> tuple[dict[str, str], ProblemLog]:
    """Make every schema.

    Args:
        data_dir: The folder ``docs/_data``.

    Returns:
        File name to text, and the problems of the data. Where there is one, ids may be
        missing from the schemas: they are not to be written then.
    """
    library, log = load_library(data_dir)
    flows, flow_log = load_flows(data_dir, library)
    log.extend(flow_log)
    root = Fields(
        read_data(data_dir, f"alur/{SHARED}", ProblemLog()), ProblemLog(), "", SHARED_KEYS
    )
    rooms = {
        name.text: judul.text if isinstance(judul := room.get("judul"), Scalar) else ""
        for name, room in root.entries("bagian")
        if isinstance(room, MappingNode)
    }
    facts = read_facts(root, "fakta").values()
    schemas: dict[str, Schema] = {
        SHARED_FILE: {"$defs": shared_definitions(library, flows, rooms, facts)},
        "sumber.json": sources(),
        "klausul.json": clause_file(),
        "baris-sumber.json": left_out(),
        **{f"{name}.json": make() for name, make in LISTS.items()},
        FLOW_FILE: flow_file(),
        "alur-bersama.json": shared_flow_file(),
        "skenario.json": scenario_file(flows),
        "latihan-penelepon.json": caller_words(flows.values()),
    }
    return {name: _text(schema) for name, schema in schemas.items()}, log


def _text(schema: Schema) -> str:
    head = {"$schema": DIALECT, "$comment": MADE_BY}
    return json.dumps({**head, **schema}, ensure_ascii=False, indent=1) + "\n"


def write_schemas(made: Mapping[str, str], folder: Path) -> list[str]:
    """Write the files that changed, remove those nobody makes; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [name for name, _ in stale_schemas(made, folder)]
    for name in changed:
        if name in made:
            (folder / name).write_text(made[name], "utf-8")
        else:
            (folder / name).unlink()
    return changed


def stale_schemas(made: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str]]:
    """Go through the files that differ from what would be made, each with what is wrong."""
    for name, text in made.items():
        path = folder / name
        if not path.is_file():
            yield name, "belum ada"
        elif path.read_text("utf-8") != text:
            yield name, "tidak sesuai lagi dengan data atau pembacanya"
    for path in sorted(folder.glob("*.json")):
        if path.name not in made:
            yield path.name, "tidak dipakai lagi"


def check_schemas(made: Mapping[str, str], folder: Path) -> list[Problem]:
    """Return a problem for each file that would be written anew."""
    return [
        Problem(
            Location((FOLDER / name).as_posix()),
            "skema-basi",
            f"Skema untuk penyunting kode {wrong}. {REMAKE}.",
        )
        for name, wrong in stale_schemas(made, folder)
    ]
