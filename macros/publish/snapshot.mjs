// Takes a picture of Python's memory with the engine and all flows in it, in Node. Reads {pyodide,
// bytecode, lock, messages, out} as JSON on stdin. Writes what a browser has to put into the memory
// of a fresh module: a head for Pyodide, and the pages that differ from a fresh one. Prints
// {heap, sha256, pages}. Everything a start reads from the outside is held still, so that it repeats.

import { createHash, webcrypto } from "node:crypto";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Node would print the line of Pyodide's source, which is one line of a megabyte.
process.on("uncaughtException", (error) => {
  console.error(String(error?.message ?? error));
  process.exit(1);
});
const given = JSON.parse(readFileSync(0, "utf-8"));
const PAGE = 1024;
const EPOCH = Date.UTC(2026, 0, 1);

holdStill();
const { loadPyodide } = await import(pathToFileURL(`${given.pyodide}/pyodide.mjs`).href);
const { default: createPyodideModule } = await import(pathToFileURL(`${given.pyodide}/pyodide.asm.mjs`).href);

/** Memory of the module as it is born, and as it is just before Python starts. */
let born = new Uint8Array();
let created = new Uint8Array();

const python = await loadPyodide({
  indexURL: given.pyodide,
  stdLibURL: given.bytecode,
  lockFileContents: readFileSync(given.lock, "utf-8"),
  env: { PYTHONHASHSEED: "0" },
  _makeSnapshot: true,
  async createPyodideModule(settings) {
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (imports, done) =>
      instantiateWasm(imports, (instance, module) => {
        born = memoryOf(instance, imports).slice();
        return done(instance, module);
      });
    const made = await createPyodideModule(settings);
    created = made.HEAPU8.slice();
    return made;
  },
});
const answers = python.runPython(`
import gc
import json
from flow_engine.bridge import handle


def warm(messages):
    """Load every flow and walk a little, so that what is made once is made already."""
    return json.dumps([handle(message) for message in json.loads(messages)])


warm
`);
const told = JSON.parse(answers(JSON.stringify(given.messages)));
answers.destroy();
const failed = told.map((text) => JSON.parse(text).failure).find(Boolean);
if (failed) throw new Error(failed);
python.runPython(`
import sys
del warm
sys.path_importer_cache.clear()
gc.collect()
`);
wipeFree(python._module);
const whole = python.makeMemorySnapshot();
const [, headLength] = new Uint32Array(whole.buffer, whole.byteOffset, 2);
const heap = whole.subarray(headLength);
const pages = [];
for (let at = 0; at < heap.length; at += PAGE) {
  const now = heap.subarray(at, at + PAGE);
  // A page that a start writes to is written in a browser too, with other things.
  if (!same(now, born, at) || !same(created.subarray(at, at + PAGE), born, at)) pages.push(at / PAGE);
}

const head = whole.subarray(0, headLength);
const out = Buffer.alloc(16 + head.length + 4 * pages.length + PAGE * pages.length);
out.writeUInt32LE(PAGE, 0);
out.writeUInt32LE(heap.length, 4);
out.writeUInt32LE(head.length, 8);
out.writeUInt32LE(pages.length, 12);
out.set(head, 16);
let at = 16 + head.length;
for (const page of pages) at = out.writeUInt32LE(page, at);
for (const page of pages) {
  out.set(heap.subarray(page * PAGE, (page + 1) * PAGE), at);
  at += PAGE;
}
writeFileSync(given.out, out);
const sha256 = createHash("sha256").update(heap).digest("hex");
process.stdout.write(JSON.stringify({ heap: heap.length, sha256, pages: pages.length }));

/**
 * @param {WebAssembly.Instance} instance
 * @param {WebAssembly.Imports} imports
 */
function memoryOf(instance, imports) {
  const memory = instance.exports.memory ?? imports.env?.memory;
  return new Uint8Array(memory.buffer);
}

/**
 * @param {Uint8Array} page
 * @param {Uint8Array} other Zero where it ends.
 * @param {number} at
 */
function same(page, other, at) {
  for (let offset = 0; offset < page.length; offset += 1) {
    if (page[offset] !== (other[at + offset] ?? 0)) return false;
  }
  return true;
}

/**
 * Fill memory that is free with zeros: what once stood there is nobody's, and would be sent along.
 * @param {any} module
 */
function wipeFree(module) {
  // The first block that only fits above everything: what comes to lie higher is not wiped.
  const top = module._malloc(4 << 20);
  module._free(top);
  const taken = [];
  for (let size = 1 << 20; size >= 256; size >>= 1) {
    for (;;) {
      const block = module._malloc(size);
      if (block === 0 || block + size > top) {
        if (block) module._free(block);
        break;
      }
      module.HEAPU8.fill(0, block, block + size);
      taken.push(block);
    }
  }
  for (const block of taken) module._free(block);
}

/** Clock, chance and names of places: the same in every run. */
function holdStill() {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [EPOCH]));
    }
    static now() {
      return EPOCH;
    }
  };
  performance.now = () => 0;
  let state = 1;
  const still = (view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let index = 0; index < bytes.length; index += 1) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      bytes[index] = state >>> 16;
    }
    return view;
  };
  createRequire(import.meta.url)("node:crypto").randomFillSync = still;
  webcrypto.getRandomValues = still;
  process.argv[1] = "pandu";
}
