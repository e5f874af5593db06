"""Every YAML example of the editors' guide is read by the readers that read the real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flow_engine import lists
from flow_engine.clauses import read_clauses, read_documents
from flow_engine.decode_lessons import read_curriculum
from flow_engine.decode_weights import read_weight_list
from flow_engine.flows import load_flows
from flow_engine.model import Flow
from flow_engine.news import read_changes, read_renamed
from flow_engine.problems import ProblemLog
from flow_engine.proof import check_flow
from flow_engine.records import Clause, Library
from flow_engine.scenarios import check_scenarios
from flow_engine.source import Node, read_text
from flow_engine.source_lines import read_left_out
from learning.caller_words import FILE as CALLERS
from learning.caller_words import read_words
from tests.knowledge import real_flows, real_house, real_library

from .pages import DATA, GUIDES, Block, blocks_of

WRONG = " (salah)"
ALL = [block for page in GUIDES for block in blocks_of(page)]
YAML = [block for block in ALL if block.language == "yaml"]
RIGHT = [block for block in YAML if not block.title.endswith(WRONG)]

Read = Callable[[Node, lists.Known, ProblemLog], object]
LISTS: dict[str, Read] = {
    "biaya.yaml": lists.read_fees,
    "faq.yaml": lists.read_faq,
    "itsm.yaml": lists.read_itsm,
    "meter.yaml": lists.read_codes,
    "istilah/daftar.yaml": lists.read_terms,
    "beranda.yaml": lists.read_home,
    "hilang.yaml": lists.read_missing,
    "situs.yaml": lists.read_settings,
    "perubahan.yaml": lambda node, known, log: read_changes(node, known.clauses | known.parts, log),
    "alamat.yaml": lambda node, known, log: read_renamed(node, known.clauses | known.parts, log),
    "penilaian.yaml": read_weight_list,
    "latihan.yaml": read_curriculum,
    "sumber.yaml": lambda node, known, log: read_documents(node, log),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return real_library()


@pytest.fixture(scope="module")
def flow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the real shared file and every flow of the guide."""
    data = tmp_path_factory.mktemp("contoh") / "docs" / "_data"
    (data / "alur").mkdir(parents=True)
    shared = (DATA / "alur" / "bersama.yaml").read_text("utf-8")
    (data / "alur" / "bersama.yaml").write_text(shared, "utf-8")
    for block in RIGHT:
        name = data_name(block)
        if name.startswith("alur/") and name != "alur/bersama.yaml":
            (data / name).write_text(block.text, "utf-8")
    return data


def data_name(block: Block) -> str:
    return block.title.removesuffix(WRONG).removeprefix("docs/_data/")


def known_of(library: Library) -> lists.Known:
    return lists.Known(frozenset(library.clauses), frozenset(library.parts))


def problems_of(block: Block, library: Library) -> list[str]:
    """Read an example as the file that its title names; flows and scenarios have their own way."""
    name = data_name(block)
    log = ProblemLog()
    node = read_text(block.text, f"docs/_data/{name}", log)
    if node is not None and name.startswith("klausul/"):
        read_clauses(node, library.documents, {}, log)
    elif node is not None and name == "baris-sumber.yaml":
        read_left_out(node, library.documents, log)
    elif node is not None and name == CALLERS:
        read_words(node, real_flows().values(), log)
    elif node is not None:
        LISTS[name](node, known_of(library), log)
    return [str(problem) for problem in log]


def title_of(block: Block) -> str:
    return str(block)


def test_every_yaml_block_says_which_file_it_stands_for() -> None:
    assert [str(block) for block in YAML if not block.title.startswith("docs/_data/")] == []


def test_the_guide_shows_every_kind_of_file() -> None:
    kinds = {data_name(block).split("/")[0] for block in RIGHT}
    assert kinds >= {path.name for path in DATA.iterdir() if path.suffix != ".json"}


@pytest.mark.parametrize(
    "block",
    [b for b in RIGHT if not data_name(b).startswith(("alur/", "skenario/"))],
    ids=title_of,
)
def test_an_example_is_read_without_a_problem(block: Block, library: Library) -> None:
    assert problems_of(block, library) == []


def test_an_official_wording_in_an_example_is_the_real_one(library: Library) -> None:
    found: dict[str, Clause] = {}
    log = ProblemLog()
    for block in RIGHT:
        node = read_text(block.text, str(block), log)
        if node is not None and data_name(block).startswith("klausul/"):
            read_clauses(node, library.documents, found, log)
    quoted = [part for clause in found.values() for part in clause.parts if part.official]
    assert len(quoted) >= 3
    for part in quoted:
        real = library.parts[part.id]
        assert (part.kind, part.text) == (real.kind, real.text)
        assert (part.system, part.field) == (real.system, real.field)


@pytest.fixture(scope="module")
def example_flows(flow_folder: Path, library: Library) -> dict[str, Flow]:
    flows, log = load_flows(flow_folder, library)
    assert [str(problem) for problem in log] == []
    return flows


def test_every_example_of_a_flow_is_proved(example_flows: dict[str, Flow]) -> None:
    assert len(example_flows) >= 4
    found = [str(p) for flow in example_flows.values() for p in check_flow(flow)]
    assert found == []


def test_the_example_of_the_shared_file_is_read_and_proved(
    tmp_path: Path, library: Library
) -> None:
    (shared,) = [b for b in RIGHT if data_name(b) == "alur/bersama.yaml"]
    flow = (
        "alur: uji\njudul: Uji\ndokumen: PRK\n"
        "langkah:\n  a: {panggil: pembuka, hasil: selesai}\n"
        "hasil:\n  selesai: {judul: Selesai, klausul: PRK, lalu: penutup-laporan}\n"
    )
    data = tmp_path / "docs" / "_data"
    (data / "alur").mkdir(parents=True)
    (data / "alur" / "bersama.yaml").write_text(shared.text, "utf-8")
    (data / "alur" / "uji.yaml").write_text(flow, "utf-8")
    flows, log = load_flows(data, library)
    assert [str(problem) for problem in log] == []
    assert check_flow(flows["uji"]) == []


def test_every_example_of_scenarios_passes(tmp_path: Path, example_flows: dict[str, Flow]) -> None:
    blocks = [b for b in RIGHT if data_name(b).startswith("skenario/")]
    (tmp_path / "skenario").mkdir()
    for block in blocks:
        (tmp_path / data_name(block)).write_text(block.text, "utf-8")
    count, log = check_scenarios(tmp_path, example_flows)
    assert [str(problem) for problem in log] == []
    assert count >= len(blocks) > 0


@pytest.mark.parametrize("block", [b for b in YAML if b.title.endswith(WRONG)], ids=title_of)
def test_a_wrong_example_gives_the_message_that_follows_it(block: Block, library: Library) -> None:
    following = ALL[ALL.index(block) + 1]
    assert (following.page, following.language) == (block.page, "text")
    assert problems_of(block, library) == following.text.splitlines()


def test_the_pages_hold_markdown_only() -> None:
    from macros import MACROS
    from macros.pages import check_page

    house = real_house()
    found = [
        str(problem)
        for page in GUIDES
        for problem in check_page(page.read_text("utf-8"), page.name, house, MACROS)
    ]
    assert found == []
