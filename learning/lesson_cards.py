"""Questions that only a lesson asks, where the cards about its clauses are fewer than three.

How a scenario ends, how a clause stands today, what it says in short: each key is what the
engine or the data gives. A run in which the sources leave something open is no question.
Runs in the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flow_engine.model import Flow, Outcome
from flow_engine.records import WITHDRAWN, Clause, Library, Note
from flow_engine.scenarios import Scenario
from learning.cards import Card
from learning.example_run import run_example
from learning.neighbours import chance, make_choices, pick_unlike, topic_of

KIND = "pilih"
WRONG = 2
FRONT_DOOR = "panggilan"
"""Ends of this flow only name the next one: the question would answer itself."""
HISTORIC = "historis"
OPEN_NOTES = frozenset({"diam", "hilang", "peringatan"})
"""Remarks that make the short sense of a clause doubtful: then it is no key."""
STANDINGS: Mapping[str, str] = {
    "berlaku": "Masih berlaku, seperti yang tertulis.",
    HISTORIC: "Historis: arahan dengan tanggalnya sendiri, tidak dicampur ke alur lain.",
    WITHDRAWN: "Dicabut: bukan lagi perintah.",
}
THERE = "Isinya lengkap di naskah."
GONE = "Isinya sudah dicabut."
_DECIDED = ("jawaban", "hitungan")
_UNSAID = ("dilewati", "diisi", "kosong")


def make_lesson_cards(
    library: Library, flows: Mapping[str, Flow], scenarios: Sequence[Scenario]
) -> tuple[Card, ...]:
    """Return every question of this sort; a lesson takes what it lacks.

    Args:
        library: The clauses.
        flows: The flows.
        scenarios: The editors' scenarios; those that end as the sources say become questions.
    """
    ends = [card for one in scenarios for card in ask_for_end(library, flows[one.flow], one)]
    standings = [card for c in library.clauses.values() for card in _standing(c)]
    senses = [card for c in library.clauses.values() for card in _sense(library, c)]
    first: dict[str, Card] = {}
    for card in (*ends, *standings, *senses):
        first.setdefault(card.prompt, card)
    return tuple(first.values())


def ask_for_end(library: Library, flow: Flow, scenario: Scenario) -> Iterator[Card]:
    """Yield the question how a scenario ends, where the sources say it and it can be told."""
    run = run_example(flow, scenario, ())
    report = run.report
    if flow.id == FRONT_DOOR or not run.done or not report["stated_by_sop"]:
        return
    lines = {line["kind"]: str(line["text"]) for line in report["why"]}
    told = ". ".join(lines[kind] for kind in _DECIDED if kind in lines)
    clauses = _decisive(report)
    if not told or not clauses or any(word in told for word in _UNSAID):
        return
    name = f"akhir/{flow.id}/{chance(told)[:8]}"
    right = flow.outcomes[str(report["outcome"])]
    # What is treated alike could be taken for the same end.
    others = [end.title for end in flow.outcomes.values() if _treated(end) != _treated(right)]
    others.sort(key=lambda title: chance(name, title))
    wrong = pick_unlike(right.title, others, WRONG)
    if not wrong:
        return
    choices, key = make_choices(name, right.title, wrong)
    past = _past(library.clauses[clauses[0]])
    yield Card(
        id=name,
        kind=KIND,
        topic=topic_of(library.clauses[clauses[0]]),
        prompt=f"{past}{flow.title}. {told}. Bagaimana panggilan ini berakhir?",
        choices=choices,
        key=key,
        clauses=clauses,
    )


def _treated(end: Outcome) -> tuple[str, ...]:
    return end.apkt, end.work_order, end.escalation, end.refer_to


def _decisive(report: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the clauses that decided a run, the last one first: it named the end."""
    named = [clause for line in report["why"] for clause in line["clauses"]]
    return tuple(dict.fromkeys(reversed(named)))


def _past(clause: Clause) -> str:
    return "Menurut arahan April 2020. " if clause.status == HISTORIC else ""


def _standing(clause: Clause) -> Iterator[Card]:
    """Ask how a clause stands that is not simply in force, or lacks what it should say."""
    missing = next((note for note in clause.notes if note.kind == "hilang"), None)
    if clause.status in (HISTORIC, WITHDRAWN):
        name = f"keadaan/{clause.id}"
        right = STANDINGS[clause.status]
        wrong = [text for status, text in STANDINGS.items() if status != clause.status]
        prompt = f"{clause.id}, {clause.title}. Bagaimana keadaannya sekarang?"
    elif missing is not None:
        name = f"hilang/{clause.id}"
        right, wrong = _lacking(missing), [THERE, GONE]
        prompt = f"{clause.id}, {clause.title}. Adakah semua isinya di sini?"
    else:
        return
    choices, key = make_choices(name, right, wrong)
    yield Card(name, KIND, topic_of(clause), prompt, choices, key, (clause.id,))


def _lacking(note: Note) -> str:
    ask = f" Tanyakan ke {note.ask}." if note.ask else ""
    return f"Tidak, ada yang hilang dari sumber.{ask}"


def _sense(library: Library, clause: Clause) -> Iterator[Card]:
    """Ask for the short sense of a clause among those of its neighbours."""
    if clause.status == WITHDRAWN or any(note.kind in OPEN_NOTES for note in clause.notes):
        return
    order = list(library.clauses)
    here = order.index(clause.id)
    near = sorted(
        (c for c in library.clauses.values() if c.document == clause.document and c != clause),
        key=lambda other: (abs(order.index(other.id) - here), order.index(other.id)),
    )
    wrong = pick_unlike(clause.summary, (c.summary for c in near if c.status != WITHDRAWN), WRONG)
    if len(wrong) < WRONG:
        return
    name = f"isi/{clause.id}"
    choices, key = make_choices(name, clause.summary, wrong)
    prompt = f"{_past(clause)}{clause.title}. Mana ringkasan klausul {clause.id}?"
    yield Card(name, KIND, topic_of(clause), prompt, choices, key, (clause.id,))
