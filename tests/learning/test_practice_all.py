"""What holds for every practice call: points, wrong picks, prohibitions, open questions."""

from __future__ import annotations

import pytest

from flow_engine.facts import to_json
from flow_engine.forbidden import forbidden_words
from flow_engine.model import Flow
from flow_engine.records import Kind
from flow_engine.runs import walk_facts
from learning import practice_play
from learning.practice_options import parts_of
from learning.practice_play import NEXT, Play, Standing, stand
from learning.practice_script import moment_of
from learning.practice_tasks import (
    DO,
    ROW,
    SAY,
    WAY,
)
from tests.knowledge import real_flows, real_library

from .calls import plays, right_move

FLOWS = tuple(real_flows())


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_right_answers_end_with_all_points_where_the_engine_ends(name: str) -> None:
    flow = real_flows()[name]
    for one, play in plays(name):
        now = stand(flow, play, [right_move(task) for task in play.tasks])
        assert now.at == len(play.tasks)
        assert now.firsts == [True] * sum(task.counts for task in play.tasks)
        assert now.wrongs == []
        known = play.script.end.known
        facts = {n: to_json(v) for n, v in known.items() if n not in flow.settings and "@" not in n}
        ended, steps = walk_facts(flow, facts, moment_of(one.call.plan.facts))
        assert ended["status"] == "done"
        assert ended["outcome"] == (one.walked.outcome or None)
        assert {*steps} <= {visit.key for visit in play.script.end.visits}


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_every_wrong_pick_is_caught_and_set_back(name: str) -> None:
    """A wrong way runs one step first; each pick is tried at each step once."""
    flow = real_flows()[name]
    tried: set[tuple[str, str, str]] = set()
    ran = 0
    for _, play in plays(name):
        now = Standing()
        for task in play.tasks:
            stop = play.script.stops[task.stop].visit.key if task.stop >= 0 else "akhir"
            for option in task.options:
                seen = (f"{stop}/{task.kind}", option.value, task.right)
                if option.value == task.right or seen in tried:
                    continue
                tried.add(seen)
                wrong = _copied(now)
                practice_play._move(flow, play, wrong, option.value)
                assert wrong.pending is not None
                assert wrong.at == now.at
                runs = wrong.pending.ran is not None
                assert wrong.shown is not runs
                assert not runs or task.kind in (WAY, ROW)
                ran += runs
                for _ in range(2 if runs else 1):
                    practice_play._move(flow, play, wrong, NEXT)
                assert wrong.pending is None
                practice_play._move(flow, play, wrong, right_move(task))
                assert (wrong.at, wrong.firsts[-1]) == (now.at + 1, False)
            practice_play._move(flow, play, now, right_move(task))
    assert tried
    assert ran


def _copied(now: Standing) -> Standing:
    return Standing(
        now.at, [*now.firsts], [*now.wrongs], now.pending, now.shown, {**now.typed}, {*now.again}
    )


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_a_prohibition_is_never_offered_as_something_to_say(name: str) -> None:
    flow = real_flows()[name]
    never = [part for part in flow.parts.values() if part.kind is Kind.DONT_SAY]
    for _, play in plays(name):
        for task in play.tasks:
            if task.kind != SAY:
                continue
            for option in task.options:
                assert flow.parts[option.value].kind is Kind.SAY
                for part in never:
                    assert forbidden_words(part.text).casefold() not in option.text.casefold()


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_a_choice_has_one_right_answer_and_none_that_reads_alike(name: str) -> None:
    flow = real_flows()[name]
    for _, play in plays(name):
        for task in play.tasks:
            values = [option.value for option in task.options]
            assert len(values) == len({*values})
            if values:
                assert values.count(task.right) == 1
            if task.kind in (SAY, DO):
                (right,) = [o for o in task.options if o.value == task.right]
                step = play.script.stops[task.stop].visit.step
                kind = Kind.SAY if task.kind == SAY else Kind.DO
                own = {part.id for part in parts_of(flow, step, kind)}
                assert own & {*values} == {right.value}


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_what_the_sources_leave_open_is_never_a_key(name: str) -> None:
    for _, play in plays(name):
        for task in play.tasks:
            if task.kind == ROW:
                stop = play.script.stops[task.stop]
                ways = {id(way): way for _, way in stop.later.taken}.values()
                taken = [way for way in ways if way.cells and way.clauses == task.clauses]
                assert any(way.silence is None for way in taken)


@pytest.mark.luas
def test_texts_are_official_to_the_letter_where_no_place_is_filled() -> None:
    library = real_library()
    official = {p.id: p.text for clause in library.clauses.values() for p in clause.parts}
    flow = real_flows()["periksa"]
    for _, play in plays("periksa")[:9]:
        _check_deeds(flow, official, play)


def _check_deeds(flow: Flow, official: dict[str, str], play: Play) -> None:
    for task in play.tasks:
        for option in task.options if task.kind == DO else ():
            assert option.text == official[option.value] == flow.parts[option.value].text
