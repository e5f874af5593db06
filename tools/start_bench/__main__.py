"""``make bench-start``: interleaved runs in Chromium, every rung beside plain ``loadPyodide``.

Prints a table, writes ``docs/pengembang/bukti/mulai.md`` with a plot, and ends with one line of
ratios and times.
"""

from __future__ import annotations

import datetime
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from macros.html import date_words
from macros.publish.snapshot import warm_up
from tools.browser import ensure_browser, launch_args, wait_for_js
from tools.runtime_faults import HANG
from tools.search_eval.measures import percentile
from tools.site import ROOT
from tools.site_server import Fault
from tools.start_bench.bars import draw_bars
from tools.start_bench.falls import falls, hung_step
from tools.start_bench.memory import tree_memory
from tools.start_bench.stage import MEGABIT, PLAIN, SlowServer, build_stage

PAGE = ROOT / "docs" / "pengembang" / "bukti" / "mulai.md"
FLOW = "periksa"
TO_CHOICES = ("salam", "nama")  # Steps that Enter passes.
PATIENCE_MS = 180_000
WAYS = ("polos", "standar", "hemat", "kilat")
NAMES = {
    "polos": "Pyodide polos",
    "standar": "tingkat 3, Pyodide baku dengan pemeriksaan hash",
    "hemat": "tingkat 2, bytecode",
    "kilat": "tingkat 1, potret memori",
}
# From `new Worker` to the first answer of the engine, with nothing else on the page.
ANSWER = """async ([way, messages, plain]) => {
    const began = performance.now();
    const worker = await (async () => {
        if (way === "polos") return new Worker(`/${plain}/worker.mjs`, { type: "module" });
        const about = await (await fetch("/runtime/runtime.json")).json();
        for (const file of Object.values(about.files)) {
            file.address = new URL("/" + file.path, location.href).href;
        }
        const worker = new Worker("/" + about.worker, { type: "module" });
        worker.postMessage({ type: "boot", rung: way, files: about.files });
        return worker;
    })();
    window.kept = worker;
    if (way === "polos") worker.postMessage({ messages });
    return new Promise((resolve, reject) => {
        let left = 0;
        const wanted = way === "kilat" ? messages.slice(1) : messages;
        worker.onmessage = ({ data }) => {
            if (data.type === "failed") reject(new Error(data.detail));
            if (data.type === "ready" && way !== "polos") {
                left = wanted.length;
                wanted.forEach((message, id) => worker.postMessage({ type: "call", id, message }));
            }
            if (data.type === "result" && --left > 0) return;
            if (["answered", "result"].includes(data.type)) resolve(performance.now() - began);
        };
        worker.onerror = (event) => reject(new Error(event.message));
    });
}"""
# A message there and an answer back, on a Python that is up.
ROUND_TRIPS = """async (message) => {
    const times = [];
    for (let nth = 0; nth < 200; nth += 1) {
        const began = performance.now();
        await new Promise((resolve) => {
            kept.onmessage = resolve;
            kept.postMessage({ type: "call", id: nth, message });
        });
        times.push(performance.now() - began);
    }
    return times;
}"""
# Notes when the first step can be answered, and when Python has drawn a step.
WATCH = """
    window.__seen = {};
    new MutationObserver(() => {
        const desk = document.querySelector(".p-desk");
        if (!desk) return;
        const flow = desk.dataset.flow;
        const now = performance.now();
        const first = desk.querySelector(".p-live:not([hidden]), .p-walk .p-step");
        const answerable = desk.querySelector('.p-walk.is-paged, [data-tool="baru"]:not([hidden])');
        if (first && answerable) __seen[`bisa ${flow}`] ??= now;
        if (desk.dataset.mode === "mesin") __seen[`mesin ${flow}`] ??= now;
    }).observe(document, { subtree: true, childList: true, attributes: true });
"""
KEYS = """
    window.__keys = [];
    let struck = 0;
    addEventListener("keydown", (event) => { struck = event.timeStamp; }, true);
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const stands = target.matches?.(".p-desk") && !target.hasAttribute("aria-busy");
            if (!stands || !struck) continue;
            __keys.push(performance.now() - struck);
            struck = 0;
        }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["aria-busy"] });
"""
NEXT = """async (flow) => {
    const link = document.querySelector(`.p-bar-flows a[data-flow-link="${flow}"]`);
    __seen = {};
    const began = performance.now();
    link.click();
    while (!__seen[`mesin ${flow}`]) await new Promise((next) => setTimeout(next, 1));
    return [__seen[`bisa ${flow}`] - began, __seen[`mesin ${flow}`] - began];
}"""

