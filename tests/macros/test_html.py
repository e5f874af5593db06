from __future__ import annotations

import pytest

from macros.html import date_words, escape_markdown, flowing, rupiah, with_slots


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "Rp0"), (550, "Rp550"), (1750, "Rp1.750"), (1_001_750, "Rp1.001.750")],
)
def test_an_amount_is_written_with_points_and_zero_is_an_amount(amount: int, words: str) -> None:
    assert rupiah(amount) == words


def test_a_wording_is_escaped_and_its_places_to_fill_are_marked() -> None:
    shown = with_slots("Baik {Bapak/Ibu} <b> & (nama penelepon) (c) **tebal** (..... Nama CSO)")
    assert '<span class="p-slot">{Bapak/Ibu}</span>' in shown
    assert '<span class="p-slot">(nama penelepon)</span>' in shown
    assert '<span class="p-slot">(..... Nama CSO)</span>' in shown
    assert "&lt;b&gt; &amp;" in shown
    assert "(c) **tebal**" in shown


def test_lines_with_a_dash_become_a_list() -> None:
    assert flowing("Cara:\n- satu\n- dua") == "<p>Cara:</p><ul><li>satu</li><li>dua</li></ul>"
    assert flowing("satu kalimat") == "satu kalimat"


def test_markdown_shows_a_title_letter_by_letter() -> None:
    assert escape_markdown("a *b* [c] {d} <e>") == r"a \*b\* \[c\] \{d\} &lt;e&gt;"


def test_a_date_is_written_in_indonesian_and_anything_else_stays() -> None:
    assert date_words("2022-02-18") == "18 Februari 2022"
    assert date_words("2022-13-01") == "2022-13-01"
    assert date_words("") == ""
