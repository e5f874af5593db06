"""The pages of the paths: what stands there before any script runs."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from flow_engine.lessons import Curriculum, Example, Lesson, Path
from flow_engine.problems import Location
from flow_engine.records import Kind, Note
from learning.progress import PASS_MARK
from macros.data import House, relative
from macros.learn_lesson import MOST_PARTS, render_lesson
from macros.learn_paths import lesson_plans, path_names, render_path, render_paths
from macros.lesson_urls import lesson_url
from tests.knowledge import real_house

from .conftest import HERE, make_page, make_part


def shown_lesson(house: House, name: str) -> str:
    (lesson,) = [one for one in house.library.curriculum.lessons if one.id == name]
    return render_lesson(house.page(f"latihan/{lesson.path}/"), lesson, 1, ("latihan/", "Semua"))


def attribute(text: str, name: str) -> str:
    (found,) = re.findall(rf'\b{name}="([^"]*)"', text)
    return html.unescape(found)


def test_the_way_in_names_every_path_and_where_to_begin(house: House) -> None:
    shown = render_paths(house.page("latihan/"))
    curriculum = house.library.curriculum
    for path in curriculum.paths:
        assert f'<a class="p-polos" href="{path.id}/">{html.escape(path.title)}</a>' in shown
        assert f"{len(path.lessons)} pelajaran</p>" in shown
    first = curriculum.lessons[0]
    assert f'<p class="p-mulai-judul"><a href="{first.path}/#{first.id}">' in shown
    (listed,) = re.findall(r'data-pelajaran="(\[[^"]*\])"', shown)
    rows = json.loads(html.unescape(listed))
    assert [row["id"] for row in rows] == [lesson.id for lesson in curriculum.lessons]
    assert {row["version"] for row in rows} == {one.version for one in house.lessons.values()}
    assert json.loads(attribute(shown, "data-lulus")) == list(PASS_MARK)


def test_a_site_without_lessons_says_so() -> None:
    assert "belum punya pelajaran" in render_paths(make_page(url="latihan/"))


@pytest.mark.parametrize("name", path_names(real_house()))
def test_a_path_holds_its_lessons_one_after_the_other(house: House, name: str) -> None:
    shown = render_path(house.page(f"latihan/{name}/"), name)
    (path,) = [one for one in house.library.curriculum.paths if one.id == name]
    assert shown.startswith(f"# {path.title}\n")
    assert re.findall(r'<section class="p-pelajaran".*?data-pelajaran="([^"]+)"', shown) == [
        lesson.id for lesson in path.lessons
    ]
    for number, lesson in enumerate(path.lessons, start=1):
        assert f"## {number}. {lesson.title} {{#{lesson.id} " in shown
        assert f'<a href="#{lesson.id}">' in shown
        for clause in lesson.clauses:
            for part in house.library.clauses[clause].parts[:MOST_PARTS]:
                assert f'data-part="{part.id}"' in shown
    assert shown.count("<summary>Jawabannya</summary>") == 3 * len(path.lessons)


def test_every_lesson_leads_to_the_one_after_it(house: House) -> None:
    lessons = house.library.curriculum.lessons
    for number, lesson in enumerate(lessons):
        page = f"latihan/{lesson.path}/"
        shown = render_path(house.page(page), lesson.path)
        (section,) = re.findall(rf'<section [^>]*data-pelajaran="{lesson.id}"[^>]*>', shown)
        last = number + 1 == len(lessons)
        after = "latihan/" if last else lesson_url(lessons[number + 1])
        assert attribute(section, "data-lanjut") == relative(after, page)
        assert attribute(section, "data-versi") == house.lessons[lesson.id].version
        assert attribute(section, "data-klausul").split() == list(lesson.clauses)
        cards = json.loads(attribute(section, "data-soal"))
        assert [card["id"] for card in cards] == [c.id for c in house.lessons[lesson.id].cards]


def test_the_progress_page_gets_every_lesson_with_its_version(house: House) -> None:
    plans = lesson_plans(house)
    assert [plan.id for plan in plans] == [one.id for one in house.library.curriculum.lessons]
    assert plans[0].url == "latihan/kata-pertama/#salam-dan-nama"
    assert plans[0].version == house.lessons["salam-dan-nama"].version


def test_a_reason_says_whether_a_clause_gives_it(house: House) -> None:
    stated = shown_lesson(house, "di-lokasi")
    assert "Alasan pokoknya tertulis di" in stated and "#PRK-09B" in stated
    assert "Catatan kami, bukan kalimat SOP." in shown_lesson(house, "salam-dan-nama")


def test_an_example_shows_who_says_what_and_how_it_ends(house: House) -> None:
    shown = shown_lesson(house, "padam-atau-menyala")
    assert "Dijalankan mesin dari skenario “Layar blank”" in shown
    assert re.search(r'p-contoh-ucap"><span class="p-contoh-siapa">CSO</span>', shown)
    assert "Penelepon</span>" in shown and "<b>Padam</b>" in shown
    assert "langkah di antaranya" in shown and "langkah sesudahnya" in shown
    assert "<dt>Tipe WO</dt> <dd>WO Autodispatch</dd>" in shown
    assert "1 RUMAH PADAM (LAYAR APP BLANK/GELAP" in shown
    assert "SOP TIDAK MENGATUR" not in shown.split("p-contoh-akhir")[1]


def test_an_example_that_the_sources_leave_open_says_so(house: House) -> None:
    end = shown_lesson(house, "tepat-tiga-jam").split("p-contoh-akhir")[1]
    assert "SOP TIDAK MENGATUR" in end and "Padam tepat 3 jam tidak diatur" in end
    assert "<dt>Hitungan</dt>" in end


def test_an_example_that_leads_on_names_the_flow_by_its_title(house: House) -> None:
    end = shown_lesson(house, "salam-dan-nama").split("p-contoh-akhir")[1]
    title = house.flows["periksa"].title
    assert f"<dt>Lanjut ke</dt> <dd>{title}</dd>" in end
    other = shown_lesson(house, "penyambungan-sementara").split("p-contoh-akhir")[1]
    assert "<dt>Lanjut ke</dt> <dd>SOP permohonan dengan skema 1 atau 2</dd>" in other


def test_what_is_history_or_withdrawn_carries_its_stamp(house: House) -> None:
    shown = shown_lesson(house, "yang-dicabut")
    assert "DICABUT" in shown and "HISTORIS" in shown and "p-dicabut" in shown


def test_a_prohibition_of_an_example_stands_under_its_word(house: House) -> None:
    shown = shown_lesson(house, "arti-kode-tidak-disampaikan")
    (first, *_) = re.findall(r'<div class="p-contoh-dont">(.*?)</div>', shown)
    assert first.startswith('<span class="p-contoh-siapa">JANGAN DISAMPAIKAN</span>')
    said = re.findall(r'<div class="p-contoh-ucap">.*?</div></div>', shown)
    forbidden = [p.text for p in house.library.parts.values() if p.kind is Kind.DONT_SAY]
    assert said and not [text for text in forbidden if any(text in one for one in said)]


def test_an_order_is_answered_with_a_numbered_list(house: House) -> None:
    shown = shown_lesson(house, "lapor-lewat-pln-mobile")
    assert "<summary>Jawabannya</summary><ol>" in shown
    assert "tidak ada panggilan yang dijalankan" in shown


def small(house: House, lesson: Lesson) -> House:
    path = Path("p", "P", "T", (lesson,), HERE)
    library = replace(house.library, curriculum=Curriculum((path,)))
    return House(library, house.flows, house.tried)


def test_a_clause_with_many_parts_shows_the_first_and_links_to_the_rest(house: House) -> None:
    lesson = Lesson("a", "p", "A", ("PMB-C2",), "M", HERE, without_example="Tidak ada.")
    made = small(house, lesson)
    count = len(house.library.clauses["PMB-C2"].parts)
    assert count > MOST_PARTS
    shown = render_lesson(made.page("latihan/p/"), lesson, 1, ("latihan/", "Semua"))
    assert f"{count - MOST_PARTS} bagian lagi di PMB-C2" in shown


def test_a_clause_without_parts_shows_its_summary() -> None:
    page = make_page(notes=(Note("diam", "Tidak diatur."),))
    lesson = Lesson("a", "p", "A", ("PRK-03",), "M", HERE, without_example="Tidak ada.")
    path = Path("p", "P", "T", (lesson,), HERE)
    library = replace(page.library, curriculum=Curriculum((path,)))
    house = House(library)
    shown = render_lesson(house.page("latihan/p/"), lesson, 1, ("latihan/", "Semua"))
    assert '<p class="p-ringkas">Tanyakan.</p>' in shown and "Tidak diatur." in shown


def test_an_example_that_waits_says_that_the_call_goes_on(house: House) -> None:
    title = "Kode 08 belum dibacakan"
    example = Example("periksa", title, Location("latihan.yaml"))
    lesson = Lesson("a", "p", "A", ("PRK-12a",), "M", HERE, example=example)
    made = small(house, lesson)
    shown = render_lesson(made.page("latihan/p/"), lesson, 1, ("latihan/", "Semua"))
    assert "panggilannya masih berjalan" in shown


def test_a_lesson_copies_no_wording_that_must_not_be_said(house: House) -> None:
    part = make_part(Kind.DONT_SAY, "Rahasia")
    page = make_page(part)
    lesson = Lesson("a", "p", "A", ("PRK-03",), "M", HERE, without_example="Tidak ada.")
    path = Path("p", "P", "T", (lesson,), HERE)
    small_house = House(replace(page.library, curriculum=Curriculum((path,))))
    shown = render_lesson(small_house.page("latihan/p/"), lesson, 1, ("latihan/", "Semua"))
    assert "p-dont" in shown and "p-copy" not in shown
