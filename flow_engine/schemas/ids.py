"""The definitions that files share: plain values, and the ids that are in the data today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flow_engine.facts import Fact
from flow_engine.keys import NOTE_KEYS
from flow_engine.records import KIND_WORDS, NOTE_KINDS, Kind, Library, Part
from flow_engine.schemas.blocks import (
    WHOLE,
    Key,
    Schema,
    local,
    needed,
    optional,
    record,
    word,
)

_KINDS: Mapping[Kind, str] = {kind: word for word, kind in KIND_WORDS.items()}


def shared_definitions(
    library: Library, flows: Iterable[str], sub_flows: Mapping[str, str], facts: Iterable[Fact]
) -> dict[str, Schema]:
    """Return the definitions of ``bersama.json``.

    Args:
        library: The clauses and parts there are.
        flows: Ids of the flows.
        sub_flows: Names of the sub-flows with their titles.
        facts: The facts that all flows share.
    """
    clauses = {clause.id: clause.title for clause in library.clauses.values()}
    parts = {part.id: _part_words(part) for part in library.parts.values()}
    written = {p.id: _part_words(p) for p in library.parts.values() if p.kind is Kind.WRITE}
    return {
        "teks": {
            "type": ["string", "integer"],
            "pattern": r"\S",
            "errorMessage": "Tulis sebagai teks, tidak kosong; beri tanda kutip pada angka "
            "bertitik, jam, tanggal, dan kata seperti no atau yes.",
        },
        "teks-kosong": {"type": ["string", "integer"], "errorMessage": "Tulis sebagai teks."},
        "nilai": {
            "type": ["string", "number", "boolean", "null"],
            "errorMessage": "Tulis satu nilai saja, bukan daftar.",
        },
        "bilangan": {
            "type": ["integer", "string"],
            "pattern": WHOLE,
            "errorMessage": "Tulis angkanya saja, tanpa titik atau koma: 1750, bukan 1.750.",
        },
        "ya-tidak": {"enum": ["ya", "tidak"], "errorMessage": "Tulis ya atau tidak."},
        "catatan": record("catatan", NOTE_KEYS, note_keys(local("teks"))),
        "klausul": ids(clauses, "klausul"),
        "bagian": ids(dict.fromkeys(parts, ""), "bagian"),
        # One list of both: two would be reported with all their ids.
        "isi": ids({**parts, **clauses}, "bagian atau klausul"),
        "bagian-tulis": ids(written, "bagian TULIS"),
        "dokumen": ids({d.id: d.short for d in library.documents.values()}, "dokumen"),
        "alur": ids(dict.fromkeys(flows, ""), "alur"),
        "bagian-bersama": ids(sub_flows, "bagian bersama"),
        "fakta-bersama": ids({fact.name: fact.label for fact in facts}, "fakta bersama"),
    }


def ids(names: Mapping[str, str], what: str) -> Schema:
    """Return a schema for one of these names; what they stand for is shown beside them."""
    found: Schema = {"enum": list(names)}
    if any(names.values()):
        found["enumDescriptions"] = list(names.values())
    return {**found, "errorMessage": f"Tidak ada {what} bernama itu."}


def _part_words(part: Part) -> str:
    """Return what a part is for; never its wording, which stands in the clause alone."""
    return f"{_KINDS[part.kind]}, {part.when}" if part.when else _KINDS[part.kind]


def note_keys(text: Schema) -> dict[str, Key]:
    """Return the keys of a remark; ``text`` is how the file refers to a text."""
    return {
        "jenis": needed(
            "diam: SOP tidak mengatur. peringatan: pertentangan atau bahaya. hilang: tidak ada "
            "di sumber. usang: isi lama. tafsir: keputusan kita.",
            word(NOTE_KINDS),
        ),
        "teks": needed("Kalimat kita, bukan kalimat resmi.", text),
        "tanya": optional("Kepada siapa bertanya, misalnya Team Leader.", text),
    }
