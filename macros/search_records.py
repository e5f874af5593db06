"""What can be found: clauses, fees, catalogue rows, statuses, codes, flows, terms, pages.

Each record is what the list of results needs to answer without opening a page; the words under
which it is found come from the data, its answer is quoted from the clause it belongs to.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flow_engine.content import anchor, places
from flow_engine.model import Flow
from flow_engine.records import SCRIPT_KINDS, WITHDRAWN, Clause, Kind, Library, Part
from macros.catalogue import FINISHED
from macros.data import House, clause_url, home_page
from macros.flows import FRONT_DOOR, flow_url
from macros.html import date_words, rupiah
from macros.parts import LABELS
from macros.publish.search import MATERIAL
from macros.terms import anchor_of

HISTORIC = "historis"
SILENT = "diam"
# Of a page only its beginning: the knowledge itself is in the other records.
PAGE_TEXT = 240
CSO, QA = "cso", "qa"
ROLES = (CSO, QA)


@dataclass(frozen=True)
class Record:
    """One thing that can be found.

    Attributes:
        id: Permanent and unique: a clause id, or kind and code.
        kind: ``klausul``, ``biaya``, ``katalog``, ``status``, ``kode``, ``alur``, ``istilah``
            or ``halaman``.
        clause: The clause that answers; empty where none does.
        aliases: How callers and readers would ask for it.
        text: What is searched beside title, aliases and summary.
        answers: What stands in the list, each ``label``, ``text`` and, for an official
            wording, the id of its ``part``.
        marks: ``historis``, ``dicabut``, ``diam``.
        start: Address of the flow, and of its step, that carries the record out.
    """

    id: str
    kind: str
    title: str
    url: str
    clause: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    document: str = ""
    date: str = ""
    answers: tuple[Mapping[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    roles: tuple[str, ...] = ROLES
    start: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fields that hold something."""
        return {name: value for name, value in vars(self).items() if value not in ("", ())}


@dataclass(frozen=True)
class _Place:
    """The house with what every record needs: dates and flows."""

    house: House
    starts: Mapping[str, str] = field(default_factory=dict)

    @property
    def library(self) -> Library:
        return self.house.library

    def about(self, document_id: str) -> dict[str, Any]:
        document = self.library.documents[document_id]
        return {"document": document_id, "date": date_words(document.date)}

    def marks(self, clause: Clause) -> tuple[str, ...]:
        document = self.library.documents[clause.document]
        old = HISTORIC in (clause.status, document.status)
        silent = any(note.kind == SILENT for note in clause.notes)
        found = (old and HISTORIC, clause.status == WITHDRAWN and WITHDRAWN, silent and SILENT)
        return tuple(mark for mark in found if mark)

    def of_clause(self, clause_id: str) -> dict[str, Any]:
        """Return what a record has from the clause it belongs to."""
        clause = self.library.clauses[clause_id]
        marks = tuple(mark for mark in self.marks(clause) if mark != SILENT)
        return {"clause": clause_id, "marks": marks, **self.about(clause.document)}


def search_records(house: House, pages: Mapping[str, tuple[str, str]]) -> list[Record]:
    """Return every record, in the order of the register, then of the other lists.

    Args:
        house: The knowledge.
        pages: Address to title and description of pages that are no home of a clause.
    """
    place = _Place(house, _starts(house.flows))
    return [
        *_clauses(place),
        *_fees(place),
        *_catalogue(place),
        *_statuses(place),
        *_flows(place),
        *_terms(place),
        *_pages(pages),
    ]


def search_data(house: House, site_dir: Path) -> dict[str, Any]:
    """Return all that the search worker needs but its index.

    Args:
        house: The knowledge.
        site_dir: The finished site; the pages Material would search are listed there.
    """
    documents = house.library.documents.values()
    return {
        "records": [
            record.as_json() for record in search_records(house, _other_pages(house, site_dir))
        ],
        "words": house.library.words.as_json(),
        "documents": [{"id": document.id, "title": document.short} for document in documents],
        "frontDoor": flow_url(FRONT_DOOR),
    }


def _other_pages(house: House, site_dir: Path) -> dict[str, tuple[str, str]]:
    """Return the pages that are neither a flow nor the home of a clause."""
    path = site_dir / MATERIAL
    if not path.is_file():
        return {}
    homes = {home_page(house.library, clause_id) for clause_id in house.library.clauses}
    found = {}
    for doc in json.loads(path.read_text(encoding="utf-8"))["docs"]:
        url = str(doc["location"])
        known = url.strip("/") in homes or url.startswith("alur/") or not url
        if "#" not in url and not known:
            text = html.unescape(re.sub(r"<[^>]+>|\s+", " ", doc["text"])).strip()
            found[url] = (html.unescape(doc["title"]), text[:PAGE_TEXT])
    return found


