"""The figures of practice in the docs are those of the data."""

from __future__ import annotations

from dataclasses import replace

from macros.learn_cards import cards_of
from tests.knowledge import real_house
from tools.learn_figures import PAGE, page_text


def test_the_page_is_what_the_data_gives() -> None:
    assert PAGE.read_text("utf-8") == page_text(real_house()), "make latihan"


def test_the_page_follows_an_edit() -> None:
    house = real_house()
    library = replace(house.library, fees=house.library.fees[:-1])
    edited = replace(house, library=library)
    assert page_text(edited) != page_text(house)
    assert f"| {len(cards_of(edited))} |" in page_text(edited)
