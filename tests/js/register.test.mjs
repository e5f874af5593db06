import assert from "node:assert/strict";
import { test } from "node:test";

import { askedId, distance, findId, shortened } from "../../docs/assets/pandu/addresses-find.js";
import { dayWords, isDay, reasonWords, standing } from "../../docs/assets/pandu/inforce.js";
import { keep, parseKept, readingList, readKept, unread } from "../../docs/assets/pandu/news-read.js";
import { asCsv, asJson, fromFragment, holds, isFilter, NO_FILTER, toFragment } from "../../docs/assets/pandu/register-find.js";

const NAMES = ["PRK-09B1", "PRK-09B1b", "PRK-09B1b/2", "PMB-C0", "LUL-Aa"];

test("an id is found as it is, and whatever its capitals", () => {
  assert.deepEqual(findId(NAMES, "PRK-09B1b/2"), { name: "PRK-09B1b/2", guesses: [] });
  assert.equal(findId(NAMES, "pmb-c0").name, "PMB-C0");
});

test("an id that nobody knows brings those that are near", () => {
  assert.deepEqual(findId(NAMES, "PRK-9B1b").guesses, ["PRK-09B1b", "PRK-09B1"]);
  assert.deepEqual(findId(NAMES, "PMB-C0/9").guesses[0], "PMB-C0");
  assert.deepEqual(findId(NAMES, "sesuatu yang lain"), { name: "", guesses: [] });
  assert.deepEqual(findId(NAMES, ""), { name: "", guesses: [] });
});

test("hostile and damaged fragments stay texts of bounded length", () => {
  assert.equal(askedId("#%3Cimg%20src=x%3E"), "<img src=x>");
  assert.equal(askedId("#%E0%A4%A"), "%E0%A4%A");
  const long = "PRK".repeat(100_000);
  assert.equal(shortened(long).length, 41);
  assert.equal(findId(NAMES, long).name, "");
  assert.equal(findId(["constructor"], "__proto__").name, "");
});

test("a distance counts what is changed, put in and left out", () => {
  assert.equal(distance("abc", "abc"), 0);
  assert.equal(distance("abc", "axcd"), 2);
  assert.equal(distance("", "abc"), 3);
});

const DATA = {
  keadaan: { berlaku: "berlaku", belum: "belum berlaku", luar: "tidak berlaku di wilayah ini" },
  wilayah: ["UID A"],
  garis: [
    [["", "2021-12-21", "belum", ["X-1"], "", []], ["2021-12-22", "", "berlaku", ["X-1"], "", []], ["2021-12-22", "", "berlaku", ["X-1"], "", []]],
    [["", "", "luar", ["X-2"], "Lihat X-2.", []], ["", "", "luar", ["X-2"], "Lihat X-2.", []]],
  ],
  tempat: [[0, 0, 1]],
  id: { "X-1": 0 },
};

test("a date falls into its span, and the day before into the one before", () => {
  assert.equal(standing(DATA, "X-1", "2021-12-21", "UID A")?.state, "belum");
  assert.equal(standing(DATA, "X-1", "2021-12-22", "")?.state, "berlaku");
  assert.equal(standing(DATA, "X-1", "", "lain")?.state, "luar");
});

test("nobody's id and nobody's region have no standing", () => {
  assert.equal(standing(DATA, "X-9", "", ""), null);
  assert.equal(standing(DATA, "constructor", "", ""), null);
  assert.equal(standing(DATA, "X-1", "", "UID Z"), null);
});

test("a day is read without a time zone, and only where there is one", () => {
  assert.equal(dayWords("2022-01-01"), "1 Jan 2022");
  for (const wrong of ["2022-02-30", "2022-2-3", "", "besok", "2022-13-01"]) {
    assert.equal(isDay(wrong), false);
    assert.equal(dayWords(wrong), "");
  }
});

test("the reason names where, since when and who says so", () => {
  assert.equal(reasonWords({ state: "berlaku", first: "2021-12-22", last: "", clauses: ["X-1"], note: "", regions: ["UID A", "lain"] }),
    "di UID A, UID lain sejak 22 Des 2021, menurut X-1");
  assert.equal(reasonWords({ state: "luar", first: "", last: "", clauses: [], note: "Lihat.", regions: [] }), "Lihat.");
});

test("a filter goes into a fragment and comes back the same", () => {
  const filter = { words: "“DISPLAY APP” = & # padam", exact: true, kind: "", document: "PRK", state: "belum", date: "2021-12-21", region: "UID Jawa Tengah & DIY" };
  assert.deepEqual(fromFragment(`#${toFragment(filter)}`), filter);
  assert.equal(toFragment({ ...NO_FILTER }), "");
  assert.deepEqual(fromFragment(""), { ...NO_FILTER });
  assert.equal(fromFragment(`#kata=${"a".repeat(5_000)}`).words.length, 300);
});

