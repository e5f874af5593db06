"""The site's own settings, shown beside the clauses that leave them open."""

from __future__ import annotations

from flow_engine.records import Settings
from macros.html import element, escape


def render_settings(settings: Settings, clause_id: str) -> str:
    """Return what this site has chosen for a clause, marked as the site's; else nothing."""
    shown = {"salam": _greetings(settings), "alamat_itsm": settings.itsm_address}
    pieces = []
    for name, clauses in settings.used_in.items():
        words = shown.get(name, "")
        if clause_id not in clauses or not words:
            continue
        note = settings.notes.get(name, "")
        pieces.append(
            element(
                "aside",
                element("p", "SETELAN SITUS", "p-note-kind")
                + element("p", escape(words))
                + (element("p", escape(note)) if note else ""),
                "p-note p-note-tafsir",
                data_search_exclude="",
            )
        )
    return "".join(pieces)


def _greetings(settings: Settings) -> str:
    hours = [f"{g.word} {g.since}–{g.until}" for g in settings.greetings]
    return ", ".join(hours) + f" ({', '.join(settings.zones)})" if hours else ""
