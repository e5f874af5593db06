import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= { addEventListener() {} };
const { keyName } = await import("../../docs/assets/pandu/keys.js");
const { fromWorker, readReply } = await import("../../docs/assets/pandu/protocol.js");
const { mesinWords } = await import("../../docs/assets/pandu/mesin.js");

const stroke = (key, more = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });

test("a stroke is named as its button spells it", () => {
  assert.equal(keyName(stroke("1")), "1");
  assert.equal(keyName(stroke("c")), "C");
  assert.equal(keyName(stroke("?", { shiftKey: true })), "?");
  assert.equal(keyName(stroke("Enter")), "Enter");
  assert.equal(keyName(stroke("Enter", { shiftKey: true })), "Shift+Enter");
  assert.equal(keyName(stroke("ArrowLeft", { altKey: true })), "Alt+ArrowLeft");
});

test("the browser's own shortcuts stay the browser's", () => {
  assert.equal(keyName(stroke("c", { ctrlKey: true })), null);
  assert.equal(keyName(stroke("r", { metaKey: true })), null);
  assert.equal(keyName(stroke("d", { altKey: true })), null);
  assert.equal(keyName(stroke("ArrowLeft")), null);
  assert.equal(keyName(stroke("/")), null);
});

test("a forged or broken message of the worker is refused", () => {
  for (const odd of [null, 1, "x", {}, { type: "ready" }, { type: "result", id: 1 }, { type: "lain", id: 1 }]) {
    assert.equal(fromWorker(odd), null);
  }
  assert.deepEqual(fromWorker({ type: "result", id: 1, message: "{}" }), { type: "result", id: 1, message: "{}" });
  assert.match(readReply("[]").failure, /tidak dapat dibaca/);
});

test("the state of the engine is said in words, with bytes while it loads", () => {
  const base = { reason: "", rung: "", about: null, starts: 1, progress: null, falls: [] };
  assert.equal(mesinWords({ ...base, state: "siap" }), "mesin: siap");
  assert.equal(mesinWords({ ...base, state: "tanpa" }), "tanpa mesin");
  const progress = { rung: "standar", stage: "ambil", done: 3_240_000, total: 12_100_000 };
  assert.equal(mesinWords({ ...base, state: "memuat", progress }), "mesin: memuat 3,2 dari 12,1 MB");
});
