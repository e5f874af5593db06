import assert from "node:assert/strict";
import { test } from "node:test";

import { barsOf, CELLS, cellsOf } from "../../docs/assets/pandu/learn/meter-display.js";
import { createMeterState, UNKNOWN } from "../../docs/assets/pandu/learn/meter-state.js";

const meter = (more = {}) =>
  createMeterState({ codes: ["08", "41", "44"], readings: { "08": "3", 41: "221.5", 44: null }, idle: "PERIKSA", ...more });
/** Press keys one after another; digits of a text, or names parted by blanks. */
const type = (at, keys) => keys.split(" ").map((key) => at.press(key)).at(-1);

test("4 1 Enter shows the reading of code 41 and tells it once", () => {
  const at = meter();
  assert.deepEqual(at.seen, { text: "PERIKSA", words: "Layar: PERIKSA.", note: "" });
  assert.equal(type(at, "4 1"), null);
  assert.equal(at.seen.text, "41");
  assert.deepEqual(type(at, "Enter"), { code: "41", reading: "221.5" });
  assert.deepEqual(at.seen, { text: "221.5", words: "Layar: 221.5.", note: "" });
  assert.equal(type(at, "Enter"), null, "Enter alone asks for nothing");
});

test("a code is text: 08 is not 8", () => {
  const at = meter();
  assert.deepEqual(type(at, "0 8 Enter"), { code: "08", reading: "3" });
  assert.equal(type(at, "8 Enter"), null);
  assert.equal(at.seen.note, UNKNOWN);
});

test("a code without a number leaves the display blank, and says so", () => {
  const at = meter();
  assert.deepEqual(type(at, "4 4 Enter"), { code: "44", reading: null });
  assert.deepEqual(at.seen, { text: "", words: "Layar kosong.", note: "" });
  assert.deepEqual(meter({ readings: {} }).press("Enter"), null);
  assert.deepEqual(type(meter({ readings: {} }), "4 1 Enter"), { code: "41", reading: null });
});

test("names of JavaScript's own are no readings", () => {
  const at = createMeterState({ codes: ["41"], readings: JSON.parse('{"__proto__": {"41": "9"}}') });
  assert.deepEqual(type(at, "4 1 Enter"), { code: "41", reading: null });
});

test("an unknown code is said beside the display, until the next digit", () => {
  const at = meter();
  type(at, "9 9 Enter");
  assert.deepEqual([at.seen.text, at.seen.note], ["PERIKSA", UNKNOWN]);
  at.press("4");
  assert.deepEqual([at.seen.text, at.seen.note], ["4", ""]);
});

test("Backspace takes the last digit, and a reading as a whole", () => {
  const at = meter();
  type(at, "4 7 Backspace 1");
  assert.equal(at.seen.text, "41");
  type(at, "Enter Backspace");
  assert.equal(at.seen.text, "PERIKSA");
  type(at, "4 Backspace Backspace");
  assert.equal(at.seen.text, "PERIKSA");
});

test("after a reading the next digit begins anew", () => {
  const at = meter();
  type(at, "4 1 Enter 0 8");
  assert.equal(at.seen.text, "08");
});

test("no more digits than a token has, and no other key does anything", () => {
  const at = meter();
  for (let count = 0; count < 30; count += 1) at.press("7");
  assert.equal(at.seen.text, "7".repeat(20));
  assert.equal(at.press("x"), null);
  assert.equal(at.seen.text.length, 20);
});

test("what is shown from outside stays until a key, and a reset brings back what stood there", () => {
  const at = meter();
  at.show("221.5");
  assert.equal(at.seen.text, "221.5");
  at.reset();
  assert.equal(at.seen.text, "PERIKSA");
});

test("a number lies at the right, its dot without a cell of its own", () => {
  const cells = cellsOf("221.5");
  assert.equal(cells.length, CELLS);
  assert.deepEqual(cells.slice(-4), [
    { sign: "2", dot: false },
    { sign: "2", dot: false },
    { sign: "1", dot: true },
    { sign: "5", dot: false },
  ]);
  assert.deepEqual(cellsOf(".5,,").slice(-3), [{ sign: " ", dot: true }, { sign: "5", dot: true }, { sign: " ", dot: true }]);
  assert.equal(cellsOf("1234567890").map(({ sign }) => sign).join(""), "34567890");
});

test("every digit and letter has bars of its own, but for the two pairs that meters also draw alike", () => {
  const signs = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"];
  const alike = signs.flatMap((one, at) => signs.slice(at + 1).filter((two) => barsOf(one) === barsOf(two)).map((two) => one + two));
  assert.deepEqual(alike, ["0O", "5S"]);
  assert.ok(signs.every((sign) => barsOf(sign)));
  assert.equal(barsOf("?"), "");
});
