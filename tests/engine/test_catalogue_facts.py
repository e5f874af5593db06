"""Facts whose choices are rows of a catalogue: read by id, name or number, asked within a group."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_engine.catalogue import read_catalogues
from flow_engine.content import CHOICE_KEYS, step_content
from flow_engine.facts import Choice, Value, ValueProblem, as_slug, parse_value
from flow_engine.flows import Shared, read_flow
from flow_engine.model import Flow
from flow_engine.problems import Problem, ProblemLog
from flow_engine.proof import check_flow
from flow_engine.records import Library
from flow_engine.runs import read_answers, read_facts, run_facts
from flow_engine.session import State, answer, pass_step, replay, start
from flow_engine.source import read_text
from flow_engine.views import view_of
from flow_engine.wire import dump_flow, load_flow

from .conftest import NOW, ROOT

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SPELLINGS: list[Callable[[str], str]] = [str.upper, str.lower, str.title, str.strip]
TICKET: dict[str, object] = {"selesai_di_cc": "tidak", "call_type": "incident"}


@pytest.fixture(scope="module")
def flow(flows: dict[str, Flow]) -> Flow:
    return flows["pln-mobile"]


def types_of(flow: Flow, group: str) -> tuple[Choice, ...]:
    return flow.facts["service_type"].offered(group)


def groups_of(flow: Flow) -> list[str]:
    return [choice.value for choice in flow.facts["service_group"].choices]


def row_text(flow: Flow, facts: dict[str, object], field: str) -> str:
    reports = run_facts(flow, facts, NOW)["reports"]
    return next(str(row["text"]) for row in reports if row["field"] == field)


def test_the_catalogue_has_the_ten_groups_and_37_types_of_the_source(flow: Flow) -> None:
    assert len(groups_of(flow)) == 10
    assert sum(len(types_of(flow, group)) for group in groups_of(flow)) == 37
    assert len({c.value for c in flow.facts["service_type"].choices}) == 37


def test_names_are_told_apart_however_they_are_spelt(library: Library) -> None:
    for name, choices in read_catalogues(library).items():
        slugs = [as_slug(choice.label) for choice in choices]
        assert len(set(slugs)) == len(slugs), name


@given(data=st.data())
@SLOW
def test_a_type_is_read_by_id_name_or_number_and_filed_under_its_official_name(
    flow: Flow, data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from(flow.facts["service_group"].choices))
    kinds = types_of(flow, group.value)
    number = data.draw(st.integers(1, len(kinds)))
    kind = kinds[number - 1]
    letters = data.draw(st.sampled_from(SPELLINGS))
    spelt = data.draw(
        st.sampled_from(
            [kind.value, kind.label, number, str(number), f"0{number}", f"{number}. {kind.label}",
             f"{group.label} {number}", f" {kind.label} "]
        )
    )  # fmt: skip
    named = data.draw(st.sampled_from([group.value, group.label]))
    facts: dict[str, object] = {
        **TICKET,
        "service_type": letters(spelt) if isinstance(spelt, str) else spelt,
        "service_group": letters(named),
    }
    values, errors = read_facts(flow, facts, NOW)
    assert errors == []
    assert (values["service_group"], values["service_type"]) == (group.value, kind.value)
    assert row_text(flow, facts, "Service Group") == group.label
    assert row_text(flow, facts, "Service Type") == kind.label


def test_a_type_outside_its_group_is_invalid_each_of_333_times(flow: Flow) -> None:
    refused = 0
    for group in groups_of(flow):
        for kind in flow.facts["service_type"].choices:
            if kind.group == group:
                continue
            for spelt in (kind.value, kind.label):
                with pytest.raises(ValueProblem, match="bukan pilihan pada"):
                    parse_value(flow.facts["service_type"], spelt, group)
            refused += 1
    assert refused == 333


@pytest.mark.parametrize("number", [0, 3, -1, "0", "3", "1 2", True, 1.0, None, 10**30, "01x"])
def test_a_number_that_the_group_does_not_have_is_invalid(flow: Flow, number: object) -> None:
    facts = {**TICKET, "service_group": "INSTALASI", "service_type": number}
    result = run_facts(flow, facts, NOW)
    assert result["status"] == "invalid"
    assert [error["fact"] for error in result["errors"]] == ["service_type"]


def test_a_number_alone_says_what_else_is_wanted(flow: Flow) -> None:
    result = run_facts(flow, {**TICKET, "service_type": 1}, NOW)
    assert result["errors"][0]["message"] == (
        "“1” hanya nomor. Sebut juga service_group, atau tulis namanya."
    )


def test_a_wrong_group_is_told_once_and_not_twice(flow: Flow) -> None:
    facts = {**TICKET, "service_group": "NIHIL", "service_type": "Download Aplikasi"}
    result = run_facts(flow, facts, NOW)
    assert [error["fact"] for error in result["errors"]] == ["service_group"]


def test_a_plain_choice_is_not_read_by_its_label(flow: Flow) -> None:
    assert run_facts(flow, {"selesai_di_cc": "Selesai di CC PLN 123"}, NOW)["status"] == "invalid"
    assert run_facts(flow, {"call_type": "Incident"}, NOW)["status"] == "invalid"


def test_the_status_of_a_ticket_comes_from_the_catalogue_too(flows: dict[str, Flow]) -> None:
    fact = flows["itsm-ulang"].facts["status_tiket"]
    assert [choice.value for choice in fact.choices] == [
        "logged", "active", "waiting-for-customer", "waiting-for-3rd-party",
        "waiting-for-approval", "resolved", "closed",
    ]  # fmt: skip
    assert parse_value(fact, "Waiting for 3 rd Party") == "waiting-for-3rd-party"


def at_type(flow: Flow, group: str) -> State:
    """Return a call that waits for the service type."""
    facts: dict[str, Value] = {
        "jenis_keluhan": "x", "selesai_di_cc": "tidak", "jumlah_permasalahan": 1,
        "email": "a@b.id", "call_type": "incident", "service_group": group,
    }  # fmt: skip
    state = start(flow, facts)
    for _ in range(40):
        run = replay(flow, state)
        if run.needs == "service_type":
            return state
        state = pass_step(state, run.visits[-1].key)
    raise AssertionError("service_type is never asked")


@given(data=st.data())
@SLOW
def test_the_view_offers_only_the_types_of_the_chosen_group(
    flow: Flow, data: st.DataObject
) -> None:
    group = data.draw(st.sampled_from(groups_of(flow)))
    state = at_type(flow, group)
    view = view_of(flow, state, replay(flow, state))
    asked = view["step"]["question"]["facts"][0]
    assert [row["value"] for row in asked["choices"]] == [c.value for c in types_of(flow, group)]
    keys = [row["key"] for row in asked["choices"]]
    assert keys == list(CHOICE_KEYS[: len(keys)])
    assert [row["key"] for row in view["next"]] == keys


@given(data=st.data())
@SLOW
def test_a_type_of_another_group_is_asked_again_and_comes_back_with_its_group(
    flow: Flow, data: st.DataObject
) -> None:
    first, second = data.draw(
        st.lists(st.sampled_from(groups_of(flow)), min_size=2, max_size=2, unique=True)
    )
    kind = data.draw(st.sampled_from(types_of(flow, first)))
    chosen = answer(at_type(flow, first), {"service_type": kind.value})
    before = replay(flow, chosen)
    moved = answer(chosen, {"service_group": second})
    run = replay(flow, moved)
    assert run.needs == "service_type"
    assert "service_type" not in run.known
    view = view_of(flow, moved, run)
    assert view["answers"] == {}
    assert kind.label not in str(view["report"]) + str(view["facts"]) + str(view["trail"])
    assert replay(flow, answer(moved, {"service_group": first})) == before


def test_an_answer_is_read_beside_the_group_chosen_before(flow: Flow) -> None:
    state = at_type(flow, "instalasi")
    values, errors = read_answers(flow, state.answers, {"service_type": 2}, NOW)
    assert (values, errors) == ({"service_type": "instalasi-2"}, [])
    values, errors = read_answers(flow, state.answers, {"service_type": "proses-bisnis-1"}, NOW)
    assert values == {}
    assert [error["fact"] for error in errors] == ["service_type"]
    moved = answer(state, {"service_type": "instalasi-2"})
    values, errors = read_answers(flow, moved.answers, {"service_group": "proses-bisnis"}, NOW)
    assert (values, errors) == ({"service_group": "proses-bisnis"}, [])


def test_the_content_of_the_step_lists_all_types_with_their_groups(flow: Flow) -> None:
    question = step_content(flow, "teruskan/tiket/service-type")["question"]
    rows = question["facts"][0]["choices"]
    assert len(rows) == 37
    labels = [choice.label for choice in flow.facts["service_group"].choices]
    assert list(dict.fromkeys(row["group"] for row in rows)) == labels
    for label in labels:
        keys = [row["key"] for row in rows if row["group"] == label]
        assert keys == list(CHOICE_KEYS[: len(keys)])
    groups = step_content(flow, "teruskan/tiket/service-group")["question"]["facts"][0]["choices"]
    assert {row["group"] for row in groups} == {""}
    assert [row["key"] for row in groups] == list("1234567890")


def test_no_key_of_a_choice_is_a_key_of_the_desk() -> None:
    scripts = [*(ROOT / "docs/assets/pandu").glob("*.js"), ROOT / "macros/flows.py"]
    source = "\n".join(Path(path).read_text("utf-8") for path in scripts)
    used = set(re.findall(r'(?:key: |"data-key": |\? )"([A-Z])"', source))
    used |= set(re.findall(r'\("\w+", "([A-Z])"', source))
    assert used >= {"C", "R", "N", "Y"}
    assert not used & set(CHOICE_KEYS)
    assert len(set(CHOICE_KEYS)) == len(CHOICE_KEYS) >= 14


def test_a_catalogue_survives_the_wire_and_decides_the_route(flow: Flow) -> None:
    loaded = load_flow(dump_flow(flow))
    assert loaded.facts == flow.facts
    assert {choice.group for choice in loaded.facts["service_type"].choices} == set(groups_of(flow))
    assert dump_flow(flow).count('"Download Aplikasi"') == 1


def test_the_family_is_filed_as_the_catalogue_has_it(flow: Flow, library: Library) -> None:
    facts = {**TICKET, "service_group": "instalasi", "service_type": "instalasi-1"}
    assert row_text(flow, facts, "Service Family") == library.family == "32. NEW PLN MOBILE"


HEAD = """
alur: contoh
judul: Contoh
dokumen: PMB
"""
TAIL = "hasil: {satu: {judul: Satu, klausul: PMB}, dua: {judul: Dua, klausul: PMB}}\n"
ASK = """langkah:
  a: {klausul: PMB, tanya: kelompok, ke: b}
  b: {klausul: PMB, tanya: tipe, hasil: satu}
