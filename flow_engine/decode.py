"""Turns located YAML nodes into rooms, outcomes and problems. Never in the browser."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from flow_engine.conditions import Names, read_cell, read_condition
from flow_engine.decode_estimates import read_estimate
from flow_engine.decode_handovers import read_carried
from flow_engine.decode_notes import read_notes, read_remarks
from flow_engine.facts import Fact, FactType
from flow_engine.fields import Fields, as_text
from flow_engine.guards import All, AnyOf, Given, Guard, Is, Not
from flow_engine.model import (
    APKT_VALUES,
    ESCALATIONS,
    WORK_ORDERS,
    Goto,
    Outcome,
    ReportLine,
    Room,
    Silence,
    Step,
    Way,
)
from flow_engine.problems import Location, ProblemLog
from flow_engine.records import SYSTEMS, WITHDRAWN, Kind, Library
from flow_engine.source import Mapping as MappingNode
from flow_engine.source import Node, Scalar

STEP_KEYS = (
    "judul", "nomor", "klausul", "isi", "catatan", "tanya", "opsional", "panggil", "ke", "hasil",
    "kembali", "jika", "tabel", "perbaiki", "boleh_kosong_bila", "butuh", "wajib_di_halaman",
    "pinjam", "ulang", "taksiran",
)  # fmt: skip
GOTO_KEYS = ("ke", "hasil", "kembali")
WAY_KEYS = (*GOTO_KEYS, "klausul", "diam", "tanya_ke")
OUTCOME_KEYS = (
    "judul", "klausul", "apkt", "tipe_wo", "eskalasi", "rujuk", "tulis", "catatan", "diam",
    "tanya_ke", "lalu", "bawa",
)  # fmt: skip
REPORT_KEYS = (
    "ke", "isian", "teks", "isi", "pola", "ganti", "awalan", "bila", "klausul", "tawaran", "diam",
    "tanya_ke", "katalog", "setiap",
)  # fmt: skip
OTHERWISE = "selain_itu"
JOINING = ("salah_satu", "semua", "bukan")
FAMILY = "keluarga"


@dataclass(frozen=True)
class Scope:
    """What the names in one file may refer to."""

    names: Names
    steps: Collection[str]
    outcomes: Collection[str]
    sub_flows: tuple[str, ...]
    tables: Mapping[str, Node]
    library: Library
    log: ProblemLog

    def refer(self, name: str, options: Collection[str], where: Location, what: str) -> str:
        """Check a reference; an unknown one is a problem with the nearest guess."""
        if name and name not in options:
            self.log.add(
                where,
                f"rujukan-{what}",
                f"{what.capitalize()} “{name}” belum ditulis.",
                allowed=options,
                guess_from=name,
            )
        return name

    def clauses(self, f: Fields, key: str = "klausul") -> tuple[str, ...]:
        """Read the clauses of a step, way or outcome."""
        ids = f.texts(key)
        for clause_id in ids:
            self.refer(clause_id, _near(clause_id, self.library.clauses), f.at(key), "klausul")
        return ids


def _near(name: str, options: Iterable[str]) -> tuple[str, ...]:
    """Keep the options of the same document, so that messages stay readable."""
    same = tuple(option for option in options if option.split("-")[0] == name.split("-")[0])
    return same or tuple(options)


def read_room(f: Fields, room_id: str, title: str, scope: Scope) -> Room:
    """Read ``langkah`` into a room; ``mulai`` defaults to the first step."""
    steps = {key.text: read_step(key, node, scope) for key, node in f.entries("langkah")}
    start = f.text("mulai", "") or next(iter(steps), "")
    if not steps:
        scope.log.add(f.location, "tanpa-langkah", f"“{room_id}” belum punya langkah.")
    scope.refer(start, steps, f.at("mulai"), "langkah")
    return Room(room_id, title, start, steps, f.flag("sekali"), f.location)


def read_step(key: Scalar, node: Node, scope: Scope) -> Step:
    """Read one step with all its ways."""
    f = Fields(node, scope.log, f"langkah {key.text}", STEP_KEYS)
    clauses = scope.clauses(f)
    asks = f.texts("butuh") if f.has("butuh") else f.texts("tanya")
    for name in asks:
        scope.refer(name, scope.names.facts, f.at("butuh" if f.has("butuh") else "tanya"), "fakta")
        if name in scope.names.facts and scope.names.facts[name].setting:
            scope.log.add(
                f.location,
                "pengaturan-ditanyakan",
                f"“{name}” ditentukan pengaturan situs; tidak ditanyakan kepada penelepon.",
            )
    first = scope.library.clauses.get(clauses[0]) if clauses else None
    place = first.place.removeprefix("langkah ") if first else ""
    step = Step(
        id=key.text,
        title=f.text("judul", "") or (first.title if first else key.text),
        number=f.text("nomor", "") or place,
        clauses=clauses,
        parts=read_contents(f, scope),
        ways=read_ways(f, asks, scope),
        notes=read_notes(f),
        asks=asks,
        optional=f.flag("opsional") or f.flag("wajib_di_halaman"),
        required=f.flag("wajib_di_halaman"),
        repeat=scope.refer(f.text("ulang", ""), scope.names.facts, f.at("ulang"), "fakta"),
        call=scope.refer(f.text("panggil", ""), scope.sub_flows, f.at("panggil"), "bagian"),
        table=f.text("tabel", ""),
        fixes=read_fixes(f, scope),
        waived=read_condition(f.node.get("boleh_kosong_bila"), scope.names, f.log)
        if f.has("boleh_kosong_bila")
        else None,
        again=f.has("butuh"),
        borrows=scope.clauses(f, "pinjam"),
        estimate=read_estimate(f, scope.names),
        location=key.location,
    )
    if step.shown and not clauses:
        scope.log.add(
            key.location,
            "tanpa-sumber",
            f"Langkah “{key.text}” tampil kepada CSO tetapi tidak menyebut klausul.",
        )
    return step


def read_contents(f: Fields, scope: Scope) -> tuple[str, ...]:
    """Read ``isi``: ids of parts, or of clauses, which stand for all their parts."""
    found: list[str] = []
    for name in f.texts("isi"):
        clause = scope.library.clauses.get(name)
        if clause is not None:
            found.extend(part.id for part in clause.parts)
        elif name in scope.library.parts:
            found.append(name)
        else:
            options = [*scope.library.clauses, *scope.library.parts]
            scope.refer(name, _near(name, options), f.at("isi"), "bagian")
    return tuple(dict.fromkeys(found))


def read_fixes(f: Fields, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Read ``perbaiki``: steps to go back to, alone or with words of their own."""
    node = f.node.get("perbaiki")
    if isinstance(node, MappingNode):
        found = [(key, as_text(value, f.log, key.text)) for key, value in node.entries]
    else:
        found = [(Scalar(name, f.at("perbaiki")), "") for name in f.texts("perbaiki")]
    return tuple(
        (scope.refer(key.text, scope.steps, key.location, "langkah"), words) for key, words in found
    )


