/**
 * One Python for all pages: started once, kept over instant navigation, replaced
 * when it dies or hangs. What a call knows lives in the page, so a new worker
 * only needs the flows again and the question that was open.
 */

import { BootFault, createBoot, reasonFor, WITHOUT_PYTHON } from "./boot.js";
import { systemClock } from "./clock.js";
import { readReply } from "./protocol.js";
import { pythonRungs } from "./rungs.js";
import { Told, wordsOf } from "./words.js";

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
 * @property {import("./boot.js").Fall[]} falls The rungs above that did not hold, and why.
 * @property {boolean} kept Whether it would start without a network too.
 * @property {number} starts How often a worker was started; 1 on a quiet day.
 */

/** @typedef {{id: string, address: string, hash?: string}} FlowPlace `hash` is that of the page. */
/** @typedef {{room: string}} RoomPlace A room beside the engine, by its name; see worker-room.js. */

/** A step that takes this long hangs, unless this machine has shown to be slow. */
const CALL_DEADLINE_MS = 600;
/** A worker that has answered nothing yet may still have to warm up. */
const FIRST_CALLS = 2;
const FIRST_DEADLINE_MS = 4_000;
/** A step that takes so many times the slowest one before it hangs ... */
const SLACK = 12;
/** ... or so many, where even a step that does not hang takes seconds. */
const LEAST_SLACK = 4;
const LONGEST_DEADLINE_MS = 20_000;
const GRACE_MS = 30;
/** After this share of its time a step is suspected, and another worker starts beside it. */
const SUSPECT = 0.25;
const LOAD_DEADLINE_MS = 20_000;
/** A room is fetched first, over whatever line there is. */
const ROOM_DEADLINE_MS = 60_000;

/** Python cannot answer, and asking again does not help. */
export class EngineFault extends Told {}

/** A room could not be opened; the engine itself is well, and asking again may help. */
export class RoomFault extends EngineFault {}

/**
 * @param {object} setup
 * @param {Rung[]} setup.rungs
 * @param {Clock} [setup.clock]
 * @param {(address: string) => Promise<unknown>} [setup.fetchFlow]
 */
