"""The small jobs of ``mulai.md``, done as the page says: each shows on the page."""

from __future__ import annotations

import difflib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from flow_engine.checking import load_checked
from flow_engine.content import walk
from flow_engine.model import Flow
from flow_engine.runs import run_facts
from macros.data import House, clause_url
from macros.faq import render_faq, render_faq_index
from macros.fees import render_fees
from macros.ledger import render_ledger
from macros.walk import render_walk

from .pages import DATA, DOCS, Block, blocks_of
from .test_examples import WRONG, data_name

PAGE = DOCS / "penyunting" / "mulai.md"
BLOCKS = blocks_of(PAGE)
FEES, QUESTION, BOUND, WITHDRAWAL = (
    "## Mengubah biaya", "## Menambah pertanyaan FAQ", "## Menggeser batas tabel",
    "## Mencabut klausul",
)  # fmt: skip
NOTHING_LIKE_IT = 0.85


def blocks_under(heading: str) -> list[Block]:
    """Return the blocks of one section, in order."""
    lines = PAGE.read_text("utf-8").splitlines()
    first = lines.index(heading) + 1
    last = next((n for n, line in enumerate(lines[first:], first + 1) if line[:3] == "## "), 10**6)
    return [block for block in BLOCKS if first < block.line < last]


def edits(heading: str) -> list[Block]:
    return [b for b in blocks_under(heading) if b.language == "diff" and WRONG not in b.title]


def apply(text: str, change: str) -> str:
    """Make a change as a person would: where the file looks most like what the page shows.

    What stands in the file may have moved on since the page was written, a fee for
    instance; the lines that the page keeps are kept as the file has them.
    """
    rows = change.splitlines()
    old = [row[1:] for row in rows if row[:1] != "+"]
    lines = text.splitlines()

    def likeness(start: int) -> float:
        there = "\n".join(lines[start : start + len(old)])
        return difflib.SequenceMatcher(None, there, "\n".join(old), autojunk=False).ratio()

    first = [start for start, line in enumerate(lines) if line == old[0]] or range(len(lines))
    best = max(first, key=likeness)
    assert likeness(best) >= NOTHING_LIKE_IT, f"tidak ada yang mirip:\n{change}"
    kept = iter(lines[best : best + len(old)])
    new = []
    for row in rows:
        if row[:1] == "+":
            new.append(row[1:])
        elif row[:1] == "-":
            next(kept)
        else:
            new.append(next(kept))
    return "\n".join([*lines[:best], *new, *lines[best + len(old) :]]) + "\n"


@dataclass(frozen=True)
class Draft:
    """A copy of the data with some changes of the page made, and what it is then."""

    data: Path

    def make(self, *blocks: Block) -> None:
        for block in blocks:
            file = self.data / data_name(block)
            file.write_text(apply(file.read_text("utf-8"), block.text), "utf-8")

    def house(self) -> House:
        """Return what the pages are made from; a build runs no scenario."""
        found = load_checked(self.data, clause_url, with_scenarios=False)
        assert [str(problem) for problem in found.log] == []
        return House(found.library, found.flows)

    def problems(self) -> list[str]:
        return [str(problem) for problem in load_checked(self.data).log]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    data = tmp_path / "docs" / "_data"
    shutil.copytree(DATA, data)
    return Draft(data)


def unplaced(message: str) -> str:
    """Return a message without lines and columns, which move with every change."""
    return re.sub(r"baris \d+", "baris", re.sub(r":\d+:\d+ ", " ", message))


def told_after(heading: str, number: int) -> list[str]:
    """Return the messages that a section of the page shows, without their places."""
    texts = [b for b in blocks_under(heading) if b.language == "text" and "docs/" in b.text]
    return [unplaced(line) for line in texts[number].text.splitlines()]


def printed_walk(house: House, flow: Flow) -> str:
    return render_walk(house.page(f"alur/{flow.id}/"), walk(flow))


def test_every_change_names_its_file() -> None:
    changes = [block for block in BLOCKS if block.language == "diff"]
    assert len(changes) >= 10
    for block in changes:
        assert (DATA / data_name(block)).is_file(), str(block)
        assert all(row[:1] in "+- " for row in block.text.splitlines()), str(block)


def test_a_changed_fee_is_on_the_page_of_fees(draft: Draft) -> None:
    draft.make(*edits(FEES))
    house = draft.house()
    (fee,) = [fee for fee in house.library.fees if fee.code == "BNI-VA"]
    assert (fee.prepaid_rupiah, fee.postpaid_rupiah) == (2000, 2000)
    shown = render_fees(house.page("biaya/"))
    (row,) = [row for row in shown.split("</tr>") if 'data-metode="BNI Virtual Account"' in row]
    assert row.count("Rp2.000") == 2