def read_ways(f: Fields, asks: tuple[str, ...], scope: Scope) -> tuple[Way, ...]:
    """Read the ways on: ``jika`` by answer, ``tabel`` by rows, or one plain target."""
    if f.has("panggil"):
        beside = [key for key in ("tanya", "isi", "catatan", "jika", "tabel") if f.has(key)]
        if beside:
            f.log.add(
                f.location,
                "dua-jalan",
                f"Langkah yang memanggil bagian lain tidak boleh memuat {', '.join(beside)}. "
                "Pindahkan ke langkah sebelum atau sesudahnya.",
                allowed=("panggil", *GOTO_KEYS),
            )
    if f.has("butuh"):
        return _read_no_way(f)
    forms = [key for key in ("jika", "tabel") if f.has(key)]
    plain = [key for key in GOTO_KEYS if f.has(key)]
    if len(forms) > 1 or (forms and plain):
        f.log.add(
            f.location,
            "dua-jalan",
            f"Pilih satu cara melanjutkan, bukan {' dan '.join([*forms, *plain])} sekaligus.",
        )
    if "jika" in forms:
        return _read_choice_ways(f, asks, scope)
    if "tabel" in forms:
        return _read_table(f, scope)
    if not plain:
        f.log.add(
            f.location,
            "jalan-buntu",
            f"{f.what.capitalize()} tidak menuju ke mana pun.",
            allowed=("ke", "hasil", "kembali", "jika", "tabel"),
        )
        return ()
    return (Way(read_condition(None, scope.names, f.log), read_goto(f, scope),
                location=f.location),)  # fmt: skip


