"""A lesson as HTML: clauses in official words, why, the run, the questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flow_engine.lessons import Lesson
from flow_engine.model import FlowPart
from flow_engine.records import Kind
from learning.cards import card_json
from learning.example_run import ExampleRun, Row
from macros.data import Page
from macros.flows import flow_url
from macros.html import block, element, escape, escape_markdown, flowing, link, with_slots
from macros.learn_questions import render_questions
from macros.parts import CLASSES, LABELS, render_note, render_part, stamp

SHOWN_KINDS = (Kind.SAY, Kind.DO, Kind.DONT_SAY, Kind.WRITE)
MOST_PARTS = 7
DECIDED = {"jawaban": "Yang menentukan", "hitungan": "Hitungan"}


def render_lesson(page: Page, lesson: Lesson, number: int, following: tuple[str, str]) -> str:
    """Return a lesson as one block of HTML under its Markdown heading.

    Args:
        page: The page that is written.
        lesson: The lesson.
        number: Which one it is on its path, from 1.
        following: Address and title of what comes after it.
    """
    content = page.house.lessons[lesson.id]
    address, title = following
    return (
        f"\n\n## {number}. {escape_markdown(lesson.title)} {{#{lesson.id} .p-pelajaran-judul}}\n\n"
        + block(
            element(
                "section",
                element("p", "", "p-pelajaran-keadaan", role="status", hidden="")
                + _heading(f"{lesson.id}-klausul", "Yang berlaku")
                + "".join(_clause(page, name) for name in lesson.clauses)
                + _heading(f"{lesson.id}-mengapa", "Mengapa begitu")
                + _why(page, lesson)
                + _heading(f"{lesson.id}-contoh", "Contoh")
                + _example(page, lesson, content.run)
                + _heading(f"{lesson.id}-soal", "Tiga soal")
                + render_questions(page, content.cards),
                "p-pelajaran",
                aria_labelledby=lesson.id,
                data_pelajaran=lesson.id,
                data_versi=content.version,
                data_klausul=" ".join(lesson.clauses),
                data_soal=json.dumps(
                    [card_json(card) for card in content.cards], ensure_ascii=False
                ),
                data_lanjut=page.to(address),
                data_lanjut_judul=title,
            )
        )
    )


def _heading(name: str, text: str) -> str:
    return element("h3", escape(text), "p-pelajaran-bagian", id=name)


def _clause(page: Page, name: str) -> str:
    clause = page.library.clauses[name]
    parts = clause.parts[:MOST_PARTS]
    shown = [render_part(page, part) for part in parts]
    if not clause.parts:
        shown = [element("p", page.linked(clause.summary), "p-ringkas")]
    if len(parts) < len(clause.parts):
        rest = f"{len(clause.parts) - len(parts)} bagian lagi di {clause.id}"
        shown.append(element("p", link(page.to_clause(name), rest), "p-keterangan"))
    head = element("h4", escape(clause.title) + " " + page.clause_link(name), "p-pelajaran-klausul")
    notes = "".join(render_note(page, note) for note in clause.notes)
    classes = "p-body" + (f" p-{clause.status}" if clause.status != "berlaku" else "")
    return element("div", head + stamp(page, clause) + "".join(shown) + notes, classes)


def _why(page: Page, lesson: Lesson) -> str:
    if lesson.stated_in:
        names = ", ".join(page.clause_link(name) for name in lesson.stated_in)
        label = f"Alasan pokoknya tertulis di {names}; kata-katanya dari kami."
    else:
        label = "Catatan kami, bukan kalimat SOP."
    return element(
        "div",
        element("p", page.linked(lesson.why)) + element("p", label, "p-keterangan"),
        "p-pelajaran-mengapa",
    )


def _example(page: Page, lesson: Lesson, run: ExampleRun | None) -> str:
    if run is None:
        return element("p", page.linked(lesson.without_example), "p-keterangan")
    example = lesson.example
    title = example.scenario if example else ""
    source = (
        f"Dijalankan mesin dari skenario “{escape(title)}”, alur "
        f"{link(page.to(flow_url(run.flow)), run.title)}."
    )
    rows = "".join(_row(row, first=number == 0) for number, row in enumerate(run.rows))
    if run.rest:
        rows += element("li", _skipped(run.rest, "sesudahnya"), "p-contoh-lewat")
    return element(
        "div",
        element("p", source, "p-keterangan") + element("ol", rows, "p-contoh") + _end(page, run),
        "p-pelajaran-contoh",
    )


def _skipped(count: int, where: str) -> str:
    return f"{count} langkah {where}"


def _row(row: Row, *, first: bool) -> str:
    before = ""
    if row.skipped:
        where = "sebelumnya" if first else "di antaranya"
        before = element("li", _skipped(row.skipped, where), "p-contoh-lewat")
    parts = "".join(_said(part) for part in row.parts if part.kind in SHOWN_KINDS)
    who = "Penelepon" if row.asked else "Dipilih CSO"
    given = "".join(
        element(
            "p",
            element("span", who, "p-contoh-siapa")
            + f" {escape(one.label)}{'' if one.label.endswith('?') else ':'} "
            + element("b", escape(one.value)),
            "p-contoh-jawab",
        )
        for one in row.given
    )
    return before + element(
        "li", element("p", escape(row.title), "p-contoh-langkah") + parts + given
    )


def _said(part: FlowPart) -> str:
    if part.kind is Kind.SAY:
        who = element("span", "CSO", "p-contoh-siapa")
        return element("div", who + element("div", flowing(part.text)), "p-contoh-ucap")
    label = element("span", LABELS[part.kind], "p-contoh-siapa")
    app = f"{escape(part.system)}: " if part.system else ""
    return element("div", f"{label} {app}{with_slots(part.text)}", f"p-contoh-{_name(part.kind)}")


def _name(kind: Kind) -> str:
    return CLASSES[kind].removeprefix("p-")


def _end(page: Page, run: ExampleRun) -> str:
    report = run.report
    if not report["title"]:
        return element(
            "p", "Contoh ini berhenti di sini; panggilannya masih berjalan.", "p-keterangan"
        )
    facts: Iterable[tuple[str, Any]] = (
        ("APKT", report["apkt"]),
        ("Tipe WO", report["work_order"]),
        ("Eskalasi", report["escalation"]),
        ("Lanjut ke", _referred(page, report["refer_to"])),
        *(
            (DECIDED[line["kind"]], line["text"])
            for line in report["why"]
            if line["kind"] in DECIDED
        ),
    )
    rows = "".join(
        element("div", element("dt", escape(label)) + element("dd", escape(str(value))))
        for label, value in facts
        if value
    )
    rows += "".join(_written(page, row) for row in report["reports"] if not row["offer"])
    note = ""
    if report["note"]:
        note = element(
            "aside",
            element("p", "SOP TIDAK MENGATUR", "p-note-kind")
            + element("p", page.linked(str(report["note"]))),
            "p-note p-note-diam",
        )
    title = element("p", f"Hasil: {escape(str(report['title']))}", "p-contoh-langkah")
    listed = element("dl", rows, "p-contoh-hasil") if rows else ""
    return element("div", title + listed + note, "p-contoh-akhir")


def _referred(page: Page, name: str | None) -> str:
    """Return what a run leads on to: a flow by its title, another SOP as the outcome names it."""
    flow = page.house.flows.get(name or "")
    return flow.title if flow else name or ""


def _written(page: Page, row: Mapping[str, Any]) -> str:
    where = " · ".join(filter(None, (row["round"], row["system"], row["field"])))
    name = str(row["part"] or row["clause"])
    source = page.clause_link(name.split("/")[0]) if name else ""
    text = element("code", with_slots(str(row["text"])))
    return element("div", element("dt", escape(where)) + element("dd", f"{text} {source}"))
