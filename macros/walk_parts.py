"""The pieces of the walk without Python: headings, parts, remarks. Pure functions."""

from __future__ import annotations

from typing import Any

from macros.data import Page
from macros.html import element, escape, flowing, with_slots
from macros.parts import LONG_SCRIPT, NOTE_LABELS

Json = dict[str, Any]

# Catatan yang dapat mengubah tindakan saat ini; paling banyak dua yang langsung tampak.
LOUD = ("diam", "peringatan", "tafsir")
MOST_OPEN = 2
# Larangan yang lebih panjang dari ini berdiri di bawah kalimat, bukan di sampingnya.
LONG_DONT = 140


def render_section(anchor: str, head: str, body: str, answer: str, **attributes: str) -> str:
    """Return a step, table or outcome as a section with its anchor."""
    return element(
        "section",
        head + element("div", body, "p-step-body") + element("div", answer, "p-answer"),
        "p-step",
        id=anchor,
        aria_labelledby=f"{anchor}-judul",
        **attributes,
    ).replace('class="p-step-title"', f'class="p-step-title" id="{anchor}-judul"', 1)


def render_head(page: Page, number: str, title: str, clauses: list[Json]) -> str:
    """Return the heading of a section: place, title, clauses."""
    label = f"Langkah {number}" if number[:1].isdigit() else number[:1].upper() + number[1:]
    shown = element("span", escape(label), "p-step-number") + " " if number else ""
    heading = element("h2", shown + element("span", escape(title), "p-step-name"), "p-step-title")
    links = " ".join(page.clause_link(clause["id"]) for clause in clauses)
    return element("div", heading + element("p", links, "p-clauses"), "p-step-head")


def render_parts(page: Page, content: Json) -> str:
    """Return all parts of a step, in the order in which the eye needs them."""
    says = "".join(
        render_part(page, part, "p-say", "UCAPKAN", copy="Salin kalimat", key="" if number else "C")
        for number, part in enumerate(content["say"])
    )
    donts = "".join(
        render_part(page, part, "p-dont", "JANGAN DISAMPAIKAN") for part in content["dont"]
    )
    said = ""
    if says or donts:
        margin = element("div", donts, "p-margin") if donts else ""
        short = all(len(part["text"]) <= LONG_DONT for part in content["dont"])
        classes = "p-said has-margin" if donts and short else "p-said"
        said = element("div", element("div", says) + margin, classes)
    doing = "".join(render_part(page, part, "p-do", "LAKUKAN") for part in content["do"])
    doing = element("div", doing, "p-dos") if doing else ""
    writing = "".join(
        render_part(page, part, "p-write", "TULIS", copy="Salin laporan")
        for part in content["write"]
    )
    knowing = "".join(
        render_part(page, part, "p-rule", "ATURAN")
        if part["kind"] == "RULE"
        else render_part(page, part, "p-info", "INFO")
        for part in content["know"]
    )
    loud, quiet = split_notes(content["notes"])
    notes = (
        element("div", "".join(render_note(page, note) for note in loud), "p-notes") if loud else ""
    )
    more = knowing + "".join(render_note(page, note) for note in quiet)
    return said + doing + writing + notes + _more(more, len(content["know"]) + len(quiet))


def split_notes(notes: list[Json]) -> tuple[list[Json], list[Json]]:
    """Return the remarks to be seen at once, and those that wait until wanted."""
    loud = [note for note in notes if note["kind"] in LOUD][:MOST_OPEN]
    return loud, [note for note in notes if note not in loud]


def _more(content: str, count: int) -> str:
    if not content:
        return ""
    summary = f"<summary>Aturan dan catatan lain ({count})</summary>"
    return element("details", summary + content, "p-more-notes")


def render_part(
    page: Page, part: Json, kind: str, label: str, copy: str = "", key: str = ""
) -> str:
    """Return one part of a step; the markup is the same as on the SOP pages."""
    when = element("span", escape(f"bila {part['when']}"), "p-when") if part["when"] else ""
    place = ""
    app = ""
    if kind == "p-write":
        named = " · ".join(filter(None, (part["system"], part["field"])))
        place = element("p", escape(named), "p-field") if named else ""
        text = element("pre", with_slots(part["text"]), "p-text")
    else:
        app = element("span", escape(part["system"]), "p-app") + " " if part.get("system") else ""
        tag = "blockquote" if kind == "p-say" else "div"
        text = element(tag, app + flowing(part["text"]), "p-text")
    foot = f'<a class="p-ref" href="{escape(page.to_clause(part["clause"]))}">{part["id"]}</a>'
    if copy:
        foot += copy_button(copy, key)
    classes = f"p-part {kind}"
    if kind == "p-say" and len(part["text"]) > LONG_SCRIPT:
        classes += " p-long"
    return element(
        "div",
        element("p", f"{label} {when}".strip(), "p-kind")
        + place
        + text
        + element("p", foot, "p-foot"),
        classes,
        data_part=part["id"],
    )


def copy_button(label: str, key: str = "") -> str:
    """Return a copy button, with its key on it where it has one."""
    shown = f'<kbd class="p-key" aria-hidden="true">{key}</kbd> ' if key else ""
    carried = f' data-key="{key}" aria-keyshortcuts="{key}"' if key else ""
    return (
        f'<button class="p-copy" type="button"{carried}>{shown}'
        f'<span class="p-copy-label">{label}</span></button>'
    )


def render_note(page: Page, note: Json) -> str:
    """Return a remark of ours."""
    ask = element("p", f"Tanyakan: {escape(note['ask'])}.", "p-ask") if note["ask"] else ""
    return element(
        "aside",
        element("p", NOTE_LABELS[note["kind"]], "p-note-kind")
        + element("p", page.linked(note["text"]))
        + ask,
        f"p-note p-note-{note['kind']}",
        aria_label=NOTE_LABELS[note["kind"]].capitalize(),
    )


def render_silence(text: str) -> str:
    """Return what the sources leave open on a way, or nothing."""
    if not text:
        return ""
    return element(
        "aside",
        element("p", NOTE_LABELS["diam"], "p-note-kind") + element("p", escape(text)),
        "p-note p-note-diam",
        aria_label="SOP tidak mengatur",
    )