def _starts(flows: Mapping[str, Flow]) -> dict[str, str]:
    """Return the first shown step that rests on each clause, in a flow of its document."""
    found: dict[str, str] = {}
    for flow in flows.values():
        for met in places(flow):
            if met.step.shown:
                for clause_id in met.step.clauses:
                    if clause_id in flow.clauses and clause_id.startswith(flow.document):
                        found.setdefault(clause_id, f"alur/{flow.id}/#{anchor(met.key)}")
    return found


def _clauses(place: _Place) -> Iterator[Record]:
    codes = {code.clause: code.code for code in place.library.codes}
    for clause in place.library.clauses.values():
        words = [part.when for part in clause.parts] + [part.text for part in clause.parts]
        words += [part.field for part in clause.parts]
        yield Record(
            clause.id,
            "kode" if clause.id in codes else "klausul",
            clause.title,
            clause_url(place.library, clause.id),
            clause.id,
            (*_names_of_code(codes.get(clause.id, "")), *clause.aliases),
            clause.summary,
            " ".join(dict.fromkeys(filter(None, words))),
            answers=tuple(map(_answer, clause.parts)),
            marks=place.marks(clause),
            start=place.starts.get(clause.id, ""),
            **place.about(clause.document),
        )


def _names_of_code(code: str) -> tuple[str, ...]:
    return (f"kode {code}", code) if code else ()


def _answer(part: Part) -> dict[str, str]:
    answer = {"label": LABELS[part.kind], "text": part.text}
    if part.when:
        answer["when"] = part.when
    if part.official:
        answer["part"] = part.id
    if part.kind in SCRIPT_KINDS and part.kind is not Kind.DONT_SAY:
        answer["copy"] = "ya"
    return answer


def _fees(place: _Place) -> Iterator[Record]:
    library = place.library
    for fee in library.fees:
        amounts = (fee.prepaid_rupiah, fee.postpaid_rupiah)
        labels = ("Prabayar (token)", "Pascabayar (tagihan)")
        yield Record(
            f"biaya-{fee.code.lower()}",
            "biaya",
            f"Biaya admin {fee.name}",
            clause_url(library, library.fees_clause),
            aliases=(fee.name, *fee.aliases, *(f"admin {name}" for name in fee.aliases)),
            summary=fee.note,
            text=" ".join(
                (fee.group, fee.code, *map(rupiah, amounts), "prabayar pascabayar token tagihan")
            ),
            answers=tuple(
                {"label": label, "text": rupiah(amount)}
                for label, amount in zip(labels, amounts, strict=True)
            ),
            **place.of_clause(library.fees_clause),
        )


def _catalogue(place: _Place) -> Iterator[Record]:
    library = place.library
    for group in library.groups:
        for kind in group.types:
            yield Record(
                f"katalog-{group.id}-{kind.number}",
                "katalog",
                kind.name,
                clause_url(library, library.catalogue_clause),
                summary=kind.note,
                text=f"service group {group.name} service type katalog itsm",
                answers=(
                    {"label": "Service Group", "text": group.name},
                    {"label": "Service Type", "text": f"{kind.number}. {kind.name}"},
                ),
                **place.of_clause(library.catalogue_clause),
            )


def _statuses(place: _Place) -> Iterator[Record]:
    library = place.library
    for status in library.statuses:
        meaning = library.parts[status.meaning]
        yield Record(
            f"status-{status.id}",
            "status",
            f"Status tiket {status.name}",
            clause_url(library, meaning.clause),
            aliases=(f"arti status {status.name}",),
            summary=status.note,
            text=meaning.text,
            answers=(
                {"label": "Arti", "text": meaning.text, "part": meaning.id},
                {"label": "Sudah selesai?", "text": FINISHED[status.finished]},
            ),
            **place.of_clause(meaning.clause),
        )


def _flows(place: _Place) -> Iterator[Record]:
    for flow in place.house.flows.values():
        yield Record(
            f"alur-{flow.id}",
            "alur",
            flow.title,
            f"alur/{flow.id}/",
            text=" ".join(outcome.title for outcome in flow.outcomes.values()),
            marks=(HISTORIC,) if flow.status == HISTORIC else (),
            roles=(CSO,),
            start=f"alur/{flow.id}/",
            **place.about(flow.document),
        )


def _terms(place: _Place) -> Iterator[Record]:
    for term in place.library.terms:
        words = {"label": "Kepanjangan", "text": term.expansion} if term.expansion else None
        yield Record(
            f"istilah-{anchor_of(term.word).removeprefix('istilah-')}",
            "istilah",
            term.word,
            f"istilah/#{anchor_of(term.word)}",
            aliases=(f"apa itu {term.word}", f"arti {term.word}", term.expansion),
            text=f"{term.meaning} {term.note}",
            answers=(*((words,) if words else ()), {"label": "Arti", "text": term.meaning}),
        )


def _pages(pages: Mapping[str, tuple[str, str]]) -> Iterator[Record]:
    for url, (title, description) in pages.items():
        roles = (QA,) if url.startswith("qa/") else ROLES
        yield Record(
            f"halaman-{url.strip('/')}", "halaman", title, url, text=description, roles=roles
        )
