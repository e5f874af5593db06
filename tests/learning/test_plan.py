"""What there is to learn is gathered from the records of the pages."""

from __future__ import annotations

from flow_engine.model import Flow
from learning.make_plan import make_plan
from learning.plan import LessonPlan
from tests.engine.conftest import MakeFlow, make_flow  # noqa: F401
from tests.knowledge import real_library

FLOW = """
alur: contoh
judul: Contoh
dokumen: PRK
fakta:
  warna: {tanya: Warna?, pilihan: {merah: Merah, biru: Biru}}
langkah:
  warna: {judul: Warna, tanya: warna, jika: {merah: {hasil: habis}, biru: {hasil: habis}}}
hasil:
  habis: {judul: Habis}
"""


def test_each_document_has_its_clauses_and_each_flow_its_edges_and_calls(
    make_flow: MakeFlow,  # noqa: F811
) -> None:
    flow: Flow = make_flow(FLOW)[0]
    lesson = LessonPlan("salam", "Salam", "Kata pertama", "latihan/kata/#salam", "v1")
    library = real_library()
    made = make_plan(library, {"contoh": flow}, [lesson], ["celah/1"], {"contoh": ["contoh-a"]})
    assert [document.id for document in made.documents] == [*library.documents]
    found = [clause for document in made.documents for clause in document.clauses]
    assert sorted(found) == sorted(library.clauses)
    (listed,) = made.flows
    assert listed.edges == ("contoh/warna#0", "contoh/warna#1")
    assert listed.calls == ("contoh-a",)
    assert (made.lessons, made.cards) == ((lesson,), ("celah/1",))


def test_without_lessons_and_calls_the_flows_stay(make_flow: MakeFlow) -> None:  # noqa: F811
    made = make_plan(real_library(), {"contoh": make_flow(FLOW)[0]})
    assert [flow.calls for flow in made.flows] == [()]
    assert made.lessons == ()
