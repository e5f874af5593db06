"""Calls under review for the tests of the score card, made from the flows' own wordings.

Each call is what a CSO said, filed and chose, and what the card of it must come to.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flow_engine.due import Item, due_items
from flow_engine.facts import Value
from flow_engine.hearing import EXACT, NOT
from flow_engine.model import Flow
from flow_engine.scoring import Card, Review
from flow_engine.session import Run, replay, start
from flow_engine.weights import (
    DO,
    ESCALATION,
    KINDS,
    MENU,
    REPORT,
    SAY,
    STYLE,
    WORK_ORDER,
    Weight,
    Weights,
)

WHEN = datetime.datetime(2026, 1, 15, 10, 0)
NAMED = "Ibu Sari"
OURS = Weights(
    "", 75, 85, {kind: Weight(4, 3 if kind == SAY else 0, STYLE) for kind in KINDS},
    {}, ("eh",), ("cso",), ("pelanggan",),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A call with the sums its card must have.

    Attributes:
        choices: Fact to value, as the reviewer answers.
        leave: Parts that are not said.
        swap: Part to a word and what was said for it.
        undone: Parts that were not done.
        filed: Item to what was filed or chosen instead of the right thing.
        more: Further lines of the call.
        sums: Points and maximum.
        fatal: Ids of the items that fail the card.
    """

    flow: str
    choices: Mapping[str, Value]
    sums: tuple[int, int]
    verdict: str = "selesai"
    leave: tuple[str, ...] = ()
    swap: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    undone: tuple[str, ...] = ()
    filed: Mapping[str, str] = field(default_factory=dict)
    more: tuple[str, ...] = ()
    fatal: tuple[str, ...] = ()


PERIKSA = Told(
    "periksa", {"listrik": "padam", "layar": "blank", "kontak": "telepon-wa-sms"}, (110, 110)
)
ULANG = Told(
    "lapor-ulang",
    {
        "status_laporan": "selesai-pemadaman-meluas",
        "waktu_selesai": WHEN - datetime.timedelta(hours=1),
        "waktu_padam": WHEN - datetime.timedelta(hours=2),
        "tetangga": "turut-padam",
        "status_detail": "perbaikan",
        "pelanggan": "menerima",
    },
    (53, 53),
)
CODES = ("08", "70", "71", "41", "44", "45", "46", "37", "47")
DIAGNOSIS = Told(
    "periksa",
    {
        "listrik": "padam",
        "layar": "terlihat",
        "keterangan_layar": "periksa",
        "mcb_on": "ya",
        "pernah_lapor": "belum",
        "idpel": "531234567890",
        "alamat_sesuai": "ya",
        "wilayah": "uid-jakarta",
        "di_lokasi": "ya",
        "bersedia_dipandu": "ya",
        **{f"kode_{code}": "1" for code in CODES},
    },
    (202, 202),
)
CALLS: dict[str, Told] = {}


def run_of(flow: Flow, told: Told) -> Run:
    """Return the way of a call, walked to its end."""
    clock: dict[str, Value] = {"sekarang": WHEN} if "sekarang" in flow.facts else {}
    return replay(flow, start(flow, {**clock, **told.choices}), attended=False)


def said(item: Item) -> str:
    """Return an official sentence as a CSO says it, its places filled."""
    return "".join(f" {NAMED} " if place else text for text, place in item.pieces)


def text_of(items: Sequence[Item], told: Told, speak: Callable[[Item], str] = said) -> str:
    """Return the text of the call."""
    lines = ["Pelanggan: halo, sisa pulsa saya masih ada"]
    for item in items:
        if item.kind != SAY or item.part in told.leave:
            continue
        old, new = told.swap.get(item.part, ("", ""))
        line = speak(item)
        assert old in line, (item.part, old)
        lines.append(f"CSO: {line.replace(old, new, 1) if old else line}")
    return "\n".join([*lines, *told.more])


def review_of(items: Sequence[Item], told: Told) -> Review:
    """Return what the reviewer gives for a call."""
    done = {i.id: NOT if i.part in told.undone else EXACT for i in items if i.kind == DO}
    right = {
        i.id: "Listrik padam sejak pagi" if i.text == "{permasalahan}" else i.text
        for i in items
        if i.kind in (REPORT, MENU, WORK_ORDER, ESCALATION)
    }
    return Review(done, {**right, **told.filed}, text_of(items, told))


def items_of(flow: Flow, told: Told) -> tuple[Item, ...]:
    """Return what was due in a call."""
    return due_items(flow, run_of(flow, told))


CALLS["periksa benar"] = PERIKSA
CALLS["periksa sebagian"] = replace(
    PERIKSA,
    sums=(101, 110),
    leave=("PRK-02/1",),
    swap={"PRK-19/1": ("cukup", "sudah")},
    undone=("PRK-14/1",),
    filed={ESCALATION: "Urgent"},
)
CALLS["periksa fatal"] = replace(
    PERIKSA,
    sums=(95, 110),
    verdict="gagal",
    filed={WORK_ORDER: "KWH PERIKSA", f"{REPORT}#1": "1 RUMAH MENYALA"},
    fatal=(f"{REPORT}#1", WORK_ORDER),
)
CALLS["lapor-ulang benar"] = ULANG
CALLS["lapor-ulang sebagian"] = replace(ULANG, sums=(49, 53), leave=("LUL-C1/1",))
CALLS["lapor-ulang fatal"] = replace(
    ULANG, sums=(48, 53), verdict="gagal", filed={MENU: "LAPOR BARU"}, fatal=(MENU,)
)
CALLS["diagnosis benar"] = DIAGNOSIS
CALLS["diagnosis fatal"] = replace(
    DIAGNOSIS,
    verdict="gagal",
    more=("CSO: angka tadi menunjukkan sisa pulsanya, Bu.",),
    fatal=("kode-37#PRK-12h/2",),
)


def row_of(card: Card, item: str) -> tuple[str, str, int, int]:
    (row,) = [row for row in card.rows if row.item.id == item]
    return row.mark, row.source, row.points, row.maximum


def say(part: str, text: str, *, maybe: bool = False) -> Item:
    pieces = tuple(
        (piece, number % 2 == 1) for number, piece in enumerate(text.split("|")) if piece
    )
    return Item(id=part, kind=SAY, text=text, part=part, clause="K", pieces=pieces, maybe=maybe)
