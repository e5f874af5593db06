"""The real knowledge, read once in each process of the tests."""

from __future__ import annotations

from functools import cache

from flow_engine.flows import load_flows
from flow_engine.library import load_library
from flow_engine.model import Flow
from flow_engine.records import Library
from macros.data import House, read_house
from tools.site import ROOT

DATA = ROOT / "docs" / "_data"


@cache
def real_library() -> Library:
    """Return what ``docs/_data`` says beside the flows; it has no problem."""
    found, log = load_library(DATA)
    assert [str(problem) for problem in log] == []
    return found


@cache
def real_flows() -> dict[str, Flow]:
    """Return the flows as the command line knows them; they have no problem."""
    found, log = load_flows(DATA, real_library())
    assert [str(problem) for problem in log] == []
    return found


@cache
def real_house() -> House:
    """Return all of it as the site is built from it, each clause with its address."""
    found, problems = read_house(ROOT)
    assert not problems, "\n".join(map(str, problems))
    return found
