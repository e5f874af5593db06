"""Practice calls held: the right way, every wrong way, hostile states, and the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flow_engine.content import met_places
from flow_engine.model import Flow
from flow_engine.records import Kind
from flow_engine.saved import BadMessage
from learning import practice_play
from learning.make_practice import Chosen
from learning.practice_call import PracticeCall, call_json, read_call
from learning.practice_heard import SKIPPED, Heard, Words, hear
from learning.practice_options import too_alike, wording_options
from learning.practice_play import NEXT, TYPED, kept_moves, play_of, stand
from learning.practice_report import differences
from learning.practice_script import Change, Plan
from learning.practice_tasks import (
    BACK,
    DO,
    ENTER,
    FILE,
    READ,
    ROW,
    SAY,
    SKIP,
    WAY,
    Task,
    make_script,
    run_wrong,
)
from tests.knowledge import real_flows

from .calls import ask, load, plays, published, real_calls, right_move, words_of

FLOWS = tuple(real_flows())


@pytest.fixture(scope="module")
def lul() -> Flow:
    flow = real_flows()["lapor-ulang"]
    load(flow)
    return flow


def listed(name: str) -> Any:
    (found,) = [one for one in published()["flows"] if one["id"] == name]
    return found


def longest(name: str) -> Any:
    return listed(name)["calls"][-1]


def begin(call: Any, level: int = 0) -> Any:
    words = listed(call["flow"])["words"]
    return ask(call="practice_begin", **{"words": words, "level": level}, **_named(call))


def _named(call: Any) -> dict[str, Any]:
    return {"practice": call}


def move(reply: Any, text: str) -> Any:
    words = listed(reply["state"]["practice"]["flow"])["words"]
    return ask(call="practice_choose", state=reply["state"], move=text, words=words)


def walked(name: str, level: int) -> Any:
    """Walk a call with all right moves through the room."""
    flow = real_flows()[name]
    load(flow)
    raw = next(c for c in reversed(listed(name)["calls"]) if level < 3 or "late" in c)
    reply = begin(raw, level)
    call = read_call(flow, raw, level)
    play = play_of(flow, call, words_of(flow))
    screens = [reply["screen"]]
    for task in play.tasks:
        reply = move(reply, right_move(task))
        assert "failure" not in reply
        screens.append(reply["screen"])
    return screens


@pytest.mark.luas
@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_call_of_each_flow_is_held_through_the_room(name: str, level: int) -> None:
    if level == 3 and not any("late" in call for call in listed(name)["calls"]):
        pytest.skip("no answer of this flow can be taken back")
    screens = walked(name, level)
    done = screens[-1]
    assert done["phase"] == "done"
    assert done["right"] == done["of"] == done["at"]
    result = done["result"]
    assert result["edges"]
    assert all(edge.startswith(f"{name}/") for edge in result["edges"])
    assert result["clauses"]
    tasks = [screen["task"] for screen in screens if screen["phase"] == "task"]
    assert any(task["hint"] for task in tasks) is (level == 0)
    assert any(task["seconds"] for task in tasks) is (level == 2)
    if level == 3:
        assert any(task["kind"] == BACK for task in tasks)
    for screen in screens[:-1]:
        if level and screen["stop"] and screen["task"]["kind"] in (SAY, DO):
            assert screen["stop"]["title"] == ""


def test_a_wrong_way_runs_a_step_is_shown_and_set_back(lul: Flow) -> None:
    reply = at_task("lapor-ulang", lambda task: task.kind == WAY and "sapaan" not in task.id)
    task = reply["screen"]["task"]
    right = _right_now(lul, reply)
    wrongs = [o["value"] for o in task["options"] if o["value"] != right]
    moved = [move(reply, value) for value in wrongs]
    ran = next(one for one in moved if one["screen"]["phase"] == "ran")
    assert ran["screen"]["mistake"]["ran"]["title"]
    assert "failure" in move(ran, right)
    shown = move(ran, NEXT)
    assert shown["screen"]["phase"] == "shown"
    ruling = shown["screen"]["mistake"]["clauses"][0]
    assert ruling["text"] in {
        part.text for part in lul.parts.values() if part.clause == ruling["id"]
    }
    back = move(shown, NEXT)
    assert back["screen"]["task"]["id"] == task["id"]
    assert [o["tried"] for o in back["screen"]["task"]["options"]].count(True) == 1
    assert back["screen"]["wrong"] == 1


def _right_now(flow: Flow, reply: Any, level: int = 0) -> str:
    call = read_call(flow, reply["state"]["practice"])
    play = play_of(flow, call, words_of(flow))
    return right_move(play.tasks[stand(flow, play, reply["state"]["moves"]).at])


def at_task(name: str, wanted: Callable[[Task], bool]) -> Any:
    """Return the room's answer at the first task wanted, all before it done rightly."""
    flow = real_flows()[name]
    load(flow)
    for raw in reversed(listed(name)["calls"]):
        tasks = play_of(flow, read_call(flow, raw), words_of(flow)).tasks
        at = next((number for number, task in enumerate(tasks) if wanted(task)), None)
        if at is not None:
            return after(begin(raw), [right_move(task) for task in tasks[:at]])
    raise AssertionError(name)


