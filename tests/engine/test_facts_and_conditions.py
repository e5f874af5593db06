"""Facts are read strictly; conditions are words, and bounds are exact."""

from __future__ import annotations

import datetime

import pytest

from flow_engine.conditions import Names, read_condition
from flow_engine.facts import (
    Choice,
    Fact,
    FactType,
    ValueProblem,
    parse_value,
    show_minutes,
    show_value,
)
from flow_engine.guards import Context, Difference, Missing, evaluate
from flow_engine.problems import ProblemLog
from flow_engine.source import read_text

ID = Fact("idpel", FactType.TEXT, "ID", digits=(11, 12), none_label="Tidak ada")
READING = Fact("kode", FactType.READING, "Kode")
MOMENT = Fact("waktu", FactType.DATETIME, "Waktu")
CHOICE = Fact("listrik", FactType.CHOICE, "?", (Choice("padam", "Padam"), Choice("nyala", "N")))


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        (ID, "5312 3456 789", "53123456789"),
        (ID, "531234567890", "531234567890"),
        (ID, "tidak-ada", "tidak-ada"),
        (READING, None, None),
        (READING, 0, "0"),
        (READING, "221,5", "221,5"),
        (READING, -1.5, "-1.5"),
        (MOMENT, "2022-12-19T19:00", datetime.datetime(2022, 12, 19, 19)),
        (MOMENT, "2022-12-19T19:00:59", datetime.datetime(2022, 12, 19, 19)),
        (CHOICE, "padam", "padam"),
        (Fact("n", FactType.INTEGER, "n", minimum=1), 3, 3),
        (Fact("rp", FactType.RUPIAH, "rp"), "1.750", 1750),
        (Fact("s", FactType.EMAIL, "s"), "a.b@contoh.co.id", "a.b@contoh.co.id"),
    ],
)
def test_a_good_value_is_read(fact: Fact, raw: object, value: object) -> None:
    assert parse_value(fact, raw) == value


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        (ID, "5312345678"),
        (ID, "5312345678901"),
        (ID, "53123456789a"),
        (ID, "٥٣١٢٣٤٥٦٧٨٩"),
        (ID, 53123456789),
        (ID, ""),
        (READING, "abc"),
        (READING, True),
        (READING, ""),
        (READING, [1]),
        (MOMENT, "14.00"),
        (MOMENT, "2022-12-19T19:00+07:00"),
        (MOMENT, 5),
        (CHOICE, "Padam"),
        (CHOICE, None),
        (Fact("n", FactType.INTEGER, "n", minimum=1), 0),
        (Fact("n", FactType.INTEGER, "n"), 1.5),
        (Fact("n", FactType.INTEGER, "n"), True),
        (Fact("s", FactType.EMAIL, "s"), "a@b"),
        (Fact("t", FactType.TEXT, "t"), "x" * 501),
    ],
)
def test_a_bad_value_is_refused(fact: Fact, raw: object) -> None:
    with pytest.raises(ValueProblem):
        parse_value(fact, raw)


def test_values_are_shown_in_words() -> None:
    assert show_value(READING, None) == "Tidak Ada Angka"
    assert show_value(Fact("rp", FactType.RUPIAH, ""), 1750) == "Rp1.750"
    assert show_value(MOMENT, datetime.datetime(2022, 12, 19, 9, 5)) == "19 Des 2022 09.05"
    assert [show_minutes(m) for m in (0, 60, 330, 45)] == [
        "0 menit", "1 jam", "5 jam 30 menit", "45 menit",
    ]  # fmt: skip


NAMES = Names(
    {"listrik": CHOICE, "waktu": MOMENT, "awal": Fact("awal", FactType.DATETIME, ""), "idpel": ID},
    {"lama": Difference("lama", "waktu", "awal", "lama")},
)


def holds(condition: str, **facts: object) -> object:
    log = ProblemLog()
    guard = read_condition(read_text(condition, "x.yaml", log), NAMES, log)
    assert list(log) == []
    values = {name: parse_value(NAMES.facts[name], raw) for name, raw in facts.items()}
    return evaluate(guard, Context(values, NAMES.computed))


@pytest.mark.parametrize(
    ("words", "minutes", "expected"),
    [
        ("sampai 6 jam", 359, True), ("sampai 6 jam", 360, True), ("sampai 6 jam", 361, False),
        ("lebih dari 6 jam", 360, False), ("lebih dari 6 jam", 361, True),
        ("kurang dari 3 jam", 179, True), ("kurang dari 3 jam", 180, False),
        ("tepat 3 jam", 179, False), ("tepat 3 jam", 180, True), ("tepat 3 jam", 181, False),
        ("sedikitnya 1 jam 30 menit", 89, False), ("sedikitnya 1 jam 30 menit", 90, True),
        ("[lebih dari 1 jam, kurang dari 2 jam]", 61, True),
        ("[lebih dari 1 jam, kurang dari 2 jam]", 120, False),
    ],
)  # fmt: skip
def test_bounds_are_exact_to_the_minute(words: str, minutes: int, expected: bool) -> None:
    start = datetime.datetime(2022, 12, 31, 22, 0)
    end = start + datetime.timedelta(minutes=minutes)
    assert holds(f"lama: {words}", waktu=end, awal=start) is expected


def test_a_guard_needs_the_fact_it_cannot_do_without() -> None:
    assert holds("lama: sampai 6 jam", waktu="2022-01-01T10:00") == Missing("awal")
    assert holds("{listrik: padam, idpel: ada}") is False
    assert holds("{listrik: padam, waktu: ada}", waktu="2022-01-01T10:00") == Missing("listrik")
    assert holds("salah_satu: [{listrik: padam}, {idpel: kosong}]") is True
    assert holds("bukan: {listrik: padam}", listrik="nyala") is True
    assert holds("lama: kosong") is True


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("listrik: padm", "nilai-di-luar-daftar"),
        ("listrk: padam", "rujukan-fakta"),
        ("lama: 6 jam", "batas-salah"),
        ("lama: sampai enam jam", "batas-salah"),
        ("idpel: '531'", "syarat-salah"),
        ("waktu: sejak kemarin", "batas-salah"),
    ],
)
def test_a_wrong_condition_is_told(condition: str, code: str) -> None:
    log = ProblemLog()
    read_condition(read_text(condition, "x.yaml", log), NAMES, log)
    assert [p.code for p in log] == [code]
