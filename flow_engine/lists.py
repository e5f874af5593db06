"""Reads the lists beside the clauses: FAQ, fees, ITSM, codes, words, home page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flow_engine.facts import is_reading
from flow_engine.fields import Fields
from flow_engine.keys import (
    CATALOGUE_KEYS,
    CODE_KEYS,
    CODE_LIST_KEYS,
    DOOR_KEYS,
    ENTRY_KEYS,
    FAQ_KEYS,
    FEE_KEYS,
    FEE_LIST_KEYS,
    FINISHED,
    GREETING_KEYS,
    GROUP_KEYS,
    HOME_KEYS,
    ITSM_KEYS,
    MISSING_KEYS,
    MISSING_KINDS,
    MISSING_LIST_KEYS,
    SERVICE_KEYS,
    SETTINGS,
    SITE_KEYS,
    SITUATION_KEYS,
    TARGET_KEYS,
    TERM_KEYS,
    TERM_LIST_KEYS,
    TICKET_STATUS_KEYS,
    TOPIC_KEYS,
    ZONES,
)
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import (
    Door,
    FaqEntry,
    FaqTopic,
    Fee,
    Greeting,
    Home,
    MeterCode,
    Missing,
    ServiceGroup,
    ServiceType,
    Settings,
    Situation,
    Target,
    Term,
    TicketStatus,
)
from flow_engine.source import Node

_TARGET = re.compile(r"mailto:[^\s@?]+@[^\s@?]+|https?://\S+")
_HOUR = re.compile(r"([01][0-9]|2[0-3])\.[0-5][0-9]$")


@dataclass(frozen=True)
class Known:
    """The ids that a list may refer to."""

    clauses: frozenset[str]
    parts: frozenset[str]

    def clause(self, f: Fields, key: str, default: str | None = None) -> str:
        """Read a clause id that has to exist."""
        return self._check(f, key, f.text(key, default), self.clauses, "klausul")

    def part(self, f: Fields, key: str, default: str | None = None) -> str:
        """Read a part id that has to exist."""
        return self._check(f, key, f.text(key, default), self.parts, "bagian")

    def many(self, f: Fields, key: str) -> tuple[str, ...]:
        """Read clause ids that have to exist."""
        return tuple(self._check(f, key, text, self.clauses, "klausul") for text in f.texts(key))

    @staticmethod
    def _check(f: Fields, key: str, text: str, options: frozenset[str], what: str) -> str:
        if text and options and text not in options:
            f.log.add(
                f.at(key),
                f"rujukan-{what}",
                f"Id “{text}” tidak ada dalam daftar {what}.",
                allowed=_neighbours(text, options),
                guess_from=text,
            )
        return text


def _neighbours(text: str, options: frozenset[str]) -> list[str]:
    stem = re.split(r"[-/]", text)[0]
    return sorted(option for option in options if option.startswith(stem))


def _unique(seen: dict[str, Location], key: str, f: Fields, what: str) -> None:
    if key in seen:
        f.log.add(f.location, "id-ganda", f"{what} “{key}” sudah ditulis di {seen[key]}.")
    seen.setdefault(key, f.location)


def read_faq(node: Node | None, known: Known, log: ProblemLog) -> tuple[tuple[FaqTopic, ...], str]:
    """Read ``faq.yaml``: the topics and the clause of the treatment."""
    if node is None:
        return (), ""
    root = Fields(node, log, "faq.yaml", FAQ_KEYS)
    topics: list[FaqTopic] = []
    seen: dict[str, Location] = {}
    listed: dict[str, Location] = {}
    for item in root.items("topik"):
        f = Fields(item, log, "topik FAQ", TOPIC_KEYS)
        entries: list[FaqEntry] = []
        for raw in f.items("entri"):
            e = Fields(raw, log, "entri FAQ", ENTRY_KEYS)
            entry = FaqEntry(
                known.clause(e, "klausul"), known.clause(e, "sama_dengan", ""), e.location
            )
            _unique(listed, entry.clause, e, "Entri FAQ")
            entries.append(entry)
        topic = FaqTopic(
            f.text("id"), f.text("judul"), tuple(entries), known.many(f, "lihat"), f.location
        )
        _unique(seen, topic.id, f, "Topik")
        topics.append(topic)
    return tuple(topics), known.clause(root, "perlakuan", "")


def read_fees(node: Node | None, known: Known, log: ProblemLog) -> tuple[str, tuple[Fee, ...]]:
    """Read ``biaya.yaml``; amounts are whole rupiah and never below zero."""
    if node is None:
        return "", ()
    root = Fields(node, log, "biaya.yaml", FEE_LIST_KEYS)
    fees: list[Fee] = []
    seen: dict[str, Location] = {}
    for item in root.items("metode"):
        f = Fields(item, log, "metode pembayaran", FEE_KEYS)
        fee = Fee(
            number=f.integer("no"),
            code=f.text("kode"),
            name=f.text("nama"),
            group=f.text("kelompok"),
            prepaid_rupiah=_amount(f, "prabayar"),
            postpaid_rupiah=_amount(f, "pascabayar"),
            location=f.location,
            aliases=f.texts("alias"),
            note=f.text("catatan", ""),
        )
        _unique(seen, fee.code, f, "Kode bank")
        fees.append(fee)
    return known.clause(root, "klausul"), tuple(fees)


def _amount(f: Fields, key: str) -> int:
    rupiah = f.integer(key)
    if rupiah < 0:
        f.log.add(f.at(key), "biaya-negatif", "Biaya tidak boleh kurang dari 0.")
    return rupiah


@dataclass(frozen=True)
class Itsm:
    """What ``itsm.yaml`` holds."""

    family: str = ""
    family_clause: str = ""
    catalogue_clause: str = ""
    groups: tuple[ServiceGroup, ...] = ()
    statuses: tuple[TicketStatus, ...] = ()


def read_itsm(node: Node | None, known: Known, log: ProblemLog) -> Itsm:
    """Read ``itsm.yaml``: service family, catalogue and ticket statuses."""
    if node is None:
        return Itsm()
    root = Fields(node, log, "itsm.yaml", ITSM_KEYS)
    catalogue = root.child("katalog", "katalog", CATALOGUE_KEYS)
    seen: dict[str, Location] = {}
    groups = tuple(_read_group(item, known, log) for item in catalogue.items("kelompok"))
    for group in groups:
        if group.id in seen:
            log.add(group.location, "id-ganda", f"Kelompok “{group.id}” sudah ditulis.")
        seen[group.id] = group.location
    return Itsm(
        family=root.text("keluarga"),
        family_clause=known.clause(root, "klausul"),
        catalogue_clause=known.clause(catalogue, "klausul"),
        groups=groups,
        statuses=tuple(_read_status(item, known, log) for item in root.items("status")),
    )


def _read_group(node: Node, known: Known, log: ProblemLog) -> ServiceGroup:
    f = Fields(node, log, "kelompok layanan", GROUP_KEYS)
    group_id = f.text("id")
    types: list[ServiceType] = []
    for index, item in enumerate(f.items("tipe"), start=1):
        t = Fields(item, log, "tipe layanan", SERVICE_KEYS)
        kind = ServiceType(
            group_id,
            t.integer("no"),
            t.text("nama"),
            t.location,
            known.many(t, "faq"),
            t.text("catatan", ""),
        )
        if kind.number != index:
            t.log.add(
                t.at("no"),
                "nomor-tidak-urut",
                f"Nomor tipe pada {group_id} harus urut mulai dari 1; di sini seharusnya {index}.",
            )
        types.append(kind)
    return ServiceGroup(group_id, f.text("nama"), tuple(types), f.location, f.text("catatan", ""))


def _read_status(node: Node, known: Known, log: ProblemLog) -> TicketStatus:
    f = Fields(node, log, "status tiket", TICKET_STATUS_KEYS)
    return TicketStatus(
        f.text("id"),
        f.text("nama"),
        known.part(f, "keterangan"),
        f.word("selesai", FINISHED),
        f.location,
        f.text("catatan", ""),
    )


def read_codes(node: Node | None, known: Known, log: ProblemLog) -> tuple[MeterCode, ...]:
    """Read ``meter.yaml``: the codes of the self diagnosis, in the SOP's order."""
    if node is None:
        return ()
    root = Fields(node, log, "meter.yaml", CODE_LIST_KEYS)
    codes: list[MeterCode] = []
    for index, item in enumerate(root.items("kode"), start=1):
        f = Fields(item, log, "kode meter", CODE_KEYS)
        example = f.text("contoh", "")
        if example and not is_reading(example):
            log.add(
                f.at("contoh"),
                "bukan-bacaan",
                'Tulis bilangan pada layar seperti "221.5", dengan kutip.',
            )
        codes.append(
            MeterCode(
                f.text("kode"),
                known.clause(f, "klausul"),
                known.part(f, "ucapkan"),
                known.part(f, "arti"),
                f.integer("urutan", index),
                f.location,
                example,
            )
        )
    return tuple(sorted(codes, key=lambda code: code.order))


