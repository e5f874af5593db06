import assert from "node:assert/strict";
import { test } from "node:test";

import { agoWords, dateWords, learn, readRelease, recalledOn, releaseOf } from "../../docs/assets/pandu/release.js";
import { readRuntime } from "../../docs/assets/pandu/runtime-manifest.js";

const release = { version: "abc123", made: "2026-11-22T10:00+00:00", serviceWorker: true, recalled: { "PRK-07": "x" }, withdrawn: ["PMB-C0"] };

test("what the network says of the version is read, and nothing else is", () => {
  assert.deepEqual(readRelease(release), { ...release, newest: "" });
  for (const odd of [null, 1, "x", [], {}, { version: 3 }, { version: "<img>" }, { version: "" }]) assert.equal(readRelease(odd), null);
});

test("an id that is none, and reasons without end, do not come through", () => {
  const hostile = readRelease({ ...release, recalled: { '"><img onerror=1>': "x", PRK: "y".repeat(900), __proto__: "z" }, withdrawn: ["a b", "PRK"] });
  assert.deepEqual(Object.keys(hostile.recalled), ["PRK"]);
  assert.equal(hostile.recalled.PRK.length, 300);
  assert.deepEqual(hostile.withdrawn, ["PRK"]);
  assert.deepEqual(readRelease({ ...release, withdrawn: "PRK" }).withdrawn, []);
});

test("a page is as old as its own version, and only what changed since is covered", () => {
  const first = readRelease({ ...release, recalled: {} });
  const second = readRelease({ ...release, version: "def", made: "2027-01-01T10:00+00:00", recalled: {}, withdrawn: ["PMB-C0", "PRK-07"] });
  const learnt = learn(learn(null, first, 1), second, 2);
  assert.deepEqual([learnt.release, learnt.checked, learnt.past], [second, 2, [first]]);
  assert.deepEqual(learn(learnt, second, 3).past, [first]);
  assert.equal(releaseOf(learnt, "abc123"), first);
  assert.equal(releaseOf(learnt, "def"), second);
  assert.equal(releaseOf(learnt, "tak-dikenal"), second);
  assert.deepEqual(Object.keys(recalledOn(learnt, "abc123")), ["PRK-07"]);
  assert.deepEqual(recalledOn(learnt, "def"), {});
  assert.deepEqual(recalledOn(learnt, ""), {});
  assert.deepEqual(Object.keys(recalledOn(learnt, "tak-dikenal")), ["PMB-C0", "PRK-07"]);
  let many = learnt;
  for (let at = 0; at < 9; at += 1) many = learn(many, { ...first, version: `v${at}` }, at);
  assert.equal(many.past.length, 4);
});

test("an age is said in words, and a clock that was set back is now", () => {
  const minute = 60_000;
  assert.equal(agoWords(0, 30_000), "baru saja");
  assert.equal(agoWords(0, 7 * minute), "7 menit lalu");
  assert.equal(agoWords(0, 150 * minute), "2 jam lalu");
  assert.equal(agoWords(0, 3 * 1440 * minute), "3 hari lalu");
  assert.equal(agoWords(9 * minute, 0), "baru saja");
  assert.match(dateWords("2026-11-22T10:00+00:00"), /22 Nov 2026/);
  assert.equal(dateWords("kemarin"), "");
});

test("a manifest of the runtime has hashes, sizes, and nothing of another host", () => {
  const root = new URL("https://situs.test/pandu/");
  const file = { name: "a.wasm", path: "runtime/a.1234567890.wasm", sha256: "a".repeat(64), bytes: 5 };
  const raw = { version: "314.0.7", python: "3.14.2", worker: "assets/app/w.js", files: { a: file } };
  const read = readRuntime(raw, root);
  assert.equal(read.files.a.address, "https://situs.test/pandu/runtime/a.1234567890.wasm");
  assert.equal(read.snapshot, null);
  for (const change of [{ path: "https://lain.test/x" }, { sha256: "x" }, { bytes: -0.5 }]) {
    assert.throws(() => readRuntime({ ...raw, files: { a: { ...file, ...change } } }, root));
  }
  assert.throws(() => readRuntime({ ...raw, worker: "//lain.test/w.js" }, root));
  assert.throws(() => readRuntime({ ...raw, snapshot: { heap: 1, sha256: "y", flows: {} } }, root));
});
