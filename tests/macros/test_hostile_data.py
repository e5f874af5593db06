"""Every sentence of the knowledge with code behind it: pages show it, letter by letter."""

from __future__ import annotations

import dataclasses
from enum import Enum
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest

from macros import MACROS
from macros.data import House
from macros.markup import removed

EVIL = (
    "<img src=x onerror=alert(1)> [k](javascript:alert(1)) {{ x }} \"><script>y</script> '>"
    "{onclick=x} ` <!-- <a href='javascript:x'>"
)
EXTENSIONS = ["attr_list", "admonition", "tables", "toc", "pymdownx.superfences"]


def poisoned(value: Any) -> Any:
    """Return a record with code after each text that has words; ids have none."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return f"{value} {EVIL}" if " " in value.strip() else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if field.init]
        return dataclasses.replace(value, **{n: poisoned(getattr(value, n)) for n in fields})
    if isinstance(value, dict):
        return {key: poisoned(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(poisoned(inner) for inner in value)
    return value


@pytest.fixture(scope="module")
def hostile(house: House) -> House:
    found: House = poisoned(house)
    assert EVIL in found.library.clauses["PRK-03"].summary
    return found


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


# The chapters hold words of their own, not those of an editor.
SHOW_NO_SENTENCE = {
    *(
        "daftar_alur",
        "ledger",
        "alamat",
        "putar",
        "cakupan",
        "kode",
        "kartu_nilai",
        "kartu_latihan",
    ),
}


@pytest.mark.parametrize("name", MACROS)
def test_no_sentence_of_the_data_becomes_code(hostile: House, house: House, name: str) -> None:
    for given in list(MACROS[name].arguments(house)) or [""]:
        call = MACROS[name].bind(hostile, lambda: "sop/periksa/")
        html = markdown.markdown(call(*filter(None, [given])), extensions=EXTENSIONS)
        assert removed(html) == [], given
        text = _Text()
        text.feed(html)
        assert "onerror=alert" in "".join(text.found) or name in SHOW_NO_SENTENCE, given
