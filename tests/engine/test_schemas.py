"""The schemas that code editors use: complete, current, and never stricter than the readers."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flow_engine import lists
from flow_engine.__main__ import main
from flow_engine.checking import check_home
from flow_engine.clauses import read_clauses
from flow_engine.decode_lessons import read_curriculum
from flow_engine.decode_weights import read_weight_list
from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.news import read_changes, read_renamed
from flow_engine.problems import ProblemLog
from flow_engine.records import SCRIPT_KINDS, Library
from flow_engine.scenarios import check_scenarios
from flow_engine.schemas.blocks import TEXT, needed, record
from flow_engine.source import Node, read_file, read_text
from flow_engine.source_lines import read_left_out
from flow_engine.speech import read_speech
from flow_engine.words import read_words
from learning import caller_words
from tests.docs.pages import GUIDES, Block, blocks_of
from tests.knowledge import real_flows

from .conftest import DATA, ROOT, edit
from .editors import SETTINGS, as_json, names_of, red_line, schemas, schemas_of
from .mistakes import MISTAKES, SAMPLES
from .slips import slips

FILES = names_of(DATA.rglob("*.yaml"))
SKEMA = ROOT / ".vscode" / "skema"
EXAMPLES = [b for page in GUIDES for b in blocks_of(page) if b.language == "yaml"]

Read = Callable[[Node, lists.Known, ProblemLog], object]


def _names(known: lists.Known) -> frozenset[str]:
    return known.clauses | known.parts


LISTS: dict[str, Read] = {
    "faq.yaml": lists.read_faq,
    "biaya.yaml": lists.read_fees,
    "itsm.yaml": lists.read_itsm,
    "meter.yaml": lists.read_codes,
    "istilah/daftar.yaml": lists.read_terms,
    "istilah/kata.yaml": lambda node, known, log: read_words(node, log),
    "istilah/ucapan.yaml": lambda node, known, log: read_speech(node, log),
    "hilang.yaml": lists.read_missing,
    "situs.yaml": lists.read_settings,
    "perubahan.yaml": lambda node, known, log: read_changes(node, _names(known), log),
    "alamat.yaml": lambda node, known, log: read_renamed(node, _names(known), log),
    "penilaian.yaml": read_weight_list,
    "latihan.yaml": read_curriculum,
    "latihan-penelepon.yaml": lambda node, known, log: caller_words.read_words(
        node, real_flows().values(), log
    ),
}


def node_of(name: str) -> Node:
    node = read_file(DATA / name, name, ProblemLog())
    assert node is not None
    return node


def name_of(block: Block) -> str:
    return block.title.removeprefix("docs/_data/").removesuffix(" (salah)")


# What the settings say


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_exactly_one_schema(name: str) -> None:
    assert len(schemas_of(name)) == 1


def test_every_schema_is_there_and_used() -> None:
    mapped = {Path(schema).name for schema in SETTINGS["yaml.schemas"]}
    assert {path.name for path in SKEMA.glob("*.json")} == mapped | {"bersama.json"}
    assert all(schema.startswith("./.vscode/skema/") for schema in SETTINGS["yaml.schemas"])


def test_the_extension_that_reads_the_schemas_is_recommended() -> None:
    found = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))
    assert found == {"recommendations": ["redhat.vscode-yaml"]}


# What the schemas say


def inner(schema: Any) -> Iterator[dict[str, Any]]:
    """Go through a schema and every schema inside it."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from inner(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from inner(value)


@pytest.mark.luas
def test_every_schema_is_a_schema_of_2020() -> None:
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_key_that_is_proposed_is_explained() -> None:
    described = 0
    for name, schema in schemas().items():
        for one in inner(schema):
            if one.get("additionalProperties") is not False or "required" not in one:
                continue
            for key, value in one["properties"].items():
                assert value.get("description"), f"{name}: {key}"
                described += 1
    assert described > 100


