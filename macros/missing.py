"""What the sources cite or show and that is not there."""

from __future__ import annotations

from flow_engine.records import Missing
from macros.data import Page
from macros.html import block, element, escape

TITLES = {
    "dokumen": "Dokumen yang dirujuk tetapi tidak ada",
    "gambar": "Gambar yang tidak ikut tersalin",
    "keterangan": "Keterangan yang tidak tertulis",
}


def render_missing(page: Page) -> str:
    """Return what is missing, by kind, each with whom to ask."""
    pieces = []
    for kind, title in TITLES.items():
        entries = [entry for entry in page.library.missing if entry.kind == kind]
        if entries:
            rows = "".join(_entry(page, entry) for entry in entries)
            pieces.append(f"\n\n## {title}\n\n" + block(element("ul", rows, "p-hilang")))
    return "".join(pieces)


def _entry(page: Page, entry: Missing) -> str:
    cited = " ".join(page.clause_link(clause_id, "p-id") for clause_id in entry.cited_in)
    facts = []
    if cited:
        facts.append(("Disebut di", cited))
    if entry.meanwhile:
        facts.append(("Sementara itu", page.linked(entry.meanwhile)))
    if entry.ask:
        facts.append(("Tanyakan ke", escape(entry.ask)))
    shown = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return element(
        "li",
        element("p", escape(entry.title), "p-nama")
        + element("p", page.linked(entry.what))
        + f"<dl>{shown}</dl>",
        id=f"hilang-{entry.id}",
    )
