"""How a caller puts an answer into words: what the build reads of ``latihan-penelepon.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CallerWords:
    """The words of made-up callers.

    Attributes:
        screens: Fact to the application in which the CSO reads it; no caller says it.
        said: Fact to value to what the caller says.
        examples: Fact to values of nobody, for what a caller tells of a person.
        again: What a caller says who has been understood wrongly.
        changed: What a caller says before an answer is changed.
    """

    screens: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