def test_no_official_wording_stands_in_a_schema(library: Library) -> None:
    text = (json.dumps(schemas(), ensure_ascii=False)).lower()
    scripts = [p.text for p in library.parts.values() if p.kind in SCRIPT_KINDS]
    wordings = [text for text in scripts if len(text) >= 15]
    assert len(wordings) > 100
    assert [wording for wording in wordings if wording.lower() in text] == []


def test_a_key_without_a_schema_is_an_error() -> None:
    with pytest.raises(ValueError, match="tanggal"):
        record("dokumen", ("id", "tanggal"), {"id": needed("Id.", TEXT)})


def test_a_schema_for_a_key_that_no_reader_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="tangal"):
        record("dokumen", ("id",), {"id": needed("Id.", TEXT), "tangal": needed("", TEXT)})


def test_no_reader_lists_its_keys_where_the_schemas_cannot_see_them() -> None:
    looked_at = 0
    for path in (ROOT / "flow_engine").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            calls_fields = (
                isinstance(node, ast.Call)
                and path.name != "fields.py"
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("Fields", "child")
            )
            if calls_fields:
                assert isinstance(node, ast.Call)
                literal = [c for c in ast.walk(node.args[-1]) if isinstance(c, ast.Constant)]
                assert literal == [], f"{path.name}:{node.lineno}"
                looked_at += 1
    assert looked_at > 30


# What is right is not underlined


@pytest.mark.luas
@pytest.mark.parametrize("name", FILES)
def test_a_real_file_has_no_red_line(name: str) -> None:
    assert red_line(name, node_of(name)) == ""


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_an_example_of_the_guide_has_a_red_line_where_it_is_wrong(block: Block) -> None:
    node = read_text(block.text, str(block), ProblemLog())
    assert node is not None
    name = name_of(block)
    if name.startswith("skenario/") or "rujuk: contoh-" in block.text:
        pytest.skip("alurnya hanya ada di panduan; skemanya memuat alur yang sungguh ada")
    assert bool(red_line(name, node)) is block.title.endswith(" (salah)")


# What is wrong is underlined


class Readers:
    """The engine's judgement of one file, with the rest of the data as it is."""

    def __init__(self, library: Library, flows: dict[str, Flow], folder: Path) -> None:
        self.library = library
        self.flows = flows
        self.folder = folder
        self.known = lists.Known(frozenset(library.clauses), frozenset(library.parts))

    def problems(self, name: str, node: Node) -> list[str]:
        log = ProblemLog()
        kind = name.split("/")[0]
        if name in LISTS:
            LISTS[name](node, self.known, log)
        elif kind == "klausul":
            read_clauses(node, self.library.documents, {}, log)
        elif kind == "baris-sumber.yaml":
            read_left_out(node, self.library.documents, log)
        elif kind == "beranda.yaml":
            home = lists.read_home(node, self.known, log)
            log.extend(check_home(Library(**{**vars(self.library), "home": home}), self.flows))
        else:
            found = self._from_files(name, node)
            # A slip made up by a test lies in a file of its own.
            mine = (name, "uji.yaml")
            log.extend(problem for problem in found if problem.location.file.endswith(mine))
        return [str(problem) for problem in log]

    def _from_files(self, name: str, node: Node) -> ProblemLog:
        """Write the file, as JSON is YAML too, beside what it needs, and load it."""
        kind = name.split("/")[0]
        assert kind in ("sumber.yaml", "alur", "skenario"), name
        data = self.folder / kind
        shutil.rmtree(data, ignore_errors=True)
        (data / kind).mkdir(parents=True)
        if kind == "sumber.yaml":
            shutil.copytree(DATA, data, dirs_exist_ok=True, ignore=lambda _, names: [
                found for found in names if found in ("alur", "skenario", "sumber.yaml")
            ])  # fmt: skip
            (data / kind).rmdir()
        elif kind == "alur":
            shutil.copy(DATA / "alur" / "bersama.yaml", data / "alur")
        (data / name).write_text(json.dumps(as_json(node), ensure_ascii=False), "utf-8")
        if kind == "sumber.yaml":
            return load_library(data)[1]
        if kind == "alur":
            return load_flows(data, self.library)[1]
        return check_scenarios(data, self.flows)[1]


