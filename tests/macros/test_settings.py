from __future__ import annotations

from flow_engine.records import Greeting, Settings
from macros.settings import render_settings

SETTINGS = Settings(
    (Greeting("Pagi", "04.00", "10.59"),),
    {"WIB": 7},
    "",
    False,
    {"salam": ("PRK-01",), "alamat_itsm": ("PMB-B3-1",)},
    {"salam": "Pilihan kami <ini>."},
)


def test_greeting_hours_stand_beside_the_greeting_and_are_marked_as_the_sites() -> None:
    html = render_settings(SETTINGS, "PRK-01")
    assert "SETELAN SITUS" in html
    assert "Pagi 04.00–10.59 (WIB)" in html
    assert "Pilihan kami &lt;ini&gt;." in html


def test_a_blank_address_is_not_shown_and_other_clauses_show_nothing() -> None:
    assert render_settings(SETTINGS, "PMB-B3-1") == ""
    assert render_settings(SETTINGS, "PRK-02") == ""


def test_an_address_that_is_set_is_shown() -> None:
    chosen = Settings((), {}, "https://itsm.contoh.test", False, {"alamat_itsm": ("PMB-B3-1",)})
    assert "https://itsm.contoh.test" in render_settings(chosen, "PMB-B3-1")
