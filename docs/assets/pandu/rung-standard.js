/** The rung with Pyodide as it is shipped, in a worker of its own, from our own host. */

import { BootFault, wasmPreflight } from "./boot.js";
import { fromWorker } from "./protocol.js";

/** @typedef {import("./boot.js").Port} Port */
/** @typedef {import("./boot.js").Rung} Rung */
/** @typedef {import("./boot.js").Tell} Tell */

const PACKAGES = ["pandu-flow-engine"];
/** What the worker fetches before it starts Python; see worker.js. */
const FETCHED = ["pyodide.asm.wasm", "python_stdlib.zip"];
/** No byte for this long is a line that hangs; starting Python is silent for longer, and a
 * slow machine with other work takes a minute. The walk can be used meanwhile. */
const FETCH_PATIENCE_MS = 8_000;
const START_PATIENCE_MS = 90_000;

/**
 * Find the runtime of this site. Its base is written from the site's root.
 * @param {string} manifest Address of runtime.json, one folder below the root.
 * @param {AbortSignal} signal
 * @returns {Promise<{base: string, bytes: number}>}
 */
async function findRuntime(manifest, signal) {
  let response;
  try {
    response = await fetch(manifest, { signal, credentials: "same-origin" });
  } catch (error) {
    throw new BootFault("berkas-tidak-ada", String(error));
  }
  if (!response.ok) throw new BootFault("berkas-tidak-ada", `runtime.json: ${response.status}`);
  try {
    const { base, files } = await response.json();
    const address = new URL(String(base), new URL("../", manifest));
    if (address.origin !== location.origin) throw new Error("host lain");
    const bytes = FETCHED.reduce((sum, name) => sum + Number(files?.[name]?.bytes ?? 0), 0);
    return { base: address.href.endsWith("/") ? address.href : `${address.href}/`, bytes };
  } catch (error) {
    throw new BootFault("berkas-rusak", `runtime.json: ${error}`);
  }
}

/**
 * Wait for a worker to come up and hand out its port.
 * @param {Worker} worker
 * @param {string} base
 * @param {AbortSignal} signal
 * @param {Tell} tell
 * @returns {Promise<Port>}
 */
function portOf(worker, base, signal, tell) {
  return new Promise((resolve, reject) => {
    /** @type {Map<number, {resolve: (text: string) => void, reject: (error: Error) => void}>} */
    const open = new Map();
    let lastId = 0;
    let lost = () => {};

    const close = () => {
      worker.terminate();
      for (const call of open.values()) call.reject(new Error("mesin dihentikan"));
      open.clear();
    };
    signal.addEventListener("abort", close, { once: true });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new BootFault("pekerja-gagal", event.message));
      close();
      lost();
    });
    worker.addEventListener("message", (event) => {
      const message = fromWorker(event.data);
      if (!message) return;
      if (message.type === "progress") {
        const patienceMs = message.stage === "ambil" ? FETCH_PATIENCE_MS : START_PATIENCE_MS;
        tell({ stage: message.stage, done: message.done, patienceMs });
      } else if (message.type === "failed") {
        reject(new BootFault(message.reason, message.detail));
      } else if (message.type === "ready") {
        resolve({
          about: { python: message.python, ms: message.ms },
          close,
          onLost: (told) => {
            lost = told;
          },
          send: (text) =>
            new Promise((answered, failed) => {
              lastId += 1;
              open.set(lastId, { resolve: answered, reject: failed });
              worker.postMessage({ type: "call", id: lastId, message: text });
            }),
        });
      } else {
        const call = open.get(message.id);
        open.delete(message.id);
        if (message.type === "result") call?.resolve(message.message);
        else call?.reject(new Error(message.detail));
      }
    });
    worker.postMessage({ type: "boot", base, packages: PACKAGES });
  });
}

/**
 * Make the rung for the runtime that a manifest names.
 * @param {string} manifest Absolute address of runtime.json.
 * @returns {Rung}
 */
export function standardRung(manifest) {
  return {
    id: "standar",
    name: "Pyodide baku",
    deadlineMs: 180_000,
    patienceMs: FETCH_PATIENCE_MS,
    preflight: () => (typeof Worker === "function" ? wasmPreflight() : "pekerja-gagal"),
    async start(signal, tell) {
      const { base, bytes } = await findRuntime(manifest, signal);
      tell({ stage: "ambil" });
      const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "pandu" });
      try {
        return await portOf(worker, base, signal, (step) => tell({ ...step, total: bytes }));
      } catch (error) {
        worker.terminate();
        throw error;
      }
    },
  };
}
