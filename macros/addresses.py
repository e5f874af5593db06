"""Permanent addresses: one page that knows where every clause and part lives today.

``/k/#PRK-09B1b`` and ``/k/#PRK-09B1b/2`` stay as they are when a clause moves to another page;
``docs/assets/pandu/permanent.js`` leads on from there. Without it the page is a list of links.
"""

from __future__ import annotations

from flow_engine.records import Clause, Library
from macros.data import Page, clause_url, home_page
from macros.errors import render_error_button
from macros.html import block, element, escape, link

PAGE = "k/"


def permanent(name: str) -> str:
    """Return the permanent address of a clause or part, from the site's root."""
    return f"{PAGE}#{name}"


def address_of(library: Library, name: str) -> str:
    """Return where an id is found today, from the site's root.

    A part's anchor is its id, on the home page of its clause. An id that was renamed leads where
    the present one does.
    """
    present = library.renamed.get(name, name)
    part = library.parts.get(present)
    if part:
        return f"{home_page(library, part.clause)}/#{part.id}"
    return clause_url(library, present)


def addresses_of(library: Library) -> dict[str, str]:
    """Return where each id is found today, former ids too, from the site's root."""
    names = (*library.clauses, *library.parts, *library.renamed)
    return {name: address_of(library, name) for name in names}


def render_addresses(page: Page) -> str:
    """Return the place for the answer and the list of every clause."""
    library = page.library
    addresses = addresses_of(library)
    names: dict[str, list[str]] = {}
    for name in addresses:
        names.setdefault(_clause_of(library, name), []).append(name)
    pieces = [element("div", "", "p-alamat-jawab", data_alamat="", role="status")]
    for document in library.documents.values():
        items = "".join(
            _listed(page, clause, addresses, names[clause.id])
            for clause in library.clauses.values()
            if clause.document == document.id
        )
        pieces.append(
            element("h2", escape(f"{document.id} · {document.short}"))
            + element("ul", items, "p-alamat-daftar")
        )
    return block(*pieces)


def _clause_of(library: Library, name: str) -> str:
    present = library.renamed.get(name, name)
    part = library.parts.get(present)
    return part.clause if part else present


def _listed(page: Page, clause: Clause, addresses: dict[str, str], names: list[str]) -> str:
    """Return a clause with its parts and former ids; each link carries its id as anchor."""
    pieces = [_anchor(page, clause.id, clause.id, addresses), " ", escape(clause.title)]
    for name in names:
        if name != clause.id:
            short = name.removeprefix(clause.id)
            label = short if name in page.library.parts else f"dahulu {name}"
            pieces += [" ", _anchor(page, name, label, addresses)]
    return element("li", "".join(pieces))


def _anchor(page: Page, name: str, label: str, addresses: dict[str, str]) -> str:
    url = page.to(addresses[name])
    return element("a", escape(label), "p-id", id=name, href=url, data_ke=name)


def render_address_button(page: Page, name: str, label: str = "Salin alamat tetap") -> str:
    """Return the button that copies a permanent address; the page makes it absolute."""
    return element(
        "button",
        f'{label}<span class="p-hanya-pembaca"> {escape(name)}</span>',
        "p-copy p-copy-alamat",
        type="button",
        data_copy_link=page.to(permanent(name)),
    )


def render_clause_tools(page: Page, clause: Clause) -> str:
    """Return what stands under a clause at home; elsewhere it is only borrowed."""
    if not page.is_home_of(clause.id):
        return ""
    tools = render_address_button(page, clause.id) + render_error_button(page, clause)
    return element("p", tools, "p-keliru", data_search_exclude="")


def address_link(page: Page, name: str, classes: str = "p-ref") -> str:
    """Return a link that shows the id.

    It leads where the id is found today: a permanent address would load the page anew, and a call
    that is open in this tab would be gone.
    """
    return link(page.to(address_of(page.library, name)), name, classes)
