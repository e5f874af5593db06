import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyProgress, isEmpty, readText, united } from "../../docs/assets/pandu/learn/progress-shape.js";
import { ASIDE, createProgressStore, faultWords, KEY } from "../../docs/assets/pandu/learn/progress-store.js";

const full = () => Object.assign(new Error("tidak muat"), { name: "QuotaExceededError" });
const forbidden = () => Object.assign(new Error("dilarang"), { name: "SecurityError" });

/** A storage that may be full, and the tabs that look at it. */
function browser(texts = {}) {
  const kept = new Map(Object.entries(texts));
  const at = {
    kept,
    room: true,
    open: true,
    writes: 0,
    place: {
      getItem: (key) => kept.get(key) ?? null,
      setItem(key, text) {
        if (!at.room) throw full();
        at.writes += 1;
        kept.set(key, text);
      },
      removeItem: (key) => kept.delete(key),
    },
    tab(tabs = null) {
      const place = () => {
        if (!at.open) throw forbidden();
        return at.place;
      };
      return createProgressStore({ place, tabs });
    },
  };
  return at;
}

const done = (id) => (progress) => ({
  ...progress,
  lessons: { ...progress.lessons, [id]: { done: "2026-11-23T02:00", right: 3, asked: 3, version: "a" } },
});

test("the first lesson is stored and read back by another tab", () => {
  const at = browser();
  const store = at.tab();
  assert.deepEqual(store.readProgress(), { progress: emptyProgress(), fault: "" });
  assert.equal(store.writeProgress(done("a")), "");
  assert.deepEqual(Object.keys(at.tab().readProgress().progress.lessons), ["a"]);
  assert.equal(JSON.parse(at.kept.get(KEY)).format, "pandu-latihan");
});

test("two tabs that write one after the other lose nothing of each other", () => {
  const at = browser();
  const [one, two] = [at.tab(), at.tab()];
  one.readProgress();
  two.readProgress();
  one.writeProgress(done("a"));
  two.writeProgress(done("b"));
  one.writeProgress(done("c"));
  assert.deepEqual(Object.keys(one.readProgress().progress.lessons), ["a", "b", "c"]);
});

test("a tab hears what is written here, and in another tab, until it has had enough", () => {
  const tabs = new EventTarget();
  const store = browser().tab(tabs);
  let heard = 0;
  const end = store.subscribe(() => (heard += 1));
  const told = (key) => tabs.dispatchEvent(Object.assign(new Event("storage"), { key }));
  store.writeProgress(done("a"));
  told(KEY);
  told("lain");
  told(null);
  assert.equal(heard, 3);
  end();
  told(KEY);
  assert.equal(heard, 3);
});

test("a change that changes nothing is not written", () => {
  const at = browser();
  const store = at.tab();
  assert.equal(store.writeProgress((progress) => progress), "");
  assert.equal(at.writes, 0);
});

test("without permission to store, the tab remembers by itself and says so", () => {
  const at = browser();
  at.open = false;
  const store = at.tab();
  assert.equal(store.readProgress().fault, "diblokir");
  assert.equal(store.writeProgress(done("a")), "diblokir");
  assert.equal(store.writeProgress(done("b")), "diblokir");
  assert.deepEqual(Object.keys(store.readProgress().progress.lessons), ["a", "b"]);
  assert.deepEqual(store.readAside(), []);
  assert.equal(store.wipe().fault, "diblokir");
});

test("a storage that refuses at the moment of writing is blocked, not full", () => {
  const at = browser();
  at.place.setItem = () => {
    throw forbidden();
  };
  assert.equal(at.tab().writeProgress(done("a")), "diblokir");
});

test("when storage is full what was there stays, and what is new is written once there is room", () => {
  const at = browser();
  const store = at.tab();
  store.writeProgress(done("a"));
  const before = at.kept.get(KEY);
  at.room = false;
  assert.equal(store.writeProgress(done("b")), "penuh");
  assert.equal(at.kept.get(KEY), before);
  assert.equal(store.readProgress().fault, "penuh");
  assert.deepEqual(Object.keys(store.readProgress().progress.lessons), ["a", "b"]);
  at.room = true;
  at.tab().writeProgress(done("elsewhere"));
  assert.equal(store.writeProgress(done("c")), "");
  assert.equal(store.readProgress().fault, "");
  assert.deepEqual(Object.keys(at.tab().readProgress().progress.lessons), ["a", "elsewhere", "b", "c"]);
});

test("a damaged text is laid aside before anything is written in its place", () => {
  for (const text of ["{", "[]", "7", '{"format":"lain","version":1}', '{"format":"pandu-latihan","version":1,"cards":[]}']) {
    const at = browser({ [KEY]: text });
    const store = at.tab();
    const read = store.readProgress();
    assert.deepEqual([read.fault, read.progress], ["rusak", emptyProgress()]);
    assert.equal(at.kept.get(KEY), text, "reading touches nothing");
    assert.equal(store.writeProgress(done("a")), "");
    assert.equal(at.kept.get(ASIDE), text);
    assert.deepEqual(store.readAside(), [text]);
    assert.equal(store.readProgress().fault, "");
  }
});

