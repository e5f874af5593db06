"""What is due on a way: its items, their order, and what the way leaves open."""

from __future__ import annotations

import datetime
from dataclasses import replace

from flow_engine.cases import is_open_case
from flow_engine.due import Item, due_items
from flow_engine.facts import Value
from flow_engine.hearing import NOT
from flow_engine.model import Flow
from flow_engine.records import Kind, Library
from flow_engine.report import written_texts
from flow_engine.scoring import (
    score_items,
)
from flow_engine.weights import (
    DO,
    DONT,
    ESCALATION,
    MENU,
    ORDER,
    REPORT,
    SAY,
    STYLE,
    WORK_ORDER,
)

from .calls import run_of as drawn_run
from .cards import (
    CALLS,
    DIAGNOSIS,
    ULANG,
    WHEN,
    items_of,
    review_of,
    run_of,
)

TICKET: dict[str, Value] = {"status_tiket": "active", "email_diterima": "belum"}


def test_due_items_stand_in_the_order_of_the_way(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], CALLS["periksa benar"])
    says = [item.part for item in items if item.kind == SAY]
    assert says[:4] == ["PRK-01/1", "PRK-02/1", "PRK-03/1", "PRK-13/1"]
    assert says[-1] == "PRK-24/1"
    assert len({item.id for item in items}) == len(items)
    kinds = [item.kind for item in items if item.kind not in (SAY, DO, DONT)]
    assert kinds == [ORDER, REPORT, REPORT, MENU, WORK_ORDER, ESCALATION]


def choice_of(flow: Flow, choices: dict[str, Value], kind: str) -> Item:
    told = replace(CALLS["periksa benar"], flow=flow.id, choices=choices)
    (item,) = [item for item in items_of(flow, told) if item.kind == kind]
    return item


def test_each_choice_names_the_clause_that_states_it(flows: dict[str, Flow]) -> None:
    diagnosis, padam = CALLS["diagnosis benar"].choices, CALLS["periksa benar"].choices
    early = WHEN - datetime.timedelta(hours=1)
    ulang: dict[str, Value] = {"status_laporan": "selesai", "waktu_selesai": early}
    tiket: dict[str, Value] = {"selesai_di_cc": "tidak", "jumlah_permasalahan": 1}
    told = [
        (item.text, item.clause, item.stated)
        for flow, choices, kind in (
            ("periksa", diagnosis, MENU), ("periksa", diagnosis, WORK_ORDER),
            ("periksa", padam, MENU), ("periksa", padam, ESCALATION),
            ("lapor-ulang", ulang, ESCALATION), ("lapor-ulang", ulang, WORK_ORDER),
            ("pln-mobile", tiket, MENU), ("pln-mobile", tiket, ESCALATION),
            ("itsm-ulang", {**TICKET, "masalah_berbeda": "tidak"}, MENU),
            ("itsm-ulang", {**TICKET, "masalah_berbeda": "ya"}, ESCALATION),
        )
        for item in (choice_of(flows[flow], dict(choices), kind),)
    ]  # fmt: skip
    assert told == [
        ("GANGGUAN", "PRK-03a1x", True), ("KWH PERIKSA", "PRK-11", True),
        ("GANGGUAN", "PRK-03a1x", True), ("tidak ada", "", True),
        ("Lapor Ulang", "LUL-Aa", True), ("tidak ada", "", False),
        ("ISSUE CLOSED", "PMB-B5", True), ("ITSM", "PMB-B2", True),
        ("ISSUE CLOSED", "PMB-C2", False), ("ITSM", "PMB-C1f", True),
    ]  # fmt: skip


