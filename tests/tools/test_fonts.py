from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont

from macros.publish.fonts import FONTS, publish_fonts, used_characters


def test_the_fonts_hold_what_the_pages_and_their_data_use(
    tiny_project: Path, tmp_path: Path
) -> None:
    site = tmp_path / "situs"
    site.mkdir()
    (site / "index.html").write_text("<p>&ldquo;PERIKSA&rdquo; – Rp1.750</p>", encoding="utf-8")
    (site / "data.json").write_text(r'{"a": "\u2026"}', encoding="utf-8")
    out = publish_fonts(tiny_project, site)
    assert {path.name for path in out.glob("*.woff2")} == set(FONTS)
    assert all("SIL OPEN FONT LICENSE" in path.read_text() for path in out.glob("*.txt"))
    for name in FONTS:
        font = TTFont(out / name)
        assert {ord(char) for char in "“”–…aZ09~é"} <= set(font.getBestCmap())
        assert ord("‡") not in font.getBestCmap()


def test_tabular_figures_survive(tiny_project: Path, tmp_path: Path) -> None:
    out = publish_fonts(tiny_project, tmp_path)
    features = TTFont(out / "atkinson-400.woff2")["GSUB"].table.FeatureList.FeatureRecord
    assert "tnum" in {record.FeatureTag for record in features}


def test_control_characters_are_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("a\n\t\x00b", encoding="utf-8")
    assert not {"\n", "\t", "\x00"} & set(used_characters(tmp_path))
