"""The way in to the lessons, and a page for each path."""

from __future__ import annotations

import json

from flow_engine.lessons import Path
from learning.plan import LessonPlan
from learning.progress import PASS_MARK
from macros.data import House, Page
from macros.html import block, element, escape, escape_markdown, link
from macros.learn_lesson import render_lesson
from macros.lesson_urls import INDEX, lesson_url, path_url

PASSED = json.dumps(PASS_MARK)


def path_names(house: House) -> list[str]:
    """Return the ids of the paths."""
    return [path.id for path in house.library.curriculum.paths]


def lesson_plans(house: House) -> list[LessonPlan]:
    """Return every lesson as progress is held against it, in the order in which it is learnt."""
    return [
        LessonPlan(
            lesson.id,
            lesson.title,
            path.title,
            lesson_url(lesson),
            house.lessons[lesson.id].version,
        )
        for path in house.library.curriculum.paths
        for lesson in path.lessons
    ]


def render_paths(page: Page) -> str:
    """Return where to begin, and every path with its lessons."""
    curriculum = page.library.curriculum
    if not curriculum.lessons:
        return block(element("p", "Situs ini belum punya pelajaran.", "p-empty"))
    first = curriculum.lessons[0]
    lessons = [
        {
            "id": lesson.id,
            "title": lesson.title,
            "path": lesson.path,
            "url": page.to(lesson_url(lesson)),
            "version": page.house.lessons[lesson.id].version,
        }
        for lesson in curriculum.lessons
    ]
    start = element(
        "div",
        element("p", "Mulai di sini", "p-mulai-label")
        + element("p", link(page.to(lesson_url(first)), first.title), "p-mulai-judul")
        + element(
            "p",
            escape(
                f"Pelajaran pertama dari {len(lessons)}. Setiap pelajaran memakan beberapa menit: "
                "klausulnya, alasannya, satu contoh, dan tiga soal."
            ),
            "p-mulai-tentang",
        ),
        "p-mulai",
    )
    rows = "".join(
        _path_row(page, path, number) for number, path in enumerate(curriculum.paths, start=1)
    )
    return block(
        element(
            "div",
            element("p", "", "p-latihan-pesan", role="status", hidden="")
            + start
            + element("ol", rows, "p-jalur-daftar"),
            "p-latihan",
            data_pelajaran=json.dumps(lessons, ensure_ascii=False),
            data_lulus=PASSED,
        )
    )


def _path_row(page: Page, path: Path, number: int) -> str:
    lessons = "".join(
        element(
            "li",
            link(page.to(lesson_url(lesson)), lesson.title)
            + " "
            + element("span", "", "p-pelajaran-tanda", hidden=""),
            data_pelajaran=lesson.id,
        )
        for lesson in path.lessons
    )
    count = f"{len(path.lessons)} pelajaran"
    return element(
        "li",
        element("span", str(number), "p-jalur-nomor", aria_hidden="true")
        + element(
            "div",
            element("h2", link(page.to(path_url(path.id)), path.title, "p-polos"))
            + element("p", escape(path.about), "p-jalur-tentang")
            + element("p", escape(count), "p-jalur-maju")
            + element("details", element("summary", "Isinya") + element("ol", lessons)),
        ),
        "p-jalur-baris",
        data_jalur=path.id,
    )


def render_path(page: Page, path_id: str) -> str:
    """Return the page of one path: what it holds, then lesson by lesson.

    Raises:
        StopIteration: No path has this id.
    """
    paths = page.library.curriculum.paths
    number = next(n for n, path in enumerate(paths, start=1) if path.id == path_id)
    path = paths[number - 1]
    listed = "".join(
        element(
            "li",
            link(f"#{lesson.id}", lesson.title)
            + " "
            + element("span", "", "p-pelajaran-tanda", hidden=""),
            data_pelajaran=lesson.id,
        )
        for lesson in path.lessons
    )
    head = element(
        "div",
        element("p", f"Jalur {number} dari {len(paths)}. {escape(path.about)}", "p-jalur-tentang")
        + element("p", "", "p-latihan-pesan", role="status", hidden="")
        + element("nav", element("ol", listed), "p-jalur-isi", aria_label="Pelajaran di jalur ini"),
        "p-jalur",
        data_jalur=path.id,
        data_lulus=PASSED,
        data_root=page.to(""),
    )
    pieces = [f"# {escape_markdown(path.title)}\n\n", block(head)]
    order = page.library.curriculum.lessons
    for place, lesson in enumerate(path.lessons, start=1):
        after = order.index(lesson) + 1
        following = (INDEX, "Semua jalur")
        if after < len(order):
            following = (lesson_url(order[after]), order[after].title)
        pieces.append(render_lesson(page, lesson, place, following))
    return "".join(pieces)
