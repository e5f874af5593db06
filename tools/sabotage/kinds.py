"""The kinds of sabotage: for each all places of a file where it can be done.

Where one of many wrong values has to be taken, ``rng`` takes it; the same seed
gives the same mutations.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from flow_engine.model import APKT_VALUES, ESCALATIONS, WORK_ORDERS
from flow_engine.records import Kind
from flow_engine.source import Mapping, Node, Scalar, Sequence
from tools.sabotage.edits import (
    Edit,
    Mutation,
    Path,
    entries_at,
    node_at,
    shown,
    text_at,
    words_at,
)
from tools.sabotage.places import FlowFile, Place, target_of

Found = Iterator[Mutation]
_BOUND = re.compile(
    r"(sampai|paling lama|paling banyak|lebih dari|kurang dari|tepat|sedikitnya|sejak|sebelum"
    r"|sesudah) (.+)$"
)
_FLIPPED = {
    "sampai": "kurang dari", "paling lama": "kurang dari", "paling banyak": "kurang dari",
    "kurang dari": "sampai", "lebih dari": "sedikitnya", "sedikitnya": "lebih dari",
    "sejak": "sesudah", "sesudah": "sejak", "sebelum": "sejak", "tepat": "lebih dari",
}  # fmt: skip
_UNITS = {"menit": 1, "jam": 60, "hari": 1440}
_VALUES = {"apkt": APKT_VALUES, "tipe_wo": WORK_ORDERS, "eskalasi": ESCALATIONS}


def _mutation(f: FlowFile, kind: str, node: Node | Scalar, what: str, *edits: Edit) -> Mutation:
    return Mutation(kind, f.file, node.location, what, edits)


def _set(path: Path, old: Node | None, text: str) -> Edit:
    if isinstance(old, Scalar):
        return Edit(path, replace(old, text=text, quoted=True))
    raise TypeError(path)


def _name(place: Place) -> str:
    return ".".join(str(piece) for piece in place.path)


def swap_targets(f: FlowFile, rng: random.Random) -> Found:
    """Swap where two ways of one step or table lead, or two steps their outcomes."""
    groups = [*f.choices(), *f.tables()]
    groups.append([p for p in f.steps() if p.node.get("hasil") is not None])
    for group in groups:
        for first, second in combinations(group, 2):
            one, two = target_of(f.root, first), target_of(f.root, second)
            if one == two or not (one[0] and two[0]):
                continue
            yield _mutation(
                f,
                "hasil-tertukar",
                first.key,
                f"tujuan {_name(first)} ({one[1]}) ditukar dengan {second.key.text} ({two[1]})",
                *_give_target(f, first, second),
                *_give_target(f, second, first),
            )


def _give_target(f: FlowFile, place: Place, other: Place) -> Iterator[Edit]:
    mine, theirs = target_of(f.root, place)[0], target_of(f.root, other)[0]
    if mine != theirs:
        yield Edit(place.child(mine))
    yield Edit(place.child(theirs), other.node.get(theirs))


def change_values(f: FlowFile, rng: random.Random) -> Found:
    """Change what an outcome decides: APKT, work order, escalation, reference, what follows."""
    for outcome in f.outcomes():
        for key in ("apkt", "tipe_wo", "eskalasi", "rujuk", "lalu"):
            old = outcome.node.get(key)
            what = f"{key} pada hasil {outcome.key.text}"
            options = [*_VALUES.get(key, f.sub_flows if key == "lalu" else ())]
            if isinstance(old, Scalar):
                yield _mutation(f, "nilai-hasil", old, f"{what} dihapus", Edit(outcome.child(key)))
                options = [o for o in options if o != old.text]
            if not options:
                continue
            text = rng.choice(options)
            if isinstance(old, Scalar):
                edit = _set(outcome.child(key), old, text)
                yield _mutation(f, "nilai-hasil", old, f"{what}: {old.text} menjadi {text}", edit)
            elif key != "lalu":
                edit = Edit(outcome.child(key), Scalar(text, outcome.key.location, quoted=True))
                yield _mutation(f, "nilai-hasil", outcome.key, f"{what} ditambah: {text}", edit)
    yield from change_handovers(f, rng)


def change_handovers(f: FlowFile, rng: random.Random) -> Found:
    """Hand nothing over to the flow that a call goes on in, or another value."""
    for outcome in f.outcomes():
        path = outcome.child("bawa")
        for key, node in entries_at(f.root, path):
            what = f"“bawa” {key.text} pada hasil {outcome.key.text}"
            yield _mutation(f, "nilai-hasil", key, f"{what} dihapus", Edit(path))
            others = [value for value in f.handed.get(key.text, ()) if value != _text(node)]
            if others:
                text = rng.choice(others)
                edit = _set((*path, key.text), node, text)
                yield _mutation(f, "nilai-hasil", key, f"{what} menjadi {text}", edit)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def shift_bounds(f: FlowFile, rng: random.Random) -> Found:
    """Shift a bound by a minute and by an hour (a day for dates), and flip its strictness."""
    for path, key, _ in f.cells():
        for place, word in words_at(f.root, path):
            match = _BOUND.match(word.text)
            if not match:
                continue
            for text in (*_shifted(match[1], match[2]), f"{_FLIPPED[match[1]]} {match[2]}"):
                what = f"{key.text}: {word.text} menjadi {text}"
                yield _mutation(f, "batas-bergeser", word, what, _set(place, word, text))
    yield from shift_limits(f, rng)


def shift_limits(f: FlowFile, rng: random.Random) -> Found:
    """Shift what a fact accepts: its smallest and largest number, its digits, its latest time."""
    for key, node in entries_at(f.root, ("fakta",)):
        path: Path = ("fakta", key.text)
        for limit in ("minimum", "maksimum"):
            old = _get(node, limit)
            if isinstance(old, Scalar):
                text = str(int(old.text) + rng.choice((1, -1)))
                what = f"{limit} {key.text}: {old.text} menjadi {text}"
                yield _mutation(f, "batas-bergeser", old, what, _set((*path, limit), old, text))
        digits = _get(node, "pola")
        if isinstance(digits, Scalar):
            text = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), digits.text)
            what = f"pola {key.text}: {digits.text} menjadi {text}"
            yield _mutation(f, "batas-bergeser", digits, what, _set((*path, "pola"), digits, text))
        latest = _get(node, "tidak_sesudah")
        if latest is not None:
            what = f"“tidak_sesudah” dibuang dari {key.text}"
            yield _mutation(f, "batas-bergeser", key, what, Edit((*path, "tidak_sesudah")))


def _shifted(word: str, amount: str) -> Iterator[str]:
    if re.fullmatch(r"\d+", amount):
        yield f"{word} {int(amount) + 1}"
        if int(amount):
            yield f"{word} {int(amount) - 1}"
        return
    pieces = re.findall(r"(\d+) (menit|jam|hari)", amount)
    if pieces:
        minutes = sum(int(count) * _UNITS[unit] for count, unit in pieces)
        for change in (1, -1, 60, -60):
            if minutes + change >= 0:
                yield f"{word} {minutes + change} menit"
        return
    moment = datetime.datetime.fromisoformat(amount)
    for change in (1, -1, 1440, -1440):
        shifted = moment + datetime.timedelta(minutes=change)
        yield f"{word} {shifted.isoformat(timespec='minutes')}"


def drop_prohibitions(f: FlowFile, rng: random.Random) -> Found:
    """Leave a DON'T SAY part out of what a step shows."""
    parts = f.library.parts
    for step in f.steps():
        words = words_at(f.root, step.child("isi"))
        for path, word in words:
            clause = f.library.clauses.get(word.text)
            inside = clause.parts if clause else (parts[word.text],) if word.text in parts else ()
            lost = [part.id for part in inside if part.kind is Kind.DONT_SAY]
            if not lost:
                continue
            what = f"larangan {', '.join(lost)} tidak lagi tampil pada langkah {step.key.text}"
            kept = [Scalar(p.id, word.location, quoted=True) for p in inside if p.id not in lost]
            if clause is None:
                gone = Edit(path) if len(words) > 1 else Edit(step.child("isi"))
                yield _mutation(f, "larangan-hilang", word, what, gone)
            else:
                rest = [w for _, w in words if w is not word]
                value = Sequence((*rest, *kept), word.location)
                edit = Edit(step.child("isi"), value if value.items else None)
                yield _mutation(f, "larangan-hilang", word, what, edit)


