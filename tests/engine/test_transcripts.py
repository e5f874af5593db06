"""A transcript is replayed to the same end; any other file is refused with a reason."""

from __future__ import annotations

import dataclasses
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_engine.__main__ import main
from flow_engine.bridge import handle
from flow_engine.commands.transcript import MAX_BYTES
from flow_engine.comparison import Verdict
from flow_engine.events import Action, Event
from flow_engine.links import read_link, write_link
from flow_engine.logbook import apply, begun, fold
from flow_engine.model import Flow
from flow_engine.session import State, answer, replay, start, without_person
from flow_engine.transcript_text import render_markdown
from flow_engine.transcripts import (
    MAX_CHARS,
    OTHER_ROUTE,
    OTHER_WORDING,
    TranscriptError,
    dump_transcript,
    flow_in,
    make_transcript,
    replay_transcript,
    seal_of,
)
from flow_engine.wire import dump_flow

from .calls import FLOW_IDS, chances, draw_facts, logged_walk
from .conftest import DATA, NOW
from .edits import change_wording, edited

Json = dict[str, Any]


@pytest.fixture
def state(flows: dict[str, Flow]) -> State:
    facts = draw_facts(flows["periksa"], random.Random("transkrip"))
    return logged_walk(flows["periksa"], facts)


@pytest.fixture
def data(flows: dict[str, Flow], state: State) -> Json:
    return make_transcript(flows["periksa"], state, site="1.2.0")


def code_of(flows: dict[str, Flow], text: str) -> str:
    with pytest.raises(TranscriptError) as refused:
        replay_transcript(flows, text)
    assert str(refused.value).endswith(".")
    return refused.value.code


def sealed(data: Json, **changes: Any) -> str:
    """Return a transcript somebody changed by hand, and sealed again."""
    data = {**json.loads(json.dumps(data)), **changes}
    return json.dumps({**data, "seal": seal_of(data)})


