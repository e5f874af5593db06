"""What a caller says or a screen shows, made from the flow's labels and the editors' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flow_engine.facts import NO_VALUE, Fact, FactType, Value, show_value
from flow_engine.model import Flow
from flow_engine.repeats import split_name

CALLER = "penelepon"
SKIPPED = "(Penelepon tidak menyebutkan ini.)"


@dataclass(frozen=True)
class Words:
    """How the answers of one flow are put into words.

    Attributes:
        said: Fact to value to what the caller says; labels where nothing is written.
        screens: Fact to the application in which it is read.
        changed: What the caller says before an answer is changed.
        again: What the caller says who is understood wrongly.
    """

    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    screens: Mapping[str, str] = field(default_factory=dict)
    changed: str = "Maaf, saya keliru tadi."
    again: str = "Bukan begitu yang saya maksud."


@dataclass(frozen=True)
class Heard:
    """One thing heard or seen; ``who`` is the caller, or the name of an application."""

    who: str
    text: str


def hear(flow: Flow, words: Words, name: str, value: Value) -> Heard:
    """Return how an answer reaches the CSO."""
    base = split_name(name)[0]
    fact = flow.facts[base]
    who = words.screens.get(base, CALLER)
    text = words.said.get(base, {}).get(str(value)) or plain_words(fact, value)
    return Heard(who, text)


def plain_words(fact: Fact, value: Value) -> str:
    """Return an answer in the words of its label."""
    shown = show_value(fact, value)
    if fact.type is FactType.READING and value is not None:
        return f"Angkanya {shown}."
    if value == NO_VALUE or fact.type is FactType.CHOICE or value is None:
        return shown if shown.endswith((".", "?", "!")) else f"{shown}."
    label = fact.short or fact.label
    return f"{label}: {shown}"
