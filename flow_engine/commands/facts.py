"""``facts``: print the facts that a call can give a flow, with their types, values and limits."""

from __future__ import annotations

import argparse

from flow_engine.commands.flows import INVALID, OK, named_flow
from flow_engine.commands.registry import Command
from flow_engine.facts import Choice, Fact, FactType, digits_in_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the id of the flow."""
    parser.add_argument("alur", metavar="ALUR", help="id alur, misalnya periksa")


def run(options: argparse.Namespace) -> int:
    """Print one line for each fact; choices that depend on another fact stand below, by group."""
    flow = named_flow(options.data, options.alur)
    if flow is None:
        return INVALID
    for fact in flow.facts.values():
        if not fact.setting:
            origin = " (dari alur lain)" if fact.handed else ""
            print(f"{fact.name}: {fact_words(fact)}{origin}")
            for group, choices in choices_by_group(fact).items():
                print(f"  {group}:")
                for choice in choices:
                    print(f"    {choice.value}: {choice.label}")
    return OK


def choices_by_group(fact: Fact) -> dict[str, list[Choice]]:
    """Return the choices under each value of the fact they depend on; none where on no other."""
    found: dict[str, list[Choice]] = {}
    for choice in fact.choices if fact.within else ():
        found.setdefault(choice.group, []).append(choice)
    return found


def fact_words(fact: Fact) -> str:
    """Return in words which values a fact takes, and within which limits."""
    if fact.within:
        return f"menurut {fact.within}"
    if fact.type is FactType.CHOICE:
        return " | ".join(choice.value for choice in fact.choices)
    words = {
        FactType.TEXT: "teks",
        FactType.EMAIL: "alamat surel",
        FactType.READING: "bilangan atau null",
        FactType.INTEGER: "bilangan bulat",
        FactType.RUPIAH: "rupiah",
        FactType.DATETIME: "waktu setempat, 2022-12-19T19:00",
    }[fact.type]
    if fact.digits:
        words = digits_in_words(fact)
    if fact.none_label:
        words += " | tidak-ada"
    return words + _limit_words(fact) + (" (pribadi)" if fact.personal else "")


def _limit_words(fact: Fact) -> str:
    limits = [f"paling sedikit {fact.minimum}"] if fact.minimum is not None else []
    limits += [f"paling banyak {fact.maximum}"] if fact.maximum is not None else []
    limits += [f"tidak sesudah {fact.not_after}"] if fact.not_after else []
    return "".join(f", {limit}" for limit in limits)


COMMAND = Command("facts", "daftar fakta satu alur: nama, jenis, nilai", add_arguments, run)
