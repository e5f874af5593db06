"""The walk that stands in a flow's page before any script runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flow_engine.content import walk
from flow_engine.wire import load_flow
from macros.data import House
from macros.flows import publish_flows, render_flow, render_flow_list
from tests.knowledge import real_house
from tools.site import ROOT

HOUSE: House = real_house()
FLOWS = list(HOUSE.flows)


def rendered(flow_id: str) -> str:
    return render_flow(HOUSE.page(f"alur/{flow_id}/"), flow_id)


@pytest.mark.parametrize("flow_id", FLOWS)
def test_every_step_and_outcome_of_the_walk_has_its_section(flow_id: str) -> None:
    html = rendered(flow_id)
    for entry in walk(HOUSE.flows[flow_id]):
        assert html.count(f'id="{entry["anchor"]}"') == 1


@pytest.mark.parametrize("flow_id", FLOWS)
def test_every_way_on_leads_to_a_section_of_the_page(flow_id: str) -> None:
    html = rendered(flow_id)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    anchors = set(re.findall(r' id="([^"]+)"', html))
    assert targets
    assert targets <= anchors


@pytest.mark.parametrize("flow_id", FLOWS)
def test_each_step_offers_each_key_once(flow_id: str) -> None:
    for section in rendered(flow_id).split('<section class="p-step"')[1:]:
        answer = section.split('class="p-answer"')[1]
        keys = re.findall(r'data-key="([^"]+)"', answer.split("</section>")[0])
        assert len(keys) == len(set(keys)), section[:80]


@pytest.mark.parametrize("flow_id", FLOWS)
def test_plain_choices_carry_what_python_will_be_told(flow_id: str) -> None:
    html = rendered(flow_id)
    flow = HOUSE.flows[flow_id]
    for fact, value in re.findall(r'data-fact="([^"]+)" data-value="([^"]+)"', html):
        known = flow.facts[fact]
        assert value in [choice.value for choice in known.choices] or known.none_label


@pytest.mark.parametrize("flow_id", FLOWS)
def test_the_page_has_no_inline_script_or_style(flow_id: str) -> None:
    html = rendered(flow_id)
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", html)


def test_a_prohibition_has_no_copy_button() -> None:
    parts = rendered("periksa").split('<div class="p-part ')
    forbidden = [part.split("</div>")[0] for part in parts if part.startswith("p-dont")]
    assert len(forbidden) >= 9
    assert not [part for part in forbidden if "p-copy" in part]


def test_steps_that_only_route_are_not_shown_by_their_id() -> None:
    for flow_id in FLOWS:
        names = re.findall(r'class="p-step-name">([^<]+)<', rendered(flow_id))
        assert not [name for name in names if re.fullmatch(r"[a-z0-9-]+", name)]


def test_the_list_names_every_flow_with_its_document() -> None:
    html = render_flow_list(HOUSE.page("alur/"))
    for flow in HOUSE.flows.values():
        assert f'href="{flow.id}/"' in html
        assert flow.document in html


def test_published_flows_are_what_python_reads_back(tmp_path: Path) -> None:
    written = publish_flows(ROOT, tmp_path, HOUSE.flows)
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        f"data/alur/{name}.json" for name in FLOWS
    ]
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert json.loads(text)["id"] == path.stem
        assert load_flow(text).route == HOUSE.flows[path.stem].route
