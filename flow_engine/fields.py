"""Reads the fields of a mapping and notes every problem on the way.

Nothing here raises: a field that cannot be read gives its default, so that the
rest of the file is read too and all problems are reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flow_engine.problems import Location, ProblemLog
from flow_engine.source import Mapping, Node, Scalar, Sequence, doubtful_reading

# What Python and JavaScript both count exactly.
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")


class Fields:
    """The fields of one mapping.

    Args:
        node: What stands in the file; anything but a mapping is a problem.
        log: Takes the problems.
        what: What the mapping is, in Indonesian, for messages ("klausul").
        parent: Where to point when there is no mapping at all.
        keys: Every key that may stand there; nothing else is accepted.
    """

    def __init__(
        self,
        node: Node | None,
        log: ProblemLog,
        what: str,
        keys: Iterable[str],
        parent: Location | None = None,
    ) -> None:
        self.log = log
        self.what = what
        self.location = node.location if node is not None else parent or Location("?")
        self.node = node if isinstance(node, Mapping) else Mapping((), self.location)
        if node is not None and not isinstance(node, Mapping):
            log.add(
                node.location, "bukan-peta", f"Di sini harus ada isian “kunci: nilai” ({what})."
            )
        allowed = tuple(keys)
        for key, _ in self.node.entries:
            if key.text not in allowed:
                log.add(
                    key.location,
                    "kunci-tidak-dikenal",
                    f"Kunci “{key.text}” tidak dikenal pada {what}.",
                    allowed=allowed,
                    guess_from=key.text,
                )

    def child(self, key: str, what: str, keys: Iterable[str]) -> Fields:
        """Return the fields of a mapping that must stand under a key."""
        return Fields(self.require(key), self.log, what, keys, self.location)

    def has(self, key: str) -> bool:
        """Tell whether the key is written."""
        return self.node.get(key) is not None

    def at(self, key: str) -> Location:
        """Return where the value stands, or the mapping where it does not."""
        node = self.node.get(key)
        return node.location if node is not None else self.location

    def require(self, key: str) -> Node | None:
        """Return the node of a key that must be there."""
        node = self.node.get(key)
        if node is None:
            self.log.add(self.location, "kunci-wajib", f"Kunci “{key}” wajib ada pada {self.what}.")
        return node

    def text(self, key: str, default: str | None = None, *, empty: bool = False) -> str:
        """Return a text; without a default the key must be there.

        Args:
            key: The key.
            default: What an absent key stands for; nothing makes the key required.
            empty: Whether ``""`` may stand there.
        """
        node = self.require(key) if default is None else self.node.get(key)
        return (default or "") if node is None else as_text(node, self.log, key, empty=empty)

    def node_text(self, key: str) -> str:
        """Return a text as it stands, blanks at its ends included."""
        node = self.node.get(key)
        if isinstance(node, Scalar):
            return node.text
        return "" if node is None else as_text(node, self.log, key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        node = self.node.get(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            return (as_text(node, self.log, key),)
        return tuple(as_text(item, self.log, key) for item in self.items(key))

    def word(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Return one word out of a list."""
        options = tuple(allowed)
        text = self.text(key, default)
        if not text:
            return default if default is not None else (options[0] if options else "")
        if text not in options and text != default:
            self.log.add(
                self.at(key),
                "nilai-di-luar-daftar",
                f"“{text}” bukan nilai yang dikenal untuk {key}.",
                allowed=options,
                guess_from=text,
            )
            return default if default is not None else (options[0] if options else "")
        return text

    def flag(self, key: str, default: bool = False) -> bool:
        """Return ``ya`` or ``tidak`` as a truth value."""
        return self.word(key, ("ya", "tidak"), "ya" if default else "tidak") == "ya"

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number, written with digits alone."""
        node = self.require(key) if default is None else self.node.get(key)
        if node is None:
            return default or 0
        if isinstance(node, Scalar) and _WHOLE.fullmatch(node.text):
            return int(node.text)
        shown = node.text if isinstance(node, Scalar) else "daftar"
        self.log.add(
            node.location,
            "bukan-bilangan-bulat",
            f"“{shown}” bukan bilangan bulat. Tulis angkanya saja, tanpa titik atau koma "
            "pemisah ribuan: 1750, bukan 1.750.",
        )
        return default or 0

    def items(self, key: str) -> tuple[Node, ...]:
        """Return the nodes of a list; a missing key is an empty list."""
        node = self.node.get(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.log.add(node.location, "bukan-daftar", f"Isi “{key}” harus berupa daftar (- …).")
            return ()
        return node.items

    def entries(self, key: str) -> Iterator[tuple[Scalar, Node]]:
        """Go through the keys and nodes of a mapping; a missing key is an empty one."""
        node = self.node.get(key)
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.log.add(node.location, "bukan-peta", f"Isi “{key}” harus berupa “kunci: nilai”.")
            return
        yield from node.entries


def as_text(node: Node, log: ProblemLog, key: str, *, empty: bool = False) -> str:
    """Return the text of a node; none at all, or a spelling YAML would misread, is a problem."""
    if not isinstance(node, Scalar):
        log.add(node.location, "bukan-teks", f"Isi “{key}” harus berupa teks.")
        return ""
    text = node.text.strip()
    if not text and not empty:
        log.add(
            node.location,
            "nilai-kosong",
            f"Isi “{key}” kosong. Tulis isinya, atau hapus kuncinya bila memang tidak perlu.",
        )
        return ""
    reading = doubtful_reading(node)
    if reading:
        log.add(
            node.location,
            "nilai-meragukan",
            f"“{node.text}” tanpa tanda kutip dibaca YAML sebagai {reading}. "
            f'Tulis "{node.text}" dengan tanda kutip bila itu teks'
            + (
                f", atau {node.text.replace('.', '')} bila itu bilangan."
                if re.fullmatch(r"\d{1,3}(\.\d{3})+", node.text)
                else "."
            ),
        )
    return text
