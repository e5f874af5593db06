/**
 * The room Python runs in. It fetches the runtime itself, so that a missing or
 * broken file is found and named before `loadPyodide` can hang on it.
 */

/** @typedef {import("./protocol.js").ToWorker} ToWorker */
/** @typedef {import("./protocol.js").FromWorker} FromWorker */
/** @typedef {import("./protocol.js").FaultCode} FaultCode */

const WASM = "pyodide.asm.wasm";
const STDLIB = "python_stdlib.zip";
/** First bytes of the two large files: a page of a login portal has others. */
/** @type {Record<string, number[]>} */
const SIGNATURES = { [WASM]: [0x00, 0x61, 0x73, 0x6d], [STDLIB]: [0x50, 0x4b, 0x03, 0x04] };
/** @type {Record<string, string>} */
const TYPES = { [WASM]: "application/wasm", [STDLIB]: "application/zip" };

/** @type {((message: string) => string) | null} */
let handle = null;

/** @param {FromWorker} message */
const tell = (message) => self.postMessage(message);

/** A start that failed, with its code. */
class StartFault extends Error {
  /**
   * @param {FaultCode} code
   * @param {string} detail
   */
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

/**
 * Fetch one file whole; say how many bytes came.
 * @param {string} address
 * @param {string} name
 * @param {(bytes: number) => void} arrived
 */
async function fetchWhole(address, name, arrived) {
  let response;
  try {
    response = await fetch(address, { credentials: "same-origin" });
  } catch (error) {
    throw new StartFault("berkas-tidak-ada", `${name}: ${error}`);
  }
  if (!response.ok || !response.body) {
    throw new StartFault("berkas-tidak-ada", `${name}: ${response.status}`);
  }
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const pieces = [];
  let length = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(/** @type {Uint8Array<ArrayBuffer>} */ (value));
      length += value.byteLength;
      arrived(value.byteLength);
    }
  } catch (error) {
    throw new StartFault("berkas-rusak", `${name}: ${error}`);
  }
  const head = await new Blob(pieces).slice(0, 4).arrayBuffer();
  const start = new Uint8Array(head);
  if ((SIGNATURES[name] ?? []).some((byte, index) => start[index] !== byte)) {
    throw new StartFault("berkas-rusak", `${name}: bukan berkas yang diharapkan`);
  }
  return new Blob(pieces, { type: TYPES[name] ?? "" });
}

/**
 * Let `loadPyodide` find what is already here, instead of fetching it again.
 * @param {Map<string, Blob>} files By absolute address.
 */
function serveFromMemory(files) {
  const original = self.fetch.bind(self);
  /** @type {typeof fetch} */
  const withMemory = async (input, init) => {
    const address = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    const blob = files.get(new URL(address, self.location.href).href);
    if (!blob) return original(input, init);
    return new Response(blob, { headers: { "Content-Type": blob.type } });
  };
  self.fetch = withMemory;
  return () => {
    self.fetch = original;
  };
}

/**
 * @param {string} base
 * @param {string[]} packages
 */
async function boot(base, packages) {
  const started = performance.now();
  let done = 0;
  /** @param {number} bytes */
  const arrived = (bytes) => {
    done += bytes;
    tell({ type: "progress", stage: "ambil", done });
  };
  const names = [WASM, STDLIB];
  /** @type {Map<string, Blob>} */
  const files = new Map();
  await Promise.all(
    names.map(async (name) => files.set(base + name, await fetchWhole(base + name, name, arrived))),
  );
  const restore = serveFromMemory(files);

  tell({ type: "progress", stage: "nyala", done: 0 });
  /** @type {typeof import("pyodide")} */
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const pyodide = await loadPyodide({
    indexURL: base,
    lockFileURL: `${base}pyodide-lock.json`,
    packageBaseUrl: base,
    packages,
  });
  restore();

  tell({ type: "progress", stage: "impor", done: 0 });
  const bridge = pyodide.pyimport("flow_engine.bridge");
  handle = /** @type {(message: string) => string} */ (bridge.handle);
  const python = String(pyodide.runPython("import sys; sys.version.split()[0]"));
  tell({ type: "ready", python, ms: performance.now() - started });
}

self.onmessage = (/** @type {MessageEvent<ToWorker>} */ event) => {
  const message = event.data;
  if (message.type === "boot") {
    boot(message.base, message.packages).catch((error) => {
      const code = error instanceof StartFault ? error.code : "gagal-menyala";
      tell({ type: "failed", reason: code, detail: String(error) });
    });
  } else if (message.type === "call") {
    try {
      if (!handle) throw new Error("mesin belum siap");
      tell({ type: "result", id: message.id, message: handle(message.message) });
    } catch (error) {
      tell({ type: "fault", id: message.id, detail: String(error) });
    }
  }
};
