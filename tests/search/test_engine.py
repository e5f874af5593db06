"""The search itself, over the project's own records."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search.node import data, run, search

BAD = [
    "a" * 10_000,
    "mati lampu " * 1_000,
    "😀😀😀",
    "<img src=x onerror=alert(1)>",
    "(.*)+?[a-z]{2,}\\",
    "\u202eadapmal\u202c",
    "'; DROP TABLE--",
    "\x00\x01",
    '"',
    "“”",
    "",
    "   ",
]


FIRST = {
    "gak bisa masuk lupa sandi": "PMB-A2b",
    "admin gopay": "biaya-gopay",
    "kode 41": "PRK-12d",
    "adm go": "biaya-gopay",
    "lupa pasw": "PMB-A2b",
    "PRK-09B1b": "PRK-09B1b",
    "prk 09b1b": "PRK-09B1b",
    "vc4-5a2": "VC4-5A2",
    "status waiting for customer": "status-waiting-for-customer",
}


def test_the_answer_stands_first() -> None:
    found = search(*FIRST)
    assert {question: ids[0] for question, ids in zip(FIRST, found, strict=True)} == FIRST


def test_half_an_id_brings_the_whole_family_in_order() -> None:
    (found,) = search("PRK-12", limit=6)
    assert found[0] == "PRK-12"
    assert all(name.startswith("PRK-12") for name in found)


def test_a_slip_of_the_finger_finds_the_same() -> None:
    right, wrong = search("lupa password", "lupa pasword")
    assert right[0] == wrong[0]


def test_a_word_that_is_nowhere_does_not_hide_the_answer() -> None:
    (found,) = search("xylofon lupa password zzzz")
    assert found[0] == "PMB-A2b"


def test_quotation_marks_ask_for_the_letter() -> None:
    wording = "Mohon maaf, dengan {Bapak / Ibu} siapa saya berbicara?"
    exact, half, other = search(f'"{wording}"', '"siapa saya berbicara"', '"Siapa saya berbicara"')
    assert exact[0] == "PRK-02"
    assert "PRK-02" in half
    assert "PRK-02" not in other


def test_only_the_role_and_the_document_asked_for_are_found() -> None:
    (of_lul,) = search("lapor", document="LUL", limit=40)
    documents = {record["id"]: record.get("document") for record in data()["records"]}
    assert {documents[name] for name in of_lul} == {"LUL"}
    (for_qa,) = search("periksa", role="qa", limit=40)
    assert not any(name.startswith("alur-") for name in for_qa)


def test_what_is_withdrawn_stands_below_what_is_in_force() -> None:
    body = """
  const entry = (id, marks) => ({ id, kind: "klausul", title: "Lupa sandi", url: id, marks });
  const engine = new SearchEngine(
    [entry("a", ["dicabut"]), entry("b", ["historis"]), entry("c", [])], given.words);
  return found(engine.search("lupa sandi"));
"""
    assert run(body) == ["c", "b", "a"]


def test_a_ready_index_answers_as_one_made_on_the_spot() -> None:
    body = """
  const index = JSON.parse(JSON.stringify(buildIndex(given.records, given.words)));
  const ready = new SearchEngine(given.records, given.words, index);
  const fresh = new SearchEngine(given.records, given.words);
  return given.questions.map((text) =>
    [found(ready.search(text)), found(fresh.search(text))]);
"""
    pairs = run(body, questions=["mati lampu lagi tetangga nyala", "admin gopay", "kode 41"])
    assert all(left == right and left for left, right in pairs)


def test_nothing_at_all_still_has_neighbours() -> None:
    body = """
  const engine = new SearchEngine(given.records, given.words);
  return found(engine.nearest("passwrrd loopa", { limit: 4 }));
"""
    assert 0 < len(run(body)) <= 4


def test_bad_input_is_answered_and_never_fails() -> None:
    assert len(search(*BAD)) == len(BAD)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=40, max_size=40))
def test_any_text_is_answered(texts: list[str]) -> None:
    plain = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert len(search(*plain)) == len(plain)


def test_one_edit_counts_once() -> None:
    pairs = {"sandi": 0, "snadi": 1, "sandy": 1, "sndi": 1, "ssandi": 1, "padam": 9}
    body = "  return given.others.map((other) => distance('sandi', other, 2));"
    assert run(body, others=list(pairs)) == list(pairs.values())
