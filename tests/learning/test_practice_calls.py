"""The set of practice calls: every edge, stable ids, and the words of their callers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flow_engine.facts import Fact, FactType
from flow_engine.graph import unfold
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.proof.explore import explore
from flow_engine.proof.witness import Witness, witnesses
from flow_engine.records import Kind
from flow_engine.source import read_text
from learning import make_practice
from learning.caller_words import FILE, CallerWords, load_words, read_words
from learning.make_practice import (
    Walked,
    calls_json,
    choose,
    complete,
    edges_by_call,
    enliven,
    find_holes,
    invent,
    late_change,
    make_calls,
    walk,
)
from learning.practice_call import call_id, call_json
from learning.practice_script import (
    BadScript,
    Change,
    Plan,
    edge_ids,
    moment_of,
    script_of,
)
from tests.engine.conftest import MakeFlow, make_flow  # noqa: F401
from tests.knowledge import DATA, real_flows, real_library

from .calls import calls_in, published, real_calls, real_words

FLOWS = tuple(real_flows())


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_every_edge_of_every_flow_is_in_a_practice_call(name: str) -> None:
    flow = real_flows()[name]
    own = [one.walked for one in real_calls() if one.call.flow == name]
    assert find_holes(flow, own) == ()


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_the_edges_are_those_of_the_map(name: str) -> None:
    flow = real_flows()[name]
    assert len(edge_ids(flow)) == len({*edge_ids(flow)}) == len(unfold(flow).edges)


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
def test_a_call_taken_away_leaves_a_hole_wherever_it_was_alone(name: str) -> None:
    flow = real_flows()[name]
    own = [one.walked for one in real_calls() if one.call.flow == name]
    counts = edges_by_call(one for one in real_calls() if one.call.flow == name)
    alone = 0
    for one in own:
        lost = [edge for edge in one.edges if len(counts[f"{name}/{edge}"]) == 1]
        found = find_holes(flow, [other for other in own if other is not one])
        assert list(found) == lost
        alone += bool(lost)
    assert alone


@pytest.mark.parametrize("name", ["lapor-ulang", "pln-mobile"])
def test_calls_made_anew_are_those_that_are_published(name: str) -> None:
    """One flow asks a question again, the other walks a room twice; the proof takes them all."""
    _check_made_anew(name)


@pytest.mark.proof
@pytest.mark.parametrize("name", FLOWS)
def test_all_calls_made_anew_are_those_that_are_published(name: str) -> None:
    _check_made_anew(name)


def _check_made_anew(name: str) -> None:
    flow = real_flows()[name]
    made = make_calls([flow], real_words())
    (listed,) = [one for one in published()["flows"] if one["id"] == name]
    assert made == (*calls_in(listed),)
    told = json.loads(json.dumps(calls_json({name: flow}, made, real_words())))
    assert told == {"format": 1, "flows": [listed]}
    assert find_holes(flow, [one.walked for one in made]) == ()
    lone = next(one for one in made if len(one.walked.edges) > 1)
    counts = edges_by_call([lone])
    assert {*counts.values()} == {(lone.call.id,)}
    assert {*find_holes(flow, [lone.walked])} == {*edge_ids(flow)} - {*lone.walked.edges}


def test_no_two_calls_have_the_same_id() -> None:
    ids = [one.call.id for one in real_calls()]
    assert len(ids) == len({*ids})


@pytest.mark.luas
def test_nobody_real_is_in_a_call() -> None:
    """IDs begin with 0 as no ID does, and names are called an example."""
    for one in real_calls():
        flow = real_flows()[one.call.flow]
        for name, value in one.call.plan.facts.items():
            fact = flow.facts[name]
            if fact.digits and value != "tidak-ada":
                assert str(value).startswith("0")
            if name in ("nama_penelepon", "nama_pelanggan"):
                assert str(value).startswith("Contoh ")


@pytest.mark.luas
def test_a_repeated_room_is_walked_twice_in_some_call() -> None:
    edges = {edge for one in real_calls() for edge in one.walked.edges}
    assert any(edge.endswith("#putaran") for edge in edges)
    assert any(edge.endswith("#lagi") for edge in edges)


def test_choosing_takes_the_call_with_most_new_edges_and_then_the_shorter_one() -> None:
    def made(stops: int, *edges: str) -> Walked:
        return Walked(Plan({}), stops, edges, "")

    long, short, rest = made(9, "a", "b"), made(5, "a", "b"), made(3, "c")
    assert choose([long, rest, short]) == [short, rest]
    assert choose([]) == []


LINE = """
alur: contoh
judul: Contoh
dokumen: PRK
fakta:
  warna: {tanya: Warna?, pilihan: {merah: Merah, biru: Biru}}
  surat: {tanya: Surat?, jenis: surel, pribadi: ya}
  catatan: {tanya: Catatan?, jenis: teks}
  kartu: {tanya: Kartu?, jenis: teks, pola: 4 angka, pribadi: ya, boleh_tidak_ada: Tidak punya}