def break_prohibitions(root: Node, file: str) -> Found:
    """Turn each DON'T SAY part of a clause file into one that is said, or remove it."""
    for i, clause in enumerate(getattr(root.get("klausul"), "items", ())):  # type: ignore[union-attr]
        for j, part in enumerate(getattr(clause.get("bagian"), "items", ())):
            kind = part.get("jenis")
            if not isinstance(kind, Scalar) or kind.text != "JANGAN":
                continue
            where: Path = ("klausul", i, "bagian", j)
            name = f"{text_at(clause, ('id',))}/{text_at(part, ('no',))}"
            for word in ("UCAPKAN", "INFO"):
                what = f"jenis {name}: JANGAN menjadi {word}"
                edit = _set((*where, "jenis"), kind, word)
                yield Mutation("larangan-hilang", file, kind.location, what, (edit,))
            what = f"bagian JANGAN {name} dihapus"
            yield Mutation("larangan-hilang", file, kind.location, what, (Edit(where),))


_REFERENCES = ("ke", "hasil", "isi", "tanya", "tabel", "panggil", "lalu", "perbaiki", "butuh")


def _references(f: FlowFile) -> Iterator[tuple[str, Path, Scalar, list[str]]]:
    """Go through every reference: its key, path, word, and what it could name instead."""
    outcomes = [place.key.text for place in f.outcomes()]
    tables = [key.text for key, _ in getattr(_get(f.root, "tabel"), "entries", ())]
    for place in (*f.goers(), *(s for s in f.steps() if not any(map(s.node.get, ("ke", "hasil"))))):
        steps = f.step_names(f.home(place))
        names: dict[str, list[str]] = {
            "ke": steps, "hasil": outcomes, "isi": [], "tanya": [*f.facts], "tabel": tables,
            "panggil": [*f.sub_flows], "perbaiki": steps, "butuh": [*f.facts],
        }  # fmt: skip
        for key, options in names.items():
            for path, word in words_at(f.root, place.child(key)):
                yield key, path, word, options or _parts_near(f, word.text)
    for outcome in f.outcomes():
        for path, word in words_at(f.root, outcome.child("lalu")):
            yield "lalu", path, word, [*f.sub_flows]
    for line in f.lines():
        for key in ("isi", "pola"):
            for path, word in words_at(f.root, line.child(key)):
                kinds = {Kind.WRITE}
                near = _parts_near(f, word.text)
                yield key, path, word, [n for n in near if f.library.parts[n].kind in kinds]