Times = dict[str, dict[str, list[float]]]


class Bench:
    """One run of everything on one server."""

    def __init__(self, playwright: Playwright, server: SlowServer, runs: int) -> None:
        self.playwright = playwright
        self.server = server
        self.runs = runs
        self.times: Times = {}
        self.bytes: dict[str, int] = {}
        self.memory: dict[str, float] = {}
        folder = server.folder / "data" / "alur"
        text = (folder / f"{FLOW}.json").read_text("utf-8")
        self.messages = list(warm_up({FLOW: text}))

    def launch(self) -> Browser:
        """Start a Chromium of its own."""
        return self.playwright.chromium.launch(
            executable_path=ensure_browser().path, args=launch_args()
        )

    def note(self, column: str, way: str, ms: float) -> None:
        """Keep one time."""
        self.times.setdefault(column, {}).setdefault(way, []).append(ms)
        print(f"{column:24} {way:8} {ms:7.0f} ms", flush=True)

    def empty_page(self, context: BrowserContext) -> Page:
        """Open a page that starts nothing by itself."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(self.server.url("search/pandu.json"))
        return page

    def answer(self, page: Page, way: str) -> float:
        """Bring Python up one way; return the milliseconds to its first answer."""
        taken: float = page.evaluate(ANSWER, [way, self.messages, PLAIN])
        return taken

    def cold_and_warm(self) -> None:
        """Take the first start of a browser that knows nothing, and the one after it."""
        for _ in range(self.runs):
            for way in WAYS:
                browser = self.launch()
                context = browser.new_context(service_workers="block")
                page = self.empty_page(context)
                before = self.server.line.sent
                self.note("dingin", way, self.answer(page, way))
                self.bytes[way] = self.server.line.sent - before
                page.close()
                self.note("hangat", way, self.answer(self.empty_page(context), way))
                browser.close()

    def cold_at_20(self) -> None:
        """Take the first start over a line of 20 Mbit/s."""
        for _ in range(max(3, self.runs // 2)):
            for way in WAYS:
                browser = self.launch()
                page = self.empty_page(browser.new_context(service_workers="block"))
                self.server.line.bytes_per_second = 20 * MEGABIT
                self.note("dingin 20 Mbit/s", way, self.answer(page, way))
                self.server.line.bytes_per_second = 0
                browser.close()

    def relaunched(self) -> None:
        """Take a start in a browser that was closed, with what it kept on its disk."""
        for way in WAYS:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                for nth in range(1 + max(3, self.runs // 2)):
                    context = self.playwright.chromium.launch_persistent_context(
                        profile, executable_path=ensure_browser().path, args=launch_args()
                    )
                    taken = self.answer(self.empty_page(context), way)
                    if nth:
                        self.note("dibuka lagi", way, taken)
                    context.close()

    def memory_and_round_trips(self) -> None:
        """Take the memory that a running Python adds, and how long a message takes."""
        for way in WAYS:
            browser = self.launch()
            page = self.empty_page(browser.new_context(service_workers="block"))
            before = tree_memory()
            self.answer(page, way)
            page.wait_for_timeout(2_000)
            self.memory[way] = tree_memory() - before
            if way != "polos":
                for ms in page.evaluate(ROUND_TRIPS, self.messages[-1]):
                    self.times.setdefault("bolak-balik", {}).setdefault(way, []).append(ms)
            print(f"{'memori':24} {way:8} {self.memory[way]:7.1f} MB", flush=True)
            browser.close()

    def desk_page(self, context: BrowserContext) -> Page:
        """Open the desk and wait for its Python."""
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(WATCH + KEYS)
        page.goto(self.server.url(f"alur/{FLOW}/"))
        page.wait_for_selector(".p-desk[data-mode=mesin]")
        return page

    def the_desk(self) -> None:
        """Take the real page: first step, next page, keys, and without a server."""
        browser = self.launch()
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
        page = self.desk_page(context)
        for _ in range(self.runs * 3):
            page.goto("about:blank")
            page.goto(self.server.url(f"alur/{FLOW}/"))
            page.wait_for_selector(".p-desk[data-mode=mesin]")
            page.wait_for_timeout(50)
            seen = page.evaluate("__seen")
            self.note("langkah pertama", "situs", seen[f"bisa {FLOW}"])
            self.note("Python di meja", "situs", seen[f"mesin {FLOW}"])
        for nth in range(self.runs * 3):
            other = "lapor-ulang" if nth % 2 == 0 else FLOW
            _, ready = page.evaluate(NEXT, other)
            self.note("halaman berikut", "situs", ready)
        page.reload()
        page.wait_for_selector(".p-desk[data-mode=mesin]")
        for _ in range(self.runs):
            for key in ("Enter", "Enter", "1", "1", "Enter", "Alt+ArrowLeft", "Alt+ArrowLeft"):
                page.keyboard.press("Escape")
                page.keyboard.press(key)
                page.wait_for_timeout(150)
        for ms in page.evaluate("__keys"):
            self.note("tombol", "situs", ms)
        wait_for_js(page, "navigator.serviceWorker.controller !== null")
        page.reload()
        page.wait_for_selector(".p-desk[data-mode=mesin]")
        page.wait_for_timeout(5_000)
        self.server.faults["*"] = Fault(503)
        for _ in range(self.runs):
            page.goto("about:blank")
            page.goto(self.server.url(f"alur/{FLOW}/"))
            page.wait_for_selector(".p-desk[data-mode=mesin]")
            page.wait_for_timeout(50)
            self.note("tanpa server", "situs", page.evaluate("__seen")[f"mesin {FLOW}"])
        self.server.faults.clear()
        browser.close()

    def faults(self) -> None:
        """Take how long a broken file and a step without end keep from what works."""
        browser = self.launch()
        for name, ms in falls(browser, self.server, FLOW):
            self.note("sesudah kerusakan", name, ms)
        page = browser.new_context(service_workers="block").new_page()
        page.add_init_script(HANG)
        page.goto(self.server.url(f"alur/{FLOW}/"))
        page.wait_for_selector(".p-desk[data-mode=mesin]", timeout=PATIENCE_MS)
        for _ in TO_CHOICES:
            page.keyboard.press("Enter")
            page.wait_for_timeout(300)
        for _ in range(self.runs):
            self.note("langkah macet", "situs", hung_step(page))
        browser.close()

    def all(self) -> None:
        """Run everything."""
        parts: tuple[Callable[[], None], ...] = (
            self.cold_and_warm, self.cold_at_20, self.relaunched,
            self.memory_and_round_trips, self.the_desk, self.faults,
        )  # fmt: skip
        for part in parts:
            part()

    def last_line(self) -> str:
        """Return the figures that the aims are about."""

        def ratio(column: str) -> float:
            plain, fast = self.times[column]["polos"], self.times[column]["kilat"]
            return statistics.median(plain) / statistics.median(fast)

        def p95(column: str) -> int:
            return round(percentile(self.times[column]["situs"], 0.95))

        return (
            f"ratio-warm {ratio('hangat'):.1f} ratio-cold20 {ratio('dingin 20 Mbit/s'):.1f} "
            f"next-p95-ms {p95('halaman berikut')} "
            f"first-step-p95-ms {p95('langkah pertama')} key-p95-ms {p95('tombol')} "
            f"added-mb {self.memory['kilat']:.0f}"
        )


def write_page(bench: Bench) -> None:
    """Write table and plot."""
    columns = ("hangat", "dingin", "dingin 20 Mbit/s", "dibuka lagi")
    lines = [f"| Cara | {' | '.join(columns)} | bita | memori |", "| --- |" + " ---: |" * 6]
    for way in WAYS:
        cells = [cell(bench.times[column][way]) for column in columns]
        size = f"{bench.bytes[way] / 1e6:.2f} MB".replace(".", ",")
        memory = f"{bench.memory[way]:.0f} MB"
        lines.append(f"| {NAMES[way]} | {' | '.join(cells)} | {size} | {memory} |")
    lines += ["", "| Di meja | ms |", "| --- | ---: |"]
    desk = (
        "langkah pertama", "Python di meja", "halaman berikut", "tombol", "tanpa server",
    )  # fmt: skip
    lines += [f"| {column} | {cell(bench.times[column]['situs'])} |" for column in desk]
    hung = bench.times["langkah macet"]["situs"]
    lines.append(f"| langkah yang macet sampai jawabannya | {cell(hung)} |")
    for way, times in bench.times["bolak-balik"].items():
        p50, p95 = (percentile(times, share) for share in (0.5, 0.95))
        both = f"{p50:.2f} (p95 {p95:.2f})".replace(".", ",")
        lines.append(f"| satu jawaban bolak-balik, {way} | {both} |")
    lines += ["", "| Yang rusak | ms sampai tingkat yang lebih rendah jalan |", "| --- | ---: |"]
    broken = bench.times["sesudah kerusakan"].items()
    lines += [f"| {name} | {statistics.median(times):.0f} |" for name, times in broken]
    day = date_words(datetime.date.today().isoformat())
    last = bench.last_line()
    text = INTRODUCTION.format(day=day, runs=bench.runs) + "\n".join(lines)
    PAGE.write_text(f"{text}\n\n![Lama sampai jawaban pertama](mulai.svg)\n\n`{last}`\n", "utf-8")
    medians = {
        column: {NAMES[way]: statistics.median(bench.times[column][way]) for way in WAYS}
        for column in columns
    }
    PAGE.with_suffix(".svg").write_text(draw_bars(medians, "ms"), "utf-8")


def cell(times: list[float]) -> str:
    """Return median and p95."""
    return f"{statistics.median(times):.0f} (p95 {percentile(times, 0.95):.0f})"


INTRODUCTION = """---
title: Bukti mulai
description: Seberapa cepat Python siap, di samping Pyodide polos dalam satu pengukuran
search: {{exclude: true}}
---
# Bukti mulai

Halaman ini dibuat oleh `make bench-start`; jangan diubah dengan tangan. Diukur pada {day} di
Chromium pada dua inti, server di mesin yang sama, {runs} putaran berselang-seling. Angkanya median
dan p95, dalam milidetik, dari `new Worker` sampai jawaban pertama mesin alur; yang dibandingkan
adalah angka dalam satu pengukuran, bukan angka di mesin lain. Polos: `loadPyodide` dari paket yang
sama dengan wheel mesin alur. Bita: yang dikirim server pada kunjungan pertama, dimampatkan.

"""


def main() -> int:
    """Build, measure, write; ``ARGS=5`` sets how many rounds."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    site = build_stage()
    with SlowServer(site) as server, sync_playwright() as playwright:
        bench = Bench(playwright, server, runs)
        bench.all()
    write_page(bench)
    raw = Path(ROOT / ".cache" / "start-bench" / "raw.json")
    raw.write_text(json.dumps({"times": bench.times, "bytes": bench.bytes}))
    print(bench.last_line())
    return 0


if __name__ == "__main__":
    sys.exit(main())
