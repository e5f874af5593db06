"""The codes of the meter: for the CSO's eyes only."""

from __future__ import annotations

import json

from flow_engine.records import MeterCode
from macros.data import Page
from macros.html import block, element, escape, flowing, table


def render_codes(page: Page) -> str:
    """Return the nine codes in the SOP's order; meanings are marked as not to be said."""
    head = [
        f"<th scope='col'>{label}</th>" for label in ("Kode", "Ucapkan", "Arti: jangan disampaikan")
    ]
    rows = [_row(page, code) for code in page.library.codes]
    warning = element(
        "div",
        element("p", "JANGAN DISAMPAIKAN", "p-kind")
        + element(
            "p",
            "Arti kode hanya untuk CSO. Penelepon cukup diminta menekan kode dan membacakan "
            f"angkanya ({page.clause_link('PRK-12x', 'p-id')}).",
            "p-text",
        ),
        "p-part p-dont",
    )
    return (
        block(warning)
        + block(_meter(page))
        + block(
            element(
                "div",
                table("p-kode", head, rows, "Kode kWh meter, hanya untuk CSO"),
                data_search_exclude="",
            )
        )
    )


def meter_json(page: Page) -> str:
    """Return what the imitated meter shows for each code, as JSON: ``[{code, reading}]``.

    What a code means is not in it.
    """
    return json.dumps(
        [{"code": c.code, "reading": c.example or None} for c in page.library.codes],
        separators=(",", ":"),
    )


def _meter(page: Page) -> str:
    """Return the place of the meter to press; it stays hidden where no script draws it."""
    summary = element("summary", "Coba pada meter tiruan")
    return element(
        "details", summary, "p-meter-coba", data_meter=meter_json(page), hidden="",
        data_search_exclude="",
    )  # fmt: skip


def _row(page: Page, code: MeterCode) -> str:
    say = page.library.parts[code.say]
    meaning = page.library.parts[code.meaning]
    return element(
        "tr",
        element(
            "th",
            element("code", escape(code.code), "p-kode-angka")
            + " <span class='p-redup'>Enter</span>",
            scope="row",
        )
        + element(
            "td",
            element("span", flowing(say.text), "p-nama") + page.clause_link(code.clause),
            data_label="Ucapkan",
        )
        + element("td", flowing(meaning.text), "p-rahasia", data_label="Jangan disampaikan"),
    )
