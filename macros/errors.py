"""“Laporkan kekeliruan”: the button under a clause, and the version that it names.

``docs/assets/pandu/error-report.js`` copies what the button carries, for the editor.
"""

from __future__ import annotations

import json
from dataclasses import astuple

from flow_engine.records import Clause, Document
from flow_engine.wordings import fingerprint
from macros.data import Page
from macros.html import element

REPORT = "Laporkan kekeliruan"
HASH_LENGTH = 8


def clause_version(document: Document, clause: Clause) -> str:
    """Return which wording of a clause a reader sees, ``PRK 2022-02-18 1a2b3c4d``.

    The last word is a hash over the ids and texts of its parts (the summary where there
    are none), its notes and its status. As in the lock of the wordings, markup and the
    shape of quotation marks are no wording. A document without a date names none.
    """
    texts = [(part.id, part.text) for part in clause.parts] or [("", clause.summary)]
    notes = [astuple(note) for note in clause.notes]
    # As JSON in one line: the lock's list marks at line starts then never apply.
    worded = json.dumps([texts, notes, clause.status], ensure_ascii=False)
    short = fingerprint(worded)[:HASH_LENGTH]
    return " ".join(filter(None, (document.id, document.date, short)))


def render_error_button(page: Page, clause: Clause) -> str:
    """Return the button under a clause on its home page."""
    return element(
        "button",
        REPORT,
        type="button",
        aria_label=f"{REPORT} {clause.id}",
        data_keliru=clause.id,
        data_versi=clause_version(page.document_of(clause), clause),
        data_tujuan=page.library.settings.error_target,
    )
