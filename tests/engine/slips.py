"""Slips of an editor: one change at one place of a file, drawn by hypothesis."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from flow_engine.problems import Location
from flow_engine.source import Mapping, Node, Scalar, Sequence

HERE = Location("uji.yaml")
Path = tuple[int, ...]

SPELLINGS = (
    "", "x", "5", "0", "-3", "1.750", "08", "yes", "ya", "tidak", "ada", "kosong", "2022-02-18",
    "04.00", "16:00", "~", "PRK-01", "PRK-01/1", "PRK", "lebih dari 3 jam", "118-128", "berlaku",
    "UCAPKAN", "TULIS", "APKT", "pilihan", "11 angka", "sekarang - waktu_padam", "periksa",
)  # fmt: skip
KEYS = (
    "judul", "klausul", "catatan", "jenis", "teks", "kutipan", "ke", "hasil", "kembali", "tanya",
    "isi", "no", "id", "bila", "isian", "aplikasi", "pilihan", "selain_itu", "bukan", "tabel",
    "jika", "diam", "panggil", "butuh", "pola", "katalog", "dari", "status", "alur", "klausl",
)  # fmt: skip

scalars = st.builds(
    lambda text, quoted: Scalar(text, HERE, quoted), st.sampled_from(SPELLINGS), st.booleans()
)
others: st.SearchStrategy[Node] = st.one_of(
    scalars,
    st.just(Sequence((), HERE)),
    st.just(Mapping((), HERE)),
    st.builds(lambda item: Sequence((item,), HERE), scalars),
    st.builds(
        lambda key, item: Mapping(((Scalar(key, HERE), item),), HERE),
        st.sampled_from(KEYS),
        scalars,
    ),
)


def places(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Go through a node and everything inside it, each with its path."""
    yield path, node
    if not isinstance(node, Scalar):
        for number, inner in enumerate(inside(node)):
            yield from places(inner, (*path, number))


def inside(node: Mapping | Sequence) -> tuple[Node, ...]:
    """Return what stands directly in a mapping or a list."""
    return tuple(v for _, v in node.entries) if isinstance(node, Mapping) else node.items


def replaced(node: Node, path: Path, new: Node) -> Node:
    """Return a tree with another node at a path."""
    if not path:
        return new
    assert not isinstance(node, Scalar)
    number = path[0]
    inner = [*inside(node)]
    inner[number] = replaced(inner[number], path[1:], new)
    if isinstance(node, Sequence):
        return Sequence(tuple(inner), node.location)
    keys = [key for key, _ in node.entries]
    return Mapping(tuple(zip(keys, inner, strict=True)), node.location)


@st.composite
def slips(draw: st.DrawFn, root: Node) -> Node:
    """Draw a file with one slip in it."""
    everywhere = list(places(root))
    path, node = draw(st.sampled_from(everywhere))
    kind = draw(st.sampled_from(("replace", "copy", "wrap", "delete", "rename", "add")))
    if kind == "replace":
        return replaced(root, path, draw(others))
    if kind == "copy":
        return replaced(root, path, draw(st.sampled_from(everywhere))[1])
    if kind == "wrap":
        return replaced(root, path, Sequence((node,), HERE))
    if isinstance(node, Sequence) and node.items:
        number = draw(st.integers(0, len(node.items) - 1))
        items = node.items[:number] + node.items[number + 1 :]
        return replaced(root, path, Sequence(items, node.location))
    if not isinstance(node, Mapping) or not node.entries:
        return replaced(root, path, draw(others))
    return replaced(root, path, draw(_changed(node, kind)))


@st.composite
def _changed(draw: st.DrawFn, node: Mapping, kind: str) -> Node:
    entries = list(node.entries)
    number = draw(st.integers(0, len(entries) - 1))
    value = entries[number][1]
    free = [name for name in KEYS if node.get(name) is None]
    name = Scalar(draw(st.sampled_from(free)), HERE)
    if kind == "delete":
        del entries[number]
    elif kind == "rename":
        entries[number] = (name, value)
    else:
        entries.append((name, draw(st.one_of(others, st.just(value)))))
    return Mapping(tuple(entries), node.location)