def _read_no_way(f: Fields) -> tuple[Way, ...]:
    keys = ("tanya", "opsional", "boleh_kosong_bila", "jika", "tabel", *GOTO_KEYS)
    beside = [key for key in keys if f.has(key)]
    if beside:
        f.log.add(
            f.location,
            "dua-jalan",
            f"Langkah dengan “butuh” tidak boleh memuat {', '.join(beside)}: begitu dijawab, "
            "panggilan melanjutkan dari langkah yang pertama menanyakannya.",
        )
    return ()


def read_goto(f: Fields, scope: Scope) -> Goto:
    """Read where a way leads: ``ke``, ``hasil`` or ``kembali``."""
    written = [key for key in GOTO_KEYS if f.has(key)]
    if len(written) != 1:
        f.log.add(
            f.location,
            "tujuan-salah",
            "Sebut tepat satu tujuan.",
            allowed=GOTO_KEYS,
        )
    return Goto(
        step=scope.refer(f.text("ke", ""), scope.steps, f.at("ke"), "langkah"),
        outcome=scope.refer(f.text("hasil", ""), scope.outcomes, f.at("hasil"), "hasil"),
        returns=f.word("kembali", ("ya",), "") == "ya",
    )


def read_silence(f: Fields) -> Silence | None:
    """Read ``diam``: what the sources leave open, and whom to ask."""
    text = f.text("diam", "")
    return Silence(text, f.text("tanya_ke", "Team Leader atau Back Office")) if text else None


def _read_choice_ways(f: Fields, asks: tuple[str, ...], scope: Scope) -> tuple[Way, ...]:
    if len(asks) != 1:
        f.log.add(f.at("jika"), "jika-tanpa-tanya", "“jika” memerlukan tepat satu “tanya”.")
        return ()
    fact = scope.names.facts.get(asks[0])
    if fact is None:
        return ()
    if fact.personal and fact.type is FactType.CHOICE:
        # Its value is not kept, and a call taken up again would find no way on.
        f.log.add(
            f.at("jika"),
            "syarat-salah",
            f"“{fact.name}” bersifat pribadi, jadi jawabannya tidak dapat menentukan jalan.",
        )
    ways: list[Way] = []
    skippable = f.has("boleh_kosong_bila") or any(map(f.flag, ("opsional", "wajib_di_halaman")))
    options = _answers(fact)
    seen: list[Guard] = []
    for key, node in f.entries("jika"):
        w = Fields(node, f.log, f"jalan {key.text}", WAY_KEYS)
        if key.text == OTHERWISE:
            guard: Guard = Not(AnyOf(tuple(seen)))
            label = "Dilewati" if skippable else "Selain itu"
        else:
            _check_answer(key, (*options, OTHERWISE), scope)
            guard = _answer_guard(fact, key.text, optional=skippable)
            label = options.get(key.text, key.text)
            seen.append(guard)
        ways.append(
            Way(
                guard,
                read_goto(w, scope),
                scope.clauses(w),
                read_silence(w),
                label=label,
                value=key.text if key.text in {c.value for c in fact.choices} else "",
                location=key.location,
            )
        )
    # A catalogue grows without its flows: what is not named there may be passed over.
    if skippable and not fact.catalogue:
        _check_all_named(f, fact, options)
    return tuple(ways)


