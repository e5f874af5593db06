import assert from "node:assert/strict";
import { test } from "node:test";

import { FileRefused, flowOf, readTranscript } from "../../docs/assets/pandu/transcript-file.js";

const MOST = 4_000_000;
/** @param {string} text */
const file = (text, size = text.length) => ({ size, text: async () => text });

test("a file is read up to as many characters as Python takes", async () => {
  const longest = "é".repeat(MOST);
  assert.equal((await readTranscript(file(longest, 2 * MOST), MOST)).length, MOST);
  await assert.rejects(readTranscript(file(`${longest}é`, 2 * MOST + 2), MOST), /paling banyak 4\.000\.000 huruf/);
});

test("a file far above it is refused before it is read", async () => {
  const large = { size: 50_000_000, text: async () => assert.fail("it was read") };
  await assert.rejects(readTranscript(large, MOST), FileRefused);
});

test("a folder that is dropped is refused in words of ours", async () => {
  const folder = { size: 4096, text: () => Promise.reject(new DOMException("not found", "NotFoundError")) };
  await assert.rejects(readTranscript(folder, MOST), /Folder tidak dapat dibuka/);
});

test("only its flow is named, and one that the site does not have is refused", async () => {
  const asked = [];
  const engine = {
    ask: async (flow, request, patience) => {
      asked.push([flow, request.call, patience]);
      return request.text === "rusak" ? { failure: "Berkas ini bukan JSON." } : { flow: request.text };
    },
  };
  const known = (id) => id === "periksa";
  assert.equal(await flowOf(engine, "periksa", known, 9), "periksa");
  await assert.rejects(flowOf(engine, "constructor", known, 9), /tidak ada di situs ini/);
  await assert.rejects(flowOf(engine, "rusak", known, 9), /bukan JSON/);
  assert.deepEqual(asked[0], [null, "peek", 9]);
});