test("a damaged text that cannot be laid aside is not overwritten", () => {
  const at = browser({ [KEY]: "{" });
  at.room = false;
  const store = at.tab();
  assert.equal(store.writeProgress(done("a")), "penuh");
  assert.equal(at.kept.get(KEY), "{");
  assert.deepEqual(Object.keys(store.readProgress().progress.lessons), ["a"]);
  assert.equal(store.readProgress().fault, "rusak");
});

test("each damaged text has a place of its own, and the same one is kept once", () => {
  const at = browser();
  const store = at.tab();
  for (const text of ["{1", "{2", "{1"]) {
    at.kept.set(KEY, text);
    store.writeProgress(done("a"));
  }
  assert.deepEqual(store.readAside(), ["{1", "{2"]);
  for (let number = 3; number <= 9; number += 1) at.kept.set(`${ASIDE}-${number}`, `{${number}`);
  at.kept.set(KEY, "{10");
  assert.equal(store.writeProgress(done("b")), "penuh", "none of the nine is given up for a tenth");
  assert.equal(at.kept.get(KEY), "{10");
});

test("what a newer version wrote is left as it is", () => {
  const text = JSON.stringify({ format: "pandu-latihan", version: 2, baru: true });
  const at = browser({ [KEY]: text });
  const store = at.tab();
  assert.equal(store.readProgress().fault, "lebih-baru");
  assert.equal(store.writeProgress(done("a")), "lebih-baru");
  assert.equal(at.kept.get(KEY), text);
  assert.deepEqual(Object.keys(store.readProgress().progress.lessons), ["a"]);
});

test("missing parts are empty, unknown ones are kept, and parts of another type are damage", () => {
  const head = { format: "pandu-latihan", version: 1 };
  assert.deepEqual(readText(JSON.stringify({ ...head, tambahan: 1 })).progress, { ...emptyProgress(), tambahan: 1 });
  for (const part of [{ lessons: { a: 1 } }, { calls: null, reviews: {} }, { reviews: [1] }, { met: [] }, { met: { clauses: [1] } }, { met: { edges: "x" } }]) {
    assert.equal(readText(JSON.stringify({ ...head, ...part })).fault, "rusak", JSON.stringify(part));
  }
});

test("names that JavaScript takes for its own never come in", () => {
  const text =
    '{"format":"pandu-latihan","version":1,"__proto__":{"polluted":1},"cards":{"__proto__":{"polluted":1},"constructor":{},"a":{}},"met":{"__proto__":{"clauses":[]}}}';
  const { progress } = readText(text);
  assert.deepEqual(Object.keys(progress.cards), ["a"]);
  assert.equal({}.polluted, undefined);
  assert.equal(progress.polluted, undefined);
  assert.equal(progress.cards.polluted, undefined);
  assert.equal(Object.getPrototypeOf(progress), Object.prototype);
});

test("all is wiped, and one undo brings every letter of it back", () => {
  const at = browser({ [ASIDE]: "{1" });
  const store = at.tab();
  store.writeProgress(done("a"));
  const before = new Map(at.kept);
  const { fault, undo } = store.wipe();
  assert.equal(fault, "");
  assert.equal(at.kept.size, 0);
  assert.deepEqual(store.readProgress(), { progress: emptyProgress(), fault: "" });
  assert.equal(undo(), "");
  assert.deepEqual(at.kept, before);
});

test("what was done after the wipe stays when the wipe is undone", () => {
  const at = browser();
  const store = at.tab();
  const met = (...clauses) => (progress) => ({ ...progress, met: { ...progress.met, clauses } });
  store.writeProgress(done("a"));
  store.writeProgress(met("PRK-01", "PRK-02"));
  const { undo } = store.wipe();
  store.writeProgress(done("b"));
  store.writeProgress(met("PRK-02", "PRK-03"));
  assert.equal(undo(), "");
  const { progress } = store.readProgress();
  assert.deepEqual(Object.keys(progress.lessons), ["a", "b"]);
  assert.deepEqual(progress.met.clauses, ["PRK-01", "PRK-02", "PRK-03"]);
});

test("what waited for room is wiped too and comes back with the undo", () => {
  const at = browser();
  const store = at.tab();
  at.room = false;
  store.writeProgress(done("a"));
  const { undo } = store.wipe();
  assert.deepEqual(store.readProgress().progress.lessons, {});
  assert.equal(undo(), "");
  assert.deepEqual(Object.keys(store.readProgress().progress.lessons), ["a"]);
  assert.equal(store.readProgress().fault, "penuh");
});

test("every fault has words, and none has none", () => {
  assert.equal(faultWords(""), "");
  for (const fault of ["diblokir", "penuh", "rusak", "lebih-baru"]) assert.match(faultWords(fault), /\.$/);
});

test("two progresses become one without doubles, and the later one of an item stays", () => {
  const [early, late] = [emptyProgress(), emptyProgress()];
  early.lessons.a = { done: "2026-11-22", right: 1, asked: 3, version: "x" };
  late.lessons.a = { done: "2026-11-23", right: 3, asked: 3, version: "x" };
  early.reviews = [{ card: "a" }, { card: "b" }];
  late.reviews = [{ card: "b" }, { card: "c" }];
  const both = united(early, late);
  assert.equal(both.lessons.a.right, 3);
  assert.deepEqual(both.reviews, [{ card: "a" }, { card: "b" }, { card: "c" }]);
  assert.deepEqual([isEmpty(both), isEmpty(emptyProgress())], [false, true]);
});
