"""The search as a reader uses it: keys, answers in the list, habits, and Material standing in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import material
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import new_context
from tests.conftest import DESK
from tools.site_server import Fault, SiteServer

BAD = (
    "a" * 10_000,
    "<img src=x onerror=alert(1)>",
    "(.*)+[",
    "😀",
    "\u202eadap\u202c",
    "&lt;b&gt;",
)
PHONE = {"width": 390, "height": 844}
FIELD = ".md-search__input"
THEME = Path(material.__file__).parent / "templates"


class Search:
    """The search of one page, driven by keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.locator(FIELD)
        self.rows = page.locator(".p-temu-baris:visible")
        self.status = page.locator(".p-temu-status")

    def open(self, path: str = "sop/") -> Search:
        self.page.goto(path)
        self.page.wait_for_selector("html.p-cari-siap")
        self.page.keyboard.press("Control+k")
        expect(self.field).to_be_focused()
        return self

    def ask(self, text: str) -> Locator:
        """Type a question; return the first row once it answers just this."""
        self.field.fill("")
        self.page.keyboard.type(text)
        self.answered(text)
        return self.rows.first

    def answered(self, text: str) -> None:
        """Wait until the list answers just this."""
        expect(self.page.locator(".p-temu")).to_have_attribute("data-tanya", text)

    @property
    def link(self) -> Locator:
        return self.page.locator(".p-temu-link:visible").first

    def stored(self, name: str) -> object:
        text = self.page.evaluate("name => localStorage.getItem(name)", f"pandu.cari.{name}")
        return json.loads(text) if text else None


@pytest.fixture
def search(browser: Browser, site_server: SiteServer) -> Iterator[Search]:
    context = new_context(browser, site_server)
    yield Search(context.new_page())
    context.close()


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ("gopay", "Biaya admin GoPay", "Rp1.500"),
        ("gak bisa masuk lupa sandi", "Lupa password", "Pilih menu Masuk dengan Email"),
        ("kode 41", "Kode keempat: 41 Enter", "JANGAN DISAMPAIKAN|UCAPKAN"),
    ],
)
def test_the_answer_is_read_in_the_list(search: Search, text: str, title: str, shown: str) -> None:
    row = search.open().ask(text)
    expect(row.locator(".p-temu-link")).to_have_text(title)
    expect(row).to_contain_text(re.compile(shown))
    assert "#" in (row.locator(".p-temu-link").get_attribute("href") or "")


def test_a_fee_is_read_after_twelve_keys_from_any_page(search: Search) -> None:
    search.open("alur/periksa/")
    keys = "gopay"
    for key in keys:
        search.page.keyboard.press(key)
    search.answered(keys)
    expect(search.rows.first).to_contain_text("Rp1.500")
    assert 1 + len(keys) <= 12


def test_a_stroke_opens_the_search_unless_somebody_types(search: Search) -> None:
    page = search.page
    page.goto("biaya/")
    page.wait_for_selector("html.p-cari-siap")
    page.keyboard.press("/")
    expect(search.field).to_be_focused()
    expect(page.locator(".p-temu")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Saring metode").focus()
    page.keyboard.press("/")
    expect(page.locator(".p-temu")).to_be_hidden()


def test_arrows_walk_enter_opens_and_the_page_has_the_clause(search: Search) -> None:
    search.open().ask("lupa password")
    page = search.page
    page.keyboard.press("ArrowDown")
    expect(search.link).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(search.field).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/faq/daftar/#PMB-A2b$"))
    expect(page.locator("[id='PMB-A2b']")).to_be_in_viewport()
    expect(page.locator(".p-temu")).to_be_hidden()


def test_enter_at_once_opens_the_answer_to_all_that_was_typed(search: Search) -> None:
    page = search.page
    search.open()
    page.keyboard.type("go")
    page.locator(".p-temu-link").first.wait_for()
    page.keyboard.insert_text("pay")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("biaya/.*#PMB-A6e"))


def test_letters_in_the_list_go_on_in_the_field(search: Search) -> None:
    search.open().ask("lupa")
    search.page.keyboard.press("ArrowDown")
    search.page.keyboard.type(" password")
    expect(search.field).to_have_value("lupa password")


def test_escape_comes_back_to_the_field_and_then_closes(search: Search) -> None:
    search.open().ask("gopay")
    search.page.keyboard.press("ArrowDown")
    search.page.keyboard.press("Escape")
    expect(search.field).to_be_focused()
    search.page.keyboard.press("Escape")
    expect(search.page.locator(".p-temu")).to_be_hidden()


