from __future__ import annotations

import pytest

from macros import MACROS
from macros.data import House
from macros.pages import check_page


def problems_of(text: str, house: House) -> list[str]:
    return [str(problem) for problem in check_page(text, "docs/a.md", house, MACROS)]


def test_a_page_of_markdown_and_macros_is_fine(house: House) -> None:
    assert problems_of("# Judul\n\n{{ sop('PRK') }}\n\n`<b>` dan {{ biaya() }}\n", house) == []


@pytest.mark.parametrize(
    ("text", "place", "code", "hint"),
    [
        (
            "a\n\nlihat {{ nothing }}",
            "docs/a.md:3:10",
            "macro-tidak-dikenal",
            "Yang boleh: ",
        ),
        ("{{ biayaa() }}", "docs/a.md:1:4", "macro-tidak-dikenal", "Maksud Anda “biaya”?"),
        ("{{ biaya }}", "docs/a.md:1:4", "macro-tanpa-kurung", "{{ biaya() }}"),
        ("{{ sop('PRX') }}", "docs/a.md:1:4", "macro-argumen", "Maksud Anda “PRK”?"),
        ("{{ sop() }}", "docs/a.md:1:4", "macro-argumen", "Yang boleh: PRK"),
        ("{{ biaya('x') }}", "docs/a.md:1:4", "macro-argumen", "tidak menerima"),
        ("{{ ''.__class__ }}", "docs/a.md:1:1", "macro-rusak", "satu panggilan macro"),
        ("{{ sop('PRK')|safe }}", "docs/a.md:1:1", "macro-rusak", "satu panggilan macro"),
        ("{{ sop('PRK'", "docs/a.md:1", "macro-rusak", "tidak dapat dibaca"),
        ("{% set a = 1 %}", "docs/a.md:1", "perintah-templat", "tidak dipakai"),
        ("teks <b>tebal</b>", "docs/a.md:1:6", "html-mentah", "<b"),
        ("<script>x</script>", "docs/a.md:1:1", "html-mentah", "<script"),
        ("[a](javascript:alert(1))", "docs/a.md:1:5", "tautan-skrip", "javascript:"),
        ("![a](b.png){onerror=x}", "docs/a.md:1:12", "atribut-skrip", "onerror="),
    ],
)
def test_what_a_page_may_not_hold_is_told_with_its_place(
    house: House, text: str, place: str, code: str, hint: str
) -> None:
    found = problems_of(text, house)
    assert any(line.startswith(place) and f"[{code}]" in line and hint in line for line in found), (
        found
    )


def test_code_may_show_tags(house: House) -> None:
    assert problems_of("```html\n<b>x</b>\n```\n\n``a ` <i>``", house) == []