def _check_all_named(f: Fields, fact: Fact, options: Collection[str]) -> None:
    """Find answers that would be led, and told, as if the question had been skipped."""
    named = {key.text for key, _ in f.entries("jika")}
    for answer in options:
        # Without a way for the rest, the proof tells the gap.
        if OTHERWISE in named and answer not in named:
            f.log.add(
                f.at("jika"),
                "jawaban-terlewat",
                f"Jawaban “{answer}” pada “{fact.name}” tidak punya jalan sendiri. Di sini "
                f"“{OTHERWISE}” berarti pertanyaannya dilewati.",
                suggestion=f"Tulis jalan untuk “{answer}”, juga bila tujuannya sama.",
            )


def _check_answer(key: Scalar, options: tuple[str, ...], scope: Scope) -> None:
    clause = scope.library.clauses.get(key.text)
    if clause is None or clause.status != WITHDRAWN:
        scope.refer(key.text, options, key.location, "pilihan")
        return
    scope.log.add(
        key.location,
        "klausul-dicabut",
        f"Jawaban {key.text} tidak dapat dipilih lagi: klausulnya sudah dicabut.",
    )


def _answers(fact: Fact) -> dict[str, str]:
    if fact.type is FactType.CHOICE:
        return {choice.value: choice.label for choice in fact.choices}
    found = {"ada": "Diisi"}
    if fact.none_label:
        found["tidak-ada"] = fact.none_label
    return found


def _answer_guard(fact: Fact, answer: str, *, optional: bool) -> Guard:
    exact: Guard
    if fact.type is FactType.CHOICE:
        exact = Is(fact.name, (answer,))
    elif not fact.none_label:
        return Given(fact.name)
    else:
        none = Is(fact.name, ("tidak-ada",))
        exact = none if answer == "tidak-ada" else Not(none)
    return All((Given(fact.name), exact)) if optional else exact


def _read_table(f: Fields, scope: Scope) -> tuple[Way, ...]:
    name = scope.refer(f.text("tabel"), scope.tables, f.at("tabel"), "tabel")
    node = scope.tables.get(name)
    if node is None:
        return ()
    rows = Fields(MappingNode(((Scalar(name, node.location), node),), node.location),
                  f.log, "tabel", (name,)).items(name)  # fmt: skip
    return tuple(_read_row(row, scope) for row in rows)


def _read_row(node: Node, scope: Scope) -> Way:
    columns = scope.names.known()
    f = Fields(node, scope.log, "baris tabel", (*columns, *WAY_KEYS, *JOINING))
    cells: list[tuple[str, str]] = []
    guards: list[Guard] = []
    for key, value in f.node.entries:
        if key.text in columns or key.text in JOINING:
            guards.append(read_cell(key, value, scope.names, scope.log))
            cells.append((key.text, _cell_words(key.text, value, scope)))
    return Way(
        All(tuple(guards)),
        read_goto(f, scope),
        scope.clauses(f),
        read_silence(f),
        label=", ".join(words for _, words in cells),
        cells=tuple(cells),
        location=f.location,
    )


def _cell_words(name: str, value: Node, scope: Scope) -> str:
    nodes = [value] if isinstance(value, Scalar) else list(getattr(value, "items", ()))
    fact = scope.names.facts.get(name)
    labels = {choice.value: choice.label for choice in fact.choices} if fact else {}
    labels |= {"kosong": "belum diketahui", "ada": "sudah diketahui"} if not labels else {}
    texts = [node.text for node in nodes if isinstance(node, Scalar)]
    return " atau ".join(labels.get(text, text) for text in texts)


