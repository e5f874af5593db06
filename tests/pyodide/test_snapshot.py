"""The picture of Python's memory: a browser makes of it the very heap that the build made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from macros.publish import node
from macros.publish.bytecode import cached_bytecode
from macros.publish.runtime import cached_bundle, flow_hash
from macros.publish.snapshot import MOST_HEAP, SCRIPT, cached_snapshot, warm_up
from tools.site import ROOT
from tools.site_server import SiteServer

HEAP = """async () => {
  const { files, snapshot } = await (await fetch('/runtime/runtime.json')).json();
  const { startPython } = await import('/assets/pandu/worker-python.js');
  for (const file of Object.values(files)) {
    file.address = new URL('/' + file.path, location.href).href;
  }
  let made = null;
  await startPython({ rung: 'kilat', files }, () => {}, (heap) => {
    made = crypto.subtle.digest('SHA-256', heap.slice());
  });
  const hash = Array.from(new Uint8Array(await made), (b) => b.toString(16).padStart(2, '0'));
  return { heap: hash.join(''), published: snapshot.sha256 };
}"""


@pytest.fixture(scope="module")
def manifest(site_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((site_dir / "runtime" / "runtime.json").read_text())
    return found


def test_chromium_puts_back_the_heap_that_node_made(
    browser: Browser, site_server: SiteServer
) -> None:
    page = browser.new_page()
    page.goto(site_server.url("404.html"))
    found = page.evaluate(HEAP)
    assert found["heap"] == found["published"]
    page.close()


def test_its_heap_is_one_that_pyodide_puts_back_and_it_holds_the_flows_of_the_site(
    site_dir: Path, manifest: dict[str, Any]
) -> None:
    assert manifest["snapshot"]["heap"] <= MOST_HEAP
    files = sorted((site_dir / "data" / "alur").glob("*.json"))
    assert manifest["snapshot"]["flows"] == {
        file.stem: flow_hash(file.read_text("utf-8")) for file in files
    }
    for name, known in manifest["snapshot"]["flows"].items():
        html = (site_dir / "alur" / name / "index.html").read_text("utf-8")
        assert f'data-flow-hash="{known}"' in html


def test_a_light_build_leaves_it_out_and_takes_one_that_is_there(
    site_dir: Path, tmp_path: Path
) -> None:
    lock = cached_bundle(ROOT).lock
    code = cached_bytecode(ROOT, cached_bundle(ROOT).wheel).path
    assert cached_snapshot(ROOT, code, lock, {}, make=False) is None
    files = sorted((site_dir / "data" / "alur").glob("*.json"))
    texts = {file.stem: file.read_text("utf-8") for file in files}
    assert cached_snapshot(ROOT, code, lock, texts, make=False) is not None
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    assert cached_snapshot(tmp_path, code, lock, texts, make=False) is None


def test_a_flow_that_the_engine_refuses_is_told(tmp_path: Path) -> None:
    given = {
        "pyodide": str(ROOT / "node_modules" / "pyodide"),
        "bytecode": str(cached_bytecode(ROOT, cached_bundle(ROOT).wheel).path),
        "lock": str(cached_bundle(ROOT).lock),
        "messages": warm_up({"rusak": "{}"}),
    }
    with pytest.raises(node.NodeError, match="Data alur ini tidak cocok"):
        node.make_file(SCRIPT, given)
