"""Small sites with something hidden in a page: nothing of it runs, in the build or in the page.

These sites leave out the check of a page's text: what is tried is the lock behind it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2.exceptions import SecurityError
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError

from macros.links import check_built_links
from macros.markup import clean, removed
from macros.sandbox import PageSandbox
from tools.site import ROOT

CONFIG = """
site_name: Kecil
theme: {{name: material, custom_dir: {root}/overrides, font: false, language: id,
    favicon: a.svg, palette: []}}
plugins:
  - macros: {{module_name: kecil, on_undefined: strict, on_error_fail: true}}
hooks: [{root}/macros/hooks/guards.py]
copyright: K
extra: {{di_kaki: []}}
markdown_extensions:
  - attr_list
  - admonition
  - tables: {{use_align_attribute: true}}
  - pymdownx.superfences
"""
MODULE = """
def define_env(env):
    env.macro(lambda name="": "**" + name + "** <span class='p-slot'>x</span>", "biaya")
"""
Build = Callable[..., Path]


@pytest.fixture
def build_page(tmp_path: Path) -> Build:
    """Build a site of one page and those beside it; return its folder."""

    def made(text: str, **pages: str) -> Path:
        docs = tmp_path / "docs"
        docs.mkdir()
        for name, page in {"index": text, **pages}.items():
            page = page.replace("BEKAS", str(tmp_path / "bekas"))
            (docs / f"{name}.md").write_text(page, "utf-8")
        (tmp_path / "kecil.py").write_text(MODULE)
        (tmp_path / "mkdocs.yml").write_text(CONFIG.format(root=ROOT))
        config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "situs"))
        config.plugins.run_event("startup", command="build", dirty=False)
        build(config)
        return tmp_path / "situs"

    return made


def running(site: Path) -> list[str]:
    """Return what is told of a finished site, without its links."""
    return [str(p) for p in check_built_links(site) if p.code == "halaman-menjalankan"]


def refusal(build_page: Build, text: str, caplog: pytest.LogCaptureFixture, **pages: str) -> str:
    """Return all that was said of a page that is not built."""
    with (
        caplog.at_level(logging.WARNING),
        pytest.raises((PluginError, Abort, SystemExit)) as raised,
    ):
        build_page(text, **pages)
    return f"{raised.value} {caplog.text}"


def test_a_page_of_markdown_and_macros_is_built(build_page: Build) -> None:
    site = build_page(
        "# Judul `<b>`\n\n{{ biaya('PRK') }}\n\n| a |\n| :- |\n| b |\n\n"
        "[luar](https://contoh.test) [surat](mailto:a@contoh.test)\n\n"
        "```html\n<script>x</script>\n```\n"
    )
    html = (site / "index.html").read_text("utf-8")
    assert "<strong>PRK</strong>" in html and "p-slot" in html
    assert "&lt;b&gt;" in html and "<script>x" not in html
    assert running(site) == []


CALLS = [
    "{{ cycler.__init__.__globals__.os.popen('touch BEKAS').read() }}",
    "{{ lipsum.__globals__['os'].popen('touch BEKAS').read() }}",
    "{{ biaya.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ biaya(''.__class__) }}",
    "{{ biaya(name='a') }}",
    "{{ biaya(*[1]) }}",
    "{{ biaya(1) }}",
    "{{ biaya()|upper }}",
    "{{ biaya }}",
    "{{ nothing() }}",
    "{{ config.load_file('x') }}",
    "{{ config }}",
    "{{ context() }}",
    "{{ macros_info() }}",
    "{{ fix_url('x') }}",
    "{% set a = 1 %}",
    "{% include 'index.md' %}",
    "{% for a in [1] %}{{ biaya() }}{% endfor %}",
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_the_sandbox_takes_nothing_but_calls_of_macros(call: str) -> None:
    box = PageSandbox({"biaya": lambda name="": f"<b>{name}</b>"})
    assert box.from_string("a {{ biaya() }}{{ biaya('PRK') }}").render() == "a <b></b><b>PRK</b>"
    with pytest.raises(SecurityError):
        box.from_string(f"# A\n\n{call}\n")


@pytest.mark.parametrize("call", CALLS[:2] + CALLS[-7:-4])
def test_only_a_macro_of_the_project_runs_in_a_page(
    build_page: Build, tmp_path: Path, caplog: pytest.LogCaptureFixture, call: str
) -> None:
    assert "SecurityError" in refusal(build_page, f"# A\n\n{call}\n", caplog)
    assert not (tmp_path / "bekas").exists()
    assert not (tmp_path / "situs" / "index.html").exists()


def test_a_title_that_is_a_call_in_other_letters_does_not_run(
    build_page: Build, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """YAML turns the escapes into braces after the text of the page was looked at."""
    call = "cycler.__init__.__globals__.os.popen('touch BEKAS').read()"
    text = f'---\ntitle: "\\x7b\\x7b {call} \\x7d\\x7d"\n---\nisi\n'
    assert "SecurityError" in refusal(build_page, text, caplog)
    assert not (tmp_path / "bekas").exists()


HIDDEN = [
    ("a\n\n<script>x</script>", 3, "<script"),
    ("a\n\n<img\nsrc=x\nonerror=x>", 5, "onerror="),
    ("a\n\n```html\n<script>x</script>", 4, "<script"),
    ("- a\n\n        ```\n\n<iframe src=x></iframe>\n\n        ```", 5, "<iframe"),
    ("a <svg><animate onbegin=x></svg>", 1, "onbegin="),
    ("[a](javascript:x)", 1, "href="),
    ("b\n\n[a](JaVa&#115;cript:x)", 3, "href="),
    ("[a][r]\n\n[r]: javascript:x", 3, "href="),
    ("<javascript:x>", 1, "<javascript:x"),
    ("[a](vbscript:x)", 1, "href="),
    ("[a](data:text/html,x)", 1, "href="),
    ("![a](data:image/svg+xml,x)", 1, "src="),
    ("# A {onclick=x}", 1, "onclick="),
    ("a\n{: style='color:red'}", 2, "style="),
    ("a <!-- <script>x</script> -->", 1, "<!--"),
    ("a <form action='https://contoh.test'>b</form>", 1, "action="),
    ("<style>p{color:red}</style>", 1, "<style"),
    ("<object data='x'></object>", 1, "<object"),
    ("a <base href='https://contoh.test/'>", 1, "<base"),
    ("<meta http-equiv='refresh' content='0;url=x'>", 1, "<meta"),
]


def test_html_that_runs_or_paints_by_itself_stops_the_build_with_every_place(
    build_page: Build, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pages = {f"h{nth}": text + "\n" for nth, (text, _, _) in enumerate(HIDDEN)}
    said = refusal(build_page, "# Beranda\n", caplog, **pages).split("\n")
    for nth, (text, line, piece) in enumerate(HIDDEN):
        found = [told for told in said if f"docs/h{nth}.md:{line}:" in told]
        assert any(f"[isi-terlarang] “{piece}” tidak boleh" in told for told in found), text
    assert not any("docs/index.md" in told for told in said)
    assert not (tmp_path / "situs" / "index.html").exists()


def test_what_the_theme_writes_without_escaping_is_found_in_the_finished_page(
    build_page: Build,
) -> None:
    site = build_page('---\ntitle: "a\\x3cscript\\x3ex\\x3c/script\\x3e"\n---\nisi\n')
    assert any("[halaman-menjalankan] “<script”" in told for told in running(site))


@pytest.mark.parametrize(
    ("html", "piece"),
    [
        ("<script>x</script>", "<script"),
        ('<script type="module">x</script>', "<script"),
        ('<script src="https://contoh.test/x.js"></script>', "src=https:"),
        ('<script src="//contoh.test/x.js"></script>', "src=//:"),
        ('<script src="\\\\contoh.test/x.js"></script>', "src=//:"),
        ("<style>p{}</style>", "<style"),
        ('<p style="a">', "style="),
        ("<p onclick=x>", "onclick="),
        ('<a href=" vb\nscript:x">', "href=vbscript:"),
        ('<a href="&#x64;ata:text/html,x">', "href=data:"),
        ('<use xlink:href="javascript:x">', "xlink:href=javascript:"),
        ('<img src="data:image/png,x">', "src=data:"),
        ('<iframe srcdoc="x">', "srcdoc="),
        ('<base href="/">', "<base"),
        ('<meta http-equiv="refresh" content="0">', "http-equiv="),
        ('<form action="https://contoh.test/">', "action=https:"),
    ],
)
def test_a_finished_page_runs_nothing_but_its_files(tmp_path: Path, html: str, piece: str) -> None:
    (tmp_path / "index.html").write_text(f"<p>a</p>{html}")
    found = [str(problem) for problem in check_built_links(tmp_path)]
    assert any(f"index.html:1:9 [halaman-menjalankan] “{piece}”" in told for told in found), found


@pytest.mark.parametrize(
    "href", [" javascript:x", "java\nscript:x", "&#x6a;AvaScript:x", "\x01javascript:"]
)
def test_a_script_link_is_told_once_however_it_is_spelled(tmp_path: Path, href: str) -> None:
    (tmp_path / "index.html").write_text(f'<a href="{href}">')
    assert [p.code for p in check_built_links(tmp_path)] == ["tautan-skrip"]
    (tmp_path / "index.html").write_text(f'<area href="{href}">')
    assert [p.code for p in check_built_links(tmp_path)] == ["halaman-menjalankan"]


def test_the_page_for_unknown_addresses_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text('<p onclick=x><a href="/mana-saja/">a</a>')
    assert [p.code for p in check_built_links(tmp_path)] == ["halaman-menjalankan"]


def test_files_of_the_site_and_data_for_a_script_are_no_code(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<script src="../a.js"></script><script type="application/json">{}</script>'
        '<link rel="canonical" href="https://contoh.test/"><a href="tel:123">a</a><img src="a.png">'
    )
    assert check_built_links(tmp_path) == []


def test_the_sandbox_reads_no_attribute_and_calls_nothing_even_if_it_were_asked_to() -> None:
    """The third lock: the environment itself, for a tree that was not made from a text."""
    box = PageSandbox({"biaya": lambda: "x"})
    assert box.from_string("a {{ biaya() }}").render() == "a x"
    with pytest.raises(SecurityError):
        box.call(box.from_string("x").new_context(), print)
    assert not box.is_safe_attribute("", "upper", "".upper)
    assert set(box.globals) == {"biaya"} and box.filters == {} and box.loader is None


@pytest.mark.parametrize(
    "html",
    ["<p>a = b, c=d, x&#x27;y=z &lt;img onerror=x&gt; &amp;lt;b&amp;gt;</p>",
     '<p data-x="a=b &quot;onclick=&quot; &#x27;>" class="k">a</p>',
     '<a href="?a=1&amp;b=2#x">a</a><a href="../b/">b</a><details open>c</details>',
     '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
     "<table><tr><td align='right'>1</td></tr></table>"],
)  # fmt: skip
def test_words_that_look_like_attributes_are_words(html: str) -> None:
    assert removed(html) == []


@pytest.mark.parametrize(
    "html",
    ["<img src=x onerror=x> onerror&#61;", "<img src=x onerror=x> onerror&equals;",
     "<img src=x onerror=x> &#111;nerror=", "<img src=x onerror=x> &#x6f;nerror&#x3d;",
     "<img src=x onerror=x title='onerror='>", "<p>&lt;script</p><script>x</script>"],
)  # fmt: skip
def test_words_beside_it_hide_nothing_and_what_goes_on_is_clean(html: str) -> None:
    assert removed(html) != []
    assert "onerror=x" not in clean(html) and "<script" not in clean(html)