def test_a_new_question_is_on_the_page_of_its_topic_and_in_the_flow(draft: Draft) -> None:
    *own, way, step = edits(QUESTION)
    draft.make(*own)
    house = draft.house()
    shown = render_faq(house.page("faq/lain/"), "lain")
    assert 'id="PMB-A8c"' in shown or "{#PMB-A8c" in shown
    assert "Bolehkah akun PLN Mobile dihapus?" in shown
    assert "Jangan menjanjikan apa pun kepada pelanggan." in shown
    assert "SOP TIDAK MENGATUR" in shown and "Tanyakan ke Team Leader." in shown
    assert "Bolehkah akun PLN Mobile dihapus?" in render_faq_index(house.page("faq/"))
    assert "PMB-A8c" in render_ledger(house.page("qa/ledger/"))
    draft.make(way, step)
    house = draft.house()
    assert 'id="langkah-a8c"' in printed_walk(house, house.flows["pln-mobile"])


def test_the_template_of_the_question_is_the_one_the_page_fills(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from flow_engine.__main__ import main

    (typed,) = [b.text for b in blocks_under(QUESTION) if b.language == "text"]
    assert main(["--data", str(DATA), *typed.split()[3:]]) == 0
    printed, _, untaught = capsys.readouterr().out.partition("\n# 3. ")
    assert "latihan.yaml" in untaught
    pasted = "".join(block.text for block in edits(QUESTION)[:2])
    keys = re.findall(r"^ +(?:- )?\{?(\w+):", printed, re.MULTILINE)
    assert set(keys) == {"id", "tempat", "jenis", "judul", "ringkasan", "bagian", "no", "teks",
                         "alias", "klausul"}  # fmt: skip
    assert all(f"{key}:" in pasted for key in keys)


def test_a_bound_moved_in_one_row_alone_is_refused_as_shown(draft: Draft) -> None:
    (wrong,) = [b for b in blocks_under(BOUND) if b.language == "diff" and WRONG in b.title]
    draft.make(wrong)
    found = [unplaced(line) for line in draft.problems()]
    assert all(line in found for line in told_after(BOUND, 0))


def test_a_moved_bound_is_on_the_page_and_its_scenarios_move_with_it(draft: Draft) -> None:
    table, scenarios, lesson = edits(BOUND)
    draft.make(table)
    found = [unplaced(line) for line in draft.problems()]
    assert found and all("[skenario-gagal]" in line for line in found)
    assert all(line in found for line in told_after(BOUND, 1))
    draft.make(scenarios)
    (left,) = draft.problems()
    assert unplaced(left).startswith(f"{lesson.title} [rujukan-skenario]")
    draft.make(lesson)
    assert draft.problems() == []
    house = draft.house()
    flow = house.flows["lapor-ulang"]
    shown = printed_walk(house, flow)
    for bound in ("kurang dari 4 jam", "tepat 4 jam", "lebih dari 4 jam"):
        assert bound in shown
    assert '<td data-label="Lama padam">tepat 3 jam</td>' not in shown


def test_a_withdrawn_clause_is_marked_and_no_longer_carried_out(draft: Draft) -> None:
    status, *others = edits(WITHDRAWAL)
    draft.make(status)
    assert [unplaced(line) for line in draft.problems()] == told_after(WITHDRAWAL, 0)
    draft.make(*others)
    assert draft.problems() == []
    house = draft.house()
    shown = render_faq(house.page("faq/riwayat/"), "riwayat")
    assert "DICABUT · bukan lagi perintah" in shown
    withdrawn = shown.split("{#PMB-A4b")[1].split("Setelah menjawab")[0]
    assert 'class="p-copy"' in shown and 'class="p-copy"' not in withdrawn
    assert "Melihat riwayat beli token atau bayar tagihan</a> (dicabut)" in render_faq_index(
        house.page("faq/")
    )
    flow = house.flows["pln-mobile"]
    assert "PMB-A4b" not in printed_walk(house, flow)
    values = [choice.value for choice in flow.facts["pertanyaan"].choices]
    assert "PMB-A4a" in values and "PMB-A4b" not in values


def test_the_moved_bound_decides_to_the_minute(draft: Draft) -> None:
    from datetime import datetime

    draft.make(edits(BOUND)[0])
    flow = load_checked(draft.data, with_scenarios=False).flows["lapor-ulang"]
    known = {
        "sekarang": "2022-12-19T19:00", "status_laporan": "selesai-pemadaman-meluas",
        "waktu_selesai": "2022-12-19T18:00", "tetangga": "turut-padam",
        "status_detail": "perbaikan", "info_bo": "ada",
    }  # fmt: skip
    for since, outcome in (("15:01", "masih-perbaikan"), ("14:59", "info-bo-diterima")):
        facts = {**known, "waktu_padam": f"2022-12-19T{since}"}
        assert run_facts(flow, facts, datetime(2022, 12, 19, 19))["outcome"] == outcome