def read_outcome(key: Scalar, node: Node, scope: Scope) -> Outcome:
    """Read one outcome and its report lines."""
    f = Fields(node, scope.log, f"hasil {key.text}", OUTCOME_KEYS)
    clauses = scope.clauses(f)
    if not clauses:
        scope.log.add(key.location, "tanpa-sumber", f"Hasil “{key.text}” tidak menyebut klausul.")
    return Outcome(
        id=key.text,
        title=f.text("judul"),
        clauses=clauses,
        apkt=f.word("apkt", APKT_VALUES, ""),
        work_order=f.word("tipe_wo", WORK_ORDERS, ""),
        escalation=f.word("eskalasi", ESCALATIONS, ""),
        refer_to=f.text("rujuk", ""),
        reports=tuple(read_report(item, clauses, scope) for item in f.items("tulis")),
        notes=read_remarks(f, scope.names),
        silence=read_silence(f),
        carry=read_carried(f),
        then=scope.refer(f.text("lalu", ""), scope.sub_flows, f.at("lalu"), "bagian"),
        location=key.location,
    )


def read_report(node: Node, clauses: tuple[str, ...], scope: Scope) -> ReportLine:
    """Read one text to be written: official (``isi``), borrowed (``pola``) or places alone."""
    f = Fields(node, scope.log, "tulisan laporan", REPORT_KEYS)
    written = [key for key in ("isi", "pola", "teks", "katalog") if f.has(key)]
    if len(written) != 1:
        f.log.add(f.location, "tulisan-salah", "Sebut tepat satu: isi, pola, teks atau katalog.")
    part_id = f.text("isi", "") or f.text("pola", "")
    part = scope.library.parts.get(part_id)
    if part_id and part is None:
        scope.refer(part_id, _near(part_id, scope.library.parts), f.at(written[0]), "bagian")
    if part is not None and part.kind is not Kind.WRITE:
        f.log.add(
            f.at(written[0]),
            "jenis-bagian",
            f"{part_id} bukan bagian TULIS, jadi tidak boleh menjadi isi laporan.",
            allowed=_near(part_id, [p.id for p in scope.library.parts.values()
                                    if p.kind is Kind.WRITE]),
        )  # fmt: skip
    if f.has("pola") and not f.has("diam"):
        f.log.add(
            f.location,
            "kunci-wajib",
            "Tulisan dengan “pola” harus menyebut “diam”: apa yang tidak dicontohkan SOP.",
        )
    replace = tuple((key.text, _plain(value, f.log)) for key, value in f.entries("ganti"))
    for old, _ in replace:
        if part is not None and old not in part.text:
            f.log.add(f.at("ganti"), "ganti-salah", f"“{old}” tidak ada dalam kalimat {part_id}.")
    family = bool(f.word("katalog", (FAMILY,), ""))
    clause = part.clause if part else (clauses[0] if clauses else "")
    return ReportLine(
        system=f.word("ke", SYSTEMS, part.system if part else "APKT"),
        field=f.text("isian", part.field if part else ""),
        guard=read_condition(f.node.get("bila"), scope.names, f.log),
        clause=_report_clause(f, scope.library.family_clause if family else clause, scope),
        part=part_id,
        text=scope.library.family if family else f.text("teks", ""),
        prefix=f.node_text("awalan"),
        replace=replace,
        offer=f.flag("tawaran"),
        pattern=f.has("pola"),
        each=scope.refer(f.text("setiap", ""), scope.sub_flows, f.at("setiap"), "bagian"),
        silence=read_silence(f),
        location=f.location,
    )


def _report_clause(f: Fields, default: str, scope: Scope) -> str:
    clause = f.text("klausul", default)
    if f.has("klausul"):
        scope.refer(clause, _near(clause, scope.library.clauses), f.at("klausul"), "klausul")
    return clause


def _plain(node: Node, log: ProblemLog) -> str:
    return node.text if isinstance(node, Scalar) else as_text(node, log, "ganti")
