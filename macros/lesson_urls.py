"""Where paths and lessons live on the site."""

from __future__ import annotations

from flow_engine.lessons import Lesson

INDEX = "latihan/"


def path_url(path: str) -> str:
    """Return the address of a path's page from the site's root."""
    return f"{INDEX}{path}/"


def lesson_url(lesson: Lesson) -> str:
    """Return the address of a lesson from the site's root."""
    return f"{path_url(lesson.path)}#{lesson.id}"
