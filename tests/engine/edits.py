"""Edits that an editor might make to a flow, drawn by chance; the result may be unsound."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from flow_engine.model import Flow
from flow_engine.wire import _from_data, dump_flow, hash_route, hash_wording

Json = dict[str, Any]
Edit = Callable[[Json, random.Random], bool]


def edited(flow: Flow, edit: Edit, chance: random.Random) -> Flow | None:
    """Return the flow after an edit; nothing where it does not apply or leads in a circle."""
    data = json.loads(dump_flow(flow))
    data.pop("format")
    if not edit(data, chance) or any(_circles(room) for room in data["rooms"].values()):
        return None
    found: Flow = _from_data(Flow, data)
    return dataclasses.replace(found, route=hash_route(found), wording=hash_wording(found))


def _circles(room: Json) -> bool:
    ways = {name: [w["to"].get("step", "") for w in s["ways"]] for name, s in room["steps"].items()}
    closed: set[str] = set()

    def circles(name: str, above: tuple[str, ...]) -> bool:
        if name in above:
            return True
        if name in closed or name not in ways:
            return False
        found = any(circles(to, (*above, name)) for to in ways[name])
        closed.add(name)
        return found

    return any(circles(name, ()) for name in ways)


def _steps(data: Json) -> list[Json]:
    return [step for room in data["rooms"].values() for step in room["steps"].values()]


def _choices(data: Json, chance: random.Random) -> list[Json]:
    lists = [fact["choices"] for fact in data["facts"].values() if fact.get("choices")]
    found: list[Json] = chance.choice(lists)
    return found


def _guards(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        if value and value[0] in ("is", "compare") and isinstance(value[1], str):
            yield value
        for item in value:
            yield from _guards(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _guards(item)


def rename_choice(data: Json, chance: random.Random) -> bool:
    choice = chance.choice(_choices(data, chance))
    old, new = choice["value"], choice["value"] + "-baru"
    choice["value"] = new
    for guard in _guards(data["rooms"]):
        if guard[0] == "is":
            guard[2] = [new if value == old else value for value in guard[2]]
    for step in _steps(data):
        for way in step["ways"]:
            if way.get("value") == old:
                way["value"] = new
    return True


def remove_choice(data: Json, chance: random.Random) -> bool:
    choices = _choices(data, chance)
    del choices[chance.randrange(len(choices))]
    return True


def add_choice(data: Json, chance: random.Random) -> bool:
    choices = _choices(data, chance)
    new = {**choices[0], "value": "pilihan-baru", "label": "Pilihan baru"}
    choices.insert(chance.randrange(len(choices) + 1), new)
    return True


def change_way(data: Json, chance: random.Random) -> bool:
    room = chance.choice(list(data["rooms"].values()))
    steps = list(room["steps"].values())
    way = chance.choice(chance.choice(steps)["ways"] or [{}])
    if not way:
        return False
    goals = [{"step": step["id"]} for step in steps]
    if room["id"] == data["id"]:
        # What follows an outcome cannot lead to one.
        goals += [{"outcome": name} for name in data["outcomes"]]
    way["to"] = chance.choice(goals)
    return True


def swap_steps(data: Json, chance: random.Random) -> bool:
    """Let two steps change places: what leads to one leads to the other."""
    room = chance.choice(list(data["rooms"].values()))
    names = list(room["steps"])
    if len(names) < 2:
        return False
    one, two = chance.sample(names, 2)
    other = {one: two, two: one}
    a, b = room["steps"][one], room["steps"][two]
    a["ways"], b["ways"] = b["ways"], a["ways"]
    for step in room["steps"].values():
        for way in step["ways"]:
            name = way["to"].get("step", "")
            if name in other:
                way["to"] = {"step": other[name]}
    room["start"] = other.get(room["start"], room["start"])
    return True


def change_bound(data: Json, chance: random.Random) -> bool:
    found = [guard for guard in _guards(data["rooms"]) if guard[0] == "compare"]
    found = [guard for guard in found if isinstance(guard[3], int)]
    if not found:
        return False
    chance.choice(found)[3] += chance.choice([-60, -1, 1, 60])
    return True


def insert_question(data: Json, chance: random.Random) -> bool:
    room = chance.choice(list(data["rooms"].values()))
    choices = [{"value": "ya", "label": "Ya"}, {"value": "tidak", "label": "Tidak"}]
    data["facts"]["baru"] = {
        "name": "baru", "type": "choice", "label": "Pertanyaan baru?", "choices": choices,
    }  # fmt: skip
    before = chance.choice(list(room["steps"].values()))
    if not before["ways"]:
        return False
    way = chance.choice(before["ways"])
    room["steps"]["baru"] = {
        "id": "baru", "title": "Pertanyaan baru?", "number": "", "clauses": [], "parts": [],
        "asks": ["baru"], "ways": [{"guard": ["always"], "to": way["to"]}],
    }  # fmt: skip
    way["to"] = {"step": "baru"}
    return True


def remove_step(data: Json, chance: random.Random) -> bool:
    """Take a step with one way out; what led to it leads on."""
    room = chance.choice(list(data["rooms"].values()))
    names = [n for n, step in room["steps"].items() if len(step["ways"]) == 1]
    names = [n for n in names if n != room["start"] and not room["steps"][n].get("call")]
    if not names:
        return False
    gone = room["steps"].pop(chance.choice(names))
    for step in room["steps"].values():
        for way in step["ways"]:
            if way["to"].get("step") == gone["id"]:
                way["to"] = gone["ways"][0]["to"]
    return True


def change_filing(data: Json, chance: random.Random) -> bool:
    outcome = chance.choice(list(data["outcomes"].values()))
    outcome["work_order"] = "Lain"
    return True


def change_handed(data: Json, chance: random.Random) -> bool:
    handed = [name for name, fact in data["facts"].items() if fact.get("handed")]
    if not handed:
        return False
    data["facts"][chance.choice(handed)]["handed"] = False
    return True


def change_wording(data: Json, chance: random.Random) -> bool:
    step = chance.choice(_steps(data))
    step["title"] += " (bunyi lain)"
    fact = chance.choice(list(data["facts"].values()))
    fact["label"] += " lain"
    for choice in fact.get("choices", []):
        choice["label"] += " lain"
    part = chance.choice(list(data["parts"].values()) or [{"text": ""}])
    part["text"] += " lain"
    return True


EDITS: tuple[Edit, ...] = (
    rename_choice, remove_choice, add_choice, change_way, swap_steps, change_bound,
    insert_question, remove_step, change_filing, change_handed,
)  # fmt: skip