def read_terms(node: Node | None, known: Known, log: ProblemLog) -> tuple[Term, ...]:
    """Read ``istilah/daftar.yaml``."""
    if node is None:
        return ()
    root = Fields(node, log, "daftar istilah", TERM_LIST_KEYS)
    terms: list[Term] = []
    seen: dict[str, Location] = {}
    for item in root.items("istilah"):
        f = Fields(item, log, "istilah", TERM_KEYS)
        term = Term(
            f.text("istilah"),
            f.text("kepanjangan", ""),
            f.text("arti"),
            known.many(f, "klausul"),
            f.flag("dari_sumber"),
            f.location,
            f.text("catatan", ""),
        )
        _unique(seen, term.word, f, "Istilah")
        terms.append(term)
    return tuple(terms)


def read_home(node: Node | None, known: Known, log: ProblemLog) -> Home:
    """Read ``beranda.yaml``."""
    if node is None:
        return Home("", "", (), ())
    root = Fields(node, log, "beranda.yaml", HOME_KEYS)
    situations = []
    for item in root.items("situasi"):
        f = Fields(item, log, "situasi", SITUATION_KEYS)
        goal = f.child("tujuan", "tujuan", TARGET_KEYS)
        target = Target(
            goal.text("alur", ""), goal.text("halaman", ""), known.clause(goal, "klausul", "")
        )
        if sum(map(bool, (target.flow, target.page, target.clause))) != 1:
            log.add(
                goal.location,
                "tujuan-salah",
                "Tujuan harus menyebut tepat satu: alur, halaman atau klausul.",
            )
        situations.append(
            Situation(
                f.text("id"),
                f.text("judul"),
                f.text("bila", ""),
                target,
                f.text("akibat"),
                known.many(f, "klausul"),
                f.location,
            )
        )
    doors = []
    for item in root.items("pintu"):
        f = Fields(item, log, "pintu", DOOR_KEYS)
        doors.append(
            Door(f.text("id"), f.text("judul"), f.text("teks"), f.text("halaman"), f.location)
        )
    return Home(root.text("pertanyaan"), root.text("catatan"), tuple(situations), tuple(doors))


