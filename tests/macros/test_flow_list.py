"""The list of flows and the way from one flow to another, as a reader meets them."""

from __future__ import annotations

import re

from macros.data import House
from macros.flows import ordered_flows, render_flow, render_flow_list
from macros.sop import render_documents
from tests.knowledge import real_house

HOUSE: House = real_house()


def test_the_front_door_stands_first_and_the_historical_flows_last() -> None:
    flows = ordered_flows(HOUSE.page("alur/"))
    assert flows[0].id == "panggilan"
    states = [flow.status for flow in flows]
    assert states == sorted(states)
    assert {flow.id for flow in flows} == set(HOUSE.flows)


def test_the_list_says_where_to_begin_and_what_is_historical() -> None:
    rows = render_flow_list(HOUSE.page("alur/")).split("<li")[1:]
    assert "Mulai di sini" in rows[0]
    assert not [row for row in rows[1:] if "Mulai di sini" in row]
    stamped = [row for row in rows if "HISTORIS" in row]
    assert len(stamped) == sum(flow.document == "VC4" for flow in HOUSE.flows.values())


def test_the_page_of_a_historical_flow_carries_the_stamp_beside_its_name() -> None:
    for flow_id, flow in HOUSE.flows.items():
        html = render_flow(HOUSE.page(f"alur/{flow_id}/"), flow_id)
        title = html.split("</h1>")[0]
        assert ("HISTORIS" in title) is (flow.status == "historis")


def test_a_flow_links_to_every_other_flow_by_its_bare_name() -> None:
    html = render_flow(HOUSE.page("alur/periksa/"), "periksa")
    links = dict(re.findall(r'data-flow-link="([^"]+)">([^<]+)</a>', html))
    assert links == {f.id: f.title for f in HOUSE.flows.values() if f.id != "periksa"}


def test_a_referral_outside_the_sources_still_leads_to_the_closing() -> None:
    flow = "penyambungan-sementara"
    html = render_flow(HOUSE.page(f"alur/{flow}/"), flow)
    end = html.split('id="hasil-diproses-mendesak"')[1].split("</section>")[0]
    assert "Lanjutkan menurut: SOP permohonan dengan skema 1 atau 2." in end
    assert 'href="#langkah-penutup-singkat-bantuan-lain"' in end


def test_a_document_with_several_flows_names_each_of_them() -> None:
    html = render_documents(HOUSE.page("sop/"))
    assert html.count(">Mulai alur<") == sum(
        sum(flow.document == document and flow.id != "panggilan" for flow in HOUSE.flows.values())
        == 1
        for document in HOUSE.library.documents
    )
    assert ">Alur: Turun daya<" in html
    assert "alur/panggilan/" not in html