def test_a_script_is_copied_by_key_and_by_button(search: Search) -> None:
    search.open().ask("lupa password")
    search.page.keyboard.press("Control+c")
    expect(search.page.locator(".p-status")).to_have_text("Tersalin")
    copied = search.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Pilih menu Masuk dengan Email >> Pilih Lupa Password")


def test_what_must_not_be_said_has_no_copy_button(search: Search) -> None:
    search.open().ask('"kWh"')
    expect(search.rows.first).to_be_visible()
    assert search.page.locator(".p-temu .p-dont .p-copy").count() == 0


def test_control_enter_starts_the_flow_at_the_step(search: Search) -> None:
    search.open().ask("penelepon di lokasi")
    search.page.keyboard.press("Control+Enter")
    expect(search.page).to_have_url(re.compile(r"/alur/\w[\w-]*/#langkah-"))


def test_a_pasted_question_is_answered(search: Search) -> None:
    search.open()
    search.page.evaluate("navigator.clipboard.writeText('admin gopay')")
    search.page.keyboard.press("Control+v")
    expect(search.link).to_have_text("Biaya admin GoPay")


def test_role_and_document_narrow_the_answers_and_are_kept(search: Search) -> None:
    search.open().ask("lapor")
    page = search.page
    page.get_by_label("QA", exact=True).check()
    page.locator(".p-temu-dokumen select").select_option("LUL")
    expect(page.locator(".p-temu-asal").first).to_contain_text("LUL")
    expect(page.locator(".p-temu-asal", has_text="PRK")).to_have_count(0)
    assert set(page.locator(".p-temu-baris .p-temu-asal").all_inner_texts()) <= {
        "", "LUL · 29 Desember 2022",
    }  # fmt: skip
    assert search.stored("saringan") == {"role": "qa", "document": "LUL"}
    search.open("biaya/")
    expect(page.get_by_label("QA", exact=True)).to_be_checked()


def test_quotation_marks_find_the_letter(search: Search) -> None:
    search.open().ask('"siapa saya berbicara"')
    expect(search.rows).to_have_count(1)
    expect(search.rows.first).to_contain_text("PRK-02")


def test_recent_questions_and_pins_stand_ready_and_can_be_wiped(search: Search) -> None:
    search.open().ask("lupa password")
    search.rows.first.locator(".p-temu-semat").click()
    expect(search.rows.first.locator(".p-temu-semat")).to_have_text("Disematkan")
    search.link.click()
    page = search.page
    expect(page).to_have_url(re.compile("PMB-A2b"))
    search.open("biaya/")
    expect(page.locator(".p-temu-daftar")).to_contain_text("Disematkan")
    page.locator(".p-temu-ulang", has_text="lupa password").click()
    expect(search.link).to_have_text("Lupa password")
    search.field.fill("")
    page.get_by_role("button", name="Hapus riwayat").click()
    expect(page.locator(".p-temu-ulang")).to_have_count(0)
    assert search.stored("terakhir") == []


def test_words_that_find_nothing_are_listed_saved_and_wiped(search: Search) -> None:
    search.open().ask("qwzxv jkqqw")
    page = search.page
    expect(page.locator(".p-temu-kosong")).to_contain_text("Panggilan masuk")
    page.locator(".p-temu-luput summary").click()
    expect(page.locator(".p-temu-luput li")).to_contain_text("qwzxv jkqqw")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Unduh CSV").click()
    text = saved.value.path().read_text("utf-8-sig")
    assert text.splitlines()[0] == "kata,kali,terakhir"
    assert '"qwzxv jkqqw","1"' in text
    page.get_by_role("button", name="Hapus semua").click()
    expect(page.locator(".p-temu-luput")).to_have_count(0)
    assert search.stored("tak-ketemu") == []


@pytest.mark.parametrize("text", ["zzqw 5312 3456 7890", "qqzv@contoh.id"])
def test_nothing_that_looks_like_a_person_is_kept(search: Search, text: str) -> None:
    search.open().ask(text)
    search.page.wait_for_timeout(1_700)
    assert search.stored("tak-ketemu") is None
    assert search.stored("terakhir") is None