langkah:
  warna: {judul: Warna, tanya: warna, jika: {merah: {ke: kartu}, biru: {hasil: habis}}}
  kartu: {judul: Kartu, tanya: kartu, jika: {ada: {ke: surat}, selain_itu: {hasil: habis}}}
  surat: {judul: Surat, tanya: [surat, catatan], opsional: ya, hasil: habis}
hasil:
  habis: {judul: Habis}
"""


@pytest.fixture
def line(make_flow: MakeFlow) -> Flow:  # noqa: F811
    flow, problems = make_flow(LINE)
    assert [str(problem) for problem in problems] == []
    return flow


def test_a_call_whose_answer_is_not_known_cannot_be_held(line: Flow) -> None:
    with pytest.raises(BadScript, match="nothing is known for kartu") as stuck:
        script_of(line, Plan({"warna": "merah"}))
    assert stuck.value.fact == "kartu"
    assert walk(line, Plan({"warna": "merah"})) is None


def test_what_a_reader_has_to_answer_is_added(line: Flow) -> None:
    plan = complete(line, Plan({"warna": "merah"}))
    assert plan.facts == {"warna": "merah", "kartu": "1111"}
    assert complete(line, Plan({"warna": "biru"})) == Plan({"warna": "biru"})
    never = Plan({"warna": "biru"}, change=Change("warna", "biru", 9))
    assert complete(line, never) == never


def test_a_series_broken_off_is_looked_for_among_the_answers_given(line: Flow) -> None:
    found = [*make_practice._changed(line, Plan({"warna": "biru", "kartu": "1111"}))]
    assert [plan.change for plan in found] == [
        Change("warna", "merah", 1),
        Change("warna", "merah", 2),
    ]
    assert [*make_practice._changed(line, Plan({}))] == []


def test_an_edge_that_only_a_reader_meets_is_met_by_a_changed_answer(
    line: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts alone end at once; a caller who says red at first is asked for the card too."""
    blue = Witness("warna", 0, {"warna": "biru", "kartu": "1111"}, ("warna",), "habis")
    monkeypatch.setattr(make_practice, "witnesses", lambda _: [blue])
    straight, changed = make_practice.candidates(line)
    assert straight.edges == ("warna#1",)
    assert changed.plan.change == Change("warna", "merah", 1)
    assert changed.edges == ("warna#0", "warna#1")


def test_a_change_that_never_comes_cannot_be_held(line: Flow) -> None:
    late = Plan({"warna": "biru"}, change=Change("warna", "biru", 9))
    with pytest.raises(BadScript, match="never changed"):
        script_of(line, late)


