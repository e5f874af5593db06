"""The catalogues of the knowledge as choices of facts; no name is written twice."""

from __future__ import annotations

from collections.abc import Mapping

from flow_engine.facts import Choice
from flow_engine.records import WITHDRAWN, Library

Catalogues = Mapping[str, tuple[Choice, ...]]

# Word of the editor, and the catalogue its rows are grouped by.
CATALOGUES: Mapping[str, str] = {
    "kelompok": "",
    "tipe": "kelompok",
    "status": "",
    "topik": "",
    "pertanyaan": "topik",
}


def read_catalogues(library: Library) -> Catalogues:
    """Return the rows of ``itsm.yaml`` and ``faq.yaml`` as choices, by :data:`CATALOGUES`.

    Numbers of service types restart in each group, so a type is its group and number.
    A question that was withdrawn is no choice any more.
    """
    return {
        "kelompok": tuple(Choice(group.id, group.name) for group in library.groups),
        "tipe": tuple(
            Choice(f"{group.id}-{kind.number}", kind.name, group.id)
            for group in library.groups
            for kind in group.types
        ),
        "status": tuple(Choice(status.id, status.name) for status in library.statuses),
        "topik": tuple(Choice(topic.id, topic.title) for topic in library.topics),
        "pertanyaan": tuple(
            Choice(entry.clause, library.clauses[entry.clause].title, topic.id)
            for topic in library.topics
            for entry in topic.entries
            if entry.clause in library.clauses and library.clauses[entry.clause].status != WITHDRAWN
        ),
    }
