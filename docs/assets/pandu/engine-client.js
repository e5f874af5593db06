/**
 * One Python for all pages: started once, kept over instant navigation, replaced
 * when it dies or hangs. What a call knows lives in the page, so a new worker
 * only needs the flows again and the question that was open.
 */

import { createBoot, reasonFor, WITHOUT_PYTHON } from "./boot.js";
import { systemClock } from "./clock.js";
import { readReply } from "./protocol.js";
import { pythonRungs } from "./rungs.js";

/** @typedef {import("./boot.js").Port} Port */
/** @typedef {import("./boot.js").Progress} Progress */
/** @typedef {import("./boot.js").Rung} Rung */
/** @typedef {import("./clock.js").Clock} Clock */
/** @typedef {import("./protocol.js").Request} Request */
/** @typedef {import("./protocol.js").Reply} Reply */
/**
 * @typedef {object} EngineStatus
 * @property {"diam" | "memuat" | "siap" | "tanpa"} state
 * @property {Progress | null} progress
 * @property {string} reason Why there is no Python; empty otherwise.
 * @property {string} rung
 * @property {import("./boot.js").About | null} about
 * @property {number} starts How often a worker was started; 1 on a quiet day.
 */

/** @typedef {{id: string, address: string, hash?: string}} FlowPlace `hash` is that of the page. */

const CALL_DEADLINE_MS = 4_000;
const LOAD_DEADLINE_MS = 20_000;

/** Python cannot answer, and asking again does not help. */
export class EngineFault extends Error {}

/**
 * @param {object} setup
 * @param {Rung[]} setup.rungs
 * @param {Clock} [setup.clock]
 * @param {(address: string) => Promise<unknown>} [setup.fetchFlow]
 */
export function createEngine({ rungs, clock = systemClock, fetchFlow = fetchJson }) {
  /** @type {EngineStatus} */
  let status = { state: "diam", progress: null, reason: "", rung: "", about: null, starts: 0 };
  /** @type {Set<(status: EngineStatus) => void>} */
  const listeners = new Set();
  /** @type {Promise<Port | null> | null} */
  let starting = null;
  /** @type {Map<string, unknown>} */
  const flows = new Map();
  /** @type {WeakMap<Port, Set<string>>} */
  const loaded = new WeakMap();

  /** @param {Partial<EngineStatus>} change */
  const set = (change) => {
    status = { ...status, ...change };
    for (const listener of listeners) listener(status);
  };

  /** @returns {Promise<Port | null>} */
  const start = () => {
    starting ??= (async () => {
      set({ state: "memuat", progress: null, reason: "", starts: status.starts + 1 });
      const boot = createBoot({ rungs, clock, onProgress: (progress) => set({ progress }) });
      const { rung, port, falls } = await boot.start();
      if (!port || rung === WITHOUT_PYTHON) {
        set({ state: "tanpa", rung, reason: falls.at(-1)?.reason ?? reasonFor("gagal-menyala") });
        return null;
      }
      port.onLost(() => discard(port));
      set({ state: "siap", rung, about: port.about, progress: null });
      return port;
    })();
    return starting;
  };

  /** @param {Port} port */
  const discard = (port) => {
    port.close();
    starting = null;
  };

  /**
   * @param {Port} port
   * @param {Request} request
   * @param {number} deadlineMs
   * @returns {Promise<Reply>}
   */
  const send = (port, request, deadlineMs) =>
    new Promise((resolve, reject) => {
      const timer = clock.setTimeout(
        () => reject(new EngineFault("Mesin tidak menjawab.")),
        deadlineMs,
      );
      port.send(JSON.stringify(request)).then(
        (text) => {
          clock.clearTimeout(timer);
          resolve(readReply(text));
        },
        (error) => {
          clock.clearTimeout(timer);
          reject(new EngineFault(String(error)));
        },
      );
    });

  /**
   * @param {Port} port
   * @param {FlowPlace} flow
   */
  const ensureFlow = async (port, { id, address, hash }) => {
    const known = loaded.get(port) ?? new Set();
    loaded.set(port, known);
    if (known.has(id) || (hash && port.about.flows[id] === hash)) return;
    if (!flows.has(id)) flows.set(id, await fetchFlow(address));
    const reply = await send(port, { call: "load", flow: flows.get(id) }, LOAD_DEADLINE_MS);
    if (reply.failure) throw new EngineFault(reply.failure);
    known.add(id);
  };

  return {
    get status() {
      return status;
    },
    /**
     * Hear of every change, beginning with how things stand.
     * @param {(status: EngineStatus) => void} listener
     * @returns {() => void} Ends it.
     */
    subscribe(listener) {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
    /** Start if that has not been done; tell whether Python is there. */
    async ready() {
      return (await start()) !== null;
    },
    /** Try again after it was given up. */
    async retry() {
      if (status.state === "tanpa") starting = null;
      return (await start()) !== null;
    },
    /**
     * Ask Python. A worker that hangs or died is replaced, and asked the same once more.
     * @param {FlowPlace} flow
     * @param {Request} request
     * @returns {Promise<Reply>}
     */
    async ask(flow, request) {
      for (let attempt = 1; ; attempt += 1) {
        const port = await start();
        if (!port) throw new EngineFault(status.reason);
        try {
          await ensureFlow(port, flow);
          return await send(port, request, CALL_DEADLINE_MS);
        } catch (error) {
          discard(port);
          if (attempt === 2) {
            set({ state: "tanpa", reason: "langkah ini tidak selesai dihitung" });
            throw error instanceof EngineFault ? error : new EngineFault(String(error));
          }
        }
      }
    },
  };
}

/** @typedef {ReturnType<typeof createEngine>} Engine */

/** @param {string} address */
async function fetchJson(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new EngineFault("Data alur tidak dapat diambil dari server.");
  return response.json();
}

/** @type {Engine | null} */
let shared = null;

/**
 * The one engine of this tab.
 * @param {string} manifest Absolute address of runtime.json.
 */
export function sharedEngine(manifest) {
  shared ??= createEngine({ rungs: pythonRungs(manifest) });
  return shared;
}