test("only a fragment with one of our names is a filter", () => {
  for (const hash of ["", "#", "#__skip", "#register-kalimat-resmi", "#lain=1", "#__proto__=1"]) assert.equal(isFilter(hash), false, hash);
  for (const hash of ["#kata=", "#persis=1", "#lain=1&wilayah=UID+A"]) assert.equal(isFilter(hash), true, hash);
});

const LINE = { id: "PRK-01/1", words: "prk-01/1 selamat pagi, dengan {nama cso} meter", text: "Selamat  Pagi,\ndengan {nama CSO}" };

test("words are found in any order, quotations to the letter", () => {
  assert.ok(holds("meter PAGI", false, LINE));
  assert.ok(holds("“selamat pagi, dengan”", false, LINE));
  assert.ok(!holds("“pagi selamat”", false, LINE));
  assert.ok(!holds("“selamat pagi” malam", false, LINE));
  assert.ok(holds('"Selamat Pagi,"', true, LINE));
  assert.ok(!holds('"selamat pagi,"', true, LINE));
  assert.ok(holds("Pagi", true, LINE) && !holds("pagi", true, LINE));
  // An id is no wording: it is found whatever its capitals.
  assert.ok(holds("PRK-01/1", true, LINE) && holds("prk-01 Pagi", true, LINE) && !holds("PRK-02", true, LINE));
  assert.ok(holds("", false, LINE) && holds('"', false, LINE));
});

test("a table is safe in a spreadsheet", () => {
  const text = asCsv([{ id: "a", text: '=1+1 "x"', list: ["b", "c"], yes: true, no: false }]);
  assert.equal(text, '\ufeff"id","text","list","yes","no"\r\n"a","\'=1+1 ""x""","b; c","ya","tidak"\r\n');
  for (const sign of ["+", "-", "@", "\t", "\r", "\n", " =", "\n+", "\u00a0@", "＝", "＋", "－", "＠"]) {
    assert.ok(asCsv([{ a: `${sign}1` }]).includes(`"'${sign}1"`), JSON.stringify(sign));
  }
  assert.ok(asCsv([{ a: " 1" }]).includes('" 1"'));
  assert.equal(asJson([{ a: 1 }]), '[\n {\n  "a": 1\n }\n]\n');
});

const NEWS = [{ id: "b", title: "B", kind: "BARU", date: "" }, { id: "a", title: "A", kind: "DICABUT", date: "1 Mei 2022" }];

test("what was read or put aside is no news", () => {
  assert.deepEqual(unread(NEWS, { read: {}, closed: [] }), NEWS);
  assert.deepEqual(unread(NEWS, { read: { b: "2026-01-01T00:00:00Z" }, closed: ["a"] }), []);
});

test("what was kept and is damaged is as if nothing was", () => {
  const none = { read: {}, closed: [] };
  for (const raw of [null, "{", "[]", "1", '{"read": 1, "closed": 2}', '{"read": {"<b>": "2026-01-01", "a": "nanti", "c": 1}, "closed": ["<", 1]}']) {
    assert.deepEqual(parseKept(raw), none, String(raw));
  }
  assert.deepEqual(parseKept('{"read": {"a": "2026-01-01T00:00:00Z"}, "closed": ["b"]}'), { read: { a: "2026-01-01T00:00:00Z" }, closed: ["b"] });
});

test("where the browser keeps nothing, the page still knows", () => {
  const kept = { read: { a: "2026-01-01T00:00:00Z" }, closed: [] };
  assert.equal(keep(kept), false);
  assert.deepEqual(readKept(), kept);
});

test("a store that is full keeps what it had, and this page knows better", () => {
  const store = new Map([["pandu.dibaca", '{"read": {}, "closed": ["lama"]}']]);
  globalThis.localStorage = /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => store.get(key) ?? null,
    setItem: () => {
      throw new Error("penuh");
    },
    removeItem: (/** @type {string} */ key) => store.delete(key),
  });
  const kept = { read: { b: "2026-01-01T00:00:00Z" }, closed: [] };
  assert.equal(keep(kept), false);
  assert.deepEqual(readKept(), kept);
  assert.deepEqual(parseKept(store.get("pandu.dibaca") ?? null).closed, ["lama"]);
  globalThis.localStorage.setItem = (key, text) => void store.set(key, text);
  assert.equal(keep(kept), true);
  store.set("pandu.dibaca", '{"read": {}, "closed": ["tab-lain"]}');
  assert.deepEqual(readKept().closed, ["tab-lain"]);
  Reflect.deleteProperty(globalThis, "localStorage");
});

test("what is handed in names the reader and every change, read or not", () => {
  const list = readingList(NEWS, { read: { a: "2026-01-01T00:00:00Z" }, closed: [] }, "Sari");
  assert.deepEqual(list.map(({ pembaca, id, dibaca }) => [pembaca, id, dibaca]), [["Sari", "b", ""], ["Sari", "a", "2026-01-01T00:00:00Z"]]);
});
