from __future__ import annotations

from pathlib import Path

import pytest

from macros import MACROS
from macros.data import House
from macros.pages import check_page, check_pages


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
        ("a <img\nsrc=x>", "docs/a.md:1:3", "html-mentah", "<img"),
        ("---\ntitel: x\n---\na", "docs/a.md:2", "kepala-halaman", "Maksud Anda “title”?"),
        ("---\ntata: sop\nrender_macros: false\n---\n", "docs/a.md:3", "kepala-halaman", "title"),
        ("---\ntemplate: x.html\n---\n", "docs/a.md:2", "kepala-halaman", "“template” tidak"),
        ('---\ntitle: "\\x3cb\\x3e"\n---\n', "docs/a.md:2", "kepala-halaman", "tanpa < > { }"),
        ('---\ntitle: "\\x7b\\x7b x"\n---\n', "docs/a.md:2", "kepala-halaman", "tanpa < > { }"),
        ("---\ntitle: [a]\n---\n", "docs/a.md:2", "kepala-halaman", "teks satu baris"),
        ('---\ndescription: "a\\nb"\n---\n', "docs/a.md:2", "kepala-halaman", "teks satu baris"),
        ("---\ntata: x\n---\n", "docs/a.md:2", "kepala-halaman", "beranda, daftar"),
        ("---\nhide: [x]\n---\n", "docs/a.md:2", "kepala-halaman", "navigation, toc"),
        ("---\nhide: toc\n---\n", "docs/a.md:2", "kepala-halaman", "daftar dari"),
        ("---\nsearch: {boost: 9}\n---\n", "docs/a.md:2", "kepala-halaman", "{exclude: true}"),
        ("---\nrobots: all\n---\n", "docs/a.md:2", "kepala-halaman", "noindex"),
        ("---\ntitle: [\n---\n", "docs/a.md:1", "kepala-halaman", "tidak dapat dibaca"),
        ("---\n- a\n---\n", "docs/a.md:1", "kepala-halaman", "tidak dapat dibaca"),
        ("title: x\nTemplate: a\n\nisi", "docs/a.md:2", "kepala-halaman", "“template” tidak"),
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


def test_a_head_that_is_meant_is_fine(house: House) -> None:
    text = "---\ntitle: 'A, “b” & c'\ntata: sop\nhide: [toc]\nsearch: {exclude: true}\n---\n# A\n"
    assert problems_of(text, house) == []


def test_beside_pages_and_pictures_nothing_is_published_as_it_is(
    tmp_path: Path, house: House
) -> None:
    for name in ("a.html", "sop/b.js", "c.PNG", "d.svg", "_data/e.yaml", "assets/f.js", ".g"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [str(problem) for problem in check_pages(tmp_path, house, MACROS)]
    assert [told.split(" ")[0].split(":")[0] for told in found] == ["docs/a.html", "docs/sop/b.js"]
    assert all("[berkas-asing]" in told for told in found)
