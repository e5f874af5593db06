"""What a page may call: the name, what it draws, and which arguments it knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from macros.data import House, Page

Render = Callable[..., str]


def nothing(house: House) -> Iterable[str]:
    """Return the arguments of a macro that takes none."""
    return ()


def documents(house: House) -> Iterable[str]:
    """Return the ids of the documents."""
    return house.library.documents


def topics(house: House) -> Iterable[str]:
    """Return the ids of the FAQ's topics."""
    return [topic.id for topic in house.library.topics]


def flows(house: House) -> Iterable[str]:
    """Return the ids of the flows."""
    return house.flows


@dataclass(frozen=True)
class Macro:
    """A macro: ``render`` draws it, ``arguments`` lists what may be passed."""

    render: Render
    arguments: Callable[[House], Iterable[str]] = nothing

    def bind(self, house: House, page_url: Callable[[], str]) -> Callable[..., str]:
        """Return the macro as a template calls it, on the page being written."""

        def call(*arguments: str) -> str:
            page: Page = house.page(page_url())
            return self.render(page, *arguments)

        return call
