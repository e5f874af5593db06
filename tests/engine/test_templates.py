"""``new``: what it writes is right as it stands, and nothing is overwritten."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flow_engine.__main__ import main
from flow_engine.checking import Checked, load_checked
from flow_engine.flows import FLOW_KEYS
from flow_engine.problems import ProblemLog
from flow_engine.records import Library
from flow_engine.runs import run_facts
from flow_engine.source import read_file

from .conftest import DATA, NOW, edit
from .editors import red_line

TOPIC = "  - id: bayar\n"


def new(data: Path, *words: str) -> int:
    return main(["--data", str(data), "new", *words])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """A project with a flow from the template for each document, two of them with scenarios."""
    data = tmp_path_factory.mktemp("baru") / "docs" / "_data"
    shutil.copytree(DATA, data)
    for document in library.documents:
        assert new(data, "alur", f"coba-{document.lower()}", "--dokumen", document) == 0
    for document in (*library.documents,)[::4]:
        assert new(data, "skenario", f"coba-{document.lower()}") == 0
    return data


@pytest.fixture(scope="module")
def checked(begun: Path) -> Checked:
    return load_checked(begun)


@pytest.mark.luas
def test_a_flow_and_its_scenarios_pass_the_check_unchanged(
    checked: Checked, library: Library
) -> None:
    assert [str(p) for p in checked.log if "coba-" in str(p.location)] == []
    assert {f"coba-{document.lower()}" for document in library.documents} <= set(checked.flows)


@pytest.mark.parametrize(
    ("facts", "outcome", "stated"),
    [
        ({"keadaan": "biasa", "sejak_kapan": "2026-01-15T07:00"}, "selesai", True),
        ({"keadaan": "biasa", "sejak_kapan": "2026-01-15T06:59"}, "selesai-lama", True),
        ({"keadaan": "lain"}, "tidak-diatur", False),
    ],
)
def test_the_flow_of_the_template_runs_to_its_outcomes(
    checked: Checked, facts: dict[str, Any], outcome: str, stated: bool
) -> None:
    result = run_facts(
        checked.flows["coba-prk"], {"sekarang": NOW.isoformat(timespec="minutes"), **facts}, NOW
    )
    assert (result["status"], result["outcome"]) == ("done", outcome)
    assert result["stated_by_sop"] is stated


def test_the_template_shows_and_explains_the_keys_of_a_flow(begun: Path) -> None:
    text = (begun / "alur" / "coba-prk.yaml").read_text("utf-8")
    for key in set(FLOW_KEYS) - {"mulai", "bagian", "tulis"}:
        assert re.search(rf"^{key}:", text, re.MULTILINE), key
    assert len(re.findall("#", text)) > 40


def test_an_editor_has_no_red_line_in_the_template(begun: Path) -> None:
    name = "alur/coba-prk.yaml"
    node = read_file(begun / name, name, ProblemLog())
    assert node is not None and red_line(name, node) == ""


def test_the_page_calls_the_flow_and_the_menu_line_is_told(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(copied, "alur", "ganti-meter", "--dokumen", "PRK", "--judul", 'Ganti: "baru"') == 0
    page = (copied.parent / "alur" / "ganti-meter.md").read_text("utf-8")
    assert '{{ alur("ganti-meter") }}' in page and 'title: "Alur: Ganti: \\"baru\\""' in page
    out = capsys.readouterr().out
    assert '      - "Ganti: \\"baru\\"": alur/ganti-meter.md' in out
    flows = load_checked(copied, with_scenarios=False).flows
    assert flows["ganti-meter"].title == 'Ganti: "baru"'


@pytest.mark.luas
def test_a_scenario_for_a_flow_that_needs_nothing_expects_its_outcome(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "alur" / "langsung.yaml").write_text(
        "alur: langsung\njudul: Langsung\ndokumen: PRK\n"
        "langkah:\n  a: {klausul: PRK-03, isi: PRK-03/1, hasil: selesai}\n"
        "hasil:\n  selesai: {judul: Selesai, klausul: PRK-03}\n",
        "utf-8",
    )
    assert new(copied, "skenario", "langsung") == 0
    text = (copied / "skenario" / "langsung.yaml").read_text("utf-8")
    assert "harap: {status: done, hasil: selesai}" in text
    found = [str(problem) for problem in load_checked(copied).log]
    assert [line for line in found if "langsung" in line] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("alur", "Ganti", "--dokumen", "PRK"), "Id “Ganti” harus huruf kecil"),
        (("alur", "../x", "--dokumen", "PRK"), "Id “../x” harus huruf kecil"),
        (("alur", "periksa", "--dokumen", "PRK"), "docs/_data/alur/periksa.yaml sudah ada"),
        (("alur", "bersama", "--dokumen", "PRK"), "docs/_data/alur/bersama.yaml sudah ada"),
        (("alur", "x", "--dokumen", "PKR"), "Dokumen “PKR” tidak ada. Maksud Anda “PRK”?"),
        (("skenario", "perikse"), "Alur “perikse” tidak ada. Maksud Anda “periksa”?"),
        (("skenario", "periksa"), "docs/_data/skenario/periksa.yaml sudah ada"),
        (("klausul", "prk"), "Id “prk” harus seperti PMB-A9a."),
        (("klausul", "XYZ-1"), "Dokumen “XYZ” tidak ada."),
        (("klausul", "PRK-10"), "Klausul PRK-10 sudah ada di docs/_data/klausul/prk.yaml:"),
        (("faq", "PMB-A9a", "--topik", "byar"), "Topik “byar” tidak ada. Maksud Anda “bayar”?"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(
    copied: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    before = {path: path.stat().st_mtime_ns for path in copied.parent.rglob("*")}
    assert new(copied, *words) == 2
    captured = capsys.readouterr()
    assert told in captured.err and captured.out == ""
    assert {path: path.stat().st_mtime_ns for path in copied.parent.rglob("*")} == before


def test_a_page_without_its_flow_is_not_overwritten_either(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = copied.parent / "alur" / "ganti-meter.md"
    page.parent.mkdir()
    page.write_text("milik orang", "utf-8")
    assert new(copied, "alur", "ganti-meter", "--dokumen", "PRK") == 2
    assert "docs/alur/ganti-meter.md sudah ada; tidak ditimpa." in capsys.readouterr().err
    assert page.read_text("utf-8") == "milik orang"
    assert not (copied / "alur" / "ganti-meter.yaml").exists()


def test_a_document_without_clauses_cannot_begin_a_flow(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "klausul" / "ctt.yaml").write_text("dokumen: CTT\nklausul: []\n", "utf-8")
    assert new(copied, "alur", "ctt-baru", "--dokumen", "CTT") == 2
    assert "Dokumen CTT belum punya klausul yang berisi." in capsys.readouterr().err


def test_broken_flows_are_told_before_a_scenario_is_begun(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(copied / "alur" / "lebih-tagih.yaml", "dokumen: VC4", "dokumen: VC5")
    assert new(copied, "skenario", "lebih-tagih") == 2
    assert "[rujukan-dokumen]" in capsys.readouterr().err


def pieces(printed: str) -> list[str]:
    """Cut what is printed into what is pasted, each into a file of its own."""
    return re.split(r"\n# \d\. .*\n", printed)


def append(file: Path, text: str) -> None:
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")


def test_the_printed_clause_is_right_where_it_is_pasted(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(copied, "klausul", "PRK-26") == 0
    clause, untaught = pieces(capsys.readouterr().out)
    assert clause.startswith("# 1. Salin ke docs/_data/klausul/prk.yaml")
    append(copied / "klausul" / "prk.yaml", clause)
    append(copied / "latihan.yaml", untaught)
    found = load_checked(copied, with_scenarios=False)
    assert [str(problem) for problem in found.log] == []
    assert found.library.parts["PRK-26/1"].text == "Kalimat kita."


def test_the_printed_question_is_right_where_it_is_pasted(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(copied, "faq", "PMB-A9a", "--topik", "bayar") == 0
    clause, entry, untaught = pieces(capsys.readouterr().out)
    append(copied / "klausul" / "pmb.yaml", clause)
    append(copied / "latihan.yaml", untaught)
    text = (copied / "faq.yaml").read_text("utf-8")
    head, topic = text.split(TOPIC)
    topic = topic.replace("    entri:\n", f"    entri:\n{entry}", 1)
    (copied / "faq.yaml").write_text(head + TOPIC + topic, "utf-8")
    found = load_checked(copied, with_scenarios=False)
    assert [str(problem) for problem in found.log] == []
    bayar = next(topic for topic in found.library.topics if topic.id == "bayar")
    assert bayar.entries[0].clause == "PMB-A9a"


def test_the_time_of_a_new_scenario_is_the_pinned_one(begun: Path) -> None:
    text = (begun / "skenario" / "coba-prk.yaml").read_text("utf-8")
    (moment,) = re.findall(r'^  sekarang: "(.+)"$', text, re.MULTILINE)
    assert datetime.fromisoformat(moment) == NOW