def read_missing(node: Node | None, known: Known, log: ProblemLog) -> tuple[Missing, ...]:
    """Read ``hilang.yaml``: what the sources cite or show and that is not there."""
    if node is None:
        return ()
    root = Fields(node, log, "hilang.yaml", MISSING_LIST_KEYS)
    found = []
    for item in root.items("hilang"):
        f = Fields(item, log, "yang hilang", MISSING_KEYS)
        found.append(
            Missing(
                f.text("id"),
                f.word("jenis", MISSING_KINDS),
                f.text("judul"),
                known.many(f, "disebut_di"),
                f.text("isi"),
                f.text("sementara", ""),
                f.text("tanya", ""),
                f.location,
            )
        )
    return tuple(found)


def read_settings(node: Node | None, known: Known, log: ProblemLog) -> Settings:
    """Read ``situs.yaml``."""
    if node is None:
        return Settings()
    root = Fields(node, log, "situs.yaml", SITE_KEYS)
    used = Fields(root.node.get("dipakai_di"), log, "dipakai_di", SETTINGS, root.location)
    notes = Fields(root.node.get("keterangan"), log, "keterangan", SETTINGS, root.location)
    greetings = []
    for item in root.items("salam"):
        f = Fields(item, log, "salam", GREETING_KEYS)
        for key in ("mulai", "sampai"):
            if not _HOUR.match(f.text(key)):
                log.add(f.at(key), "bukan-jam", 'Tulis jam seperti "04.00", dengan tanda kutip.')
        greetings.append(Greeting(f.text("ucapan"), f.text("mulai"), f.text("sampai")))
    return Settings(
        tuple(greetings),
        _read_zones(root),
        root.text("alamat_itsm", "", empty=True),
        root.flag("aturan_covid"),
        {key.text: known.many(used, key.text) for key, _ in used.node.entries},
        {key.text: notes.text(key.text) for key, _ in notes.node.entries},
        _read_target(root),
        _read_recalled(root, known),
    )


def _read_recalled(root: Fields, known: Known) -> dict[str, str]:
    """Read what is recalled at once, on every page that is open anywhere: id to reason."""
    listed = Fields(root.node.get("penarikan"), root.log, "penarikan", known.clauses, root.location)
    return {key.text: listed.text(key.text) for key, _ in listed.node.entries}


def _read_zones(root: Fields) -> dict[str, int]:
    zones = Fields(root.node.get("zona"), root.log, "zona", ZONES, root.location)
    return {key.text: zones.integer(key.text) for key, _ in zones.node.entries}


def _read_target(root: Fields) -> str:
    """Read where a mistake is reported: nothing, ``mailto:`` or a web address."""
    target = root.text("laporan_kekeliruan", "", empty=True)
    if target and not _TARGET.fullmatch(target):
        root.log.add(
            root.at("laporan_kekeliruan"),
            "alamat-salah",
            f"“{target}” bukan alamat yang dapat dibuka.",
            allowed=("mailto:editor@contoh.co.id", "https://contoh.co.id/lapor", '""'),
        )
        return ""
    return target
