/**
 * Pyodide, brought up from files that are already here and checked. It is given its own
 * addresses for them, so that it finds every file without asking a server; that a wasm is
 * missing is known before `loadPyodide`, which would never settle without it.
 */

import { fetchChecked } from "./worker-files.js";
import { fromSnapshot } from "./worker-snapshot.js";

/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").RuntimeFile} RuntimeFile */
/** @typedef {Extract<import("./protocol.js").ToWorker, {type: "boot"}>} BootOrder */
/** @typedef {import("pyodide").PyodideAPI} PyodideAPI */

const LOADER = "pyodide.mjs";
const MODULE = "pyodide.asm.mjs";
const WASM = "pyodide.asm.wasm";
const STDLIB = "python_stdlib.zip";
const BYTECODE = "python.zip";
const LOCK = "pyodide-lock.json";
const WHEEL = "flow_engine.whl";

const SNAPSHOT = "python.snapshot";
/** A standard library for a Python that has all of it in memory: a zip with nothing in it. */
const NOTHING = "kosong.zip";
const EMPTY_ZIP = new Uint8Array([0x50, 0x4b, 5, 6, ...new Array(18).fill(0)]);

/** By the rung's id: the files it needs. */
/** @type {Record<string, string[]>} */
export const NEEDED = {
  kilat: [WASM, SNAPSHOT, LOADER, MODULE, LOCK],
  hemat: [WASM, BYTECODE, LOADER, MODULE, LOCK],
  standar: [WASM, STDLIB, LOADER, MODULE, LOCK, WHEEL],
};
/** @type {Record<string, string>} */
const TYPES = { wasm: "application/wasm", json: "application/json" };

/**
 * @param {BootOrder} order
 * @param {(message: FromWorker) => void} tell
 * @param {(heap: Uint8Array) => void} [onHeap] Sees the memory that a snapshot made, before Python goes on.
 * @returns {Promise<PyodideAPI>}
 */
export async function startPython({ rung, files }, tell, onHeap = () => {}) {
  let done = 0;
  const arrived = (/** @type {number} */ bytes) => {
    done += bytes;
    tell({ type: "progress", stage: "ambil", done });
  };
  const needed = (NEEDED[rung] ?? []).map((role) => /** @type {const} */ ([role, fileOf(files, role)]));
  const fetching = new Map(needed.map(([role, file]) => [role, fetchChecked(file, arrived)]));
  const ready = (/** @type {string} */ role) => /** @type {Promise<Uint8Array<ArrayBuffer>>} */ (fetching.get(role));
  // Each is made ready while the others still come.
  const compiling = ready(WASM).then((bytes) => WebAssembly.compile(bytes));
  const loading = ready(LOADER).then(() => import(fileOf(files, LOADER).address));
  const making = ready(MODULE).then(() => import(fileOf(files, MODULE).address));
  const contents = new Map();
  const prepared = [...fetching].map(async ([role, coming]) => contents.set(role, await coming));
  await Promise.all([...prepared, compiling, loading, making]);
  tell({ type: "progress", stage: "nyala", done: 0 });
  const base = new URL("./", fileOf(files, WASM).address).href;
  const here = new Map(needed.map(([role, file]) => [base + file.name, answerOf(file, contents.get(role))]));
  // What is compiled already is not compiled again; see answerFetches.
  here.set(base + "pyodide.asm.wasm", () => new Response(null));
  here.set(base + NOTHING, () => new Response(EMPTY_ZIP));
  const putBack = answerFetches(here, await compiling);
  try {
    const { loadPyodide } = await loading;
    const { default: createPyodideModule } = await making;
    const common = { indexURL: base, packageBaseUrl: base, createPyodideModule };
    const picture = contents.get(SNAPSHOT);
    if (picture) {
      const restored = fromSnapshot(picture, createPyodideModule, onHeap);
      return await loadPyodide({ ...common, ...restored, stdLibURL: base + NOTHING });
    }
    // The bytecode holds the engine as well; only from sources it is a package to be installed.
    const own = rung === "standar" ? { packages: ["pandu-flow-engine"] } : { stdLibURL: base + BYTECODE };
    return await loadPyodide({ ...common, ...own });
  } finally {
    putBack();
    // Python has its own copy now; this one would only take memory.
    contents.clear();
    fetching.clear();
    here.clear();
  }
}

/**
 * @param {Record<string, RuntimeFile>} files
 * @param {string} role
 */
function fileOf(files, role) {
  const file = files[role];
  if (!file) throw new Error(`${role} tidak ada dalam daftar`);
  return file;
}

/**
 * @param {RuntimeFile} file
 * @param {Uint8Array<ArrayBuffer> | undefined} bytes
 */
function answerOf(file, bytes) {
  const type = TYPES[file.name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return () => new Response(bytes, { headers: { "Content-Type": type } });
}

/**
 * Answer fetches from memory, and the one for the wasm with what was compiled of it. All else is
 * refused: nothing may be asked of any host.
 * @param {Map<string, () => Response>} here By absolute address.
 * @param {WebAssembly.Module} module
 * @returns {() => void} Gives the browser its own back.
 */
function answerFetches(here, module) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (input) => {
    const address = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    const answer = here.get(new URL(address, self.location.href).href);
    if (!answer) throw new TypeError(`tidak diminta dari server: ${address}`);
    return answer();
  };
  WebAssembly.instantiateStreaming = async (source, imports) => {
    await source;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  return () => {
    self.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}
