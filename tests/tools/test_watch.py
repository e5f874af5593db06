from __future__ import annotations

import pytest

from tests.watch import Watch

HOME = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("url", "foreign"),
    [
        (f"{HOME}/sop/periksa/", False),
        ("data:image/png;base64,AA==", False),
        ("blob:http://127.0.0.1:8000/1", False),
        ("https://cdn.example/pyodide.mjs", True),
        ("http://127.0.0.1:80001/", True),
        ("wss://cdn.example/", True),
    ],
)
def test_only_what_goes_to_another_host_is_foreign(url: str, foreign: bool) -> None:
    assert Watch(HOME, requests=[url]).foreign_requests() == ([url] if foreign else [])
