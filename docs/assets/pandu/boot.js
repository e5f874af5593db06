/**
 * How Python is brought up: rung by rung, each under a watchdog, the last one
 * being the walk that needs no Python at all.
 *
 * The watchdog decides, not the promise of the rung: `loadPyodide` never settles
 * when its wasm cannot be loaded.
 */

/** @typedef {import("./clock.js").Clock} Clock */
/** @typedef {import("./protocol.js").FaultCode} FaultCode */
/** @typedef {import("./protocol.js").Stage} Stage */
/**
 * @typedef {object} About
 * @property {string} python Its version.
 * @property {number} ms How long it took in its worker.
 * @property {number} memory Bytes of its heap, 0 where that is not known.
 * @property {string} pyodide Its version.
 * @property {Record<string, string>} flows Hashes of the flows it has loaded already, by their id.
 */
/**
 * @typedef {object} Port A running Python.
 * @property {(message: string) => Promise<string>} send
 * @property {(room: string) => Promise<void>} open Puts a room beside the engine; a `BootFault` where
 *   that cannot be done and the rest goes on as before.
 * @property {() => void} close
 * @property {About} about
 * @property {(told: () => void) => void} onLost Called once if the worker dies by itself.
 * @property {Promise<boolean>} [kept] Whether it can start again without a network.
 */
/**
 * @typedef {object} Progress
 * @property {string} rung
 * @property {Stage | "periksa"} stage
 * @property {number} done
 * @property {number} total Bytes to fetch, 0 when that is not known.
 */
/**
 * @typedef {(step: {stage: Stage, done?: number, total?: number, patienceMs?: number}) => void} Tell
 *   `patienceMs` is how long this stage may be silent from here on.
 */
/**
 * @typedef {object} Rung
 * @property {string} id
 * @property {string} name What a reader calls it.
 * @property {number} deadlineMs The longest a start may take in all.
 * @property {number} [patienceMs] The longest silence; `deadlineMs` without it.
 * @property {() => FaultCode | null} [preflight] What forbids this rung here, if anything.
 * @property {(signal: AbortSignal, tell: Tell) => Promise<Port>} start
 */
/** @typedef {{rung: string, code: FaultCode, reason: string}} Fall */
/** @typedef {{rung: string, port: Port | null, falls: Fall[]}} Outcome */

export const WITHOUT_PYTHON = "tanpa-python";

/** @type {Record<FaultCode, string>} */
const REASONS = {
  "wasm-tidak-didukung": "peramban ini tidak mengizinkan WebAssembly",
  "berkas-tidak-ada": "berkas mesin tidak dapat diambil dari server",
  "berkas-rusak": "berkas mesin yang diterima tidak utuh",
  "tidak-diterbitkan": "tidak diterbitkan bersama situs ini",
  "terlalu-lama": "mesin tidak menyala dalam waktu yang wajar",
  "pekerja-gagal": "peramban menghentikan proses mesin",
  "gagal-menyala": "mesin gagal menyala",
  dibatalkan: "dihentikan",
};

/** A start that failed, with a reason that can be told. */
export class BootFault extends Error {
  /**
   * @param {FaultCode} code
   * @param {string} [detail] For the console, never for the reader.
   * @param {boolean} [final] Whether every other rung would fail for the same reason.
   */
  constructor(code, detail = "", final = false) {
    super(detail || code);
    this.code = code;
    this.final = final;
  }
}

/**
 * Tell a reader why a rung failed.
 * @param {FaultCode} code
 */
export function reasonFor(code) {
  return REASONS[code] ?? REASONS["gagal-menyala"];
}

/** The eight bytes of an empty module: a browser that refuses them runs no wasm. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/**
 * Find what forbids WebAssembly here.
 * @param {{validate?: (bytes: BufferSource) => boolean} | undefined} wasm
 * @returns {FaultCode | null}
 */
export function wasmPreflight(wasm = globalThis.WebAssembly) {
  try {
    return wasm?.validate?.(EMPTY_MODULE) ? null : "wasm-tidak-didukung";
  } catch {
    return "wasm-tidak-didukung";
  }
}

/**
 * Run one rung under its watchdog.
 * @param {Rung} rung
 * @param {Clock} clock
 * @param {(progress: Progress) => void} onProgress
 * @param {AbortSignal} outer Ends the start from outside.
 * @returns {Promise<Port>}
 */
function climb(rung, clock, onProgress, outer) {
  return new Promise((resolve, reject) => {
    const inner = new AbortController();
    let settled = false;
    let patienceMs = rung.patienceMs ?? rung.deadlineMs;
    /** @type {unknown} */
    let silence;

    /** @param {() => void} act */
    const settle = (act) => {
      if (settled) return;
      settled = true;
      clock.clearTimeout(deadline);
      clock.clearTimeout(silence);
      outer.removeEventListener("abort", cancel);
      act();
    };
    /** @param {BootFault} fault */
    const giveUp = (fault) =>
      settle(() => {
        inner.abort();
        reject(fault);
      });
    const cancel = () => giveUp(new BootFault("dibatalkan"));
    const tooLong = () => giveUp(new BootFault("terlalu-lama"));
    const deadline = clock.setTimeout(tooLong, rung.deadlineMs);
    const wait = () => {
      clock.clearTimeout(silence);
      silence = clock.setTimeout(tooLong, patienceMs);
    };

    outer.addEventListener("abort", cancel);
    wait();
    rung
      .start(inner.signal, (step) => {
        if (settled) return;
        patienceMs = step.patienceMs ?? patienceMs;
        wait();
        onProgress({ rung: rung.id, stage: step.stage, done: step.done ?? 0, total: step.total ?? 0 });
      })
      .then(
        (port) => (settled ? port.close() : settle(() => resolve(port))),
        (error) =>
          giveUp(error instanceof BootFault ? error : new BootFault("gagal-menyala", String(error))),
      );
  });
}

/**
 * Prepare a start over the given rungs, best first.
 * @param {object} setup
 * @param {Rung[]} setup.rungs
 * @param {Clock} setup.clock
 * @param {(progress: Progress) => void} [setup.onProgress]
 * @param {(falls: Fall[]) => void} [setup.onFall] Told at once, while the next rung is climbed.
 */
export function createBoot({ rungs, clock, onProgress = () => {}, onFall = () => {} }) {
  const outer = new AbortController();
  return {
    /** @returns {Promise<Outcome>} Never rejects: the last rung always holds. */
    async start() {
      /** @type {Fall[]} */
      const falls = [];
      for (const rung of rungs) {
        onProgress({ rung: rung.id, stage: "periksa", done: 0, total: 0 });
        try {
          const forbidden = rung.preflight?.() ?? null;
          if (forbidden) throw new BootFault(forbidden);
          const port = await climb(rung, clock, onProgress, outer.signal);
          return { rung: rung.id, port, falls };
        } catch (error) {
          const fault = error instanceof BootFault ? error : new BootFault("gagal-menyala", String(error));
          falls.push({ rung: rung.id, code: fault.code, reason: reasonFor(fault.code) });
          onFall([...falls]);
          console.warn(`Pandu: tingkat "${rung.id}" tidak jadi: ${fault.code} ${fault.message}`);
          if (outer.signal.aborted || fault.final) break;
        }
      }
      return { rung: WITHOUT_PYTHON, port: null, falls };
    },
    /** Stop a start that is still under way. */
    stop() {
      outer.abort();
    },
  };
}