def test_a_call_without_end_is_given_up(line: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learning.practice_script.MOST_STOPS", 1)
    with pytest.raises(BadScript, match="no end after 1 steps"):
        script_of(line, Plan({"warna": "merah", "kartu": "0000"}))


def test_what_is_passed_at_first_is_not_answered(line: Flow) -> None:
    plan = Plan({"warna": "merah", "kartu": "0000", "catatan": "contoh"}, passed=("surat",))
    stops, end = script_of(line, plan)
    assert stops[-1].given == {}
    assert end.done


def test_an_answer_is_taken_back_where_that_leads_on(line: Flow) -> None:
    plan = Plan({"warna": "biru"})
    one = walk(line, plan)
    assert one is not None
    changing = Plan({"warna": "biru"}, change=Change("warna", "merah", 1))
    stops, end = script_of(line, changing)
    assert [stop.changes for stop in stops] == [False, True]
    assert end.known["warna"] == "biru"
    assert late_change(line, one, CallerWords()) == Change("warna", "merah", 1)
    assert late_change(line, one, CallerWords(screens={"warna": "APKT"})) is None
    elsewhere = replace(one, outcome="lain")
    assert late_change(line, elsewhere, CallerWords()) is None


def test_a_person_is_made_up_and_a_missing_answer_stays_missing(line: Flow) -> None:
    one = walk(line, Plan({"warna": "merah", "kartu": "1111"}))
    none = walk(line, Plan({"warna": "merah", "kartu": "tidak-ada"}))
    assert one is not None
    assert none is not None
    facts = enliven(line, one, CallerWords(examples={"catatan": ("satu", "dua")})).plan.facts
    assert str(facts["kartu"]).startswith("0")
    assert facts["surat"] == "nama@contoh.co.id"
    assert facts["catatan"] in ("satu", "dua")
    assert enliven(line, none, CallerWords()).plan.facts["kartu"] == "tidak-ada"


def test_what_is_made_up_is_of_its_type(line: Flow) -> None:
    assert invent(line, line.facts["warna"], CallerWords(), "x") in ("merah", "biru")
    assert invent(line, line.facts["catatan"], CallerWords(), "x") == "contoh"
    assert invent(line, Fact("n", FactType.INTEGER, "n"), CallerWords(), "x") == 1


def test_a_fuller_call_that_loses_a_way_is_left_as_it_was(
    line: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = walk(line, Plan({"warna": "merah", "kartu": "1111"}))
    assert one is not None
    monkeypatch.setattr(make_practice, "walk", lambda *_: None)
    assert {*enliven(line, one, CallerWords()).plan.facts} == {"warna", "kartu"}


def test_the_clock_of_a_call_is_its_own_or_a_pinned_one() -> None:
    own = datetime.datetime(2022, 3, 4, 5, 6)
    assert moment_of({"sekarang": own}) == own
    assert moment_of({}) == datetime.datetime(2026, 1, 15, 10, 0)


def test_the_id_does_not_know_the_person(line: Flow) -> None:
    one = Plan({"warna": "merah", "kartu": "1111", "surat": "a@b.co"})
    other = Plan({"warna": "merah", "kartu": "1111", "surat": "c@d.co"})
    assert call_id(line, one) == call_id(line, other)
    assert call_id(line, one) != call_id(line, Plan({"warna": "biru"}))


@pytest.mark.luas
def test_a_witness_that_waits_is_told_at_the_step_that_asks_again() -> None:
    flow = real_flows()["lapor-ulang"]
    assert any(witness.waits for witness in witnesses(explore(flow)))
    passed = [one for one in real_calls() if one.call.plan.passed]
    assert passed
    assert call_json(passed[0].call)["passed"]


def _problems(text: str) -> Iterator[str]:
    log = ProblemLog()
    node = read_text(text, "latihan-penelepon.yaml", log)
    read_words(node, real_flows().values(), log)
    return (str(problem) for problem in log)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("berubah: a\nbukan_itu: b\nlayar: {listri: APKT}\n", "Maksud Anda “listrik”?"),
        ("berubah: a\nbukan_itu: b\nucapan: {listrik: {pada: x}}\n", "Maksud Anda “padam”?"),
        ('berubah: a\nbukan_itu: b\ncontoh: {nomor_hp: ["\\u0007"]}\n', ""),
        ("berubah: a\n", "Kunci “bukan_itu” wajib ada"),
        ("berubah: a\nbukan_itu: b\ncontoh: {alamat: [[x], Jl. Contoh]}\n", "[bukan-teks]"),
        ('berubah: a\nbukan_itu: b\ncontoh: {idpel: ["12"]}\n', "Harus 11 atau 12 angka"),
    ],
)
def test_a_mistake_in_the_words_is_told_with_its_place(text: str, told: str) -> None:
    found = [*_problems(text)]
    assert found
    assert all(problem.startswith("latihan-penelepon.yaml:") for problem in found)
    assert told in "\n".join(found)


def test_the_place_of_a_mistake_is_named_from_the_project(tmp_path: Path) -> None:
    data = tmp_path / "docs" / "_data"
    data.mkdir(parents=True)
    (data / FILE).write_text("berubah: a\nbukan_itu: b\nlayar: {listri: APKT}\n", "utf-8")
    (problem,) = load_words(data, real_flows().values())[1]
    assert str(problem).startswith("docs/_data/latihan-penelepon.yaml:3:9 [rujukan-fakta] ")


def test_no_file_of_words_leaves_the_labels() -> None:
    assert read_words(None, (), ProblemLog()) == CallerWords()
    found, log = load_words(DATA / "tidak-ada", ())
    assert found == CallerWords()
    assert len(log) == 1


@pytest.mark.luas
def test_no_caller_says_an_official_sentence() -> None:
    """Their words are ours; a wording stands in the clauses alone."""
    official = {
        p.text for c in real_library().clauses.values() for p in c.parts if p.kind is Kind.SAY
    }
    said = {text for rows in real_words().said.values() for text in rows.values()}
    assert said
    assert not said & official
