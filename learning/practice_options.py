"""What a trainee picks from: the right thing among official ones of neighbouring steps.

Wrong options are never made up, and a DON'T SAY is never among what may be said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from flow_engine.content import met_places
from flow_engine.facts import Value
from flow_engine.filling import NOBODY, fill_speech
from flow_engine.model import Flow, FlowPart, Step
from flow_engine.records import Kind
from flow_engine.repeats import plain_key

WRONG_OPTIONS = 3
# Two wordings that differ in less are no choice but a trick.
ALIKE = 0.8


@dataclass(frozen=True)
class Option:
    """One thing to pick.

    Attributes:
        value: What is sent back.
        text: What is read.
        clause: Where it stands; empty where it is no wording.
        system: The application in which it is done, if it is a deed.
        step: Title of the step it belongs to, for a wording of another step.
        when: In which case the wording applies.
    """

    value: str
    text: str
    clause: str = ""
    system: str = ""
    step: str = ""
    when: str = ""


def spoken_text(flow: Flow, part: FlowPart, known: Mapping[str, Value]) -> str:
    """Return an official wording as it is said, with the places that are known filled."""
    if part.kind is not Kind.SAY:
        return part.text
    return "".join(str(piece["text"]) for piece in fill_speech(flow, part.text, known, NOBODY))


def parts_of(flow: Flow, step: Step, kind: Kind) -> list[FlowPart]:
    """Return the parts of a kind that a step shows, in order."""
    return [flow.parts[name] for name in step.parts if flow.parts[name].kind is kind]


def wording_options(
    flow: Flow, key: str, step: Step, kind: Kind, known: Mapping[str, Value]
) -> tuple[Option, ...]:
    """Return what to choose from at a step, the right one first.

    Args:
        flow: The flow.
        key: Where the step stands; neighbours are counted from there.
        step: The step.
        kind: ``Kind.SAY`` or ``Kind.DO``.
        known: What fills the places of a sentence.

    Returns:
        The right option and one to three of neighbours; nothing where the step has none of
        this kind, or no neighbour has another.
    """
    own = parts_of(flow, step, kind)
    if not own:
        return ()
    right = next((part for part in own if not part.when), own[0])
    found = [_option(flow, right, known, "")]
    taken = [part.text for part in own]
    for part, title in _neighbours(flow, key, kind):
        if part.clause == right.clause or any(too_alike(part.text, text) for text in taken):
            continue
        found.append(_option(flow, part, known, title))
        taken.append(part.text)
        if len(found) > WRONG_OPTIONS:
            break
    return tuple(found) if len(found) > 1 else ()


def _option(flow: Flow, part: FlowPart, known: Mapping[str, Value], title: str) -> Option:
    return Option(
        part.id, spoken_text(flow, part, known), part.clause, part.system, title, part.when
    )


def _neighbours(flow: Flow, key: str, kind: Kind) -> Iterator[tuple[FlowPart, str]]:
    """Yield the parts of other steps, the nearest first; the later one where two are as near."""
    listed = met_places(flow)
    at = next(n for n, place in enumerate(listed) if place.key == plain_key(key))
    near = sorted(range(len(listed)), key=lambda n: (abs(n - at), -n))
    for number in near:
        if number != at:
            for part in parts_of(flow, listed[number].step, kind):
                yield part, listed[number].step.title


# A flow has few wordings, and each step compares them with the same neighbours again.
@lru_cache(maxsize=4096)
def too_alike(one: str, other: str) -> bool:
    """Tell whether two wordings are so alike that telling them apart teaches nothing."""
    if one == other:
        return True
    a, b = one.casefold(), other.casefold()
    if a in b or b in a:
        return True
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def shuffled(options: Iterable[Option], seed: str) -> tuple[Option, ...]:
    """Return options in an order that tells nothing, the same every time."""
    return tuple(
        sorted(options, key=lambda o: hashlib.sha256(f"{seed}/{o.value}".encode()).hexdigest())
    )