def _get(node: Node, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _parts_near(f: FlowFile, name: str) -> list[str]:
    document = name.split("-")[0]
    return [p for p in f.library.parts if p.startswith(f"{document}-")]


def change_references(f: FlowFile, rng: random.Random) -> Found:
    """Let a reference name something else that exists."""
    for key, path, word, options in _references(f):
        others = [name for name in options if name != word.text]
        if others:
            text = rng.choice(others)
            what = f"{key}: {word.text} menjadi {text} ({_path_words(path)})"
            yield _mutation(f, "rujukan-lain", word, what, _set(path, word, text))


def break_references(f: FlowFile, rng: random.Random) -> Found:
    """Let a reference name something that does not exist."""
    for key, path, word, _ in _references(f):
        at = rng.randrange(len(word.text))
        text = word.text[:at] + word.text[at + 1 :] + "x"
        what = f"{key}: {word.text} menjadi {text} ({_path_words(path)})"
        yield _mutation(f, "rujukan-tak-ada", word, what, _set(path, word, text))


def _path_words(path: Path) -> str:
    return ".".join(str(piece) for piece in path)


def reverse_conditions(f: FlowFile, rng: random.Random) -> Found:
    """Swap two answers, take another value, turn given into not given, or negate a row."""
    for ways in f.choices():
        for first, second in combinations(ways, 2):
            one, two = first.key.text, second.key.text
            if target_of(f.root, first) == target_of(f.root, second):
                continue
            edits = (Edit(first.path, key="\0"), Edit(second.path, key=one),
                     Edit((*first.path[:-1], "\0"), key=two))  # fmt: skip
            what = f"jawaban {one} dan {two} ditukar pada {_path_words(first.room)}"
            yield _mutation(f, "syarat-terbalik", first.key, what, *edits)
    for path, key, node in f.cells():
        words = words_at(f.root, path)
        texts = [word.text for _, word in words]
        for place, word in words:
            others = [v for v in f.facts[key.text] if v not in texts]
            if word.text in ("ada", "kosong") and not f.facts[key.text]:
                others = ["kosong" if word.text == "ada" else "ada"]
            if others:
                text = rng.choice(others)
                what = f"{key.text}: {word.text} menjadi {text} ({_path_words(path[:-1])})"
                yield _mutation(f, "syarat-terbalik", word, what, _set(place, word, text))
        negated = Mapping(((key, node),), key.location)
        what = f"{shown(negated)} dibungkus “bukan” ({_path_words(path[:-1])})"
        owner = path[:-1]
        if _get(node_at(f.root, owner), "bukan") is None:
            gone, put = Edit(path), Edit((*owner, "bukan"), negated)
            yield _mutation(f, "syarat-terbalik", key, what, gone, put)
    yield from reverse_formulas(f)


def reverse_formulas(f: FlowFile) -> Found:
    """Turn a computed duration round."""
    for key, node in entries_at(f.root, ("hitung",)):
        formula = _get(node, "rumus")
        match = re.fullmatch(r"(\w+) - (\w+)", _text(formula)) if formula else None
        if match:
            text = f"{match[2]} - {match[1]}"
            what = f"rumus {key.text}: {match[0]} menjadi {text}"
            edit = _set(("hitung", key.text, "rumus"), formula, text)
            yield _mutation(f, "syarat-terbalik", key, what, edit)


def delete_rows(f: FlowFile, rng: random.Random) -> Found:
    """Delete a row, a way, a step or an outcome."""
    for group in (*f.tables(), *f.choices()):
        for way in group:
            what = f"{_name(way)} dihapus: {shown(way.node, 60)}"
            yield _mutation(f, "baris-dihapus", way.key, what, Edit(way.path))
    for place in (*f.steps(), *f.outcomes()):
        yield _mutation(f, "baris-dihapus", place.key, f"{_name(place)} dihapus", Edit(place.path))
    for path, key, node in f.cells():
        one = Mapping(((key, node),), key.location)
        what = f"syarat {shown(one, 60)} dihapus dari {_path_words(path[:-1])}"
        yield _mutation(f, "baris-dihapus", key, what, Edit(path))


def change_lines(f: FlowFile, rng: random.Random) -> Found:
    """Delete a report line, or take its condition, its replacements or its offer away."""
    for line in f.lines():
        name = f"{_name(line)} ({shown(line.node, 50)})"
        yield _mutation(f, "tulisan", line.node, f"{name} dihapus", Edit(line.path))
        when = line.node.get("bila")
        if when is not None:
            edit = Edit(line.child("bila"))
            yield _mutation(f, "tulisan", line.node, f"“bila” dibuang dari {name}", edit)
            reverse = Mapping(((Scalar("bukan", when.location), when),), when.location)
            edit = Edit(line.child("bila"), reverse)
            yield _mutation(f, "tulisan", line.node, f"“bila” dibalik pada {name}", edit)
        for key in ("ganti", "tawaran", "awalan", "setiap"):
            if line.node.get(key) is not None:
                edit = Edit(line.child(key))
                yield _mutation(f, "tulisan", line.node, f"“{key}” dibuang dari {name}", edit)
        if line.node.get("tawaran") is None:
            edit = Edit(line.child("tawaran"), Scalar("ya", line.node.location))
            yield _mutation(f, "tulisan", line.node, f"“tawaran” ditambah pada {name}", edit)


def drop_silences(f: FlowFile, rng: random.Random) -> Found:
    """Drop what marks that the sources say nothing."""
    for place in (*f.ways(), *f.outcomes(), *f.lines()):
        silence = place.node.get("diam")
        if silence is not None:
            what = f"“diam” dibuang dari {_name(place)}"
            edits = [Edit(place.child("diam"))]
            if place.node.get("tanya_ke") is not None:
                edits.append(Edit(place.child("tanya_ke")))
            yield _mutation(f, "diam-hilang", silence, what, *edits)


def change_clauses(f: FlowFile, rng: random.Random) -> Found:
    """Cite another clause of the same document, or one clause fewer."""
    for place, key in _citing(f):
        words = words_at(f.root, place.child(key))
        for path, word in words:
            document = word.text.split("-")[0]
            cited = {other.text for _, other in words}
            near = [c for c in f.library.clauses if c.split("-")[0] == document and c not in cited]
            text = rng.choice(near)
            what = f"{key} {_name(place)}: {word.text} menjadi {text}"
            yield _mutation(f, "klausul-lain", word, what, _set(path, word, text))
            if len(words) > 1:
                what = f"{key} {word.text} dibuang dari {_name(place)}"
                yield _mutation(f, "klausul-lain", word, what, Edit(path))
        if len(words) == 1:
            what = f"{key} {words[0][1].text} dibuang dari {_name(place)}"
            edit = Edit(place.child(key))
            yield _mutation(f, "klausul-lain", words[0][1], what, edit)


def _citing(f: FlowFile) -> Iterator[tuple[Place, str]]:
    for place in (*f.steps(), *f.ways(), *f.outcomes(), *f.lines()):
        yield place, "klausul"
    for step in f.steps():
        yield step, "pinjam"


def flip_optional(f: FlowFile, rng: random.Random) -> Found:
    """Make an optional question mandatory, a mandatory one optional, a waiver permanent or gone."""
    for step in f.steps():
        if step.node.get("tanya") is None:
            continue
        for key in ("opsional", "boleh_kosong_bila", "wajib_di_halaman"):
            if step.node.get(key) is not None:
                what = f"“{key}” dibuang dari langkah {step.key.text}"
                yield _mutation(f, "opsional-dibalik", step.key, what, Edit(step.child(key)))
        if not any(map(step.node.get, ("opsional", "wajib_di_halaman"))):
            edit = Edit(step.child("opsional"), Scalar("ya", step.key.location))
            what = f"“opsional: ya” ditambah pada langkah {step.key.text}"
            yield _mutation(f, "opsional-dibalik", step.key, what, edit)


KINDS: dict[str, tuple[str, Callable[[FlowFile, random.Random], Iterable[Mutation]]]] = {
    "hasil-tertukar": ("Tujuan dua jalan ditukar", swap_targets),
    "nilai-hasil": ("Nilai pada hasil diganti", change_values),
    "batas-bergeser": ("Batas digeser, atau tepatnya dibalik", shift_bounds),
    "larangan-hilang": ("Larangan dibuang", drop_prohibitions),
    "rujukan-lain": ("Rujukan ke hal lain yang ada", change_references),
    "rujukan-tak-ada": ("Rujukan ke yang tidak ada", break_references),
    "syarat-terbalik": ("Syarat dibalik", reverse_conditions),
    "baris-dihapus": ("Baris, jalan, langkah, atau hasil dihapus", delete_rows),
    "tulisan": ("Tulisan laporan dihapus atau syaratnya diubah", change_lines),
    "diam-hilang": ("Tanda “diam” dibuang", drop_silences),
    "klausul-lain": ("Klausul yang disebut diganti atau dibuang", change_clauses),
    "opsional-dibalik": ("Boleh dilewati dibalik", flip_optional),
}
"""Kind to its words for a reader and the function that finds its places."""
