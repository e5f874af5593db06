"""A practice call being held: the moves of the trainee in, the screen and the result out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flow_engine.model import Flow
from flow_engine.problems import UNSEEN
from flow_engine.saved import BadMessage
from learning.practice_call import DAMAGED, PracticeCall
from learning.practice_heard import Words
from learning.practice_report import differences, report_tasks
from learning.practice_script import BadScript
from learning.practice_tasks import ENTER, FILE, READ, Ran, Script, Task, make_script, run_wrong

Json = dict[str, Any]

NEXT = ""
TYPED = "ketik:"
NULL_TYPED = "null"
MOST_MOVES = 2000
MOST_TYPED = 4000
OTHER_VERSION = (
    "Panggilan latihan ini dibuat untuk versi alur yang lain. Mulailah lagi dari daftarnya."
)


@dataclass(frozen=True)
class Wrong:
    """One wrong pick.

    Attributes:
        picked: What was picked or written.
        ran: Where it would have led.
    """

    task: Task
    picked: str
    ran: Ran | None = None


@dataclass(frozen=True)
class Play:
    """A practice call and all its tasks, those of the report at their end."""

    script: Script
    tasks: tuple[Task, ...]


_kept: list[tuple[Flow, PracticeCall, Words, Play]] = []


@dataclass
class Standing:
    """How far a practice call has come.

    Attributes:
        at: Index of the task that waits; the number of tasks when all are done.
        firsts: For each task done whether its first pick was right.
        wrongs: All wrong picks, in order.
        pending: The wrong pick that is being shown, if one is.
        shown: Whether it is already shown against the clause; before, it only runs.
        typed: For each report text that was typed, what was typed.
        again: Values picked wrongly at the task that waits.
    """

    at: int = 0
    firsts: list[bool] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)
    pending: Wrong | None = None
    shown: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    again: set[str] = field(default_factory=set)


def play_of(flow: Flow, call: PracticeCall, words: Words) -> Play:
    """Return a call with its tasks; the last one is at hand, for each move sends it again.

    Raises:
        BadMessage: The call cannot be held in this version of the flow.
    """
    for last_flow, last_call, last_words, play in _kept:
        if last_flow is flow and (last_call, last_words) == (call, words):
            return play
    try:
        script = make_script(flow, call.plan, words, call.id)
    except (BadScript, LookupError):
        raise BadMessage(OTHER_VERSION) from None
    play = Play(script, (*script.tasks, *report_tasks(flow, script.end, call.id)))
    _kept[:] = [(flow, call, words, play)]
    return play


def stand(flow: Flow, play: Play, moves: Sequence[str]) -> Standing:
    """Return where the moves of a trainee lead.

    Args:
        flow: The flow.
        play: The call.
        moves: Values picked, texts entered, and ``NEXT`` to go on from what is only shown.

    Raises:
        BadMessage: A move is none that can be made there.
    """
    now = Standing()
    for move in moves:
        if now.at >= len(play.tasks):
            raise BadMessage(DAMAGED)
        _move(flow, play, now, move)
    return now


def _move(flow: Flow, play: Play, now: Standing, move: str) -> None:
    task = play.tasks[now.at]
    if now.pending is not None:
        if move != NEXT:
            raise BadMessage(DAMAGED)
        _go_on(now)
    elif task.kind == READ:
        if move != NEXT:
            raise BadMessage(DAMAGED)
        now.at += 1
    elif is_right(task, move):
        _done(now, task, move)
    else:
        ran = run_wrong(flow, play.script, task, move)
        now.pending = Wrong(task, move, ran)
        now.shown = ran is None
        now.wrongs.append(now.pending)
        now.again.add(move)


def _go_on(now: Standing) -> None:
    """Leave what is shown: first the wrong way's step, then the clause; then back to the task."""
    pending = now.pending
    if not now.shown:
        now.shown = True
        return
    now.pending, now.shown = None, False
    if pending is not None and pending.picked.startswith(TYPED):
        # What was typed is not typed a second time; the difference was shown.
        _done(now, pending.task, pending.picked)


def _done(now: Standing, task: Task, move: str) -> None:
    if move.startswith(TYPED):
        now.typed[task.id] = move[len(TYPED) :]
    now.firsts.append(not now.again)
    now.again = set()
    now.at += 1


def is_right(task: Task, move: str) -> bool:
    """Tell whether a move is the right one.

    Raises:
        BadMessage: It is none of the options, and nothing that can be entered here.
    """
    if task.kind == ENTER:
        if not move or len(move) > MOST_TYPED:
            raise BadMessage("Isi angkanya, atau pilih Tidak Ada Angka.")
        return move == (task.right or NULL_TYPED)
    if task.kind == FILE and move.startswith(TYPED):
        text = move[len(TYPED) :]
        if not text.strip():
            raise BadMessage("Tulis laporannya dahulu.")
        if len(text) > MOST_TYPED or UNSEEN.search(text.replace("\n", " ")):
            raise BadMessage("Teks itu terlalu panjang, atau memuat huruf yang tidak tampak.")
        return differences(task.right, text)[0]
    if move not in [option.value for option in task.options]:
        raise BadMessage(DAMAGED)
    return move == task.right


def kept_moves(moves: Sequence[str]) -> list[str]:
    """Return the moves that may outlast the page: up to the first text that was typed."""
    found: list[str] = []
    for move in moves:
        if move.startswith(TYPED):
            break
        found.append(move)
    return found
