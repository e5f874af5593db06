"""The audit with a service made here: clean, vulnerable, gone, and one that knows nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import audit as tool
from tools.audit import ADDRESS, CONTROLS, GIT, NPM, PYPI, Package, audit
from tools.site import ROOT

PACKAGES = [
    Package(GIT, tool.CPYTHON, "v3.14.2"),
    Package(PYPI, "jinja2", "3.1.6"),
    Package(PYPI, "pyyaml", "6.0.3"),
    Package(NPM, "pyodide", "314.0.7"),
]
KNOWN = {control: ["GHSA-kendali"] for control in CONTROLS.values()}
Answer = Callable[[list[dict[str, Any]]], Any]


def knowing(vulnerable: Mapping[Package, list[str]]) -> Answer:
    def answer(queries: list[dict[str, Any]]) -> Any:
        results = []
        for query in queries:
            about = query["package"]
            ids = vulnerable.get(Package(about["ecosystem"], about["name"], query["version"]), [])
            results.append({"vulns": [{"id": name} for name in ids]} if ids else {})
        return {"results": results}

    return answer


class Service:
    """A service on this machine, as osv.dev answers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer: Answer = knowing(KNOWN)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                queries = json.loads(self.rfile.read(size))["queries"]
                body = json.dumps(outer.answer(queries)).encode()
                self.send_response(200 if self.path == "/v1/querybatch" else 404)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv(ADDRESS, f"http://127.0.0.1:{self.http.server_address[1]}/")

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    running = Service(monkeypatch)
    yield running
    running.stop()


def no_npm() -> str:
    raise OSError("npm tidak ada")


def audited(packages: Sequence[Package] = PACKAGES, npm: Callable[[], str] = no_npm) -> Any:
    return audit(packages, tool.ask_osv, npm)


def test_all_looked_up_and_nothing_known_is_success(service: Service) -> None:
    assert audited() == (0, "4 dari 4 paket diperiksa, 0 dengan celah yang diketahui.")


def test_one_vulnerable_package_fails_and_is_named(service: Service) -> None:
    service.answer = knowing({**KNOWN, PACKAGES[2]: ["GHSA-a", "CVE-b"]})
    code, told = audited()
    assert code == 1 and "Celah diketahui: pyyaml 6.0.3 (PyPI): GHSA-a, CVE-b" in told


def test_a_service_that_is_gone_fails_and_every_package_is_named(service: Service) -> None:
    service.stop()
    code, told = audited()
    assert code == 2
    assert all(f"Tidak dapat diperiksa: {package}\n" in told for package in PACKAGES)
    assert "0 dari 4 paket diperiksa" in told and "npm audit: tanpa hasil (OSError)" in told


def test_a_service_that_knows_nothing_is_not_believed(service: Service) -> None:
    service.answer = knowing({CONTROLS[NPM]: ["GHSA-kendali"]})
    code, told = audited()
    assert code == 2
    assert "osv.dev, PyPI: tidak mengenal jinja2 2.4.1 (PyPI)" in told
    assert "Tidak dapat diperiksa: jinja2 3.1.6 (PyPI)" in told
    assert "Tidak dapat diperiksa: pyodide" not in told
    assert "1 dari 4 paket diperiksa" in told


@pytest.mark.parametrize(
    "wrong",
    [{}, [], {"results": []}, {"results": None}, {"results": ["x"] * 2}, {"results": [{}] * 9}],
)  # fmt: skip
def test_an_answer_of_another_shape_is_no_check(service: Service, wrong: Any) -> None:
    service.answer = lambda queries: wrong
    assert audited()[0] == 2


def test_what_is_vulnerable_wins_over_what_is_unchecked(service: Service) -> None:
    known = knowing({**KNOWN, PACKAGES[1]: ["GHSA-a"]})
    service.answer = lambda queries: (
        known(queries) if queries[0]["package"]["ecosystem"] == PYPI else {"results": []}
    )
    code, told = audited()
    assert code == 1 and "Celah diketahui: jinja2" in told and "diperiksa: pyodide" in told


def test_many_packages_are_asked_in_groups_each_with_its_control(service: Service) -> None:
    sizes = []
    known = knowing(KNOWN)

    def answer(queries: list[dict[str, Any]]) -> Any:
        sizes.append(len(queries))
        return known(queries)

    service.answer = answer
    many = [Package(PYPI, f"p{n}", "1") for n in range(tool.MOST_AT_ONCE + 1)]
    assert audited(many)[0] == 0
    assert sizes == [tool.MOST_AT_ONCE + 1, 2]


NPM_CLEAN = {"vulnerabilities": {}, "metadata": {"dependencies": {"total": 1}}}
NPM_FOUND = {
    "vulnerabilities": {"pyodide": {"via": [{"url": "https://contoh.test/GHSA-x"}, "lain"]}},
    "metadata": {"dependencies": {"total": 1}},
}


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (json.dumps(NPM_CLEAN), 0, "1 dari 1"),
        (json.dumps(NPM_FOUND), 1, "https://contoh.test/GHSA-x"),
        (json.dumps({**NPM_CLEAN, "metadata": {"dependencies": {"total": 0}}}), 2, "hanya 0 paket"),
        (json.dumps({"message": "405"}), 2, "tanpa hasil (KeyError)"),
        ("", 2, "tanpa hasil"),
    ],
)
def test_npm_itself_is_asked_where_the_service_knows_no_npm(
    service: Service, answer: str, code: int, told: str
) -> None:
    service.answer = knowing({})
    got, said = audited([PACKAGES[3]], lambda: answer)
    assert got == code and told in said


def test_every_lock_file_of_this_project_is_read_whole() -> None:
    found = tool.locked_packages(ROOT)
    names = {(package.ecosystem, package.name) for package in found}
    wanted = {"mkdocs", "jinja2", "nh3", "pyodide-build", "uv", "playwright"}
    assert {(PYPI, name) for name in wanted} <= names
    assert {(NPM, "pyodide"), (NPM, "workbox-core"), (GIT, tool.CPYTHON)} <= names
    lines = sum(
        line[0].isalnum()
        for lock in (ROOT / "requirements").glob("*lock.txt")
        for line in lock.read_text("utf-8").splitlines()
        if line
    )
    listed = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(found) <= lines + len(listed) + 1
    assert {package.name for package in found if package.ecosystem == NPM} == {
        place.rpartition("node_modules/")[2] for place in listed if place
    }


def test_a_requirement_without_one_version_is_refused(tmp_path: Path) -> None:
    assert tool.python_packages("# a\nA.b==1.0 \\\n    --hash=x\nc==2 ; python_version<'3'\n") == [
        Package(PYPI, "a.b", "1.0"),
        Package(PYPI, "c", "2"),
    ]
    with pytest.raises(ValueError, match="2 baris, 1"):
        tool.python_packages("a==1\nb>=2\n")


def test_the_command_ends_with_the_code_and_says_why(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tool, "run_npm_audit", no_npm)
    assert tool.main() == 0
    assert "0 dengan celah" in capsys.readouterr().out
    service.stop()
    assert tool.main() == 2
    assert "Tidak dapat diperiksa: mkdocs " in capsys.readouterr().err
