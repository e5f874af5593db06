"""A transcript as Markdown, for people."""

from __future__ import annotations

import datetime
import re
from typing import Any

from flow_engine.events import FROM_LINK, Action
from flow_engine.facts import show_moment

Json = dict[str, Any]
_SIGNS = re.compile(r"([\\`*_\[\]<>|#~])")
UNNOTED = "–"
_WORDS = {
    Action.START: "panggilan dimulai",
    Action.CONTINUE: "diteruskan dari alur lain",
    Action.LINK: "dibuka dari tautan langkah",
    Action.LINK_CONTINUE: "dibuka dari tautan langkah",
    Action.ANSWER: "dijawab",
    Action.CHANGE: "jawaban diubah",
    Action.PASS: "tidak dijawab",
}


def escape(text: object) -> str:
    """Return a text as Markdown shows it letter by letter, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(str(text).split()))


def action_words(action: str) -> str:
    """Return what was done, in Indonesian."""
    return _WORDS[Action(action)]


def changed_words(given: Json) -> str:
    """Return a fact of a step in words: what it is now, and what it was before."""
    old, new = given["old"], given["new"]
    now = new["text"] if new else "dikosongkan"
    before = f"{old['text']} → " if old and old != new else ""
    colon = "" if given["label"].endswith("?") else ":"
    return f"{given['label']}{colon} {before}{now}"


def shown_rows(data: Json) -> list[Json]:
    """Return the steps of a transcript in words, as a page shows them."""
    return [_shown_row(data, row) for row in data["steps"]]


def _shown_row(data: Json, row: Json) -> Json:
    return {
        "number": row["number"],
        "clock": _clock(data, row),
        "title": row["title"],
        "action": row["action"],
        "words": action_words(row["action"]),
        "changed": [changed_words(given) for given in row["facts"]],
        "clauses": row["clauses"],
        "parts": row["parts"],
    }


def _clock(data: Json, row: Json) -> str:
    """Return when a step was done; of what a link brought along only its own moment is known."""
    if data["start"]["action"] in FROM_LINK and row["moment"] == data["start"]["moment"]:
        return UNNOTED
    return f"{datetime.datetime.fromisoformat(row['moment']):%H.%M}"


def render_markdown(data: Json) -> str:
    """Return a transcript as Markdown.

    Args:
        data: What ``make_transcript`` made; never what stood in a file.
    """
    document = " · ".join(filter(None, (data["document"], data["document_title"], data["date"])))
    given = "disertakan" if data["personal"] else "tidak disertakan"
    about = [
        f"- Alur: {escape(data['title'])} (`{data['flow']}`)",
        f"- Dokumen: {escape(document)}",
        f"- Mulai: {began_words(data)}",
        *([f"- Jam yang dipakai menghitung: {_moment(data['clock'])}"] if data["clock"] else []),
        f"- Data penelepon: {given}",
        f"- Versi alur: rute `{data['route']}`, kalimat `{data['wording']}`"
        + (f", situs `{data['site']}`" if data["site"] else ""),
    ]
    start = [f"- {escape(changed_words(row))}" for row in data["start"]["facts"]]
    steps = [line for row in data["steps"] for line in _step_lines(data, row)]
    return "\n".join(
        [
            f"# Transkrip: {escape(data['title'])}",
            "",
            *about,
            *(["", "## Sudah diketahui di awal", "", *start] if start else []),
            "",
            "## Langkah",
            "",
            *(steps or ["Belum ada langkah yang dijawab."]),
            "",
            "## Akhir",
            "",
            *_end_lines(data["end"]),
            "",
            f"Segel: `{data['seal']}`",
            "",
        ]
    )


def began_words(data: Json) -> str:
    """Return when a call began, as far as anybody noted it."""
    if data["start"]["action"] not in FROM_LINK:
        return _moment(data["began"])
    return "tidak tercatat; panggilan ini dibuka dari tautan langkah"


def _moment(text: str) -> str:
    return show_moment(datetime.datetime.fromisoformat(text))


def _step_lines(data: Json, row: Json) -> list[str]:
    words = action_words(row["action"])
    head = f"{row['number']}. {_clock(data, row)} **{escape(row['title'])}**: {words}"
    lines = [head]
    lines += [f"    - {escape(changed_words(given))}" for given in row["facts"]]
    if row["clauses"]:
        lines.append(f"    - Klausul: {', '.join(row['clauses'])}")
    if row["parts"]:
        lines.append(f"    - Naskah: {', '.join(row['parts'])}")
    return lines


def _end_lines(end: Json) -> list[str]:
    if not end["outcome"]:
        return ["Panggilan belum sampai ke hasil."]
    unfinished = "" if end["status"] == "done" else " (langkah sesudahnya belum selesai)"
    lines = [f"- Hasil: {escape(end['title'])}{unfinished}"]
    for label, key in (("APKT", "apkt"), ("Tipe WO", "work_order"), ("Eskalasi", "escalation"),
                       ("Lanjut ke", "refer_to")):  # fmt: skip
        if end[key]:
            lines.append(f"- {label}: {escape(end[key])}")
    for row in end["reports"]:
        where = " ".join(filter(None, (row["round"], row["system"], row["field"])))
        lines.append(f"- {escape(where)}: {escape(row['text'])} ({row['part'] or row['clause']})")
    lines.append(f"- Klausul yang dilalui: {', '.join(end['clauses'])}")
    return lines