@pytest.fixture(scope="session")
def readers(
    library: Library, flows: dict[str, Flow], tmp_path_factory: pytest.TempPathFactory
) -> Readers:
    return Readers(library, flows, tmp_path_factory.mktemp("berkas"))


def sample(name: str, old: str = "", new: str = "") -> Node:
    text = SAMPLES[name]
    assert old in text
    node = read_text(text.replace(old, new, 1), name, ProblemLog())
    assert node is not None
    return node


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "sumber.yaml"])
def test_a_sample_without_a_mistake_is_right_for_both(name: str, readers: Readers) -> None:
    assert red_line(name, sample(name)) == ""
    assert readers.problems(name, sample(name)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_typical_mistake_is_found_by_both(mistake: str, readers: Readers) -> None:
    name, old, new = MISTAKES[mistake]
    node = sample(name, old, new)
    assert red_line(name, node) != ""
    assert readers.problems(name, node) != []


# Never stricter than the engine

FUZZED = [name for name in FILES if name not in ("klausul/prk.yaml", "klausul/pmb.yaml")]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_the_engine_accepts_has_no_red_line(data: st.DataObject, readers: Readers) -> None:
    name = data.draw(st.sampled_from(FUZZED))
    node = data.draw(slips(node_of(name)))
    underlined = red_line(name, node)
    if underlined:
        assert readers.problems(name, node) != [], f"{name}: {underlined}"


# The files in the project


def test_the_schemas_in_the_project_are_the_ones_made_today(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--data", str(DATA), "schema", "--check"]) == 0
    assert capsys.readouterr().out == ""


def schema(data: Path, *words: str) -> int:
    return main(["--data", str(data), "schema", *words])


def test_a_changed_title_makes_the_schemas_stale_until_they_are_written(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert schema(copied) == 0
    edit(copied / "klausul" / "prk.yaml", "Salam pembuka", "Salam pertama")
    capsys.readouterr()
    assert schema(copied, "--check") == 1
    out = capsys.readouterr().out
    assert out.startswith(".vscode/skema/bersama.json:1:1 [skema-basi] ")
    assert "-m flow_engine schema" in out and len(out.splitlines()) == 1
    assert schema(copied) == 0
    assert capsys.readouterr().out == "Skema ditulis: bersama.json.\n"
    assert schema(copied, "--check") == 0


def test_a_missing_and_a_foreign_file_are_told_and_put_right(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema(copied)
    folder = copied.parents[1] / ".vscode" / "skema"
    (folder / "faq.json").unlink()
    (folder / "lama.json").write_text("{}", "utf-8")
    capsys.readouterr()
    assert schema(copied, "--check") == 1
    out = capsys.readouterr().out
    assert "faq.json:1:1 [skema-basi] Skema untuk penyunting kode belum ada" in out
    assert "lama.json:1:1 [skema-basi] Skema untuk penyunting kode tidak dipakai lagi" in out
    assert schema(copied) == 0
    assert (folder / "faq.json").is_file() and not (folder / "lama.json").exists()
    capsys.readouterr()
    assert schema(copied) == 0
    assert capsys.readouterr().out == "Semua skema sudah sesuai.\n"


def test_nothing_is_written_while_the_data_has_problems(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(copied / "faq.yaml", "klausul: PMB-A1a", "klausul: PMB-A1z")
    assert schema(copied) == 1
    err = capsys.readouterr().err
    assert "[rujukan-klausul]" in err and "Skema tidak diubah" in err
    assert not (copied.parents[1] / ".vscode").exists()
