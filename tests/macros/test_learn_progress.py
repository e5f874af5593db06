"""The page of progress before any script, and the plan that progress is held against."""

from __future__ import annotations

import json
from pathlib import Path

from learning.make_plan import edges_of
from learning.plan import read_plan
from macros.codes import meter_json, render_codes
from macros.flows import render_flow
from macros.learn_calls import CALLS
from macros.learn_progress import (
    PLAN_FILE,
    plan_of,
    publish_plan,
    published_calls,
    render_progress,
)
from macros.lesson_urls import lesson_url
from tests.knowledge import real_house


def test_the_plan_names_every_clause_edge_lesson_and_card_once() -> None:
    house = real_house()
    plan = plan_of(house, {"periksa": ["periksa-1"]})
    assert sorted(plan.clauses) == sorted(house.library.clauses)
    assert sum(len(d.clauses) for d in plan.documents) == len(house.library.clauses)
    assert {flow.id: flow.edges for flow in plan.flows} == {
        name: edges_of(flow) for name, flow in house.flows.items()
    }
    # Rooms are shared, but an edge is gone over in one flow.
    assert len(plan.edges) == sum(len(flow.edges) for flow in plan.flows)
    assert plan.calls == {"periksa-1"}
    assert [one.url for one in plan.lessons] == [
        lesson_url(lesson) for lesson in house.library.curriculum.lessons
    ]
    assert all(one.version == house.lessons[one.id].version for one in plan.lessons)
    assert list(plan.cards) == [card.id for card in house.cards]


def test_the_plan_is_published_with_the_calls_that_are_there(tmp_path: Path) -> None:
    assert published_calls(tmp_path) == {}
    path = tmp_path / CALLS
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"flows": [{"id": "periksa", "calls": [{"id": "periksa-1"}]}]}))
    publish_plan(real_house(), tmp_path)
    written = json.loads((tmp_path / PLAN_FILE).read_text("utf-8"))
    assert read_plan(written).calls == {"periksa-1"}


def test_without_a_script_the_page_lists_what_there_is_with_links() -> None:
    house = real_house()
    shown = render_progress(house.page("latihan/kemajuan/"))
    assert 'data-plan="../../data/latihan/rencana.json"' in shown
    assert "<noscript>" in shown
    for flow in house.flows:
        assert f'href="../../alur/{flow}/"' in shown
    for document in house.library.documents.values():
        assert document.short in shown


def test_the_meter_gets_numbers_and_never_what_they_mean() -> None:
    house = real_house()
    rows = json.loads(meter_json(house.page("kode/")))
    assert [row["code"] for row in rows] == [code.code for code in house.library.codes]
    assert {*rows[0]} == {"code", "reading"}
    assert "data-meter=" in render_codes(house.page("kode/"))


def test_only_a_flow_that_reads_a_meter_has_one() -> None:
    house = real_house()
    with_meter = [
        name
        for name in house.flows
        if "data-meter=" in render_flow(house.page(f"alur/{name}/"), name)
    ]
    assert with_meter == ["periksa"]
