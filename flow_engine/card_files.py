"""A score card as CSV and as plain text, for the reviewer to keep.

Neither holds a word of the call or of what was filed: only wordings of the SOPs with their
places open, titles, marks and points, and the reviewer's own notes as they were typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flow_engine.csv_text import write_csv
from flow_engine.hearing import APART, EXACT, NEARLY, NOT
from flow_engine.model import Flow
from flow_engine.scoring import Card, Row
from flow_engine.session import Run
from flow_engine.weights import (
    DO,
    DONT,
    ESCALATION,
    MENU,
    ORDER,
    REPORT,
    SAY,
    WORK_ORDER,
)

KIND_LABELS: Mapping[str, str] = {
    SAY: "UCAPKAN",
    DONT: "JANGAN DISAMPAIKAN",
    DO: "LAKUKAN",
    REPORT: "Teks laporan",
    MENU: "Menu APKT",
    WORK_ORDER: "Tipe WO",
    ESCALATION: "Eskalasi",
    ORDER: "Urutan",
}
MARK_LABELS: Mapping[str, Mapping[str, str]] = {
    SAY: {EXACT: "tepat", NEARLY: "mirip", NOT: "tidak diucapkan"},
    DONT: {EXACT: "disampaikan", NEARLY: "disampaikan, mirip", NOT: "tidak disampaikan"},
    DO: {EXACT: "dikerjakan", NEARLY: "sebagian", NOT: "tidak dikerjakan"},
    REPORT: {EXACT: "tepat", NEARLY: "mirip", NOT: "salah"},
    MENU: {EXACT: "benar", NEARLY: "sebagian", NOT: "salah"},
    WORK_ORDER: {EXACT: "benar", NEARLY: "sebagian", NOT: "salah"},
    ESCALATION: {EXACT: "benar", NEARLY: "sebagian", NOT: "salah"},
    ORDER: {EXACT: "urut", NEARLY: "sebagian urut", NOT: "tidak urut"},
}
VERDICTS: Mapping[str, str] = {
    "gagal": "GAGAL: ada kesalahan fatal",
    "belum": "BELUM LENGKAP: masih ada yang belum dinilai",
    "selesai": "SELESAI: tanpa kesalahan fatal",
}
COLUMNS = (
    "no", "langkah", "jenis", "bagian", "klausul", "naskah", "bila", "penilaian", "sifat", "nilai",
    "maksimum", "catatan",
)  # fmt: skip


def mark_label(row: Row) -> str:
    """Return a mark in words: ``tidak diucapkan``; ``belum dinilai`` for none."""
    if row.mark == APART:
        return "tidak berlaku"
    label = MARK_LABELS[row.item.kind].get(row.mark, "belum dinilai")
    return f"{label} ({row.share[0]} dari {row.share[1]})" if row.share else label


def as_csv(flow: Flow, run: Run, card: Card, notes: Mapping[str, str]) -> str:
    """Return the card as CSV, a row for each item and one for the sum.

    Args:
        flow: The flow.
        run: The way of the call.
        card: The card.
        notes: Item to the reviewer's note; the note under ``""`` is on the whole card.
    """
    titles = {visit.key: visit.step.title for visit in run.visits}
    rows: list[Sequence[str]] = [COLUMNS]
    for number, row in enumerate(card.rows, start=1):
        item = row.item
        place = " · ".join(filter(None, (item.system, item.field)))
        rows.append([
            str(number), titles.get(item.step, ""), KIND_LABELS[item.kind], item.part, item.clause,
            f"{place}: {item.wording}" if place else item.wording, item.when, mark_label(row),
            row.nature,
            str(row.points), str(row.maximum), notes.get(item.id, ""),
        ])  # fmt: skip
    rows.append([
        "", "", "JUMLAH", "", "", f"{flow.title} ({flow.document}, {flow.date})", "",
        VERDICTS[card.verdict], f"{card.percent}%", str(card.points), str(card.maximum),
        notes.get("", ""),
    ])  # fmt: skip
    rows.append(("", "", "KETERANGAN", "", "", card.note))
    return write_csv(rows)


def as_text(flow: Flow, run: Run, card: Card, notes: Mapping[str, str]) -> str:
    """Return the card as a few plain lines: result, what is fatal, what costs points, notes."""
    outcome = f" → {run.outcome.title}" if run.outcome else ""
    lines = [
        f"Kartu nilai: {flow.title}{outcome}",
        f"Dokumen: {', '.join(filter(None, (flow.document_title, flow.date)))}",
        f"{VERDICTS[card.verdict]}",
        f"Nilai: {card.points} dari {card.maximum} ({card.percent}%)",
    ]
    for title, rows in (("Fatal", card.fatal), ("Mengurangi nilai", card.style)):
        lines += [f"{title}:", *(_line(row, notes) for row in rows)] if rows else [f"{title}: –"]
    if card.unjudged:
        lines.append(f"Belum dinilai: {card.unjudged} butir")
    if notes.get(""):
        lines.append(f"Catatan: {notes['']}")
    return "\n".join([*lines, card.note]) + "\n"


def _line(row: Row, notes: Mapping[str, str]) -> str:
    item = row.item
    about = " ".join(item.wording.split())
    short = about if len(about) <= 90 else f"{about[:89]}…"
    name = " ".join(filter(None, (KIND_LABELS[item.kind], item.part or item.clause)))
    note = f" | {notes[item.id]}" if notes.get(item.id) else ""
    return f"- {name}: {mark_label(row)}. {short}{note}"
