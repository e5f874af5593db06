"""“Yang berlaku”: documents, the clauses that stand apart, and flows, by date and region."""

from __future__ import annotations

from collections.abc import Iterable

from flow_engine.inforce import OTHER_REGION, STATE_WORDS, Span, regions_of, standing, timeline_of
from macros.addresses import address_link
from macros.data import Page
from macros.flows import flow_url, ordered_flows
from macros.html import block, date_words, element, escape, link, table
from macros.register import view_fields

_HEAD = ("Apa", "Menurut sumber", "Keadaan")


def render_force(page: Page) -> str:
    """Return the choice of date and region, and three tables that follow it."""
    form = (
        '<form class="p-register p-berlaku-pilih" data-berlaku data-search-exclude hidden '
        f'aria-label="Tanggal dan wilayah">{view_fields(page)}'
        '<button class="p-copy" type="reset">Kosongkan</button>'
        '<span class="p-jumlah" role="status"></span></form>'
    )
    documents = (
        _row(page, d.id, link(page.to(f"{d.page}/"), d.short), d.title)
        for d in page.library.documents.values()
    )
    apart = (
        _row(page, name, address_link(page, name), _title(page, name)) for name in names_apart(page)
    )
    flows = (
        _row(page, flow.document, link(page.to(flow_url(flow.id)), flow.title), "", flow.document)
        for flow in ordered_flows(page)
    )
    return (
        block(form)
        + _table("Dokumen", documents)
        + _table("Klausul yang berbeda dari dokumennya", apart)
        + _table("Alur", flows)
    )


def names_apart(page: Page) -> list[str]:
    """Return the clauses and parts that stand otherwise than their document, somewhere or once."""
    library = page.library
    places = ("", *regions_of(library))
    found = []
    for name in (*library.clauses, *library.parts):
        part = library.parts.get(name)
        above = part.clause if part else library.clauses[name].document
        if any(timeline_of(library, name, p) != timeline_of(library, above, p) for p in places):
            found.append(name)
    return found


def _title(page: Page, name: str) -> str:
    part = page.library.parts.get(name)
    return f"{part.text} ({part.when})" if part else page.library.clauses[name].title


def _table(title: str, rows: Iterable[str]) -> str:
    head = [f"<th scope='col'>{label}</th>" for label in _HEAD]
    return f"\n\n## {title}\n\n" + block(table("p-berlaku", head, rows, title))


def _row(page: Page, name: str, shown: str, about: str, of: str = "") -> str:
    """Return a row; ``of`` names the document it follows, whose spans stand there already."""
    timeline = timeline_of(page.library, name)
    lines = "".join(element("li", _span_words(page, span)) for span in timeline.spans)
    if of:
        document = page.library.documents[of]
        lines = element("li", f"Mengikuti dokumen {escape(document.short)} ({escape(of)}).")
    now = standing(timeline, "")
    state = element("span", STATE_WORDS[now.state], "p-stamp p-keadaan", data_keadaan=now.state)
    return element(
        "tr",
        element("th", shown + element("span", escape(about), "p-keterangan"), scope="row")
        + element("td", element("ul", lines, "p-rentang"), data_label=_HEAD[1])
        + element(
            "td", state + '<span class="p-keterangan p-sebab" hidden></span>', data_label=_HEAD[2]
        ),
        data_id=name,
    )


def _span_words(page: Page, span: Span) -> str:
    since = f"sejak {date_words(span.first)}" if span.first else ""
    until = f"sampai {date_words(span.last)}" if span.last else ""
    days = " ".join(filter(None, (since, until))) or "selalu"
    where = f" di {', '.join(_region(r) for r in span.regions)}" if span.regions else ""
    by = ", ".join(page.clause_link(name, "p-id") for name in span.clauses)
    told = f"{escape(days)}: <b>{STATE_WORDS[span.state]}</b>{escape(where)}"
    told += f", menurut {by}" if by else ""
    return told + (f". {page.linked(span.note)}" if span.note else "")


def _region(name: str) -> str:
    return "UID lain" if name == OTHER_REGION else name
