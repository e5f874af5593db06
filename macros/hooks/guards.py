"""MkDocs' events at which a page is looked at; named in ``mkdocs.yml`` under ``hooks``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from flow_engine.problems import Problem
from macros.markup import check_content, clean
from macros.sandbox import shut_in

_found: list[Problem] = []


def on_config(config: MkDocsConfig) -> None:
    """Shut the pages' templates in, once mkdocs-macros has made its environment."""
    shut_in(config.plugins["macros"])
    _found.clear()


def on_page_content(html: str, /, *, page: Page, **_: Any) -> str:
    """Note what the content of a page may not hold; what goes on is clean in any case."""
    source = Path(str(page.file.abs_src_path)).read_text("utf-8")
    left = clean(html)
    _found.extend(check_content(html, left, f"docs/{page.file.src_uri}", source))
    return left


def on_env(env: object, /, **_: Any) -> None:
    """Stop before a page is written, with what was found in all of them."""
    if _found:
        raise PluginError("\n".join(str(problem) for problem in _found))
