"""A call handed on: as a link, as a transcript, and to a newer version of its flow."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.dropping import drop_file
from tools.site_server import SiteServer

STORE = "pandu.panggilan"
# Within this time the same link is the one that was just declined; see shared.js.
SAME_LINK_MS = 5_000
NAME = "kanari7q"


@pytest.fixture
def walked(fresh_desk: Desk) -> Desk:
    """A call in periksa, up to its first choice, with a name typed."""
    fresh_desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fresh_desk.open("periksa").settle()
    fresh_desk.press("Enter")
    fresh_desk.page.locator("#isian-nama_penelepon").fill(NAME)
    fresh_desk.press("Enter")
    if fresh_desk.asked() != "listrik":
        fresh_desk.press("Enter")
    fresh_desk.press("1")
    return fresh_desk


def copied_link(desk: Desk) -> str:
    desk.page.keyboard.press("u")
    expect(desk.page.locator(".p-status")).to_contain_text("Tautan langkah tersalin")
    return str(desk.page.evaluate("navigator.clipboard.readText()"))


def test_a_link_opens_where_it_was_copied(walked: Desk) -> None:
    page = walked.page
    title, link = walked.title, copied_link(walked)
    assert "/alur/periksa/#jalan=1.periksa." in link and NAME not in link
    assert len(link) - link.index("#") <= 400
    other = page.context.new_page()
    other.goto(link)
    there = Desk(other)
    there.wait_for_python()
    expect(other.locator(".p-notice")).to_contain_text("dibuka dari tautan langkah")
    assert there.title == title
    assert "#" not in other.url
    expect(other.locator(".p-notice .p-lagi")).to_contain_text("Nama penelepon")
    assert NAME not in other.content()
    other.reload()
    there.wait_for_python()
    assert there.title == title


STRIKE_WHILE_OPENING = """(link) => {
    const notice = document.querySelector(".p-notice");
    window.said = "";
    new MutationObserver(() => { window.said += notice.textContent; })
        .observe(notice, { childList: true, subtree: true, characterData: true });
    const about = { key: "1", code: "Digit1", bubbles: true, cancelable: true };
    const key = new KeyboardEvent("keydown", about);
    const desk = document.querySelector(".p-desk");
    new MutationObserver((_, watching) => {
        if (desk.getAttribute("aria-busy") !== "true") return;
        watching.disconnect();
        document.body.dispatchEvent(key);
    }).observe(desk, { attributes: true, attributeFilter: ["aria-busy"] });
    location.hash = new URL(link).hash;
}"""


def test_a_link_in_the_address_of_an_open_page_is_opened_without_a_question(desk: Desk) -> None:
    desk.begin("periksa")
    desk.to_power()
    desk.press("1")
    title = desk.title
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = copied_link(desk)
    desk.begin("periksa")
    # A key is struck while Python reads the link: it was meant for a step that is gone by then.
    desk.page.evaluate(STRIKE_WHILE_OPENING, link)
    expect(desk.page.locator(".p-notice")).to_contain_text("dibuka dari tautan langkah")
    desk.settle()
    assert "dapat diproses" not in desk.page.evaluate("window.said")
    desk.page.wait_for_load_state("networkidle")
    assert desk.page.locator("dialog[open]").count() == 0
    assert desk.title == title


def test_a_link_does_not_drop_an_open_call_without_asking(walked: Desk) -> None:
    page, link = walked.page, copied_link(walked)
    walked.press("1")
    title = walked.title
    page.evaluate("(link) => { location.hash = new URL(link).hash; }", link)
    expect(page.locator("dialog[open]")).to_contain_text("Buka tautan langkah?")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert walked.title == title
    # The theme fetches the page anew for the first address; what comes while it does is the same.
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SAME_LINK_MS)
    page.evaluate("(link) => { location.hash = new URL(link).hash; }", link)
    expect(page.locator("dialog[open]")).to_have_count(1)
    page.keyboard.press("y")
    expect(page.locator(".p-notice")).to_contain_text("dibuka dari tautan langkah")
    assert walked.title != title


@pytest.mark.parametrize(
    "fragment",
    ["1.periksa.AAAA", "<img src=x onerror=window.hit=1>", "1.lapor-ulang.AAAA", "x" * 20_000,
     "%F0%9F%98%80"],
)  # fmt: skip
def test_a_hostile_link_is_refused_and_leaves_nothing_in_the_page(
    desk: Desk, fragment: str
) -> None:
    desk.begin("periksa")
    title, page = desk.title, desk.page
    page.evaluate("(text) => { location.hash = '#jalan=' + text; }", fragment)
    expect(page.locator(".p-notice")).to_contain_text("Tautan tidak dibuka.")
    assert desk.title == title
    assert page.locator(".p-notice img").count() == 0
    assert page.evaluate("window.hit") is None
    assert fragment not in page.content()


def downloaded(desk: Desk, *, personal: bool = False) -> tuple[str, str]:
    page = desk.page
    page.keyboard.press("w")
    dialog = page.locator("dialog.p-transkrip")
    expect(dialog).to_be_visible()
    assert not dialog.locator("input").is_checked()
    if personal:
        dialog.locator("input").check()
        dialog.locator("h2").focus()
    with page.expect_download() as found:
        dialog.get_by_role("button", name="Unduh JSON").click()
    text = Path(found.value.path()).read_text("utf-8")
    name = found.value.suggested_filename
    page.keyboard.press("Escape")
    return name, text


def test_a_transcript_leaves_the_caller_out_unless_that_is_ticked(walked: Desk) -> None:
    name, text = downloaded(walked)
    assert re.fullmatch(r"transkrip-periksa-[0-9-]+\.json", name)
    data = json.loads(text)
    assert data["personal"] is False and NAME not in text
    assert [row["step"] for row in data["steps"]][-1] == "listrik"
    _, whole = downloaded(walked, personal=True)
    assert NAME in whole and json.loads(whole)["personal"] is True
    walked.page.keyboard.press("w")
    walked.page.keyboard.press("c")
    expect(walked.page.locator(".p-transkrip-pesan")).to_have_text("Tersalin.")
    copied = str(walked.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("# Transkrip:") and NAME not in copied
    # Over plain http the old way must work too, in front of what the dialog makes inert.
    walked.page.evaluate(
        "async () => { await navigator.clipboard.writeText('');"
        " navigator.clipboard.writeText = () => Promise.reject(); }"
    )
    walked.page.locator("#judul-transkrip").focus()
    walked.page.locator(".p-transkrip-pesan").evaluate("place => { place.textContent = ''; }")
    walked.page.keyboard.press("c")
    expect(walked.page.locator(".p-transkrip-pesan")).to_have_text("Tersalin.")
    assert walked.page.evaluate("navigator.clipboard.readText()") == copied


def drop(page: Page, text: str, name: str = "t.json") -> None:
    file: Any = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    page.locator(".p-putar input[type=file]").set_input_files([file])


def told(page: Page, words: str) -> None:
    expect(page.locator(".p-putar-pesan")).to_contain_text(words, timeout=60_000)


def test_qa_replays_a_transcript_and_bad_files_leave_it_open(walked: Desk, tmp_path: Path) -> None:
    _, text = downloaded(walked)
    page = walked.page.context.new_page()
    asked: list[str] = []
    page.goto("/qa/putar/")
    page.on("request", lambda request: asked.append(request.post_data or ""))
    drop(page, text)
    told(page, "diputar ulang sampai akhirnya")
    rows = page.locator(".p-putar-langkah > li")
    assert rows.count() == len(json.loads(text)["steps"])
    expect(rows.last).to_contain_text("dijawab")
    expect(rows.first.locator("a.p-ref").first).to_have_attribute("href", re.compile("#PRK-01$"))
    shown = page.locator(".p-putar-hasil").inner_text()
    for bad, words in (
        ("bukan", "bukan JSON"),
        (text[: len(text) // 2], "terpotong"),
        (text.replace('"padam"', '"menyala"'), "segelnya tidak cocok"),
        (text.replace('"version": 1', '"version": 2'), "format versi lain"),
        ('{"format": "<script>window.hit=1</script>"}', "bukan transkrip Pandu"),
        ("[" * 5_000, "bersarang terlalu dalam"),
    ):
        drop(page, bad, "<img src=x onerror=window.hit=1>.json")
        told(page, words)
        told(page, "Yang tadi tetap terbuka.")
        assert page.locator(".p-putar-hasil").inner_text() == shown
    # Beside its zone too a file is taken, and does not open in the place of the page.
    assert drop_file(page, "header", "{")
    told(page, "transkrip.json")
    large = tmp_path / "besar.json"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    page.locator(".p-putar input[type=file]").set_input_files(large)
    told(page, "terlalu besar")
    assert page.locator(".p-putar-hasil").inner_text() == shown
    assert page.evaluate("window.hit") is None and page.locator(".p-putar img").count() == 0
    assert not any("pandu-transkrip" in sent for sent in asked)


def edit_kept(page: Page, change: str) -> None:
    """Make the kept call one of an older version of the flow."""
    page.evaluate(
        f"""() => {{
            const kept = JSON.parse(sessionStorage.getItem("{STORE}"));
            const state = kept.state;
            state.route = "0".repeat(16);
            {change}
            sessionStorage.setItem("{STORE}", JSON.stringify(kept));
        }}"""
    )


def reloaded(desk: Desk, change: str) -> None:
    """Come back to a kept call from a page on which memory was lost."""
    desk.page.goto("/404.html")
    edit_kept(desk.page, change)
    desk.page.goto("/alur/periksa/")
    desk.wait_for_python()


def test_a_kept_call_of_another_version_goes_on_or_says_where_to_ask_again(walked: Desk) -> None:
    page, title = walked.page, walked.title
    reloaded(walked, "")
    assert walked.title == title
    expect(page.locator(".p-notice")).not_to_contain_text("diperbarui")
    # In the older flow the third step asked something else.
    reloaded(walked, "state.way = state.way.slice(0, 24) + '0000' + state.way.slice(28);")
    expect(page.locator(".p-notice")).to_contain_text("Tanya ulang mulai langkah")
    assert walked.asked() == "listrik"
    walked.press("1")
    reloaded(walked, "state.way = '';")
    expect(page.locator(".p-notice")).to_contain_text("tidak dapat dipulihkan")
    expect(page.locator(".p-trail-item")).to_have_count(1)


def test_both_tools_stand_in_the_help(desk: Desk, site_server: SiteServer) -> None:
    assert site_server.origin
    desk.begin("periksa")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    keys = desk.page.locator("dialog[open] dt").all_inner_texts()
    assert {"U", "W"} <= {key[:1] for key in keys}
    desk.page.keyboard.press("Enter")


def test_a_call_stays_open_while_its_reader_looks_things_up(desk: Desk) -> None:
    page = desk.page
    # The first page tells where the site begins; from there on no page is loaded anew.
    page.goto("/")
    page.evaluate("window.kept = true")

    def follow(selector: str) -> None:
        page.locator(selector).first.evaluate("link => link.click()")

    follow('a[href$="alur/periksa/"]')
    desk.wait_for_python()
    desk.new_call()
    desk.to_power()
    desk.press("1")
    title = desk.title
    word = page.locator(".p-bar-kabar")
    assert re.search(r"^/berubah/#perubahan-", word.evaluate("a => a.pathname + a.hash"))
    word.click()
    expect(page).to_have_url(re.compile("/berubah/#perubahan-"))
    follow(".p-perubahan a.p-id")
    expect(page.locator(".p-tanda").first).to_be_in_viewport()
    expect(page.locator(".p-kembali")).to_be_visible()
    follow('a[href$="qa/skrip/"]')
    form = page.locator("form[data-register]")
    form.locator("select[name=wilayah]").select_option("UID Banten")
    form.get_by_label("Pada tanggal").fill("2021-12-21")
    row = page.locator('tr[data-id="PRK-03/1"]')
    expect(row.locator(".p-keadaan")).to_have_attribute("data-keadaan", "belum")
    with page.expect_download():
        page.get_by_role("button", name="Unduh semua sebagai CSV").click()
    follow('tr[data-id="PRK-03/1"] th a')
    expect(page.locator('.p-tanda[data-part="PRK-03/1"]')).to_be_visible()
    strip = page.locator(".p-pita-dilihat")
    strip.get_by_role("link", name="Ubah").click()
    expect(page).to_have_url("/qa/berlaku/")
    expect(page.locator("form[data-berlaku] .p-jumlah")).to_contain_text("21 Des 2021")
    page.locator("h1").first.click()
    page.keyboard.press("k")
    expect(page.locator(".p-live .p-saat-itu")).to_contain_text("belum berlaku")
    assert desk.title == title
    strip.get_by_role("button", name="Akhiri").click()
    expect(strip).to_have_count(0)
    # Who put the line away stands on the step, not nowhere, and its keys work.
    expect(page.locator(".p-live .p-step-title")).to_be_focused()
    desk.press("1")
    assert desk.title != title
    assert page.evaluate("window.kept") is True
