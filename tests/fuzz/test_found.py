"""What fuzzing found once, and what others found in programs like this: tried every time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flow_engine.bridge import UNABLE, handle
from flow_engine.saved import write_state

from . import search, targets


def asked(call: str, **more: Any) -> dict[str, Any]:
    """Send a true call with something else in it."""
    targets.load()
    state = write_state(targets.walked(1))
    message = {"call": call, "flow": state["flow"], "now": "2026-01-15T10:00", "state": state}
    told: dict[str, Any] = json.loads(handle(json.dumps({**message, **more})))
    return told


@pytest.mark.parametrize("now", ["\0", "", None, 7, "2026-13-45T99:99", "2026-01-15T10:00+07:00"])
def test_a_time_that_is_none_is_refused_in_words(now: Any) -> None:
    """Found 23 November 2026, ``random.Random(1440)``: the engine said that it was broken."""
    assert asked("pass", now=now) == {"failure": "Jam di pesan ini tidak dapat dibaca."}
    assert "failure" not in asked("pass")


QUESTIONS = (
    # Found 23 November 2026: a TypeError, and no answer at all.
    "constructor", "constructor-10apandu", "padam constructor", "__proto__",
    "toString valueOf hasOwnProperty", "<img src=x onerror=alert(1)>", '"' * 99, "(.*)+[",
    "\u0301" * 500, "a" * 20_000, "rp" * 3_000, "\ufffd", "İſ٣😀\u202e",
)  # fmt: skip


def test_no_question_breaks_the_search() -> None:
    assert search.ask(list(QUESTIONS)) == []


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system [touch x]\n",
        "a: &a [x, x]\nb: [*a, *a, *a, *a, *a, *a, *a]\n",
        "a: " + "[" * 600 + "]" * 600 + "\n",
        "<<: {a: 1}\n",
        "? [a, b]\n: c\n",
        "a: 1\na: 2\n",
        "\ufeffa: 1\n---\nb: 2\n",
        "a: \x85b\n",
        "%YAML 9.9\n---\na: b\n",
        "a: 'tidak ditutup\n",
    ],
)
def test_yaml_that_does_more_than_hold_text_is_told_or_read(text: str) -> None:
    targets.read_yaml(text)


@pytest.mark.parametrize(
    "link",
    ["", "1", "1.periksa.", "1.periksa.AAAA", "1.periksa.####", "9" * 3 + ".periksa.AAAA",
     "1.__proto__.AAAA", "1.<img src=x onerror=alert(1)>.AAAA", "1.periksa." + "A" * 1_000_000],
)  # fmt: skip
def test_a_hostile_link_is_refused_and_nothing_of_it_is_repeated(link: str) -> None:
    targets.open_link("periksa", link)
    told = asked("open", flow="periksa", link=link)["failure"]
    assert told != UNABLE and "<" not in told and "AAAA" not in told


@pytest.mark.parametrize(
    "state",
    [None, [], 7, "x", {}, {"flow": "__proto__"}, {"flow": "periksa", "answers": {"__proto__": 1}},
     {"flow": "periksa", "answers": [], "times": {}}, {"flow": "periksa", "log": [[[[]]]]}],
)  # fmt: skip
def test_a_hostile_saved_call_is_refused_in_words(state: Any) -> None:
    told = asked("view", state=state)
    assert told.get("failure") != UNABLE