@given(chance=chances(), personal=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_call_is_replayed_to_its_end(
    flows: dict[str, Flow], chance: random.Random, personal: bool
) -> None:
    flow = flows[chance.choice(FLOW_IDS)]
    facts = draw_facts(flow, chance, absent=0.3)
    called = logged_walk(flow, facts, limit=chance.choice([0, 4, 400]))
    assert fold(flow, called.log) == called
    made = make_transcript(flow, called, personal=personal)
    found = replay_transcript(flows, dump_transcript(made))
    assert found.data == made
    assert found.flow is flow and found.notes == ()
    assert found.judgement.verdict is Verdict.SAME
    wanted = called if personal else without_person(flow, called)
    assert found.state == wanted
    assert found.run == replay(flow, wanted)
    assert ("RAHASIA" in json.dumps(made)) <= personal
    assert made["personal"] is (wanted != without_person(flow, called))
    assert "RAHASIA" not in render_markdown(made) or personal


def test_a_transcript_tells_each_step_with_what_was_given(data: Json) -> None:
    assert data["format"] == "pandu-transkrip" and data["version"] == 1
    assert data["site"] == "1.2.0"
    assert data["began"] == data["clock"] == "2026-01-15T10:00"
    row = next(row for row in data["steps"] if row["step"] == "listrik")
    assert row["number"] == data["steps"].index(row) + 1
    assert row["clauses"] and row["parts"] and row["title"]
    (given_fact,) = row["facts"]
    assert given_fact["old"] is None
    assert given_fact["new"]["value"] in ("padam", "menyala")
    withheld = {"withheld": True, "text": "diberikan, tidak disimpan"}
    named = next(row for row in data["steps"] if row["step"] == "pembuka/salam")
    assert named["facts"][0]["new"] == withheld
    assert data["end"]["status"] == "done" and data["end"]["outcome"]


def test_a_change_shows_what_was_there_before(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    called = begun(flow, {"listrik": "padam"}, ("idpel",), NOW, continued=True)
    for value in ("menyala", "menyala"):
        called = apply(flow, called, Event(NOW, "listrik", Action.ANSWER, {"listrik": value}))
    name = {"nama_penelepon": "Sari <b>", "sapaan": "ibu"}
    called = apply(flow, called, Event(NOW, "pembuka/nama", Action.ANSWER, name))
    called = apply(flow, called, Event(NOW, "pembuka/nama", Action.PASS))
    made = make_transcript(flow, called, personal=True)
    assert made["start"]["action"] == "continue"
    assert [row["action"] for row in made["steps"]] == ["change", "change", "answer", "pass"]
    assert made["steps"][0]["facts"][0]["old"]["value"] == "padam"
    assert made["steps"][3]["facts"][0]["new"] is None
    text = render_markdown(made)
    old, new = (made["steps"][0]["facts"][0][key]["text"] for key in ("old", "new"))
    assert f"{old} → {new}" in text and "Sari \\<b\\> → dikosongkan" in text
    assert "belum sampai ke hasil" in text and "Sudah diketahui di awal" in text
    assert replay_transcript(flows, dump_transcript(made)).state == called


def test_markdown_of_an_ended_call_tells_the_end(flows: dict[str, Flow], data: Json) -> None:
    text = render_markdown(data)
    assert f"- Hasil: {data['end']['title']}" in text
    assert "situs `1.2.0`" in text
    assert "tidak disertakan" in text
    beginning = make_transcript(flows["periksa"], begun(flows["periksa"], {}, (), NOW))
    assert "Belum ada langkah yang dijawab." in render_markdown(beginning)
    assert render_markdown(beginning).count("Jam yang dipakai") == 0
    unfinished = {**data, "end": {**data["end"], "status": "open"}}
    assert "(langkah sesudahnya belum selesai)" in render_markdown(unfinished)
    bare = {**data, "steps": [{**data["steps"][0], "clauses": [], "parts": []}]}
    assert "Klausul: " not in render_markdown(bare) and "Naskah: " not in render_markdown(bare)


def test_a_later_round_is_told_with_its_number(flows: dict[str, Flow]) -> None:
    flow = flows["pln-mobile"]
    for seed in range(40):
        chance = random.Random(seed)
        facts = {**draw_facts(flow, chance), "selesai_di_cc": "tidak", "jumlah_permasalahan": 2}
        made = make_transcript(flow, logged_walk(flow, facts))
        titles = [row["title"] for row in made["steps"] if "@2/" in row["step"]]
        if titles:
            assert all(title.endswith(" (2)") for title in titles)
            return
    raise AssertionError("no call with two tickets was drawn")


def test_a_call_without_a_whole_log_gives_no_transcript(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    for bare in (
        start(flow, {"listrik": "padam"}),
        answer(begun(flow, {}, (), NOW), {"nama_cso": "Sari"}),
    ):
        with pytest.raises(TranscriptError) as refused:
            make_transcript(flow, bare)
        assert refused.value.code == "tanpa-catatan"


def test_what_is_no_transcript_is_refused_with_its_reason(
    flows: dict[str, Flow], data: Json
) -> None:
    text = dump_transcript(data)
    assert code_of(flows, "") == "bukan-json"
    assert code_of(flows, "<script>alert(1)</script>") == "bukan-json"
    assert code_of(flows, "{} x") == "bukan-json"
    assert code_of(flows, "[]") == "bukan-transkrip"
    assert code_of(flows, '{"format": "lain"}') == "bukan-transkrip"
    assert code_of(flows, text[: len(text) // 2]) == "terpotong"
    assert code_of(flows, '{"a": "bc') == "terpotong"
    assert code_of(flows, " " * (MAX_CHARS + 1)) == "terlalu-besar"
    assert code_of(flows, "[" * 50) == "terlalu-dalam"
    assert code_of(flows, sealed(data, version=2)) == "versi-lain"
    assert code_of(flows, text.replace("10:00", "10:01", 1)) == "diubah"
    assert code_of(flows, sealed(data, title="\ud800")) == "akhir-lain"
    assert code_of(flows, sealed(data, flow="lain")) == "alur-tidak-dikenal"
    assert code_of({}, text) == "alur-tidak-dikenal"
    assert code_of(flows, sealed(data, route="lain", way="")) == "alur-lain"
    assert code_of(flows, sealed(data, route="lain", whole="0" * 12)) == "alur-lain"


def broken(change: Callable[[Json], Any]) -> Callable[[Json], str]:
    def make(data: Json) -> str:
        copy = json.loads(json.dumps(data))
        change(copy)
        return sealed(copy)

    return make


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(steps=None),
        lambda d: d.update(steps=[{}] * 5_001),
        lambda d: d.update(steps=[1]),
        lambda d: d.update(start=None),
        lambda d: d.pop("site"),
        lambda d: d.update(end=[]),
        lambda d: d["steps"][0].update(step="nihil"),
        lambda d: d["steps"][0].update(step=""),
        lambda d: d["steps"][0].update(step=7),
        lambda d: d["steps"][0].update(action="jump"),
        lambda d: d["steps"][0].update(moment="kemarin"),
        lambda d: d["steps"][0].update(moment="2026-01-15T10:00+07:00"),
        lambda d: d["steps"][0].update(facts=[{"fact": "listrik", "new": {"value": "padam"}}]),
        lambda d: d["steps"][0].update(facts=[{"fact": "nama_cso", "new": {"value": 7}}]),
        lambda d: d["steps"][0].update(facts=[{"fact": "nama_cso", "new": None}]),
        lambda d: d["steps"][0].update(facts=[{"fact": "nihil@2", "new": {"value": 7}}]),
        lambda d: d["start"].update(action="answer"),
        lambda d: d.update(steps=[d["start"] | {"step": ""}]),
    ],
)
def test_a_transcript_with_a_broken_step_is_refused(
    flows: dict[str, Flow], data: Json, change: Callable[[Json], Any]
) -> None:
    assert code_of(flows, broken(change)(data)) == "rusak"


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["end"].update(outcome="lain"),
        lambda d: d["end"].update(title="<img src=x onerror=alert(1)>"),
        lambda d: d["steps"][3].update(title="lain"),
        lambda d: d["steps"].pop(),
        lambda d: d.update(whole="0" * 12),
        lambda d: d.update(site="<script>"),
    ],
)
def test_a_transcript_that_ends_elsewhere_or_tells_otherwise_is_refused(
    flows: dict[str, Flow], data: Json, change: Callable[[Json], Any]
) -> None:
    assert code_of(flows, broken(change)(data)) == "akhir-lain"


def test_of_other_wordings_everything_shown_is_made_anew(
    flows: dict[str, Flow], data: Json
) -> None:
    new = edited(flows["periksa"], change_wording, random.Random(1))
    assert new is not None
    found = replay_transcript({"periksa": new}, dump_transcript(data))
    assert found.notes == (OTHER_WORDING,)
    assert found.data["wording"] == new.wording != data["wording"]
    assert found.data["end"]["outcome"] == data["end"]["outcome"]
    shown = "<script>alert(1)</script>"
    hostile = sealed(data, title=shown, wording="lain")
    assert shown not in json.dumps(replay_transcript(flows, hostile).data)


def test_an_older_route_with_the_same_way_is_replayed(flows: dict[str, Flow], data: Json) -> None:
    found = replay_transcript(flows, sealed(data, route="0" * 16))
    assert found.data == data
    assert found.notes == (OTHER_ROUTE,)


def test_a_transcript_without_its_version_is_refused_or_replayed(
    flows: dict[str, Flow], data: Json
) -> None:
    bare = {key: value for key, value in data.items() if key not in ("route", "wording")}
    found = replay_transcript(flows, sealed(bare))
    assert found.data == data and len(found.notes) == 2


def test_nothing_a_file_says_stands_in_its_refusal(flows: dict[str, Flow], data: Json) -> None:
    said = "SEGERA TRANSFER"
    steps = json.loads(json.dumps(data["steps"]))
    given = next(row for row in steps if row["facts"])["facts"][0]
    for key, change in (
        ("new", {"value": said, "text": said}),
        ("fact", said),
    ):
        changed = json.loads(json.dumps(steps))
        row = next(row for row in changed if row["facts"])
        row["facts"][0] = {**given, key: change}
        with pytest.raises(TranscriptError) as caught:
            replay_transcript(flows, sealed(data, steps=changed, route="0" * 16))
        assert said not in str(caught.value)
    changed = json.loads(json.dumps(steps))
    changed[0]["step"] = said
    with pytest.raises(TranscriptError) as caught:
        replay_transcript(flows, sealed(data, steps=changed, route="0" * 16))
    assert said not in str(caught.value)


def test_a_call_opened_from_a_link_names_no_time_that_nobody_noted(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    called = logged_walk(flow, {"listrik": "padam"}, limit=4)
    opened = read_link(flow, write_link(flow, called), NOW).state
    made = make_transcript(flow, opened)
    assert made["start"]["action"] == "link"
    text = render_markdown(made)
    assert "- Mulai: tidak tercatat; panggilan ini dibuka dari tautan langkah" in text
    assert "1. – **" in text and "10.00 **" not in text
    assert replay_transcript(flows, dump_transcript(made)).data == made
    later = apply(flow, opened, Event(NOW.replace(hour=11), "layar", Action.PASS))
    assert "11.00 **" in render_markdown(make_transcript(flow, later))


@given(st.text(), st.integers(0, 2**16))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_replay(flows: dict[str, Flow], text: str, at: int) -> None:
    made = dump_transcript(
        make_transcript(flows["panggilan"], begun(flows["panggilan"], {}, (), NOW))
    )
    place = at % len(made)
    for tried in (text, made[:place] + text + made[place:], made[:place]):
        try:
            assert replay_transcript(flows, tried).data
        except TranscriptError as error:
            assert str(error)


def call(**request: Any) -> Json:
    reply: Json = json.loads(handle(json.dumps({"now": "2026-01-15T10:00", **request})))
    return reply


def test_the_bridge_writes_and_replays_transcripts(flows: dict[str, Flow]) -> None:
    call(call="load", flow=json.loads(dump_flow(flows["periksa"])))
    began = call(call="start", flow="periksa", facts={"listrik": "padam"})
    shown = call(call="answer", state=began["state"], at=0, answers={"nama_cso": "Rahasia"})
    made = call(call="transcript", state=shown["state"], personal=False, site="1")
    assert "Rahasia" not in json.dumps(made)
    whole = call(call="transcript", state=shown["state"], personal=True, site="1")
    assert "Rahasia" in whole["transcript"] and "Rahasia" in whole["markdown"]
    assert call(call="peek", text=made["transcript"]) == {"flow": "periksa"}
    found = call(call="replay", text=made["transcript"])["replayed"]
    assert found["notes"] == []
    assert found["rows"][0]["clock"] == "10.00" and found["rows"][0]["words"] == "dijawab"
    assert found["start"] == ["Listriknya padam atau masih menyala? Padam"]
    assert {"id", "title", "url"} == found["clauses"][0].keys()
    assert found["markdown"] == made["markdown"]
    changed = made["transcript"].replace("10:00", "10:01")
    assert "segelnya" in call(call="replay", text=changed)["failure"]
    closed = call(call="close", state=shown["state"])
    assert (
        "Rahasia" not in call(call="transcript", state=closed["state"], personal=True)["transcript"]
    )


def test_a_transcript_that_names_no_flow_has_none(data: Json) -> None:
    assert flow_in(sealed(data, flow=[])) == ""
    assert flow_in(sealed(data)) == "periksa"


def test_the_command_prints_a_transcript_or_says_why_not(
    data: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "t.json"
    file.write_text(dump_transcript(data), "utf-8")
    run = ["--data", str(DATA), "transcript", str(file)]
    assert main(run) == 0
    assert capsys.readouterr().out == render_markdown(data)
    assert main([*run, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == data
    file.write_text("x", "utf-8")
    assert main(run) == 2
    assert "bukan JSON" in capsys.readouterr().err
    with file.open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    assert main(run) == 2
    assert "terlalu besar" in capsys.readouterr().err
    file.unlink()
    assert main(run) == 2
    assert "tidak dapat dibuka" in capsys.readouterr().err


def test_the_command_needs_sound_flows(
    data: Json, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "t.json"
    file.write_text(dump_transcript(data), "utf-8")
    assert main(["--data", str(tmp_path), "transcript", str(file)]) == 2
    assert "tidak ada" in capsys.readouterr().err


def test_an_event_tells_nothing_where_the_log_has_no_beginning(flows: dict[str, Flow]) -> None:
    flow = flows["periksa"]
    bare = dataclasses.replace(start(flow), log=())
    assert apply(flow, bare, Event(NOW, "pembuka/salam", Action.PASS)).log == ()
