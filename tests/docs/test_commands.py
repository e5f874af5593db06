"""The commands that the pages tell people to type exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flow_engine.commands.registry import load_commands
from tools.site import ROOT

from .pages import GUIDES, ROOT_PAGES, blocks_of, name_of

PAGES = [*ROOT_PAGES, *GUIDES]
_INLINE = re.compile(r"`([^`\n]+)`")
_ENVIRONMENT = r"(?:[A-Z_]+=\S+ )*"


def commands_on(page: Path) -> list[str]:
    """Return what stands in code on a page, line by line."""
    blocks = [line for block in blocks_of(page) for line in block.text.splitlines()]
    return blocks + _INLINE.findall(page.read_text("utf-8"))


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_command_is_a_target(page: Path) -> None:
    found = [re.match(rf"{_ENVIRONMENT}make ([a-z-]+)", line) for line in commands_on(page)]
    assert {match[1] for match in found if match} - make_targets() == set()


def test_every_command_of_the_engine_is_known() -> None:
    shown = {
        match[1]
        for page in PAGES
        for line in commands_on(page)
        if (match := re.match(r"\.venv/bin/python -m flow_engine ([a-z]+)", line))
    }
    assert shown and shown <= set(load_commands())
