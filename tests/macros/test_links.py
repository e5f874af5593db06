from __future__ import annotations

from pathlib import Path

from macros.links import check_built_links


def site_with(tmp_path: Path, body: str) -> list[str]:
    (tmp_path / "sop").mkdir()
    (tmp_path / "data.json").write_text("{}")
    (tmp_path / "index.html").write_text(f"<html>\n<body>{body}</body></html>")
    (tmp_path / "sop" / "index.html").write_text('<h1 id="PRK-03">x</h1><a href="../">y</a>')
    return [str(problem) for problem in check_built_links(tmp_path)]


def test_links_that_lead_somewhere_are_fine(tmp_path: Path) -> None:
    body = '<a href="sop/#PRK-03">a</a><a href="data.json">b</a><a href="https://x.id/#y">c</a>'
    assert site_with(tmp_path, body) == []


def test_a_dead_anchor_in_raw_html_is_told_with_place_and_nearest(tmp_path: Path) -> None:
    (found,) = site_with(tmp_path, '<a href="sop/#PRK-o3">a</a>')
    assert found.startswith("index.html:2:7 [jangkar-mati]")
    assert "“PRK-o3”" in found and "Maksud Anda “PRK-03”?" in found


def test_anchors_are_case_exact(tmp_path: Path) -> None:
    assert len(site_with(tmp_path, '<a href="sop/#prk-03">a</a>')) == 1


def test_a_dead_page_and_a_script_link_are_told(tmp_path: Path) -> None:
    body = '<a href="sopp/">a</a><a href="javascript:x()">b</a>'
    dead, script = site_with(tmp_path, body)
    assert "[tautan-mati]" in dead and "Maksud Anda “sop/”?" in dead
    assert "[tautan-skrip]" in script


def test_a_dead_link_an_editor_wrote_is_told_with_its_place_in_the_page(tmp_path: Path) -> None:
    site, docs = tmp_path / "site", tmp_path / "docs"
    (site / "faq" / "lain").mkdir(parents=True)
    (docs / "faq").mkdir(parents=True)
    (site / "faq" / "lain" / "index.html").write_text(
        '<h1 id="satu">x</h1>\n<a href="tidakada.md">a</a> <a href="#stu">b</a>', "utf-8"
    )
    (docs / "faq" / "lain.md").write_text(
        "# x\n\nLihat [a](tidakada.md) dan\n[b](lain.md#stu)", "utf-8"
    )
    told = [str(problem) for problem in check_built_links(site, docs)]
    assert [line.split(" ")[0] for line in told] == ["docs/faq/lain.md:3:7", "docs/faq/lain.md:4:1"]
    assert "[tautan-mati]" in told[0]
    assert "[jangkar-mati]" in told[1] and "Maksud Anda “satu”?" in told[1]
