import assert from "node:assert/strict";
import { test } from "node:test";

import { fileName, fileText, readFile } from "../../docs/assets/pandu/learn/progress-file.js";
import { emptyProgress, readText } from "../../docs/assets/pandu/learn/progress-shape.js";

const file = (text, size = text.length) => ({ size, text: async () => text });

test("what is put into a file is read back as it was", () => {
  const progress = { ...emptyProgress(), lessons: { a: { done: "2026-11-23T09:00:00+07:00", right: 2, asked: 3, version: "x" } } };
  assert.deepEqual(readText(fileText({ progress, fault: "" }, null)).progress, progress);
  assert.deepEqual(readText(fileText({ progress, fault: "penuh" }, "{}")).progress, progress);
  assert.equal(fileName("2026-11-23"), "pandu-latihan-2026-11-23.json");
});

test("what cannot be read here goes into the file letter by letter", () => {
  for (const fault of ["rusak", "lebih-baru"]) {
    assert.equal(fileText({ progress: emptyProgress(), fault }, "{rusak"), "{rusak");
  }
});

test("a file is refused by its size before it is read, and by its length after", async () => {
  const never = { size: 41, text: async () => assert.fail("it was read") };
  await assert.rejects(readFile(never, 10), /paling banyak 10 huruf/);
  await assert.rejects(readFile(file("x".repeat(11)), 10), /terlalu besar/);
  assert.equal(await readFile(file("x".repeat(10)), 10), "x".repeat(10));
});

test("what is no file at all is said in our words", async () => {
  const folder = { size: 0, text: async () => Promise.reject(new Error("NotReadable")) };
  await assert.rejects(readFile(folder, 10), /Folder tidak dapat dibuka/);
});
