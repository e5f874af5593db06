"""The theme's styles in the site: what is used stays, the rest does not come along."""

from __future__ import annotations

import re
from pathlib import Path

from macros.publish.theme import used_theme

PAGE = """<html><head>
<link rel="stylesheet" href="../assets/stylesheets/main.abc.min.css">
<link rel="stylesheet" href="../assets/app/pandu.css"></head>
<body data-md-color-scheme="default"><div class="md-typeset"><p class="tip">x</p></div></body>
</html>
"""
STYLE = """.md-typeset .tip{color:red}.md-typeset .tabbed-set>input:nth-child(1){color:blue}
.p-later{color:green}[data-md-color-scheme=default]{--a:1}[data-md-color-primary=pink]{--a:2}
/*# sourceMappingURL=main.abc.min.css.map */"""


def test_only_what_a_page_or_a_script_names_is_kept(tmp_path: Path) -> None:
    styles = tmp_path / "assets" / "stylesheets"
    styles.mkdir(parents=True)
    (styles / "main.abc.min.css").write_text(STYLE)
    (styles / "main.abc.min.css.map").write_text("{}")
    page, script = tmp_path / "page.html", tmp_path / "script.js"
    page.write_text(PAGE)
    script.write_text('element.className = "p-later";')
    css = used_theme(tmp_path, [page], [script])
    assert "tip{" in css and "p-later{" in css and "--a:1" in css
    assert "tabbed" not in css and "pink" not in css and "sourceMapping" not in css
    assert re.findall(r'href="([^"]+)"', page.read_text()) == ["../assets/app/pandu.css"]
    assert list(styles.iterdir()) == []
    assert used_theme(tmp_path, [page], [script]) == ""


def test_a_page_asks_for_one_style_that_holds_the_theme_and_ours(site_dir: Path) -> None:
    for path in (site_dir / "index.html", site_dir / "404.html", site_dir / "qa/index.html"):
        links = re.findall(r'rel="stylesheet" href="[./]*([^"]+)"', path.read_text("utf-8"))
        assert len(links) == 1, path
    css = (site_dir / links[0]).read_text("utf-8")
    assert css.index(".md-header{") < css.index(".p-desk")
    assert ".tabbed-set>input:nth-child" not in css