def after(reply: Any, moves: list[str]) -> Any:
    """Return what the room answers after many moves at once."""
    words = listed(reply["state"]["practice"]["flow"])["words"]
    state = {**reply["state"], "moves": [*reply["state"]["moves"], *moves]}
    return ask(call="practice_view", state=state, words=words)


def test_a_typed_report_is_compared_and_not_typed_twice() -> None:
    reply = at_task("lapor-ulang", lambda task: task.kind == FILE)
    flow = real_flows()["lapor-ulang"]
    assert move(reply, f"{TYPED}  ")["failure"] == "Tulis laporannya dahulu."
    assert "huruf" in move(reply, TYPED + "a" * 4001)["failure"]
    assert "huruf" in move(reply, f"{TYPED}a\u0007")["failure"]
    shown = move(reply, f"{TYPED}keliru sama sekali")
    mistake = shown["screen"]["mistake"]
    assert mistake["typed"]
    assert {piece["kind"] for piece in mistake["pieces"]} >= {"missing", "added"}
    assert TYPED + "keliru sama sekali" not in shown["kept"]["moves"]
    on = move(shown, NEXT)
    assert (
        on["screen"]["phase"] == "done"
        or on["screen"]["task"]["id"] != reply["screen"]["task"]["id"]
    )
    assert on["screen"]["right"] == on["screen"]["at"] - 1
    right = _right_now(flow, reply).removeprefix(TYPED)
    exact = move(reply, TYPED + right)
    assert exact["screen"]["wrong"] == 0
    reply = at_task("pln-mobile", lambda task: task.kind == FILE and bool(task.options))
    right = _right_now(real_flows()["pln-mobile"], reply)
    other = next(o["value"] for o in reply["screen"]["task"]["options"] if o["value"] != right)
    picked = move(reply, other)
    assert picked["screen"]["mistake"]["pieces"]
    assert move(picked, NEXT)["screen"]["task"]["id"] == reply["screen"]["task"]["id"]


def test_a_reading_is_entered_as_the_meter_shows_it() -> None:
    reply = at_task("periksa", lambda task: task.kind == ENTER)
    reading = reply["screen"]["task"]["reading"]
    assert reading["code"]
    assert "failure" in move(reply, "")
    wrong = move(reply, "987654321")
    assert wrong["screen"]["phase"] == "shown"
    assert wrong["screen"]["mistake"]["picked"] == "987654321"
    assert move(wrong, NEXT)["screen"]["task"]["reading"] == reading


def test_a_row_picked_wrongly_says_where_it_leads() -> None:
    reply = at_task("lapor-ulang", lambda task: task.kind == ROW)
    task = reply["screen"]["task"]
    assert task["known"]
    flow = real_flows()["lapor-ulang"]
    right = _right_now(flow, reply)
    ran = move(reply, next(o["value"] for o in task["options"] if o["value"] != right))
    assert ran["screen"]["mistake"]["ran"]["title"]


def test_a_wrong_way_to_an_end_names_the_outcome_on_the_map() -> None:
    flow = real_flows()["panggilan"]
    ends = []
    for _, play in plays("panggilan")[:6]:
        for task in play.tasks:
            for option in task.options if task.kind == WAY else ():
                if option.value != task.right:
                    ends.append(run_wrong(flow, play.script, task, option.value))
    ran = [one for one in ends if one is not None]
    assert {one.outcome for one in ran} - {""} <= {*flow.outcomes}
    assert any(one.outcome for one in ran)
    assert any(not one.outcome for one in ran)