def test_a_document_without_a_work_order_fails_nobody_for_one(
    flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS["lapor-ulang benar"]
    items = items_of(flows["lapor-ulang"], told)
    filed = {WORK_ORDER: "KWH PERIKSA"}
    card = score_items(items, review_of(items, replace(told, filed=filed)), library.weights)
    (row,) = [row for row in card.style if row.item.kind == WORK_ORDER]
    assert (row.fatal, row.item.note) == (False, "Sumber alur ini tidak menyebut Tipe WO.")
    choices = {**DIAGNOSIS.choices, "listrik": "menyala", "idpel": "tidak-ada"}
    none = choice_of(flows["periksa"], choices, WORK_ORDER)
    assert (none.text, none.stated, none.note) == ("tidak ada", True, "")


def test_a_menu_that_no_clause_of_the_way_states_is_not_fatal(flows: dict[str, Flow]) -> None:
    menu = choice_of(flows["itsm-ulang"], {**TICKET, "masalah_berbeda": "tidak"}, MENU)
    assert menu.note == "Klausul di jalan ini tidak menyebut “ISSUE CLOSED”; itu tafsir kami."


def test_what_the_way_leaves_open_makes_nothing_fatal(flows: dict[str, Flow]) -> None:
    flow = flows["itsm-ulang"]
    told = replace(ULANG, choices={"status_tiket": "resolved", "email_diterima": "belum"})
    run = run_of(flow, told)
    assert run.silences and run.outcome is not None and run.outcome.silence is None
    ends = [item for item in due_items(flow, run) if item.kind in (REPORT, MENU, WORK_ORDER)]
    assert ends and not any(item.stated for item in ends)
    assert all(item.note.startswith(run.silences[0].text) for item in ends)


def test_only_a_case_that_the_way_decides_is_due(flows: dict[str, Flow]) -> None:
    items = items_of(flows["periksa"], DIAGNOSIS)
    cases = {item.part: item.maybe for item in items if item.kind == SAY and item.when}
    assert cases == {"PRK-07/1": True, "PRK-07/2": True, "PRK-22/1": False}
    assert not any(item.maybe for item in items if item.kind != SAY or not item.when)
    open_cases = {
        part.id
        for flow in flows.values()
        for room in flow.rooms.values()
        for step in room.steps.values()
        for part in (flow.parts[name] for name in step.parts)
        if part.kind is Kind.SAY and is_open_case(flow, room.id, step.id, part)
    }
    assert open_cases == {
        "PRK-07/1", "PRK-07/2", "PMB-A1b/1", "PMB-A1b/2", "PMB-A1b/3", "PMB-A1c/1", "PMB-A3j/1",
        "PMB-A3j/2", "PMB-A4a/1", "PMB-A4a/2",
    }  # fmt: skip


def test_before_the_outcome_nothing_of_the_end_is_due(flows: dict[str, Flow]) -> None:
    told = replace(CALLS["periksa benar"], choices={"listrik": "padam"})
    kinds = {item.kind for item in items_of(flows["periksa"], told)}
    assert kinds == {SAY, DO, ORDER}


def test_where_the_sources_are_silent_nothing_is_fatal(
    flows: dict[str, Flow], library: Library
) -> None:
    told = CALLS["diagnosis benar"]
    items = items_of(flows["periksa"], told)
    filed = {f"{REPORT}#1": "lain sekali"}
    card = score_items(items, review_of(items, replace(told, filed=filed)), library.weights)
    (report,) = [row for row in card.rows if row.item.kind == REPORT]
    assert (report.item.stated, report.nature, report.mark) == (False, STYLE, NOT)
    assert card.fatal == () and report in card.style


def test_a_referral_files_nothing(flows: dict[str, Flow]) -> None:
    told = replace(
        CALLS["diagnosis benar"],
        choices={**CALLS["diagnosis benar"].choices, "pernah_lapor": "sudah"},
    )
    assert {item.kind for item in items_of(flows["periksa"], told)} <= {SAY, DO, DONT, ORDER}


def test_a_single_sentence_has_no_order(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    run = drawn_run(flow, {})
    first = replace(run, visits=run.visits[:1])
    assert [item.kind for item in due_items(flow, first)] == [SAY]


def test_a_text_that_is_only_offered_is_not_due(flows: dict[str, Flow], library: Library) -> None:
    flow = flows["lapor-ulang"]
    told = CALLS["lapor-ulang benar"]
    early, before = WHEN - datetime.timedelta(hours=9), WHEN - datetime.timedelta(hours=10)
    choices = {
        **told.choices,
        "waktu_selesai": early,
        "waktu_padam": before,
        "tetangga": "tidak-padam",
    }
    run = run_of(flow, replace(told, choices=choices))
    offered = [text for text in written_texts(flow, run) if text.offer]
    items = due_items(flow, run)
    assert offered and run.outcome is not None and run.outcome.escalation == "Urgent"
    assert [item.text for item in items if item.kind == ESCALATION] == ["Urgent"]
    assert not {text.text for text in offered} & {i.text for i in items if i.kind == REPORT}
    assert "Urgent" not in [item.text for item in items if item.kind == REPORT]


def test_a_report_is_cut_at_the_facts_that_are_not_known(flows: dict[str, Flow]) -> None:
    flow = flows["lapor-ulang"]
    told = CALLS["lapor-ulang benar"]
    early = WHEN - datetime.timedelta(hours=9)
    choices: dict[str, Value] = {"status_laporan": "selesai", "waktu_selesai": early}
    (report,) = [i for i in items_of(flow, replace(told, choices=choices)) if i.kind == REPORT]
    places = [text for text, place in report.pieces if place]
    assert places == ["{permasalahan}", "{no_laporan}"]
    assert "".join(text for text, _ in report.pieces) == report.text
    assert report.pieces[-1][1] is False
