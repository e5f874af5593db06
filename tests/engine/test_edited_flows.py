"""A saved run against an edited flow: same, ask again from here, or refused; never misrouted."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from flow_engine.comparison import Judgement, Verdict
from flow_engine.links import read_link, write_link
from flow_engine.model import Flow
from flow_engine.saved import read_saved, write_state
from flow_engine.session import Run, State, replay, without_person
from flow_engine.traces import trace_of
from flow_engine.transcripts import (
    TranscriptError,
    dump_transcript,
    make_transcript,
    replay_transcript,
)

from .calls import FLOW_IDS, chances, draw_facts, logged_walk
from .conftest import NOW, MakeFlow
from .edits import EDITS, Edit, change_handed, change_wording, edited

WALKS = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
TINY = """
alur: contoh
judul: Contoh
fakta:
  listrik: {tanya: Padam?, pilihan: {padam: Padam, menyala: Menyala}}
  lantai: {tanya: Lantai berapa?, jenis: bilangan, minimum: 1}
  pagar: {tanya: Berpagar?, pilihan: {ya: Ya, tidak: Tidak}}
  nama: {tanya: Nama, pribadi: ya}
langkah:
  nama: {tanya: nama, opsional: ya, ke: listrik}
  listrik: {tanya: listrik, jika: {padam: {ke: lantai}, menyala: {ke: pagar}}}
  lantai: {tanya: lantai, tabel: tinggi}
  pagar: {tanya: pagar, ke: tutup}
  tutup: {tanya: pagar, jika: {ya: {hasil: menyala}, tidak: {hasil: padam}}}
tabel:
  tinggi:
    - {lantai: paling banyak 2, ke: pagar}
    - {lantai: lebih dari 2, hasil: padam}
hasil:
  padam: {judul: Padam, apkt: GANGGUAN, tipe_wo: WO Autodispatch}
  menyala: {judul: Menyala, apkt: ISSUE CLOSED}
"""


def saved_by(flow: Flow, state: State) -> dict[str, Any]:
    """Return a call as a page of this version has it."""
    return write_state(state, trace_of(flow, replay(flow, state)))


def given_at(run: Run, at: int) -> list[Any]:
    visit = run.visits[at]
    return [visit.key, visit.answered, [run.known.get(name) for name in visit.asks]]


def check(old: Flow, new: Flow, state: State, judged: Judgement) -> None:
    """Hold a judgement against what both versions really do."""
    before = replay(old, without_person(old, state))
    after = replay(new, without_person(new, judged.state))
    if judged.verdict is Verdict.SAME:
        assert [visit.key for visit in after.visits] == [visit.key for visit in before.visits]
        ends = [run.outcome and run.outcome.id for run in (before, after)]
        assert (ends[0], before.done) == (ends[1], after.done)
        assert after.known == before.known
        assert judged.reason == judged.told() == ""
    elif judged.verdict is Verdict.AGAIN:
        assert 0 < judged.at < len(after.visits) <= judged.at + 1 or not after.visits[-1].asks
        for index in range(judged.at):
            assert given_at(after, index) == given_at(before, index)
            assert after.visits[index].answered
        assert judged.step == after.visits[judged.at].step.title
        assert judged.reason and judged.step in judged.told()
    else:
        assert judged.state.answers == {} and judged.state.log == ()
        assert judged.reason and judged.reason in judged.told()


def check_all_doors(old: Flow, new: Flow, state: State) -> Verdict:
    """A page's call, what was kept of it, a link and a transcript are judged alike."""
    judged = read_saved(new, saved_by(old, state))
    check(old, new, state, judged)
    kept = read_saved(new, saved_by(old, without_person(old, state)))
    check(old, new, state, kept)
    linked = read_link(new, write_link(old, state), NOW)
    check(old, new, state, linked)
    assert (kept.verdict, kept.at) == (judged.verdict, judged.at)
    if "tidak berlanjut" not in linked.reason:
        # An index may now mean an answer for which the unsound edit left no way.
        assert (linked.verdict, linked.at) == (judged.verdict, judged.at)
    text = dump_transcript(make_transcript(old, state))
    if judged.verdict is Verdict.SAME:
        found = replay_transcript({new.id: new}, text)
        assert found.judgement.verdict is Verdict.SAME
        assert found.data["end"]["outcome"] == make_transcript(old, state)["end"]["outcome"]
    else:
        with pytest.raises(TranscriptError) as refused:
            replay_transcript({new.id: new}, text)
        assert refused.value.code == "alur-lain"
    return judged.verdict


def a_walk(flow: Flow, chance: random.Random) -> State:
    facts = draw_facts(flow, chance, absent=0.3)
    return logged_walk(flow, facts, limit=chance.choice([3, 8, 400]))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@given(chance=chances())
@WALKS
def test_a_run_of_a_real_flow_is_never_misrouted_by_an_edit(
    flows: dict[str, Flow], edit: Edit, chance: random.Random
) -> None:
    flow = flows[chance.choice(FLOW_IDS)]
    new = edited(flow, edit, chance)
    assume(new is not None)
    assert new is not None
    check_all_doors(flow, new, a_walk(flow, chance))


@given(chance=chances())
@WALKS
def test_a_changed_wording_never_invalidates_a_run(
    flows: dict[str, Flow], chance: random.Random
) -> None:
    flow = flows[chance.choice(FLOW_IDS)]
    new = edited(flow, change_wording, chance)
    assert new is not None and new.route == flow.route
    assert new.wording != flow.wording
    assert check_all_doors(flow, new, a_walk(flow, chance)) is Verdict.SAME


@pytest.mark.parametrize(
    "edit", [edit for edit in EDITS if edit is not change_handed], ids=lambda edit: edit.__name__
)
@given(chance=chances())
@WALKS
def test_a_run_of_a_tiny_flow_is_never_misrouted_by_an_edit(
    make_flow: MakeFlow, edit: Edit, chance: random.Random
) -> None:
    flow, _ = make_flow(TINY)
    new = edited(flow, edit, chance)
    assume(new is not None)
    assert new is not None
    check_all_doors(flow, new, a_walk(flow, chance))