def test_to_pass_by_what_was_said_is_a_wrong_way_too() -> None:
    flow = real_flows()["panggilan"]
    found = (
        (play, task)
        for _, play in plays("panggilan")
        for task in play.tasks
        if task.kind == WAY and task.right != SKIP and SKIP in [o.value for o in task.options]
    )
    play, task = next(found)
    now = stand(flow, play, [right_move(t) for t in play.tasks[: play.tasks.index(task)]])
    practice_play._move(flow, play, now, SKIP)
    assert now.pending is not None
    assert now.pending.picked == SKIP


def test_a_flow_with_few_wordings_offers_fewer() -> None:
    flow = real_flows()["akses-lokasi"]
    offered = [
        wording_options(flow, place.key, place.step, kind, {})
        for place in met_places(flow)
        for kind in (Kind.SAY, Kind.DO)
    ]
    assert {len(options) for options in offered} - {0, 4}
    assert 1 not in {len(options) for options in offered}


def test_the_result_lists_each_wrong_step_with_its_cards(lul: Flow) -> None:
    reply = begin(longest("lapor-ulang"))
    while reply["screen"]["phase"] != "done":
        task = reply["screen"]["task"]
        right = _right_now(lul, reply)
        wrong = next((o["value"] for o in task["options"] if o["value"] != right), None)
        if wrong is not None:
            reply = move(reply, wrong)
            while reply["screen"]["phase"] in ("ran", "shown"):
                reply = move(reply, NEXT)
        reply = move(reply, right)
    wrongs = reply["screen"]["result"]["wrongs"]
    assert len(wrongs) == reply["screen"]["wrong"]
    ways = [row for row in wrongs if row["goal"]]
    assert ways
    assert all(row["goal"].startswith(("langkah-", "hasil-")) for row in ways)
    assert all(row["at"].startswith("langkah-") for row in wrongs if row["kind"] in (SAY, DO, WAY))


def test_an_answer_taken_back_is_looked_for_among_the_steps_before(lul: Flow) -> None:
    raw = next(call for call in listed("lapor-ulang")["calls"] if "late" in call)
    begun = begin(raw, 3)
    tasks = play_of(lul, read_call(lul, raw, 3), words_of(lul)).tasks
    at = next(number for number, task in enumerate(tasks) if task.kind == BACK)
    reply = after(begun, [right_move(task) for task in tasks[:at]])
    task = reply["screen"]["task"]
    assert task["prompt"].startswith("Penelepon mengubah")
    assert tasks[at].right in [option["value"] for option in task["options"]]
    wrong = next(o["value"] for o in task["options"] if o["value"] != tasks[at].right)
    shown = move(reply, wrong)
    assert shown["screen"]["phase"] == "shown"
    assert move(shown, NEXT)["screen"]["task"]["id"] == task["id"]
    sent = begun["state"]["practice"]["change"]
    damaged = {**begun["state"]["practice"], "change": {**sent, "after": 0}}
    assert "failure" in ask(call="practice_begin", practice=damaged, words=None, level=0)


def test_a_reload_goes_on_where_nothing_typed_is_needed(lul: Flow) -> None:
    reply = begin(longest("lapor-ulang"))
    reply = move(reply, _right_now(lul, reply))
    words = listed("lapor-ulang")["words"]
    again = ask(call="practice_view", state=reply["kept"], words=words)
    assert again["screen"] == reply["screen"]
    assert kept_moves(["a", f"{TYPED}b", "c"]) == ["a"]


