"""The home page: one question, one field, likely situations, doors."""

from __future__ import annotations

from flow_engine.records import Situation, Target
from macros.data import Page
from macros.html import block, element, escape


def render_home(page: Page) -> str:
    """Return the home page under its heading."""
    home = page.library.home
    return (
        block(_search())
        + block(
            element("h2", "Situasi yang mungkin", id="situasi"),
            element("ul", "".join(_situation(page, s) for s in home.situations), "p-situasi"),
            element("p", escape(home.note), "p-redup"),
        )
        + block(element("ul", _doors(page), "p-pintu"))
    )


def target_url(page: Page, target: Target) -> str:
    """Return where a row leads, as a link target."""
    if target.flow:
        return page.to(f"alur/{target.flow}/")
    if target.clause:
        return page.to_clause(target.clause)
    path, _, anchor = target.page.partition("#")
    return page.to(path.rstrip("/") + "/" + (f"#{anchor}" if anchor else ""))


def _search() -> str:
    return (
        '<p class="p-tanya"><button class="p-cari" type="button" data-p-search>'
        "<span>Ketik kata pelanggan, nomor klausul, atau kode</span>"
        '<kbd aria-hidden="true">Ctrl K</kbd></button></p>'
        '<p class="p-tanpa-js">Pencarian memerlukan JavaScript. Tanpa itu, pilih situasi di bawah '
        'atau buka <a href="qa/ledger/">letak setiap klausul</a>.</p>'
    )


def _situation(page: Page, situation: Situation) -> str:
    content = (
        element("span", escape(situation.title), "p-situasi__judul")
        + (element("span", escape(situation.when), "p-situasi__bila") if situation.when else "")
        + element("span", escape(situation.effect), "p-situasi__akibat")
    )
    kind = " p-situasi--alur" if situation.target.flow else ""
    anchor = element("a", content, "p-polos", href=target_url(page, situation.target))
    return element("li", anchor, kind.strip())


def _doors(page: Page) -> str:
    return "".join(
        "<li>"
        + element(
            "a",
            element("span", escape(door.title), "p-pintu__judul")
            + element("span", escape(door.text), "p-pintu__teks"),
            "p-polos",
            href=page.to(door.page.strip("/") + "/"),
        )
        + "</li>"
        for door in page.library.home.doors
    )
