/** The rungs with Python: each in a worker of its own, from files of our own host. */

import { BootFault, wasmPreflight } from "./boot.js";
import { keepForLater } from "./keeper.js";
import { fromWorker } from "./protocol.js";
import { findRuntime } from "./runtime-manifest.js";

/** @typedef {import("./boot.js").Port} Port */
/** @typedef {import("./boot.js").Rung} Rung */
/** @typedef {import("./boot.js").Tell} Tell */
/** @typedef {import("./runtime-manifest.js").Runtime} Runtime */

/** What the worker fetches first and tells of; see worker-python.js. */
/** @type {Record<string, {name: string, startPatienceMs: number, fetched: string[]}>} */
const RUNGS = {
  kilat: {
    name: "Potret memori",
    startPatienceMs: 6_500,
    fetched: ["pyodide.asm.wasm", "python.snapshot", "pyodide.mjs", "pyodide.asm.mjs", "pyodide-lock.json"],
  },
  hemat: {
    name: "Python yang sudah dikompilasi",
    startPatienceMs: 20_000,
    fetched: ["pyodide.asm.wasm", "python.zip", "pyodide.mjs", "pyodide.asm.mjs", "pyodide-lock.json"],
  },
  standar: {
    name: "Pyodide baku",
    startPatienceMs: 90_000,
    fetched: ["pyodide.asm.wasm", "python_stdlib.zip", "pyodide.mjs", "pyodide.asm.mjs", "pyodide-lock.json", "flow_engine.whl"],
  },
};
/**
 * What a reader calls a rung.
 * @param {string} id
 */
export const rungName = (id) => RUNGS[id]?.name ?? "tanpa Python";

/** Without these no rung with Python can be climbed. */
const NEEDED_BY_ALL = ["pyodide.asm.wasm", "pyodide.mjs", "pyodide.asm.mjs", "pyodide-lock.json"];
/** No byte for this long is a line that hangs. Starting Python is silent as well: the rung that
 * takes a second is given up sooner than the one that compiles everything, which takes a minute on
 * a slow machine with other work. The walk can be used meanwhile. */
const FETCH_PATIENCE_MS = 7_000;

/**
 * Wait for a worker to come up and hand out its port.
 * @param {Worker} worker
 * @param {string} rung
 * @param {Runtime} runtime
 * @param {AbortSignal} signal
 * @param {Tell} tell
 * @returns {Promise<Port>}
 */
function portOf(worker, rung, runtime, signal, tell) {
  return new Promise((resolve, reject) => {
    /** @type {Map<number, {resolve: (text: string) => void, reject: (error: Error) => void}>} */
    const open = new Map();
    let lastId = 0;
    let lost = () => {};
    /**
     * @param {(id: number) => import("./protocol.js").ToWorker} order
     * @returns {Promise<string>}
     */
    const ask = (order) =>
      new Promise((answered, failed) => {
        lastId += 1;
        open.set(lastId, { resolve: answered, reject: failed });
        worker.postMessage(order(lastId));
      });

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
        const patienceMs = message.stage === "ambil" ? FETCH_PATIENCE_MS : (RUNGS[rung]?.startPatienceMs ?? FETCH_PATIENCE_MS);
        tell({ stage: message.stage, done: message.done, patienceMs });
      } else if (message.type === "failed") {
        reject(new BootFault(message.reason, message.detail, NEEDED_BY_ALL.includes(message.file)));
      } else if (message.type === "ready") {
        resolve({
          about: {
            python: runtime.python,
            pyodide: runtime.version,
            ms: message.ms,
            memory: message.memory,
            flows: rung === "kilat" ? (runtime.snapshot?.flows ?? {}) : {},
          },
          close,
          onLost: (told) => {
            lost = told;
          },
          async open(room) {
            const file = runtime.files[`${room}.zip`];
            if (!file) throw new BootFault("tidak-diterbitkan", room);
            await ask((id) => ({ type: "open", id, room, file }));
          },
          send: (text) => ask((id) => ({ type: "call", id, message: text })),
        });
      } else {
        const call = open.get(message.id);
        open.delete(message.id);
        if (message.type === "result") call?.resolve(message.message);
        else call?.reject(message.reason ? new BootFault(message.reason, message.detail) : new Error(message.detail));
      }
    });
    worker.postMessage({ type: "boot", rung, files: runtime.files });
  });
}

/**
 * Make the rungs for the runtime that a manifest names, the best first.
 * @param {string} manifest Absolute address of runtime.json.
 * @returns {Rung[]}
 */
export function pythonRungs(manifest) {
  return Object.entries(RUNGS).map(([id, { name, fetched }]) => ({
    id,
    name,
    deadlineMs: 180_000,
    patienceMs: FETCH_PATIENCE_MS,
    preflight: () => (typeof Worker === "function" ? wasmPreflight() : "pekerja-gagal"),
    async start(signal, tell) {
      const runtime = await findRuntime(manifest, signal);
      const missing = fetched.find((role) => !runtime.files[role]);
      if (missing) throw new BootFault("tidak-diterbitkan", missing);
      const total = fetched.reduce((sum, role) => sum + (runtime.files[role]?.bytes ?? 0), 0);
      tell({ stage: "ambil" });
      const worker = new Worker(runtime.worker, { type: "module", name: "pandu" });
      try {
        const port = await portOf(worker, id, runtime, signal, (step) => tell({ ...step, total }));
        const addresses = [runtime.worker, ...fetched.map((role) => runtime.files[role]?.address ?? "")];
        return {
          ...port,
          kept: keepForLater(addresses),
          async open(room) {
            await port.open(room);
            // What was opened once is there without a network too.
            void keepForLater([...addresses, runtime.files[`${room}.zip`]?.address ?? ""]);
          },
        };
      } catch (error) {
        worker.terminate();
        throw error;
      }
    },
  }));
}
