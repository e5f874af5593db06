"""Flows of any length for the benchmark, the same for the same seed.

A flow is a chain of procedures of about a hundred steps. Each has facts of its own:
two moments asked early and compared by tables until its end, a choice that its
reports depend on, questions that may be skipped, choices that part and meet again,
calls of shared rooms, and a few outcomes with report lines.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import count

from flow_engine.flows import Shared, read_flow
from flow_engine.library import empty_library
from flow_engine.model import Flow
from flow_engine.problems import ProblemLog
from flow_engine.source import read_text

PROCEDURE = 100
ROOMS = 2
_CLOCK_WORDS = ("padam", "selesai", "lama", "sejak")
# A made-up flow has no document and cites no clause.
_EXPECTED = frozenset({"rujukan-dokumen", "tanpa-sumber"})


def make_flow(steps: int, seed: int = 1) -> Flow:
    """Return a sound flow with this many written steps, its shared rooms included.

    Raises:
        ValueError: The text has problems; the generator is wrong.
    """
    log = ProblemLog()
    node = read_text(write_flow(steps, seed), "contoh.yaml", log)
    if node is None:
        raise ValueError("\n".join(map(str, log)))
    flow = read_flow(node, Shared({}, {}, {}, ()), empty_library(), log)
    unexpected = [str(problem) for problem in log if problem.code not in _EXPECTED]
    if unexpected:
        raise ValueError("\n".join(unexpected[:5]))
    return flow


def write_flow(steps: int, seed: int = 1) -> str:
    """Return the flow as an editor would write it."""
    return _Writer(random.Random(seed), steps).write()


@dataclass
class _Writer:
    rng: random.Random
    wanted: int
    facts: list[str] = field(default_factory=lambda: ["sekarang: {tanya: Jam, jenis: waktu}"])
    computed: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    written: int = 0
    procedure: int = 0

    def write(self) -> str:
        while self.written < self.wanted:
            self._procedure(min(PROCEDURE, self.wanted - self.written))
        self._step(f"p{self.procedure}", "catatan: [{jenis: tafsir, teks: Akhir.}], hasil: akhir")
        self.outcomes.append("akhir: {judul: Akhir}")
        blocks = {
            "fakta": self.facts, "hitung": self.computed, "langkah": self.steps,
            "bagian": self.rooms, "tabel": self.tables, "hasil": self.outcomes,
        }  # fmt: skip
        lines = ["alur: contoh", "judul: Contoh", "dokumen: X"]
        for name, entries in blocks.items():
            lines += [f"{name}:", *(f"  {entry}" for entry in entries)] if entries else []
        return "\n".join(lines) + "\n"

    def _step(self, name: str, body: str) -> None:
        self.steps.append(f"{name}: {{{body}}}")
        self.written += 1

    def _procedure(self, size: int) -> None:
        """Write one procedure; its first step is ``p<number>``, its last leads to the next."""
        number, until = self.procedure, self.written + size
        self.procedure += 1
        self._begin(number)
        names = (f"p{number}s{index}" for index in count())
        name = next(names)
        while self.written < until:
            block = self.rng.choices(
                (self._choice, self._optional, self._plain, self._clocks, self._call),
                (35, 25, 20, 5, 10),
            )[0]
            after = next(names)
            block(number, name, after)
            name = after
        self.steps.append(f"{name}: {{ke: p{self.procedure}}}")

    def _begin(self, number: int) -> None:
        values = "{padam: Padam, menyala: Menyala}"
        self.facts.append(f"listrik{number}: {{tanya: Listrik, pilihan: {values}}}")
        for index in range(ROOMS):
            self._room(f"r{number}-{index}", f"bagian{number}_{index}")
        self._step(f"p{number}", f"tanya: listrik{number}, ke: p{number}s0")

    def _room(self, room: str, fact: str) -> None:
        """A shared room: a question that may be skipped, and a detour for one answer."""
        self.facts.append(f"{fact}: {{tanya: Bagian, pilihan: {{ya: Ya, tidak: Tidak}}}}")
        self.rooms.append(
            f"{room}: {{judul: Bagian, langkah: {{"
            f"tanya: {{tanya: {fact}, opsional: ya, jika: {{ya: {{ke: lain}}, "
            "tidak: {ke: akhir}, selain_itu: {ke: akhir}}}, "
            "lain: {catatan: [{jenis: tafsir, teks: Lain.}], ke: akhir}, "
            "akhir: {catatan: [{jenis: tafsir, teks: Akhir.}], kembali: ya}}}"
        )
        self.written += 3

    def _fact(self, name: str, values: int) -> list[str]:
        found = [f"v{index}" for index in range(values)]
        labels = ", ".join(f"{value}: Nilai {value}" for value in found)
        self.facts.append(f"{name}: {{tanya: Pilih, pilihan: {{{labels}}}}}")
        return found

    def _choice(self, number: int, name: str, after: str) -> None:
        """A choice: to the next step, over a detour, now and then to an outcome."""
        values = self._fact(name, self.rng.randint(2, 4))
        ways = []
        for index, value in enumerate(values):
            if index == 0:
                ways.append(f"{value}: {{ke: {after}}}")
            elif self.rng.random() < 0.15:
                self._outcome(number, f"{name}-{value}")
                ways.append(f"{value}: {{hasil: {name}-{value}}}")
            else:
                self._step(f"{name}{value}", f"tanya: {self._note(f'{name}{value}')}, opsional: ya,"
                                             f" ke: {after}")  # fmt: skip
                ways.append(f"{value}: {{ke: {name}{value}}}")
        self._step(name, f"tanya: {name}, jika: {{{', '.join(ways)}}}")

    def _note(self, name: str) -> str:
        self.facts.append(f"catat_{name}: {{tanya: Catatan}}")
        return f"catat_{name}"

    def _outcome(self, number: int, name: str) -> None:
        lines = ", ".join(
            f"{{ke: APKT, isian: Permasalahan, teks: {text}, bila: {{listrik{number}: {value}}}, "
            "diam: Tidak diatur.}"
            for text, value in (("PADAM", "padam"), ("MENYALA", "menyala"))
        )
        self.outcomes.append(f"{name}: {{judul: Hasil, apkt: GANGGUAN, tulis: [{lines}]}}")

    def _optional(self, number: int, name: str, after: str) -> None:
        """A question that may be skipped."""
        values = self._fact(name, 2)
        ways = ", ".join(f"{value}: {{ke: {after}}}" for value in values)
        self._step(name, f"tanya: {name}, opsional: ya, jika: {{{ways}, "
                         f"selain_itu: {{ke: {after}}}}}")  # fmt: skip

    def _plain(self, number: int, name: str, after: str) -> None:
        """A step that is read."""
        self._step(name, f"tanya: {self._note(name)}, ke: {after}")

    def _clocks(self, number: int, name: str, after: str) -> None:
        """Two moments, one of them optional, and three tables over how long ago they are."""
        padam, selesai, lama, sejak = (f"{word}_{name}" for word in _CLOCK_WORDS)
        for fact in (padam, selesai):
            self.facts.append(f"{fact}: {{tanya: Jam, jenis: waktu, tidak_sesudah: sekarang}}")
        for duration, fact in ((lama, padam), (sejak, selesai)):
            self.computed.append(
                f"{duration}: {{rumus: sekarang - {fact}, sebutan: {duration.title()}}}"
            )
        self._step(name, f"tanya: {selesai}, ke: {name}p")
        self._step(f"{name}p", f"tanya: {padam}, opsional: ya, ke: {name}t")
        aside = f"{name}lain"
        self._step(aside, f"tanya: {self._note(aside)}, opsional: ya, ke: {after}")
        tables = {
            f"{name}t": (
                f"{lama}: kosong, ke: {name}u",
                f"{lama}: sampai 6 jam, ke: {name}u",
                f"{lama}: lebih dari 6 jam, {sejak}: sampai 6 jam, ke: {aside}",
                f"{lama}: lebih dari 6 jam, {sejak}: lebih dari 6 jam, ke: {name}u",
            ),
            f"{name}u": (
                f"{sejak}: sampai 6 jam, listrik{number}: padam, ke: {name}v",
                f"{sejak}: sampai 6 jam, listrik{number}: menyala, ke: {aside}",
                f"{sejak}: lebih dari 6 jam, ke: {name}v",
            ),
            f"{name}v": (
                f"{lama}: kosong, ke: {aside}",
                f"{lama}: kurang dari 3 jam, ke: {after}",
                f"{lama}: tepat 3 jam, ke: {aside}",
                f"{lama}: lebih dari 3 jam, ke: {after}",
            ),
        }
        for table, rows in tables.items():
            self.tables += [f"{table}:", *(f"  - {{{row}}}" for row in rows)]
            self._step(table, f"tabel: {table}")

    def _call(self, number: int, name: str, after: str) -> None:
        """A call of a shared room."""
        room = f"r{number}-{self.rng.randrange(ROOMS)}"
        self.steps.append(f"{name}: {{panggil: {room}, ke: {after}}}")
        self.written += 1