@pytest.mark.parametrize(
    "change",
    [
        {"practice": None},
        {"practice": {"flow": "lapor-ulang", "facts": []}},
        {"practice": {"flow": "lapor-ulang", "facts": {"tidak_ada": 1}}},
        {"practice": {"flow": "lapor-ulang", "facts": {"tetangga": "mungkin"}}},
        {"practice": {"flow": "lapor-ulang", "facts": {}}},
        {"practice": {"flow": "lapor-ulang", "facts": {}, "passed": "x"}},
        {"practice": {"flow": "lapor-ulang", "facts": {}, "change": 1}},
        {
            "practice": {
                "flow": "lapor-ulang",
                "facts": {},
                "change": {"fact": "tetangga", "after": 0},
            }
        },
        {"practice": {"flow": "tidak-dimuat", "facts": {}}},
        {"route": "lain"},
        {"level": 4},
        {"level": True},
        {"level": "0"},
        {"moves": None},
        {"moves": [1]},
        {"moves": ["x"] * 2001},
        {"moves": ["bukan pilihan"]},
        {"moves": ["\x00" * 9000]},
        None,
    ],
)
def test_a_damaged_state_is_refused_with_a_sentence(lul: Flow, change: Any) -> None:
    state = begin(longest("lapor-ulang"))["state"]
    sent = {**state, **change} if isinstance(change, dict) else change
    failure = ask(call="practice_choose", state=sent, move="x")["failure"]
    assert failure.endswith(".")
    assert failure[0].isupper()


def test_nothing_can_be_done_after_the_end_or_beside_what_waits(lul: Flow) -> None:
    (_, play) = plays("akses-lokasi")[0]
    flow = real_flows()["akses-lokasi"]
    moves = [right_move(task) for task in play.tasks]
    with pytest.raises(BadMessage):
        stand(flow, play, [*moves, NEXT])
    at = next(n for n, task in enumerate(play.tasks) if task.kind == READ)
    with pytest.raises(BadMessage):
        stand(flow, play, [*moves[:at], "x"])


def test_words_that_are_none_leave_the_labels(lul: Flow) -> None:
    call = longest("lapor-ulang")
    for words in (None, {"said": 1}, {"said": {"tetangga": 1}, "screens": 2}):
        assert "failure" not in ask(call="practice_begin", practice=call, words=words, level=0)


def test_answers_are_heard_in_the_editors_words_or_in_those_of_the_label(lul: Flow) -> None:
    words = words_of(lul)
    assert hear(lul, words, "tetangga", "turut-padam") == Heard("penelepon", "Tetangga juga padam.")
    assert hear(lul, Words(), "tetangga", "turut-padam").text == "Turut padam."
    assert hear(lul, words, "status_detail", "nyala").who == "APKT"
    flow = real_flows()["periksa"]
    assert hear(flow, Words(), "kode_08", "12").text == "Angkanya 12."
    assert hear(flow, Words(), "kode_08", None).text == "Tidak Ada Angka."
    assert hear(flow, Words(), "alamat", "Jl. Contoh").text.endswith("Jl. Contoh")
    assert SKIPPED


def test_wordings_that_differ_in_little_are_alike() -> None:
    assert too_alike("Sama", "Sama")
    assert too_alike("Buat laporan", "Buat laporan baru")
    assert too_alike(
        "Klik tanda “Lapor Ulang” di menu satu", "Klik tanda “Lapor Ulang” di menu dua"
    )
    assert not too_alike("Salam", "Tanyakan alamat lengkapnya")


def test_a_step_without_such_a_wording_offers_nothing(lul: Flow) -> None:
    step = (
        lul.main.steps["kasus"]
        if "kasus" in lul.main.steps
        else next(s for s in lul.main.steps.values() if not s.parts)
    )
    assert wording_options(lul, step.id, step, Kind.SAY, {}) == ()


def test_a_text_is_compared_to_the_letter() -> None:
    assert differences("1 RUMAH PADAM", "1 rumah padam")[0]
    exact, _, pieces = differences("1 RUMAH PADAM", "2 RUMAH PADAM")
    assert not exact
    assert [piece["kind"] for piece in pieces]


def test_a_call_that_cannot_be_held_any_more_is_told_so(lul: Flow) -> None:
    with pytest.raises(BadMessage):
        read_call(lul, {"flow": "lain"})
    with pytest.raises(BadMessage, match="versi alur yang lain"):
        play_of(lul, PracticeCall("x", lul.id, Plan({})), Words())
    changed = Plan({}, change=Change("tetangga", "turut-padam", 1))
    assert call_json(PracticeCall("x", lul.id, changed))["change"]["after"] == 1
    assert make_script(lul, real_calls_of(lul)[0].call.plan, Words(), "x").tasks


def real_calls_of(flow: Flow) -> list[Chosen]:
    return [one for one in real_calls() if one.call.flow == flow.id]
