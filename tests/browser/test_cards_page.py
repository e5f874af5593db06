"""The cards' page in a real browser: a week by keys alone, a clock that is held, a full storage."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from fsrs import Rating
from playwright.sync_api import Page, expect

from learning.schedule import Kept, kept_json, rate
from tests.browser.axe import violations
from tools.site_server import SiteServer

READY_MS = 120_000
TOPIC, TOPIC_KEY = "CTT", "4"
MONDAY = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
FULL = """() => {
    window.__put = Storage.prototype.setItem;
    Storage.prototype.setItem = () => { throw new DOMException("x", "QuotaExceededError"); };
}"""
ROOM_AGAIN = "() => { Storage.prototype.setItem = window.__put; }"
BLOCKED = """() => {
    window.__store = Object.getOwnPropertyDescriptor(window, "localStorage");
    Object.defineProperty(window, "localStorage", {
        configurable: true, get() { throw new DOMException("x", "SecurityError"); } });
}"""
OPEN_AGAIN = "() => Object.defineProperty(window, 'localStorage', window.__store)"


class Trainee:
    """Somebody at the cards with a keyboard, and what ``fsrs`` says of what they did."""

    def __init__(self, page: Page, cards: dict[str, Any]) -> None:
        self.page, self.cards = page, cards
        self.kept: dict[str, Kept] = {}
        self.now = MONDAY

    def at(self, now: datetime.datetime) -> None:
        """Hold the clock there."""
        self.now = now
        self.page.clock.set_fixed_time(now)

    def card(self) -> dict[str, Any]:
        """Return the card that is asked, found by what is shown of it."""
        shown = self.page.locator(".p-kuis-soal")
        prompt = shown.locator(".p-kuis-tanya").inner_text()
        ids = shown.locator(".p-kuis-pilihan .p-kuis-teks").all_inner_texts()
        fitting = [
            card
            for card in self.cards.values()
            if card["prompt"] == prompt
            and sorted(c["text"].strip() for c in card["choices"]) == sorted(t.strip() for t in ids)
        ]
        assert len(fitting) == 1, (prompt, ids)
        found: dict[str, Any] = fitting[0]
        return found

    def press_choice(self, choice: str) -> None:
        """Press the number that stands on a choice."""
        button = self.page.locator(f'.p-kuis-pilihan[data-choice="{choice}"]')
        self.page.keyboard.press(button.get_attribute("data-key") or "")

    def answer(self, *, right: bool = True) -> dict[str, Any]:
        """Answer the card that is asked, by keys."""
        card = self.card()
        ids = [choice["id"] for choice in card["choices"]]
        if card["kind"] == "urut":
            for choice in card["key"] if right else card["key"][::-1]:
                self.press_choice(choice)
            self.page.keyboard.press("Enter")
        else:
            wrong = next(name for name in ids if name not in card["key"])
            self.press_choice(card["key"][0] if right else wrong)
        expect(self.page.locator(".p-kuis-vonis")).to_have_attribute(
            "data-right", "true" if right else "false"
        )
        return card

    def rated(self, card: dict[str, Any], rating: Rating, key: str = "Enter") -> None:
        """Press a rating, and note what the package makes of it."""
        count = self.page.locator(".p-kuis-hitung").inner_text()
        self.page.keyboard.press(key)
        expect(self.page.locator(".p-kuis-hitung").get_by_text(count, exact=True)).to_have_count(0)
        name = card["id"]
        self.kept[name] = rate(self.kept.get(name), rating, card["version"], self.now)

    def sit(self) -> int:
        """Answer a whole stack rightly; return how many cards it had."""
        done = 0
        while self.page.locator(".p-kuis-soal").count():
            self.rated(self.answer(), Rating.Good)
            done += 1
        expect(self.page.locator(".p-kuis-akhir")).to_be_visible()
        return done

    def stored(self) -> dict[str, Any]:
        """Return what the browser keeps of the cards."""
        text = self.page.evaluate("localStorage.getItem('pandu.latihan')")
        found: dict[str, Any] = json.loads(text)["cards"] if text else {}
        return found


@pytest.fixture(scope="module")
def cards(site_dir: Path) -> dict[str, Any]:
    text = (site_dir / "data" / "latihan" / "kartu.json").read_text("utf-8")
    return {card["id"]: card for card in json.loads(text)["cards"]}


@pytest.fixture(scope="module")
def trainee(lasting_page: Page, cards: dict[str, Any]) -> Trainee:
    made = Trainee(lasting_page, cards)
    made.at(MONDAY)
    lasting_page.goto("/latihan/kartu/")
    expect(lasting_page.locator(".p-kuis.is-hidup")).to_be_visible(timeout=READY_MS)
    return made


def test_a_week_by_keys_alone_is_scheduled_as_the_package_does(trainee: Trainee) -> None:
    page = trainee.page
    assert violations(page, ".p-kuis") == []
    page.keyboard.press(TOPIC_KEY)
    expect(page.locator('.p-kuis-topik [aria-pressed="true"]')).to_have_attribute(
        "data-key", TOPIC_KEY
    )
    asked = 0
    for day in range(7):
        trainee.at(MONDAY + day * DAY)
        if day:
            page.keyboard.press("Enter")  # back to the stack, which is that of the new day
            expect(page.locator(".p-kuis-mulai")).to_be_visible()
        if not page.get_by_text("Mulai, ").count():
            continue
        page.keyboard.press("Enter")
        expect(page.locator(".p-kuis-soal")).to_be_visible()
        if day == 0:
            assert violations(page, ".p-kuis") == []
            trainee.rated(trainee.answer(), Rating.Hard, "2")
            card = trainee.answer(right=False)
            assert violations(page, ".p-kuis") == []
            trainee.rated(card, Rating.Again)
            trainee.rated(trainee.answer(), Rating.Easy, "4")
            asked += 3
        asked += trainee.sit()
        trainee.at(trainee.now + 11 * MINUTE)
        while page.get_by_text("yang masih dipelajari").count():
            page.keyboard.press("Enter")
            expect(page.locator(".p-kuis-soal")).to_be_visible()
            asked += trainee.sit()
            trainee.at(trainee.now + 11 * MINUTE)
        assert trainee.stored() == {name: kept_json(k) for name, k in trainee.kept.items()}
    assert len(trainee.kept) == sum(card["topic"] == TOPIC for card in trainee.cards.values())
    assert asked > 2 * len(trainee.kept)


def test_a_clock_that_is_set_back_stops_the_stack_and_loses_nothing(trainee: Trainee) -> None:
    page, before, held = trainee.page, trainee.stored(), trainee.now
    if not page.locator(".p-kuis-mulai").count():
        page.keyboard.press("Enter")
    expect(page.locator(".p-kuis-mulai")).to_be_visible()
    trainee.at(MONDAY - DAY)
    page.keyboard.press(TOPIC_KEY)
    told = page.locator(".p-kuis-galat")
    expect(told).to_contain_text("lebih awal daripada latihan terakhir")
    assert violations(page, ".p-kuis") == []
    assert trainee.stored() == before
    trainee.at(held + 30 * DAY)
    page.keyboard.press("Enter")
    expect(page.locator(".p-kuis-mulai")).to_be_visible()


@pytest.mark.parametrize(
    ("shut", "open_again", "words"),
    [(FULL, ROOM_AGAIN, "Penyimpanan peramban penuh"), (BLOCKED, OPEN_AGAIN, "tidak mengizinkan")],
)
def test_a_storage_that_takes_nothing_is_told_and_practice_goes_on(
    trainee: Trainee, shut: str, open_again: str, words: str
) -> None:
    page = trainee.page
    if not page.locator(".p-kuis-soal").count():
        page.keyboard.press("Enter")
    expect(page.locator(".p-kuis-soal")).to_be_visible()
    before = trainee.stored()
    page.evaluate(shut)
    card = trainee.answer()
    trainee.rated(card, Rating.Good)
    expect(page.locator(".p-kuis-kabar")).to_contain_text(words)
    page.evaluate(open_again)
    assert trainee.stored() == before
    trainee.rated(trainee.answer(), Rating.Good)
    expect(page.locator(".p-kuis-kabar")).to_be_hidden()
    # As soon as there is room, what was done meanwhile is there too.
    assert trainee.stored() == {name: kept_json(k) for name, k in trainee.kept.items()}


def test_without_scripts_the_page_says_what_is_asked_and_where_it_stands(
    site_dir: Path, site_server: SiteServer
) -> None:
    html = (site_dir / "latihan" / "kartu" / "index.html").read_text("utf-8")
    assert "memerlukan JavaScript" in html
    assert html.count('class="p-id"') > 100
    assert site_server.url()