def test_bad_input_is_shown_as_text_and_breaks_nothing(search: Search) -> None:
    errors: list[str] = []
    search.page.on("pageerror", lambda error: errors.append(str(error)))
    search.open()
    for text in BAD:
        search.field.fill(text)
        search.answered(text)
        expect(search.status).to_contain_text(re.compile("jawaban|Tidak ada yang cocok"))
        assert search.page.locator(".p-temu img, .p-temu script, .p-temu b").count() == 0
    search.ask("gopay")
    expect(search.link).to_have_text("Biaya admin GoPay")
    assert errors == []


def test_on_a_phone_answers_fit_and_nothing_runs_off_the_side(
    browser: Browser, site_server: SiteServer
) -> None:
    context = new_context(browser, site_server, viewport=PHONE)
    search = Search(context.new_page())
    search.open().ask("lupa password")
    wide = search.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    for row in search.rows.all()[:3]:
        box = row.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    context.close()


def test_the_list_stays_within_the_desk(search: Search) -> None:
    search.open("alur/periksa/").ask("lapor ulang")
    box = search.page.locator(".md-search__output").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= DESK["height"]


PLAIN_PAGE = """<!doctype html><title>Halaman lain</title>
<input id="tanya"><div id="hasil"></div>
<script type="module">
  import { mountPanel } from "/assets/pandu/search/panel.js";
  import { searchClient } from "/assets/pandu/search/client.js";
  const absolute = (address) => new URL(address, location.origin + "/").href;
  const place = document.getElementById("hasil");
  mountPanel({
    field: document.getElementById("tanya"), place, scroller: place, absolute, close() {},
    start: (onReady) => searchClient({
      worker: absolute("assets/pandu/search/search-worker.js"), data: absolute("search/pandu.json"),
      onReady, onFailed(detail) { throw new Error(detail); },
    }),
  });
</script>"""


def test_the_search_serves_a_page_without_the_theme(search: Search) -> None:
    page = search.page
    page.route(
        "**/halaman-lain/", lambda route: route.fulfill(body=PLAIN_PAGE, content_type="text/html")
    )
    page.goto("halaman-lain/")
    page.locator("#tanya").fill("admin gopay")
    row = page.locator(".p-temu-baris").first
    expect(row).to_contain_text("Rp1.500")
    expect(row.locator("a")).to_have_attribute("href", re.compile("/biaya/#PMB-A6e$"))
    page.locator("#tanya").press("ArrowDown")
    expect(row.locator("a")).to_be_focused()


# Where our search cannot come up, Material's own takes over.


def test_material_takes_over_when_the_worker_is_gone(
    search: Search, faulty_server: SiteServer
) -> None:
    faulty_server.faults["*/search-worker.*js"] = Fault(404)
    page = search.page
    page.goto("sop/")
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    page.keyboard.type("gopay")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)
    expect(page.locator(".p-temu")).to_have_count(0)


def test_material_takes_over_without_any_script_of_ours(
    search: Search, faulty_server: SiteServer
) -> None:
    faulty_server.faults["*/assets/app/pandu.*.js"] = Fault(200, b"", "text/javascript")
    page = search.page
    page.goto("sop/")
    page.locator("[data-md-component=search-query]").focus()
    page.keyboard.type("gopay")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=15_000)


def test_the_theme_sleeps_while_our_search_answers(search: Search) -> None:
    asked: list[str] = []
    search.page.on("request", lambda request: asked.append(request.url))
    search.open().ask("gopay")
    assert not [url for url in asked if "/javascripts/workers/" in url]


def test_the_seam_of_the_theme_is_as_it_was() -> None:
    """A new version that moves this seam fails here; see docs/pengembang for what to do."""
    bundle = next((THEME / "assets" / "javascripts").glob("bundle.*.js.map")).read_text("utf-8")
    sources = dict(
        zip(*(json.loads(bundle)[key] for key in ("sources", "sourcesContent")), strict=True)
    )

    def source(end: str) -> str:
        return next(str(text) for name, text in sources.items() if name.endswith(end))

    message = source("integrations/search/worker/message/index.ts")
    names = re.search(r"enum SearchMessageType \{(.*?)\}", message, re.DOTALL)
    assert names is not None
    assert re.findall(r"^\s+([A-Z]+)", names.group(1), re.MULTILINE) == [
        "SETUP", "READY", "QUERY", "RESULT",
    ]  # fmt: skip
    query = source("components/search/query/index.ts")
    assert 'fromEvent(el, "keyup")' in query
    assert "watchElementFocus(el)" in query
    base = (THEME / "base.html").read_text("utf-8")
    assert re.search(
        r"\"search\": ?\"assets/javascripts/workers/search\.\w+\.min\.js\" ?\| ?url", base
    )