"""


def read(
    library: Library, facts: str, steps: str = ASK, tail: str = TAIL
) -> tuple[Flow, list[Problem]]:
    log = ProblemLog()
    node = read_text(f"{HEAD}fakta:\n{facts}{steps}{tail}", "contoh.yaml", log)
    assert node is not None, list(log)
    flow = read_flow(node, Shared({}, {}, {}, ()), library, log)
    return flow, [problem for problem in log if problem.code == "katalog-salah"]


GROUP = "  kelompok: {tanya: k, katalog: kelompok}\n"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (GROUP + "  tipe: {tanya: t, katalog: tipe, dari: kelompok}\n", ""),
        (GROUP + "  tipe: {tanya: t, katalog: tipe}\n", "memerlukan “dari”"),
        (GROUP + "  tipe: {tanya: t, katalog: status, dari: kelompok}\n", "tidak memakai “dari”"),
        (GROUP + "  tipe: {tanya: t, katalog: tipe, dari: tipe}\n", "bukan fakta yang mengelompok"),
        (GROUP + "  tipe: {tanya: t, katalog: pertanyaan, dari: kelompok}\n", "bukan fakta yang"),
        (GROUP + "  tipe: {tanya: t, katalog: status, pilihan: {x: X}}\n", "sudah ada di katalog"),
    ],
)
def test_a_catalogue_fact_that_cannot_be_asked_is_told(
    library: Library, facts: str, said: str
) -> None:
    _, problems = read(library, facts)
    assert bool(problems) is bool(said)
    assert all(said in problem.message for problem in problems[:1])


def test_the_proof_knows_the_rows_as_choices(library: Library) -> None:
    groups = [group.id for group in library.groups]
    ways = "".join(f"      {group}: {{hasil: satu}}\n" for group in groups[:-1])
    steps = f"langkah:\n  a:\n    klausul: PMB\n    tanya: kelompok\n    jika:\n{ways}"
    tail = "hasil: {satu: {judul: Satu, klausul: PMB}}\n"
    flow, _ = read(library, GROUP, steps, tail)
    gaps = [problem for problem in check_flow(flow) if problem.code == "celah"]
    assert [problem.witness for problem in gaps] == [f"kelompok {library.groups[-1].name}"]
    whole, _ = read(library, GROUP, steps + f"      {groups[-1]}: {{hasil: satu}}\n", tail)
    assert check_flow(whole) == []