export function createEngine({ rungs, clock = systemClock, fetchFlow = fetchJson }) {
  /** @type {EngineStatus} */
  let status = { state: "diam", progress: null, reason: "", rung: "", about: null, starts: 0, falls: [], kept: false };
  /** @type {Set<(status: EngineStatus) => void>} */
  const listeners = new Set();
  /** @type {Promise<Port | null> | null} */
  let starting = null;
  /** @type {Map<string, unknown>} */
  const flows = new Map();
  /** @type {WeakMap<Port, number>} How many calls each worker has answered. */
  const answered = new WeakMap();
  /** The slowest answer so far of any worker, in milliseconds. */
  let slowest = 0;
  /** @type {WeakMap<Port, Set<string>>} */
  const loaded = new WeakMap();
  /** @type {WeakMap<Port, Map<string, Promise<void>>>} The rooms of each worker, open or being opened. */
  const rooms = new WeakMap();

  /** @type {ReturnType<typeof createBoot> | null} A start beside a worker that is silent. */
  let spare = null;
  /** @type {Promise<import("./boot.js").Outcome> | null} */
  let spareOutcome = null;

  /** @param {Partial<EngineStatus>} change */
  const set = (change) => {
    status = { ...status, ...change };
    for (const listener of listeners) listener(status);
  };

  /** @returns {Promise<Port | null>} */
  const start = () => {
    starting ??= (async () => {
      set({ state: "memuat", progress: null, reason: "", falls: [], starts: status.starts + 1 });
      const boot = createBoot({ rungs, clock, onProgress: (progress) => set({ progress }), onFall: (falls) => set({ falls }) });
      const ahead = spareOutcome;
      [spare, spareOutcome] = [null, null];
      const { rung, port, falls } = await (ahead ?? boot.start());
      if (!port || rung === WITHOUT_PYTHON) {
        set({ state: "tanpa", rung, falls, reason: falls.at(-1)?.reason ?? reasonFor("gagal-menyala") });
        return null;
      }
      port.onLost(() => discard(port));
      set({ state: "siap", rung, falls, about: port.about, progress: null });
      void port.kept?.then((kept) => set({ kept }));
      return port;
    })();
    return starting;
  };

  /** Start another worker, for the case that the one that was asked hangs. */
  const suspect = () => {
    if (spare) return;
    spare = createBoot({ rungs, clock });
    spareOutcome = spare.start();
  };

  const dropSpare = () => {
    spare?.stop();
    void spareOutcome?.then(({ port }) => port?.close());
    [spare, spareOutcome] = [null, null];
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
   * @param {() => void} [suspicious] Told when most would have answered.
   * @returns {Promise<Reply>}
   */
  const send = (port, request, deadlineMs, suspicious) =>
    inTime(port.send(JSON.stringify(request)), deadlineMs, suspicious).then(readReply);

  /**
   * Wait for a worker, but not for ever.
   * @template T
   * @param {Promise<T>} coming
   * @param {number} deadlineMs
   * @param {() => void} [suspicious]
   * @returns {Promise<T>}
   */
  const inTime = (coming, deadlineMs, suspicious = () => {}) =>
    new Promise((resolve, reject) => {
      const end = () => {
        // An answer that came while the page itself was busy is taken first.
        timer = clock.setTimeout(() => reject(new EngineFault("Mesin tidak menjawab.")), GRACE_MS);
      };
      let timer = clock.setTimeout(() => {
        suspicious();
        timer = clock.setTimeout(end, deadlineMs * (1 - SUSPECT));
      }, deadlineMs * SUSPECT);
      coming.then(
        (found) => {
          clock.clearTimeout(timer);
          resolve(found);
        },
        (error) => {
          clock.clearTimeout(timer);
          reject(error instanceof BootFault ? error : new EngineFault(wordsOf(error)));
        },
      );
    });

  /**
   * Ask, and learn how fast this machine answers.
   * @param {Port} port
   * @param {Request} request
   * @param {number} patienceMs What this may take on any machine; then nothing is learnt from it.
   */
  const timed = async (port, request, patienceMs) => {
    const calls = answered.get(port) ?? 0;
    const usual = calls < FIRST_CALLS ? FIRST_DEADLINE_MS : Math.min(FIRST_DEADLINE_MS, SLACK * slowest);
    const own = Math.max(CALL_DEADLINE_MS, usual, LEAST_SLACK * slowest);
    const deadline = Math.min(LONGEST_DEADLINE_MS, Math.max(own, patienceMs));
    const began = clock.now();
    const reply = await send(port, request, deadline, suspect);
    dropSpare();
    answered.set(port, calls + 1);
    // A machine that slept in between did not need longer than it may.
    if (patienceMs === 0) slowest = Math.max(slowest, Math.min(deadline, clock.now() - began));
    return reply;
  };

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

  /**
   * @param {Port} port
   * @param {string} room
   */
  const ensureRoom = async (port, room) => {
    const opened = rooms.get(port) ?? new Map();
    rooms.set(port, opened);
    if (!opened.has(room)) opened.set(room, inTime(port.open(room), ROOM_DEADLINE_MS));
    try {
      await opened.get(room);
    } catch (error) {
      opened.delete(room);
      if (!(error instanceof BootFault)) throw error;
      console.warn(`Pandu: ruang "${room}" tidak terbuka: ${error.code} ${error.message}`);
      throw new RoomFault(`Ruang ${room} belum dapat dibuka: ${reasonFor(error.code)}. Coba lagi sebentar lagi.`);
    }
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
     * @param {FlowPlace | (FlowPlace | RoomPlace)[] | null} flow The flows it is about, and the rooms that
     *   answer it; null where it is about none.
     * @param {Request} request
     * @param {number} [patienceMs] How long it may take, where that is longer than a step.
     * @returns {Promise<Reply>}
     * @throws {RoomFault} A room cannot be opened; the worker stays, for it is well.
     */
    async ask(flow, request, patienceMs = 0) {
      for (let attempt = 1; ; attempt += 1) {
        const port = await start();
        if (!port) throw new EngineFault(status.reason);
        try {
          for (const one of [flow ?? []].flat()) {
            await ("room" in one ? ensureRoom(port, one.room) : ensureFlow(port, one));
          }
          return await timed(port, request, patienceMs);
        } catch (error) {
          if (error instanceof RoomFault) throw error;
          discard(port);
          if (attempt === 2) {
            dropSpare();
            set({ state: "tanpa", reason: "langkah ini tidak selesai dihitung" });
            throw error instanceof EngineFault ? error : new EngineFault(wordsOf(error));
          }
        }
      }
    },
  };
}

/** @typedef {ReturnType<typeof createEngine>} Engine */

/** @param {string} address */
async function fetchJson(address) {
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) throw new EngineFault("Data alur tidak dapat diambil dari server.");
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
